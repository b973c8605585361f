package api_test

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"diming/boundaries"
	"diming/boundaries/inspection"
)

// office sends a request of an inspector's session.
func (w *fieldWorld) office(t *testing.T, method, target, body string, headers ...string) (int, string) {
	t.Helper()
	got := w.send(t, method, target, body, append(w.credentials(t, asker{account: w.inspector}), headers...)...)
	return got.Code, got.Body.String()
}

func TestAnInvitationsLinkIsShownOnceAndStandsNowhereElse(t *testing.T) {
	w := newFieldWorld(t)
	at := "/v1/tasks/" + w.task.String() + "/invitations"
	body := `{"name":"示例来宾","side":"a","until":"` + time.Now().AddDate(0, 0, 3).Format(time.DateOnly) + `"}`
	code, said := w.office(t, http.MethodPost, at, body, "Idempotency-Key", "invite-1")
	var made struct{ ID, Link string }
	if err := json.Unmarshal([]byte(said), &made); err != nil || code != http.StatusCreated || !strings.Contains(made.Link, "/field#invitation=dmi_") {
		t.Fatalf("invite = %d %s", code, said)
	}
	_, secret, _ := strings.Cut(made.Link, "#invitation=")
	if code, said = w.office(t, http.MethodPost, at, body, "Idempotency-Key", "invite-1"); code != http.StatusConflict || !strings.Contains(said, "invitation-shown") || strings.Contains(said, secret) {
		t.Errorf("sent again = %d %s, want to be told that the link was shown", code, said)
	}
	kept := query[string](t, w.system, `SELECT e::text FROM ledger_entry e UNION ALL SELECT i::text FROM field_invitation i UNION ALL SELECT d::text FROM answered_write d`)
	for _, text := range append(kept, w.log.text.String()) {
		if strings.Contains(text, secret) {
			t.Errorf("the secret is kept in %s", text)
		}
	}
	g := w.enrolled(t, "/v1/field/guests", secret)
	if code, said = w.office(t, http.MethodGet, at, ""); code != 200 || !strings.Contains(said, `"phone":"示例手机"`) || strings.Contains(said, secret) {
		t.Errorf("list = %d %s, want who used it, and no secret", code, said)
	}
	if code, said = w.office(t, http.MethodPost, at+"/"+made.ID+"/withdraw", ""); code >= 300 {
		t.Fatalf("withdraw = %d %s", code, said)
	}
	if got := w.asks(t, g, http.MethodGet, "/v1/field/tasks", ""); got.Code != http.StatusUnauthorized {
		t.Errorf("the guest's phone is answered %d after the invitation was taken back", got.Code)
	}
}

// signs has a phone sign a sheet.
func (w *fieldWorld) signs(t *testing.T, p fieldPhone, side boundaries.Side, sheet inspection.Sheet) {
	t.Helper()
	st := inspection.Statement{ID: uuid.Must(uuid.NewV7()), Task: w.task, Sheet: sheet.Digest(), Count: int64(len(sheet.Records)), Side: side, Signer: p.person, Device: p.id, SignedAt: time.Date(2026, 11, 26, 1, 5, 0, 0, time.UTC)}
	text := st.Sign(p.key).Canonical()
	receipted(t, p, w.put(t, p, "/v1/field/signatures/"+st.ID.String(), text), http.StatusCreated)
}

