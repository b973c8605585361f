package tiles

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/paulmach/orb"
)

// plainSQL is what a tile server without tables of its own asks: the same layers,
// transformed and clipped from the register as it stands, which is indexed.
const plainSQL = `WITH tile AS (SELECT ST_TileEnvelope($1, $2, $3) AS env, ST_SetSRID(ST_Transform(ST_TileEnvelope($1, $2, $3, margin => 0.015625), 4326), 4490) AS ground)
SELECT coalesce((SELECT ST_AsMVT(m, 'divisions') FROM (
    SELECT division::text AS id, code, name, level::int AS level, ST_AsMVTGeom(ST_Transform(ST_SetSRID(area, 4326), 3857), env) AS geom
    FROM tile, division_version WHERE area && ground AND upper_inf(recorded) AND visibility = 'public' AND valid @> $4::date
      AND level <= CASE WHEN $1 < 7 THEN 3 WHEN $1 < 10 THEN 4 ELSE 5 END) m), '')
  || coalesce((SELECT ST_AsMVT(m, 'division_lines') FROM (
    SELECT level::int AS level, ST_AsMVTGeom(ST_Transform(ST_SetSRID(ST_Boundary(area), 4326), 3857), env) AS geom
    FROM tile, division_version WHERE area && ground AND upper_inf(recorded) AND visibility = 'public' AND valid @> $4::date
      AND level <= CASE WHEN $1 < 7 THEN 3 WHEN $1 < 10 THEN 4 ELSE 5 END) m), '')
  || coalesce((SELECT ST_AsMVT(m, 'places') FROM (
    SELECT p.place::text AS id, n.text AS name, p.class, ST_AsMVTGeom(ST_Transform(ST_SetSRID(p.location, 4326), 3857), env) AS geom
    FROM tile, place_version p JOIN name_version n ON n.place = p.place AND n.kind = 'standard' AND upper_inf(n.recorded)
    WHERE p.location && ground AND upper_inf(p.recorded) AND p.visibility = 'public' AND p.valid @> $4::date) m), '')`

// clients is how many ask at once.
const clients = 8

// eachByClients asks for n tiles, by all clients together, and gives tiles a second.
func eachByClients(b *testing.B, n int, ask func(i int) error) float64 {
	b.Helper()
	var next atomic.Int64
	var all sync.WaitGroup
	begin := time.Now()
	for range clients {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				if err := ask(i); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
	return float64(n) / time.Since(begin).Seconds()
}

// BenchmarkTilesBesidePlainQuery makes the tiles of Hualien at the zooms of a
// county and of a town, each once and by 8 clients: ours, past the cache, and
// those of a plain ST_AsMVT query over the indexed register, which shows less.
// x-plain is how many times as many of ours are made in the same time.
func BenchmarkTilesBesidePlainQuery(b *testing.B) {
	r, s := built(b)
	r.exec(`ANALYZE place_version, name_version`) // division_version is
	for _, test := range []struct {
		name  string
		zoom  int
		times int
	}{{"zoom9", 9, 10}, {"zoom12", 12, 1}, {"zoom14", 14, 1}} {
		b.Run(test.name, func(b *testing.B) {
			coords := tilesOver(test.zoom, orb.Bound{Min: orb.Point{121.3, 23.6}, Max: orb.Point{121.65, 24.1}})
			n := len(coords) * test.times
			var ours, plain float64
			for b.Loop() {
				ours += eachByClients(b, n, func(i int) error {
					_, err := s.fresh(b.Context(), s.DB, View{Set: Public, AsOf: testNow()}, coords[i%len(coords)])
					return err
				})
				plain += eachByClients(b, n, func(i int) error {
					c := coords[i%len(coords)]
					var body []byte
					if err := s.DB.QueryRow(b.Context(), plainSQL, c.Z, c.X, c.Y, testNow()).Scan(&body); err != nil {
						return err
					}
					_, err := pack(body)
					return err
				})
			}
			b.ReportMetric(ours/float64(b.N), "tiles/s")
			b.ReportMetric(plain/float64(b.N), "plain-tiles/s")
			b.ReportMetric(ours/plain, "x-plain")
		})
	}
}

// BenchmarkStale asks whether a tile is stale after many changes: what a server
// does for each tile that it serves after one.
func BenchmarkStale(b *testing.B) {
	var c changes
	for i := range 5000 {
		at := orb.Point{13_520_000 + float64(i*37%20_000), 2_740_000 + float64(i*91%20_000)}
		c.add(cellsOf([]touch{{from: 10, to: MaxZoom, edges: [][2]orb.Point{{at, at}}}}), "")
	}
	tile := tileAt(14, 121.3, 23.6) // near none of them: all of its cells are looked up
	for b.Loop() {
		if stale, _ := c.stale(WebMercatorQuad, Office, tile, 1); stale {
			b.Fatal("stale")
		}
	}
}

// BenchmarkCellsOfACounty finds the tiles that the renaming of a county touches.
func BenchmarkCellsOfACounty(b *testing.B) {
	_, s := built(b)
	var gone []feature
	stored, err := func() ([]feature, error) {
		tx, err := s.DB.Begin(b.Context())
		if err != nil {
			return nil, err
		}
		defer tx.Rollback(b.Context())
		return areaTable.stored(b.Context(), tx, nil)
	}()
	if err != nil {
		b.Fatal(err)
	}
	for _, f := range stored {
		if f.geom.Bound().Top()-f.geom.Bound().Bottom() > 100_000 {
			gone = append(gone, f)
		}
	}
	cells := 0
	for b.Loop() {
		cells = len(cellsOf(touchesOf(difference{gone: gone})))
	}
	b.ReportMetric(float64(cells), "cells")
}
