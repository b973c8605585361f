// Package gcj shifts positions between WGS 84 and the systems of Chinese map
// apps: GCJ-02 (Amap, Tencent) and BD-09 (Baidu). The shift is some hundred
// metres, differs from place to place, and is defined inside a box around
// China; outside it nothing is shifted. CGCS2000 counts as WGS 84 here, which
// it is to decimetres.
//
// The formulas are what independent observers made of the published apps, not
// a standard: a position that was shifted back is approximate. Shifted
// positions are never stored.
package gcj

import (
	"math"

	"github.com/paulmach/orb"
)

// The ellipsoid and the box of GCJ-02.
const (
	axis         = 6378245.0
	eccentricity = 0.00669342162296594323 // squared

	west, east   = 72.004, 137.8347
	south, north = 0.8293, 55.8271
)

// Inside reports whether the shift is defined at p.
func Inside(p orb.Point) bool {
	return p[0] >= west && p[0] <= east && p[1] >= south && p[1] <= north
}

// FromWGS84 shifts a WGS 84 position into GCJ-02.
func FromWGS84(p orb.Point) orb.Point {
	if !Inside(p) {
		return p
	}
	d := offset(p)
	return orb.Point{p[0] + d[0], p[1] + d[1]}
}

// ToWGS84 is the inverse of [FromWGS84], found by iteration; it comes back to
// 1e-9 degrees except within the shift's length of the box's edge, where the
// shift itself jumps.
func ToWGS84(g orb.Point) orb.Point {
	if !Inside(g) {
		return g
	}
	return inverse(offset, g)
}

// ToBD09 shifts a GCJ-02 position into BD-09.
func ToBD09(g orb.Point) orb.Point {
	if !Inside(g) {
		return g
	}
	d := baidu(g)
	return orb.Point{g[0] + d[0], g[1] + d[1]}
}

// FromBD09 is the inverse of [ToBD09], found by iteration, with the same edge.
func FromBD09(b orb.Point) orb.Point {
	if !Inside(b) {
		return b
	}
	return inverse(baidu, b)
}

// inverse finds the position that shift moves to given. A shift changes so
// slowly from place to place that each step leaves a thousandth of the error.
func inverse(shift func(orb.Point) orb.Point, given orb.Point) orb.Point {
	p := given
	for range 20 {
		d := shift(p)
		next := orb.Point{given[0] - d[0], given[1] - d[1]}
		step := math.Abs(next[0]-p[0]) + math.Abs(next[1]-p[1])
		p = next
		if step < 1e-12 {
			break
		}
	}
	return p
}

// baidu is the shift from GCJ-02 to BD-09 at the GCJ-02 position g, in degrees.
func baidu(g orb.Point) orb.Point {
	const k = math.Pi * 3000 / 180
	x, y := g[0], g[1]
	z := math.Hypot(x, y) + 0.00002*math.Sin(y*k)
	theta := math.Atan2(y, x) + 0.000003*math.Cos(x*k)
	return orb.Point{z*math.Cos(theta) + 0.0065 - x, z*math.Sin(theta) + 0.006 - y}
}

// offset is the shift to GCJ-02 at the WGS 84 position p, in degrees.
func offset(p orb.Point) orb.Point {
	x, y := p[0]-105, p[1]-35
	root := math.Sqrt(math.Abs(x))
	fine := (20*math.Sin(6*x*math.Pi) + 20*math.Sin(2*x*math.Pi)) * 2 / 3

	northing := -100 + 2*x + 3*y + 0.2*y*y + 0.1*x*y + 0.2*root + fine
	northing += (20*math.Sin(y*math.Pi) + 40*math.Sin(y/3*math.Pi)) * 2 / 3
	northing += (160*math.Sin(y/12*math.Pi) + 320*math.Sin(y*math.Pi/30)) * 2 / 3

	easting := 300 + x + 2*y + 0.1*x*x + 0.1*x*y + 0.1*root + fine
	easting += (20*math.Sin(x*math.Pi) + 40*math.Sin(x/3*math.Pi)) * 2 / 3
	easting += (150*math.Sin(x/12*math.Pi) + 300*math.Sin(x/30*math.Pi)) * 2 / 3

	phi := p[1] / 180 * math.Pi
	magic := 1 - eccentricity*math.Sin(phi)*math.Sin(phi)
	meridian := axis * (1 - eccentricity) / (magic * math.Sqrt(magic))
	parallel := axis / math.Sqrt(magic) * math.Cos(phi)
	return orb.Point{easting * 180 / (parallel * math.Pi), northing * 180 / (meridian * math.Pi)}
}
