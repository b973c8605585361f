package api_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"diming/api"
)

// routes are all that a server answers; one part of each is wrong in turn.
var routes = []string{
	"/v1/meta", "/v1/places", "/v1/suggest", "/v1/places/{id}", "/v1/places/{id}/history", "/v1/places/{id}/geojson",
	"/v1/places/{id}/qr.svg", "/v1/places/{id}/qr.png", "/v1/reverse", "/v1/divisions", "/v1/divisions/{code}",
	"/v1/divisions/{code}/children", "/v1/divisions/{code}/carried-by", "/v1/divisions/{code}/changes", "/v1/changes",
	"/v1/changes/{seq}/objects", "/tiles/{file}", "/tiles/public/{z}/{x}/{file}", "/styles/{file}", "/assets/{file}", "/q/{token}.json",
	"/ogc/tileMatrixSets/{tms}", "/ogc/tiles/{tms}", "/ogc/tiles/WorldCRS84Quad/{z}/{row}/{col}", "/ogc/collections/{collection}/tiles",
}

// wrongParts are what no part of a path may be.
var wrongParts = []string{
	"nonsense", "-1", "99999999999999999999", "NaN", "..%2F..%2Fetc%2Fpasswd", "%00", "%ff%fe", "%27%3BDROP%20TABLE%20place--",
	"%3Cscript%3E", "00000000-0000-0000-0000-000000000000", "%E6%B8%85%E6%B9%96", strings.Repeat("9", 5000),
}

// wrongQueries are refused wherever they are read.
var wrongQueries = []string{"%zz=1", "q=%ff", "q=%00", "a;b=c", "q=" + strings.Repeat("x", 9000)}

// leaks are words of the inside that no answer may hold.
var leaks = regexp.MustCompile(`(?i)pgx|sqlstate|\bselect\b|goroutine|\.go:|panic|runtime error|place_version|ERROR:`)

var hole = regexp.MustCompile(`\{\w+\}`)

// wantRefusal checks that an answer is a clear refusal.
func wantRefusal(t testing.TB, s *system, method, target string) {
	t.Helper()
	mark := s.log.mark()
	w := s.do(t, method, target)
	short := fmt.Sprintf("%s %.120s", method, target)
	if w.Code < 400 || w.Code > 499 {
		t.Errorf("%s = %d %.200s, want 4xx", short, w.Code, w.Body)
		return
	}
	text := w.Body.String()
	if found := leaks.FindString(text); found != "" {
		t.Errorf("%s tells of the inside: %q in %.300s", short, found, text)
	}
	if logged := s.log.errors(mark); logged != "" {
		t.Errorf("%s was logged as a fault of ours: %s", short, logged)
	}
	if w.Header().Get("Content-Type") != "application/problem+json" {
		t.Errorf("%s: Content-Type %q, want a problem", short, w.Header().Get("Content-Type"))
		return
	}
	if p := decode[problem](t, w.Body); p.Type == "" || p.Title == "" || p.Detail == "" || p.Status != w.Code {
		t.Errorf("%s: %+v, want type, title, sentence and status %d", short, p, w.Code)
	}
}

func TestEveryRouteRefusesNonsenseWithASentence(t *testing.T) {
	s := demoSystem(t)
	right := map[string]string{"{id}": s.idOf(t, "330881003").String(), "{code}": "330881003", "{seq}": "1", "{token}": s.token(t, s.idOf(t, "330881003")),
		"{file}": "0.mvt", "{z}": "0", "{x}": "0", "{tms}": "WorldCRS84Quad", "{row}": "0", "{col}": "1", "{collection}": "places"}
	for _, route := range routes {
		for _, part := range hole.FindAllString(route, -1) {
			for _, wrong := range wrongParts {
				target := strings.Replace(route, part, wrong, 1)
				for name, value := range right {
					target = strings.ReplaceAll(target, name, value)
				}
				wantRefusal(t, s, http.MethodGet, target)
			}
		}
		target := route
		for name, value := range right {
			target = strings.ReplaceAll(target, name, value)
		}
		for _, query := range wrongQueries {
			wantRefusal(t, s, http.MethodGet, target+"?"+query)
		}
		for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodPatch} {
			w := s.do(t, method, target)
			if s.takes(method, route) {
				wantProblem(t, method+" "+target, w, http.StatusUnauthorized, "not-signed-in")
				continue
			}
			wantProblem(t, method+" "+target, w, http.StatusMethodNotAllowed, "method-not-allowed")
		}
	}
}

