package tiles

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
)

// A Kind says what a Change is about.
type Kind string

// Everything stands for a change whose objects are not listed, such as a bulk
// import: all is compared again.
const (
	Division   Kind = "division"
	Place      Kind = "place"
	Everything Kind = "everything"
)

// A Change names an object that the ledger says was changed: a version, a name,
// its visibility or its withdrawal.
type Change struct {
	Kind Kind
	ID   uuid.UUID // of the division or place; not used with Everything
}

// projectionLock lets one server at a time write the tile tables.
const projectionLock = 0x74696c6573 // "tiles"

// Apply brings the tables in line with committed changes, and this server's
// cached tiles with what any server did. Applying a change twice, or one that
// another server applied, changes nothing; after an error nothing is written
// and the same changes have to be applied again.
func (s *Store) Apply(ctx context.Context, changes []Change) error {
	var divisions, places []uuid.UUID
	for _, c := range changes {
		switch c.Kind {
		case Division:
			divisions = append(divisions, c.ID)
		case Place:
			places = append(places, c.ID)
		case Everything:
			return s.Rebuild(ctx)
		default:
			return fmt.Errorf("apply change of %v to tiles: unknown kind %q", c.ID, c.Kind)
		}
	}
	err := s.refresh(ctx, func(tx pgx.Tx) ([]box, error) {
		var changed []box
		if len(divisions) > 0 {
			boxes, err := refreshAreas(ctx, tx, divisions)
			if err != nil {
				return nil, err
			}
			changed = boxes
		}
		// A division and its place share one id, and whether a place is shown
		// as such depends on whether the division is public.
		all := slices.Concat(divisions, places)
		if len(all) == 0 {
			return changed, nil
		}
		boxes, err := refreshPoints(ctx, tx, all)
		return append(changed, boxes...), err
	})
	if err != nil {
		return fmt.Errorf("apply %d changes to tiles: %w", len(changes), err)
	}
	return nil
}

// Rebuild compares all tables with what is public and writes what differs.
func (s *Store) Rebuild(ctx context.Context) error {
	err := s.refresh(ctx, func(tx pgx.Tx) ([]box, error) {
		changed, err := refreshAreas(ctx, tx, nil)
		if err != nil {
			return nil, err
		}
		boxes, err := refreshPoints(ctx, tx, nil)
		return append(changed, boxes...), err
	})
	if err != nil {
		return fmt.Errorf("rebuild tiles: %w", err)
	}
	return nil
}

func refreshPoints(ctx context.Context, tx pgx.Tx, ids []uuid.UUID) ([]box, error) {
	labels, err := refreshLabels(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	places, err := refreshPlaces(ctx, tx, ids)
	return append(labels, places...), err
}

// refresh runs one update of the tables, records what changed where, and takes
// notice of it.
func (s *Store) refresh(ctx context.Context, update func(pgx.Tx) ([]box, error)) error {
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "SELECT pg_advisory_xact_lock($1)", int64(projectionLock)); err != nil {
			return err
		}
		boxes, err := update(tx)
		if err != nil {
			return err
		}
		return record(ctx, tx, merge(boxes))
	})
	if err != nil {
		return err
	}
	return s.Sweep(ctx)
}

// mergedAbove is how many boxes of the same zooms are kept apart.
const mergedAbove = 64

// merge makes one box of those with the same zooms where there are many.
func merge(boxes []box) []box {
	type zooms struct{ from, to int }
	byZoom := make(map[zooms][]box)
	for _, b := range boxes {
		z := zooms{b.from, b.to}
		byZoom[z] = append(byZoom[z], b)
	}
	var merged []box
	for _, same := range byZoom {
		if len(same) > mergedAbove {
			for _, b := range same[1:] {
				same[0].Bound = same[0].Union(b.Bound)
			}
			same = same[:1]
		}
		merged = append(merged, same...)
	}
	return merged
}

func record(ctx context.Context, tx pgx.Tx, boxes []box) error {
	batch := &pgx.Batch{}
	for _, b := range boxes {
		batch.Queue(`INSERT INTO tile_change (from_zoom, to_zoom, min_x, min_y, max_x, max_y)
			VALUES ($1, $2, $3, $4, $5, $6)`, b.from, b.to, b.Min[0], b.Min[1], b.Max[0], b.Max[1])
	}
	// The last row stays: by it a server sees whether it missed some.
	batch.Queue(`DELETE FROM tile_change
		WHERE at < clock_timestamp() - interval '1 day' AND id < (SELECT max(id) FROM tile_change)`)
	if err := tx.SendBatch(ctx, batch).Close(); err != nil {
		return fmt.Errorf("record what changed: %w", err)
	}
	return nil
}

// Sweep makes this server's cached tiles stale where any server recorded a
// change since the last sweep. Apply and Rebuild end with it; a server that
// only reads calls it when told of a change.
func (s *Store) Sweep(ctx context.Context) error {
	s.sweep.Lock()
	defer s.sweep.Unlock()
	// One statement, one snapshot: what is missing below first was never there.
	rows, err := s.DB.Query(ctx, `
		SELECT id, (SELECT min(id) FROM tile_change), from_zoom, to_zoom, min_x, min_y, max_x, max_y
		FROM tile_change WHERE id > $1 ORDER BY id`, s.swept)
	if err != nil {
		return fmt.Errorf("read changes of tiles: %w", err)
	}
	var boxes []box
	var id, first int64
	var b box
	_, err = pgx.ForEachRow(rows, []any{&id, &first, &b.from, &b.to, &b.Min[0], &b.Min[1], &b.Max[0], &b.Max[1]}, func() error {
		boxes = append(boxes, b)
		return nil
	})
	if err != nil {
		return fmt.Errorf("read changes of tiles: %w", err)
	}
	if len(boxes) == 0 {
		return nil
	}
	if first > s.swept+1 {
		boxes = []box{everything}
	}
	s.changes.add(boxes)
	s.swept = id
	return nil
}

// Bound is the ground that the tiles cover, in longitude and latitude; the
// whole map when there is nothing.
func (s *Store) Bound(ctx context.Context) (orb.Bound, error) {
	var minX, minY, maxX, maxY *float64
	err := s.DB.QueryRow(ctx, `
		SELECT ST_XMin(e), ST_YMin(e), ST_XMax(e), ST_YMax(e) FROM (
			SELECT ST_Extent(geom) AS e FROM (
				SELECT geom FROM tile_area UNION ALL SELECT geom FROM tile_label
				UNION ALL SELECT geom FROM tile_place UNION ALL SELECT geom FROM tile_way) g) b`).
		Scan(&minX, &minY, &maxX, &maxY)
	if err != nil {
		return orb.Bound{}, fmt.Errorf("measure tiles: %w", err)
	}
	if minX == nil {
		return Coord{}.Bound(), nil
	}
	return orb.Bound{Min: degrees(orb.Point{*minX, *minY}), Max: degrees(orb.Point{*maxX, *maxY})}, nil
}
