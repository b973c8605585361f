package api_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	"diming/boundaries"
	"diming/boundaries/inspection"
)

func TestTheDossierSaysWhyAPatrolOfAPhoneDoesNotCount(t *testing.T) {
	w := newKeeperWorld(t)
	counted := w.seen(w.markers[0], "normal", nil)
	counts := w.last("计入", counted)
	early := w.seen(w.markers[0], "normal", nil)
	outside := w.last("合同之前", early)
	early.PhoneTime, outside.PhoneTime = early.PhoneTime.AddDate(-5, 0, 0), outside.PhoneTime.AddDate(-5, 0, 0)
	missing := w.seen(w.markers[1], "normal", nil) // never comes
	waiting := w.last("未送齐", missing)
	alone := w.seen(w.markers[1], "normal", nil)
	again := w.seen(w.markers[1], "normal", nil)
	undone := w.last("点错", again)
	undo := w.note(w.keeper, boundaries.SideA, "点错了")
	undo.Kind, undo.Task, undo.About = inspection.Withdrawal, w.contract, &undone.ID
	for _, r := range []inspection.Record{counted, counts, early, outside, waiting, alone, again, undone, undo} {
		w.bring(t, r)
	}
	code, said := w.office(t, http.MethodGet, "/v1/upkeep/lines/"+w.line.String()+"/dossier", "")
	if code != http.StatusOK {
		t.Fatalf("dossier = %d %s", code, said)
	}
	got := map[uuid.UUID][2]string{}
	for _, p := range decode[struct {
		Field []struct {
			ID        uuid.UUID
			Uncounted string
			Why       string `json:"uncounted_why"`
		} `json:"field_patrols"`
	}](t, strings.NewReader(said)).Field {
		got[p.ID] = [2]string{p.Uncounted, p.Why}
	}
	for id, want := range map[uuid.UUID]string{counted.ID: "", counts.ID: "", early.ID: "outside", outside.ID: "outside", waiting.ID: "waiting", alone.ID: "waiting", again.ID: "taken_back", undone.ID: "taken_back"} {
		if one, there := got[id]; !there || one[0] != want || (one[1] == "") != (want == "") {
			t.Errorf("a patrol is uncounted %q (%s), there %v, want %q", one[0], one[1], there, want)
		}
	}
	if why := got[outside.ID][1]; !strings.Contains(why, "不在合同期") || !strings.Contains(why, " 至 ") {
		t.Errorf("outside: %s", why)
	}
}
