package certificate

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/ledger"
	"diming/internal/version"
)

// A Filter says which certificates are listed.
type Filter struct {
	Within []uuid.UUID // divisions with all that they hold
	Whole  bool        // the whole register
	Place  *uuid.UUID
	Of     *uuid.UUID // an address
	Text   string     // in the number or the name
	After  *uuid.UUID
	Limit  int
}

const columns = `c.id, c.token, c.written, c.kind, c.place, c.address, c.division, c.facts, c.papers, c.issuer, c.issued_on, c.issued_by, c.revoked_on, c.revoked_why,
	coalesce((SELECT n.text FROM name_version n WHERE n.place = c.place AND n.kind = 'standard' AND n.lang = 'zh-Hans' AND upper_inf(n.recorded) AND n.valid @> $1::date), '')`

func scan(row pgx.CollectableRow) (Certificate, error) {
	var c Certificate
	var facts string
	var place, address *uuid.UUID
	err := row.Scan(&c.ID, &c.Token, &c.Number, &c.Kind, &place, &address, &c.Division, &facts, &c.Papers, &c.Issuer, &c.IssuedOn, &c.IssuedBy, &c.RevokedOn, &c.RevokedWhy, &c.NameNow)
	if place != nil {
		c.Place = *place
	}
	if address != nil {
		c.Address = *address
	}
	if err == nil {
		err = json.Unmarshal([]byte(facts), &c.Facts)
	}
	return c, err
}

// List gives certificates, the newest first. It never searches by holder.
func (s *Store) List(ctx context.Context, f Filter) ([]Certificate, error) {
	rows, err := s.DB.Query(ctx, `SELECT `+columns+` FROM name_certificate c
		WHERE ($2 OR c.division IN (SELECT division FROM case_divisions($3))) AND ($4::uuid IS NULL OR c.place = $4) AND ($8::uuid IS NULL OR c.address = $8)
			AND ($5 = '' OR strpos(c.written, $5) > 0 OR strpos(c.name, $5) > 0) AND ($6::uuid IS NULL OR c.id < $6)
		ORDER BY c.id DESC LIMIT $7`, version.AsOf{}.Day(), f.Whole, f.Within, f.Place, strings.TrimSpace(f.Text), f.After, f.Limit, f.Of)
	if err != nil {
		return nil, fmt.Errorf("list certificates: %w", err)
	}
	all, err := pgx.CollectRows(rows, scan)
	if err != nil {
		return nil, fmt.Errorf("list certificates: %w", err)
	}
	return all, s.writtenNow(ctx, all)
}

func (s *Store) one(ctx context.Context, condition string, arg any) (Certificate, error) {
	rows, err := s.DB.Query(ctx, `SELECT `+columns+` FROM name_certificate c WHERE `+condition, version.AsOf{}.Day(), arg)
	if err != nil {
		return Certificate{}, err
	}
	c, err := pgx.CollectExactlyOneRow(rows, scan)
	if errors.Is(err, pgx.ErrNoRows) {
		err = ErrNotFound
	}
	if err != nil {
		return c, err
	}
	one := []Certificate{c}
	err = s.writtenNow(ctx, one)
	return one[0], err
}

// ByID gives a certificate, or ErrNotFound.
func (s *Store) ByID(ctx context.Context, id uuid.UUID) (Certificate, error) {
	c, err := s.one(ctx, `c.id = $2`, id)
	if err != nil {
		return c, fmt.Errorf("certificate %s: %w", id, err)
	}
	return c, nil
}

// ByToken gives the certificate whose code carries a token, or ErrNotFound.
// Letters that are read for one another are taken as one.
func (s *Store) ByToken(ctx context.Context, token string) (Certificate, error) {
	token = strings.NewReplacer("o", "0", "i", "1", "l", "1", "-", "", " ", "").Replace(strings.ToLower(token))
	c, err := s.one(ctx, `c.token = $2`, token)
	if err != nil {
		return c, fmt.Errorf("certificate by its code: %w", err)
	}
	return c, nil
}

// HolderOf tells for whom a certificate was issued; ledger.ErrErased where the
// data was erased on request.
func (s *Store) HolderOf(ctx context.Context, id uuid.UUID) (Holder, error) {
	var h Holder
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		var person uuid.UUID
		err := tx.QueryRow(ctx, `SELECT person FROM name_certificate WHERE id = $1`, id).Scan(&person)
		if errors.Is(err, pgx.ErrNoRows) {
			return ErrNotFound
		}
		if err != nil {
			return err
		}
		detail, err := ledger.Person(ctx, tx, person)
		if err != nil {
			return err
		}
		return json.Unmarshal([]byte(detail), &h)
	})
	if err != nil {
		return h, fmt.Errorf("holder of certificate %s: %w", id, err)
	}
	return h, nil
}

// IsHolder tells whether a name is that of the holder as printed; spaces do
// not count. Nobody is the holder of a certificate whose data was erased.
func (s *Store) IsHolder(ctx context.Context, id uuid.UUID, name string) (bool, error) {
	h, err := s.HolderOf(ctx, id)
	if errors.Is(err, ledger.ErrErased) {
		return false, nil
	}
	return err == nil && plain(name) != "" && plain(name) == plain(h.Name), err
}

func plain(name string) string { return strings.Join(strings.Fields(name), "") }
