package fieldsync

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries"
	"diming/boundaries/inspection"
)

// A Register is what field work asks of the lines, markers and tasks that
// others keep.
type Register interface {
	// Task tells whether a task was ever held and whether it still takes records.
	Task(ctx context.Context, tx pgx.Tx, task uuid.UUID) (known, open bool, err error)
	// Sides gives the sides of a task for which an account may act now.
	Sides(ctx context.Context, tx pgx.Tx, account, task uuid.UUID) ([]boundaries.Side, error)
	// ObjectStands tells whether a marker, stretch or line is there and belongs to a task.
	ObjectStands(ctx context.Context, tx pgx.Tx, task uuid.UUID, o inspection.Object) (bool, error)
}

// books are inspection.Books within one transaction. What is to be kept is
// gathered and written at the end under one entry of the ledger, as an entry
// names what it is about by its digest and cannot be changed afterwards.
type books struct {
	s      *Store
	tx     pgx.Tx
	clerk  inspection.Clerk
	from   Device
	locked []string
	kinds  map[uuid.UUID]string // tasks → how the ledger calls them, as far as asked

	records    []inspection.StoredRecord
	withdrawn  map[uuid.UUID]uuid.UUID // record → by which
	sheets     []inspection.StoredSheet
	signatures []inspection.StoredSignature
	files      []finished
	whole      map[string][]byte // files that are being judged
}

var _ inspection.Books = (*books)(nil)

func (b *books) Lock(ctx context.Context, keys ...string) error {
	for _, key := range keys {
		if slices.Contains(b.locked, key) {
			continue
		}
		if _, err := b.tx.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, "field "+key); err != nil {
			return err
		}
		b.locked = append(b.locked, key)
	}
	return nil
}

var base64url = base64.RawURLEncoding

func (b *books) Device(ctx context.Context, id uuid.UUID) (*inspection.Device, error) {
	var d inspection.Device
	var key []byte
	err := b.tx.QueryRow(ctx, `SELECT id, public_key, coalesce(account, invitation, owner), ended_at IS NOT NULL, server IS NOT NULL FROM field_device WHERE id = $1`, id).
		Scan(&d.ID, &key, &d.Owner, &d.Withdrawn, &d.Foreign)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("phone %s: %w", id, err)
	}
	d.Key = base64url.EncodeToString(key)
	return &d, nil
}

func (b *books) Task(ctx context.Context, id uuid.UUID) (known, open bool, err error) {
	return b.s.Tasks.Task(ctx, b.tx, id)
}

// Rights: a guest's are what the invitation says. An account's follow its roles,
// and once it took a pack along, or another installation vouched for its
// phone, what it recorded by that is not lost.
func (b *books) Rights(ctx context.Context, d inspection.Device, task uuid.UUID) (inspection.Rights, error) {
	var r inspection.Rights
	rows, err := b.tx.Query(ctx, `
		SELECT i.side, i.ended_at IS NULL AND i.ends_at > $3 FROM field_invitation i WHERE i.id = $1 AND i.task = $2
		UNION SELECT v.side, true FROM field_vouched v WHERE v.device = $4 AND v.task = $2
		UNION SELECT unnest(p.sides), false FROM field_pack p JOIN field_device o ON o.id = p.device WHERE o.account = $1 AND p.task = $2`,
		d.Owner, task, b.clerk.Now, d.ID)
	if err != nil {
		return r, err
	}
	var side boundaries.Side
	var now bool
	_, err = pgx.ForEachRow(rows, []any{(*string)(&side), &now}, func() error {
		if now {
			r.Now = append(r.Now, side)
		} else {
			r.Once = append(r.Once, side)
		}
		return nil
	})
	if err != nil {
		return r, fmt.Errorf("rights in task %s: %w", task, err)
	}
	sides, err := b.s.Tasks.Sides(ctx, b.tx, d.Owner, task)
	r.Now = append(r.Now, sides...)
	return r, err
}

func (b *books) ObjectStands(ctx context.Context, task uuid.UUID, o inspection.Object) (bool, error) {
	return b.s.Tasks.ObjectStands(ctx, b.tx, task, o)
}
