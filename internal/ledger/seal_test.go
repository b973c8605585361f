package ledger_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"diming/internal/ledger"
	"diming/internal/ledger/ledgertest"
	"diming/internal/pg/pgtest"
)

func TestSealGivesEveryEntryItsPlace(t *testing.T) {
	pool := pgtest.New(t)
	ids := appendAll(t, pool, note("a"), note("b"), note("c"))
	ledgertest.Settle(t, pool)
	if got, want := reasons(t, pool), []string{"a", "b", "c"}; !slices.Equal(got, want) {
		t.Errorf("chain = %v, want %v", got, want)
	}
	v := verify(t, pool)
	if v.Sealed != 3 || v.Pending != 0 || v.Head.Seq != 3 || len(v.Head.Hash) != 32 {
		t.Errorf("Verify() = %+v, want 3 sealed", v)
	}
	if n, err := ledger.Seal(t.Context(), pool); n != 0 || err != nil {
		t.Errorf("sealing again = %d, %v, want nothing to do", n, err)
	}
	head, err := ledger.ReadHead(t.Context(), pool)
	if err != nil || head.Seq != 3 || string(head.Hash) != string(v.Head.Hash) {
		t.Errorf("ReadHead() = %v, %v, want %v", head, err, v.Head)
	}
	if seq, err := ledger.SeqOf(t.Context(), pool, ids[1], 5*time.Minute); err != nil || seq != 2 {
		t.Errorf("SeqOf(second) = %d, %v, want 2", seq, err)
	}
}

func TestAnEntryLeavesWithItsTransaction(t *testing.T) {
	pool := pgtest.New(t)
	tx, err := pool.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ledger.Append(t.Context(), tx, note("taken back")); err != nil {
		t.Fatal(err)
	}
	if err := tx.Rollback(t.Context()); err != nil {
		t.Fatal(err)
	}
	appendAll(t, pool, note("kept"))
	ledgertest.Settle(t, pool)
	if got := reasons(t, pool); !slices.Equal(got, []string{"kept"}) {
		t.Errorf("chain = %v, want only what was committed", got)
	}
	verify(t, pool)
}

