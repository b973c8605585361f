package pg

import (
	"encoding/binary"
	"fmt"
	"math"

	"github.com/paulmach/orb"
)

// maxDepth bounds collections within collections.
const maxDepth = 32

// ParseEWKB reads one geometry in SRID 4490. It refuses what orb cannot hold or
// would read wrongly: Z and M, another SRID or none, coordinates that are not
// finite, empty points, open rings, curves; also bytes after the end and counts
// that the bytes cannot hold. It allocates no more than the input warrants.
// An empty geometry other than a point is a non-nil, empty slice.
func ParseEWKB(data []byte) (orb.Geometry, error) {
	r := ewkbReader{data: data}
	g := r.geometry(true, 0)
	if r.err == nil && len(r.data) > 0 {
		r.refuse("%d bytes follow its end", len(r.data))
	}
	if r.err != nil {
		return nil, r.err
	}
	return g, nil
}

// An ewkbReader eats data from the front. After the first error all its methods
// give zero values.
type ewkbReader struct {
	data []byte
	err  error
}

func (r *ewkbReader) refuse(format string, args ...any) {
	if r.err == nil {
		r.err = fmt.Errorf("%w: %s", ErrGeometry, fmt.Sprintf(format, args...))
	}
	r.data = nil
}

func (r *ewkbReader) take(n int) []byte {
	if len(r.data) < n {
		r.refuse("it ends too early")
		return make([]byte, n)
	}
	b := r.data[:n]
	r.data = r.data[n:]
	return b
}

func (r *ewkbReader) order() binary.ByteOrder {
	switch b := r.take(1)[0]; {
	case r.err != nil:
	case b == 0:
		return binary.BigEndian
	case b > 1:
		r.refuse("byte order %d is unknown", b)
	}
	return binary.LittleEndian
}

// count reads a number of parts of at least size bytes each.
func (r *ewkbReader) count(order binary.ByteOrder, size int) int {
	n := order.Uint32(r.take(4))
	if r.err == nil && uint64(n)*uint64(size) > uint64(len(r.data)) {
		r.refuse("it announces %d parts and has %d bytes for them", n, len(r.data))
	}
	if r.err != nil {
		return 0
	}
	return int(n)
}

// header reads byte order, type and SRID. Inner geometries may repeat the SRID.
func (r *ewkbReader) header(outer bool) (kind uint32, order binary.ByteOrder) {
	order = r.order()
	word := order.Uint32(r.take(4))
	if r.err == nil && word&(ewkbZ|ewkbM) != 0 {
		r.refuse("it has a third or fourth coordinate (use ST_Force2D)")
	}
	if r.err == nil && word&ewkbSRID != 0 {
		if srid := order.Uint32(r.take(4)); r.err == nil && srid != SRID {
			r.refuse("its SRID is %d, not %d", srid, SRID)
		}
	} else if outer {
		r.refuse("it has no SRID, %d is needed", SRID)
	}
	return word &^ (ewkbZ | ewkbM | ewkbSRID), order
}

// Smallest number of bytes that a part takes.
const (
	sizePoint     = 16                // two coordinates
	sizeRing      = 4 + 4*sizePoint   // a count and four vertices
	sizeEmpty     = 1 + 4 + 4         // an empty geometry with its header
	sizeFullPoint = 1 + 4 + sizePoint // a point with its header
)

func (r *ewkbReader) geometry(outer bool, depth int) orb.Geometry {
	if depth > maxDepth {
		r.refuse("collections nested deeper than %d", maxDepth)
		return nil
	}
	kind, order := r.header(outer)
	if r.err != nil {
		return nil
	}
	switch kind {
	case wkbPoint:
		return r.point(order)
	case wkbLineString:
		return r.line(order)
	case wkbPolygon:
		return r.polygon(order)
	case wkbMultiPoint:
		return orb.MultiPoint(parts[orb.Point](r, order, sizeFullPoint, depth))
	case wkbMultiLineString:
		return orb.MultiLineString(parts[orb.LineString](r, order, sizeEmpty, depth))
	case wkbMultiPolygon:
		return orb.MultiPolygon(parts[orb.Polygon](r, order, sizeEmpty, depth))
	case wkbCollection:
		return orb.Collection(parts[orb.Geometry](r, order, sizeEmpty, depth))
	}
	r.refuse("type %d is unknown or curved", kind)
	return nil
}

// parts reads the members of a multi-geometry, all of type T.
func parts[T orb.Geometry](r *ewkbReader, order binary.ByteOrder, size, depth int) []T {
	n := r.count(order, size)
	list := make([]T, 0, n)
	for range n {
		g := r.geometry(false, depth+1)
		if r.err != nil {
			return nil
		}
		part, ok := g.(T)
		if !ok {
			r.refuse("a %s stands where it may not", g.GeoJSONType())
			return nil
		}
		list = append(list, part)
	}
	return list
}

func (r *ewkbReader) point(order binary.ByteOrder) orb.Point {
	b := r.take(sizePoint)
	p := orb.Point{math.Float64frombits(order.Uint64(b)), math.Float64frombits(order.Uint64(b[8:]))}
	for _, v := range p {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			r.refuse("point %v is empty or not finite", p)
			return orb.Point{}
		}
	}
	return p
}

func (r *ewkbReader) points(order binary.ByteOrder) []orb.Point {
	n := r.count(order, sizePoint)
	list := make([]orb.Point, n)
	for i := range list {
		list[i] = r.point(order)
	}
	return list
}

func (r *ewkbReader) line(order binary.ByteOrder) orb.LineString {
	l := orb.LineString(r.points(order))
	if reason := lineFault(l); reason != "" && r.err == nil {
		r.refuse("%s", reason)
	}
	return l
}

func (r *ewkbReader) polygon(order binary.ByteOrder) orb.Polygon {
	n := r.count(order, sizeRing)
	p := make(orb.Polygon, 0, n)
	for range n {
		ring := orb.Ring(r.points(order))
		if reason := ringFault(ring); reason != "" && r.err == nil {
			r.refuse("%s", reason)
		}
		if r.err != nil {
			return nil
		}
		p = append(p, ring)
	}
	return p
}
