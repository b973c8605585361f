package gazetteer_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"diming/gazetteer"
	"diming/internal/ledger"
	"diming/internal/version"
)

var internal = gazetteer.Reader{Internal: true}

// loadSquares loads two townships side by side, each a square of a tenth of a degree.
func loadSquares(t *testing.T, s *gazetteer.Store) {
	t.Helper()
	square := func(west float64) orb.MultiPolygon {
		return orb.MultiPolygon{{{{west, 28.6}, {west + 0.1, 28.6}, {west + 0.1, 28.7}, {west, 28.7}, {west, 28.6}}}}
	}
	counts, err := s.LoadDivisions(t.Context(), gazetteer.Batch{Source: "测试", Actor: ledger.Console, Visibility: "public"}, []gazetteer.DivisionRow{
		{Number: 1, Code: "33", Name: "浙江省"}, {Number: 2, Code: "3308", Name: "衢州市"}, {Number: 3, Code: "330881", Name: "江山市"},
		{Number: 4, Code: "330802", Name: "柯城区"}, {Number: 5, Code: "330881003", Name: "清湖街道", Area: square(118.6), AreaBasis: "测试"},
		{Number: 6, Code: "330802001", Name: "府山街道", Area: square(118.7), AreaBasis: "测试"}})
	if err != nil || counts.Accepted != 6 {
		t.Fatalf("load divisions: %+v, %v", counts, err)
	}
}

func amend(t *testing.T, s *gazetteer.Store, id uuid.UUID, a gazetteer.Amendment, from version.Date) error {
	t.Helper()
	_, err := s.Amend(t.Context(), ledger.Console, id, a, from, "测试")
	return err
}

func codeAround(t *testing.T, s *gazetteer.Store, r gazetteer.Reader, id uuid.UUID) string {
	t.Helper()
	p, err := s.Place(t.Context(), r, id)
	if err != nil || p.Within == nil {
		t.Fatalf("place %+v, %v", p, err)
	}
	chain, err := s.Boundaries.Chain(t.Context(), internal, *p.Within)
	if err != nil {
		t.Fatal(err)
	}
	return chain[len(chain)-1].Code
}

func TestAPlaceThatMovesLiesInTheDivisionAroundItAndClaimsThere(t *testing.T) {
	s, _ := newStore(t)
	loadSquares(t, s)
	inside, next, nowhere := orb.Point{118.65, 28.65}, orb.Point{118.75, 28.65}, orb.Point{100, 20}
	draft := village("新村", "330881003")
	draft.Location = &inside
	id := add(t, s, draft)
	for _, test := range []struct {
		to   orb.Point
		from version.Date
		code string
	}{{orb.Point{118.66, 28.65}, version.Date{}, "330881003"}, {nowhere, version.Date{}, "330881003"}, {next, year(2020), "330802001"}} {
		if err := amend(t, s, id, gazetteer.Amendment{Location: &test.to}, test.from); err != nil {
			t.Fatal(err)
		}
		if code := codeAround(t, s, internal, id); code != test.code {
			t.Errorf("at %v it lies in %s, want %s", test.to, code, test.code)
		}
	}
	if code := codeAround(t, s, gazetteer.Reader{AsOf: version.AsOf{Valid: year(2019)}, Internal: true}, id); code != "330881003" {
		t.Errorf("before it moved it lay in %s", code)
	}
	var taken *gazetteer.TakenError
	if _, _, err := s.Add(t.Context(), ledger.Console, village("新村", "330802001"), "测试"); !errors.As(err, &taken) || taken.Other != id {
		t.Errorf("the name where it moved to: %v, want that it is taken", err)
	}
	young := village("新村", "330881003")
	young.Valid.From = year(2020)
	if _, _, err := s.Add(t.Context(), ledger.Console, young, "测试"); err != nil {
		t.Errorf("the name where it was: %v, want that it is free from then on", err)
	}
}

