package card

import (
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"
)

// Direction is one of the eight winds, or empty where two points are one.
type Direction string

// winds stand clockwise from north.
var winds = []Direction{"n", "ne", "e", "se", "s", "sw", "w", "nw"}

var windWords = map[Direction][2]string{
	"n": {"北", "north"}, "ne": {"东北", "north-east"}, "e": {"东", "east"}, "se": {"东南", "south-east"},
	"s": {"南", "south"}, "sw": {"西南", "south-west"}, "w": {"西", "west"}, "nw": {"西北", "north-west"},
}

// Words are the direction in Chinese and in English; empty for none.
func (d Direction) Words() (zh, en string) { return windWords[d][0], windWords[d][1] }

// directionOf is where b lies from a; points within a metre have none.
func directionOf(a, b orb.Point) Direction {
	if geo.DistanceHaversine(a, b) < 1 {
		return ""
	}
	octant := int(math.Round(geo.Bearing(a, b)/45)+8) % 8
	return winds[octant]
}

// crosses tells whether the way from a to b, straight, touches a line. It is asked
// for every village, shelter and barrier: what lies to one side of the way is
// passed over by comparing alone.
func crosses(line orb.LineString, a, b orb.Point) bool {
	west, east := min(a[0], b[0]), max(a[0], b[0])
	south, north := min(a[1], b[1]), max(a[1], b[1])
	for i := 1; i < len(line); i++ {
		c, d := line[i-1], line[i]
		if c[0] < west && d[0] < west || c[0] > east && d[0] > east || c[1] < south && d[1] < south || c[1] > north && d[1] > north {
			continue
		}
		if side(a, b, c)*side(a, b, d) <= 0 && side(c, d, a)*side(c, d, b) <= 0 {
			return true
		}
	}
	return false
}

// side is positive where p lies left of the line from a to b, negative right.
func side(a, b, p orb.Point) float64 {
	return (b[0]-a[0])*(p[1]-a[1]) - (b[1]-a[1])*(p[0]-a[0])
}
