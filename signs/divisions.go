package signs

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/version"
)

// InDivisions counts the codes that lead to divisions and to the places in
// them on a day, and gives the first few tokens.
func (s *Store) InDivisions(ctx context.Context, tx pgx.Tx, divisions []uuid.UUID, on version.Date) (count int, sample []string, err error) {
	err = tx.QueryRow(ctx, `
		WITH code AS (
			SELECT c.token FROM sign_code c WHERE c.revoked IS NULL AND (c.place = ANY($1) OR EXISTS (
				SELECT FROM place_version v WHERE v.place = c.place AND v.within = ANY($1) AND upper_inf(v.recorded) AND v.valid @> $2::date)))
		SELECT (SELECT count(*) FROM code), coalesce((SELECT array_agg(token) FROM (SELECT token FROM code ORDER BY token LIMIT 8) AS few), '{}')`,
		divisions, on).Scan(&count, &sample)
	if err != nil {
		return 0, nil, fmt.Errorf("codes in divisions: %w", err)
	}
	return count, sample, nil
}