func TestEveryParameterRefusesNonsenseWithASentence(t *testing.T) {
	s := demoSystem(t)
	place, town := "/v1/places/"+s.idOf(t, "330881003").String(), "/v1/divisions/330881003"
	long := path("%s", strings.Repeat("清", 101))
	for _, test := range []struct {
		target string
		status int
		kind   string
	}{
		{"/v1/reverse?lon=NaN&lat=1", 400, "bad-filter"},
		{"/v1/reverse?lon=Inf&lat=1", 400, "bad-filter"},
		{"/v1/reverse?lon=900&lat=1", 400, "bad-filter"},
		{"/v1/reverse?lon=1&lat=-90.001", 400, "bad-filter"},
		{"/v1/reverse?lon=1", 422, "invalid-parameters"},
		{"/v1/reverse?lon=x&lat=1", 422, "invalid-parameters"},
		{"/v1/reverse?lon=1&lat=1&as_of=13-13-13", 400, "bad-date"},
		{"/v1/places?nosuch=1", 422, "invalid-parameters"},
		{"/v1/places?q=x&limit=1000000000", 400, "bad-filter"},
		{"/v1/places?q=x&limit=-1", 400, "bad-filter"},
		{"/v1/places?q=x&limit=99999999999999999999", 422, "invalid-parameters"},
		{"/v1/places?q=" + long, 400, "query-too-long"},
		{"/v1/places?q=x&cursor=broken", 400, "bad-cursor"},
		{"/v1/places?q=x&near=900,1", 400, "bad-filter"},
		{"/v1/places?q=x&near=1", 400, "bad-filter"},
		{"/v1/places?q=x&bbox=1,2,3", 400, "bad-filter"},
		{"/v1/places?q=x&bbox=1,2,3,NaN", 400, "bad-filter"},
		{"/v1/places?q=x&bbox=3,2,1,900", 400, "bad-filter"},
		{"/v1/places?q=x&class=abc", 400, "bad-filter"},
		{"/v1/places?q=x&division=%27--", 400, "bad-filter"},
		{"/v1/places?q=x&as_of=yesterday", 400, "bad-date"},
		{"/v1/places?q=x&as_of=13-13-13", 400, "bad-date"},
		{"/v1/places?q=x&recorded=long%20ago", 400, "bad-date"},
		{"/v1/places?q=x&lang=fr", 422, "invalid-parameters"},
		{"/v1/places?q=x&min_seq=abc", 422, "invalid-parameters"},
		{"/v1/suggest?q=x&limit=51", 422, "invalid-parameters"},
		{"/v1/suggest?q=" + long, 400, "query-too-long"},
		{place + "?as_of=2026-02-30", 400, "bad-date"},
		{place + "?as_of=0000-00-00", 400, "bad-date"},
		{place + "?as_of=99999-01-01", 422, "invalid-parameters"},
		{place + "?as_of=0001-01-01", 400, "bad-date"},
		{place + "?recorded=0001-01-01T00:00:00Z", 400, "bad-date"},
		{tileAt(10, 118.62, 28.67) + "?as_of=0001-01-01", 400, "bad-date"},
		{place + "?recorded=2026-13-01T00:00:00Z", 400, "bad-date"},
		{place + "?recorded=x", 400, "bad-date"},
		{place + "/history?as_of=x", 400, "bad-date"},
		{place + "/geojson?as_of=x", 400, "bad-date"},
		{place + "/geojson?recorded=x", 400, "bad-date"},
		{town + "?as_of=x", 400, "bad-date"},
		{town + "/carried-by?as_of=x", 400, "bad-date"},
		{town + "/changes?from=x", 400, "bad-date"},
		{town + "/changes?to=2026-99-99", 400, "bad-date"},
		{"/v1/divisions?recorded=x", 400, "bad-date"},
		{"/v1/divisions/123456789012345", 422, "invalid-parameters"},
		{"/v1/divisions/999999999999", 404, "division-not-found"},
		{"/v1/divisions/999999999999/carried-by", 404, "division-not-found"},
		{"/v1/divisions/999999999999/children", 404, "division-not-found"},
		{"/v1/divisions/999999999999/changes", 404, "division-not-found"},
		{"/v1/changes?since=-1", 422, "invalid-parameters"},
		{"/v1/changes?limit=100000", 422, "invalid-parameters"},
		{"/v1/changes?since=x", 422, "invalid-parameters"},
		{"/v1/meta?x=1", 422, "invalid-parameters"},
		{"/nowhere", 404, "not-found"},
		{"/v1", 404, "not-found"},
		{"/v1/places/", 404, "not-found"},
		{"/assets/", 404, "not-found"},
		{"/assets/nosuch.js", 404, "not-found"},
		{"/assets/../index.html", 404, "not-found"},
		{"/assets/%2e%2e/%2e%2e/etc/passwd", 404, "not-found"},
		{"/styles/../public.json", 404, "not-found"},
		{"/styles/..%2fpublic.json", 404, "not-found"},
		{"/styles/nosuch.json", 404, "not-found"},
		{"/styles/public", 404, "not-found"},
	} {
		wantRefusal(t, s, http.MethodGet, test.target)
		wantProblem(t, test.target, s.ask(t, test.target), test.status, test.kind)
	}
}

