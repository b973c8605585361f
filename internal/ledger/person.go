package ledger

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
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
