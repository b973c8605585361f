package importers

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/paulmach/orb"

	"diming/gazetteer"
	"diming/importers/csvfile"
)

// A row is one record on its way from the file to the store.
type row struct {
	number     int   // 1-based, headings not counted
	line       int64 // physical line of a table, 1-based; 0 in GeoJSON
	values     [fieldCount]string
	geometry   orb.Geometry
	fields     []string // of a table, as read
	feature    []byte   // of GeoJSON, as it stands
	refusals   []refusal
	remarks    []remark
	tidied     string // what tidy changed of its names first
	crs        reference
	hints      []hint // what is suspected of its coordinates
	form       string // in which they were read, "" when they are plain numbers
	formValue  string
	pairs      []gazetteer.Pair // places of the register that it may be about
	repair     *Repair
	mark       string // a digest by which it is known while it is not corrected
	misfit     bool   // it did not fit the table
	classified bool   // its classification is above internal: its content is not shown
}

// A refusal is why a row is not taken in.
type refusal struct{ column, value, reason string }

func (r *row) refuse(column, value, reason string) {
	r.refusals = append(r.refusals, refusal{column, value, reason})
}

func (r *row) sound() bool { return len(r.refusals) == 0 }

const (
	maxNameRunes = 100
	maxKeyRunes  = 200
)

// checkText refuses what no text of the register may hold: control
// characters (line ends and tabs are fine in long texts), characters lost
// before they reached us, and bytes that a file of rejected rows shows.
func checkText(s string, long bool) string {
	for _, c := range s {
		switch {
		case c == utf8.RuneError:
			return "有替换字符 U+FFFD，原字已丢失 / U+FFFD: a character was lost before"
		case long && (c == '\n' || c == '\r' || c == '\t'):
		case c < 0x20 || c >= 0x7F && c < 0xA0:
			return fmt.Sprintf("有控制字符 U+%04X / a control character U+%04X", c, c)
		case !long && c >= 0xAD && unicode.Is(unicode.Cf, c):
			return fmt.Sprintf("有不可见字符 U+%04X / an invisible character U+%04X", c, c)
		}
	}
	if strings.Contains(s, `\x`) && csvfile.Escaped(s) {
		return `还有未改正的字节 \xHH / a byte shown as \xHH is not corrected yet`
	}
	return ""
}

// checkName is for names of places and divisions.
func checkName(s string) string {
	if s == "" {
		return "名称为空 / the name is empty"
	}
	if n := utf8.RuneCountInString(s); n > maxNameRunes {
		return fmt.Sprintf("名称有 %d 字，超过 %d / the name has %d characters, more than %d", n, maxNameRunes, n, maxNameRunes)
	}
	return checkText(s, false)
}

// digits reports whether s is from low to high decimal digits.
func digits(s string, low, high int) bool {
	if len(s) < low || len(s) > high {
		return false
	}
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}
