package docx

import (
	"encoding/xml"
	"slices"
	"strings"
)

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

func joined(p *node) string {
	var b strings.Builder
	for _, t := range p.texts() {
		b.WriteString(t.string())
	}
	return b.String()
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
