package features_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"diming/features"
	"diming/internal/pg/pgtest"
	"diming/internal/pg/pgtest/million"
	"diming/internal/version"
)

// BenchmarkWalk walks through the collection of 1,000,000 places in pages of
// 1,000, from the first to the last. count is what the first page takes beyond
// what it takes when the number of the places is known; last/first compares the
// middle of the last ten pages with that of the first ten, and slowest/first the
// middle of the slowest tenth of the walk with that.
func BenchmarkWalk(b *testing.B) {
	folder := os.Getenv("BENCH_DATA")
	if folder == "" {
		b.Skip("BENCH_DATA names no folder with " + strings.Join(million.Files, ", "))
	}
	pool := pgtest.New(b)
	admin := pgtest.Admin(b, pool)
	if err := million.Fill(b.Context(), admin, folder); err != nil {
		b.Fatal(err)
	}
	if _, err := admin.Exec(b.Context(), `VACUUM ANALYZE`); err != nil {
		b.Fatal(err)
	}
	c, err := features.ByID("places")
	if err != nil {
		b.Fatal(err)
	}
	var counting, ratio, slowest, page float64
	for b.Loop() {
		s := &features.Store{DB: pool}
		query := features.Query{When: features.On(version.Today()), CRS: features.CRS84, Limit: 1000}
		ask := func() (features.Page, time.Duration) {
			began := time.Now()
			p, err := s.Page(b.Context(), c, query)
			if err != nil {
				b.Fatal(err)
			}
			return p, time.Since(began)
		}
		_, counted := ask()
		var each []time.Duration
		for n := 0; ; {
			p, took := ask()
			each = append(each, took)
			if n += len(p.Features); p.Next == nil {
				if n < million.Places {
					b.Fatalf("the walk ends after %d places", n)
				}
				break
			}
			query.After = p.Next
		}
		first, last := halfway(each[:10]), halfway(each[len(each)-11:len(each)-1]) // the last page is not full
		counting += (counted - each[0]).Seconds() * 1000
		ratio += last.Seconds() / first.Seconds()
		slowest += slowestTenth(each).Seconds() / first.Seconds()
		page += halfway(each).Seconds() * 1000
	}
	b.ReportMetric(counting/float64(b.N), "count-ms")
	b.ReportMetric(page/float64(b.N), "page-ms")
	b.ReportMetric(ratio/float64(b.N), "last/first")
	b.ReportMetric(slowest/float64(b.N), "slowest/first")
}

// slowestTenth is the highest of the middles of the walk's tenths, each of pages
// that follow one another: a pause in one page is none of a tenth.
func slowestTenth(each []time.Duration) time.Duration {
	var slowest time.Duration
	for tenth := range slices.Chunk(each, (len(each)+9)/10) {
		slowest = max(slowest, halfway(tenth))
	}
	return slowest
}

func halfway(of []time.Duration) time.Duration {
	sorted := slices.Sorted(slices.Values(of))
	return sorted[len(sorted)/2]
}
