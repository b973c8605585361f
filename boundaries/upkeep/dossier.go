package upkeep

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries"
	"diming/boundaries/marker"
)

// A Seen is what was last seen of a marker, by whichever way it was told.
type Seen struct {
	Marker    uuid.UUID
	At        time.Time
	Side      boundaries.Side
	Condition Condition
	Way       string // sighting: of an inspection or the office; patrol: of a keeper
}

// LastSeen gives what was last seen of the markers of a line: sightings, which
// both sides read, and of patrols those of the scope.
func (s *Store) LastSeen(ctx context.Context, scope Scope, line uuid.UUID) (map[uuid.UUID]Seen, error) {
	whole, lines, sides := scope.arguments()
	rows, err := s.DB.Query(ctx, `SELECT DISTINCT ON (k.marker) k.marker, p.made_at, c.side, k.condition, 'patrol'
		FROM upkeep_check k JOIN upkeep_patrol p ON p.id = k.patrol JOIN upkeep_contract c ON c.id = p.contract
		WHERE c.line = $4 AND k.reached AND p.voided IS NULL AND `+fmt.Sprintf(seat, "c")+`
		ORDER BY k.marker, p.made_at DESC`, whole, lines, sides, line)
	if err != nil {
		return nil, fmt.Errorf("last seen on line %s: %w", line, err)
	}
	all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Seen])
	if err != nil {
		return nil, err
	}
	sighted, err := (&marker.Store{DB: s.DB}).LastSightings(ctx, line)
	if err != nil {
		return nil, err
	}
	seen := make(map[uuid.UUID]Seen, len(sighted))
	for _, g := range sighted {
		seen[g.Marker] = Seen{g.Marker, g.At, g.Side, Condition(g.Condition), "sighting"}
	}
	for _, x := range all {
		if !x.At.Before(seen[x.Marker].At) { // what a patrol noted is told as the patrol's
			seen[x.Marker] = x
		}
	}
	return seen, nil
}
