package ledger_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"diming/internal/ledger"
	"diming/internal/ledger/ledgertest"
	"diming/internal/pg/pgtest"
)

func TestChangesTellsTheChainInOrder(t *testing.T) {
	pool := pgtest.New(t)
	public := note("b")
	public.Public = true
	ids := appendAll(t, pool, note("a"), public, ledger.Entry{Actor: ledger.Console, Action: "test.load", Kind: "batch"}, note("d"))
	ledgertest.Settle(t, pool)
	for _, test := range []struct {
		name   string
		since  int64
		limit  int
		public bool
		want   []int64
	}{
		{"all", 0, 10, false, []int64{1, 2, 3, 4}},
		{"those after one", 2, 10, false, []int64{3, 4}},
		{"the first few", 0, 2, false, []int64{1, 2}},
		{"none after the last", 4, 10, false, nil},
		{"without a log-in only what is public", 0, 10, true, []int64{2}},
		{"without a log-in after that", 2, 10, true, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			changes, err := ledger.Changes(t.Context(), pool, test.since, test.limit, test.public)
			if err != nil {
				t.Fatal(err)
			}
			if got := seqs(changes); !slices.Equal(got, test.want) {
				t.Errorf("Changes(%d, %d, public %v) = %v, want %v", test.since, test.limit, test.public, got, test.want)
			}
		})
	}
	all, err := ledger.Changes(t.Context(), pool, 0, 10, false)
	if err != nil {
		t.Fatal(err)
	}
	b := all[1]
	if b.Entry != ids[1] || b.Action != "test.note" || b.Kind != "test" || *b.Object != public.Object || b.County != "330881" || !b.Public || len(b.Hash) != 64 {
		t.Errorf("the second change = %+v", b)
	}
	if !strings.Contains(string(b.Body), `"reason":"b"`) || all[2].Object != nil {
		t.Errorf("bodies or objects are wrong: %+v", all)
	}
}

func seqs(changes []ledger.Change) []int64 {
	var all []int64
	for _, c := range changes {
		all = append(all, c.Seq)
	}
	return all
}

func TestSeqOfWaitsForTheSeal(t *testing.T) {
	pool := pgtest.New(t)
	ids := appendAll(t, pool, note("a"), note("b"))
	if seq, err := ledger.SeqOf(t.Context(), pool, ids[0], 20*time.Millisecond); !errors.Is(err, ledger.ErrNotSealed) {
		t.Errorf("SeqOf() before the seal = %d, %v, want ErrNotSealed", seq, err)
	}
	sealer := ledger.NewSealer(pool, slog.New(slog.DiscardHandler))
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { sealer.Run(ctx); close(ended) }()
	for i, id := range ids {
		if seq, err := ledger.SeqOf(t.Context(), pool, id, 5*time.Minute); err != nil || seq != int64(i+1) {
			t.Errorf("SeqOf(%d) = %d, %v, want %d", id, seq, err, i+1)
		}
	}
	stop()
	<-ended
}

// follow runs a follower until it was handed n changes after since, and gives
// their seqs. The first fails calls of Apply fail: what they held must come again.
func follow(t *testing.T, pool *pgxpool.Pool, since int64, n, fails int, sweep time.Duration, during func()) []int64 {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), 5*time.Minute)
	defer stop()
	var got []int64
	f := &ledger.Follower{Name: "test", Pool: pool, Since: since, Sweep: sweep, Log: slog.New(slog.DiscardHandler),
		Apply: func(_ context.Context, changes []ledger.Change) error {
			if fails--; fails >= 0 {
				return errors.New("not now")
			}
			if got = append(got, seqs(changes)...); len(got) >= n {
				stop()
			}
			return nil
		}}
	ended := make(chan struct{})
	go func() { f.Run(ctx); close(ended) }()
	during()
	<-ended
	return got
}

// sealOne commits one entry and seals it.
func sealOne(t *testing.T, pool *pgxpool.Pool, text string) {
	t.Helper()
	appendAll(t, pool, note(text))
	ledgertest.Settle(t, pool)
}

func TestAFollowerGetsEveryChangeOnceInOrder(t *testing.T) {
	pool := pgtest.New(t)
	sealOne(t, pool, "long ago")
	const n = 40
	got := follow(t, pool, 1, n, 3, time.Millisecond, func() {
		for i := range n {
			sealOne(t, pool, fmt.Sprint(i))
		}
	})
	expectRun(t, got, 2, n)
}

const listeners = `FROM pg_stat_activity WHERE datname = current_database() AND query = 'LISTEN ' || $1 AND state = 'idle'`

func TestAFollowerNeedsNoNotification(t *testing.T) {
	pool := pgtest.New(t)
	admin := pgtest.Admin(t, pool)
	const n = 20
	got := follow(t, pool, 0, n, 0, time.Millisecond, func() {
		for i := range n {
			if _, err := admin.Exec(t.Context(), `SELECT pg_terminate_backend(pid) `+listeners, ledger.Channel); err != nil {
				t.Error(err)
			}
			sealOne(t, pool, fmt.Sprint(i))
		}
	})
	expectRun(t, got, 1, n)
}

func TestAFollowerIsToldByNotification(t *testing.T) {
	pool := pgtest.New(t)
	admin := pgtest.Admin(t, pool)
	const n = 5
	got := follow(t, pool, 0, n, 0, time.Hour, func() {
		for listening := false; !listening; {
			if err := admin.QueryRow(t.Context(), `SELECT EXISTS (SELECT `+listeners+`)`, ledger.Channel).Scan(&listening); err != nil {
				t.Error(err)
				return
			}
		}
		for i := range n {
			sealOne(t, pool, fmt.Sprint(i))
		}
	})
	expectRun(t, got, 1, n)
}

func expectRun(t *testing.T, got []int64, first, n int) {
	t.Helper()
	if len(got) != n {
		t.Fatalf("handed over %v, want %d changes", got, n)
	}
	for i, seq := range got {
		if seq != int64(first+i) {
			t.Fatalf("handed over %v, want each once in order from %d", got, first)
		}
	}
}
