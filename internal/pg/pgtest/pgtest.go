// Package pgtest gives each test a PostGIS database with the newest schema.
//
// A package that stores something begins its tests so:
//
//	func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }
//
// [Tx] is the default: one database for the test binary and a transaction per
// test, rolled back at its end (about a millisecond). [New] clones a database
// for a test that commits, races or listens (about 150 ms). No database is a
// failure of the test, never a skip.
package pgtest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"diming/internal/pg"
)

// started is the test server of this process, opened by the first test that
// wants it and closed by Main.
var started struct {
	main atomic.Bool // Main runs the tests
	once sync.Once
	*server
	err error
}

// A server is where databases are cloned from the template.
type server struct {
	cluster  *pg.Cluster   // nil when DIMING_TEST_DATABASE_URL names the server
	keeper   *pgx.Conn     // holds the lock that says: a run is going on
	pool     *pgxpool.Pool // superuser, for CREATE and DROP DATABASE
	template string

	number atomic.Int64 // of databases made
	shared struct {
		once sync.Once
		pool *pgxpool.Pool
		name string
		err  error
	}
	filled struct {
		sync.Mutex
		names map[string]string // databases by label, that nobody is connected to
	}
}

// Main runs the tests of a package and closes the test server afterwards. It
// returns the code for os.Exit.
func Main(m *testing.M) int {
	started.main.Store(true)
	code := m.Run()
	if started.server == nil {
		return code
	}
	if err := started.close(); err != nil {
		fmt.Fprintln(os.Stderr, "pgtest:", err)
		return max(code, 1)
	}
	return code
}

// use gives the running server or ends the test.
func use(t testing.TB) *server {
	t.Helper()
	if !started.main.Load() {
		t.Fatal("pgtest: this package's tests lack func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }")
	}
	started.once.Do(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
		defer cancel()
		started.server, started.err = open(ctx)
	})
	if started.err != nil {
		t.Fatalf("no test database, and without one nothing is proved: %v\nRun \"make test\", which installs PostgreSQL with PostGIS, or set DIMING_TEST_DATABASE_URL to a superuser of a server.", started.err)
	}
	return started.server
}

// New clones a database for this test and connects as the server's role. The
// database is dropped after the test, or kept and named if the test failed.
func New(t testing.TB) *pgxpool.Pool {
	t.Helper()
	s := use(t)
	return s.connect(t, s.cloneOf(t, s.template))
}

// connect opens a database as the server's role until the test ends.
func (s *server) connect(t testing.TB, name string) *pgxpool.Pool {
	t.Helper()
	pool, err := pg.Open(t.Context(), s.url(name), pg.Options{AppName: "test", MaxConns: 16})
	if err != nil {
		t.Fatalf("open test database: %v", err)
	}
	t.Cleanup(func() { closePool(t, pool) })
	return pool
}

// Filled clones, for this test, a database that fill has filled: once for all
// tests of this binary that ask under the same label. What is expensive to load
// is thus loaded once, and no test sees what another did to it.
func Filled(t testing.TB, label string, fill func(ctx context.Context, pool *pgxpool.Pool) error) *pgxpool.Pool {
	t.Helper()
	s := use(t)
	name := s.cloneOfFilled(t, label, func(ctx context.Context, name string) error {
		pool, err := pg.Open(ctx, s.url(name), pg.Options{AppName: "test", MaxConns: 16})
		if err != nil {
			return err
		}
		defer pool.Close()
		return fill(ctx, pool)
	})
	return s.connect(t, name)
}

// NewURL clones a database for this test and gives its addresses for the login
// role and for a superuser.
func NewURL(t testing.TB) (url, adminURL string) {
	t.Helper()
	s := use(t)
	name := s.cloneOf(t, s.template)
	return s.url(name), s.adminURL(name)
}

// FilledURL is NewURL of a database that fill has filled: once for all tests of
// this binary that ask under the same label.
func FilledURL(t testing.TB, label string, fill func(ctx context.Context, url, adminURL string) error) (url, adminURL string) {
	t.Helper()
	s := use(t)
	name := s.cloneOfFilled(t, label, func(ctx context.Context, name string) error {
		return fill(ctx, s.url(name), s.adminURL(name))
	})
	return s.url(name), s.adminURL(name)
}

// Admin opens the database of pool as a superuser, to do what the server's role
// must not be able to.
func Admin(t testing.TB, pool *pgxpool.Pool) *pgxpool.Pool {
	t.Helper()
	s := use(t)
	admin, err := pg.Open(t.Context(), s.adminURL(pool.Config().ConnConfig.Database),
		pg.Options{AppName: "test admin", MaxConns: 4, KeepRole: true})
	if err != nil {
		t.Fatalf("open test database as a superuser: %v", err)
	}
	t.Cleanup(func() { closePool(t, admin) })
	return admin
}

// Tx begins a transaction in the database that the tests of this binary share,
// and rolls it back after the test. In it now() stands still and deferred
// constraints do not fire; parallel tests that insert the same unique key wait
// for each other: use distinct keys, or New.
func Tx(t testing.TB) pgx.Tx {
	t.Helper()
	s := use(t)
	pool, err := s.sharedPool()
	if err != nil {
		t.Fatalf("open shared test database: %v", err)
	}
	// Not t.Context(), which ends before the clean-up.
	tx, err := pool.Begin(context.Background())
	if err != nil {
		t.Fatalf("begin test transaction: %v", err)
	}
	t.Cleanup(func() {
		if err := tx.Rollback(context.Background()); err != nil && !errors.Is(err, pgx.ErrTxClosed) {
			t.Errorf("roll test transaction back: %v", err)
		}
	})
	return tx
}

func (s *server) sharedPool() (*pgxpool.Pool, error) {
	s.shared.once.Do(func() {
		ctx := context.Background()
		s.shared.name, s.shared.err = s.create(ctx, "shared", s.template)
		if s.shared.err == nil {
			s.shared.pool, s.shared.err = pg.Open(ctx, s.url(s.shared.name), pg.Options{AppName: "test", MaxConns: 16})
		}
	})
	return s.shared.pool, s.shared.err
}

// cloneOf makes a database like another that ends with the test.
func (s *server) cloneOf(t testing.TB, template string) string {
	t.Helper()
	name, err := s.create(t.Context(), t.Name(), template)
	if err != nil {
		t.Fatalf("make test database: %v", err)
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("database kept for a look: psql %q", s.adminURL(name))
			return
		}
		if err := s.drop(context.Background(), name); err != nil {
			t.Errorf("drop test database: %v", err)
		}
	})
	return name
}

// cloneOfFilled clones the database of a label, which is filled when it is first
// asked for.
func (s *server) cloneOfFilled(t testing.TB, label string, fill func(ctx context.Context, name string) error) string {
	t.Helper()
	kept, err := s.fill(t.Context(), label, fill)
	if err != nil {
		t.Fatalf("fill a database with %s: %v", label, err)
	}
	return s.cloneOf(t, kept)
}

// closePool gives a test that still holds a connection a sentence instead of a
// wait without end.
func closePool(t testing.TB, pool *pgxpool.Pool) {
	t.Helper()
	done := make(chan struct{})
	go func() {
		pool.Close()
		close(done)
	}()
	select {
	case <-done:
	case <-time.After(10 * time.Second):
		t.Errorf("close pool: %d connections are still in use: rows or a transaction was not closed", pool.Stat().AcquiredConns())
	}
}

// moduleRoot is the nearest folder above with a go.mod.
func moduleRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", fmt.Errorf("find module root: %w", err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", errors.New("find module root: no go.mod in any folder above")
		}
		dir = parent
	}
}
