package api_test

import (
	"net/http"
	"strings"
	"testing"

	"diming/api"
	"diming/internal/pg/pgtest"
)

// TestTheScriptOfThePagesIsServedByUs holds that the script and its worker are
// files of this server, may ask nobody else, and that a browser that has them is
// told so.
func TestTheScriptOfThePagesIsServedByUs(t *testing.T) {
	s := newSystem(nil)
	for target, caching := range map[string]string{"/Q/live.js": "public, max-age=300, stale-if-error=604800", "/Q/sw.js": "no-cache"} {
		w := s.ask(t, target)
		h := w.Header()
		if w.Code != http.StatusOK || !strings.HasPrefix(h.Get("Content-Type"), "text/javascript") || h.Get("Cache-Control") != caching || h.Get("Set-Cookie") != "" {
			t.Errorf("GET %s = %d, a %s that is kept %q; want a script that is kept %q", target, w.Code, h.Get("Content-Type"), h.Get("Cache-Control"), caching)
		}
		if policy := h.Get("Content-Security-Policy"); !strings.HasPrefix(policy, "default-src 'none'; connect-src 'self';") || h.Get("Service-Worker-Allowed") != "" {
			t.Errorf("%s runs under %q, and may serve %q", target, policy, h.Get("Service-Worker-Allowed"))
		}
		if again := s.ask(t, target, "If-None-Match", h.Get("ETag")); again.Code != http.StatusNotModified || h.Get("ETag") == "" {
			t.Errorf("%s with its tag %q: %d, want 304", target, h.Get("ETag"), again.Code)
		}
	}
}

// TestLookingForNewsIsNoScan holds that an open page may look for news as often as
// it likes and nobody counts it.
func TestLookingForNewsIsNoScan(t *testing.T) {
	s, _, tokens := codedTown(t, pgtest.New(t))
	s.look(t)
	for range 3 {
		s.from("192.0.2.1:1", "/Q/"+tokens[0], "Diming-Refresh", "1")
	}
	if n := s.Behind.Scans.Waiting(); n != 0 {
		t.Errorf("%d scans were counted of three looks for news", n)
	}
	if s.from("192.0.2.1:1", "/Q/"+tokens[0]); s.Behind.Scans.Waiting() != 1 {
		t.Error("a scan was not counted")
	}
}

// TestTheDataOfAVillageHoldsItsCard holds that a phone finds in it the nearest
// shelter without telling where it is, and that a place that is no village has none.
func TestTheDataOfAVillageHoldsItsCard(t *testing.T) {
	s := demoSystem(t)
	type data struct {
		Name   string
		Safety *api.SafetyBody
	}
	got := get[data](t, s, "/Q/"+s.token(t, s.idOf(t, "330881003200"))+".json", http.StatusOK)
	if got.Safety == nil || got.Safety.Village.Code != "330881003200" || got.Safety.Around.WithinM != 20_000 || got.Safety.Around.Shelters == nil || got.Safety.Around.Barriers == nil {
		t.Errorf("the data of %s holds %+v, want its card with what lies around", got.Name, got.Safety)
	}
	if town := get[data](t, s, "/q/"+s.token(t, s.idOf(t, "330881003"))+".json", http.StatusOK); town.Safety != nil {
		t.Errorf("%s is no village and has a card", town.Name)
	}
}
