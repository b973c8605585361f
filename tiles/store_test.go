package tiles

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
	"github.com/paulmach/orb/planar"
)

func wkt(lon, lat float64) string { return fmt.Sprintf("POINT(%.7f %.7f)", lon, lat) }

// tilesOver lists the tiles of a zoom over a bound in degrees.
func tilesOver(zoom int, b orb.Bound) []Coord { return WebMercatorQuad.over(zoom, b) }

func (g Grid) over(zoom int, b orb.Bound) []Coord {
	nw, se := g.at(zoom, b.LeftTop()), g.at(zoom, b.RightBottom())
	var cs []Coord
	for x := nw.X; x <= se.X; x++ {
		for y := nw.Y; y <= se.Y; y++ {
			cs = append(cs, Coord{zoom, x, y})
		}
	}
	return cs
}

// contents is every row of the projection as text.
func contents(t testing.TB, s *Store) []string {
	t.Helper()
	var all []string
	for _, table := range []table{areaTable, lineTable, labelTable, placeTable, wayTable} {
		rows, err := s.DB.Query(t.Context(), "SELECT '"+table.name+" ' || (to_jsonb(x) - 'id')::text FROM "+table.name+" x")
		if err != nil {
			t.Fatal(err)
		}
		texts, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, texts...)
	}
	slices.Sort(all)
	return all
}

func areasAreValidAndCoverTheirParentInEveryBand(t *testing.T, s *Store) {
	r := &register{t: t, db: s.DB}
	var invalid, bandsHeld int
	r.row(&invalid, `SELECT count(*) FROM tile_area WHERE NOT ST_IsValid(geom)`)
	r.row(&bandsHeld, `SELECT count(*) FROM tile_area WHERE level = 3`)
	if invalid != 0 || bandsHeld != len(bands) {
		t.Errorf("%d invalid areas, the county in %d bands", invalid, bandsHeld)
	}
	var apart float64
	r.row(&apart, `SELECT max(abs(c.a / p.a - 1)) FROM
		(SELECT band, level, sum(ST_Area(geom)) AS a FROM tile_area WHERE level > 3 GROUP BY band, level) c
		JOIN (SELECT band, ST_Area(geom) AS a FROM tile_area WHERE level = 3) p USING (band)`)
	if apart > 1e-7 {
		t.Errorf("children and county differ by %g of the area", apart)
	}
}

// move shifts a vertex of the nth line between two villages by some 30 m, in
// both of them.
func (r *register) move(t testing.TB, nth int) ([]Change, orb.Point) {
	t.Helper()
	at := degrees(innerVertex(t, nth))
	var changes []Change
	rows, err := r.db.Query(t.Context(), `SELECT division, code, name, level, ST_AsBinary(area) FROM public_division
		WHERE upper_inf(recorded) AND ST_DWithin(area, ST_SetSRID(ST_MakePoint($1, $2), 4490), 1e-7)`, at[0], at[1])
	divisions, err := collectMoved(rows, err)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range divisions {
		for _, polygon := range d.area {
			for _, ring := range polygon {
				for i, p := range ring {
					if planar.Distance(p, at) < 1e-7 {
						ring[i] = orb.Point{p[0] + 0.0002, p[1] + 0.0002}
					}
				}
			}
		}
		r.close(d.id)
		r.version(d.id, d.code, d.name, d.level, d.area, "[2010-01-01,)")
		changes = append(changes, Change{Kind: Division, ID: d.id})
	}
	return changes, at
}

func collectMoved(rows pgx.Rows, err error) ([]division, error) {
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (division, error) {
		var d division
		var data []byte
		if err := row.Scan(&d.id, &d.code, &d.name, &d.level, &data); err != nil {
			return d, err
		}
		g, err := wkb.Unmarshal(data)
		if err == nil {
			d.area = g.(orb.MultiPolygon)
		}
		return d, err
	})
}

