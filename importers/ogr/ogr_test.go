package ogr_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"diming/importers/ogr"
)

// info is what a fake ogrinfo says of a layer of two points.
const info = `INFO: Open of 'data.gpkg'
      using driver 'GPKG' successful.

Layer name: 村
Geometry: Point
Feature Count: 2
Extent: (118.500000, 28.700000) - (118.600000, 28.800000)
Layer SRS WKT:
GEOGCRS["China Geodetic Coordinate System 2000",
    DATUM["China 2000",
        ELLIPSOID["CGCS2000",6378137,298.257222101,
            LENGTHUNIT["metre",1]],
        ID["EPSG",1043]],
    ID["EPSG",4490]]
Data axis to CRS axis mapping: 2,1
FID Column = fid
name: String (0.0)
人口: Real (0.0)
`

const (
	one = `\036{"type":"Feature","properties":{"name":"甲村","人口":330881001001.0},"geometry":null}\n`
	two = `\036{"type":"Feature","properties":{"name":"乙村","人口":330881001001000123.0},"geometry":null}\n`
)

// fake makes programs that behave as the scripts say.
func fake(t *testing.T, ogr2ogr string, limits ogr.Limits) ogr.Tools {
	t.Helper()
	folder := t.TempDir()
	list := "#!/bin/sh\nif [ \"$1\" = --formats ]; then echo '  GPKG -raster,vector- (rw+vs): GeoPackage'; exit; fi\ncat <<'END'\n" + info + "END\n"
	for name, script := range map[string]string{"ogrinfo": list, "ogr2ogr": "#!/bin/sh\n" + ogr2ogr + "\n"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(script), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	return ogr.Tools{Folder: folder, Limits: limits}
}

// read stages one file and reads its only layer.
func read(t *testing.T, tools ogr.Tools) (*ogr.Features, error) {
	t.Helper()
	return readWithin(t, t.Context(), tools)
}

func readWithin(t *testing.T, ctx context.Context, tools ogr.Tools) (*ogr.Features, error) {
	t.Helper()
	data, err := tools.Stage(ogr.GeoPackage)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { data.Close() })
	part, _, err := data.Add("村")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(part("gpkg"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	layers, _, err := data.Layers(ctx)
	if err != nil {
		return nil, err
	}
	return data.Read(ctx, layers[0], 0)
}

func TestHowAChildFailsIsToldApart(t *testing.T) {
	short := ogr.Limits{Silence: 300 * time.Millisecond}
	for _, test := range []struct {
		name, script string
		limits       ogr.Limits
		want         error
		says         string
	}{
		{"killed", "printf '" + one + "'; kill -9 $$", ogr.Limits{}, ogr.ErrKilled, "killed"},
		{"killed below a shell", "printf '" + one + "'; exit 137", ogr.Limits{}, ogr.ErrKilled, "killed"},
		{"aborted for want of memory", "echo 'std::bad_alloc' >&2; kill -ABRT $$", ogr.Limits{}, ogr.ErrKilled, "std::bad_alloc"},
		{"hanging", "printf '" + one + "'; exec sleep 600", short, ogr.ErrHanging, "没有输出"},
		{"hanging with a child of its own", "printf '" + one + "'; sleep 600", short, ogr.ErrHanging, "没有输出"},
		{"too long", "while :; do printf '" + one + "'; sleep 0.01; done", ogr.Limits{Total: 300 * time.Millisecond}, ogr.ErrTooLong, "超过"},
		{"too much", "while :; do printf '" + one + "'; done", ogr.Limits{Output: 100_000}, ogr.ErrTooMuch, "100000"},
		{"giving up", "echo 'ERROR 1: bad geometry in row 7' >&2; exit 1", ogr.Limits{}, ogr.ErrFailed, "bad geometry in row 7"},
		{"lying: a row is missing", "printf '" + one + "'; exit 0", ogr.Limits{}, ogr.ErrLying, "应有 2 个，读出 1 个"},
		{"lying: nothing", "exit 0", ogr.Limits{}, ogr.ErrLying, "读出 0 个"},
		{"lying: a row too many", "printf '" + one + two + two + "'", ogr.Limits{}, ogr.ErrLying, "读出 3 个"},
		{"breaking off", "printf '" + one + `\036{"type":"Fea` + "'", ogr.Limits{}, ogr.ErrBroken, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := read(t, fake(t, test.script, test.limits))
			if !errors.Is(err, test.want) || !strings.Contains(err.Error(), test.says) {
				t.Errorf("Read = %v, want %v …%s…", err, test.want, test.says)
			}
		})
	}
}

func TestWhoGoesAwayIsNotKeptWaiting(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	begun := time.Now()
	_, err := readWithin(t, ctx, fake(t, "exec sleep 600", ogr.Limits{}))
	if !errors.Is(err, context.DeadlineExceeded) || time.Since(begun) > 20*time.Second {
		t.Errorf("Read = %v after %v", err, time.Since(begun))
	}
}

func TestGDALIsMissing(t *testing.T) {
	_, err := read(t, ogr.Tools{Folder: t.TempDir()})
	if !errors.Is(err, ogr.ErrMissing) || !strings.Contains(err.Error(), "gdal-bin") {
		t.Errorf("Read = %v, want the package to install", err)
	}
}

func TestTheDriverIsMissing(t *testing.T) {
	tools := fake(t, "", ogr.Limits{})
	if err := os.WriteFile(filepath.Join(tools.Folder, "ogrinfo"), []byte("#!/bin/sh\necho '  GPX -vector- (rw+v): GPX'\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := read(t, tools); !errors.Is(err, ogr.ErrDriver) || !strings.Contains(err.Error(), "GPKG") {
		t.Errorf("Read = %v, want ErrDriver", err)
	}
}

func TestFeaturesAreHandedOut(t *testing.T) {
	features, err := read(t, fake(t, "echo 'Warning 1: odd' >&2; printf '"+one+two+"'", ogr.Limits{}))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"Warning 1: odd"}, features.Messages); diff != "" {
		t.Errorf("messages (-want +got):\n%s", diff)
	}
	in, err := features.Rewind()
	if err != nil {
		t.Fatal(err)
	}
	first, err := in.Read()
	if err != nil || first.Properties[1].Text != "330881001001" || first.Properties[1].Doubt != "" || in.CRS() != 4490 {
		t.Errorf("the first = %+v, %v, EPSG:%d", first, err, in.CRS())
	}
	second, err := in.Read()
	if err != nil || !strings.Contains(second.Properties[1].Doubt, "15 位") {
		t.Errorf("the second, whose code lost its last digits, = %+v, %v", second, err)
	}
}

