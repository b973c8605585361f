package pmtiles

import (
	"bufio"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
)

// About is what an archive says of itself.
type About struct {
	Extent   Extent
	Metadata any // a JSON object; with vector_layers, as in TileJSON
}

// ErrOrder says that a tile was added after one with a higher ID.
var ErrOrder = errors.New("tiles must be added in the order of their ids")

// A Writer takes tiles and then writes them as an archive. Bodies wait in a file
// until the directories before them are known; equal ones are kept once.
type Writer struct {
	file      *os.File
	bodies    *bufio.Writer
	size      uint64
	entries   []entry
	where     map[[sha256.Size]byte]entry // of each body that is kept
	addressed uint64
	next      ID
}

// NewWriter makes a writer whose bodies wait in a folder, "" for that of the system.
// Close it.
func NewWriter(folder string) (*Writer, error) {
	file, err := os.CreateTemp(folder, "tiles-*")
	if err != nil {
		return nil, err
	}
	return &Writer{file: file, bodies: bufio.NewWriterSize(file, 1<<20), where: map[[sha256.Size]byte]entry{}}, nil
}

// Close removes what waited.
func (w *Writer) Close() error {
	return errors.Join(w.file.Close(), os.Remove(w.file.Name()))
}

// Add takes the body of a tile, a vector tile in gzip. An empty one is not kept:
// what an archive does not have is empty.
func (w *Writer) Add(id ID, body []byte) error {
	if id < w.next {
		return fmt.Errorf("%w: %d after %d", ErrOrder, id, w.next-1)
	}
	w.next = id + 1
	if len(body) == 0 {
		return nil
	}
	w.addressed++
	sum := sha256.Sum256(body)
	kept, known := w.where[sum]
	if !known {
		kept = entry{offset: w.size, length: uint32(len(body))}
		if _, err := w.bodies.Write(body); err != nil {
			return err
		}
		w.size += uint64(len(body))
		w.where[sum] = kept
	}
	if n := len(w.entries); n > 0 {
		last := &w.entries[n-1]
		if last.offset == kept.offset && last.id+ID(last.run) == id {
			last.run++
			return nil
		}
	}
	w.entries = append(w.entries, entry{id: id, offset: kept.offset, length: kept.length, run: 1})
	return nil
}

// Finish writes the archive of what was added.
func (w *Writer) Finish(out io.Writer, about About) error {
	if err := w.bodies.Flush(); err != nil {
		return err
	}
	if _, err := w.file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	said, err := json.Marshal(about.Metadata)
	if err != nil {
		return fmt.Errorf("describe the archive: %w", err)
	}
	metadata, err := compressed(said)
	if err != nil {
		return err
	}
	root, leaves, err := layOut(w.entries)
	if err != nil {
		return err
	}
	h, err := w.header(about)
	if err != nil {
		return err
	}
	h.root = span{headerSize, uint64(len(root))}
	h.metadata = span{h.root.end(), uint64(len(metadata))}
	h.leaves = span{h.metadata.end(), uint64(len(leaves))}
	h.tiles = span{h.leaves.end(), w.size}
	for _, part := range [][]byte{h.bytes(), root, metadata, leaves} {
		if _, err := out.Write(part); err != nil {
			return err
		}
	}
	_, err = io.Copy(out, w.file)
	return err
}

func (w *Writer) header(about About) (header, error) {
	h := header{addressed: w.addressed, entries: uint64(len(w.entries)), contents: uint64(len(w.where)), clustered: true, extent: about.Extent}
	if len(w.entries) == 0 {
		return h, nil
	}
	last := w.entries[len(w.entries)-1]
	lowest, err := w.entries[0].id.Coord()
	if err != nil {
		return h, err
	}
	deepest, err := (last.id + ID(last.run) - 1).Coord()
	h.minZoom, h.maxZoom = lowest.Z, deepest.Z
	return h, err
}
