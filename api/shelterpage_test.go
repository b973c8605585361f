package api_test

import (
	"strings"
	"testing"
)

// TestTheKeepersPageIsServedWithItsWorker holds that every address of the app
// opens it, that its worker may serve /shelter too, and that no script or style
// stands inside the page.
func TestTheKeepersPageIsServedWithItsWorker(t *testing.T) {
	s := newSystem(nil)
	for _, target := range []string{"/shelter", "/shelter/", "/shelter/s/0190"} {
		w := s.ask(t, target)
		if policy := w.Header().Get("Content-Security-Policy"); w.Code != 200 || !strings.Contains(w.Body.String(), "避灾点上报") || policy == "" || strings.Contains(policy, "unsafe") {
			t.Errorf("GET %s = %d %q under %q, want the page of the app", target, w.Code, w.Body, policy)
		}
	}
	w := s.ask(t, "/shelter/sw.js")
	if allowed := w.Header().Get("Service-Worker-Allowed"); w.Code != 200 || allowed != "/shelter" || w.Header().Get("Cache-Control") != "no-cache" {
		t.Errorf("GET /shelter/sw.js = %d %q, allowed %q", w.Code, w.Body, allowed)
	}
	if w := s.ask(t, "/shelter/manifest.webmanifest"); w.Code != 200 || w.Body.String() != "{}" {
		t.Errorf("GET the manifest = %d %q", w.Code, w.Body)
	}
}
