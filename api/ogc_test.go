package api_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"diming/gazetteer"
	"diming/internal/ledger"
	"diming/internal/ledger/ledgertest"
	"diming/internal/version"
)

// An ogcPage is a page of features.
type ogcPage struct {
	geojson.FeatureCollection
	Matched  int
	Returned int
	Next     string // path and query of the next page, "" after the last
	CRS      string
}

// items asks for a page of features, by the path behind /ogc/collections/ or a
// link.
func (s *system) items(t testing.TB, target string) ogcPage {
	t.Helper()
	if !strings.HasPrefix(target, "/") {
		target = "/ogc/collections/" + target
	}
	w := s.ask(t, target)
	if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "application/geo+json" {
		t.Fatalf("%s = %d %s %.300s", target, w.Code, w.Header().Get("Content-Type"), w.Body)
	}
	var more struct {
		Matched  int `json:"numberMatched"`
		Returned int `json:"numberReturned"`
		Links    []struct{ Rel, Href string }
	}
	if err := json.Unmarshal(w.Body.Bytes(), &more); err != nil {
		t.Fatal(err)
	}
	all, err := geojson.UnmarshalFeatureCollection(w.Body.Bytes())
	if err != nil {
		t.Fatalf("%s: %v", target, err)
	}
	page := ogcPage{FeatureCollection: *all, Matched: more.Matched, Returned: more.Returned, CRS: w.Header().Get("Content-Crs")}
	for _, l := range more.Links {
		if l.Rel == "next" {
			page.Next = strings.TrimPrefix(l.Href, origin)
		}
	}
	if page.Returned != len(page.Features) {
		t.Errorf("%s says that it has %d features, and has %d", target, page.Returned, len(page.Features))
	}
	return page
}

// walkItems follows the links from page to page to the end.
func (s *system) walkItems(t testing.TB, target string) (ids []string, matched int) {
	t.Helper()
	for target != "" {
		page := s.items(t, target)
		for _, f := range page.Features {
			ids = append(ids, f.ID.(string))
		}
		target, matched = page.Next, page.Matched
	}
	return ids, matched
}

func TestAWalkOfEachCollectionMeetsEveryPublicObjectOnce(t *testing.T) {
	s := demoSystem(t)
	for collection, sql := range map[string]string{
		"places":    `SELECT place::text FROM public_place WHERE valid @> current_date AND upper_inf(recorded) ORDER BY 1`,
		"divisions": `SELECT division::text FROM public_division WHERE valid @> current_date AND upper_inf(recorded) ORDER BY 1`,
		"addresses": `SELECT v.address::text FROM address_version v JOIN address a ON a.id = v.address
			WHERE v.visibility = 'public' AND a.withdrawn IS NULL AND v.valid @> current_date AND upper_inf(v.recorded) ORDER BY 1`,
		"boundary_lines": `SELECT line::text FROM boundary_line_version v JOIN boundary_line l ON l.id = v.line
			WHERE v.visibility = 'public' AND l.withdrawn IS NULL AND valid @> current_date AND upper_inf(recorded) ORDER BY 1`,
		"shelters": `SELECT shelter::text FROM shelter_version v JOIN shelter s ON s.id = v.shelter
			WHERE v.visibility = 'public' AND s.withdrawn IS NULL AND valid @> current_date AND upper_inf(recorded) ORDER BY 1`,
	} {
		want := query[string](t, s, sql)
		got, matched := s.walkItems(t, collection+"/items?limit=97")
		if matched != len(want) || len(got) < 9 {
			t.Errorf("%s: %d matched of %d", collection, matched, len(want))
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s: walked %d features, want %d", collection, len(got), len(want))
		}
	}
}

