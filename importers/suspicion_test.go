package importers_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"

	"diming/importers"
	"diming/internal/gcj"
)

// suspected gives the count and the remedy of a kind of suspicion.
func suspected(r importers.Report, kind string) (int, string) {
	for _, s := range r.Suspicions {
		if s.Kind == kind {
			return s.Count, s.Remedy
		}
	}
	return 0, ""
}

// positionOf is where a place of the register lies and what was given of it.
func positionOf(t testing.TB, pool *pgxpool.Pool, key string) (p *orb.Point, given string) {
	t.Helper()
	err := pool.QueryRow(t.Context(), `SELECT location, given_position FROM place_version JOIN place_source USING (place)
		WHERE key = $1 AND upper_inf(recorded)`, key).Scan(&p, &given)
	if err != nil {
		t.Fatal(err)
	}
	return p, given
}

func TestCoordinatesAreLookedAtWithSuspicion(t *testing.T) {
	pool := register(t)
	for _, test := range []struct {
		name, lon, lat string
		crs            int
		kind, remedy   string
		reason         string
	}{
		{"swapped", "28.7", "118.5", 0, "swapped-axes", "--swap-axes", "经纬度可能颠倒"},
		{"swapped by letters", "N28.7", "118.5", 0, "swapped-axes", "--swap-axes", "经纬度可能颠倒"},
		{"zone 39", "39512345.6", "3176180.3", 0, "zone-prefix", "--crs 4527", "3 度带第 39 带，中央经线 117°"},
		{"zone 20 of six degrees", "20512345.6", "3176180.3", 0, "zone-prefix", "--crs 4498", "6 度带第 20 带，中央经线 117°"},
		{"X before Y", "3176180.3", "40478822.4", 0, "northing-first", "--crs 4528 --swap-axes", "--crs 4528 --swap-axes"},
		{"no zone", "478822.4", "3176180.3", 0, "wrong-crs", "--crs 4534+(L−75)/3", "中央经线 L 不明"},
		{"degrees as metres", "118.5", "28.7", 4549, "wrong-crs", "--crs 4490", "像是经纬度"},
		{"zone in a grid without", "40478822.4", "3176180.3", 4549, "zone-prefix", "--crs 4528", "第 40 带"},
		{"no zone in a grid with", "478822.4", "3176180.3", 4528, "wrong-crs", "--crs 4549", "--crs 4549"},
		{"another zone", "39512345.6", "3176180.3", 4528, "zone-prefix", "--crs 4527", "第 39 带"},
		{"northing as easting", "3176180.3", "478822.4", 4549, "northing-first", "--swap-axes", "北坐标"},
		{"nothing filled in", "0", "0", 0, "zero", "", "多半是没有填"},
	} {
		rows := fmt.Sprintf("id,name,class,lon,lat\n%s,甲村,22200,%s,%s\n", test.name, test.lon, test.lat)
		report := run(t, pool, importers.Options{File: file(t, "s.csv", rows), CRS: test.crs})
		n, remedy := suspected(report, test.kind)
		if n != 1 || remedy != test.remedy || report.Rejected != 1 || !strings.Contains(report.Rejections[0].Reason, test.reason) {
			t.Errorf("%s: %+v, %+v", test.name, report.Suspicions, report.Rejections)
		}
	}
	abroad := run(t, pool, importers.Options{File: file(t, "a.csv", "id,name,class,lon,lat\n1,甲村,22200,18.5,28.7\n")})
	if n, _ := suspected(abroad, "outside-country"); n != 1 || abroad.Accepted != 1 {
		t.Errorf("abroad: %+v, want it taken in and suspected", abroad.Suspicions)
	}
}

func TestTheRemedyProposedHelps(t *testing.T) {
	pool := register(t)
	want := orb.Point{118.5, 28.7}
	run(t, pool, importers.Options{File: file(t, "known.csv", "id,name,class,lon,lat\n1,甲塔,22100,118.5,28.7\n")})
	var easting, northing float64
	err := pool.QueryRow(t.Context(), `SELECT ST_X(g), ST_Y(g) FROM ST_Transform(ST_SetSRID(ST_MakePoint(118.5, 28.7), 4490), 4528) g`).Scan(&easting, &northing)
	if err != nil {
		t.Fatal(err)
	}
	for i, cells := range []string{
		fmt.Sprintf("%.3f,%.3f", easting, northing),
		fmt.Sprintf("%.3f,%.3f", northing, easting),
		fmt.Sprintf("%.3f,%.3f", easting-40_000_000, northing),
		"28.7,118.5",
	} {
		path := file(t, fmt.Sprintf("r%d.csv", i), fmt.Sprintf("id,name,class,lon,lat\nr%d,乙%d村,22200,%s\n", i, i, cells))
		first := run(t, pool, importers.Options{File: path})
		if len(first.Suspicions) != 1 || first.Rejected != 1 {
			t.Errorf("%s: %+v", cells, first.Suspicions)
			continue
		}
		words := strings.Fields(first.Suspicions[0].Remedy)
		o := importers.Options{File: path, SwapAxes: slices.Contains(words, "--swap-axes")}
		if words[0] == "--crs" {
			fmt.Sscan(words[1], &o.CRS)
		}
		second := run(t, pool, o)
		wantSums(t, second, sums{Read: 1, Accepted: 1})
		got, _ := positionOf(t, pool, fmt.Sprintf("r%d", i))
		if got == nil || geo.DistanceHaversine(*got, want) > 0.01 {
			t.Errorf("%s with %q comes to %v, want %v", cells, first.Suspicions[0].Remedy, got, want)
		}
	}
}

