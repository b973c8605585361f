package main

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/uuid"

	"diming/boundaries"
	"diming/gazetteer"
	"diming/importers/job"
	"diming/internal/ledger"
	"diming/internal/pg"
)

func TestAnImportGoesOnWhereItsServerWasKilled(t *testing.T) {
	t.Parallel() // most of it is waiting for other processes

	const rows = 11_000 // three batches
	h, admin := newRegister(t)
	first := h.serve().ready()
	pool, err := pg.Open(t.Context(), strings.TrimPrefix(h.env[1], "DIMING_DATABASE_URL="), pg.Options{AppName: "test"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	jobs := job.NewStore(pool, &gazetteer.Store{DB: pool, Boundaries: &boundaries.Store{DB: pool}}, filepath.Join(h.data(), "imports"))
	brought, err := jobs.Take(t.Context(), ledger.Console, "many.csv", strings.NewReader(placeTable(rows, false)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := jobs.Run(t.Context(), brought.ID, nil); err != nil {
		t.Fatal(err)
	}
	state := func() job.Job {
		j, err := jobs.Job(t.Context(), brought.ID)
		if err != nil {
			t.Fatal(err)
		}
		return j
	}
	eventually(t, "the first batch is in", func() error {
		if j := state(); j.Progress.Rows == 0 {
			return fmt.Errorf("%s, %s", j.State, j.Failure)
		}
		return nil
	})
	first.kill()
	if j := state(); j.State != job.Running {
		t.Fatalf("after the kill: %s, want that it still says running", j.State)
	}
	h.serve().ready()
	eventually(t, "the next server has gone on", func() error {
		if j := state(); j.State != job.Done {
			return fmt.Errorf("%s, %d rows, %s", j.State, j.Progress.Rows, j.Failure)
		}
		return nil
	})
	j := state()
	if got := number(t, admin, `SELECT count(*) FROM place`); got != rows || j.Report.Read != rows || j.Report.Unchanged == 0 {
		t.Errorf("%d places, report %d read, %d unchanged; want every row once and those before the kill unchanged", got, j.Report.Read, j.Report.Unchanged)
	}
	done, err := jobs.Undo(t.Context(), brought.ID, uuid.New(), "试", true, nil)
	if err != nil || done.Withdrawn != rows {
		t.Errorf("Undo() = %d withdrawn, %v, want what both servers wrote", done.Withdrawn, err)
	}
}
