package address

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/pg"
	"diming/internal/version"
)

// Saying lists the texts of the addresses that stand today and say the name of
// a place or division: what a renaming of it changes. They come in the order in
// which one walks, whatever their number.
func Saying(ctx context.Context, db pg.DB, place uuid.UUID) ([]string, error) {
	s := &Store{DB: db}
	all := map[uuid.UUID]string{}
	var order []uuid.UUID
	for _, f := range []Filter{{Way: place}, {Settlement: place}, {Compound: place}, {Division: place}} {
		for f.Limit = 2000; ; {
			page, next, err := s.List(ctx, Reader{Internal: true, AsOf: version.AsOf{Valid: version.Today()}}, f)
			if err != nil {
				return nil, fmt.Errorf("addresses that say %s: %w", place, err)
			}
			for _, a := range page {
				if _, seen := all[a.ID]; !seen && a.Standing {
					order = append(order, a.ID)
					all[a.ID] = a.Text
				}
			}
			if next == (Cursor{}) {
				break
			}
			f.After = next
		}
	}
	texts := make([]string, len(order))
	for i, id := range order {
		texts[i] = all[id]
	}
	return texts, nil
}

// InDivisions counts the addresses that lie in divisions on a day, and gives the
// texts of the first few.
func (s *Store) InDivisions(ctx context.Context, tx pgx.Tx, divisions []uuid.UUID, on version.Date) (count int, sample []string, err error) {
	var few []uuid.UUID
	err = tx.QueryRow(ctx, `
		WITH inside AS (
			SELECT v.address FROM address_version v JOIN address a ON a.id = v.address AND a.withdrawn IS NULL
			WHERE v.division = ANY($1) AND upper_inf(v.recorded) AND v.valid @> $2::date)
		SELECT (SELECT count(*) FROM inside), coalesce((SELECT array_agg(address) FROM (SELECT address FROM inside ORDER BY address LIMIT 8) AS few), '{}')`,
		divisions, on).Scan(&count, &few)
	if err != nil {
		return 0, nil, fmt.Errorf("addresses in divisions: %w", err)
	}
	texts, err := (&Store{DB: tx}).Texts(ctx, Reader{Internal: true, AsOf: version.AsOf{Valid: on}}, few)
	for _, text := range texts {
		sample = append(sample, text)
	}
	slices.Sort(sample)
	return count, sample, err
}
