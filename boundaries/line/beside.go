package line

import (
	"iter"
	"math"

	"github.com/google/uuid"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"diming/boundaries"
)

// besideM is how far from a line, in metres, it is looked whose land lies there:
// farther than lines and the areas beside them differ by rounding, nearer than
// any division is wide.
const besideM = 5

// leastShare is the share of a line's length along which land must lie to count:
// at a junction or a sharp bend a point beside the line may lie in the next one's.
const leastShare = 0.01

// beside gives those of some divisions whose areas lie along a side of a line,
// uuid.Nil among them for land that none of them has.
func beside(l Line, side boundaries.Side, among []uuid.UUID, areas map[uuid.UUID]orb.MultiPolygon) []uuid.UUID {
	left := l.AOnLeft == (side == boundaries.SideA)
	lengths, total := map[uuid.UUID]float64{}, 0.0
	for _, path := range l.Geometry {
		for i := 1; i < len(path); i++ {
			for a, b := range pieces(path[i-1], path[i]) {
				p, lengthM := off(a, b, left)
				lengths[whose(p, among, areas)] += lengthM
				total += lengthM
			}
		}
	}
	var along []uuid.UUID
	for _, id := range append([]uuid.UUID{uuid.Nil}, among...) {
		if lengths[id] > leastShare*total {
			along = append(along, id)
		}
	}
	return along
}

func whose(p orb.Point, among []uuid.UUID, areas map[uuid.UUID]orb.MultiPolygon) uuid.UUID {
	for _, id := range among {
		if area := areas[id]; area.Bound().Contains(p) && planar.MultiPolygonContains(area, p) {
			return id
		}
	}
	return uuid.Nil
}

// pieces cuts a segment into equal pieces of about fifty metres, a thousand at
// most: what lies along it may change on the way.
func pieces(a, b orb.Point) iter.Seq2[orb.Point, orb.Point] {
	_, lengthM := off(a, b, true)
	n := min(1000, math.Ceil(lengthM/50))
	at := func(i float64) orb.Point { return orb.Point{a[0] + (b[0]-a[0])*i/n, a[1] + (b[1]-a[1])*i/n} }
	return func(yield func(orb.Point, orb.Point) bool) {
		for i := 0.0; i < n && yield(at(i), at(i+1)); i++ {
		}
	}
}

// off is the point besideM beside the middle of a segment, and the segment's
// length in metres, both on a sphere: millimetres of difference do not count here.
func off(a, b orb.Point, left bool) (orb.Point, float64) {
	const metresPerDegree = 111_320
	along := metresPerDegree * math.Cos((a[1]+b[1])/2*math.Pi/180)
	dx, dy := (b[0]-a[0])*along, (b[1]-a[1])*metresPerDegree
	length := math.Hypot(dx, dy)
	away := besideM / length
	if !left {
		away = -away
	}
	return orb.Point{(a[0]+b[0])/2 - dy*away/along, (a[1]+b[1])/2 + dx*away/metresPerDegree}, length
}
