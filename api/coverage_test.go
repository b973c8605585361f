package api_test

import (
	"testing"
	"time"

	"diming/api"
	"diming/internal/account"
)

// What is declared to be held whole is compared, and what is withdrawn is
// unchecked again; both by the office that it is for.
func TestNamesHeldWholeAreDeclaredAndWithdrawn(t *testing.T) {
	w := newWorld(t)
	editor := w.signedIn(t, "coverage", account.Grant{Role: account.Reviewer, Division: w.home})
	clerk := w.signedIn(t, "coverage.clerk", account.Grant{Role: account.Clerk, Division: w.home})
	away := w.signedIn(t, "coverage.away", account.Grant{Role: account.Reviewer, Division: w.away})
	unchecked := func() bool {
		t.Helper()
		found := answerOf[api.NameCheck](t, w, 200, "POST", "/v1/name-checks", `{"name":"文溪村","class":"21610","division":"330881003"}`, clerk...)
		for _, f := range found.Findings {
			if f.Check == "N10" && f.Severity == "unchecked" {
				return true
			}
		}
		return false
	}
	body := `{"area":"330881","groups":["village"],"as_of":"2025-12-31","source":"示例","reason":"测试"}`
	for what, who := range map[string][]string{"a clerk": clerk, "another county's reviewer": away} {
		wantProblem(t, what, w.send(t, "POST", "/v1/name-coverage", body, who...), 403, "not-allowed")
	}
	if !unchecked() {
		t.Error("a village is free in a county whose names are not held")
	}
	if got := w.send(t, "POST", "/v1/name-coverage", body, editor...); got.Code != 204 {
		t.Fatalf("declare = %d %s", got.Code, got.Body)
	}
	if unchecked() {
		t.Error("unchecked where all is held")
	}
	tomorrow := time.Now().AddDate(0, 0, 2).Format(time.DateOnly)
	wantProblem(t, "a day to come", w.send(t, "POST", "/v1/name-coverage", `{"area":"330881","groups":["village"],"as_of":"`+tomorrow+`","source":"示例","reason":"测试"}`, editor...), 422, "unfit-coverage")
	wantProblem(t, "a group that is none", w.send(t, "POST", "/v1/name-coverage", `{"area":"330881","groups":["castle"],"as_of":"2025-12-31","source":"示例","reason":"测试"}`, editor...), 422, "unfit-coverage")
	held := answerOf[struct{ Items []api.CoverageBody }](t, w, 200, "GET", "/v1/name-coverage", "", clerk...)
	if len(held.Items) != 1 || held.Items[0].Code != "330881" || held.Items[0].Name != "江山市" || held.Items[0].AsOf != "2025-12-31" {
		t.Errorf("held %+v", held.Items)
	}
	end := `{"area":"330881","group":"village","reason":"测试"}`
	wantProblem(t, "withdrawn by another county", w.send(t, "POST", "/v1/name-coverage/withdraw", end, away...), 403, "not-allowed")
	if got := w.send(t, "POST", "/v1/name-coverage/withdraw", end, editor...); got.Code != 204 {
		t.Errorf("withdraw = %d %s", got.Code, got.Body)
	}
	wantProblem(t, "withdrawn again", w.send(t, "POST", "/v1/name-coverage/withdraw", end, editor...), 404, "no-coverage")
	if !unchecked() {
		t.Error("compared with what is no longer held whole")
	}
}

func TestABuiltUpAreaIsDrawnAndEnded(t *testing.T) {
	w := newWorld(t)
	editor := w.signedIn(t, "areas", account.Grant{Role: account.Reviewer, Division: w.home})
	away := w.signedIn(t, "areas.away", account.Grant{Role: account.Reviewer, Division: w.away})
	body := func(coordinates string) string {
		return `{"county":"330881","name":"示例建成区","basis":"示例图","valid_from":"2024-01-01","area":{"type":"Polygon","coordinates":[` + coordinates + `]},"reason":"测试"}`
	}
	square := `[[118.6,28.7],[118.7,28.7],[118.7,28.8],[118.6,28.8],[118.6,28.7]]`
	wantProblem(t, "another county", w.send(t, "POST", "/v1/built-up-areas", body(square), away...), 403, "not-allowed")
	for what, wrong := range map[string]string{
		"open": `[[118.6,28.7],[118.7,28.7],[118.7,28.8],[118.6,28.8]]`, "crossing": `[[118.6,28.7],[118.7,28.8],[118.7,28.7],[118.6,28.8],[118.6,28.7]]`,
		"in metres": `[[40500000,3180000],[40501000,3180000],[40501000,3181000],[40500000,3180000]]`, "nothing": ``,
	} {
		wantProblem(t, what, w.send(t, "POST", "/v1/built-up-areas", body(wrong), editor...), 422, "unfit-built-up-area")
	}
	made := answerOf[api.BuiltUpBody](t, w, 200, "POST", "/v1/built-up-areas", body(square), editor...)
	end := "/v1/built-up-areas/" + made.ID.String() + "/end"
	wantProblem(t, "the end by another county", w.send(t, "POST", end, `{"on":"2026-01-01","reason":"测试"}`, away...), 403, "not-allowed")
	wantProblem(t, "the end before it began", w.send(t, "POST", end, `{"on":"2024-01-01","reason":"测试"}`, editor...), 404, "no-built-up-area")
	if got := w.send(t, "POST", end, `{"on":"2026-01-01","reason":"测试"}`, editor...); got.Code != 204 {
		t.Errorf("the end = %d %s", got.Code, got.Body)
	}
	all := answerOf[struct{ Items []api.BuiltUpBody }](t, w, 200, "GET", "/v1/built-up-areas?county=330881", "", editor...)
	if len(all.Items) != 1 || all.Items[0].ValidFrom != "2024-01-01" || all.Items[0].ValidTo != "2026-01-01" || all.Items[0].Area == nil {
		t.Errorf("the areas: %+v", all.Items)
	}
}
