package fieldsync

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries"
	"diming/boundaries/inspection"
	"diming/internal/pg"
	"diming/internal/version"
)

// A Land is the Register of the lines, markers and tasks that this register
// holds. It reads the tables of boundaries/line, boundaries/marker,
// boundaries/round and boundaries/upkeep, and writes none.
type Land struct {
	Today func() version.Date // in China; by the clock if nil
}

func (l Land) today() version.Date {
	if l.Today != nil {
		return l.Today()
	}
	return version.Today()
}

// Task: one that is done or given up takes no more records; what still comes
// is a proposal. A task of another installation takes what its phones bring.
func (l Land) Task(ctx context.Context, tx pgx.Tx, task uuid.UUID) (known, open bool, err error) {
	err = tx.QueryRow(ctx, `SELECT open FROM field_task WHERE id = $1`, task).Scan(&open)
	if err == nil {
		return true, open, nil
	}
	if !errors.Is(err, pgx.ErrNoRows) {
		return false, false, fmt.Errorf("task %s: %w", task, err)
	}
	err = tx.QueryRow(ctx, `SELECT EXISTS (SELECT FROM field_vouched WHERE task = $1)`, task).Scan(&known)
	return known, known, err
}

// reached are the sides of tasks that an account's role reaches, as it is held in
// an owner's division or above it, or in the whole register: inspections for
// inspectors, and for a keeper the patrols of the contracts under which the
// account patrols. $1 is the account.
const reached = `
	SELECT t.id AS task, s.side
	FROM boundary_task t
	JOIN LATERAL (SELECT v.a_division, v.b_division FROM boundary_line_version v WHERE v.line = t.line AND upper_inf(v.recorded)
		ORDER BY upper(v.valid) DESC NULLS FIRST LIMIT 1) l ON true
	CROSS JOIN LATERAL (VALUES ('a', l.a_division), ('b', l.b_division)) s(side, division)
	WHERE s.division IS NOT NULL AND EXISTS (SELECT FROM account_role r JOIN account a ON a.id = r.account
		WHERE r.account = $1 AND r.role = 'inspector' AND a.disabled_at IS NULL
		  AND (r.division IS NULL OR r.division IN (SELECT division FROM division_above(s.division))))
	UNION
	SELECT c.id, c.side
	FROM upkeep_keeper k JOIN upkeep_contract c ON c.id = k.contract JOIN account a ON a.id = k.account
	JOIN LATERAL (SELECT CASE c.side WHEN 'a' THEN v.a_division ELSE v.b_division END AS division FROM boundary_line_version v
		WHERE v.line = c.line AND upper_inf(v.recorded) ORDER BY upper(v.valid) DESC NULLS FIRST LIMIT 1) l ON true
	WHERE k.account = $1 AND k.ended_by IS NULL AND a.disabled_at IS NULL AND EXISTS (SELECT FROM account_role r
		WHERE r.account = a.id AND r.role = 'patroller' AND (r.division IS NULL OR r.division IN (SELECT division FROM division_above(l.division))))`

// Sides follow the roles of an account as they are now.
func (l Land) Sides(ctx context.Context, tx pgx.Tx, account, task uuid.UUID) ([]boundaries.Side, error) {
	return sidesOf(ctx, tx, account, task)
}

func sidesOf(ctx context.Context, db pg.DB, account, task uuid.UUID) ([]boundaries.Side, error) {
	rows, err := db.Query(ctx, `SELECT side FROM (`+reached+`) m WHERE task = $2 ORDER BY side`, account, task)
	if err != nil {
		return nil, fmt.Errorf("sides of task %s: %w", task, err)
	}
	return pgx.CollectRows(rows, pgx.RowTo[boundaries.Side])
}

// SidesOf gives the sides of a task for which an account may act now.
func (s *Store) SidesOf(ctx context.Context, account, task uuid.UUID) ([]boundaries.Side, error) {
	return sidesOf(ctx, s.DB, account, task)
}

// ObjectStands: a line while it stands, a marker while it stands on the line or
// at a junction of it, a stretch while the markers at its ends do.
func (l Land) ObjectStands(ctx context.Context, tx pgx.Tx, task uuid.UUID, o inspection.Object) (bool, error) {
	line, err := lineOf(ctx, tx, task, l.today())
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if o.Kind == "line" {
		return o.ID == line, nil
	}
	markers, err := markersOf(ctx, tx, task, line, l.today())
	if err != nil {
		return false, err
	}
	if o.Kind == "marker" {
		for _, m := range markers {
			if m.ID == o.ID {
				return true, nil
			}
		}
		return false, nil
	}
	for _, s := range segmentsOf(line, markers) {
		if s.ID == o.ID {
			return true, nil
		}
	}
	return false, nil
}

// lineOf gives the line of a task if it stands today.
func lineOf(ctx context.Context, db pg.DB, task uuid.UUID, today version.Date) (uuid.UUID, error) {
	var line uuid.UUID
	err := db.QueryRow(ctx, `SELECT t.line FROM field_task t JOIN boundary_line l ON l.id = t.line JOIN boundary_line_version v ON v.line = l.id
		WHERE t.id = $1 AND l.withdrawn IS NULL AND v.valid @> $2::date AND upper_inf(v.recorded)`, task, today).Scan(&line)
	if errors.Is(err, pgx.ErrNoRows) {
		err = ErrNotFound
	}
	return line, err
}
