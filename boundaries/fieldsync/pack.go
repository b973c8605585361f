package fieldsync

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries"
	"diming/internal/ledger"
)

// A Pack is what was given to a phone to take along.
type Pack struct {
	ID       uuid.UUID
	Task     uuid.UUID
	Revision int64
	Device   uuid.UUID
	Sides    []boundaries.Side // of its owner
	Photos   []string          // SHA-256 of the pictures that belong to it
	Made     time.Time
	Ends     time.Time
	Ended    time.Time // zero while the office leaves it
	Bytes    int64     // of all that the phone fetches
}

// restOfPack is how long a pack must hold on to be given again.
const restOfPack = 24 * time.Hour

// TakePack notes that a phone takes a pack along: an entry of the ledger. The
// same contents give the same pack again, so that a phone that was cut off
// goes on where it was; digest tells the contents.
func (s *Store) TakePack(ctx context.Context, d Device, p Pack, digest string, life time.Duration) (Pack, error) {
	p.Device, p.Made = d.ID, s.now()
	p.Ends = p.Made.Add(life)
	if d.Guest() && d.Ends.Before(p.Ends) {
		p.Ends = d.Ends // a guest's pack goes with the invitation
	}
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `SELECT FROM field_device WHERE id = $1 FOR UPDATE`, d.ID); err != nil {
			return err
		}
		err := tx.QueryRow(ctx, `SELECT id, made_at, ends_at FROM field_pack WHERE device = $1 AND task = $2 AND digest = $3 AND ended_at IS NULL AND ends_at > $4
			ORDER BY ends_at DESC LIMIT 1`, d.ID, p.Task, digest, p.Made.Add(min(restOfPack, life/2))).Scan(&p.ID, &p.Made, &p.Ends)
		if !errors.Is(err, pgx.ErrNoRows) {
			return err
		}
		if p.ID, err = uuid.NewV7(); err != nil {
			return err
		}
		kind, err := objectKind(ctx, tx, p.Task)
		if err != nil {
			return err
		}
		entry, err := ledger.Append(ctx, tx, ledger.Entry{Actor: d.Owner(), Action: "field_pack.take", Kind: kind, Object: p.Task,
			After: ledger.Fields{"pack": p.ID.String(), "device": d.ID.String(), "revision": p.Revision, "bytes": p.Bytes, "ends": p.Ends.UTC().Format(time.RFC3339)}})
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO field_pack (id, task, revision, device, sides, photos, made_at, ends_at, size_bytes, digest, entry) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
			p.ID, p.Task, p.Revision, p.Device, sidesText(p.Sides), p.Photos, p.Made, p.Ends, p.Bytes, digest, entry)
		return err
	})
	if err != nil {
		return Pack{}, fmt.Errorf("take pack of task %s: %w", p.Task, err)
	}
	return p, nil
}

const packColumns = `p.id, p.task, p.revision, p.device, p.sides, p.photos, p.made_at, p.ends_at, p.ended_at, p.size_bytes FROM field_pack p`

func scanPack(row pgx.Row) (Pack, error) {
	var p Pack
	var sides []string
	var ended *time.Time
	err := row.Scan(&p.ID, &p.Task, &p.Revision, &p.Device, &sides, &p.Photos, &p.Made, &p.Ends, &ended, &p.Bytes)
	for _, side := range sides {
		p.Sides = append(p.Sides, boundaries.Side(side))
	}
	if ended != nil {
		p.Ended = *ended
	}
	return p, err
}

// PackOf gives a pack of a phone from which it may still fetch; ErrPackOver
// where it was withdrawn or has expired, ErrNotFound where it has none such.
func (s *Store) PackOf(ctx context.Context, d Device, id uuid.UUID) (Pack, error) {
	p, err := scanPack(s.DB.QueryRow(ctx, `SELECT `+packColumns+` WHERE p.id = $1 AND p.device = $2`, id, d.ID))
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		err = ErrNotFound
	case err == nil && (!p.Ended.IsZero() || !p.Ends.After(s.now())):
		err = ErrPackOver
	}
	if err != nil {
		return Pack{}, fmt.Errorf("pack %s: %w", id, err)
	}
	return p, nil
}

// Has tells whether a picture belongs to a pack.
func (p Pack) Has(sha256 string) bool { return slices.Contains(p.Photos, sha256) }

// Packs gives the packs of a task that phones took, the newest first.
func (s *Store) Packs(ctx context.Context, task uuid.UUID) ([]Pack, error) {
	rows, err := s.DB.Query(ctx, `SELECT `+packColumns+` WHERE p.task = $1 ORDER BY p.made_at DESC, p.id`, task)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (Pack, error) { return scanPack(row) })
}

// EndPacks withdraws the packs of a task that still hold, of one phone or of
// all (the nil id): phones delete them when they hear of it. It tells how many.
func (s *Store) EndPacks(ctx context.Context, by, task, device uuid.UUID, reason string) (int64, error) {
	var n int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		ended, err := tx.Exec(ctx, `UPDATE field_pack SET ended_at = $3 WHERE task = $1 AND ended_at IS NULL AND ends_at > $3 AND ($2::uuid IS NULL OR device = $2)`, task, orNull(device), s.now())
		if n = ended.RowsAffected(); err != nil || n == 0 {
			return err
		}
		after := ledger.Fields{"packs": n}
		if device != uuid.Nil {
			after["device"] = device.String()
		}
		kind, err := objectKind(ctx, tx, task)
		if err != nil {
			return err
		}
		_, err = ledger.Append(ctx, tx, ledger.Entry{Actor: by, Action: "field_pack.end", Kind: kind, Object: task, Reason: reason, After: after})
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("withdraw packs of task %s: %w", task, err)
	}
	return n, nil
}
