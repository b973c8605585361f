package account

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/ledger"
)

// Named gives the accounts whose name or login contains text, or whose id it
// is: no more than limit.
func (s *Store) Named(ctx context.Context, text string, limit int) ([]Account, error) {
	rows, err := s.DB.Query(ctx, `SELECT `+accountColumns+` FROM `+accountTables+`
		WHERE strpos(lower(p.detail), lower($1)) > 0 OR strpos(a.login, lower($1)) > 0 OR a.id::text = lower($1) OR a.person::text = lower($1)
		ORDER BY a.login LIMIT $2`, text, limit)
	if err != nil {
		return nil, fmt.Errorf("accounts named: %w", err)
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (Account, error) { return scanAccount(row) })
}

// A LogIn is one line of what is kept of somebody's log-ins: so many from one
// address with one outcome.
type LogIn struct {
	Address string    `json:"address"`
	Outcome string    `json:"outcome"`
	Count   int       `json:"count"`
	First   time.Time `json:"first_at"`
	Last    time.Time `json:"last_at"`
}

// Held is everything that is held of one person. Hashes of secrets tell nothing
// of a person and are not part of it.
type Held struct {
	Person   uuid.UUID
	Detail   string   // name, phone and what else was given
	Account  *Account // nil of one who cannot log in; the rest is of the account
	Grants   []Grant
	LogIns   []LogIn
	Sessions []SessionHeld
	Tokens   []string        // names
	Keys     []string        // names
	Subjects []string        // by which another service knows the person
	Entries  []ledger.Change // of the ledger, which refer to the person by number
}

// SessionHeld is a log-in that is, or was, open.
type SessionHeld struct {
	Began   time.Time  `json:"began_at"`
	Seen    time.Time  `json:"seen_at"`
	Ended   *time.Time `json:"ended_at"`
	Address string     `json:"last_address"` // of the log-in before it
}

// HeldOf gives everything that is held of a person, and appends that somebody
// asked. Of one whose data is not held it answers ledger.ErrErased.
func (s *Store) HeldOf(ctx context.Context, by, person uuid.UUID) (Held, error) {
	h := Held{Person: person}
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		var err error
		if h.Detail, err = ledger.Person(ctx, tx, person); err != nil {
			return err
		}
		if h.Entries, err = ledger.EntriesOf(ctx, tx, person); err != nil {
			return err
		}
		a, err := (&Store{DB: tx}).ByPerson(ctx, person)
		if err == nil {
			h.Account = &a
			err = h.read(ctx, tx)
		}
		if err != nil && !errors.Is(err, ErrNotFound) {
			return err
		}
		_, err = ledger.Append(ctx, tx, ledger.Entry{Actor: by, Action: "person.export", Kind: "person", Object: person})
		return err
	})
	if err != nil {
		return Held{}, fmt.Errorf("what is held of person %s: %w", person, err)
	}
	return h, nil
}

func (h *Held) read(ctx context.Context, tx pgx.Tx) error {
	var err error
	if h.Grants, err = (&Store{DB: tx}).GrantsOf(ctx, h.Account.ID); err != nil {
		return err
	}
	rows, err := tx.Query(ctx, `SELECT address, outcome, count, first_at, last_at FROM log_in WHERE account = $1 ORDER BY first_at`, h.Account.ID)
	if err != nil {
		return err
	}
	if h.LogIns, err = pgx.CollectRows(rows, pgx.RowToStructByPos[LogIn]); err != nil {
		return err
	}
	rows, err = tx.Query(ctx, `SELECT began_at, seen_at, ended_at, coalesce(last_address, '') FROM account_session WHERE account = $1 ORDER BY began_at`, h.Account.ID)
	if err != nil {
		return err
	}
	if h.Sessions, err = pgx.CollectRows(rows, pgx.RowToStructByPos[SessionHeld]); err != nil {
		return err
	}
	for _, list := range []struct {
		sql  string
		into *[]string
	}{
		{`SELECT name FROM account_token WHERE account = $1 ORDER BY made_at`, &h.Tokens},
		{`SELECT name FROM account_key WHERE account = $1 ORDER BY made_at`, &h.Keys},
		{`SELECT subject FROM account_subject WHERE account = $1 ORDER BY subject`, &h.Subjects},
	} {
		rows, err := tx.Query(ctx, list.sql, h.Account.ID)
		if err != nil {
			return err
		}
		if *list.into, err = pgx.CollectRows(rows, pgx.RowTo[string]); err != nil {
			return err
		}
	}
	return nil
}

