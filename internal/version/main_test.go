package version_test

import (
	"context"
	"os"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"diming/internal/pg/pgtest"
	"diming/internal/version"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

// things is a table of versions that the tests make for themselves.
var things = version.Table{Objects: "thing", Name: "thing_version", Object: "thing", Columns: []string{"text"}}

// newThings makes the table in a database of the test's own, guarded as every
// table of versions is.
func newThings(t *testing.T) *pgxpool.Pool {
	t.Helper()
	pool := pgtest.New(t)
	_, err := pgtest.Admin(t, pool).Exec(t.Context(), `
		CREATE TABLE thing (id uuid PRIMARY KEY);
		CREATE TABLE thing_version (
			version   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
			thing     uuid NOT NULL REFERENCES thing,
			text      text NOT NULL,
			valid     daterange NOT NULL CHECK (NOT isempty(valid)),
			recorded  tstzrange NOT NULL CHECK (NOT lower_inf(recorded) AND NOT isempty(recorded)),
			entry     bigint NOT NULL,
			closed_by bigint,
			CHECK (upper_inf(recorded) = (closed_by IS NULL)),
			CONSTRAINT thing_once EXCLUDE USING gist (thing WITH =, valid WITH &&) WHERE (upper_inf(recorded)));
		GRANT SELECT, INSERT, UPDATE ON thing TO diming_server;
		SELECT guard_versions_of('thing_version')`)
	if err != nil {
		t.Fatal(err)
	}
	return pool
}

// fataler is a test or a drawn case of one.
type fataler interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

func newThing(t fataler, ctx context.Context, pool *pgxpool.Pool) uuid.UUID {
	t.Helper()
	id := uuid.Must(uuid.NewV7())
	if _, err := pool.Exec(ctx, `INSERT INTO thing VALUES ($1)`, id); err != nil {
		t.Fatal(err)
	}
	return id
}

// write says in a transaction of its own what a thing is during valid; nothing
// when text is "".
func write(ctx context.Context, pool *pgxpool.Pool, id uuid.UUID, valid version.Span, text string) error {
	return pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error {
		if err := things.Lock(ctx, tx, id); err != nil {
			return err
		}
		if text == "" {
			return things.Clear(ctx, tx, id, valid, 1)
		}
		return things.Write(ctx, tx, id, valid, 1, text)
	})
}
