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
	"diming/boundaries/inspection"
	"diming/boundaries/marker"
	"diming/boundaries/upkeep"
	"diming/internal/account"
	"diming/internal/version"
)

// A keeperWorld is a field world with a contract over two of three markers, and
// the phone of who keeps under it.
type keeperWorld struct {
	*fieldWorld
	books    *upkeep.Store
	contract uuid.UUID
	markers  []uuid.UUID
	keeper   fieldPhone
	account  uuid.UUID
}

func newKeeperWorld(t *testing.T) *keeperWorld {
	t.Helper()
	w := &keeperWorld{fieldWorld: newFieldWorld(t)}
	w.books = &upkeep.Store{DB: w.pool}
	w.markers = w.withMarkers(t, orb.Point{118.60, 28.70}, orb.Point{118.65, 28.72}, orb.Point{118.70, 28.71})
	seat := upkeep.Seat{Line: w.line, Side: boundaries.SideA, Division: w.away}
	year := version.Today().Time().Year()
	var err error
	w.contract, _, err = w.books.Conclude(t.Context(), w.inspector, seat, upkeep.Contract{Number: "1", Keeper: upkeep.Person{Name: "示例"}, Officer: w.inspector, Markers: w.markers[:2],
		Term: upkeep.Term{From: version.Day(year-1, time.January, 1), To: version.Day(year+1, time.December, 31), EveryMonths: 1}, Basis: "合同"})
	if err != nil {
		t.Fatal(err)
	}
	w.account = w.newAccount(t, "keeper", account.Grant{Role: account.Patroller, Division: w.away}).ID
	if _, err := w.books.AddKeeper(t.Context(), w.inspector, w.contract, w.account); err != nil {
		t.Fatal(err)
	}
	w.keeper = w.newPhone(t, w.account)
	return w
}

// seen is a keeper's record about a marker.
func (w *keeperWorld) seen(marker uuid.UUID, condition string, answers map[string]string) inspection.Record {
	r := w.note(w.keeper, boundaries.SideA, "")
	r.Kind, r.Task, r.Object, r.Condition, r.Answers = inspection.Patrol, w.contract, inspection.Object{Kind: "marker", ID: marker}, condition, answers
	r.PhoneTime = time.Now().UTC().Add(-time.Hour).Truncate(time.Millisecond)
	return r
}

// last is the record that ends a patrol.
func (w *keeperWorld) last(text string, checks ...inspection.Record) inspection.Record {
	var ids []string
	for _, c := range checks {
		ids = append(ids, c.ID.String())
	}
	r := w.note(w.keeper, boundaries.SideA, text)
	r.Kind, r.Task, r.Answers = inspection.Patrol, w.contract, map[string]string{"checks": strings.Join(ids, ",")}
	r.PhoneTime = time.Now().UTC().Add(-time.Minute).Truncate(time.Millisecond)
	return r
}

func (w *keeperWorld) bring(t *testing.T, r inspection.Record) {
	t.Helper()
	receipted(t, w.keeper, w.put(t, w.keeper, "/v1/field/records/"+r.ID.String(), r.Canonical()), http.StatusCreated)
}

