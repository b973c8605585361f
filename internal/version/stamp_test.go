package version_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"diming/internal/pg/pgtest"
	"diming/internal/version"
)

// lateComer begins a transaction, lets another change the thing and commit,
// and then changes the thing itself: its now() is older than what it closes.
func lateComer(t *testing.T, pool *pgxpool.Pool, id uuid.UUID, change func(ctx context.Context, tx pgx.Tx) error) error {
	t.Helper()
	ctx := t.Context()
	return pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `SELECT now()`); err != nil {
			return err
		}
		if err := write(ctx, pool, id, version.Span{}, "first"); err != nil {
			t.Fatal(err)
		}
		if err := things.Lock(ctx, tx, id); err != nil {
			return err
		}
		return change(ctx, tx)
	})
}

func TestATransactionThatBeganEarlierClosesNothingBeforeItBegan(t *testing.T) {
	pool, ctx := newThings(t), t.Context()
	id := newThing(t, ctx, pool)
	err := lateComer(t, pool, id, func(ctx context.Context, tx pgx.Tx) error {
		return things.Write(ctx, tx, id, version.Span{}, 1, "second")
	})
	if err != nil {
		t.Fatal(err)
	}
	expect(t, ctx, pool, id, version.AsOf{Valid: days[0]}, "second")
	checkVersions(t, ctx, pool, id)
}

// The test below takes the idea out: it shows that the case above is a trap
// for a stamp of now().
func TestNowWouldEndARangeBeforeItBegan(t *testing.T) {
	pool, ctx := newThings(t), t.Context()
	id := newThing(t, ctx, pool)
	err := lateComer(t, pool, id, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE thing_version SET recorded = tstzrange(lower(recorded), now()), closed_by = 1
			WHERE thing = $1 AND upper_inf(recorded)`, id)
		return err
	})
	var refused *pgconn.PgError
	if !errors.As(err, &refused) || refused.Code != "22000" { // range lower bound must be less than or equal to upper
		t.Errorf("closing with now() = %v, want a range that ends before it begins; this test has lost its point", err)
	}
}

// A clock that is set back must not let recorded time run backward.
func TestAVersionRecordedInTheFutureIsStillClosedAfterItBegan(t *testing.T) {
	pool, ctx := newThings(t), t.Context()
	id := newThing(t, ctx, pool)
	_, err := pool.Exec(ctx, `INSERT INTO thing_version (thing, text, valid, recorded, entry)
		VALUES ($1, 'ahead', daterange(NULL, NULL), tstzrange(clock_timestamp() + interval '1 hour', NULL), 1)`, id)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"a", "", "b"} {
		if err := write(ctx, pool, id, version.Span{}, text); err != nil {
			t.Fatal(err)
		}
	}
	expect(t, ctx, pool, id, version.AsOf{Valid: days[0]}, "b")
	checkVersions(t, ctx, pool, id)
}

func TestManyWritersOfOneObjectLeaveOneHistory(t *testing.T) {
	pool, ctx := newThings(t), t.Context()
	id := newThing(t, ctx, pool)
	const writers, rounds = 8, 10
	var writing sync.WaitGroup
	for w := range writers {
		writing.Go(func() {
			for n := range rounds {
				valid := version.Span{From: days[(w+n)%10], To: days[(w+n)%10+2]}
				if err := write(ctx, pool, id, valid, fmt.Sprintf("%d/%d", w, n)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	writing.Wait()
	checkVersions(t, ctx, pool, id)
	var written int
	err := pool.QueryRow(ctx, `SELECT count(DISTINCT text) FROM thing_version WHERE thing = $1`, id).Scan(&written)
	if err != nil || written != writers*rounds {
		t.Errorf("%d texts are kept, %v, want all %d", written, err, writers*rounds)
	}
}

func TestAClosedVersionNeverOpens(t *testing.T) {
	pool, ctx := newThings(t), t.Context()
	id := newThing(t, ctx, pool)
	for _, text := range []string{"old", "new"} {
		if err := write(ctx, pool, id, version.Span{}, text); err != nil {
			t.Fatal(err)
		}
	}
	admin := pgtest.Admin(t, pool)
	for _, test := range []struct{ name, sql string }{
		{"opening a closed one", `UPDATE thing_version SET recorded = tstzrange(lower(recorded), NULL), closed_by = NULL WHERE text = 'old'`},
		{"closing a closed one later", `UPDATE thing_version SET recorded = tstzrange(lower(recorded), clock_timestamp()) WHERE text = 'old'`},
		{"naming another entry that closed it", `UPDATE thing_version SET closed_by = 9 WHERE text = 'old'`},
		{"another text", `UPDATE thing_version SET text = 'x' WHERE text = 'new'`},
		{"another text while closing", `UPDATE thing_version SET text = 'x', recorded = tstzrange(lower(recorded), clock_timestamp()), closed_by = 2 WHERE text = 'new'`},
		{"another valid time", `UPDATE thing_version SET valid = daterange('2020-01-01', NULL) WHERE text = 'new'`},
		{"another beginning while closing", `UPDATE thing_version SET recorded = tstzrange(lower(recorded) - interval '1 day', clock_timestamp()), closed_by = 2 WHERE text = 'new'`},
		{"closing without an entry", `UPDATE thing_version SET recorded = tstzrange(lower(recorded), clock_timestamp()) WHERE text = 'new'`},
		{"deleting", `DELETE FROM thing_version WHERE text = 'old'`},
		{"emptying", `TRUNCATE thing_version`},
	} {
		for who, db := range map[string]*pgxpool.Pool{"the server's role": pool, "a superuser": admin} {
			_, err := db.Exec(ctx, test.sql)
			var refused *pgconn.PgError
			if !errors.As(err, &refused) || refused.Code != "42501" {
				t.Errorf("%s by %s: %v, want insufficient privilege", test.name, who, err)
			}
		}
	}
	expect(t, ctx, pool, id, version.AsOf{Valid: days[0]}, "new")
}

func TestTwoOpenVersionsOfOneDayAreRefused(t *testing.T) {
	pool, ctx := newThings(t), t.Context()
	id := newThing(t, ctx, pool)
	if err := write(ctx, pool, id, version.Span{}, "a"); err != nil {
		t.Fatal(err)
	}
	_, err := pool.Exec(ctx, `INSERT INTO thing_version (thing, text, valid, recorded, entry)
		VALUES ($1, 'b', daterange('2020-01-01', '2020-01-02'), tstzrange(clock_timestamp(), NULL), 1)`, id)
	var refused *pgconn.PgError
	if !errors.As(err, &refused) || refused.ConstraintName != "thing_once" {
		t.Errorf("a second open version = %v, want thing_once to refuse", err)
	}
}
