package docx

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
)

// A Maker writes a document from nothing: paragraphs, tables and pictures one
// after another, on upright A4 with the margins of official papers (GB/T 9704)
// and the number of the page at its foot. The same calls give the same bytes.
// Its zero value is ready.
type Maker struct {
	Title, Author string // what the file says of itself
	Head          string // stands at the head of each page; empty: nothing

	body     bytes.Buffer
	pictures []pictureParts
	drawings int
}

// Faces that offices use; another stands in where one is not installed.
const (
	FaceText  = "仿宋_GB2312"
	FaceHead  = "黑体"
	FaceTitle = "方正小标宋简体"
	FaceKai   = "楷体_GB2312"
	faceFoot  = "宋体"
)

// TextWidthMM is the width of the text, in millimetres.
const TextWidthMM = 156.0

// Look is how a text is set.
type Look struct {
	Face string  // empty: FaceText
	Size float64 // points; 0: 16 (三号)
	Bold bool
}

// Place says where a paragraph stands.
type Place string

// Places of paragraphs.
const (
	Start  Place = "left"
	Middle Place = "center"
	End    Place = "right"
	Both   Place = "both"
)

// A Paragraph is one paragraph of a document.
type Paragraph struct {
	Text    string // a line feed begins another line
	Look    Look
	Place   Place // empty: Both
	Indent  int   // of the first line, in characters
	Level   int   // of a heading, 1 and up; 0 is none
	Tight   bool  // lines as close as in a table
	NewPage bool  // begins another page
	Stay    bool  // on the page of what follows
}

// Paragraph adds a paragraph.
func (m *Maker) Paragraph(p Paragraph) { m.body.WriteString(p.xml()) }

func (p Paragraph) xml() string {
	var b strings.Builder
	b.WriteString(`<w:p><w:pPr>`)
	if p.Level > 0 || p.Stay {
		b.WriteString(`<w:keepNext/>`)
	}
	if p.NewPage {
		b.WriteString(`<w:pageBreakBefore/>`)
	}
	if !p.Tight {
		line := int(p.Look.points() * 1.8 * 20)
		fmt.Fprintf(&b, `<w:spacing w:line="%d" w:lineRule="exact"/>`, line)
	}
	if p.Indent > 0 {
		fmt.Fprintf(&b, `<w:ind w:firstLineChars="%d" w:firstLine="%d"/>`, p.Indent*100, int(float64(p.Indent)*p.Look.points()*20))
	}
	place := p.Place
	if place == "" {
		place = Both
	}
	fmt.Fprintf(&b, `<w:jc w:val="%s"/>`, place)
	if p.Level > 0 {
		fmt.Fprintf(&b, `<w:outlineLvl w:val="%d"/>`, p.Level-1)
	}
	b.WriteString(`</w:pPr>` + p.Look.run(p.Text) + `</w:p>`)
	return b.String()
}

func (l Look) points() float64 {
	if l.Size == 0 {
		return 16
	}
	return l.Size
}

func (l Look) properties() string {
	face := l.Face
	if face == "" {
		face = FaceText
	}
	bold := ""
	if l.Bold {
		bold = `<w:b/>`
	}
	size := strconv.Itoa(int(l.points() * 2))
	return `<w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="` + face + `"/>` + bold +
		`<w:sz w:val="` + size + `"/><w:szCs w:val="` + size + `"/></w:rPr>`
}

// run writes a text, with a break at each line feed.
func (l Look) run(text string) string {
	var b strings.Builder
	for i, line := range strings.Split(text, "\n") {
		b.WriteString(`<w:r>` + l.properties())
		if i > 0 {
			b.WriteString(`<w:br/>`)
		}
		b.WriteString(`<w:t xml:space="preserve">` + escaped(line) + `</w:t></w:r>`)
	}
	return b.String()
}

func escaped(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // writing to memory cannot fail
	return b.String()
}

// A Table is a table with ruled cells.
type Table struct {
	Shares   []float64 // widths, as shares of the text's width
	Head     []string  // repeated on each page; none: no head
	Rows     [][]Cell
	Look     Look
	Centre   []bool // columns whose text stands in their middle
	Unruled  bool
	Tall     float64 // least height of a row, in millimetres
	Together bool    // on one page
}

// A Cell holds a text, a picture, or a picture above a text.
type Cell struct {
	Text    string
	Picture *Picture
}

// Cells makes a row of texts.
func Cells(texts ...string) []Cell {
	row := make([]Cell, len(texts))
	for i, t := range texts {
		row[i].Text = t
	}
	return row
}

// cellMargins are above and below a cell's text, and beside it, in twentieths of
// a point: narrower than usual, for what an office fills in is narrow columns.
var cellMargins = [2]int{28, 57}

// Table adds a table.
func (m *Maker) Table(t Table) {
	widths := t.widths()
	b := &m.body
	b.WriteString(`<w:tbl><w:tblPr><w:tblW w:w="8844" w:type="dxa"/>`)
	if !t.Unruled {
		b.WriteString(`<w:tblBorders>`)
		for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
			b.WriteString(`<w:` + side + ` w:val="single" w:sz="4" w:space="0" w:color="000000"/>`)
		}
		b.WriteString(`</w:tblBorders>`)
	}
	b.WriteString(`<w:tblLayout w:type="fixed"/><w:tblCellMar>`)
	for i, side := range []string{"top", "left", "bottom", "right"} {
		fmt.Fprintf(b, `<w:%s w:w="%d" w:type="dxa"/>`, side, cellMargins[i%2])
	}
	b.WriteString(`</w:tblCellMar></w:tblPr><w:tblGrid>`)
	for _, w := range widths {
		fmt.Fprintf(b, `<w:gridCol w:w="%d"/>`, w)
	}
	b.WriteString(`</w:tblGrid>`)
	if len(t.Head) > 0 {
		head := t
		head.Look.Face = FaceHead
		m.row(head, widths, Cells(t.Head...), true)
	}
	for _, row := range t.Rows {
		m.row(t, widths, row, false)
	}
	b.WriteString(`</w:tbl>`)
	// Two tables one after the other would be one.
	m.Paragraph(Paragraph{Look: Look{Size: 5}, Tight: true})
}

// widths are those of the columns in twentieths of a point, 8844 together.
func (t Table) widths() []int {
	total, all := 0.0, make([]int, len(t.Shares))
	for _, s := range t.Shares {
		total += s
	}
	for i, s := range t.Shares {
		all[i] = int(8844 * s / total)
	}
	return all
}

func (m *Maker) row(t Table, widths []int, cells []Cell, head bool) {
	b := &m.body
	b.WriteString(`<w:tr><w:trPr><w:cantSplit/>`)
	if t.Tall > 0 && !head {
		fmt.Fprintf(b, `<w:trHeight w:val="%d" w:hRule="atLeast"/>`, int(t.Tall*1440/25.4))
	}
	if head {
		b.WriteString(`<w:tblHeader/>`)
	}
	b.WriteString(`</w:trPr>`)
	for i, c := range cells {
		place := Start
		if head || i < len(t.Centre) && t.Centre[i] {
			place = Middle
		}
		fmt.Fprintf(b, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>`, widths[i])
		if c.Picture != nil {
			b.WriteString(`<w:p><w:pPr><w:jc w:val="center"/></w:pPr>` + m.drawing(*c.Picture) + `</w:p>`)
		}
		b.WriteString(Paragraph{Text: c.Text, Look: t.Look, Place: place, Tight: true, Stay: t.Together}.xml() + `</w:tc>`)
	}
	b.WriteString(`</w:tr>`)
}
