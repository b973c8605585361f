// Package desk keeps what lies on people's desks: edits that they began and
// have not finished, and the answers of writes that a client may ask for again
// because it never got them. Nothing of it is part of the register.
package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/pg"
)

// Errors that callers tell apart with errors.Is.
var (
	ErrNoDraft  = errors.New("no such draft")
	ErrDraft    = errors.New("a draft is of a kind, for an object, and JSON of 64 KiB at most")
	ErrOtherUse = errors.New("the key was used for something else")
)

// MaxDraft is how long a draft's body may be, in bytes.
const MaxDraft = 64 << 10

var kinds = regexp.MustCompile(`^[a-z_]{1,32}$`)

// A Store keeps drafts and answers.
type Store struct{ DB pg.DB }

// A Draft is an edit that its owner has not finished.
type Draft struct {
	Kind, Object string
	Body         json.RawMessage
	BaseETag     string
	SavedAt      time.Time
}

// Save keeps a draft in the place of the one there is.
func (s *Store) Save(ctx context.Context, account uuid.UUID, d Draft) error {
	if len(d.Body) > MaxDraft || !json.Valid(d.Body) || !kinds.MatchString(d.Kind) || d.Object == "" || len(d.Object) > 64 || !utf8.ValidString(d.Object) {
		return ErrDraft
	}
	_, err := s.DB.Exec(ctx, `
		INSERT INTO draft (account, kind, object, body, base_etag, saved_at) VALUES ($1, $2, $3, $4, $5, clock_timestamp())
		ON CONFLICT (account, kind, object) DO UPDATE SET body = excluded.body, base_etag = excluded.base_etag, saved_at = excluded.saved_at`,
		account, d.Kind, d.Object, string(d.Body), d.BaseETag)
	if err != nil {
		return fmt.Errorf("save draft: %w", err)
	}
	return nil
}

// Drafts gives somebody's own drafts, the latest first.
func (s *Store) Drafts(ctx context.Context, account uuid.UUID) ([]Draft, error) {
	rows, err := s.DB.Query(ctx, `SELECT kind, object, body, base_etag, saved_at FROM draft WHERE account = $1 ORDER BY saved_at DESC`, account)
	if err != nil {
		return nil, fmt.Errorf("drafts: %w", err)
	}
	return pgx.CollectRows(rows, scanDraft)
}

// Draft gives one of somebody's own drafts, or ErrNoDraft.
func (s *Store) Draft(ctx context.Context, account uuid.UUID, kind, object string) (Draft, error) {
	rows, err := s.DB.Query(ctx, `SELECT kind, object, body, base_etag, saved_at FROM draft WHERE account = $1 AND kind = $2 AND object = $3`, account, kind, object)
	if err != nil {
		return Draft{}, fmt.Errorf("draft: %w", err)
	}
	d, err := pgx.CollectExactlyOneRow(rows, scanDraft)
	if errors.Is(err, pgx.ErrNoRows) {
		return Draft{}, ErrNoDraft
	}
	return d, err
}

func scanDraft(row pgx.CollectableRow) (Draft, error) {
	var d Draft
	var body string
	err := row.Scan(&d.Kind, &d.Object, &body, &d.BaseETag, &d.SavedAt)
	d.Body = json.RawMessage(body)
	return d, err
}

// Discard throws a draft away; one that is not there is away already.
func (s *Store) Discard(ctx context.Context, account uuid.UUID, kind, object string) error {
	_, err := s.DB.Exec(ctx, `DELETE FROM draft WHERE account = $1 AND kind = $2 AND object = $3`, account, kind, object)
	return err
}

// How long drafts and answers are kept.
const (
	draftsFor  = 180 * 24 * time.Hour
	answersFor = 24 * time.Hour
)

// Clear deletes what is past its time at the moment now.
func (s *Store) Clear(ctx context.Context, now time.Time) error {
	if _, err := s.DB.Exec(ctx, `DELETE FROM draft WHERE saved_at < $1`, now.Add(-draftsFor)); err != nil {
		return fmt.Errorf("clear drafts: %w", err)
	}
	if _, err := s.DB.Exec(ctx, `DELETE FROM answered_write WHERE at < $1`, now.Add(-answersFor)); err != nil {
		return fmt.Errorf("clear answers: %w", err)
	}
	return nil
}
