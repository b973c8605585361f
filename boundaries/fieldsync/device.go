package fieldsync

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"diming/internal/account"
	"diming/internal/ledger"
)

// A Device is a phone. Its key, made on it, is bound for good to one account or
// one guest.
type Device struct {
	ID         uuid.UUID
	Account    uuid.UUID // nil of a guest's
	Invitation uuid.UUID // nil of an account's
	Person     string    // name of its owner, "" once erased
	Task       uuid.UUID // of a guest: the only task
	Side       string    // of a guest
	PublicKey  ed25519.PublicKey
	Name       string
	Made       time.Time
	Ends       time.Time // when its token ends
	Ended      time.Time // zero while nobody took it back
}

// Owner is who records and signs with it: an account or an invitation.
func (d Device) Owner() uuid.UUID {
	if d.Account != uuid.Nil {
		return d.Account
	}
	return d.Invitation
}

// Guest tells the phone of somebody without an account.
func (d Device) Guest() bool { return d.Invitation != uuid.Nil }

// tokenLife is how long a phone's token holds: longer than a round's field
// season without a network, shorter than that a lost phone matters for ever.
const tokenLife = 90 * 24 * time.Hour

// longestDeviceName is in characters.
const longestDeviceName = 60

func (d *Device) check() error {
	d.Name = strings.TrimSpace(d.Name)
	if d.ID == uuid.Nil || len(d.PublicKey) != ed25519.PublicKeySize || d.Name == "" || utf8.RuneCountInString(d.Name) > longestDeviceName {
		return ErrDeviceKey
	}
	return nil
}

// Enrol binds a phone to an account and gives its token, which is not kept.
// The same phone of the same account gets another token in the place of the
// one before; of another account it is ErrDeviceTaken.
func (s *Store) Enrol(ctx context.Context, owner uuid.UUID, d Device) (Device, account.Secret, error) {
	d.Account, d.Invitation = owner, uuid.Nil
	d.Made = s.now()
	d.Ends = d.Made.Add(tokenLife)
	secret := account.NewSecret(account.OfDevice)
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error { return s.register(ctx, tx, owner, &d, secret) })
	if err != nil {
		return Device{}, account.Secret{}, fmt.Errorf("register phone: %w", err)
	}
	return d, secret, nil
}

// EnrolGuest binds a phone to an invitation whose secret it shows. Another
// phone than the first needs another invitation.
func (s *Store) EnrolGuest(ctx context.Context, text string, d Device) (Device, account.Secret, error) {
	invitation, err := account.ParseSecretOf(account.OfInvitation, text)
	if err != nil {
		return Device{}, account.Secret{}, fmt.Errorf("register guest: %w", ErrInvitation)
	}
	d.Account, d.Made = uuid.Nil, s.now()
	secret := account.NewSecret(account.OfDevice)
	err = pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		err := tx.QueryRow(ctx, `SELECT i.id, i.task, i.side, i.ends_at, coalesce(p.detail, '') FROM field_invitation i LEFT JOIN person_held p ON p.id = i.person
			WHERE i.hash = $1 AND i.ended_at IS NULL AND i.ends_at > $2 FOR UPDATE OF i`, invitation.Hash(), d.Made).
			Scan(&d.Invitation, &d.Task, &d.Side, &d.Ends, &d.Person)
		if errors.Is(err, pgx.ErrNoRows) {
			return ErrInvitation
		}
		if err != nil {
			return err
		}
		return s.register(ctx, tx, d.Invitation, &d, secret)
	})
	if err != nil {
		return Device{}, account.Secret{}, fmt.Errorf("register guest: %w", err)
	}
	return d, secret, nil
}

