package event

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/pg"
)

const eventColumns = `e.id, e.county, e.tag, e.started, e.until, e.ended, e.report,
	s.hazard, s.signal, s.title, s.todo, s.body, s.number, s.issued, s.areas, s.at`

const eventTables = `disaster_event e JOIN LATERAL (SELECT * FROM disaster_step WHERE event = e.id ORDER BY n DESC LIMIT 1) s ON true`

func scanEvent(row pgx.CollectableRow) (Event, error) {
	var e Event
	err := row.Scan(&e.ID, &e.County, &e.Tag, &e.Started, &e.Until, &e.Ended, &e.Report,
		&e.Hazard, &e.Signal, &e.Title, &e.Todo, &e.Body, &e.Number, &e.Issued, &e.Areas, &e.Changed)
	return e, err
}

// Going gives the events that warn now, those of the strongest colour first.
func (s *Store) Going(ctx context.Context) ([]Event, error) {
	all, err := list(ctx, s.DB, `e.started <= $1 AND $1 < e.until AND (e.ended IS NULL OR $1 < e.ended)
		ORDER BY array_position(`+colours+`, s.signal) DESC, e.started DESC, e.id`, s.now())
	if err != nil {
		return nil, fmt.Errorf("going disaster events: %w", err)
	}
	return all, nil
}

// Coming gives the events that warn now or will: what may change by the clock
// alone. Nothing that is over warns again but by a step of the ledger.
func (s *Store) Coming(ctx context.Context) ([]Event, error) {
	all, err := list(ctx, s.DB, `$1 < e.until AND (e.ended IS NULL OR $1 < e.ended)
		ORDER BY array_position(`+colours+`, s.signal) DESC, e.started DESC, e.id`, s.now())
	if err != nil {
		return nil, fmt.Errorf("coming disaster events: %w", err)
	}
	return all, nil
}

const colours = `'{none,blue,yellow,orange,red}'::text[]`

// A Cursor is where a page of the list ended. The zero Cursor is before the first.
type Cursor struct {
	As      time.Time // of the first page: what goes on is what went on then
	Going   bool
	Started time.Time
	ID      uuid.UUID
}

// List gives the events of counties, those that warn first, then the newest; all
// counties' if whole. At most limit after a cursor; next is zero at the end.
func (s *Store) List(ctx context.Context, counties []uuid.UUID, whole bool, after Cursor, limit int) (all []Event, next Cursor, err error) {
	first := after.ID == uuid.Nil
	if first {
		after.As = s.now().Truncate(time.Microsecond) // as the database keeps moments
	}
	all, err = list(ctx, s.DB, `($2 OR e.county = ANY($3))
		AND ($4 OR (`+goingOn+`, e.started) < ($5::boolean, $6::timestamptz) OR (`+goingOn+`, e.started) = ($5, $6) AND e.id > $7)
		ORDER BY `+goingOn+` DESC, e.started DESC, e.id LIMIT $8 + 1`, after.As, whole, counties, first, after.Going, after.Started, after.ID, limit)
	if err != nil {
		return nil, Cursor{}, fmt.Errorf("disaster events: %w", err)
	}
	if len(all) > limit {
		all = all[:limit]
		last := all[limit-1]
		next = Cursor{after.As, !last.Over(after.As), last.Started, last.ID}
	}
	return all, next, nil
}

// goingOn says whether an event warned, or was about to, at the moment $1.
const goingOn = `($1::timestamptz < e.until AND coalesce(e.ended > $1, true))`

// ByID gives an event as it stands.
func (s *Store) ByID(ctx context.Context, id uuid.UUID) (Event, error) {
	e, err := one(ctx, s.DB, id)
	if err != nil {
		return e, fmt.Errorf("disaster event %s: %w", id, err)
	}
	return e, nil
}

// Steps gives what was done with an event, in order.
func (s *Store) Steps(ctx context.Context, id uuid.UUID) ([]Step, error) {
	rows, err := s.DB.Query(ctx, `SELECT n, step, hazard, signal, title, todo, body, number, issued, areas, until, note, actor, at
		FROM disaster_step WHERE event = $1 ORDER BY n`, id)
	if err != nil {
		return nil, fmt.Errorf("steps of disaster event %s: %w", id, err)
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (Step, error) {
		var t Step
		err := row.Scan(&t.N, &t.Step, &t.Hazard, &t.Signal, &t.Title, &t.Todo, &t.Body, &t.Number, &t.Issued, &t.Areas, &t.Until, &t.Note, &t.Actor, &t.At)
		return t, err
	})
}

func one(ctx context.Context, db pg.DB, id uuid.UUID) (Event, error) {
	rows, err := db.Query(ctx, `SELECT `+eventColumns+` FROM `+eventTables+` WHERE e.id = $1`, id)
	if err != nil {
		return Event{}, err
	}
	e, err := pgx.CollectExactlyOneRow(rows, scanEvent)
	if errors.Is(err, pgx.ErrNoRows) {
		return Event{}, ErrNotFound
	}
	return e, err
}

func list(ctx context.Context, db pg.DB, condition string, args ...any) ([]Event, error) {
	rows, err := db.Query(ctx, `SELECT `+eventColumns+` FROM `+eventTables+` WHERE `+condition, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanEvent)
}
