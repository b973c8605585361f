package campaign

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/ledger"
)

// OpenCase has an item that is to be renamed become a case, in one transaction:
// open opens the case and gives its id. The item follows the case from then on
// (trigger campaign_item_follows).
func (s *Store) OpenCase(ctx context.Context, actor, campaign, item uuid.UUID, open func(context.Context, pgx.Tx) (uuid.UUID, error)) (uuid.UUID, error) {
	var nameCase uuid.UUID
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		var state string
		err := tx.QueryRow(ctx, `SELECT state FROM campaign_item WHERE id = $1 AND campaign = $2 FOR NO KEY UPDATE`, item, campaign).Scan(&state)
		switch {
		case errors.Is(err, pgx.ErrNoRows):
			return ErrNotFound
		case err != nil:
			return err
		case state != "decided":
			return ErrState
		}
		if nameCase, err = open(ctx, tx); err != nil {
			return err
		}
		return link(ctx, tx, actor, campaign, item, nameCase)
	})
	if err != nil {
		return uuid.Nil, fmt.Errorf("open a case for item %s: %w", item, err)
	}
	return nameCase, nil
}

// Link says that an item that is to be renamed became a case, which is about
// its place and not yet decided.
func (s *Store) Link(ctx context.Context, actor, campaign, item, nameCase uuid.UUID) error {
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error { return link(ctx, tx, actor, campaign, item, nameCase) })
	if err != nil {
		return fmt.Errorf("link item %s: %w", item, err)
	}
	return nil
}

func link(ctx context.Context, tx pgx.Tx, actor, campaign, item, nameCase uuid.UUID) error {
	// The case is locked, so that it does not end before its item knows it.
	var state string
	err := tx.QueryRow(ctx, `SELECT state FROM name_case WHERE id = $1 FOR SHARE`, nameCase).Scan(&state)
	if errors.Is(err, pgx.ErrNoRows) {
		return ErrNotFound
	}
	if err != nil {
		return err
	}
	done, err := tx.Exec(ctx, `UPDATE campaign_item i SET name_case = $3, state = 'case_opened'
		WHERE i.id = $1 AND i.campaign = $2 AND i.state = 'decided' AND i.decision = 'rename'
			AND $4 NOT IN ('approved', 'in_force', 'rejected', 'not_accepted', 'withdrawn')
			AND EXISTS (SELECT FROM case_item c WHERE c.name_case = $3 AND c.place = i.place AND c.dropped IS NULL)`, item, campaign, nameCase, state)
	if err == nil && done.RowsAffected() == 0 {
		err = ErrState
	}
	if err != nil {
		return err
	}
	_, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "campaign.link", Kind: "campaign_item", Object: item,
		After: ledger.Fields{"case": nameCase.String()}})
	return err
}

// Assign gives items to somebody who sees to them, nil to nobody: all, or none
// where one is not of the drive.
func (s *Store) Assign(ctx context.Context, actor, campaign uuid.UUID, items []uuid.UUID, owner *uuid.UUID) error {
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		for _, item := range items {
			done, err := tx.Exec(ctx, `UPDATE campaign_item SET owner = $3 WHERE id = $1 AND campaign = $2`, item, campaign, owner)
			if err == nil && done.RowsAffected() == 0 {
				err = ErrNotFound
			}
			if err != nil {
				return err
			}
			after := ledger.Fields{"owner": ""}
			if owner != nil {
				after["owner"] = owner.String()
			}
			if _, err := ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "campaign.assign", Kind: "campaign_item", Object: item, After: after}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("assign items: %w", err)
	}
	return nil
}
