package account

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/ledger"
)

// A Factor says how a session stands with the second factor.
type Factor string

// States of the second factor.
const (
	NoFactor     Factor = "none"   // none is demanded
	FactorNeeded Factor = "needed" // the session may do nothing but finish it
	FactorDone   Factor = "done"
)

// A Session is a person who is logged in.
type Session struct {
	ID      uuid.UUID
	Began   time.Time
	Seen    time.Time // at most a minute old
	Ends    time.Time // whatever is done
	IdleEnd time.Time // if nothing more is done
	Factor  Factor

	LastAt      time.Time // the log-in before; zero where this is the first
	LastAddress string
	FailedSince int // wrong log-ins between that one and this
}

// ErrSession says that a session or token is unknown, over, or of an account
// that may not log in: which of them is nobody's business.
var ErrSession = errors.New("not signed in")

// seenEvery is how exactly it is noted when a session was used last.
const seenEvery = time.Minute

// Open begins a session for an account that proved who it is by a first
// factor, and appends that it did. from is the client's address.
func (s *Store) Open(ctx context.Context, id uuid.UUID, from string) (Secret, error) {
	p, err := s.policy(ctx)
	if err != nil {
		return Secret{}, err
	}
	secret := newSecret(ofSession)
	err = pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		a, err := lock(ctx, tx, id)
		if err != nil {
			return err
		}
		if !a.Disabled.IsZero() {
			return ErrSession
		}
		return s.open(ctx, tx, p, a, secret, from)
	})
	if err != nil {
		return Secret{}, fmt.Errorf("open session: %w", err)
	}
	return secret, nil
}

func (s *Store) open(ctx context.Context, tx pgx.Tx, p Policy, a Account, secret Secret, from string) error {
	id, err := uuid.NewV7()
	if err != nil {
		return err
	}
	factor, err := demanded(ctx, tx, p, a.ID)
	if err != nil {
		return err
	}
	now := s.now()
	_, err = tx.Exec(ctx, `
		INSERT INTO account_session (id, hash, account, began_at, seen_at, ends_at, factor, last_at, last_address, failed_since)
		SELECT $1, $2, $3, $4, $4, $5, $6, last.last_at, last.address,
		       (SELECT coalesce(sum(count), 0) FROM log_in WHERE account = $3 AND outcome <> 'ok' AND last_at > coalesce(last.last_at, '-infinity'))
		FROM (SELECT) one LEFT JOIN LATERAL (SELECT last_at, address FROM log_in
			WHERE account = $3 AND outcome = 'ok' ORDER BY last_at DESC LIMIT 1) last ON true`,
		id, secret.hash(), a.ID, now, now.Add(p.Absolute), factor)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO log_in (account, address, outcome, hour, first_at, last_at) VALUES ($1, $2, 'ok', date_trunc('hour', $3::timestamptz), $3, $3)`,
		a.ID, from, now)
	if err != nil {
		return err
	}
	_, err = ledger.Append(ctx, tx, ledger.Entry{Actor: a.ID, Action: "account.log_in", Kind: "account", Object: a.ID,
		After: ledger.Fields{"session": id.String(), "second_factor": string(factor)}})
	return err
}

// demanded says whether a session of an account must show a second factor: one
// who has a key uses it, and admin and approver need one if the policy says so.
func demanded(ctx context.Context, tx pgx.Tx, p Policy, id uuid.UUID) (Factor, error) {
	var keys bool
	if err := tx.QueryRow(ctx, `SELECT EXISTS (SELECT FROM account_key WHERE account = $1)`, id).Scan(&keys); err != nil {
		return "", err
	}
	grants, err := grantsOf(ctx, tx, id)
	if err != nil {
		return "", err
	}
	if keys {
		return FactorNeeded, nil
	}
	for _, g := range grants {
		if p.SecondFactor && g.Role.needsKey() {
			return FactorNeeded, nil
		}
	}
	return NoFactor, nil
}

// Principal gives who shows a secret, or ErrSession. It notes that the session
// or token was used.
func (s *Store) Principal(ctx context.Context, text string) (Principal, error) {
	secret, err := ParseSecret(text)
	if err != nil {
		return Principal{}, ErrSession
	}
	p, err := s.policy(ctx)
	if err != nil {
		return Principal{}, err
	}
	var who Principal
	if secret.kind == ofSession {
		who, err = s.bySession(ctx, p, secret)
	} else {
		who, err = s.byToken(ctx, secret)
	}
	if err != nil {
		return Principal{}, err
	}
	if who.Grants, err = grantsOf(ctx, s.DB, who.Account.ID); err != nil {
		return Principal{}, err
	}
	return who, nil
}

func (s *Store) bySession(ctx context.Context, p Policy, secret Secret) (Principal, error) {
	now, v := s.now(), Session{}
	var last *time.Time
	var address *string
	a, err := scanAccount(s.DB.QueryRow(ctx, `
		SELECT `+accountColumns+`, s.id, s.began_at, s.seen_at, s.ends_at, s.factor, s.last_at, s.last_address, s.failed_since
		FROM account_session s JOIN `+accountTables+` ON a.id = s.account
		WHERE s.hash = $1 AND s.ended_at IS NULL AND s.ends_at > $2 AND s.seen_at > $3 AND a.disabled_at IS NULL`,
		secret.hash(), now, now.Add(-p.Idle)), &v.ID, &v.Began, &v.Seen, &v.Ends, &v.Factor, &last, &address, &v.FailedSince)
	if errors.Is(err, ErrNotFound) {
		return Principal{}, ErrSession
	}
	if err != nil {
		return Principal{}, fmt.Errorf("look up session: %w", err)
	}
	if last != nil {
		v.LastAt, v.LastAddress = *last, *address
	}
	if now.Sub(v.Seen) >= seenEvery {
		v.Seen = now
		if _, err := s.DB.Exec(ctx, `UPDATE account_session SET seen_at = $2 WHERE id = $1 AND seen_at < $2`, v.ID, now); err != nil {
			return Principal{}, fmt.Errorf("note use of session: %w", err)
		}
	}
	v.IdleEnd = v.Seen.Add(p.Idle)
	return Principal{Account: a, Session: &v}, nil
}

// End ends a session by its owner's wish.
func (s *Store) End(ctx context.Context, who Principal) error {
	if who.Session == nil {
		return ErrSession
	}
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		ended, err := tx.Exec(ctx, `UPDATE account_session SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL`, who.Session.ID, s.now())
		if err != nil || ended.RowsAffected() == 0 {
			return err
		}
		_, err = ledger.Append(ctx, tx, ledger.Entry{Actor: who.Account.ID, Action: "account.log_out", Kind: "account", Object: who.Account.ID,
			After: ledger.Fields{"session": who.Session.ID.String()}})
		return err
	})
	if err != nil {
		return fmt.Errorf("end session: %w", err)
	}
	return nil
}
