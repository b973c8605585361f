package printrun_test

import (
	"errors"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"diming/internal/ledger"
	"diming/signs/artwork"
	"diming/signs/plate"
	"diming/signs/printrun"
)

// as takes a step of a run in somebody's name.
func (w *works) as(actor, id uuid.UUID, step printrun.Step, two bool) error {
	w.t.Helper()
	g := gates
	g.TwoPersons = two
	return w.runs.Take(w.t.Context(), actor, id, w.read(id).Tag, printrun.Act{Step: step, Note: "测试", Origin: origin, Gates: g}, today)
}

func TestTheDatabaseRefusesTheReleaseByWhoSigned(t *testing.T) {
	w := newWorks(t)
	w.plan(doors(w.houses(w.way, 1, 2))...)
	id := w.make(printrun.Order{Source: printrun.FromPlanned})
	signer, other := uuid.New(), uuid.New()
	if err := w.as(other, id, printrun.StepProof, true); err != nil {
		t.Fatal(err)
	}
	if err := w.as(other, id, printrun.StepReopen, true); err != nil {
		t.Fatal(err)
	}
	if err := w.as(signer, id, printrun.StepProof, true); err != nil { // who signed last counts
		t.Fatal(err)
	}
	w.files(id)
	if err := w.as(signer, id, printrun.StepRelease, true); !errors.Is(err, printrun.ErrSamePerson) {
		t.Errorf("released by who signed: %v", err)
	}
	err := pgx.BeginFunc(t.Context(), w.pool, func(tx pgx.Tx) error { // past the program
		entry, err := ledger.Append(t.Context(), tx, ledger.Entry{Actor: signer, Action: "print_run.release", Kind: "print_run", Object: id, County: "330881"})
		if err != nil {
			return err
		}
		_, err = tx.Exec(t.Context(), `INSERT INTO print_run_step (run, n, step, from_state, to_state, actor, entry) VALUES ($1, 4, 'release', 'proofed', 'released', $2, $3)`, id, signer, entry)
		return err
	})
	var refused *pgconn.PgError
	if !errors.As(err, &refused) || refused.ConstraintName != "print_run_two_persons" {
		t.Errorf("the database took it: %v", err)
	}
	if err := w.as(other, id, printrun.StepRelease, true); err != nil {
		t.Errorf("released by another: %v", err)
	}
}

func TestOnePersonReleasesWhereOneIsEnough(t *testing.T) {
	w := newWorks(t)
	w.plan(doors(w.houses(w.way, 1, 1))...)
	id := w.make(printrun.Order{Source: printrun.FromPlanned})
	signer := uuid.New()
	if err := w.as(signer, id, printrun.StepProof, false); err != nil {
		t.Fatal(err)
	}
	w.files(id)
	if err := w.as(signer, id, printrun.StepRelease, false); err != nil {
		t.Fatal(err)
	}
}

// TestOfTwoAtOnceOneWinsAndTheOtherIsTold has two sign a run at once, then two
// release it.
func TestOfTwoAtOnceOneWinsAndTheOtherIsTold(t *testing.T) {
	w := newWorks(t)
	w.plan(doors(w.houses(w.way, 1, 3))...)
	id := w.make(printrun.Order{Source: printrun.FromPlanned})
	people := [4]uuid.UUID{uuid.New(), uuid.New(), uuid.New(), uuid.New()}
	race := func(step printrun.Step, who []uuid.UUID) {
		t.Helper()
		tag := w.read(id).Tag
		g := gates
		g.TwoPersons = true
		var errs [2]error
		var both sync.WaitGroup
		for i := range 2 {
			both.Go(func() {
				errs[i] = w.runs.Take(t.Context(), who[i], id, tag, printrun.Act{Step: step, Origin: origin, Gates: g}, today)
			})
		}
		both.Wait()
		won := 0
		for _, err := range errs {
			if err == nil {
				won++
			} else if !errors.Is(err, printrun.ErrChanged) {
				t.Errorf("%s: told %v, want that somebody else did it", step, err)
			}
		}
		if won != 1 {
			t.Errorf("%s: %d won, want one", step, won)
		}
	}
	race(printrun.StepProof, people[:2])
	w.files(id)
	race(printrun.StepRelease, people[2:])
	steps, err := w.runs.Steps(t.Context(), id)
	if err != nil || len(steps) != 2 || w.read(id).State != printrun.Released {
		t.Errorf("%d steps, %v: want that of one each", len(steps), err)
	}
}

// TestATrialAsksForNoScanThatCannotBe has more plates without a code than with.
func TestATrialAsksForNoScanThatCannotBe(t *testing.T) {
	w := newWorks(t)
	defer func(before printrun.Gates) { gates = before }(gates)
	gates = printrun.Gates{TrialAbove: 2, TrialReads: 10}
	drafts := doors(w.houses(w.way, 1, 1))
	for _, bearing := range []artwork.Bearing{artwork.EastWest, artwork.NorthSouth} {
		drafts = append(drafts, plate.Draft{Kind: artwork.Street, Target: plate.Target{Place: w.way}, Bearing: bearing})
	}
	w.plan(drafts...)
	id := w.make(printrun.Order{Source: printrun.FromPlanned})
	w.take(id, printrun.StepProof)
	w.files(id)
	codes, err := w.runs.Codes(t.Context(), w.read(id))
	if err != nil || codes.With != 1 || codes.Without[artwork.Street] != 2 {
		t.Fatalf("codes: %+v, %v", codes, err)
	}
	w.take(id, printrun.StepTry)
	wantContent(t, "none read", w.try(id, printrun.Act{Step: printrun.StepRelease}), "须用手机扫过 1 块")
	for _, it := range w.items(id) {
		if it.Kind == artwork.DoorSmall {
			if _, err := w.runs.Try(t.Context(), ledger.Console, id, string(it.Token)); err != nil {
				t.Fatal(err)
			}
		}
	}
	w.take(id, printrun.StepRelease, printrun.StepOrder)
	left, err := w.runs.Unscanned(t.Context(), w.read(id), 0, 10)
	if err != nil || len(left) != 2 {
		t.Fatalf("to be ticked: %+v, %v", left, err)
	}
	for _, it := range w.items(id) {
		if _, err := w.runs.Receive(t.Context(), ledger.Console, id, it.Token.Grouped(), true, "", today); err != nil {
			t.Fatal(err)
		}
	}
	w.take(id, printrun.StepReceive)
}
