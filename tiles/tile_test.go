package tiles

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/planar"
)

func mustTile(t testing.TB, s *Store, c Coord, asOf time.Time) Tile {
	t.Helper()
	tile, err := s.Tile(t.Context(), View{Set: Public, AsOf: asOf}, c)
	if err != nil {
		t.Fatal(err)
	}
	return tile
}

// decode gives the layers of a tile, the geometry in the tile's own units.
func decode(t testing.TB, tile Tile) map[string]*mvt.Layer {
	t.Helper()
	plain, err := tile.Plain()
	if err != nil {
		t.Fatal(err)
	}
	layers, err := mvt.Unmarshal(plain)
	if err != nil {
		t.Fatal(err)
	}
	byName := make(map[string]*mvt.Layer)
	for _, l := range layers {
		if byName[l.Name] != nil {
			t.Errorf("layer %s is there twice", l.Name)
		}
		byName[l.Name] = l
	}
	return byName
}

// fieldsOf lists the properties of each layer of a tile.
func fieldsOf(t testing.TB, tile Tile) map[string][]string {
	t.Helper()
	got := make(map[string][]string)
	for name, l := range decode(t, tile) {
		fields := make(map[string]bool)
		for _, f := range l.Features {
			for field := range f.Properties {
				fields[field] = true
			}
		}
		if got[name] = slices.Sorted(maps.Keys(fields)); l.Extent != extent || l.Version != 2 {
			t.Errorf("layer %s: extent %d, version %d", name, l.Extent, l.Version)
		}
	}
	return got
}

// values lists a property over the features of a layer.
func values(l *mvt.Layer, property string) []any {
	var vs []any
	if l != nil {
		for _, f := range l.Features {
			vs = append(vs, f.Properties[property])
		}
	}
	return vs
}

// TestTheCountyAsTiles looks at one built county from many sides.
func TestTheCountyAsTiles(t *testing.T) {
	_, s := built(t)
	for _, test := range []struct {
		name string
		hold func(*testing.T, *Store)
	}{
		{"tiles have the layers and fields of the TileJSON", tilesHaveTheLayersAndFieldsOfTheTileJSON},
		{"zooms show their levels", zoomsShowTheirLevels},
		{"attributes are those of the register", attributesAreThoseOfTheRegister},
		{"levels cover the same ground in every tile", levelsCoverTheSameGroundInEveryTile},
		{"nothing is an empty tile", nothingIsAnEmptyTile},
		{"GDAL reads a tile", gdalReadsATile},
		{"the index finds a tile", theIndexFindsATile},
		{"levels that are not allowed have no areas and lines", levelsThatAreNotAllowedHaveNoAreasAndLines},
		{"areas are valid and cover their parent in every band", areasAreValidAndCoverTheirParentInEveryBand},
	} {
		t.Run(test.name, func(t *testing.T) { test.hold(t, s) })
	}
}

func tilesHaveTheLayersAndFieldsOfTheTileJSON(t *testing.T, s *Store) {
	description, err := s.TileJSON(t.Context(), View{Set: Public}, "http://localhost:8080", "示例数据")
	if err != nil {
		t.Fatal(err)
	}
	want := make(map[string][]string)
	for _, l := range description.VectorLayers {
		if l.MinZoom <= 11 && l.ID != "shelters" { // of the others TestTheSetsShowWhatTheirTileJSONSays
			want[l.ID] = slices.Sorted(maps.Keys(l.Fields))
		}
	}
	if d := cmp.Diff(want, fieldsOf(t, mustTile(t, s, tileAt(11, 121.56, 23.95), time.Time{}))); d != "" {
		t.Errorf("layers (-TileJSON +tile):\n%s", d)
	}
	bounds := orb.Bound{Min: orb.Point(description.Bounds[:2]), Max: orb.Point(description.Bounds[2:])}
	if county := (orb.Bound{Min: orb.Point{120.98, 23.09}, Max: orb.Point{121.78, 24.38}}); !bounds.Contains(county.Center()) || bounds.Right()-bounds.Left() > 1 {
		t.Errorf("bounds = %v, want about %v", bounds, county)
	}
}

func zoomsShowTheirLevels(t *testing.T, s *Store) {
	for _, test := range []struct {
		zoom int
		want []any
	}{
		{0, []any{3.}}, {6, []any{3.}}, {7, []any{3.}}, {8, []any{3., 4.}}, {10, []any{3., 4.}}, {11, []any{3., 4., 5.}}, {14, []any{3., 4., 5.}},
	} {
		layers := decode(t, mustTile(t, s, tileAt(test.zoom, 121.607, 23.98), time.Time{}))
		levels := slices.Compact(values(layers["divisions"], "level"))
		if d := cmp.Diff(test.want, levels); d != "" {
			t.Errorf("zoom %d: levels (-want +got):\n%s", test.zoom, d)
		}
	}
}

