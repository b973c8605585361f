package gazetteer

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"diming/internal/ledger"
	"diming/internal/version"
)

// ErrNoCoverage says that no declaration is in force of an area and a group.
var ErrNoCoverage = errors.New("no declaration of names that are held whole for this area and group")

// A Held declaration is one group of a Coverage in force, with its area in words.
type Held struct {
	Area   uuid.UUID // the nil id is the nation
	Name   string
	Code   string // of a division
	Group  string // package naming
	AsOf   version.Date
	Source string
}

// Coverages lists which names are declared to be held whole, by area.
func (s *Store) Coverages(ctx context.Context) ([]Held, error) {
	rows, err := s.DB.Query(ctx, `
		SELECT c.area, coalesce(d.name, b.name, '全国'), coalesce(d.code, ''), c.class_group, c.as_of, c.source
		FROM name_coverage c LEFT JOIN built_up_area b ON b.id = c.area
		LEFT JOIN LATERAL (SELECT name, code FROM division_version WHERE division = c.area AND upper_inf(recorded)
			ORDER BY valid @> current_date DESC, upper(valid) DESC NULLS FIRST LIMIT 1) d ON true
		ORDER BY coalesce(d.code, ''), 2, c.class_group`)
	if err != nil {
		return nil, fmt.Errorf("names held whole: %w", err)
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (h Held, err error) {
		var day pgtype.Date
		err = row.Scan(&h.Area, &h.Name, &h.Code, &h.Group, &day, &h.Source)
		h.AsOf = version.DayOf(day.Time)
		return h, err
	})
}

// WithdrawCoverage says that names are no longer held whole: what is asked of
// them is unchecked from then on.
func (s *Store) WithdrawCoverage(ctx context.Context, actor, area uuid.UUID, group, reason string) (int64, error) {
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		var source string
		err := tx.QueryRow(ctx, `DELETE FROM name_coverage WHERE area = $1 AND class_group = $2 RETURNING source`, area, group).Scan(&source)
		if errors.Is(err, pgx.ErrNoRows) {
			return ErrNoCoverage
		}
		if err != nil {
			return err
		}
		entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "name_coverage.withdraw", Kind: "division", Object: area, Reason: reason,
			Before: ledger.Fields{"group": group, "source": source}})
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("withdraw coverage of %s: %w", area, err)
	}
	return entry, nil
}

// BuiltUpCounty gives the county of a built-up area, or ErrNoBuiltUp.
func (s *Store) BuiltUpCounty(ctx context.Context, id uuid.UUID) (county uuid.UUID, err error) {
	err = s.DB.QueryRow(ctx, `SELECT county FROM built_up_area WHERE id = $1`, id).Scan(&county)
	if errors.Is(err, pgx.ErrNoRows) {
		return uuid.Nil, ErrNoBuiltUp
	}
	return county, err
}
