package assign

import (
	"cmp"
	"slices"

	"github.com/google/uuid"
	"github.com/paulmach/orb"
)

// barriers finds whether a straight line between two points crosses one of many
// lines. In degrees: over the few kilometres that people go on foot, what is
// straight there is straight on the ground.
type barriers struct {
	parts []part // by their western ends
}

type part struct {
	a, b  orb.Point
	bound orb.Bound
}

func newBarriers(all []Barrier) *barriers {
	k := &barriers{}
	for _, b := range all {
		for i := 1; i < len(b.Line); i++ {
			k.parts = append(k.parts, part{b.Line[i-1], b.Line[i], orb.MultiPoint{b.Line[i-1], b.Line[i]}.Bound()})
		}
	}
	slices.SortFunc(k.parts, func(a, b part) int { return cmp.Compare(a.bound.Min[0], b.bound.Min[0]) })
	return k
}

// between tells whether a barrier lies between two points. One that is only
// touched lies between: who is wrong about a river that is in flood drowns.
func (k *barriers) between(p, q orb.Point) bool {
	way := orb.MultiPoint{p, q}.Bound()
	for _, s := range k.parts {
		if s.bound.Min[0] > way.Max[0] {
			return false
		}
		if s.bound.Intersects(way) && cross(p, q, s.a, s.b) {
			return true
		}
	}
	return false
}

// cross tells whether two pieces of straight line share a point.
func cross(p, q, a, b orb.Point) bool {
	d1, d2 := side(a, b, p), side(a, b, q)
	d3, d4 := side(p, q, a), side(p, q, b)
	if d1*d2 < 0 && d3*d4 < 0 {
		return true
	}
	return d1 == 0 && within(a, b, p) || d2 == 0 && within(a, b, q) || d3 == 0 && within(p, q, a) || d4 == 0 && within(p, q, b)
}

// side tells on which side of the line from a to b a point lies: -1, 0, 1.
func side(a, b, p orb.Point) int {
	return cmp.Compare((b[0]-a[0])*(p[1]-a[1]), (b[1]-a[1])*(p[0]-a[0]))
}

// within tells whether a point of the line through a and b lies from a to b.
func within(a, b, p orb.Point) bool { return orb.MultiPoint{a, b}.Bound().Contains(p) }

// Crossed gives the barriers that lie between two points.
func Crossed(all []Barrier, p, q orb.Point) []uuid.UUID {
	var ids []uuid.UUID
	for _, b := range all {
		if newBarriers([]Barrier{b}).between(p, q) {
			ids = append(ids, b.ID)
		}
	}
	return ids
}
