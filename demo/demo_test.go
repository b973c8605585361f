package demo_test

import (
	"context"
	"errors"
	"maps"
	"os"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/boundaries/line"
	"diming/demo"
	"diming/gazetteer"
	"diming/gazetteer/cases"
	"diming/internal/account"
	"diming/internal/ledger"
	"diming/internal/pg/pgtest"
	"diming/signs"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

// of is the demo in the register of pool.
func of(pool *pgxpool.Pool) demo.Demo {
	return demo.Demo{Places: &gazetteer.Store{DB: pool, Boundaries: &boundaries.Store{DB: pool}}, Signs: &signs.Store{DB: pool}, Say: func(string, ...any) {}}
}

// whole is a register of its own that holds the demo's county; lined has its
// names and lines alone, as a demo had that was loaded before there were more.
func whole(t *testing.T) *pgxpool.Pool {
	return pgtest.Filled(t, "county", func(ctx context.Context, pool *pgxpool.Pool) error {
		d := of(pool)
		return d.Jiangshan(ctx)
	})
}

func lined(t *testing.T) *pgxpool.Pool {
	return pgtest.Filled(t, "lines", func(ctx context.Context, pool *pgxpool.Pool) error {
		d := of(pool)
		return errors.Join(d.Older(ctx), d.Boundary(ctx))
	})
}

func TestTheDemoLoadsOnceAndAnswers(t *testing.T) {
	pool := whole(t)
	d := of(pool)
	b := d.Places.Boundaries
	if err := d.Jiangshan(t.Context()); err != nil { // a second time
		t.Fatal(err)
	}
	accounts, store := &account.Store{DB: pool, Hasher: account.NewHasher(1)}, cases.New(pool, d.Places)
	for range 2 {
		if err := d.People(t.Context(), accounts); err != nil {
			t.Fatal(err)
		}
		if err := d.Cases(t.Context(), store, accounts); err != nil {
			t.Fatal(err)
		}
	}
	states := map[cases.State]int{}
	held, err := store.List(t.Context(), cases.Filter{Whole: true, Limit: 100})
	for _, c := range held {
		states[c.State]++
	}
	want := map[cases.State]int{cases.Submitted: 1, cases.Accepted: 1, cases.Consulting: 1, cases.Reviewed: 1, cases.ToCorrect: 1}
	if err != nil || !maps.Equal(states, want) {
		t.Errorf("cases of the demo %v, %v, want %v", states, err, want)
	}
	if err := d.Hualien(t.Context()); err != nil {
		t.Fatal(err)
	}
	derived, err := (&line.Store{DB: pool}).List(t.Context(), boundaries.Reader{Internal: true}, nil)
	ofHualien := 0
	for _, l := range derived {
		if strings.Contains(l.Name, "鄉") || strings.Contains(l.Name, "花蓮") {
			ofHualien++
		}
	}
	if err != nil || ofHualien < 20 {
		t.Errorf("%d lines of Hualien's townships, %v, want those derived from its villages", ofHualien, err)
	}
	if found, err := (&line.Store{DB: pool}).Check(t.Context(), boundaries.Reader{Internal: true}, nil); err != nil || len(found) > 0 {
		t.Errorf("check with Hualien: %+v, %v, want nothing", found, err)
	}
	chain, err := b.Around(t.Context(), boundaries.Reader{}, orb.Point{121.60, 23.98})
	if err != nil || len(chain) != 3 || chain[2].Code != "10015010008" {
		t.Errorf("around 121.60, 23.98: %+v, %v, want down to 10015010008", chain, err)
	}
	chain, err = b.Around(t.Context(), boundaries.Reader{}, orb.Point{122.5, 23.9})
	if err != nil || len(chain) != 0 {
		t.Errorf("around a point in the sea: %+v, %v, want nothing", chain, err)
	}
	if isDemo, err := b.IsDemo(t.Context()); err != nil || !isDemo {
		t.Errorf("IsDemo = %v, %v, want true", isDemo, err)
	}
	if v, err := ledger.Verify(t.Context(), pool, nil); err != nil || v.Sealed == 0 {
		t.Errorf("Verify = %+v, %v", v, err)
	}
}
