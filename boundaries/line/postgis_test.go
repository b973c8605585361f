package line_test

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"diming/boundaries/cover"
	"diming/internal/pg/pgtest"
)

// A place that is not covered once, as either program finds it. Areas of a gap
// are not compared: PostGIS does not know them.
type uncovered struct {
	kind   cover.Kind
	a, b   int // of an overlap
	areaM2 float64
	at     orb.Point
}

// byPostGIS finds with PostGIS alone which areas are invalid, where two cover
// each other and where their union has holes, by more than 1 m² on the
// spheroid. Invalid areas are mended first, as their overlays fail otherwise.
func byPostGIS(ctx context.Context, db *pgxpool.Pool, areas []cover.Area) (invalid []int, found []uncovered, err error) {
	err = pgx.BeginFunc(ctx, db, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `CREATE TEMPORARY TABLE covered (id integer PRIMARY KEY, geom geometry(MultiPolygon, 4490)) ON COMMIT DROP`); err != nil {
			return err
		}
		if _, err := tx.CopyFrom(ctx, pgx.Identifier{"covered"}, []string{"id", "geom"}, pgx.CopyFromSlice(len(areas), func(i int) ([]any, error) {
			return []any{i, areas[i].Polygons}, nil
		})); err != nil {
			return err
		}
		rows, err := tx.Query(ctx, `SELECT id FROM covered WHERE NOT ST_IsValid(geom) ORDER BY id`)
		if err != nil {
			return err
		}
		if invalid, err = pgx.CollectRows(rows, pgx.RowTo[int]); err != nil {
			return err
		}
		for _, statement := range []string{
			`UPDATE covered SET geom = ST_Multi(ST_CollectionExtract(ST_MakeValid(geom), 3)) WHERE NOT ST_IsValid(geom)`,
			`CREATE INDEX ON covered USING gist (geom)`,
			`ANALYZE covered`,
		} {
			if _, err := tx.Exec(ctx, statement); err != nil {
				return err
			}
		}
		rows, err = tx.Query(ctx, `WITH met AS (SELECT a.id AS a, b.id AS b, (ST_Dump(ST_CollectionExtract(ST_Intersection(a.geom, b.geom), 3))).geom
				FROM covered a JOIN covered b ON a.id < b.id AND a.geom && b.geom AND ST_Relate(a.geom, b.geom, '2********')),
			united AS (SELECT (ST_Dump(ST_Union(geom))).geom FROM covered),
			hole AS (SELECT ST_MakePolygon(ST_ExteriorRing(h.geom)) AS geom FROM united u, LATERAL ST_DumpRings(u.geom) h WHERE h.path[1] > 0),
			island AS (SELECT h.n, ST_Difference(h.geom, coalesce((SELECT ST_Union(u.geom) FROM united u WHERE ST_Within(u.geom, h.geom)), ST_SetSRID('POLYGON EMPTY'::geometry, 4490))) AS geom
				FROM (SELECT row_number() OVER () AS n, geom FROM hole) h)
			SELECT 'overlap', a, b, ST_Area(geom::geography), ST_PointOnSurface(geom) FROM met
			UNION ALL SELECT 'gap', 0, 0, ST_Area(d.geom::geography), ST_PointOnSurface(d.geom) FROM island, LATERAL ST_Dump(island.geom) d`)
		if err != nil {
			return err
		}
		var one uncovered
		_, err = pgx.ForEachRow(rows, []any{&one.kind, &one.a, &one.b, &one.areaM2, &one.at}, func() error {
			if one.areaM2 > 1 {
				found = append(found, one)
			}
			return nil
		})
		return err
	})
	inOrder(found)
	return invalid, found, err
}

// byCheck finds the same with our check.
func byCheck(ctx context.Context, areas []cover.Area) (invalid []int, found []uncovered, err error) {
	r, err := cover.Check(ctx, areas, 1, nil)
	for _, i := range r.Invalid {
		invalid = append(invalid, i.Area)
	}
	for _, f := range r.Faults {
		one := uncovered{kind: f.Kind, areaM2: f.AreaM2, at: f.At}
		if f.Kind == cover.Gap {
			found = append(found, one)
			continue
		}
		for i, a := range f.Areas { // PostGIS looks at two at a time
			for _, b := range f.Areas[:i] {
				one.a, one.b = min(a, b), max(a, b)
				found = append(found, one)
			}
		}
	}
	inOrder(found)
	return invalid, found, err
}

