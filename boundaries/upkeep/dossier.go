package upkeep

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries"
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
	rows, err := s.DB.Query(ctx, `SELECT DISTINCT ON (marker) * FROM (
			SELECT g.marker, g.seen_at, g.side, g.condition, 'sighting' FROM marker_sighting g
			WHERE g.marker IN (SELECT marker FROM marker_version WHERE line = $4)
			UNION ALL SELECT k.marker, p.made_at, c.side, k.condition, 'patrol'
			FROM upkeep_check k JOIN upkeep_patrol p ON p.id = k.patrol JOIN upkeep_contract c ON c.id = p.contract
			WHERE c.line = $4 AND k.reached AND p.voided IS NULL AND `+fmt.Sprintf(seat, "c")+`) x (marker, at, side, condition, way)
		ORDER BY marker, at DESC`, whole, lines, sides, line)
	if err != nil {
		return nil, fmt.Errorf("last seen on line %s: %w", line, err)
	}
	all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Seen])
	seen := make(map[uuid.UUID]Seen, len(all))
	for _, x := range all {
		seen[x.Marker] = x
	}
	return seen, err
}

// A Document is one of the archive of a line (条例 art. 13).
type Document struct {
	ID    uuid.UUID
	Kind  string // agreement, map, junction_agreement, description, approval, inspection, change, other
	Title string
	Name  string
	At    time.Time
}

// Documents gives the archive of a line, by kind and the oldest first.
func (s *Store) Documents(ctx context.Context, line uuid.UUID) ([]Document, error) {
	rows, err := s.DB.Query(ctx, `SELECT id, kind, title, name, at FROM boundary_document WHERE line = $1 AND removed IS NULL ORDER BY kind, at, id`, line)
	if err != nil {
		return nil, fmt.Errorf("documents of line %s: %w", line, err)
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[Document])
}

// A FieldPatrol is a patrol of one marker or of a line as a phone sent it: a
// record of the field protocol of kind patrol.
type FieldPatrol struct {
	ID        uuid.UUID
	Object    uuid.UUID
	Side      boundaries.Side
	Observer  uuid.UUID
	At        time.Time // as the server reckons from the phone's clock
	Standing  string    // accepted, proposal or withdrawn
	Condition string
	Answers   map[string]string
	Text      string
}

// FieldPatrols gives the patrols that phones sent of a line and its markers, of
// the sides of a scope, the newest first.
func (s *Store) FieldPatrols(ctx context.Context, scope Scope, line uuid.UUID) ([]FieldPatrol, error) {
	var own []string
	for _, k := range scope.Seats {
		if k.Line == line {
			own = append(own, string(k.Side))
		}
	}
	rows, err := s.DB.Query(ctx, `SELECT id, object, side, observer, server_time, standing, body FROM field_record
		WHERE kind = 'patrol' AND (object = $1 OR object IN (SELECT marker FROM marker_version WHERE line = $1)) AND ($2 OR side = ANY($3))
		ORDER BY server_time DESC, id DESC LIMIT 200`, line, scope.Whole, own)
	if err != nil {
		return nil, fmt.Errorf("patrols from the field on line %s: %w", line, err)
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (FieldPatrol, error) {
		var p FieldPatrol
		var body string
		if err := row.Scan(&p.ID, &p.Object, &p.Side, &p.Observer, &p.At, &p.Standing, &body); err != nil {
			return p, err
		}
		var said struct {
			Condition string            `json:"condition"` // null for none
			Answers   map[string]string `json:"answers"`
			Text      string            `json:"text"`
		}
		err := json.Unmarshal([]byte(body), &said)
		p.Condition, p.Answers, p.Text = said.Condition, said.Answers, said.Text
		return p, err
	})
}