func TestHeadIsAnsweredLikeGet(t *testing.T) {
	s := demoSystem(t)
	for target, want := range map[string]int{"/": 200, "/healthz": 200, "/v1/meta": 200, "/v1/places?q=x": 200, "/Q/" + s.token(t, s.idOf(t, "330881003")): 200,
		"/tiles/public.json": 200, "/nowhere": 404, "/v1/places?q=%ff": 400} {
		if w := s.do(t, http.MethodHead, target); w.Code != want {
			t.Errorf("HEAD %s = %d, want %d", target, w.Code, want)
		}
	}
}

func TestDaysFarAwayAreAnsweredLikeAnyOther(t *testing.T) {
	s := demoSystem(t)
	place := "/v1/places/" + s.idOf(t, "330881003").String()
	for _, target := range []string{
		place + "?as_of=0001-01-02", place + "?as_of=9999-12-31", place + "?recorded=9999-12-31T23:59:59Z",
		"/v1/reverse?lon=118.62&lat=28.67&as_of=0001-01-02", tileAt(10, 118.62, 28.67) + "?as_of=0001-01-02", tileAt(10, 118.62, 28.67) + "?as_of=9999-12-31",
	} {
		if w := s.ask(t, target); w.Code >= 500 {
			t.Errorf("%s = %d %s", target, w.Code, w.Body)
		}
	}
	wantProblem(t, "recorded before the register", s.ask(t, place+"?recorded=0001-01-01T00:00:01Z"), http.StatusNotFound, "place-not-found")
}

func FuzzAddress(f *testing.F) {
	s := demoSystem(f)
	for _, route := range routes {
		f.Add(route, "q=清湖&lang=en")
	}
	for _, part := range wrongParts[:10] {
		f.Add("/v1/places/"+part, part)
		f.Add("/Q/"+part, "lang=en&size_mm="+part)
	}
	f.Add("/v1/reverse", "lon=1e308&lat=-0&as_of=2020-01-01")
	f.Add("/v1/places", "q=村&near=118,28&bbox=118,28,119,29&limit=3&recorded=2026-01-01T00:00:00%2B08:00")
	f.Add("/tiles/public/10/849/425.mvt", "as_of=2019-01-01")
	f.Fuzz(func(t *testing.T, path, query string) {
		r := httptest.NewRequest(http.MethodGet, origin, nil)
		r.URL = &url.URL{Path: "/" + strings.TrimPrefix(path, "/"), RawQuery: query}
		r.RequestURI = r.URL.RequestURI()
		mark := s.log.mark()
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if w.Code >= 500 || s.log.errors(mark) != "" {
			t.Errorf("%q ? %q = %d %.300s: %s", path, query, w.Code, w.Body, s.log.errors(mark))
		}
		if w.Code >= 400 && leaks.MatchString(strings.ReplaceAll(w.Body.String(), path, "")) && !leaks.MatchString(path+query) {
			t.Errorf("%q ? %q tells of the inside: %.300s", path, query, w.Body)
		}
	})
}

// takes tells whether a route is there for a method.
func (s *system) takes(method, pattern string) bool {
	return slices.ContainsFunc(s.Made(), func(r api.Route) bool { return r.Method == method && r.Pattern == pattern })
}
