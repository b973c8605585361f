package relocation

import "math"

// The ellipsoid of CGCS2000 (GB 22021-2008).
const (
	semiMajorM = 6378137.0
	flattening = 1 / 298.257222101
	radian     = math.Pi / 180
)

// A point is metres east and north of a plane's origin.
type point struct{ e, n float64 }

// A plane touches the ellipsoid at its origin.
type plane struct {
	origin      LonLat
	east, north float64 // metres of a degree of longitude and of latitude there
}

func planeAt(o LonLat) plane {
	e2 := flattening * (2 - flattening)
	sin, cos := math.Sincos(o.Lat * radian)
	w := math.Sqrt(1 - e2*sin*sin)
	return plane{o, semiMajorM / w * cos * radian, semiMajorM * (1 - e2) / (w * w * w) * radian}
}

func (p plane) point(l LonLat) point {
	return point{(l.Lon - p.origin.Lon) * p.east, (l.Lat - p.origin.Lat) * p.north}
}

func (p plane) lonLat(at point) LonLat {
	return LonLat{p.origin.Lon + at.e/p.east, p.origin.Lat + at.n/p.north}
}

// convergenceDeg is the azimuth of grid north from true north at l, in the
// Gauss–Krüger zone of a central meridian; 0 names the nearest 3-degree zone's.
func convergenceDeg(l LonLat, meridian float64) float64 {
	if meridian == 0 {
		meridian = 3 * math.Round(l.Lon/3)
	}
	sin, cos := math.Sincos(l.Lat * radian)
	d := (l.Lon - meridian) * radian
	return (d*sin + d*d*d/3*sin*cos*cos) / radian
}

// trueDeg is an azimuth counted from true north.
func trueDeg(azimuth float64, north North, at LonLat, s Settings) float64 {
	switch north {
	case Grid:
		return azimuth + convergenceDeg(at, s.CentralMeridianDeg)
	case Magnetic:
		return azimuth + s.DeclinationDeg
	}
	return azimuth
}

// to is how b lies from a: metres, and radians clockwise from north.
func (a point) to(b point) (distance, azimuth float64) {
	return math.Hypot(b.e-a.e, b.n-a.n), math.Atan2(b.e-a.e, b.n-a.n)
}

// step is the point that lies distance metres from a under an azimuth in radians.
func (a point) step(distance, azimuth float64) point {
	sin, cos := math.Sincos(azimuth)
	return point{a.e + distance*sin, a.n + distance*cos}
}

// turn brings an angle in radians between -π and π.
func turn(a float64) float64 { return math.Atan2(math.Sin(a), math.Cos(a)) }

// WithinTolerance tells whether two positions of a marker lie no more than a
// tolerance apart, and how far apart they lie, in metres.
func WithinTolerance(a, b LonLat, toleranceM float64) (apartM float64, within bool) {
	pl := planeAt(LonLat{a.Lon, (a.Lat + b.Lat) / 2})
	apartM, _ = pl.point(a).to(pl.point(b))
	return apartM, apartM <= toleranceM
}

// Beside is the place that lies distance metres from another under an azimuth
// in degrees; grid north is that of the nearest 3-degree zone.
func Beside(from LonLat, azimuth float64, north North, distance float64) LonLat {
	return planeAt(from).lonLat(point{}.step(distance, trueDeg(azimuth, north, from, Settings{})*radian))
}
