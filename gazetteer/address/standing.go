package address

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"diming/internal/version"
)

// A Standing is an address as those who number see it: its door and where that
// is, without its text.
type Standing struct {
	Components
	ID       uuid.UUID
	Entrance *orb.Point // CGCS2000; nil unknown
	Plate    *orb.Point
	Public   bool
}

// Base is what its number counts in: its street, its natural village, or its
// division.
func (s Standing) Base() uuid.UUID { return s.base() }

// Behind tells that it lies behind a door, in a building, a room or a compound:
// the number of its door may be another address, or none.
func (s Standing) Behind() bool {
	return s.Compound != uuid.Nil || s.Building+s.Unit+s.Floor+s.Room != ""
}

// Standing gives the addresses that stand on a day and count in one of
// many streets, natural villages or divisions, in the order of their numbers.
func (s *Store) Standing(ctx context.Context, bases []uuid.UUID, on version.Date) ([]Standing, error) {
	rows, err := s.DB.Query(ctx, `
		SELECT v.address, v.division, v.settlement, v.way, v.number, v.sub, v.insert_format, v.compound, v.building, v.unit, v.floor, v.room,
			v.entrance, v.plate, v.visibility = 'public'
		FROM address_version v JOIN address a ON a.id = v.address AND a.withdrawn IS NULL
		WHERE upper_inf(v.recorded) AND v.valid @> $2::date
			AND (v.way = ANY($1) OR v.way IS NULL AND v.settlement = ANY($1) OR v.way IS NULL AND v.settlement IS NULL AND v.division = ANY($1))
		ORDER BY length(v.number), v.number, length(v.sub), v.sub, v.compound NULLS FIRST, v.building, v.unit, v.floor, v.room, v.address`, bases, on)
	if err != nil {
		return nil, fmt.Errorf("addresses of %d streets: %w", len(bases), err)
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (Standing, error) {
		var a Standing
		var way, settlement, compound *uuid.UUID
		err := row.Scan(&a.ID, &a.Division, &settlement, &way, &a.Number, &a.Sub, &a.InsertFormat, &compound, &a.Building, &a.Unit, &a.Floor, &a.Room,
			&a.Entrance, &a.Plate, &a.Public)
		a.Settlement, a.Way, a.Compound = value(settlement), value(way), value(compound)
		return a, err
	})
}
