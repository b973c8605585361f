package boundaries

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"diming/internal/version"
)

// A Revision is what a division was, or will be, in a time for which the
// register said otherwise. Empty fields stay as they stand.
type Revision struct {
	Code   string
	Name   string
	Parent *uuid.UUID
}

// Revise says that during valid the division differs by r from what it is on
// day as, and writes that as part of ledger entry.
func Revise(ctx context.Context, tx pgx.Tx, id uuid.UUID, as version.Date, r Revision, valid version.Span, entry int64) error {
	if err := versions.Lock(ctx, tx, id); err != nil {
		return err
	}
	store := Store{DB: tx}
	reader := Reader{AsOf: version.AsOf{Valid: as}, Internal: true}
	d, err := store.ByID(ctx, reader, id)
	if err != nil {
		return err
	}
	area, err := store.Area(ctx, reader, id)
	if err != nil {
		return err
	}
	if r.Code != "" {
		d.Code = r.Code
	}
	if r.Name != "" {
		d.Name = r.Name
	}
	if r.Parent != nil {
		d.Parent = r.Parent
	}
	return versions.Write(ctx, tx, id, valid, entry, d.values(area)...)
}

// values are in the order of versions.Columns.
func (d Division) values(area orb.MultiPolygon) []any {
	var a, areaSource, seat any
	if area != nil {
		a, areaSource = area, d.AreaSource
	}
	if d.Seat != nil {
		seat = *d.Seat
	}
	return []any{CountyOf(d.System, d.Code), d.System, d.Code, d.Name, int16(d.Level), TypeOf(StandardName(d.Name)), d.Parent,
		a, areaSource, d.AreaBasis, seat, d.Visibility, d.Source}
}

// Withdraw takes a division out of the register because it should never
// have been in it; successor is the one that stands in its place, if any.
// Abolition in law is an event instead.
func Withdraw(ctx context.Context, tx pgx.Tx, id uuid.UUID, reason string, successor *uuid.UUID) error {
	if reason == "" {
		return errors.New("withdraw division: a reason is needed")
	}
	done, err := tx.Exec(ctx, `UPDATE division SET withdrawn = $2, successor = $3 WHERE id = $1 AND withdrawn IS NULL`, id, reason, successor)
	if err != nil {
		return fmt.Errorf("withdraw division %s: %w", id, err)
	}
	if done.RowsAffected() == 0 {
		return fmt.Errorf("withdraw division %s: %w", id, ErrNotFound)
	}
	return nil
}
