package docx

import (
	"regexp"
	"slices"
	"strings"
)

// mark finds placeholders. Word's own corrections make curly quotes and
// full-width braces of nothing here, so only the plain form is one.
var mark = regexp.MustCompile(`\{\{\s*([^{}]*?)\s*\}\}`)

// A scope is what names mean at a place of the template.
type scope struct {
	data   Data
	row    map[string]string // within a loop
	inLoop bool
	left   *budget
}

func (s scope) value(name string) (string, bool) {
	if v, ok := s.row[name]; ok {
		return v, true
	}
	v, ok := s.data.Fields[name]
	return v, ok
}

func (s scope) names() []string {
	var all []string
	for name := range s.row {
		all = append(all, "."+name)
	}
	for name := range s.data.Fields {
		all = append(all, "."+name)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// A step is a placeholder as it is understood.
type step struct {
	kind string // value, range, if, end
	name string
	text string // as it stands
	from int    // in the text, bytes
	to   int
}

// steps reads the placeholders of a text.
func steps(text string) ([]step, error) {
	var all []step
	for _, m := range mark.FindAllStringSubmatchIndex(text, -1) {
		s := step{text: text[m[0]:m[1]], from: m[0], to: m[1]}
		words := strings.Fields(text[m[2]:m[3]])
		switch {
		case len(words) == 1 && words[0] == "end":
			s.kind = "end"
		case len(words) == 1 && strings.HasPrefix(words[0], "."):
			s.kind, s.name = "value", words[0][1:]
		case len(words) == 2 && (words[0] == "range" || words[0] == "if") && strings.HasPrefix(words[1], "."):
			s.kind, s.name = words[0], words[1][1:]
		default:
			return nil, &PlaceholderError{Text: s.text, Near: near(text), Why: Unread}
		}
		all = append(all, s)
	}
	return all, nil
}

func near(text string) string {
	if r := []rune(text); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return text
}

// balance counts what a text opens and does not close (positive), or closes
// without having opened it (negative).
func balance(text string) (int, error) {
	all, err := steps(text)
	n := 0
	for _, s := range all {
		switch s.kind {
		case "range", "if":
			n++
		case "end":
			n--
		}
	}
	return n, err
}

// turns gives a scope for each turn of a loop, one or none for a condition.
func (s scope) turns(begin step, text string) ([]scope, error) {
	if begin.kind == "if" {
		v, known := s.value(begin.name)
		rows, isList := s.data.Lists[begin.name]
		switch {
		case !known && !isList:
			return nil, &PlaceholderError{Text: begin.text, Near: near(text), Why: Unknown, Known: s.names()}
		case v == "" && len(rows) == 0:
			return nil, nil
		}
		return []scope{s}, nil
	}
	rows, known := s.data.Lists[begin.name]
	switch {
	case s.inLoop:
		return nil, &PlaceholderError{Text: begin.text, Near: near(text), Why: Nested}
	case !known:
		var lists []string
		for name := range s.data.Lists {
			lists = append(lists, "."+name)
		}
		slices.Sort(lists)
		return nil, &PlaceholderError{Text: begin.text, Near: near(text), Why: Unknown, Known: lists}
	case len(rows) > maxRows:
		rows = rows[:maxRows]
	}
	var all []scope
	for _, row := range rows {
		all = append(all, scope{data: s.data, row: row, inLoop: true, left: s.left})
	}
	return all, nil
}

func first(p *node, fits func(step) bool) (step, bool) {
	all, _ := steps(joined(p)) // read before
	for _, st := range all {
		if fits(st) {
			return st, true
		}
	}
	return step{}, false
}

func matching(all []step, i int) int {
	depth := 0
	for j := i; j < len(all); j++ {
		switch all[j].kind {
		case "range", "if":
			depth++
		case "end":
			if depth--; depth == 0 {
				return j
			}
		}
	}
	return -1
}
