package gazetteer_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/gazetteer"
	named "diming/gazetteer/naming"
	"diming/internal/ledger"
	"diming/internal/version"
)

// square is a synthetic polygon of 2·r degrees around a point.
func square(at orb.Point, r float64) orb.MultiPolygon {
	return orb.MultiPolygon{{orb.Ring{{at[0] - r, at[1] - r}, {at[0] + r, at[1] - r}, {at[0] + r, at[1] + r}, {at[0] - r, at[1] + r}, {at[0] - r, at[1] - r}}}}
}

func divisionID(t *testing.T, s *gazetteer.Store, code string) uuid.UUID {
	t.Helper()
	d, err := s.Boundaries.ByCode(t.Context(), boundaries.Reader{}, code)
	if err != nil {
		t.Fatal(err)
	}
	return d.ID
}

func addPlace(t *testing.T, s *gazetteer.Store, class, text string, at *orb.Point) uuid.UUID {
	t.Helper()
	id, _, err := s.Add(t.Context(), ledger.Console, gazetteer.Draft{Names: []gazetteer.RowName{{Text: text}}, Class: class, Division: "330881003", Location: at,
		Visibility: "public", Source: "test", Valid: version.Span{From: year(2020)}}, "test")
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestStandingTellsWhatIsAlikeAndWhatIsNotHeld(t *testing.T) {
	s, _ := newStore(t)
	loadJiangshan(t, s)
	county := divisionID(t, s, "330881")
	here := orb.Point{118.62, 28.73}
	street := addPlace(t, s, "23514", "城中路", &here)
	gone := addPlace(t, s, "23514", "江滨路", &here)
	if _, err := s.Cancel(t.Context(), ledger.Console, gone, year(2021), "test"); err != nil {
		t.Fatal(err)
	}
	in := func(class, text string) named.Proposal {
		return named.Proposal{Text: text, Class: class, Division: divisionID(t, s, "330881003"), At: &orb.Point{118.63, 28.73}}
	}
	ask := func(scope named.Scope, p named.Proposal) (named.Area, bool, []named.Conflict) {
		t.Helper()
		a, ok, alike, err := s.Standing(t.Context(), scope, p)
		if err != nil {
			t.Fatal(err)
		}
		return a, ok, alike
	}
	if _, ok, _ := ask(named.BuiltUp, in("23514", "城中路")); ok {
		t.Error("a built-up area is known where none was drawn")
	}
	built := gazetteer.BuiltUpArea{County: county, Name: "示例建成区", Area: square(here, 0.05), Basis: "合成"}
	if _, _, err := s.AddBuiltUpArea(t.Context(), ledger.Console, built, "test"); err != nil {
		t.Fatal(err)
	}
	a, ok, alike := ask(named.BuiltUp, in("23514", "城中路"))
	if !ok || a.Name != "示例建成区" || a.Missing != "未录入示例建成区的全部道路、街巷名称" {
		t.Errorf("area = %+v, %v", a, ok)
	}
	if len(alike) != 1 || alike[0].Place != street || alike[0].Likeness != named.SameText || alike[0].DistanceM == nil || *alike[0].DistanceM < 900 || *alike[0].DistanceM > 1000 {
		t.Errorf("alike = %+v, want 城中路 at about 977 m", alike)
	}
	if _, _, alike := ask(named.BuiltUp, in("23514", "江滨路")); len(alike) != 1 || !alike[0].Cancelled {
		t.Errorf("the cancelled name: %+v", alike)
	}
	_, _, alike = ask(named.County, in("23514", "城钟路"))
	if len(alike) != 1 || alike[0].Likeness != named.SameTones {
		t.Errorf("the homophone: %+v", alike)
	}
	cover := gazetteer.Coverage{Area: county, Groups: []string{named.GroupVillage}, AsOf: version.Day(2023, 12, 31), Source: "统计用区划代码"}
	if _, err := s.DeclareCoverage(t.Context(), ledger.Console, cover, "test"); err != nil {
		t.Fatal(err)
	}
	a, _, alike = ask(named.County, in("21610", "清湖一村"))
	if a.Missing != "" || len(alike) == 0 || alike[0].Likeness > named.SameSpecific && alike[0].Likeness != named.SameText {
		t.Errorf("village: %+v, %+v", a, alike)
	}
}

func TestANameIsCheckedAgainstWhatItsTransactionWrote(t *testing.T) {
	s, pool := newStore(t)
	loadJiangshan(t, s)
	tx, err := pool.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback(t.Context())
	within := &gazetteer.Store{DB: tx, Boundaries: s.Boundaries}
	refused := func(text string) (by []string) {
		found, rules, err := within.CheckName(t.Context(), named.Proposal{Text: text, Class: "21610", Division: divisionID(t, s, "330881")})
		if err != nil || rules == "" {
			t.Fatal(rules, err)
		}
		for _, f := range found {
			if f.Severity == named.Refuse {
				by = append(by, f.Check)
			}
		}
		return by
	}
	if by := refused("清湖一村"); len(by) != 1 || by[0] != "N10" {
		t.Errorf("a village's name is refused by %v, want N10", by)
	}
	if by := refused("示新村"); len(by) != 0 {
		t.Errorf("a free name is refused by %v", by)
	}
	addPlace(t, within, "21610", "示新村", nil)
	if by := refused("示新村"); len(by) != 1 || by[0] != "N10" {
		t.Errorf("the name just given is refused by %v, want N10", by)
	}
}
