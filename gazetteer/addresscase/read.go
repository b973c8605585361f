package addresscase

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/gazetteer/cases"
	"diming/internal/ledger"
	"diming/internal/version"
)

// A Filter narrows a list of applications; what is empty does not.
type Filter struct {
	Within  []uuid.UUID
	Whole   bool
	ID      *uuid.UUID
	State   State
	Open    bool // not yet handed over, refused or withdrawn
	Overdue bool
	Text    string // part of the number
	Address *uuid.UUID
	After   Cursor
	Limit   int
}

// A Cursor is where a page of the list ended.
type Cursor struct {
	Rank int
	Due  version.Date // the safe day; zero where the rank does not go by it
	ID   uuid.UUID    // nil: the beginning
}

// Ranks of the list: what is overdue stands on top, then what is to be decided,
// then what is to be completed, made or handed over, then what is closed.
const (
	RankOverdue = iota
	RankDue
	RankOpen
	RankClosed
)

// Cursor is where a page that ends with a ended.
func (a Application) Cursor() Cursor {
	c := Cursor{Rank: a.Rank, ID: a.ID}
	if a.Rank <= RankDue {
		c.Due = a.Clock.Safe
	}
	return c
}

// List gives the applications that a filter lets through, overdue ones on top,
// then by the last safe day. It tells nothing of persons.
func (s *Store) List(ctx context.Context, f Filter) ([]Application, error) {
	rows, err := s.DB.Query(ctx, `
		SELECT p.id, p.number, p.channel, p.want, p.division, coalesce(d.name, ''), p.site, p.received_on, p.state, p.tag, p.address, p.made,
			p.clock_from, p.due_on, p.safe_on, p.warn_on, p.due_basis, p.decided_on, r.rank
		FROM address_application p
		CROSS JOIN LATERAL (SELECT CASE WHEN p.state IN ('handed_over', 'refused', 'withdrawn') THEN 3 WHEN p.decided_on IS NOT NULL OR p.safe_on IS NULL THEN 2
			WHEN p.safe_on < $11::date THEN 0 ELSE 1 END AS rank) r
		CROSS JOIN LATERAL (SELECT CASE WHEN r.rank < 2 THEN p.safe_on ELSE 'infinity' END AS due) u
		LEFT JOIN LATERAL (SELECT name FROM division_version v WHERE v.division = p.division AND upper_inf(v.recorded)
			ORDER BY v.valid @> $11::date DESC, upper(v.valid) DESC NULLS FIRST LIMIT 1) d ON true
		WHERE ($1 OR EXISTS (SELECT FROM division_above(p.division) a WHERE a.division = ANY($2))) AND ($3::uuid IS NULL OR p.id = $3)
			AND ($4 = '' OR p.state = $4) AND (NOT $5 OR r.rank = 0) AND ($6 = '' OR strpos(p.number, $6) > 0) AND ($12::uuid IS NULL OR p.address = $12) AND (NOT $13 OR r.rank < 3)
			AND ($7 = '00000000-0000-0000-0000-000000000000'::uuid OR (r.rank, u.due) > ($8::int, coalesce($9::date, 'infinity'))
				OR (r.rank, u.due) = ($8::int, coalesce($9::date, 'infinity')) AND p.id < $7)
		ORDER BY r.rank, u.due, p.id DESC LIMIT $10`,
		f.Whole, f.Within, f.ID, string(f.State), f.Overdue, strings.TrimSpace(f.Text), f.After.ID, f.After.Rank, f.After.Due, f.Limit, version.Today(), f.Address, f.Open)
	if err != nil {
		return nil, fmt.Errorf("list applications for addresses: %w", err)
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (Application, error) {
		var a Application
		c := &a.Clock
		err := row.Scan(&a.ID, &a.Number, &a.Channel, &a.Want, &a.Division, &a.DivisionName, &a.Site, &a.Received, &a.State, &a.Tag, &a.Address, &a.Made,
			&c.From, &c.Legal, &c.Safe, &c.Warn, &c.Basis, &a.Decided, &a.Rank)
		return a, err
	})
}

