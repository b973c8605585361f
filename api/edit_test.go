package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"diming/gazetteer"
	"diming/internal/account"
	"diming/internal/ledger"
)

type officePlace struct {
	Pinyin     string
	Name       string
	Meaning    string
	Class      string
	Visibility string
	Names      []struct {
		ID           uuid.UUID
		Reading      string
		ReadingState string `json:"reading_state"`
	}
}

// asked reads a place as the office does, with its tag.
func (w *world) asked(t *testing.T, id string, who []string) (officePlace, string) {
	t.Helper()
	got := w.send(t, "GET", "/v1/places/"+id, "", who...)
	var p officePlace
	if err := json.Unmarshal(got.Body.Bytes(), &p); err != nil || got.Code != 200 || got.Header().Get("ETag") == "" {
		t.Fatalf("read place = %d %s, tag %q, %v", got.Code, got.Body, got.Header().Get("ETag"), err)
	}
	return p, got.Header().Get("ETag")
}

func (w *world) patch(t *testing.T, id, body, tag string, who []string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	return w.send(t, "PATCH", "/v1/places/"+id, body, append(append([]string{"If-Match", tag}, headers...), who...)...)
}

func TestOfTwoWhoEditOneVersionOneIsToldTheDifference(t *testing.T) {
	w := newWorld(t)
	id := w.named["place"]
	ann := w.signedIn(t, "ann", account.Grant{Role: account.Clerk, Division: w.home})
	bo := w.signedIn(t, "bo", account.Grant{Role: account.Clerk, Division: w.home})
	for round := range 5 {
		_, tag := w.asked(t, id, ann)
		var both sync.WaitGroup
		answers := make([]*httptest.ResponseRecorder, 2)
		for i, who := range [][]string{ann, bo} {
			both.Go(func() {
				answers[i] = w.patch(t, id, fmt.Sprintf(`{"fields":{"meaning":"含义 %d.%d"},"reason":"补充"}`, round, i), tag, who)
			})
		}
		both.Wait()
		won, lost := 0, 1
		if answers[0].Code != 200 {
			won, lost = 1, 0
		}
		if answers[won].Code != 200 || answers[lost].Code != http.StatusPreconditionFailed {
			t.Fatalf("answers = %d %s and %d %s, want one 200 and one 412", answers[0].Code, answers[0].Body, answers[1].Code, answers[1].Body)
		}
		var told struct {
			Type    string
			Current officePlace
			By      string
		}
		if err := json.Unmarshal(answers[lost].Body.Bytes(), &told); err != nil {
			t.Fatal(err)
		}
		if want := fmt.Sprintf("含义 %d.%d", round, won); told.Current.Meaning != want || told.By != "测试员" || !strings.HasSuffix(told.Type, "changed-since") {
			t.Errorf("told %+v, want what stands now, %q, and by whom", told, want)
		}
	}
}

func TestAnEditNeedsItsVersionAReasonAndTheRight(t *testing.T) {
	w := newWorld(t)
	id := w.named["place"]
	clerk := w.signedIn(t, "clerk", account.Grant{Role: account.Clerk, Division: w.home})
	away := w.signedIn(t, "away", account.Grant{Role: account.Clerk, Division: w.away})
	_, tag := w.asked(t, id, clerk)
	for _, test := range []struct {
		what, body, tag string
		who             []string
		status          int
	}{
		{"no version", `{"fields":{"meaning":"甲"},"reason":"因"}`, "", clerk, http.StatusPreconditionRequired},
		{"no reason", `{"fields":{"meaning":"甲"},"reason":" "}`, tag, clerk, 422},
		{"no such class", `{"fields":{"class":"99999"},"reason":"因"}`, tag, clerk, 422},
		{"no such day", `{"fields":{"meaning":"甲"},"valid_from":"2026-13-01","reason":"因"}`, tag, clerk, 400},
		{"another county's clerk", `{"fields":{"meaning":"甲"},"reason":"因"}`, tag, away, 403},
		{"all in order", `{"fields":{"meaning":"甲","visibility":"internal"},"reason":"因"}`, tag, clerk, 200},
	} {
		if got := w.patch(t, id, test.body, test.tag, test.who); got.Code != test.status {
			t.Errorf("%s = %d %s, want %d", test.what, got.Code, got.Body, test.status)
		}
	}
	if got := w.send(t, "GET", "/v1/places/"+id, ""); got.Code != 404 {
		t.Errorf("the public asks for what is internal now = %d, want 404", got.Code)
	}
	if p, _ := w.asked(t, id, clerk); p.Visibility != "internal" || p.Meaning != "甲" || p.Name != "清溪口" {
		t.Errorf("the office reads %+v", p)
	}
}

