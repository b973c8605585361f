package api

import (
	"context"

	"diming/gazetteer"
	"diming/internal/ledger"
	"diming/tiles"
)

// ApplyToTiles tells the tiles what changed.
func (s *Server) ApplyToTiles(ctx context.Context, changes []ledger.Change) error {
	var all []tiles.Change
	for _, c := range changes {
		switch {
		case gazetteer.Bulk(c):
			all = append(all, tiles.Change{Kind: tiles.Everything})
		case c.Object == nil: // nothing that tiles show
		case c.Kind == "division":
			all = append(all, tiles.Change{Kind: tiles.Division, ID: *c.Object})
		case c.Kind == "place":
			all = append(all, tiles.Change{Kind: tiles.Place, ID: *c.Object})
		}
	}
	if len(all) > 0 {
		if err := s.Tiles.Apply(ctx, all); err != nil {
			return err
		}
	}
	s.TilesHold(changes[len(changes)-1].Seq)
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
