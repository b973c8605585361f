package csvfile

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// Sample is how much of the beginning of a table tells its encoding: the size
// of the buffer that Tell looks into.
const Sample = 1 << 20

// Tell tells the encoding by the first bytes; a character cut at their
// end does not count. Of a table put together from several encodings the heading
// decides: its rows are told one by one.
func Tell(in *bufio.Reader) (Encoding, error) {
	head, err := in.Peek(Sample)
	if err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	if end := bytes.LastIndexByte(head, '\n'); err == nil && end > 0 {
		head = head[:end]
	}
	encoding, err := encodingOf(head)
	if errors.Is(err, ErrUnclear) {
		line, _, _ := bytes.Cut(head, []byte{'\n'})
		return encodingOf(line)
	}
	return encoding, err
}

func encodingOf(text []byte) (Encoding, error) {
	d := &Detector{}
	_, _ = d.Write(text) // never fails
	encoding, _, err := d.Encoding()
	return encoding, err
}
