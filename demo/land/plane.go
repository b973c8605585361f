package land

import (
	"math"

	"github.com/paulmach/orb"
)

// point is a place on the working plane, in metres east and north of the origin.
type point struct{ x, y float64 }

func (p point) to(q point) float64 { return math.Hypot(q.x-p.x, q.y-p.y) }

// micro is a position in millionths of a degree, longitude first: the precision
// of everything that leaves the package. Tests of crossing on it are exact.
type micro struct{ lon, lat int64 }

func (m micro) degrees() orb.Point {
	return orb.Point{float64(m.lon) / 1e6, float64(m.lat) / 1e6}
}

// plane is the sinusoidal projection of the sphere (radius orb.EarthRadius)
// about an origin: equal-area, and at a county's extent nearly true to shape.
type plane struct{ origin orb.Point }

const radian = math.Pi / 180

func (pl plane) metres(p orb.Point) point {
	return point{
		x: orb.EarthRadius * radian * (p[0] - pl.origin[0]) * math.Cos(p[1]*radian),
		y: orb.EarthRadius * radian * (p[1] - pl.origin[1]),
	}
}

func (pl plane) micro(p point) micro {
	lat := pl.origin[1] + p.y/(orb.EarthRadius*radian)
	lon := pl.origin[0] + p.x/(orb.EarthRadius*radian*math.Cos(lat*radian))
	return micro{int64(math.Round(lon * 1e6)), int64(math.Round(lat * 1e6))}
}
