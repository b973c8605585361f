package gazetteer_test

import (
	"errors"
	"testing"

	"github.com/paulmach/orb"

	"diming/gazetteer"
	"diming/internal/ledger"
	"diming/internal/version"
)

// A street's name is single in a built-up area: of those that add one at once
// one stands, and beyond the area the name is free.
func TestStreetsOfABuiltUpAreaRaceForAName(t *testing.T) {
	s, pool := newStore(t)
	loadCounty(t, s)
	centre, outside := orb.Point{118.62, 28.74}, orb.Point{118.9, 28.74}
	area := gazetteer.BuiltUpArea{County: divisionID(t, s, "330881"), Name: "示例建成区", Area: square(centre, 0.05), Basis: "合成"}
	if _, _, err := s.AddBuiltUpArea(t.Context(), ledger.Console, area, "test"); err != nil {
		t.Fatal(err)
	}
	street := func(at orb.Point) gazetteer.Draft {
		return gazetteer.Draft{Names: []gazetteer.RowName{{Text: "示例路"}}, Class: "23514", Division: "330881003", Location: &at, Visibility: "public", Source: "test"}
	}
	stand, taken := race(t, func(i int) error {
		_, _, err := s.Add(t.Context(), ledger.Console, street(orb.Point{centre[0] + float64(i)/1000, centre[1]}), "test")
		return err
	})
	if stand != 1 || taken != 7 || standing(t, pool, "示例路") != 1 {
		t.Errorf("%d stand, %d find the name taken, want 1 and 7", stand, taken)
	}
	away := add(t, s, street(outside))
	var lost *gazetteer.TakenError
	if _, err := s.Amend(t.Context(), ledger.Console, away, gazetteer.Amendment{Location: &centre}, version.Date{}, "test"); !errors.As(err, &lost) {
		t.Errorf("a street that moves into the area: %v, want that its name is taken", err)
	}
	other := street(centre)
	other.Names[0].Text = "另一路"
	if _, err := s.Rename(t.Context(), ledger.Console, add(t, s, other), "示例路", version.Span{From: year(2025)}, "test"); !errors.As(err, &lost) {
		t.Errorf("a renaming in the area: %v, want that the name is taken", err)
	}
}

// Streets that stood before an area was drawn hold their names in it; of two
// that bear one the other is found.
func TestABuiltUpAreaDrawnLaterFindsItsDuplicates(t *testing.T) {
	s, pool := newStore(t)
	loadCounty(t, s)
	at := orb.Point{118.62, 28.74}
	draft := gazetteer.Draft{Names: []gazetteer.RowName{{Text: "示例路"}}, Class: "23514", Division: "330881003", Location: &at, Visibility: "public", Source: "test"}
	add(t, s, draft)
	add(t, s, draft)
	area := gazetteer.BuiltUpArea{County: divisionID(t, s, "330881"), Name: "示例建成区", Area: square(at, 0.05), Basis: "合成"}
	id, _, err := s.AddBuiltUpArea(t.Context(), ledger.Console, area, "test")
	if err != nil {
		t.Fatal(err)
	}
	var found int
	if err := pool.QueryRow(t.Context(), `SELECT count(*) FROM name_finding WHERE scope = $1 AND check_id = '重'`, id).Scan(&found); err != nil || found != 1 {
		t.Errorf("%d findings, %v, want 1", found, err)
	}
	var lost *gazetteer.TakenError
	if _, _, err := s.Add(t.Context(), ledger.Console, draft, "test"); !errors.As(err, &lost) {
		t.Errorf("a third: %v, want that the name is taken", err)
	}
}

// From the day on which an area ends its streets' names are free of it, and
// until then they are not.
func TestABuiltUpAreaThatEndsGivesItsNamesBack(t *testing.T) {
	s, pool := newStore(t)
	loadCounty(t, s)
	at := orb.Point{118.62, 28.74}
	draft := gazetteer.Draft{Names: []gazetteer.RowName{{Text: "示例路"}}, Class: "23514", Division: "330881003", Location: &at, Visibility: "public", Source: "test"}
	add(t, s, draft)
	add(t, s, draft)
	id, _, err := s.AddBuiltUpArea(t.Context(), ledger.Console, gazetteer.BuiltUpArea{County: divisionID(t, s, "330881"), Name: "示例建成区", Area: square(at, 0.05), Basis: "合成"}, "test")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.EndBuiltUpArea(t.Context(), ledger.Console, id, year(2022), "test"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.EndBuiltUpArea(t.Context(), ledger.Console, id, year(2023), "test"); !errors.Is(err, gazetteer.ErrNoBuiltUp) {
		t.Errorf("ended again, after its end: %v", err)
	}
	held := func(valid string) (n int) {
		t.Helper()
		if err := pool.QueryRow(t.Context(), `SELECT count(*) FROM name_claim WHERE scope = $1 AND valid @> $2::date`, id, valid).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	if before, after := held("2021-12-31"), held("2022-01-01"); before != 1 || after != 0 {
		t.Errorf("claims in it the day before its end %d and on it %d, want 1 and 0", before, after)
	}
	draft.Valid = version.Span{From: year(2022)}
	add(t, s, draft)
	var found int
	if err := pool.QueryRow(t.Context(), `SELECT count(*) FROM name_finding WHERE scope = $1`, id).Scan(&found); err != nil || found != 0 {
		t.Errorf("%d findings of an area that ended, %v", found, err)
	}
	bow := orb.MultiPolygon{{orb.Ring{{118, 28}, {119, 29}, {119, 28}, {118, 29}, {118, 28}}}}
	if _, _, err := s.AddBuiltUpArea(t.Context(), ledger.Console, gazetteer.BuiltUpArea{County: divisionID(t, s, "330881"), Name: "交叉", Area: bow, Basis: "合成"}, "test"); !errors.Is(err, gazetteer.ErrBuiltUp) {
		t.Errorf("a polygon that crosses itself: %v", err)
	}
}
