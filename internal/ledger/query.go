package ledger

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/pg"
)

// A Filter says which sealed entries an auditor asks for. A zero field asks
// for all.
type Filter struct {
	Actors   []uuid.UUID // one of these did it; an empty list that is not nil finds nothing
	Action   string
	Kind     string
	Object   uuid.UUID // the entry is about it, or is a bulk entry; those name no object
	From, To time.Time // at or after From, before To

	Oldest bool  // first the oldest; else the newest
	Beyond int64 // after this seq in that order; 0 from the beginning
	Limit  int
}

// Find gives sealed entries in the order of the chain or against it. Entries
// that are sealed while somebody pages stand beyond the newest page, so that no
// page shows one twice or leaves one out.
func Find(ctx context.Context, db pg.DB, f Filter) ([]Change, error) {
	order, beyond := "DESC", "s.seq < @beyond"
	if f.Oldest {
		order, beyond = "ASC", "s.seq > @beyond"
	}
	rows, err := db.Query(ctx, `
		SELECT s.seq, s.entry, s.hash, e.at, e.actor, e.action, e.object_kind, e.object, e.county, e.public, e.body
		FROM ledger_seal s JOIN ledger_entry e ON e.id = s.entry
		WHERE (@beyond = 0 OR `+beyond+`)
		  AND (@actors::uuid[] IS NULL OR e.actor = ANY(@actors))
		  AND (@action = '' OR e.action = @action)
		  AND (@kind = '' OR e.object_kind = @kind)
		  AND (@object::uuid IS NULL OR e.object = @object)
		  AND (@from::timestamptz IS NULL OR e.at >= @from)
		  AND (@to::timestamptz IS NULL OR e.at < @to)
		ORDER BY s.seq `+order+` LIMIT @limit`,
		pgx.StrictNamedArgs{"beyond": f.Beyond, "actors": f.Actors, "action": f.Action, "kind": f.Kind, "object": objectOrNull(f.Object),
			"from": timeOrNull(f.From), "to": timeOrNull(f.To), "limit": f.Limit})
	if err != nil {
		return nil, fmt.Errorf("find ledger entries: %w", err)
	}
	found, err := pgx.CollectRows(rows, scanChange)
	if err != nil {
		return nil, fmt.Errorf("find ledger entries: %w", err)
	}
	return found, nil
}

func scanChange(row pgx.CollectableRow) (Change, error) {
	var (
		c    Change
		hash []byte
		body string
	)
	err := row.Scan(&c.Seq, &c.Entry, &hash, &c.At, &c.Actor, &c.Action, &c.Kind, &c.Object, &c.County, &c.Public, &body)
	c.Hash, c.Body = hex.EncodeToString(hash), json.RawMessage(body)
	return c, err
}

func timeOrNull(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// Pending counts the entries that have no place in the chain yet.
func Pending(ctx context.Context, db pg.DB) (int64, error) {
	var n int64
	err := db.QueryRow(ctx, `SELECT count(*) FROM ledger_pending`).Scan(&n)
	return n, err
}

// Note appends an entry of something that was done and changed nothing in the
// register, such as an export.
func Note(ctx context.Context, db pg.DB, e Entry) (int64, error) {
	var entry int64
	err := pgx.BeginFunc(ctx, db, func(tx pgx.Tx) error {
		var err error
		entry, err = Append(ctx, tx, e)
		return err
	})
	return entry, err
}