func attributesAreThoseOfTheRegister(t *testing.T, s *Store) {
	layers := decode(t, mustTile(t, s, tileAt(9, 121.35, 23.78), time.Time{}))
	labels := layers["division_labels"]
	i := slices.Index(values(labels, "code"), any("10015"))
	if i < 0 {
		t.Fatal("the county has no label")
	}
	want := map[string]any{"id": testID(999).String(), "code": "10015", "name": "花蓮縣", "pinyin": "Huālián Xiàn", "level": 3., "rank": 3.}
	if d := cmp.Diff(want, map[string]any(labels.Features[i].Properties)); d != "" {
		t.Errorf("label (-want +got):\n%s", d)
	}
	layers = decode(t, mustTile(t, s, tileAt(12, 121.56, 23.96), time.Time{}))
	want = map[string]any{"id": testID(51).String(), "name": "吉安", "pinyin": "Jí'ān", "class": "22200", "rank": 6.}
	if d := cmp.Diff([]any{"吉安"}, values(layers["places"], "name")); d != "" {
		t.Fatalf("places, ways among them only as lines (-want +got):\n%s", d)
	}
	if d := cmp.Diff(want, map[string]any(layers["places"].Features[0].Properties)); d != "" {
		t.Errorf("place (-want +got):\n%s", d)
	}
}

func TestTilesShowTheDateAskedFor(t *testing.T) {
	r, s := built(t)
	old, renamed := testID(2000), "[2010-01-01,2020-01-01)"
	area := multi(readFeatures(t, "../testdata/hualien_villages.geojson")[0].Geometry)
	r.close(old)
	r.version(old, "10015090001", "旧名村", 5, area, renamed)
	r.version(old, "10015090901", "新名村", 5, area, "[2020-01-01,)")
	if err := s.Apply(t.Context(), []Change{{Kind: Division, ID: old}}); err != nil {
		t.Fatal(err)
	}
	at := area.Bound().Center()
	for _, test := range []struct {
		asOf, want string
	}{{"2009-12-31", ""}, {"2010-01-01", "旧名村"}, {"2019-12-31", "旧名村"}, {"2020-01-01", "新名村"}, {"", "新名村"}} {
		var asOf time.Time
		if test.asOf != "" {
			asOf, _ = time.Parse(time.DateOnly, test.asOf)
		}
		layers := decode(t, mustTile(t, s, tileAt(13, at[0], at[1]), asOf))
		for _, layer := range []string{"divisions", "division_labels"} {
			names := values(layers[layer], "name")
			for _, name := range []string{"旧名村", "新名村"} {
				if got := slices.Contains(names, any(name)); got != (name == test.want) {
					t.Errorf("%s as of %q: %s shown = %v", layer, test.asOf, name, got)
				}
			}
		}
	}
}

// areaIn is the ground that the areas of a level cover in a tile, in square
// units of its grid.
func areaIn(l *mvt.Layer, level float64) float64 {
	area := 0.
	for _, f := range l.Features {
		if f.Properties["level"] == level {
			area += planar.Area(f.Geometry)
		}
	}
	return math.Abs(area)
}

func levelsCoverTheSameGroundInEveryTile(t *testing.T, s *Store) {
	for zoom := levelZoom[4]; zoom <= MaxZoom; zoom++ {
		for _, at := range []orb.Point{{121.607, 23.98}, {121.35, 23.78}, {121.48, 23.72}} {
			c := tileAt(zoom, at[0], at[1])
			divisions := decode(t, mustTile(t, s, c, time.Time{}))["divisions"]
			whole := areaIn(divisions, 3)
			for level := 4; level <= 5; level++ {
				if levelZoom[level] > zoom {
					continue
				}
				if area := areaIn(divisions, float64(level)); math.Abs(area-whole) > 2 {
					t.Errorf("tile %v: level %d covers %.1f square units, the county %.1f", c, level, area, whole)
				}
			}
		}
	}
}

func nothingIsAnEmptyTile(t *testing.T, s *Store) {
	for _, c := range []Coord{tileAt(10, 0, 0), {14, 0, 0}, {14, 1<<14 - 1, 1<<14 - 1}} {
		tile := mustTile(t, s, c, time.Time{})
		if !tile.Empty || len(tile.Body) != 0 || tile.ETag == "" {
			t.Errorf("Tile(%v) = %+v, want an empty one with an ETag", c, tile)
		}
	}
}

