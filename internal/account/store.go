package account

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"golang.org/x/text/unicode/norm"

	"diming/internal/ledger"
	"diming/internal/pg"
)

// A Store reads and writes accounts.
type Store struct {
	DB       pg.DB
	Hasher   *Hasher
	Keys     *webauthn.WebAuthn                    // checks security keys; nil: none can be used
	Provider *Provider                             // of OpenID; nil: none
	Now      func() time.Time                      // time.Now if nil
	Policy   func(context.Context) (Policy, error) // DefaultPolicy if nil

	notes  notebook   // failed log-ins of the present second
	closed closedDoor // addresses that are not heard, so that they cost no query
}

func (s *Store) now() time.Time {
	if s.Now == nil {
		return time.Now()
	}
	return s.Now()
}

var loginForm = regexp.MustCompile(`^[\p{L}\p{N}][\p{L}\p{N}._-]{1,63}$`)

// normalLogin is a login as it is stored: full-width and capital letters are
// no difference.
func normalLogin(text string) string {
	return strings.ToLower(norm.NFKC.String(strings.TrimSpace(text)))
}

// Add makes an account that cannot log in before it gets a password or another
// way to. by is who does it.
func (s *Store) Add(ctx context.Context, by uuid.UUID, login, name, reason string) (Account, error) {
	return s.addWith(ctx, by, login, name, reason, func(pgx.Tx, Account) error { return nil })
}

// AddWithPassword makes an account with a password to be told to its owner,
// who must change it at the first log-in; see OneTimePassword.
func (s *Store) AddWithPassword(ctx context.Context, by uuid.UUID, login, name, password, reason string, grants ...Grant) (Account, error) {
	return s.addWithPassword(ctx, by, login, name, password, reason, false, grants)
}

func (s *Store) addWithPassword(ctx context.Context, by uuid.UUID, login, name, password, reason string, demo bool, grants []Grant) (Account, error) {
	p, err := s.policy(ctx)
	if err != nil {
		return Account{}, fmt.Errorf("add account: %w", err)
	}
	if err := p.check(password, normalLogin(login)); err != nil {
		return Account{}, fmt.Errorf("add account: %w", err)
	}
	hash, err := s.Hasher.Hash(ctx, password)
	if err != nil {
		return Account{}, fmt.Errorf("add account: %w", err)
	}
	return s.addWith(ctx, by, login, name, reason, func(tx pgx.Tx, a Account) error {
		for _, g := range grants {
			if err := grant(ctx, tx, p, by, a.ID, g, reason); err != nil {
				return err
			}
		}
		if _, err := tx.Exec(ctx, `UPDATE account SET demo = $2 WHERE id = $1`, a.ID, demo); err != nil {
			return err
		}
		return s.storePassword(ctx, tx, p, a.ID, hash, !demo, uuid.Nil)
	})
}

// addWith makes an account and does more with it in the same transaction.
func (s *Store) addWith(ctx context.Context, by uuid.UUID, login, name, reason string, more func(pgx.Tx, Account) error) (Account, error) {
	login, name = normalLogin(login), strings.TrimSpace(name)
	if !loginForm.MatchString(login) {
		return Account{}, fmt.Errorf("add account: %w", ErrLogin)
	}
	if name == "" {
		return Account{}, fmt.Errorf("add account: %w", ErrName)
	}
	var a Account
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		var err error
		if a, err = s.add(ctx, tx, by, login, name, reason); err != nil {
			return err
		}
		return more(tx, a)
	})
	if err != nil {
		return Account{}, fmt.Errorf("add account: %w", err)
	}
	return a, nil
}

func (s *Store) add(ctx context.Context, tx pgx.Tx, by uuid.UUID, login, name, reason string) (Account, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return Account{}, err
	}
	person, err := ledger.KeepPerson(ctx, tx, name)
	if err != nil {
		return Account{}, err
	}
	a := Account{ID: id, Login: login, Name: name, Person: person.ID, Created: s.now()}
	_, err = tx.Exec(ctx, `INSERT INTO account (id, login, person, created_at) VALUES ($1, $2, $3, $4)`, a.ID, a.Login, a.Person, a.Created)
	if constraint(err) == "account_login_key" {
		return Account{}, ErrTaken
	}
	if err != nil {
		return Account{}, err
	}
	_, err = ledger.Append(ctx, tx, ledger.Entry{Actor: by, Action: "account.add", Kind: "account", Object: a.ID, Reason: reason, Person: &person})
	return a, err
}

