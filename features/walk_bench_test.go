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
// 1,000, from the first to the last, and asks for the first again between them, so
// that whatever else the machine does weighs on both. count is what the first page
// takes beyond what it takes when the number of the places is known; last/first
// compares the middle of the walk's last tenth with that of the first pages asked
// for meanwhile, and slowest/first is that ratio where it is highest.
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
	var counting, last, slowest, page float64
	for b.Loop() {
		s := &features.Store{DB: pool}
		first := features.Query{When: features.On(version.Today()), CRS: features.CRS84, Limit: 1000}
		ask := func(query features.Query) (features.Page, time.Duration) {
			began := time.Now()
			p, err := s.Page(b.Context(), c, query)
			if err != nil {
				b.Fatal(err)
			}
			return p, time.Since(began)
		}
		_, counted := ask(first)
		var each, again []time.Duration
		query := first
		for n := 0; ; {
			_, took := ask(first)
			again = append(again, took)
			p, took := ask(query)
			each = append(each, took)
			if n += len(p.Features); p.Next == nil {
				if n < million.Places {
					b.Fatalf("the walk ends after %d places", n)
				}
				break
			}
			query.After = p.Next
		}
		each, again = each[:len(each)-1], again[:len(again)-1] // the last page is not full
		ratios := ratiosOfTenths(each, again)
		counting += (counted - again[0]).Seconds() * 1000
		last += ratios[len(ratios)-1]
		slowest += slices.Max(ratios)
		page += halfway(each).Seconds() * 1000
	}
	b.ReportMetric(counting/float64(b.N), "count-ms")
	b.ReportMetric(page/float64(b.N), "page-ms")
	b.ReportMetric(last/float64(b.N), "last/first")
	b.ReportMetric(slowest/float64(b.N), "slowest/first")
}

// ratiosOfTenths compares the middles of the tenths of two series that were
// measured in turns.
func ratiosOfTenths(of, with []time.Duration) []float64 {
	var ratios []float64
	size := (len(of) + 9) / 10
	for from := 0; from < len(of); from += size {
		to := min(from+size, len(of))
		ratios = append(ratios, halfway(of[from:to]).Seconds()/halfway(with[from:to]).Seconds())
	}
	return ratios
}

func halfway(of []time.Duration) time.Duration {
	sorted := slices.Sorted(slices.Values(of))
	return sorted[len(sorted)/2]
}
