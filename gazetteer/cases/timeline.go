package cases

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// An Event is what was done in a case, as the ledger tells it.
type Event struct {
	At     time.Time
	Actor  uuid.UUID
	Action string
	Reason string
	After  map[string]any // what the entry says came of it
}

// Timeline gives all that was done in a case, the oldest first.
func (s *Store) Timeline(ctx context.Context, id uuid.UUID) ([]Event, error) {
	rows, err := s.DB.Query(ctx, `SELECT at, actor, action, body FROM ledger_entry WHERE object = $1 AND object_kind = 'case' ORDER BY id`, id)
	if err != nil {
		return nil, fmt.Errorf("timeline of case %s: %w", id, err)
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (Event, error) {
		var e Event
		var body string
		if err := row.Scan(&e.At, &e.Actor, &e.Action, &body); err != nil {
			return e, err
		}
		var said struct {
			Reason string         `json:"reason"`
			After  map[string]any `json:"after"`
		}
		err := json.Unmarshal([]byte(body), &said)
		e.Reason, e.After = said.Reason, said.After
		return e, err
	})
}
