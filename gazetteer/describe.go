package gazetteer

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"diming/internal/ledger"
	"diming/internal/version"
)

// A Description is what the register tells of a place beside its names. A nil
// field stays as it stands.
type Description struct {
	Meaning, Origin, History, Description, Heritage *string
}

// Describe corrects what is told of a place during valid. It overwrites
// nothing: what was told before stays in recorded time.
func (s *Store) Describe(ctx context.Context, actor, place uuid.UUID, d Description, valid version.Span, reason string) (int64, error) {
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		if err := places.Lock(ctx, tx, place); err != nil {
			return notFound(err)
		}
		p, err := (&Store{DB: tx}).Place(ctx, Reader{AsOf: version.AsOf{Valid: valid.From}, Internal: true}, place)
		if err != nil {
			return err
		}
		if p.withdrawn() {
			return ErrWithdrawn
		}
		before, after := d.apply(&p)
		entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "place.describe", Kind: "place", Object: place,
			Public: p.Visibility == "public", Reason: reason, Before: before, After: after})
		if err != nil {
			return err
		}
		return rewriteTexts(ctx, tx, p, nil, valid, entry)
	})
	if err != nil {
		return 0, fmt.Errorf("describe place %s: %w", place, err)
	}
	return entry, nil
}

// apply sets the given texts on p and answers what they were and are.
func (d Description) apply(p *Place) (before, after ledger.Fields) {
	before, after = ledger.Fields{}, ledger.Fields{}
	for _, f := range []struct {
		name string
		text *string
		at   *string
	}{
		{"meaning", d.Meaning, &p.Meaning}, {"origin", d.Origin, &p.Origin}, {"history", d.History, &p.History},
		{"description", d.Description, &p.Description}, {"heritage", d.Heritage, &p.Heritage},
	} {
		if f.text != nil {
			before[f.name], after[f.name] = *f.at, *f.text
			*f.at = *f.text
		}
	}
	return before, after
}

// rewriteTexts writes the version of p again with its texts; what Place does
// not carry is read from the version that stands. The county is that of moved
// where the place moves into another division.
func rewriteTexts(ctx context.Context, tx pgx.Tx, p Place, moved *whereabouts, valid version.Span, entry int64) error {
	var (
		county, given string
		code          *string
		elevation     *string
		extent        orb.Geometry
	)
	err := tx.QueryRow(ctx, `SELECT county, given_position, place_code, elevation_m::text, extent FROM place_version
		WHERE place = $1 AND upper_inf(recorded) ORDER BY valid && $2 DESC, upper(valid) DESC NULLS FIRST LIMIT 1`,
		p.ID, valid.Range()).Scan(&county, &given, &code, &elevation, &extent)
	if err != nil {
		return err
	}
	if moved != nil {
		county = moved.county
	}
	d := Draft{Class: p.Class, Location: p.Location, Extent: extent, GivenPosition: given, Meaning: p.Meaning, Origin: p.Origin,
		History: p.History, Description: p.Description, Heritage: p.Heritage, Visibility: p.Visibility, Source: p.Source}
	if code != nil {
		d.PlaceCode = *code
	}
	if elevation != nil {
		d.ElevationM = *elevation
	}
	return places.Write(ctx, tx, p.ID, valid, entry, d.values(whereabouts{within: p.Within, county: county})...)
}
