// Package ledger is the append-only, hash-chained record of every change:
// audit trail and change feed in one.
//
// A change appends its entry in its own transaction. The entry gets its place
// in the chain (seq, hash) a moment later from the [Sealer], when no earlier
// transaction can still commit: what committed before another change began
// stands before it. docs/architecture.md says why.
package ledger

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/canonical"
	"diming/internal/pg"
)

// Console is the actor of what is done at the server's own console, before
// and beside the accounts.
var Console = uuid.MustParse("00000000-0000-7000-8000-000000000001")

// An Entry is one change as it is appended.
type Entry struct {
	Actor  uuid.UUID
	Action string    // object kind and verb, such as place.add
	Kind   string    // kind of the object: place, division …
	Object uuid.UUID // the nil UUID for a bulk entry
	County string
	Public bool // shown by the change feed without a log-in
	Reason string
	Before Fields // nil where there was nothing
	After  Fields
	Batch  *Digest // set for a bulk entry
	Person *PersonRef
	// Persons are those of a bulk entry, which has no one person.
	Persons []PersonRef
}

// A Digest stands for the many rows of a bulk entry: their number and the
// SHA-256 of their sorted canonical forms, each followed by a line feed.
type Digest struct {
	Count  int
	SHA256 string // hexadecimal
}

// Append writes e and its pending row in tx, and gives the id by which the
// version rows of the change name it. It refuses a tx that is not a
// transaction by its type: an entry without its change would be a lie.
func Append(ctx context.Context, tx pgx.Tx, e Entry) (int64, error) {
	at := time.Now().UTC().Truncate(time.Microsecond)
	body, err := canonical.Text(e.fields(at))
	if err != nil {
		return 0, fmt.Errorf("ledger entry %s: %w", e.Action, err)
	}
	var id int64
	err = tx.QueryRow(ctx, `
		WITH entry AS (
			INSERT INTO ledger_entry (at, actor, action, object_kind, object, county, public, body)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id)
		INSERT INTO ledger_pending (entry) SELECT id FROM entry RETURNING entry`,
		at, e.Actor, e.Action, e.Kind, objectOrNull(e.Object), e.County, e.Public, body).Scan(&id)
	if err != nil {
		return 0, fmt.Errorf("append ledger entry %s: %w", e.Action, err)
	}
	return id, nil
}

func objectOrNull(id uuid.UUID) *uuid.UUID {
	if id == uuid.Nil {
		return nil
	}
	return &id
}

// fields is what is hashed: everything the entry's columns say, and more.
func (e Entry) fields(at time.Time) Fields {
	f := Fields{
		"at":          at.Format(timeLayout),
		"actor":       e.Actor,
		"action":      e.Action,
		"object_kind": e.Kind,
		"county":      e.County,
		"public":      e.Public,
		"reason":      e.Reason,
	}
	if e.Object != uuid.Nil {
		f["object"] = e.Object
	}
	if e.Before != nil {
		f["before"] = e.Before
	}
	if e.After != nil {
		f["after"] = e.After
	}
	if e.Batch != nil {
		f["batch"] = Fields{"count": e.Batch.Count, "sha256": e.Batch.SHA256}
	}
	if e.Person != nil {
		f["person"] = Fields{"id": e.Person.ID, "hmac": e.Person.HMAC}
	}
	if len(e.Persons) > 0 {
		all := make([]any, len(e.Persons))
		for i, p := range e.Persons {
			all[i] = Fields{"id": p.ID, "hmac": p.HMAC}
		}
		f["persons"] = all
	}
	return f
}

const timeLayout = "2006-01-02T15:04:05.000000Z"

// Head is the end of the chain.
type Head struct {
	Seq  int64
	Hash []byte    // nil before the first seal
	At   time.Time // of the entry that was sealed last
}

// Register tells one register from every other, also from one that is loaded from
// the same files: the SHA-256 of its first entry, which never changes; "" before
// there is one.
func Register(ctx context.Context, db pg.DB) (string, error) {
	var id string
	err := db.QueryRow(ctx, `SELECT encode(sha256(convert_to(body, 'UTF8')), 'hex') FROM ledger_entry ORDER BY id LIMIT 1`).Scan(&id)
	if err == pgx.ErrNoRows {
		return "", nil
	}
	return id, err
}

// ReadHead gives the present end of the chain.
func ReadHead(ctx context.Context, db pg.DB) (Head, error) {
	var h Head
	err := db.QueryRow(ctx, `SELECT s.seq, s.hash, e.at FROM ledger_seal s JOIN ledger_entry e ON e.id = s.entry
		ORDER BY s.seq DESC LIMIT 1`).Scan(&h.Seq, &h.Hash, &h.At)
	if err == pgx.ErrNoRows {
		return Head{}, nil
	}
	return h, err
}
