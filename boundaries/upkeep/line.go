package upkeep

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries"
)

// A Line is what upkeep knows of a boundary line: as it is, or as it last was.
type Line struct {
	ID      uuid.UUID
	Number  string
	Name    string
	Owners  [2]uuid.UUID // division of side a and of side b; nil where it is none, as at the sea
	Names   [2]string    // of the owners; "" where it is none
	Reached [2]bool      // whether the reader's divisions reach the owner
}

// Seats are the sides of the line on which the reader is.
func (l Line) Seats() []Seat {
	var all []Seat
	for i, side := range sides {
		if l.Reached[i] && l.Owners[i] != uuid.Nil {
			all = append(all, Seat{l.ID, side, l.Owners[i]})
		}
	}
	return all
}

var sides = [2]boundaries.Side{boundaries.SideA, boundaries.SideB}

// ScopeOf are the seats that a reader has on lines.
func ScopeOf(lines []Line, whole bool) Scope {
	s := Scope{Whole: whole}
	for _, l := range lines {
		s.Seats = append(s.Seats, l.Seats()...)
	}
	return s
}

const lineQuery = `SELECT l.id, v.number, v.name, ARRAY[v.a_division, v.b_division], ARRAY[coalesce(da.name, ''), coalesce(db.name, '')],
		ARRAY[$1 OR EXISTS (SELECT FROM division_above(v.a_division) u WHERE u.division = ANY($2)),
			v.b_division IS NOT NULL AND ($1 OR EXISTS (SELECT FROM division_above(v.b_division) u WHERE u.division = ANY($2)))]
	FROM boundary_line l
	JOIN LATERAL (SELECT * FROM boundary_line_version v WHERE v.line = l.id AND upper_inf(v.recorded)
		ORDER BY v.valid @> current_date DESC, upper(v.valid) DESC NULLS FIRST LIMIT 1) v ON true
	LEFT JOIN LATERAL (SELECT d.name FROM division_version d WHERE d.division = v.a_division AND upper_inf(d.recorded)
		ORDER BY d.valid @> current_date DESC, upper(d.valid) DESC NULLS FIRST LIMIT 1) da ON true
	LEFT JOIN LATERAL (SELECT d.name FROM division_version d WHERE d.division = v.b_division AND upper_inf(d.recorded)
		ORDER BY d.valid @> current_date DESC, upper(d.valid) DESC NULLS FIRST LIMIT 1) db ON true
	WHERE l.withdrawn IS NULL`

// Lines gives the lines of which an owner is one of the divisions or lies under
// one, by level, number and name.
func (s *Store) Lines(ctx context.Context, within []uuid.UUID, whole bool) ([]Line, error) {
	rows, err := s.DB.Query(ctx, `SELECT * FROM (`+lineQuery+`) x (id, number, name, owners, names, reached) WHERE true = ANY(reached) ORDER BY number, name, id`, whole, within)
	if err != nil {
		return nil, fmt.Errorf("lines of upkeep: %w", err)
	}
	return pgx.CollectRows(rows, scanLine)
}

// LineAs gives one line as a reader reaches it, or ErrNotFound.
func (s *Store) LineAs(ctx context.Context, id uuid.UUID, within []uuid.UUID, whole bool) (Line, error) {
	rows, err := s.DB.Query(ctx, lineQuery+` AND l.id = $3`, whole, within, id)
	if err != nil {
		return Line{}, fmt.Errorf("line %s: %w", id, err)
	}
	l, err := pgx.CollectExactlyOneRow(rows, scanLine)
	if errors.Is(err, pgx.ErrNoRows) {
		err = ErrNotFound
	}
	if err != nil {
		return l, fmt.Errorf("line %s: %w", id, err)
	}
	return l, nil
}

func scanLine(row pgx.CollectableRow) (Line, error) {
	var l Line
	var owners []*uuid.UUID
	var names []string
	var reached []bool
	err := row.Scan(&l.ID, &l.Number, &l.Name, &owners, &names, &reached)
	for i := range l.Owners {
		if err != nil {
			break
		}
		if owners[i] != nil {
			l.Owners[i] = *owners[i]
		}
		l.Names[i], l.Reached[i] = names[i], reached[i]
	}
	return l, err
}
