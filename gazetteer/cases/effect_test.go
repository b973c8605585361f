package cases_test

import (
	"context"
	"testing"

	"github.com/google/uuid"

	"diming/boundaries"
	"diming/gazetteer/cases"
	"diming/internal/pg"
)

func TestWhatARenamingTouchesIsWhatWasSimulated(t *testing.T) {
	w := newWorld(t)
	place, other := w.street(t, "城北路"), w.street(t, "城南路")
	signs := map[uuid.UUID][]string{place: {"P1", "P2"}, other: {"P3"}}
	w.Providers = []cases.Provider{
		{Kind: "signs", Cost: boundaries.SettingSignCost, Of: func(_ context.Context, _ pg.DB, p uuid.UUID) ([]string, error) { return signs[p], nil }},
		{Kind: "shelters"},
	}
	by := w.reviewed(t, w.about(t, cases.Renaming, place, cases.Item{Text: "书香路"}))
	before, err := w.Simulate(t.Context(), by.Case)
	if err != nil || len(before) != 2 || len(before[0].Objects) != 2 || before[0].Each == 0 || before[0].Basis == "" || before[1].Held {
		t.Fatalf("simulated = %+v, %v, want two signs with their cost, and that no shelters are held", before, err)
	}
	by.Actor = w.decider
	w.must(t, by)(w.Approve(t.Context(), by, w.reply(w.read(t, by.Case))))
	signs[place] = append(signs[place], "made later")
	after, err := w.Simulate(t.Context(), by.Case)
	if err != nil || !cases.Same(before, after) {
		t.Errorf("after the decision = %+v, %v, want what was simulated: %+v", after, err, before)
	}
}
