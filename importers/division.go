package importers

import (
	"fmt"
	"strconv"
	"time"

	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/gazetteer"
	"diming/internal/version"
)

// levels are the words for the five levels.
var levels = map[string]int{
	"province": 1, "省级": 1, "1": 1,
	"city": 2, "prefecture": 2, "地级": 2, "2": 2,
	"county": 3, "县级": 3, "3": 3,
	"town": 4, "township": 4, "乡级": 4, "4": 4,
	"village": 5, "村级": 5, "5": 5,
}

var levelOfCode = map[int]int{2: 1, 4: 2, 6: 3, 9: 4, 12: 5}

// divisionOf turns a row into what the store takes, or refuses it on r.
func (c *converter) divisionOf(r *row) gazetteer.DivisionRow {
	d := gazetteer.DivisionRow{
		Number:    r.number,
		AreaBasis: c.areaBasis,
	}
	system, code, name := c.identify(r, &d)
	if c.system == "" {
		c.system = system
	} else if system != c.system {
		r.refuse(c.m.name(code), d.Code, "与前面各行不是同一种代码 / another code system than the rows before")
	}
	if reason := checkPlaceName(d.Name); reason != "" {
		r.refuse(c.m.name(name), d.Name, reason)
	}
	if !digits(d.Code, 2, 12) {
		r.refuse(c.m.name(code), d.Code, "行政区划代码应为 2 至 12 位数字 / a division code has 2 to 12 digits")
	}
	d.Valid = c.span(r)
	c.shape(r, &d)
	return d
}

// identify fills code, name and level, and tells the code system and which
// fields code and name came from. Taiwan's open data names all three levels
// in each row; the smallest that is filled is the row's own.
func (c *converter) identify(r *row, d *gazetteer.DivisionRow) (system string, code, name field) {
	switch {
	case r.values[fieldVillageCode] != "":
		code, name, d.Level = fieldVillageCode, fieldVillageName, 5
	case r.values[fieldTownCode] != "":
		code, name, d.Level = fieldTownCode, fieldTownName, 4
	case r.values[fieldCountyCode] != "":
		code, name, d.Level = fieldCountyCode, fieldCountyName, 3
	default:
		d.Code, d.Name = r.values[fieldCode], r.values[fieldName]
		d.Level = c.level(r, d.Code)
		return boundaries.NBS, fieldCode, fieldName
	}
	d.Code, d.Name = r.values[code], r.values[name]
	return boundaries.Taiwan, code, name
}

// level is the level stated, which the length of the code must not deny.
func (c *converter) level(r *row, code string) int {
	byCode := levelOfCode[len(code)]
	stated := r.values[fieldLevel]
	level := levels[stated]
	switch {
	case stated == "" && byCode != 0:
		return byCode
	case level == 0:
		r.refuse(c.m.name(fieldLevel), stated, "级别不认识，可用 province、city、county、town、village 或 1 至 5 / level not known: use province, city, county, town, village or 1 to 5")
	case byCode != 0 && byCode != level:
		r.refuse(c.m.name(fieldLevel), stated, fmt.Sprintf("级别与 %d 位代码不符 / the level does not fit a code of %d digits", len(code), len(code)))
	}
	return level
}

// span is the valid time of editions: from 1 January of the first year to 1
// January after the last. What stands in the file's first edition began
// before it, what stands in its last goes on: those sides are open. GeoJSON is
// not read twice to find its editions: there the years count as they stand.
func (c *converter) span(r *row) version.Span {
	var s version.Span
	first := c.year(r, fieldFirstYear)
	last := c.year(r, fieldLastYear)
	if first != 0 && first != c.firstEdition {
		s.From = version.Day(first, time.January, 1)
	}
	if last != 0 && last != c.lastEdition {
		s.To = version.Day(last+1, time.January, 1)
	}
	if first != 0 && last != 0 && last < first {
		r.refuse(c.m.name(fieldLastYear), r.values[fieldLastYear], "末年早于首年 / the last year is before the first")
	}
	return s
}

// editions is the years of the first and last edition, "" when there are none.
func (c *converter) editions() string {
	if c.firstEdition == 0 {
		return ""
	}
	return fmt.Sprintf("%04d-%04d", c.firstEdition, c.lastEdition)
}

func (c *converter) year(r *row, f field) int {
	if r.values[f] == "" {
		return 0
	}
	y, ok := parseYear(r.values[f])
	if !ok {
		r.refuse(c.m.name(f), r.values[f], "不是四位年份 / not a year of four digits")
	}
	return y
}

func parseYear(s string) (int, bool) {
	if !digits(s, 4, 4) || s == "0000" {
		return 0, false
	}
	y, err := strconv.Atoi(s)
	return y, err == nil
}

// shape fills the area from polygons and the seat from a point.
func (c *converter) shape(r *row, d *gazetteer.DivisionRow) {
	switch g := r.geometry.(type) {
	case nil:
		d.Seat = c.location(r)
	case orb.Point:
		d.Seat = c.point(r)
	case orb.Polygon:
		d.Area = orb.MultiPolygon{g}
	case orb.MultiPolygon:
		d.Area = g
	default:
		r.refuse("geometry", g.GeoJSONType(), "区划要用面或点 / a division needs a Polygon, MultiPolygon or Point")
	}
	if r.geometry != nil && d.Seat == nil {
		c.checkArea(r, d.Area)
	}
	if d.Area == nil {
		d.AreaBasis = ""
	}
	c.settleDivision(r, d)
}

// checkArea refuses what PostGIS could not even read; whether the rings
// cross is for PostGIS to say.
func (c *converter) checkArea(r *row, area orb.MultiPolygon) {
	if len(area) == 0 {
		r.refuse("geometry", "", "面为空 / the area is empty")
	}
	for _, polygon := range area {
		if len(polygon) == 0 {
			r.refuse("geometry", "", "面为空 / the area is empty")
		}
		for _, ring := range polygon {
			if reason, at := c.checkRing(r, ring); reason != "" {
				r.refuse("geometry", at, reason)
				return
			}
		}
	}
}

func (c *converter) checkRing(r *row, ring orb.Ring) (reason, at string) {
	switch {
	case len(ring) < 4:
		return fmt.Sprintf("环只有 %d 个点，至少 4 个 / a ring of %d points, 4 is the least", len(ring), len(ring)), ""
	case ring[0] != ring[len(ring)-1]:
		return "环没有闭合 / a ring is not closed", positionText(ring[0])
	case r.crs.old():
		return "", ""
	case r.crs.projected:
		return c.doubtGrid(r, ring[0]), positionText(ring[0])
	}
	for _, p := range ring {
		if reason := checkLonLat(p); reason != "" {
			return c.doubtDegrees(r, p), positionText(p)
		}
	}
	return "", ""
}
