package pg

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"github.com/twpayne/go-geom"
	"pgregory.net/rapid"
)

func TestEWKBGivesBackWhatWentIn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := drawGeometry(0).Draw(t, "geometry")
		data, err := AppendEWKB(nil, want)
		if err != nil {
			t.Fatalf("AppendEWKB(%v) = %v", want, err)
		}
		got, err := ParseEWKB(data)
		if err != nil {
			t.Fatalf("ParseEWKB(%x) = %v", data, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("read back (-want +got):\n%s", diff)
		}
		if _, err := ParseEWKB(data[:len(data)-1]); err == nil {
			t.Fatal("ParseEWKB without the last byte = nil, want an error")
		}
	})
}

// drawGeometry makes any geometry that the codec takes.
func drawGeometry(depth int) *rapid.Generator[orb.Geometry] {
	return rapid.Custom(func(t *rapid.T) orb.Geometry {
		kinds := 7
		if depth > 2 {
			kinds = 6 // no collection
		}
		switch rapid.IntRange(1, kinds).Draw(t, "kind") {
		case wkbPoint:
			return drawPoint.Draw(t, "point")
		case wkbLineString:
			return drawLine.Draw(t, "line")
		case wkbPolygon:
			return drawPolygon.Draw(t, "polygon")
		case wkbMultiPoint:
			return orb.MultiPoint(rapid.SliceOfN(drawPoint, 0, 4).Draw(t, "points"))
		case wkbMultiLineString:
			return orb.MultiLineString(rapid.SliceOfN(drawLine, 0, 3).Draw(t, "lines"))
		case wkbMultiPolygon:
			return orb.MultiPolygon(rapid.SliceOfN(drawPolygon, 0, 3).Draw(t, "polygons"))
		}
		return orb.Collection(rapid.SliceOfN(drawGeometry(depth+1), 0, 3).Draw(t, "parts"))
	})
}

var (
	drawPoint = rapid.Custom(func(t *rapid.T) orb.Point {
		return orb.Point{rapid.Float64().Draw(t, "x"), rapid.Float64().Draw(t, "y")}
	})
	drawLine = rapid.Custom(func(t *rapid.T) orb.LineString {
		l := orb.LineString(rapid.SliceOfN(drawPoint, 0, 5).Draw(t, "vertices"))
		if len(l) == 1 {
			l = append(l, l[0])
		}
		return l
	})
	drawPolygon = rapid.Custom(func(t *rapid.T) orb.Polygon {
		p := orb.Polygon{}
		for range rapid.IntRange(0, 3).Draw(t, "rings") {
			r := orb.Ring(rapid.SliceOfN(drawPoint, 3, 6).Draw(t, "vertices"))
			p = append(p, append(r, r[0]))
		}
		return p
	})
)

func TestRingsAndBoundsAreWrittenAsPolygons(t *testing.T) {
	square := orb.Bound{Min: orb.Point{118, 28}, Max: orb.Point{119, 29}}
	for _, g := range []orb.Geometry{square, square.ToRing()} {
		data, err := AppendEWKB(nil, g)
		if err != nil {
			t.Fatal(err)
		}
		got, err := ParseEWKB(data)
		if err != nil || !orb.Equal(got, square.ToPolygon()) {
			t.Errorf("%T read back = %v, %v, want %v", g, got, err, square.ToPolygon())
		}
	}
}

