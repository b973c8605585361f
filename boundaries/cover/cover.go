// Package cover looks at areas that lie side by side and should cover their
// ground once: which edges they share, the lines and junctions that follow from
// these, the areas that follow from lines, and every gap and overlap.
//
// It works on exact vertices. Where two areas share a line, they hold the same
// points, to the last bit; a line drawn twice from different surveys is a
// difference and is found as one. All positions are degrees, longitude first
// (CGCS2000); areas and lengths are in metres on its ellipsoid.
package cover

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// An Area is what should cover its part of the ground. Rings may be drawn
// either way.
type Area struct {
	Name     string
	Polygons orb.MultiPolygon
}

// An edge is a straight piece of a ring, from its lesser end (by longitude,
// then latitude) to the greater.
type edge struct{ p, q orb.Point }

func less(a, b orb.Point) bool { return a[0] < b[0] || a[0] == b[0] && a[1] < b[1] }

// sides are the areas on the two sides of an edge: left and right of the
// direction from its lesser end to the greater. Each is nobody, one area, or,
// where areas overlap along a whole edge, several.
type sides struct{ left, right []int32 }

// edgesOf gives every edge of all rings with the areas beside it; of the invalid
// areas, which are told by their numbers, the edges as they are mended.
func edgesOf(areas []Area, invalid ...int) map[edge]*sides {
	n := 0
	for _, a := range areas {
		for _, p := range a.Polygons {
			for _, r := range p {
				n += len(r)
			}
		}
	}
	all := make(map[edge]*sides, n*2/3)
	for i, a := range areas {
		for _, p := range a.Polygons {
			visit := func(from, to orb.Point) { note(all, from, to, int32(i)) }
			if slices.Contains(invalid, i) {
				mended(p, visit)
				continue
			}
			for k, ring := range p {
				eachEdge(ring, k == 0, visit)
			}
		}
	}
	return all
}

func note(all map[edge]*sides, from, to orb.Point, area int32) {
	e, left := edge{from, to}, true
	if less(to, from) {
		e, left = edge{to, from}, false
	}
	s := all[e]
	if s == nil {
		s = &sides{}
		all[e] = s
	}
	if left {
		s.left = append(s.left, area)
	} else {
		s.right = append(s.right, area)
	}
}

// eachEdge visits the edges of a ring so that its area lies to the left: shells
// anticlockwise, holes clockwise. Points that repeat are passed over.
func eachEdge(ring orb.Ring, shell bool, visit func(from, to orb.Point)) {
	if (signed(ring) > 0) == shell {
		for i := 1; i < len(ring); i++ {
			if ring[i] != ring[i-1] {
				visit(ring[i-1], ring[i])
			}
		}
		return
	}
	for i := len(ring) - 1; i > 0; i-- {
		if ring[i] != ring[i-1] {
			visit(ring[i], ring[i-1])
		}
	}
}

// signed is twice the area of a ring in square degrees, positive where it runs
// anticlockwise.
func signed(ring []orb.Point) float64 {
	if len(ring) == 0 {
		return 0
	}
	o, sum := ring[0], 0.0
	for i := 1; i < len(ring); i++ {
		a, b := ring[i-1], ring[i]
		sum += (a[0]-o[0])*(b[1]-o[1]) - (b[0]-o[0])*(a[1]-o[1])
	}
	return sum
}

const (
	semiMajorM = 6378137.0         // CGCS2000
	flattening = 1 / 298.257222101 // CGCS2000
	eccentric2 = flattening * (2 - flattening)
	radian     = math.Pi / 180
)

// metresPerDegree gives the lengths of a degree of longitude and of latitude at
// a latitude, in metres on the ellipsoid.
func metresPerDegree(lat float64) (lon, along float64) {
	s := math.Sin(lat * radian)
	w := math.Sqrt(1 - eccentric2*s*s)
	return semiMajorM / w * math.Cos(lat*radian) * radian, semiMajorM * (1 - eccentric2) / (w * w * w) * radian
}

// Same tells whether two areas have the same edges with the same side inside,
// however their rings begin and run.
func Same(a, b orb.MultiPolygon) bool {
	for _, s := range edgesOf([]Area{{Polygons: a}, {Polygons: b}}) {
		if !balanced(s.left) || !balanced(s.right) {
			return false
		}
	}
	return true
}

// balanced tells whether area 0 lies on a side as often as area 1.
func balanced(ids []int32) bool {
	n := 0
	for _, i := range ids {
		n += 1 - 2*int(i)
	}
	return n == 0
}
