package api_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"diming/internal/account"
)

// calendarOf has an account make a calendar link and gives its path.
func (w *world) calendarOf(t *testing.T, who []string) string {
	t.Helper()
	answer := w.send(t, http.MethodPost, "/v1/calendar-link", "", who...)
	var body struct{ URL string }
	if err := json.Unmarshal(answer.Body.Bytes(), &body); err != nil || answer.Code != http.StatusCreated {
		t.Fatalf("make a calendar link = %d %s", answer.Code, answer.Body)
	}
	u, err := url.Parse(body.URL)
	if err != nil {
		t.Fatal(err)
	}
	return u.Path
}

func TestACalendarLinkShowsTheDeadlinesOfItsOwnerAlone(t *testing.T) {
	w := newWorld(t)
	// Two clocks of one case, as filing and announcement run side by side.
	for _, key := range []string{"filing", "announcement"} {
		if _, err := w.pool.Exec(t.Context(), `INSERT INTO case_clock (name_case, key, starts_on, due_on, safe_on, warn_on, basis)
			VALUES ($1, $2, '2026-03-20', '2026-04-04', '2026-04-03', '2026-03-29', '地名管理条例')`, w.named["case"], key); err != nil {
			t.Fatal(err)
		}
	}
	clerk := w.signedIn(t, "clerk.here", account.Grant{Role: account.Clerk, Division: w.home})
	mine := w.calendarOf(t, clerk)
	feed := w.send(t, http.MethodGet, mine, "").Body.String()
	for _, want := range []string{"SUMMARY:备案：", "SUMMARY:公告：", "DTSTART;VALUE=DATE:20260403\r\n", "TRIGGER:-P5D\r\n", "法定截止 2026-04-04"} {
		if !strings.Contains(feed, want) {
			t.Errorf("the calendar of a clerk lacks %q:\n%s", want, feed)
		}
	}
	for what, who := range map[string][]account.Grant{
		"another county": {{Role: account.Clerk, Division: w.away}},
		"no role":        nil,
		"administrator":  {{Role: account.Admin}},
	} {
		other := w.calendarOf(t, w.signedIn(t, "other."+strings.ReplaceAll(what, " ", "."), who...))
		if got := w.send(t, http.MethodGet, other, ""); got.Code != http.StatusOK || strings.Contains(got.Body.String(), "BEGIN:VEVENT") {
			t.Errorf("the calendar of one with %s = %d %s, want no deadlines", what, got.Code, got.Body)
		}
	}
	secret := strings.TrimSuffix(strings.TrimPrefix(mine, "/calendar/"), ".ics")
	if got := w.send(t, http.MethodGet, "/v1/cases", "", "Authorization", "Bearer "+secret); got.Code != http.StatusUnauthorized {
		t.Errorf("a calendar link as a bearer's token = %d, want 401", got.Code)
	}
	if got := w.send(t, http.MethodDelete, "/v1/calendar-link", "", clerk...); got.Code != http.StatusNoContent {
		t.Fatalf("take it back = %d %s", got.Code, got.Body)
	}
	if got := w.send(t, http.MethodGet, mine, ""); got.Code != http.StatusNotFound {
		t.Errorf("taken back = %d, want 404", got.Code)
	}
}
