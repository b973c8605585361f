package fieldsync

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries"
	"diming/boundaries/upkeep"
)

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
// the sides of a scope of upkeep, the newest first.
func (s *Store) FieldPatrols(ctx context.Context, scope upkeep.Scope, line uuid.UUID) ([]FieldPatrol, error) {
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
