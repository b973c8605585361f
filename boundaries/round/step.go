package round

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries"
	"diming/internal/ledger"
	"diming/internal/pg"
	"diming/internal/version"
)

// A Step is one that a task took.
type Step struct {
	From, To State
	Side     boundaries.Side // on which side who took it stood
	On       version.Date    // the day that counts
	At       time.Time       // when it was entered
	Actor    uuid.UUID
	Note     string
	Paper    *uuid.UUID
}

// Steps gives those of a task, the first first.
func (s *Store) Steps(ctx context.Context, task uuid.UUID) ([]Step, error) {
	rows, err := s.DB.Query(ctx, `SELECT from_state, to_state, coalesce(side, ''), on_day, at, actor, note, paper FROM task_step WHERE task = $1 ORDER BY n`, task)
	if err != nil {
		return nil, fmt.Errorf("steps of task %s: %w", task, err)
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[Step])
}

// A Taking is a step as it is taken.
type Taking struct {
	To    State
	On    version.Date // zero: today
	Note  string
	Paper *uuid.UUID
}

// Take takes a task a step on. The leading side takes the steps; the other side
// enters one with the paper or the words that show it. A *LackError says what
// the step still wants.
func (s *Store) Take(ctx context.Context, by Actor, id uuid.UUID, revision int64, t Taking) (int64, error) {
	t.Note = strings.TrimSpace(t.Note)
	return s.change(ctx, by, id, revision, func(tx pgx.Tx, task Task) (int64, error) {
		if t.To == Signed {
			if err := s.coSign(ctx, tx, by, task); err != nil {
				return 0, err
			}
		}
		return s.take(ctx, tx, by, task, t)
	})
}

// take writes a step in a task that is locked.
func (s *Store) take(ctx context.Context, tx pgx.Tx, by Actor, task Task, t Taking) (int64, error) {
	move := Move{task.State, t.To}
	if !move.May() {
		return 0, ErrStep
	}
	if t.On.IsZero() {
		t.On = s.today()
	}
	if err := s.dated(ctx, tx, task.ID, t.On); err != nil {
		return 0, err
	}
	if err := holds(ctx, tx, task.ID, t.Paper); err != nil {
		return 0, err
	}
	facts, err := factsOf(ctx, tx, task.ID)
	if err != nil {
		return 0, err
	}
	lacks := move.Missing(facts, t.Note)
	if by.Side != task.Lead && t.To != Signed && t.Note == "" && t.Paper == nil {
		lacks = append(lacks, LackEvidence)
	}
	if len(lacks) > 0 {
		return 0, &LackError{lacks}
	}
	entry, err := ledger.Append(ctx, tx, ledger.Entry{Actor: by.Account, Action: "boundary_task.step", Kind: "boundary_task", Object: task.ID, County: task.Line.county(),
		Reason: t.Note, Before: ledger.Fields{"state": string(task.State)}, After: ledger.Fields{"state": string(t.To), "on": t.On.String(), "side": string(by.Side)}})
	if err != nil {
		return 0, err
	}
	_, err = tx.Exec(ctx, `INSERT INTO task_step (task, n, from_state, to_state, side, on_day, actor, note, paper, entry)
		SELECT $1, 1 + count(*), $2, $3, nullif($4, ''), $5, $6, $7, $8, $9 FROM task_step WHERE task = $1`,
		task.ID, string(task.State), string(t.To), string(by.Side), t.On, by.Account, t.Note, t.Paper, entry)
	if err != nil {
		return 0, err
	}
	if move == (Move{Submitted, ReportDraft}) {
		if _, err := tx.Exec(ctx, `UPDATE task_signing SET voided = $2 WHERE task = $1 AND voided IS NULL`, task.ID, entry); err != nil {
			return 0, err
		}
	}
	_, err = tx.Exec(ctx, `UPDATE boundary_task SET state = $2, revision = revision + 1, completed = CASE $2 WHEN 'submitted' THEN $3::date
		WHEN 'report_draft' THEN NULL ELSE completed END WHERE id = $1`, task.ID, string(t.To), t.On)
	return entry, err
}

// dated refuses a day in the future, or before the step that came last.
func (s *Store) dated(ctx context.Context, tx pgx.Tx, task uuid.UUID, on version.Date) error {
	var last version.Date
	if err := tx.QueryRow(ctx, `SELECT max(on_day) FROM task_step WHERE task = $1`, task).Scan(&last); err != nil {
		return err
	}
	if s.today().Before(on) || !last.IsZero() && on.Before(last) {
		return ErrDates
	}
	return nil
}

// factsOf reads what steps are judged by.
func factsOf(ctx context.Context, db pg.DB, task uuid.UUID) (Facts, error) {
	f := Facts{Papers: map[string]int{}, Signed: map[boundaries.Side]bool{}}
	if err := db.QueryRow(ctx, `SELECT count(*) FROM task_minutes WHERE task = $1`, task).Scan(&f.Minutes); err != nil {
		return f, err
	}
	papers, err := papersOf(ctx, db, task)
	if err != nil {
		return f, err
	}
	for _, p := range papers {
		if p.Side == "" {
			f.Papers[p.Kind]++
		}
	}
	if f.Problems, err = problemsOf(ctx, db, task); err != nil {
		return f, err
	}
	signings, err := signingsOf(ctx, db, task)
	for _, s := range signings {
		f.Signed[s.Side] = true
	}
	return f, err
}

// Facts gives what the steps of a task are judged by.
func (s *Store) Facts(ctx context.Context, task uuid.UUID) (Facts, error) {
	return factsOf(ctx, s.DB, task)
}

// change locks a task, refuses it where it is no longer the one that was read,
// and makes one change of it. Revision 0 stands for whichever there is. What
// changes it raises its revision.
func (s *Store) change(ctx context.Context, by Actor, id uuid.UUID, revision int64, do func(tx pgx.Tx, t Task) (int64, error)) (int64, error) {
	if by.Side != boundaries.SideA && by.Side != boundaries.SideB {
		return 0, fmt.Errorf("boundary task %s: %w", id, ErrSide)
	}
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		t, err := s.one(ctx, tx, id, " FOR NO KEY UPDATE OF t")
		if err != nil {
			return err
		}
		if revision != 0 && revision != t.Revision {
			return ErrChanged
		}
		entry, err = do(tx, t)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("boundary task %s: %w", id, refusal(err))
	}
	return entry, nil
}

// raise counts a task's revision up.
func raise(ctx context.Context, tx pgx.Tx, task uuid.UUID) error {
	_, err := tx.Exec(ctx, `UPDATE boundary_task SET revision = revision + 1 WHERE id = $1`, task)
	return err
}
