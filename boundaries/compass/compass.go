// Package compass speaks of directions as the papers of boundaries do: azimuths
// on the ellipsoid (CGCS2000), from true, grid or magnetic north, in degrees and
// in the sixteen words of line descriptions. It is plain functions on values.
package compass

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"
)

// A North is what an azimuth is counted from, clockwise.
type North string

// The norths.
const (
	True     North = "true"     // 真北
	Grid     North = "grid"     // 坐标北 of the 3-degree Gauss–Krüger zone
	Magnetic North = "magnetic" // 磁北
)

const (
	semiMajorM = 6378137.0         // CGCS2000
	flattening = 1 / 298.257222101 // CGCS2000
	eccentric2 = flattening * (2 - flattening)
	radian     = math.Pi / 180
)

// Azimuth gives the direction from one point to another in degrees from true
// north, 0 to below 360, and their distance in metres, on the ellipsoid. It is
// the mid-latitude formula of Gauss: up to 40 km it differs from the geodesic of
// PostGIS by less than a second and a millionth of the length.
func Azimuth(from, to orb.Point) (deg, distanceM float64) {
	dLat, dLon := (to[1]-from[1])*radian, (to[0]-from[0])*radian
	mid := (from[1] + to[1]) / 2 * radian
	s := math.Sin(mid)
	w2 := 1 - eccentric2*s*s
	n := semiMajorM / math.Sqrt(w2)                           // across the meridian
	m := semiMajorM * (1 - eccentric2) / (w2 * math.Sqrt(w2)) // along it
	north := m * dLat * math.Cos(dLon/2)
	east := n * dLon * math.Cos(mid)
	turn := dLon * s / 2 // half of how much the meridians converge
	return Normal((math.Atan2(east, north) - turn) / radian), math.Hypot(north, east)
}

// Normal gives an azimuth from 0 to below 360 degrees.
func Normal(deg float64) float64 {
	deg = math.Mod(deg, 360)
	if deg < 0 {
		deg += 360
	}
	if deg >= 360 {
		return 0
	}
	return deg
}

// Meridian gives the central meridian of the 3-degree zone in which a longitude
// lies, in degrees.
func Meridian(lon float64) float64 { return math.Floor(lon/3+0.5) * 3 }

// Convergence gives by how many degrees grid north lies east of true north at a
// point, in its 3-degree zone: 子午线收敛角, positive east of the central meridian
// on the northern hemisphere.
func Convergence(p orb.Point) float64 {
	l := (p[0] - Meridian(p[0])) * radian
	sin, cos := math.Sincos(p[1] * radian)
	eta2 := eccentric2 / (1 - eccentric2) * cos * cos
	t2 := (sin / cos) * (sin / cos)
	lc := l * cos
	return sin * l * (1 + lc*lc/3*(1+3*eta2+2*eta2*eta2) + math.Pow(lc, 4)/15*(2-t2)) / radian
}

// A NoDeclinationError says that an azimuth from magnetic north cannot be told
// from true north, as nobody has said how far the needle points off.
type NoDeclinationError struct{ Deg float64 }

func (e *NoDeclinationError) Error() string {
	return fmt.Sprintf("方位角 %.2f° 是磁方位角，没有给出磁偏角，不能换算 / magnetic declination is not known", e.Deg)
}

// ToTrue gives an azimuth of a place in degrees from true north. declination is
// by how many degrees magnetic north lies east of true north there, and may be
// nil for the other norths.
func ToTrue(deg float64, north North, at orb.Point, declination *float64) (float64, error) {
	switch north {
	case True:
		return Normal(deg), nil
	case Grid:
		return Normal(deg + Convergence(at)), nil
	case Magnetic:
		if declination == nil {
			return 0, &NoDeclinationError{deg}
		}
		return Normal(deg + *declination), nil
	}
	return 0, fmt.Errorf("north %q is neither true, grid nor magnetic", north)
}

// FromTrue is the way back from ToTrue.
func FromTrue(deg float64, north North, at orb.Point, declination *float64) (float64, error) {
	zero, err := ToTrue(0, north, at, declination)
	return Normal(deg - zero), err
}

// Words are the sixteen directions in order from north, clockwise.
var Words = [16]string{"北", "北偏东北", "东北", "东偏东北", "东", "东偏东南", "东南", "南偏东南",
	"南", "南偏西南", "西南", "西偏西南", "西", "西偏西北", "西北", "北偏西北"}

// Sector gives the number of the direction of an azimuth from true north. Each is
// 22°30′ wide, 北 from 348°45′ up to but not including 11°15′ (行政区域界线测绘规范).
func Sector(deg float64) int { return int(math.Floor((Normal(deg)+11.25)/22.5)) % 16 }

// Word gives the direction of an azimuth from true north in one of sixteen words.
func Word(deg float64) string { return Words[Sector(deg)] }

// Off tells by how many sectors two directions differ, 0 to 8.
func Off(a, b int) int {
	d := ((a-b)%16 + 16) % 16
	return min(d, 16-d)
}

// Text gives degrees, minutes and whole seconds: 348°45′00″.
func Text(deg float64) string {
	s := int(math.Round(Normal(deg) * 3600))
	s %= 360 * 3600
	return fmt.Sprintf("%d°%02d′%02d″", s/3600, s/60%60, s%60)
}
