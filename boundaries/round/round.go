// Package round plans the joint inspections 联合检查 of boundary lines: rounds
// of five years (行政区域界线管理条例 art. 12), the task of each line in them,
// and special checks 专项检查 of a stretch outside rounds.
//
// A task belongs to the two owners of its line. What they share both see; a
// side's own notes and papers the other does not. Steps go by one table
// (state.go, and boundary_task_transition in the database).
package round

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"diming/boundaries"
	"diming/internal/ledger"
	"diming/internal/pg"
	"diming/internal/version"
)

// Errors that callers tell apart with errors.Is.
var (
	ErrNoRound   = errors.New("no such round")
	ErrNotFound  = errors.New("boundary task not found")
	ErrNoProblem = errors.New("the task has no such problem")
	ErrNoPaper   = errors.New("the task has no such paper")
	ErrNoLine    = errors.New("no boundary line of that id stands today")
	// ErrChanged refuses a change of a version that is no longer the present one.
	ErrChanged = errors.New("the boundary task was changed meanwhile")
	// ErrStep refuses a step that the task cannot take where it stands.
	ErrStep = errors.New("the boundary task cannot take this step now")
	// ErrPlanned refuses to plan a line twice in one round.
	ErrPlanned = errors.New("the line is in this round already")
	// ErrRound refuses a round that its office has planned already.
	ErrRound = errors.New("the round is there already")
	// ErrYears refuses years that are none of a round.
	ErrYears = errors.New("the years are not those of a round")
	// ErrMissing refuses what lacks words that it needs.
	ErrMissing = errors.New("something that is needed is not said")
	// ErrDates refuses a day in the future, or before what it follows.
	ErrDates = errors.New("the day lies in the future or before what it follows")
	// ErrLead refuses a lead by an owner that is no division.
	ErrLead = errors.New("the owner on that side is no division and leads nothing")
	// ErrSide refuses a change by somebody of neither side.
	ErrSide = errors.New("a boundary task is changed by one of its sides")
)

// A LackError lists what a step still wants.
type LackError struct{ Lacks []Lack }

func (e *LackError) Error() string {
	words := make([]string, len(e.Lacks))
	for i, l := range e.Lacks {
		words[i] = string(l)
	}
	return "the step wants: " + strings.Join(words, ", ")
}

// A CoSigner tells whether the field records of a task are signed jointly,
// which counts as both sides' signature of the result.
type CoSigner interface {
	Joint(ctx context.Context, db pg.DB, task uuid.UUID) (bool, error)
}

// A Store keeps rounds and tasks.
type Store struct {
	DB       pg.DB
	CoSigner CoSigner // nil: reports are signed one side at a time
	Today    func() version.Date
}

// An Actor is who changes a task, and on which side they stand.
type Actor struct {
	Account uuid.UUID
	Side    boundaries.Side
}

// A Round is one round of inspections, such as the fifth 第五轮.
type Round struct {
	ID           uuid.UUID
	Division     uuid.UUID
	DivisionName string
	Ordinal      int
	From, To     int // years
	Basis        string
	Tasks        int // all but the cancelled
	Done         int // of them reported, filed or archived
	Overdue      int
}

// Years gives the years of a round.
func (r Round) Years() []int {
	var years []int
	for y := r.From; y <= r.To; y++ {
		years = append(years, y)
	}
	return years
}

// A Draft is a round as an office plans it.
type Draft struct {
	Division uuid.UUID
	Ordinal  int
	From, To int
	Basis    string
	Slots    []Slot
}

func (d Draft) check() error {
	switch {
	case strings.TrimSpace(d.Basis) == "" || len(d.Slots) == 0:
		return ErrMissing
	case d.Ordinal < 1 || d.Ordinal > 99 || d.From < 1980 || d.To > 2200 || d.To < d.From || d.To > d.From+9:
		return ErrYears
	}
	for _, s := range d.Slots {
		if s.Year < d.From || s.Year > d.To || s.Lead != boundaries.SideA && s.Lead != boundaries.SideB {
			return ErrYears
		}
	}
	return nil
}

