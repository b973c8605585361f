package poster

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"diming/internal/typeset"
)

// A ground carries degrees onto a box of the page: flat about the box's centre,
// true in scale there and within a thousandth across a township.
type ground struct {
	box           box
	centre        orb.Point
	lonM, latM    float64 // metres in a degree at the centre
	metresPerUnit float64 // metres of the land in a millimetre of the paper
}

// A box is a part of the page, in millimetres.
type box struct{ x, y, wide, high float64 }

// leastMetres is how much land the shorter side of a map shows at least.
const leastMetres = 300

// groundOf fits the village and its goals into a box.
func groundOf(p Poster, b box) (ground, bool) {
	bound, any := p.bound()
	if !any {
		return ground{}, false
	}
	g := ground{box: b, centre: bound.Center()}
	phi := g.centre[1] * math.Pi / 180
	g.latM = 111132.954 - 559.822*math.Cos(2*phi) + 1.175*math.Cos(4*phi)
	g.lonM = 111412.84*math.Cos(phi) - 93.5*math.Cos(3*phi) + 0.118*math.Cos(5*phi)
	const margin = 9.0
	g.metresPerUnit = max((bound.Max[0]-bound.Min[0])*g.lonM/(b.wide-2*margin), (bound.Max[1]-bound.Min[1])*g.latM/(b.high-2*margin),
		leastMetres/(min(b.wide, b.high)-2*margin))
	return g, true
}

func (p Poster) bound() (bound orb.Bound, any bool) {
	extend := func(at orb.Point) {
		if !any {
			bound, any = at.Bound(), true
		}
		bound = bound.Extend(at)
	}
	for _, polygon := range p.Outline.Area {
		for _, ring := range polygon {
			for _, at := range ring {
				extend(at)
			}
		}
	}
	if p.Outline.Point != nil {
		extend(*p.Outline.Point)
	}
	for _, goal := range p.Goals {
		extend(goal.At)
	}
	return bound, any
}

// on is where a position lies on the page, y downwards.
func (g ground) on(p orb.Point) typeset.Point {
	return typeset.Point{
		X: g.box.x + g.box.wide/2 + (p[0]-g.centre[0])*g.lonM/g.metresPerUnit,
		Y: g.box.y + g.box.high/2 - (p[1]-g.centre[1])*g.latM/g.metresPerUnit,
	}
}

// off is the position that lies at a point of the page.
func (g ground) off(at typeset.Point) orb.Point {
	return orb.Point{
		g.centre[0] + (at.X-g.box.x-g.box.wide/2)*g.metresPerUnit/g.lonM,
		g.centre[1] - (at.Y-g.box.y-g.box.high/2)*g.metresPerUnit/g.latM,
	}
}

func (g ground) ring(r orb.Ring) []typeset.Point {
	points := make([]typeset.Point, len(r))
	for i, p := range r {
		points[i] = g.on(p)
	}
	return points
}

// drawMap draws the map into a box, north up, with its scale; goals bear the
// numbers that they have in the list. A straight line is never drawn as a way.
func drawMap(s *typeset.Sheet, p Poster, b box) {
	g, ok := groundOf(p, b)
	if !ok {
		s.At(b.x, b.y+b.high/2, small.style(1), "登记中没有本村的位置，无法画图。")
		return
	}
	s.Clip(b.x, b.y, b.wide, b.high, func() {
		g.areas(s, p)
		g.marks(s, p)
	})
	frame := []typeset.Point{{X: b.x, Y: b.y}, {X: b.x + b.wide, Y: b.y}, {X: b.x + b.wide, Y: b.y + b.high}, {X: b.x, Y: b.y + b.high}, {X: b.x, Y: b.y}}
	s.Line(typeset.Stroke{Width: 0.4}, frame)
	g.north(s)
	g.scale(s, p)
}

func (g ground) areas(s *typeset.Sheet, p Poster) {
	for _, polygon := range p.Outline.Area {
		for i, ring := range polygon {
			grey := 226
			if i > 0 {
				grey = 255
			}
			s.Area(grey, g.ring(ring))
		}
	}
	for _, area := range p.Outline.Neighbours {
		for _, polygon := range area {
			for _, ring := range polygon {
				s.Line(typeset.Stroke{Width: 0.25, Dash: []float64{0.6, 1.4}, Grey: 90}, g.ring(ring))
			}
		}
	}
	for _, polygon := range p.Outline.Area {
		for _, ring := range polygon {
			s.Line(typeset.Stroke{Width: 0.7}, g.ring(ring))
		}
	}
}

// marks are the village's point, as a disc, and the goals, as squares with
// their numbers.
func (g ground) marks(s *typeset.Sheet, p Poster) {
	if p.Outline.Point != nil {
		at := g.on(*p.Outline.Point)
		s.Area(0, disc(at, 1.6))
		s.Area(255, disc(at, 0.7))
		style := typeset.Style{Size: typeset.Points(labelSize), Bold: true}
		label := g.labelOf(p, s.TextWidth(style, p.Village))
		s.At(label.x, label.y+label.high*0.8, style, p.Village)
	}
	marks := g.goalMarks(p)
	for i := len(marks) - 1; i >= 0; i-- { // the first on top
		numbered(s, marks[i], i+1)
	}
}

const (
	labelSize = 11.0 // points, of the village's name
	markSide  = 6.8
)

// goalMarks are the squares of the goals on the map.
func (g ground) goalMarks(p Poster) []box {
	marks := make([]box, len(p.Goals))
	for i, goal := range p.Goals {
		at := g.on(goal.At)
		marks[i] = box{at.X - markSide/2, at.Y - markSide/2, markSide, markSide}
	}
	return marks
}

// numbered draws a number white-framed in a black square: the mark of a goal in
// the list and on the map.
func numbered(s *typeset.Sheet, b box, n int) {
	rect := func(grey int, inset float64) {
		x0, y0, x1, y1 := b.x+inset, b.y+inset, b.x+b.wide-inset, b.y+b.high-inset
		s.Area(grey, []typeset.Point{{X: x0, Y: y0}, {X: x1, Y: y0}, {X: x1, Y: y1}, {X: x0, Y: y1}})
	}
	rect(0, 0)
	rect(255, b.wide*0.09)
	style := typeset.Style{Size: b.high * 0.72, Head: true}
	text := fmt.Sprint(n)
	s.At(b.x+(b.wide-s.TextWidth(style, text))/2, b.y+b.high*0.76, style, text)
}

func disc(at typeset.Point, r float64) []typeset.Point {
	points := make([]typeset.Point, 24)
	for i := range points {
		a := 2 * math.Pi * float64(i) / float64(len(points))
		points[i] = typeset.Point{X: at.X + r*math.Cos(a), Y: at.Y + r*math.Sin(a)}
	}
	return points
}
