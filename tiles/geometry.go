package tiles

import (
	"math"

	"github.com/paulmach/orb"
)

// halfWorldM is half the width of the EPSG:3857 square.
const halfWorldM = math.Pi * 6378137

// mercator projects longitude and latitude, CGCS2000 taken as WGS 84, to
// EPSG:3857 metres. Equal points stay equal, so shared vertices stay shared.
func mercator(p orb.Point) orb.Point {
	lat := min(max(p[1], -85.05112877980659), 85.05112877980659)
	return orb.Point{
		p[0] / 180 * halfWorldM,
		math.Log(math.Tan(math.Pi/4+lat*math.Pi/360)) * halfWorldM / math.Pi,
	}
}

// gridM is the grid on which areas lie, in EPSG:3857 metres: far finer than any
// tile, coarser than the noise that reckoning leaves in equal coordinates, and
// a power of two, so that differences of coordinates are exact.
const gridM = 1. / 256

func onGrid(p orb.Point) orb.Point {
	return orb.Point{math.Round(p[0]/gridM) * gridM, math.Round(p[1]/gridM) * gridM}
}

// degrees is the inverse of mercator.
func degrees(p orb.Point) orb.Point {
	return orb.Point{
		p[0] / halfWorldM * 180,
		(2*math.Atan(math.Exp(p[1]/halfWorldM*math.Pi)) - math.Pi/2) * 180 / math.Pi,
	}
}

// emptyBound holds nothing and extends to whatever is added to it.
var emptyBound = orb.Bound{Min: orb.Point{math.Inf(1), math.Inf(1)}, Max: orb.Point{math.Inf(-1), math.Inf(-1)}}

// edgeLines lists the lines and rings of a geometry.
func edgeLines(g orb.Geometry) []orb.LineString {
	switch g := g.(type) {
	case orb.LineString:
		return []orb.LineString{g}
	case orb.MultiLineString:
		return g
	case orb.MultiPolygon:
		var lines []orb.LineString
		for _, polygon := range g {
			for _, ring := range polygon {
				lines = append(lines, orb.LineString(ring))
			}
		}
		return lines
	}
	return nil
}
