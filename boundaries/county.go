package boundaries

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// CountiesOf gives the counties of some divisions today: the one that holds each,
// itself where it is one, or those that it holds.
func (s *Store) CountiesOf(ctx context.Context, divisions []uuid.UUID) ([]uuid.UUID, error) {
	rows, err := s.DB.Query(ctx, `
		WITH RECURSIVE now AS MATERIALIZED (
			SELECT division, parent, level FROM division_version WHERE upper_inf(recorded) AND valid @> current_date AND level <= 5),
		up AS (
			SELECT n.division, n.parent, n.level FROM now n WHERE n.division = ANY($1)
			UNION
			SELECT n.division, n.parent, n.level FROM up JOIN now n ON n.division = up.parent WHERE up.level > 3),
		down AS (
			SELECT n.division, n.level FROM now n WHERE n.division = ANY($1) AND n.level < 3
			UNION
			SELECT n.division, n.level FROM down JOIN now n ON n.parent = down.division WHERE down.level < 3)
		SELECT division FROM up WHERE level = 3 UNION SELECT division FROM down WHERE level = 3`, divisions)
	if err != nil {
		return nil, fmt.Errorf("counties of divisions: %w", err)
	}
	return pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
}
