package api_test

import (
	"net/http"
	"strings"
	"testing"
)

func TestStillImagesAreForWhoMaySeeTheirTiles(t *testing.T) {
	s := demoSystem(t)
	const at = "/118.62,28.66,11/200x160.svg"
	w := s.ask(t, "/static/public"+at)
	if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "image/svg+xml" || !strings.Contains(w.Body.String(), "示例数据") {
		t.Fatalf("the public picture is answered with %d %s: %.200s", w.Code, w.Header().Get("Content-Type"), w.Body)
	}
	if again := s.ask(t, "/static/public"+at, "If-None-Match", w.Header().Get("ETag")); again.Code != http.StatusNotModified {
		t.Errorf("a picture that the client has is answered with %d", again.Code)
	}
	if other := s.ask(t, "/static/dark"+at); other.Header().Get("ETag") == w.Header().Get("ETag") || other.Body.String() == w.Body.String() {
		t.Error("a picture in another style is the same")
	}
	for target, want := range map[string]int{
		"/static/office" + at: 404, "/static/public" + at + "?set=office": 404, "/static/nosuch" + at: 404, "/static/public/118.62,28.66,11/200x160.png": 404,
		"/static/public/118.62,28.66,11/9000x160.svg": 400, "/static/public/200,28.66,11/200x160.svg": 400, "/static/public/118.62,28.66/200x160.svg": 400,
		"/styles/sprite.json": 200, "/styles/sprite@2x.png": 200, "/styles/office.json": 200, "/styles/dark.json?set=office&lang=en": 200, "/styles/dark.json?set=draft": 404,
		"/legend": 200, "/legend?style=dark&lang=en": 200, "/legend?style=nosuch": 404,
	} {
		if w := s.ask(t, target); w.Code != want {
			t.Errorf("%s is answered with %d, want %d: %.200s", target, w.Code, want, w.Body)
		}
	}
}
