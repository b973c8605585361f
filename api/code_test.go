package api_test

import (
	"bytes"
	"compress/gzip"
	"image/png"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"diming/api"
	"diming/api/page"
	"diming/signs"
)

func TestAPrintedCodeLeadsToThePage(t *testing.T) {
	s := demoSystem(t)
	id := s.idOf(t, "330881003")
	w := s.ask(t, "/v1/places/"+id.String()+"/qr.png?size_mm=40&dpi=300")
	if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "image/png" {
		t.Fatalf("qr.png: %d %s", w.Code, w.Body)
	}
	picture, err := png.Decode(bytes.NewReader(w.Body.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	if side := picture.Bounds().Dx(); side < 470 || side > 476 { // 40 mm at 300 dpi are 472.4 pixels
		t.Errorf("the picture is %d pixels wide, want 40 mm at 300 dpi", side)
	}
	file := filepath.Join(t.TempDir(), "qr.png")
	if err := os.WriteFile(file, w.Body.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("zbarimg", "--quiet", "--raw", file).Output()
	if err != nil {
		t.Fatalf("zbarimg (of zbar-tools, which make test installs): %v", err)
	}
	text := strings.TrimSpace(string(out))
	if want := "HTTP://DIMING.TEST/Q/" + s.token(t, id); text != want {
		t.Errorf("the code says %q, want %q", text, want)
	}
	_, scanned, _ := strings.Cut(text, "HTTP://DIMING.TEST")
	if answer := s.ask(t, scanned); answer.Code != http.StatusOK || !strings.Contains(answer.Body.String(), "清湖街道") {
		t.Errorf("%s: %d, want the page of 清湖街道", scanned, answer.Code)
	}
}

// theScript is the one thing that a page behind a code names: it adds to the page
// once that is read.
const theScript = `<script src="/Q/live.js" defer></script>`

// outside finds what a page would fetch: a source, a style sheet, a script.
var outside = regexp.MustCompile(`(?i)<script|<link|<iframe|<object|<embed|<img|\ssrc=|srcset=|url\(|@import|\son\w+=`)

func TestThePageAnswersInAnyCaseAndIsWholeInItself(t *testing.T) {
	s := demoSystem(t)
	for _, code := range []string{"330881003", "330881003200", "330881", "10015010008"} {
		token := s.token(t, s.idOf(t, code))
		for _, address := range []string{"/Q/" + token, "/q/" + token, "/Q/" + strings.ToLower(token), "/q/" + strings.ToLower(token), "/q/" + token + "?lang=en"} {
			w := s.ask(t, address, "Accept-Encoding", "gzip")
			if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "text/html; charset=utf-8" {
				t.Fatalf("%s: %d %s, want 200 and a page without a redirect", address, w.Code, w.Header().Get("Content-Type"))
			}
			if n := w.Body.Len(); n > page.MaxGzip || w.Header().Get("Content-Encoding") != "gzip" {
				t.Errorf("%s: %d bytes over the wire (%s), want at most %d", address, n, w.Header().Get("Content-Encoding"), page.MaxGzip)
			}
			if policy := w.Header().Get("Content-Security-Policy"); !strings.Contains(policy, "default-src 'none'") || !strings.Contains(policy, "; script-src 'self'; connect-src 'self'; worker-src 'self'") {
				t.Errorf("%s: policy %q, want one that asks this server alone", address, policy)
			}
			html := unzip(t, w.Body.Bytes())
			if strings.Count(html, theScript) != 1 {
				t.Errorf("%s does not name its script once", address)
			}
			html = strings.Replace(html, theScript, "", 1)
			if found := outside.FindString(html); found != "" {
				t.Errorf("%s holds %q, want nothing else that is fetched or run", address, found)
			}
			for _, part := range []string{"<svg", "示例数据", signs.Token(token).Grouped()} {
				if !strings.Contains(html, part) {
					t.Errorf("%s lacks %q", address, part)
				}
			}
		}
	}
}

func unzip(t *testing.T, zipped []byte) string {
	t.Helper()
	r, err := gzip.NewReader(bytes.NewReader(zipped))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if _, err := out.ReadFrom(r); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// misread gives the token with its character at i read as another.
func misread(token string, i int) string {
	other := byte('7')
	if token[i] == other {
		other = '8'
	}
	return token[:i] + string(other) + token[i+1:]
}

func TestOneWrongCharacterIsPutRightOnlyIfThatCodeExists(t *testing.T) {
	s := demoSystem(t)
	token := s.token(t, s.idOf(t, "330881003"))
	for i := range token {
		w := s.ask(t, "/Q/"+misread(token, i))
		if w.Code != http.StatusNotFound || !strings.Contains(w.Header().Get("Content-Type"), "text/html") {
			t.Fatalf("a misread token: %d %s, want a page with 404", w.Code, w.Header().Get("Content-Type"))
		}
		if !strings.Contains(w.Body.String(), `href="/Q/`+token+`"`) {
			t.Errorf("character %d misread: the page does not suggest the token that exists", i+1)
		}
	}
	never, err := signs.NewToken(bytes.NewReader([]byte{1, 2, 3, 4, 5}))
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{string(never), misread(string(never), 3), "X", strings.Repeat("Z", 200), "清湖街道", "<b>x</b>"} {
		w := s.ask(t, "/Q/"+strings.ReplaceAll(path("%s", text), "+", "%20"))
		if w.Code != http.StatusNotFound || strings.Contains(w.Body.String(), `href="/Q/`) || strings.Contains(w.Body.String(), "<b>x</b>") {
			t.Errorf("%.20q: %d, want 404 without a suggestion, and text escaped", text, w.Code)
		}
	}
	wantProblem(t, "JSON of no token", s.ask(t, "/q/"+string(never)+".json"), http.StatusNotFound, "code-not-found")
	wantProblem(t, "JSON of a misread token", s.ask(t, "/q/"+misread(token, 2)+".json"), http.StatusNotFound, "code-not-found")
}

func TestTheDataBehindACodeIsThePlace(t *testing.T) {
	s := demoSystem(t)
	id := s.idOf(t, "330881003")
	token := s.token(t, id)
	want := get[api.PlaceBody](t, s, "/v1/places/"+id.String(), http.StatusOK)
	for _, address := range []string{"/q/" + token + ".json", "/Q/" + strings.ToLower(token) + ".json", "/q/" + token + ".JSON"} {
		got := get[api.PlaceBody](t, s, address, http.StatusOK)
		if got.ID != id || got.Name != want.Name || got.PageURL != origin+"/Q/"+token || got.Token != token || !got.Demo {
			t.Errorf("%s: %+v, want the place with its token, address and mark of a demo", address, got)
		}
	}
}

func TestAnImageOfACodeHasASizeOrASentence(t *testing.T) {
	s := demoSystem(t)
	base := "/v1/places/" + s.idOf(t, "330881003").String()
	svg := s.ask(t, base+"/qr.svg?size_mm=75")
	if svg.Code != http.StatusOK || svg.Header().Get("Content-Type") != "image/svg+xml" || !strings.Contains(svg.Body.String(), `width="75mm"`) {
		t.Errorf("qr.svg: %d %s %.200s, want a picture of 75 mm", svg.Code, svg.Header().Get("Content-Type"), svg.Body)
	}
	for _, query := range []string{"size_mm=0", "size_mm=-4", "size_mm=NaN", "size_mm=1e9", "size_mm=x", "dpi=1", "dpi=1000000", "dpi=1.5"} {
		wantProblem(t, query, s.ask(t, base+"/qr.png?"+query), http.StatusBadRequest, "bad-size")
	}
	for _, query := range []string{"size_mm=NaN", "size_mm=301"} {
		wantProblem(t, query, s.ask(t, base+"/qr.svg?"+query), http.StatusBadRequest, "bad-size")
	}
}
