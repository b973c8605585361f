package marker_test

import (
	"errors"
	"testing"

	"github.com/google/uuid"

	"diming/boundaries"
	"diming/boundaries/marker"
	"diming/internal/ledger"
	"diming/internal/version"
)

func TestOnlyWhatWasEnteredByMistakeIsWithdrawn(t *testing.T) {
	pool, inner, _, _ := register(t)
	s := &marker.Store{DB: pool}
	const a, b = boundaries.SideA, boundaries.SideB
	seen := func(side boundaries.Side) func(t *testing.T, id uuid.UUID, tag int64) int64 {
		return func(t *testing.T, id uuid.UUID, tag int64) int64 {
			g := marker.Sighting{ID: uuid.Must(uuid.NewV7()), Marker: id, At: now.Time(), Side: side, Condition: marker.Normal, Observer: ledger.Console}
			if err := s.Sight(t.Context(), ledger.Console, g); err != nil {
				t.Fatal(err)
			}
			return tag
		}
	}
	set := func(t *testing.T, id uuid.UUID, tag int64) int64 {
		tag, err := s.Take(t.Context(), ledger.Console, id, tag, marker.Act{Step: marker.StepSet, On: now, Side: a, PresentA: "甲", PresentB: "乙"}, now)
		if err != nil {
			t.Fatal(err)
		}
		return tag
	}
	nothing := func(_ *testing.T, _ uuid.UUID, tag int64) int64 { return tag }
	of := func(sides ...boundaries.Side) []boundaries.Side { return sides }
	for name, test := range map[string]struct {
		before func(t *testing.T, id uuid.UUID, tag int64) int64
		w      marker.Withdrawal
		want   error
	}{
		"planned, and nothing more":            {nothing, marker.Withdrawal{Reason: "重复", For: of(a)}, nil},
		"seen by the own side alone":           {seen(a), marker.Withdrawal{Reason: "重复", For: of(a), Seen: of(a)}, nil},
		"without a reason":                     {nothing, marker.Withdrawal{Reason: " ", For: of(a)}, marker.ErrPaper},
		"seen by the other side":               {seen(b), marker.Withdrawal{Reason: "重复", For: of(a)}, marker.ErrStands},
		"recorded elsewhere by the other side": {nothing, marker.Withdrawal{Reason: "重复", For: of(a), Seen: of(b)}, marker.ErrStands},
		"seen by both":                         {seen(a), marker.Withdrawal{Reason: "重复", For: of(a, b), Seen: of(b)}, marker.ErrStands},
		"set by both":                          {set, marker.Withdrawal{Reason: "重复", For: of(a, b)}, marker.ErrStands},
	} {
		t.Run(name, func(t *testing.T) {
			id, tag, err := s.Add(t.Context(), ledger.Console, planned(inner, name), "测试")
			if err != nil {
				t.Fatal(err)
			}
			tag = test.before(t, id, tag)
			if _, err := s.Withdraw(t.Context(), ledger.Console, id, tag, test.w); !errors.Is(err, test.want) {
				t.Fatalf("withdrawn: %v, want %v", err, test.want)
			}
			_, err = s.ByID(t.Context(), version.AsOf{Valid: now}, id)
			if test.want != nil {
				if err != nil {
					t.Errorf("after a refusal: %v", err)
				}
				return
			}
			if !errors.Is(err, marker.ErrWithdrawn) {
				t.Errorf("after it was withdrawn: %v", err)
			}
			if all, err := s.Versions(t.Context(), id); err != nil || len(all) != 1 || all[0].RecordedUntil.IsZero() {
				t.Errorf("what was recorded: %+v, %v", all, err)
			}
			if _, err := s.Withdraw(t.Context(), ledger.Console, id, tag, test.w); !errors.Is(err, marker.ErrWithdrawn) {
				t.Errorf("withdrawn twice: %v", err)
			}
			if _, _, err := s.Add(t.Context(), ledger.Console, planned(inner, name), "测试"); err != nil {
				t.Errorf("its number is not free again: %v", err)
			}
		})
	}
}
