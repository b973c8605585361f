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
	Uncounted string // why it counts for no period; "" where it does

	ends, takenBack bool // the record that ends a round; withdrawn since
	formerly        *uuid.UUID
	entered         entered
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
	rows, err := s.DB.Query(ctx, `SELECT r.id, r.object, r.side, r.observer, least(r.server_time, r.stored), r.standing, r.body,
			r.object_kind = 'line', r.withdrawn_by IS NOT NULL, p.id, p.voided IS NOT NULL, c.from_on, least(c.to_on, c.ended_on)
		FROM field_record r LEFT JOIN upkeep_contract c ON c.id = r.task LEFT JOIN upkeep_patrol p ON p.record = r.id
		WHERE r.kind = 'patrol' AND (r.object = $1 OR r.object IN (SELECT marker FROM marker_version WHERE line = $1)) AND ($2 OR r.side = ANY($3))
		ORDER BY r.server_time DESC, r.id DESC LIMIT 200`, line, scope.Whole, own)
	if err != nil {
		return nil, fmt.Errorf("patrols from the field on line %s: %w", line, err)
	}
	all, err := pgx.CollectRows(rows, scanFieldPatrol)
	tellUncounted(all)
	return all, err
}

func scanFieldPatrol(row pgx.CollectableRow) (FieldPatrol, error) {
	var p FieldPatrol
	var body string
	var term upkeep.Term
	err := row.Scan(&p.ID, &p.Object, &p.Side, &p.Observer, &p.At, &p.Standing, &body, &p.ends, &p.takenBack, &p.entered.patrol, &p.entered.voided, &term.From, &term.To)
	if err != nil {
		return p, err
	}
	if !term.From.IsZero() {
		p.entered.term = &term
	}
	var said struct {
		Condition string            `json:"condition"` // null for none
		Answers   map[string]string `json:"answers"`
		Text      string            `json:"text"`
		Formerly  *uuid.UUID        `json:"formerly"`
	}
	err = json.Unmarshal([]byte(body), &said)
	p.Condition, p.Answers, p.Text, p.formerly = said.Condition, said.Answers, said.Text, said.Formerly
	return p, err
}
