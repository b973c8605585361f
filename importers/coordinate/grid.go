package coordinate

import "math"

// What a coordinate of a Gauss-Krüger grid of China may be, in metres.
const (
	leastEasting  = 100_000 // without zone; the axis is at 500,000
	mostEasting   = 900_000
	leastNorthing = 1_900_000 // 17 degrees north
	mostNorthing  = 6_000_000 // 54 degrees
	perZone       = 1_000_000
)

// EPSG codes of the grids of CGCS2000: three and six degrees wide, with the
// zone before the easting and named by the central meridian.
const (
	threeZone, threeMeridian = 4513, 4534 // zones 25 to 45; meridians 75 to 135
	sixZone, sixMeridian     = 4491, 4502 // zones 13 to 23; meridians 75 to 135
)

// A Grid is a Gauss-Krüger grid of CGCS2000.
type Grid struct {
	Width    int // degrees, 3 or 6
	Meridian int // central, degrees
	Zoned    bool
}

// EPSG is the code of the grid, 0 where there is none.
func (g Grid) EPSG() int {
	zone, meridian, first := sixZone, sixMeridian, 75
	if g.Width == 3 {
		zone, meridian = threeZone, threeMeridian
	}
	if g.Meridian < first || g.Meridian > 135 || (g.Meridian-first)%g.Width != 0 {
		return 0
	}
	n := (g.Meridian - first) / g.Width
	if g.Zoned {
		return zone + n
	}
	return meridian + n
}

// GridOf is the grid with an EPSG code.
func GridOf(epsg int) (Grid, bool) {
	switch {
	case epsg >= threeZone && epsg < threeZone+21:
		return Grid{3, 75 + 3*(epsg-threeZone), true}, true
	case epsg >= threeMeridian && epsg < threeMeridian+21:
		return Grid{3, 75 + 3*(epsg-threeMeridian), false}, true
	case epsg >= sixZone && epsg < sixZone+11:
		return Grid{6, 75 + 6*(epsg-sixZone), true}, true
	case epsg >= sixMeridian && epsg < sixMeridian+11:
		return Grid{6, 75 + 6*(epsg-sixMeridian), false}, true
	}
	return Grid{}, false
}

// zoneGrid is the grid whose zone stands before an easting of 8 digits. The
// zones of three degrees are 25 to 45, those of six 13 to 23.
func zoneGrid(easting float64) (Grid, bool) {
	zone := int(easting / perZone)
	within := math.Mod(easting, perZone)
	switch {
	case within < leastEasting || within > mostEasting:
		return Grid{}, false
	case zone >= 25 && zone <= 45:
		return Grid{3, 3 * zone, true}, true
	case zone >= 13 && zone <= 23:
		return Grid{6, 6*zone - 3, true}, true
	}
	return Grid{}, false
}

func isNorthing(v float64) bool { return v >= leastNorthing && v <= mostNorthing }
func isEasting(v float64) bool  { return v >= leastEasting && v <= mostEasting }

// A Survey is what two numbers say that are no degrees but survey coordinates.
type Survey struct {
	Grid          Grid // Meridian 0 where the numbers do not tell it
	NorthingFirst bool // the X of a Chinese survey table stands first
}

// Recognise tells survey coordinates by their size: a northing has 7 digits,
// an easting 6, or 8 with its zone.
func Recognise(first, second float64) (Survey, bool) {
	for _, s := range []struct {
		easting, northing float64
		swapped           bool
	}{{first, second, false}, {second, first, true}} {
		if !isNorthing(s.northing) {
			continue
		}
		if g, ok := zoneGrid(s.easting); ok {
			return Survey{g, s.swapped}, true
		}
		if isEasting(s.easting) {
			return Survey{Grid{}, s.swapped}, true
		}
	}
	return Survey{}, false
}

// Nearest is the grid of three degrees, without zone, about a longitude.
func Nearest(lon float64) Grid {
	return Grid{3, int(math.Round(lon/3)) * 3, false}
}

// Fits reports whether an easting and a northing can be of grid g, and if
// not, what they are.
func (g Grid) Fits(easting, northing float64) (Survey, bool) {
	s, ok := Recognise(easting, northing)
	switch {
	case !ok:
		return Survey{}, true // nothing that could be told better
	case s.NorthingFirst:
		if s.Grid.Meridian == 0 {
			s.Grid = g
		}
		return s, false
	case s.Grid.Meridian == 0 && g.Zoned:
		return Survey{Grid{g.Width, g.Meridian, false}, false}, false
	case s.Grid.Meridian != 0 && s.Grid != g:
		return s, false
	}
	return s, true
}
