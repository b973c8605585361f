package event

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/pg"
)

// below gives, as a common table expression, the divisions of $1 and all below
// them as the register has them today.
const below = `WITH RECURSIVE below AS (
	SELECT v.division, v.code, v.name, v.level FROM division_version v JOIN division d ON d.id = v.division
	WHERE v.division = ANY($1) AND upper_inf(v.recorded) AND v.valid @> current_date AND d.withdrawn IS NULL
	UNION
	SELECT v.division, v.code, v.name, v.level FROM below b JOIN division_version v ON v.parent = b.division JOIN division d ON d.id = v.division
	WHERE upper_inf(v.recorded) AND v.valid @> current_date AND d.withdrawn IS NULL) `

// inCounty refuses areas that are not held today or lie outside the county.
func inCounty(ctx context.Context, tx pgx.Tx, county uuid.UUID, areas []uuid.UUID) error {
	var inside, asked int
	err := tx.QueryRow(ctx, below+`SELECT count(*), (SELECT count(DISTINCT a) FROM unnest($2::uuid[]) a)
		FROM below WHERE division = ANY($2)`, []uuid.UUID{county}, areas).Scan(&inside, &asked)
	if err == nil && inside != asked {
		err = fmt.Errorf("%w: %d of %d lie in it", ErrOutside, inside, asked)
	}
	return err
}

// A Village is one of those that an event warns.
type Village struct {
	ID   uuid.UUID
	Code string
	Name string // as the code table has it
	Town string // of what holds it; "" where nothing held does
}

// Villages gives the villages that an event warns, by code: those among its
// areas and all below them.
func (s *Store) Villages(ctx context.Context, e Event) ([]Village, error) {
	return villages(ctx, s.DB, e.Areas)
}

func villages(ctx context.Context, db pg.DB, areas []uuid.UUID) ([]Village, error) {
	rows, err := db.Query(ctx, below+`SELECT DISTINCT b.division, b.code, b.name, coalesce(up.name, '') FROM below b
		JOIN division_version v ON v.division = b.division AND upper_inf(v.recorded) AND v.valid @> current_date
		LEFT JOIN division_version up ON up.division = v.parent AND upper_inf(up.recorded) AND up.valid @> current_date
		WHERE b.level = 5 ORDER BY b.code, b.division`, areas)
	if err != nil {
		return nil, fmt.Errorf("villages that are warned: %w", err)
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[Village])
}
