package cql2

import (
	"math"
	"slices"
	"time"

	"github.com/paulmach/orb"
)

func parseDate(s string) (Expr, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < 1 {
		return nil, wrong("%q 不是日期，日期写作 2020-01-31。", "%q is no date; write 2020-01-31.", s)
	}
	return Date{t}, nil
}

func parseMoment(s string) (Expr, error) {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil || t.Year() < 1 {
		return nil, wrong("%q 不是时刻，时刻写作 2020-01-31T08:00:00Z。", "%q is no timestamp; write 2020-01-31T08:00:00Z.", s)
	}
	return Moment{t.UTC().Truncate(time.Microsecond)}, nil // the precision of PostgreSQL
}

// parseInstant reads a date or a moment; ".." is nil, which is open.
func parseInstant(s string) (Expr, error) {
	if s == ".." {
		return nil, nil
	}
	if e, err := parseDate(s); err == nil {
		return e, nil
	}
	return parseMoment(s)
}

// instant reads the rest of DATE('…') or TIMESTAMP('…').
func (p *parser) instant(name string) (Expr, error) {
	t := p.peek()
	if t.kind != text {
		return nil, p.unexpected()
	}
	p.take()
	parse := parseDate
	if name == "timestamp" {
		parse = parseMoment
	}
	e, err := parse(t.text)
	if err != nil {
		return nil, err
	}
	return e, p.expect(")")
}

// interval reads the rest of INTERVAL(…, …).
func (p *parser) interval() (Expr, error) {
	from, err := p.intervalEnd()
	if err == nil {
		err = p.expect(",")
	}
	if err != nil {
		return nil, err
	}
	to, err := p.intervalEnd()
	if err != nil {
		return nil, err
	}
	return Interval{from, to}, p.expect(")")
}

func (p *parser) intervalEnd() (Expr, error) {
	if t := p.peek(); t.kind == text {
		p.take()
		return parseInstant(t.text)
	}
	return p.sum()
}

var geometries = []string{"point", "linestring", "polygon", "multipoint", "multilinestring", "multipolygon", "geometrycollection"}

// isGeometry tells whether a word begins a geometry: it is followed by a
// bracket, or by Z and a bracket.
func (p *parser) isGeometry(name string) bool {
	if !slices.Contains(geometries, name) {
		return false
	}
	return p.peek().is("(") || p.peek().is("z") && len(p.tokens) > 1 && p.tokens[1].is("(")
}

// wkt reads the rest of a geometry in well-known text. Heights are passed over.
func (p *parser) wkt(name string) (Expr, error) {
	p.accept("z")
	g, err := p.shape(name)
	if err == nil {
		err = checkGeometry(g)
	}
	if err != nil {
		return nil, err
	}
	return Geometry{g}, nil
}

func (p *parser) shape(name string) (orb.Geometry, error) {
	switch name {
	case "point":
		points, err := series(p, (*parser).position)
		if err == nil && len(points) != 1 {
			err = p.unexpected()
		}
		if err != nil {
			return nil, err
		}
		return points[0], nil
	case "linestring":
		points, err := series(p, (*parser).position)
		return orb.LineString(points), err
	case "polygon":
		rings, err := series(p, (*parser).ring)
		return orb.Polygon(rings), err
	case "multipoint":
		points, err := series(p, (*parser).memberPoint)
		return orb.MultiPoint(points), err
	case "multilinestring":
		lines, err := series(p, func(p *parser) (orb.LineString, error) {
			points, err := series(p, (*parser).position)
			return orb.LineString(points), err
		})
		return orb.MultiLineString(lines), err
	case "multipolygon":
		polygons, err := series(p, func(p *parser) (orb.Polygon, error) {
			rings, err := series(p, (*parser).ring)
			return orb.Polygon(rings), err
		})
		return orb.MultiPolygon(polygons), err
	}
	members, err := series(p, (*parser).member)
	return orb.Collection(members), err
}

// series reads elements in brackets with commas between, one at least.
func series[T any](p *parser, one func(*parser) (T, error)) ([]T, error) {
	if err := p.budget.down(); err != nil {
		return nil, err
	}
	defer p.budget.up()
	if err := p.expect("("); err != nil {
		return nil, err
	}
	var all []T
	for {
		e, err := one(p)
		if err != nil {
			return nil, err
		}
		all = append(all, e)
		if _, more := p.accept(","); !more {
			return all, p.expect(")")
		}
	}
}

