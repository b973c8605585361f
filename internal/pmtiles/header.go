package pmtiles

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

// ErrArchive is in the chain of every error of what is no archive that this package
// can read.
var ErrArchive = errors.New("not a PMTiles archive of version 3 that can be read")

const (
	headerSize = 127
	// rootSize is how much of the file's first 16 KiB the root directory may take, so
	// that one request gets it with the header.
	rootSize = 16384 - headerSize
)

// What the header says of compression and of the kind of tiles.
const (
	compressionGzip = 2
	typeMVT         = 1
)

var magic = [8]byte{'P', 'M', 'T', 'i', 'l', 'e', 's', 3}

// A span is a part of the file.
type span struct{ offset, length uint64 }

func (s span) end() uint64 { return s.offset + s.length }

// An Extent is the ground that an archive covers, in degrees.
type Extent struct{ West, South, East, North float64 }

// A header is the first 127 bytes of an archive.
type header struct {
	root, metadata, leaves, tiles span
	addressed, entries, contents  uint64 // tiles, entries for them, and different bodies
	clustered                     bool
	minZoom, maxZoom              int
	extent                        Extent
}

func (h header) bytes() []byte {
	b := make([]byte, 0, headerSize)
	b = append(b, magic[:]...)
	for _, s := range []span{h.root, h.metadata, h.leaves, h.tiles} {
		b = binary.LittleEndian.AppendUint64(b, s.offset)
		b = binary.LittleEndian.AppendUint64(b, s.length)
	}
	for _, n := range []uint64{h.addressed, h.entries, h.contents} {
		b = binary.LittleEndian.AppendUint64(b, n)
	}
	clustered := byte(0)
	if h.clustered {
		clustered = 1
	}
	b = append(b, clustered, compressionGzip, compressionGzip, typeMVT, byte(h.minZoom), byte(h.maxZoom))
	e := h.extent
	b = degrees(b, e.West, e.South, e.East, e.North)
	b = append(b, byte(h.minZoom))
	return degrees(b, (e.West+e.East)/2, (e.South+e.North)/2)
}

// degrees appends angles as tens of millionths of a degree.
func degrees(b []byte, angles ...float64) []byte {
	for _, a := range angles {
		b = binary.LittleEndian.AppendUint32(b, uint32(int32(math.Round(a*1e7))))
	}
	return b
}

// readHeader reads a header and holds its parts to the size of the file.
func readHeader(b []byte, size uint64) (header, error) {
	var h header
	if len(b) != headerSize || [8]byte(b[:8]) != magic {
		return h, ErrArchive
	}
	le := binary.LittleEndian
	for i, s := range []*span{&h.root, &h.metadata, &h.leaves, &h.tiles} {
		*s = span{le.Uint64(b[8+16*i:]), le.Uint64(b[16+16*i:])}
		if s.offset > size || s.length > size-s.offset {
			return h, fmt.Errorf("%w: it is cut off: %d bytes, and a part of %d begins at %d", ErrArchive, size, s.length, s.offset)
		}
	}
	h.addressed, h.entries, h.contents = le.Uint64(b[72:]), le.Uint64(b[80:]), le.Uint64(b[88:])
	h.clustered = b[96] == 1
	if b[97] != compressionGzip || b[98] != compressionGzip || b[99] != typeMVT {
		return h, fmt.Errorf("%w: compressions %d and %d, tiles of kind %d; want gzip and vector tiles", ErrArchive, b[97], b[98], b[99])
	}
	h.minZoom, h.maxZoom = int(b[100]), int(b[101])
	angle := func(at int) float64 { return float64(int32(le.Uint32(b[at:]))) / 1e7 }
	h.extent = Extent{angle(102), angle(106), angle(110), angle(114)}
	return h, nil
}
