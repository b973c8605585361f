package api_test

import (
	"strings"
	"testing"
)

// TestTheFieldAppIsServedWithItsWorker holds that every address of the app
// opens it, that its worker may serve /field too, and that no script or style
// stands inside the page.
func TestTheFieldAppIsServedWithItsWorker(t *testing.T) {
	s := newSystem(nil)
	for _, target := range []string{"/field", "/field/", "/field/t/0190/map"} {
		w := s.ask(t, target)
		if w.Code != 200 || !strings.Contains(w.Body.String(), "界线联检") {
			t.Errorf("GET %s = %d %q, want the page of the app", target, w.Code, w.Body)
		}
		if policy := w.Header().Get("Content-Security-Policy"); !strings.Contains(policy, "media-src 'self' blob:") || strings.Contains(policy, "unsafe") {
			t.Errorf("GET %s: policy %q", target, policy)
		}
	}
	w := s.ask(t, "/field/sw.js")
	if allowed := w.Header().Get("Service-Worker-Allowed"); w.Code != 200 || allowed != "/field" || w.Body.String() != "self" {
		t.Errorf("GET /field/sw.js = %d %q, allowed %q", w.Code, w.Body, allowed)
	}
	if caching := w.Header().Get("Cache-Control"); caching != "no-cache" {
		t.Errorf("the worker is cached: %q", caching)
	}
	if w := s.ask(t, "/field/manifest.webmanifest"); w.Code != 200 || w.Body.String() != "{}" {
		t.Errorf("GET the manifest = %d %q", w.Code, w.Body)
	}
	if w := s.ask(t, "/field/icons/none.png"); w.Code != 404 {
		t.Errorf("GET an icon that is not there = %d, want 404", w.Code)
	}
}
