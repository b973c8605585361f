package marker

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// A Kind says how many markers bear one serial: single 单立, a pair on either
// bank of what the line follows 同号双立, or three where three sides meet 同号三立.
type Kind string

// The kinds.
const (
	Single Kind = "single"
	Pair   Kind = "pair"
	Triple Kind = "triple"
)

// Letters of a number, by GB/T 17796: Q of a single marker, A and B of a pair,
// C, D and E of three. In a pair the side with the smaller short code 简码 is A,
// which is side a; three go by their codes alike.
var letters = map[Kind][]string{Single: {"Q"}, Pair: {"A", "B"}, Triple: {"C", "D", "E"}}

// KindOf is the kind that a letter says; false where it is none.
func KindOf(letter string) (Kind, bool) {
	for _, k := range []Kind{Single, Pair, Triple} {
		for _, l := range letters[k] {
			if l == letter {
				return k, true
			}
		}
	}
	return "", false
}

// LetterOf is the letter of the nth marker of a serial, from 0, by the order of
// the sides' codes; false where a kind has no such one.
func LetterOf(k Kind, n int) (string, bool) {
	if n < 0 || n >= len(letters[k]) {
		return "", false
	}
	return letters[k][n], true
}

// A Number is what a marker's number says.
type Number struct {
	Line   string // number of the line; "" where the form has none
	Serial int    // along the line, west to east or north to south
	Letter string // "" where the form has none
}

// Provincial is the form of the numbers on lines of provinces (GB/T 17796-2009):
// four digits of the line, three of the serial, and the letter.
const Provincial = "{line:4}{serial:3}{type}"

// Errors of numbers that callers tell apart with errors.Is.
var (
	ErrPattern = errors.New("the form of numbers cannot be read")
	ErrNumber  = errors.New("the number is not of the form that is set")
)

// A Pattern is a form of marker numbers.
type Pattern struct {
	text  string
	parts []part
	form  *regexp.Regexp
}

type part struct {
	name   string // line, serial, type; "" is literal
	text   string // of a literal
	digits int    // 0: any number
}

var hole = regexp.MustCompile(`\{(line|serial|type)(?::([1-9]))?\}`)

// ParsePattern reads a form such as {line:4}{serial:3}{type}. It wants {serial}
// once, the others at most once, and digits where {line} touches {serial}.
func ParsePattern(text string) (Pattern, error) {
	p := Pattern{text: text}
	form, at, seen := "^", 0, map[string]bool{}
	for _, m := range hole.FindAllStringSubmatchIndex(text, -1) {
		p.literal(text[at:m[0]], &form)
		one := part{name: text[m[2]:m[3]]}
		if m[4] >= 0 {
			one.digits = int(text[m[4]] - '0')
		}
		if seen[one.name] || one.name == "type" && one.digits > 0 {
			return Pattern{}, fmt.Errorf("%w: %s stands twice or has digits", ErrPattern, one.name)
		}
		seen[one.name] = true
		p.parts = append(p.parts, one)
		form += one.form()
		at = m[1]
	}
	p.literal(text[at:], &form)
	if !seen["serial"] || strings.ContainsAny(hole.ReplaceAllString(text, ""), "{}") || p.runsTogether() {
		return Pattern{}, fmt.Errorf("%w: %q", ErrPattern, text)
	}
	p.form = regexp.MustCompile(form + "$")
	return p, nil
}

func (p *Pattern) literal(text string, form *string) {
	if text != "" {
		p.parts = append(p.parts, part{text: text})
		*form += regexp.QuoteMeta(text)
	}
}

func (o part) form() string {
	switch {
	case o.name == "type":
		return "(?P<type>[QABCDE])"
	case o.digits > 0:
		return fmt.Sprintf(`(?P<%s>\d{%d})`, o.name, o.digits)
	case o.name == "serial":
		return `(?P<serial>\d{1,6})`
	}
	return `(?P<line>.+)`
}

// runsTogether tells whether one could not see where the line's number ends.
func (p Pattern) runsTogether() bool {
	for i := 1; i < len(p.parts); i++ {
		a, b := p.parts[i-1], p.parts[i]
		if a.name == "line" && b.name == "serial" && b.digits == 0 || a.name == "serial" && a.digits == 0 && b.name == "line" {
			return true
		}
	}
	return false
}

// String is the form as it was written.
func (p Pattern) String() string { return p.text }

// Format writes a number in the form; ErrNumber where it does not fit: nothing
// is cut off.
func (p Pattern) Format(n Number) (string, error) {
	out := ""
	for _, o := range p.parts {
		switch o.name {
		case "":
			out += o.text
		case "line":
			out += n.Line
		case "serial":
			out += fmt.Sprintf("%0*d", o.digits, n.Serial)
		case "type":
			out += n.Letter
		}
	}
	if back, err := p.Parse(out); err != nil || back.Serial != n.Serial {
		return "", fmt.Errorf("%w: line %q, serial %d, letter %q in %s", ErrNumber, n.Line, n.Serial, n.Letter, p.text)
	}
	return out, nil
}

// Parse reads a number of the form, or answers ErrNumber.
func (p Pattern) Parse(text string) (Number, error) {
	m := p.form.FindStringSubmatch(text)
	if m == nil {
		return Number{}, fmt.Errorf("%w: %q is not like %s", ErrNumber, text, p.text)
	}
	var n Number
	for i, name := range p.form.SubexpNames() {
		switch name {
		case "line":
			n.Line = m[i]
		case "serial":
			n.Serial, _ = strconv.Atoi(m[i]) // nine digits at most
		case "type":
			n.Letter = m[i]
		}
	}
	return n, nil
}