func TestTilesThatAreNotThereAreErrors(t *testing.T) {
	s := newStore(t, nil)
	for _, test := range []struct {
		set  string
		c    Coord
		want error
	}{{"secret", Coord{}, ErrUnknownSet}, {Office, Coord{}, ErrUnknownSet}, {Draft, Coord{}, ErrUnknownSet}, {Public, Coord{23, 0, 0}, ErrCoord}, {Public, Coord{1, 2, 0}, ErrCoord}, {Public, Coord{-1, 0, 0}, ErrCoord}} {
		if _, err := s.Tile(t.Context(), View{Set: test.set}, test.c); !errors.Is(err, test.want) {
			t.Errorf("Tile(%s, %v) = %v, want %v", test.set, test.c, err, test.want)
		}
	}
}

func levelsThatAreNotAllowedHaveNoAreasAndLines(t *testing.T, s *Store) {
	s = newStore(t, s.DB)
	s.ShowFrom(4)
	layers := decode(t, mustTile(t, s, tileAt(9, 121.35, 23.78), time.Time{}))
	for _, layer := range []string{"divisions", "division_lines"} {
		if slices.Contains(values(layers[layer], "level"), any(3.)) {
			t.Errorf("%s shows the county", layer)
		}
	}
	if !slices.Contains(values(layers["division_labels"], "level"), any(3.)) {
		t.Error("the county lost its label")
	}
}

func TestPointsJustOutsideATileAreInIt(t *testing.T) {
	r, s := built(t)
	c := tileAt(14, 121.6, 23.9)
	b := c.Bound()
	// A hundredth of a tile beyond the east edge: within the buffer of 64/4096.
	r.place(testID(60), "22200", "边上", "Biānshàng", wkt(b.Max[0]+(b.Max[0]-b.Min[0])/100, b.Center()[1]), "[2010-01-01,)")
	if err := s.Apply(t.Context(), []Change{{Kind: Place, ID: testID(60)}}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []Coord{c, {c.Z, c.X + 1, c.Y}} {
		if names := values(decode(t, mustTile(t, s, c, time.Time{}))["places"], "name"); !slices.Contains(names, any("边上")) {
			t.Errorf("Tile(%v) has places %v, want 边上", c, names)
		}
	}
}

func gdalReadsATile(t *testing.T, s *Store) {
	plain, err := mustTile(t, s, tileAt(11, 121.56, 23.95), time.Time{}).Plain()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "tile.mvt")
	if err := os.WriteFile(file, plain, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), "ogrinfo", "-al", "-so", file).CombinedOutput()
	if err != nil {
		t.Fatalf("ogrinfo: %v\n%s", err, out)
	}
	for _, l := range publicLayers {
		if l.MinZoom <= 11 && l.ID != "shelters" && !strings.Contains(string(out), "Layer name: "+l.ID+"\n") {
			t.Errorf("ogrinfo sees no layer %s:\n%s", l.ID, out)
		}
	}
}

// The plan of a tile is made once and kept for every zoom that asks alike, so it is
// looked at as the database makes it without knowing the zoom.
func theIndexFindsATile(t *testing.T, s *Store) {
	for zoom, points := range map[int][2]string{
		deepFrom - 1: {"tile_label_geom", "tile_place_geom"},
		deepFrom:     {"tile_label_deep", "tile_place_deep"},
	} {
		plan := planOfATile(t, s, tileAt(zoom, 121.6, 23.98))
		for _, index := range []string{"tile_area_geom", "tile_line_geom", points[0], points[1], "tile_way_geom", "tile_feature_"} {
			if !strings.Contains(plan, index) {
				t.Errorf("the plan of zoom %d does not use %s:\n%s", zoom, index, plan)
			}
		}
	}
}

func planOfATile(t *testing.T, s *Store, c Coord) string {
	t.Helper()
	shown := frameOf(WebMercatorQuad, c).shown
	var plan []string
	err := pgx.BeginFunc(t.Context(), s.DB, func(tx pgx.Tx) error {
		for _, sql := range []string{"SET LOCAL plan_cache_mode = force_generic_plan", fmt.Sprintf("PREPARE a_tile_%d AS %s", c.Z, setSQL[Public].at(c.Z))} {
			if _, err := tx.Exec(t.Context(), sql); err != nil {
				return err
			}
		}
		rows, err := tx.Query(t.Context(), fmt.Sprintf("EXPLAIN EXECUTE a_tile_%[5]d (%[1]f, %[2]f, %[3]f, %[4]f, %[5]d, '2026-11-22', %[6]d, '{3,4,5}')", shown.Min[0], shown.Min[1], shown.Max[0], shown.Max[1], c.Z, bandAt(c.Z).number))
		if err != nil {
			return err
		}
		plan, err = pgx.CollectRows(rows, pgx.RowTo[string])
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(plan, "\n")
}
