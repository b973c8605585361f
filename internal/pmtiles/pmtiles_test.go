package pmtiles_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/gzip"

	"diming/internal/pmtiles"
)

// TestIDsAreThoseOfTheSpecification holds ids to the examples of the specification.
func TestIDsAreThoseOfTheSpecification(t *testing.T) {
	for c, want := range map[pmtiles.Coord]pmtiles.ID{
		{Z: 0, X: 0, Y: 0}: 0, {Z: 1, X: 0, Y: 0}: 1, {Z: 1, X: 0, Y: 1}: 2, {Z: 1, X: 1, Y: 1}: 3, {Z: 1, X: 1, Y: 0}: 4,
		{Z: 2, X: 0, Y: 0}: 5, {Z: 12, X: 3423, Y: 1763}: 19078479,
	} {
		if got, ok := c.ID(); !ok || got != want {
			t.Errorf("%v is %d, want %d", c, got, want)
		}
	}
	for _, c := range []pmtiles.Coord{{Z: -1}, {Z: 27}, {Z: 1, X: 2}, {Z: 1, Y: -1}} {
		if id, ok := c.ID(); ok {
			t.Errorf("%v is %d, want none", c, id)
		}
	}
}

// TestIDsRunThroughAZoomFromNeighbourToNeighbour walks the curve.
func TestIDsRunThroughAZoomFromNeighbourToNeighbour(t *testing.T) {
	id := pmtiles.ID(0)
	for z := range 8 {
		var last pmtiles.Coord
		for n := range 1 << (2 * z) {
			c, err := id.Coord()
			if err != nil || c.Z != z {
				t.Fatalf("%d is %v, %v, want of zoom %d", id, c, err, z)
			}
			if back, ok := c.ID(); !ok || back != id {
				t.Fatalf("%d is %v, and that is %d", id, c, back)
			}
			if far := abs(c.X-last.X) + abs(c.Y-last.Y); n > 0 && far != 1 {
				t.Fatalf("%v comes after %v", c, last)
			}
			last = c
			id++
		}
	}
	deepest := pmtiles.Coord{Z: pmtiles.DeepestZoom, X: 1<<pmtiles.DeepestZoom - 1}
	at, _ := deepest.ID()
	if c, err := at.Coord(); err != nil || c != deepest {
		t.Errorf("%v, %v, want %v", c, err, deepest)
	}
	if c, err := (at + 1).Coord(); !errors.Is(err, pmtiles.ErrArchive) {
		t.Errorf("%d is %v, %v, want an error", at+1, c, err)
	}
}

func abs(n int) int { return max(n, -n) }

// about is what the archives of these tests say of themselves.
var about = pmtiles.About{
	Extent:   pmtiles.Extent{West: 118.37, South: 28.25, East: 118.81, North: 28.9},
	Metadata: map[string]any{"name": "示例", "vector_layers": []any{}},
}

