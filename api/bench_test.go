package api_test

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"
)

// BenchmarkSuggest measures /v1/suggest at 8 clients over the demo's register,
// from handler to handler. The index of the whole country is measured by the
// search package's own benchmark: this one adds the HTTP part and the query
// for the places found.
func BenchmarkSuggest(b *testing.B) {
	s := demoSystem(b)
	queries := []string{"清", "清湖", "qh", "qinghu", "村", "江山市贺村镇", "清湖街到", "330881", "石门", "xin"}
	const clients = 8
	took := make([][]time.Duration, clients)
	work := make(chan string)
	var done sync.WaitGroup
	for i := range clients {
		done.Go(func() {
			for q := range work {
				r := httptest.NewRequest(http.MethodGet, path("/v1/suggest?q=%s", q), nil)
				w := httptest.NewRecorder()
				began := time.Now()
				s.ServeHTTP(w, r)
				took[i] = append(took[i], time.Since(began))
				if w.Code != http.StatusOK {
					b.Errorf("suggest %q: %d %s", q, w.Code, w.Body)
				}
			}
		})
	}
	n := 0
	for b.Loop() {
		work <- queries[n%len(queries)]
		n++
	}
	close(work)
	done.Wait()
	all := slices.Sorted(slices.Values(slices.Concat(took...)))
	if len(all) > 0 {
		b.ReportMetric(float64(all[len(all)*99/100].Microseconds())/1000, "p99-ms")
		b.ReportMetric(float64(all[len(all)/2].Microseconds())/1000, "p50-ms")
	}
}
