package api_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"diming/features"
	"diming/internal/ledger/ledgertest"
)

// TestPagesOfFeaturesNeedNoScript: what a browser is sent of every resource has
// the table, a map with 示例数据 on it, and links that lead on.
func TestPagesOfFeaturesNeedNoScript(t *testing.T) {
	s := demoSystem(t)
	browser := []string{"Accept", "text/html,application/xhtml+xml,*/*;q=0.8"}
	page := func(target string) string {
		t.Helper()
		w := s.ask(t, target, browser...)
		if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "text/html; charset=utf-8" || strings.Contains(w.Body.String(), "<script") || !strings.Contains(w.Header().Get("Content-Security-Policy"), "style-src 'sha256-") {
			t.Errorf("%s = %d %v %.200s", target, w.Code, w.Header(), w.Body)
		}
		if !strings.Contains(w.Body.String(), "示例数据") {
			t.Errorf("%s does not say that it is sample data", target)
		}
		return w.Body.String()
	}
	for _, target := range []string{"/ogc", "/ogc/collections", "/ogc/collections/places"} {
		if !strings.Contains(page(target), `href="http://diming.test/ogc/collections`) {
			t.Errorf("%s leads nowhere", target)
		}
	}
	for _, c := range features.Collections() {
		body := page("/ogc/collections/" + c.ID + "/items?limit=5&bbox=110,20,130,35")
		if n := strings.Count(body, `<th scope="row">`); n != 5 || !strings.Contains(body, `<svg class="sk"`) || !strings.Contains(body, c.Title.ZH) {
			t.Errorf("the page of %s has %d rows: %.300s", c.ID, n, body)
		}
		if n := len(regexp.MustCompile(`data-label="登记的时刻">\d{4}-\d\d-\d\d \d\d:\d\d<`).FindAllString(body, -1)); n != 5 {
			t.Errorf("%d of 5 of %s say to the minute when they were recorded", n, c.ID)
		}
		for _, cell := range regexp.MustCompile(`<td( data-label="[^"；：，]+")?>`).FindAllStringSubmatch(body, -1) {
			if cell[1] == "" {
				t.Errorf("a cell of %s does not say what it is, as a phone shows it without its column", c.ID)
				break
			}
		}
		next := regexp.MustCompile(`rel="next" href="http://diming.test([^"]+)"`).FindStringSubmatch(body)
		if next == nil {
			t.Fatalf("the page of %s does not lead on", c.ID)
		}
		if second := page(strings.ReplaceAll(next[1], "&amp;", "&")); second == body {
			t.Errorf("the second page of %s is the first", c.ID)
		}
		one := regexp.MustCompile(`<th scope="row"><a href="http://diming.test([^"]+)"`).FindStringSubmatch(body)
		if body := page(one[1]); !strings.Contains(body, "<dt>") || !strings.Contains(body, "GeoJSON") {
			t.Errorf("the page of one of %s says %.300s", c.ID, body)
		}
	}
	if w := s.ask(t, "/ogc/collections/places/items?limit=1&f=geojson", browser...); w.Header().Get("Content-Type") != "application/geo+json" {
		t.Errorf("a browser that asks for GeoJSON gets %s", w.Header().Get("Content-Type"))
	}
}