// innerVertex finds the middle vertex of the nth line between two villages of
// one town.
func innerVertex(t testing.TB, nth int) orb.Point {
	t.Helper()
	towns, villages := hualien(t)
	top := newTopology(slices.Concat(towns, villages))
	for _, a := range top.arcs {
		if len(a.shapes) == 2 && len(a.points) > 6 && top.shapes[a.shapes[0]].level == 5 {
			if nth--; nth < 0 {
				return a.points[len(a.points)/2]
			}
		}
	}
	t.Fatal("there are not so many lines")
	return orb.Point{}
}

func TestAChangeMakesOnlyTheTilesItTouchesStale(t *testing.T) {
	r, s := built(t)
	bound, err := s.Bound(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	coords := slices.Concat(tilesOver(8, bound), tilesOver(10, bound), tilesOver(12, bound))
	before := make(map[Coord]Tile)
	for _, c := range coords {
		before[c] = mustTile(t, s, c, time.Time{})
	}
	changes, at := r.move(t, 3)
	if err := s.Apply(t.Context(), changes); err != nil {
		t.Fatal(err)
	}
	fresh := newStore(t, s.DB)
	dropped, differ := 0, 0
	for _, c := range coords {
		kept := s.Current(View{Set: Public}, c, before[c].ETag)
		truth := mustTile(t, fresh, c, time.Time{})
		if !kept {
			dropped++
		}
		if truth.ETag != before[c].ETag {
			differ++
			if kept {
				t.Errorf("tile %v changed but would be served from memory", c)
			}
		}
		if got := mustTile(t, s, c, time.Time{}); got.ETag != truth.ETag {
			t.Errorf("tile %v is served stale", c)
		}
		if c.Z == 12 && !c.Bound().Pad(0.03).Contains(at) && !kept {
			t.Errorf("tile %v is nowhere near %v but was dropped", c, at)
		}
	}
	t.Logf("%d tiles, %d dropped, %d changed", len(coords), dropped, differ)
	if differ == 0 || dropped > differ+8 {
		t.Errorf("%d tiles changed, %d were dropped", differ, dropped)
	}
}

func TestApplyingAChangeGivesWhatRebuildingGives(t *testing.T) {
	r, s := built(t)
	changes, _ := r.move(t, 3)
	more, _ := r.move(t, 40)
	r.close(testID(2050)) // no longer there: a gap, which is the register's
	r.place(testID(61), "22200", "新村", "", "POINT(121.4 23.5)", "[2010-01-01,)")
	changes = append(append(changes, more...), Change{Kind: Division, ID: testID(2050)}, Change{Kind: Place, ID: testID(61)})
	if err := s.Apply(t.Context(), changes); err != nil {
		t.Fatal(err)
	}
	applied := contents(t, s)
	r.exec(`DELETE FROM tile_area`)
	r.exec(`DELETE FROM tile_line`)
	r.exec(`DELETE FROM tile_label`)
	r.exec(`DELETE FROM tile_place`)
	r.exec(`DELETE FROM tile_way`)
	if err := s.Apply(t.Context(), []Change{{Kind: Everything}}); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(contents(t, s), applied); d != "" {
		t.Errorf("projection (-rebuilt +applied):\n%.2000s", d)
	}
}

func TestApplyingAgainChangesNothing(t *testing.T) {
	_, s := built(t)
	count := func() (n int) {
		if err := s.DB.QueryRow(t.Context(), `SELECT coalesce(max(id), 0) FROM tile_change`).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	before := count()
	for _, changes := range [][]Change{{{Kind: Division, ID: testID(2001)}, {Kind: Place, ID: testID(51)}}, {{Kind: Everything}}, nil} {
		if err := s.Apply(t.Context(), changes); err != nil {
			t.Fatal(err)
		}
	}
	if after := count(); after != before {
		t.Errorf("%d boxes recorded for changes that were none", after-before)
	}
}

func TestAnotherServersChangeIsSeen(t *testing.T) {
	r, s := built(t)
	other := newStore(t, s.DB)
	c := tileAt(MaxZoom, 121.561, 23.961)
	before := mustTile(t, other, c, time.Time{})
	r.place(testID(62), "22200", "新村", "", "POINT(121.561 23.961)", "[2010-01-01,)")
	for _, server := range []*Store{s, other} {
		if err := server.Apply(t.Context(), []Change{{Kind: Place, ID: testID(62)}}); err != nil {
			t.Fatal(err)
		}
	}
	if after := mustTile(t, other, c, time.Time{}); after.ETag == before.ETag {
		t.Error("the other server still serves the tile without the place")
	}
}

func TestAServerThatMissedChangesTrustsNothing(t *testing.T) {
	r, s := built(t)
	other := newStore(t, s.DB)
	if err := other.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	c := tileAt(12, 121.56, 23.96)
	for range 2 { // far away, and the first is gone before it is swept
		r.exec(`INSERT INTO tile_change (cells) VALUES ('{}')`)
		r.exec(`DELETE FROM tile_change WHERE id < (SELECT max(id) FROM tile_change)`)
	}
	tile := mustTile(t, other, c, time.Time{})
	if err := other.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	if other.Current(View{Set: Public}, c, tile.ETag) {
		t.Error("a server that missed changes still trusts its memory")
	}
}

func TestInternalAndWithdrawnThingsLeaveTheMap(t *testing.T) {
	r, s := built(t)
	c := tileAt(12, 121.56, 23.96)
	mustTile(t, s, c, time.Time{})
	r.exec(`UPDATE place SET withdrawn = 'entered in error' WHERE id = $1`, testID(51))
	if err := s.Apply(t.Context(), []Change{{Kind: Place, ID: testID(51)}}); err != nil {
		t.Fatal(err)
	}
	if names := values(decode(t, mustTile(t, s, c, time.Time{}))["places"], "name"); slices.Contains(names, any("吉安")) {
		t.Error("a withdrawn place is still shown")
	}
}

func TestReadersNeverKeepAStaleTile(t *testing.T) {
	r, s := built(t)
	c := tileAt(MaxZoom, 121.562, 23.962)
	stop := make(chan struct{})
	var readers sync.WaitGroup
	for range 2 {
		readers.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
					if _, err := s.Tile(t.Context(), View{Set: Public}, c); err != nil {
						t.Error(err)
						return
					}
				}
			}
		})
	}
	for i := range 8 {
		id := testID(70 + i)
		r.place(id, "22200", fmt.Sprintf("村%d", i), "", wkt(121.562, 23.962), "[2010-01-01,)")
		if err := s.Apply(t.Context(), []Change{{Kind: Place, ID: id}}); err != nil {
			t.Fatal(err)
		}
		names := values(decode(t, mustTile(t, s, c, time.Time{}))["places"], "name")
		if !slices.Contains(names, any(fmt.Sprintf("村%d", i))) {
			t.Fatalf("after Apply the tile has places %v, want 村%d among them", names, i)
		}
	}
	close(stop)
	readers.Wait()
}

func BenchmarkTileUncached(b *testing.B) {
	_, s := built(b)
	cs := slices.Concat(tilesOver(9, orb.Bound{Min: orb.Point{121, 23.1}, Max: orb.Point{121.7, 24.3}}), tilesOver(12, orb.Bound{Min: orb.Point{121.2, 23.4}, Max: orb.Point{121.6, 24}}))
	b.ResetTimer()
	for i := 0; b.Loop(); i++ {
		s.cache.InvalidateAll()
		mustTile(b, s, cs[i%len(cs)], time.Time{})
	}
}

func BenchmarkTileCached(b *testing.B) {
	_, s := built(b)
	c := tileAt(10, 121.6, 23.98)
	for b.Loop() {
		mustTile(b, s, c, time.Time{})
	}
}

func BenchmarkRebuild(b *testing.B) {
	_, s := built(b)
	for b.Loop() {
		if err := s.Rebuild(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkApplyOneVillage(b *testing.B) {
	_, s := built(b)
	for b.Loop() {
		if err := s.Apply(b.Context(), []Change{{Kind: Division, ID: testID(2001)}}); err != nil {
			b.Fatal(err)
		}
	}
}
