package account

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
)

// A Token lets a program act for an account.
type Token struct {
	ID      uuid.UUID
	Name    string
	Prefix  string
	Scope   []string // actions it may do, of those its account may
	Made    time.Time
	Expires time.Time
	Used    time.Time // zero if never; at most a minute old
}

// Covers tells whether the token may be used for an action.
func (t *Token) Covers(action string) bool { return slices.Contains(t.Scope, action) }

func (s *Store) byToken(ctx context.Context, secret Secret) (Principal, error) {
	now, t := s.now(), Token{}
	var used *time.Time
	a, err := scanAccount(s.DB.QueryRow(ctx, `
		SELECT `+accountColumns+`, t.id, t.name, t.prefix, t.scope, t.made_at, t.expires, t.used_at
		FROM account_token t JOIN `+accountTables+` ON a.id = t.account
		WHERE t.hash = $1 AND t.ended_at IS NULL AND t.expires > $2 AND a.disabled_at IS NULL`, secret.hash(), now),
		&t.ID, &t.Name, &t.Prefix, &t.Scope, &t.Made, &t.Expires, &used)
	if errors.Is(err, ErrNotFound) {
		return Principal{}, ErrSession
	}
	if err != nil {
		return Principal{}, fmt.Errorf("look up token: %w", err)
	}
	if used == nil || now.Sub(*used) >= seenEvery {
		used = &now
		if _, err := s.DB.Exec(ctx, `UPDATE account_token SET used_at = $2 WHERE id = $1`, t.ID, now); err != nil {
			return Principal{}, fmt.Errorf("note use of token: %w", err)
		}
	}
	t.Used = *used
	return Principal{Account: a, Token: &t}, nil
}
