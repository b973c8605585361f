package quality

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/ledger"
)

// A Decision says what becomes of findings: Owner for assigning them, else to
// Accepted with a reason, or Open again.
type Decision struct {
	To     string // Assigned, Accepted or Open
	Owner  *uuid.UUID
	Reason string
	Within []uuid.UUID // where the decider may; with all that they hold
	Whole  bool
}

// Decide makes one decision of many findings, each with an entry of its own:
// of all, or of none where one is not there, not in reach, or fixed.
func (s *Store) Decide(ctx context.Context, actor uuid.UUID, keys []Key, d Decision) error {
	switch {
	case d.To == Accepted && d.Reason == "":
		return ErrReason
	case (d.To == Assigned) != (d.Owner != nil), d.To == Fixed:
		return ErrState
	}
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		for _, k := range keys {
			if err := d.one(ctx, tx, actor, k); err != nil {
				return fmt.Errorf("%s of %s: %w", k.Check, k.Place, err)
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("decide findings: %w", err)
	}
	return nil
}

// actions are what the ledger says of a decision.
var actions = map[string]string{Assigned: "quality.assign", Accepted: "quality.accept", Open: "quality.reopen"}

func (d Decision) one(ctx context.Context, tx pgx.Tx, actor uuid.UUID, k Key) error {
	rows, err := tx.Query(ctx, insideSQL+` SELECT f.state FROM quality_finding f `+placeSQL+`
		WHERE f.check_id = $3 AND f.place = $4 AND `+reachSQL+` FOR NO KEY UPDATE OF f`, d.Within, d.Whole, k.Check, k.Place)
	if err != nil {
		return err
	}
	state, err := pgx.CollectOneRow(rows, pgx.RowTo[string])
	switch {
	case err == pgx.ErrNoRows:
		return ErrNotFound
	case err != nil:
		return err
	case state == Fixed:
		return ErrState
	}
	after := ledger.Fields{"check": k.Check, "state": d.To}
	if d.Owner != nil {
		after["owner"] = d.Owner.String()
	}
	entry, err := ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: actions[d.To], Kind: "place", Object: k.Place, Reason: d.Reason,
		Before: ledger.Fields{"check": k.Check, "state": state}, After: after})
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `UPDATE quality_finding SET state = $3, owner = $4, reason = $5, entry = $6 WHERE check_id = $1 AND place = $2`,
		k.Check, k.Place, d.To, d.Owner, d.Reason, entry)
	return err
}
