package notice

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/ledger"
)

// A Saying is a comment as it comes in.
type Saying struct {
	Name    string // proposed, of a call for names
	Text    string
	Contact string // personal data of who writes; may be empty
}

// Say takes a comment on a notice that runs. It is shown to nobody outside
// before it was read.
func (s *Store) Say(ctx context.Context, id uuid.UUID, c Saying) (uuid.UUID, error) {
	c.Name, c.Text, c.Contact = strings.TrimSpace(c.Name), strings.TrimSpace(c.Text), strings.TrimSpace(c.Contact)
	switch {
	case c.Text == "":
		return uuid.Nil, ErrMissing
	case utf8.RuneCountInString(c.Text) > MostText, utf8.RuneCountInString(c.Name) > MostName, utf8.RuneCountInString(c.Contact) > MostContact:
		return uuid.Nil, ErrLength
	}
	row, err := uuid.NewV7()
	if err != nil {
		return row, err
	}
	err = pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error { return s.In(tx).say(ctx, tx, id, row, c) })
	if err != nil {
		return uuid.Nil, fmt.Errorf("comment on notice %s: %w", id, refused(err))
	}
	return row, nil
}

func (s *Store) say(ctx context.Context, tx pgx.Tx, id, row uuid.UUID, c Saying) error {
	// The row is shared with other comments and kept from being closed meanwhile.
	var kind string
	if err := tx.QueryRow(ctx, `SELECT kind FROM public_notice WHERE id = $1 FOR SHARE`, id).Scan(&kind); err != nil {
		if err == pgx.ErrNoRows {
			err = ErrNotFound
		}
		return err
	}
	n, err := s.Get(ctx, id)
	switch {
	case err != nil:
		return err
	case !n.Runs(s.Cases.Day()):
		return ErrOver
	case kind == Solicitation && c.Name == "":
		return ErrMissing
	case kind == Notice:
		c.Name = ""
	}
	var person *ledger.PersonRef
	var contact *uuid.UUID
	if c.Contact != "" {
		ref, err := ledger.KeepPerson(ctx, tx, c.Contact)
		if err != nil {
			return err
		}
		person, contact = &ref, &ref.ID
	}
	// What people write may name persons: the entry says only that it came.
	entry, err := ledger.Append(ctx, tx, ledger.Entry{Actor: ledger.Console, Action: "comment.receive", Kind: "comment", Object: row, Person: person,
		After: ledger.Fields{"notice": id, "characters": int64(utf8.RuneCountInString(c.Text))}})
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO notice_comment (id, notice, name, text, contact, tag) VALUES ($1, $2, $3, $4, $5, $6)`, row, id, c.Name, c.Text, contact, entry)
	return err
}

// Moderate lets a comment be shown, or hides it with the reason.
func (s *Store) Moderate(ctx context.Context, actor, notice, comment uuid.UUID, show bool, why string) error {
	state := "shown"
	if why = strings.TrimSpace(why); !show {
		if state = "hidden"; why == "" {
			return ErrMissing
		}
	} else {
		why = ""
	}
	return s.change(ctx, notice, comment, ledger.Entry{Actor: actor, Action: "comment.moderate", Reason: why, After: ledger.Fields{"state": state}},
		`UPDATE notice_comment SET state = $2, hidden_why = $3, tag = $4 WHERE id = $1`, state, why)
}

// Handlings are the ways in which a comment is handled.
var Handlings = []string{"adopted", "partly", "not_adopted", "noted"}

// Answer says how a comment was handled, and why.
func (s *Store) Answer(ctx context.Context, actor, notice, comment uuid.UUID, handled, answer string) error {
	if answer = strings.TrimSpace(answer); answer == "" || !slices.Contains(Handlings, handled) {
		return ErrMissing
	}
	if utf8.RuneCountInString(answer) > MostText {
		return ErrLength
	}
	return s.change(ctx, notice, comment, ledger.Entry{Actor: actor, Action: "comment.answer", After: ledger.Fields{"handled": handled}},
		`UPDATE notice_comment SET handled = $2, answer = $3, answered_by = $5, answered_at = clock_timestamp(), tag = $4 WHERE id = $1`, handled, answer, actor)
}

// change changes a comment of a notice that is not closed; sql takes the
// comment, two values, the entry and what is left of values.
func (s *Store) change(ctx context.Context, notice, comment uuid.UUID, e ledger.Entry, sql string, values ...any) error {
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		var closed bool
		err := tx.QueryRow(ctx, `SELECT n.closed_on IS NOT NULL FROM public_notice n JOIN notice_comment c ON c.notice = n.id
			WHERE n.id = $1 AND c.id = $2 FOR SHARE OF n FOR UPDATE OF c`, notice, comment).Scan(&closed)
		switch {
		case err == pgx.ErrNoRows:
			return ErrComment
		case err != nil:
			return err
		case closed:
			return ErrOver
		}
		e.Kind, e.Object = "comment", comment
		entry, err := ledger.Append(ctx, tx, e)
		if err != nil {
			return err
		}
		args := append([]any{comment, values[0], values[1], entry}, values[2:]...)
		_, err = tx.Exec(ctx, sql, args...)
		return err
	})
	if err != nil {
		return fmt.Errorf("%s %s: %w", e.Action, comment, err)
	}
	return nil
}