func TestCoordinatesAreReadAsWrittenAndThatIsSaid(t *testing.T) {
	pool := register(t)
	const lon, lat = 118 + 37.0/60 + 12.5/3600, 28 + 45.0/60
	rows := "id,name,class,lon,lat\n" +
		"a,甲一,22200,118°37′12.5″,28°45′00″\nb,甲二,22200,118-37-12.5,28-45-00\nc,甲三,22200,118:37:12.5,28:45:00\nd,甲四,22200,118度37分12.5秒,28度45分\n" +
		"e,甲五,22200,1183712.5,284500\nf,甲六,22200,E118°37.2083333′,N28°45′\ng,甲七,22200,１１８°３７’１２．５”,２８°４５’\n" +
		"h,甲八,22200,\"118,6201389\",\"28,75\"\ni,甲九,22200,\"118.6201389，28.75\",\nj,甲十,22200,\"28.75,118.6201389\",\"28.75,118.6201389\"\n" +
		"k,乙一,22200,118°75′12″,28°45′\nl,乙二,22200,118-37,28-45\nm,乙三,22200,\"2.35,48.86\",\n"
	report := run(t, pool, importers.Options{File: file(t, "forms.csv", rows)})
	wantSums(t, report, sums{Read: 13, Accepted: 10, Rejected: 3})
	for _, key := range strings.Split("abcdefghij", "") {
		if p, _ := positionOf(t, pool, key); p == nil || geo.DistanceHaversine(*p, orb.Point{lon, lat}) > 0.1 {
			t.Errorf("row %s lies at %v", key, p)
		}
	}
	notes := strings.Join(report.Notes, "\n")
	for _, want := range []string{"6 行坐标的写法：度分秒", "文件第 2 行“118°37′12.5″”", "1 行坐标的写法：连写的度分秒", "1 行坐标的写法：逗号", "2 行坐标的写法：经纬度在一格中"} {
		if !strings.Contains(notes, want) {
			t.Errorf("notes lack %q:\n%s", want, notes)
		}
	}
	position := run(t, pool, importers.Options{File: file(t, "p.csv", "id,name,class,经纬度\n1,丙村,22200,\"118.62,28.75\"\n2,丁村,22200,不详\n")})
	wantSums(t, position, sums{Read: 2, Accepted: 1, Rejected: 1})

	var packed strings.Builder
	packed.WriteString("id,name,class,lon,lat\n")
	for i := range 30 {
		fmt.Fprintf(&packed, "p%d,戊%d村,22200,118.%02d%02d,28.%02d%02d\n", i, i, i*2%60, i*7%60, i*3%60, i*11%60)
	}
	if n, _ := suspected(run(t, pool, importers.Options{File: file(t, "packed.csv", packed.String())}), "packed-degrees"); n != 30 {
		t.Error("decimals that are minutes and seconds are not suspected")
	}
}

func TestCoordinatesOfMapAppsComeBackWithinAMetre(t *testing.T) {
	pool := register(t)
	truth := orb.Point{118.627, 28.741}
	g := gcj.FromWGS84(truth)
	b := gcj.ToBD09(g)
	for i, test := range []struct {
		shift string
		given orb.Point
		name  string
	}{{"gcj02", g, "GCJ-02"}, {"bd09", b, "BD-09"}} {
		rows := fmt.Sprintf("id,name,class,lon,lat\nm%d,庚%d村,22200,%.6f,%.6f\n", i, i, test.given[0], test.given[1])
		o := importers.Options{File: file(t, "app.csv", rows), Shift: test.shift}
		report := run(t, pool, o)
		p, given := positionOf(t, pool, fmt.Sprintf("m%d", i))
		if p == nil || geo.DistanceHaversine(*p, truth) > 1 || given != fmt.Sprintf("%s %.6f %.6f", test.name, test.given[0], test.given[1]) {
			t.Errorf("%s: %v, given %q, want %v", test.shift, p, given, truth)
		}
		if report.System != test.name || report.CRS != 0 || !strings.Contains(strings.Join(report.Notes, ""), "近似换算") {
			t.Errorf("%s: system %q, notes %q", test.shift, report.System, report.Notes)
		}
		wantSums(t, run(t, pool, o), sums{Read: 1, Unchanged: 1})
	}
	_, err := importers.Run(t.Context(), importers.Options{DB: pool, As: importers.Places, Shift: "gcj02", CRS: 4490, File: file(t, "x.csv", "id,name,class\n1,甲,22200\n")})
	if err == nil {
		t.Error("two reference systems at once were taken")
	}
}

