package api_test

import (
	"net/http"
	"testing"
)

func TestPagesOfOthersMayAskWithHeadersOfTheirOwnForWhatIsPublic(t *testing.T) {
	s := demoSystem(t)
	for target, want := range map[string]int{
		"/ogc":                                   http.StatusNoContent,
		"/ogc/collections/places/items?limit=1":  http.StatusNoContent,
		"/tiles/public.json":                     http.StatusNoContent,
		"/tiles/public/9/424/213.mvt":            http.StatusNoContent,
		"/tiles/public@2020-01-01/9/424/213.mvt": http.StatusNoContent,
		"/tiles/office/9/424/213.mvt":            http.StatusMethodNotAllowed,
		"/v1/cases":                              http.StatusMethodNotAllowed,
	} {
		w := s.do(t, http.MethodOptions, target, "Origin", "https://map.example", "Access-Control-Request-Method", "GET", "Access-Control-Request-Headers", "x-own")
		if w.Code != want {
			t.Errorf("%s: %d, want %d", target, w.Code, want)
		}
		if open := w.Header().Get("Access-Control-Allow-Origin") == "*" && w.Header().Get("Access-Control-Allow-Headers") == "*"; open != (want == http.StatusNoContent) {
			t.Errorf("%s: %v", target, w.Header())
		}
	}
	if w := s.do(t, http.MethodOptions, "/ogc"); w.Code != http.StatusMethodNotAllowed {
		t.Errorf("OPTIONS that is no preflight: %d", w.Code)
	}
}