// TestEveryResourceHasAPage: whatever the description lists but tiles is a page for
// a browser and with f=html, in both languages, and what is not found is one too.
func TestEveryResourceHasAPage(t *testing.T) {
	s := demoSystem(t)
	type described struct{ Paths map[string]any }
	paths := get[described](t, s, "/ogc/api", http.StatusOK).Paths
	paths["/collections/divisions/items/{feature}"] = nil
	fill := strings.NewReplacer("{tileMatrixSet}", "WorldCRS84Quad", "{feature}", query[string](t, s, `SELECT division::text FROM public_division WHERE code = '330881' AND valid @> current_date AND upper_inf(recorded)`)[0])
	seen := 0
	for path := range paths {
		if strings.Contains(path, "{tileMatrix}") || strings.Contains(path, "{feature}") && !strings.Contains(path, "divisions") {
			continue
		}
		seen++
		target := "/ogc" + fill.Replace(path)
		for _, w := range []*httptest.ResponseRecorder{s.ask(t, target+"?f=html"), s.ask(t, target, "Accept", "text/html,*/*;q=0.8"), s.ask(t, target, "Accept", "text/html", "Accept-Language", "en")} {
			body := w.Body.String()
			if w.Code != http.StatusOK || w.Header().Get("Content-Type") != mediaPage || strings.Contains(body, "<script") || !strings.Contains(body, "示例数据") || !strings.Contains(body, "f=") {
				t.Errorf("%s = %d %s %.200s", target, w.Code, w.Header().Get("Content-Type"), body)
			}
		}
		if w := s.ask(t, target); w.Header().Get("Content-Type") == mediaPage {
			t.Errorf("%s is a page to who does not ask for one", target)
		}
	}
	if seen < 40 {
		t.Errorf("%d resources", seen)
	}
	for target, says := range map[string][]string{
		"/ogc/conformance":                    {"conf/cql2-text", "ogcapi-features-1 1.0"},
		"/ogc/api":                            {"/ogc/collections/places/items/{feature}", "bbox", "filter-lang"},
		"/ogc/functions":                      {"starts_with", "text: string"},
		"/ogc/collections/shelters/schema":    {"standby, open, full, closed", "geometry-point", "m2"},
		"/ogc/tileMatrixSets/WebMercatorQuad": {"1 : 559082264", "2 × 2"},
		"/ogc/tiles/WebMercatorQuad":          {"{tileMatrix}/{tileRow}/{tileCol}", "division_labels"},
	} {
		body := s.ask(t, target, "Accept", "text/html").Body.String()
		for _, one := range says {
			if !strings.Contains(body, one) {
				t.Errorf("the page of %s does not say %q", target, one)
			}
		}
	}
}

const mediaPage = "text/html; charset=utf-8"

// TestFormatsAreNegotiated: by Accept with its weights, and f wins.
func TestFormatsAreNegotiated(t *testing.T) {
	s := demoSystem(t)
	items := "/ogc/collections/shelters/items?limit=2"
	for _, test := range []struct{ target, accept, media string }{
		{items, "text/csv", "text/csv; charset=utf-8"},
		{items, "application/geo+json-seq", "application/geo+json-seq"},
		{items, "application/flatgeobuf", "application/flatgeobuf"},
		{items, "application/flatgeobuf;q=0.5, text/csv;q=0.7", "text/csv; charset=utf-8"},
		{items, "text/csv;q=0, */*", "application/geo+json"},
		{items, "application/json", "application/json"},
		{items, "text/html", mediaPage},
		{items + "&f=csv", "application/geo+json", "text/csv; charset=utf-8"},
		{items + "&f=json", "text/html", "application/geo+json"},
		{"/ogc/collections/shelters/schema", "application/schema+json", "application/schema+json"},
		{"/ogc/api", "application/vnd.oai.openapi+json;version=3.0", "application/vnd.oai.openapi+json;version=3.0"},
	} {
		w := s.ask(t, test.target, "Accept", test.accept)
		if w.Code != http.StatusOK || w.Header().Get("Content-Type") != test.media || !slices.Contains(w.Header().Values("Vary"), "Accept") {
			t.Errorf("%s with %s = %d %v, want %s", test.target, test.accept, w.Code, w.Header(), test.media)
		}
	}
	for _, target := range []string{items, "/ogc", "/ogc/collections/shelters/queryables", "/ogc/tiles"} {
		w := s.ask(t, target, "Accept", "image/png, text/html;q=0")
		for _, media := range []string{"json (application/", "html (text/html)"} {
			if !strings.Contains(w.Body.String(), media) {
				t.Errorf("%s as a picture is refused with %s, which does not list %s", target, w.Body, media)
			}
		}
		wantProblem(t, target, w, http.StatusNotAcceptable, "not-acceptable")
	}
}

