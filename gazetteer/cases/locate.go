package cases

import (
	"context"
	"slices"
	"strconv"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"diming/internal/ledger"
)

// Locatable says that where a name lies may still be drawn: the rules have not
// been left behind, and no reply is awaited.
func (s State) Locatable() bool { return s.Editable() || s == Submitted || s.Checked() }

// Locate says where a proposed name lies, as it was drawn or typed (CGCS2000,
// longitude first): a point, and the line or area where there is one; nil for
// none. Where the rules were asked already they are asked again, as they go by
// the position.
func (s *Store) Locate(ctx context.Context, by By, item uuid.UUID, at *orb.Point, extent orb.Geometry) (int64, error) {
	return s.act(ctx, act{By: by, action: "case.locate",
		plan: func(tx pgx.Tx, c Case) (ledger.Fields, error) {
			if !c.State.Locatable() {
				return nil, ErrFixed
			}
			items, err := s.In(tx).items(ctx, c.ID)
			if err != nil {
				return nil, err
			}
			if !slices.ContainsFunc(items, func(i Item) bool { return i.ID == item }) {
				return nil, ErrNoItemID
			}
			return located(item, at, extent), nil
		},
		do: func(tx pgx.Tx, c Case, entry int64) error {
			var shape any
			if extent != nil {
				shape = extent
			}
			if _, err := tx.Exec(ctx, `UPDATE case_item SET location = $2, extent = $3 WHERE id = $1`, item, at, shape); err != nil {
				return err
			}
			if !c.State.Checked() {
				return nil
			}
			return s.In(tx).check(ctx, tx, c, entry)
		}})
}

// located is what the entry says of a position: coordinates as decimal strings.
func located(item uuid.UUID, at *orb.Point, extent orb.Geometry) ledger.Fields {
	f := ledger.Fields{"item": item}
	if at != nil {
		f["lon"], f["lat"] = strconv.FormatFloat(at.Lon(), 'f', -1, 64), strconv.FormatFloat(at.Lat(), 'f', -1, 64)
	}
	if extent != nil {
		f["shape"] = extent.GeoJSONType()
	}
	return f
}
