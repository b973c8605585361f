package api_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"diming/internal/pg/pgtest"
	"diming/signs"
)

// from asks for a page as a client with an address.
func (s *system) from(address, target string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, origin+target, nil)
	r.RemoteAddr = address
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

func readGzip(t *testing.T, w *httptest.ResponseRecorder) string {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(w.Body.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestAPageFromMemoryIsThePageThatWasMade(t *testing.T) {
	s, _, tokens := codedTown(t, pgtest.New(t))
	s.look(t)
	for _, target := range []string{"/Q/" + tokens[0], "/Q/" + tokens[0] + "?lang=en", "/Q/" + tokens[0] + ".json"} {
		cold, warm := s.from("192.0.2.1:1", target, "Accept-Encoding", "gzip"), s.from("192.0.2.1:1", target, "Accept-Encoding", "gzip")
		if !bytes.Equal(cold.Body.Bytes(), warm.Body.Bytes()) || cold.Code != warm.Code {
			t.Errorf("%s from memory: %d, %d bytes; made: %d, %d bytes", target, warm.Code, warm.Body.Len(), cold.Code, cold.Body.Len())
		}
		for name := range cold.Header() {
			if name != "X-Request-Id" && cold.Header().Get(name) != warm.Header().Get(name) {
				t.Errorf("%s: %s is %q from memory and was %q", target, name, warm.Header().Get(name), cold.Header().Get(name))
			}
		}
		if plain := s.from("192.0.2.1:1", target); plain.Body.String() != readGzip(t, warm) || plain.Header().Get("Content-Encoding") != "" {
			t.Errorf("%s without gzip is another text", target)
		}
	}
}

func TestProxiesAndBrowsersMayKeepAPageForSeconds(t *testing.T) {
	s, _, tokens := codedTown(t, pgtest.New(t))
	s.look(t)
	first := s.from("192.0.2.1:1", "/Q/"+tokens[0], "Accept-Encoding", "gzip")
	h := first.Header()
	if h.Get("Cache-Control") != "public, max-age=5, stale-if-error=604800" || h.Get("Vary") != "Accept-Encoding, Accept-Language" || h.Get("Set-Cookie") != "" {
		t.Errorf("a page may be kept %q, varies by %q", h.Get("Cache-Control"), h.Get("Vary"))
	}
	same := s.from("192.0.2.1:1", "/Q/"+tokens[0], "Accept-Encoding", "gzip", "If-None-Match", h.Get("ETag"))
	if same.Code != http.StatusNotModified || same.Body.Len() != 0 || same.Header().Get("ETag") != h.Get("ETag") {
		t.Errorf("a page that is held: %d, %d bytes; want 304 with its tag", same.Code, same.Body.Len())
	}
	if policy := same.Header().Get("Content-Security-Policy"); policy != h.Get("Content-Security-Policy") || policy == "" {
		t.Errorf("a page that is held comes under %q and was under %q: a browser would put the one over the other", policy, h.Get("Content-Security-Policy"))
	}
	for _, other := range []string{`W/"x"`, "", `"` + tokens[0] + `"`} {
		if w := s.from("192.0.2.1:1", "/Q/"+tokens[0], "If-None-Match", other); w.Code != http.StatusOK {
			t.Errorf("with the tag %q: %d", other, w.Code)
		}
	}
	if w := s.from("192.0.2.1:1", "/Q/"+tokens[0], "Accept-Encoding", "gzip;q=0"); w.Header().Get("Content-Encoding") != "" {
		t.Error("gzip is sent to who refuses it")
	}
	for _, target := range []string{"/Q/0000000000", "/Q/X"} {
		if w := s.from("192.0.2.1:1", target); w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %q; a code that is issued now must not be missing in a proxy", target, w.Header().Get("Cache-Control"))
		}
	}
}

// TestWhoGuessesIsSlowedDown asks for codes that are not there: the household is
// refused, its neighbours and codes that exist are not.
func TestWhoGuessesIsSlowedDown(t *testing.T) {
	s, _, tokens := codedTown(t, pgtest.New(t))
	s.look(t)
	statuses := map[int]int{}
	for i := range 200 {
		never, err := signs.NewToken(bytes.NewReader([]byte{byte(i), 2, 3, 4, 5}))
		if err != nil {
			t.Fatal(err)
		}
		w := s.from("192.0.2.7:1", "/Q/"+string(never))
		if statuses[w.Code]++; w.Code == http.StatusTooManyRequests && (!strings.Contains(w.Body.String(), "110、119") || w.Header().Get("Retry-After") == "") {
			t.Fatalf("refused without whom to call: %s", w.Body)
		}
	}
	if statuses[http.StatusTooManyRequests] == 0 || statuses[http.StatusNotFound] < 20 || len(statuses) != 2 {
		t.Errorf("200 guesses from one household: %v", statuses)
	}
	if w := s.from("192.0.2.7:1", "/Q/"+tokens[0]); w.Code != http.StatusOK {
		t.Errorf("a code that exists, from the same household: %d", w.Code)
	}
	if w := s.from("192.0.2.8:1", "/Q/ZZZ"); w.Code != http.StatusNotFound {
		t.Errorf("a mistyped code from next door: %d", w.Code)
	}
	wantProblem(t, "data of a guess", s.from("192.0.2.7:1", "/q/0000000000.json"), http.StatusTooManyRequests, "too-many-guesses")
}

// TestTenThousandAtOnceAreServedOrRefused asks for pages that nobody has made yet.
func TestTenThousandAtOnceAreServedOrRefused(t *testing.T) {
	s, _, tokens := codedTown(t, pgtest.New(t))
	s.look(t)
	var served, refused, other atomic.Int64
	var all sync.WaitGroup
	start := make(chan struct{})
	for i := range 10_000 {
		all.Go(func() {
			<-start
			target := "/Q/" + tokens[i%len(tokens)]
			if i%2 == 1 {
				target = fmt.Sprintf("/Q/UNKNOWN%d", i)
			}
			switch w := s.from(fmt.Sprintf("10.%d.%d.1:1", i/250, i%250), target); {
			case w.Code == http.StatusOK, w.Code == http.StatusNotFound:
				served.Add(1)
			case w.Code == http.StatusServiceUnavailable && w.Header().Get("Retry-After") != "":
				refused.Add(1)
			default:
				other.Add(1)
			}
		})
	}
	close(start)
	all.Wait()
	if other.Load() > 0 || served.Load()+refused.Load() != 10_000 || served.Load() < 1000 {
		t.Errorf("served %d, refused with a time to come again %d, else %d", served.Load(), refused.Load(), other.Load())
	}
	if w := s.from("192.0.2.1:1", "/Q/"+tokens[0]); w.Code != http.StatusOK {
		t.Errorf("afterwards: %d", w.Code)
	}
}

// TestAPageNeedsNoDatabase closes the pool: a page that was never made is made
// all the same, also for somebody whose cookie nobody can look up.
func TestAPageNeedsNoDatabase(t *testing.T) {
	pool := pgtest.New(t)
	s, _, tokens := codedTown(t, pool)
	s.look(t)
	pool.Close()
	for _, headers := range [][]string{nil, {"Cookie", "diming_session=x"}, {"Authorization", "Bearer x"}} {
		for _, target := range []string{"/Q/" + tokens[1], "/q/" + strings.ToLower(tokens[2]), "/q/" + tokens[3] + ".json"} {
			if w := s.from("192.0.2.1:1", target, headers...); w.Code != http.StatusOK {
				t.Errorf("%s with %v: %d %s", target, headers, w.Code, w.Body)
			}
		}
	}
	if w := s.from("192.0.2.1:1", "/Q/"+misread(tokens[0], 4)); !strings.Contains(w.Body.String(), tokens[0]) {
		t.Error("a misread code is not put right")
	}
}
