package tiles

import (
	"container/heap"
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// polePrecision is how near to the best distance the pole comes, as a part of
// the shorter side of the area; of one that is all but a line, a tenth of that
// part of the longer side, so that the search ends.
const polePrecision = 0.01

// pole finds where a name has most room in an area: the point of its largest
// part that is farthest from all edges. It halves squares, the most promising
// first, until none can hold a better point (the method of Mapbox's polylabel).
func pole(area orb.MultiPolygon) orb.Point {
	polygon, most := orb.Polygon(nil), -1.
	for _, p := range area {
		if a := planar.Area(p); a > most {
			polygon, most = p, a
		}
	}
	b := polygon.Bound()
	width, height := b.Max[0]-b.Min[0], b.Max[1]-b.Min[1]
	precision := max(min(width, height), max(width, height)/10) * polePrecision
	best := newSquare(b.Center(), 0, polygon)
	queue := &squares{newSquare(b.Center(), max(width, height)/2, polygon)}
	for queue.Len() > 0 {
		s := heap.Pop(queue).(square)
		if s.room > best.room {
			best = s
		}
		if s.most-best.room <= precision {
			break
		}
		for _, d := range []orb.Point{{-1, -1}, {1, -1}, {-1, 1}, {1, 1}} {
			half := s.half / 2
			heap.Push(queue, newSquare(orb.Point{s.center[0] + d[0]*half, s.center[1] + d[1]*half}, half, polygon))
		}
	}
	return best.center
}

// A square is a part of the search.
type square struct {
	center orb.Point
	half   float64 // of its side
	room   float64 // distance from the center to the nearest edge, negative outside
	most   float64 // no point of the square has more room
}

func newSquare(center orb.Point, half float64, polygon orb.Polygon) square {
	nearest, inside := math.Inf(1), false
	for _, ring := range polygon {
		for i := range len(ring) - 1 {
			a, b := ring[i], ring[i+1]
			if (a[1] > center[1]) != (b[1] > center[1]) && center[0] < (b[0]-a[0])*(center[1]-a[1])/(b[1]-a[1])+a[0] {
				inside = !inside
			}
			nearest = min(nearest, planar.DistanceFromSegmentSquared(a, b, center))
		}
	}
	room := math.Sqrt(nearest)
	if !inside {
		room = -room
	}
	return square{center, half, room, room + half*math.Sqrt2}
}

// squares is a heap, the most promising first.
type squares []square

func (q squares) Len() int           { return len(q) }
func (q squares) Less(i, j int) bool { return q[i].most > q[j].most }
func (q squares) Swap(i, j int)      { q[i], q[j] = q[j], q[i] }
func (q *squares) Push(x any)        { *q = append(*q, x.(square)) }
func (q *squares) Pop() any {
	last := len(*q) - 1
	x := (*q)[last]
	*q = (*q)[:last]
	return x
}