func TestAClassIsClaimedForEachNameInItsTime(t *testing.T) {
	s, _ := newStore(t)
	loadSquares(t, s)
	hamlet := village("老村", "330881003")
	hamlet.Class = "22200"
	id := add(t, s, hamlet)
	if _, err := s.Rename(t.Context(), ledger.Console, id, "新村", version.Span{From: year(2020)}, "批复"); err != nil {
		t.Fatal(err)
	}
	class := "21610"
	if err := amend(t, s, id, gazetteer.Amendment{Class: &class}, version.Date{}); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name  string
		valid version.Span
		taken bool
	}{{"老村", version.Span{To: year(2020)}, true}, {"新村", version.Span{To: year(2020)}, false}, {"老村", version.Span{From: year(2020)}, false}, {"新村", version.Span{From: year(2024)}, true}} {
		d := village(test.name, "330881003")
		d.Valid = test.valid
		var taken *gazetteer.TakenError
		if _, _, err := s.Add(t.Context(), ledger.Console, d, "测试"); errors.As(err, &taken) != test.taken || !test.taken && err != nil {
			t.Errorf("%s in %s: %v, taken %v wanted", test.name, test.valid, err, test.taken)
		}
	}
}

func TestWhatCannotBeAmendedIsRefused(t *testing.T) {
	s, _ := newStore(t)
	loadSquares(t, s)
	d := village("新村", "330881003")
	d.Valid = version.Span{From: year(1990), To: year(2021)}
	id := add(t, s, d)
	town, err := s.Boundaries.ByCode(t.Context(), internal, "330881003")
	if err != nil {
		t.Fatal(err)
	}
	class, hidden, text := "22200", "internal", "含义"
	for _, test := range []struct {
		what  string
		place uuid.UUID
		a     gazetteer.Amendment
		from  version.Date
		want  error
	}{
		{"before it was", id, gazetteer.Amendment{Class: &class}, year(1989), gazetteer.ErrNotThen},
		{"the day after its end", id, gazetteer.Amendment{Class: &class}, year(2021), gazetteer.ErrNotThen},
		{"its last day", id, gazetteer.Amendment{Class: &class}, version.Day(2020, time.December, 31), nil},
		{"the class of a division", town.ID, gazetteer.Amendment{Class: &class}, version.Date{}, gazetteer.ErrDivision},
		{"the seat of a division", town.ID, gazetteer.Amendment{Location: &orb.Point{118, 28}}, version.Date{}, gazetteer.ErrDivision},
		{"a division that is hidden", town.ID, gazetteer.Amendment{Visibility: &hidden}, version.Date{}, gazetteer.ErrDivision},
		{"what is told of a division", town.ID, gazetteer.Amendment{Description: gazetteer.Description{Meaning: &text}}, version.Date{}, nil},
	} {
		if err := amend(t, s, test.place, test.a, test.from); !errors.Is(err, test.want) {
			t.Errorf("%s: %v, want %v", test.what, err, test.want)
		}
	}
}

func TestADuplicateThatIsRenamedIsNoFindingAnyLonger(t *testing.T) {
	s, pool := newStore(t)
	loadCounty(t, s)
	add(t, s, village("新村", "330881003"))
	loadRows(t, s, gazetteer.Row{Number: 1, Key: "1", Names: []gazetteer.RowName{{Text: "新村"}}, Class: "21610", Division: "330881121"})
	twice := placeOf(t, pool, "1")
	if told, counted := told(t, s, twice); len(findings(t, pool)) != 1 || told != 1 || counted != 1 {
		t.Fatalf("the duplicate is told %d times and counted %d times, want once", told, counted)
	}
	if _, err := s.Rename(t.Context(), ledger.Console, twice, "东新村", version.Span{From: year(2025)}, "批复"); err != nil {
		t.Fatal(err)
	}
	if found := findings(t, pool); len(found) != 0 {
		t.Errorf("findings after the renaming = %v", found)
	}
}

func TestADuplicateOfWhatWasWithdrawnIsNoFindingAnyLonger(t *testing.T) {
	s, pool := newStore(t)
	loadCounty(t, s)
	held := add(t, s, village("新村", "330881003"))
	loadRows(t, s, gazetteer.Row{Number: 1, Key: "1", Names: []gazetteer.RowName{{Text: "新村"}}, Class: "21610", Division: "330881121"})
	if _, err := s.Withdraw(t.Context(), ledger.Console, held, nil, "误登"); err != nil {
		t.Fatal(err)
	}
	if told, counted := told(t, s, placeOf(t, pool, "1")); told != 0 || counted != 0 {
		t.Errorf("after the withdrawal it is told %d times and counted %d times", told, counted)
	}
}

// told gives how many findings a place's own page and the register's list tell.
func told(t *testing.T, s *gazetteer.Store, id uuid.UUID) (about, listed int) {
	t.Helper()
	found, err := s.FindingsAbout(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	listed, err = s.Count(t.Context(), gazetteer.Filter{Whole: true, Found: true})
	if err != nil {
		t.Fatal(err)
	}
	return len(found), listed
}
