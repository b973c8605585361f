package account

import (
	"context"
	"crypto/rand"
	"fmt"
	"math/big"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/ledger"
)

// ChangePassword gives the asker a new password for the old one, and ends
// their other sessions. It fails with ErrOld, a *WeakError, or, after too many
// wrong old ones, a *TooManyError.
func (s *Store) ChangePassword(ctx context.Context, who Principal, old, password string) error {
	if err := s.changePassword(ctx, who, old, password); err != nil {
		return fmt.Errorf("change password of account %s: %w", who.Account.ID, err)
	}
	return nil
}

func (s *Store) changePassword(ctx context.Context, who Principal, old, password string) error {
	if who.Session == nil {
		return ErrSession
	}
	p, err := s.policy(ctx)
	if err != nil {
		return err
	}
	present, err := s.checkOld(ctx, p, who.Account.ID, old)
	if err != nil {
		return err
	}
	if err := p.check(password, who.Account.Login); err != nil {
		return err
	}
	if err := s.checkHistory(ctx, p, who.Account.ID, present, password); err != nil {
		return err
	}
	hash, err := s.Hasher.Hash(ctx, password)
	if err != nil {
		return err
	}
	return pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		var now string
		if err := tx.QueryRow(ctx, `SELECT password FROM account WHERE id = $1 FOR UPDATE`, who.Account.ID).Scan(&now); err != nil {
			return err
		}
		if now != present { // changed by another meanwhile
			return ErrOld
		}
		if err := s.storePassword(ctx, tx, p, who.Account.ID, hash, false, who.Session.ID); err != nil {
			return err
		}
		_, err := ledger.Append(ctx, tx, ledger.Entry{Actor: who.Account.ID, Action: "account.change_password", Kind: "account", Object: who.Account.ID})
		return err
	})
}

// checkOld gives the present hash to who knows its password. Tries are
// limited: a session left open must not be a way to learn the password.
func (s *Store) checkOld(ctx context.Context, p Policy, id uuid.UUID, old string) (string, error) {
	now := s.now()
	var wait time.Duration
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		return count(ctx, tx, "pair", key("change", id.String()), now, func(t *tries) {
			if t.doubling(now, p) {
				wait = t.until.Sub(now)
			}
		})
	})
	if err != nil {
		return "", err
	}
	if wait > 0 {
		return "", &TooManyError{wait}
	}
	var present string
	if err := s.DB.QueryRow(ctx, `SELECT password FROM account WHERE id = $1`, id).Scan(&present); err != nil {
		return "", err
	}
	ok, _, err := s.Hasher.Matches(ctx, old, present)
	if err != nil {
		return "", err
	}
	if !ok {
		return "", ErrOld
	}
	_, err = s.DB.Exec(ctx, `DELETE FROM log_in_limit WHERE scope = 'pair' AND key = $1`, key("change", id.String()))
	return present, err
}

// checkHistory refuses a password that the account has or had.
func (s *Store) checkHistory(ctx context.Context, p Policy, id uuid.UUID, present, password string) error {
	rows, err := s.DB.Query(ctx, `SELECT hash FROM account_password WHERE account = $1 ORDER BY set_at DESC LIMIT $2`, id, p.History)
	if err != nil {
		return err
	}
	had, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return err
	}
	for _, hash := range append(had, present) {
		same, _, err := s.Hasher.Matches(ctx, password, hash)
		if err != nil {
			return err
		}
		if same {
			return &WeakError{UsedBefore, p.History}
		}
	}
	return nil
}

// letters of generated passwords: none that is easily misread.
var letters = []string{"ABCDEFGHJKLMNPQRSTUVWXYZ", "abcdefghijkmnopqrstuvwxyz", "23456789"}

// OneTimePassword makes a password to be told once and changed at the first
// log-in: four groups of four with all kinds of characters, about 90 bits.
func OneTimePassword() string {
	all := letters[0] + letters[1] + letters[2]
	for {
		var text []byte
		for i := range 16 {
			if i > 0 && i%4 == 0 {
				text = append(text, '-')
			}
			text = append(text, all[pick(len(all))])
		}
		if kinds(string(text)) == 4 {
			return string(text)
		}
	}
}

func pick(n int) int {
	i, err := rand.Int(rand.Reader, big.NewInt(int64(n)))
	if err != nil {
		panic(err) // the machine gives no random bytes
	}
	return int(i.Int64())
}
