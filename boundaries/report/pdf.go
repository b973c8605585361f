package report

import (
	"fmt"
	"io"
	"strings"

	"diming/internal/glyph"
	"diming/internal/typeset"
)

var (
	titleStyle = typeset.Style{Size: typeset.Points(22), Bold: true}
	headStyle  = typeset.Style{Size: typeset.Points(16), Head: true}
	subStyle   = typeset.Style{Size: typeset.Points(16), Bold: true}
	bodyStyle  = typeset.Style{Size: typeset.Points(16)}
	noteStyle  = typeset.Style{Size: typeset.Points(12)}
	cellStyle  = typeset.Style{Size: typeset.Points(10.5)}
	smallStyle = typeset.Style{Size: typeset.Points(9)}
)

// An UnprintableError says of which text a character cannot be printed. It
// wraps a *glyph.MissingError.
type UnprintableError struct {
	Near string // the text, shortened
	Err  error
}

func (e *UnprintableError) Error() string { return fmt.Sprintf("print %q: %v", e.Near, e.Err) }
func (e *UnprintableError) Unwrap() error { return e.Err }

// printable holds texts against the fonts, so that nothing is begun that
// cannot be printed.
func printable(fonts typeset.Fonts, texts []string) error {
	for _, text := range texts {
		for _, f := range []*glyph.Font{fonts.Regular, fonts.Bold, fonts.Head} {
			if err := f.Check(strings.ReplaceAll(text, "\n", "")); err != nil {
				near := []rune(text)
				return &UnprintableError{Near: string(near[:min(len(near), 40)]), Err: err}
			}
		}
	}
	return nil
}

// PDF writes the report as pages to print, sign and seal. It answers an
// *UnprintableError where the fonts lack a character of it; characters of field
// records are written as their code points.
func PDF(w io.Writer, fonts typeset.Fonts, r *Report) error {
	r, err := r.Settled().legible(fonts)
	if err != nil {
		return err
	}
	return r.paper().pdf(w, fonts, r)
}

func (p *paper) pdf(w io.Writer, fonts typeset.Fonts, r *Report) error {
	if p.err != nil {
		return p.err
	}
	if err := printable(fonts, append(p.texts(), r.mapTexts()...)); err != nil {
		return err
	}
	s := typeset.New(fonts, typeset.Properties{Title: p.title, Author: p.author, Day: r.Dated.Time()}, p.foot)
	for i, b := range p.blocks {
		p.block(s, b, r, i)
	}
	return s.Write(w)
}

func (p *paper) foot(s *typeset.Sheet, page int) {
	number := fmt.Sprintf("— %d —", page)
	st := typeset.Style{Size: typeset.Points(14)}
	x := typeset.Left + st.Size
	if page%2 == 1 {
		x = typeset.Left + typeset.Measure - st.Size - s.TextWidth(st, number)
	}
	s.At(x, typeset.Height-16, st, number)
	s.At(typeset.Left, 18, smallStyle, p.head)
}

func (p *paper) block(s *typeset.Sheet, b block, r *Report, i int) {
	switch {
	case b.heading != nil:
		p.headingOn(s, *b.heading, i)
	case b.para != nil:
		paraOn(s, *b.para)
	case b.table != nil:
		tableOn(s, *b.table)
	case b.photos != nil:
		photosOn(s, b.photos)
	case b.sketch:
		r.draw(s)
		s.Y = typeset.Height
	case b.signing != nil:
		signingOn(s, *b.signing)
	case b.page:
		s.Break()
	}
}

func (p *paper) headingOn(s *typeset.Sheet, h heading, i int) {
	switch h.level {
	case 0:
		s.Centre(titleStyle, h.text)
		if i+1 < len(p.blocks) && (p.blocks[i+1].heading == nil || p.blocks[i+1].heading.level != 0) {
			s.Skip(8)
		}
	case 1:
		s.Need(3 * headStyle.Size * 1.75) // not alone at the foot
		s.Paragraph(headStyle, 2, h.text)
	default:
		s.Need(3 * subStyle.Size * 1.75)
		s.Paragraph(subStyle, 2, h.text)
	}
}

func paraOn(s *typeset.Sheet, p para) {
	st, indent := bodyStyle, 2
	if p.small {
		st = smallStyle
	}
	if p.plain {
		indent = 0
	}
	if p.whole {
		s.Need(st.Size*1.75*float64(1+strings.Count(p.text, "\n")) + p.room)
	}
	if p.middle {
		s.Centre(typeset.Style{Size: typeset.Points(18), Head: true}, p.text)
		s.Skip(3)
		return
	}
	s.Paragraph(st, indent, p.text)
}

func tableOn(s *typeset.Sheet, t table) {
	st := cellStyle
	if t.small {
		st = smallStyle
	}
	s.Skip(2)
	s.Grid(typeset.Grid{Style: st, Shares: t.shares, Head: t.head, Rows: t.rows, Centre: t.centre, Tight: t.tight})
	s.Skip(4)
}

// Photos stand in two columns, four rows a page.
const (
	photoWide = typeset.Measure/2 - 3
	photoHigh = 45.0
)

func photosOn(s *typeset.Sheet, all []shown) {
	for i := 0; i < len(all); i += 2 {
		s.Need(photoHigh + 11)
		for n, one := range all[i:min(i+2, len(all))] {
			x := typeset.Left + float64(n)*(photoWide+6)
			photoOn(s, one, x)
		}
		s.Y += photoHigh + 11
	}
}

func photoOn(s *typeset.Sheet, one shown, x float64) {
	y := s.Y
	if one.picture.jpeg != nil {
		s.Picture(one.picture.jpeg, x, y, photoWide, photoHigh)
	} else {
		frame(s, typeset.Point{X: x, Y: y}, typeset.Point{X: x + photoWide, Y: y + photoHigh}, 0.2)
		for n, line := range s.Lines(smallStyle, one.why, photoWide-8) {
			s.At(x+4, y+10+float64(n)*smallStyle.Size*1.5, smallStyle, line)
		}
	}
	for n, line := range s.Lines(smallStyle, one.caption, photoWide) {
		s.At(x, y+photoHigh+4+float64(n)*smallStyle.Size*1.3, smallStyle, line)
	}
}

// signingOn draws what both sides sign: room for a seal beside each line.
func signingOn(s *typeset.Sheet, what signing) {
	s.Skip(6)
	s.Need(what.high())
	top := s.Y
	frame(s, typeset.Point{X: typeset.Left, Y: top}, typeset.Point{X: typeset.Left + typeset.Measure, Y: top + what.high()}, 0.3)
	middle := typeset.Left + typeset.Measure/2
	s.Line(typeset.Stroke{Width: 0.3}, []typeset.Point{{X: middle, Y: top}, {X: middle, Y: top + what.high()}})
	for i, texts := range what.sides {
		for n, text := range texts {
			for k, part := range s.Lines(noteStyle, text, typeset.Measure/2-8) {
				s.At(typeset.Left+4+float64(i)*typeset.Measure/2, top+9+what.line*float64(n)+float64(k)*6, noteStyle, part)
			}
		}
	}
	s.Y = top + what.high() + 6
}

// mapTexts are the texts that stand on the map sheet.
func (r *Report) mapTexts() []string {
	all := []string{r.Line.Name, r.A.Name, r.B.Name}
	for _, m := range r.Markers {
		all = append(all, m.Number)
	}
	return all
}
