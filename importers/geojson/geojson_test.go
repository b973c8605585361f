package geojson

import (
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
)

func collection(features ...string) string {
	return `{"type":"FeatureCollection","name":"x","features":[` + strings.Join(features, ",\n") + `]}`
}

const point = `{"type":"Feature","properties":{"name":"清湖","n":12.50,"none":null},"geometry":{"type":"Point","coordinates":[118.6,28.7]}}`

func readAll(t testing.TB, text string) ([]Feature, error) {
	t.Helper()
	r, err := NewReader(strings.NewReader(text))
	if err != nil {
		return nil, err
	}
	var all []Feature
	for {
		f, err := r.Read()
		if err == io.EOF {
			return all, nil
		}
		if err != nil {
			return all, err
		}
		all = append(all, f)
	}
}

func TestAFeatureKeepsItsPropertiesAsWritten(t *testing.T) {
	all, err := readAll(t, "\uFEFF"+collection(point))
	if err != nil || len(all) != 1 {
		t.Fatalf("read %d features, %v", len(all), err)
	}
	want := []Property{{Name: "name", Text: "清湖"}, {Name: "n", Text: "12.50"}, {Name: "none"}}
	if diff := cmp.Diff(want, all[0].Properties); diff != "" {
		t.Errorf("properties (-want +got):\n%s", diff)
	}
	if got, want := all[0].Geometry, orb.Geometry(orb.Point{118.6, 28.7}); got != want {
		t.Errorf("geometry = %v, want %v", got, want)
	}
}

func TestOneFaultyFeatureHidesNoOther(t *testing.T) {
	for _, test := range []struct{ name, feature, member string }{
		{"NaN", strings.Replace(point, "118.6", "NaN", 1), ""},
		{"a comma too many", strings.Replace(point, "28.7]", "28.7,]", 1), ""},
		{"no feature", `7`, ""},
		{"another type", `{"type":"Point","coordinates":[1,2]}`, "type"},
		{"properties that are a list", `{"type":"Feature","properties":[1],"geometry":null}`, "properties"},
		{"one coordinate", strings.Replace(point, ",28.7]", "]", 1), "geometry"},
		{"four coordinates", strings.Replace(point, "28.7]", "28.7,1,2]", 1), "geometry"},
		{"a line", strings.Replace(point, `"Point"`, `"LineString"`, 1), "geometry"},
		{"two without a comma between them", point + point, ""},
		{"bad UTF-8", strings.Replace(point, "清湖", "\xE6\xB8", 1), ""},
		{"a number out of all bounds", strings.Replace(point, "118.6", "1e999", 1), "geometry"},
	} {
		all, err := readAll(t, collection(point, test.feature, point))
		if err != nil || len(all) != 3 {
			t.Errorf("%s: read %d features, %v, want 3", test.name, len(all), err)
			continue
		}
		if f := all[1].Fault; f == nil || f.Member != test.member || all[0].Fault != nil || all[2].Fault != nil {
			t.Errorf("%s: faults %v, %v, %v, want one of %q in the middle", test.name, all[0].Fault, f, all[2].Fault, test.member)
		}
	}
}

func TestAThirdCoordinateIsSaid(t *testing.T) {
	all, err := readAll(t, collection(point, strings.Replace(point, "28.7]", "28.7,120]", 1)))
	if err != nil || all[0].HasZ || !all[1].HasZ {
		t.Errorf("HasZ = %v, %v, %v, want false, true", all[0].HasZ, all[1].HasZ, err)
	}
}

func TestABrokenFileIsAnError(t *testing.T) {
	whole := collection(point, point)
	for n := range len(whole) - 1 {
		_, err := readAll(t, whole[:n])
		if err == nil {
			t.Fatalf("cut off after %d bytes it reads without error: %s", n, whole[:n])
		}
	}
	if _, err := readAll(t, whole[:len(whole)-5]); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("cut off in a feature: %v, want %v", err, io.ErrUnexpectedEOF)
	}
	for _, text := range []string{`[]`, `{"type":"Feature"}`, `{"type":"FeatureCollection"}`, `{"features":{}}`} {
		if _, err := readAll(t, text); err == nil {
			t.Errorf("%s reads without error", text)
		}
	}
}

func TestTheDeclaredReferenceSystemIsRead(t *testing.T) {
	for _, test := range []struct {
		crs  string
		want int
	}{
		{`{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::4549"}}`, 4549},
		{`{"type":"name","properties":{"name":"EPSG:3826"}}`, 3826},
		{`{"type":"name","properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}}`, 4326},
		{`null`, 0},
	} {
		r, err := NewReader(strings.NewReader(`{"type":"FeatureCollection","crs":` + test.crs + `,"features":[]}`))
		if err != nil || r.CRS() != test.want {
			t.Errorf("crs %s = %v, %v, want %d", test.crs, r, err, test.want)
		}
	}
	if _, err := NewReader(strings.NewReader(`{"crs":{"properties":{"name":"local"}},"features":[]}`)); err == nil {
		t.Error("an unknown reference system is taken")
	}
}

func FuzzGeoJSON(f *testing.F) {
	f.Add(collection(point, strings.Replace(point, "118.6", "NaN", 1)))
	f.Add(collection(`{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[1,2],[3,4,5],[]]]}}`))
	f.Add(`{"crs":{"properties":{"name":"EPSG:4549"}},"features":[[[}},"\"]`)
	f.Fuzz(func(t *testing.T, text string) {
		all, err := readAll(t, text)
		if err == nil && len(all) > len(text) {
			t.Fatalf("%d features in %d bytes", len(all), len(text))
		}
		for _, feature := range all {
			if feature.Fault == nil && feature.Raw == nil {
				t.Fatal("a sound feature without its text")
			}
		}
	})
}
