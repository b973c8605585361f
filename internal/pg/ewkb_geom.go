package pg

import (
	"encoding/binary"
	"fmt"
	"math"

	"github.com/twpayne/go-geom"
	"github.com/twpayne/go-geom/encoding/ewkb"
)

// AppendGeomEWKB appends g as EWKB to buf, with its third and fourth
// coordinates and its own SRID, which must be declared. It refuses coordinates
// that are not finite; the server refuses what a column does not take.
func AppendGeomEWKB(buf []byte, g geom.T) ([]byte, error) {
	if g.SRID() <= 0 {
		return nil, fmt.Errorf("%w: it has no SRID", ErrGeometry)
	}
	data, err := ewkb.Marshal(g, binary.LittleEndian)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrGeometry, err)
	}
	if err := scanEWKB(data); err != nil {
		return nil, err
	}
	return append(buf, data...), nil
}

// ParseGeomEWKB reads one geometry with any coordinates and any declared SRID.
// What [ParseEWKB] says of finite coordinates, counts, curves and the end holds
// here too; an empty point is allowed, as go-geom can say so.
func ParseGeomEWKB(data []byte) (geom.T, error) {
	if err := scanEWKB(data); err != nil {
		return nil, err
	}
	g, err := ewkb.Unmarshal(data)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrGeometry, err)
	}
	return g, nil
}

// scanEWKB walks over a geometry of any dimension before go-geom, which trusts
// counts, allocates for it.
func scanEWKB(data []byte) error {
	s := ewkbScanner{ewkbReader: ewkbReader{data: data}}
	s.geometry(0, 0)
	if s.err == nil && len(s.data) > 0 {
		s.refuse("%d bytes follow its end", len(s.data))
	}
	return s.err
}

type ewkbScanner struct {
	ewkbReader
	srid uint32 // of the outermost
	dims uint32 // its Z and M flags
}

// geometry walks over one geometry; only is the type it must have, 0 for any.
func (s *ewkbScanner) geometry(only uint32, depth int) {
	if depth > maxDepth {
		s.refuse("collections nested deeper than %d", maxDepth)
		return
	}
	kind, order := s.header(depth == 0)
	if only != 0 && kind != only {
		s.refuse("type %d stands where only %d may", kind, only)
	}
	if s.err != nil {
		return
	}
	switch kind {
	case wkbPoint:
		s.coordinates(order, 1, true)
	case wkbLineString:
		s.coordinates(order, s.count(order, s.stride()), false)
	case wkbPolygon:
		for range s.count(order, 4) {
			s.coordinates(order, s.count(order, s.stride()), false)
		}
	case wkbMultiPoint, wkbMultiLineString, wkbMultiPolygon, wkbCollection:
		member := kind - 3 // the codes of the multi-types follow those of their members
		if kind == wkbCollection {
			member = 0
		}
		for range s.count(order, sizeEmpty) {
			s.geometry(member, depth+1)
			if s.err != nil {
				return
			}
		}
	default:
		s.refuse("type %d is unknown or curved", kind)
	}
}

func (s *ewkbScanner) header(outer bool) (kind uint32, order binary.ByteOrder) {
	order = s.order()
	word := order.Uint32(s.take(4))
	if s.err == nil && word&ewkbSRID != 0 {
		srid := order.Uint32(s.take(4))
		if outer {
			s.srid = srid
		} else if srid != s.srid {
			s.refuse("a part has SRID %d, the whole %d", srid, s.srid)
		}
	}
	dims := word & (ewkbZ | ewkbM)
	switch {
	case outer && s.err == nil && (s.srid == 0 || s.srid > 999999): // PostGIS's own limit
		s.refuse("it has no SRID that can be")
	case outer:
		s.dims = dims
	case dims != s.dims:
		s.refuse("its parts differ in their coordinates")
	}
	return word &^ (ewkbZ | ewkbM | ewkbSRID), order
}

// stride is the size of a vertex in bytes.
func (s *ewkbScanner) stride() int {
	n := 2
	if s.dims&ewkbZ != 0 {
		n++
	}
	if s.dims&ewkbM != 0 {
		n++
	}
	return 8 * n
}

// coordinates walks over n vertices. An empty point is one whose values are all
// NaN.
func (s *ewkbScanner) coordinates(order binary.ByteOrder, n int, emptyAllowed bool) {
	values := n * s.stride() / 8
	nan := 0
	for range values {
		v := math.Float64frombits(order.Uint64(s.take(8)))
		if s.err != nil {
			return
		}
		if math.IsInf(v, 0) {
			s.refuse("a coordinate is infinite")
			return
		}
		if math.IsNaN(v) {
			nan++
		}
	}
	if nan > 0 && !(emptyAllowed && nan == values) {
		s.refuse("a coordinate is not a number")
	}
}