// TestAChildHasNoNetworkAndNothingOfOurs looks out of the child's eyes.
func TestAChildSeesLittle(t *testing.T) {
	t.Setenv("DIMING_DATABASE_URL", "secret")
	seen := filepath.Join(t.TempDir(), "seen")
	_, err := read(t, fake(t, "(env; ulimit -v; ulimit -c; ls /proc/self/fd; wc -l < /proc/net/dev) > "+seen, ogr.Limits{Memory: 1 << 30}))
	if !errors.Is(err, ogr.ErrLying) {
		t.Fatal(err)
	}
	text, err := os.ReadFile(seen)
	if err != nil {
		t.Fatal(err)
	}
	if s := string(text); strings.Contains(s, "secret") || !strings.Contains(s, "GDAL_SKIP=") || !strings.Contains(s, "\n1048576\n0\n") {
		t.Errorf("the child sees %s", s)
	}
}

func TestParseInfo(t *testing.T) {
	got := ogr.ParseInfo(info)
	if len(got) != 1 {
		t.Fatalf("ParseInfo = %+v", got)
	}
	l := got[0]
	if l.Name != "村" || l.Count != 2 || l.EPSG != 4490 || l.CRSName != "China Geodetic Coordinate System 2000" || l.Geometry != "Point" || l.Extent != [4]float64{118.5, 28.7, 118.6, 28.8} {
		t.Errorf("ParseInfo = %+v", l)
	}
	if diff := cmp.Diff([]ogr.Field{{Name: "name", Type: "String"}, {Name: "人口", Type: "Real"}}, l.Fields); diff != "" {
		t.Errorf("fields (-want +got):\n%s", diff)
	}
}

func TestTheCodeOfAPartIsNotThatOfTheWhole(t *testing.T) {
	got := ogr.ParseInfo("Layer name: a\nLayer SRS WKT:\nPROJCRS[\"Xian_1980\",\n    BASEGEOGCRS[\"x\",\n    ID[\"EPSG\",4610]],\n    USAGE[\n        SCOPE[\"x\"]]]\nData axis\n")
	if got[0].EPSG != 0 || got[0].CRSName != "Xian_1980" {
		t.Errorf("ParseInfo = %+v", got)
	}
}

// FuzzParseInfo: whatever a program prints, it is read without a fault, and
// no layer is made up.
func FuzzParseInfo(f *testing.F) {
	f.Add(info)
	f.Add("Layer name: a\nLayer SRS WKT:\n(unknown)\nFeature Count: -9223372036854775809\n")
	f.Fuzz(func(t *testing.T, text string) {
		layers := ogr.ParseInfo(text)
		if n := strings.Count(text, "Layer name: "); len(layers) > n {
			t.Errorf("%d layers of %d lines", len(layers), n)
		}
		for _, l := range layers {
			if l.Count < -1 {
				t.Errorf("a count of %d", l.Count)
			}
		}
	})
}