func (s *Store) register(ctx context.Context, tx pgx.Tx, owner uuid.UUID, d *Device, secret account.Secret) error {
	if err := d.check(); err != nil {
		return err
	}
	var held Device
	err := tx.QueryRow(ctx, `SELECT coalesce(account, invitation, server), public_key FROM field_device WHERE id = $1 FOR UPDATE`, d.ID).
		Scan(&held.Account, (*[]byte)(&held.PublicKey))
	if err == nil {
		if held.Account != owner || !bytes.Equal(held.PublicKey, d.PublicKey) {
			return ErrDeviceTaken
		}
		if _, err := tx.Exec(ctx, `UPDATE field_device SET name = $2, hash = $3, ends_at = $4, ended_at = NULL WHERE id = $1`, d.ID, d.Name, secret.Hash(), d.Ends); err != nil {
			return err
		}
		_, err = ledger.Append(ctx, tx, ledger.Entry{Actor: owner, Action: "field_device.renew", Kind: "field_device", Object: d.ID})
		return err
	}
	if !errors.Is(err, pgx.ErrNoRows) {
		return err
	}
	entry, err := ledger.Append(ctx, tx, ledger.Entry{Actor: owner, Action: "field_device.add", Kind: "field_device", Object: d.ID,
		After: ledger.Fields{"guest": d.Guest(), "ends": d.Ends.UTC().Format(time.RFC3339)}})
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO field_device (id, account, invitation, public_key, name, hash, made_at, ends_at, entry)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, d.ID, orNull(d.Account), orNull(d.Invitation), []byte(d.PublicKey), d.Name, secret.Hash(), d.Made, d.Ends, entry)
	var taken *pgconn.PgError
	if errors.As(err, &taken) && taken.Code == "23505" {
		return ErrDeviceTaken
	}
	return err
}

func orNull(id uuid.UUID) *uuid.UUID {
	if id == uuid.Nil {
		return nil
	}
	return &id
}

func orNil(id *uuid.UUID) uuid.UUID {
	if id == nil {
		return uuid.Nil
	}
	return *id
}

const deviceColumns = `d.id, d.account, d.invitation, coalesce(p.detail, ''), i.task, coalesce(i.side, ''), d.public_key, d.name, d.made_at, d.ends_at, d.ended_at
	FROM field_device d LEFT JOIN account a ON a.id = d.account LEFT JOIN field_invitation i ON i.id = d.invitation
	LEFT JOIN person_held p ON p.id = coalesce(a.person, i.person)`

func scanDevice(row pgx.Row) (Device, error) {
	var d Device
	var owner, invitation, task *uuid.UUID
	var ended *time.Time
	err := row.Scan(&d.ID, &owner, &invitation, &d.Person, &task, &d.Side, (*[]byte)(&d.PublicKey), &d.Name, &d.Made, &d.Ends, &ended)
	d.Account, d.Invitation, d.Task = orNil(owner), orNil(invitation), orNil(task)
	if ended != nil {
		d.Ended = *ended
	}
	return d, err
}

// ByToken gives the phone that shows a token, or ErrDevice where it is unknown,
// over or taken back, or its account may not log in any more.
func (s *Store) ByToken(ctx context.Context, text string) (Device, error) {
	secret, err := account.ParseSecretOf(account.OfDevice, text)
	if err != nil {
		return Device{}, ErrDevice
	}
	d, err := scanDevice(s.DB.QueryRow(ctx, `SELECT `+deviceColumns+`
		WHERE d.hash = $1 AND d.ended_at IS NULL AND d.ends_at > $2 AND a.disabled_at IS NULL`, secret.Hash(), s.now()))
	if errors.Is(err, pgx.ErrNoRows) {
		return Device{}, ErrDevice
	}
	if err != nil {
		return Device{}, fmt.Errorf("look up phone: %w", err)
	}
	return d, nil
}

// Devices gives the phones of an account, the newest first.
func (s *Store) Devices(ctx context.Context, owner uuid.UUID) ([]Device, error) {
	rows, err := s.DB.Query(ctx, `SELECT `+deviceColumns+` WHERE d.account = $1 ORDER BY d.made_at DESC, d.id`, owner)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (Device, error) { return scanDevice(row) })
}

// EndDevice takes a phone of an account back: its token is good for nothing
// from now on. What it recorded and signed stays.
func (s *Store) EndDevice(ctx context.Context, owner, id uuid.UUID) error {
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		ended, err := tx.Exec(ctx, `UPDATE field_device SET ended_at = $3, hash = NULL WHERE id = $1 AND account = $2 AND ended_at IS NULL`, id, owner, s.now())
		if err != nil {
			return err
		}
		if ended.RowsAffected() == 0 {
			return ErrNotFound
		}
		_, err = ledger.Append(ctx, tx, ledger.Entry{Actor: owner, Action: "field_device.end", Kind: "field_device", Object: id})
		return err
	})
	if err != nil {
		return fmt.Errorf("take back phone %s: %w", id, err)
	}
	return nil
}
