package archive

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"hash/crc32"
)

// linesPerSum is how many lines share one sum.
const linesPerSum = 100

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// sums adds up a file while it is written or read.
type sums struct {
	sha     hash.Hash
	bytes   int64
	lines   int64 // whole ones
	crc     uint32
	pending bool // the present sum has something in it
	text    []byte
}

func newSums() *sums { return &sums{sha: sha256.New()} }

func (s *sums) Write(p []byte) (int, error) {
	s.sha.Write(p)
	s.bytes += int64(len(p))
	for rest := p; len(rest) > 0; {
		end := bytes.IndexByte(rest, '\n') + 1
		if end == 0 {
			s.crc, s.pending = crc32.Update(s.crc, castagnoli, rest), true
			break
		}
		s.crc, s.pending = crc32.Update(s.crc, castagnoli, rest[:end]), true
		rest = rest[end:]
		if s.lines++; s.lines%linesPerSum == 0 {
			s.endSum()
		}
	}
	return len(p), nil
}

func (s *sums) endSum() {
	s.text = fmt.Appendf(s.text, "%08x", s.crc)
	s.crc, s.pending = 0, false
}

// file ends the sums; lined tells a file of lines.
func (s *sums) file(path string, lined bool) File {
	if s.pending {
		s.endSum()
	}
	f := File{Path: path, Bytes: s.bytes, SHA256: hex.EncodeToString(s.sha.Sum(nil))}
	if lined {
		f.Lines, f.LineSums = s.lines, string(s.text)
	}
	return f
}

// compare says where got differs from f, or nil.
func (f File) compare(got File) error {
	if got.SHA256 == f.SHA256 && got.Bytes == f.Bytes {
		return nil
	}
	d := &Damage{File: f.Path, Reason: fmt.Sprintf("its content is not the one that was exported (%d bytes, SHA-256 %.12s…; the manifest says %d bytes, %.12s…)",
		got.Bytes, got.SHA256, f.Bytes, f.SHA256)}
	if f.LineSums == "" {
		return d
	}
	same := 0
	for same+8 <= len(f.LineSums) && same+8 <= len(got.LineSums) && f.LineSums[same:same+8] == got.LineSums[same:same+8] {
		same += 8
	}
	d.From = int64(same/8)*linesPerSum + 1
	d.To = max(d.From, min(d.From+linesPerSum-1, max(f.Lines, got.Lines)))
	return d
}
