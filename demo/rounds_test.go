package demo_test

import (
	"errors"
	"testing"

	"diming/boundaries/round"
	"diming/boundaries/upkeep"
	"diming/internal/account"
	"diming/internal/blob"
	"diming/internal/version"
)

func TestTheDemosFifthRoundIsUnderWay(t *testing.T) {
	pool := lined(t)
	d := of(pool)
	if err := d.Boundary(t.Context()); err != nil { // of a demo that was loaded before there were lines, too
		t.Fatal(err)
	}
	accounts := &account.Store{DB: pool, Hasher: account.NewHasher(2)}
	if err := d.People(t.Context(), accounts); err != nil {
		t.Fatal(err)
	}
	docs := blob.Store{Dir: t.TempDir()}
	for range 2 { // a second time changes nothing
		if err := errors.Join(d.Rounds(t.Context(), accounts, docs), d.Upkeep(t.Context(), accounts)); err != nil {
			t.Fatal(err)
		}
	}
	tasks := &round.Store{DB: pool}
	rounds, err := tasks.Rounds(t.Context(), nil, true)
	if err != nil || len(rounds) != 1 || rounds[0].Ordinal != 5 || rounds[0].Tasks != 15 || rounds[0].Done == 0 {
		t.Fatalf("Rounds() = %+v, %v", rounds, err)
	}
	states, special := map[round.State]int{}, 0
	all, err := tasks.List(t.Context(), round.Filter{Whole: true, Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range all {
		states[x.State]++
		if x.Round == nil {
			special++
		}
	}
	if special != 1 || states[round.Archived] == 0 || len(states) < 2 {
		t.Errorf("the tasks stand at %v, %d special", states, special)
	}
	entrusted(t, &upkeep.Store{DB: pool})
}

// entrusted sees one contract of the demo in order and one behind.
func entrusted(t *testing.T, books *upkeep.Store) {
	t.Helper()
	whole := upkeep.Filter{Scope: upkeep.Scope{Whole: true}}
	contracts, err1 := books.Contracts(t.Context(), whole)
	reports, err2 := books.Reports(t.Context(), whole)
	matters, err3 := books.Matters(t.Context(), whole)
	if err := errors.Join(err1, err2, err3); err != nil {
		t.Fatal(err)
	}
	missed := map[int]int{}
	for _, c := range contracts {
		missed[c.Standing(version.Today()).Missed]++
	}
	if len(contracts) != 2 || missed[0] != 1 || missed[1] != 1 || len(reports) != 1 || len(matters) != 5 {
		t.Errorf("%d contracts that missed %v, %d reports, %d matters", len(contracts), missed, len(reports), len(matters))
	}
}
