package pmtiles

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/gzip"
)

// An entry says where the bodies of tiles lie: of run tiles from id on, all the
// same. With a run of 0 it is a leaf directory that begins with id.
type entry struct {
	id     ID
	offset uint64
	length uint32
	run    uint32
}

func (e entry) tiles() bool { return e.run > 0 }

// directory writes entries, which rise by id, as the format has them: column after
// column, compressed.
func directory(entries []entry) ([]byte, error) {
	b := binary.AppendUvarint(nil, uint64(len(entries)))
	last := ID(0)
	for _, e := range entries {
		b = binary.AppendUvarint(b, uint64(e.id-last))
		last = e.id
	}
	for _, e := range entries {
		b = binary.AppendUvarint(b, uint64(e.run))
	}
	for _, e := range entries {
		b = binary.AppendUvarint(b, uint64(e.length))
	}
	for i, e := range entries {
		if i > 0 && e.offset == entries[i-1].offset+uint64(entries[i-1].length) {
			b = binary.AppendUvarint(b, 0)
		} else {
			b = binary.AppendUvarint(b, e.offset+1)
		}
	}
	return compressed(b)
}

// compressed is gzip without a time or a name: the same bytes for the same content.
func compressed(plain []byte) ([]byte, error) {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(plain); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// plainAtMost bounds what a directory or the metadata may unpack to: a file that
// somebody sends must not fill the memory.
const plainAtMost = 64 << 20

func plain(packed []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrArchive, err)
	}
	b, err := io.ReadAll(io.LimitReader(r, plainAtMost+1))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrArchive, err)
	}
	if len(b) > plainAtMost {
		return nil, fmt.Errorf("%w: a part unpacks to more than %d bytes", ErrArchive, plainAtMost)
	}
	return b, nil
}

// readDirectory reads entries, and refuses those that do not rise.
func readDirectory(packed []byte) ([]entry, error) {
	b, err := plain(packed)
	if err != nil {
		return nil, err
	}
	c := column{rest: b}
	n := c.next()
	if n > uint64(len(b)) { // each entry takes four bytes and more
		return nil, fmt.Errorf("%w: a directory of %d bytes with %d entries", ErrArchive, len(b), n)
	}
	entries := make([]entry, n)
	id := uint64(0)
	for i := range entries {
		step := c.next()
		if i > 0 && step == 0 || id+step < id {
			return nil, fmt.Errorf("%w: entries that do not rise", ErrArchive)
		}
		id += step
		entries[i].id = ID(id)
	}
	for i := range entries {
		entries[i].run = c.small()
	}
	for i := range entries {
		entries[i].length = c.small()
	}
	for i := range entries {
		offset := c.next()
		switch {
		case offset > 0:
			entries[i].offset = offset - 1
		case i > 0:
			entries[i].offset = entries[i-1].offset + uint64(entries[i-1].length)
		default:
			c.bad = true
		}
	}
	if c.bad || len(c.rest) > 0 {
		return nil, fmt.Errorf("%w: a directory that is damaged", ErrArchive)
	}
	return entries, nil
}

// A column reads numbers one after another; after one that is none it is bad.
type column struct {
	rest []byte
	bad  bool
}

func (c *column) next() uint64 {
	n, size := binary.Uvarint(c.rest)
	if size <= 0 {
		c.bad, c.rest = true, nil
		return 0
	}
	c.rest = c.rest[size:]
	return n
}

func (c *column) small() uint32 {
	n := c.next()
	if n > 1<<31 {
		c.bad = true
	}
	return uint32(n)
}

// errFull says that directories cannot be laid out; 2⁶⁴ tiles would be needed.
var errFull = errors.New("the root directory does not fit")

// layOut divides entries into a root directory, which fits its place, and the
// leaves that it points at, if it needs any.
func layOut(entries []entry) (root, leaves []byte, err error) {
	root, err = directory(entries)
	if err != nil || len(root) <= rootSize {
		return root, nil, err
	}
	for size := 4096; size <= 1<<30; size *= 2 {
		if root, leaves, err = leavesOf(entries, size); err != nil || len(root) <= rootSize {
			return root, leaves, err
		}
	}
	return nil, nil, errFull
}

func leavesOf(entries []entry, size int) (root, leaves []byte, err error) {
	var top []entry
	for from := 0; from < len(entries); from += size {
		leaf, err := directory(entries[from:min(from+size, len(entries))])
		if err != nil {
			return nil, nil, err
		}
		top = append(top, entry{id: entries[from].id, offset: uint64(len(leaves)), length: uint32(len(leaf))})
		leaves = append(leaves, leaf...)
	}
	root, err = directory(top)
	return root, leaves, err
}
