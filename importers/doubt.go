package importers

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"diming/importers/coordinate"
)

// doubt looks at a position as the file gives it, in its own reference
// system: nil when the row is refused.
func (c *converter) doubt(r *row, f field, p orb.Point) *orb.Point {
	reason := ""
	switch {
	case r.crs.old() && r.crs.worded:
		return &p // kept as text: nobody knows what the numbers are
	case r.crs.projected:
		reason = c.doubtGrid(r, p)
	default:
		reason = c.doubtDegrees(r, p)
	}
	if reason == "" {
		return &p
	}
	column, value := "geometry", positionText(p)
	if r.geometry == nil {
		if f == fieldLon && p[0] >= -180 && p[0] <= 180 && !c.swapAxes {
			f = fieldLat
		}
		column, value = c.m.name(f), r.values[f]
	}
	r.refuse(column, value, reason)
	return nil
}

// doubtDegrees says why two numbers can be no longitude and latitude, and
// what they may be.
func (c *converter) doubtDegrees(r *row, p orb.Point) string {
	reason := checkLonLat(p)
	switch {
	case reason == swapped:
		r.suspect(suspectSwapped, swapAxesRemedy)
	case p == orb.Point{}:
		r.suspect(suspectZero, "")
		return atZero
	case reason == "":
		if !inCountry(p) {
			r.suspect(suspectAbroad, "")
		}
		c.lookAtFractions(p)
	default:
		if s, ok := coordinate.Recognise(p[0], p[1]); ok {
			kind, remedy, what := c.survey(s)
			r.suspect(kind, remedy)
			return what
		}
	}
	return reason
}

// doubtGrid says why two numbers can be no coordinates of the grid declared.
func (c *converter) doubtGrid(r *row, p orb.Point) string {
	if inCountry(p) || inCountry(orb.Point{p[1], p[0]}) {
		r.suspect(suspectGrid, "--crs 4490")
		return fmt.Sprintf("像是经纬度，不是 %s 的米制坐标 / these are degrees, not metres of %s", r.crs, r.crs)
	}
	grid, known := coordinate.GridOf(r.crs.code)
	if !known {
		return ""
	}
	s, fits := grid.Fits(p[0], p[1])
	if fits {
		return ""
	}
	if s.NorthingFirst && s.Grid == grid {
		r.suspect(suspectNorthing, swapAxesRemedy)
		return "像是北坐标（X）在前、东坐标（Y）在后 / the northing seems to stand before the easting"
	}
	kind, remedy, what := c.survey(s)
	r.suspect(kind, remedy)
	return what
}

// survey says what survey coordinates are and what to run.
func (c *converter) survey(s coordinate.Survey) (kind, remedy, what string) {
	kind = suspectZone
	if s.Grid.Meridian == 0 {
		kind, s.Grid = suspectGrid, coordinate.Grid{}
		if !math.IsNaN(c.meridian) {
			s.Grid = coordinate.Nearest(c.meridian)
		}
	} else if !s.Grid.Zoned {
		kind = suspectGrid
	}
	swap := ""
	if s.NorthingFirst {
		kind, swap = suspectNorthing, " "+swapAxesRemedy
	}
	epsg := s.Grid.EPSG()
	if epsg == 0 {
		return kind, "--crs 4534+(L−75)/3" + swap, "像是高斯平面坐标（米），中央经线 L 不明 / survey coordinates in metres, of a central meridian L that does not show"
	}
	remedy = fmt.Sprintf("--crs %d%s", epsg, swap)
	zone := ""
	if s.Grid.Zoned {
		zone = fmt.Sprintf("%d 度带第 %d 带，", s.Grid.Width, (s.Grid.Meridian+s.Grid.Width/2)/s.Grid.Width)
	}
	return kind, remedy, fmt.Sprintf("像是高斯平面坐标（%s中央经线 %d°），如是 CGCS2000 请用 %s / survey coordinates: if of CGCS2000 use %s", zone, s.Grid.Meridian, remedy, remedy)
}

// inCountry is a wide box about the country.
func inCountry(p orb.Point) bool {
	return p[0] >= 73 && p[0] <= 136 && p[1] >= 0 && p[1] <= 55
}

// lookAtFractions counts positions whose decimals could all be minutes and
// seconds, as 118.3712 for 118°37′12″ is written by old programs.
func (c *converter) lookAtFractions(p orb.Point) {
	c.fractions.all++
	for _, v := range p {
		f := math.Abs(v) - math.Floor(math.Abs(v))
		minutes := math.Floor(f*100 + 1e-9)
		seconds := math.Floor((f*100-minutes)*100 + 1e-7)
		if minutes >= 60 || seconds >= 60 {
			return
		}
	}
	c.fractions.packed++
}

// fractions counts how positions end.
type fractions struct{ all, packed int }

// leastFractions is from how many positions on the decimals tell: by chance
// both minutes and both seconds are below 60 in one of eight.
const leastFractions = 20

func (f fractions) packedDegrees() bool { return f.all >= leastFractions && f.packed == f.all }