// ByID gives an application, or ErrNotFound.
func (s *Store) ByID(ctx context.Context, id uuid.UUID) (Application, error) {
	all, err := s.List(ctx, Filter{Whole: true, ID: &id, Limit: 1})
	if err == nil && len(all) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return Application{}, fmt.Errorf("application %s: %w", id, err)
	}
	return all[0], nil
}

// ByReceipt gives the application of a receipt, or ErrReceipt for both a wrong
// number and a wrong code.
func (s *Store) ByReceipt(ctx context.Context, number, code string) (Application, error) {
	var id uuid.UUID
	var want []byte
	err := s.DB.QueryRow(ctx, `SELECT id, receipt_code FROM address_application WHERE number = $1 AND receipt_code IS NOT NULL`, strings.TrimSpace(number)).Scan(&id, &want)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return Application{}, fmt.Errorf("application of a receipt: %w", err)
	}
	if err != nil || subtle.ConstantTimeCompare(want, cases.CodeDigest(code)) != 1 {
		return Application{}, ErrReceipt
	}
	return s.ByID(ctx, id)
}

// PartyOf tells who applies and in which words; ledger.ErrErased where that was
// erased on request.
func (s *Store) PartyOf(ctx context.Context, id uuid.UUID) (Party, error) {
	var p Party
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		var person uuid.UUID
		err := tx.QueryRow(ctx, `SELECT person FROM address_application WHERE id = $1`, id).Scan(&person)
		if errors.Is(err, pgx.ErrNoRows) {
			return ErrNotFound
		}
		if err != nil {
			return err
		}
		text, err := ledger.Person(ctx, tx, person)
		if err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(text), &p); err != nil {
			return errors.New("what is held of the applicant cannot be read") // its words stay inside
		}
		return nil
	})
	if err != nil {
		return Party{}, fmt.Errorf("party of application %s: %w", id, err)
	}
	return p, nil
}

// A StepTaken is a step as it was entered.
type StepTaken struct {
	N       int
	Step    Step
	To      State
	On      version.Date
	Note    string
	Against string // what spoke against the number that was given
	At      time.Time
	Actor   uuid.UUID
}

// StepsOf gives the steps of an application from the first on.
func (s *Store) StepsOf(ctx context.Context, id uuid.UUID) ([]StepTaken, error) {
	rows, err := s.DB.Query(ctx, `SELECT s.n, s.step, s.to_state, s.on_day, s.note, s.against, e.at, s.actor
		FROM address_application_step s JOIN ledger_entry e ON e.id = s.entry WHERE s.application = $1 ORDER BY s.n`, id)
	if err != nil {
		return nil, fmt.Errorf("steps of application %s: %w", id, err)
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[StepTaken])
}

// CertificatesOf gives the ids of the certificates that were issued on an
// application, in the order in which they were.
func (s *Store) CertificatesOf(ctx context.Context, id uuid.UUID) ([]uuid.UUID, error) {
	rows, err := s.DB.Query(ctx, `SELECT certificate FROM address_application_certificate WHERE application = $1 ORDER BY certificate`, id)
	if err != nil {
		return nil, fmt.Errorf("certificates of application %s: %w", id, err)
	}
	return pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
}

// PhotosOf gives the pictures of an application.
func (s *Store) PhotosOf(ctx context.Context, id uuid.UUID) ([]Photo, error) {
	rows, err := s.DB.Query(ctx, `SELECT id, name, sha256, media_type, size_bytes FROM address_application_photo WHERE application = $1 ORDER BY id`, id)
	if err != nil {
		return nil, fmt.Errorf("pictures of application %s: %w", id, err)
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[Photo])
}

// Photo gives one picture of an application, or ErrPhoto.
func (s *Store) Photo(ctx context.Context, application, id uuid.UUID) (Photo, error) {
	all, err := s.PhotosOf(ctx, application)
	for _, p := range all {
		if p.ID == id {
			return p, nil
		}
	}
	if err == nil {
		err = ErrPhoto
	}
	return Photo{}, err
}
