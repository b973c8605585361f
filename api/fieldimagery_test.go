package api_test

import (
	"bytes"
	"database/sql"
	"fmt"
	"net/http"
	"path/filepath"
	"testing"

	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/internal/ledger"
	_ "diming/internal/mbtiles" // brings the driver that writes the file, too
	"diming/tiles"
)

// writeImagery makes an MBTiles file with the tiles of one zoom along a line,
// each with other bytes.
func writeImagery(t *testing.T, dir string, along orb.MultiLineString, zoom int) map[tiles.Coord][]byte {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.ToSlash(filepath.Join(dir, "aerial.mbtiles")))
	if err != nil {
		t.Fatal(err)
	}
	do := func(sql string, args ...any) {
		t.Helper()
		if _, err := db.Exec(sql, args...); err != nil {
			t.Fatal(err)
		}
	}
	do(`CREATE TABLE metadata (name text, value text)`)
	do(`CREATE TABLE tiles (zoom_level int, tile_column int, tile_row int, tile_data blob)`)
	do(`INSERT INTO metadata VALUES ('format', 'jpg'), ('attribution', '示例影像')`)
	held := map[tiles.Coord][]byte{}
	for i, at := range tiles.AlongAny(along, 100, zoom, zoom) {
		held[at] = fieldPhoto(t, 700+i, byte(i))
		do(`INSERT INTO tiles VALUES (?, ?, ?, ?)`, at.Z, at.X, 1<<at.Z-1-at.Y, held[at]) // rows count from the south
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return held
}

func TestAPackBringsTheBureausImageryTileByTile(t *testing.T) {
	w := newFieldWorld(t)
	w.ImageryDir = t.TempDir()
	held := writeImagery(t, w.ImageryDir, orb.MultiLineString{{{118.60, 28.70}, {118.65, 28.72}, {118.70, 28.71}}}, 14)
	set := func(name string) {
		t.Helper()
		if _, err := w.Boundaries.ChangeSetting(t.Context(), ledger.Console, boundaries.SettingChange{Division: w.home, Key: boundaries.SettingImagery, Value: name, Basis: "测试", Reason: "测试"}); err != nil {
			t.Fatal(err)
		}
	}
	type imagery struct {
		Imagery *struct {
			MinZoom     int `json:"min_z"`
			MaxZoom     int `json:"max_z"`
			Attribution string
			List        [][4]int
			Digests     []string
		}
		Pack string
	}
	at := "/v1/field/tasks/" + w.task.String() + "/pack"
	if before := decode[imagery](t, w.asks(t, w.a, http.MethodGet, at, "").Body); before.Imagery != nil {
		t.Errorf("before any is set: %+v", before.Imagery)
	}
	set("aerial.mbtiles")
	p := decode[imagery](t, w.asks(t, w.a, http.MethodGet, at, "").Body)
	if p.Imagery == nil || p.Imagery.Attribution != "示例影像" || p.Imagery.MinZoom != 14 || p.Imagery.MaxZoom != 14 || len(p.Imagery.List) < 3 {
		t.Fatalf("the pack's imagery: %+v", p.Imagery)
	}
	base := "/v1/field/packs/" + p.Pack + "/imagery/"
	for i, x := range p.Imagery.List {
		want := held[tiles.Coord{Z: x[0], X: x[1], Y: x[2]}]
		got := w.asks(t, w.a, http.MethodGet, fmt.Sprintf("%s%d/%d/%d", base, x[0], x[1], x[2]), "")
		if got.Code != 200 || !bytes.Equal(got.Body.Bytes(), want) || len(want) != x[3] || digestInPack(want) != p.Imagery.Digests[i] || got.Header().Get("Content-Type") != "image/jpeg" {
			t.Errorf("tile %v = %d, %d bytes of %s, want %d", x, got.Code, got.Body.Len(), got.Header().Get("Content-Type"), len(want))
		}
	}
	first := p.Imagery.List[0]
	tile := fmt.Sprintf("%s%d/%d/%d", base, first[0], first[1], first[2])
	for _, none := range []string{base + "14/0/0", base + "14/x/1", base + "99/1/1", base + "14/-1/1"} {
		wantSentence(t, none, w.asks(t, w.a, http.MethodGet, none, ""), 404, "tile-not-in-pack", "没有这一块")
	}
	wantSentence(t, "another's phone", w.asks(t, w.b, http.MethodGet, tile, ""), 404, "field-not-found", "没有这项外业内容")
	set("missing.mbtiles") // a pack is of use without
	if after := decode[imagery](t, w.asks(t, w.a, http.MethodGet, at, "").Body); after.Imagery != nil || after.Pack == "" {
		t.Errorf("with a file that is missing: %+v", after)
	}
}
