package gazetteer

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"diming/internal/pg"
)

// Checks that a Finding may be of.
const (
	// TakenCheck is a standard name that stands in its scope already; the
	// register keeps it (地名管理条例 art. 9(7), (8)).
	TakenCheck = "重"
	// AlikeCheck is a settlement or street that may be one with another: the
	// same name near by. No rule forbids it, so a load tells it and no more.
	AlikeCheck = "疑重"
	// OutsideCheck is a position a little outside the division it is said to
	// lie in.
	OutsideCheck = "界外"
)

// A Finding is what a person should look at: what stands against a name that
// was loaded, not approved here.
type Finding struct {
	Row           int        `json:"row,omitempty"`  // of a load
	Line          int64      `json:"line,omitempty"` // of the file, where the caller knows it
	Check         string     `json:"check"`
	Place         uuid.UUID  `json:"place"`
	Name          string     `json:"name"`
	Division      string     `json:"division"`
	Other         *uuid.UUID `json:"other,omitempty"` // the place that has the name
	OtherName     string     `json:"other_name,omitempty"`
	OtherDivision string     `json:"other_division,omitempty"`
	DistanceM     *float64   `json:"distance_m"`       // metres, geodesic; nil where a position is not held
	Cursor        string     `json:"cursor,omitempty"` // of the register's findings: to go on after this one
}

// findingsSQL tells findings with the names, divisions and positions of today
// of both places; %s is a condition on f, the finding.
const findingsSQL = `
	SELECT f.check_id, f.place, f.other, me.name, me.division, me.location, coalesce(it.name, ''), coalesce(it.division, ''), it.location,
		concat_ws('/', f.place, f.check_id, f.scope, f.class_group, f.key)
	FROM name_finding f
	CROSS JOIN LATERAL (%[1]s) me
	LEFT JOIN LATERAL (%[2]s) it ON true
	WHERE %[3]s`

// aboutSQL is the latest word about one place.
const aboutSQL = `
	SELECT coalesce((SELECT n.text FROM name_version n WHERE n.place = v.place AND n.kind = 'standard' AND upper_inf(n.recorded)
			ORDER BY n.valid @> current_date DESC, n.lang = 'zh-Hans' DESC, upper(n.valid) DESC NULLS FIRST LIMIT 1), '') AS name,
		coalesce(d.name, '') AS division, coalesce(d.code, '') AS code, v.location
	FROM place_version v
	LEFT JOIN LATERAL (SELECT name, code FROM division_version WHERE division = coalesce(v.within, v.place) AND upper_inf(recorded)
		ORDER BY valid @> current_date DESC, upper(valid) DESC NULLS FIRST LIMIT 1) d ON true
	WHERE v.place = %s AND upper_inf(v.recorded)
	ORDER BY v.valid @> current_date DESC, upper(v.valid) DESC NULLS FIRST LIMIT 1`

// Findings lists what stands against the names of places in divisions whose
// code begins with division, "" for all, after the finding with that cursor,
// "" from the first. Of withdrawn places nothing is told.
func (s *Store) Findings(ctx context.Context, division, after string, limit int) ([]Finding, error) {
	all, err := findings(ctx, s.DB, `starts_with(me.code, $1) AND ($2 = '' OR concat_ws('/', f.place, f.check_id, f.scope, f.class_group, f.key) > $2 COLLATE "C")
		AND NOT EXISTS (SELECT FROM place p WHERE p.id IN (f.place, f.other) AND p.withdrawn IS NOT NULL)
		ORDER BY concat_ws('/', f.place, f.check_id, f.scope, f.class_group, f.key) COLLATE "C" LIMIT $3`, division, after, limit)
	if err != nil {
		return nil, fmt.Errorf("findings in %q: %w", division, err)
	}
	return all, nil
}

func findings(ctx context.Context, db pg.DB, where string, args ...any) ([]Finding, error) {
	rows, err := db.Query(ctx, fmt.Sprintf(findingsSQL, fmt.Sprintf(aboutSQL, "f.place"), fmt.Sprintf(aboutSQL, "f.other"), where), args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (Finding, error) {
		var (
			f        Finding
			me, them *orb.Point
		)
		err := row.Scan(&f.Check, &f.Place, &f.Other, &f.Name, &f.Division, &me, &f.OtherName, &f.OtherDivision, &them, &f.Cursor)
		f.DistanceM = distanceM(me, them)
		return f, err
	})
}

// find lists what the load has found, with the rows that it came by.
func (l *placeLoad) find(ctx context.Context) error {
	if l.counts.Findings > 0 {
		taken, err := findings(ctx, l.tx, `f.entry = $1`, l.counts.Entry)
		if err != nil {
			return err
		}
		numbers := map[uuid.UUID]int{}
		for _, group := range [][]loadedRow{l.news, l.old} {
			for _, r := range group {
				numbers[r.place] = r.Number
			}
		}
		for _, f := range taken {
			f.Row, f.Cursor = numbers[f.Place], ""
			l.counts.Found = append(l.counts.Found, f)
		}
	}
	return l.findAlike(ctx)
}

