package tiles

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
)

// A Kind says what a Change is about: what the ledger says it is.
type Kind string

// Everything stands for a change whose objects are not listed, such as a bulk
// import: all is compared again.
const (
	Division   Kind = "division"
	Place      Kind = "place"
	Everything Kind = "everything"
)

// A Change is what an entry of the ledger says was changed: a version, a name, a
// state, its visibility or its withdrawal. Kinds that tiles do not show are let pass.
type Change struct {
	Kind  Kind
	ID    uuid.UUID // of the object; the nil UUID where the entry names none
	Entry int64     // of the ledger; 0 where none is known
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
		}
	}
	err := s.refresh(ctx, func(tx pgx.Tx) (difference, error) {
		var changed difference
		if len(divisions) > 0 {
			areas, err := refreshAreas(ctx, tx, divisions)
			if err != nil {
				return changed, err
			}
			changed = areas
		}
		// A division and its place share one id, and whether a place is shown
		// as such depends on whether the division is public.
		if all := slices.Concat(divisions, places); len(all) > 0 {
			points, err := refreshPoints(ctx, tx, all)
			if err != nil {
				return changed, err
			}
			changed.add(points)
		}
		layers, err := refreshLayers(ctx, tx, changes)
		changed.add(layers)
		return changed, err
	})
	if err != nil {
		return fmt.Errorf("apply %d changes to tiles: %w", len(changes), err)
	}
	return nil
}

// Rebuild compares all tables with what is published and writes what differs.
func (s *Store) Rebuild(ctx context.Context) error {
	err := s.refresh(ctx, func(tx pgx.Tx) (difference, error) {
		changed, err := refreshAreas(ctx, tx, nil)
		if err != nil {
			return changed, err
		}
		points, err := refreshPoints(ctx, tx, nil)
		if err != nil {
			return changed, err
		}
		changed.add(points)
		for _, l := range layers {
			more, err := l.refresh(ctx, tx, nil)
			if err != nil {
				return changed, err
			}
			changed.add(more)
		}
		return changed, nil
	})
	if err != nil {
		return fmt.Errorf("rebuild tiles: %w", err)
	}
	return nil
}

func refreshPoints(ctx context.Context, tx pgx.Tx, ids []uuid.UUID) (difference, error) {
	changed, err := refreshLabels(ctx, tx, ids)
	if err != nil {
		return changed, err
	}
	places, err := refreshPlaces(ctx, tx, ids)
	changed.add(places)
	return changed, err
}

// refresh runs one update of the tables, records which tiles that touches, and
// takes notice of it.
func (s *Store) refresh(ctx context.Context, update func(pgx.Tx) (difference, error)) error {
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "SELECT pg_advisory_xact_lock($1)", int64(projectionLock)); err != nil {
			return err
		}
		changed, err := update(tx)
		if err != nil {
			return err
		}
		return record(ctx, tx, cellsOf(s.touches(changed)))
	})
	if err != nil {
		return err
	}
	return s.Sweep(ctx)
}

func record(ctx context.Context, tx pgx.Tx, cells []cell) error {
	if len(cells) == 0 {
		return nil
	}
	batch := &pgx.Batch{}
	batch.Queue(`INSERT INTO tile_change (cells) VALUES ($1)`, cells)
	// The last row stays: by it a server sees whether it missed some.
	batch.Queue(`DELETE FROM tile_change
		WHERE at < clock_timestamp() - interval '100 days' AND id < (SELECT max(id) FROM tile_change)`)
	if err := tx.SendBatch(ctx, batch).Close(); err != nil {
		return fmt.Errorf("record what changed: %w", err)
	}
	return nil
}

// Sweep makes this server's cached tiles stale where any server recorded a
// change since the last sweep; all of them if that is longer ago than a day, after
// which changes are kept for deltas of archives alone. Apply and Rebuild end with it; a server that
// only reads calls it when told of a change.
func (s *Store) Sweep(ctx context.Context) error {
	s.sweep.Lock()
	defer s.sweep.Unlock()
	// One statement, one snapshot: what is missing below first was never there.
	rows, err := s.DB.Query(ctx, `
		WITH held AS (SELECT least(
			(SELECT id FROM tile_change WHERE at > clock_timestamp() - interval '1 day' ORDER BY at LIMIT 1), (SELECT max(id) FROM tile_change)) AS first)
		SELECT id, at, first, cells FROM tile_change, held WHERE id > $1 AND id >= first ORDER BY id`, s.swept)
	if err != nil {
		return fmt.Errorf("read changes of tiles: %w", err)
	}
	var all, cells []cell
	var id, first int64
	var at time.Time
	_, err = pgx.ForEachRow(rows, []any{&id, &at, &first, &cells}, func() error {
		all = append(all, cells...)
		return nil
	})
	if err != nil {
		return fmt.Errorf("read changes of tiles: %w", err)
	}
	if id == 0 {
		return nil
	}
	mark := fmt.Sprintf("%d %d", id, at.UnixMicro())
	if first > s.swept+1 {
		s.changes.forget(mark)
	} else {
		s.changes.add(all, mark)
	}
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
