package pg_test

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/jackc/pgx/v5"
	"golang.org/x/sync/errgroup"

	"diming/internal/pg"
	"diming/internal/pg/pgtest"
)

// emptyDatabase makes a database without schema beside the test's own and gives
// its address for a superuser. options follow CREATE DATABASE name TEMPLATE
// template0.
func emptyDatabase(t *testing.T, options string) string {
	t.Helper()
	_, admin := pgtest.NewURL(t)
	u, err := url.Parse(admin)
	if err != nil {
		t.Fatal(err)
	}
	name := strings.TrimPrefix(u.Path, "/")
	name = name[:min(len(name), 61)] + "_x"
	query(t, admin, nil, "CREATE DATABASE "+pgx.Identifier{name}.Sanitize()+" TEMPLATE template0 "+options)
	t.Cleanup(func() {
		conn, err := pgx.Connect(context.Background(), admin)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close(context.Background())
		if _, err := conn.Exec(context.Background(), "DROP DATABASE "+pgx.Identifier{name}.Sanitize()+" WITH (FORCE)"); err != nil {
			t.Error(err)
		}
	})
	return withDatabase(t, admin, name)
}

func withDatabase(t *testing.T, address, name string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + name
	return u.String()
}

const goodOptions = "ENCODING 'UTF8' LOCALE 'C.UTF-8'"

func expectUnfit(t *testing.T, what string, err error, word string) {
	t.Helper()
	var unfit *pg.Unfit
	if !errors.As(err, &unfit) || !strings.Contains(unfit.Reason, word) {
		t.Errorf("%s = %v, want an *Unfit that names %s", what, err, word)
	}
	if pg.Unreachable(err) {
		t.Errorf("Unreachable(%v) = true, want false", err)
	}
}

func TestDatabasesThatWillNotDo(t *testing.T) {
	for _, test := range []struct {
		name, options, word string
	}{
		{"trigrams blind to Chinese", "ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'", "LC_CTYPE is C"},
		{"no encoding", "ENCODING 'SQL_ASCII' LOCALE 'C'", "encoding is SQL_ASCII"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			adminURL := emptyDatabase(t, test.options)
			expectUnfit(t, "Migrate", pg.Migrate(t.Context(), adminURL), test.word)
			pool, err := pg.Open(t.Context(), adminURL, pg.Options{KeepRole: true})
			if err != nil {
				t.Fatal(err)
			}
			defer pool.Close()
			expectUnfit(t, "Check", pg.Check(t.Context(), pool), test.word)
			if v, err := pg.Version(t.Context(), pool); v != 0 || err != nil {
				t.Errorf("Version() = %d, %v, want 0: nothing may have been migrated", v, err)
			}
		})
	}
}

