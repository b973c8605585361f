package tiles

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"diming/internal/pg/pgtest"
	"diming/internal/pg/pgtest/million"
)

// plainSQL is what a tile server without tables of its own asks: the same layers
// with the same attributes, of what has the rank to be seen at the zoom,
// transformed and clipped from the register as it stands, which is indexed. $1 to
// $3 are the tile, $4 the day, $5 the levels of divisions $6 the ranks shown, and $7 to $10
// its ground with the buffer, in degrees.
var plainSQL = strings.NewReplacer(
	"{ground}", "ST_MakeEnvelope($7, $8, $9, $10, 4490)",
	"{held}", "upper_inf(d.recorded) AND d.visibility = 'public' AND d.valid @> $4::date",
).Replace(`SELECT coalesce((SELECT ST_AsMVT(m, 'divisions') FROM (
    SELECT division::text AS id, code, name, level::int AS level, ST_AsMVTGeom(ST_Transform(ST_SetSRID(area, 4326), 3857), ST_TileEnvelope($1, $2, $3), 4096, 64) AS geom
    FROM division_version d WHERE area && {ground} AND {held} AND level = ANY($5::smallint[])) m), '')
  || coalesce((SELECT ST_AsMVT(m, 'division_lines') FROM (
    SELECT level::int AS level, ST_AsMVTGeom(ST_Transform(ST_SetSRID(ST_Boundary(area), 4326), 3857), ST_TileEnvelope($1, $2, $3), 4096, 64) AS geom
    FROM division_version d WHERE area && {ground} AND {held} AND level = ANY($5::smallint[])) m), '')
  || coalesce((SELECT ST_AsMVT(m, 'division_labels') FROM (
    SELECT division::text AS id, code, name, '' AS pinyin, level::int AS level, level::int AS rank, ST_AsMVTGeom(ST_Transform(ST_SetSRID(seat, 4326), 3857), ST_TileEnvelope($1, $2, $3), 4096, 64) AS geom
    FROM division_version d WHERE seat && {ground} AND {held} AND level = ANY($5::smallint[])) m), '')
  || coalesce((SELECT ST_AsMVT(m, 'places') FROM (
    SELECT d.place::text AS id, n.text AS name, n.reading AS pinyin, d.class, c.rank::int AS rank, ST_AsMVTGeom(ST_Transform(ST_SetSRID(d.location, 4326), 3857), ST_TileEnvelope($1, $2, $3), 4096, 64) AS geom
    FROM place_version d JOIN place_class c ON c.code = d.class AND c.rank = ANY($6::smallint[])
    JOIN name_version n ON n.place = d.place AND n.kind = 'standard' AND upper_inf(n.recorded) AND n.valid @> $4::date
    WHERE d.location && {ground} AND {held}) m), '')`)

// plainIndexes are what the register has no use for and a plain query has.
var plainIndexes = []string{
	`CREATE INDEX ON division_version USING gist (seat) WHERE upper_inf(recorded)`,
	`CREATE INDEX ON place_version USING gist (class, location) WHERE upper_inf(recorded)`,
}

// plainTile asks the plain query.
func plainTile(ctx context.Context, db *pgxpool.Pool, c Coord) ([]byte, error) {
	var levels, ranks []int16
	for level, zoom := range levelZoom {
		if level > 0 && zoom <= c.Z {
			levels = append(levels, int16(level))
		}
	}
	for rank, zoom := range rankZoom {
		if rank > 0 && zoom <= c.Z {
			ranks = append(ranks, int16(rank))
		}
	}
	shown := frameOf(WebMercatorQuad, c).shown
	min, max := degrees(shown.Min), degrees(shown.Max)
	var body []byte
	err := db.QueryRow(ctx, plainSQL, pgx.QueryExecModeCacheDescribe, c.Z, c.X, c.Y, testNow(), levels, ranks, min[0], min[1], max[0], max[1]).Scan(&body)
	return body, err
}

// clients is how many ask at once.
const clients = 8

// A run is what n requests by all clients together took.
type run struct {
	seconds float64
	each    []time.Duration
	bytes   []int
}

// byClients asks for n tiles, by all clients together.
func byClients(b *testing.B, n int, ask func(i int) (size int, err error)) run {
	b.Helper()
	r := run{each: make([]time.Duration, n), bytes: make([]int, n)}
	var next atomic.Int64
	var all sync.WaitGroup
	begin := time.Now()
	for range clients {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				asked := time.Now()
				size, err := ask(i)
				if err != nil {
					b.Error(err)
					return
				}
				r.each[i], r.bytes[i] = time.Since(asked), size
			}
		})
	}
	all.Wait()
	r.seconds = time.Since(begin).Seconds()
	return r
}