func TestAppendEWKBRefuses(t *testing.T) {
	deep := orb.Collection{}
	for range maxDepth + 1 {
		deep = orb.Collection{deep}
	}
	for _, test := range []struct {
		name string
		g    orb.Geometry
	}{
		{"not a number", orb.Point{math.NaN(), 28}},
		{"infinite", orb.LineString{{118, 28}, {math.Inf(1), 28}}},
		{"a line of one vertex", orb.LineString{{118, 28}}},
		{"an open ring", orb.Polygon{{{0, 0}, {1, 0}, {1, 1}, {0, 1}}}},
		{"a ring of three vertices", orb.Polygon{{{0, 0}, {1, 0}, {0, 0}}}},
		{"an empty ring", orb.Polygon{{}}},
		{"a fault deep inside", orb.Collection{orb.MultiPolygon{{{{0, 0}}}}}},
		{"nothing in a collection", orb.Collection{nil}},
		{"collections without end", deep},
	} {
		if data, err := AppendEWKB(nil, test.g); !errors.Is(err, ErrGeometry) || data != nil {
			t.Errorf("%s: AppendEWKB = %x, %v, want ErrGeometry", test.name, data, err)
		}
	}
}

// raw writes EWKB by hand: a type word, then numbers.
func raw(word uint32, values ...any) []byte {
	b := append([]byte{1}, binary.LittleEndian.AppendUint32(nil, word)...)
	for _, v := range values {
		switch v := v.(type) {
		case int:
			b = binary.LittleEndian.AppendUint32(b, uint32(v))
		case float64:
			b = binary.LittleEndian.AppendUint64(b, math.Float64bits(v))
		case []byte:
			b = append(b, v...)
		}
	}
	return b
}

// refused are inputs that neither reader takes; flat ones only the reader of
// two dimensions refuses.
var refused, flat = map[string][]byte{
	"nothing":                  {},
	"a byte order alone":       {1},
	"an unknown byte order":    append([]byte{7}, raw(wkbPoint|ewkbSRID, SRID, 1.0, 2.0)[1:]...),
	"no SRID":                  raw(wkbPoint, 1.0, 2.0),
	"infinite":                 raw(wkbPoint|ewkbSRID, SRID, math.Inf(-1), 2.0),
	"half a number":            raw(wkbPoint|ewkbSRID, SRID, math.NaN(), 2.0),
	"a byte too many":          append(raw(wkbPoint|ewkbSRID, SRID, 1.0, 2.0), 0),
	"a count without points":   raw(wkbLineString|ewkbSRID, SRID, 0xffffffff),
	"a count without rings":    raw(wkbPolygon|ewkbSRID, SRID, 0x7fffffff),
	"a count in a ring":        raw(wkbPolygon|ewkbSRID, SRID, 1, 0x10000000),
	"a count without parts":    raw(wkbMultiPolygon|ewkbSRID, SRID, 0x0fffffff),
	"a collection of nothing":  raw(wkbCollection|ewkbSRID, SRID, 0x40000000),
	"a curve":                  raw(8|ewkbSRID, SRID, 0),
	"type 0":                   raw(ewkbSRID, SRID, 0),
	"a line among points":      raw(wkbMultiPoint|ewkbSRID, SRID, 1, raw(wkbLineString, 0), make([]byte, 32)),
	"another SRID in a part":   raw(wkbMultiPoint|ewkbSRID, SRID, 1, raw(wkbPoint|ewkbSRID, 4326, 1.0, 2.0)),
	"Z in one part only":       raw(wkbMultiPoint|ewkbSRID, SRID, 1, raw(wkbPoint|ewkbZ, 1.0, 2.0, 3.0)),
	"collections without end":  nested(),
	"ISO's code of a 3D point": raw(1001|ewkbSRID, SRID, 1.0, 2.0, 3.0),
}, map[string][]byte{
	"Z":                    raw(wkbPoint|ewkbSRID|ewkbZ, SRID, 1.0, 2.0, 3.0),
	"M":                    raw(wkbPoint|ewkbSRID|ewkbM, SRID, 1.0, 2.0, 3.0),
	"Z and M":              raw(wkbPoint|ewkbSRID|ewkbZ|ewkbM, SRID, 1.0, 2.0, 3.0, 4.0),
	"another SRID":         raw(wkbPoint|ewkbSRID, 4326, 1.0, 2.0),
	"an empty point":       raw(wkbPoint|ewkbSRID, SRID, math.NaN(), math.NaN()),
	"a line of one vertex": raw(wkbLineString|ewkbSRID, SRID, 1, 1.0, 2.0),
	"an empty ring":        raw(wkbPolygon|ewkbSRID, SRID, 1, 0),
}

