package api_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// BenchmarkCachedTileBesideHandler asks for a tile in the cache over loopback by 8
// clients, and for the same bytes from a handler that does nothing but write
// them. x-bare is what part of the bare handler's requests a second is left.
func BenchmarkCachedTileBesideHandler(b *testing.B) {
	s := demoSystem(b)
	address := tileAt(10, 118.62, 28.67)
	first := s.ask(b, address, "Accept-Encoding", "gzip")
	if first.Code != http.StatusOK {
		b.Fatalf("tile: %d", first.Code)
	}
	body := first.Body.Bytes()
	ours := httptest.NewServer(s.Handler)
	defer ours.Close()
	bare := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/vnd.mapbox-vector-tile")
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(body)
	}))
	defer bare.Close()
	for _, test := range []struct{ name, etag string }{{"body", ""}, {"not-modified", first.Header().Get("ETag")}} {
		b.Run(test.name, func(b *testing.B) {
			const n = 4000
			var of, plain float64
			for b.Loop() {
				of += requestsASecond(b, n, ours.URL+address, test.etag)
				plain += requestsASecond(b, n, bare.URL+address, "")
			}
			b.ReportMetric(of/float64(b.N), "requests/s")
			b.ReportMetric(plain/float64(b.N), "bare-requests/s")
			b.ReportMetric(of/plain, "x-bare")
			b.ReportMetric(float64(len(body)), "bytes")
		})
	}
}

func requestsASecond(b *testing.B, n int, address, etag string) float64 {
	b.Helper()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 8, DisableCompression: true}}
	defer client.CloseIdleConnections()
	var left atomic.Int64
	left.Store(int64(n))
	var all sync.WaitGroup
	begin := time.Now()
	for range 8 {
		all.Go(func() {
			for left.Add(-1) >= 0 {
				r, err := http.NewRequestWithContext(b.Context(), http.MethodGet, address, nil)
				if err != nil {
					b.Error(err)
					return
				}
				r.Header.Set("Accept-Encoding", "gzip")
				if etag != "" {
					r.Header.Set("If-None-Match", etag)
				}
				answer, err := client.Do(r)
				if err != nil {
					b.Error(err)
					return
				}
				_, _ = io.Copy(io.Discard, answer.Body)
				answer.Body.Close()
			}
		})
	}
	all.Wait()
	return float64(n) / time.Since(begin).Seconds()
}
