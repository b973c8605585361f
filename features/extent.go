package features

import (
	"context"
	"fmt"
	"sync"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/internal/version"
)

// An Extent is where and when the features of a collection are.
type Extent struct {
	Bound orb.Bound // degrees, east first
	Any   bool      // whether there is any geometry
	Since version.Date
}

// extents holds the last extent of each collection, with what it was read of.
type extents struct {
	sync.Mutex
	known map[string]knownExtent
}

type knownExtent struct {
	pinned int64
	day    version.Date
	from   boundaries.Level
	Extent
}

// Extent gives the extent of a collection today. It is read once for each state
// of the register.
func (s *Store) Extent(ctx context.Context, c *Collection, from boundaries.Level) (Extent, error) {
	var now knownExtent
	err := s.read(ctx, func(tx pgx.Tx) error {
		pinned, err := pinOf(ctx, tx)
		if err != nil {
			return err
		}
		s.extents.Lock()
		now = s.extents.known[c.ID]
		s.extents.Unlock()
		today := version.Today()
		if now.pinned == pinned && now.day == today && now.from == from {
			return nil
		}
		now = knownExtent{pinned: pinned, day: today, from: from}
		return now.read(ctx, tx, c)
	})
	if err != nil {
		return Extent{}, fmt.Errorf("extent of %s: %w", c.ID, err)
	}
	s.extents.Lock()
	defer s.extents.Unlock()
	if s.extents.known == nil {
		s.extents.known = map[string]knownExtent{}
	}
	s.extents.known[c.ID] = now
	return now.Extent, nil
}

func (e *knownExtent) read(ctx context.Context, tx pgx.Tx, c *Collection) error {
	st := newStatement(c, Query{When: On(e.day), PublicFrom: e.from}, e.pinned)
	where, err := st.where()
	if err != nil {
		return err
	}
	var west, south, east, north *float64
	err = tx.QueryRow(ctx, "SELECT ST_XMin(b), ST_YMin(b), ST_XMax(b), ST_YMax(b), since FROM (SELECT ST_Extent("+st.expand(c.geom)+") AS b, min(lower(v.valid)) AS since FROM "+
		st.tables()+" WHERE "+where+") e", st.args...).Scan(&west, &south, &east, &north, &e.Since)
	if err != nil || west == nil {
		return err
	}
	e.Bound, e.Any = orb.Bound{Min: orb.Point{*west, *south}, Max: orb.Point{*east, *north}}, true
	return nil
}
