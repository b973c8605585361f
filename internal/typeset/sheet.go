// Package typeset lays out printed pages: A4, text as outlines, codes as
// squares, written as PDF. The same content gives the same bytes.
package typeset

import (
	"fmt"
	"io"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"diming/internal/glyph"
)

// Lengths of the page and its margins, in millimetres: A4 upright.
const (
	Width, Height         = 210.0, 297.0
	Left, Right           = 28.0, 26.0
	Top, Bottom           = 30.0, 28.0
	Measure               = Width - Left - Right // width of the text
	millimetresPerPoint   = 25.4 / 72
	defaultLeading        = 1.75 // of the size
	baselineBelowLineHead = 0.88 // of the size
)

// Points turns a size in points, as offices give it, into millimetres.
func Points(size float64) float64 { return size * millimetresPerPoint }

// Fonts are what a sheet writes with. Head is the upright face 黑体 in which
// papers of offices write their headings (GB/T 9704).
type Fonts struct{ Regular, Bold, Head *glyph.Font }

// Properties are what a PDF says of itself.
type Properties struct {
	Title, Author string
	Day           time.Time // so that the same content gives the same bytes
	A3            bool      // the page is as large as two, and all on it drawn that much larger
}

// enlarged is how much larger lengths are on A3.
const enlarged = 297.0 / 210

// A Sheet is written from top to bottom. The first error stays and is told by
// Write: a text that cannot be drawn leaves no file.
type Sheet struct {
	fonts Fonts
	pdf   *fpdf.Fpdf
	a3    bool
	foot  func(s *Sheet, page int)
	page  int
	err   error

	pictures int // so far

	Y float64 // where the next line begins, millimetres from the top
}

// New begins a document. The foot, if any, is drawn on each page.
func New(fonts Fonts, p Properties, foot func(s *Sheet, page int)) *Sheet {
	size := "A4"
	if p.A3 {
		size = "A3"
	}
	pdf := fpdf.New("P", "mm", size, "")
	pdf.SetCatalogSort(true)
	pdf.SetTitle(p.Title, true)
	pdf.SetAuthor(p.Author, true)
	pdf.SetProducer("Diming", true)
	pdf.SetCreationDate(p.Day)
	pdf.SetModificationDate(p.Day)
	pdf.SetAutoPageBreak(false, 0)
	s := &Sheet{fonts: fonts, pdf: pdf, a3: p.A3, foot: foot}
	s.Break()
	return s
}

// Break begins another page.
func (s *Sheet) Break() {
	s.end()
	s.pdf.AddPage()
	if s.a3 {
		s.pdf.TransformBegin()
		s.pdf.TransformScale(enlarged*100, enlarged*100, 0, 0)
	}
	s.page++
	s.Y = Top
	if s.foot != nil {
		s.foot(s, s.page)
		s.Y = Top
	}
}

// end closes what a page of A3 opened.
func (s *Sheet) end() {
	if s.a3 && s.page > 0 {
		s.pdf.TransformEnd()
	}
}

// Need begins another page where less than height is left on this one.
func (s *Sheet) Need(height float64) {
	if s.Y+height > Height-Bottom {
		s.Break()
	}
}

// Skip leaves height free.
func (s *Sheet) Skip(height float64) { s.Y += height }

// Err is the first error.
func (s *Sheet) Err() error { return s.err }

// Write writes the document, or answers the first error.
func (s *Sheet) Write(w io.Writer) error {
	if s.err != nil {
		return s.err
	}
	s.end()
	if err := s.pdf.Output(w); err != nil {
		return fmt.Errorf("write sheet: %w", err)
	}
	return nil
}

func (s *Sheet) keep(err error) {
	if s.err == nil {
		s.err = err
	}
}

// pen draws outlines on the page.
type pen struct{ pdf *fpdf.Fpdf }

func (p pen) MoveTo(x, y float64)                 { p.pdf.MoveTo(x, y) }
func (p pen) LineTo(x, y float64)                 { p.pdf.LineTo(x, y) }
func (p pen) CubeTo(x1, y1, x2, y2, x, y float64) { p.pdf.CurveBezierCubicTo(x1, y1, x2, y2, x, y) }
func (p pen) Close()                              { p.pdf.ClosePath() }

// A Style is how a text is set.
type Style struct {
	Size float64 // millimetres
	Bold bool
	Head bool // the face of headings, which is bold already
}

func (s *Sheet) font(st Style) *glyph.Font {
	switch {
	case st.Head:
		return s.fonts.Head
	case st.Bold:
		return s.fonts.Bold
	}
	return s.fonts.Regular
}

// At writes a line of text whose baseline begins at x, y.
func (s *Sheet) At(x, y float64, st Style, text string) {
	s.pdf.SetFillColor(0, 0, 0)
	_, err := s.font(st).Draw(pen{s.pdf}, text, x, y, st.Size)
	s.keep(err)
	if text != "" && err == nil {
		s.pdf.DrawPath("F")
	}
}

func (s *Sheet) width(st Style, text string) float64 {
	wide, err := s.font(st).Width(text, st.Size)
	s.keep(err)
	return wide
}

// Centre writes one line in the middle of the text's width.
func (s *Sheet) Centre(st Style, text string) {
	s.At(Left+(Measure-s.width(st, text))/2, s.Y+st.Size*baselineBelowLineHead, st, text)
	s.Y += st.Size * defaultLeading
}

// ToRight writes one line that ends inset before the right margin.
func (s *Sheet) ToRight(st Style, inset float64, text string) {
	s.At(Left+Measure-inset-s.width(st, text), s.Y+st.Size*baselineBelowLineHead, st, text)
	s.Y += st.Size * defaultLeading
}

// Paragraph writes text over as many lines as it needs, its first line
// indented by indent characters.
func (s *Sheet) Paragraph(st Style, indent int, text string) {
	first := float64(indent) * st.Size
	for i, line := range s.lines(st, text, Measure-first, Measure) {
		s.Need(st.Size * defaultLeading)
		x := Left
		if i == 0 {
			x += first
		}
		s.At(x, s.Y+st.Size*baselineBelowLineHead, st, line)
		s.Y += st.Size * defaultLeading
	}
}

// Rule draws a line across the text's width.
func (s *Sheet) Rule(width float64) {
	s.pdf.SetFillColor(0, 0, 0)
	s.pdf.Rect(Left, s.Y, Measure, width, "F")
	s.Y += width
}

// Code draws a code whose top left corner is at x, y, side wide, from the rows
// of its modules; true is dark.
func (s *Sheet) Code(x, y, side float64, modules [][]bool) {
	s.pdf.SetFillColor(0, 0, 0)
	module := side / float64(len(modules))
	for row, cells := range modules {
		for from := 0; from < len(cells); from++ {
			start := from
			for from < len(cells) && cells[from] {
				from++
			}
			if run := from - start; run > 0 {
				s.pdf.Rect(x+float64(start)*module, y+float64(row)*module, float64(run)*module, module, "F")
			}
		}
	}
}
