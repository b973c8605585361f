package canonical

import (
	"fmt"
	"strconv"
	"unicode/utf8"
)

// MaxDepth is how many lists and objects may lie inside one another.
const MaxDepth = 16

// Read gives the value of a canonical text: nil, bool, int64, string, []any
// and Object. It refuses every other text, also one that says the same in
// other bytes, so that one value has one digest: white space, other escapes,
// names out of order or twice, fractions, text that is not UTF-8.
func Read(text []byte) (any, error) {
	r := reader{text: text}
	v, err := r.value(0)
	if err == nil && r.at < len(text) {
		err = r.fail("more after the end")
	}
	if err != nil {
		return nil, err
	}
	return v, nil
}

// ReadObject is Read of a text that must be an object.
func ReadObject(text []byte) (Object, error) {
	v, err := Read(text)
	if err != nil {
		return nil, err
	}
	o, ok := v.(Object)
	if !ok {
		return nil, fmt.Errorf("%w: not an object", ErrNot)
	}
	return o, nil
}

type reader struct {
	text []byte
	at   int
}

func (r *reader) fail(why string) error { return fmt.Errorf("%w: %s at byte %d", ErrNot, why, r.at) }

// peek is the next byte, 0 at the end.
func (r *reader) peek() byte {
	if r.at == len(r.text) {
		return 0
	}
	return r.text[r.at]
}

func (r *reader) take(b byte) bool {
	if r.at < len(r.text) && r.text[r.at] == b {
		r.at++
		return true
	}
	return false
}

func (r *reader) value(depth int) (any, error) {
	if depth > MaxDepth {
		return nil, r.fail("too deep")
	}
	switch b := r.peek(); {
	case b == '{':
		return r.object(depth)
	case b == '[':
		return r.list(depth)
	case b == '"':
		return r.string()
	case b == '-' || b >= '0' && b <= '9':
		return r.integer()
	case b == 't':
		return true, r.word("true")
	case b == 'f':
		return false, r.word("false")
	case b == 'n':
		return nil, r.word("null")
	}
	return nil, r.fail("no value")
}

func (r *reader) word(w string) error {
	if len(r.text)-r.at < len(w) || string(r.text[r.at:r.at+len(w)]) != w {
		return r.fail("no value")
	}
	r.at += len(w)
	return nil
}

func (r *reader) integer() (any, error) {
	from := r.at
	r.take('-')
	for b := r.peek(); b >= '0' && b <= '9'; b = r.peek() {
		r.at++
	}
	text := string(r.text[from:r.at])
	n, err := strconv.ParseInt(text, 10, 64)
	switch {
	case err != nil || n > exact || n < -exact:
		return nil, r.fail("an integer that is not exact in every reader")
	case strconv.FormatInt(n, 10) != text:
		return nil, r.fail("an integer written otherwise")
	}
	return n, nil
}

func (r *reader) list(depth int) (any, error) {
	r.at++
	all := []any{}
	if r.take(']') {
		return all, nil
	}
	for {
		v, err := r.value(depth + 1)
		if err != nil {
			return nil, err
		}
		all = append(all, v)
		if r.take(']') {
			return all, nil
		}
		if !r.take(',') {
			return nil, r.fail("no comma")
		}
	}
}

func (r *reader) object(depth int) (any, error) {
	r.at++
	all := Object{}
	if r.take('}') {
		return all, nil
	}
	for last := ""; ; {
		name, err := r.string()
		if err != nil {
			return nil, err
		}
		if len(all) > 0 && compareUTF16(last, name) >= 0 {
			return nil, r.fail("a name twice or out of order")
		}
		if !r.take(':') {
			return nil, r.fail("no colon")
		}
		if all[name], err = r.value(depth + 1); err != nil {
			return nil, err
		}
		last = name
		if r.take('}') {
			return all, nil
		}
		if !r.take(',') {
			return nil, r.fail("no comma")
		}
	}
}

// string reads a string that is escaped as Text escapes it and not otherwise.
func (r *reader) string() (string, error) {
	if !r.take('"') {
		return "", r.fail("no string")
	}
	from, plain := r.at, true
	for r.at < len(r.text) {
		b := r.text[r.at]
		switch {
		case b == '"':
			return r.unescaped(from, plain)
		case b < 0x20:
			return "", r.fail("a control character")
		case b == '\\':
			plain = false
			r.at++
		}
		r.at++
	}
	return "", r.fail("a string without an end")
}

// unescaped gives the string between from and the closing quote, and steps over the quote.
func (r *reader) unescaped(from int, plain bool) (string, error) {
	raw := r.text[from:min(r.at, len(r.text))]
	if !utf8.Valid(raw) {
		return "", r.fail("text that is not UTF-8")
	}
	r.at++
	if plain {
		return string(raw), nil
	}
	out := make([]byte, 0, len(raw))
	for i := 0; i < len(raw); {
		if raw[i] != '\\' {
			out = append(out, raw[i])
			i++
			continue
		}
		c, n := escape(raw[i:])
		if n == 0 {
			return "", r.fail("an escape written otherwise")
		}
		out = append(out, c)
		i += n
	}
	return string(out), nil
}

// escape gives the character of the escape that raw begins with and its length
// in bytes, 0 if Text would write it otherwise.
func escape(raw []byte) (byte, int) {
	if len(raw) < 2 {
		return 0, 0
	}
	switch raw[1] {
	case '"', '\\':
		return raw[1], 2
	case 'u':
		if len(raw) < 6 {
			return 0, 0
		}
		n, err := strconv.ParseUint(string(raw[2:6]), 16, 8)
		if err != nil || n == 0 || n >= 0x20 || controlEscape(rune(n)) != string(raw[:6]) {
			return 0, 0
		}
		return byte(n), 6
	}
	for _, c := range []byte("\b\t\n\f\r") {
		if controlEscape(rune(c)) == string(raw[:2]) {
			return c, 2
		}
	}
	return 0, 0
}