func TestAWriteSentAgainIsMadeOnce(t *testing.T) {
	w := newWorld(t)
	clerk := w.signedIn(t, "clerk", account.Grant{Role: account.Clerk, Division: w.home})
	add := func(key, name string) *httptest.ResponseRecorder {
		return w.send(t, "POST", "/v1/places", `{"name":"`+name+`","class":"22200","division":"330881003","visibility":"internal","reason":"登记"}`,
			append([]string{"Idempotency-Key", key}, clerk...)...)
	}
	answers := make([]*httptest.ResponseRecorder, 4)
	var all sync.WaitGroup
	for i := range answers {
		all.Go(func() { answers[i] = add("k1", "新屋") })
	}
	all.Wait()
	ids := map[string]bool{}
	for _, a := range answers {
		var made struct{ ID string }
		if err := json.Unmarshal(a.Body.Bytes(), &made); err != nil || a.Code != http.StatusCreated {
			t.Fatalf("add = %d %s", a.Code, a.Body)
		}
		ids[made.ID] = true
	}
	if n := query[int](t, w.system, `SELECT count(*)::int FROM name_version WHERE text = '新屋'`)[0]; n != 1 || len(ids) != 1 {
		t.Errorf("sent four times: %d places under %d ids, want one", n, len(ids))
	}
	if got := add("k1", "别的屋"); got.Code != 422 {
		t.Errorf("the key for something else = %d %s, want 422", got.Code, got.Body)
	}
	if got := add("k2", ""); got.Code != 422 {
		t.Errorf("no name = %d %s, want 422", got.Code, got.Body)
	}
	if got := add("k2", "后屋"); got.Code != http.StatusCreated {
		t.Errorf("a key whose write had failed = %d %s, want 201", got.Code, got.Body)
	}
}

func TestTheRegisterIsListedByFiltersWithinReach(t *testing.T) {
	w := newWorld(t)
	for i, name := range []string{"上坞", "下坞", "中坞"} {
		visibility := "internal"
		if i == 0 {
			visibility = "public"
		}
		if _, _, err := w.Places.Add(t.Context(), ledger.Console, gazetteer.Draft{Names: []gazetteer.RowName{{Text: name}}, Class: "22200",
			Division: "330881003", Location: &orb.Point{118.6 + float64(i)/100, 28.7}, Visibility: visibility, Source: "测试"}, "测试"); err != nil {
			t.Fatal(err)
		}
	}
	clerk := w.signedIn(t, "clerk", account.Grant{Role: account.Clerk, Division: w.home})
	away := w.signedIn(t, "away", account.Grant{Role: account.Clerk, Division: w.away})
	type page struct {
		Items []struct{ Name string }
		Next  string
		Total int
	}
	for _, test := range []struct {
		query string
		who   []string
		want  int
	}{
		{"q=坞", clerk, 3}, {"q=坞&visibility=internal", clerk, 2}, {"q=坞&bbox=118.595,28.6,118.605,28.8", clerk, 1},
		{"q=shangwu", clerk, 1}, {"q=坞&class=21", clerk, 0}, {"q=坞&division=330881003", clerk, 3}, {"q=坞&division=330802", clerk, 0},
		{"q=坞&state=withdrawn", clerk, 0}, {"q=坞", away, 0}, {"q=坞&division=330881003", away, 0}, {"q=坞&recorded=2020-01-01T00:00:00Z", clerk, 0}, {"q=%25", clerk, 0},
	} {
		got := answerOf[page](t, w, 200, "GET", "/v1/register?"+test.query, "", test.who...)
		if got.Total != test.want || len(got.Items) != test.want {
			t.Errorf("%s lists %d of %d, want %d", test.query, len(got.Items), got.Total, test.want)
		}
	}
	seen, next := map[string]int{}, ""
	for {
		got := answerOf[page](t, w, 200, "GET", "/v1/register?limit=1&q=坞&cursor="+next, "", clerk...)
		for _, item := range got.Items {
			seen[item.Name]++
		}
		if next = got.Next; next == "" {
			break
		}
	}
	if len(seen) != 3 || seen["上坞"] != 1 || seen["中坞"] != 1 {
		t.Errorf("page by page: %v, want each once", seen)
	}
}