func TestALoginWithoutRightsIsToldWhatToRun(t *testing.T) {
	t.Parallel()
	// A superuser's session that gives its rights up stands for a plain login.
	u, err := url.Parse(emptyDatabase(t, goodOptions))
	if err != nil {
		t.Fatal(err)
	}
	values := u.Query()
	values.Set("role", pg.ServerRole)
	u.RawQuery = values.Encode()
	plain := u.String()
	expectUnfit(t, "Migrate", pg.Migrate(t.Context(), plain), "CREATE EXTENSION IF NOT EXISTS postgis")
	pool, err := pg.Open(t.Context(), plain, pg.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	expectUnfit(t, "Check", pg.Check(t.Context(), pool), "lacks postgis")
}

func TestTwoMigrateAtOnce(t *testing.T) {
	t.Parallel()
	adminURL := emptyDatabase(t, goodOptions)
	var group errgroup.Group
	for range 3 {
		group.Go(func() error { return pg.Migrate(t.Context(), adminURL) })
	}
	if err := group.Wait(); err != nil {
		t.Fatalf("three Migrate at once: %v", err)
	}
	var rows, owned int
	query(t, adminURL, &rows, "SELECT count(*) FROM schema_version")
	query(t, adminURL, &owned, `SELECT count(*) FROM pg_tables
		WHERE schemaname = 'public' AND tablename <> 'spatial_ref_sys' AND tableowner <> 'diming_owner'`)
	if rows != 1 || owned != 0 {
		t.Errorf("%d rows of version and %d tables of another owner, want 1 and 0", rows, owned)
	}
}

func TestASchemaFromTheFutureIsRefused(t *testing.T) {
	t.Parallel()
	pool := pgtest.New(t)
	if _, err := pgtest.Admin(t, pool).Exec(t.Context(), "UPDATE schema_version SET version = version + 1"); err != nil {
		t.Fatal(err)
	}
	_, err := pg.Version(t.Context(), pool)
	expectUnfit(t, "Version", err, fmt.Sprintf("version %d", pg.Latest()+1))
	admin := pgtest.Admin(t, pool).Config().ConnString()
	expectUnfit(t, "Migrate", pg.Migrate(t.Context(), admin), "newer program")
}

func TestAFailedMigrationNamesItsLineAndLeavesNothing(t *testing.T) {
	t.Parallel()
	adminURL := emptyDatabase(t, goodOptions)
	files := fstest.MapFS{
		"0001_good.sql": {Data: []byte("CREATE TABLE good ();")},
		"0002_bad.sql":  {Data: []byte("CREATE TABLE half ();\n\nCREATE TABEL bad ();")},
	}
	err := pg.MigrateFrom(t.Context(), adminURL, files)
	if err == nil || !strings.Contains(err.Error(), "0002_bad.sql, line 3") {
		t.Errorf("Migrate = %v, want an error that names 0002_bad.sql, line 3", err)
	}
	var version int
	var half bool
	query(t, adminURL, &version, "SELECT version FROM schema_version")
	query(t, adminURL, &half, "SELECT to_regclass('half') IS NOT NULL")
	if version != 1 || half {
		t.Errorf("version %d, half-made table %v, want 1 and false", version, half)
	}
	files["0002_bad.sql"] = &fstest.MapFile{Data: []byte("CREATE TABLE mended ();")}
	if err := pg.MigrateFrom(t.Context(), adminURL, files); err != nil {
		t.Errorf("Migrate with the mended file = %v, want nil", err)
	}
}

func TestOpenSetsTheSession(t *testing.T) {
	t.Parallel()
	url, _ := pgtest.NewURL(t)
	pool, err := pg.Open(t.Context(), url, pg.Options{AppName: "tiles", StatementTimeout: 1500 * time.Millisecond, MaxConns: 2})
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	var app, timeout, role, day string
	err = pool.QueryRow(t.Context(), `SELECT current_setting('application_name'), current_setting('statement_timeout'), current_user,
		'2026-11-26T16:30:00Z'::timestamptz::date::text`).Scan(&app, &timeout, &role, &day)
	if err != nil || app != "tiles" || timeout != "1500ms" || role != pg.ServerRole {
		t.Errorf("session is %q, %q, %q, %v, want tiles, 1500ms, %s", app, timeout, role, err, pg.ServerRole)
	}
	if day != "2026-11-27" {
		t.Errorf("half past midnight of the 27th in China is the %s", day)
	}
	if n := pool.Config().MaxConns; n != 2 {
		t.Errorf("MaxConns = %d, want 2", n)
	}
}

func TestUnreachableIsNotRefused(t *testing.T) {
	t.Parallel()
	url, _ := pgtest.NewURL(t)
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	expired, stop := context.WithTimeout(t.Context(), 0)
	defer stop()
	nowhere := "postgres://diming@/diming?host=" + filepath.Join(t.TempDir(), "nowhere")
	for _, test := range []struct {
		name string
		ctx  context.Context
		url  string
		want bool
	}{
		{"no socket", t.Context(), nowhere, true},
		{"nobody listens", t.Context(), "postgres://diming@127.0.0.1:1/diming?sslmode=disable", true},
		{"a host without an address", t.Context(), "postgres://diming@db.invalid/diming", true},
		{"too slow", expired, url, true},
		{"no such database", t.Context(), withDatabase(t, url, "no_such_database"), false},
		{"no such login", t.Context(), strings.Replace(url, "//", "//nobody_", 1), false},
		{"given up by the caller", cancelled, url, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			pool, err := pg.Open(t.Context(), test.url, pg.Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer pool.Close()
			err = pool.Ping(test.ctx)
			if err == nil {
				t.Fatal("Ping = nil, want an error")
			}
			if got := pg.Unreachable(err); got != test.want {
				t.Errorf("Unreachable(%v) = %v, want %v", err, got, test.want)
			}
		})
	}
}
