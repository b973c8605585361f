package assign

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/boundaries/compass"
	"diming/internal/pg"
	"diming/internal/version"
)

// read gives what a plan is made from: the villages of the county with their
// people, the shelters that suit and did not fail their appraisal, in whatever
// state they are today, and the barriers that hold in the hazard. Shelters beyond
// the county count too: who lives at its edge goes where it is near.
func read(ctx context.Context, db pg.DB, county uuid.UUID, hazard string) (in Input, night bool, basis string, err error) {
	reach, basis, err := setting(ctx, db, county, boundaries.SettingAssignReach)
	if err != nil {
		return in, false, "", err
	}
	if in.ReachM, err = strconv.Atoi(reach); err != nil {
		return in, false, "", fmt.Errorf("setting %s: %w", boundaries.SettingAssignReach, err)
	}
	nightly, _, err := setting(ctx, db, county, boundaries.SettingAssignNight)
	if err != nil {
		return in, false, "", err
	}
	night = nightly == "true"
	if in.Villages, err = villages(ctx, db, county); err != nil {
		return in, false, "", fmt.Errorf("villages: %w", err)
	}
	if in.Shelters, err = suited(ctx, db, hazard, night); err != nil {
		return in, false, "", fmt.Errorf("shelters: %w", err)
	}
	if in.Barriers, err = barriersFor(ctx, db, hazard); err != nil {
		return in, false, "", fmt.Errorf("barriers: %w", err)
	}
	return in, night, basis, nil
}

// setting gives a setting of a county as it holds today, or its default.
func setting(ctx context.Context, db pg.DB, county uuid.UUID, key string) (value, basis string, err error) {
	known, err := boundaries.Known(key)
	if err != nil {
		return "", "", err
	}
	value, basis, ok, err := (&boundaries.Store{DB: db}).Setting(ctx, county, key, version.Today())
	if err != nil {
		return "", "", fmt.Errorf("setting %s: %w", key, err)
	}
	if !ok {
		return known.Default, known.Basis, nil
	}
	return value, basis, nil
}

// villages gives those of a county today. Of one without a seat the point lies on
// its area.
func villages(ctx context.Context, db pg.DB, county uuid.UUID) ([]Village, error) {
	rows, err := db.Query(ctx, `
		WITH RECURSIVE below AS (
			SELECT $1::uuid AS division
			UNION
			SELECT v.division FROM below b JOIN division_version v ON v.parent = b.division JOIN division d ON d.id = v.division
			WHERE upper_inf(v.recorded) AND v.valid @> current_date AND d.withdrawn IS NULL)
		SELECT v.division, v.code, v.name, coalesce(v.seat, ST_PointOnSurface(v.area)), p.people
		FROM below b JOIN division_version v ON v.division = b.division AND v.level = 5 AND upper_inf(v.recorded) AND v.valid @> current_date
		LEFT JOIN LATERAL (SELECT people FROM village_people WHERE village = v.division ORDER BY n DESC LIMIT 1) p ON true
		ORDER BY v.code, v.division`, county)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (Village, error) {
		var v Village
		err := row.Scan(&v.ID, &v.Code, &v.Name, &v.Point, &v.People)
		v.Name = boundaries.StandardName(v.Name)
		return v, err
	})
}

func suited(ctx context.Context, db pg.DB, hazard string, night bool) ([]Shelter, error) {
	rows, err := db.Query(ctx, `
		SELECT v.shelter, v.name, v.point, CASE WHEN $2 THEN coalesce(v.capacity_night, v.capacity) ELSE v.capacity END
		FROM shelter_version v JOIN shelter s ON s.id = v.shelter
		LEFT JOIN LATERAL (SELECT result FROM shelter_check WHERE shelter = v.shelter AND kind = 'appraisal' ORDER BY on_day DESC, n DESC LIMIT 1) a ON true
		WHERE upper_inf(v.recorded) AND v.valid @> current_date AND s.withdrawn IS NULL
		  AND v.suits @> ARRAY[$1] AND NOT v.unfit @> ARRAY[$1] AND a.result IS DISTINCT FROM 'failed' ORDER BY v.shelter`, hazard, night)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[Shelter])
}

// barriersFor gives the barriers that hold in a hazard, of every county: a river
// does not end at a boundary.
func barriersFor(ctx context.Context, db pg.DB, hazard string) ([]Barrier, error) {
	rows, err := db.Query(ctx, `SELECT id, name, line FROM barrier WHERE ended IS NULL AND hazards @> ARRAY[$1] ORDER BY id`, hazard)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (Barrier, error) {
		var b Barrier
		var line orb.LineString
		err := row.Scan(&b.ID, &b.Name, &line)
		b.Line = line
		return b, err
	})
}

// Input gives what a plan for a hazard would be made from now, without what was
// set by hand.
func (s *Store) Input(ctx context.Context, county uuid.UUID, hazard string) (Input, error) {
	if !slices.Contains(Hazards, hazard) {
		return Input{}, ErrHazard
	}
	in, _, _, err := read(ctx, s.DB, county, hazard)
	if err != nil {
		err = fmt.Errorf("what %s is planned from for %s: %w", county, hazard, err)
	}
	return in, err
}

// Placed is how the people of some villages fit into the places of some shelters.
type Placed struct {
	People *int   // who are to find a place; nil: nobody knows how many
	Places int    // they find
	Why    string // those left over find none; "" where nobody is
}

// Place sets places against people: the people of the villages asked about go to
// the places that are given, by shelter, as near as can be for all of them together,
// within reach and across no barrier. Of a village of which nobody knows how many
// live there it is only said whether any place is within its reach.
func (in Input) Place(villages []uuid.UUID, places map[uuid.UUID]int) map[uuid.UUID]Placed {
	some := Input{Barriers: in.Barriers, ReachM: in.ReachM}
	for _, v := range in.Villages {
		if slices.Contains(villages, v.ID) {
			some.Villages = append(some.Villages, v)
		}
	}
	for _, s := range in.Shelters {
		if s.Capacity = places[s.ID]; s.Capacity > 0 {
			some.Shelters = append(some.Shelters, s)
		}
	}
	placed := map[uuid.UUID]Placed{}
	for _, id := range villages {
		placed[id] = Placed{Why: NoPoint} // what is no village of the county today
	}
	near := some.Within()
	for _, v := range some.Villages {
		p := Placed{People: v.People}
		switch {
		case v.Point == nil:
			p.Why = NoPoint
		case v.People == nil && !near[v.ID]:
			p.Why = TooFar
		}
		placed[v.ID] = p
	}
	made := Make(some)
	for _, r := range made.Rows {
		p := placed[r.Village]
		p.Places += r.Places
		placed[r.Village] = p
	}
	for _, s := range made.Shorts {
		if p := placed[s.Village]; s.People > 0 {
			p.Why = s.Why
			placed[s.Village] = p
		}
	}
	return placed
}

// Within gives the villages that have a shelter within reach, and the shelters that
// are within reach of one: near enough, and across no barrier.
func (in Input) Within() map[uuid.UUID]bool {
	walk, near := newBarriers(in.Barriers), map[uuid.UUID]bool{}
	for _, v := range in.Villages {
		if v.Point == nil {
			continue
		}
		for _, s := range in.Shelters {
			if near[v.ID] && near[s.ID] {
				continue
			}
			if _, metres := compass.Azimuth(*v.Point, s.Point); metres <= float64(in.ReachM) && !walk.between(*v.Point, s.Point) {
				near[v.ID], near[s.ID] = true, true
			}
		}
	}
	return near
}
