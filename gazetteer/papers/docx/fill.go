package docx

import (
	"encoding/xml"
	"regexp"
	"slices"
	"strings"
)

// mark finds placeholders. Word's own corrections make curly quotes and
// full-width braces of nothing here, so only the plain form is one.
var mark = regexp.MustCompile(`\{\{\s*([^{}]*?)\s*\}\}`)

// What filling may come to: a template that repeats itself without end is
// stopped before it takes the server's memory.
const (
	maxRows  = 5000
	maxNodes = 2_000_000 // elements that loops copy
	maxText  = 16 << 20  // bytes that loops within paragraphs write
	maxSpans = 2000      // placeholders in a paragraph
	maxLine  = 256 << 10 // bytes of a paragraph with placeholders
)

// A budget is what is left of that.
type budget struct{ nodes, text int }

var tooMuch = &HostileError{Why: TooLarge, Detail: "what it becomes when filled"}

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

// fillBlocks fills everything under n. A loop or condition whose beginning and
// end lie in different children of n takes all children between them; one that
// lies in a table's row repeats the row; one within a paragraph its text.
func fillBlocks(n *node, s scope) error {
	var out []*node
	for i := 0; i < len(n.children); i++ {
		c := n.children[i]
		if c.name == "" || c.raw {
			out = append(out, c)
			continue
		}
		text := c.said()
		open, err := balance(text)
		if err != nil {
			return err
		}
		switch {
		case c.is("p") && open == 0:
			err = fillParagraph(c, s)
			out = append(out, c)
		case open == 0 && !(c.is("tr") && loopsRow(c)):
			err = fillBlocks(c, s)
			out = append(out, c)
		default:
			end, made, e := fillBlock(n.children[i:], s, text)
			out, i, err = append(out, made...), i+end, e
		}
		if err != nil {
			return err
		}
	}
	n.children = out
	return nil
}

// loopsRow tells a row of a table whose cells begin and end a loop only
// together.
func loopsRow(tr *node) bool {
	for _, c := range tr.children {
		if open, err := balance(c.said()); err == nil && open != 0 {
			return true
		}
	}
	return false
}

