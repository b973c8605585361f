package report

import "slices"

// A paper is a text in blocks, which PDF and DOCX both print: so neither says
// what the other does not.
type paper struct {
	title, author, head string
	blocks              []block
	err                 error // the first thing that could not be read
}

func (p *paper) keep(err error) {
	if p.err == nil {
		p.err = err
	}
}

// A block is one part of a paper; exactly one of its members is set.
type block struct {
	heading *heading
	para    *para
	table   *table
	photos  []shown
	sketch  bool
	signing *signing
	page    bool // what follows begins another page
}

// A heading is a title (level 0) or a heading of level 1 or 2.
type heading struct {
	level int
	text  string
}

// A para is a paragraph.
type para struct {
	text   string
	plain  bool    // not indented
	whole  bool    // not parted by the end of a page
	room   float64 // millimetres below it that stay on its page
	small  bool
	middle bool
}

// A table is a table with a head.
type table struct {
	caption string
	shares  []float64
	head    []string
	rows    [][]string
	centre  []bool
	small   bool
	tight   bool
}

// A signing is what each side signs and seals, line by line.
type signing struct {
	sides [2][]string
	line  float64 // millimetres from one line to the next
}

// high is how much of a page it takes, in millimetres.
func (s signing) high() float64 { return s.line*float64(len(s.sides[0])) + 6 }

// A shown is a photo with what stands below it.
type shown struct {
	picture picture // without bytes where it cannot be shown
	why     string  // it cannot
	caption string
}

func (p *paper) add(b ...block) { p.blocks = append(p.blocks, b...) }

func (p *paper) head1(text string) { p.add(block{heading: &heading{1, text}}) }
func (p *paper) head2(text string) { p.add(block{heading: &heading{2, text}}) }
func (p *paper) say(text string)   { p.add(block{para: &para{text: text}}) }

// newPage begins another page for what follows.
func (p *paper) newPage() { p.add(block{page: true}) }

// texts are all texts of a paper, each with where it stands: to be held
// against the fonts before anything is printed.
func (p *paper) texts() []string {
	all := []string{p.title, p.author, p.head}
	for _, b := range p.blocks {
		switch {
		case b.heading != nil:
			all = append(all, b.heading.text)
		case b.para != nil:
			all = append(all, b.para.text)
		case b.table != nil:
			all = append(append(all, b.table.caption), b.table.head...)
			for _, row := range b.table.rows {
				all = append(all, row...)
			}
		case b.signing != nil:
			all = append(append(all, b.signing.sides[0]...), b.signing.sides[1]...)
		}
		for _, s := range b.photos {
			all = append(all, s.why, s.caption)
		}
	}
	return slices.DeleteFunc(all, func(s string) bool { return s == "" })
}
