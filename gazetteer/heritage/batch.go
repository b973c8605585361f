package heritage

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/ledger"
	"diming/internal/version"
)

// AddBatch begins a list; nothing of it is public before it is published.
func (s *Store) AddBatch(ctx context.Context, actor uuid.UUID, b Batch) (uuid.UUID, int64, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return id, 0, err
	}
	if b.Title == "" || b.Criteria == "" {
		return id, 0, fmt.Errorf("begin protection list: %w", ErrMissing)
	}
	var entry int64
	err = pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "heritage.begin", Kind: "heritage_batch", Object: id,
			After: ledger.Fields{"title": b.Title, "year": b.Year, "criteria": b.Criteria, "division": b.Division.String()}})
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO heritage_batch (id, division, title, year, criteria, entry) VALUES ($1, $2, $3, $4, $5, $6)`,
			id, b.Division, b.Title, b.Year, b.Criteria, entry)
		return err
	})
	if err != nil {
		return id, 0, fmt.Errorf("begin protection list: %w", told(err))
	}
	return id, entry, nil
}

// Publish shows a list's names to everybody from now on; day is the date of
// the publication. A list is published once; names listed later follow at once.
func (s *Store) Publish(ctx context.Context, actor, batch uuid.UUID, day version.Date, reason string) (int64, error) {
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		var published bool
		err := tx.QueryRow(ctx, `SELECT published_on IS NOT NULL FROM heritage_batch WHERE id = $1 FOR NO KEY UPDATE`, batch).Scan(&published)
		switch {
		case errors.Is(err, pgx.ErrNoRows):
			return ErrNotFound
		case err != nil:
			return err
		case published:
			return ErrState
		}
		entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "heritage.publish", Kind: "heritage_batch", Object: batch, Public: true,
			Reason: reason, After: ledger.Fields{"published_on": day.String()}})
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `UPDATE heritage_batch SET published_on = $2, entry = $3 WHERE id = $1`, batch, day, entry)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("publish protection list %s: %w", batch, told(err))
	}
	return entry, nil
}

const batchSQL = `
	SELECT b.id, b.division, coalesce(d.name, ''), b.title, b.year, b.criteria, b.published_on,
		(SELECT coalesce(jsonb_object_agg(state, n), '{}') FROM (SELECT state, count(*) AS n FROM heritage_item i WHERE i.batch = b.id GROUP BY state) c)
	FROM heritage_batch b
	LEFT JOIN LATERAL (SELECT name FROM division_version v WHERE v.division = b.division AND upper_inf(v.recorded)
		ORDER BY v.valid @> current_date DESC, upper(v.valid) DESC NULLS FIRST LIMIT 1) d ON true`

func scanBatch(row pgx.CollectableRow) (Batch, error) {
	var b Batch
	err := row.Scan(&b.ID, &b.Division, &b.DivisionName, &b.Title, &b.Year, &b.Criteria, &b.PublishedOn, &b.Counts)
	return b, err
}

// Batches lists the lists of divisions within, or of all of them, the newest
// first.
func (s *Store) Batches(ctx context.Context, within []uuid.UUID, whole bool) ([]Batch, error) {
	rows, err := s.DB.Query(ctx, batchSQL+`
		WHERE $2 OR EXISTS (SELECT FROM division_above(b.division) a WHERE a.division = ANY($1))
		ORDER BY b.year DESC, b.id DESC`, within, whole)
	if err != nil {
		return nil, fmt.Errorf("list protection lists: %w", err)
	}
	return pgx.CollectRows(rows, scanBatch)
}

// Batch gives one list, or ErrNotFound.
func (s *Store) Batch(ctx context.Context, id uuid.UUID) (Batch, error) {
	rows, err := s.DB.Query(ctx, batchSQL+` WHERE b.id = $1`, id)
	if err != nil {
		return Batch{}, fmt.Errorf("protection list %s: %w", id, err)
	}
	b, err := pgx.CollectExactlyOneRow(rows, scanBatch)
	if errors.Is(err, pgx.ErrNoRows) {
		err = ErrNotFound
	}
	return b, err
}

// Published lists what everybody may read, the newest first.
func (s *Store) Published(ctx context.Context) ([]Batch, error) {
	rows, err := s.DB.Query(ctx, batchSQL+` WHERE b.published_on <= current_date ORDER BY b.published_on DESC, b.id DESC`)
	if err != nil {
		return nil, fmt.Errorf("published protection lists: %w", err)
	}
	return pgx.CollectRows(rows, scanBatch)
}
