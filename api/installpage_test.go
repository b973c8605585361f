package api_test

import (
	"strings"
	"testing"
)

// TestTheInstallersPageIsServedWithItsWorker holds that every address of the app
// opens it, that its worker may serve /install too, and that no script or style
// stands inside the page.
func TestTheInstallersPageIsServedWithItsWorker(t *testing.T) {
	s := newSystem(nil)
	for _, target := range []string{"/install", "/install/", "/install/p/0190/hang"} {
		w := s.ask(t, target)
		if policy := w.Header().Get("Content-Security-Policy"); w.Code != 200 || !strings.Contains(w.Body.String(), "门牌安装") || policy == "" || strings.Contains(policy, "unsafe") {
			t.Errorf("GET %s = %d %q under %q, want the page of the app", target, w.Code, w.Body, policy)
		}
	}
	w := s.ask(t, "/install/sw.js")
	if allowed := w.Header().Get("Service-Worker-Allowed"); w.Code != 200 || allowed != "/install" || w.Header().Get("Cache-Control") != "no-cache" {
		t.Errorf("GET /install/sw.js = %d %q, allowed %q", w.Code, w.Body, allowed)
	}
	if w := s.ask(t, "/install/manifest.webmanifest"); w.Code != 200 || w.Body.String() != "{}" {
		t.Errorf("GET the manifest = %d %q", w.Code, w.Body)
	}
}
