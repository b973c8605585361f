package ledger

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/pg"
)

// A Broken names the first row of the ledger that does not hold.
type Broken struct {
	Table  string // ledger_seal, ledger_entry, ledger_pending or person_detail
	Seq    int64
	Entry  int64
	Reason string
}

func (b *Broken) Error() string {
	return fmt.Sprintf("%s seq %d entry %d: %s", b.Table, b.Seq, b.Entry, b.Reason)
}

// A Verification is what Verify found to hold.
type Verification struct {
	Head    Head
	Sealed  int64
	Pending int64 // entries not sealed yet
	Persons int64 // personal data whose HMAC was checked
	Erased  int64 // references whose personal data is no longer held
}

// sealedEntry is a seal with the entry it holds.
type sealedEntry struct {
	Seq       int64
	Entry     int64
	Algorithm string
	Hash      []byte
	ID        *int64
	At        *time.Time
	Actor     *uuid.UUID
	Action    *string
	Kind      *string
	Object    *uuid.UUID
	County    *string
	Public    *bool
	Body      *string
}

// Verify recomputes the whole chain, compares every column of every entry
// with the bytes that were hashed, and every person's data that is still held
// with its HMAC. head, if given, is a hash that was printed earlier (on an
// announcement, a filing package): it must be one of the chain's, or the
// chain was rewritten. The error is a *Broken where a row does not hold.
func Verify(ctx context.Context, db pg.DB, head []byte) (Verification, error) {
	var v Verification
	err := pgx.BeginFunc(ctx, db, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY`); err != nil {
			return err
		}
		var err error
		v, err = VerifyIn(ctx, tx, head)
		return err
	})
	return v, err
}

// VerifyIn is Verify of what tx sees, for rows that it wrote itself; tx should
// be REPEATABLE READ.
func VerifyIn(ctx context.Context, tx pgx.Tx, head []byte) (Verification, error) {
	var v verifier
	err := v.chain(ctx, tx, head)
	if err == nil {
		err = v.strays(ctx, tx)
	}
	if err == nil {
		err = v.people(ctx, tx)
	}
	return v.Verification, err
}

// VerifyLast recomputes the last n links of the chain only, resting on the
// seal before them: quick, for looking every day. It finds less than Verify.
func VerifyLast(ctx context.Context, db pg.DB, n int64) (Verification, error) {
	var v verifier
	err := pgx.BeginFunc(ctx, db, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY`); err != nil {
			return err
		}
		err := tx.QueryRow(ctx, `SELECT seq, hash FROM ledger_seal WHERE seq <= (SELECT max(seq) FROM ledger_seal) - $1
			ORDER BY seq DESC LIMIT 1`, n).Scan(&v.Head.Seq, &v.Head.Hash)
		if err != nil && !errors.Is(err, pgx.ErrNoRows) {
			return err
		}
		if err := v.chain(ctx, tx, nil); err != nil {
			return err
		}
		return tx.QueryRow(ctx, `SELECT count(*) FROM ledger_pending`).Scan(&v.Pending)
	})
	return v.Verification, err
}

type verifier struct {
	Verification
	persons map[uuid.UUID]string // HMAC by person, as the ledger says
}

