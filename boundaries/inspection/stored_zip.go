package inspection

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"math"
)

func newText(text []byte) io.ReaderAt { return bytes.NewReader(text) }

// What every member's header says: version 1.0 and UTF-8 names, no
// compression, 1 January 1980 (APPNOTE.TXT 4.3).
const (
	zipVersion = 10
	zipUTF8    = 1 << 11
	zipDate    = 1<<5 | 1
)

// writeStored writes a ZIP whose bytes depend on its members alone, whatever a
// later version of a library would write.
func writeStored(w io.Writer, members []member) error {
	var directory bytes.Buffer
	var offset int64
	for _, m := range members {
		sum := crc32.NewIEEE()
		if _, err := io.Copy(sum, io.NewSectionReader(m.bytes, 0, m.size)); err != nil {
			return err
		}
		if offset+m.size > math.MaxUint32-1<<20 || len(members) > math.MaxUint16 {
			return errors.New("the task file would be larger than 4 GB, which its format does not hold")
		}
		common := le(uint16(zipVersion), uint16(zipUTF8), uint16(0), uint16(0), uint16(zipDate), sum.Sum32(), uint32(m.size), uint32(m.size), uint16(len(m.name)), uint16(0))
		head := append(append([]byte("PK\x03\x04"), common...), m.name...)
		directory.Write(append(append([]byte("PK\x01\x02"), le(uint16(zipVersion))...), common...))
		directory.Write(le(uint16(0), uint16(0), uint16(0), uint32(0), uint32(offset)))
		directory.WriteString(m.name)
		if _, err := w.Write(head); err != nil {
			return err
		}
		if _, err := io.Copy(w, io.NewSectionReader(m.bytes, 0, m.size)); err != nil {
			return err
		}
		offset += int64(len(head)) + m.size
	}
	n := uint16(len(members))
	end := append([]byte("PK\x05\x06"), le(uint16(0), uint16(0), n, n, uint32(directory.Len()), uint32(offset), uint16(0))...)
	_, err := w.Write(append(directory.Bytes(), end...))
	return err
}

// le puts numbers together, the least byte first.
func le(numbers ...any) []byte {
	var out []byte
	for _, n := range numbers {
		switch n := n.(type) {
		case uint16:
			out = binary.LittleEndian.AppendUint16(out, n)
		case uint32:
			out = binary.LittleEndian.AppendUint32(out, n)
		}
	}
	return out
}
