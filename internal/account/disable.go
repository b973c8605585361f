package account

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/ledger"
)

// Disable keeps an account from logging in and ends its sessions, tokens and
// calendar link. Disabling one that is disabled changes nothing.
func (s *Store) Disable(ctx context.Context, by, id uuid.UUID, reason string) error {
	return s.switchTo(ctx, by, id, "account.disable", reason, func(tx pgx.Tx, a Account) (bool, error) {
		if !a.Disabled.IsZero() {
			return false, nil
		}
		now := s.now()
		for _, sql := range []string{
			`UPDATE account SET disabled_at = $2 WHERE id = $1`,
			`UPDATE account_session SET ended_at = $2 WHERE account = $1 AND ended_at IS NULL`,
			`UPDATE account_token SET ended_at = $2 WHERE account = $1 AND ended_at IS NULL`,
		} {
			if _, err := tx.Exec(ctx, sql, id, now); err != nil {
				return false, err
			}
		}
		if _, err := tx.Exec(ctx, `DELETE FROM account_calendar WHERE account = $1`, id); err != nil {
			return false, err
		}
		var wasAdmin bool
		err := tx.QueryRow(ctx, `SELECT EXISTS (SELECT FROM account_role WHERE account = $1 AND role = 'admin' AND division IS NULL)`, id).Scan(&wasAdmin)
		if err == nil && wasAdmin {
			err = someAdmin(ctx, tx)
		}
		return true, err
	})
}

// Enable lets a disabled account log in again.
func (s *Store) Enable(ctx context.Context, by, id uuid.UUID, reason string) error {
	return s.switchTo(ctx, by, id, "account.enable", reason, func(tx pgx.Tx, a Account) (bool, error) {
		if a.Disabled.IsZero() {
			return false, nil
		}
		_, err := tx.Exec(ctx, `UPDATE account SET disabled_at = NULL WHERE id = $1`, id)
		return true, err
	})
}

// switchTo does what changes whether an account may log in, under the lock of
// administrators, and appends it if it changed anything.
func (s *Store) switchTo(ctx context.Context, by, id uuid.UUID, action, reason string, change func(pgx.Tx, Account) (bool, error)) error {
	if strings.TrimSpace(reason) == "" {
		return fmt.Errorf("%s: %w", action, ErrReason)
	}
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		if err := lockAdmins(ctx, tx); err != nil {
			return err
		}
		a, err := lock(ctx, tx, id)
		if err != nil {
			return err
		}
		changed, err := change(tx, a)
		if err != nil || !changed {
			return err
		}
		_, err = ledger.Append(ctx, tx, ledger.Entry{Actor: by, Action: action, Kind: "account", Object: id, Reason: reason})
		return err
	})
	if err != nil {
		return fmt.Errorf("%s %s: %w", action, id, err)
	}
	return nil
}
