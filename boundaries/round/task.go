package round

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/internal/ledger"
	"diming/internal/pg"
	"diming/internal/version"
)

// A Task is the inspection of one line in a round, or a special check.
type Task struct {
	ID         uuid.UUID
	Line       Line
	Round      *uuid.UUID // nil: a special check
	Ordinal    int        // of the round; 0 for a special check
	Year       int
	Lead       boundaries.Side
	Due        version.Date
	Reason     string // of a special check
	From, To   string // the ends of its stretch, in words
	State      State
	Revision   int64
	Completed  version.Date // when the result was reported; zero before
	Created    time.Time
	OpenedBy   uuid.UUID
	Problems   int          // unsolved ones
	ProblemDue version.Date // the earliest due date of those
	Rank       int          // of the list
}

// Overdue tells a task that is late, or has a problem that is.
func (t Task) Overdue() bool { return t.Rank == RankOverdue }

// Ranks of the list: what is overdue stands on top, then what is open, then
// what is done or cancelled.
const (
	RankOverdue = iota
	RankOpen
	RankDone
)

// taskFrom tells also the rank: overdue is a task whose result is late, or that
// has a problem past its day. $1 is today.
const taskFrom = ` FROM boundary_task t
	LEFT JOIN LATERAL (SELECT count(*) AS n, min(due) AS due FROM task_problem p WHERE p.task = t.id AND p.solved IS NULL) p ON t.state <> 'cancelled'
	CROSS JOIN LATERAL (SELECT CASE WHEN t.state <> 'cancelled' AND p.due < $1::date
			OR t.state NOT IN ('submitted', 'filed', 'archived', 'cancelled') AND t.due < $1::date THEN 0
		WHEN t.state IN ('archived', 'cancelled') THEN 2 ELSE 1 END AS rank,
		CASE WHEN t.state IN ('archived', 'cancelled') THEN 'infinity'::date ELSE least(t.due, p.due) END AS due) r ` + lineJoin

const taskColumns = `t.id, ` + lineColumns + `, t.round, coalesce(t.ordinal, 0), t.year, t.lead, t.due, t.reason, t.stretch_from, t.stretch_to,
	t.state, t.revision, t.completed, t.created, t.opened_by, coalesce(p.n, 0), p.due, r.rank`

func scanTask(row pgx.CollectableRow) (Task, error) {
	var t Task
	into := append([]any{&t.ID}, t.Line.targets()...)
	err := row.Scan(append(into, &t.Round, &t.Ordinal, &t.Year, &t.Lead, &t.Due, &t.Reason, &t.From, &t.To,
		&t.State, &t.Revision, &t.Completed, &t.Created, &t.OpenedBy, &t.Problems, &t.ProblemDue, &t.Rank)...)
	return t, err
}

// A Filter narrows a list of tasks; what is empty does not.
type Filter struct {
	Within  []uuid.UUID // divisions that reach a side of the line
	Whole   bool        // every line
	Round   *uuid.UUID
	Line    *uuid.UUID
	Year    int
	State   State
	Special bool // special checks alone
	Open    bool
	Overdue bool
	After   Cursor
	Limit   int
}

// A Cursor is where a page of the list ended.
type Cursor struct {
	Rank int
	Due  version.Date // zero where the rank does not go by it
	ID   uuid.UUID    // nil: the beginning
}

// Cursor is where a page that ends with t ended.
func (t Task) Cursor() Cursor {
	c := Cursor{Rank: t.Rank, ID: t.ID}
	if t.Rank == RankDone {
		return c
	}
	c.Due = t.Due
	if !t.ProblemDue.IsZero() && t.ProblemDue.Before(c.Due) {
		c.Due = t.ProblemDue
	}
	return c
}

