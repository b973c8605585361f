package plate

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/pg"
	"diming/internal/version"
)

// sayingSQL lists the plates that hang and bear the name of place $1: its own
// signs, and of the addresses under it those whose plates have it on top, as
// the function head says.
const sayingSQL = `
	SELECT p.name || ' ' || p.number || ' ' || c.token FROM plate p JOIN sign_code c ON c.plate = p.id
	LEFT JOIN address_version v ON v.address = p.address AND upper_inf(v.recorded) AND v.valid @> current_date
	WHERE p.state IN ('installed', 'in_use', 'faulty') AND (p.place = $1
		OR p.kind IN ('door_big', 'door_middle', 'door_small') AND coalesce(v.way, v.settlement, v.compound, v.division) = $1
		OR p.kind = 'building' AND coalesce(v.compound, v.way, v.settlement, v.division) = $1)
	ORDER BY p.id`

// Saying lists the plates that hang today and bear the name of a place or
// division, by what they say and the tokens of their codes: what a renaming of
// it puts on the reprint list.
func Saying(ctx context.Context, db pg.DB, place uuid.UUID) ([]string, error) {
	rows, err := db.Query(ctx, sayingSQL, place)
	if err != nil {
		return nil, fmt.Errorf("plates that say %s: %w", place, err)
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// InDivisions counts the plates that hang in divisions today, and says what the
// first few say. The day is not asked about: plates hang now.
func (s *Store) InDivisions(ctx context.Context, tx pgx.Tx, divisions []uuid.UUID, _ version.Date) (count int, sample []string, err error) {
	err = tx.QueryRow(ctx, `
		WITH inside AS (
			SELECT p.id, trim(p.name || ' ' || p.number) AS says FROM plate p
			LEFT JOIN address_version a ON a.address = p.address AND upper_inf(a.recorded) AND a.valid @> current_date
			LEFT JOIN place_version l ON l.place = p.place AND upper_inf(l.recorded) AND l.valid @> current_date
			WHERE p.state IN ('installed', 'in_use', 'faulty') AND coalesce(a.division, l.within, p.place) = ANY($1))
		SELECT (SELECT count(*) FROM inside), coalesce((SELECT array_agg(says) FROM (SELECT says FROM inside ORDER BY id LIMIT 8) AS few), '{}')`,
		divisions).Scan(&count, &sample)
	if err != nil {
		return 0, nil, fmt.Errorf("plates in divisions: %w", err)
	}
	return count, sample, nil
}
