package streetnumbers

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/gazetteer/address"
	"diming/internal/version"
)

// belowSQL is the tree under the divisions $1 as of the day $2; all where $3.
const belowSQL = `
WITH RECURSIVE below AS (
	SELECT unnest($1::uuid[]) AS division
	UNION
	SELECT d.division FROM below b JOIN division_version d ON d.parent = b.division WHERE upper_inf(d.recorded) AND d.valid @> $2::date)`

// streetsOf gives the streets on which an address of the divisions stands.
func (s *Store) streetsOf(ctx context.Context, within []uuid.UUID, whole bool, on version.Date) ([]worked, error) {
	rows, err := s.Addresses.DB.Query(ctx, belowSQL+`,
		ways AS (SELECT DISTINCT v.way FROM address_version v JOIN address a ON a.id = v.address AND a.withdrawn IS NULL
			WHERE v.way IS NOT NULL AND upper_inf(v.recorded) AND v.valid @> $2::date AND ($3 OR v.division IN (SELECT division FROM below)))
		SELECT w.way, coalesce(n.text, ''), p.within, coalesce(d.name, ''), p.extent FROM ways w
		JOIN place_version p ON p.place = w.way AND upper_inf(p.recorded) AND p.valid @> $2::date
		LEFT JOIN name_version n ON n.place = w.way AND n.kind = 'standard' AND n.lang = 'zh-Hans' AND upper_inf(n.recorded) AND n.valid @> $2::date
		LEFT JOIN division_version d ON d.division = p.within AND upper_inf(d.recorded) AND d.valid @> $2::date
		ORDER BY w.way`, within, on, whole)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (worked, error) {
		var st worked
		var in *uuid.UUID
		var extent orb.Geometry
		err := row.Scan(&st.id, &st.name, &in, &st.divisionName, &extent)
		if in != nil {
			st.within = *in
		}
		st.line, st.divisionName = lines(extent), boundaries.StandardName(st.divisionName)
		return st, err
	})
}

// groundOf says of the divisions of addresses in which series their houses
// count, and which of them lie in the divisions asked about.
func (s *Store) groundOf(ctx context.Context, all []address.Standing, within []uuid.UUID, whole bool, on version.Date) (map[uuid.UUID]ground, error) {
	seen := map[uuid.UUID]ground{}
	var ids []uuid.UUID
	for _, a := range all {
		if _, known := seen[a.Division]; !known {
			seen[a.Division] = ground{}
			ids = append(ids, a.Division)
		}
	}
	rows, err := s.Addresses.DB.Query(ctx, belowSQL+`,
		up AS (
			SELECT i AS base, i AS division, 0 AS depth FROM unnest($4::uuid[]) i
			UNION ALL
			SELECT u.base, d.parent, u.depth + 1 FROM up u JOIN division_version d ON d.division = u.division AND upper_inf(d.recorded) AND d.valid @> $2::date
			WHERE d.parent IS NOT NULL AND u.depth < 10)
		SELECT i, coalesce((SELECT u.division FROM up u JOIN division_version d ON d.division = u.division AND upper_inf(d.recorded) AND d.valid @> $2::date
				WHERE u.base = i AND d.level = $5 LIMIT 1), i), $3 OR i IN (SELECT division FROM below)
		FROM unnest($4::uuid[]) i`, within, on, whole, ids, int(boundaries.Township))
	if err != nil {
		return nil, err
	}
	var id, owner uuid.UUID
	var mine bool
	_, err = pgx.ForEachRow(rows, []any{&id, &owner, &mine}, func() error {
		seen[id] = ground{owner.String(), mine}
		return nil
	})
	return seen, err
}