// List gives the tasks that a filter lets through, overdue ones on top, within
// each rank what is due first.
func (s *Store) List(ctx context.Context, f Filter) ([]Task, error) {
	rows, err := s.DB.Query(ctx, `SELECT `+taskColumns+taskFrom+`
		WHERE ($2 OR EXISTS (SELECT FROM unnest(`+lineOwners+`) o, division_above(o) a WHERE a.division = ANY($3)))
			AND ($4::uuid IS NULL OR t.round = $4) AND ($5::uuid IS NULL OR t.line = $5) AND ($6 = 0 OR t.year = $6) AND ($7 = '' OR t.state = $7)
			AND (NOT $8 OR t.round IS NULL) AND (NOT $9 OR r.rank < 2) AND (NOT $10 OR r.rank = 0)
			AND ($11 = '00000000-0000-0000-0000-000000000000'::uuid OR (r.rank, r.due, t.id) > ($12::integer, coalesce($13::date, 'infinity'), $11))
		ORDER BY r.rank, r.due, t.id LIMIT $14`, s.today(), f.Whole, f.Within, f.Round, f.Line, f.Year, string(f.State), f.Special, f.Open, f.Overdue,
		f.After.ID, f.After.Rank, f.After.Due, f.Limit)
	if err != nil {
		return nil, fmt.Errorf("boundary tasks: %w", err)
	}
	return pgx.CollectRows(rows, scanTask)
}

// ByID gives one task.
func (s *Store) ByID(ctx context.Context, id uuid.UUID) (Task, error) {
	return s.one(ctx, s.DB, id, "")
}

func (s *Store) one(ctx context.Context, db pg.DB, id uuid.UUID, lock string) (Task, error) {
	rows, err := db.Query(ctx, `SELECT `+taskColumns+taskFrom+`WHERE t.id = $2`+lock, s.today(), id)
	if err != nil {
		return Task{}, err
	}
	t, err := pgx.CollectExactlyOneRow(rows, scanTask)
	if errors.Is(err, pgx.ErrNoRows) {
		return t, fmt.Errorf("boundary task %s: %w", id, ErrNotFound)
	}
	return t, err
}

// A Special is a special check 专项检查 of a stretch: after a disaster, a river
// that moved or a road that was rebuilt (条例 art. 12).
type Special struct {
	Line     uuid.UUID
	Lead     boundaries.Side
	Due      version.Date
	Reason   string
	From, To string              // its ends in words, such as 7号界桩
	Stretch  orb.MultiLineString // as drawn; nil: the words say it
}

// OpenSpecial begins a special check.
func (s *Store) OpenSpecial(ctx context.Context, actor uuid.UUID, x Special) (uuid.UUID, int64, error) {
	id := uuid.Must(uuid.NewV7())
	x.Reason, x.From, x.To = strings.TrimSpace(x.Reason), strings.TrimSpace(x.From), strings.TrimSpace(x.To)
	switch {
	case x.Reason == "" || x.Due.IsZero() || len(x.Stretch) == 0 && (x.From == "" || x.To == ""):
		return uuid.Nil, 0, fmt.Errorf("open special check: %w", ErrMissing)
	case x.Due.Before(s.today()):
		return uuid.Nil, 0, fmt.Errorf("open special check: %w", ErrDates)
	}
	var stretch orb.Geometry
	if len(x.Stretch) > 0 {
		stretch = x.Stretch
	}
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		l, err := lineByID(ctx, tx, x.Line, s.today())
		if err != nil {
			return err
		}
		if l.Owners[side(x.Lead)].Division == nil {
			return ErrLead
		}
		entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "boundary_task.open", Kind: "boundary_task", Object: id, County: l.county(), Reason: x.Reason,
			After: ledger.Fields{"line": x.Line.String(), "lead": string(x.Lead), "due": x.Due.String(), "from": x.From, "to": x.To}})
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO boundary_task (id, line, year, lead, due, reason, stretch_from, stretch_to, stretch, opened_by, entry)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
			id, x.Line, x.Due.Time().Year(), x.Lead, x.Due, x.Reason, x.From, x.To, stretch, actor, entry)
		return err
	})
	if err != nil {
		return uuid.Nil, 0, fmt.Errorf("open special check: %w", refusal(err))
	}
	return id, entry, nil
}

// Stretch gives the part of a line that a task is about, as drawn; nil where it
// is the whole line or told in words alone.
func (s *Store) Stretch(ctx context.Context, id uuid.UUID) (orb.MultiLineString, error) {
	var g orb.MultiLineString
	err := s.DB.QueryRow(ctx, `SELECT stretch FROM boundary_task WHERE id = $1`, id).Scan(&g)
	if errors.Is(err, pgx.ErrNoRows) {
		err = ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("stretch of task %s: %w", id, err)
	}
	return g, nil
}
