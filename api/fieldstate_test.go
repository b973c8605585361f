package api_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/boundaries/fieldsync"
	"diming/boundaries/inspection"
	"diming/internal/account"
	"diming/internal/ledger"
	"diming/internal/pg/pgtest"
)

func TestAPhoneHearsWhatBecameOfItsTask(t *testing.T) {
	w := newFieldWorld(t)
	if fresh := w.stateFor(t, w.a); fresh.Revision < 1 || fresh.PackWithdrawn || fresh.MovedTo != nil || len(fresh.Sheets)+len(fresh.Signatures)+len(fresh.WithdrawnRecords)+len(fresh.WithdrawnObjects) != 0 {
		t.Errorf("before anything came: %+v", fresh)
	}
	seen := w.note(w.a, boundaries.SideA, "所见")
	receipted(t, w.a, w.put(t, w.a, "/v1/field/records/"+seen.ID.String(), seen.Canonical()), http.StatusCreated)
	sheet := inspection.NewSheet(w.task, inspection.SheetRecord{Digest: inspection.Digest(seen.Canonical()), ID: seen.ID})
	receipted(t, w.a, w.put(t, w.a, "/v1/field/sheets/"+sheet.Digest(), sheet.Canonical()), http.StatusCreated)
	sign := func(p fieldPhone, side boundaries.Side) {
		st := inspection.Statement{ID: uuid.Must(uuid.NewV7()), Task: w.task, Sheet: sheet.Digest(), Count: 1, Side: side, Signer: p.person, Device: p.id, SignedAt: time.Date(2026, 11, 26, 4, 0, 0, 0, time.UTC)}
		receipted(t, p, w.put(t, p, "/v1/field/signatures/"+st.ID.String(), st.Sign(p.key).Canonical()), http.StatusCreated)
	}
	sign(w.a, boundaries.SideA)
	words, _ := inspection.FourWords(sheet.Digest())
	one := w.stateFor(t, w.b) // the other side hears the same
	if len(one.Sheets) != 1 || one.Sheets[0].State != string(inspection.OneSided) || one.Sheets[0].Count != 1 || !slices.Equal(one.Sheets[0].Words, words[:]) ||
		len(one.Sheets[0].Reasons) == 0 || one.Sheets[0].Reasons[0].Text == "" || len(one.Signatures) != 1 || !one.Signatures[0].Counts || one.Signatures[0].Name == "" {
		t.Errorf("signed by one side: %+v", one)
	}
	sign(w.b, boundaries.SideB)
	if both := w.stateFor(t, w.a); both.Sheets[0].State != string(inspection.Joint) || len(both.Signatures) != 2 {
		t.Errorf("signed by both: %+v", both)
	}
	gone := w.note(w.a, boundaries.SideA, "看错了")
	gone.Kind, gone.About = inspection.Withdrawal, &seen.ID
	receipted(t, w.a, w.put(t, w.a, "/v1/field/records/"+gone.ID.String(), gone.Canonical()), http.StatusCreated)
	if after := w.stateFor(t, w.b); !slices.Equal(after.WithdrawnRecords, []uuid.UUID{seen.ID}) || after.Sheets[0].State == string(inspection.Joint) {
		t.Errorf("after the record was withdrawn: %+v", after)
	}
	wantSentence(t, "the state of no task", w.asks(t, w.a, http.MethodGet, "/v1/field/tasks/"+uuid.NewString()+"/state", ""), 403, "task-not-yours", "不参加这项任务")
}

// takenPack has a phone take the pack of the task.
func (w *fieldWorld) takenPack(t *testing.T, p fieldPhone) packAnswer {
	t.Helper()
	got := w.asks(t, p, http.MethodGet, "/v1/field/tasks/"+w.task.String()+"/pack", "")
	if got.Code != http.StatusOK {
		t.Fatalf("pack = %d %s", got.Code, got.Body)
	}
	return decode[packAnswer](t, got.Body)
}

