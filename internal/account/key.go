package account

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/ledger"
	"diming/internal/pg"
)

// Errors of security keys.
var (
	ErrNoKeys      = errors.New("security keys need a host name: this server is reached by address")
	ErrNoKey       = errors.New("the account has no security key")
	ErrKeyUnknown  = errors.New("no such security key")
	ErrKeyRefused  = errors.New("the security key's answer does not hold")
	ErrKeyFirst    = errors.New("the session needs its second factor first")
	ErrLastKey     = errors.New("the last security key stays while one is demanded")
	ErrNoChallenge = errors.New("nothing was asked of a security key, or too long ago")
)

// A Key is a security key of an account.
type Key struct {
	ID   string // base64url
	Name string
	Made time.Time
	Used time.Time // zero if never
}

// challengeTime is how long a security key may take to answer.
const challengeTime = 5 * time.Minute

// NewAuthority gives what checks security keys for a server at an origin, nil
// where it is reached by address: keys are bound to a host name.
func NewAuthority(origin *url.URL) (*webauthn.WebAuthn, error) {
	if _, err := netip.ParseAddr(origin.Hostname()); err == nil {
		return nil, nil
	}
	return webauthn.New(&webauthn.Config{RPID: origin.Hostname(), RPDisplayName: "地名 Diming", RPOrigins: []string{origin.Scheme + "://" + origin.Host},
		AttestationPreference:  protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{UserVerification: protocol.VerificationPreferred, ResidentKey: protocol.ResidentKeyRequirementDiscouraged}})
}

// An owner is an account as the library sees it.
type owner struct {
	Account
	keys []webauthn.Credential
}

func (o owner) WebAuthnID() []byte                         { return o.ID[:] }
func (o owner) WebAuthnName() string                       { return o.Login }
func (o owner) WebAuthnDisplayName() string                { return o.Name }
func (o owner) WebAuthnCredentials() []webauthn.Credential { return o.keys }

func ownerOf(ctx context.Context, db pg.DB, a Account) (owner, error) {
	rows, err := db.Query(ctx, `SELECT credential FROM account_key WHERE account = $1 ORDER BY made_at`, a.ID)
	if err != nil {
		return owner{}, err
	}
	keys, err := pgx.CollectRows(rows, pgx.RowTo[webauthn.Credential])
	return owner{a, keys}, err
}

// BeginKey asks for a new security key, and gives what the browser is to be
// told. A session that still needs its second factor may register the first
// key of its account, no further one.
func (s *Store) BeginKey(ctx context.Context, who Principal) (json.RawMessage, error) {
	options, err := s.beginKey(ctx, who)
	if err != nil {
		return nil, fmt.Errorf("begin security key: %w", err)
	}
	return options, nil
}

func (s *Store) beginKey(ctx context.Context, who Principal) (json.RawMessage, error) {
	o, err := s.ownerOf(ctx, who)
	if err != nil {
		return nil, err
	}
	if who.Session.Factor == FactorNeeded && len(o.keys) > 0 {
		return nil, ErrKeyFirst
	}
	options, session, err := s.Keys.BeginRegistration(o, webauthn.WithExclusions(webauthn.Credentials(o.keys).CredentialDescriptors()))
	if err != nil {
		return nil, err
	}
	return s.challenge(ctx, who, "register", session, options)
}

// ownerOf gives the asker with their keys.
func (s *Store) ownerOf(ctx context.Context, who Principal) (owner, error) {
	if s.Keys == nil {
		return owner{}, ErrNoKeys
	}
	if who.Session == nil {
		return owner{}, ErrSession
	}
	return ownerOf(ctx, s.DB, who.Account)
}

// challenge keeps what a key is asked for the time of one answer.
func (s *Store) challenge(ctx context.Context, who Principal, purpose string, session *webauthn.SessionData, options any) (json.RawMessage, error) {
	_, err := s.DB.Exec(ctx, `INSERT INTO account_challenge (session, purpose, data, ends_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (session, purpose) DO UPDATE SET data = excluded.data, ends_at = excluded.ends_at`,
		who.Session.ID, purpose, session, s.now().Add(challengeTime))
	if err != nil {
		return nil, err
	}
	return json.Marshal(options)
}

