package demo_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"diming/gazetteer"
	"diming/gazetteer/address"
	"diming/gazetteer/matching"
	"diming/internal/ledger"
	"diming/internal/version"
	"diming/signs/plate"
)

// TestTheDemosHousesAreNumberedAndAStreetRenamed goes the way of one renaming: the texts of all
// addresses under the street, the old text in a search, and the plates that say
// something else from then on.
func TestTheDemosHousesAreNumberedAndAStreetRenamed(t *testing.T) {
	pool := whole(t)
	d := of(pool)
	places := d.Places
	housesAreNumbered(t, d)
	const old, now = "清湖示例路", "清湖大道"
	street := called(t, places, old)
	addresses, plates := &address.Store{DB: pool}, &plate.Store{DB: pool}
	read := address.Reader{Internal: true, AsOf: version.AsOf{Valid: version.Today()}}
	under := func() []address.Address {
		all, _, err := addresses.List(t.Context(), read, address.Filter{Way: street, Limit: 1000})
		if err != nil || len(all) < 50 {
			t.Fatalf("%d addresses under the street, %v", len(all), err)
		}
		return all
	}
	reprints := func() []uuid.UUID {
		all, _, err := plates.Reprints(t.Context(), plate.Filter{County: "330881", Limit: 5000}, version.Today())
		if err != nil {
			t.Fatal(err)
		}
		var ids []uuid.UUID
		for _, p := range all {
			ids = append(ids, p.ID)
		}
		return ids
	}
	before, wrongBefore := under(), reprints()
	hanging, err := plates.List(t.Context(), plate.Filter{Of: street, States: []plate.State{plate.InUse, plate.Faulty}, Limit: 1000})
	if err != nil || len(hanging) == 0 {
		t.Fatalf("%d plates hang under the street, %v", len(hanging), err)
	}

	said, err := address.Saying(t.Context(), pool, street)
	if err != nil || len(said) != len(before) || said[0] != before[0].Text {
		t.Errorf("told before that %d addresses change, %v, want %d", len(said), err, len(before))
	}
	borne, err := plate.Saying(t.Context(), pool, street)
	if err != nil || len(borne) != len(hanging) {
		t.Errorf("told before that %d plates change, %v, want %d", len(borne), err, len(hanging))
	}

	if _, err := places.Rename(t.Context(), ledger.Console, street, now, version.Span{From: version.Today()}, "更名"); err != nil {
		t.Fatal(err)
	}

	after := under()
	if len(after) != len(before) {
		t.Fatalf("%d addresses before, %d after", len(before), len(after))
	}
	for i, a := range after {
		if want := strings.Replace(before[i].Text, old, now, 1); a.Text != want {
			t.Errorf("%s is now %s, want %s", before[i].Text, a.Text, want)
		}
	}
	m := address.NewMatcher(places)
	if _, err := m.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(before); i += 10 {
		answer := m.Index().Match(before[i].Text, 1)
		if len(answer.Candidates) == 0 || answer.Candidates[0].ID != after[i].ID {
			t.Errorf("%s no longer leads to its address: %+v", before[i].Text, answer)
			continue
		}
		if !slices.ContainsFunc(answer.Candidates[0].Components, func(c matching.Component) bool {
			return c.Part == matching.PartWay && c.Verdict == matching.FormerName && c.Former == old
		}) {
			t.Errorf("%s is found without a word of the former name: %+v", before[i].Text, answer.Candidates[0].Components)
		}
	}
	var changed []uuid.UUID
	for _, id := range reprints() {
		if !slices.Contains(wrongBefore, id) {
			changed = append(changed, id)
		}
	}
	var want []uuid.UUID
	for _, p := range hanging {
		want = append(want, p.ID)
	}
	if !slices.Equal(changed, want) {
		t.Errorf("%d plates are to be printed again, want the %d under the street", len(changed), len(want))
	}
}

// called is the street of a name.
func called(t *testing.T, s *gazetteer.Store, name string) uuid.UUID {
	t.Helper()
	var id uuid.UUID
	if err := s.DB.QueryRow(t.Context(), `SELECT place FROM name_version WHERE text = $1 AND kind = 'standard' AND upper_inf(recorded)`, name).Scan(&id); err != nil {
		t.Fatal(err)
	}
	return id
}
