package gazetteer

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/ledger"
	"diming/internal/version"
)

// Cancel says that from a day on the place's name no longer stands 销名: the
// thing is gone, or needs no name. The place and its names end on that day; it
// is no withdrawal, for it was right until then. Its claims end too: whether
// the name may be used again is a question to the rules of names.
func (s *Store) Cancel(ctx context.Context, actor, place uuid.UUID, from version.Date, reason string) (int64, error) {
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		if reason == "" {
			return ErrReason
		}
		p, err := held(ctx, tx, place, from)
		if err != nil {
			return err
		}
		if p.State != Current {
			return ErrWithdrawn
		}
		gone := version.Span{From: from}
		entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "name.cancel", Kind: "place", Object: place,
			Public: p.Visibility == "public", Reason: reason,
			Before: ledger.Fields{"text": p.Name(from).Text}, After: ledger.Fields{"until": from.String()}})
		if err != nil {
			return err
		}
		return s.end(ctx, tx, p, gone, entry)
	})
	if err != nil {
		return 0, fmt.Errorf("cancel name of place %s: %w", place, err)
	}
	return entry, nil
}

// end ends a place and all that it is called.
func (s *Store) end(ctx context.Context, tx pgx.Tx, p Place, gone version.Span, entry int64) error {
	if err := places.Clear(ctx, tx, p.ID, gone, entry); err != nil {
		return err
	}
	for _, n := range p.Names {
		if err := names.Lock(ctx, tx, n.ID); err != nil {
			return err
		}
		if err := names.Clear(ctx, tx, n.ID, gone, entry); err != nil {
			return err
		}
	}
	if err := queue(ctx, tx, p.ID, nil); err != nil {
		return err
	}
	if err := forgetDuplicates(ctx, tx, p.ID); err != nil {
		return err
	}
	return release(ctx, tx, p.ID, gone)
}
