package pg

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"github.com/paulmach/orb"
)

// SRID is the reference system of every geometry column: CGCS2000, longitude
// first, degrees.
const SRID = 4490

// ErrGeometry is in the chain of every refusal of this package's codec.
var ErrGeometry = errors.New("geometry refused")

// Flags and codes of EWKB, PostGIS's form of ISO 13249-3 well-known binary.
const (
	ewkbZ    = 0x80000000
	ewkbM    = 0x40000000
	ewkbSRID = 0x20000000

	wkbPoint           = 1
	wkbLineString      = 2
	wkbPolygon         = 3
	wkbMultiPoint      = 4
	wkbMultiLineString = 5
	wkbMultiPolygon    = 6
	wkbCollection      = 7
)

// AppendEWKB appends g as EWKB in SRID 4490 to buf. It refuses coordinates that
// are not finite, lines of one vertex, and rings that have fewer than four or do
// not close. A non-nil, empty slice (orb.Polygon{}) is an empty geometry; an
// orb.Point cannot be empty. Rings and bounds are written as polygons.
func AppendEWKB(buf []byte, g orb.Geometry) ([]byte, error) {
	w := ewkbWriter{buf: buf}
	w.geometry(g, true, 0)
	if w.err != nil {
		return nil, w.err
	}
	return w.buf, nil
}

type ewkbWriter struct {
	buf []byte
	err error
}

func (w *ewkbWriter) refuse(format string, args ...any) {
	if w.err == nil {
		w.err = fmt.Errorf("%w: %s", ErrGeometry, fmt.Sprintf(format, args...))
	}
}

func (w *ewkbWriter) uint32(n uint32) { w.buf = binary.LittleEndian.AppendUint32(w.buf, n) }

func (w *ewkbWriter) count(n int) {
	if n > math.MaxInt32 {
		w.refuse("%d parts are too many", n)
	}
	w.uint32(uint32(n))
}

// header opens a geometry: byte order, type and, on the outermost, the SRID.
func (w *ewkbWriter) header(kind uint32, outer bool) {
	w.buf = append(w.buf, 1) // little endian
	if !outer {
		w.uint32(kind)
		return
	}
	w.uint32(kind | ewkbSRID)
	w.uint32(SRID)
}

func (w *ewkbWriter) geometry(g orb.Geometry, outer bool, depth int) {
	if depth > maxDepth {
		w.refuse("collections nested deeper than %d", maxDepth)
		return
	}
	switch g := g.(type) {
	case orb.Point:
		w.header(wkbPoint, outer)
		w.point(g)
	case orb.LineString:
		w.line(g, outer)
	case orb.Ring:
		w.polygon(orb.Polygon{g}, outer)
	case orb.Bound:
		w.polygon(g.ToPolygon(), outer)
	case orb.Polygon:
		w.polygon(g, outer)
	case orb.MultiPoint:
		w.header(wkbMultiPoint, outer)
		w.count(len(g))
		for _, p := range g {
			w.geometry(p, false, depth+1)
		}
	case orb.MultiLineString:
		w.header(wkbMultiLineString, outer)
		w.count(len(g))
		for _, l := range g {
			w.line(l, false)
		}
	case orb.MultiPolygon:
		w.header(wkbMultiPolygon, outer)
		w.count(len(g))
		for _, p := range g {
			w.polygon(p, false)
		}
	case orb.Collection:
		w.header(wkbCollection, outer)
		w.count(len(g))
		for _, part := range g {
			w.geometry(part, false, depth+1)
		}
	default:
		w.refuse("cannot write a %T", g)
	}
}

func (w *ewkbWriter) point(p orb.Point) {
	for _, v := range p {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			w.refuse("coordinate %v is not finite", p)
			return
		}
		w.buf = binary.LittleEndian.AppendUint64(w.buf, math.Float64bits(v))
	}
}

func (w *ewkbWriter) points(ps []orb.Point) {
	w.count(len(ps))
	for _, p := range ps {
		w.point(p)
	}
}

func (w *ewkbWriter) line(l orb.LineString, outer bool) {
	if reason := lineFault(l); reason != "" {
		w.refuse("%s", reason)
		return
	}
	w.header(wkbLineString, outer)
	w.points(l)
}

func (w *ewkbWriter) polygon(p orb.Polygon, outer bool) {
	w.header(wkbPolygon, outer)
	w.count(len(p))
	for _, r := range p {
		if reason := ringFault(r); reason != "" {
			w.refuse("%s", reason)
			return
		}
		w.points(r)
	}
}

func lineFault(l orb.LineString) string {
	if len(l) == 1 {
		return "a line has only one vertex"
	}
	return ""
}

func ringFault(r orb.Ring) string {
	switch {
	case len(r) < 4:
		return fmt.Sprintf("a ring has %d vertices and needs four", len(r))
	case r[0] != r[len(r)-1]:
		return fmt.Sprintf("a ring begins at %v and ends at %v", r[0], r[len(r)-1])
	}
	return ""
}
