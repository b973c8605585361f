package ledger

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/pg"
)

// A PersonRef stands in the ledger for personal data that it must not hold.
type PersonRef struct {
	ID   uuid.UUID
	HMAC string // hexadecimal HMAC-SHA-256(key of the row, detail)
}

// ErrErased says that a person's data was erased, or never held.
var ErrErased = errors.New("personal data is not held")

// KeepPerson stores personal data in its erasable row and gives the reference
// that an entry may carry. The data itself enters no entry and no hash.
func KeepPerson(ctx context.Context, tx pgx.Tx, detail string) (PersonRef, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return PersonRef{}, err
	}
	key := make([]byte, 32)
	if _, err := rand.Read(key); err != nil {
		return PersonRef{}, err
	}
	_, err = tx.Exec(ctx, `INSERT INTO person_detail (id, key, detail) VALUES ($1, $2, $3)`, id, key, detail)
	if err != nil {
		return PersonRef{}, fmt.Errorf("keep person %s: %w", id, err)
	}
	return PersonRef{ID: id, HMAC: personMAC(key, detail)}, nil
}

// Person gives the data behind a reference, or ErrErased.
func Person(ctx context.Context, tx pgx.Tx, id uuid.UUID) (string, error) {
	var detail string
	err := tx.QueryRow(ctx, `SELECT detail FROM person_detail WHERE id = $1`, id).Scan(&detail)
	if errors.Is(err, pgx.ErrNoRows) {
		return "", fmt.Errorf("person %s: %w", id, ErrErased)
	}
	return detail, err
}

// A PersonFound is personal data that is held, and when it came.
type PersonFound struct {
	ID     uuid.UUID
	Detail string
}

// Came is when the data was first held: its id tells.
func (p PersonFound) Came() time.Time {
	seconds, nanos := p.ID.Time().UnixTime()
	return time.Unix(seconds, nanos).UTC()
}

// FindPersons gives the personal data that contains a text, or that is of an
// id, the oldest first.
func FindPersons(ctx context.Context, db pg.DB, text string, limit int) ([]PersonFound, error) {
	rows, err := db.Query(ctx, `SELECT id, detail FROM person_detail
		WHERE strpos(lower(detail), lower($1)) > 0 OR id::text = lower($1) ORDER BY id LIMIT $2`, text, limit)
	if err != nil {
		return nil, fmt.Errorf("find persons: %w", err)
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[PersonFound])
}

// EntriesOf gives the sealed entries that refer to a person, the oldest first.
func EntriesOf(ctx context.Context, db pg.DB, person uuid.UUID) ([]Change, error) {
	rows, err := db.Query(ctx, `
		SELECT s.seq, s.entry, s.hash, e.at, e.actor, e.action, e.object_kind, e.object, e.county, e.public, e.body
		FROM ledger_seal s JOIN ledger_entry e ON e.id = s.entry
		WHERE e.body::json #>> '{person,id}' = ($1::uuid)::text OR e.object = $1::uuid
			OR e.body::jsonb -> 'persons' @> jsonb_build_array(jsonb_build_object('id', $1::uuid)) ORDER BY s.seq`, person)
	if err != nil {
		return nil, fmt.Errorf("entries of person %s: %w", person, err)
	}
	return pgx.CollectRows(rows, scanChange)
}

// ErasePerson deletes the data and its key, so that the HMAC in the ledger can
// be neither read nor guessed at any more, and appends that it did.
func ErasePerson(ctx context.Context, tx pgx.Tx, id, actor uuid.UUID, reason string) error {
	gone, err := tx.Exec(ctx, `DELETE FROM person_detail WHERE id = $1`, id)
	if err != nil {
		return fmt.Errorf("erase person %s: %w", id, err)
	}
	if gone.RowsAffected() == 0 {
		return fmt.Errorf("erase person %s: %w", id, ErrErased)
	}
	_, err = Append(ctx, tx, Entry{Actor: actor, Action: "person.erase", Kind: "person", Object: id, Reason: reason})
	return err
}

func personMAC(key []byte, detail string) string {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(detail))
	return hex.EncodeToString(mac.Sum(nil))
}
