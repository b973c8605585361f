package address

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// An Entered is an entry of the ledger that made an address what it is.
type Entered struct {
	At     time.Time
	Actor  uuid.UUID
	Action string // such as address.add
	Reason string
	Batch  int // addresses that it entered or changed at once
}

// History gives who entered and changed an address, when and why, the first
// first: each entry that wrote a version or a step of it.
func (s *Store) History(ctx context.Context, id uuid.UUID) ([]Entered, error) {
	rows, err := s.DB.Query(ctx, `
		SELECT e.at, e.actor, e.action, coalesce(e.body::jsonb ->> 'reason', ''),
			CASE WHEN e.object IS NULL THEN (SELECT count(DISTINCT v.address) FROM address_version v WHERE v.entry = e.id) ELSE 1 END
		FROM ledger_entry e WHERE e.id IN (
			SELECT entry FROM address_version WHERE address = $1 UNION SELECT closed_by FROM address_version WHERE address = $1
			UNION SELECT entry FROM address_step WHERE address = $1)
		ORDER BY e.id`, id)
	if err != nil {
		return nil, fmt.Errorf("history of address %s: %w", id, err)
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[Entered])
}