func inOrder(all []uncovered) {
	slices.SortFunc(all, func(p, q uncovered) int {
		return cmp.Or(cmp.Compare(p.kind, q.kind), cmp.Compare(p.a, q.a), cmp.Compare(p.b, q.b), cmp.Compare(p.areaM2, q.areaM2))
	})
}

// differences tells what one found and the other did not. Two agree on a place
// where kind and areas are the same and the sizes differ by no more than one in
// a hundred: ours are trapezia on the ellipsoid's local scale, those of PostGIS
// geodesic polygons.
func differences(a, b []uncovered) (only []string) {
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case j == len(b) || i < len(a) && before(a[i], b[j]):
			only, i = append(only, fmt.Sprintf("only the check: %+v", a[i])), i+1
		case i == len(a) || before(b[j], a[i]):
			only, j = append(only, fmt.Sprintf("only PostGIS: %+v", b[j])), j+1
		default:
			i, j = i+1, j+1
		}
	}
	return only
}

func before(p, q uncovered) bool {
	order := cmp.Or(cmp.Compare(p.kind, q.kind), cmp.Compare(p.a, q.a), cmp.Compare(p.b, q.b))
	return order < 0 || order == 0 && p.areaM2 < q.areaM2-0.01*math.Max(p.areaM2, q.areaM2)
}

// TestTheCheckFindsWhatPostGISFinds moves vertices of real villages and asks both.
func TestTheCheckFindsWhatPostGISFinds(t *testing.T) {
	areas := villages(t, "../../testdata/hualien_villages.geojson")
	sharers := map[orb.Point]int{}
	for _, a := range areas {
		for _, p := range a.Polygons {
			for _, at := range p[0][1:] {
				sharers[at]++
			}
		}
	}
	moved := 0
	for i := 0; i < len(areas); i += 7 {
		ring := areas[i].Polygons[0][0]
		for k := 5; k < len(ring)-1; k++ {
			if sharers[ring[k]] == 2 {
				ring[k][0] += float64(i%5-2) * 3e-5
				ring[k][1] += float64(i%3-1) * 3e-5
				moved++
				break
			}
		}
	}
	invalid, ours, err := byCheck(t.Context(), areas)
	if err != nil {
		t.Fatal(err)
	}
	invalidToo, theirs, err := byPostGIS(t.Context(), pgtest.New(t), areas)
	if err != nil {
		t.Fatal(err)
	}
	if moved < 20 || len(ours) < moved/2 {
		t.Errorf("%d vertices moved, %d places found: too few to compare", moved, len(ours))
	}
	if !slices.Equal(invalid, invalidToo) {
		t.Errorf("invalid: %v, PostGIS %v", invalid, invalidToo)
	}
	for _, d := range differences(ours, theirs) {
		t.Error(d)
	}
}

func villages(t testing.TB, file string) []cover.Area {
	t.Helper()
	in, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	areas, err := cover.ReadGeoJSON(in, "", "")
	if err != nil {
		t.Fatal(err)
	}
	return areas
}

// BenchmarkCheckBesidePostGIS checks the 7,701 villages of BENCH_DATA, from the
// file to the faults, and lets PostGIS look for the same in the same run.
func BenchmarkCheckBesidePostGIS(b *testing.B) {
	dir := os.Getenv("BENCH_DATA")
	if dir == "" {
		b.Skip("BENCH_DATA names no folder with tw_villages.geojson")
	}
	pool := pgtest.New(b)
	var seconds, theirSeconds float64
	var invalid []int
	var ours []uncovered
	for b.Loop() {
		start := time.Now()
		areas := villages(b, dir+"/tw_villages.geojson")
		var err error
		if invalid, ours, err = byCheck(b.Context(), areas); err != nil {
			b.Fatal(err)
		}
		seconds += time.Since(start).Seconds()
		start = time.Now()
		invalidToo, theirs, err := byPostGIS(b.Context(), pool, areas)
		if err != nil {
			b.Fatal(err)
		}
		theirSeconds += time.Since(start).Seconds()
		if !slices.Equal(invalid, invalidToo) {
			b.Errorf("invalid: %v, PostGIS %v", invalid, invalidToo)
		}
		for _, d := range differences(ours, theirs) {
			b.Error(d)
		}
	}
	b.ReportMetric(seconds/float64(b.N), "s/check")
	b.ReportMetric(theirSeconds/float64(b.N), "s/postgis")
	b.ReportMetric(theirSeconds/seconds, "postgis/check")
	b.ReportMetric(float64(len(invalid)), "invalid")
	b.ReportMetric(float64(len(ours)), "faults")
}
