package ledger

import (
	"context"
	"crypto/sha256"
	"errors"
	"log/slog"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"diming/internal/pg"
)

// Channel is the PostgreSQL notification channel on which a seal announces
// the new head's seq. Only the sealer sends on it: NOTIFY takes a lock of the
// whole cluster through commit, which a writing transaction must not hold.
const Channel = "diming_ledger"

// sealLock is the advisory lock that makes one sealer of many servers.
const sealLock = 0x6469_6d73_6561_6c // "dimseal"

// sealBatch is how many entries one round seals at most, so that a flood does
// not hold the lock for long.
const sealBatch = 5000

// Seal gives every pending entry that can have no later predecessor its place
// in the chain, and answers how many it sealed. It may be called from any
// number of servers at once: one seals, the others answer 0.
//
// An entry may be sealed when its transaction lies below the oldest one still
// running (xmin of the current snapshot): all that could commit with a smaller
// number has done so. Reading any further would let a slow transaction commit
// an entry that belongs before one already sealed.
func Seal(ctx context.Context, db pg.DB) (int, error) {
	sealed := 0
	err := pgx.BeginFunc(ctx, db, func(tx pgx.Tx) error {
		var mine bool
		if err := tx.QueryRow(ctx, `SELECT pg_try_advisory_xact_lock($1)`, sealLock).Scan(&mine); err != nil || !mine {
			return err
		}
		var err error
		sealed, err = sealPending(ctx, tx)
		return err
	})
	return sealed, err
}

// sealInTurn is Seal, but waits for another sealer instead of leaving it to it.
func sealInTurn(ctx context.Context, db pg.DB) (int, error) {
	sealed := 0
	err := pgx.BeginFunc(ctx, db, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock($1)`, sealLock); err != nil {
			return err
		}
		var err error
		sealed, err = sealPending(ctx, tx)
		return err
	})
	return sealed, err
}

func sealPending(ctx context.Context, tx pgx.Tx) (int, error) {
	rows, err := tx.Query(ctx, `
		SELECT p.entry, e.body FROM ledger_pending p JOIN ledger_entry e ON e.id = p.entry
		WHERE p.xid < pg_snapshot_xmin(pg_current_snapshot())
		ORDER BY p.xid, p.entry LIMIT $1`, sealBatch)
	if err != nil {
		return 0, err
	}
	type pending struct {
		Entry int64
		Body  string
	}
	due, err := pgx.CollectRows(rows, pgx.RowToStructByPos[pending])
	if err != nil || len(due) == 0 {
		return 0, err
	}
	head, err := ReadHead(ctx, tx)
	if err != nil {
		return 0, err
	}
	entries, seqs, hashes := make([]int64, len(due)), make([]int64, len(due)), make([][]byte, len(due))
	for i, p := range due {
		head = head.next(p.Body)
		entries[i], seqs[i], hashes[i] = p.Entry, head.Seq, head.Hash
	}
	_, err = tx.Exec(ctx, `
		WITH gone AS (DELETE FROM ledger_pending WHERE entry = ANY($2))
		INSERT INTO ledger_seal (seq, entry, algorithm, hash)
		SELECT s.seq, s.entry, 'sha256', s.hash FROM unnest($1::bigint[], $2::bigint[], $3::bytea[]) AS s (seq, entry, hash)`,
		seqs, entries, hashes)
	if err != nil {
		return 0, err
	}
	_, err = tx.Exec(ctx, `SELECT pg_notify($1, $2)`, Channel, strconv.FormatInt(head.Seq, 10))
	return len(due), err
}

// next is the chain's rule: hash = SHA-256(previous hash ‖ body).
func (h Head) next(body string) Head {
	sum := sha256.New()
	sum.Write(h.Hash)
	sum.Write([]byte(body))
	return Head{Seq: h.Seq + 1, Hash: sum.Sum(nil)}
}

// SealAll seals until nothing is pending that could be sealed, also beside
// another sealer: for the end of a command, and before a backup.
func SealAll(ctx context.Context, db pg.DB) error {
	for {
		n, err := sealInTurn(ctx, db)
		if err != nil {
			return err
		}
		if n == 0 {
			return nil
		}
	}
}

// Rebase gives entries that were not sealed when another cluster's register
// was copied here the transaction number of now: the other's mean nothing
// here. tx must act as the owner.
func Rebase(ctx context.Context, tx pgx.Tx) error {
	_, err := tx.Exec(ctx, `UPDATE ledger_pending SET xid = pg_current_xact_id()`)
	return err
}

// A Sealer seals in the background of a server.
type Sealer struct {
	DB    pg.DB
	Every time.Duration // how often it looks
	Log   *slog.Logger
}

// NewSealer gives a sealer that Run starts and that looks every 50 ms.
func NewSealer(db pg.DB, log *slog.Logger) *Sealer {
	return &Sealer{DB: db, Every: 50 * time.Millisecond, Log: log}
}

// Run seals until ctx ends. A failing database is tried again, more slowly,
// and logged once for each outage.
func (s *Sealer) Run(ctx context.Context) {
	wait, failing := s.Every, false
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
		_, err := Seal(ctx, s.DB)
		switch {
		case err == nil:
			wait, failing = s.Every, false
		case errors.Is(err, context.Canceled):
			return
		default:
			if !failing {
				s.Log.Error("seal ledger", "error", err)
			}
			wait, failing = min(2*wait, 5*time.Second), true
		}
	}
}