// overtaking is the case for which the sealer waits: slow appends first and
// commits last; quick and later run meanwhile, later after quick was over. seal
// is tried at every moment.
func overtaking(t *testing.T, seal func(context.Context, *pgxpool.Pool) error) *pgxpool.Pool {
	pool := pgtest.New(t)
	ctx := t.Context()
	try := func() {
		if err := seal(ctx, pool); err != nil {
			t.Fatal(err)
		}
	}
	appendAll(t, pool, note("before"))
	ledgertest.Settle(t, pool)
	slow, err := pool.Begin(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer slow.Rollback(context.WithoutCancel(ctx))
	if _, err := ledger.Append(ctx, slow, note("slow")); err != nil {
		t.Fatal(err)
	}
	appendAll(t, pool, note("quick"))
	try()
	appendAll(t, pool, note("later"))
	try()
	if err := slow.Commit(ctx); err != nil {
		t.Fatal(err)
	}
	try()
	return pool
}

var inOrder = []string{"before", "slow", "quick", "later"}

func TestNoEntryIsOvertakenOrSkipped(t *testing.T) {
	pool := overtaking(t, func(ctx context.Context, pool *pgxpool.Pool) error { return ledger.SealAll(ctx, pool) })
	ledgertest.Settle(t, pool)
	if got := reasons(t, pool); !slices.Equal(got, inOrder) {
		t.Errorf("chain = %v, want %v: the order of the transactions", got, inOrder)
	}
}

// The two tests below take the idea out. They show that the case above is a
// trap for a sealer that does not wait for the oldest running transaction.

func TestASealerThatGoesByIDAloneSkipsAnEntry(t *testing.T) {
	pool := overtaking(t, func(ctx context.Context, pool *pgxpool.Pool) error {
		_, err := pool.Exec(ctx, `INSERT INTO ledger_seal (seq, entry, algorithm, hash)
			SELECT (SELECT max(seq) FROM ledger_seal) + row_number() OVER (ORDER BY id), id, 'sha256', ''
			FROM ledger_entry WHERE id > (SELECT max(entry) FROM ledger_seal)`)
		return err
	})
	if got := reasons(t, pool); slices.Contains(got, "slow") {
		t.Errorf("chain = %v: a sealer without the bound skips nothing any more; this test has lost its point", got)
	}
}

func TestASealerWithoutTheBoundLetsAnEntryBeOvertaken(t *testing.T) {
	pool := overtaking(t, func(ctx context.Context, pool *pgxpool.Pool) error {
		_, err := pool.Exec(ctx, `WITH due AS (DELETE FROM ledger_pending RETURNING entry, xid)
			INSERT INTO ledger_seal (seq, entry, algorithm, hash)
			SELECT (SELECT max(seq) FROM ledger_seal) + row_number() OVER (ORDER BY xid, entry), entry, 'sha256', '' FROM due`)
		return err
	})
	if got := reasons(t, pool); slices.Equal(got, inOrder) {
		t.Errorf("chain = %v: a sealer without the bound keeps the order; this test has lost its point", got)
	}
}

func TestWhatARunningTransactionMayPrecedeIsHeldBack(t *testing.T) {
	pool := pgtest.New(t)
	ctx := t.Context()
	appendAll(t, pool, note("before"))
	ledgertest.Settle(t, pool)
	running, err := pool.Begin(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer running.Rollback(context.WithoutCancel(ctx))
	if _, err := running.Exec(ctx, `SELECT pg_current_xact_id()`); err != nil {
		t.Fatal(err)
	}
	appendAll(t, pool, note("held"))
	if n, err := ledger.Seal(ctx, pool); n != 0 || err != nil {
		t.Errorf("Seal() beside an older transaction = %d, %v, want 0", n, err)
	}
	age, err := ledger.OldestUnsealed(ctx, pool)
	if err != nil || age <= 0 {
		t.Errorf("OldestUnsealed() = %v, %v, want more than 0", age, err)
	}
	if v := verify(t, pool); v.Pending != 1 || v.Sealed != 1 {
		t.Errorf("Verify() = %+v, want 1 sealed and 1 pending", v)
	}
	if err := running.Rollback(ctx); err != nil {
		t.Fatal(err)
	}
	ledgertest.Settle(t, pool)
	if age, err := ledger.OldestUnsealed(ctx, pool); err != nil || age != 0 {
		t.Errorf("OldestUnsealed() with nothing pending = %v, %v, want 0", age, err)
	}
}

func TestSealAllWaitsForAnotherSealer(t *testing.T) {
	pool := pgtest.New(t)
	ctx := t.Context()
	appendAll(t, pool, note("a"))
	other, err := pool.Begin(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Rollback(context.WithoutCancel(ctx))
	if _, err := ledger.Seal(ctx, other); err != nil { // its transaction keeps the lock
		t.Fatal(err)
	}
	if n, err := ledger.Seal(ctx, pool); n != 0 || err != nil {
		t.Errorf("Seal() beside another sealer = %d, %v, want 0", n, err)
	}
	waited := make(chan error, 1)
	go func() { waited <- ledger.SealAll(ctx, pool) }()
	for waiting := false; !waiting; {
		err := pool.QueryRow(ctx, `SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
			AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))`).Scan(&waiting)
		if err != nil {
			t.Fatal(err)
		}
		select {
		case err := <-waited:
			t.Fatalf("SealAll() = %v beside a sealer that had not ended", err)
		default:
		}
	}
	if err := other.Rollback(ctx); err != nil {
		t.Fatal(err)
	}
	if err := <-waited; err != nil {
		t.Fatal(err)
	}
	ledgertest.Settle(t, pool)
	verify(t, pool)
}

// An interval is the life of a committed transaction on a clock that only
// counts: taken before it began and after it had committed.
type interval struct {
	began, ended int64
	entries      []int64
}

func TestManyWritersAndSealersMakeOneChain(t *testing.T) {
	pool := pgtest.New(t)
	ctx := t.Context()
	const writers, rounds, sealers = 8, 25, 3
	var (
		clock   atomic.Int64
		writing sync.WaitGroup
		sealing sync.WaitGroup
		lives   [writers][]interval
	)
	done := make(chan struct{})
	for w := range writers {
		writing.Go(func() {
			for n := range rounds {
				life, err := write(ctx, pool, &clock, fmt.Sprintf("%d/%d", w, n), 1+n%3, n%7 == 6)
				if err != nil {
					t.Error(err)
					return
				}
				if life != nil {
					lives[w] = append(lives[w], *life)
				}
			}
		})
	}
	for range sealers {
		sealing.Go(func() {
			for {
				if _, err := ledger.Seal(ctx, pool); err != nil {
					t.Error(err)
					return
				}
				select {
				case <-done:
					return
				default:
				}
			}
		})
	}
	writing.Wait()
	close(done)
	sealing.Wait()
	ledgertest.Settle(t, pool)
	all := slices.Concat(lives[:]...)
	want := 0
	for _, l := range all {
		want += len(l.entries)
	}
	if v := verify(t, pool); v.Sealed != int64(want) || v.Head.Seq != int64(want) {
		t.Errorf("Verify() = %+v, want %d sealed without a gap", v, want)
	}
	checkOrder(t, pool, all)
}

// write runs one transaction with n entries; nil when it is to roll back.
func write(ctx context.Context, pool *pgxpool.Pool, clock *atomic.Int64, text string, n int, rollback bool) (*interval, error) {
	life := interval{began: clock.Add(1)}
	tx, err := pool.Begin(ctx)
	if err != nil {
		return nil, err
	}
	defer tx.Rollback(context.WithoutCancel(ctx))
	for i := range n {
		id, err := ledger.Append(ctx, tx, note(fmt.Sprintf("%s/%d", text, i)))
		if err != nil {
			return nil, err
		}
		life.entries = append(life.entries, id)
	}
	if rollback {
		return nil, nil
	}
	if err := tx.Commit(ctx); err != nil {
		return nil, err
	}
	life.ended = clock.Add(1)
	return &life, nil
}

// checkOrder expects that what had committed before another began stands
// before it, and that the entries of one transaction stand in their order.
func checkOrder(t *testing.T, pool *pgxpool.Pool, all []interval) {
	t.Helper()
	rows, err := pool.Query(t.Context(), `SELECT entry, seq FROM ledger_seal`)
	if err != nil {
		t.Fatal(err)
	}
	seq := map[int64]int64{}
	var entry, n int64
	if _, err := pgx.ForEachRow(rows, []any{&entry, &n}, func() error { seq[entry] = n; return nil }); err != nil {
		t.Fatal(err)
	}
	for _, a := range all {
		for i := 1; i < len(a.entries); i++ {
			if seq[a.entries[i-1]] >= seq[a.entries[i]] {
				t.Errorf("entries %v of one transaction have seq %d and %d", a.entries[i-1:i+1], seq[a.entries[i-1]], seq[a.entries[i]])
			}
		}
		for _, b := range all {
			if a.ended < b.began && seq[a.entries[len(a.entries)-1]] > seq[b.entries[0]] {
				t.Errorf("entry %d committed before entry %d began, and stands after it: seq %d, %d",
					a.entries[0], b.entries[0], seq[a.entries[0]], seq[b.entries[0]])
			}
		}
	}
}
