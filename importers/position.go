package importers

import (
	"fmt"

	"github.com/paulmach/orb"

	"diming/importers/coordinate"
)

const (
	swapped    = "经纬度可能颠倒 / longitude and latitude may be swapped"
	outOfRange = "超出经纬度范围 / outside the range of longitude and latitude"
	atZero     = "坐标为 0 0，多半是没有填；没有坐标请留空 / 0 0 is seldom meant: leave both empty where there is no position"
)

// checkLonLat refuses what is no position on earth. A latitude that would be
// a longitude of China, with a longitude that would be its latitude, is
// named first, since it is the usual mistake.
func checkLonLat(p orb.Point) string {
	lon, lat := p[0], p[1]
	switch {
	case lat >= 73 && lat <= 136 && lon >= 0 && lon <= 55:
		return swapped
	case !(lon >= -180 && lon <= 180 && lat >= -90 && lat <= 90):
		return outOfRange
	}
	return ""
}

// location reads the coordinates of a table's row, in the file's own
// reference system, or nil when it gives none. What cannot be meant is
// refused, what may not be meant is suspected.
func (c *converter) location(r *row) *orb.Point {
	x, y := r.values[fieldLon], r.values[fieldLat]
	if both := r.values[fieldPosition]; x == "" && y == "" && both != "" {
		return c.bothIn(r, fieldPosition)
	}
	switch {
	case x == "" && y == "":
		return nil
	case y == "" || x == y:
		if p, ok := c.maybeBothIn(r, fieldLon); ok {
			return p
		}
	case x == "":
		if p, ok := c.maybeBothIn(r, fieldLat); ok {
			return p
		}
	}
	var readings [2]coordinate.Reading
	for i, f := range []field{fieldLon, fieldLat} {
		value := r.values[f]
		if value == "" {
			r.refuse(c.m.name(f), "", "坐标只有一半 / half of the position is missing")
			return nil
		}
		v, err := r.readNumber(value)
		if err != nil {
			r.refuse(c.m.name(f), value, err.Error())
			return nil
		}
		readings[i] = v
	}
	return c.placed(r, fieldLon, readings[0], readings[1])
}

func (r *row) readNumber(cell string) (coordinate.Reading, error) {
	if r.crs.projected {
		return coordinate.Metres(cell)
	}
	v, err := coordinate.Degrees(cell)
	if err != nil && r.crs.worded {
		return coordinate.Metres(cell) // nothing but words tells the system: metres or degrees
	}
	return v, err
}

// maybeBothIn reads two numbers in a cell that should hold one.
func (c *converter) maybeBothIn(r *row, f field) (*orb.Point, bool) {
	if r.crs.projected {
		return nil, false
	}
	if _, _, ok, _ := coordinate.Both(r.values[f]); !ok {
		return nil, false
	}
	return c.bothIn(r, f), true
}

func (c *converter) bothIn(r *row, f field) *orb.Point {
	value := r.values[f]
	lon, lat, ok, err := coordinate.Both(value)
	if !ok {
		err = fmt.Errorf("一格中应有经度和纬度两个数 / longitude and latitude are expected in one cell")
	}
	if err != nil {
		r.refuse(c.m.name(f), value, err.Error())
		return nil
	}
	r.formed("cell", value)
	return c.doubt(r, f, orb.Point{lon.Value, lat.Value})
}

// placed puts the two readings of a row in their order.
func (c *converter) placed(r *row, f field, x, y coordinate.Reading) *orb.Point {
	if p, q, ok := coordinate.Unpack(x, y); ok && !r.crs.projected {
		x, y = p, q
	}
	if x.Axis == coordinate.Lat && y.Axis == coordinate.Lon || c.swapAxes && x.Axis == coordinate.Unsaid {
		x, y = y, x
	}
	for i, v := range []coordinate.Reading{x, y} {
		if v.Form != coordinate.Decimal {
			r.formed(string(v.Form), r.values[[...]field{fieldLon, fieldLat}[i]])
		}
	}
	if x.Axis == coordinate.Lat || y.Axis == coordinate.Lon {
		r.suspect(suspectSwapped, swapAxesRemedy)
		r.refuse(c.m.name(f), r.values[f], swapped)
		return nil
	}
	return c.doubt(r, f, orb.Point{x.Value, y.Value})
}
