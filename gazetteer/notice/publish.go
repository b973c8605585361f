package notice

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"diming/gazetteer/cases"
	"diming/internal/ledger"
	"diming/internal/version"
)

// A Draft is a notice as it is published.
type Draft struct {
	Case        uuid.UUID
	Kind        string
	Title, Text string
	Until       version.Date // the last day, where it is later than the place's days; zero: by those
}

// Publish publishes a notice of a case, from today for the days that the place
// sets. Of a public notice 公示 the case's consultation of that kind is opened
// where it is not open yet; a call for names 征名 may come as soon as the case
// is accepted.
func (s *Store) Publish(ctx context.Context, actor uuid.UUID, d Draft) (uuid.UUID, error) {
	d.Title, d.Text = strings.TrimSpace(d.Title), strings.TrimSpace(d.Text)
	if d.Title == "" || d.Text == "" || d.Kind != Notice && d.Kind != Solicitation {
		return uuid.Nil, ErrMissing
	}
	id, err := uuid.NewV7()
	if err != nil {
		return id, err
	}
	err = pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error { return s.In(tx).publish(ctx, tx, actor, id, d) })
	if err != nil {
		return uuid.Nil, fmt.Errorf("publish notice of case %s: %w", d.Case, refused(err))
	}
	return id, nil
}

func (s *Store) publish(ctx context.Context, tx pgx.Tx, actor, id uuid.UUID, d Draft) error {
	// Nobody takes a step of the case meanwhile, such as its review.
	if _, err := tx.Exec(ctx, `SELECT FROM name_case WHERE id = $1 FOR UPDATE`, d.Case); err != nil {
		return err
	}
	f, err := s.Cases.Read(ctx, d.Case)
	if err != nil {
		return err
	}
	if f.State != cases.Consulting && (d.Kind == Notice || f.State != cases.Accepted) {
		return ErrState
	}
	day := s.Cases.Day()
	due, ok, err := s.Cases.Due(ctx, tx, cases.Question{Key: cases.NoticeClock, Start: day, Division: f.Division})
	if err != nil {
		return err
	}
	if !ok {
		due.Legal = day
	}
	switch {
	case d.Until.IsZero():
	case d.Until.Before(due.Legal):
		return &ShortError{due.Legal}
	default:
		due.Legal = d.Until
	}
	var consultation *uuid.UUID
	if d.Kind == Notice {
		row, err := s.consultation(ctx, actor, f, due.Legal)
		if err != nil {
			return err
		}
		consultation = &row
	}
	entry, err := ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "notice.publish", Kind: "notice", Object: id,
		After: ledger.Fields{"case": d.Case, "kind": d.Kind, "title": d.Title, "from": day.String(), "to": due.Legal.String(), "basis": due.Basis}})
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO public_notice (id, name_case, kind, title, text, from_on, to_on, basis, consultation, published_by, entry, tag)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)`, id, d.Case, d.Kind, d.Title, d.Text, day, due.Legal, due.Basis, consultation, actor, entry)
	return err
}

// A ShortError says that a notice would end before the days that the place sets.
type ShortError struct{ Earliest version.Date }

func (e *ShortError) Error() string { return "the notice must stand until " + e.Earliest.String() }

// consultation gives the open consultation that a notice answers, and opens one
// where there is none.
func (s *Store) consultation(ctx context.Context, actor uuid.UUID, f cases.File, due version.Date) (uuid.UUID, error) {
	for _, c := range f.Consultations {
		if string(c.Kind) == Notice && c.State == "open" {
			return c.ID, nil
		}
	}
	id, _, err := s.Cases.AddConsultation(ctx, cases.By{Actor: actor, Case: f.ID, Tag: f.Tag}, cases.Report(Notice), "公众", due)
	return id, err
}

// refused gives what the database refused its name.
func refused(err error) error {
	var pgErr *pgconn.PgError
	if !errors.As(err, &pgErr) {
		return err
	}
	switch pgErr.ConstraintName {
	case "public_notice_once":
		return ErrOpen
	case "public_notice_answered":
		return ErrAnswers
	case "notice_comment_open":
		return ErrOver
	}
	return err
}
