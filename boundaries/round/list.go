package round

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries"
	"diming/internal/ledger"
	"diming/internal/pg"
	"diming/internal/version"
)

const roundQuery = `SELECT r.id, r.division, coalesce(d.name, ''), r.ordinal, r.from_year, r.to_year, r.basis,
		count(t.id) FILTER (WHERE t.state <> 'cancelled'), count(t.id) FILTER (WHERE t.state IN ('submitted', 'filed', 'archived')),
		count(t.id) FILTER (WHERE t.state NOT IN ('submitted', 'filed', 'archived', 'cancelled') AND t.due < $1::date)
	FROM boundary_round r LEFT JOIN boundary_task t ON t.round = r.id
	LEFT JOIN LATERAL (SELECT v.name FROM division_version v WHERE v.division = r.division AND upper_inf(v.recorded)
		ORDER BY v.valid @> $1::date DESC, upper(v.valid) DESC NULLS FIRST LIMIT 1) d ON true `

// Rounds gives the rounds that divisions planned, lie under, or take part in by
// a line; the newest first.
func (s *Store) Rounds(ctx context.Context, within []uuid.UUID, whole bool) ([]Round, error) {
	rows, err := s.DB.Query(ctx, roundQuery+`
		WHERE $2 OR EXISTS (SELECT FROM division_above(r.division) a WHERE a.division = ANY($3)) OR EXISTS (
			SELECT FROM boundary_task x JOIN boundary_line_version l ON l.line = x.line AND upper_inf(l.recorded), unnest(`+lineOwners+`) o, division_above(o) a
			WHERE x.round = r.id AND a.division = ANY($3))
		GROUP BY r.id, d.name ORDER BY r.ordinal DESC, r.id`, s.today(), whole, within)
	if err != nil {
		return nil, fmt.Errorf("rounds: %w", err)
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[Round])
}

// Round gives one round.
func (s *Store) Round(ctx context.Context, id uuid.UUID) (Round, error) {
	return roundByID(ctx, s.DB, id, s.today())
}

func roundByID(ctx context.Context, db pg.DB, id uuid.UUID, today version.Date) (Round, error) {
	rows, err := db.Query(ctx, roundQuery+`WHERE r.id = $2 GROUP BY r.id, d.name`, today, id)
	if err != nil {
		return Round{}, err
	}
	r, err := pgx.CollectExactlyOneRow(rows, pgx.RowToStructByPos[Round])
	if errors.Is(err, pgx.ErrNoRows) {
		err = fmt.Errorf("round %s: %w", id, ErrNoRound)
	}
	return r, err
}

// An Amendment is what may be changed of a task until its plan is signed; what
// is zero stays. The year of a special check is that of its due date.
type Amendment struct {
	Year int
	Lead boundaries.Side
	Due  version.Date
}

// Amend changes year, lead or due date of a task that is still planned.
func (s *Store) Amend(ctx context.Context, by Actor, id uuid.UUID, revision int64, a Amendment) (int64, error) {
	return s.change(ctx, by, id, revision, func(tx pgx.Tx, t Task) (int64, error) {
		if t.State != Planned {
			return 0, ErrStep
		}
		next, err := s.amended(ctx, tx, t, a)
		if err != nil {
			return 0, err
		}
		entry, err := ledger.Append(ctx, tx, ledger.Entry{Actor: by.Account, Action: "boundary_task.amend", Kind: "boundary_task", Object: id, County: t.Line.county(),
			Before: ledger.Fields{"year": int64(t.Year), "lead": string(t.Lead), "due": t.Due.String()},
			After:  ledger.Fields{"year": int64(next.Year), "lead": string(next.Lead), "due": next.Due.String()}})
		if err != nil {
			return 0, err
		}
		_, err = tx.Exec(ctx, `UPDATE boundary_task SET year = $2, lead = $3, due = $4, revision = revision + 1 WHERE id = $1`, id, next.Year, next.Lead, next.Due)
		return entry, err
	})
}

// amended gives a task's year, lead and due date after an amendment.
func (s *Store) amended(ctx context.Context, tx pgx.Tx, t Task, a Amendment) (Amendment, error) {
	next := Amendment{t.Year, t.Lead, t.Due}
	if a.Lead != "" {
		if t.Line.Owner(a.Lead).Division == nil {
			return next, ErrLead
		}
		next.Lead = a.Lead
	}
	if a.Year != 0 && a.Year != t.Year {
		next.Year, next.Due = a.Year, version.Day(a.Year, 12, 31)
	}
	if !a.Due.IsZero() {
		next.Due = a.Due
	}
	if t.Round == nil {
		next.Year = next.Due.Time().Year()
		return next, nil
	}
	r, err := roundByID(ctx, tx, *t.Round, s.today())
	if err == nil && (next.Year < r.From || next.Year > r.To || next.Due.Time().Year() != next.Year) {
		err = ErrYears
	}
	return next, err
}
