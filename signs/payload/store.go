package payload

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/ledger"
	"diming/internal/pg"
	"diming/internal/version"
	"diming/signs"
)

// A Store keeps the keys and what was signed with them. The private keys lie in
// the database and not in a file beside it: any number of servers run over one
// database, and each must sign under the same key. No export and no log holds
// them; a backup of the database does, as it must.
type Store struct{ DB pg.DB }

// A signer is a key that signs.
type signer struct {
	Key
	private ed25519.PrivateKey
}

// signer gives the newest key of a year that this installation has and that was
// not withdrawn, and makes one where there is none.
func (s *Store) signer(ctx context.Context, tx pgx.Tx, actor uuid.UUID, year int) (signer, error) {
	// Two who sign first in a year make one key.
	if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtext('plate_payload_key'))`); err != nil {
		return signer{}, err
	}
	k := signer{Key: Key{Year: year}}
	var seed []byte
	err := tx.QueryRow(ctx, `SELECT k.nth, s.seed FROM plate_payload_key k JOIN plate_payload_seed s USING (year, nth)
		WHERE k.year = $1 AND k.withdrawn IS NULL ORDER BY k.nth DESC LIMIT 1`, year).Scan(&k.Nth, &seed)
	if err == nil {
		k.private = ed25519.NewKeyFromSeed(seed)
		return k, nil
	}
	if !errors.Is(err, pgx.ErrNoRows) {
		return k, err
	}
	return s.newSigner(ctx, tx, actor, k)
}

func (s *Store) newSigner(ctx context.Context, tx pgx.Tx, actor uuid.UUID, k signer) (signer, error) {
	if err := tx.QueryRow(ctx, `SELECT coalesce(max(nth), 0) + 1 FROM plate_payload_key WHERE year = $1`, k.Year).Scan(&k.Nth); err != nil {
		return k, err
	}
	if !k.valid() {
		return k, fmt.Errorf("%w: there is no key %s any more", ErrValue, k.Key)
	}
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return k, err
	}
	k.private = private
	entry, err := ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "plate_payload.key", Kind: "plate_payload_key", Object: keyObject(k.Key),
		After: ledger.Fields{"key": k.String(), "public_key": base64url.EncodeToString(public)}})
	if err != nil {
		return k, err
	}
	if _, err := tx.Exec(ctx, `INSERT INTO plate_payload_key (year, nth, public_key, entry) VALUES ($1, $2, $3, $4)`, k.Year, k.Nth, []byte(public), entry); err != nil {
		return k, err
	}
	_, err = tx.Exec(ctx, `INSERT INTO plate_payload_seed (year, nth, seed) VALUES ($1, $2, $3)`, k.Year, k.Nth, private.Seed())
	return k, err
}

// keyObject names a key in the ledger, which knows its objects by UUID.
func keyObject(k Key) uuid.UUID {
	return uuid.NewSHA1(uuid.NameSpaceOID, []byte("diming plate payload key "+k.String()))
}

// A Draft is a plate whose code is to say something of itself.
type Draft struct {
	Plate    uuid.UUID
	Address  string // HTTPS://HOST/Q/TOKEN
	Token    signs.Token
	Name     string
	Shelters []Shelter
	Words    string // that stand on the plate
}

// A Sign is what the code of a plate says, and what stands beside it.
type Sign struct{ Text, Words string }

// SealAll signs what the codes of plates say, as one ledger entry; what was
// signed for them before is forgotten. It answers what did not fit, by plate. A
// plate whose own name does not fit stops all.
func (s *Store) SealAll(ctx context.Context, tx pgx.Tx, actor uuid.UUID, county string, run uuid.UUID, drafts []Draft, on version.Date) (left map[uuid.UUID][]string, err error) {
	if len(drafts) == 0 {
		return nil, nil
	}
	key, err := s.signer(ctx, tx, actor, on.Time().Year())
	if err != nil {
		return nil, fmt.Errorf("sign payloads: %w", err)
	}
	left, digest := map[uuid.UUID][]string{}, ledger.Digester{}
	texts := make([]string, len(drafts))
	for i, d := range drafts {
		p, out, err := Payload{Key: key.Key, Token: d.Token, Made: on, Name: d.Name, Shelters: d.Shelters}.Fit()
		if err == nil {
			texts[i], err = Seal(d.Address, p, key.private)
		}
		if err != nil {
			return nil, fmt.Errorf("sign payload of %s: %w", d.Token.Grouped(), err)
		}
		if len(out) > 0 {
			left[d.Plate] = out
		}
		if err := digest.Add(ledger.Fields{"plate": d.Plate, "text": texts[i], "words": d.Words}); err != nil {
			return nil, err
		}
	}
	sum := digest.Digest()
	entry, err := ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "plate_payload.seal", Kind: "print_run", Object: run, County: county,
		After: ledger.Fields{"key": key.String(), "plates": sum.Count, "sha256": sum.SHA256}})
	if err != nil {
		return nil, err
	}
	return left, keep(ctx, tx, key.Key, drafts, texts, entry)
}

func keep(ctx context.Context, tx pgx.Tx, key Key, drafts []Draft, texts []string, entry int64) error {
	plates, tokens, words := make([]uuid.UUID, len(drafts)), make([]string, len(drafts)), make([]string, len(drafts))
	for i, d := range drafts {
		plates[i], tokens[i], words[i] = d.Plate, string(d.Token), d.Words
	}
	_, err := tx.Exec(ctx, `INSERT INTO plate_payload (plate, token, year, nth, text, words, entry)
		SELECT p, t, $1, $2, x, w, $3 FROM unnest($4::uuid[], $5::text[], $6::text[], $7::text[]) u (p, t, x, w)
		ON CONFLICT (plate) DO UPDATE SET year = excluded.year, nth = excluded.nth, text = excluded.text, words = excluded.words, made = excluded.made, entry = excluded.entry`,
		key.Year, key.Nth, entry, plates, tokens, texts, words)
	return err
}

// Of gives what the codes of plates say; a plate without a payload is not among
// them.
func (s *Store) Of(ctx context.Context, plates []uuid.UUID) (map[uuid.UUID]Sign, error) {
	rows, err := s.DB.Query(ctx, `SELECT plate, text, words FROM plate_payload WHERE plate = ANY($1)`, plates)
	if err != nil {
		return nil, fmt.Errorf("payloads of plates: %w", err)
	}
	all := map[uuid.UUID]Sign{}
	var id uuid.UUID
	var one Sign
	_, err = pgx.ForEachRow(rows, []any{&id, &one.Text, &one.Words}, func() error { all[id] = one; return nil })
	return all, err
}

// Forget drops what was signed for plates whose text is taken back before
// anything was printed from it.
func (s *Store) Forget(ctx context.Context, tx pgx.Tx, plates []uuid.UUID) error {
	_, err := tx.Exec(ctx, `DELETE FROM plate_payload WHERE plate = ANY($1)`, plates)
	return err
}

// Keys gives all public keys, the oldest first.
func (s *Store) Keys(ctx context.Context) (Keys, error) {
	rows, err := s.DB.Query(ctx, `SELECT year, nth, public_key, withdrawn FROM plate_payload_key ORDER BY year, nth`)
	if err != nil {
		return nil, fmt.Errorf("keys of payloads: %w", err)
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (PublicKey, error) {
		var k PublicKey
		var public []byte
		err := row.Scan(&k.Key.Year, &k.Key.Nth, &public, &k.Withdrawn)
		k.Public = public
		k.From, k.To = version.Day(k.Key.Year, time.January, 1), version.Day(k.Key.Year, time.December, 31)
		return k, err
	})
}

// Errors of withdrawing a key.
var (
	ErrNotFound = errors.New("no such key of payloads")
	ErrGone     = errors.New("the key was withdrawn before")
)

// Withdraw takes a key back, because somebody else has it: all that it signed no
// longer holds, and what is signed next is signed under another.
func (s *Store) Withdraw(ctx context.Context, actor uuid.UUID, k Key, reason string) error {
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		var gone bool
		err := tx.QueryRow(ctx, `SELECT withdrawn IS NOT NULL FROM plate_payload_key WHERE year = $1 AND nth = $2 FOR UPDATE`, k.Year, k.Nth).Scan(&gone)
		if errors.Is(err, pgx.ErrNoRows) {
			return ErrNotFound
		}
		if err == nil && gone {
			return ErrGone
		}
		if err != nil {
			return err
		}
		entry, err := ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "plate_payload.withdraw", Kind: "plate_payload_key", Object: keyObject(k), Reason: reason,
			After: ledger.Fields{"key": k.String()}})
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `UPDATE plate_payload_key SET withdrawn = clock_timestamp(), reason = $3, entry = $4 WHERE year = $1 AND nth = $2`, k.Year, k.Nth, reason, entry)
		return err
	})
	if err != nil {
		return fmt.Errorf("withdraw key %s: %w", k, err)
	}
	return nil
}

// Void gives the plates with a payload that no longer count, and since when.
func (s *Store) Void(ctx context.Context) ([]Voided, error) {
	rows, err := s.DB.Query(ctx, `SELECT x.token, (SELECT max(at) FROM plate_step WHERE plate = p.id)
		FROM plate_payload x JOIN plate p ON p.id = x.plate WHERE p.state IN ('void', 'removed', 'replaced')`)
	if err != nil {
		return nil, fmt.Errorf("void plates: %w", err)
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[Voided])
}
