package simulate_test

import (
	"flag"
	"reflect"
	"testing"

	"diming/boundaries/inspection/simulate"
)

var (
	seed    = flag.Uint64("seed", 1, "seed of the simulation")
	records = flag.Int("records", 20_000, "observations that are made")
)

func TestNothingIsLostOrDoubled(t *testing.T) {
	r, err := simulate.Run(simulate.Options{Seed: *seed, Records: *records})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("seed %d: %v", *seed, r)
	for _, v := range r.Violations {
		t.Error(v)
	}
	if r.Lost != 0 || r.Doubled != 0 {
		t.Errorf("lost %d, doubled %d", r.Lost, r.Doubled)
	}
	if r.Records != *records || r.Stored+r.Waiting != r.Records {
		t.Errorf("%d records made, %d stored, %d refused and kept, want %d made and all accounted for", r.Records, r.Stored, r.Waiting, *records)
	}
}

// What did not happen was not tested.
func TestTheSimulationMeetsAllTroubles(t *testing.T) {
	r, err := simulate.Run(simulate.Options{Seed: *seed, Records: 4_000})
	if err != nil {
		t.Fatal(err)
	}
	for name, n := range map[string]int{"crashes": r.Crashes, "repeats": r.Repeats, "damaged": r.Damaged, "forged": r.Forged, "clashes": r.Clashes,
		"proposals": r.Proposals, "withdrawn": r.Withdrawn, "full disks": r.FullDisks, "joint": r.Sheets["joint"], "one-sided": r.Sheets["one_sided"],
		"same device": r.Sheets["same_device"], "incomplete": r.Sheets["incomplete"], "refused": r.Waiting, "carried": r.Carried} {
		if n < 5 {
			t.Errorf("%s: %d", name, n)
		}
	}
}

func TestOneSeedIsOneRun(t *testing.T) {
	run := func(seed uint64) simulate.Result {
		r, err := simulate.Run(simulate.Options{Seed: seed, Records: 1_000, PerWorld: 250})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	if a, b := run(7), run(7); !reflect.DeepEqual(a, b) {
		t.Errorf("the same seed gave\n%v\nand\n%v", a, b)
	}
	if a, b := run(7), run(8); reflect.DeepEqual(a, b) {
		t.Error("another seed gave the same")
	}
}

// A proof that cannot fail proves nothing: each rule, broken, is noticed.
func TestABrokenRuleIsNoticed(t *testing.T) {
	for _, rule := range simulate.Rules {
		t.Run(string(rule), func(t *testing.T) {
			t.Parallel()
			r, err := simulate.Run(simulate.Options{Seed: *seed, Records: 3_000, Rule: rule})
			if err != nil {
				t.Fatal(err)
			}
			if len(r.Violations) == 0 {
				t.Error("nothing was noticed")
			} else {
				t.Logf("%d violations, first: %s", len(r.Violations), r.Violations[0])
			}
		})
	}
}

func BenchmarkRecords(b *testing.B) {
	for b.Loop() {
		r, err := simulate.Run(simulate.Options{Seed: *seed, Records: 1_000_000})
		if err != nil || r.Lost+r.Doubled+len(r.Violations) > 0 {
			b.Fatalf("%v, %v, %v", r, r.Violations, err)
		}
		b.Logf("%v", r)
	}
}
