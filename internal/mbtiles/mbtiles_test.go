package mbtiles_test

import (
	"bytes"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"diming/internal/mbtiles"
)

// made writes a file with one table of tiles and what it says of itself.
func made(t *testing.T, format string, tiles ...[3]int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "影像 #1?.mbtiles")
	db, err := sql.Open("sqlite", "file:"+filepath.ToSlash(filepath.Join(t.TempDir(), "made.mbtiles")))
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
	do(`INSERT INTO metadata VALUES ('format', ?), ('attribution', '示例影像'), ('maxzoom', '22')`, format)
	for _, c := range tiles {
		do(`INSERT INTO tiles VALUES (?, ?, ?, ?)`, c[0], c[1], c[2], []byte{byte(c[0]), byte(c[1]), byte(c[2])})
	}
	var from string
	if err := db.QueryRow(`SELECT file FROM pragma_database_list`).Scan(&from); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, content, 0o400); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestTilesAreReadOneByOneCountedFromTheNorth(t *testing.T) {
	f, err := mbtiles.Open(t.Context(), made(t, "jpg", [3]int{15, 100, 7}, [3]int{16, 200, 14}))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if f.MinZoom != 15 || f.MaxZoom != 16 || f.MediaType != "image/jpeg" || f.Attribution != "示例影像" {
		t.Errorf("the file says %+v", f)
	}
	body, err := f.Tile(t.Context(), 15, 100, 1<<15-1-7)
	if err != nil || !bytes.Equal(body, []byte{15, 100, 7}) {
		t.Errorf("tile = %v, %v", body, err)
	}
	if _, err := f.Tile(t.Context(), 15, 100, 7); !errors.Is(err, mbtiles.ErrNoTile) {
		t.Errorf("a tile counted from the south: %v", err)
	}
}

func TestWhatIsNoFileOfPicturesIsRefused(t *testing.T) {
	text := filepath.Join(t.TempDir(), "text.mbtiles")
	if err := os.WriteFile(text, []byte("这不是影像"), 0o600); err != nil {
		t.Fatal(err)
	}
	for what, path := range map[string]string{"text": text, "vector tiles": made(t, "pbf", [3]int{1, 0, 0}), "no tiles": made(t, "png")} {
		if _, err := mbtiles.Open(t.Context(), path); !errors.Is(err, mbtiles.ErrNot) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, err := mbtiles.Open(t.Context(), filepath.Join(t.TempDir(), "none")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
}