// asked gives what a key was asked, once.
func (s *Store) asked(ctx context.Context, who Principal, purpose string) (webauthn.SessionData, error) {
	var session webauthn.SessionData
	var ends time.Time
	err := s.DB.QueryRow(ctx, `DELETE FROM account_challenge WHERE session = $1 AND purpose = $2 RETURNING data, ends_at`,
		who.Session.ID, purpose).Scan(&session, &ends)
	if errors.Is(err, pgx.ErrNoRows) || err == nil && !s.now().Before(ends) {
		return session, ErrNoChallenge
	}
	return session, err
}

// FinishKey takes the answer of a new security key, and with the first one
// finishes the second factor of the session.
func (s *Store) FinishKey(ctx context.Context, who Principal, name string, answer []byte) (Key, error) {
	k, err := s.finishKey(ctx, who, strings.TrimSpace(name), answer)
	if err != nil {
		return Key{}, fmt.Errorf("finish security key: %w", err)
	}
	return k, nil
}

func (s *Store) finishKey(ctx context.Context, who Principal, name string, answer []byte) (Key, error) {
	o, err := s.ownerOf(ctx, who)
	if err != nil {
		return Key{}, err
	}
	if name == "" {
		name = fmt.Sprintf("%d", len(o.keys)+1)
	}
	session, err := s.asked(ctx, who, "register")
	if err != nil {
		return Key{}, err
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(answer)
	if err != nil {
		return Key{}, fmt.Errorf("%w: %w", ErrKeyRefused, err)
	}
	credential, err := s.Keys.CreateCredential(o, session, parsed)
	if err != nil {
		return Key{}, fmt.Errorf("%w: %w", ErrKeyRefused, err)
	}
	k := Key{ID: base64.RawURLEncoding.EncodeToString(credential.ID), Name: name, Made: s.now()}
	return k, pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error { return s.saveKey(ctx, tx, who, k, credential) })
}

func (s *Store) saveKey(ctx context.Context, tx pgx.Tx, who Principal, k Key, credential *webauthn.Credential) error {
	a, err := lock(ctx, tx, who.Account.ID)
	if err != nil {
		return err
	}
	o, err := ownerOf(ctx, tx, a)
	if err != nil {
		return err
	}
	if who.Session.Factor == FactorNeeded && len(o.keys) > 0 { // another session was first
		return ErrKeyFirst
	}
	_, err = tx.Exec(ctx, `INSERT INTO account_key (id, account, name, credential, made_at) VALUES ($1, $2, $3, $4, $5)`,
		credential.ID, a.ID, k.Name, credential, k.Made)
	if constraint(err) == "account_key_pkey" {
		return ErrKeyRefused
	}
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `UPDATE account_session SET factor = 'done' WHERE id = $1`, who.Session.ID); err != nil {
		return err
	}
	_, err = ledger.Append(ctx, tx, ledger.Entry{Actor: a.ID, Action: "key.add", Kind: "account", Object: a.ID})
	return err
}

// BeginFactor asks for the second factor of a session.
func (s *Store) BeginFactor(ctx context.Context, who Principal) (json.RawMessage, error) {
	o, err := s.ownerOf(ctx, who)
	if err == nil && len(o.keys) == 0 {
		err = ErrNoKey
	}
	if err != nil {
		return nil, fmt.Errorf("begin second factor: %w", err)
	}
	options, session, err := s.Keys.BeginLogin(o)
	if err != nil {
		return nil, fmt.Errorf("begin second factor: %w", err)
	}
	return s.challenge(ctx, who, "sign", session, options)
}

// FinishFactor takes a key's signature; the session is then whole.
func (s *Store) FinishFactor(ctx context.Context, who Principal, answer []byte) error {
	if err := s.finishFactor(ctx, who, answer); err != nil {
		return fmt.Errorf("finish second factor: %w", err)
	}
	return nil
}

