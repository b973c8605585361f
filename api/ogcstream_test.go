package api_test

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"diming/features"
)

// TestStreamsHoldWhatTheWalkHolds: as a sequence of GeoJSON and as CSV a
// collection has the same features with the same values, in the same order.
func TestStreamsHoldWhatTheWalkHolds(t *testing.T) {
	s := demoSystem(t)
	for _, c := range features.Collections() {
		ids, _ := s.walkItems(t, c.ID+"/items?limit=5000")
		w := s.ask(t, "/ogc/collections/"+c.ID+"/items?f=geojsonseq")
		var streamed []string
		for line := range strings.Lines(w.Body.String()) {
			var f struct {
				ID         string
				Properties map[string]any
			}
			rest, separated := strings.CutPrefix(line, "\x1e")
			if err := json.Unmarshal([]byte(rest), &f); err != nil || !separated || len(f.Properties) < 5 {
				t.Fatalf("%s: %.100q: %v", c.ID, line, err)
			}
			streamed = append(streamed, f.ID)
		}
		if w.Header().Get("Content-Type") != "application/geo+json-seq" || !slices.Equal(streamed, ids) {
			t.Errorf("%s: %d features in the sequence, want %d", c.ID, len(streamed), len(ids))
		}
		w = s.ask(t, "/ogc/collections/"+c.ID+"/items?f=csv")
		rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(w.Body.String(), "\ufeff"))).ReadAll()
		if err != nil || w.Code != http.StatusOK || len(rows) != len(ids)+1 || rows[0][0] != "id" || rows[0][len(rows[0])-1] != "geometry" {
			t.Fatalf("%s: %d rows, %v", c.ID, len(rows), err)
		}
		for i, row := range rows[1:] {
			if row[0] != ids[i] {
				t.Fatalf("%s: row %d is of %s, want %s", c.ID, i, row[0], ids[i])
			}
		}
	}
	few := s.ask(t, "/ogc/collections/places/items?f=csv&limit=3&properties=name&filter=class+%3D+'22200'")
	if rows, err := csv.NewReader(few.Body).ReadAll(); err != nil || len(rows) != 4 || len(rows[1]) != 3 || !strings.HasPrefix(rows[1][2], "POINT") {
		t.Errorf("three rows of one property: %v, %v", rows, err)
	}
}

// TestGDALReadsFlatGeobufOfEveryCollection: GDAL reads as many features from the file
// as the collection has, with every property that it tells, in the same order, and
// finds the register's reference system or the one asked for.
func TestGDALReadsFlatGeobufOfEveryCollection(t *testing.T) {
	s := demoSystem(t)
	for _, c := range features.Collections() {
		w := s.ask(t, "/ogc/collections/"+c.ID+"/items?f=fgb")
		if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "application/flatgeobuf" || !strings.Contains(w.Header().Get("Content-Disposition"), c.ID+".fgb") {
			t.Fatalf("%s: %d %v", c.ID, w.Code, w.Header())
		}
		table := readFlatGeobuf(t, w.Body.Bytes(), "-lco", "GEOMETRY=AS_WKT", "-f", "CSV")
		got, err := csv.NewReader(strings.NewReader(table)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		plain := s.ask(t, "/ogc/collections/"+c.ID+"/items?f=csv")
		want, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(plain.Body.String(), "\ufeff"))).ReadAll()
		if err != nil || len(got) != len(want) || len(got) < 2 {
			t.Fatalf("%s: GDAL reads %d rows, want %d, %v", c.ID, len(got), len(want), err)
		}
		nulls := 0
		for i := range got {
			// GDAL puts the geometry first, the table last.
			row := append(slices.Clone(got[i][1:]), got[i][0])
			nulls += compareRow(t, c, i, want[0], row, want[i])
		}
		if nulls == 0 {
			t.Errorf("%s has no feature without a value, so that this proves nothing of them", c.ID)
		}
		about := readFlatGeobuf(t, w.Body.Bytes())
		if !strings.Contains(about, `ID["EPSG",4490]`) || !strings.Contains(about, "Geometry: "+map[string]string{"Point": "Point", "MultiLineString": "Multi Line String", "MultiPolygon": "Multi Polygon"}[c.Geometry]) {
			t.Errorf("%s: %s", c.ID, about)
		}
	}
	box := "&bbox=118.5,28.6,118.7,28.8"
	zone := s.ask(t, "/ogc/collections/places/items?f=fgb&limit=1500&crs=http://www.opengis.net/def/crs/EPSG/0/4548"+box)
	about := readFlatGeobuf(t, zone.Body.Bytes())
	if want := min(1500, s.items(t, "places/items?limit=1"+box).Matched); !strings.Contains(about, fmt.Sprintf("Feature Count: %d\n", want)) || !strings.Contains(about, `ID["EPSG",4548]`) || !strings.Contains(about, "Extent: (6") {
		t.Errorf("%d places in metres of a zone, easting first: %s", want, about)
	}
	behind := s.items(t, "places/items?limit=100")
	rest := s.ask(t, strings.Replace(behind.Next, "limit=100", "f=fgb", 1))
	if about := readFlatGeobuf(t, rest.Body.Bytes()); !strings.Contains(about, fmt.Sprintf("Feature Count: %d\n", behind.Matched-100)) {
		t.Errorf("all behind the first hundred of %d: %s", behind.Matched, about)
	}
}

