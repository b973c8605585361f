// Package canonical writes and reads the one form of JSON whose bytes are
// digested and signed: RFC 8785, of strings, integers, true, false, null,
// lists and objects. There are no fractions: a decimal travels as a string, so
// that its bytes do not depend on who prints it.
package canonical

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/google/uuid"
)

// An Object is a JSON object: strings, integers, booleans, nil, uuid.UUID,
// Object, []any and []string.
type Object map[string]any

// ErrNot says that a value has no canonical form.
var ErrNot = errors.New("value has no canonical form")

// Text gives the JSON text of v by RFC 8785 (JCS): members in the order
// of their names' UTF-16 code units, no white space, the shortest escapes.
func Text(v any) (string, error) {
	var b strings.Builder
	if err := appendValue(&b, v); err != nil {
		return "", err
	}
	return b.String(), nil
}

func appendValue(b *strings.Builder, v any) error {
	switch v := v.(type) {
	case nil:
		b.WriteString("null")
	case bool:
		b.WriteString(strconv.FormatBool(v))
	case int:
		return appendInteger(b, int64(v))
	case int64:
		return appendInteger(b, v)
	case string:
		return appendString(b, v)
	case uuid.UUID:
		return appendString(b, v.String())
	case Object:
		return appendObject(b, v)
	case map[string]any:
		return appendObject(b, v)
	case []any:
		return appendArray(b, v)
	case []string:
		return appendArray(b, v)
	default:
		return fmt.Errorf("%w: %T", ErrNot, v)
	}
	return nil
}

// exact is the greatest integer that readers with IEEE numbers do not round.
const exact = 1<<53 - 1

// appendInteger refuses what JSON readers with IEEE numbers would round.
func appendInteger(b *strings.Builder, n int64) error {
	if n > exact || n < -exact {
		return fmt.Errorf("%w: integer %d is not exact in every reader", ErrNot, n)
	}
	b.WriteString(strconv.FormatInt(n, 10))
	return nil
}

func appendArray[T any](b *strings.Builder, all []T) error {
	b.WriteByte('[')
	for i, v := range all {
		if i > 0 {
			b.WriteByte(',')
		}
		if err := appendValue(b, v); err != nil {
			return err
		}
	}
	b.WriteByte(']')
	return nil
}

func appendObject(b *strings.Builder, fields map[string]any) error {
	names := make([]string, 0, len(fields))
	for name := range fields {
		names = append(names, name)
	}
	slices.SortFunc(names, compareUTF16)
	b.WriteByte('{')
	for i, name := range names {
		if i > 0 {
			b.WriteByte(',')
		}
		if err := appendString(b, name); err != nil {
			return err
		}
		b.WriteByte(':')
		if err := appendValue(b, fields[name]); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	b.WriteByte('}')
	return nil
}

// compareUTF16 orders by UTF-16 code units, as RFC 8785 section 3.2.3 asks:
// characters beyond the BMP (𬭚) come before U+E000.
func compareUTF16(a, b string) int {
	if ascii(a) && ascii(b) {
		return strings.Compare(a, b)
	}
	return slices.Compare(utf16.Encode([]rune(a)), utf16.Encode([]rune(b)))
}

func ascii(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func appendString(b *strings.Builder, s string) error {
	if !utf8.ValidString(s) {
		return fmt.Errorf("%w: text is not UTF-8", ErrNot)
	}
	if strings.ContainsRune(s, 0) {
		return fmt.Errorf("%w: text holds U+0000, which PostgreSQL cannot read back out of JSON", ErrNot)
	}
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r < 0x20:
			b.WriteString(controlEscape(r))
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return nil
}

func controlEscape(r rune) string {
	switch r {
	case '\b':
		return `\b`
	case '\t':
		return `\t`
	case '\n':
		return `\n`
	case '\f':
		return `\f`
	case '\r':
		return `\r`
	}
	return fmt.Sprintf(`\u%04x`, r)
}
