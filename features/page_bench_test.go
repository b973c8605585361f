package features_test

import (
	"context"
	"strconv"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"diming/features"
	"diming/gazetteer"
	"diming/internal/cql2"
	"diming/internal/ledger"
	"diming/internal/pg/pgtest"
	"diming/internal/version"
)

// benchPlaces is how many places the benchmarks ask: a large county's.
const benchPlaces = 100_000

// manyPlaces fills a register with named places on a grid of a hundred
// kilometres.
func manyPlaces(ctx context.Context, pool *pgxpool.Pool) error {
	places := &gazetteer.Store{DB: pool}
	at := orb.Point{118.6, 28.6}
	if _, _, err := places.Add(ctx, ledger.Console, gazetteer.Draft{Names: []gazetteer.RowName{{Text: "清溪口"}}, Class: "22200", Location: &at, Visibility: "public", Source: "测试"}, "测试"); err != nil {
		return err
	}
	if err := ledger.SealAll(ctx, pool); err != nil {
		return err
	}
	for _, sql := range []string{
		`CREATE TEMPORARY TABLE many AS SELECT gen_random_uuid() AS place, gen_random_uuid() AS name, i FROM generate_series(1, ` + strconv.Itoa(benchPlaces) + `) i`,
		`INSERT INTO place (id) SELECT place FROM many`,
		`INSERT INTO place_version (place, class, location, visibility, source, valid, entry) SELECT place, '22200', ST_SetSRID(ST_MakePoint(118 + (i % 316) / 316.0, 28 + (i / 316) / 316.0), 4490), 'public', '测试', '(,)',
			(SELECT min(entry) FROM ledger_seal) FROM many`,
		`INSERT INTO name (id, place) SELECT name, place FROM many`,
		`INSERT INTO name_version (name, place, kind, text, reading, visibility, source, valid, entry) SELECT name, place, 'standard', chr(19968 + i % 20000) || chr(19968 + i * 7 % 20000) || '村', 'cūn', 'public', '测试', '(,)',
			(SELECT min(entry) FROM ledger_seal) FROM many`,
	} {
		if _, err := pool.Exec(ctx, sql); err != nil {
			return err
		}
	}
	return nil
}

// analysed is a register of many places of which the planner knows what
// autovacuum would have told it.
func analysed(t testing.TB) *pgxpool.Pool {
	t.Helper()
	pool := pgtest.Filled(t, "many places", manyPlaces)
	if _, err := pgtest.Admin(t, pool).Exec(t.Context(), `ANALYZE`); err != nil {
		t.Fatal(err)
	}
	return pool
}

// BenchmarkPage measures pages of a large county: the first of a state of the
// register, which counts, one further on, and what is asked for.
func BenchmarkPage(b *testing.B) {
	pool := analysed(b)
	c, err := features.ByID("places")
	if err != nil {
		b.Fatal(err)
	}
	filter := func(text string) *features.Filter {
		e, err := cql2.ParseText(text)
		if err != nil {
			b.Fatal(err)
		}
		return &features.Filter{Expr: e, CRS: features.CRS84}
	}
	box, err := features.ParseBox("118.5,28.5,118.52,28.52", features.CRS84)
	if err != nil {
		b.Fatal(err)
	}
	plain := features.Query{When: features.On(version.Today()), CRS: features.CRS84, Limit: 1000}
	for _, bench := range []struct {
		name string
		with func(*features.Query)
		once bool // the store counts anew each time
	}{
		{"first", func(*features.Query) {}, true},
		{"next", func(*features.Query) {}, false},
		{"last", func(*features.Query) {}, false},
		{"box", func(q *features.Query) { q.Box = box }, true},
		{"class", func(q *features.Query) { q.Filter = filter("class = '22200' AND valid_to IS NULL") }, true},
		{"name", func(q *features.Query) { q.Filter = filter("name LIKE '江%'") }, true},
		{"sorted", func(q *features.Query) { q.Sort = []features.SortKey{{Property: "name"}} }, true},
	} {
		b.Run(bench.name, func(b *testing.B) {
			s := &features.Store{DB: pool}
			q := plain
			bench.with(&q)
			if !bench.once {
				page, err := s.Page(b.Context(), c, q)
				if err != nil {
					b.Fatal(err)
				}
				q.After = page.Next
			}
			if bench.name == "last" { // behind the last that has a position
				q.After.ID = uuid.Max.String()
			}
			for b.Loop() {
				if bench.once {
					s = &features.Store{DB: pool}
				}
				if _, err := s.Page(b.Context(), c, q); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkCountAtAPastMoment measures how long it takes to count the places of a
// large county as the register believed them at a moment, in turns with counting
// them as it does now: past/now is the ratio of the middles.
func BenchmarkCountAtAPastMoment(b *testing.B) {
	pool := analysed(b)
	c, err := features.ByID("places")
	if err != nil {
		b.Fatal(err)
	}
	moment := time.Now() // everything was entered before
	count := func(recorded time.Time) time.Duration {
		s := &features.Store{DB: pool} // which has counted nothing yet
		began := time.Now()
		page, err := s.Page(b.Context(), c, features.Query{When: features.On(version.Today()), Recorded: recorded, CRS: features.CRS84, Limit: 1})
		if err != nil {
			b.Fatal(err)
		}
		if page.Matched < benchPlaces {
			b.Fatalf("there are %d places", page.Matched)
		}
		return time.Since(began)
	}
	var now, past []time.Duration
	for b.Loop() {
		now, past = append(now, count(time.Time{})), append(past, count(moment))
	}
	b.ReportMetric(halfway(past).Seconds()*1000, "past-ms")
	b.ReportMetric(halfway(past).Seconds()/halfway(now).Seconds(), "past/now")
}
