package docx

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// maxDepth is how deep elements may lie in one another; Word's lie about thirty
// deep.
const maxDepth = 100

// A node is an element, or text where name is empty. Names keep the prefix that
// they have in the file: encoding/xml would write namespaces again at every
// element.
type node struct {
	name     string
	attrs    []xml.Attr // Name.Local with its prefix
	children []*node
	text     string // also comments and the like, written as they came
	raw      bool   // text is written as it is
}

func parse(content []byte) (*node, error) {
	d := xml.NewDecoder(bytes.NewReader(content))
	root := &node{}
	stack := []*node{root}
	for {
		token, err := d.RawToken()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		top := stack[len(stack)-1]
		switch t := token.(type) {
		case xml.StartElement:
			if len(stack) > maxDepth {
				return nil, errors.New("elements lie too deep")
			}
			n := &node{name: prefixed(t.Name)}
			for _, a := range t.Attr {
				n.attrs = append(n.attrs, xml.Attr{Name: xml.Name{Local: prefixed(a.Name)}, Value: a.Value})
			}
			top.children = append(top.children, n)
			stack = append(stack, n)
		case xml.EndElement:
			if top.name != prefixed(t.Name) || len(stack) == 1 {
				return nil, fmt.Errorf("</%s> ends <%s>", prefixed(t.Name), top.name)
			}
			stack = stack[:len(stack)-1]
		case xml.CharData:
			top.children = append(top.children, &node{text: string(t)})
		case xml.ProcInst:
			top.children = append(top.children, &node{raw: true, text: "<?" + t.Target + " " + string(t.Inst) + "?>"})
		}
	}
	if len(stack) != 1 {
		return nil, errors.New("an element does not end")
	}
	return root, nil
}

func prefixed(n xml.Name) string {
	if n.Space == "" {
		return n.Local
	}
	return n.Space + ":" + n.Local
}

// is tells an element of Word by its name without the prefix.
func (n *node) is(local string) bool {
	_, after, found := strings.Cut(n.name, ":")
	return found && after == local
}

func (n *node) bytes() ([]byte, error) {
	var out bytes.Buffer
	err := n.write(&out)
	return out.Bytes(), err
}

func (n *node) write(out *bytes.Buffer) error {
	switch {
	case n.raw:
		out.WriteString(n.text)
		return nil
	case n.name == "" && len(n.children) == 0:
		return xml.EscapeText(out, []byte(n.text))
	}
	if n.name != "" {
		out.WriteString("<" + n.name)
		for _, a := range n.attrs {
			out.WriteString(" " + a.Name.Local + `="`)
			if err := xml.EscapeText(out, []byte(a.Value)); err != nil {
				return err
			}
			out.WriteByte('"')
		}
		if len(n.children) == 0 {
			out.WriteString("/>")
			return nil
		}
		out.WriteByte('>')
	}
	for _, c := range n.children {
		if err := c.write(out); err != nil {
			return err
		}
	}
	if n.name != "" {
		out.WriteString("</" + n.name + ">")
	}
	return nil
}

func (n *node) clone() *node {
	c := *n
	c.attrs = append([]xml.Attr(nil), n.attrs...)
	c.children = make([]*node, len(n.children))
	for i, child := range n.children {
		c.children[i] = child.clone()
	}
	return &c
}

// size is how many nodes n is, itself included.
func (n *node) size() int {
	size := 1
	for _, c := range n.children {
		size += c.size()
	}
	return size
}

// texts gives the elements w:t of a paragraph in order, those of paragraphs
// within it (text boxes) left out.
func (n *node) texts() []*node {
	var all []*node
	for _, c := range n.children {
		switch {
		case c.is("t"):
			all = append(all, c)
		case c.is("p"), c.is("del"), c.is("Fallback"):
		default:
			all = append(all, c.texts()...)
		}
	}
	return all
}

func (n *node) string() string {
	var b strings.Builder
	for _, c := range n.children {
		b.WriteString(c.text)
	}
	return b.String()
}

// said is all the text in n, paragraphs within paragraphs included.
func (n *node) said() string {
	var b strings.Builder
	var visit func(*node)
	visit = func(n *node) {
		if n.is("t") {
			b.WriteString(n.string())
			return
		}
		for _, c := range n.children {
			visit(c)
		}
	}
	visit(n)
	return b.String()
}

// paragraphs gives all paragraphs, those within others after them.
func (n *node) paragraphs() []*node {
	var all []*node
	for _, c := range n.children {
		if c.is("p") {
			all = append(all, c)
		}
		all = append(all, c.paragraphs()...)
	}
	return all
}

// Lines gives the text of a document as it may be shown: a line for each
// paragraph and each row of a table, its cells apart by tabs.
func Lines(document []byte) ([]string, error) {
	f, err := open(document)
	if err != nil {
		return nil, err
	}
	var lines []string
	for _, p := range f.parts {
		if p.name != "word/document.xml" {
			continue
		}
		root, err := parse(p.content)
		if err != nil {
			return nil, &HostileError{Part: p.name, Why: Malformed, Detail: err.Error()}
		}
		lines = root.lines(lines)
	}
	return lines, nil
}

func (n *node) lines(all []string) []string {
	for _, c := range n.children {
		switch {
		case c.is("p"):
			all = append(all, c.said())
		case c.is("tr"):
			var cells []string
			for _, cell := range c.children {
				if cell.is("tc") {
					cells = append(cells, cell.said())
				}
			}
			all = append(all, strings.Join(cells, "\t"))
		default:
			all = c.lines(all)
		}
	}
	return all
}

// Text gives the text of a document, a line for each paragraph: for tests and
// for comparing.
func Text(document []byte) (string, error) {
	f, err := open(document)
	if err != nil {
		return "", err
	}
	var lines []string
	for _, p := range f.parts {
		if p.name != "word/document.xml" {
			continue
		}
		root, err := parse(p.content)
		if err != nil {
			return "", &HostileError{Part: p.name, Why: Malformed, Detail: err.Error()}
		}
		for _, para := range root.paragraphs() {
			var b strings.Builder
			for _, t := range para.texts() {
				b.WriteString(t.string())
			}
			lines = append(lines, b.String())
		}
	}
	return strings.Join(lines, "\n"), nil
}
