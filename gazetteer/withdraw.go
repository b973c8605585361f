package gazetteer

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/ledger"
	"diming/internal/version"
)

// Withdraw takes a place out of the register because it should never have been
// in it; successor, if any, is the place that stands for it from now on. The
// id goes on answering: with the successor, or that it is gone and why.
func (s *Store) Withdraw(ctx context.Context, actor, place uuid.UUID, successor *uuid.UUID, reason string) (int64, error) {
	if reason == "" {
		return 0, fmt.Errorf("withdraw place %s: %w", place, ErrReason)
	}
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		if err := places.Lock(ctx, tx, place); err != nil {
			return notFound(err)
		}
		p, err := (&Store{DB: tx}).Place(ctx, Reader{Internal: true}, place)
		if err != nil {
			return err
		}
		switch {
		case p.withdrawn():
			return ErrWithdrawn
		case p.IsDivision:
			return ErrDivision
		}
		after := ledger.Fields{"state": Withdrawn}
		if successor != nil {
			if err := checkSuccessor(ctx, tx, place, *successor); err != nil {
				return err
			}
			after = ledger.Fields{"state": Replaced, "successor": *successor}
		}
		entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "place.withdraw", Kind: "place", Object: place,
			Public: p.Visibility == "public", Reason: reason, Before: ledger.Fields{"state": p.State}, After: after})
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE place SET withdrawn = $2, successor = $3 WHERE id = $1`, place, reason, successor); err != nil {
			return err
		}
		if err := forgetDuplicates(ctx, tx, place); err != nil {
			return err
		}
		return release(ctx, tx, place, version.Span{})
	})
	if err != nil {
		return 0, fmt.Errorf("withdraw place %s: %w", place, err)
	}
	return entry, nil
}

// checkSuccessor refuses a successor that leads nowhere: the place itself, one
// that is not there, and one that was withdrawn.
func checkSuccessor(ctx context.Context, tx pgx.Tx, place, successor uuid.UUID) error {
	if place == successor {
		return errors.New("a place cannot be its own successor")
	}
	var withdrawn bool
	err := tx.QueryRow(ctx, `SELECT withdrawn IS NOT NULL FROM place WHERE id = $1 FOR SHARE`, successor).Scan(&withdrawn)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return fmt.Errorf("successor %s: %w", successor, ErrNotFound)
	case err != nil:
		return err
	case withdrawn:
		return fmt.Errorf("successor %s: %w", successor, ErrWithdrawn)
	}
	return nil
}
