package demo_test

import (
	"os"
	"testing"

	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/demo"
	"diming/gazetteer"
	"diming/internal/ledger"
	"diming/internal/pg/pgtest"
	"diming/signs"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

func TestTheDemoLoadsOnceAndAnswers(t *testing.T) {
	pool := pgtest.New(t)
	b := &boundaries.Store{DB: pool}
	d := demo.Demo{Places: &gazetteer.Store{DB: pool, Boundaries: b}, Signs: &signs.Store{DB: pool}, Say: t.Logf}
	for range 2 {
		if err := d.Jiangshan(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.Hualien(t.Context()); err != nil {
		t.Fatal(err)
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