func TestOldSystemsAreKeptAsTextAndNeverTransformed(t *testing.T) {
	pool := register(t)
	for i, test := range []struct {
		headings, cells string
		crs             int
		given           string
	}{
		{"lon,lat", "118.5,28.7", 4610, "西安80 EPSG:4610 118.5 28.7"},
		{"lon,lat", "40478822.4,3176180.3", 2364, "西安80 EPSG:2364 40478822.4 3176180.3"},
		{"lon,lat", "118.5,28.7", 4214, "北京54 EPSG:4214 118.5 28.7"},
		{"横坐标,纵坐标", "20478822.4,3176180.3", 21420, "北京54 EPSG:21420 20478822.4 3176180.3"},
		{"经度（西安80）,纬度（西安80）", "118°30′,28°42′", 0, "西安80 118°30′ 28°42′"},
		{"X坐标(北京54),Y坐标(北京54)", "3176180.3,20478822.4", 0, "北京54 3176180.3 20478822.4"},
		{"lon,lat,坐标系", "118.5,28.7,1980西安坐标系", 0, "西安80 118.5 28.7"},
	} {
		rows := fmt.Sprintf("id,name,class,%s\no%d,辛%d村,22200,%s\n", test.headings, i, i, test.cells)
		o := importers.Options{File: file(t, "old.csv", rows), CRS: test.crs}
		report := run(t, pool, o)
		wantSums(t, report, sums{Read: 1, Accepted: 1})
		p, given := positionOf(t, pool, fmt.Sprintf("o%d", i))
		if p != nil || given != test.given {
			t.Errorf("%s %s: at %v, given %q, want no position and %q", test.headings, test.cells, p, given, test.given)
		}
		if n, remedy := suspected(report, "old-datum"); n != 1 || !strings.Contains(remedy, "国家秘密") {
			t.Errorf("%s: %+v", test.headings, report.Suspicions)
		}
		o.OldDatum, o.Source = importers.OldDatumRefuse, "again"
		wantSums(t, run(t, pool, o), sums{Read: 1, Rejected: 1})
	}
	for _, test := range []struct{ rows, want string }{
		{"id,name,class,lon,lat,坐标系\nw1,壬村,22200,118.5,28.7,高德地图\n", "--crs gcj02"},
		{"id,name,class,lon,lat,坐标系\nw2,壬村,22200,118.5,28.7,EPSG:4549\n", "EPSG:4549"},
		{"id,name,class,lon,lat,坐标系\nw3,壬村,22200,118.5,28.7,本地独立坐标系\n", "独立坐标系"},
	} {
		report := run(t, pool, importers.Options{File: file(t, "words.csv", test.rows)})
		if report.Rejected != 1 || !strings.Contains(report.Rejections[0].Reason, test.want) {
			t.Errorf("%s: %+v", test.rows, report.Rejections)
		}
	}
	_, err := importers.Run(t.Context(), importers.Options{DB: pool, As: importers.Places, File: file(t, "h.csv", "id,name,class,经度(高德),纬度(高德)\n1,癸村,22200,118.5,28.7\n")})
	if err == nil || !strings.Contains(err.Error(), "--crs gcj02") {
		t.Errorf("a heading that says Amap: %v, want the remedy", err)
	}
	area := feature(`"code":"330881101","name":"镇"`, "Polygon", "[[[118,28],[118.1,28],[118.1,28.1],[118,28.1],[118,28]]]")
	wantSums(t, run(t, pool, importers.Options{As: importers.Divisions, CRS: 4610, File: file(t, "a.geojson", collection(area))}), sums{Read: 1, Rejected: 1})
}

// shapefile makes one of a point in a reference system, with GDAL as a user would.
func shapefile(t *testing.T, srs string) string {
	t.Helper()
	folder := t.TempDir()
	from := filepath.Join(folder, "p.csv")
	if err := os.WriteFile(from, []byte("id,name,class,lon,lat\ns1,甲村,22200,118.5,28.7\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	to := filepath.Join(folder, "p.shp")
	out, err := exec.Command("ogr2ogr", "-f", "ESRI Shapefile", "-lco", "ENCODING=UTF-8", "-oo", "X_POSSIBLE_NAMES=lon", "-oo", "Y_POSSIBLE_NAMES=lat",
		"-a_srs", srs, to, from).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return to
}

func TestAProjectionFileThatNamesAnOldSystemIsHeeded(t *testing.T) {
	local := `GEOGCS["Survey of Xian 1980 as local",DATUM["D_Xian_1980",SPHEROID["Xian_1980",6378140.0,298.257]],PRIMEM["Greenwich",0],UNIT["Degree",0.0174532925199433]]`
	for _, srs := range []string{"EPSG:4610", "EPSG:4214", local} {
		pool := register(t)
		report := run(t, pool, importers.Options{File: shapefile(t, srs)})
		wantSums(t, report, sums{Read: 1, Accepted: 1})
		if n, _ := suspected(report, "old-datum"); n != 1 || count(t, pool, "place_version WHERE location IS NOT NULL OR given_position NOT LIKE '%118.5 28.7'") != 0 {
			t.Errorf("%s: %+v, want the coordinates as text", srs, report.Suspicions)
		}
	}
}
