package report

import (
	"io"
	"strings"

	"diming/internal/docx"
	"diming/internal/typeset"
)

// DOCX writes the report as a document that offices edit further before they
// sign it. It says what the PDF says. It answers an *UnprintableError where the
// fonts lack a character of it, as the PDF would.
func DOCX(w io.Writer, fonts typeset.Fonts, r *Report) error {
	r, err := r.Settled().legible(fonts)
	if err != nil {
		return err
	}
	p := r.paper()
	if p.err != nil {
		return p.err
	}
	if err := printable(fonts, append(p.texts(), r.mapTexts()...)); err != nil {
		return err
	}
	m := &docx.Maker{Title: p.title, Author: p.author, Head: p.head}
	next := false // the next paragraph begins a page
	for i, b := range p.blocks {
		if b.page {
			next = true
			continue
		}
		if err := r.word(m, p, b, i, next, fonts); err != nil {
			return err
		}
		next = false
	}
	all, err := m.Bytes()
	if err != nil {
		return err
	}
	_, err = w.Write(all)
	return err
}

func (r *Report) word(m *docx.Maker, p *paper, b block, i int, newPage bool, fonts typeset.Fonts) error {
	switch {
	case b.heading != nil:
		last := i+1 < len(p.blocks) && (p.blocks[i+1].heading == nil || p.blocks[i+1].heading.level != 0)
		headingInWord(m, *b.heading, last)
	case b.para != nil:
		paraInWord(m, *b.para, newPage)
	case b.table != nil:
		tableInWord(m, *b.table)
	case b.photos != nil:
		photosInWord(m, b.photos)
	case b.sketch:
		return r.sketchInWord(m, fonts, newPage)
	case b.signing != nil:
		signingInWord(m, *b.signing)
	}
	return nil
}

func headingInWord(m *docx.Maker, h heading, last bool) {
	switch h.level {
	case 0:
		m.Paragraph(docx.Paragraph{Text: h.text, Look: docx.Look{Face: docx.FaceTitle, Size: 22}, Place: docx.Middle})
		if last {
			m.Paragraph(docx.Paragraph{})
		}
	case 1:
		m.Paragraph(docx.Paragraph{Text: h.text, Look: docx.Look{Face: docx.FaceHead}, Indent: 2, Level: 1})
	default:
		m.Paragraph(docx.Paragraph{Text: h.text, Look: docx.Look{Face: docx.FaceKai, Bold: true}, Indent: 2, Level: 2})
	}
}

func paraInWord(m *docx.Maker, p para, newPage bool) {
	one := docx.Paragraph{Text: p.text, Indent: 2, NewPage: newPage}
	if p.plain {
		one.Indent = 0
	}
	if p.small {
		one.Look.Size = 9
	}
	if p.plain || strings.Contains(p.text, "\n") {
		one.Place = docx.Start // lines that end would be drawn wide
	}
	if p.middle {
		one.Look, one.Place = docx.Look{Face: docx.FaceHead, Size: 18}, docx.Middle
	}
	m.Paragraph(one)
}

func tableInWord(m *docx.Maker, t table) {
	one := docx.Table{Shares: t.shares, Head: t.head, Look: docx.Look{Size: 10.5}, Centre: t.centre}
	if t.small {
		one.Look.Size = 9
	}
	for _, row := range t.rows {
		one.Rows = append(one.Rows, docx.Cells(row...))
	}
	m.Table(one)
}

func photosInWord(m *docx.Maker, all []shown) {
	one := docx.Table{Shares: []float64{1, 1}, Look: docx.Look{Size: 9}, Centre: []bool{true, true}, Unruled: true}
	for i := 0; i < len(all); i += 2 {
		row := make([]docx.Cell, 2)
		for n, s := range all[i:min(i+2, len(all))] {
			row[n].Text = joinLines(s.why, s.caption)
			if s.picture.jpeg != nil {
				wide, high := typeset.Fit(float64(s.picture.wide), float64(s.picture.high), photoWide, photoHigh)
				row[n].Picture = &docx.Picture{Bytes: s.picture.jpeg, JPEG: true, WideMM: wide, High: high, Alt: s.caption}
			}
		}
		one.Rows = append(one.Rows, row)
	}
	m.Table(one)
}

func (r *Report) sketchInWord(m *docx.Maker, fonts typeset.Fonts, newPage bool) error {
	d, err := r.sketch(fonts)
	if err != nil {
		return err
	}
	pixels, err := d.png()
	if err != nil {
		return err
	}
	m.Paragraph(docx.Paragraph{Tight: true, Look: docx.Look{Size: 5}, NewPage: newPage})
	// A little smaller than on the page, so that the foot of Word's page has room.
	const scale = 0.95
	m.Picture(docx.Picture{Bytes: pixels, SVG: d.svg.Bytes(), WideMM: d.wide * scale, High: d.high * scale, Alt: r.Line.Name + "界线示意图"})
	return nil
}

func signingInWord(m *docx.Maker, what signing) {
	one := docx.Table{Shares: []float64{1, 1}, Look: docx.Look{Size: 12}, Tall: what.line, Together: true}
	for i := range what.sides[0] {
		one.Rows = append(one.Rows, docx.Cells(what.sides[0][i], what.sides[1][i]))
	}
	m.Table(one)
}

func joinLines(first, second string) string {
	if first == "" {
		return second
	}
	return first + "\n" + second
}
