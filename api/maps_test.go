package api_test

import (
	"net/http"
	"regexp"
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
	for target, want := range map[string]string{
		"/static/public@2018-06-30" + at: "2018年6月30日的区划 · 示例数据", "/static/public" + at + "?as_of=2018-06-30": "2018年6月30日的区划 · 示例数据",
		"/static/public@2018-06-30" + at + "?lang=en": "Divisions as of 30 June 2018 · 示例数据",
	} {
		if then := s.ask(t, target); then.Code != http.StatusOK || !strings.Contains(then.Body.String(), want) || strings.Contains(w.Body.String(), "的区划 ·") {
			t.Errorf("%s is answered with %d: %.300s", target, then.Code, then.Body)
		}
	}
	if small := s.ask(t, "/static/public/118.62,28.66,11/120x64.svg"); small.Code != http.StatusBadRequest || small.Header().Get("ETag") != "" || !regexp.MustCompile(`宽 120 像素时，高至少 \d+ 像素`).MatchString(small.Body.String()) {
		t.Errorf("a picture without room for its attribution is answered with %d: %s", small.Code, small.Body)
	}
	for target, want := range map[string]int{
		"/static/office" + at: 404, "/static/public" + at + "?set=office": 404, "/static/nosuch" + at: 404, "/static/public/118.62,28.66,11/200x160.png": 404,
		"/static/public/118.62,28.66,11/9000x160.svg": 400, "/static/public/200,28.66,11/200x160.svg": 400, "/static/public/118.62,28.66/200x160.svg": 400,
		"/static/public/118.62,28.66,11/32x32.svg": 400, "/static/public@tomorrow" + at: 400, "/static/nosuch@2019-01-01" + at: 404,
		"/static/public" + at + "?foo=1": 400, "/static/public" + at + "?lang=zh&pinyin=1&set=public": 200,
		"/styles/sprite.json": 200, "/styles/sprite@2x.png": 200, "/styles/office.json": 200, "/styles/dark.json?set=office&lang=en": 200, "/styles/dark.json?set=draft": 404,
		"/legend": 200, "/legend?style=dark&lang=en": 200, "/legend?style=nosuch": 404,
	} {
		if w := s.ask(t, target); w.Code != want {
			t.Errorf("%s is answered with %d, want %d: %.200s", target, w.Code, want, w.Body)
		}
	}
}

func TestStillImagesHavePinyinWhereTheLiveMapHasIt(t *testing.T) {
	s := demoSystem(t)
	drawn := func(query string) string {
		return s.ask(t, "/static/public/118.62,28.66,11/400x320.svg?"+query).Body.String()
	}
	for _, same := range [][2]string{{"lang=zh", "lang=zh&pinyin=0"}, {"lang=en", "lang=en&pinyin=1"}} {
		if drawn(same[0]) != drawn(same[1]) {
			t.Errorf("%s is not drawn as %s", same[0], same[1])
		}
	}
	if drawn("lang=zh") == drawn("lang=zh&pinyin=1") || drawn("lang=en") == drawn("lang=en&pinyin=0") {
		t.Error("Pinyin cannot be turned on or off")
	}
}