// fillBlock fills what a loop or condition that begins in children[0] takes in,
// and gives the index of the child in which it ends.
func fillBlock(children []*node, s scope, text string) (int, []*node, error) {
	all, err := steps(text)
	if err != nil {
		return 0, nil, err
	}
	opener := -1
	for i, st := range all {
		if st.kind == "range" || st.kind == "if" {
			opener = i
			break
		}
		if st.kind == "end" {
			return 0, nil, &PlaceholderError{Text: st.text, Near: near(text), Why: Stray}
		}
	}
	begin := all[opener]
	depth, last := 0, -1
	for i, c := range children {
		n, err := balance(c.said())
		if err != nil {
			return 0, nil, err
		}
		if depth += n; depth == 0 {
			last = i
			break
		}
	}
	if last < 0 {
		return 0, nil, &PlaceholderError{Text: begin.text, Near: near(text), Why: Unclosed}
	}
	scopes, err := s.turns(begin, text)
	if err != nil {
		return 0, nil, err
	}
	block := children[:last+1]
	made := []*node{}
	for _, turn := range scopes {
		holder := &node{name: "block"}
		for _, c := range block {
			holder.children = append(holder.children, c.clone())
			s.left.nodes -= c.size()
		}
		if s.left.nodes < 0 {
			return 0, nil, tooMuch
		}
		unmark(holder, begin.kind)
		if err := fillBlocks(holder, turn); err != nil {
			return 0, nil, err
		}
		made = append(made, holder.children...)
	}
	return last, made, nil
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

// unmark takes the first beginning of that kind and the last end out of a
// block, and paragraphs that held nothing else with them.
func unmark(block *node, kind string) {
	paras := block.paragraphs()
	cut := func(p *node, st step) {
		replaceSpan(p, st.from, st.to, "")
		if strings.TrimSpace(p.said()) == "" {
			drop(block, p)
		}
	}
	for _, p := range paras {
		if st, found := first(p, func(s step) bool { return s.kind == kind }); found {
			cut(p, st)
			break
		}
	}
	for _, p := range slices.Backward(paras) {
		all, _ := steps(joined(p)) // read before
		for _, st := range slices.Backward(all) {
			if st.kind == "end" {
				cut(p, st)
				return
			}
		}
	}
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

// drop takes a paragraph away, unless a cell of a table would be left without
// one, which Word does not open.
func drop(n, p *node) bool {
	for i, c := range n.children {
		if c == p {
			if n.is("tc") && len(n.paragraphs()) == 1 {
				return true
			}
			n.children = slices.Delete(n.children, i, i+1)
			return true
		}
		if drop(c, p) {
			return true
		}
	}
	return false
}

func joined(p *node) string {
	var b strings.Builder
	for _, t := range p.texts() {
		b.WriteString(t.string())
	}
	return b.String()
}

// fillParagraph fills the placeholders of a paragraph, and the paragraphs
// within it (text boxes).
func fillParagraph(p *node, s scope) error {
	for _, one := range append([]*node{p}, p.paragraphs()...) {
		if err := fillLine(one, s); err != nil {
			return err
		}
	}
	return nil
}

func fillLine(p *node, s scope) error {
	text := joined(p)
	if !strings.Contains(text, "{{") {
		return nil
	}
	if len(text) > maxLine {
		return tooMuch
	}
	all, err := steps(text)
	if err != nil {
		return err
	}
	if len(all) > maxSpans {
		return tooMuch
	}
	spans, err := s.spans(all, text)
	if err != nil {
		return err
	}
	for _, sp := range slices.Backward(spans) {
		replaceSpan(p, sp.from, sp.to, sp.value)
	}
	return nil
}

// A span of a text becomes a value.
type span struct {
	from, to int
	value    string
}

// spans tells what becomes of a text: each name its value, each loop and
// condition within the text what it comes to.
func (s scope) spans(all []step, text string) ([]span, error) {
	var out []span
	for i := 0; i < len(all); i++ {
		st := all[i]
		switch st.kind {
		case "end":
			return nil, &PlaceholderError{Text: st.text, Near: near(text), Why: Stray}
		case "value":
			v, known := s.value(st.name)
			if !known {
				return nil, &PlaceholderError{Text: st.text, Near: near(text), Why: Unknown, Known: s.names()}
			}
			out = append(out, span{st.from, st.to, v})
		default:
			end := matching(all, i)
			if end < 0 {
				return nil, &PlaceholderError{Text: st.text, Near: near(text), Why: Unclosed}
			}
			turns, err := s.turns(st, text)
			if err != nil {
				return nil, err
			}
			var b strings.Builder
			for _, turn := range turns {
				inside, err := turn.expand(text[st.to:all[end].from])
				if err != nil {
					return nil, err
				}
				if s.left.text -= len(inside); s.left.text < 0 {
					return nil, tooMuch
				}
				b.WriteString(inside)
			}
			out = append(out, span{st.from, all[end].to, b.String()})
			i = end
		}
	}
	return out, nil
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

// expand fills a plain text.
func (s scope) expand(text string) (string, error) {
	all, err := steps(text)
	if err != nil {
		return "", err
	}
	spans, err := s.spans(all, text)
	if err != nil {
		return "", err
	}
	for _, sp := range slices.Backward(spans) {
		text = text[:sp.from] + sp.value + text[sp.to:]
	}
	return text, nil
}

// replaceSpan puts a value in the place of the bytes from … to of a
// paragraph's text: into the run in which the span begins, so that it looks as
// that does; from the others it only takes away.
func replaceSpan(p *node, from, to int, value string) {
	at, placed := 0, false
	for _, t := range p.texts() {
		text := t.string()
		begin, end := max(from-at, 0), min(to-at, len(text))
		at += len(text)
		if begin >= len(text) || end <= begin {
			continue
		}
		if placed {
			value = ""
		}
		placed = true
		t.children = []*node{{text: text[:begin] + clean(value) + text[end:]}}
		preserve(t)
		if strings.Contains(t.children[0].text, "\n") {
			breakLines(p, t)
		}
	}
}

// preserve keeps Word from dropping blanks at either end.
func preserve(t *node) {
	for i := range t.attrs {
		if t.attrs[i].Name.Local == "xml:space" {
			t.attrs[i].Value = "preserve"
			return
		}
	}
	t.attrs = append(t.attrs, xml.Attr{Name: xml.Name{Local: "xml:space"}, Value: "preserve"})
}

// clean leaves out of a value what XML cannot say, and braces that would read
// as a placeholder in a later filling.
func clean(value string) string {
	value = strings.ReplaceAll(value, "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r < 0x20 || r == 0xFFFE || r == 0xFFFF || r == 0xFFFD:
			return -1
		}
		return r
	}, value)
}

// breakLines makes w:br of the line breaks in t.
func breakLines(n, t *node) bool {
	for i, c := range n.children {
		if c != t {
			if breakLines(c, t) {
				return true
			}
			continue
		}
		prefix, _, _ := strings.Cut(t.name, ":")
		var pieces []*node
		for j, line := range strings.Split(t.string(), "\n") {
			if j > 0 {
				pieces = append(pieces, &node{name: prefix + ":br"})
			}
			piece := t.clone()
			piece.children = []*node{{text: line}}
			pieces = append(pieces, piece)
		}
		n.children = slices.Replace(n.children, i, i+1, pieces...)
		return true
	}
	return false
}
