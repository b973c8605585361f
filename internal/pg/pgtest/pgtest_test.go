package pgtest_test

import (
	"context"
	"os"
	"testing"

	"diming/internal/pg"
	"diming/internal/pg/pgtest"

	"github.com/jackc/pgx/v5/pgxpool"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

func TestACloneHasTheNewestSchemaAndTheServersRights(t *testing.T) {
	pool := pgtest.New(t)
	if err := pg.Check(t.Context(), pool); err != nil {
		t.Errorf("Check() = %v, want nil", err)
	}
	if v, err := pg.Version(t.Context(), pool); err != nil || v != pg.Latest() || v == 0 {
		t.Errorf("Version() = %d, %v, want %d", v, err, pg.Latest())
	}
	var role, login string
	var super bool
	err := pool.QueryRow(t.Context(), `SELECT current_user, session_user, rolsuper
		FROM pg_roles WHERE rolname = current_user`).Scan(&role, &login, &super)
	if err != nil {
		t.Fatal(err)
	}
	if role != pg.ServerRole || super {
		t.Errorf("connected as %s (login %s, superuser %v), want %s without rights of a superuser", role, login, super, pg.ServerRole)
	}
	if _, err := pool.Exec(t.Context(), "CREATE TABLE mine ()"); err == nil {
		t.Error("the server's role made a table, want a refusal")
	}
}

func TestClonesDoNotSeeEachOther(t *testing.T) {
	for _, name := range []string{"one", "the other"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			admin := pgtest.Admin(t, pgtest.New(t))
			if _, err := admin.Exec(t.Context(), "CREATE TABLE only_here ()"); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestADatabaseIsFilledOnceAndClonedForEach(t *testing.T) {
	filled := 0
	get := func() *pgxpool.Pool {
		return pgtest.Filled(t, "sequence", func(ctx context.Context, pool *pgxpool.Pool) error {
			filled++
			_, err := pool.Exec(ctx, "INSERT INTO holiday (day, kind, name, source) VALUES ('2126-01-01', 'rest', 'filled', 'a test')")
			return err
		})
	}
	one, other := get(), get()
	if _, err := one.Exec(t.Context(), "DELETE FROM holiday WHERE day = '2126-01-01'"); err != nil {
		t.Fatal(err)
	}
	var held int
	if err := other.QueryRow(t.Context(), "SELECT count(*) FROM holiday WHERE day = '2126-01-01'").Scan(&held); err != nil || held != 1 || filled != 1 {
		t.Errorf("%d rows in the other, %v, filled %d times, want 1 and 1", held, err, filled)
	}
}

func TestTxLeavesNothingBehind(t *testing.T) {
	for _, round := range []string{"first", "second"} {
		t.Run(round, func(t *testing.T) {
			tx := pgtest.Tx(t)
			if _, err := tx.Exec(t.Context(), "CREATE TEMPORARY TABLE fleeting ()"); err != nil {
				t.Errorf("create in the %s transaction: %v", round, err)
			}
		})
	}
}

func TestNewURLGivesBothLogins(t *testing.T) {
	url, adminURL := pgtest.NewURL(t)
	for _, test := range []struct {
		url   string
		super bool
	}{{url, os.Getenv("DIMING_TEST_DATABASE_URL") != ""}, {adminURL, true}} {
		pool, err := pg.Open(t.Context(), test.url, pg.Options{KeepRole: true})
		if err != nil {
			t.Fatal(err)
		}
		defer pool.Close()
		var super bool
		if err := pool.QueryRow(t.Context(), "SELECT rolsuper FROM pg_roles WHERE rolname = current_user").Scan(&super); err != nil {
			t.Fatal(err)
		}
		if super != test.super {
			t.Errorf("login of %s is a superuser: %v, want %v", test.url, super, test.super)
		}
	}
}