// Create begins a round with a task for each of its lines, due by the end of
// its year. A line stands once in a round of one number, whichever office
// planned it.
func (s *Store) Create(ctx context.Context, actor uuid.UUID, d Draft) (uuid.UUID, int64, error) {
	if err := d.check(); err != nil {
		return uuid.Nil, 0, fmt.Errorf("create round: %w", err)
	}
	id := uuid.Must(uuid.NewV7())
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		var rows ledger.Digester
		for _, slot := range d.Slots {
			if err := rows.Add(ledger.Fields{"line": slot.Line.String(), "year": int64(slot.Year), "lead": string(slot.Lead)}); err != nil {
				return err
			}
		}
		digest := rows.Digest()
		var err error
		entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "boundary_round.create", Kind: "boundary_round", Object: id,
			After: ledger.Fields{"division": d.Division.String(), "ordinal": int64(d.Ordinal), "from_year": int64(d.From), "to_year": int64(d.To),
				"basis": d.Basis, "lines": int64(digest.Count), "lines_sha256": digest.SHA256}})
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO boundary_round (id, division, ordinal, from_year, to_year, basis, entry) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			id, d.Division, d.Ordinal, d.From, d.To, d.Basis, entry)
		if err != nil {
			return err
		}
		for _, slot := range d.Slots {
			if err := s.plan(ctx, tx, actor, id, d.Ordinal, slot, entry); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return uuid.Nil, 0, fmt.Errorf("create round: %w", refusal(err))
	}
	return id, entry, nil
}

// Add takes another line into a round.
func (s *Store) Add(ctx context.Context, actor, round uuid.UUID, slot Slot) (uuid.UUID, error) {
	id := uuid.Must(uuid.NewV7())
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		r, err := roundByID(ctx, tx, round, s.today())
		if err != nil {
			return err
		}
		if slot.Year < r.From || slot.Year > r.To {
			return ErrYears
		}
		entry, err := ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "boundary_task.plan", Kind: "boundary_task", Object: id,
			After: ledger.Fields{"round": round.String(), "line": slot.Line.String(), "year": int64(slot.Year), "lead": string(slot.Lead)}})
		if err != nil {
			return err
		}
		return s.planAs(ctx, tx, actor, id, round, r.Ordinal, slot, entry)
	})
	if err != nil {
		return uuid.Nil, fmt.Errorf("add a line to round %s: %w", round, refusal(err))
	}
	return id, nil
}

func (s *Store) plan(ctx context.Context, tx pgx.Tx, actor, round uuid.UUID, ordinal int, slot Slot, entry int64) error {
	return s.planAs(ctx, tx, actor, uuid.Must(uuid.NewV7()), round, ordinal, slot, entry)
}

func (s *Store) planAs(ctx context.Context, tx pgx.Tx, actor, id, round uuid.UUID, ordinal int, slot Slot, entry int64) error {
	l, err := lineByID(ctx, tx, slot.Line, s.today())
	if err != nil {
		return err
	}
	if l.Owners[side(slot.Lead)].Division == nil {
		return ErrLead
	}
	_, err = tx.Exec(ctx, `INSERT INTO boundary_task (id, line, round, ordinal, year, lead, due, opened_by, entry)
		VALUES ($1, $2, $3, $4, $5::integer, $6, make_date($5, 12, 31), $7, $8)`, id, slot.Line, round, ordinal, slot.Year, slot.Lead, actor, entry)
	return err
}

// refusal tells the named constraints of the tables apart.
func refusal(err error) error {
	var refused *pgconn.PgError
	if !errors.As(err, &refused) {
		return err
	}
	switch refused.ConstraintName {
	case "boundary_round_once":
		return ErrRound
	case "boundary_task_once":
		return ErrPlanned
	case "boundary_task_step":
		return ErrStep
	}
	return err
}

func (s *Store) today() version.Date {
	if s.Today != nil {
		return s.Today()
	}
	return version.Today()
}
