package api_test

import (
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"diming/gazetteer"
	"diming/internal/account"
	"diming/internal/ledger"
)

func TestAReadingThatIsNoneIsRefusedWithItsSyllable(t *testing.T) {
	w := newWorld(t)
	id := w.named["place"]
	ann := w.signedIn(t, "ann", account.Grant{Role: account.Clerk, Division: w.home})
	p, tag := w.asked(t, id, ann)
	for reading, says := range map[string]string{"Qingxi": "Qing", "Qīngv": "v", "Qīng Xī Kǒu Dà Dào Lù Jiē Xiàng Lǐ Nòng": "音节"} {
		body := fmt.Sprintf(`{"name_id":"%s","reading":"%s","reason":"核对"}`, p.Names[0].ID, reading)
		got := w.send(t, "POST", "/v1/places/"+id+"/reading", body, append([]string{"If-Match", tag}, ann...)...)
		if got.Code != 422 || !strings.Contains(got.Body.String(), "bad-reading") || !strings.Contains(got.Body.String(), says) {
			t.Errorf("confirm %q = %d %s, want 422 that says %q", reading, got.Code, got.Body, says)
		}
	}
}

// A toConfirm is a name whose reading is to be confirmed.
type toConfirm struct {
	ID, Name, Proposed, Capitals, ETag string
	NameID                             string `json:"name_id"`
	Characters                         []struct {
		Text, Syllable string
		Others         []struct{ Syllable, Reading, Capitals string }
	}
}

type readingList struct {
	Items           []toConfirm
	Next            string
	Left, Confirmed *int
}

func (w *world) readings(t *testing.T, query string, who []string) (l readingList) {
	t.Helper()
	got := w.send(t, "GET", "/v1/readings"+query, "", who...)
	if err := json.Unmarshal(got.Body.Bytes(), &l); err != nil || got.Code != 200 {
		t.Fatalf("GET /v1/readings%s = %d %s, %v", query, got.Code, got.Body, err)
	}
	return l
}

func TestReadingsAreConfirmedOneByOneAndTakenBack(t *testing.T) {
	w := newWorld(t)
	for name, class := range map[string]string{"长乐": "22200", "南山路": "23514"} {
		if _, _, err := w.Places.Add(t.Context(), ledger.Console, gazetteer.Draft{Names: []gazetteer.RowName{{Text: name}}, Class: class, Division: "330881003", Visibility: "public", Source: "测试"}, "测试"); err != nil {
			t.Fatal(err)
		}
	}
	ann := w.signedIn(t, "ann", account.Grant{Role: account.Clerk, Division: w.home})
	all := w.readings(t, "?class=22200", ann)
	if len(all.Items) != 2 || *all.Left != 2 || *all.Confirmed != 0 {
		t.Fatalf("villages to confirm: %+v, want 清溪口 and 长乐", all)
	}
	one := w.readings(t, "?class=22200&limit=1", ann)
	if two := w.readings(t, "?class=22200&limit=1&cursor="+one.Next, ann); len(two.Items) != 1 || two.Items[0].ID == one.Items[0].ID || two.Left != nil {
		t.Errorf("the second page is %+v", two)
	}
	if street := w.readings(t, "?class=235&division=330881003", ann); len(street.Items) != 2 || street.Items[0].Proposed != "Nánshān Lù" || street.Items[0].Capitals != "NANSHAN LU" {
		t.Errorf("streets to confirm: %+v, want Nánshān Lù with its generic part apart", street)
	}
	only := w.readings(t, "?class=22200&heteronyms=true", ann)
	if len(only.Items) != 1 || only.Items[0].Name != "长乐" || *only.Left != 2 || len(only.Items[0].Characters[0].Others) == 0 {
		t.Fatalf("heteronyms to confirm: %+v, want 长乐 with another reading of 长", only)
	}
	if o := only.Items[0].Characters[0].Others[0]; o.Syllable != "zhǎng" || o.Reading != "Zhǎnglè" || o.Capitals != "ZHANGLE" {
		t.Errorf("长 may be read %+v, want zhǎng", o)
	}
	if abroad := w.readings(t, "", w.signedIn(t, "far", account.Grant{Role: account.Clerk, Division: w.away})); slices.ContainsFunc(abroad.Items, func(i toConfirm) bool {
		return i.Name == "长乐"
	}) {
		t.Error("who works elsewhere is shown 长乐")
	}

	changle := only.Items[0]
	post := func(path, body, tag string) *httptest.ResponseRecorder {
		return w.send(t, "POST", "/v1/places/"+changle.ID+path, body, append([]string{"If-Match", tag}, ann...)...)
	}
	tagOf := func(r *httptest.ResponseRecorder) string { return r.Header().Get("ETag") }
	reason := fmt.Sprintf(`{"name_id":"%s","reason":"核对"}`, changle.NameID)
	if early := post("/reading/reopen", reason, changle.ETag); early.Code != 409 || !strings.Contains(early.Body.String(), "no-draft-reading") {
		t.Errorf("take back what nobody confirmed = %d %s, want 409", early.Code, early.Body)
	}
	done := post("/reading", fmt.Sprintf(`{"name_id":"%s","reading":"zhang3le4","reason":"核对"}`, changle.NameID), changle.ETag)
	if p, _ := w.asked(t, changle.ID, ann); done.Code != 200 || p.Pinyin != "Zhǎnglè" {
		t.Fatalf("confirm = %d %s, reads %q, want Zhǎnglè", done.Code, done.Body, p.Pinyin)
	}
	if left := w.readings(t, "?class=22200", ann); *left.Left != 1 || *left.Confirmed != 1 {
		t.Errorf("after one: %+v", left)
	}
	if stale := post("/reading/reopen", reason, changle.ETag); stale.Code != 412 {
		t.Errorf("take back an older version = %d, want 412", stale.Code)
	}
	if back := post("/reading/reopen", reason, tagOf(done)); back.Code != 200 {
		t.Fatalf("take back = %d %s", back.Code, back.Body)
	}
	if left := w.readings(t, "?class=22200&heteronyms=true", ann); len(left.Items) != 1 || *left.Left != 2 || left.Items[0].Proposed != "Chánglè" {
		t.Errorf("after it was taken back: %+v, want 长乐 as it was", left)
	}
}

func TestATypedReadingIsWrittenAndJudged(t *testing.T) {
	w := newWorld(t)
	ann := w.signedIn(t, "ann", account.Grant{Role: account.Clerk, Division: w.home})
	ask := func(name, typed string) *httptest.ResponseRecorder {
		return w.send(t, "GET", "/v1/readings/spelling?name="+url.QueryEscape(name)+"&typed="+url.QueryEscape(typed), "", ann...)
	}
	if got := ask("清湖街道", "qing1hu2 jie1dao4"); got.Code != 200 || !strings.Contains(got.Body.String(), `"reading":"Qīnghú Jiēdào","capitals":"QINGHU JIEDAO"`) {
		t.Errorf("spelling = %d %s", got.Code, got.Body)
	}
	if got := ask("清湖街道", "qing1hu2 jie1"); got.Code != 422 || !strings.Contains(got.Body.String(), "道") {
		t.Errorf("a syllable short = %d %s, want 422 that names 道", got.Code, got.Body)
	}
}
