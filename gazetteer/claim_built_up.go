package gazetteer

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"diming/gazetteer/naming"
	"diming/internal/version"
)

// located is a standard name with the position of its place.
type located struct {
	place       uuid.UUID
	class, text string
	valid       version.Span
	at          *orb.Point // CGCS2000
}

// builtUpClaims lists the claims of streets in the built-up areas around them
// (地名管理条例 art. 9(8)), with one query for all. A street without a position
// claims nothing; it is the rules that say so to the officer.
func builtUpClaims(ctx context.Context, tx pgx.Tx, all ...located) ([]claim, error) {
	var lons, lats []float64
	var streets []located
	for _, l := range all {
		if l.at != nil && naming.Group(l.class) == naming.GroupStreet {
			streets, lons, lats = append(streets, l), append(lons, l.at.Lon()), append(lats, l.at.Lat())
		}
	}
	if len(streets) == 0 {
		return nil, nil
	}
	rows, err := tx.Query(ctx, `
		SELECT p.i, b.id, b.valid FROM unnest($1::float8[], $2::float8[]) WITH ORDINALITY AS p (lon, lat, i)
		JOIN built_up_area b ON ST_Intersects(b.area, ST_SetSRID(ST_MakePoint(p.lon, p.lat), 4490)) ORDER BY p.i, b.id`, lons, lats)
	if err != nil {
		return nil, fmt.Errorf("built-up areas of streets: %w", err)
	}
	var (
		made  []claim
		i     int64
		scope uuid.UUID
		valid pgRange
	)
	_, err = pgx.ForEachRow(rows, []any{&i, &scope, &valid}, func() error {
		l := streets[i-1]
		if shared, ok := l.valid.Intersect(version.SpanOf(valid)); ok {
			made = append(made, claim{scope: scope, group: naming.GroupStreet, key: claimKey(l.text), valid: shared, place: l.place})
		}
		return nil
	})
	return made, err
}

// allClaims are the claims that a standard name makes in divisions and in
// built-up areas.
func allClaims(ctx context.Context, tx pgx.Tx, l located, at whereabouts) ([]claim, error) {
	made, err := builtUpClaims(ctx, tx, l)
	return append(claims(l.place, l.class, l.text, l.valid, at.chain), made...), err
}

// claimWithin makes the claims of the streets that lie in a new built-up area;
// a lost one becomes a finding.
func claimWithin(ctx context.Context, tx pgx.Tx, area uuid.UUID, entry int64) error {
	rows, err := tx.Query(ctx, `SELECT DISTINCT v.place FROM built_up_area b JOIN place_version v ON ST_Intersects(b.area, v.location)
		JOIN place p ON p.id = v.place WHERE b.id = $1 AND upper_inf(v.recorded) AND p.withdrawn IS NULL ORDER BY 1`, area)
	if err != nil {
		return err
	}
	inside, err := pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
	if err != nil {
		return err
	}
	all, err := claimsOf(ctx, tx, inside)
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(all, func(c claim) bool { return c.scope != area })
	_, err = note(ctx, tx, all, entry)
	return err
}

// endClaimsWithin ends the claims in a built-up area on a day; a duplicate that
// it alone made is none any more.
func endClaimsWithin(ctx context.Context, tx pgx.Tx, area uuid.UUID, on version.Date) error {
	_, err := tx.Exec(ctx, `
		WITH gone AS (DELETE FROM name_claim WHERE scope = $1 AND valid && daterange($2, NULL) RETURNING *)
		INSERT INTO name_claim (scope, class_group, key, valid, place)
		SELECT scope, class_group, key, valid * daterange(NULL, $2), place FROM gone WHERE NOT isempty(valid * daterange(NULL, $2))`, area, on)
	if err == nil {
		_, err = tx.Exec(ctx, `DELETE FROM name_finding WHERE scope = $1 AND check_id = '重'`, area)
	}
	return err
}
