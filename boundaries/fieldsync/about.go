package fieldsync

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries"
)

// SidesAbout gives the sides of which something about a marker, stretch or line
// is held: a record of theirs, or their signature of a sheet that holds one.
func (s *Store) SidesAbout(ctx context.Context, object uuid.UUID) ([]boundaries.Side, error) {
	rows, err := s.DB.Query(ctx, `SELECT side FROM field_record WHERE object = $1 AND withdrawn_by IS NULL
		UNION SELECT g.side FROM field_record r JOIN field_sheet h ON h.task = r.task AND position(r.digest IN h.body) > 0 JOIN field_signature g ON g.sheet = h.digest
			WHERE r.object = $1`, object)
	if err != nil {
		return nil, fmt.Errorf("sides with records about %s: %w", object, err)
	}
	return pgx.CollectRows(rows, pgx.RowTo[boundaries.Side])
}
