package account

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"diming/internal/ledger"
)

// AddDemo makes an account of the demo, whose password everybody may know; it
// is told on the console and need not be changed. One that exists stays as it
// is.
func (s *Store) AddDemo(ctx context.Context, login, name, password string, grants ...Grant) error {
	if _, err := s.ByLogin(ctx, login); !errors.Is(err, ErrNotFound) {
		return err
	}
	if _, err := s.addWithPassword(ctx, ledger.Console, login, name, password, "示例账户", true, grants); err != nil {
		return fmt.Errorf("demo account %s: %w", login, err)
	}
	return nil
}

// DemoLogins gives the logins of the demo's accounts that may log in, and
// which of them still have the password they were made with.
func (s *Store) DemoLogins(ctx context.Context) (all, unchanged []string, err error) {
	rows, err := s.DB.Query(ctx, `SELECT login, NOT EXISTS (SELECT FROM account_password p WHERE p.account = a.id)
		FROM account a WHERE demo AND disabled_at IS NULL ORDER BY created_at, login`)
	if err != nil {
		return nil, nil, err
	}
	var login string
	var same bool
	_, err = pgx.ForEachRow(rows, []any{&login, &same}, func() error {
		all = append(all, login)
		if same {
			unchanged = append(unchanged, login)
		}
		return nil
	})
	return all, unchanged, err
}
