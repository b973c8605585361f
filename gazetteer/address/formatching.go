package address

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/gazetteer/matching"
)

// ForMatching gives the addresses that stand today as texts are matched to
// them, the public ones only unless internal is set.
func (s *Store) ForMatching(ctx context.Context, internal bool) ([]matching.Address, error) {
	rows, err := s.DB.Query(ctx, `
		SELECT v.address, v.division, v.way, v.settlement, v.compound, v.number, v.sub, v.building, v.unit, v.floor, v.room
		FROM address_version v JOIN address a ON a.id = v.address AND a.withdrawn IS NULL
		WHERE upper_inf(v.recorded) AND v.valid @> current_date AND ($1 OR v.visibility = 'public')
		ORDER BY v.address`, internal)
	if err != nil {
		return nil, fmt.Errorf("addresses to match: %w", err)
	}
	out, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (matching.Address, error) {
		var a matching.Address
		var way, settlement, compound *uuid.UUID
		err := row.Scan(&a.ID, &a.Division, &way, &settlement, &compound, &a.Number, &a.Sub, &a.Building, &a.Unit, &a.Floor, &a.Room)
		for _, part := range []struct {
			from *uuid.UUID
			to   *uuid.UUID
		}{{way, &a.Way}, {settlement, &a.Settlement}, {compound, &a.Compound}} {
			if part.from != nil {
				*part.to = *part.from
			}
		}
		return a, err
	})
	if err != nil {
		return nil, fmt.Errorf("addresses to match: %w", err)
	}
	return out, nil
}
