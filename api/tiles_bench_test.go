package api_test

import (
	"net/http"
	"net/http/httptest"
	"strconv"
	"testing"
)

// BenchmarkCachedTile asks for a tile in memory over loopback, its body and whether
// it is another now, and in turns for the same bytes from a handler that does
// nothing but write them, and from nginx that holds them as a packed file.
func BenchmarkCachedTile(b *testing.B) {
	s := demoSystem(b)
	target := tileAt(10, 118.62, 28.67)
	first := s.ask(b, target, "Accept-Encoding", "gzip")
	if first.Code != http.StatusOK {
		b.Fatalf("tile: %d", first.Code)
	}
	body := first.Body.Bytes()
	ours := httptest.NewServer(s.Handler)
	defer ours.Close()
	bare := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/vnd.mapbox-vector-tile")
		w.Header().Set("Content-Encoding", "gzip")
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		_, _ = w.Write(body)
	}))
	defer bare.Close()
	held := question{addressOf(ours), target, first.Header().Get("ETag"), http.StatusNotModified}
	b.Run("body/handler", func(b *testing.B) {
		beside(b, pageAt(addressOf(ours), target), pageAt(addressOf(bare), target), "×bare")
	})
	b.Run("unchanged/handler", func(b *testing.B) { beside(b, held, pageAt(addressOf(bare), target), "×bare") })
	b.Run("body/nginx", func(b *testing.B) {
		beside(b, pageAt(addressOf(ours), target), pageAt(nginx(b, target, body), target), "×nginx")
	})
}
