package demo_test

import (
	"testing"

	"diming/boundaries"
	"diming/boundaries/round"
	"diming/demo"
	"diming/gazetteer"
	"diming/internal/account"
	"diming/internal/blob"
	"diming/internal/pg/pgtest"
	"diming/signs"
)

func TestTheDemosFifthRoundIsUnderWay(t *testing.T) {
	pool := pgtest.New(t)
	d := demo.Demo{Places: &gazetteer.Store{DB: pool, Boundaries: &boundaries.Store{DB: pool}}, Signs: &signs.Store{DB: pool}, Say: t.Logf}
	if err := d.Jiangshan(t.Context()); err != nil {
		t.Fatal(err)
	}
	accounts := &account.Store{DB: pool, Hasher: account.NewHasher(2)}
	if err := d.People(t.Context(), accounts); err != nil {
		t.Fatal(err)
	}
	docs := blob.Store{Dir: t.TempDir()}
	for range 2 { // a second time changes nothing
		if err := d.Rounds(t.Context(), accounts, docs); err != nil {
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
}
