package printrun_test

import (
	"context"
	"slices"
	"testing"

	"github.com/google/uuid"

	"diming/signs/artwork"
	"diming/signs/plate"
	"diming/signs/printrun"
)

// TestADrawingGoesOnAfterAServerIsKilled leaves a run in the middle as a killed
// server does: with a holder that no longer prolongs its lease.
func TestADrawingGoesOnAfterAServerIsKilled(t *testing.T) {
	printrun.InParts(t, 2, 500)
	w := newWorks(t)
	w.plan(doors(w.houses(w.way, 1, 5))...)
	id := w.make(printrun.Order{Source: printrun.FromPlanned})
	w.take(id, printrun.StepProof)
	if r := w.read(id); r.Job.State != printrun.Queued {
		t.Fatalf("once it is signed its files are %q, want queued", r.Job.State)
	}
	want := w.files(id)
	if len(want) != 3 {
		t.Fatalf("%d files, want three", len(want))
	}
	for _, kept := range []int{0, 1, 2} { // so many files were there
		_, err := w.pool.Exec(t.Context(), `UPDATE print_run SET job = 'running', holder = $2, lease = clock_timestamp() - interval '1 second' WHERE id = $1`, id, uuid.New())
		if err == nil {
			_, err = w.pool.Exec(t.Context(), `DELETE FROM print_run_part WHERE run = $1 AND n > $2`, id, kept)
		}
		if err != nil {
			t.Fatal(err)
		}
		if r := w.read(id); r.Job.Plates != 2*kept {
			t.Errorf("%d plates are told to be done, want %d", r.Job.Plates, 2*kept)
		}
		if worked, err := w.runs.WorkOnce(t.Context(), uuid.New()); !worked || err != nil {
			t.Fatalf("WorkOnce() = %v, %v", worked, err)
		}
		got, err := w.runs.Parts(t.Context(), id)
		if err != nil || !slices.Equal(got, want) || w.read(id).Job.State != printrun.Passed {
			t.Errorf("gone on after %d files: %+v, %v, want %+v", kept, got, err, want)
		}
	}
}

// TestAServerThatStopsPutsTheRunBack stops while the first file is drawn.
func TestAServerThatStopsPutsTheRunBack(t *testing.T) {
	w := newWorks(t)
	w.plan(doors(w.houses(w.way, 1, 2))...)
	id := w.make(printrun.Order{Source: printrun.FromPlanned})
	w.take(id, printrun.StepProof)
	ctx, stop := context.WithCancel(t.Context())
	w.runs.Demo = true
	go stop()
	_, _ = w.runs.WorkOnce(ctx, uuid.New()) // stopped anywhere
	if r := w.read(id); r.Job.State != printrun.Queued && r.Job.State != printrun.Passed {
		t.Errorf("after the stop the files are %q", r.Job.State)
	}
	if _, err := w.runs.WorkOnce(t.Context(), uuid.New()); err != nil {
		t.Fatal(err)
	}
	if r := w.read(id); r.Job.State != printrun.Passed {
		t.Errorf("gone on: %q %s", r.Job.State, r.Job.Why)
	}
}

// TestALargeRunIsSignedAtOnceAndItsFaultsAreNamed has plates that cannot be drawn
// in a run too large to draw while who signs it waits.
func TestALargeRunIsSignedAtOnceAndItsFaultsAreNamed(t *testing.T) {
	printrun.InParts(t, 2, 3)
	w := newWorks(t)
	long := w.place("江山市双塔街道文苑社区城北工业园区示例大道北段东侧支路")
	w.plan(doors(append(w.houses(w.way, 1, 3), w.houses(long, 7, 2)...))...)
	id := w.make(printrun.Order{Source: printrun.FromPlanned})
	w.take(id, printrun.StepProof)
	if worked, err := w.runs.WorkOnce(t.Context(), uuid.New()); !worked || err != nil {
		t.Fatalf("WorkOnce() = %v, %v", worked, err)
	}
	r := w.read(id)
	if r.Job.State != printrun.Failed || len(r.Job.Faults) != 2 {
		t.Fatalf("job %+v, want failed with two plates named", r.Job)
	}
	faults, err := w.runs.Undrawn(t.Context(), r)
	if err != nil || len(faults) != 2 || faults[0].Err == nil || faults[0].N != r.Job.Faults[0] {
		t.Errorf("undrawn: %+v, %v", faults, err)
	}
	wantContent(t, "released", w.try(id, printrun.Act{Step: printrun.StepRelease}), "没有通过读码核对")
	for _, f := range faults {
		p, err := w.plates.ByID(t.Context(), f.Plate.ID)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.plates.Take(t.Context(), uuid.New(), p.ID, p.Tag, plate.Act{Step: plate.StepVoid, On: today, Note: "名称太长"}, today); err != nil {
			t.Fatal(err)
		}
	}
	w.take(id, printrun.StepReopen)
	if r := w.read(id); r.Job.State != printrun.NoJob || len(r.Job.Faults) != 0 {
		t.Errorf("reopened: %+v", r.Job)
	}
	w.take(id, printrun.StepProof)
	if parts := w.files(id); len(parts) == 0 || w.read(id).Kinds[artwork.DoorSmall] != 3 {
		t.Errorf("mended: %+v", parts)
	}
}