func TestAPackThatIsStaleWithdrawnOrOverIsSaidToBeThat(t *testing.T) {
	w := newFieldWorld(t)
	w.withMarkers(t, orb.Point{118.60, 28.70}, orb.Point{118.65, 28.72})
	old := w.takenPack(t, w.a)
	if _, err := w.pool.Exec(t.Context(), `UPDATE boundary_task SET revision = revision + 1 WHERE id = $1`, w.task); err != nil {
		t.Fatal(err)
	}
	if s := w.stateFor(t, w.a); s.Revision <= old.Revision || s.PackWithdrawn {
		t.Errorf("a pack of revision %d is stale when the task changed: %+v", old.Revision, s)
	}
	next := w.takenPack(t, w.a)
	if next.Pack == old.Pack || next.Revision <= old.Revision {
		t.Errorf("the pack taken again is %s of revision %d, the one before %s of %d", next.Pack, next.Revision, old.Pack, old.Revision)
	}
	photo := "/v1/field/packs/" + next.Pack.String() + "/photos/" + strings.Repeat("0", 64)
	wantSentence(t, "what a pack does not hold", w.asks(t, w.a, http.MethodGet, photo, ""), 404, "tile-not-in-pack", "没有这一块")
	if _, err := pgtest.Admin(t, w.pool).Exec(t.Context(), `UPDATE field_pack SET ends_at = made_at + interval '1 millisecond' WHERE id = $1`, old.Pack); err != nil {
		t.Fatal(err)
	}
	wantSentence(t, "a pack that is over", w.asks(t, w.a, http.MethodGet, strings.Replace(photo, next.Pack.String(), old.Pack.String(), 1), ""), 410, "pack-withdrawn", "已到期")
	if n, err := (&fieldsync.Store{DB: w.pool}).EndPacks(t.Context(), w.inspector, w.task, uuid.Nil, "测试"); err != nil || n != 1 {
		t.Fatalf("%d packs withdrawn, %v", n, err)
	}
	wantSentence(t, "a pack that was withdrawn", w.asks(t, w.a, http.MethodGet, photo, ""), 410, "pack-withdrawn", "收回")
	if s := w.stateFor(t, w.a); !s.PackWithdrawn {
		t.Error("the phone does not hear that its pack was withdrawn")
	}
	r := w.note(w.a, boundaries.SideA, "包收回之后仍可发送")
	if got := receipted(t, w.a, w.put(t, w.a, "/v1/field/records/"+r.ID.String(), r.Canonical()), http.StatusCreated); !strings.Contains(got.Receipt, `"standing":"accepted"`) {
		t.Errorf("a record after the pack was withdrawn: %s", got.Receipt)
	}
}

func TestATaskThatWentToAnotherTeamIsSaidToHaveAndLosesNothing(t *testing.T) {
	w := newFieldWorld(t)
	w.takenPack(t, w.a)
	if err := w.Accounts.Revoke(t.Context(), ledger.Console, w.inspector, account.Grant{Role: account.Inspector, Division: w.away}, "调走"); err != nil {
		t.Fatal(err)
	}
	if s := w.stateFor(t, w.a); s.MovedTo == nil || *s.MovedTo != "柯城区" {
		t.Errorf("who leads it now: %+v", s)
	}
	if got := w.asks(t, w.a, http.MethodGet, "/v1/field/tasks", "").Body.String(); strings.Contains(got, w.task.String()) {
		t.Errorf("it is still among the phone's tasks: %s", got)
	}
	wantSentence(t, "its pack", w.asks(t, w.a, http.MethodGet, "/v1/field/tasks/"+w.task.String()+"/pack", ""), 403, "task-not-yours", "已转给别人")
	r := w.note(w.a, boundaries.SideA, "调走之前所见")
	if got := receipted(t, w.a, w.put(t, w.a, "/v1/field/records/"+r.ID.String(), r.Canonical()), http.StatusCreated); !strings.Contains(got.Receipt, `"standing":"proposal"`) {
		t.Errorf("what it recorded before: %s, want a proposal", got.Receipt)
	}
}
