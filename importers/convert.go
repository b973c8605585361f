package importers

import (
	"github.com/paulmach/orb"

	"diming/gazetteer"
)

// A converter turns the rows of one file into rows of the store, and refuses
// those that are at fault, without asking the database.
type converter struct {
	m            *mapping
	kind         Kind
	crs          reference
	visibility   string
	classes      map[string]string // class name to code
	defaultClass string
	areaBasis    string
	firstEdition int // years; 0 when the file has no editions
	lastEdition  int
	seen         seenKeys
	source       string // that rows of a file of rejected rows must name; "" when it was given
	system       string // code system of the divisions, that of the first row

	decisions map[string]gazetteer.Decision // by key
	swapAxes  bool
	refuseOld bool    // rows in Xi'an 80 or Beijing 54 are refused
	meridian  float64 // about which the register's places lie, NaN where it has none
	fractions fractions
}

// A chunk is what goes into the store in one transaction, with every
// row of that stretch of the file, so that each can be accounted for.
type chunk struct {
	rows      []*row
	places    []gazetteer.Row
	divisions []gazetteer.DivisionRow
	sound     []*row // the row behind each of places or divisions
	bytes     int64  // of the file, up to here
}

// add converts r and appends it.
func (c *converter) add(to *chunk, r *row) {
	to.rows = append(to.rows, r)
	if !r.sound() {
		hideClassified(r, c.m)
		return
	}
	checkClassification(r, c.m, c.visibility)
	if r.classified {
		return
	}
	r.tidy()
	r.crs = c.rowSystem(r)
	c.swapGeometry(r)
	if c.kind == Divisions {
		d := c.divisionOf(r)
		if c.checkOrigin(r, divisionKey(d), fieldCode); r.mark == "" {
			c.seen.division(r, c.m, d)
		}
		if r.sound() {
			to.divisions, to.sound = append(to.divisions, d), append(to.sound, r)
		}
		return
	}
	p := c.placeOf(r)
	if c.checkOrigin(r, p.Key, c.keyField(r, p)); r.mark == "" {
		c.seen.place(r, c.m, p)
	}
	if r.sound() {
		to.places, to.sound = append(to.places, p), append(to.sound, r)
	}
}

// mayPart reports whether a batch may end before next. The divisions of one
// county stay together: what became of a division in a later edition is told
// by comparing it with its neighbours.
func (c *converter) mayPart(before *chunk, next *row) bool {
	if c.kind != Divisions || len(before.rows) >= maxBatchRows {
		return true
	}
	last := before.rows[len(before.rows)-1]
	return countyOf(last) != countyOf(next)
}

func countyOf(r *row) string {
	for _, f := range []field{fieldCountyCode, fieldTownCode, fieldVillageCode, fieldCode} {
		if code := r.values[f]; code != "" {
			return code[:min(len(code), 6)]
		}
	}
	return ""
}

// placings are the geometries of the chunk that PostGIS is to look at. The
// rows of the store are changed in place.
func (to *chunk) placings(m *mapping) []placing {
	var all []placing
	for i := range to.places {
		if p := &to.places[i]; p.Location != nil {
			all = append(all, pointPlacing(to.sound[i], m, p.Location))
		}
	}
	for i := range to.divisions {
		d := &to.divisions[i]
		if d.Seat != nil {
			all = append(all, pointPlacing(to.sound[i], m, d.Seat))
		}
		if d.Area != nil {
			all = append(all, placing{to.sound[i], "geometry", d.Area, func(g orb.Geometry) {
				d.Area, _ = g.(orb.MultiPolygon) // ST_Transform keeps the type
			}})
		}
	}
	return all
}

func pointPlacing(r *row, m *mapping, p *orb.Point) placing {
	column := "geometry"
	if r.geometry == nil {
		column = m.name(fieldLon)
	}
	return placing{r, column, *p, func(g orb.Geometry) { *p, _ = g.(orb.Point) }}
}

// keepSound drops the rows that PostGIS has refused from what is loaded.
func (to *chunk) keepSound() {
	kept := 0
	for i, r := range to.sound {
		if !r.sound() {
			continue
		}
		to.sound[kept] = r
		if to.places != nil {
			to.places[kept] = to.places[i]
		} else {
			to.divisions[kept] = to.divisions[i]
		}
		kept++
	}
	to.sound = to.sound[:kept]
	to.places = to.places[:min(kept, len(to.places))]
	to.divisions = to.divisions[:min(kept, len(to.divisions))]
}