// millionTiles are 20 of each zoom from 2 to 16, each over some place or division
// of the register, half of them over Taiwan; the same in every run.
func millionTiles(b *testing.B, db *pgxpool.Pool) []Coord {
	b.Helper()
	random := rand.New(rand.NewPCG(2, 0))
	var all []Coord
	for zoom := 2; zoom <= 16; zoom++ {
		for i := range 20 {
			sql, id := `SELECT location FROM place_version WHERE place = $1`, million.ID(random.IntN(million.Places))
			if i%2 == 0 {
				sql, id = `SELECT seat FROM division_version WHERE division = $1`, million.ID(million.Places+random.IntN(million.Drawn))
			}
			var at orb.Point
			if err := db.QueryRow(b.Context(), sql, id).Scan(&at); err != nil {
				b.Fatal(err)
			}
			all = append(all, tileAt(zoom, at[0], at[1]))
		}
	}
	return all
}

// filledWithAMillion is a store over the register of the benchmark, which an
// administrator prepares for the plain query too.
func filledWithAMillion(b *testing.B) (*Store, *pgxpool.Pool) {
	b.Helper()
	folder := os.Getenv("BENCH_DATA")
	if folder == "" {
		b.Skip("BENCH_DATA names no folder with " + strings.Join(million.Files, ", "))
	}
	pool := pgtest.New(b)
	admin := pgtest.Admin(b, pool)
	if err := million.Fill(b.Context(), admin, folder); err != nil {
		b.Fatal(err)
	}
	s := newStore(b, pool)
	forgetPeak(b)
	if err := s.Rebuild(b.Context()); err != nil {
		b.Fatal(err)
	}
	for _, sql := range append([]string{`VACUUM ANALYZE`}, plainIndexes...) {
		if _, err := admin.Exec(b.Context(), sql); err != nil {
			b.Fatal(err)
		}
	}
	return s, pool
}

// BenchmarkTilesBesidePlainQuery makes 300 tiles of a register of 1,000,000 named
// places, past the cache and by 8 clients, and in turns asks a plain ST_AsMVT query
// over the register for them. Either side packs what it has made, and all clients have
// asked before, so that no connection is opened nor learns the tables meanwhile. x-plain is how
// many times as many of ours are made in the same time, of all tiles and of those
// of some zooms, the middle of the turns; bytes are those of our packed tiles at
// zooms up to 8 as a part of the plain ones. rss is of this process, which also
// built the tables of tiles, at its most, without what filled the register.
func BenchmarkTilesBesidePlainQuery(b *testing.B) {
	s, pool := filledWithAMillion(b)
	coords := millionTiles(b, pool)
	ours := func(c Coord) (int, error) {
		t, err := s.fresh(b.Context(), pool, View{Set: Public, AsOf: testNow()}, c)
		return len(t.Body), err
	}
	plain := func(c Coord) (int, error) {
		body, err := plainTile(b.Context(), pool, c)
		if err != nil {
			return 0, err
		}
		t, err := pack(body)
		return len(t.Body), err
	}
	parts := []struct{ from, to int }{{2, 8}, {9, 12}, {13, 16}}
	ratios := make([][]float64, len(parts))
	var all, rates, sizes []float64
	var each []time.Duration
	for _, ask := range []func(Coord) (int, error){ours, plain} {
		byClients(b, 8*clients, func(i int) (int, error) { return ask(coords[len(coords)-1-i]) })
	}
	for b.Loop() {
		var us, them float64
		for i, part := range parts {
			some := slices.DeleteFunc(slices.Clone(coords), func(c Coord) bool { return c.Z < part.from || c.Z > part.to })
			one := byClients(b, len(some), func(i int) (int, error) { return ours(some[i]) })
			other := byClients(b, len(some), func(i int) (int, error) { return plain(some[i]) })
			us, them, each = us+one.seconds, them+other.seconds, append(each, one.each...)
			ratios[i] = append(ratios[i], other.seconds/one.seconds)
			if part.to == 8 {
				sizes = append(sizes, float64(one.sum())/float64(other.sum()))
			}
		}
		all, rates = append(all, them/us), append(rates, float64(len(coords))/us)
	}
	slices.Sort(each)
	b.ReportMetric(middle(rates), "tiles/s")
	b.ReportMetric(middle(all), "x-plain")
	for i, part := range parts {
		b.ReportMetric(middle(ratios[i]), fmt.Sprintf("x-plain-z%d-%d", part.from, part.to))
	}
	b.ReportMetric(middle(sizes), "bytes/plain")
	b.ReportMetric(float64(each[len(each)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(each[len(each)*99/100].Microseconds())/1000, "p99-ms")
	b.ReportMetric(peakMB(b), "rss-MB")
}

func (r run) sum() (all int) {
	for _, n := range r.bytes {
		all += n
	}
	return all
}

func middle(of []float64) float64 {
	slices.Sort(of)
	return of[len(of)/2]
}

// forgetPeak lets peakMB begin anew: what filled the register is no part of a server.
func forgetPeak(b *testing.B) {
	debug.FreeOSMemory()
	if err := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0); err != nil {
		b.Fatal(err)
	}
}

// peakMB is the most memory that this process had at once since forgetPeak.
func peakMB(b *testing.B) float64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		b.Fatal(err)
	}
	var kB float64
	if _, after, ok := strings.Cut(string(status), "VmHWM:"); !ok {
		b.Fatal("the system does not say how much memory was used")
	} else if _, err := fmt.Sscan(after, &kB); err != nil {
		b.Fatal(err)
	}
	return kB / 1024
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
