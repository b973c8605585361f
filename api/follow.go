package api

import (
	"context"

	"diming/boundaries/line"
	"diming/gazetteer"
	"diming/internal/ledger"
	"diming/tiles"
)

// ApplyToTiles tells the tiles what changed.
func (s *Server) ApplyToTiles(ctx context.Context, changes []ledger.Change) error {
	var all []tiles.Change
	for _, c := range changes {
		change := tiles.Change{Kind: tiles.Kind(c.Kind), Entry: c.Entry}
		if c.Object != nil {
			change.ID = *c.Object
		}
		if gazetteer.Bulk(c) {
			change.Kind = tiles.Everything
		}
		all = append(all, change)
	}
	if err := s.Tiles.Apply(ctx, all); err != nil {
		return err
	}
	if err := s.ApproveTiles(ctx); err != nil {
		return err
	}
	s.TilesHold(changes[len(changes)-1].Seq)
	return nil
}

// ApproveTiles has the public tiles show the areas and lines of those levels that
// may be shown today without a log-in.
func (s *Server) ApproveTiles(ctx context.Context) error {
	from, err := (&line.Store{DB: s.DB}).PublicFrom(ctx)
	if err != nil {
		return err
	}
	s.Tiles.ShowFrom(int(from))
	return nil
}

// TilesHold notes the last sealed change that the tiles hold.
func (s *Server) TilesHold(seq int64) { s.tilesSeq.Store(seq) }

// TilesSeq is the last sealed change that the tiles hold, 0 before they are
// built.
func (s *Server) TilesSeq() int64 { return s.tilesSeq.Load() }

// SetDemo says whether the register's data is real.
func (s *Server) SetDemo(demo bool) { s.demo.Store(demo) }

// IsDemo tells whether the data is not real.
func (s *Server) IsDemo() bool { return s.demo.Load() }
