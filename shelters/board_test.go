package shelters_test

import (
	"bytes"
	"encoding/gob"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/google/uuid"

	"diming/internal/ledger"
	"diming/internal/version"
	"diming/shelters"
)

// asPosted compares what a board holds: not what only keepers of the register read.
var asPosted = cmp.Options{cmpopts.IgnoreFields(shelters.Shelter{}, "Findings", "Inspection"), cmpopts.IgnoreFields(shelters.Now{}, "Note", "Behalf", "Actor"),
	cmpopts.IgnoreFields(shelters.Check{}, "N", "Body", "Note", "Stock", "Actor", "At"), cmpopts.EquateEmpty(), cmp.Comparer(func(a, b version.Date) bool { return a.String() == b.String() })}

// posted fills the register with shelters of all kinds, and gives their ids.
func (r *register) posted() []uuid.UUID {
	make := func(name, division string, change func(*shelters.Facts)) uuid.UUID {
		f := r.school()
		f.Name, f.Division = name, r.division[division]
		change(&f)
		return r.add(f)
	}
	as := func(*shelters.Facts) {}
	empty, full, failed := make("空的", village, as), make("满的", other, as), make("不合格的", town, func(f *shelters.Facts) { f.Area = square(118.2, 28.2, 0.001) })
	r.report(empty, shelters.Report{State: shelters.Open, People: number(0), Note: "还没有人"})
	r.report(full, shelters.Report{State: shelters.Full, People: number(120)})
	if _, err := r.s.Check(r.t.Context(), keeper, failed, shelters.Check{Kind: shelters.AppraisalCheck, On: day(2025, 1, 5), Result: shelters.FailedResult, Body: "示例鉴定公司", Note: "墙体开裂"}); err != nil {
		r.t.Fatal(err)
	}
	gone := make("拆了的", village, as)
	if _, err := r.s.Withdraw(r.t.Context(), ledger.Console, gone, r.get(gone).Tag, &full, "拆除"); err != nil {
		r.t.Fatal(err)
	}
	hidden := make("转内部的", village, as)
	g := r.get(hidden)
	g.Facts.Visibility = "internal"
	if _, err := r.s.Change(r.t.Context(), ledger.Console, hidden, g.Tag, g.Facts, day(2024, 1, 1), "改内部"); err != nil {
		r.t.Fatal(err)
	}
	return []uuid.UUID{empty, full, failed, gone, hidden,
		make("内部的", village, func(f *shelters.Facts) { f.Visibility = "internal" }),
		make("未来的", village, func(f *shelters.Facts) { f.Valid = version.Span{From: day(2090, 1, 1)} }),
		make("防地震的", county, func(f *shelters.Facts) {
			f.Suits, f.Unfit, f.Level = []shelters.Hazard{shelters.Earthquake}, nil, shelters.TownshipLevel
		})}
}

// TestABoardAnswersAsTheStoreDoes compares every answer of a board, and of one
// that was in a file, with that of the store.
func TestABoardAnswersAsTheStoreDoes(t *testing.T) {
	t.Parallel()
	r := newRegister(t)
	ids := append(r.posted(), uuid.New())
	fresh, err := r.s.Board(t.Context(), version.Today())
	if err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	var kept shelters.Board
	if err := errors.Join(gob.NewEncoder(&file).Encode(fresh), gob.NewDecoder(&file).Decode(&kept)); err != nil {
		t.Fatal(err)
	}
	for name, board := range map[string]shelters.Board{"read": fresh, "from a file": kept} {
		for _, id := range ids {
			want, err := r.s.ByID(t.Context(), shelters.Reader{}, id)
			got, ok := board.ByID(id)
			if ok != (err == nil) {
				t.Errorf("%s: %s is held: %v; the store: %v", name, id, ok, err)
			} else if d := cmp.Diff(want, got, asPosted); ok && d != "" {
				t.Errorf("%s: %s (-store, +board)\n%s", name, want.Name, d)
			}
			if got.Now.Note != "" || got.Now.Actor != uuid.Nil || got.Appraisal != nil && got.Appraisal.Note != "" {
				t.Errorf("%s: a board holds what is not public: %+v", name, got)
			}
		}
		r.compareLists(name, board)
	}
	if n := slices.IndexFunc(fresh, func(p shelters.Posted) bool { return p.Visibility != "public" }); n >= 0 {
		t.Errorf("the board holds %q, which is internal", fresh[n].Name)
	}
}

// compareLists compares lists by every filter.
func (r *register) compareLists(name string, board shelters.Board) {
	r.t.Helper()
	filters := []shelters.Filter{{}, {Within: []uuid.UUID{}}, {Within: []uuid.UUID{r.division[village], r.division[other]}}, {Level: shelters.TownshipLevel}}
	for _, d := range r.division {
		filters = append(filters, shelters.Filter{Division: d}, shelters.Filter{Division: d, Hazard: shelters.Typhoon, State: shelters.Open})
	}
	for _, h := range []shelters.Hazard{shelters.Typhoon, shelters.Earthquake, shelters.Fire} {
		filters = append(filters, shelters.Filter{Hazard: h})
	}
	for _, state := range []shelters.State{shelters.Standby, shelters.Open, shelters.Full, shelters.Closed} {
		filters = append(filters, shelters.Filter{State: state})
	}
	for _, f := range filters {
		want, err := r.s.Standing(r.t.Context(), shelters.Reader{}, f)
		if err != nil {
			r.t.Fatal(err)
		}
		if d := cmp.Diff(want, board.Standing(f), asPosted); d != "" {
			r.t.Errorf("%s: %s (-store, +board)\n%s", name, fmt.Sprintf("%+v", f), d)
		}
	}
}
