package ledger

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/pg"
)

// A Change is a sealed entry as the feed tells it.
type Change struct {
	Seq    int64
	Entry  int64
	Hash   string // hexadecimal
	At     time.Time
	Actor  uuid.UUID
	Action string
	Kind   string
	Object *uuid.UUID // nil for a bulk entry, see Objects
	County string
	Public bool
	Body   json.RawMessage // what was hashed
}

// Changes gives sealed entries after seq since in the order of the chain, at
// most limit. publicOnly leaves out what is not shown without a log-in; the
// gaps in seq that this makes are not to be filled.
func Changes(ctx context.Context, db pg.DB, since int64, limit int, publicOnly bool) ([]Change, error) {
	rows, err := db.Query(ctx, `
		SELECT s.seq, s.entry, s.hash, e.at, e.actor, e.action, e.object_kind, e.object, e.county, e.public, e.body
		FROM ledger_seal s JOIN ledger_entry e ON e.id = s.entry
		WHERE s.seq > $1 AND (e.public OR NOT $3) ORDER BY s.seq LIMIT $2`, since, limit, publicOnly)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanChange)
}

// ErrNotSealed says that an entry has no place in the chain yet.
var ErrNotSealed = errors.New("entry is not sealed yet")

// SeqOf waits until entry is sealed, at most for limit, and gives its seq. It
// answers ErrNotSealed when the time is over: the change is committed all the
// same.
func SeqOf(ctx context.Context, db pg.DB, entry int64, limit time.Duration) (int64, error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	for {
		var seq int64
		err := db.QueryRow(ctx, `SELECT seq FROM ledger_seal WHERE entry = $1`, entry).Scan(&seq)
		if err == nil {
			return seq, nil
		}
		if !errors.Is(err, pgx.ErrNoRows) && ctx.Err() == nil {
			return 0, fmt.Errorf("seq of entry %d: %w", entry, err)
		}
		select {
		case <-ctx.Done():
			return 0, ErrNotSealed
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// OldestUnsealed gives the age of the oldest entry that waits for its seal,
// 0 when none does: a long one means that a transaction is left open.
func OldestUnsealed(ctx context.Context, db pg.DB) (time.Duration, error) {
	var seconds float64
	err := db.QueryRow(ctx, `
		SELECT coalesce(extract(epoch FROM clock_timestamp() - min(e.at)), 0)::float8
		FROM ledger_pending p JOIN ledger_entry e ON e.id = p.entry`).Scan(&seconds)
	return time.Duration(seconds * float64(time.Second)), err
}