func nested() []byte {
	b := raw(wkbCollection|ewkbSRID, SRID, 1)
	for range 2 * maxDepth {
		b = append(b, raw(wkbCollection, 1)...)
	}
	return append(b, raw(wkbCollection, 0)...)
}

func TestParseEWKBRefuses(t *testing.T) {
	for _, inputs := range []map[string][]byte{refused, flat} {
		for name, data := range inputs {
			if g, err := ParseEWKB(data); !errors.Is(err, ErrGeometry) || g != nil {
				t.Errorf("%s: ParseEWKB(%x) = %v, %v, want ErrGeometry", name, data, g, err)
			}
		}
	}
}

func TestParseGeomEWKBRefusesTheHostileAndTakesTheRest(t *testing.T) {
	for name, data := range refused {
		if g, err := ParseGeomEWKB(data); !errors.Is(err, ErrGeometry) || g != nil {
			t.Errorf("%s: ParseGeomEWKB(%x) = %v, %v, want ErrGeometry", name, data, g, err)
		}
	}
	for name, data := range flat {
		g, err := ParseGeomEWKB(data)
		if err != nil {
			t.Errorf("%s: ParseGeomEWKB(%x) = %v, want nil", name, data, err)
			continue
		}
		back, err := AppendGeomEWKB(nil, g)
		if err != nil || !bytes.Equal(back, data) {
			t.Errorf("%s: written again = %x, %v, want %x", name, back, err, data)
		}
	}
}

func TestAppendGeomEWKBWantsASRIDAndFiniteNumbers(t *testing.T) {
	for name, g := range map[string]geom.T{
		"no SRID":      geom.NewPointFlat(geom.XYZ, []float64{1, 2, 3}),
		"not a number": geom.NewPointFlat(geom.XYZ, []float64{1, 2, math.NaN()}).SetSRID(SRID),
	} {
		if data, err := AppendGeomEWKB(nil, g); !errors.Is(err, ErrGeometry) {
			t.Errorf("%s: AppendGeomEWKB = %x, %v, want ErrGeometry", name, data, err)
		}
	}
}

func TestAHostileCountAllocatesNothing(t *testing.T) {
	data := refused["a count without points"]
	if n := testing.AllocsPerRun(100, func() { _, _ = ParseEWKB(data) }); n > 12 {
		t.Errorf("ParseEWKB of a hostile count allocates %v times, want the error only", n)
	}
}

func FuzzEWKB(f *testing.F) {
	for _, inputs := range []map[string][]byte{refused, flat} {
		for _, data := range inputs {
			f.Add(data)
		}
	}
	for _, g := range []orb.Geometry{
		orb.Point{118.6, 28.7}, orb.MultiLineString{{{1, 2}, {3, 4}}, {}}, orb.Collection{orb.Point{1, 2}, orb.Polygon{}},
		orb.MultiPolygon{{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}}},
	} {
		data, err := AppendEWKB(nil, g)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if g, err := ParseEWKB(data); err == nil {
			again, err := AppendEWKB(nil, g)
			if err != nil {
				t.Fatalf("AppendEWKB(%v), which was read, = %v", g, err)
			}
			if back, err := ParseEWKB(again); err != nil || !cmp.Equal(g, back) {
				t.Fatalf("read again = %v, %v, want %v", back, err, g)
			}
			if _, err := ParseGeomEWKB(data); err != nil {
				t.Fatalf("ParseGeomEWKB refuses what ParseEWKB takes: %v", err)
			}
		}
		if g, err := ParseGeomEWKB(data); err == nil {
			if _, err := AppendGeomEWKB(nil, g); err != nil {
				t.Fatalf("AppendGeomEWKB(%v), which was read, = %v", g, err)
			}
		}
	})
}
