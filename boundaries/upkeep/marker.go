package upkeep

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries"
)

// A Marker is what upkeep knows of a marker: as it is, or as it last was.
type Marker struct {
	ID     uuid.UUID
	Line   uuid.UUID
	Number string
	State  string
	Keeper boundaries.Side // the side that keeps it; "" where none was agreed
}

// Markers gives markers by their ids, those of a line where it is given, by
// number. One that was withdrawn is known by its id only, as it last was.
func (s *Store) Markers(ctx context.Context, line *uuid.UUID, ids []uuid.UUID) ([]Marker, error) {
	rows, err := s.DB.Query(ctx, `SELECT m.id, v.line, v.number, m.state, v.keeper
		FROM marker m JOIN LATERAL (SELECT * FROM marker_version v WHERE v.marker = m.id
			ORDER BY upper_inf(v.recorded) DESC, upper(v.recorded) DESC, v.valid @> current_date DESC, upper(v.valid) DESC NULLS FIRST LIMIT 1) v ON true
		WHERE v.line = $1 AND m.withdrawn IS NULL OR m.id = ANY($2) ORDER BY v.serial, v.number, m.id`, line, ids)
	if err != nil {
		return nil, fmt.Errorf("markers of upkeep: %w", err)
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[Marker])
}

// SidesAbout gives the sides whose contracts hold a marker or that reported
// something of it.
func (s *Store) SidesAbout(ctx context.Context, marker uuid.UUID) ([]boundaries.Side, error) {
	rows, err := s.DB.Query(ctx, `SELECT c.side FROM upkeep_contract_marker m JOIN upkeep_contract c ON c.id = m.contract WHERE m.marker = $1
		UNION SELECT side FROM upkeep_report WHERE marker = $1`, marker)
	if err != nil {
		return nil, fmt.Errorf("sides with upkeep of marker %s: %w", marker, err)
	}
	return pgx.CollectRows(rows, pgx.RowTo[boundaries.Side])
}
