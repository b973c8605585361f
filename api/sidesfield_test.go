package api_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/google/uuid"

	"diming/boundaries/fieldsync"
)

// newInvitation is one that A made for its own side.
func (w *sides) newInvitation(t *testing.T) string {
	t.Helper()
	i, _, err := w.invites.Invite(t.Context(), w.accounts["a"], fieldsync.Invitation{Task: uuid.MustParse(w.made["task"]), Side: "a", Name: "示例来宾", Ends: time.Now().Add(48 * time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	return i.ID.String()
}

// newSheet is one that A's phone brought, of the record that it brought.
func (w *sides) newSheet(t *testing.T) string {
	t.Helper()
	s := w.sheet()
	receipted(t, w.phones["a"], w.put(t, w.phones["a"], "/v1/field/sheets/"+s.Digest(), s.Canonical()), http.StatusCreated)
	return s.Digest()
}

func (w *sides) newScan(t *testing.T) string {
	return w.as(t, "a", "PUT", "/v1/tasks/{task}/sheets/{new_sheet}/scan?filename=a.pdf", tinyPDF, "Content-Type", pdfType)
}

// newPack is one that a new phone of A took of the task that has no guests.
func (w *sides) newPack(t *testing.T) string {
	t.Helper()
	got := w.asks(t, w.newPhone(t, w.accounts["a"]), http.MethodGet, "/v1/field/tasks/"+w.made["other_task"]+"/pack", "")
	if got.Code != http.StatusOK {
		t.Fatalf("pack: %d %s", got.Code, got.Body)
	}
	return decode[packAnswer](t, got.Body).Pack.String()
}

// taskFile is the task's as A's office takes it out.
func (w *sides) taskFile(t *testing.T) string {
	t.Helper()
	got := w.send(t, http.MethodGet, "/v1/tasks/"+w.made["task"]+"/task-file", "", w.session["a"]...)
	if got.Code != http.StatusOK {
		t.Fatalf("task file: %d %s", got.Code, got.Body)
	}
	return got.Body.String()
}
