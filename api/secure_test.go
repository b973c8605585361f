package api_test

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/go-chi/chi/v5"

	"diming/api"
)

// walk gives one address of every route that answers a GET.
func (s *system) walk(t *testing.T) []string {
	t.Helper()
	id := s.idOf(t, "330881003")
	holes := strings.NewReplacer("{id}", id.String(), "{code}", "330881003", "{seq}", "1", "{token}", s.token(t, id), "{set}", "public",
		"{z}", "0", "{x}", "0", "/{z}/{x}/{file}", "/0/0/0.mvt", "/styles/{file}", "/styles/public.json", "/assets/*", "/assets/main.js",
		"{file}", "public.json", "*", "x")
	var all []string
	err := chi.Walk(s.Handler.(chi.Routes), func(method, route string, _ http.Handler, _ ...func(http.Handler) http.Handler) error {
		if method == http.MethodGet {
			all = append(all, hole.ReplaceAllString(holes.Replace(route), "x"))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestEveryAnswerCarriesTheHeadersThatGuardIt(t *testing.T) {
	s := demoSystem(t)
	pages, tiles := 0, 0
	again := "/tiles/public/0/0/0.mvt" // out of memory, since the walk asked for it
	for _, target := range append(s.walk(t), again, "/nothing-here", "/Q/0000000000", "/v1/places?q="+strings.Repeat("x", 9000)) {
		w := s.ask(t, target)
		h := w.Header()
		if h.Get("Content-Type") == "application/vnd.mapbox-vector-tile" {
			tiles++
			if h.Get("X-Content-Type-Options") != "nosniff" {
				t.Errorf("%s may be taken for a document", target)
			}
			continue
		}
		// A form that is sent without a referrer says that it comes from nowhere,
		// and forms from nowhere are refused.
		referrer := "no-referrer"
		for _, counter := range []string{"/apply", "/notices", "/announcements", "/certificates", "/r"} {
			if target == counter || strings.HasPrefix(target, counter+"/") {
				referrer = "same-origin"
			}
		}
		if strings.HasSuffix(target, "/report") {
			referrer = "same-origin"
		}
		frames := "frame-ancestors 'none'"
		if code := strings.ToUpper(target); strings.HasPrefix(code, "/Q/") && strings.Count(code, "/") == 2 && !strings.HasSuffix(code, ".JS") {
			frames = "frame-ancestors 'self'" // the office shows the page beside what it edits
		}
		for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": referrer, "Cross-Origin-Opener-Policy": "same-origin"} {
			if h.Get(name) != want {
				t.Errorf("%s: %s is %q, want %q", target, name, h.Get(name), want)
			}
		}
		if p := h.Get("Permissions-Policy"); !strings.Contains(p, "camera=(self)") || !strings.Contains(p, "microphone=(self)") || !strings.Contains(p, "usb=()") {
			t.Errorf("%s: Permissions-Policy is %q", target, p)
		}
		policy := h.Get("Content-Security-Policy")
		if !strings.Contains(policy, frames) || strings.Contains(policy, "unsafe") || !strings.HasPrefix(policy, "default-src '") {
			t.Errorf("%s: Content-Security-Policy is %q", target, policy)
		}
		if strings.HasPrefix(h.Get("Content-Type"), "text/html") {
			pages++
			wantNothingInline(t, target, w.Body.String(), policy)
		}
	}
	if pages < 3 || tiles < 2 {
		t.Errorf("%d pages and %d tiles were seen: the walk was not whole", pages, tiles)
	}
}

var (
	inlineScript = regexp.MustCompile(`(?i)<script(?:\s[^>]*)?>`)
	inlineStyle  = regexp.MustCompile(`(?s)<style>(.*?)</style>`)
	attributes   = regexp.MustCompile(`(?i)<[a-z][^>]*\s(on\w+|style)=|javascript:`)
)

// wantNothingInline checks that a page holds no script, and no style but what
// its policy names.
func wantNothingInline(t *testing.T, target, html, policy string) {
	t.Helper()
	for _, tag := range inlineScript.FindAllString(html, -1) {
		if !strings.Contains(tag, "src=") {
			t.Errorf("%s has a script inside: %s", target, tag)
		}
	}
	if found := attributes.FindString(html); found != "" {
		t.Errorf("%s has %s", target, found)
	}
	for _, style := range inlineStyle.FindAllStringSubmatch(html, -1) {
		sum := sha256.Sum256([]byte(style[1]))
		if !strings.Contains(policy, "'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'") {
			t.Errorf("%s: its policy %q does not name its style", target, policy)
		}
	}
}

func TestStrictTransportIsAskedForUnderHTTPSAndPublicNamesOnly(t *testing.T) {
	s := demoSystem(t)
	for address, want := range map[string]bool{
		"https://dm.example.cn/": true, "https://dm.example.cn:8443/": true, "http://dm.example.cn/": false,
		"https://diming.test/": false, "https://192.168.1.9/": false, "https://[fe80::1]:8443/": false, "https://localhost:8080/": false,
	} {
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequest(http.MethodGet, address, nil))
		if got := w.Header().Get("Strict-Transport-Security") != ""; got != want {
			t.Errorf("%s asks for strict transport: %v, want %v", address, got, want)
		}
	}
}

func TestLocalNames(t *testing.T) {
	for _, host := range []string{"localhost", "LOCALHOST", "a.localhost", "diming.test", "box.local", "box.local.", "127.0.0.1", "10.0.0.9", "192.168.3.4", "172.16.0.1", "169.254.1.1", "::1", "fe80::1", "fd00::1", "::ffff:10.0.0.1"} {
		if !api.IsLocal(host) {
			t.Errorf("%s is local", host)
		}
	}
	for _, host := range []string{"", "dm.example.cn", "localhost.cn", "mytest", "8.8.8.8", "172.32.0.1", "2001:db8::1", "test.cn"} {
		if api.IsLocal(host) {
			t.Errorf("%s is not local", host)
		}
	}
}

func TestTheWalkSeesWhatIsThere(t *testing.T) {
	all := demoSystem(t).walk(t)
	for _, must := range []string{"/", "/docs", "/readyz", "/v1/meta"} {
		if !slices.Contains(all, must) {
			t.Errorf("%s is not among %d addresses", must, len(all))
		}
	}
	for _, one := range all {
		if _, err := url.Parse(one); err != nil || strings.Contains(one, "{") {
			t.Errorf("%q is no address: %v", one, err)
		}
	}
}
