package account

import (
	"context"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/ledger"
)

// A WeakError says what a password lacks.
type WeakError struct {
	Why   Weakness
	Limit int // what is demanded, where it is a number
}

// A Weakness is a rule that a password does not meet.
type Weakness string

// What a password may lack.
const (
	TooShort    Weakness = "too short"
	TooLong     Weakness = "too long"
	TooFewKinds Weakness = "too few kinds of characters"
	HoldsLogin  Weakness = "holds the login"
	UsedBefore  Weakness = "used before"
	Unreadable  Weakness = "holds control characters"
)

func (e *WeakError) Error() string {
	if e.Limit > 0 {
		return fmt.Sprintf("the password is weak: %s (%d)", e.Why, e.Limit)
	}
	return "the password is weak: " + string(e.Why)
}

// maxPassword is the length in characters of the longest password taken.
const maxPassword = 128

// check tells what a password lacks under a policy, nil if nothing.
func (p Policy) check(password, login string) error {
	n := utf8.RuneCountInString(password)
	switch {
	case n > maxPassword:
		return &WeakError{TooLong, maxPassword}
	case !utf8.ValidString(password) || strings.ContainsFunc(password, unicode.IsControl):
		return &WeakError{Why: Unreadable}
	case n < p.MinLength:
		return &WeakError{TooShort, p.MinLength}
	case kinds(password) < p.Kinds:
		return &WeakError{TooFewKinds, p.Kinds}
	case strings.Contains(strings.ToLower(password), strings.ToLower(login)):
		return &WeakError{Why: HoldsLogin}
	}
	return nil
}

// kinds counts lower case, upper case, digits, and all else.
func kinds(password string) int {
	var lower, upper, digit, other int
	for _, r := range password {
		switch {
		case unicode.IsLower(r):
			lower = 1
		case unicode.IsUpper(r):
			upper = 1
		case unicode.IsDigit(r):
			digit = 1
		default:
			other = 1
		}
	}
	return lower + upper + digit + other
}

// SetPassword gives an account a password that its owner must change at the
// next log-in, and ends its sessions.
func (s *Store) SetPassword(ctx context.Context, by, id uuid.UUID, password, reason string) error {
	if strings.TrimSpace(reason) == "" {
		return fmt.Errorf("set password: %w", ErrReason)
	}
	p, err := s.policy(ctx)
	if err != nil {
		return fmt.Errorf("set password: %w", err)
	}
	a, err := s.ByID(ctx, id)
	if err != nil {
		return fmt.Errorf("set password: %w", err)
	}
	if err := p.check(password, a.Login); err != nil {
		return fmt.Errorf("set password: %w", err)
	}
	hash, err := s.Hasher.Hash(ctx, password)
	if err != nil {
		return fmt.Errorf("set password: %w", err)
	}
	err = pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		if _, err := lock(ctx, tx, id); err != nil {
			return err
		}
		if err := s.storePassword(ctx, tx, p, id, hash, true, uuid.Nil); err != nil {
			return err
		}
		_, err := ledger.Append(ctx, tx, ledger.Entry{Actor: by, Action: "account.reset_password", Kind: "account", Object: id, Reason: reason})
		return err
	})
	if err != nil {
		return fmt.Errorf("set password of account %s: %w", id, err)
	}
	return nil
}

// storePassword puts a hash in place, keeps the one before it as history and
// ends the account's sessions, but for the one that is kept.
func (s *Store) storePassword(ctx context.Context, tx pgx.Tx, p Policy, id uuid.UUID, hash string, mustChange bool, kept uuid.UUID) error {
	now := s.now()
	_, err := tx.Exec(ctx, `INSERT INTO account_password (account, set_at, hash)
		SELECT id, coalesce(password_at, created_at), password FROM account WHERE id = $1 AND password <> ''
		ON CONFLICT (account, set_at) DO NOTHING`, id)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `UPDATE account SET password = $2, password_at = $3, must_change = $4 WHERE id = $1`, id, hash, now, mustChange)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `DELETE FROM account_password WHERE account = $1 AND set_at NOT IN (
		SELECT set_at FROM account_password WHERE account = $1 ORDER BY set_at DESC LIMIT $2)`, id, p.History)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `UPDATE account_session SET ended_at = $2 WHERE account = $1 AND ended_at IS NULL AND id <> $3`, id, now, kept)
	return err
}