// TestWhatIsNotThereIsAPageInABrowser: a mistyped address says what to do, and a
// program still gets a problem.
func TestWhatIsNotThereIsAPageInABrowser(t *testing.T) {
	s := demoSystem(t)
	browser := []string{"Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
	for _, test := range []struct {
		target, kind string
		headers      []string
		status       int
		says         string
	}{
		{"/xyz", "not-found", browser, 404, "请检查网址"},
		{"/xyz", "not-found", append([]string{"Accept-Language", "en"}, browser...), 404, "check the address"},
		{"/ogc/nope", "not-found", browser, 404, `href="/ogc/collections"`},
		{"/ogc/collections/nope?f=html", "collection-not-found", nil, 404, `href="/ogc/collections"`},
		{"/ogc/collections/nope/items", "collection-not-found", browser, 404, "从 /ogc/collections 中选择"},
		{"/ogc/collections/places/items?limit=0", "bad-parameter", browser, 400, "limit 是 1 以上的整数"},
	} {
		w := s.ask(t, test.target, test.headers...)
		if body := w.Body.String(); w.Code != test.status || w.Header().Get("Content-Type") != mediaPage || !strings.Contains(body, test.says) || !strings.Contains(body, `href="/"`) {
			t.Errorf("%s = %d %s %s, want a page that says %q", test.target, w.Code, w.Header().Get("Content-Type"), body, test.says)
		}
		wantProblem(t, test.target, s.ask(t, strings.ReplaceAll(test.target, "f=html", "f=json"), "Accept", "application/json, text/html;q=0.5"), test.status, test.kind)
	}
	wantProblem(t, "to a browser that asks for JSON", s.ask(t, "/ogc/collections/nope?f=json", browser...), 404, "collection-not-found")
}

// TestAnEndedFeatureSaysWhenItEnded: and leads to what it was.
func TestAnEndedFeatureSaysWhenItEnded(t *testing.T) {
	s := demoSystem(t)
	ended := query[string](t, s, `SELECT division || ' ' || (max(upper(valid)) - 1) FROM public_division WHERE upper_inf(recorded) GROUP BY division
		HAVING NOT bool_or(upper_inf(valid)) AND max(upper(valid)) <= current_date AND count(*) = 1 ORDER BY 1 LIMIT 1`)
	if len(ended) == 0 {
		t.Fatal("no division has ended")
	}
	id, day, _ := strings.Cut(ended[0], " ")
	target := "/ogc/collections/divisions/items/" + id
	w := s.ask(t, target+"?properties=name")
	p := decode[struct{ Detail, See string }](t, strings.NewReader(w.Body.String()))
	wantProblem(t, target, w, http.StatusGone, "feature-ended")
	if !strings.Contains(p.Detail, day) || !strings.Contains(p.See, "datetime="+day) || !strings.Contains(p.See, "properties=name") {
		t.Errorf("%s is answered %+v, want its last day %s", target, p, day)
	}
	then := get[struct{ Properties map[string]any }](t, s, strings.TrimPrefix(p.See, origin), http.StatusOK)
	if then.Properties["name"] == "" {
		t.Errorf("on its last day it is %v", then)
	}
	if body := s.ask(t, target, "Accept", "text/html").Body.String(); !strings.Contains(body, "datetime="+day) {
		t.Errorf("its page does not lead to its last day: %s", body)
	}
	later := query[string](t, s, `SELECT division::text FROM public_division WHERE upper_inf(recorded) GROUP BY division HAVING NOT bool_or(lower_inf(valid)) ORDER BY 1 LIMIT 1`)
	wantProblem(t, "before it was", s.ask(t, "/ogc/collections/divisions/items/"+later[0]+"?datetime=1900-01-01"), http.StatusNotFound, "feature-not-found")
}

// TestTheDescriptionListsEveryCollectionAndParameter: the landing page leads to all, and the
// description lists each with its parameters.
func TestTheDescriptionListsEveryCollectionAndParameter(t *testing.T) {
	s := demoSystem(t)
	type described struct {
		OpenAPI string
		Paths   map[string]struct {
			Get struct{ Parameters []struct{ Name, In string } }
		}
	}
	d := get[described](t, s, "/ogc/api", http.StatusOK)
	if d.OpenAPI != "3.0.3" {
		t.Errorf("OpenAPI %q", d.OpenAPI)
	}
	for path, at := range d.Paths {
		target := "/ogc" + strings.NewReplacer("{feature}", "0190cafe-0000-7000-8000-000000000001", "{tileMatrixSet}", "WorldCRS84Quad", "{tileMatrix}", "0", "{tileRow}", "0", "{tileCol}", "1").Replace(path)
		if w := s.ask(t, target); w.Code != http.StatusOK && w.Code != http.StatusNoContent && !strings.Contains(path, "{feature}") {
			t.Errorf("%s = %d", target, w.Code)
		}
		if !strings.HasSuffix(path, "/items") {
			continue
		}
		has := map[string]bool{}
		for _, p := range at.Get.Parameters {
			has[p.Name] = p.In == "query"
		}
		for _, name := range []string{"bbox", "bbox-crs", "crs", "datetime", "recorded", "limit", "properties", "sortby", "filter", "filter-lang", "filter-crs", "cursor", "source"} {
			if !has[name] && (name != "source" || !strings.Contains(path, "boundary_lines")) {
				t.Errorf("%s does not list %s", path, name)
			}
		}
	}
	for _, c := range features.Collections() {
		type schema struct {
			Properties map[string]struct {
				Type, Format string
				Role         string `json:"x-ogc-role"`
			}
		}
		sc := get[schema](t, s, "/ogc/collections/"+c.ID+"/schema", http.StatusOK)
		feature := s.items(t, c.ID+"/items?limit=1").Features[0]
		for name := range feature.Properties {
			if _, ok := sc.Properties[name]; !ok {
				t.Errorf("%s: the schema lacks %s", c.ID, name)
			}
		}
		if len(sc.Properties) != len(feature.Properties)+2 || sc.Properties["id"].Role != "id" || sc.Properties["geometry"].Role != "primary-geometry" {
			t.Errorf("%s: the schema has %d properties, a feature %d", c.ID, len(sc.Properties), len(feature.Properties))
		}
		queryables := get[schema](t, s, "/ogc/collections/"+c.ID+"/queryables", http.StatusOK)
		if _, made := queryables.Properties["text"]; made || queryables.Properties["geometry"].Role == "" {
			t.Errorf("%s: queryables %v", c.ID, queryables)
		}
	}
	functions := get[struct{ Functions []struct{ Name string } }](t, s, "/ogc/functions", http.StatusOK)
	if len(functions.Functions) < 5 {
		t.Errorf("functions %v", functions)
	}
}

// TestNothingOfTheOfficeIsInTheCollections: what is internal, and real areas and
// lines of counties without a map approval number, are nowhere, and no filter
// finds them.
func TestNothingOfTheOfficeIsInTheCollections(t *testing.T) {
	w := newWorld(t)
	ledgertest.Settle(t, w.pool)
	hidden := query[string](t, w.system, `SELECT place::text FROM place_version WHERE visibility = 'internal' UNION SELECT line::text FROM boundary_line_version WHERE visibility = 'internal'
		UNION SELECT shelter::text FROM shelter_version WHERE visibility = 'internal' UNION SELECT address::text FROM address_version WHERE visibility = 'internal'`)
	if len(hidden) == 0 {
		t.Fatal("nothing is internal")
	}
	editor := w.credentials(t, asker{what: "an administrator", account: w.newAccount(t, "sees.all").ID})
	for _, c := range features.Collections() {
		for _, headers := range [][]string{nil, editor} {
			body := w.ask(t, "/ogc/collections/"+c.ID+"/items?limit=5000&datetime=0001-01-01/..", headers...).Body.String()
			for _, id := range hidden {
				if strings.Contains(body, id) {
					t.Errorf("%s tells of %s, which is internal", c.ID, id)
				}
			}
		}
	}
	for code, level := range map[string]int{"330882": 3, "330882001": 4} {
		id := uuid.New()
		if _, err := w.pool.Exec(t.Context(), `INSERT INTO division (id) VALUES ($1)`, id); err != nil {
			t.Fatal(err)
		}
		if _, err := w.pool.Exec(t.Context(), `INSERT INTO division_version (division, county, code, name, level, area, area_source, visibility, source, valid, entry)
			VALUES ($1, '330882', $2, '真县', $3, ST_Multi(ST_MakeEnvelope(118, 28, 119, 29, 4490)), 'imported', 'public', '测试', '(,)', (SELECT min(entry) FROM ledger_seal))`, id, code, level); err != nil {
			t.Fatal(err)
		}
	}
	page := w.items(t, "divisions/items?limit=100&name="+url.QueryEscape("真县"))
	if len(page.Features) != 2 {
		t.Fatalf("%d divisions", len(page.Features))
	}
	for _, f := range page.Features {
		if held := f.Geometry != nil; held != (f.Properties.MustInt("level") > 3) {
			t.Errorf("the area of %s without an approval number is given: %v", f.Properties["name"], held)
		}
	}
	for _, ask := range []string{"bbox=118.4,28.4,118.6,28.6", "filter=geometry+IS+NOT+NULL", "filter=S_INTERSECTS(geometry,POINT(118.5+28.5))"} {
		if n := w.items(t, "divisions/items?limit=1&name="+url.QueryEscape("真县")+"&"+ask).Matched; n != 1 {
			t.Errorf("%s finds %d divisions by their areas, want the township alone", ask, n)
		}
	}
}
