package boundaries

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/paulmach/orb"

	"diming/internal/version"
)

// A Land is all divisions that the public may know, with their areas, in memory:
// for answers that must not wait for the database. It is what the register
// believed when it was read and is not changed afterwards.
type Land struct {
	Tracts map[uuid.UUID][]Tract  // by division, in order of valid time
	Beside map[uuid.UUID][]Beside // by division, the largest first
	Heirs  map[uuid.UUID][]Heir   // by who went before, in the order of their ids
}

// A Tract is one version of a division with its area, nil where none is held.
type Tract struct {
	Division
	Version int64
	Area    orb.MultiPolygon
	Label   orb.Point // where its name is written
}

// Beside names a version whose area touches a division's.
type Beside struct {
	Division uuid.UUID
	Version  int64
}

// An Heir carries on from a division by an event of a day.
type Heir struct {
	Successor uuid.UUID
	Effective version.Date
}

// Land reads all divisions that the public may know, in three queries.
func (s *Store) Land(ctx context.Context) (Land, error) {
	l := Land{map[uuid.UUID][]Tract{}, map[uuid.UUID][]Beside{}, map[uuid.UUID][]Heir{}}
	for _, read := range []func(context.Context, Land) error{s.readTracts, s.readBeside, s.readHeirs} {
		if err := read(ctx, l); err != nil {
			return l, fmt.Errorf("read the land: %w", err)
		}
	}
	return l, nil
}

func (s *Store) readTracts(ctx context.Context, l Land) error {
	rows, err := s.DB.Query(ctx, `SELECT `+divisionColumns+`, v.version, v.area, coalesce(v.seat, ST_PointOnSurface(v.area))
		FROM division_version v JOIN division d ON d.id = v.division
		WHERE upper_inf(v.recorded) AND v.visibility = 'public' AND d.withdrawn IS NULL ORDER BY v.division, lower(v.valid) NULLS FIRST`)
	if err != nil {
		return err
	}
	all, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (Tract, error) {
		var (
			d     Tract
			valid pgtype.Range[pgtype.Date]
			label *orb.Point
		)
		err := row.Scan(&d.ID, &d.System, &d.Code, &d.Name, &d.Level, &d.Type, &d.Parent, &d.Seat,
			&d.HasArea, &d.AreaSource, &d.AreaBasis, &d.Visibility, &d.Source, &valid, &d.Version, &d.Area, &label)
		if d.Valid = version.SpanOf(valid); label != nil {
			d.Label = *label
		}
		return d, err
	})
	for _, t := range all {
		l.Tracts[t.ID] = append(l.Tracts[t.ID], t)
	}
	return err
}

func (s *Store) readBeside(ctx context.Context, l Land) error {
	rows, err := s.DB.Query(ctx, `
		WITH own AS (SELECT DISTINCT ON (division) division, level, area FROM division_version
			WHERE upper_inf(recorded) AND area IS NOT NULL ORDER BY division, upper(valid) DESC NULLS FIRST)
		SELECT own.division, v.division, v.version FROM own
		JOIN division_version v ON v.area && own.area AND v.division <> own.division AND v.level = own.level AND ST_Intersects(v.area, own.area)
		JOIN division d ON d.id = v.division
		WHERE upper_inf(v.recorded) AND v.visibility = 'public' AND d.withdrawn IS NULL ORDER BY own.division, ST_Area(v.area) DESC, v.version`)
	if err != nil {
		return err
	}
	var of uuid.UUID
	var one Beside
	_, err = pgx.ForEachRow(rows, []any{&of, &one.Division, &one.Version}, func() error { l.Beside[of] = append(l.Beside[of], one); return nil })
	return err
}

func (s *Store) readHeirs(ctx context.Context, l Land) error {
	rows, err := s.DB.Query(ctx, `SELECT s.predecessor, s.successor, e.effective FROM division_succession s JOIN division_event e ON e.id = s.event
		WHERE e.undone IS NULL AND s.successor <> s.predecessor ORDER BY s.predecessor, s.successor, e.effective`)
	if err != nil {
		return err
	}
	var of uuid.UUID
	var one Heir
	_, err = pgx.ForEachRow(rows, []any{&of, &one.Successor, &one.Effective}, func() error { l.Heirs[of] = append(l.Heirs[of], one); return nil })
	return err
}

// On gives a division as it is on a day; false where it is none then.
func (l Land) On(day version.Date, id uuid.UUID) (Tract, bool) {
	for _, t := range l.Tracts[id] {
		if t.Valid.Contains(day) {
			return t, true
		}
	}
	return Tract{}, false
}

// Chain gives a division and those that hold it on a day, from the largest down;
// see [Store.Chain].
func (l Land) Chain(day version.Date, id uuid.UUID) []Division {
	var chain []Division
	for next := &id; next != nil && len(chain) <= 10; {
		t, ok := l.On(day, *next)
		if !ok {
			break
		}
		chain, next = append(chain, t.Division), t.Parent
	}
	slices.Reverse(chain)
	return chain
}

// Area gives a division's area on a day, nil where none is held.
func (l Land) Area(day version.Date, id uuid.UUID) orb.MultiPolygon {
	t, _ := l.On(day, id)
	return t.Area
}

// Neighbours gives the divisions of the same level that touch a division on a
// day, the largest first, at most limit.
func (l Land) Neighbours(day version.Date, id uuid.UUID, limit int) []Neighbour {
	var all []Neighbour
	for _, b := range l.Beside[id] {
		if t, ok := l.On(day, b.Division); ok && t.Version == b.Version && len(all) < limit {
			all = append(all, Neighbour{StandardName(t.Name), t.Label, t.Area})
		}
	}
	return all
}

// CarriedBy gives the divisions that carry on, on a day, what a code stood for;
// see [Store.CarriedBy].
func (l Land) CarriedBy(day version.Date, code string) []Division {
	depth := map[uuid.UUID]int{}
	var wave []uuid.UUID
	for id, tracts := range l.Tracts {
		if slices.ContainsFunc(tracts, func(t Tract) bool { return t.Code == code }) {
			wave, depth[id] = append(wave, id), 0
		}
	}
	for d := 1; len(wave) > 0 && d <= 50; d++ {
		var next []uuid.UUID
		for _, id := range wave {
			for _, h := range l.Heirs[id] {
				if _, known := depth[h.Successor]; !known && !day.Before(h.Effective) {
					next, depth[h.Successor] = append(next, h.Successor), d
				}
			}
		}
		wave = next
	}
	var all []Division
	for id := range depth {
		if t, ok := l.On(day, id); ok {
			all = append(all, t.Division)
		}
	}
	slices.SortFunc(all, func(a, b Division) int { return cmp.Or(depth[a.ID]-depth[b.ID], bytes.Compare(a.ID[:], b.ID[:])) })
	return all
}

// ChangedBy tells whether one of the entries wrote or closed a version of a
// division.
func (s *Store) ChangedBy(ctx context.Context, entries []int64) (bool, error) {
	var some bool
	err := s.DB.QueryRow(ctx, `SELECT EXISTS (SELECT FROM division_version WHERE entry = ANY($1)) OR EXISTS (SELECT FROM division_version WHERE closed_by = ANY($1))`, entries).Scan(&some)
	return some, err
}
