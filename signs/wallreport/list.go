package wallreport

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/version"
)

// columns are those of a report, and from where they are read.
const columns = `r.id, r.number, r.token, r.plate, r.division, coalesce(r.within, ''), r.name, r.kind, coalesce(d.detail, ''), r.photo, r.point, r.away_m, r.far, r.received_at, r.due_on, r.state, r.tag
	FROM (SELECT *, (SELECT v.name FROM division_version v WHERE v.division = w.division AND upper_inf(v.recorded)
		ORDER BY v.valid @> current_date DESC, upper(v.valid) DESC NULLS FIRST LIMIT 1) AS within FROM wall_report w) r
	LEFT JOIN person_detail d ON d.id = r.person`

func scan(row pgx.CollectableRow) (Report, error) {
	var r Report
	err := row.Scan(&r.ID, &r.Number, &r.Token, &r.Plate, &r.Division, &r.Within, &r.Name, &r.Kind, &r.Text, &r.Photo, &r.Point, &r.AwayM, &r.Far, &r.Received, &r.Due, &r.State, &r.Tag)
	return r, err
}

// A Filter narrows a list of reports.
type Filter struct {
	Within []uuid.UUID // divisions with all that they hold; nil with Whole
	Whole  bool
	States []State // all where there is none
	After  Cursor
	Limit  int
}

// A Cursor is where a page of the list ended.
type Cursor struct {
	Due version.Date
	ID  uuid.UUID
}

// Cursor is where the next page begins after a report.
func (r Report) Cursor() Cursor { return Cursor{r.Due, r.ID} }

// List gives reports, the one that is due first at the top.
func (s *Store) List(ctx context.Context, f Filter) ([]Report, error) {
	states := make([]string, len(f.States))
	for i, one := range f.States {
		states[i] = string(one)
	}
	var due any
	if !f.After.Due.IsZero() {
		due = f.After.Due
	}
	rows, err := s.DB.Query(ctx, `SELECT `+columns+`
		WHERE ($1 OR EXISTS (SELECT FROM division_above(r.division) a WHERE a.division = ANY($2)))
			AND (cardinality($3::text[]) = 0 OR r.state = ANY($3))
			AND ($4::date IS NULL OR (r.due_on, r.id) > ($4, $5))
		ORDER BY r.due_on, r.id LIMIT $6`, f.Whole, f.Within, states, due, f.After.ID, f.Limit)
	if err != nil {
		return nil, fmt.Errorf("reports from the wall: %w", err)
	}
	return pgx.CollectRows(rows, scan)
}

// ByID gives one report, or ErrNotFound.
func (s *Store) ByID(ctx context.Context, id uuid.UUID) (Report, error) {
	return s.one(ctx, `r.id = $1`, id)
}

// ByNumber gives the report of a short number, or ErrNotFound.
func (s *Store) ByNumber(ctx context.Context, number string) (Report, error) {
	return s.one(ctx, `r.number = $1`, number)
}

func (s *Store) one(ctx context.Context, where string, key any) (Report, error) {
	rows, err := s.DB.Query(ctx, `SELECT `+columns+` WHERE `+where, key)
	if err != nil {
		return Report{}, err
	}
	r, err := pgx.CollectExactlyOneRow(rows, scan)
	if errors.Is(err, pgx.ErrNoRows) {
		return r, ErrNotFound
	}
	return r, err
}

// Steps gives what the office made of a report, in order.
func (s *Store) Steps(ctx context.Context, id uuid.UUID) ([]Taken, error) {
	rows, err := s.DB.Query(ctx, `SELECT step, to_state, note, actor, at FROM wall_report_step WHERE report = $1 ORDER BY n`, id)
	if err != nil {
		return nil, fmt.Errorf("steps of report %s: %w", id, err)
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[Taken])
}
