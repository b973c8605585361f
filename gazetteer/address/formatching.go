package address

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"diming/gazetteer/matching"
)

// matchBatch is how many addresses are handed over at a time.
const matchBatch = 4096

// ForMatching hands over, batch by batch, the addresses that stand today as
// texts are matched to them: all of them, or those of ids where it is not nil.
// What is not public is marked so. A batch is used again for the next.
func (s *Store) ForMatching(ctx context.Context, ids []uuid.UUID, visit func([]matching.Address)) error {
	rows, err := s.DB.Query(ctx, `
		SELECT v.address, v.division, v.way, v.settlement, v.compound, v.number, v.sub, v.insert_format, v.building, v.unit, v.floor, v.room, v.visibility <> 'public'
		FROM address_version v JOIN address a ON a.id = v.address AND a.withdrawn IS NULL
		WHERE upper_inf(v.recorded) AND v.valid @> current_date AND ($1::uuid[] IS NULL OR v.address = ANY($1))`, ids)
	if err != nil {
		return fmt.Errorf("addresses to match: %w", err)
	}
	defer rows.Close()
	batch := make([]matching.Address, 0, matchBatch)
	for rows.Next() {
		var a matching.Address
		var way, settlement, compound *uuid.UUID
		if err := rows.Scan(&a.ID, &a.Division, &way, &settlement, &compound, &a.Number, &a.Sub, &a.Format, &a.Building, &a.Unit, &a.Floor, &a.Room, &a.Hidden); err != nil {
			return fmt.Errorf("addresses to match: %w", err)
		}
		a.Way, a.Settlement, a.Compound = orNil(way), orNil(settlement), orNil(compound)
		if batch = append(batch, a); len(batch) == matchBatch {
			visit(batch)
			batch = batch[:0]
		}
	}
	if len(batch) > 0 {
		visit(batch)
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("addresses to match: %w", err)
	}
	return nil
}

func orNil(id *uuid.UUID) uuid.UUID {
	if id == nil {
		return uuid.Nil
	}
	return *id
}
