package csvfile

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
)

// Limits that keep one bad row from taking the memory of the machine.
const (
	MaxField = 1 << 20 // bytes in one field, also across lines
	maxLine  = 4 << 20 // bytes in one physical line
)

// A Record is one row of the table.
type Record struct {
	Line   int // physical line it begins on, 1-based
	Fields []string
	Fault  *Fault  // nil when the row could be read whole
	Cells  []Fault // of single cells; they matter where their column is used
}

// A Fault is why a row could not be read. Fields then hold what could be
// read of it, undecodable bytes shown as \xHH, and Raw the line as it stood.
type Fault struct {
	Column int // 0-based; -1 when the fault is of the whole row
	Reason string
	Raw    string
}

// A Reader reads records one after another. Unlike encoding/csv it bounds
// the size of a field, goes on at the next line after a quote that does not
// fit, and tells undecodable bytes apart from text.
type Reader struct {
	in      *bufio.Reader
	text    text
	comma   byte
	width   int // fields of the heading; 0 before it was read
	line    int // physical lines handed out
	pending [][]byte
	offset  int64
	tooLong bool
}

// NewReader reads r, whose first record is its heading. The delimiter is the
// one of comma, semicolon and tab that the heading holds most of.
func NewReader(r io.Reader, e Encoding) *Reader {
	c := &Reader{in: bufio.NewReaderSize(r, 1<<18), text: text{decoder: e.decoder()}}
	if mark, _ := c.in.Peek(3); e == UTF8 && bytes.Equal(mark, []byte("\xEF\xBB\xBF")) {
		c.discard(3)
	}
	head, _ := c.in.Peek(1 << 16)
	c.comma = delimiter(head)
	return c
}

func (r *Reader) discard(n int) {
	n, _ = r.in.Discard(n)
	r.offset += int64(n)
}

// Comma is the delimiter in use.
func (r *Reader) Comma() byte { return r.comma }

// Offset is how many bytes of the file have been taken in.
func (r *Reader) Offset() int64 { return r.offset }

func delimiter(head []byte) byte {
	head = bytes.TrimLeft(head, "\r\n")
	if end := bytes.IndexByte(head, '\n'); end >= 0 {
		head = head[:end]
	}
	best, most := byte(','), 0
	for _, c := range []byte{',', ';', '\t'} {
		if n := bytes.Count(head, []byte{c}); n > most {
			best, most = c, n
		}
	}
	return best
}

// Read returns the next record, or io.EOF. Empty lines are passed over.
func (r *Reader) Read() (Record, error) {
	for {
		line, err := r.readLine()
		if err != nil {
			return Record{}, err
		}
		if len(line) == 0 && !r.tooLong {
			continue
		}
		rec := r.record(line)
		if r.width == 0 {
			r.width = len(rec.Fields)
		}
		return rec, nil
	}
}

func (r *Reader) record(line []byte) Record {
	rec := Record{Line: r.line}
	if r.tooLong {
		rec.Fault = &Fault{Column: -1, Reason: fmt.Sprintf("一行超过 %d 字节 / a line of more than %d bytes", maxLine, maxLine)}
		return rec
	}
	raw, problem := r.split(line)
	if problem == unclosed {
		var rest [][]byte
		line, rest = r.gather(line)
		if raw, problem = r.split(line); problem != "" {
			r.unread(rest)
			line = line[:bytes.IndexByte(append(line, '\n'), '\n')]
		}
	}
	if problem != "" {
		fields := bytes.Split(line, []byte{r.comma})
		if len(fields) != r.width {
			fields = nil
		}
		rec.Fields, _ = r.decode(fields)
		rec.Fault = &Fault{Column: -1, Reason: string(problem), Raw: r.text.escape(line)}
		return rec
	}
	rec.Fields, rec.Fault = r.decode(raw)
	if r.width > 0 && len(raw) != r.width {
		rec.Fault = &Fault{Column: -1, Raw: r.text.escape(line),
			Reason: fmt.Sprintf("应有 %d 栏，实有 %d 栏 / %d fields expected, %d found", r.width, len(raw), r.width, len(raw))}
	}
	return rec
}

// decode names the first field that is not text or is too large.
func (r *Reader) decode(raw [][]byte) ([]string, *Fault) {
	fields := make([]string, len(raw))
	var fault *Fault
	for i, b := range raw {
		s, ok := r.text.decode(b)
		reason := ""
		switch {
		case len(b) > MaxField:
			s, reason = "", fmt.Sprintf("一栏有 %d 字节，超过 %d / a field of %d bytes, more than %d", len(b), MaxField, len(b), MaxField)
		case !ok:
			s, reason = r.text.escape(b), "有不属于该编码的字节 / bytes that are not text of the encoding"
		case bytes.IndexByte(b, 0) >= 0:
			reason = "有 NUL 字节 / a NUL byte"
		}
		fields[i] = s
		if reason != "" && fault == nil {
			fault = &Fault{Column: i, Reason: reason}
		}
	}
	return fields, fault
}

// gather appends lines until the quote left open in first is closed, the
// file ends or the field grows too large. It also returns what it appended.
func (r *Reader) gather(first []byte) (whole []byte, rest [][]byte) {
	whole = bytes.Clone(first)
	for len(whole) <= MaxField {
		line, err := r.readLine()
		if err != nil {
			break
		}
		line = bytes.Clone(line)
		rest = append(rest, line)
		whole = append(append(whole, '\n'), line...)
		if bytes.Count(line, []byte{'"'})%2 == 1 || r.tooLong {
			break
		}
	}
	return whole, rest
}

// unread gives lines back, so that they are read as rows of their own.
func (r *Reader) unread(lines [][]byte) {
	r.pending = append(lines, r.pending...)
	r.line -= len(lines)
	r.tooLong = false
}

// readLine returns the next line without its end, valid until the next call.
// A line over maxLine is passed over and marked tooLong.
func (r *Reader) readLine() ([]byte, error) {
	r.tooLong = false
	if len(r.pending) > 0 {
		line := r.pending[0]
		r.pending = r.pending[1:]
		r.line++
		return line, nil
	}
	line, err := r.in.ReadSlice('\n')
	r.offset += int64(len(line))
	if err == bufio.ErrBufferFull {
		line = bytes.Clone(line)
		for err == bufio.ErrBufferFull {
			var more []byte
			more, err = r.in.ReadSlice('\n')
			r.offset += int64(len(more))
			if len(line) <= maxLine {
				line = append(line, more...)
			}
		}
	}
	if err != nil && (err != io.EOF || len(line) == 0) {
		return nil, err
	}
	r.line++
	line = bytes.TrimSuffix(bytes.TrimSuffix(line, []byte{'\n'}), []byte{'\r'})
	if len(line) > maxLine {
		line, r.tooLong = nil, true
	}
	return line, nil
}