func (s *Store) finishFactor(ctx context.Context, who Principal, answer []byte) error {
	o, err := s.ownerOf(ctx, who)
	if err != nil {
		return err
	}
	session, err := s.asked(ctx, who, "sign")
	if err != nil {
		return err
	}
	credential, err := s.signed(o, session, answer)
	if err != nil {
		return errors.Join(err, s.noteKey(ctx, who, "account.factor_failed"))
	}
	return pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		used, err := tx.Exec(ctx, `UPDATE account_key SET credential = $3, used_at = $4 WHERE id = $1 AND account = $2`,
			credential.ID, who.Account.ID, credential, s.now())
		if err == nil && used.RowsAffected() == 0 {
			err = ErrKeyUnknown // removed meanwhile
		}
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE account_session SET factor = 'done' WHERE id = $1`, who.Session.ID); err != nil {
			return err
		}
		_, err = ledger.Append(ctx, tx, ledger.Entry{Actor: who.Account.ID, Action: "account.second_factor", Kind: "account", Object: who.Account.ID,
			After: ledger.Fields{"session": who.Session.ID.String()}})
		return err
	})
}

// signed checks a signature. A counter that went backwards means that the key
// was copied.
func (s *Store) signed(o owner, session webauthn.SessionData, answer []byte) (*webauthn.Credential, error) {
	parsed, err := protocol.ParseCredentialRequestResponseBytes(answer)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrKeyRefused, err)
	}
	credential, err := s.Keys.ValidateLogin(o, session, parsed)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrKeyRefused, err)
	}
	if credential.Authenticator.CloneWarning {
		return nil, fmt.Errorf("%w: its counter went backwards", ErrKeyRefused)
	}
	return credential, nil
}

func (s *Store) noteKey(ctx context.Context, who Principal, action string) error {
	return pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		_, err := ledger.Append(ctx, tx, ledger.Entry{Actor: who.Account.ID, Action: action, Kind: "account", Object: who.Account.ID})
		return err
	})
}

// KeysOf lists an account's security keys, the oldest first.
func (s *Store) KeysOf(ctx context.Context, id uuid.UUID) ([]Key, error) {
	rows, err := s.DB.Query(ctx, `SELECT id, name, made_at, used_at FROM account_key WHERE account = $1 ORDER BY made_at`, id)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (Key, error) {
		var k Key
		var raw []byte
		var used *time.Time
		err := row.Scan(&raw, &k.Name, &k.Made, &used)
		k.ID = base64.RawURLEncoding.EncodeToString(raw)
		if used != nil {
			k.Used = *used
		}
		return k, err
	})
}

// RemoveKey takes a key from the asker's account; the last one stays while the
// policy demands one.
func (s *Store) RemoveKey(ctx context.Context, who Principal, id string) error {
	raw, err := base64.RawURLEncoding.DecodeString(id)
	if err != nil {
		return fmt.Errorf("remove security key: %w", ErrKeyUnknown)
	}
	p, err := s.policy(ctx)
	if err != nil {
		return fmt.Errorf("remove security key: %w", err)
	}
	err = pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		if _, err := lock(ctx, tx, who.Account.ID); err != nil {
			return err
		}
		gone, err := tx.Exec(ctx, `DELETE FROM account_key WHERE id = $1 AND account = $2`, raw, who.Account.ID)
		if err != nil {
			return err
		}
		if gone.RowsAffected() == 0 {
			return ErrKeyUnknown
		}
		left, err := ownerOf(ctx, tx, who.Account)
		if err != nil {
			return err
		}
		factor, err := demanded(ctx, tx, p, who.Account.ID)
		if err != nil {
			return err
		}
		if factor == FactorNeeded && len(left.keys) == 0 {
			return ErrLastKey
		}
		_, err = ledger.Append(ctx, tx, ledger.Entry{Actor: who.Account.ID, Action: "key.remove", Kind: "account", Object: who.Account.ID})
		return err
	})
	if err != nil {
		return fmt.Errorf("remove security key: %w", err)
	}
	return nil
}

// LoseKeys takes all keys from an account whose owner lost them, and ends its
// sessions: the next log-in registers a new key.
func (s *Store) LoseKeys(ctx context.Context, by, id uuid.UUID, reason string) error {
	return s.switchTo(ctx, by, id, "account.lose_keys", reason, func(tx pgx.Tx, _ Account) (bool, error) {
		gone, err := tx.Exec(ctx, `DELETE FROM account_key WHERE account = $1`, id)
		if err != nil || gone.RowsAffected() == 0 {
			return false, err
		}
		_, err = tx.Exec(ctx, `UPDATE account_session SET ended_at = $2 WHERE account = $1 AND ended_at IS NULL`, id, s.now())
		return true, err
	})
}
