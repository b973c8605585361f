package api_test

import (
	"net/http"
	"testing"

	"diming/api"
)

func TestWhatPeopleTypeFindsTheTownFirst(t *testing.T) {
	s := demoSystem(t)
	for _, test := range []struct{ q, kind string }{
		{"清湖", "exact"}, {"qinghu", "pinyin"}, {"qing hu", "pinyin"}, {"qhjd", "initials"},
		{"清湖镇", "former"}, {"清湖街到", "fuzzy"}, {"清湖街道", "exact"}, {"330881003", "code"}, {"330881003000", "code"},
	} {
		for _, route := range []string{"/v1/places", "/v1/suggest"} {
			list := get[api.PlaceList](t, s, path(route+"?q=%s", test.q), http.StatusOK)
			if len(list.Items) == 0 || list.Items[0].Name != "清湖街道" {
				t.Errorf("%s?q=%s: %+v, want 清湖街道 first", route, test.q, list.Items)
				continue
			}
			first := list.Items[0]
			if first.Match == nil || first.Match.Kind != test.kind {
				t.Errorf("%s?q=%s matched %+v, want kind %s", route, test.q, first.Match, test.kind)
			}
			if first.Pinyin == "" || first.Class != "21500" || first.Division != "330881003" || !first.Current || first.Lon == nil {
				t.Errorf("%s?q=%s: %+v, want it with pinyin, class, division and position", route, test.q, first)
			}
		}
	}
	former := get[api.PlaceList](t, s, path("/v1/places?q=%s", "清湖镇"), http.StatusOK)
	if got := former.Items[0].Match.Text; got != "清湖镇" {
		t.Errorf("the former name that matched is said to be %q, want 清湖镇", got)
	}
}

func TestAListIsPagedWithoutGapsOrRepeats(t *testing.T) {
	s := demoSystem(t)
	seen, cursor := map[string]bool{}, ""
	for pages := 0; ; pages++ {
		if pages > 500 {
			t.Fatal("the pages do not end")
		}
		list := get[api.PlaceList](t, s, path("/v1/places?q=%s&division=330881&limit=7&cursor=%s", "村", cursor), http.StatusOK)
		for _, item := range list.Items {
			if seen[item.ID.String()] {
				t.Errorf("%s is listed twice", item.Name)
			}
			seen[item.ID.String()] = true
		}
		if cursor = list.Next; cursor == "" {
			break
		}
	}
	whole := get[api.PlaceList](t, s, path("/v1/places?q=%s&division=330881&limit=1000", "村"), http.StatusOK)
	if len(seen) != len(whole.Items) || len(seen) < 200 {
		t.Errorf("%d places page by page, %d at once, want the same and the villages of a county", len(seen), len(whole.Items))
	}
}

func TestReverseGivesTheChainDownToTheVillage(t *testing.T) {
	s := demoSystem(t)
	found := get[api.ReverseBody](t, s, "/v1/reverse?lon=121.60&lat=23.98", http.StatusOK)
	levels := []int{}
	for _, d := range found.Divisions {
		levels = append(levels, d.Level)
	}
	if n := len(found.Divisions); n != 3 || found.Divisions[n-1].Code != "10015010008" {
		t.Errorf("reverse 121.60, 23.98: %+v, want the chain down to 10015010008", found.Divisions)
	}
	for i := 1; i < len(levels); i++ {
		if levels[i] <= levels[i-1] {
			t.Errorf("levels %v, want from the largest to the village", levels)
		}
	}
	sea := s.ask(t, "/v1/reverse?lon=122.5&lat=23.9")
	if body := decode[map[string]any](t, sea.Body); sea.Code != http.StatusOK || len(body["divisions"].([]any)) != 0 || body["place"] != nil {
		t.Errorf("reverse in the sea: %d %v, want an empty chain and no place", sea.Code, body)
	}
	for _, edge := range []string{"lon=180&lat=90", "lon=-180&lat=-90", "lon=0&lat=0"} {
		if got := get[api.ReverseBody](t, s, "/v1/reverse?"+edge, http.StatusOK); len(got.Divisions) != 0 {
			t.Errorf("reverse %s: %+v, want none", edge, got)
		}
	}
}

func TestTheLanguageIsChineseUnlessEnglishIsAskedFor(t *testing.T) {
	s := demoSystem(t)
	for _, test := range []struct{ accept, query, want string }{
		{"", "", "没有找到"},
		{"zh-CN,zh;q=0.9,en;q=0.8", "", "没有找到"},
		{"en-GB,en;q=0.9", "", "Not found"},
		{"en", "?lang=zh", "没有找到"},
		{"zh-CN", "?lang=en", "Not found"},
		{"fr", "", "没有找到"},
	} {
		w := s.ask(t, "/nowhere"+test.query, "Accept-Language", test.accept)
		if p := decode[problem](t, w.Body); p.Title != test.want {
			t.Errorf("Accept-Language %q, %q: title %q, want %q", test.accept, test.query, p.Title, test.want)
		}
	}
	id := s.idOf(t, "330881003").String()
	zh, en := get[api.PlaceBody](t, s, "/v1/places/"+id, 200), get[api.PlaceBody](t, s, "/v1/places/"+id+"?lang=en", 200)
	if zh.ClassName == en.ClassName || zh.Name != en.Name {
		t.Errorf("class %q in Chinese, %q in English; names %q, %q; want the class translated and the name kept", zh.ClassName, en.ClassName, zh.Name, en.Name)
	}
}

func TestADivisionIsTheOneOfItsDay(t *testing.T) {
	s := demoSystem(t)
	now := get[api.DivisionBody](t, s, "/v1/divisions/330881003", 200)
	if now.Name != "清湖街道" || len(now.Chain) != 4 || len(now.Events) == 0 {
		t.Errorf("330881003 today: %+v, want 清湖街道 with its chain and events", now)
	}
	carried := get[api.CarrierList](t, s, "/v1/divisions/330881104/carried-by", 200)
	if len(carried.Items) == 0 || carried.Items[0].Name != "清湖街道" {
		t.Errorf("330881104 is carried by %+v, want 清湖街道 first", carried.Items)
	}
	top := get[api.DivisionList](t, s, "/v1/divisions", 200)
	under := get[api.DivisionList](t, s, "/v1/divisions/330881/children", 200)
	if len(top.Items) < 30 || len(under.Items) < 19 {
		t.Errorf("%d divisions at the top, %d in the county, want the country's and its townships", len(top.Items), len(under.Items))
	}
	wantProblem(t, "the county before the register existed",
		s.ask(t, "/v1/divisions/330881/children?recorded=2020-01-01T00:00:00Z"), http.StatusNotFound, "division-not-found")
}
