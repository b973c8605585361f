package delta

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"diming/internal/pmtiles"
)

// A Signer is the register that writes a delta.
type Signer interface {
	Key() string             // public key, base64url
	Sign(text []byte) string // Ed25519, base64url
}

// A Writer takes what changed in an archive and then writes it as a delta. Bodies
// wait in a file until the manifest before them is known.
type Writer struct {
	base   *pmtiles.Archive
	file   *os.File
	bodies *bufio.Writer
	Delta  // so far
}

// NewWriter makes a writer of what changed in base, whose bodies wait in a folder,
// "" for that of the system. Close it.
func NewWriter(base *pmtiles.Archive, folder string) (*Writer, error) {
	file, err := os.CreateTemp(folder, "delta-*")
	if err != nil {
		return nil, err
	}
	return &Writer{base: base, file: file, bodies: bufio.NewWriterSize(file, 1<<18), Delta: Delta{bodies: file}}, nil
}

// Close removes what waited.
func (w *Writer) Close() error {
	return errors.Join(w.file.Close(), os.Remove(w.file.Name()))
}

// Add takes a tile as it is now, nil where there is none any more, and notes it if
// the base has another. Tiles come in the order of their ids.
func (w *Writer) Add(id pmtiles.ID, body []byte) error {
	was, err := w.base.Tile(id)
	if err != nil {
		return err
	}
	switch {
	case string(was) == string(body):
		return nil
	case len(w.Changed)+len(w.Gone) == mostTiles:
		return fmt.Errorf("%w: more than %d", ErrTooMuch, mostTiles)
	case len(body) == 0:
		w.Gone = append(w.Gone, id)
		return nil
	}
	sum := sha256.Sum256(body)
	w.Changed = append(w.Changed, Tile{id, int64(len(body)), hex.EncodeToString(sum[:])})
	_, err = w.bodies.Write(body)
	return err
}

// Finish writes the delta. m says everything but what changed, whose key it is and
// what comes of it; about is what the later archive says of itself.
func (w *Writer) Finish(out io.Writer, m Manifest, about pmtiles.About, by Signer) (Manifest, error) {
	if err := w.bodies.Flush(); err != nil {
		return m, err
	}
	said, err := json.Marshal(about.Metadata)
	if err != nil {
		return m, err
	}
	m.Changed, m.Gone, m.Extent, m.Metadata, m.Key = w.Changed, w.Gone, about.Extent, string(said), by.Key()
	w.Manifest = m
	sum := sha256.New()
	if err := w.result(w.base, sum); err != nil {
		return m, err
	}
	m.Result = hex.EncodeToString(sum.Sum(nil))
	text, err := m.text()
	if err != nil {
		return m, err
	}
	signed := first + text
	if _, err := io.WriteString(out, signed+"\n"+by.Sign([]byte(signed))+"\n"); err != nil {
		return m, err
	}
	if _, err := w.file.Seek(0, io.SeekStart); err != nil {
		return m, err
	}
	_, err = io.Copy(out, w.file)
	return m, err
}
