package poster

import (
	"fmt"
	"math"

	"diming/internal/typeset"
)

// northBox is where the arrow stands.
func (g ground) northBox() box {
	return box{g.box.x + g.box.wide - 9, g.box.y + 3, 6, 10}
}

func (g ground) north(s *typeset.Sheet) {
	b := g.northBox()
	x, y := b.x+b.wide/2, b.y+1
	s.Area(0, []typeset.Point{{X: x, Y: y}, {X: x + 2.4, Y: y + 8}, {X: x, Y: y + 6}, {X: x - 2.4, Y: y + 8}})
	style := typeset.Style{Size: typeset.Points(10), Bold: true}
	s.At(x-s.TextWidth(style, "北")/2, y+12, style, "北")
}

// bar is the length of the scale on the land and on the paper: 1, 2 or 5 times a
// power of ten metres, 15 to 38 mm long.
func (g ground) bar() (metres, long float64) {
	metres = barMetres(38 * g.metresPerUnit)
	return metres, metres / g.metresPerUnit
}

// scaleBox is where the scale stands: in the lower left corner, or in the corner
// in which it covers the least of the goals' marks.
func (g ground) scaleBox(p Poster) box {
	_, long := g.bar()
	left, right := g.box.x+3, g.box.x+g.box.wide-long-5
	top, bottom := g.box.y+2, g.box.y+g.box.high-9
	best, least := box{}, math.Inf(1)
	for _, b := range []box{{left, bottom, long + 2, 7}, {right, bottom, long + 2, 7}, {left, top, long + 2, 7}} {
		covered := 0.0
		for _, mark := range g.goalMarks(p) {
			covered += b.shared(mark.grown(1))
		}
		if covered < least {
			best, least = b, covered
		}
	}
	return best
}

func (g ground) scale(s *typeset.Sheet, p Poster) {
	metres, long := g.bar()
	b := g.scaleBox(p)
	x, y := b.x+1, b.y+5
	s.Line(typeset.Stroke{Width: 0.5}, []typeset.Point{{X: x, Y: y - 1.5}, {X: x, Y: y}, {X: x + long, Y: y}, {X: x + long, Y: y - 1.5}})
	text := fmt.Sprintf("%g 米", metres)
	if metres >= 1000 {
		text = fmt.Sprintf("%g 公里", metres/1000)
	}
	s.At(x+1, y-2, typeset.Style{Size: typeset.Points(9)}, text)
}

// barMetres is the longest of 1, 2 or 5 times a power of ten up to longest.
func barMetres(longest float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(longest)))
	metres := power
	for _, step := range []float64{2, 5} {
		if step*power <= longest {
			metres = step * power
		}
	}
	return metres
}