func write(t testing.TB, tiles []pmtiles.Tile) []byte {
	t.Helper()
	w, err := pmtiles.NewWriter(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	for _, tile := range tiles {
		if err := w.Add(tile.ID, tile.Body); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := w.Finish(&out, about); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func open(t testing.TB, file []byte) *pmtiles.Archive {
	t.Helper()
	a, err := pmtiles.Open(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// someTiles are n tiles, of which about a third have bodies of others, some in a run.
func someTiles(n int) []pmtiles.Tile {
	random := rand.New(rand.NewPCG(1, 2))
	tiles, id := make([]pmtiles.Tile, n), pmtiles.ID(0)
	for i := range tiles {
		body := binary.BigEndian.AppendUint64([]byte("body "), random.Uint64())
		if random.IntN(3) == 0 && i > 0 {
			body = tiles[random.IntN(i)].Body
		}
		if random.IntN(5) == 0 && i > 0 {
			body = tiles[i-1].Body
		}
		tiles[i] = pmtiles.Tile{ID: id, Body: body}
		id += pmtiles.ID(1 + random.IntN(2)*random.IntN(9))
	}
	return tiles
}

// TestWhatIsWrittenIsReadAgain has archives with one directory and with many.
func TestWhatIsWrittenIsReadAgain(t *testing.T) {
	for _, n := range []int{0, 1, 100, 60_000} {
		tiles := someTiles(n)
		file := write(t, tiles)
		if again := write(t, tiles); !bytes.Equal(file, again) {
			t.Errorf("%d tiles: made again it is other bytes", n)
		}
		a := open(t, file)
		var got []pmtiles.Tile
		for tile, err := range a.Tiles() {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, tile)
		}
		if len(got) != len(tiles) || n > 0 && cmp.Diff(tiles, got) != "" {
			t.Fatalf("%d tiles: %d are read, or others", n, len(got))
		}
		for i := 0; i < n; i += 1 + n/500 {
			body, err := a.Tile(tiles[i].ID)
			if err != nil || !bytes.Equal(body, tiles[i].Body) {
				t.Fatalf("tile %d: %q, %v, want %q", tiles[i].ID, body, err, tiles[i].Body)
			}
			if next := tiles[i].ID + 1; i+1 < n && next < tiles[i+1].ID {
				if body, err := a.Tile(next); body != nil || err != nil {
					t.Errorf("tile %d, which was not added, is %q, %v", next, body, err)
				}
			}
		}
		var said struct{ Name string }
		if err := a.Metadata(&said); err != nil || said.Name != "示例" || a.Extent() != about.Extent {
			t.Errorf("it says of itself %+v, %v, %v", said, err, a.Extent())
		}
	}
}

func TestTilesOutOfOrderAreRefusedAndEmptyOnesNotKept(t *testing.T) {
	w, err := pmtiles.NewWriter(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	for _, add := range []struct {
		id   pmtiles.ID
		body string
		want error
	}{{3, "a", nil}, {3, "a", pmtiles.ErrOrder}, {2, "a", pmtiles.ErrOrder}, {5, "", nil}, {4, "a", pmtiles.ErrOrder}, {6, "b", nil}} {
		if err := w.Add(add.id, []byte(add.body)); !errors.Is(err, add.want) {
			t.Errorf("add %d: %v, want %v", add.id, err, add.want)
		}
	}
	var out bytes.Buffer
	if err := w.Finish(&out, about); err != nil {
		t.Fatal(err)
	}
	if body, err := open(t, out.Bytes()).Tile(5); body != nil || err != nil {
		t.Errorf("the empty tile is %q, %v", body, err)
	}
}

// FuzzOpen has files that somebody damaged: an error, and nothing worse.
func FuzzOpen(f *testing.F) {
	file := write(f, someTiles(200))
	f.Add(file)
	f.Add(file[:200])
	f.Add([]byte(fmt.Sprintf("PMTiles\x03%0119d", 0)))
	f.Fuzz(func(t *testing.T, file []byte) {
		a, err := pmtiles.Open(bytes.NewReader(file), int64(len(file)))
		if err != nil {
			if !errors.Is(err, pmtiles.ErrArchive) {
				t.Errorf("%v is no ErrArchive", err)
			}
			return
		}
		n := 0
		for tile, err := range a.Tiles() {
			if err != nil && !errors.Is(err, pmtiles.ErrArchive) {
				t.Errorf("%v is no ErrArchive", err)
			}
			if _, err := a.Tile(tile.ID); err != nil && !errors.Is(err, pmtiles.ErrArchive) {
				t.Errorf("%v is no ErrArchive", err)
			}
			if n++; n > 1000 {
				break
			}
		}
	})
}

// TestAnArchiveIsTheSameBytesAsBefore holds archives, one with leaves, to files that
// another program reads in the tests of web/.
func TestAnArchiveIsTheSameBytesAsBefore(t *testing.T) {
	var bodies [16][]byte
	for i := range bodies {
		bodies[i] = gzipped(t, fmt.Sprintf("body %d", i))
	}
	few := someTiles(20_000)
	for i := range few {
		few[i].Body = bodies[few[i].Body[12]%16]
	}
	for name, tiles := range map[string][]pmtiles.Tile{"flat": few[:200], "leaves": few} {
		got, file := write(t, tiles), filepath.Join("testdata", name+".pmtiles")
		if *update {
			if err := os.WriteFile(file, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: %d bytes that differ from the %d of the file, %v", name, len(got), len(want), err)
		}
	}
}

var update = flag.Bool("update", false, "write the files of testdata anew")

func gzipped(t *testing.T, text string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
