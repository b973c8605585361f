package docx

import (
	"slices"
	"strings"
)

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
