package payload

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"diming/internal/version"
)

// voidPurpose stands before a void list that is signed, as purpose does before a
// payload.
const voidPurpose = "diming void list 1\n"

// signed is what the signature of a list covers: each part as the file writes it,
// on a line of its own.
func (l VoidList) signed(origin string) []byte {
	complete := "-"
	if l.Complete != nil {
		complete = l.Complete.Format(time.RFC3339Nano)
	}
	return fmt.Appendf(nil, "%s%s\n%s\n%s\n%d\n%s\n%d\n%s", voidPurpose, l.Key, origin, l.At.Format(time.RFC3339Nano), l.Count, complete, l.Bits, l.Text())
}

// Sign gives the list as the register of an origin signs it.
func (l VoidList) Sign(origin string, key Key, private ed25519.PrivateKey) VoidList {
	l.Key = key
	l.Signature = ed25519.Sign(private, l.signed(origin))
	return l
}

// Check tells whether the register of an origin signed the list, under a key that
// nobody took back. A key may sign lists after its year, until the next is made.
func (l VoidList) Check(origin string, keys Keys) error {
	for _, k := range keys {
		switch {
		case k.Key != l.Key:
		case len(l.Signature) != ed25519.SignatureSize || !ed25519.Verify(k.Public, l.signed(origin), l.Signature):
			return fmt.Errorf("the void list: %w", ErrForged)
		case k.Withdrawn != nil || version.DayOf(l.At.In(version.China)).Before(k.From):
			return fmt.Errorf("the void list: %w: key %s", ErrKeyEnded, k.Key)
		default:
			return nil
		}
	}
	return fmt.Errorf("the void list: %w: %s", ErrNoKey, l.Key)
}

// SignVoid signs a list under the key that signs payloads now, or the last one
// before. A register that never made a key has signed no plate: its list, which
// names none, stays unsigned.
func (s *Store) SignVoid(ctx context.Context, origin string, l VoidList) (VoidList, error) {
	var (
		k    Key
		seed []byte
	)
	err := s.DB.QueryRow(ctx, `SELECT year, nth, seed FROM plate_payload_key JOIN plate_payload_seed USING (year, nth)
		WHERE withdrawn IS NULL AND year <= $1 ORDER BY year DESC, nth DESC LIMIT 1`, l.At.In(version.China).Year()).Scan(&k.Year, &k.Nth, &seed)
	if errors.Is(err, pgx.ErrNoRows) {
		return l, nil
	}
	if err != nil {
		return l, fmt.Errorf("sign the void list: %w", err)
	}
	return l.Sign(origin, k, ed25519.NewKeyFromSeed(seed)), nil
}
