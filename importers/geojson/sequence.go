package geojson

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
)

// recordSeparator begins each text of a sequence after RFC 8142.
const recordSeparator = 0x1E

// IsSequence tells by the first bytes of a file whether it is a sequence of
// features rather than one collection.
func IsSequence(head []byte) bool {
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xEF\xBB\xBF")), " \t\r\n")
	if len(head) > 0 && head[0] == recordSeparator {
		return true
	}
	d := json.NewDecoder(bytes.NewReader(head))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return false
	}
	for {
		name, err := d.Token()
		if err != nil {
			return false
		}
		if name == "type" {
			kind, err := d.Token()
			return err == nil && kind == "Feature"
		}
		var passed json.RawMessage
		if d.Decode(&passed) != nil {
			return false
		}
	}
}

// A Sequence reads features that follow one another: texts begun by the
// record separator (RFC 8142), one on each line, or simply one behind the
// other. What is broken is one feature with a fault; the next separator or
// line begins anew.
type Sequence struct {
	in     *bufio.Reader
	by     byte // that ends a text: the separator, a line end, or 0 for a bracket
	offset int64
	buf    []byte
	crs    int
}

// NewSequence reads r. crs is the EPSG code that the features are known to
// have, 0 when it is not known.
func NewSequence(r io.Reader, crs int) *Sequence {
	s := &Sequence{in: bufio.NewReaderSize(r, 1<<18), crs: crs}
	if mark, _ := s.in.Peek(3); bytes.Equal(mark, []byte("\xEF\xBB\xBF")) {
		n, _ := s.in.Discard(3)
		s.offset += int64(n)
	}
	head, _ := s.in.Peek(1 << 18)
	head = bytes.TrimLeft(head, " \t\r\n")
	switch end := bytes.IndexByte(head, '\n'); {
	case len(head) > 0 && head[0] == recordSeparator:
		s.by = recordSeparator
	case end < 0 && len(head) == 1<<18, end >= 0 && json.Valid(head[:end]):
		s.by = '\n'
	case end >= 0 && bytes.HasPrefix(bytes.TrimLeft(head[end:], " \t\r\n"), []byte("{")):
		s.by = '\n' // the first is broken, the second begins on a line
	}
	return s
}

// CRS is the EPSG code of the features, or 0.
func (s *Sequence) CRS() int { return s.crs }

// Offset is how many bytes have been taken in.
func (s *Sequence) Offset() int64 { return s.offset }

// Read returns the next feature, or io.EOF.
func (s *Sequence) Read() (Feature, error) {
	for {
		at := s.offset
		text, err := s.next()
		switch {
		case errors.Is(err, ErrTooLarge):
			return Feature{Offset: at, Fault: &Fault{Reason: err.Error()}}, nil
		case err != nil:
			return Feature{}, err
		case len(text) > 0:
			return parse(at, text), nil
		}
	}
}

// next returns the bytes up to the end of a text, io.EOF when none are left.
func (s *Sequence) next() ([]byte, error) {
	s.buf = s.buf[:0]
	size := 0
	for depth, quoted, escaped := 0, false, false; ; {
		c, err := s.in.ReadByte()
		if err != nil {
			if !errors.Is(err, io.EOF) || size == 0 {
				return nil, err
			}
			break
		}
		s.offset++
		if size++; len(s.buf) < MaxValue {
			s.buf = append(s.buf, c)
		}
		if s.by != 0 {
			if c == s.by {
				break
			}
			continue
		}
		switch {
		case escaped:
			escaped = false
		case quoted:
			escaped, quoted = c == '\\', c != '"'
		case c == '"':
			quoted = true
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			depth--
		}
		if depth <= 0 && c == '}' && !quoted {
			break
		}
	}
	if size > MaxValue {
		return nil, ErrTooLarge
	}
	return bytes.Trim(s.buf, " \t\r\n\x1E"), nil
}