// ErasePerson erases what is held of a person. Where it is one who may log in,
// the name with its key, the login, sessions, tokens, keys and subjects go; the
// account stays, disabled, as a number that the ledger names, and cannot log in
// again. Records of its log-ins stay until their time is over: the law wants
// them for six months (网络安全法 21), and 个人信息保护法 47 lets them stay so long.
func (s *Store) ErasePerson(ctx context.Context, by, person uuid.UUID, reason string) error {
	if strings.TrimSpace(reason) == "" {
		return ErrReason
	}
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		in := &Store{DB: tx, Now: s.Now}
		a, err := in.ByPerson(ctx, person)
		if err == nil {
			err = in.eraseAccount(ctx, tx, by, a.ID, reason)
		}
		if err != nil && !errors.Is(err, ErrNotFound) {
			return err
		}
		return ledger.ErasePerson(ctx, tx, person, by, reason)
	})
	if err != nil {
		return fmt.Errorf("erase person %s: %w", person, err)
	}
	return nil
}

func (s *Store) eraseAccount(ctx context.Context, tx pgx.Tx, by, id uuid.UUID, reason string) error {
	if err := s.Disable(ctx, by, id, reason); err != nil {
		return err
	}
	for _, sql := range []string{
		`UPDATE account SET login = 'erased.' || id, password = '' WHERE id = $1`,
		`DELETE FROM account_password WHERE account = $1`,
		`DELETE FROM account_session WHERE account = $1`,
		`DELETE FROM account_token WHERE account = $1`,
		`DELETE FROM account_key WHERE account = $1`,
		`DELETE FROM account_subject WHERE account = $1`,
	} {
		if _, err := tx.Exec(ctx, sql, id); err != nil {
			return err
		}
	}
	return nil
}

// ByPerson gives the account of a person, or ErrNotFound.
func (s *Store) ByPerson(ctx context.Context, person uuid.UUID) (Account, error) {
	a, err := scanAccount(s.DB.QueryRow(ctx, `SELECT `+accountColumns+` FROM `+accountTables+` WHERE a.person = $1`, person))
	if errors.Is(err, pgx.ErrNoRows) {
		return Account{}, ErrNotFound
	}
	return a, err
}

// A Serving is an account with the roles that it holds.
type Serving struct {
	ID    uuid.UUID
	Name  string
	Roles []Role
}

// Serving gives the accounts that hold one of the roles in a division, in one
// above it or in one under it; not those that are disabled.
func (s *Store) Serving(ctx context.Context, division uuid.UUID, roles ...Role) ([]Serving, error) {
	rows, err := s.DB.Query(ctx, `SELECT a.id, coalesce(p.detail, a.login), array_agg(DISTINCT g.role ORDER BY g.role)
		FROM `+accountTables+` JOIN account_role g ON g.account = a.id
		WHERE g.role = ANY($2) AND a.disabled_at IS NULL AND (g.division IS NULL OR EXISTS (SELECT FROM division_above($1) u WHERE u.division = g.division)
			OR EXISTS (SELECT FROM division_above(g.division) u WHERE u.division = $1))
		GROUP BY 1, 2 ORDER BY 2, 1`, division, roles)
	if err != nil {
		return nil, fmt.Errorf("accounts that serve %s: %w", division, err)
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[Serving])
}
