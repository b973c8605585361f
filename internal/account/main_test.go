package account_test

import (
	"context"
	"errors"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"

	"diming/internal/account"
	"diming/internal/ledger"
	"diming/internal/pg/pgtest"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

// password is what the accounts under test log in with.
const password = "Qinghu-2026"

// A clock is the time that a test says it is.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// A desk is a store of accounts under a clock and a policy of the test's.
type desk struct {
	*account.Store
	*clock
	t      testing.TB
	pool   *pgxpool.Pool
	policy account.Policy
}

func newDesk(t testing.TB) *desk {
	d := &desk{t: t, pool: pgtest.New(t), clock: &clock{at: time.Date(2026, 11, 20, 1, 0, 0, 0, time.UTC)}, policy: account.DefaultPolicy}
	d.policy.StrangersPerSecond = 0 // the test that is about it sets it
	d.Store = &account.Store{DB: d.pool, Hasher: account.NewHasher(2), Now: d.now,
		Policy: func(context.Context) (account.Policy, error) { return d.policy, nil }}
	return d
}

// add makes an account that logs in with password and need not change it.
func (d *desk) add(login string, grants ...account.Grant) account.Account {
	d.t.Helper()
	a, err := d.AddWithPassword(d.t.Context(), ledger.Console, login, "测试员", password, "测试", grants...)
	if err != nil {
		d.t.Fatal(err)
	}
	if _, err := d.pool.Exec(d.t.Context(), `UPDATE account SET must_change = false WHERE id = $1`, a.ID); err != nil {
		d.t.Fatal(err)
	}
	return a
}

// enter logs in where that must succeed, and gives who that is.
func (d *desk) enter(login, password, from string) (account.Secret, account.Principal) {
	d.t.Helper()
	secret, err := d.SignIn(d.t.Context(), login, password, from)
	if err != nil {
		d.t.Fatalf("SignIn(%s) from %s = %v, want a session", login, from, err)
	}
	return secret, d.who(secret)
}

func (d *desk) who(secret account.Secret) account.Principal {
	d.t.Helper()
	p, err := d.Principal(d.t.Context(), secret.String())
	if err != nil {
		d.t.Fatalf("Principal() = %v", err)
	}
	return p
}

// fails expects a log-in to fail in a certain way.
func (d *desk) fails(login, password, from string, want error) {
	d.t.Helper()
	if _, err := d.SignIn(d.t.Context(), login, password, from); !errors.Is(err, want) {
		d.t.Errorf("SignIn(%s) from %s = %v, want %v", login, from, err, want)
	}
}

func (d *desk) count(sql string, args ...any) int {
	d.t.Helper()
	var n int
	if err := d.pool.QueryRow(d.t.Context(), sql, args...).Scan(&n); err != nil {
		d.t.Fatal(err)
	}
	return n
}

// entries counts the ledger's entries of an action about an object.
func (d *desk) entries(action string, object uuid.UUID) int {
	d.t.Helper()
	return d.count(`SELECT count(*) FROM ledger_entry WHERE action = $1 AND object IS NOT DISTINCT FROM $2`, action, nullable(object))
}

func nullable(id uuid.UUID) *uuid.UUID {
	if id == uuid.Nil {
		return nil
	}
	return &id
}
