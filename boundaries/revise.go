package boundaries

import (
	"context"

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
