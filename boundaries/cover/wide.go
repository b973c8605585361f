package cover

import (
	"math"

	"github.com/paulmach/orb"
)

// A piece is measured in so many directions, 5 degrees apart.
const directions = 36

var compass = func() (all [directions]orb.Point) {
	for i := range all {
		s, c := math.Sincos(math.Pi * float64(i) / directions)
		all[i] = orb.Point{c, s}
	}
	return all
}()

// A width is how wide a piece is: across the lines along it, as for a long strip
// between two drawings of one line, and from side to side, whichever is less. A
// winding strip is wide from side to side, and a spike is high across its base.
type width struct {
	across float64
	from   orb.Point
	least  [directions]float64
	most   [directions]float64
}

func (w *width) add(below, above seam, t strip, lon, lat float64) {
	if w.from == (orb.Point{}) {
		w.from = orb.Point{t.west, below.at(t.west)}
	}
	high := max(above.at(t.west)-below.at(t.west), above.at(t.east)-below.at(t.east)) * lat
	w.across = max(w.across, high*eastward(below, above, lon, lat))
	for _, p := range []orb.Point{{t.west, below.at(t.west)}, {t.west, above.at(t.west)}, {t.east, below.at(t.east)}, {t.east, above.at(t.east)}} {
		x, y := (p[0]-w.from[0])*lon, (p[1]-w.from[1])*lat
		for i, d := range compass {
			at := x*d[0] + y*d[1]
			w.least[i], w.most[i] = min(w.least[i], at), max(w.most[i], at)
		}
	}
}

// eastward is the share of two seams' common direction that goes east: what
// turns a height between them into a distance across.
func eastward(below, above seam, lon, lat float64) float64 {
	x, y := 0.0, 0.0
	for _, m := range []seam{below, above} {
		dx, dy := (m.q[0]-m.p[0])*lon, (m.q[1]-m.p[1])*lat
		x, y = x+dx/math.Hypot(dx, dy), y+dy/math.Hypot(dx, dy)
	}
	return x / math.Hypot(x, y)
}

// metres is the width.
func (w *width) metres() float64 {
	wide := w.across
	for i := range directions {
		wide = min(wide, w.most[i]-w.least[i])
	}
	return wide
}
