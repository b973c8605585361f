package deadline

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/ledger"
	"diming/internal/pg"
	"diming/internal/version"
)

// Errors that callers tell apart with errors.Is.
var (
	ErrHoliday = errors.New("a holiday is a day of rest or of work, with a name and the notice that says so")
	ErrNoDay   = errors.New("no such holiday is held")
)

// A Store keeps the official holidays.
type Store struct{ DB pg.DB }

// Holidays gives those of a year in their order.
func (s *Store) Holidays(ctx context.Context, year int) ([]Holiday, error) {
	rows, err := s.DB.Query(ctx, `SELECT day, kind, name, source, verified FROM holiday WHERE extract(year FROM day) = $1 ORDER BY day`, year)
	if err != nil {
		return nil, fmt.Errorf("holidays of %d: %w", year, err)
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[Holiday])
}

// Set says what a day is, in the place of what was said of it. Deadlines that
// run already keep their days: they were told to people.
func (s *Store) Set(ctx context.Context, actor uuid.UUID, h Holiday) (int64, error) {
	h.Name, h.Source = strings.TrimSpace(h.Name), strings.TrimSpace(h.Source)
	if h.Kind != "rest" && h.Kind != "work" || h.Name == "" || h.Source == "" || h.Day.IsZero() {
		return 0, ErrHoliday
	}
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) (err error) {
		entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "holiday.set", Kind: "holiday", Reason: h.Source,
			After: ledger.Fields{"day": h.Day.String(), "kind": h.Kind, "name": h.Name}})
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO holiday (day, kind, name, source, verified) VALUES ($1, $2, $3, $4, true)
			ON CONFLICT (day) DO UPDATE SET kind = excluded.kind, name = excluded.name, source = excluded.source, verified = true`,
			h.Day, h.Kind, h.Name, h.Source)
		return err
	})
	return entry, err
}

// Clear says that a day is as any other of its weekday.
func (s *Store) Clear(ctx context.Context, actor uuid.UUID, day version.Date, reason string) (int64, error) {
	if reason = strings.TrimSpace(reason); reason == "" {
		return 0, ErrHoliday
	}
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		gone, err := tx.Exec(ctx, `DELETE FROM holiday WHERE day = $1`, day)
		if err != nil {
			return err
		}
		if gone.RowsAffected() == 0 {
			return ErrNoDay
		}
		entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "holiday.clear", Kind: "holiday", Reason: reason, Before: ledger.Fields{"day": day.String()}})
		return err
	})
	return entry, err
}
