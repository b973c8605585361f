// Package csvfile reads tables of text as offices send them: UTF-8, GB18030
// or BIG5, separated by comma, semicolon or tab, with faults in some rows.
// A faulty row is handed over with its fault and never hides its neighbours.
package csvfile

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// An Encoding is how a file writes its characters.
type Encoding string

// The encodings that are read.
const (
	UTF8    Encoding = "UTF-8"
	GB18030 Encoding = "GB18030"
	BIG5    Encoding = "BIG5"
)

// ParseEncoding reads the name of an encoding as a person types it.
func ParseEncoding(name string) (Encoding, error) {
	switch string(bytes.ToUpper([]byte(name))) {
	case "UTF-8", "UTF8":
		return UTF8, nil
	case "GB18030", "GBK", "GB2312":
		return GB18030, nil
	case "BIG5", "BIG-5":
		return BIG5, nil
	}
	return "", fmt.Errorf("编码 %q 不支持，可用 UTF-8、GB18030、BIG5 / encoding %q is not supported: use UTF-8, GB18030 or BIG5", name, name)
}

// decoder is nil for UTF-8, which needs none.
func (e Encoding) decoder() *encoding.Decoder {
	switch e {
	case GB18030:
		return simplifiedchinese.GB18030.NewDecoder()
	case BIG5:
		return traditionalchinese.Big5.NewDecoder()
	}
	return nil
}

// A text decodes the fields of one file.
type text struct {
	decoder *encoding.Decoder
}

// decode gives the characters of b, or false when b is not text of the
// encoding. A replacement character U+FFFD counts as a fault even where it
// is written correctly: some program before us has lost what stood there.
func (t text) decode(b []byte) (string, bool) {
	if t.decoder == nil || ascii(b) {
		return string(b), utf8.Valid(b) && !bytes.Contains(b, replacement)
	}
	t.decoder.Reset()
	out, err := t.decoder.Bytes(b)
	return string(out), err == nil && !bytes.Contains(out, replacement)
}

var replacement = []byte("\uFFFD")

func ascii(b []byte) bool {
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// escape shows b with every byte that is not text as \xHH, so that a person
// sees what stood in the file; Escaped recognises the result.
func (t text) escape(b []byte) string {
	var out []byte
	for len(b) > 0 {
		n := 1
		for n < len(b) && n < 4 && !t.whole(b[:n]) {
			n++
		}
		if !t.whole(b[:n]) {
			out = fmt.Appendf(out, `\x%02X`, b[0])
			b = b[1:]
			continue
		}
		s, _ := t.decode(b[:n])
		out = append(out, s...)
		b = b[n:]
	}
	return string(out)
}

func (t text) whole(b []byte) bool {
	_, ok := t.decode(b)
	return ok
}

// Escaped reports whether s still holds a byte that was shown as \xHH in a
// file of rejected rows.
func Escaped(s string) bool {
	for i := 0; i+3 < len(s); i++ {
		if s[i] == '\\' && s[i+1] == 'x' && isHex(s[i+2]) && isHex(s[i+3]) {
			return true
		}
	}
	return false
}

func isHex(c byte) bool { return '0' <= c && c <= '9' || 'A' <= c && c <= 'F' }