func TestTheOfficeSeesWhatAThirdPartyFindsInTheTaskFile(t *testing.T) {
	w := newFieldWorld(t)
	r := w.note(w.a, boundaries.SideA, "共同查看")
	receipted(t, w.a, w.put(t, w.a, "/v1/field/records/"+r.ID.String(), r.Canonical()), http.StatusCreated)
	sheet := inspection.NewSheet(w.task, inspection.SheetRecord{Digest: inspection.Digest(r.Canonical()), ID: r.ID})
	receipted(t, w.a, w.put(t, w.a, "/v1/field/sheets/"+sheet.Digest(), sheet.Canonical()), http.StatusCreated)
	for _, step := range []struct {
		want inspection.State
		do   func()
	}{
		{inspection.Incomplete, func() {}},
		{inspection.OneSided, func() { w.signs(t, w.a, boundaries.SideA, sheet) }},
		{inspection.Joint, func() {
			code, said := w.office(t, http.MethodPut, "/v1/tasks/"+w.task.String()+"/sheets/"+sheet.Digest()+"/scan?filename=a.pdf", tinyPDF, "Content-Type", "application/pdf")
			if code != 200 {
				t.Fatalf("scan = %d %s", code, said)
			}
		}},
		{inspection.Joint, func() { w.signs(t, w.b, boundaries.SideB, sheet) }},
	} {
		step.do()
		code, said := w.office(t, http.MethodGet, "/v1/tasks/"+w.task.String()+"/signatures", "")
		var page struct {
			State  inspection.State
			Sheets []struct {
				Digest string
				State  inspection.State
				Words  []string
				Count  int
			}
			ServerKey string `json:"server_key"`
		}
		if err := json.Unmarshal([]byte(said), &page); err != nil || code != 200 || page.State != step.want || len(page.Sheets) != 1 || len(page.Sheets[0].Words) != 4 {
			t.Fatalf("the page says %d %s, want %s", code, said, step.want)
		}
		code, file := w.office(t, http.MethodGet, "/v1/tasks/"+w.task.String()+"/task-file", "")
		if code != 200 {
			t.Fatalf("task file = %d %s", code, file)
		}
		third := verified(t, file, page.ServerKey)
		if len(third.Broken) > 0 || third.Standing.State != page.State || third.Standing.Sheets[0].State != page.Sheets[0].State || third.Standing.Sheets[0].Count != page.Sheets[0].Count {
			t.Errorf("a third party finds %+v in the file, the page says %s", third, said)
		}
		if of, why := third.HoldScan(inspection.Digest([]byte(tinyPDF))); (why == nil) != (step.want == inspection.Joint) || why == nil && of != sheet.Digest() {
			t.Errorf("%s: the file holds the scan for %q, %+v", step.want, of, why)
		}
	}
	code, said := w.office(t, http.MethodPut, "/v1/tasks/"+w.task.String()+"/sheets/"+strings.Repeat("0", 64)+"/scan?filename=a.pdf", tinyPDF, "Content-Type", "application/pdf")
	if code != http.StatusNotFound || !strings.Contains(said, "no-sheet") {
		t.Errorf("scan of a sheet that is not here = %d %s", code, said)
	}
}

// verified verifies a task file as diming verify inspection does.
func verified(t *testing.T, file, key string) inspection.Report {
	t.Helper()
	at := filepath.Join(t.TempDir(), "task.zip")
	if err := os.WriteFile(at, []byte(file), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(at)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	report, err := inspection.VerifyFile(t.Context(), f, int64(len(file)), key)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func TestATaskFileIsLookedAtBeforeItIsTakenIn(t *testing.T) {
	w := newFieldWorld(t)
	r := w.note(w.b, boundaries.SideB, "对方所见")
	receipted(t, w.b, w.put(t, w.b, "/v1/field/records/"+r.ID.String(), r.Canonical()), http.StatusCreated)
	_, file := w.office(t, http.MethodGet, "/v1/tasks/"+w.task.String()+"/task-file", "")
	type taken struct {
		Key    string
		Broken []struct{ Code string }
		Taken  *struct{ Records, Known int }
	}
	post := func(key, content string) taken {
		code, said := w.office(t, http.MethodPost, "/v1/task-files?key="+key, content, "Content-Type", "application/zip")
		if code != 200 {
			t.Fatalf("task file = %d %s", code, said)
		}
		return decode[taken](t, strings.NewReader(said))
	}
	looked := post("", file)
	if looked.Taken != nil || looked.Key == "" || len(looked.Broken) > 0 {
		t.Fatalf("looked at: %+v", looked)
	}
	if got := post(looked.Key, file); got.Taken == nil || got.Taken.Records != 0 || got.Taken.Known != 1 {
		t.Errorf("taken in where all is known: %+v", got)
	}
	other := strings.Repeat("A", 43)
	if got := post(other, file); got.Taken != nil || len(got.Broken) != 1 || got.Broken[0].Code != "key-other" {
		t.Errorf("under another key: %+v", got)
	}
	if got := post(looked.Key, strings.Replace(file, "对方所见", "改了一下", 1)); got.Taken != nil || len(got.Broken) == 0 {
		t.Errorf("a changed file: %+v", got)
	}
	if got := post("", "不是任务文件"); got.Taken != nil || len(got.Broken) != 1 {
		t.Errorf("no task file: %+v", got)
	}
}
