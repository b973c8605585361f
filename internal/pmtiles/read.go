package pmtiles

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"sync/atomic"
)

// An Archive is one that is read.
type Archive struct {
	file io.ReaderAt
	header
	entries []entry // of the root
	last    atomic.Pointer[openLeaf]
}

// An openLeaf is a directory that was read: tiles are mostly asked for near one
// another.
type openLeaf struct {
	of      entry
	entries []entry
}

// deepestLeaf is how many directories may lie below each other.
const deepestLeaf = 3

// Open reads the header and the root directory of a file of size bytes. The error is
// ErrArchive, or that of the file.
func Open(file io.ReaderAt, size int64) (*Archive, error) {
	b := make([]byte, headerSize)
	if n, err := file.ReadAt(b, 0); n < headerSize {
		if err == io.EOF {
			err = nil
		}
		return nil, errOr(err, "%w: %d bytes", ErrArchive, n)
	}
	h, err := readHeader(b, uint64(max(size, 0)))
	if err != nil {
		return nil, err
	}
	a := &Archive{file: file, header: h}
	a.entries, err = a.directory(h.root)
	return a, err
}

func errOr(err error, format string, args ...any) error {
	if err != nil {
		return err
	}
	return fmt.Errorf(format, args...)
}

// Extent is the ground that the archive says it covers.
func (a *Archive) Extent() Extent { return a.extent }

// Zooms are the least and the deepest that it has.
func (a *Archive) Zooms() (least, deepest int) { return a.minZoom, a.maxZoom }

// Metadata reads what the archive says of itself into a JSON value.
func (a *Archive) Metadata(into any) error {
	packed, err := a.part(a.metadata)
	if err != nil {
		return err
	}
	said, err := plain(packed)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(said, into); err != nil {
		return fmt.Errorf("%w: its metadata: %w", ErrArchive, err)
	}
	return nil
}

// part reads a span that was held to the file's size.
func (a *Archive) part(s span) ([]byte, error) {
	if s.length > plainAtMost {
		return nil, fmt.Errorf("%w: a part of %d bytes", ErrArchive, s.length)
	}
	b := make([]byte, s.length)
	if n, err := a.file.ReadAt(b, int64(s.offset)); n < len(b) {
		return nil, fmt.Errorf("%w: it ends within a part: %w", ErrArchive, err)
	}
	return b, nil
}

func (a *Archive) directory(s span) ([]entry, error) {
	packed, err := a.part(s)
	if err != nil {
		return nil, err
	}
	return readDirectory(packed)
}

// within is a span of a part of the file, given from its beginning.
func within(part span, offset uint64, length uint32) (span, error) {
	if offset > part.length || uint64(length) > part.length-offset {
		return span{}, fmt.Errorf("%w: an entry points outside its part", ErrArchive)
	}
	return span{part.offset + offset, uint64(length)}, nil
}

// Tile gives the body of a tile, in gzip; nil where the archive has none.
func (a *Archive) Tile(id ID) ([]byte, error) {
	entries := a.entries
	for range deepestLeaf + 1 {
		at, found := slices.BinarySearchFunc(entries, id, func(e entry, id ID) int {
			switch {
			case e.id < id:
				return -1
			case e.id > id:
				return 1
			}
			return 0
		})
		if !found {
			at--
		}
		if at < 0 {
			return nil, nil
		}
		e := entries[at]
		if e.tiles() {
			if id-e.id >= ID(e.run) {
				return nil, nil
			}
			return a.body(e)
		}
		var err error
		if entries, err = a.leaf(e); err != nil {
			return nil, err
		}
	}
	return nil, fmt.Errorf("%w: directories below each other more than %d deep", ErrArchive, deepestLeaf)
}

func (a *Archive) body(e entry) ([]byte, error) {
	s, err := within(a.tiles, e.offset, e.length)
	if err != nil {
		return nil, err
	}
	return a.part(s)
}

func (a *Archive) leaf(e entry) ([]entry, error) {
	if last := a.last.Load(); last != nil && last.of == e {
		return last.entries, nil
	}
	s, err := within(a.leaves, e.offset, e.length)
	if err != nil {
		return nil, err
	}
	entries, err := a.directory(s)
	if err == nil {
		a.last.Store(&openLeaf{e, entries})
	}
	return entries, err
}

// A Tile is one of an archive.
type Tile struct {
	ID   ID
	Body []byte // gzip
}

// Tiles gives all tiles in the order of their ids. It ends with the first error.
func (a *Archive) Tiles() iter.Seq2[Tile, error] {
	return func(yield func(Tile, error) bool) {
		if err := a.walk(a.entries, 0, func(t Tile) bool { return yield(t, nil) }); err != nil && !errors.Is(err, errStopped) {
			yield(Tile{}, err)
		}
	}
}

// errStopped says that whoever reads has enough.
var errStopped = errors.New("stopped")

func (a *Archive) walk(entries []entry, depth int, yield func(Tile) bool) error {
	if depth > deepestLeaf {
		return fmt.Errorf("%w: directories below each other more than %d deep", ErrArchive, deepestLeaf)
	}
	for _, e := range entries {
		if !e.tiles() {
			below, err := a.leaf(e)
			if err == nil {
				err = a.walk(below, depth+1, yield)
			}
			if err != nil {
				return err
			}
			continue
		}
		body, err := a.body(e)
		if err != nil {
			return err
		}
		for i := range e.run {
			if !yield(Tile{e.id + ID(i), body}) {
				return errStopped
			}
		}
	}
	return nil
}
