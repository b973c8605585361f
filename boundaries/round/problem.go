package round

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/ledger"
	"diming/internal/pg"
	"diming/internal/version"
)

// ObjectKinds are what a problem may be about.
var ObjectKinds = []string{"marker", "segment", "line", "building", "other"}

// A Problem is something that an inspection found and somebody is to solve.
type Problem struct {
	ID         uuid.UUID
	Text       string
	ObjectKind string
	Object     *uuid.UUID // the marker or segment, where the register holds it
	ObjectName string     // or in words
	Record     *uuid.UUID // the field record that found it
	Handler    string     // the unit that handles it
	Due        version.Date
	Solved     version.Date // zero: not yet
	Solution   string
	Actor      uuid.UUID
	At         time.Time
}

// unhandled tells a problem for which nobody answers, or without a day.
func (p Problem) unhandled() bool {
	return p.Solved.IsZero() && (p.Handler == "" || p.Due.IsZero())
}

// Problems gives those of a task, unsolved ones first by their due date.
func (s *Store) Problems(ctx context.Context, task uuid.UUID) ([]Problem, error) {
	return problemsOf(ctx, s.DB, task)
}

func problemsOf(ctx context.Context, db pg.DB, task uuid.UUID) ([]Problem, error) {
	rows, err := db.Query(ctx, `SELECT id, text, object_kind, object, object_name, record, handler, due, solved, solution, actor, at
		FROM task_problem WHERE task = $1 ORDER BY solved NULLS FIRST, due NULLS FIRST, id`, task)
	if err != nil {
		return nil, fmt.Errorf("problems of task %s: %w", task, err)
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[Problem])
}

// AddProblem records what was found, from the check of papers until the report
// is drafted. Handler and due date may come later, but before the report.
func (s *Store) AddProblem(ctx context.Context, by Actor, task uuid.UUID, revision int64, p Problem) (uuid.UUID, int64, error) {
	p.ID = uuid.Must(uuid.NewV7())
	p.Text, p.ObjectName, p.Handler = strings.TrimSpace(p.Text), strings.TrimSpace(p.ObjectName), strings.TrimSpace(p.Handler)
	entry, err := s.change(ctx, by, task, revision, func(tx pgx.Tx, t Task) (int64, error) {
		switch {
		case !t.State.takesProblems():
			return 0, ErrStep
		case p.Text == "" || !slices.Contains(ObjectKinds, p.ObjectKind):
			return 0, ErrMissing
		}
		entry, err := ledger.Append(ctx, tx, ledger.Entry{Actor: by.Account, Action: "boundary_task.problem", Kind: "boundary_task", Object: task, County: t.Line.county(),
			After: ledger.Fields{"problem": p.ID.String(), "text": p.Text, "about": strings.TrimSpace(p.ObjectKind + " " + p.ObjectName), "handler": p.Handler, "due": p.Due.String()}})
		if err != nil {
			return 0, err
		}
		_, err = tx.Exec(ctx, `INSERT INTO task_problem (id, task, text, object_kind, object, object_name, record, handler, due, actor, entry)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
			p.ID, task, p.Text, p.ObjectKind, p.Object, p.ObjectName, p.Record, p.Handler, p.Due, by.Account, entry)
		if err != nil {
			return 0, err
		}
		return entry, raise(ctx, tx, task)
	})
	return p.ID, entry, err
}

// Handle says which unit handles a problem and until when.
func (s *Store) Handle(ctx context.Context, by Actor, task uuid.UUID, revision int64, problem uuid.UUID, handler string, due version.Date) (int64, error) {
	handler = strings.TrimSpace(handler)
	return s.onProblem(ctx, by, task, revision, problem, func(tx pgx.Tx, t Task, p Problem) (int64, error) {
		if handler == "" || due.IsZero() {
			return 0, ErrMissing
		}
		entry, err := ledger.Append(ctx, tx, ledger.Entry{Actor: by.Account, Action: "boundary_task.handle", Kind: "boundary_task", Object: task, County: t.Line.county(),
			Before: ledger.Fields{"problem": problem.String(), "handler": p.Handler, "due": p.Due.String()}, After: ledger.Fields{"handler": handler, "due": due.String()}})
		if err != nil {
			return 0, err
		}
		_, err = tx.Exec(ctx, `UPDATE task_problem SET handler = $2, due = $3, entry = $4 WHERE id = $1`, problem, handler, due, entry)
		return entry, err
	})
}

// Solve says how a problem was solved.
func (s *Store) Solve(ctx context.Context, by Actor, task uuid.UUID, revision int64, problem uuid.UUID, on version.Date, solution string) (int64, error) {
	solution = strings.TrimSpace(solution)
	if on.IsZero() {
		on = s.today()
	}
	return s.onProblem(ctx, by, task, revision, problem, func(tx pgx.Tx, t Task, p Problem) (int64, error) {
		switch {
		case solution == "":
			return 0, ErrMissing
		case s.today().Before(on):
			return 0, ErrDates
		}
		entry, err := ledger.Append(ctx, tx, ledger.Entry{Actor: by.Account, Action: "boundary_task.solve", Kind: "boundary_task", Object: task, County: t.Line.county(),
			After: ledger.Fields{"problem": problem.String(), "solved": on.String(), "solution": solution}})
		if err != nil {
			return 0, err
		}
		_, err = tx.Exec(ctx, `UPDATE task_problem SET solved = $2, solution = $3, entry = $4 WHERE id = $1`, problem, on, solution, entry)
		return entry, err
	})
}

// onProblem makes a change of an unsolved problem.
func (s *Store) onProblem(ctx context.Context, by Actor, task uuid.UUID, revision int64, problem uuid.UUID, do func(pgx.Tx, Task, Problem) (int64, error)) (int64, error) {
	return s.change(ctx, by, task, revision, func(tx pgx.Tx, t Task) (int64, error) {
		all, err := problemsOf(ctx, tx, task)
		if err != nil {
			return 0, err
		}
		at := slices.IndexFunc(all, func(p Problem) bool { return p.ID == problem })
		switch {
		case at < 0:
			return 0, ErrNoProblem
		case !all[at].Solved.IsZero() || !t.State.Open():
			return 0, ErrStep
		}
		entry, err := do(tx, t, all[at])
		if err != nil {
			return 0, err
		}
		return entry, raise(ctx, tx, task)
	})
}
