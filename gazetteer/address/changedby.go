package address

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// ChangedBy lists the addresses that one of the entries entered, changed or led a
// step on.
func (s *Store) ChangedBy(ctx context.Context, entries []int64) ([]uuid.UUID, error) {
	rows, err := s.DB.Query(ctx, `
		SELECT address FROM address_version WHERE entry = ANY($1) UNION SELECT address FROM address_version WHERE closed_by = ANY($1)
		UNION SELECT id FROM address WHERE tag = ANY($1)`, entries)
	if err != nil {
		return nil, fmt.Errorf("addresses of %d entries: %w", len(entries), err)
	}
	return pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
}
