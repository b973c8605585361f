package api_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"diming/boundaries"
	"diming/boundaries/fieldsync"
)

// invite names a guest of the task for a side and gives the invitation with its secret.
func (w *fieldWorld) invite(t *testing.T, side boundaries.Side) (fieldsync.Invitation, string) {
	t.Helper()
	i, secret, err := (&fieldsync.Store{DB: w.pool}).Invite(t.Context(), w.inspector, fieldsync.Invitation{Task: w.task, Side: string(side), Name: "示例来宾", Ends: time.Now().Add(48 * time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	return i, secret.String()
}

// wantSentence checks that a phone is told a problem with words in its sentence.
func wantSentence(t testing.TB, what string, answer *httptest.ResponseRecorder, status int, kind, words string) {
	t.Helper()
	said := answer.Body.String()
	wantProblem(t, what, answer, status, kind)
	if p := decode[problem](t, strings.NewReader(said)); !strings.Contains(p.Detail, words) {
		t.Errorf("%s is told %q, want %q in it", what, p.Detail, words)
	}
}

func TestAGuestTakesPartOverHTTPInOneTaskAlone(t *testing.T) {
	w := newFieldWorld(t)
	_, elsewhere := w.boundaryTask(t)
	invitation, secret := w.invite(t, boundaries.SideB)
	g := w.enrolled(t, "/v1/field/guests", secret)
	if g.person != invitation.ID {
		t.Errorf("the guest records as %s, want the invitation %s", g.person, invitation.ID)
	}
	tasks := w.asks(t, g, http.MethodGet, "/v1/field/tasks", "").Body.String()
	if !strings.Contains(tasks, w.task.String()) || strings.Contains(tasks, elsewhere.String()) || !strings.Contains(tasks, `"sides":["b"]`) {
		t.Errorf("the guest's tasks: %s, want the one for side b", tasks)
	}
	own := w.note(g, boundaries.SideB, "来宾所见")
	receipted(t, g, w.put(t, g, "/v1/field/records/"+own.ID.String(), own.Canonical()), http.StatusCreated)
	across := w.note(g, boundaries.SideA, "越界")
	wantSentence(t, "for the other side", w.put(t, g, "/v1/field/records/"+across.ID.String(), across.Canonical()), 403, "not-your-task", "手机上")
	for _, part := range []string{"/state", "/pack"} {
		if got := w.asks(t, g, http.MethodGet, "/v1/field/tasks/"+w.task.String()+part, ""); got.Code != 200 {
			t.Errorf("%s of the guest's task = %d %s", part, got.Code, got.Body)
		}
		wantSentence(t, part+" of another task", w.asks(t, g, http.MethodGet, "/v1/field/tasks/"+elsewhere.String()+part, ""), 403, "task-not-yours", "不参加这项任务")
	}
	if got := w.asks(t, g, http.MethodGet, "/v1/tasks/"+w.task.String(), ""); got.Code != 401 {
		t.Errorf("the office's view of the task by a guest's phone = %d", got.Code)
	}
}

func TestAnInvitationIsForOnePhoneAndEndsWhenItIsTakenBack(t *testing.T) {
	w := newFieldWorld(t)
	invitation, secret := w.invite(t, boundaries.SideB)
	g := w.enrolled(t, "/v1/field/guests", secret)
	post := func(body string) *httptest.ResponseRecorder {
		return w.send(t, http.MethodPost, "/v1/field/guests", body)
	}
	wantSentence(t, "a second phone", post(newDevice(secret)), 409, "device-taken", "另一份邀请")
	wantSentence(t, "an invitation that nobody gave", post(newDevice("dmi_none")), 410, "invitation-over", "新的邀请")
	wantSentence(t, "a registration that is none", post(`{"invitation":"`+secret+`"}`), 422, "bad-device", "公钥")
	wantSentence(t, "no registration at all", post(`nonsense`), 422, "bad-device", "公钥")
	if err := (&fieldsync.Store{DB: w.pool}).Uninvite(t.Context(), w.inspector, w.task, invitation.ID); err != nil {
		t.Fatal(err)
	}
	wantSentence(t, "the guest's phone after that", w.asks(t, g, http.MethodGet, "/v1/field/tasks", ""), 401, "device-needed", "数据仍在手机上")
	wantSentence(t, "another phone after that", post(newDevice(secret)), 410, "invitation-over", "已收回")
	if n := query[int](t, w.system, `SELECT count(*)::int FROM field_device WHERE invitation = $1`, invitation.ID)[0]; n != 1 {
		t.Errorf("%d phones of one invitation", n)
	}
}

// stateAnswer is what became of a task, as the phone reads it.
type stateAnswer struct {
	Revision         int64
	WithdrawnRecords []uuid.UUID `json:"withdrawn_records"`
	WithdrawnObjects []uuid.UUID `json:"withdrawn_objects"`
	PackWithdrawn    bool        `json:"pack_withdrawn"`
	MovedTo          *string     `json:"moved_to"`
	Sheets           []struct {
		Digest, State string
		Words         []string
		Count         int
		Reasons       []struct{ Code, Text string }
	}
	Signatures []struct {
		ID     uuid.UUID
		Counts bool
		Name   string
	}
}

func (w *fieldWorld) stateFor(t *testing.T, p fieldPhone) stateAnswer {
	t.Helper()
	got := w.asks(t, p, http.MethodGet, "/v1/field/tasks/"+w.task.String()+"/state", "")
	if got.Code != http.StatusOK {
		t.Fatalf("state = %d %s", got.Code, got.Body)
	}
	return decode[stateAnswer](t, got.Body)
}
