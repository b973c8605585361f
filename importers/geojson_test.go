package importers_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"diming/importers"
)

const testdata = "../testdata"

func feature(properties, kind, coordinates string) string {
	return fmt.Sprintf(`{"type":"Feature","properties":{%s},"geometry":{"type":%q,"coordinates":%s}}`, properties, kind, coordinates)
}

func collection(features ...string) string {
	return "{\"type\":\"FeatureCollection\",\"features\":[\n" + strings.Join(features, ",\n") + "\n]}"
}

func TestHualienGoesInWithTownsAndVillages(t *testing.T) {
	pool := register(t)
	for _, test := range []struct {
		file string
		rows int
	}{{"hualien_towns.geojson", 13}, {"hualien_villages.geojson", 176}} {
		o := importers.Options{File: filepath.Join(testdata, test.file), As: importers.Divisions, RejectedFile: filepath.Join(t.TempDir(), "r.geojson")}
		wantSums(t, run(t, pool, o), sums{Read: test.rows, Accepted: test.rows})
		wantSums(t, run(t, pool, o), sums{Read: test.rows, Unchanged: test.rows})
	}
	var name, system string
	var level int
	err := pool.QueryRow(t.Context(), `
		SELECT name, code_system, level FROM division_version
		WHERE ST_Contains(area, ST_SetSRID(ST_MakePoint(121.60, 23.98), 4490)) AND level = 5`).Scan(&name, &system, &level)
	if err != nil || system != "tw" {
		t.Errorf("the village at 121.60, 23.98 is %q of system %q, %v", name, system, err)
	}
}

func TestFaultyFeaturesAreRefusedWithTheirReason(t *testing.T) {
	pool := register(t)
	square := "[[[118,28],[118.1,28],[118.1,28.1],[118,28.1],[118,28]]]"
	bowtie := "[[[118,28],[118.1,28.1],[118.1,28],[118,28.1],[118,28]]]"
	code := func(n int) string { return fmt.Sprintf(`"code":"33088110%d","name":"镇%d"`, n, n) }
	report := run(t, pool, importers.Options{As: importers.Divisions, File: file(t, "areas.geojson", collection(
		feature(code(1), "Polygon", square),
		feature(code(2), "Polygon", bowtie),
		feature(code(3), "Polygon", "[[[118,28],[118.1,28],[118.1,28.1],[118,28.1]]]"),
		feature(code(4), "Polygon", "[[[28,118],[28,118.1],[28.1,118.1],[28,118]]]"),
		feature(code(5), "Polygon", strings.ReplaceAll(square, "28]", "28,5]")),
		feature(code(6), "Polygon", strings.Replace(square, "118.1", "NaN", 1)),
		feature(code(7), "LineString", "[[118,28],[119,28]]"),
		feature(code(1), "Polygon", square),
		feature(code(8), "Polygon", square),
	))})
	wantSums(t, report, sums{Read: 9, Accepted: 2, Rejected: 7})
	for i, want := range []struct {
		row    int
		reason string
	}{
		{2, "边界自相交，在经度 118.050000 纬度 28.050000 / Self-intersection at 118.050000 28.050000"}, {3, "环没有闭合"}, {4, "经纬度可能颠倒"}, {5, "--force-2d"},
		{6, "不成 JSON"}, {7, "LineString"}, {8, "与第 1 行重复"},
	} {
		if got := report.Rejections[i]; got.Row != want.row || !strings.Contains(got.Reason, want.reason) {
			t.Errorf("rejection %d = %+v, want row %d with reason …%s…", i, got, want.row, want.reason)
		}
	}
	text, err := os.ReadFile(report.RejectedFile)
	if err != nil {
		t.Fatal(err)
	}
	corrected := strings.NewReplacer(bowtie, square, "330881101", "330881109", "28,5]", "28]").Replace(string(text))
	if err := os.WriteFile(report.RejectedFile, []byte(corrected), 0o600); err != nil {
		t.Fatal(err)
	}
	// Now right: the bow-tie, the third coordinates and the duplicate.
	wantSums(t, run(t, pool, importers.Options{As: importers.Divisions, File: report.RejectedFile}), sums{Read: 7, Accepted: 3, Rejected: 4})
}

func TestForce2DDropsTheThirdCoordinate(t *testing.T) {
	pool := register(t)
	path := file(t, "p.geojson", collection(feature(`"id":"1","name":"甲村","class":"22200","高程":"7"`, "Point", "[118.5,28.7,132]")))
	wantSums(t, run(t, pool, importers.Options{File: path}), sums{Read: 1, Rejected: 1})
	wantSums(t, run(t, pool, importers.Options{File: path, Force2D: true}), sums{Read: 1, Accepted: 1})
}

func TestCoordinatesOfAnotherSystemAreTransformedAndKept(t *testing.T) {
	pool := register(t)
	rows := "代码,名称,类别代码,横坐标,纵坐标\nA,甲村,22200,548822.40,3176180.30\nB,乙村,22200,nonsense,3176180\nC,丙村,22200,1e30,1e30\n"
	report := run(t, pool, importers.Options{File: file(t, "gk.csv", rows), CRS: 4549})
	wantSums(t, report, sums{Read: 3, Accepted: 1, Rejected: 2})
	var given string
	var lon, lat float64
	err := pool.QueryRow(t.Context(), `SELECT given_position, ST_X(location), ST_Y(location) FROM place_version`).Scan(&given, &lon, &lat)
	if err != nil || given != "EPSG:4549 548822.40 3176180.30" || int(lon*10) != 1204 || int(lat*10) != 287 {
		t.Errorf("given %q, location %v %v, %v", given, lon, lat, err)
	}
	wantSums(t, run(t, pool, importers.Options{File: file(t, "gk.csv", rows), CRS: 4549}), sums{Read: 3, Unchanged: 1, Rejected: 2})

	old := run(t, pool, importers.Options{File: file(t, "xian80.csv", "id,name,class,lon,lat\n1,甲村,22200,118.5,28.7\n"), CRS: 4610})
	if len(old.Notes) == 0 {
		t.Error("Xi'an 80 is transformed without a word")
	}
	declared := strings.Replace(collection(), `"features"`, `"crs":{"type":"name","properties":{"name":"EPSG:3826"}},"features"`, 1)
	_, err = importers.Run(t.Context(), importers.Options{DB: pool, As: importers.Places, File: file(t, "d.geojson", declared), CRS: 4549})
	if err == nil || !strings.Contains(err.Error(), "3826") {
		t.Errorf("--crs against the file's own declaration: %v, want an error that names both", err)
	}
}

func TestAFileAboveInternalIsRefusedUnreadAndCounted(t *testing.T) {
	pool := register(t)
	path := file(t, "secret.csv", "id,name,class\n1,甲,22200\n")
	_, err := importers.Run(t.Context(), importers.Options{DB: pool, Actor: actor, As: importers.Places, File: path, Classification: "机密"})
	if !errors.Is(err, importers.ErrClassified) {
		t.Errorf("Run = %v, want %v", err, importers.ErrClassified)
	}
	if n := count(t, pool, "import_run WHERE state = 'refused'"); n != 1 {
		t.Errorf("%d refused runs, want 1", n)
	}
}
