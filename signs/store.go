package signs

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/pg"
)

// Errors of codes, told apart with errors.Is.
var (
	ErrUnknownToken = errors.New("no sign bears this token")
	ErrNoPlace      = errors.New("no place to make a code for")
)

// A Code is a token with what it leads to.
type Code struct {
	Token   Token
	Place   uuid.UUID
	Revoked string // why it leads nowhere any more; "" while it does
}

// A Store keeps the codes on signs.
type Store struct{ DB pg.DB }

// TokensFor gives the tokens that places have already, printed on paper; one
// without is not in it.
func (s *Store) TokensFor(ctx context.Context, places []uuid.UUID) (map[uuid.UUID]Token, error) {
	rows, err := s.DB.Query(ctx, `SELECT place, token FROM sign_code WHERE place = ANY($1) AND revoked IS NULL AND plate IS NULL`, places)
	if err != nil {
		return nil, fmt.Errorf("tokens of %d places: %w", len(places), err)
	}
	all := map[uuid.UUID]Token{}
	var place uuid.UUID
	var token Token
	_, err = pgx.ForEachRow(rows, []any{&place, &token}, func() error { all[place] = token; return nil })
	return all, err
}

// TokenOf gives the token of a place's code, and issues one where there is
// none yet: two who ask at once are given the same.
func (s *Store) TokenOf(ctx context.Context, place uuid.UUID) (Token, error) {
	for {
		var t Token
		err := s.DB.QueryRow(ctx, `SELECT token FROM sign_code WHERE place = $1 AND revoked IS NULL AND plate IS NULL`, place).Scan(&t)
		if err == nil {
			return t, nil
		}
		if !errors.Is(err, pgx.ErrNoRows) {
			return "", fmt.Errorf("token of place %s: %w", place, err)
		}
		if t, err = NewToken(rand.Reader); err != nil {
			return "", err
		}
		made, err := s.DB.Exec(ctx, `INSERT INTO sign_code (token, place) SELECT $1, id FROM place WHERE id = $2 ON CONFLICT DO NOTHING`, string(t), place)
		if err != nil {
			return "", fmt.Errorf("issue token of place %s: %w", place, err)
		}
		if made.RowsAffected() == 1 {
			return t, nil
		}
		if err := s.placeExists(ctx, place); err != nil {
			return "", err
		}
	}
}

func (s *Store) placeExists(ctx context.Context, place uuid.UUID) error {
	var exists bool
	err := s.DB.QueryRow(ctx, `SELECT EXISTS (SELECT FROM place WHERE id = $1)`, place).Scan(&exists)
	if err == nil && !exists {
		return fmt.Errorf("place %s: %w", place, ErrNoPlace)
	}
	return err
}

// Find gives the code that bears a token, revoked ones included: a token once
// issued answers for ever.
func (s *Store) Find(ctx context.Context, t Token) (Code, error) {
	c := Code{Token: t}
	err := s.DB.QueryRow(ctx, `SELECT place, coalesce(revoked, '') FROM sign_code WHERE token = $1`, string(t)).Scan(&c.Place, &c.Revoked)
	if errors.Is(err, pgx.ErrNoRows) {
		return c, fmt.Errorf("token %s: %w", t.Grouped(), ErrUnknownToken)
	}
	if err != nil {
		return c, fmt.Errorf("token %s: %w", t.Grouped(), err)
	}
	return c, nil
}

// IssueAll gives every place that has none a code, and answers how many it
// issued.
func (s *Store) IssueAll(ctx context.Context) (int, error) {
	rows, err := s.DB.Query(ctx, `SELECT p.id FROM place p WHERE NOT EXISTS (SELECT FROM sign_code c WHERE c.place = p.id AND c.revoked IS NULL AND c.plate IS NULL)`)
	if err != nil {
		return 0, err
	}
	ids, err := pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
	if err != nil {
		return 0, err
	}
	tokens := make([]string, len(ids))
	for i := range ids {
		t, err := NewToken(rand.Reader)
		if err != nil {
			return 0, err
		}
		tokens[i] = string(t)
	}
	made, err := s.DB.Exec(ctx, `INSERT INTO sign_code (token, place) SELECT * FROM unnest($1::text[], $2::uuid[]) ON CONFLICT DO NOTHING`, tokens, ids)
	if err != nil {
		return 0, fmt.Errorf("issue tokens: %w", err)
	}
	return int(made.RowsAffected()), nil
}
