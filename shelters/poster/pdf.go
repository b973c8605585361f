package poster

import (
	"fmt"
	"io"

	"diming/internal/typeset"
)

// A Paper is the size that it is printed in.
type Paper string

// The papers: A3 is the same page, larger.
const (
	A4 Paper = "a4"
	A3 Paper = "a3"
)

// A size is that of a text, in points on A4; on A3 it is 1.4 times that.
type size float64

func (z size) style(scale float64) typeset.Style {
	return typeset.Style{Size: typeset.Points(float64(z) * scale)}
}

func (z size) bold(scale float64) typeset.Style {
	st := z.style(scale)
	st.Bold = true
	return st
}

// head is the upright face, which is read from farthest.
func (z size) head(scale float64) typeset.Style {
	st := z.style(scale)
	st.Head = true
	return st
}

// Sizes of the texts, and how far they may shrink where a village has much to say.
const (
	title size = 34
	name  size = 21
	plain size = 14
	small size = 10
)

// scales are tried in turn: a village with little to say says it large. The
// least leaves the ways at 9 points, a newspaper's size.
var scales = []float64{1.4, 1.28, 1.16, 1.08, 1, 0.92, 0.85, 0.78, 0.7, 0.64}

// The page, in millimetres.
const (
	side      = 15.0
	textWide  = typeset.Width - 2*side
	badge     = 12.0
	codeSide  = 44.0
	leastMap  = 62.0
	mostMap   = 105.0
	mapWide   = 92.0
	footAt    = typeset.Height - 9.0
	leading   = 1.42
	rowSpace  = 3.5
	bottomGap = 5.0
)

// PDF writes the papers of villages, one page each, and the same papers as the
// same bytes. It answers *glyph.MissingError where the fonts lack a character,
// and ErrTooMuch where a village says more than a page holds; then nothing is
// written.
func PDF(w io.Writer, fonts typeset.Fonts, paper Paper, posters ...Poster) error {
	if len(posters) == 0 {
		return fmt.Errorf("papers of no village")
	}
	first := posters[0]
	s := typeset.New(fonts, typeset.Properties{Title: first.Village + "避险告示", Author: "Diming", Day: first.Day.Time(), A3: paper == A3}, nil)
	for i, p := range posters {
		if i > 0 {
			s.Break()
		}
		if err := p.draw(s); err != nil {
			return fmt.Errorf("paper of %s: %w", p.Village, err)
		}
	}
	return s.Write(w)
}

// draw writes one page in the largest type in which all of it fits.
func (p Poster) draw(s *typeset.Sheet) error {
	for _, scale := range scales {
		l := layout{s: s, scale: scale}
		mapHigh := typeset.Height - l.head(p) - l.goals(p) - l.bottom(p)
		if high := min(mapHigh, mostMap); high >= max(leastMap, l.contacts(p)) {
			l.page(p, high)
			return s.Err()
		}
	}
	if err := s.Err(); err != nil {
		return err
	}
	return ErrTooMuch
}

// A layout draws in one type size; the functions that only measure draw nothing.
type layout struct {
	s     *typeset.Sheet
	scale float64
	drawn bool
	y     float64
}

// line writes a line at x and goes below it.
func (l *layout) line(x float64, st typeset.Style, text string) {
	if l.drawn {
		l.s.At(x, l.y+st.Size*0.95, st, text)
	}
	l.y += st.Size * leading
}

// wrapped writes a text over as many lines as it needs.
func (l *layout) wrapped(x, wide float64, st typeset.Style, text string) {
	for _, one := range l.s.Lines(st, text, wide) {
		l.line(x, st, one)
	}
}

// measured runs a part without drawing and gives its height.
func (l *layout) measured(part func(*layout)) float64 {
	m := layout{s: l.s, scale: l.scale}
	part(&m)
	return m.y
}

func (l *layout) page(p Poster, mapHigh float64) {
	d := layout{s: l.s, scale: l.scale, drawn: true, y: 9}
	d.drawHead(p)
	d.drawGoals(p)
	top := d.y
	d.drawContacts(p)
	drawMap(d.s, p, box{side, top + 1, mapWide, mapHigh - 8})
	d.y = top + mapHigh - 5.5
	d.line(side, small.style(1), p.caption())
	d.y = top + mapHigh + 1
	d.drawCode(p)
	d.y = footAt
	d.line(side, small.style(0.9), p.foot())
}

func (l *layout) head(p Poster) float64 {
	return 9 + l.measured(func(m *layout) { m.drawHead(p) })
}
func (l *layout) goals(p Poster) float64 {
	return l.measured(func(m *layout) { m.drawGoals(p) })
}
func (l *layout) contacts(p Poster) float64 {
	return l.measured(func(m *layout) { m.drawContacts(p) })
}
func (l *layout) bottom(Poster) float64 { return 1 + codeSide + bottomGap + (typeset.Height - footAt) }

func (l *layout) drawHead(p Poster) {
	if p.Demo {
		l.line(side, small.bold(1.1), "示例数据 · 不可用于避险")
	}
	big := typeset.Style{Size: typeset.Points(float64(title)), Head: true}
	text := p.Village + "避险告示"
	for l.s.TextWidth(big, text) > textWide {
		big.Size *= 0.95
	}
	l.line(side, big, text)
	l.line(side, plain.style(0.9), p.Above)
	l.y += 2
	if l.drawn {
		l.s.Line(typeset.Stroke{Width: 1.2}, []typeset.Point{{X: side, Y: l.y}, {X: side + textWide, Y: l.y}})
	}
	l.y += rowSpace
}
