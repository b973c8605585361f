package cover

import (
	"math"

	"github.com/paulmach/orb"
)

// Disagree tells whether a line is not an edge of the area that lies on one side
// of it, with the point of the line farthest from the area's edges and how far
// it lies off in metres.
func Disagree(line orb.MultiLineString, areaOnLeft bool, area orb.MultiPolygon) (at orb.Point, offM float64, differs bool) {
	all := edgesOf([]Area{{Polygons: area}})
	for _, path := range line {
		for i := 1; i < len(path); i++ {
			a, b := path[i-1], path[i]
			e := ordered(edge{a, b})
			s := all[e]
			if s != nil && (len(s.left) > 0) == (areaOnLeft == (e.p == a)) && len(s.left) != len(s.right) {
				continue
			}
			if m, d := middle(a, b), fromEdges(middle(a, b), all); !differs || d > offM {
				at, offM = m, d
			}
			differs = true
			for _, p := range []orb.Point{a, b} {
				if d := fromEdges(p, all); d > offM {
					at, offM = p, d
				}
			}
		}
	}
	return at, offM, differs
}

// fromEdges is the distance of a point from the nearest edge, in metres.
func fromEdges(p orb.Point, all map[edge]*sides) float64 {
	lon, lat := metresPerDegree(p[1])
	best := math.Inf(1)
	for e := range all {
		best = min(best, fromEdge(p, e, lon, lat))
	}
	return best
}

func fromEdge(p orb.Point, e edge, lon, lat float64) float64 {
	ax, ay := (e.p[0]-p[0])*lon, (e.p[1]-p[1])*lat
	dx, dy := (e.q[0]-e.p[0])*lon, (e.q[1]-e.p[1])*lat
	t := min(1, max(0, -(ax*dx+ay*dy)/(dx*dx+dy*dy)))
	return math.Hypot(ax+t*dx, ay+t*dy)
}
