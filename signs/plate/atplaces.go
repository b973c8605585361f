package plate

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// HangingAt gives those of places that have a plate of their own on a wall.
func (s *Store) HangingAt(ctx context.Context, places []uuid.UUID) (map[uuid.UUID]bool, error) {
	rows, err := s.DB.Query(ctx, `SELECT DISTINCT place FROM plate WHERE place = ANY($1) AND address IS NULL AND state = ANY($2)`, places, []string{string(Installed), string(InUse), string(Faulty)})
	if err != nil {
		return nil, fmt.Errorf("plates that hang at %d places: %w", len(places), err)
	}
	found, err := pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
	hang := map[uuid.UUID]bool{}
	for _, id := range found {
		hang[id] = true
	}
	return hang, err
}
