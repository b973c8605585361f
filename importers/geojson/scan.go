// Package geojson reads the features of a GeoJSON FeatureCollection (RFC
// 7946) one after another, however large the file. A feature that is not
// well-formed is handed over with its fault, and the next is read.
package geojson

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
)

// MaxValue bounds one feature, in bytes.
const MaxValue = 64 << 20

// ErrTooLarge is of a feature or member over MaxValue.
var ErrTooLarge = fmt.Errorf("对象超过 %d MiB / an object of more than %d MiB", MaxValue>>20, MaxValue>>20)

// A scanner cuts JSON text into values by brackets and quotes alone, so that
// what is wrong inside a value (NaN, a missing comma) stays inside it.
type scanner struct {
	in     *bufio.Reader
	offset int64
	buf    []byte
}

func newScanner(r io.Reader) *scanner {
	s := &scanner{in: bufio.NewReaderSize(r, 1<<18)}
	if mark, _ := s.in.Peek(3); bytes.Equal(mark, []byte("\xEF\xBB\xBF")) {
		n, _ := s.in.Discard(3)
		s.offset += int64(n)
	}
	return s
}

func (s *scanner) next() (byte, error) {
	c, err := s.in.ReadByte()
	if err != nil {
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		return 0, err
	}
	s.offset++
	return c, nil
}

func (s *scanner) back() {
	if s.in.UnreadByte() == nil {
		s.offset--
	}
}

// token returns the next byte that is not space.
func (s *scanner) token() (byte, error) {
	for {
		c, err := s.next()
		if err != nil || c != ' ' && c != '\t' && c != '\n' && c != '\r' {
			return c, err
		}
	}
}

// expect reads the next token, which must be one of want.
func (s *scanner) expect(want string) (byte, error) {
	c, err := s.token()
	if err != nil {
		return 0, err
	}
	if bytes.IndexByte([]byte(want), c) < 0 {
		return 0, fmt.Errorf("第 %d 字节应为 %q 之一，却是 %q / at byte %d one of %q was expected, not %q", s.offset, want, c, s.offset, want, c)
	}
	return c, nil
}

// value returns the next value as it stands, valid until the next call.
// After ErrTooLarge the scanner stands behind the value all the same.
func (s *scanner) value() ([]byte, error) {
	c, err := s.token()
	if err != nil {
		return nil, err
	}
	s.buf = s.buf[:0]
	tooLarge := false
	for depth, quoted, escaped := 0, false, false; ; {
		closing := !quoted && depth == 0 && (c == ',' || c == '}' || c == ']')
		if closing {
			s.back()
			break
		}
		if tooLarge = tooLarge || len(s.buf) == MaxValue; !tooLarge {
			s.buf = append(s.buf, c)
		}
		switch {
		case escaped:
			escaped = false
		case quoted && c == '\\':
			escaped = true
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			depth--
		}
		if c, err = s.next(); err != nil {
			return nil, err
		}
	}
	if tooLarge {
		return nil, ErrTooLarge
	}
	return bytes.TrimRight(s.buf, " \t\r\n"), nil
}
