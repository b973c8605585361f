package api_test

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"diming/api"
	"diming/boundaries"
	"diming/internal/account"
	"diming/internal/ledger"
	"diming/internal/pg/pgtest"
	"diming/shelters"
	"diming/shelters/card"
	"diming/shelters/poster"
)

// TestCoverageNamesWhatIsTakenAway holds that every village of the demo's county
// lacks nothing, and that once one has lost its officer, one its shelter and one
// its paper, these three are named, each with what to do first, and no other.
func TestCoverageNamesWhatIsTakenAway(t *testing.T) {
	s := newSystem(demoPool(t))
	w := &world{system: s, home: s.idOf(t, "330881")}
	keeper := w.signedIn(t, "emergency", account.Grant{Role: account.ShelterKeeper, Division: w.home})
	lacking := func() map[string][]string {
		all := answerOf[struct{ Items []api.VillageCardRow }](t, w, http.StatusOK, http.MethodGet, "/v1/village-cards", "", keeper...).Items
		if len(all) < 300 {
			t.Fatalf("%d villages, want the whole county", len(all))
		}
		lack := map[string][]string{}
		for _, row := range all {
			if len(row.Gaps) > 0 {
				lack[row.Village.Code] = row.Gaps
			}
		}
		return lack
	}
	if got := lacking(); len(got) > 0 {
		t.Fatalf("at first the villages %v lack something, want none", got)
	}

	days := boundaries.SettingChange{Division: w.home, Key: boundaries.SettingShelterTrial, Value: "1", Basis: "测试", Reason: "测试"}
	if _, err := w.Boundaries.ChangeSetting(t.Context(), ledger.Console, days); err != nil {
		t.Fatal(err)
	}
	if got := lacking(); len(got) == 0 || slices.ContainsFunc(slices.Collect(maps.Values(got)), func(gaps []string) bool { return !slices.Equal(gaps, []string{"untried"}) }) {
		t.Errorf("where numbers are tried every day, %d villages lack something: want a trial, and nothing else", len(got))
	}
	days.Value = "92"
	if _, err := w.Boundaries.ChangeSetting(t.Context(), ledger.Console, days); err != nil {
		t.Fatal(err)
	}

	ofShelter, shelter := w.namedOnce(t)
	var others []card.Division
	for _, v := range w.villages(t) {
		if v.ID != ofShelter.ID && len(others) < 2 {
			others = append(others, v)
		}
	}
	ofOfficer, ofPaper := others[0], others[1]
	w.endOfficer(t, ofOfficer.ID, keeper)
	w.withdrawShelter(t, shelter, keeper)
	w.tearPaper(t, ofPaper.ID)

	got := lacking()
	if len(got) != 3 || !slices.Equal(got[ofOfficer.Code], []string{"officer", "paper"}) || !slices.Equal(got[ofPaper.Code], []string{"paper"}) {
		t.Errorf("without the officer of %s, the shelter of %s and the paper of %s the villages %v lack something", ofOfficer.Code, ofShelter.Code, ofPaper.Code, got)
	}
	if gaps := got[ofShelter.Code]; len(gaps) == 0 || !slices.Contains([]string{"shelter", "assignment", "hint"}, gaps[0]) || gaps[len(gaps)-1] != "paper" {
		t.Errorf("%s, whose shelter is no more, lacks %v: want where to go first, and the paper last", ofShelter.Code, gaps)
	}
}

func (w *world) facts(t *testing.T) card.Facts {
	t.Helper()
	f, err := card.Load(t.Context(), w.pool)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func (w *world) villages(t *testing.T) []card.Division {
	return slices.DeleteFunc(w.facts(t).Divisions, func(d card.Division) bool { return d.Level != 5 || !strings.HasPrefix(d.Code, "330881") })
}

// namedOnce finds a shelter to which one village's card alone leads and no other
// village is sent: what is taken away with it is taken from that village alone.
func (w *world) namedOnce(t *testing.T) (card.Division, uuid.UUID) {
	t.Helper()
	f := w.facts(t)
	calm := poster.Calm(f)
	named, first := map[uuid.UUID]int{}, map[uuid.UUID]card.Division{}
	for _, v := range w.villages(t) {
		c, _ := card.Compose(calm, v.Code, nil, f.At)
		for i, g := range c.Goals {
			if named[g.ID]++; i == 0 {
				first[g.ID] = v
			}
		}
	}
	for id, v := range first {
		others := slices.ContainsFunc(f.Assignments, func(a card.Assignment) bool { return a.Shelter == id && a.Village != v.ID })
		if named[id] == 1 && !others {
			return v, id
		}
	}
	t.Fatal("every shelter of the demo is named by two villages")
	return card.Division{}, uuid.Nil
}

// endOfficer takes the information officer of a village off its card.
func (w *world) endOfficer(t *testing.T, village uuid.UUID, keeper []string) {
	t.Helper()
	for _, c := range answerOf[api.KeptCard](t, w, http.StatusOK, http.MethodGet, "/v1/village-cards/"+village.String(), "", keeper...).Contacts {
		if c.Role == string(card.InformationOfficer) && c.Division == village {
			answerOf[struct{}](t, w, http.StatusNoContent, http.MethodPost, "/v1/village-contacts/"+c.ID.String()+"/end", `{"reason":"测试"}`, append([]string{"If-Match", fmt.Sprintf("%q", fmt.Sprint(c.Tag))}, keeper...)...)
		}
	}
}

func (w *world) withdrawShelter(t *testing.T, id uuid.UUID, keeper []string) {
	t.Helper()
	one, err := (&shelters.Store{DB: w.pool}).ByID(t.Context(), shelters.Reader{Internal: true}, id)
	if err != nil {
		t.Fatal(err)
	}
	answerOf[struct{}](t, w, http.StatusNoContent, http.MethodPost, "/v1/shelters/"+id.String()+"/withdrawal", `{"reason":"测试"}`, append([]string{"If-Match", fmt.Sprintf("%q", fmt.Sprint(one.Tag))}, keeper...)...)
}

// tearPaper has it that no paper was ever put up in a village: what was put up
// is kept for good, so that only who owns the tables can.
func (w *world) tearPaper(t *testing.T, village uuid.UUID) {
	t.Helper()
	admin := pgtest.Admin(t, w.pool)
	if _, err := admin.Exec(t.Context(), `ALTER TABLE village_paper_posted DISABLE TRIGGER village_paper_posted_kept`); err != nil {
		t.Fatal(err)
	}
	if _, err := admin.Exec(t.Context(), `DELETE FROM village_paper_posted WHERE village = $1`, village); err != nil {
		t.Fatal(err)
	}
}
