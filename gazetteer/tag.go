package gazetteer

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/pg"
)

// A ChangedError says that a place is no longer what its changer had seen.
type ChangedError struct {
	Tag string    // of what stands now
	By  uuid.UUID // who changed it last
	At  time.Time
}

func (e *ChangedError) Error() string { return "place was changed since" }

// Tag names what is recorded of a place at present: it is another after any change.
func (s *Store) Tag(ctx context.Context, place uuid.UUID) (string, error) {
	t, err := lastEntry(ctx, s.DB, place)
	if err != nil {
		return "", fmt.Errorf("tag of place %s: %w", place, err)
	}
	return t, nil
}

// lastEntry is the ledger entry that last touched a place, alone or in bulk.
func lastEntry(ctx context.Context, db pg.DB, place uuid.UUID) (string, error) {
	var tag string
	err := db.QueryRow(ctx, `SELECT greatest(
		(SELECT max(greatest(entry, closed_by)) FROM place_version WHERE place = $1),
		(SELECT max(greatest(entry, closed_by)) FROM name_version WHERE place = $1),
		(SELECT max(id) FROM ledger_entry WHERE object = $1), 0)::text`, place).Scan(&tag)
	return tag, err
}

// Unchanged runs do in one transaction, if what is recorded of a place is still
// what tag names; else it answers *ChangedError and nothing is done. It gives
// the ledger entry that do answered and the tag of what stands then.
func (s *Store) Unchanged(ctx context.Context, place uuid.UUID, tag string, do func(*Store) (int64, error)) (entry int64, after string, err error) {
	err = pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		if err := places.Lock(ctx, tx, place); err != nil {
			return notFound(err)
		}
		now, err := lastEntry(ctx, tx, place)
		if err != nil {
			return err
		}
		if now != tag {
			return changedSince(ctx, tx, place, now)
		}
		within := *s
		within.DB = tx
		if entry, err = do(&within); err != nil {
			return err
		}
		after, err = lastEntry(ctx, tx, place)
		return err
	})
	return entry, after, err
}

func changedSince(ctx context.Context, tx pgx.Tx, place uuid.UUID, now string) error {
	e := &ChangedError{Tag: now}
	if err := tx.QueryRow(ctx, `SELECT actor, at FROM ledger_entry WHERE id = $1::bigint`, now).Scan(&e.By, &e.At); err != nil {
		return fmt.Errorf("who changed place %s: %w", place, err)
	}
	return e
}
