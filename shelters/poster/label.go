package poster

import (
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"diming/internal/typeset"
)

// labelOf finds a place for the village's name, wide as it is, about the
// village's point: the one in which the least of what else is drawn stands,
// below the point rather than elsewhere.
func (g ground) labelOf(p Poster, wide float64) box {
	at := g.on(*p.Outline.Point)
	high := typeset.Points(labelSize) * 1.2
	marks := append(g.goalMarks(p), g.northBox(), g.scaleBox(p))
	best, least := box{}, math.Inf(1)
	for _, gap := range []float64{2.2, 5, 8} {
		beside := at.X + gap
		before := at.X - gap - wide
		for _, b := range []box{
			{at.X - wide/2, at.Y + gap, wide, high}, {at.X - wide/2, at.Y - gap - high, wide, high},
			{beside, at.Y - high/2, wide, high}, {before, at.Y - high/2, wide, high},
			{beside, at.Y + gap, wide, high}, {before, at.Y + gap, wide, high}, {beside, at.Y - gap - high, wide, high}, {before, at.Y - gap - high, wide, high},
		} {
			bad := b.outside(g.box) + lineWeight*g.crossed(p, b)
			if len(p.Outline.Area) > 0 && !planar.MultiPolygonContains(p.Outline.Area, g.off(b.middle())) {
				bad += foreignWeight
			}
			for _, mark := range marks {
				bad += markWeight*b.shared(mark) + b.shared(mark.grown(0.6))
			}
			if bad < least {
				best, least = b, bad
			}
		}
	}
	return best
}

// What counts against a place for the name: by square millimetre of a mark and by
// millimetre of outline under it, and once for a name with its middle on a
// neighbour's ground, whose name it would seem. A mark must be read before all.
const (
	markWeight    = 200
	lineWeight    = 0.4
	foreignWeight = 12
)

func (b box) middle() typeset.Point { return typeset.Point{X: b.x + b.wide/2, Y: b.y + b.high/2} }

// crossed is how many millimetres of the village's outline lie in b.
func (g ground) crossed(p Poster, b box) float64 {
	inside := 0.0
	clip := orb.Bound{Min: orb.Point{b.x, b.y}, Max: orb.Point{b.x + b.wide, b.y + b.high}}
	for _, polygon := range p.Outline.Area {
		for _, ring := range polygon {
			for i := 1; i < len(ring); i++ {
				inside += lengthIn(clip, g.on(ring[i-1]), g.on(ring[i]))
			}
		}
	}
	return inside
}

// lengthIn is how long a segment is inside a bound (Liang and Barsky 1984).
func lengthIn(clip orb.Bound, from, to typeset.Point) float64 {
	dx, dy := to.X-from.X, to.Y-from.Y
	t0, t1 := 0.0, 1.0
	for _, edge := range [][2]float64{{-dx, from.X - clip.Min[0]}, {dx, clip.Max[0] - from.X}, {-dy, from.Y - clip.Min[1]}, {dy, clip.Max[1] - from.Y}} {
		along, room := edge[0], edge[1]
		switch {
		case along == 0 && room < 0:
			return 0
		case along < 0:
			t0 = max(t0, room/along)
		case along > 0:
			t1 = min(t1, room/along)
		}
	}
	return max(t1-t0, 0) * math.Hypot(dx, dy)
}

// shared is how much of b, in square millimetres, lies in another box.
func (b box) shared(other box) float64 {
	wide := min(b.x+b.wide, other.x+other.wide) - max(b.x, other.x)
	high := min(b.y+b.high, other.y+other.high) - max(b.y, other.y)
	return max(wide, 0) * max(high, 0)
}

// outside is how much of b lies out of another box.
func (b box) outside(other box) float64 { return b.wide*b.high - b.shared(other) }

// grown is b with so many millimetres more on each side.
func (b box) grown(by float64) box {
	return box{b.x - by, b.y - by, b.wide + 2*by, b.high + 2*by}
}
