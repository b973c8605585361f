package tiles

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// nodeM is how far (EPSG:3857 metres) a vertex of one ring may lie beside the
// edge of another and still be taken as lying on it. It is well below what
// the finest band can show, and above the rounding of six-decimal degrees.
const nodeM = 0.2

// node returns the rings of the shapes without repeated points and not
// closed, with the vertices of other rings inserted into the edges they lie on:
// a village's corner on a straight county line becomes a vertex of both.
func node(shapes []shape) [][][]orb.Ring {
	rings := make([][][]orb.Ring, len(shapes))
	seen := make(map[orb.Point]bool)
	var vertices []indexed
	for s, sh := range shapes {
		for _, polygon := range sh.area {
			open := openPolygon(polygon)
			if open == nil {
				continue
			}
			rings[s] = append(rings[s], open)
			for _, ring := range open {
				for _, p := range ring {
					if !seen[p] {
						seen[p] = true
						vertices = append(vertices, indexed{at: p})
					}
				}
			}
		}
	}
	index := newPointIndex(vertices)
	for _, polygons := range rings {
		for _, polygon := range polygons {
			for i, ring := range polygon {
				polygon[i] = nodeRing(ring, index)
			}
		}
	}
	return rings
}

// openPolygon opens the rings of a polygon; nil if its shell encloses nothing.
func openPolygon(polygon orb.Polygon) []orb.Ring {
	var open []orb.Ring
	for i, ring := range polygon {
		r := openRing(ring)
		switch {
		case len(r) >= 3:
			open = append(open, r)
		case i == 0:
			return nil
		}
	}
	return open
}

// nodeRing inserts into an open ring the foreign vertices that lie on its edges.
// Vertices of the ring itself are left alone: inserting one would fold it.
func nodeRing(ring orb.Ring, index pointIndex) orb.Ring {
	var own map[orb.Point]bool
	var noded orb.Ring
	for i, a := range ring {
		b := ring[(i+1)%len(ring)]
		var on []orb.Point
		index.any(orb.MultiPoint{a, b}.Bound().Pad(nodeM), func(v *indexed) bool {
			if v.at != a && v.at != b && liesOn(v.at, a, b) {
				on = append(on, v.at)
			}
			return false
		})
		if len(on) > 0 && own == nil {
			own = make(map[orb.Point]bool, len(ring))
			for _, p := range ring {
				own[p] = true
			}
		}
		on = slices.DeleteFunc(on, func(p orb.Point) bool { return own[p] })
		slices.SortFunc(on, func(p, q orb.Point) int {
			return cmp.Or(cmp.Compare(along(p, a, b), along(q, a, b)), comparePoints(p, q))
		})
		noded = append(append(noded, a), on...)
	}
	return noded
}

// along is how far p lies from a towards b, in square metres of the dot product.
func along(p, a, b orb.Point) float64 {
	return (p[0]-a[0])*(b[0]-a[0]) + (p[1]-a[1])*(b[1]-a[1])
}

// liesOn reports whether p lies beside the edge from a to b, clear of its ends.
func liesOn(p, a, b orb.Point) bool {
	return planar.Distance(p, a) > 2*nodeM && planar.Distance(p, b) > 2*nodeM &&
		planar.DistanceFromSegment(a, b, p) <= nodeM
}
