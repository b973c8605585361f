package certificate

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries"
	"diming/gazetteer"
	"diming/internal/ledger"
	"diming/internal/pg"
	"diming/internal/version"
)

// A Store keeps certificates.
type Store struct {
	DB     pg.DB
	Places *gazetteer.Store
}

// An Order is what a certificate is to be.
type Order struct {
	Kind    Kind
	Place   uuid.UUID // of a name
	Address uuid.UUID // of an address
	Holder  Holder
	Basis   string // needed where the register holds no decision; "" takes that
	Day     version.Date
}

// crockford is Crockford's base 32 in small letters: no i, l, o or u.
var crockford = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

func newToken() (string, error) {
	var bits [16]byte
	if _, err := rand.Read(bits[:]); err != nil {
		return "", err
	}
	return crockford.EncodeToString(bits[:]), nil
}

// Issue issues a certificate under the next number of its year.
func (s *Store) Issue(ctx context.Context, actor uuid.UUID, o Order) (Certificate, int64, error) {
	c := Certificate{Kind: o.Kind, Place: o.Place, Address: o.Address, IssuedOn: o.Day, IssuedBy: actor, Papers: len(o.Holder.Papers)}
	if err := o.check(); err != nil {
		return c, 0, fmt.Errorf("issue certificate: %w", err)
	}
	var err error
	if c.ID, err = uuid.NewV7(); err != nil {
		return c, 0, err
	}
	if c.Token, err = newToken(); err != nil {
		return c, 0, err
	}
	var entry int64
	err = pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		in := s.In(tx)
		trial, at, err := in.Trial(ctx, o)
		if err != nil {
			return err
		}
		c.Facts, c.Division, c.Issuer = trial.Facts, trial.Division, trial.Issuer
		if c.Facts.Basis == "" {
			return ErrNoBasis
		}
		entry, err = in.insert(ctx, tx, &c, at.County.ID, o.Holder)
		return err
	})
	if err != nil {
		return c, 0, fmt.Errorf("issue certificate: %w", err)
	}
	c.NameNow = c.Facts.Name
	return c, entry, nil
}

func (o Order) check() error {
	switch o.Kind {
	case Renamed, Standard, OnePlace, DoorPlate, OneAddress:
		return o.Holder.check(o.Kind)
	}
	return ErrKind
}

// In gives the store on a transaction.
func (s *Store) In(tx pgx.Tx) *Store {
	places := *s.Places
	divisions := *places.Boundaries
	divisions.DB = tx
	places.DB, places.Boundaries = tx, &divisions
	return &Store{DB: tx, Places: &places}
}

func (s *Store) insert(ctx context.Context, tx pgx.Tx, c *Certificate, county uuid.UUID, h Holder) (int64, error) {
	year := c.IssuedOn.Time().Year()
	var number int
	err := tx.QueryRow(ctx, `INSERT INTO certificate_number (series, year, last) VALUES ($1, $2, 1)
		ON CONFLICT (series, year) DO UPDATE SET last = certificate_number.last + 1 RETURNING last`, c.Kind.series(), year).Scan(&number)
	if err != nil {
		return 0, err
	}
	if c.Number, err = s.written(ctx, c.Kind, county, year, number, c.IssuedOn); err != nil {
		return 0, err
	}
	detail, err := json.Marshal(h)
	if err != nil {
		return 0, err
	}
	person, err := ledger.KeepPerson(ctx, tx, string(detail))
	if err != nil {
		return 0, err
	}
	after := ledger.Fields{"number": c.Number, "kind": string(c.Kind), "name": c.Facts.Name, "basis": c.Facts.Basis, "papers": int64(c.Papers)}
	if c.Kind.OfAddress() {
		after["address"] = c.Address
	} else {
		after["place"] = c.Place
	}
	entry, err := ledger.Append(ctx, tx, ledger.Entry{Actor: c.IssuedBy, Action: "certificate.issue", Kind: "certificate", Object: c.ID, Person: &person, After: after})
	if err != nil {
		return 0, err
	}
	facts, err := json.Marshal(c.Facts)
	if err != nil {
		return 0, err
	}
	_, err = tx.Exec(ctx, `INSERT INTO name_certificate (id, token, series, year, number, written, kind, place, address, division, name, facts, papers, person, issuer, issued_on, issued_by, entry)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
		c.ID, c.Token, c.Kind.series(), year, number, c.Number, c.Kind, orNull(c.Place), orNull(c.Address), c.Division, c.Facts.Name, string(facts), c.Papers, person.ID, c.Issuer, c.IssuedOn, c.IssuedBy, entry)
	return entry, err
}

// markKey is the setting with what the numbers of a kind begin with.
func (k Kind) markKey() string {
	switch k {
	case DoorPlate:
		return boundaries.SettingDoorPlateMark
	case OneAddress:
		return boundaries.SettingOneAddressMark
	}
	return boundaries.SettingCertificateMark
}

func orNull(id uuid.UUID) *uuid.UUID {
	if id == uuid.Nil {
		return nil
	}
	return &id
}

// written is a number as it is printed: 江地名证〔2026〕1号.
func (s *Store) written(ctx context.Context, kind Kind, county uuid.UUID, year, number int, day version.Date) (string, error) {
	key := kind.markKey()
	mark, _, ok, err := s.Places.Boundaries.Setting(ctx, county, key, day)
	if err != nil {
		return "", err
	}
	if !ok {
		known, err := boundaries.Known(key)
		if err != nil {
			return "", err
		}
		mark = known.Default
	}
	return fmt.Sprintf("%s〔%d〕%d号", mark, year, number), nil
}

// Revoke takes a certificate back. The paper stays in somebody's hands: its
// code tells from then on that it no longer holds.
func (s *Store) Revoke(ctx context.Context, actor, id uuid.UUID, reason string, day version.Date) (int64, error) {
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		if strings.TrimSpace(reason) == "" {
			return ErrReason
		}
		var revoked bool
		var number string
		err := tx.QueryRow(ctx, `SELECT revoked_on IS NOT NULL, written FROM name_certificate WHERE id = $1 FOR NO KEY UPDATE`, id).Scan(&revoked, &number)
		switch {
		case errors.Is(err, pgx.ErrNoRows):
			return ErrNotFound
		case err != nil:
			return err
		case revoked:
			return ErrRevoked
		}
		if entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "certificate.revoke", Kind: "certificate", Object: id, Reason: reason,
			After: ledger.Fields{"number": number, "revoked_on": day.String()}}); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `UPDATE name_certificate SET revoked_on = $2, revoked_why = $3 WHERE id = $1`, id, day, reason)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("revoke certificate %s: %w", id, err)
	}
	return entry, nil
}