// chain checks what follows v.Head.
func (v *verifier) chain(ctx context.Context, tx pgx.Tx, head []byte) error {
	rows, err := tx.Query(ctx, `
		SELECT s.seq, s.entry, s.algorithm, s.hash,
			e.id, e.at, e.actor, e.action, e.object_kind, e.object, e.county, e.public, e.body
		FROM ledger_seal s LEFT JOIN ledger_entry e ON e.id = s.entry WHERE s.seq > $1 ORDER BY s.seq`, v.Head.Seq)
	if err != nil {
		return err
	}
	defer rows.Close()
	v.persons = map[uuid.UUID]string{}
	seen := head == nil
	for rows.Next() {
		s, err := pgx.RowToStructByPos[sealedEntry](rows)
		if err != nil {
			return err
		}
		if err := v.link(s); err != nil {
			return err
		}
		seen = seen || bytes.Equal(head, v.Head.Hash)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	if !seen {
		return &Broken{Table: "ledger_seal", Seq: v.Head.Seq, Reason: "the chain nowhere has the head " + hex.EncodeToString(head) + ": it was rewritten or cut short"}
	}
	return nil
}

// link checks one seal and its entry against the chain so far.
func (v *verifier) link(s sealedEntry) error {
	broken := func(table, reason string) error {
		return &Broken{Table: table, Seq: s.Seq, Entry: s.Entry, Reason: reason}
	}
	if s.Seq != v.Head.Seq+1 {
		return broken("ledger_seal", fmt.Sprintf("follows seq %d: a seal is missing", v.Head.Seq))
	}
	if s.Algorithm != "sha256" {
		return broken("ledger_seal", "unknown algorithm "+s.Algorithm)
	}
	if s.ID == nil {
		return broken("ledger_entry", "the sealed entry is missing")
	}
	next := v.Head.next(*s.Body)
	if !bytes.Equal(next.Hash, s.Hash) {
		return broken("ledger_entry", "its body does not give the sealed hash: the body or the seal was changed")
	}
	if column := s.differs(); column != "" {
		return broken("ledger_entry", "column "+column+" is not what the sealed body says")
	}
	v.Head = next
	v.Sealed++
	return notePersons(*s.Body, v.persons)
}

// differs names the first column that is not what the body says, or "".
func (s sealedEntry) differs() string {
	var body struct {
		At     string     `json:"at"`
		Actor  uuid.UUID  `json:"actor"`
		Action string     `json:"action"`
		Kind   string     `json:"object_kind"`
		Object *uuid.UUID `json:"object"`
		County string     `json:"county"`
		Public bool       `json:"public"`
	}
	if err := json.Unmarshal([]byte(*s.Body), &body); err != nil {
		return "body"
	}
	switch {
	case body.At != s.At.UTC().Format(timeLayout):
		return "at"
	case body.Actor != *s.Actor:
		return "actor"
	case body.Action != *s.Action:
		return "action"
	case body.Kind != *s.Kind:
		return "object_kind"
	case (body.Object == nil) != (s.Object == nil) || body.Object != nil && *body.Object != *s.Object:
		return "object"
	case body.County != *s.County:
		return "county"
	case body.Public != *s.Public:
		return "public"
	}
	return ""
}

// notePersons notes whom an entry refers to.
func notePersons(text string, into map[uuid.UUID]string) error {
	type ref struct {
		ID   uuid.UUID `json:"id"`
		HMAC string    `json:"hmac"`
	}
	var body struct {
		Person  *ref  `json:"person"`
		Persons []ref `json:"persons"`
	}
	if err := json.Unmarshal([]byte(text), &body); err != nil {
		return err
	}
	if body.Person != nil {
		body.Persons = append(body.Persons, *body.Person)
	}
	for _, p := range body.Persons {
		into[p.ID] = p.HMAC
	}
	return nil
}

// waiting are the persons of entries that are not sealed yet.
func waiting(ctx context.Context, tx pgx.Tx) (map[uuid.UUID]string, error) {
	rows, err := tx.Query(ctx, `SELECT e.body FROM ledger_pending p JOIN ledger_entry e ON e.id = p.entry WHERE e.body LIKE '%"hmac":%'`)
	if err != nil {
		return nil, err
	}
	found := map[uuid.UUID]string{}
	var body string
	_, err = pgx.ForEachRow(rows, []any{&body}, func() error { return notePersons(body, found) })
	return found, err
}

// strays looks for entries that neither the chain nor the waiting list knows,
// and for such as are in both: those would stop the sealer for ever.
func (v *verifier) strays(ctx context.Context, tx pgx.Tx) error {
	if err := tx.QueryRow(ctx, `SELECT count(*) FROM ledger_pending`).Scan(&v.Pending); err != nil {
		return err
	}
	var stray int64
	err := tx.QueryRow(ctx, `
		SELECT e.id FROM ledger_entry e
		WHERE NOT EXISTS (SELECT FROM ledger_seal s WHERE s.entry = e.id)
		  AND NOT EXISTS (SELECT FROM ledger_pending p WHERE p.entry = e.id)
		ORDER BY e.id LIMIT 1`).Scan(&stray)
	if err == nil {
		return &Broken{Table: "ledger_entry", Entry: stray, Reason: "neither sealed nor waiting to be"}
	}
	if !errors.Is(err, pgx.ErrNoRows) {
		return err
	}
	var seq int64
	err = tx.QueryRow(ctx, `SELECT s.seq, s.entry FROM ledger_seal s JOIN ledger_pending p USING (entry) ORDER BY s.seq LIMIT 1`).Scan(&seq, &stray)
	if err == nil {
		return &Broken{Table: "ledger_pending", Seq: seq, Entry: stray, Reason: "waits to be sealed, but is sealed already"}
	}
	if !errors.Is(err, pgx.ErrNoRows) {
		return err
	}
	return nil
}

// people compares personal data that is still held with what the ledger says;
// data of which it says nothing was put in past it.
func (v *verifier) people(ctx context.Context, tx pgx.Tx) error {
	unsealed, err := waiting(ctx, tx)
	if err != nil {
		return err
	}
	rows, err := tx.Query(ctx, `SELECT id, key, detail FROM person_detail ORDER BY id`)
	if err != nil {
		return err
	}
	var (
		id     uuid.UUID
		key    []byte
		detail string
	)
	held := map[uuid.UUID]bool{}
	_, err = pgx.ForEachRow(rows, []any{&id, &key, &detail}, func() error {
		held[id] = true
		want, ok := v.persons[id]
		if !ok {
			want, ok = unsealed[id]
		}
		switch {
		case !ok:
			return &Broken{Table: "person_detail", Reason: "person " + id.String() + " is held, and no entry knows of them"}
		case want != personMAC(key, detail):
			return &Broken{Table: "person_detail", Reason: "person " + id.String() + " is not what the ledger's HMAC stands for"}
		}
		v.Persons++
		return nil
	})
	for id := range v.persons {
		if !held[id] {
			v.Erased++
		}
	}
	return err
}
