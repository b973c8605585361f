// Package delta writes and applies what changed between two archives of tiles: one
// file, signed by the register that wrote it, that makes the later archive of the
// earlier one byte for byte.
//
// The file is, in this order and with nothing between:
//
//	diming-tiles-delta-1\n
//	the manifest in canonical JSON, and \n
//	the Ed25519 signature over both lines without the last \n, in base64url, and \n
//	the bodies of the changed tiles, in the order in which the manifest lists them
//
// So every byte is held to something: a file that was cut off, changed or signed by
// somebody else is refused, and so is one for another archive.
package delta

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"diming/internal/pmtiles"
)

// Errors that callers are expected to tell apart with errors.Is.
var (
	ErrForm    = errors.New("not a delta of tiles that this program can read")
	ErrCut     = errors.New("the delta is cut off or has too much at its end")
	ErrChanged = errors.New("the delta was changed after it was signed, or its key is another")
	ErrKey     = errors.New("the delta is signed by another register than the archive names")
	ErrBase    = errors.New("the delta is for another archive")
	ErrResult  = errors.New("archive and delta do not make what the delta promises")
	ErrTooMuch = errors.New("too many tiles changed for a delta")
)

// mostTiles bounds a manifest to what is read at once; a whole archive is not much more.
const mostTiles = 200_000

// A Manifest says what a delta makes of what.
type Manifest struct {
	Base, Result   string // SHA-256 of the whole archives, hex
	Set            string
	Extent         pmtiles.Extent
	From, To       int    // zooms
	FromSeq, ToSeq int64  // of the ledger
	Key            string // the public key of the register, base64url
	Metadata       string // JSON, of the later archive
	Changed        []Tile // by id
	Gone           []pmtiles.ID
}

// A Tile is one that is new or has another body.
type Tile struct {
	ID     pmtiles.ID
	Bytes  int64
	SHA256 string // of the body as it is kept, hex
}

// A Delta is a manifest with the bodies of its tiles.
type Delta struct {
	Manifest
	bodies io.ReaderAt // from 0
}

// body reads the body of a changed tile, which begins at offset.
func (d *Delta) body(t Tile, offset int64) ([]byte, error) {
	b := make([]byte, t.Bytes)
	if n, err := d.bodies.ReadAt(b, offset); n < len(b) {
		return nil, fmt.Errorf("%w: tile %d: %w", ErrCut, t.ID, err)
	}
	if sum := sha256.Sum256(b); hex.EncodeToString(sum[:]) != t.SHA256 {
		return nil, fmt.Errorf("%w: tile %d is not the one that was signed", ErrChanged, t.ID)
	}
	return b, nil
}

// Digest is the SHA-256 of a whole file, hex.
func Digest(file io.ReaderAt, size int64) (string, error) {
	sum := sha256.New()
	if _, err := io.Copy(sum, io.NewSectionReader(file, 0, size)); err != nil {
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}
