package importers

import (
	"slices"

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
	rows   []*row
	sound  []*row // the row behind each of what the intake holds
	intake intake
	bytes  int64 // of the file, up to here
}

func (c *converter) newChunk() *chunk { return &chunk{intake: c.m.subject.intake()} }

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
	if to.intake.add(c, r); r.sound() {
		to.sound = append(to.sound, r)
	}
}

// mayPart reports whether a batch may end before next.
func (to *chunk) mayPart(next *row) bool {
	return len(to.rows) >= maxBatchRows || to.intake.mayPart(to.rows[len(to.rows)-1], next)
}

func countyOf(r *row) string {
	for _, f := range []field{fieldCountyCode, fieldTownCode, fieldVillageCode, fieldCode} {
		if code := r.values[f]; code != "" {
			return code[:min(len(code), 6)]
		}
	}
	return ""
}

// placings are the geometries of the chunk that PostGIS is to look at. What
// the intake holds is changed in place.
func (to *chunk) placings(m *mapping) []placing {
	var all []placing
	for i, r := range to.sound {
		all = append(all, to.intake.placing(i, r, m)...)
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
	to.intake.keep(to.sound)
	to.sound = slices.DeleteFunc(to.sound, func(r *row) bool { return !r.sound() })
}
