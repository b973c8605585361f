package signs

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/pg"
)

// TokensOf lists the codes of a place that are printed on paper; plates with
// codes of their own are kept by signs/plate.
func TokensOf(ctx context.Context, db pg.DB, place uuid.UUID) ([]string, error) {
	rows, err := db.Query(ctx, `SELECT token FROM sign_code WHERE place = $1 AND revoked IS NULL AND plate IS NULL ORDER BY token`, place)
	if err != nil {
		return nil, fmt.Errorf("codes of place %s: %w", place, err)
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}
