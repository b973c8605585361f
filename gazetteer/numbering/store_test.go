package numbering_test

import (
	"errors"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"diming/boundaries"
	"diming/gazetteer"
	"diming/gazetteer/numbering"
	"diming/internal/ledger"
	"diming/internal/pg/pgtest"
	"diming/internal/version"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

func day(y int, m time.Month, d int) version.Date { return version.Day(y, m, d) }

// A division numbers by its own scheme, else by that of the nearest above it,
// else an example is proposed; what held on a day stays told.
func TestASchemeIsInheritedUntilADivisionSetsItsOwn(t *testing.T) {
	pool := pgtest.New(t)
	places := &gazetteer.Store{DB: pool, Boundaries: &boundaries.Store{DB: pool}}
	rows := []gazetteer.DivisionRow{{Code: "33", Name: "浙江省"}, {Code: "3308", Name: "衢州市"}, {Code: "330881", Name: "江山市"}, {Code: "330881001", Name: "双塔街道"}, {Code: "330881002", Name: "虎山街道"}}
	for i := range rows {
		rows[i].Number, rows[i].Valid.From = i+1, day(2000, 1, 1)
	}
	if _, err := places.LoadDivisions(t.Context(), gazetteer.Batch{Source: "测试", Actor: ledger.Console, Visibility: "public"}, rows); err != nil {
		t.Fatal(err)
	}
	id := map[string]uuid.UUID{}
	for _, row := range rows {
		d, err := places.Boundaries.ByCode(t.Context(), boundaries.Reader{Internal: true}, row.Code)
		if err != nil {
			t.Fatal(err)
		}
		id[row.Code] = d.ID
	}
	s := &numbering.Store{DB: pool}
	in := func(code string, on version.Date) numbering.Held {
		t.Helper()
		h, err := s.In(t.Context(), id[code], on)
		if err != nil {
			t.Fatal(err)
		}
		return h
	}
	if h := in("330881001", day(2026, 1, 1)); !h.Proposal() || h.Name != "北京" {
		t.Errorf("nobody decided: %+v", h)
	}
	county, town := numbering.Known()[1], numbering.Known()[2]
	if _, err := s.Set(t.Context(), ledger.Console, id["330881"], county, day(2020, 1, 1), "测试", 0); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Set(t.Context(), ledger.Console, id["330881001"], town, day(2025, 1, 1), "测试", 0); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		code string
		on   version.Date
		want string
	}{
		{"330881001", day(2026, 1, 1), "福建式"}, {"330881001", day(2024, 1, 1), "宁波"}, {"330881002", day(2026, 1, 1), "宁波"}, {"330881", day(2019, 1, 1), "北京"}, {"33", day(2026, 1, 1), "北京"},
	} {
		if h := in(c.code, c.on); h.Name != c.want || h.Proposal() != (c.want == "北京") {
			t.Errorf("%s on %s: %s, want %s", c.code, c.on, h.Name, c.want)
		}
	}
	if h := in("330881001", day(2026, 1, 1)); h.Scheme.EastWest != town.EastWest || h.ReserveEvery != 4 || !h.FromGate || h.Basis != town.Basis || h.DeadEnd != nil {
		t.Errorf("read as it was set: %+v", h)
	}
	if all, err := s.All(t.Context(), day(2026, 1, 1)); err != nil || len(all) != 2 {
		t.Errorf("all: %v, %v", all, err)
	}

	seen := in("330881", day(2026, 1, 1)).Version
	var done sync.WaitGroup
	errs := make([]error, 2)
	for i := range errs { // both saw the same
		done.Go(func() {
			_, errs[i] = s.Set(t.Context(), ledger.Console, id["330881"], town, day(2026, 1, 1), "测试", seen)
		})
	}
	done.Wait()
	if (errs[0] == nil) == (errs[1] == nil) || !errors.Is(errors.Join(errs...), numbering.ErrChanged) {
		t.Errorf("of two at once: %v and %v", errs[0], errs[1])
	}
	bad := town
	bad.Basis = " "
	var told *numbering.Error
	if _, err := s.Set(t.Context(), ledger.Console, id["330881"], bad, day(2026, 1, 1), "测试", seen); !errors.As(err, &told) || !strings.Contains(told.ZH, "依据") {
		t.Errorf("without a basis: %v", err)
	}
	if _, err := s.Set(t.Context(), ledger.Console, uuid.New(), town, day(2026, 1, 1), "测试", 0); !errors.Is(err, numbering.ErrDivision) {
		t.Errorf("of no division: %v", err)
	}
	if _, err := s.Set(t.Context(), ledger.Console, id["330881"], town, day(2026, 1, 1), " ", seen); !errors.Is(err, numbering.ErrReason) {
		t.Errorf("without a reason: %v", err)
	}
	if _, err := pool.Exec(t.Context(), `DELETE FROM numbering_scheme`); err == nil {
		t.Error("a scheme was deleted")
	}
}