func (p *parser) ring() (orb.Ring, error) {
	points, err := series(p, (*parser).position)
	return orb.Ring(points), err
}

// memberPoint is a point of a MULTIPOINT, in brackets or not.
func (p *parser) memberPoint() (orb.Point, error) {
	if !p.peek().is("(") {
		return p.position()
	}
	points, err := series(p, (*parser).position)
	if err == nil && len(points) != 1 {
		err = p.unexpected()
	}
	if err != nil {
		return orb.Point{}, err
	}
	return points[0], nil
}

func (p *parser) member() (orb.Geometry, error) {
	t := p.take()
	for _, name := range geometries {
		if t.is(name) {
			p.accept("z")
			return p.shape(name)
		}
	}
	return nil, wrong("GEOMETRYCOLLECTION 里只能是几何。", "A GEOMETRYCOLLECTION holds geometries only.")
}

// position reads two or three numbers.
func (p *parser) position() (orb.Point, error) {
	var at orb.Point
	if err := p.budget.node(); err != nil {
		return at, err
	}
	for i := range at {
		v, err := p.signedNumber()
		if err != nil {
			return at, err
		}
		at[i] = v
	}
	if t := p.peek(); t.kind == number || t.is("-") || t.is("+") {
		_, err := p.signedNumber()
		return at, err
	}
	return at, nil
}

func (p *parser) signedNumber() (float64, error) {
	s, _ := p.accept("-", "+")
	t := p.peek()
	if t.kind != number {
		return 0, p.unexpected()
	}
	p.take()
	if s == "-" {
		return -t.value, nil
	}
	return t.value, nil
}

// bbox reads the rest of BBOX(west, south, east, north), with heights or not.
func (p *parser) bbox() (Expr, error) {
	var n []float64
	for {
		v, err := p.signedNumber()
		if err != nil {
			return nil, err
		}
		n = append(n, v)
		if _, more := p.accept(","); !more || len(n) == 6 {
			break
		}
	}
	if err := p.expect(")"); err != nil {
		return nil, err
	}
	return box(n)
}

// box makes a geometry of four or six numbers; one that crosses the 180th
// meridian is two polygons.
func box(n []float64) (Expr, error) {
	if len(n) == 6 {
		n = []float64{n[0], n[1], n[3], n[4]}
	}
	if len(n) != 4 || n[1] > n[3] || slices.ContainsFunc(n, math.IsNaN) {
		return nil, wrong("BBOX 是西、南、东、北四个数（或加高程的六个数），南不大于北。", "A BBOX is west, south, east, north (or six numbers with heights), the south not beyond the north.")
	}
	rectangle := func(west, east float64) orb.Polygon {
		return orb.Bound{Min: orb.Point{west, n[1]}, Max: orb.Point{east, n[3]}}.ToPolygon()
	}
	if n[0] > n[2] {
		return Geometry{orb.MultiPolygon{rectangle(n[0], 180), rectangle(-180, n[2])}}, nil
	}
	return Geometry{rectangle(n[0], n[2])}, nil
}

// checkGeometry refuses what no database takes: rings that are not closed and
// lines of one point.
func checkGeometry(g orb.Geometry) error {
	switch g := g.(type) {
	case orb.LineString:
		if len(g) < 2 {
			return wrong("线至少有两个点。", "A line has two points at least.")
		}
	case orb.Polygon:
		for _, ring := range g {
			if len(ring) < 4 || !ring.Closed() {
				return wrong("面的每个环至少有四个点，首尾相同。", "Each ring of a polygon has four points at least, the last of which is the first.")
			}
		}
		if len(g) == 0 {
			return wrong("面没有环。", "A polygon has no ring.")
		}
	case orb.MultiLineString:
		return checkEach(g)
	case orb.MultiPolygon:
		return checkEach(g)
	case orb.Collection:
		return checkEach(g)
	}
	return nil
}

func checkEach[T orb.Geometry](all []T) error {
	if len(all) == 0 {
		return wrong("几何是空的。", "A geometry is empty.")
	}
	for _, one := range all {
		if err := checkGeometry(one); err != nil {
			return err
		}
	}
	return nil
}