// alike are the classes, by group, whose names may stand several times by law
// and yet are seldom given twice near by: settlements, and streets.
var alike = map[string]string{"22100": "settlement", "22200": "settlement", "23514": "street"}

// alikeM is how near, in metres, two such places of one name are noted.
const alikeM = 2000

// alikeSQL finds the namesakes of places: $1 the places, $2 their names, $3
// their groups, $4 their townships, $5 and $6 where they are, $7 metres.
const alikeSQL = `
	WITH given AS MATERIALIZED (
		SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::float8[], $6::float8[]) AS g (place, text, kind, township, lon, lat)
	), namesake AS MATERIALIZED (
		SELECT g.place, g.kind, g.township, g.lon, g.lat, n.place AS other, n.text
		FROM given g JOIN name_version n ON n.text = g.text AND n.place <> g.place
		WHERE n.kind = 'standard' AND upper_inf(n.recorded) AND n.valid @> current_date)
	SELECT s.place, s.other, s.text, coalesce(d.name, ''), v.location
	FROM namesake s
	JOIN place p ON p.id = s.other AND p.withdrawn IS NULL
	JOIN place_version v ON v.place = s.other AND upper_inf(v.recorded) AND v.valid @> current_date
	LEFT JOIN LATERAL (SELECT name, code FROM division_version WHERE division = v.within AND upper_inf(recorded)
		ORDER BY valid @> current_date DESC LIMIT 1) d ON true
	WHERE v.class = ANY(CASE s.kind WHEN 'street' THEN ARRAY['23514'] ELSE ARRAY['22100', '22200'] END)
	  AND NOT (s.other = ANY($1) AND s.other > s.place)
	  AND (s.township <> '' AND starts_with(d.code, s.township)
		OR ST_DistanceSphere(v.location, ST_SetSRID(ST_MakePoint(s.lon, s.lat), 4490)) <= $7)
	ORDER BY s.place, s.other`

// findAlike notes new and changed settlements and streets that have the name
// of another within alikeM or in the same township. The names are compared
// first, by hash, so that few positions are.
func (l *placeLoad) findAlike(ctx context.Context) error {
	var (
		places     []uuid.UUID
		texts      []string
		groups     []string
		townships  []string
		lons, lats []*float64
		of         = map[uuid.UUID]*loadedRow{}
	)
	for _, group := range [][]loadedRow{l.news, l.old} {
		for i := range group {
			r := &group[i]
			kind := alike[r.draft.Class]
			if kind == "" || r.held != nil && !r.held.claimsChange {
				continue
			}
			var lon, lat *float64
			if p := r.draft.Location; p != nil {
				lon, lat = &p[0], &p[1]
			}
			of[r.place] = r
			places, texts, groups, townships = append(places, r.place), append(texts, r.Names[0].Text), append(groups, kind), append(townships, townshipOf(r.at))
			lons, lats = append(lons, lon), append(lats, lat)
		}
	}
	if len(places) == 0 {
		return nil
	}
	rows, err := l.tx.Query(ctx, alikeSQL, places, texts, groups, townships, lons, lats, alikeM)
	if err != nil {
		return err
	}
	var (
		f     Finding
		other uuid.UUID
		at    *orb.Point
	)
	_, err = pgx.ForEachRow(rows, []any{&f.Place, &other, &f.OtherName, &f.OtherDivision, &at}, func() error {
		r, them := of[f.Place], other
		f.Row, f.Check, f.Name, f.Division = r.Number, AlikeCheck, r.Names[0].Text, ""
		if n := len(r.at.chain); n > 0 {
			f.Division = r.at.chain[n-1].Name
		}
		f.Other, f.DistanceM = &them, distanceM(r.draft.Location, at)
		l.counts.Found = append(l.counts.Found, f)
		at = nil
		return nil
	})
	return err
}

// townshipOf is the code of the township that a division lies in or is, of 9
// digits; "" above it and in other code systems.
func townshipOf(at whereabouts) string {
	for _, d := range at.chain {
		if d.System == "nbs" && len(d.Code) == 9 {
			return d.Code
		}
	}
	return ""
}

// FindingsOf lists the findings that one ledger entry brought.
func (s *Store) FindingsOf(ctx context.Context, entry int64) ([]Finding, error) {
	all, err := findings(ctx, s.DB, `f.entry = $1 ORDER BY f.place`, entry)
	if err != nil {
		return nil, fmt.Errorf("findings of entry %d: %w", entry, err)
	}
	return all, nil
}

// FindingsAbout lists what stands against the names of one place. What stood
// against them and was withdrawn does no longer.
func (s *Store) FindingsAbout(ctx context.Context, place uuid.UUID) ([]Finding, error) {
	all, err := findings(ctx, s.DB, `f.place = $1 AND NOT EXISTS (SELECT FROM place p WHERE p.id = f.other AND p.withdrawn IS NOT NULL)
		ORDER BY f.check_id, f.key`, place)
	if err != nil {
		return nil, fmt.Errorf("findings about place %s: %w", place, err)
	}
	return all, nil
}
