package round

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries"
	"diming/internal/pg"
	"diming/internal/version"
)

// A Line is what rounds know of a boundary line: as it is today, or as it last
// was.
type Line struct {
	ID     uuid.UUID
	Name   string
	Number string
	Level  boundaries.Level
	Metres float64
	Owners [2]Owner // of side a and of side b
}

// An Owner is a side of a line.
type Owner struct {
	Kind     string     // division, sea, not_held
	Division *uuid.UUID // nil where it is none
	Code     string
	Name     string
}

// Owner gives the owner of a side.
func (l Line) Owner(s boundaries.Side) Owner { return l.Owners[side(s)] }

// county is the code of the county by which the ledger files what is done to a
// task.
func (l Line) county() string { return l.Owners[0].Code[:min(6, len(l.Owners[0].Code))] }

// targets are where a row with lineColumns is scanned to.
func (l *Line) targets() []any {
	a, b := &l.Owners[0], &l.Owners[1]
	return []any{&l.ID, &l.Name, &l.Number, &l.Level, &l.Metres, &a.Kind, &a.Division, &a.Code, &a.Name, &b.Kind, &b.Division, &b.Code, &b.Name}
}

const (
	lineColumns = `l.line, l.name, l.number, l.level, l.length_m::float8, l.a_kind, l.a_division, coalesce(da.code, ''), coalesce(da.name, ''),
		l.b_kind, l.b_division, coalesce(db.code, ''), coalesce(db.name, '')`
	lineOwners = `ARRAY[l.a_division, l.b_division]`
	// lineJoin joins the line of a task t, and lineNames the owners of a line l,
	// as they are today, which is $1, or as they last were.
	lineJoin = `JOIN LATERAL (SELECT v.* FROM boundary_line_version v WHERE v.line = t.line AND upper_inf(v.recorded)
		ORDER BY v.valid @> $1::date DESC, upper(v.valid) DESC NULLS FIRST LIMIT 1) l ON true ` + lineNames
	lineNames = `LEFT JOIN LATERAL (SELECT d.code, d.name FROM division_version d WHERE d.division = l.a_division AND upper_inf(d.recorded)
		ORDER BY d.valid @> $1::date DESC, upper(d.valid) DESC NULLS FIRST LIMIT 1) da ON true
	LEFT JOIN LATERAL (SELECT d.code, d.name FROM division_version d WHERE d.division = l.b_division AND upper_inf(d.recorded)
		ORDER BY d.valid @> $1::date DESC, upper(d.valid) DESC NULLS FIRST LIMIT 1) db ON true `
)

// lineByID gives a line that stands today, or ErrNoLine.
func lineByID(ctx context.Context, db pg.DB, id uuid.UUID, today version.Date) (Line, error) {
	var l Line
	err := db.QueryRow(ctx, `SELECT `+lineColumns+` FROM boundary_line_version l JOIN boundary_line o ON o.id = l.line `+lineNames+`
		WHERE l.line = $2 AND l.valid @> $1::date AND upper_inf(l.recorded) AND o.withdrawn IS NULL`, today, id).Scan(l.targets()...)
	if errors.Is(err, pgx.ErrNoRows) {
		return l, fmt.Errorf("line %s: %w", id, ErrNoLine)
	}
	return l, err
}

// Line gives a line that stands today, or ErrNoLine.
func (s *Store) Line(ctx context.Context, id uuid.UUID) (Line, error) {
	return lineByID(ctx, s.DB, id, s.today())
}

// A Standing is when a line was inspected last, and is due again.
type Standing struct {
	Line Line
	Last version.Date // zero: never, as far as this register knows
	Next version.Date // by the setting of side a's division; zero with Last
	Task *uuid.UUID   // the open task of a round, where there is one
	In   []int32      // the rounds, by number, in which the line stands
}

// Candidate is the line for the plan of a round.
func (x Standing) Candidate() Candidate {
	c := Candidate{Line: x.Line.ID, Metres: x.Line.Metres}
	for i, o := range x.Line.Owners {
		if o.Division != nil {
			c.Owners[i] = *o.Division
		}
	}
	if !x.Next.IsZero() {
		c.DueYear = x.Next.Time().Year()
	}
	return c
}

// Standings gives the lines that divisions reach, of a level or a higher one,
// what is due first; lines that
// were never inspected come last. years gives the years between inspections
// that a division sets. A special check of a stretch counts for nothing here:
// the whole line is due all the same.
func (s *Store) Standings(ctx context.Context, within []uuid.UUID, whole bool, lowest boundaries.Level, years func(division uuid.UUID) (int, error)) ([]Standing, error) {
	rows, err := s.DB.Query(ctx, `SELECT `+lineColumns+`, (SELECT max(completed) FROM boundary_task t WHERE t.line = l.line AND t.round IS NOT NULL),
			(SELECT t.id FROM boundary_task t WHERE t.line = l.line AND t.round IS NOT NULL AND t.state NOT IN ('archived', 'cancelled') ORDER BY t.year LIMIT 1),
			ARRAY(SELECT t.ordinal FROM boundary_task t WHERE t.line = l.line AND t.round IS NOT NULL AND t.state <> 'cancelled' ORDER BY 1)
		FROM boundary_line_version l JOIN boundary_line o ON o.id = l.line `+lineNames+`
		WHERE l.valid @> $1::date AND upper_inf(l.recorded) AND o.withdrawn IS NULL AND l.level <= $4
			AND ($2 OR EXISTS (SELECT FROM unnest(`+lineOwners+`) x, division_above(x) a WHERE a.division = ANY($3)))
		ORDER BY l.level, l.number, l.name, l.line`, s.today(), whole, within, int(lowest))
	if err != nil {
		return nil, fmt.Errorf("standing of lines: %w", err)
	}
	all, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (Standing, error) {
		var x Standing
		err := row.Scan(append(x.Line.targets(), &x.Last, &x.Task, &x.In)...)
		return x, err
	})
	if err != nil {
		return nil, fmt.Errorf("standing of lines: %w", err)
	}
	for i, x := range all {
		n, err := years(*x.Line.Owners[0].Division)
		if err != nil {
			return nil, err
		}
		all[i].Next = NextDue(x.Last, n)
	}
	slices.SortStableFunc(all, func(a, b Standing) int {
		if a.Next.IsZero() != b.Next.IsZero() {
			return cmp.Compare(b.Next.Time().Year(), a.Next.Time().Year()) // the zero day last
		}
		return a.Next.Time().Compare(b.Next.Time())
	})
	return all, nil
}
