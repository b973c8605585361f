package flatgeobuf_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"diming/internal/flatgeobuf"
)

var columns = []flatgeobuf.Column{
	{Name: "id", Type: flatgeobuf.String, Key: true},
	{Name: "name", Title: "名称", Type: flatgeobuf.String},
	{Name: "level", Type: flatgeobuf.Long},
	{Name: "area", Type: flatgeobuf.Double},
	{Name: "water", Type: flatgeobuf.Bool},
	{Name: "suits", Type: flatgeobuf.JSON},
	{Name: "from", Type: flatgeobuf.DateTime},
	{Name: "last", Type: flatgeobuf.String},
}

// A feature is one that a test writes.
type feature struct {
	geometry orb.Geometry
	values   []any
}

// written is a file of features.
func written(t *testing.T, h flatgeobuf.Header, all []feature) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := flatgeobuf.NewWriter(&out, h)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range all {
		if err := w.Write(f.geometry, f.values); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// readByGDAL gives what ogr2ogr makes of a file, which it checks byte by byte
// before (VERIFY_BUFFERS), and its reference system.
func readByGDAL(t *testing.T, file []byte) *geojson.FeatureCollection {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.fgb")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	run := exec.CommandContext(t.Context(), "ogr2ogr", "-f", "GeoJSON", "-lco", "COORDINATE_PRECISION=15", "-lco", "WRITE_NAME=NO", "-lco", "RFC7946=NO",
		"-oo", "VERIFY_BUFFERS=YES", "/vsistdout/", path)
	var complaint strings.Builder
	run.Stderr = &complaint
	out, err := run.Output()
	if err != nil || complaint.Len() > 0 {
		t.Fatalf("ogr2ogr: %v: %s", err, complaint.String())
	}
	all, err := geojson.UnmarshalFeatureCollection(out)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestGDALReadsWhatIsWritten: every geometry type and every column type, with any
// of the values absent, whether the features are counted beforehand or not.
func TestGDALReadsWhatIsWritten(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	ring := func(n int) orb.Ring {
		x, y := 118+r.Float64(), 28+r.Float64()
		return orb.Ring{{x, y}, {x + 0.01*float64(n), y}, {x, y + 0.01}, {x, y}}
	}
	line := func(n int) (l orb.LineString) {
		for range n {
			l = append(l, orb.Point{118 + r.Float64(), 28 + r.Float64()})
		}
		return l
	}
	for of, geometries := range map[flatgeobuf.GeometryType][]feature{
		flatgeobuf.Point:           {{geometry: orb.Point{118.5, 28.25}}, {geometry: nil}, {geometry: orb.Point{-0.1, 0}}},
		flatgeobuf.MultiLineString: {{geometry: orb.MultiLineString{line(2), line(5)}}, {geometry: orb.MultiLineString{line(3)}}, {geometry: line(2)}, {geometry: orb.MultiLineString{}}},
		flatgeobuf.MultiPolygon: {{geometry: orb.MultiPolygon{{ring(1), ring(2)}, {ring(3)}}}, {geometry: orb.MultiPolygon{{ring(1)}}},
			{geometry: orb.Polygon{ring(4), ring(1), ring(2)}}, {geometry: nil}},
	} {
		var all []feature
		for i := range 60 {
			f := geometries[i%len(geometries)]
			f.values = []any{string(rune('a' + i)), "清湖街道𬭚", int64(-7 << 40), 0.1, i%2 == 0, []string{"typhoon", "洪水"}, "2018-06-01T08:30:00Z", "end"}
			for j := 1; j < len(f.values); j++ {
				if r.IntN(3) == 0 {
					f.values[j] = nil
				}
			}
			all = append(all, f)
		}
		for _, count := range []uint64{0, uint64(len(all))} {
			read := readByGDAL(t, written(t, flatgeobuf.Header{Name: "x", Geometry: of, Columns: columns, Count: count, EPSG: 4490}, all))
			if len(read.Features) != len(all) {
				t.Fatalf("type %d counted as %d: GDAL reads %d features, want %d", of, count, len(read.Features), len(all))
			}
			for i, f := range read.Features {
				compare(t, f, all[i])
			}
			if crs, _ := json.Marshal(read.ExtraMembers["crs"]); !strings.Contains(string(crs), "EPSG::4490") {
				t.Errorf("GDAL finds the reference system %s", crs)
			}
		}
	}
}

func compare(t *testing.T, got *geojson.Feature, f feature) {
	t.Helper()
	want := f.geometry
	switch g := want.(type) {
	case orb.LineString:
		want = orb.MultiLineString{g}
	case orb.Polygon:
		want = orb.MultiPolygon{g}
	case orb.MultiLineString:
		if len(g) == 0 {
			want = nil
		}
	}
	if (got.Geometry == nil) != (want == nil) || want != nil && !orb.Equal(got.Geometry, want) {
		t.Errorf("geometry %v, want %v", got.Geometry, want)
	}
	for j, c := range columns {
		value := f.values[j]
		switch v := value.(type) {
		case int64:
			value = float64(v)
		case []string:
			value = []any{v[0], v[1]}
		case string:
			if c.Type == flatgeobuf.DateTime {
				value = "2018-06-01T08:30:00Z"
			}
		}
		if !reflect.DeepEqual(got.Properties[c.Name], value) {
			t.Errorf("%s is %v, want %v", c.Name, got.Properties[c.Name], value)
		}
	}
}

func TestWhatDoesNotFitIsRefusedAndNotWritten(t *testing.T) {
	var out bytes.Buffer
	w, err := flatgeobuf.NewWriter(&out, flatgeobuf.Header{Name: "x", Geometry: flatgeobuf.Point, Columns: columns[1:3], Count: 2})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Write(orb.Point{1, 2}, []any{"a", int64(1)}); err != nil {
		t.Fatal(err)
	}
	before := out.Len()
	for _, test := range []struct {
		geometry orb.Geometry
		values   []any
		want     error
	}{
		{orb.LineString{{1, 2}, {3, 4}}, []any{"a", int64(1)}, flatgeobuf.ErrGeometry},
		{orb.Collection{}, []any{"a", int64(1)}, flatgeobuf.ErrGeometry},
		{orb.Point{1, 2}, []any{int64(1), int64(1)}, flatgeobuf.ErrValue},
		{orb.Point{1, 2}, []any{"a", 1}, flatgeobuf.ErrValue},
	} {
		if err := w.Write(test.geometry, test.values); !errors.Is(err, test.want) || out.Len() != before {
			t.Errorf("%v %v: %v, and %d bytes more", test.geometry, test.values, err, out.Len()-before)
		}
	}
	if err := w.Close(); !errors.Is(err, flatgeobuf.ErrCount) {
		t.Errorf("one feature of two: %v", err)
	}
	if err := w.Write(nil, []any{nil, nil}); err != nil || w.Close() != nil {
		t.Errorf("a feature of nothing, the second of two: %v", err)
	}
}
