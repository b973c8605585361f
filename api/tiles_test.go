package api_test

import (
	"bytes"
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
	"strconv"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/maptile"

	"diming/boundaries"
	"diming/internal/account"
	"diming/internal/ledger"
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
	if deeper := s.ask(t, tileAt(described.MaxZoom+1, described.Center[0], described.Center[1])); deeper.Code != http.StatusNotFound || !strings.Contains(described.Description, strconv.Itoa(described.MaxZoom)) {
		t.Errorf("a tile below the last zoom is answered with %d; of deeper zooms the TileJSON says %q", deeper.Code, described.Description)
	}
	seen := map[string]bool{}
	for z := described.MinZoom; z <= described.MaxZoom; z++ {
		for _, at := range somewhere(t, s) {
			for name, fields := range ogrinfo(t, plainTile(t, s.ask(t, tileAt(z, at.Lon(), at.Lat())))) {
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
	}
	for name := range want {
		if !seen[name] {
			t.Errorf("no tile over the county's seat, a shelter or a door has the layer %s", name)
		}
	}
}

func TestATileGoesOverTheWireAsAskedFor(t *testing.T) {
	s := demoSystem(t)
	address := tileAt(10, 118.62, 28.67)
	plain := s.ask(t, address)
	for _, test := range []struct{ accepted, want string }{
		{"", ""}, {"gzip", "gzip"}, {"gzip, deflate, br, zstd", "br"}, {"zstd, gzip", "zstd"}, {"GZIP", "gzip"}, {"*", "br"},
		{"br;q=0.5, gzip;q=0.8", "gzip"}, {"br;q=0, *", "zstd"}, {"gzip;q=0, identity", ""}, {"identity, gzip;q=0.5", ""},
		{"gzip;q=0", ""}, {"gzip;q=nonsense", ""}, {"gzip;q=2", ""}, {"gzip ; q=0.1", "gzip"}, {"deflate", ""}, {"*;q=0", ""}, {",;,=;q", ""},
	} {
		w := s.ask(t, address, "Accept-Encoding", test.accepted)
		if got := w.Header().Get("Content-Encoding"); got != test.want {
			t.Errorf("Accept-Encoding %q: %q, want %q", test.accepted, got, test.want)
		}
		if body, err := unpacked(w); err != nil || string(body) != plain.Body.String() {
			t.Errorf("Accept-Encoding %q: the tile differs from the plain one: %v", test.accepted, err)
		}
		if test.want != "" && w.Body.Len() >= plain.Body.Len() {
			t.Errorf("%s: %d bytes, the plain tile has %d", test.want, w.Body.Len(), plain.Body.Len())
		}
		if h := w.Header(); h.Get("ETag") != plain.Header().Get("ETag") || !strings.Contains(strings.Join(h.Values("Vary"), ","), "Accept-Encoding") || h.Get("Content-Type") != "application/vnd.mapbox-vector-tile" {
			t.Errorf("Accept-Encoding %q: headers %v, want one ETag for all, Vary: Accept-Encoding and the type of a tile", test.accepted, h)
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

// A public tile is made once and then sent from memory, before the rest of the
// server looks at the request: nobody can tell but by the number of the request.
func TestATileFromMemoryIsAnsweredAsOneThatWasMade(t *testing.T) {
	s := newSystem(demoPool(t)) // in which nothing is in memory yet
	for _, address := range []string{tileAt(9, 118.62, 28.67), "/tiles/public/9/0/0.mvt"} {
		made := s.ask(t, address, "Accept-Encoding", "gzip")
		kept := s.ask(t, address, "Accept-Encoding", "gzip")
		if made.Header().Get("X-Request-Id") == "" || kept.Header().Get("X-Request-Id") != "" {
			t.Errorf("%s: the second answer is not from memory, or the first is: %v, %v", address, made.Header(), kept.Header())
		}
		for name := range made.Header() {
			if name != "X-Request-Id" && kept.Header().Get(name) != made.Header().Get(name) {
				t.Errorf("%s: %s is %q from memory, was %q", address, name, kept.Header().Get(name), made.Header().Get(name))
			}
		}
		if kept.Code != made.Code || kept.Body.String() != made.Body.String() {
			t.Errorf("%s: %d with %d bytes from memory, was %d with %d", address, kept.Code, kept.Body.Len(), made.Code, made.Body.Len())
		}
	}
}

// somewhere are the seat of the demo's county, a shelter and a door.
func somewhere(t *testing.T, s *system) []orb.Point {
	t.Helper()
	all := []orb.Point{{118.62, 28.67}}
	for _, view := range []string{"shelter_point", "address_point"} {
		var at orb.Point
		if err := s.DB.QueryRow(t.Context(), "SELECT ST_X(geom), ST_Y(geom) FROM "+view+" WHERE upper_inf(valid) ORDER BY object LIMIT 1").Scan(&at[0], &at[1]); err != nil {
			t.Fatalf("%s: %v", view, err)
		}
		all = append(all, at)
	}
	return all
}

func TestTilesOfOfficesAreForWhoMaySeeThem(t *testing.T) {
	w := newWorld(t)
	inspector := w.signedIn(t, "inspector", account.Grant{Role: account.Inspector, Division: w.home})
	stranger := w.signedIn(t, "stranger", account.Grant{Role: account.Inspector, Division: w.away})
	clerk := w.signedIn(t, "clerk", account.Grant{Role: account.Clerk, Division: w.home})
	const number = "江玉9号"
	body := fmt.Sprintf(`{"line":%q,"number":%q,"kind":"single","lon":118.56,"lat":28.56,"source":"示例数据","reason":"新设"}`, w.named["boundary_line"], number)
	if got := w.send(t, http.MethodPost, "/v1/markers", body, inspector...); got.Code != http.StatusCreated {
		t.Fatalf("add = %d %s", got.Code, got.Body)
	}
	if err := w.Tiles.Rebuild(t.Context()); err != nil {
		t.Fatal(err)
	}
	address := strings.Replace(tileAt(14, 118.56, 28.56), "public", "office", 1)
	seen := w.send(t, http.MethodGet, address, "", inspector...)
	if seen.Code != http.StatusOK || !strings.Contains(seen.Body.String(), number) || seen.Header().Get("Cache-Control") != "private, no-cache" || seen.Header().Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("the inspector's tile: %d, %v, want the marker, kept by nobody else", seen.Code, seen.Header())
	}
	if again := w.send(t, http.MethodGet, address, "", append(inspector, "If-None-Match", seen.Header().Get("ETag"))...); again.Code != http.StatusNotModified {
		t.Errorf("the inspector's tile again: %d", again.Code)
	}
	for who, headers := range map[string][]string{"an inspector elsewhere": stranger, "a clerk": clerk} {
		got := w.send(t, http.MethodGet, address, "", append(headers, "If-None-Match", seen.Header().Get("ETag"))...)
		if got.Code == http.StatusNotModified || strings.Contains(got.Body.String(), number) {
			t.Errorf("%s: %d, the marker is in the tile or said to be", who, got.Code)
		}
	}
	// To whom nothing of a set is shown it is not there.
	absent := func(address string, headers []string) string {
		got := w.send(t, http.MethodGet, address, "", headers...)
		return fmt.Sprint(got.Code, " ", got.Header().Get("Content-Type"), " ", got.Body)
	}
	auditor := w.signedIn(t, "auditor", account.Grant{Role: account.Auditor})
	for _, headers := range [][]string{nil, auditor} {
		for _, rest := range []string{"/14/0/0.mvt", ".json"} {
			want := absent("/tiles/secret"+rest, headers)
			for _, set := range []string{"office", "draft", "office@2020-01-01"} {
				if got := absent("/tiles/"+set+rest, headers); got != want {
					t.Errorf("%s%s: %s, of a set that there is not %s", set, rest, got, want)
				}
			}
		}
	}
	described := answerOf[tiles.TileJSON](t, w, http.StatusOK, http.MethodGet, "/tiles/office.json", "", clerk...)
	for _, l := range described.VectorLayers {
		if l.ID == "markers" || l.ID == "disputes" {
			t.Errorf("a clerk is told of the layer %s", l.ID)
		}
	}
}

func TestAreasOfCountiesAreInPublicTilesByTheirApprovalNumberOnly(t *testing.T) {
	w := newWorld(t)
	const area = "未经审图的范围"
	if _, err := w.DB.Exec(t.Context(), `INSERT INTO tile_area (division, code, name, level, band, valid, geom)
		SELECT $1, '330881', $2, 3, band, '[2010-01-01,)', ST_Multi(ST_TileEnvelope(12, 3397, 1706)) FROM generate_series(0, 20) band`, w.home, area); err != nil {
		t.Fatal(err)
	}
	shown := func() bool {
		t.Helper()
		if err := w.ApplyToTiles(t.Context(), []ledger.Change{{Seq: 1, Kind: "setting"}}); err != nil {
			t.Fatal(err)
		}
		got := w.ask(t, "/tiles/public/12/3397/1706.mvt")
		return strings.Contains(got.Body.String(), area)
	}
	if shown() {
		t.Error("the area of a county is shown without an approval number")
	}
	inspector := w.signedIn(t, "inspector", account.Grant{Role: account.Inspector, Division: w.home})
	if got := w.send(t, http.MethodGet, "/tiles/office/12/3397/1706.mvt", "", inspector...); !strings.Contains(got.Body.String(), area) {
		t.Errorf("the office does not see the area: %d", got.Code)
	}
	for key, value := range map[string]string{boundaries.SettingTitle: "江山市", boundaries.SettingApproval: "浙S(2026)1号"} {
		if _, err := w.Boundaries.ChangeSetting(t.Context(), ledger.Console, boundaries.SettingChange{Division: w.home, Key: key, Value: value, Basis: "测试", Reason: "测试"}); err != nil {
			t.Fatal(err)
		}
	}
	if !shown() {
		t.Error("the area of a county is not shown though the map was approved")
	}
}

// unpacked reads a body by its Content-Encoding.
func unpacked(w *httptest.ResponseRecorder) ([]byte, error) {
	body := bytes.NewReader(w.Body.Bytes())
	switch w.Header().Get("Content-Encoding") {
	case "gzip":
		r, err := gzip.NewReader(body)
		if err != nil {
			return nil, err
		}
		return io.ReadAll(r)
	case "zstd":
		r, err := zstd.NewReader(body)
		if err != nil {
			return nil, err
		}
		defer r.Close()
		return io.ReadAll(r)
	case "br":
		return io.ReadAll(brotli.NewReader(body))
	}
	return io.ReadAll(body)
}

func TestATileIsKeptForEverOnlyUnderItsVersion(t *testing.T) {
	s := demoSystem(t)
	const forever = "public, max-age=31536000, immutable"
	versioned := func() string {
		described := get[tiles.TileJSON](t, s, "/tiles/public.json?versioned=1", http.StatusOK)
		return strings.NewReplacer(origin, "", "{z}", "0", "{x}", "0", "{y}", "0").Replace(described.Tiles[0])
	}
	first := versioned()
	if got := s.ask(t, first); got.Code != http.StatusOK || got.Header().Get("Cache-Control") != forever {
		t.Errorf("%s: %d, %q, want to be kept for ever", first, got.Code, got.Header().Get("Cache-Control"))
	}
	again := s.ask(t, first, "If-None-Match", s.ask(t, first).Header().Get("ETag"))
	if again.Code != http.StatusNotModified || again.Header().Get("Cache-Control") != forever {
		t.Errorf("%s asked about again: %d, %q", first, again.Code, again.Header().Get("Cache-Control"))
	}
	for _, address := range []string{"/tiles/public/0/0/0.mvt", "/tiles/public/0/0/0.mvt?v=", "/tiles/public/0/0/0.mvt?v=other", strings.Replace(first, "public", "public@2019-01-01", 1)} {
		if got := s.ask(t, address).Header().Get("Cache-Control"); got != "no-cache" {
			t.Errorf("%s: %q, want no-cache", address, got)
		}
	}
	if bad := s.ask(t, strings.Replace(first, "/0/0/0", "/0/0/9", 1)); strings.Contains(bad.Header().Get("Cache-Control"), "immutable") {
		t.Errorf("a refusal may be kept for ever: %v", bad.Header())
	}
	if _, err := s.DB.Exec(t.Context(), `INSERT INTO tile_change (cells) VALUES ('{}')`); err != nil {
		t.Fatal(err)
	}
	if err := s.Tiles.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := s.ask(t, first).Header().Get("Cache-Control"); got != "no-cache" {
		t.Errorf("%s after a change: %q, want no-cache", first, got)
	}
	if second := versioned(); second == first || s.ask(t, second).Header().Get("Cache-Control") != forever {
		t.Errorf("the version after a change is %s, before it was %s", second, first)
	}
}

func TestATileOfADayHasAnAddress(t *testing.T) {
	s := demoSystem(t)
	at := strings.TrimPrefix(tileAt(12, 118.62, 28.67), "/tiles/public")
	for _, day := range []string{"2018-06-30", "0001-01-02", "9999-12-31"} {
		byPath, byQuery := s.ask(t, "/tiles/public@"+day+at), s.ask(t, "/tiles/public"+at+"?as_of="+day)
		if byPath.Code >= 300 || byPath.Code != byQuery.Code || byPath.Body.String() != byQuery.Body.String() || byPath.Header().Get("ETag") != byQuery.Header().Get("ETag") {
			t.Errorf("%s: %d with %d bytes by path, %d with %d by query", day, byPath.Code, byPath.Body.Len(), byQuery.Code, byQuery.Body.Len())
		}
	}
	described := get[tiles.TileJSON](t, s, "/tiles/public@2018-06-30.json", http.StatusOK)
	if want := origin + "/tiles/public@2018-06-30/{z}/{x}/{y}.mvt"; described.Tiles[0] != want {
		t.Errorf("tiles at %s, want %s", described.Tiles[0], want)
	}
}

func TestNonsenseTilesGetASentence(t *testing.T) {
	s := demoSystem(t)
	for _, test := range []struct {
		address string
		status  int
		kind    string
	}{
		{"/tiles/public/17/0/0.mvt", 404, "tile-not-found"},
		{"/tiles/public@2019-01-01/18/0/0.mvt", 404, "tile-not-found"},
		{"/tiles/public/99/0/0.mvt", 404, "tile-not-found"},
		{"/tiles/public/1/2/0.mvt", 400, "bad-tile"},
		{"/tiles/public/-1/0/0.mvt", 400, "bad-tile"},
		{"/tiles/public/a/b/c.mvt", 400, "bad-tile"},
		{"/tiles/public/1/0/0.pbf", 404, "not-found"},
		{"/tiles/public/1/0/0.mvt?as_of=13-13-13", 400, "bad-date"},
		{"/tiles/office/1/0/0.mvt", 404, "tile-set-not-found"},
		{"/tiles/secret.json", 404, "tile-set-not-found"},
		{"/tiles/public.json?as_of=tomorrow", 400, "bad-date"},
		{"/tiles/public@2019-02-30/1/0/0.mvt", 400, "bad-date"},
		{"/tiles/public@/1/0/0.mvt", 400, "bad-date"},
		{"/tiles/public@0000-01-01.json", 400, "bad-date"},
		{"/tiles/secret@2019-01-01/1/0/0.mvt", 404, "tile-set-not-found"},
		{"/tiles/public", 404, "tile-set-not-found"},
	} {
		wantProblem(t, test.address, s.ask(t, test.address), test.status, test.kind)
	}
}
