package api_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"diming/boundaries"
	"diming/internal/account"
	"diming/internal/ledger"
)

// A lineSeen is a line as a test reads it.
type lineSeen struct {
	Name   string
	Level  int
	Owners []struct{ Side, Kind, Code, Name string }
	Office *struct {
		Agreement, Description string
	}
	Documents []struct{ ID, Kind, SHA256 string }
	Works     []struct{ ID, Name string }
	Can       []string
}

func (w *world) lineSeen(t *testing.T, query string, who []string) (lineSeen, string, int) {
	t.Helper()
	got := w.send(t, http.MethodGet, "/v1/boundary-lines/"+w.named["line"]+query, "", who...)
	var l lineSeen
	if err := json.Unmarshal(got.Body.Bytes(), &l); err != nil {
		t.Fatalf("%d %s: %v", got.Code, got.Body, err)
	}
	return l, got.Header().Get("ETag"), got.Code
}

func TestALineIsForBothOfficesAndInPartForEverybody(t *testing.T) {
	w := newWorld(t)
	home := w.signedIn(t, "line-home", account.Grant{Role: account.Inspector, Division: w.home})
	away := w.signedIn(t, "line-away", account.Grant{Role: account.Inspector, Division: w.away})
	path := "/v1/boundary-lines/" + w.named["line"]

	l, tag, code := w.lineSeen(t, "", home)
	if code != 200 || l.Office == nil || !slices.Contains(l.Can, "boundary_line.change") || l.Owners[0].Code != "330881" || l.Owners[1].Kind != "not_held" {
		t.Fatalf("home sees %d %+v", code, l)
	}
	for name, who := range map[string][]string{"the other county": away, "the public": nil} {
		if _, _, code := w.lineSeen(t, "", who); code != http.StatusNotFound {
			t.Errorf("%s sees an internal line: %d", name, code)
		}
	}
	change := func(body, tag string, who []string) int {
		return w.send(t, http.MethodPatch, path, body, append(slices.Clone(who), "If-Match", tag)...).Code
	}
	const body = `{"description":"向北方向约100米。","agreement":"双方协议","visibility":"public","reason":"补记"}`
	if code := change(body, tag, away); code != http.StatusForbidden {
		t.Errorf("the other county changes it: %d", code)
	}
	if code := change(body, tag, home); code != 200 {
		t.Fatalf("home changes it: %d", code)
	}
	if code := change(body, tag, home); code != http.StatusPreconditionFailed {
		t.Errorf("with the tag of before: %d, want 412", code)
	}
	// a line of a county is public by its approval number only
	if _, _, code := w.lineSeen(t, "", nil); code != http.StatusNotFound {
		t.Errorf("the public sees a county's line without an approval number: %d", code)
	}
	if _, err := w.Boundaries.ChangeSetting(t.Context(), ledger.Console, boundaries.SettingChange{Division: w.home, Key: boundaries.SettingTitle, Value: "江山市", Basis: "测试", Reason: "测试"}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Boundaries.ChangeSetting(t.Context(), ledger.Console, boundaries.SettingChange{Division: w.home, Key: boundaries.SettingApproval, Value: "浙S(2026)1号", Basis: "测试", Reason: "测试"}); err != nil {
		t.Fatal(err)
	}
	got := w.send(t, http.MethodGet, path, "")
	if got.Code != 200 || strings.Contains(got.Body.String(), "双方协议") || strings.Contains(got.Body.String(), "约100米") {
		t.Errorf("the public sees %d %s", got.Code, got.Body)
	}
	shape := w.send(t, http.MethodGet, path+"/geojson", "")
	if shape.Code != 200 || !strings.Contains(shape.Body.String(), `"MultiLineString"`) {
		t.Errorf("GeoJSON: %d %s", shape.Code, shape.Body)
	}
	var list struct{ Items []lineSeen }
	if got := w.send(t, http.MethodGet, "/v1/boundary-lines", ""); json.Unmarshal(got.Body.Bytes(), &list) != nil || len(list.Items) != 1 {
		t.Errorf("the public lists %s", got.Body)
	}
}

func TestADescriptionIsMadeAndCompared(t *testing.T) {
	w := newWorld(t)
	home := w.signedIn(t, "line-words", account.Grant{Role: account.Reviewer, Division: w.home})
	path := "/v1/boundary-lines/" + w.named["line"]
	_, tag, _ := w.lineSeen(t, "", home)
	if got := w.send(t, http.MethodPatch, path, `{"description":"从起点向北方向约19.5千米。","reason":"补记"}`, append(slices.Clone(home), "If-Match", tag)...); got.Code != 200 {
		t.Fatalf("%d %s", got.Code, got.Body)
	}
	got := w.send(t, http.MethodGet, path+"/description", "", home...)
	var d struct {
		Text     string
		Compared bool
		Differs  []struct{ Problem string }
	}
	if err := json.Unmarshal(got.Body.Bytes(), &d); err != nil || got.Code != 200 {
		t.Fatalf("%d %s", got.Code, got.Body)
	}
	if !strings.HasPrefix(d.Text, "界线从起点起，向东方向行约195") || !d.Compared || len(d.Differs) != 1 || !strings.Contains(d.Differs[0].Problem, "说明称北，界线为东") {
		t.Errorf("%+v", d)
	}
	pasted := w.send(t, http.MethodPost, path+"/description", `{"text":"从起点向南方向约19.5千米。"}`, home...)
	if pasted.Code != 200 || !strings.Contains(pasted.Body.String(), "说明称南，界线为东") {
		t.Errorf("a pasted text: %d %s", pasted.Code, pasted.Body)
	}
	vague := w.send(t, http.MethodPost, path+"/description", `{"text":"沿山脊而行"}`, home...)
	if vague.Code != 200 || !strings.Contains(vague.Body.String(), `"compared":false`) {
		t.Errorf("a text without lengths: %d %s", vague.Code, vague.Body)
	}
	past := w.send(t, http.MethodGet, path+"/history", "", home...)
	if past.Code != 200 || strings.Count(past.Body.String(), `"recorded_until"`) != 1 {
		t.Errorf("history: %d %s", past.Code, past.Body)
	}
	if check := w.send(t, http.MethodGet, "/v1/boundary-check", "", home...); check.Code != 200 || strings.Count(check.Body.String(), `"dangle"`) != 2 {
		t.Errorf("check: %d %s, want both ends of the line", check.Code, check.Body)
	}
}

func TestPapersAndWorksOfALine(t *testing.T) {
	w := newWorld(t)
	home := w.signedIn(t, "line-papers", account.Grant{Role: account.Inspector, Division: w.home})
	path := "/v1/boundary-lines/" + w.named["line"]
	got := w.sendFile(t, path+"/documents?paper=agreement&filename=a.pdf", "application/pdf", []byte(tinyPDF), home...)
	if got.Code != http.StatusCreated {
		t.Fatalf("%d %s", got.Code, got.Body)
	}
	if got := w.send(t, http.MethodPost, path+"/works", `{"name":"跨界渠","filed_on":"2026-01-05"}`, home...); got.Code != http.StatusUnprocessableEntity {
		t.Errorf("filed without consent: %d %s", got.Code, got.Body)
	}
	if got := w.send(t, http.MethodPost, path+"/works", `{"name":"跨界渠","consent_a":"甲1号","consent_b":"乙1号","filed_on":"2026-01-05"}`, home...); got.Code != 200 {
		t.Errorf("%d %s", got.Code, got.Body)
	}
	l, _, _ := w.lineSeen(t, "", home)
	if len(l.Documents) != 1 || l.Documents[0].Kind != "agreement" || len(l.Works) != 1 {
		t.Fatalf("%+v", l)
	}
	if file := w.send(t, http.MethodGet, path+"/documents/"+l.Documents[0].ID, "", home...); file.Code != 200 || !strings.HasPrefix(file.Body.String(), "%PDF") {
		t.Errorf("the paper: %d", file.Code)
	}
	if file := w.send(t, http.MethodGet, path+"/documents/"+l.Documents[0].ID, ""); file.Code != http.StatusUnauthorized {
		t.Errorf("the paper without a log-in: %d", file.Code)
	}
	for _, gone := range []string{"/documents/" + l.Documents[0].ID, "/works/" + l.Works[0].ID} {
		if got := w.send(t, http.MethodDelete, path+gone, "", home...); got.Code != 200 {
			t.Errorf("delete %s: %d %s", gone, got.Code, got.Body)
		}
	}
	if l, _, _ := w.lineSeen(t, "", home); len(l.Documents)+len(l.Works) != 0 {
		t.Errorf("after: %+v", l)
	}
}
