package behind

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash/crc32"
	"io"
)

// A Packed text is compressed once and sent many times, each time with another
// end, such as the time at which it was true.
type Packed struct {
	head []byte // a gzip file up to where the end goes
	sum  uint32 // of what is in it
	size uint32
	tag  string
}

// gzipHead says: compressed by deflate, of no time and no system.
var gzipHead = []byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff}

// Pack compresses a text whose end is still to come.
func Pack(text []byte) Packed {
	var out bytes.Buffer
	out.Write(gzipHead)
	z, _ := flate.NewWriter(&out, flate.DefaultCompression) // the level is one that there is
	_, _ = z.Write(text)                                    // writing to memory cannot fail
	_ = z.Flush()                                           // up to here, and on a byte's border
	digest := sha256.Sum256(text)
	return Packed{bytes.Clone(out.Bytes()), crc32.ChecksumIEEE(text), uint32(len(text)), hex.EncodeToString(digest[:8])}
}

// Tag tells texts apart, whatever their end.
func (p Packed) Tag() string { return p.tag }

// Cost is about how many bytes of memory it takes.
func (p Packed) Cost() int { return len(p.head) + 200 }

// Size is how many bytes [Packed.With] gives with an end of n bytes.
func (p Packed) Size(n int) int { return len(p.head) + 5 + n + 8 }

// With appends the gzip file with its end to dst. The end, at most 65,535 bytes,
// stands in a block of its own that is not compressed.
func (p Packed) With(dst, end []byte) []byte {
	n := uint16(len(end))
	dst = append(dst, p.head...)
	dst = append(dst, 1) // the last block, stored
	dst = binary.LittleEndian.AppendUint16(dst, n)
	dst = binary.LittleEndian.AppendUint16(dst, ^n)
	dst = append(dst, end...)
	dst = binary.LittleEndian.AppendUint32(dst, crc32.Update(p.sum, crc32.IEEETable, end))
	return binary.LittleEndian.AppendUint32(dst, p.size+uint32(len(end)))
}

// Plain gives the text with its end, for who reads no gzip.
func (p Packed) Plain(end []byte) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(p.With(nil, end)))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}
