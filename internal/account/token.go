package account

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/ledger"
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

// maxTokenLife is how long a token may be valid.
const maxTokenLife = 366 * 24 * time.Hour

// AddToken makes a token for the asker and gives its secret, which is not kept.
func (s *Store) AddToken(ctx context.Context, who Principal, name string, scope []string, expires time.Time) (Token, Secret, error) {
	now := s.now()
	name = strings.TrimSpace(name)
	if name == "" || len(scope) == 0 || !expires.After(now) || expires.Sub(now) > maxTokenLife {
		return Token{}, Secret{}, fmt.Errorf("add token: %w", ErrScope)
	}
	id, err := uuid.NewV7()
	if err != nil {
		return Token{}, Secret{}, err
	}
	secret := newSecret(ofToken)
	t := Token{ID: id, Name: name, Prefix: secret.prefix(), Scope: scope, Made: now, Expires: expires}
	err = pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO account_token (id, hash, account, name, prefix, scope, made_at, expires) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
			t.ID, secret.hash(), who.Account.ID, t.Name, t.Prefix, t.Scope, t.Made, t.Expires)
		if err != nil {
			return err
		}
		_, err = ledger.Append(ctx, tx, ledger.Entry{Actor: who.Account.ID, Action: "token.add", Kind: "token", Object: t.ID,
			After: ledger.Fields{"scope": strings.Join(scope, " "), "expires": expires.UTC().Format(time.RFC3339)}})
		return err
	})
	if err != nil {
		return Token{}, Secret{}, fmt.Errorf("add token: %w", err)
	}
	return t, secret, nil
}

// Tokens gives an account's tokens that still hold, the newest first.
func (s *Store) Tokens(ctx context.Context, account uuid.UUID) ([]Token, error) {
	rows, err := s.DB.Query(ctx, `SELECT id, name, prefix, scope, made_at, expires, used_at FROM account_token
		WHERE account = $1 AND ended_at IS NULL AND expires > $2 ORDER BY made_at DESC, id`, account, s.now())
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (Token, error) {
		var t Token
		var used *time.Time
		err := row.Scan(&t.ID, &t.Name, &t.Prefix, &t.Scope, &t.Made, &t.Expires, &used)
		if used != nil {
			t.Used = *used
		}
		return t, err
	})
}

// ErrNoToken says that the account has no such token.
var ErrNoToken = errors.New("no such token")

// EndToken takes a token of the asker back.
func (s *Store) EndToken(ctx context.Context, who Principal, id uuid.UUID) error {
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		ended, err := tx.Exec(ctx, `UPDATE account_token SET ended_at = $3 WHERE id = $1 AND account = $2 AND ended_at IS NULL`, id, who.Account.ID, s.now())
		if err != nil {
			return err
		}
		if ended.RowsAffected() == 0 {
			return ErrNoToken
		}
		_, err = ledger.Append(ctx, tx, ledger.Entry{Actor: who.Account.ID, Action: "token.end", Kind: "token", Object: id})
		return err
	})
	if err != nil {
		return fmt.Errorf("end token %s: %w", id, err)
	}
	return nil
}
