package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/boundaries/line"
	"diming/internal/account"
	"diming/internal/ledger"
)

// aTask is what these tests read of a task.
type aTask struct {
	ID       string
	State    string
	Revision int64
	Sides    []string
	Work     []string
	Next     []struct {
		To    string
		Lacks []string
	}
	Notes   []struct{ Text string }
	Papers  []struct{ Kind, ID string }
	Minutes []struct{ Who string }
}

// sharedLine enters a line between the two counties, of which home's code is
// the larger: home is side b.
func (w *world) sharedLine(t *testing.T) string {
	t.Helper()
	id, _, err := (&line.Store{DB: w.pool}).Add(t.Context(), ledger.Console, line.Line{Name: "柯江线", Level: boundaries.County, A: line.DivisionOwner(w.away),
		B: line.DivisionOwner(w.home), Source: "测试", Visibility: "internal", Geometry: orb.MultiLineString{{{118.5, 28.6}, {118.7, 28.6}}}}, "测试")
	if err != nil {
		t.Fatal(err)
	}
	return id.String()
}

// write sends a change that must be answered with a status, and reads the task.
func (w *world) write(t *testing.T, who []string, method, path, body string, want int, headers ...string) aTask {
	t.Helper()
	answer := w.send(t, method, path, body, append(append([]string{}, who...), headers...)...)
	if answer.Code != want {
		t.Fatalf("%s %s = %d %s, want %d", method, path, answer.Code, answer.Body, want)
	}
	var task aTask
	_ = json.Unmarshal(answer.Body.Bytes(), &task)
	return task
}

func TestEachSideSeesItsOwnPartOfATaskAndWhatBothShare(t *testing.T) {
	w := newWorld(t)
	shared := w.sharedLine(t)
	ours := w.signedIn(t, "inspector.here", account.Grant{Role: account.Inspector, Division: w.home})
	theirs := w.signedIn(t, "inspector.there", account.Grant{Role: account.Inspector, Division: w.away})
	looks := w.signedIn(t, "reviewer.here", account.Grant{Role: account.Reviewer, Division: w.home})
	both := w.signedIn(t, "inspector.all", account.Grant{Role: account.Inspector})
	made := w.write(t, ours, http.MethodPost, "/v1/tasks", `{"line":"`+shared+`","lead":"b","due":"2099-12-31","reason":"山洪","stretch_from":"1号界桩","stretch_to":"2号界桩"}`, http.StatusCreated)
	at := "/v1/tasks/" + made.ID

	noted := w.write(t, ours, http.MethodPost, at+"/notes", `{"text":"底图有疑问"}`, http.StatusOK)
	if len(noted.Notes) != 1 || len(noted.Sides) != 1 || noted.Sides[0] != "b" {
		t.Errorf("our own note: %+v", noted)
	}
	w.write(t, ours, http.MethodPost, at+"/minutes", `{"on":"2026-01-05","place":"江山","text":"商定方案","who":"王小明"}`, http.StatusOK)
	if across := w.write(t, theirs, http.MethodGet, at, "", http.StatusOK); len(across.Notes) != 0 || len(across.Minutes) != 1 || across.Minutes[0].Who != "王小明" {
		t.Errorf("the other side sees %+v", across)
	}
	if seen := w.write(t, looks, http.MethodGet, at, "", http.StatusOK); len(seen.Work) != 0 || len(seen.Notes) != 1 {
		t.Errorf("a reviewer sees %+v", seen)
	}
	w.write(t, looks, http.MethodPost, at+"/notes", `{"text":"测试"}`, http.StatusForbidden)
	w.write(t, both, http.MethodPost, at+"/notes", `{"text":"测试"}`, http.StatusUnprocessableEntity) // for which side?
	w.write(t, both, http.MethodPost, at+"/notes", `{"text":"测试","side":"a"}`, http.StatusOK)
	w.write(t, theirs, http.MethodPost, at+"/notes", `{"text":"测试","side":"b"}`, http.StatusForbidden)
	own := w.write(t, ours, http.MethodPost, at+"/papers?paper=indoor&own=1&filename=a.pdf", tinyPDF, http.StatusCreated, "Content-Type", "application/pdf")
	if len(own.Papers) != 1 {
		t.Fatalf("our own paper: %+v", own)
	}
	w.write(t, ours, http.MethodGet, at+"/papers/"+own.Papers[0].ID, "", http.StatusOK)
	w.write(t, theirs, http.MethodGet, at+"/papers/"+own.Papers[0].ID, "", http.StatusNotFound)
}

