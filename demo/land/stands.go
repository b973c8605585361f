package land

import (
	"math"

	"github.com/paulmach/orb"
)

// surround gives the cells outside next to the county to its neighbours, by
// bearing from the middle, as villages beyond the last; and says where their
// names may be written.
func (g *ground) surround(c County, p *parcels) []Stand {
	list, ok := around[c.Code]
	if !ok {
		list = elsewhere
	}
	for cell, in := range g.inside {
		if !in && g.usable(cell) {
			p.village[cell] = int32(len(c.Villages) + g.towards(list, g.centre(cell)))
		}
	}
	stands := make([]Stand, len(list))
	for i, n := range list {
		stands[i] = Stand{n.code, n.name, g.beyond(n.bearing)}
	}
	return stands
}

// towards is the neighbour whose bearing is nearest to that of p, as seen on
// the extent drawn to a square.
func (g *ground) towards(list []neighbour, p point) int {
	bearing := math.Atan2((p.x-g.middle.x)/g.half.x, (p.y-g.middle.y)/g.half.y) / radian
	best, found := math.Inf(1), 0
	for i, n := range list {
		if d := math.Abs(math.Remainder(bearing-n.bearing, 360)); d < best {
			best, found = d, i
		}
	}
	return found
}

// beyond is a place about 4.5 km outside the outer line in a direction.
func (g *ground) beyond(bearing float64) orb.Point {
	dx, dy := math.Sin(bearing*radian)*g.half.x, math.Cos(bearing*radian)*g.half.y
	length := math.Hypot(dx, dy)
	last := 0.0
	for t := 0.0; t < 1.6; t += 0.005 {
		if g.inside[g.at(point{g.middle.x + t*dx, g.middle.y + t*dy})] {
			last = t
		}
	}
	last += 4500 / length
	return g.plane.micro(point{g.middle.x + last*dx, g.middle.y + last*dy}).degrees()
}
