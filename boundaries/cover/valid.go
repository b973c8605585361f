package cover

import (
	"fmt"

	"github.com/paulmach/orb"
)

// An Invalid is an area that is none by the rules of simple features, with the
// first place where it is not.
type Invalid struct {
	Area     int
	Reason   string // Chinese
	ReasonEN string
	At       orb.Point
}

// Validate tells why an area is not valid, by the rules of OGC simple features
// that PostGIS asks too; false where it is.
func Validate(a Area) (Invalid, bool) {
	var shells []orb.Ring
	for _, p := range a.Polygons {
		if len(p) == 0 {
			return Invalid{Reason: "面没有外环", ReasonEN: "a polygon has no shell"}, true
		}
		for _, ring := range p {
			if bad, is := simple(ring); is {
				return bad, true
			}
		}
		if bad, is := holes(p); is {
			return bad, true
		}
		shells = append(shells, p[0])
	}
	return apartFromEachOther(a.Polygons, shells)
}

// ringEdges gives the edges of a ring in order, without points that repeat.
func ringEdges(ring orb.Ring) []edge {
	var all []edge
	for i := 1; i < len(ring); i++ {
		if ring[i] != ring[i-1] {
			all = append(all, edge{ring[i-1], ring[i]})
		}
	}
	return all
}

// simple finds where a ring does not close or meets itself.
func simple(ring orb.Ring) (bad Invalid, is bool) {
	edges := ringEdges(ring)
	if len(ring) == 0 {
		return Invalid{Reason: "环没有点", ReasonEN: "a ring has no point"}, true
	}
	if ring[0] != ring[len(ring)-1] {
		return Invalid{Reason: "环未闭合", ReasonEN: "a ring is not closed", At: ring[0]}, true
	}
	n := len(edges)
	if n < 3 {
		return Invalid{Reason: "环少于三条边", ReasonEN: "a ring has fewer than three edges", At: ring[0]}, true
	}
	eachPair(edges, func(i, j int) bool {
		how, at := meet(edges[i], edges[j])
		if how == apart || how == touch && ((i+1)%n == j || (j+1)%n == i) {
			return true
		}
		bad, is = Invalid{Reason: "环自相交", ReasonEN: "a ring meets itself", At: at}, true
		return false
	})
	return bad, is
}

// holes finds where the rings of a polygon cross, where holes cut it apart, and
// holes outside the shell or in each other.
func holes(p orb.Polygon) (Invalid, bool) {
	for i := range p {
		for j := range i {
			if !p[i].Bound().Intersects(p[j].Bound()) {
				if j == 0 {
					return Invalid{Reason: "洞在外环之外", ReasonEN: "a hole lies outside the shell", At: p[i][0]}, true
				}
				continue
			}
			touches, bad, is := meetings(p[i], p[j])
			if is {
				return bad, true
			}
			if len(touches) > 1 {
				return Invalid{Reason: "两环相接多于一点，面被分开", ReasonEN: "two rings touch in more than one point and cut the polygon apart", At: touches[0]}, true
			}
			switch inside := within(p[i], p[j]); {
			case j == 0 && !inside:
				return Invalid{Reason: "洞在外环之外", ReasonEN: "a hole lies outside the shell", At: p[i][0]}, true
			case j > 0 && (inside || within(p[j], p[i])):
				return Invalid{Reason: "洞中有洞", ReasonEN: "a hole lies in another", At: p[i][0]}, true
			}
		}
	}
	return Invalid{}, false
}

// meetings gives the points in which two rings touch, or why they may not meet so.
func meetings(a, b orb.Ring) (touches []orb.Point, bad Invalid, is bool) {
	first := ringEdges(a)
	edges := append(first[:len(first):len(first)], ringEdges(b)...)
	seen := map[orb.Point]bool{}
	eachPair(edges, func(i, j int) bool {
		if (i < len(first)) == (j < len(first)) {
			return true
		}
		switch how, at := meet(edges[i], edges[j]); how {
		case crossed, along:
			bad, is = Invalid{Reason: "两环相交", ReasonEN: "two rings cross", At: at}, true
			return false
		case touch:
			if !seen[at] {
				seen[at], touches = true, append(touches, at)
			}
		}
		return true
	})
	return touches, bad, is
}

// within tells whether the first ring lies in the second; they do not cross.
func within(a, b orb.Ring) bool {
	for _, p := range a {
		switch locate(b, p) {
		case 1:
			return true
		case -1:
			return false
		}
	}
	return locate(b, middle(a[0], a[1])) >= 0 // all its points lie on b
}

func middle(a, b orb.Point) orb.Point { return orb.Point{(a[0] + b[0]) / 2, (a[1] + b[1]) / 2} }

// locate is 1 for a point inside a ring, 0 on it, -1 outside.
func locate(ring orb.Ring, p orb.Point) int {
	inside := false
	for i := 1; i < len(ring); i++ {
		a, b := ring[i-1], ring[i]
		if a == p || b == p {
			return 0
		}
		if a[1] == b[1] {
			if p[1] == a[1] && between(a, b, p) {
				return 0
			}
			continue
		}
		if min(a[1], b[1]) > p[1] || max(a[1], b[1]) < p[1] || max(a[0], b[0]) < p[0] {
			continue
		}
		if a[1] > b[1] {
			a, b = b, a
		}
		t := turn(a, b, p)
		if t == 0 {
			return 0
		}
		if t > 0 && a[1] <= p[1] && p[1] < b[1] {
			inside = !inside
		}
	}
	if inside {
		return 1
	}
	return -1
}

// apartFromEachOther finds polygons of one area that cross or lie in each other.
func apartFromEachOther(all orb.MultiPolygon, shells []orb.Ring) (Invalid, bool) {
	for i := range shells {
		for j := range i {
			if !shells[i].Bound().Intersects(shells[j].Bound()) {
				continue
			}
			if _, bad, is := meetings(shells[i], shells[j]); is {
				bad.Reason, bad.ReasonEN = "两个面相交", "two polygons cross"
				return bad, true
			}
			if inPolygon(all[j], shells[i]) || inPolygon(all[i], shells[j]) {
				return Invalid{Reason: "面中有面", ReasonEN: "a polygon lies in another", At: shells[i][0]}, true
			}
		}
	}
	return Invalid{}, false
}

// inPolygon tells whether a ring lies in a polygon and in none of its holes.
func inPolygon(p orb.Polygon, ring orb.Ring) bool {
	if !within(ring, p[0]) {
		return false
	}
	for _, hole := range p[1:] {
		if within(ring, hole) {
			return false
		}
	}
	return true
}

// String gives the reason with its place.
func (i Invalid) String() string { return fmt.Sprintf("%s @ %.6f,%.6f", i.Reason, i.At[0], i.At[1]) }
