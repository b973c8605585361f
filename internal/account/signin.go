package account

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// ErrWrongLogin is all that is said of a log-in that failed: no such login, a
// wrong password, a disabled account and one whose tries are used up are one.
var ErrWrongLogin = errors.New("wrong login or password")

// A TooManyError says that an address has used its tries up.
type TooManyError struct{ After time.Duration }

func (e *TooManyError) Error() string {
	return fmt.Sprintf("too many log-ins from this address: again in %s", e.After.Round(time.Second))
}

// SignIn begins a session for who knows the password of a login. from is the
// client's address. It fails with ErrWrongLogin, a *TooManyError or ErrBusy.
//
// A try is counted before the password is looked at and taken back when it
// was right, so that tries made at once are counted one by one.
func (s *Store) SignIn(ctx context.Context, login, password, from string) (Secret, error) {
	p, err := s.policy(ctx)
	if err != nil {
		return Secret{}, err
	}
	who, err := s.candidate(ctx, login, from)
	if err != nil {
		return Secret{}, fmt.Errorf("sign in: %w", err)
	}
	if wait := s.wait(p, who, from); wait > 0 { // before anything is counted: a flood must cost little
		return Secret{}, s.sendAway(ctx, who, from, wait)
	}
	verdict, err := s.admit(ctx, p, who, from)
	if err != nil {
		return Secret{}, fmt.Errorf("sign in: %w", err)
	}
	if verdict.address > 0 {
		s.closed.close(network(from), s.now().Add(verdict.address))
		return Secret{}, s.sendAway(ctx, who, from, verdict.address)
	}
	if verdict.login {
		return Secret{}, errors.Join(ErrWrongLogin, s.noteLater(ctx, who, from))
	}
	if !who.known && !s.Hasher.takesStranger(s.now(), p.StrangersPerSecond) {
		return Secret{}, errors.Join(s.takeBack(ctx, who, from), s.sendAway(ctx, who, from, strangerBurst*time.Second))
	}
	right, stale, err := s.Hasher.Matches(ctx, password, who.hash)
	if err != nil {
		return Secret{}, fmt.Errorf("sign in: %w", errors.Join(err, s.takeBack(ctx, who, from)))
	}
	if !right || who.disabled {
		return Secret{}, errors.Join(ErrWrongLogin, s.noteFailure(ctx, who, from, "wrong"))
	}
	secret, err := s.welcome(ctx, p, who, password, from, stale)
	if err != nil {
		return Secret{}, fmt.Errorf("sign in: %w", err)
	}
	return secret, nil
}

// A candidate is the account that a typed login may mean.
type candidate struct {
	id       uuid.UUID // nil: nobody bears the login
	login    string
	hash     string
	disabled bool
	known    bool // it logged in from the same address before
}

// knownFor is how long an address counts as one that an account logs in from.
const knownFor = 90 * 24 * time.Hour

func (s *Store) candidate(ctx context.Context, login, from string) (candidate, error) {
	c := candidate{login: normalLogin(login)}
	err := s.DB.QueryRow(ctx, `SELECT id, password, disabled_at IS NOT NULL,
			EXISTS (SELECT FROM log_in WHERE account = a.id AND address = $2 AND outcome = 'ok' AND last_at > $3)
		FROM account a WHERE login = $1`, c.login, from, s.now().Add(-knownFor)).Scan(&c.id, &c.hash, &c.disabled, &c.known)
	if errors.Is(err, pgx.ErrNoRows) {
		return c, nil
	}
	return c, err
}

// wait tells how long an address that is closed, or a stranger for whom the
// server has nothing to spare, is not heard.
func (s *Store) wait(p Policy, who candidate, from string) time.Duration {
	now := s.now()
	if wait := s.closed.opens(network(from), now); wait > 0 {
		return wait
	}
	if !who.known && !s.Hasher.sparesStrangers(now, p.StrangersPerSecond) {
		return strangerBurst * time.Second
	}
	return 0
}

func (s *Store) sendAway(ctx context.Context, who candidate, from string, wait time.Duration) error {
	return errors.Join(&TooManyError{wait}, s.noteLater(ctx, who, from))
}

// welcome opens the session of a right password, takes the try back and renews
// a hash made with old parameters.
func (s *Store) welcome(ctx context.Context, p Policy, who candidate, password, from string, stale bool) (Secret, error) {
	renewed := ""
	if stale {
		var err error
		if renewed, err = s.Hasher.Hash(ctx, password); err != nil {
			return Secret{}, err
		}
	}
	if err := s.noteGathered(ctx); err != nil { // its owner is told of all failures
		return Secret{}, err
	}
	secret := newSecret(ofSession)
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		if err := forgive(ctx, tx, who, from); err != nil {
			return err
		}
		a, err := lock(ctx, tx, who.id)
		if err != nil {
			return err
		}
		same, err := tx.Exec(ctx, `UPDATE account SET password = CASE WHEN $4 <> '' THEN $4 ELSE password END,
				must_change = must_change OR (NOT demo AND $2 > 0::float8 AND password_at < $3::timestamptz - $2 * interval '1 second')
			WHERE id = $1 AND password = $5 AND disabled_at IS NULL`, who.id, p.MaxAge.Seconds(), s.now(), renewed, who.hash)
		if err != nil {
			return err
		}
		if same.RowsAffected() == 0 { // changed by another while the hash was computed
			return ErrWrongLogin
		}
		if err := s.closeTally(ctx, tx, who.id.String()); err != nil {
			return err
		}
		return s.open(ctx, tx, p, a, secret, from)
	})
	return secret, err
}