func TestDraftsAreOnesOwn(t *testing.T) {
	w := newWorld(t)
	ann, bo := w.signedIn(t, "ann"), w.signedIn(t, "bo")
	target := "/v1/drafts/place/" + w.named["place"]
	answerOf[problem](t, w, 204, "PUT", target, `{"body":{"mine":{"meaning":"未完"}},"base_etag":"7"}`, ann...)
	if got := answerOf[struct {
		Body struct{ Mine map[string]string }
	}](t, w, 200, "GET", target, "", ann...); got.Body.Mine["meaning"] != "未完" {
		t.Errorf("the draft = %+v", got)
	}
	answerOf[problem](t, w, 404, "GET", target, "", bo...)
	if got := w.send(t, "PUT", target, `{"body":{"mine":"`+strings.Repeat("长", 30000)+`"},"base_etag":""}`, ann...); got.Code != 413 && got.Code != 422 {
		t.Errorf("a draft that is too long = %d %s", got.Code, got.Body)
	}
	answerOf[problem](t, w, 204, "DELETE", target, "", ann...)
	answerOf[problem](t, w, 404, "GET", target, "", ann...)
}

func TestAPlaceIsNotMovedToWhereOneMayNotEdit(t *testing.T) {
	w := newWorld(t)
	square := func(west float64) orb.MultiPolygon {
		return orb.MultiPolygon{{{{west, 28.5}, {west + 0.2, 28.5}, {west + 0.2, 28.7}, {west, 28.7}, {west, 28.5}}}}
	}
	counts, err := w.Places.LoadDivisions(t.Context(), gazetteer.Batch{Source: "测试", Actor: ledger.Console, Visibility: "public", Note: "测试"}, []gazetteer.DivisionRow{
		{Number: 1, Code: "330881003", Name: "清湖街道", Area: square(118.5), AreaBasis: "测试"},
		{Number: 2, Code: "330802001", Name: "府山街道", Area: square(118.7), AreaBasis: "测试"}})
	if err != nil || counts.Updated != 2 {
		t.Fatalf("load areas: %+v, %v", counts, err)
	}
	id := w.named["place"]
	home := w.signedIn(t, "home", account.Grant{Role: account.Clerk, Division: w.home})
	both := w.signedIn(t, "both", account.Grant{Role: account.Clerk, Division: w.home}, account.Grant{Role: account.Clerk, Division: w.away})
	for _, test := range []struct {
		lon    float64
		who    []string
		status int
	}{{118.65, home, 200}, {118.8, home, 403}, {118.8, both, 200}, {118.65, home, 403}} {
		_, tag := w.asked(t, id, both)
		if got := w.patch(t, id, fmt.Sprintf(`{"fields":{"location":{"lon":%v,"lat":28.6}},"reason":"实测"}`, test.lon), tag, test.who); got.Code != test.status {
			t.Errorf("to %v = %d %s, want %d", test.lon, got.Code, got.Body, test.status)
		}
	}
}

func TestDraftsAndAnswersAreKeptTheirTime(t *testing.T) {
	w := newWorld(t)
	clerk := w.signedIn(t, "clerk", account.Grant{Role: account.Clerk, Division: w.home})
	answerOf[problem](t, w, 204, "PUT", "/v1/drafts/place/"+w.named["place"], `{"body":{},"base_etag":""}`, clerk...)
	_, tag := w.asked(t, w.named["place"], clerk)
	if got := w.patch(t, w.named["place"], `{"fields":{"meaning":"甲"},"reason":"因"}`, tag, clerk, "Idempotency-Key", "k"); got.Code != 200 {
		t.Fatalf("edit = %d %s", got.Code, got.Body)
	}
	day := 24 * time.Hour
	for _, test := range []struct {
		after           time.Duration
		drafts, answers int
	}{{day - time.Hour, 1, 1}, {day + time.Hour, 1, 0}, {179 * day, 1, 0}, {181 * day, 0, 0}} {
		if err := w.Desk.Clear(t.Context(), time.Now().Add(test.after)); err != nil {
			t.Fatal(err)
		}
		drafts, answers := query[int](t, w.system, `SELECT count(*)::int FROM draft`)[0], query[int](t, w.system, `SELECT count(*)::int FROM answered_write`)[0]
		if drafts != test.drafts || answers != test.answers {
			t.Errorf("after %s: %d drafts and %d answers, want %d and %d", test.after, drafts, answers, test.drafts, test.answers)
		}
	}
}