func (w *keeperWorld) patrols(t *testing.T) []upkeep.Patrol {
	t.Helper()
	all, err := w.books.Patrols(t.Context(), upkeep.Filter{Scope: upkeep.Scope{Whole: true}})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestAKeepersPhoneHasTheContractAndNothingElse(t *testing.T) {
	w := newKeeperWorld(t)
	tasks := w.asks(t, w.keeper, http.MethodGet, "/v1/field/tasks", "").Body.String()
	if !strings.Contains(tasks, `"task":"`+w.contract.String()+`"`) || !strings.Contains(tasks, `"kind":"patrol"`) || !strings.Contains(tasks, `"markers":2`) || strings.Contains(tasks, w.task.String()) {
		t.Errorf("tasks of a keeper: %s", tasks)
	}
	if got := w.asks(t, w.a, http.MethodGet, "/v1/field/tasks", "").Body.String(); strings.Contains(got, w.contract.String()) {
		t.Errorf("an inspector who does not keep has the patrols: %s", got)
	}
	answer := w.asks(t, w.keeper, http.MethodGet, "/v1/field/tasks/"+w.contract.String()+"/pack", "")
	p := decode[packAnswer](t, answer.Body)
	if answer.Code != http.StatusOK || len(p.Markers) != 2 || len(p.Segments) != 0 || len(p.Form.Marker) != 0 || !slices.Equal(p.Sides, []string{"a"}) {
		t.Errorf("pack of a keeper: %d %+v", answer.Code, p)
	}
	if got := w.asks(t, w.keeper, http.MethodGet, "/v1/field/tasks/"+w.task.String()+"/pack", ""); got.Code != http.StatusForbidden {
		t.Errorf("a keeper takes the pack of an inspection: %d %s", got.Code, got.Body)
	}
	r := w.note(w.keeper, boundaries.SideA, "冒充联检")
	if got := w.put(t, w.keeper, "/v1/field/records/"+r.ID.String(), r.Canonical()); got.Code != http.StatusForbidden {
		t.Errorf("a keeper records in an inspection: %d %s", got.Code, got.Body)
	}
	if _, err := w.books.RemoveKeeper(t.Context(), w.inspector, w.contract, w.account, "不再管护"); err != nil {
		t.Fatal(err)
	}
	if got := w.asks(t, w.keeper, http.MethodGet, "/v1/field/tasks/"+w.contract.String()+"/state", "").Body.String(); !strings.Contains(got, `"moved_to":"柯城区"`) {
		t.Errorf("state for who keeps no more: %s", got)
	}
}

func TestAPatrolOfThePhoneIsEnteredWhenItIsWhole(t *testing.T) {
	w := newKeeperWorld(t)
	damaged := w.seen(w.markers[0], "damaged", map[string]string{"cleared": "yes", "event": "yes", "event_what": "有人挖土"})
	end := w.last("2号界桩路断，未到", damaged)
	w.bring(t, end) // comes before what it names
	if got := w.patrols(t); len(got) != 0 {
		t.Fatalf("a patrol was entered before its records came: %+v", got)
	}
	w.bring(t, damaged)
	got := w.patrols(t)
	if len(got) != 1 || got[0].Occasion != upkeep.Regular || *got[0].Record != end.ID || got[0].By != w.account || got[0].Period.IsZero() {
		t.Fatalf("patrols %+v, want one for its period", got)
	}
	for _, c := range got[0].Checks {
		want := upkeep.Check{Marker: w.markers[0], Reached: true, Condition: upkeep.Damaged, Cleared: upkeep.Cleared, Note: "有人挖土"}
		if c.Marker == w.markers[1] {
			want = upkeep.Check{Marker: w.markers[1], Note: "2号界桩路断，未到"}
		}
		if c != want {
			t.Errorf("check %+v, want %+v", c, want)
		}
	}
	reports, err := w.books.Reports(t.Context(), upkeep.Filter{Scope: upkeep.Scope{Whole: true}})
	if err != nil || len(reports) != 2 {
		t.Errorf("reports %+v, %v; want the damage and the digging", reports, err)
	}
	if seen, err := (&marker.Store{DB: w.pool}).Sightings(t.Context(), w.markers[0]); err != nil || len(seen) != 1 || seen[0].Condition != "damaged" {
		t.Errorf("sightings %+v, %v", seen, err)
	}
	receipted(t, w.keeper, w.put(t, w.keeper, "/v1/field/records/"+end.ID.String(), end.Canonical()), http.StatusOK)
	second := w.seen(w.markers[1], "normal", nil)
	w.bring(t, second)
	w.bring(t, w.last("台风后", second))
	got = w.patrols(t)
	if len(got) != 2 || got[0].Occasion == got[1].Occasion {
		t.Errorf("patrols %+v, want the second of a period as one after an event", got)
	}
	undo := w.note(w.keeper, boundaries.SideA, "点错了")
	undo.Kind, undo.Task, undo.About = inspection.Withdrawal, w.contract, &end.ID
	w.bring(t, undo)
	for _, p := range w.patrols(t) {
		if p.Voided != (*p.Record == end.ID) {
			t.Errorf("after the withdrawal: %+v", p)
		}
	}
}