// compareRow compares what GDAL reads of a feature with its row of the table, and
// gives how many values are absent.
func compareRow(t *testing.T, c *features.Collection, i int, names, got, want []string) (nulls int) {
	t.Helper()
	if i == 0 {
		if got[len(got)-1] = "geometry"; !slices.Equal(got, want) {
			t.Errorf("%s has the columns %v, want %v", c.ID, got, want)
		}
		return 0
	}
	for j, value := range want {
		switch {
		case value == "":
			nulls++
			if got[j] != "" && got[j] != "[]" { // a list of nothing
				t.Errorf("%s %d: %s is %q where there is none", c.ID, i, names[j], got[j])
			}
		case names[j] == "geometry":
			kind, _, _ := strings.Cut(value, "(")
			if !strings.HasPrefix(strings.ReplaceAll(got[j], " ", ""), strings.ReplaceAll(kind, " ", "")) {
				t.Errorf("%s %d is the geometry %.60s, want %.60s", c.ID, i, got[j], value)
			}
		case !sameValue(c, names[j], got[j], value):
			t.Errorf("%s %d: %s is %q, want %q", c.ID, i, names[j], got[j], value)
		}
	}
	return nulls
}

// sameValue compares a value as GDAL writes it to a table with that of ours.
func sameValue(c *features.Collection, name, got, want string) bool {
	i := slices.IndexFunc(c.Schema(), func(p features.Property) bool { return p.Name == name })
	switch c.Schema()[i].Type {
	case features.Strings:
		var list []string
		return json.Unmarshal([]byte(got), &list) == nil && strings.Join(list, ";") == want
	case features.Boolean:
		return (got == "1") == (want == "true")
	case features.Number:
		a, err := strconv.ParseFloat(got, 64)
		b, _ := strconv.ParseFloat(want, 64)
		return err == nil && math.Abs(a-b) <= 1e-9*math.Abs(b)
	case features.Moment:
		return strings.HasPrefix(strings.ReplaceAll(got, "/", "-"), want[:10])
	}
	return got == strings.TrimPrefix(want, "'")
}

// readFlatGeobuf has ogr2ogr read a file, or ogrinfo where it is asked for nothing,
// and gives what it writes.
func readFlatGeobuf(t *testing.T, file []byte, options ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.fgb")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	run := exec.CommandContext(t.Context(), "ogrinfo", "-ro", "-al", "-so", path)
	if options != nil {
		run = exec.CommandContext(t.Context(), "ogr2ogr", append(options, "/vsistdout/", path, "-oo", "VERIFY_BUFFERS=YES")...)
	}
	var complaint strings.Builder
	run.Stderr = &complaint
	out, err := run.Output()
	if err != nil || complaint.Len() > 0 {
		t.Fatalf("%v: %v: %s", run.Args, err, complaint.String())
	}
	return string(out)
}
