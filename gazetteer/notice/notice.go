// Package notice publishes cases for opinion: public notices 公示 and calls for
// names 征名, with what people say of them and how each was handled (地名管理条例
// art. 11, 实施办法 art. 5).
//
// How long a notice stands is a setting of the place, for no national rule says
// it. What people write is shown only after somebody let it through, and a
// notice cannot be closed while a comment is without its answer; the database
// holds both. Who wrote is personal data, kept apart and erasable.
package notice

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/gazetteer/cases"
	"diming/internal/pg"
	"diming/internal/version"
)

// The kinds of notices.
const (
	Notice       = "notice"       // 公示
	Solicitation = "solicitation" // 征名
)

// Errors that callers tell apart with errors.Is.
var (
	ErrNotFound = errors.New("notice not found")
	ErrComment  = errors.New("the notice has no such comment")
	ErrMissing  = errors.New("a part of the notice or comment is missing")
	ErrOpen     = errors.New("the case has such a notice already")
	ErrState    = errors.New("the case is not at the stage at which it is put to the public")
	ErrRunning  = errors.New("the notice still runs")
	ErrOver     = errors.New("the notice is over")
	ErrAnswers  = errors.New("comments are without their answer")
	ErrLength   = errors.New("a text is too long")
)

// The lengths of texts, in characters.
const (
	MostText    = 2000
	MostName    = 60
	MostContact = 300
)

// A Store reads and writes notices.
type Store struct {
	DB    pg.DB
	Cases *cases.Store
}

// In gives the store on a transaction.
func (s *Store) In(tx pgx.Tx) *Store { return &Store{DB: tx, Cases: s.Cases.In(tx)} }

// A Published is a notice as it is read.
type Published struct {
	ID           uuid.UUID
	Case         uuid.UUID
	CaseNumber   string
	Division     uuid.UUID // of the case
	Kind         string
	Title        string
	Text         string
	From, To     version.Date // the last day counts in full
	Basis        string       // of the number of days
	Consultation *uuid.UUID
	PublishedBy  uuid.UUID
	ClosedOn     version.Date
	Summary      string
	Tag          int64
	Comments     int // all
	Unanswered   int
	Stopped      bool // closed because its case ended
}

// Runs says whether comments are taken on a day.
func (p Published) Runs(day version.Date) bool {
	return p.ClosedOn.IsZero() && !day.Before(p.From) && !p.To.Before(day)
}

// A Comment is what somebody said of a notice.
type Comment struct {
	ID         uuid.UUID
	Notice     uuid.UUID
	Name       string // proposed, of a call for names
	Text       string
	Contact    *uuid.UUID
	ReceivedAt time.Time
	State      string // new, shown or hidden
	HiddenWhy  string
	Handled    string // adopted, partly, not_adopted or noted
	Answer     string
	AnsweredBy *uuid.UUID
	AnsweredAt *time.Time
}

const columns = `n.id, n.name_case, c.number, c.division, n.kind, n.title, n.text, n.from_on, n.to_on, n.basis, n.consultation, n.published_by, n.closed_on, n.summary, n.tag,
	(SELECT count(*) FROM notice_comment m WHERE m.notice = n.id), (SELECT count(*) FROM notice_comment m WHERE m.notice = n.id AND (m.answer = '' OR m.state = 'new')), n.stopped`

func (s *Store) list(ctx context.Context, condition string, args ...any) ([]Published, error) {
	rows, err := s.DB.Query(ctx, `SELECT `+columns+` FROM public_notice n JOIN name_case c ON c.id = n.name_case WHERE `+condition, args...)
	if err != nil {
		return nil, fmt.Errorf("notices: %w", err)
	}
	all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Published])
	if err != nil {
		return nil, fmt.Errorf("notices: %w", err)
	}
	return all, nil
}

// List gives all notices, those that run first, then the newest.
func (s *Store) List(ctx context.Context, limit int) ([]Published, error) {
	return s.list(ctx, `true ORDER BY n.closed_on IS NOT NULL, n.id DESC LIMIT $1`, limit)
}

// Within gives the notices of cases in divisions, those that end first.
func (s *Store) Within(ctx context.Context, roots []uuid.UUID, whole bool, limit int) ([]Published, error) {
	return s.list(ctx, `($1 OR c.division IN (SELECT division FROM case_divisions($2))) ORDER BY n.closed_on IS NOT NULL, n.to_on, n.id LIMIT $3`, whole, roots, limit)
}

// OfCase gives the notices of a case, the oldest first.
func (s *Store) OfCase(ctx context.Context, id uuid.UUID) ([]Published, error) {
	return s.list(ctx, `n.name_case = $1 ORDER BY n.id`, id)
}

// Get gives one notice.
func (s *Store) Get(ctx context.Context, id uuid.UUID) (Published, error) {
	all, err := s.list(ctx, `n.id = $1`, id)
	if err == nil && len(all) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return Published{}, err
	}
	return all[0], nil
}

// Comments gives the comments of a notice, the oldest first.
func (s *Store) Comments(ctx context.Context, notice uuid.UUID) ([]Comment, error) {
	rows, err := s.DB.Query(ctx, `SELECT id, notice, name, text, contact, received_at, state, hidden_why, handled, answer, answered_by, answered_at
		FROM notice_comment WHERE notice = $1 ORDER BY id`, notice)
	if err != nil {
		return nil, fmt.Errorf("comments: %w", err)
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[Comment])
}
