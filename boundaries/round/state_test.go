package round_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"diming/boundaries"
	"diming/boundaries/round"
	"diming/internal/pg"
)

var states = []round.State{round.Planned, round.PlanSigned, round.Indoor, round.Field, round.Issues, round.ReportDraft, round.Signed, round.Submitted, round.Filed, round.Archived, round.Cancelled}

func TestTheDatabaseHoldsTheSameStepsAsTheProgram(t *testing.T) {
	w := newWorld(t)
	rows, err := w.pool.Query(t.Context(), `SELECT from_state, to_state FROM boundary_task_transition`)
	if err != nil {
		t.Fatal(err)
	}
	held, err := pgx.CollectRows(rows, pgx.RowToStructByPos[round.Move])
	if err != nil {
		t.Fatal(err)
	}
	for _, from := range states {
		for _, to := range states {
			m := round.Move{From: from, To: to}
			if got := slices.Contains(held, m); got != m.May() || got != slices.Contains(from.Next(), to) {
				t.Errorf("%s to %s: the database says %v, the program %v", from, to, got, m.May())
			}
		}
	}
}

func TestTheDatabaseRefusesEveryOtherStep(t *testing.T) {
	w := newWorld(t)
	id := w.fifth(t)
	tried := 0
	for _, to := range states {
		if m := (round.Move{From: round.Planned, To: to}); m.May() || to == round.Planned {
			continue
		}
		_, err := w.pool.Exec(t.Context(), `UPDATE boundary_task SET state = $2, revision = revision + 1,
			completed = CASE WHEN $2 IN ('submitted', 'filed', 'archived') THEN '2026-01-01'::date END WHERE id = $1`, id, string(to))
		var refused *pgconn.PgError
		if !errors.As(err, &refused) || refused.ConstraintName != "boundary_task_step" {
			t.Errorf("planned to %s: %v, want it refused", to, err)
		}
		tried++
	}
	if _, err := w.pool.Exec(t.Context(), `UPDATE boundary_task SET state = 'cancelled' WHERE id = $1`, id); err == nil {
		t.Error("a change that raises no revision was taken")
	}
	if tried != 8 {
		t.Errorf("%d steps were tried, want 8", tried)
	}
}

func TestTheDatabaseWantsBothSignaturesAndAHandler(t *testing.T) {
	w := newWorld(t)
	id := w.fifth(t)
	w.paper(t, ours, id, "plan", false)
	for _, to := range []round.State{round.PlanSigned, round.Indoor, round.Field, round.Issues} {
		w.take(t, ours, id, to, "")
	}
	if _, _, err := w.tasks.AddProblem(t.Context(), ours, id, 0, round.Problem{Text: "松动", ObjectKind: "marker"}); err != nil {
		t.Fatal(err)
	}
	move := func(to string) error {
		_, err := w.pool.Exec(t.Context(), `UPDATE boundary_task SET state = $2, revision = revision + 1 WHERE id = $1`, id, to)
		return err
	}
	if move("report_draft") == nil {
		t.Error("the report was drafted over a problem that nobody handles")
	}
	if _, err := w.pool.Exec(t.Context(), `UPDATE task_problem SET handler = '某局', due = '2026-12-01' WHERE task = $1`, id); err != nil {
		t.Fatal(err)
	}
	if err := move("report_draft"); err != nil {
		t.Fatal(err)
	}
	if move("signed") == nil {
		t.Error("a report was signed by nobody")
	}
}

// coSigned says of every task that its records are signed jointly.
type coSigned bool

func (c coSigned) Joint(context.Context, pg.DB, uuid.UUID) (bool, error) { return bool(c), nil }

func TestTheCoSignatureOfTheRecordsSignsTheReport(t *testing.T) {
	w := newWorld(t)
	id := w.fifth(t)
	w.paper(t, ours, id, "plan", false)
	for _, to := range []round.State{round.PlanSigned, round.Indoor, round.Field, round.Issues, round.ReportDraft} {
		w.take(t, ours, id, to, "")
	}
	w.tasks.CoSigner = coSigned(false)
	var lack *round.LackError
	if _, err := w.tasks.Take(t.Context(), ours, id, 0, round.Taking{To: round.Signed}); !errors.As(err, &lack) {
		t.Fatalf("signed with records that are not: %v", err)
	}
	w.tasks.CoSigner = coSigned(true)
	w.take(t, ours, id, round.Signed, "")
	signed, err := w.tasks.Signings(t.Context(), id)
	if err != nil || len(signed) != 2 || signed[0].Means != round.ByRecords || signed[1].Side != boundaries.SideB {
		t.Errorf("Signings() = %+v, %v", signed, err)
	}
}
