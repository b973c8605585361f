package version_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"pgregory.net/rapid"

	"diming/internal/version"
)

// A change is one step of a history as the naive replay keeps it.
type change struct {
	valid version.Span
	text  string // "" where the thing is said not to be
}

// replay is what a reader is told of a day after the first n changes: what the
// last of them says that speaks of that day.
func replay(history []change, n int, on version.Date) string {
	for _, c := range slices.Backward(history[:n]) {
		if c.valid.Contains(on) {
			return c.text
		}
	}
	return ""
}

// days are few, so that spans meet, touch and hold each other.
var days = func() []version.Date {
	var all []version.Date
	for d := range 12 {
		all = append(all, version.Day(2020, time.January, 1+d))
	}
	return all
}()

func drawSpan(t *rapid.T) version.Span {
	from := rapid.IntRange(-1, len(days)-2).Draw(t, "from")
	to := rapid.IntRange(from+1, len(days)).Draw(t, "to")
	var s version.Span
	if from >= 0 {
		s.From = days[from]
		to = max(to, from+1)
	}
	if to < len(days) {
		s.To = days[to]
	}
	return s
}

func TestRandomHistoriesEqualANaiveReplay(t *testing.T) {
	pool, ctx := newThings(t), t.Context()
	rapid.Check(t, func(t *rapid.T) {
		id := newThing(t, ctx, pool)
		var (
			history []change
			moments []time.Time // when the register had just taken in the change
		)
		for range rapid.IntRange(1, 12).Draw(t, "changes") {
			c := change{drawSpan(t), rapid.SampledFrom([]string{"", "a", "b", "c"}).Draw(t, "text")}
			if err := write(ctx, pool, id, c.valid, c.text); err != nil {
				t.Fatal(err)
			}
			history = append(history, c)
			moments = append(moments, clock(t, ctx, pool))
		}
		for range 10 {
			n := rapid.IntRange(0, len(moments)-1).Draw(t, "recorded")
			on := rapid.SampledFrom(days).Draw(t, "day")
			expect(t, ctx, pool, id, version.AsOf{Valid: on, Recorded: moments[n]}, replay(history, n+1, on))
			expect(t, ctx, pool, id, version.AsOf{Valid: on}, replay(history, len(history), on))
		}
		checkVersions(t, ctx, pool, id)
	})
}

func clock(t fataler, ctx context.Context, pool *pgxpool.Pool) time.Time {
	t.Helper()
	var now time.Time
	if err := pool.QueryRow(ctx, `SELECT clock_timestamp()`).Scan(&now); err != nil {
		t.Fatal(err)
	}
	return now
}

// expect reads the thing at a point of both axes.
func expect(t fataler, ctx context.Context, pool *pgxpool.Pool, id uuid.UUID, at version.AsOf, want string) {
	t.Helper()
	where, args := at.Where("v", 2)
	var got string
	err := pool.QueryRow(ctx, `SELECT v.text FROM thing_version v WHERE v.thing = $1 AND `+where, append([]any{id}, args...)...).Scan(&got)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		t.Fatal(err)
	}
	if got != want {
		t.Fatalf("on %s, as recorded at %v, it is %q, want %q", at.Valid, at.Recorded, got, want)
	}
}

// checkVersions expects that at no point of both axes two versions hold, and
// that every recorded time begins before it ends.
func checkVersions(t fataler, ctx context.Context, pool *pgxpool.Pool, id uuid.UUID) {
	t.Helper()
	var overlaps, backward int
	err := pool.QueryRow(ctx, `SELECT
		(SELECT count(*) FROM thing_version a JOIN thing_version b ON a.thing = b.thing AND a.version < b.version
			AND a.valid && b.valid AND a.recorded && b.recorded WHERE a.thing = $1),
		(SELECT count(*) FROM thing_version WHERE thing = $1 AND NOT upper_inf(recorded) AND upper(recorded) <= lower(recorded))`,
		id).Scan(&overlaps, &backward)
	if err != nil {
		t.Fatal(err)
	}
	if overlaps != 0 || backward != 0 {
		t.Fatalf("%d pairs of versions overlap on both axes, %d end before they begin", overlaps, backward)
	}
}

func TestSeveralChangesInOneTransactionFollowOneAnother(t *testing.T) {
	pool, ctx := newThings(t), t.Context()
	id := newThing(t, ctx, pool)
	err := pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error {
		if err := things.Lock(ctx, tx, id); err != nil {
			return err
		}
		for _, text := range []string{"a", "b", "c"} {
			if err := things.Write(ctx, tx, id, version.Span{}, 1, text); err != nil {
				return err
			}
		}
		return things.Clear(ctx, tx, id, span("2020-01-01", "2020-02-01"), 1)
	})
	if err != nil {
		t.Fatal(err)
	}
	expect(t, ctx, pool, id, version.AsOf{Valid: day("2019-12-31")}, "c")
	expect(t, ctx, pool, id, version.AsOf{Valid: day("2020-01-01")}, "")
	expect(t, ctx, pool, id, version.AsOf{Valid: day("2020-02-01")}, "c")
	checkVersions(t, ctx, pool, id)
}

func TestWriteRefusesWhatCannotBe(t *testing.T) {
	pool, ctx := newThings(t), t.Context()
	id := newThing(t, ctx, pool)
	for _, test := range []struct {
		name string
		do   func(tx pgx.Tx) error
	}{
		{"a time without a day", func(tx pgx.Tx) error {
			return things.Write(ctx, tx, id, span("2020-01-02", "2020-01-01"), 1, "a")
		}},
		{"too few values", func(tx pgx.Tx) error { return things.Write(ctx, tx, id, version.Span{}, 1) }},
		{"an object that is not there", func(tx pgx.Tx) error { return things.Lock(ctx, tx, uuid.New()) }},
	} {
		if err := pgx.BeginFunc(ctx, pool, test.do); err == nil {
			t.Errorf("%s: no error", test.name)
		}
	}
	if err := write(ctx, pool, uuid.New(), version.Span{}, "a"); !errors.Is(err, version.ErrNotFound) {
		t.Errorf("changing what is not there = %v, want ErrNotFound", err)
	}
}