func TestAStepIsTakenOnceOfTheRevisionThatWasSeen(t *testing.T) {
	w := newWorld(t)
	ours := w.signedIn(t, "inspector.here", account.Grant{Role: account.Inspector, Division: w.home})
	at := "/v1/tasks/" + w.named["task"]
	task := w.write(t, ours, http.MethodGet, at, "", http.StatusOK)
	if len(task.Next) == 0 || task.Next[0].To != "plan_signed" || len(task.Next[0].Lacks) != 1 {
		t.Fatalf("the next step is %+v", task.Next)
	}
	tag := func(revision int64) []string { return []string{"If-Match", fmt.Sprintf(`"%d"`, revision)} }
	step := `{"to":"plan_signed"}`
	w.write(t, ours, http.MethodPost, at+"/steps", step, http.StatusPreconditionRequired)
	refused := w.send(t, http.MethodPost, at+"/steps", step, append(ours, tag(task.Revision)...)...)
	if refused.Code != http.StatusUnprocessableEntity || !strings.Contains(refused.Body.String(), "联席会议纪要") {
		t.Errorf("without plan or minutes = %d %s", refused.Code, refused.Body)
	}
	now := w.write(t, ours, http.MethodPost, at+"/minutes", `{"on":"2026-01-05","place":"江山","text":"商定方案"}`, http.StatusOK)
	w.write(t, ours, http.MethodPost, at+"/steps", step, http.StatusPreconditionFailed, tag(task.Revision)...)
	key := append(tag(now.Revision), "Idempotency-Key", "one-intent")
	first := w.write(t, ours, http.MethodPost, at+"/steps", step, http.StatusOK, key...)
	again := w.write(t, ours, http.MethodPost, at+"/steps", step, http.StatusOK, key...)
	if first.State != "plan_signed" || again.Revision != first.Revision {
		t.Errorf("sent twice: %+v, then %+v", first, again)
	}
}

func TestARoundIsProposedPlannedAndInTheCalendar(t *testing.T) {
	w := newWorld(t)
	shared := w.sharedLine(t)
	ours := w.signedIn(t, "inspector.here", account.Grant{Role: account.Inspector, Division: w.home})
	var plan struct {
		Items []struct {
			Line struct{ ID string }
			Year int
			Lead string
		}
	}
	answer := w.send(t, http.MethodPost, "/v1/rounds/proposal", `{"division":"330881","ordinal":5,"from":2023,"to":2027}`, ours...)
	if err := json.Unmarshal(answer.Body.Bytes(), &plan); err != nil || len(plan.Items) != 2 {
		t.Fatalf("proposal = %d %s", answer.Code, answer.Body)
	}
	body := `{"division":"330881","ordinal":5,"from":2023,"to":2027,"basis":"测试〔2023〕1号","lines":[{"line":"` + shared + `","year":2027,"lead":"b"}]}`
	w.write(t, ours, http.MethodPost, "/v1/rounds", body, http.StatusCreated)
	w.write(t, ours, http.MethodPost, "/v1/rounds", body, http.StatusConflict)
	feed := w.send(t, http.MethodGet, w.calendarOf(t, ours), "").Body.String()
	for _, want := range []string{"SUMMARY:联检：柯江线", "DTSTART;VALUE=DATE:20271231", "SUMMARY:专项检查：示例线"} {
		if !strings.Contains(feed, want) {
			t.Errorf("the calendar lacks %q:\n%s", want, feed)
		}
	}
	elsewhere := w.signedIn(t, "inspector.town", account.Grant{Role: account.Inspector, Division: w.idOf(t, "330881003")})
	if feed := w.send(t, http.MethodGet, w.calendarOf(t, elsewhere), "").Body.String(); strings.Contains(feed, "柯江线") {
		t.Error("the calendar of an inspector of a town holds the county's line")
	}
}
