package api_test

import (
	"strings"
	"testing"
)

// TestEveryOfficeAddressIsItsPage holds that an address pasted to a colleague
// opens the office, without a log-in and without script inside the page.
func TestEveryOfficeAddressIsItsPage(t *testing.T) {
	s := newSystem(nil)
	for _, target := range []string{"/office", "/office/", "/office/register", "/office/register/0190?as_of=2026-05-01", "/office/没有"} {
		w := s.ask(t, target)
		if w.Code != 200 || !strings.Contains(w.Body.String(), "地名办公") {
			t.Errorf("GET %s = %d %q, want the office's page", target, w.Code, w.Body)
		}
		if policy := w.Header().Get("Content-Security-Policy"); !strings.Contains(policy, "script-src 'self'") || strings.Contains(policy, "unsafe") {
			t.Errorf("GET %s: policy %q lets script or style stand inside the page", target, policy)
		}
	}
}
