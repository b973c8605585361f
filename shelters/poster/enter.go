package poster

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/ledger"
	"diming/internal/version"
)

// Enter notes that papers of many villages of a county were made and hang, as one
// entry of the ledger, all of them or none. Each gets its next number.
func (s *Store) Enter(ctx context.Context, actor uuid.UUID, county string, hung []Made, places, reason string) error {
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		var sum ledger.Digester
		for _, m := range hung {
			if m.On.IsZero() || version.Today().Before(m.On) {
				return ErrDay
			}
			if err := sum.Add(ledger.Fields{"village": m.Village, "digest": m.Digest, "made": m.On.String(), "places": places}); err != nil {
				return err
			}
		}
		digest := sum.Digest()
		entry, err := ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "village_paper.load", Kind: "village_paper", County: county, Reason: reason, Batch: &digest})
		if err != nil {
			return err
		}
		var all pgx.Batch
		for _, m := range hung {
			all.Queue(`INSERT INTO village_paper (village, n, digest, made, actor, entry)
				SELECT $1, coalesce(max(n), 0) + 1, $2, $3, $4, $5 FROM village_paper WHERE village = $1`, m.Village, m.Digest, m.On, actor, entry)
			all.Queue(`INSERT INTO village_paper_posted (village, n, k, on_day, places, actor, entry)
				SELECT $1, (SELECT max(n) FROM village_paper WHERE village = $1), coalesce(max(k), 0) + 1, $2, $3, $4, $5 FROM village_paper_posted WHERE village = $1`, m.Village, m.On, places, actor, entry)
		}
		return tx.SendBatch(ctx, &all).Close()
	})
	if err != nil {
		return fmt.Errorf("enter %d papers: %w", len(hung), err)
	}
	return nil
}
