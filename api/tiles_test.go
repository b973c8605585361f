package api_test

import (
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/maptile"

	"diming/tiles"
)

// tileAt is the address of the tile that holds a position.
func tileAt(z int, lon, lat float64) string {
	t := maptile.At(orb.Point{lon, lat}, maptile.Zoom(z))
	return fmt.Sprintf("/tiles/public/%d/%d/%d.mvt", z, t.X, t.Y)
}

// ogrinfo reads a tile with GDAL's MVT driver: layer names with their fields.
func ogrinfo(t *testing.T, tile []byte) map[string][]string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "tile.mvt")
	if err := os.WriteFile(file, tile, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("ogrinfo", "-ro", "-al", "-so", "MVT:"+file).CombinedOutput()
	if err != nil {
		t.Fatalf("ogrinfo (gdal-bin of make test): %v: %s", err, out)
	}
	layers, name := map[string][]string{}, ""
	field := regexp.MustCompile(`^(\w+): (?:String|Integer|Integer64|Real)\b`)
	for _, line := range strings.Split(string(out), "\n") {
		if rest, ok := strings.CutPrefix(line, "Layer name: "); ok {
			name = strings.TrimSpace(rest)
			layers[name] = []string{}
		} else if m := field.FindStringSubmatch(line); m != nil && m[1] != "mvt_id" {
			layers[name] = append(layers[name], m[1])
		}
	}
	return layers
}

func plainTile(t *testing.T, w *httptest.ResponseRecorder) []byte {
	t.Helper()
	if w.Code != http.StatusOK {
		t.Fatalf("tile: %d %s", w.Code, w.Body)
	}
	return w.Body.Bytes()
}

func TestGDALReadsTheLayersThatTheTileJSONNames(t *testing.T) {
	s := demoSystem(t)
	described := get[tiles.TileJSON](t, s, "/tiles/public.json", http.StatusOK)
	if described.TileJSON != "3.0.0" || described.Tiles[0] != origin+"/tiles/public/{z}/{x}/{y}.mvt" || !strings.Contains(described.Attribution, "示例数据") {
		t.Errorf("TileJSON %+v, want version 3, our own tiles and 示例数据", described)
	}
	want := map[string][]string{}
	for _, l := range described.VectorLayers {
		for f := range l.Fields {
			want[l.ID] = append(want[l.ID], f)
		}
	}
	seen := map[string]bool{}
	for z := described.MinZoom; z <= described.MaxZoom; z++ {
		for name, fields := range ogrinfo(t, plainTile(t, s.ask(t, tileAt(z, 118.62, 28.67)))) {
			if _, named := want[name]; !named {
				t.Errorf("zoom %d: layer %q is not in the TileJSON", z, name)
			}
			slices.Sort(fields)
			slices.Sort(want[name])
			if !slices.Equal(fields, want[name]) {
				t.Errorf("zoom %d: layer %s has the fields %v, the TileJSON says %v", z, name, fields, want[name])
			}
			seen[name] = true
		}
	}
	for name := range want {
		if !seen[name] {
			t.Errorf("no tile over the county's seat has the layer %s", name)
		}
	}
}

func TestATileGoesOverTheWireAsAskedFor(t *testing.T) {
	s := demoSystem(t)
	address := tileAt(10, 118.62, 28.67)
	plain, zipped := s.ask(t, address), s.ask(t, address, "Accept-Encoding", "gzip, br")
	if plain.Header().Get("Content-Encoding") != "" || zipped.Header().Get("Content-Encoding") != "gzip" {
		t.Errorf("encodings %q and %q, want none and gzip", plain.Header().Get("Content-Encoding"), zipped.Header().Get("Content-Encoding"))
	}
	r, err := gzip.NewReader(zipped.Body)
	if err != nil {
		t.Fatal(err)
	}
	unpacked, err := io.ReadAll(r)
	if err != nil || string(unpacked) != plain.Body.String() {
		t.Errorf("the compressed tile differs from the plain one: %v", err)
	}
	refused := s.ask(t, address, "Accept-Encoding", "gzip;q=0, identity")
	if refused.Header().Get("Content-Encoding") == "gzip" {
		t.Error("gzip;q=0 was answered with gzip")
	}
	for _, w := range []*httptest.ResponseRecorder{plain, zipped} {
		if !strings.Contains(strings.Join(w.Header().Values("Vary"), ","), "Accept-Encoding") || w.Header().Get("Content-Type") != "application/vnd.mapbox-vector-tile" {
			t.Errorf("headers %v, want Vary: Accept-Encoding and the type of a tile", w.Header())
		}
	}
	for _, match := range []string{plain.Header().Get("ETag"), `"else", ` + plain.Header().Get("ETag"), "*"} {
		again := s.ask(t, address, "If-None-Match", match)
		if again.Code != http.StatusNotModified || again.Body.Len() != 0 || again.Header().Get("ETag") != plain.Header().Get("ETag") {
			t.Errorf("If-None-Match %s: %d, ETag %q, %d bytes, want 304 and the ETag", match, again.Code, again.Header().Get("ETag"), again.Body.Len())
		}
	}
	if changed := s.ask(t, address, "If-None-Match", `W/"old"`); changed.Code != http.StatusOK {
		t.Errorf("another ETag: %d, want 200", changed.Code)
	}
	empty := s.ask(t, "/tiles/public/10/0/0.mvt")
	if empty.Code != http.StatusNoContent || empty.Body.Len() != 0 {
		t.Errorf("a tile of the open sea: %d with %d bytes, want 204", empty.Code, empty.Body.Len())
	}
}

func TestNonsenseTilesGetASentence(t *testing.T) {
	s := demoSystem(t)
	for _, test := range []struct {
		address string
		status  int
		kind    string
	}{
		{"/tiles/public/99/0/0.mvt", 400, "bad-tile"},
		{"/tiles/public/1/2/0.mvt", 400, "bad-tile"},
		{"/tiles/public/-1/0/0.mvt", 400, "bad-tile"},
		{"/tiles/public/a/b/c.mvt", 400, "bad-tile"},
		{"/tiles/public/1/0/0.pbf", 404, "not-found"},
		{"/tiles/public/1/0/0.mvt?as_of=13-13-13", 400, "bad-date"},
		{"/tiles/office/1/0/0.mvt", 404, "tile-set-not-found"},
		{"/tiles/secret.json", 404, "tile-set-not-found"},
		{"/tiles/public.json?as_of=tomorrow", 400, "bad-date"},
		{"/tiles/public", 404, "tile-set-not-found"},
	} {
		wantProblem(t, test.address, s.ask(t, test.address), test.status, test.kind)
	}
}
