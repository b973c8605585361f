package delta

import (
	"bufio"
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
)

// first is the first line of a delta. It is signed too, so that a signature over
// another kind of text is none over a delta.
const first = "diming-tiles-delta-1\n"

// longestManifest bounds what is read before anything is known to be signed.
const longestManifest = 64 << 20

// Read reads a delta of size bytes and holds all of it to its own signature. Whose
// that is, is for Apply to ask. The error is ErrForm, ErrCut, ErrChanged or the file's.
func Read(file io.ReaderAt, size int64) (*Delta, error) {
	lines := bufio.NewReader(io.NewSectionReader(file, 0, min(size, longestManifest)))
	begin, err := line(lines)
	if err != nil || begin+"\n" != first {
		return nil, fmt.Errorf("%w: it does not begin as one does", ErrForm)
	}
	text, err := line(lines)
	if err != nil {
		return nil, err
	}
	signature, err := line(lines)
	if err != nil {
		return nil, err
	}
	m, err := readManifest([]byte(text))
	if err != nil {
		return nil, err
	}
	if !verifies(m.Key, first+text, signature) {
		return nil, fmt.Errorf("%w: its signature does not hold", ErrChanged)
	}
	head := int64(len(first) + len(text) + len(signature) + 2)
	d := &Delta{Manifest: m, bodies: io.NewSectionReader(file, head, max(size-head, 0))}
	if err := d.whole(size - head); err != nil {
		return nil, err
	}
	return d, nil
}

// line reads to the end of a line; one that does not end is cut off.
func line(r *bufio.Reader) (string, error) {
	text, err := r.ReadString('\n')
	if errors.Is(err, io.EOF) {
		return "", fmt.Errorf("%w: it ends within its manifest", ErrCut)
	}
	if err != nil {
		return "", err
	}
	return text[:len(text)-1], nil
}

func verifies(key, text, signature string) bool {
	public, err := base64.RawURLEncoding.Strict().DecodeString(key)
	if err != nil || len(public) != ed25519.PublicKeySize {
		return false
	}
	sig, err := base64.RawURLEncoding.Strict().DecodeString(signature)
	return err == nil && len(signature) == base64.RawURLEncoding.EncodedLen(ed25519.SignatureSize) && ed25519.Verify(public, []byte(text), sig)
}

// whole holds the bodies, of size bytes together, to the manifest.
func (d *Delta) whole(size int64) error {
	want := int64(0)
	for _, t := range d.Changed {
		want += t.Bytes
	}
	if size != want {
		return fmt.Errorf("%w: its tiles are %d bytes, want %d", ErrCut, size, want)
	}
	offset := int64(0)
	for _, t := range d.Changed {
		if _, err := d.body(t, offset); err != nil {
			return err
		}
		offset += t.Bytes
	}
	return nil
}