// TestAWalkUnderWritesMeetsEachFeatureOnceAsItWas: what is entered, renamed and
// moved between the pages of a walk neither comes into it nor falls out of it.
func TestAWalkUnderWritesMeetsEachFeatureOnceAsItWas(t *testing.T) {
	w := newWorld(t)
	enter := func(name string) uuid.UUID {
		id, _, err := w.Places.Add(t.Context(), ledger.Console, gazetteer.Draft{Names: []gazetteer.RowName{{Text: name}}, Class: "22200",
			Division: "330881003", Location: &orb.Point{118.64, 28.65}, Visibility: "public", Source: "测试"}, "测试录入")
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	var villages []uuid.UUID
	for _, r := range "甲乙丙丁戊己庚辛壬癸" {
		villages = append(villages, enter(string(r)+"坂头"))
	}
	ledgertest.Settle(t, w.pool)
	n := 0
	for _, order := range []string{"", "&sortby=name", "&sortby=-class,name", "&sortby=place_code,-name"} {
		want := query[string](t, w.system, `SELECT v.place || ' ' || n.text FROM public_place v JOIN public_name n ON n.place = v.place AND n.valid @> current_date AND upper_inf(n.recorded)
			WHERE v.valid @> current_date AND upper_inf(v.recorded) ORDER BY 1`)
		var got []string
		target := "places/items?limit=3" + order
		for target != "" {
			page := w.items(t, target)
			for _, f := range page.Features {
				got = append(got, f.ID.(string)+" "+f.Properties.MustString("name"))
			}
			if page.Matched != len(want) {
				t.Errorf("%s: %d matched, want %d", order, page.Matched, len(want))
			}
			enter("新添" + string(rune('一'+n)))
			for _, old := range []uuid.UUID{villages[n%len(villages)], villages[(n+5)%len(villages)]} {
				if _, err := w.Places.Rename(t.Context(), ledger.Console, old, string(rune('万'+n))+"里塘", version.Span{From: version.Day(2020, 1, 1+n)}, "测试"); err != nil {
					t.Fatal(err)
				}
			}
			ledgertest.Settle(t, w.pool)
			n, target = n+1, page.Next
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s: the walk met %d features, want %d:\n%v\n%v", order, len(got), len(want), got, want)
		}
	}
}

func TestBoxes(t *testing.T) {
	s := demoSystem(t)
	all := s.items(t, "places/items?limit=5000")
	box := orb.Bound{Min: orb.Point{118.5, 28.6}, Max: orb.Point{118.7, 28.8}}
	want := 0
	for _, f := range all.Features {
		if p, ok := f.Geometry.(orb.Point); ok && box.Contains(p) {
			want++
		}
	}
	if want < 5 {
		t.Fatalf("%d places lie in the box", want)
	}
	for _, target := range []string{"bbox=118.5,28.6,118.7,28.8", "bbox=118.5,28.6,-100,118.7,28.8,9000",
		"bbox=28.6,118.5,28.8,118.7&bbox-crs=http://www.opengis.net/def/crs/EPSG/0/4326",
		"bbox=28.6,118.5,28.8,118.7&bbox-crs=http://www.opengis.net/def/crs/EPSG/0/4490"} {
		if page := s.items(t, "places/items?limit=1&"+target); page.Matched != want {
			t.Errorf("%s finds %d, want %d", target, page.Matched, want)
		}
	}
	across := s.items(t, "places/items?limit=1&bbox=170,-90,118.7,90").Matched
	if west := s.items(t, "places/items?limit=1&bbox=-180,-90,118.7,90").Matched; across != west || west == 0 {
		t.Errorf("a box across the 180th meridian finds %d, want %d", across, west)
	}
}

func TestBadParametersAreRefused(t *testing.T) {
	s := demoSystem(t)
	for _, bad := range []string{"offset=10", "unknown=1", "bbox=1,2,3", "bbox=1,2,3,x", "bbox=1,9,3,2", "bbox=NaN,1,2,3", "bbox=1,2,Inf,3", "bbox=-190,1,2,3",
		"bbox=118.5,28.6,118.7,28.8&bbox-crs=http://www.opengis.net/def/crs/EPSG/0/4326", "crs=http://www.opengis.net/def/crs/EPSG/0/2000", "bbox-crs=EPSG:1", "limit=0", "limit=-1", "limit=x",
		"datetime=yesterday", "datetime=2020-01-01/2019-01-01", "datetime=../..", "datetime=2020-02-30", "recorded=2020-01-01", "properties=secret", "properties=id", "sortby=secret",
		"filter=level", "filter=level+%3D+'a'", "filter=secret+%3D+1", "filter=visibility+%3D+'internal'", "filter=level+%3D+1&filter-lang=sql", "filter=level+%3D+1&filter-lang=cql2-json", "filter=10+^+1000+>+level", "filter-crs=EPSG:1",
		"level=high", "level=1&level=2", "f=xml", "datetime=2020-01-01&datetime=2021-01-01"} {
		wantProblem(t, bad, s.ask(t, "/ogc/collections/divisions/items?"+bad), http.StatusBadRequest, "bad-parameter")
	}
	for filter, says := range map[string]string{
		"filter=name+LIKE+清湖%25": "LIKE '清湖%'", "filter=upper(name)+%3D+'A'": "starts_with", "filter=name+%3D": "“=”",
		`filter={"op":"=","args":[{"property":"level"},4]}`: "filter-lang=cql2-json",
	} {
		w := s.ask(t, "/ogc/collections/divisions/items?"+filter)
		if body := w.Body.String(); !strings.Contains(body, says) {
			t.Errorf("%s is answered %s, want %q in it", filter, body, says)
		}
		wantProblem(t, filter, w, http.StatusBadRequest, "bad-parameter")
	}
	w := s.ask(t, "/ogc/collections/divisions/items?filter=name+LIKE+'清湖%'")
	if body := w.Body.String(); !strings.Contains(body, "%25") {
		t.Errorf("a bare %% is answered %s", body)
	}
	wantProblem(t, "a bare %", w, http.StatusBadRequest, "bad-query")
	for _, bad := range []string{"cursor=x", "cursor=e30", "cursor=eyJzIjo5OTk5OTk5OTksImEiOiIyMDIwLTAxLTAxIiwiYiI6IjIwMjAtMDEtMDEiLCJuIjoxLCJpIjoieCJ9"} {
		wantProblem(t, bad, s.ask(t, "/ogc/collections/divisions/items?"+bad), http.StatusBadRequest, "bad-cursor")
	}
	if page := s.items(t, "places/items?limit=1000000000"); len(page.Features) > 5000 {
		t.Errorf("a limit far too high gives %d features", len(page.Features))
	}
	wantProblem(t, "no collection", s.ask(t, "/ogc/collections/markers/items"), http.StatusNotFound, "collection-not-found")
	for _, id := range []string{"x", "0190cafe-0000-7000-8000-000000000001"} {
		wantProblem(t, "no feature", s.ask(t, "/ogc/collections/places/items/"+id), http.StatusNotFound, "feature-not-found")
	}
}

func TestPropertiesAreAskedForByTheirNames(t *testing.T) {
	s := demoSystem(t)
	towns := s.items(t, "divisions/items?level=4&limit=5000")
	want := query[int](t, s, `SELECT count(*)::int FROM public_division WHERE level = 4 AND valid @> current_date AND upper_inf(recorded)`)[0]
	if towns.Matched != want || want == 0 {
		t.Errorf("%d townships, want %d", towns.Matched, want)
	}
	for _, f := range towns.Features {
		if f.Properties.MustInt("level") != 4 {
			t.Errorf("%s is of level %v", f.ID, f.Properties["level"])
		}
	}
	few := s.items(t, "divisions/items?level=4&properties=name,code&limit=2")
	for _, f := range few.Features {
		if len(f.Properties) != 2 || f.Properties["name"] == "" {
			t.Errorf("of two properties come %v", f.Properties)
		}
	}
	one := get[map[string]any](t, s, "/ogc/collections/divisions/items/"+few.Features[0].ID.(string), http.StatusOK)
	if one["id"] != few.Features[0].ID || one["type"] != "Feature" {
		t.Errorf("one feature is %v", one)
	}
}

func TestDaysAreAskedFor(t *testing.T) {
	s := demoSystem(t)
	for _, day := range []string{"2017-06-01", "2019-06-01", "2022-06-01"} {
		want := query[int](t, s, `SELECT count(*)::int FROM public_division WHERE valid @> $1::date AND upper_inf(recorded)`, day)[0]
		for _, when := range []string{day, day + "T00:00:00%2B08:00", day + "/" + day} {
			if page := s.items(t, "divisions/items?limit=1&datetime="+when); page.Matched != want {
				t.Errorf("%s: %d divisions, want %d", when, page.Matched, want)
			}
		}
	}
	want := query[int](t, s, `SELECT count(DISTINCT division)::int FROM public_division WHERE valid && '[2017-06-01,2022-06-01]'::daterange AND upper_inf(recorded)`)[0]
	ids, matched := s.walkItems(t, "divisions/items?limit=500&datetime=2017-06-01/2022-06-01")
	slices.Sort(ids)
	if matched != want || len(slices.Compact(ids)) != want {
		t.Errorf("%d divisions in five years, matched %d, want %d", len(ids), matched, want)
	}
}

// TestFilters: both encodings, in the axis order of their reference systems.
func TestFiltersInBothEncodings(t *testing.T) {
	s := demoSystem(t)
	box := s.items(t, "places/items?limit=1&bbox=118.5,28.6,118.7,28.8").Matched
	towns := query[int](t, s, `SELECT count(*)::int FROM public_division WHERE level = 4 AND valid @> current_date AND upper_inf(recorded)`)[0]
	for _, test := range []struct {
		collection, filter, more string
		want                     int
	}{
		{"divisions", "level = 4", "", towns},
		{"divisions", "level = 4", "filter-lang=cql-text", towns},
		{"divisions", `{"op":"=","args":[{"property":"level"},4]}`, "filter-lang=cql2-json", towns},
		{"divisions", "level BETWEEN 3 AND 5 AND level <> 3 AND NOT level IN (5)", "", towns},
		{"divisions", "T_INTERSECTS(INTERVAL(valid_from, valid_to), DATE('2020-01-01')) AND level = 4 AND level / 2 = 2", "",
			query[int](t, s, `SELECT count(*)::int FROM public_division WHERE level = 4 AND valid @> current_date AND valid @> '2020-01-01'::date AND upper_inf(recorded)`)[0]},
		{"places", "S_INTERSECTS(geometry, BBOX(118.5,28.6,118.7,28.8))", "", box},
		{"places", "S_WITHIN(geometry, POLYGON((28.6 118.5, 28.8 118.5, 28.8 118.7, 28.6 118.7, 28.6 118.5)))", "filter-crs=http://www.opengis.net/def/crs/EPSG/0/4326", box},
		{"places", "ACCENTI(CASEI(pinyin)) LIKE 'qinghu%'", "", s.items(t, "places/items?limit=1&filter=name+LIKE+'清湖%25'").Matched},
	} {
		page := s.items(t, test.collection+"/items?limit=7&filter="+url.QueryEscape(test.filter)+"&"+test.more)
		if page.Matched != test.want || test.want == 0 {
			t.Errorf("%s %s finds %d, want %d", test.filter, test.more, page.Matched, test.want)
		}
	}
	ids, _ := s.walkItems(t, "divisions/items?limit=3&sortby=-code&filter=level+%3D+4")
	if len(ids) != towns {
		t.Errorf("a walk with a filter meets %d townships, want %d", len(ids), towns)
	}
}

// TestFeaturesSayWhatTheirListsUnderV1Say: an address its text, a shelter its
// state and number of persons.
func TestFeaturesSayWhatTheRestOfTheServerSays(t *testing.T) {
	s := demoSystem(t)
	for _, when := range []string{"", "2020-01-01"} {
		tail := "&datetime=" + when
		page := s.items(t, "addresses/items?limit=40&sortby=-number"+tail)
		for _, f := range page.Features {
			want := get[struct{ Text, Short, State string }](t, s, "/v1/addresses/"+f.ID.(string)+"?as_of="+when, http.StatusOK)
			if f.Properties["text"] != want.Text || f.Properties["short"] != want.Short || f.Properties["state"] != want.State {
				t.Errorf("address %s on %q: %v, want %+v", f.ID, when, f.Properties, want)
			}
		}
		if when == "" && len(page.Features) < 20 {
			t.Errorf("%d addresses", len(page.Features))
		}
	}
	type shelter struct {
		ID       string
		State    string
		Capacity float64
		Suits    []any
		Lon, Lat float64
		Failed   bool
	}
	held := get[struct{ Items []shelter }](t, s, "/v1/shelters", http.StatusOK)
	page := s.items(t, "shelters/items?limit=1000")
	if len(page.Features) != len(held.Items) || len(held.Items) == 0 {
		t.Fatalf("%d shelters, want %d", len(page.Features), len(held.Items))
	}
	for _, f := range page.Features {
		i := slices.IndexFunc(held.Items, func(one shelter) bool { return one.ID == f.ID })
		if i < 0 {
			t.Errorf("shelter %s is not in the list", f.ID)
			continue
		}
		one := held.Items[i]
		if one.Failed {
			one.State = "closed"
		}
		if f.Properties["state"] != one.State || f.Properties["capacity"] != one.Capacity || !slices.Equal(f.Properties["suits"].([]any), one.Suits) || f.Geometry != (orb.Point{one.Lon, one.Lat}) {
			t.Errorf("shelter %s says %v at %v, want %+v", f.ID, f.Properties, f.Geometry, one)
		}
	}
	lines := get[struct{ Items []struct{ ID string } }](t, s, "/v1/boundary-lines", http.StatusOK)
	if n := s.items(t, "boundary_lines/items?limit=1").Matched; n != len(lines.Items) || n == 0 {
		t.Errorf("%d lines, want %d", n, len(lines.Items))
	}
}