// constraint names the constraint that an error is about.
func constraint(err error) string {
	var refused *pgconn.PgError
	if errors.As(err, &refused) {
		return refused.ConstraintName
	}
	return ""
}

const accountColumns = `a.id, a.login, coalesce(p.detail, ''), a.person, a.must_change, a.disabled_at, a.created_at, a.demo`
const accountTables = `account a LEFT JOIN person_held p ON p.id = a.person`

func scanAccount(row pgx.Row, more ...any) (Account, error) {
	var a Account
	var disabled *time.Time
	err := row.Scan(append([]any{&a.ID, &a.Login, &a.Name, &a.Person, &a.MustChange, &disabled, &a.Created, &a.Demo}, more...)...)
	if disabled != nil {
		a.Disabled = *disabled
	}
	if errors.Is(err, pgx.ErrNoRows) {
		err = ErrNotFound
	}
	return a, err
}

// ByID gives an account.
func (s *Store) ByID(ctx context.Context, id uuid.UUID) (Account, error) {
	a, err := scanAccount(s.DB.QueryRow(ctx, `SELECT `+accountColumns+` FROM `+accountTables+` WHERE a.id = $1`, id))
	if err != nil {
		return Account{}, fmt.Errorf("account %s: %w", id, err)
	}
	return a, nil
}

// ByLogin gives the account that logs in so.
func (s *Store) ByLogin(ctx context.Context, login string) (Account, error) {
	a, err := scanAccount(s.DB.QueryRow(ctx, `SELECT `+accountColumns+` FROM `+accountTables+` WHERE a.login = $1`, normalLogin(login)))
	if err != nil {
		return Account{}, fmt.Errorf("account: %w", err) // without the login, which may be a slip of something secret
	}
	return a, nil
}

// Names gives the names of accounts, for lists that name who did what; of an
// erased one its login.
func (s *Store) Names(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]string, error) {
	rows, err := s.DB.Query(ctx, `SELECT a.id, coalesce(p.detail, a.login) FROM `+accountTables+` WHERE a.id = ANY($1)`, ids)
	if err != nil {
		return nil, err
	}
	names := make(map[uuid.UUID]string, len(ids))
	var id uuid.UUID
	var name string
	_, err = pgx.ForEachRow(rows, []any{&id, &name}, func() error { names[id] = name; return nil })
	return names, err
}

// List gives up to limit accounts whose login comes after the one given, by login.
func (s *Store) List(ctx context.Context, after string, limit int) ([]Account, error) {
	rows, err := s.DB.Query(ctx, `SELECT `+accountColumns+` FROM `+accountTables+` WHERE a.login > $1 ORDER BY a.login LIMIT $2`, after, limit)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (Account, error) { return scanAccount(row) })
}

// lock takes an account for change.
func lock(ctx context.Context, tx pgx.Tx, id uuid.UUID) (Account, error) {
	return scanAccount(tx.QueryRow(ctx, `SELECT `+accountColumns+` FROM `+accountTables+` WHERE a.id = $1 FOR UPDATE OF a`, id))
}

// A Use is how an account is used.
type Use struct {
	LastLogIn time.Time // zero if never, or longer ago than log-ins are kept
	Keys      int       // security keys registered
}

// UseOf tells how an account is used.
func (s *Store) UseOf(ctx context.Context, id uuid.UUID) (Use, error) {
	var u Use
	var last *time.Time
	err := s.DB.QueryRow(ctx, `SELECT (SELECT max(last_at) FROM log_in WHERE account = $1 AND outcome = 'ok'),
		(SELECT count(*) FROM account_key WHERE account = $1)`, id).Scan(&last, &u.Keys)
	if last != nil {
		u.LastLogIn = *last
	}
	return u, err
}
