package fieldsync

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/pg"
)

// An Identity is what an installation signs receipts as.
type Identity struct {
	Server uuid.UUID
	key    ed25519.PrivateKey
}

// Key is the public key by which everybody checks the receipts, in base64url.
func (i Identity) Key() string { return base64url.EncodeToString(i.key.Public().(ed25519.PublicKey)) }

// Sign gives the signature of a text in base64url. Texts begin with a line that says
// what they are, so that none of one kind is one of another.
func (i Identity) Sign(text []byte) string {
	return base64url.EncodeToString(ed25519.Sign(i.key, text))
}

// String keeps the key out of whatever is printed.
func (i Identity) String() string { return "server " + i.Server.String() }

// Identity gives this installation's identity, which it makes when it is first
// asked for.
func (s *Store) Identity(ctx context.Context) (Identity, error) {
	if i := s.known.Load(); i != nil {
		return *i, nil
	}
	i, err := readIdentity(ctx, s.DB)
	if errors.Is(err, pgx.ErrNoRows) {
		i, err = s.firstIdentity(ctx)
	}
	if err != nil {
		return Identity{}, fmt.Errorf("identity of the server: %w", err)
	}
	s.known.Store(&i)
	return i, nil
}

func (s *Store) firstIdentity(ctx context.Context) (i Identity, err error) {
	err = pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		// Two servers that start at once make one identity.
		if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtext('field_identity'))`); err != nil {
			return err
		}
		if i, err = readIdentity(ctx, tx); !errors.Is(err, pgx.ErrNoRows) {
			return err
		}
		i, err = s.makeIdentity(ctx, tx)
		return err
	})
	return i, err
}

func (s *Store) makeIdentity(ctx context.Context, tx pgx.Tx) (Identity, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return Identity{}, err
	}
	public, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return Identity{}, err
	}
	if _, err := tx.Exec(ctx, `INSERT INTO field_server (id, public_key, own, since) VALUES ($1, $2, true, $3)`, id, []byte(public), s.now()); err != nil {
		return Identity{}, err
	}
	_, err = tx.Exec(ctx, `INSERT INTO field_identity (server, seed) VALUES ($1, $2)`, id, key.Seed())
	return Identity{id, key}, err
}

func readIdentity(ctx context.Context, db pg.DB) (Identity, error) {
	var i Identity
	var seed []byte
	if err := db.QueryRow(ctx, `SELECT server, seed FROM field_identity`).Scan(&i.Server, &seed); err != nil {
		return Identity{}, err
	}
	i.key = ed25519.NewKeyFromSeed(seed)
	return i, nil
}
