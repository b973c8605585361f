// Package supervision keeps the log of supervision over place names:
// rectification notices, talks, and reports whose reporter is kept secret
// (地名管理条例 arts. 29–33).
//
// Who reported, and in which words, stands in person_detail alone. Nothing of
// it enters the ledger or a list; Reveal tells it to those who may know and
// records that it did.
package supervision

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"diming/internal/ledger"
	"diming/internal/pg"
	"diming/internal/version"
)

// Errors that callers tell apart with errors.Is.
var (
	ErrNotFound = errors.New("no such record of supervision")
	ErrMissing  = errors.New("number, party, subject, text, deadline or result is missing")
	ErrNumber   = errors.New("the number is used already")
	ErrState    = errors.New("the matter is closed")
)

// Kinds of matters.
const (
	Notice = "notice" // 整改通知书
	Talk   = "talk"   // 约谈
	Report = "report" // 举报
)

// A Store keeps matters.
type Store struct{ DB pg.DB }

// A Matter is one act of supervision.
type Matter struct {
	ID           uuid.UUID
	Kind         string
	Division     uuid.UUID
	DivisionName string
	Number       string
	Party        string // an organisation
	Subject      string
	Body         string // of a notice or a talk
	Basis        string
	Place        *uuid.UUID
	PlaceName    string
	MadeOn       version.Date
	DueOn        version.Date // zero: none
	State        string       // open, done, void
	Result       string
	ClosedOn     version.Date
	Secret       bool // a reporter is held, who is told by Reveal alone
	Overdue      bool
	Rank         int // of the list
}

// A Reporter is who reported, and what they wrote.
type Reporter struct {
	Name    string `json:"name,omitempty"`
	Contact string `json:"contact,omitempty"`
	Text    string `json:"text"`
}

// Open records a matter. Of a report, who may be nil only where nothing is
// known of it but the officer's summary.
func (s *Store) Open(ctx context.Context, actor uuid.UUID, m Matter, who *Reporter) (uuid.UUID, int64, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return id, 0, err
	}
	switch {
	case m.MadeOn.IsZero(), m.Kind != Report && m.Subject == "", m.Kind == Report && m.Subject == "" && (who == nil || who.Text == ""),
		m.Kind == Notice && (m.Number == "" || m.Party == "" || m.Body == "" || m.DueOn.IsZero()):
		return id, 0, fmt.Errorf("record supervision: %w", ErrMissing)
	}
	var entry int64
	err = pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		e := ledger.Entry{Actor: actor, Action: "supervision.open", Kind: "supervision", Object: id,
			After: ledger.Fields{"kind": m.Kind, "number": m.Number, "made_on": m.MadeOn.String(), "due_on": m.DueOn.String()}}
		var person *uuid.UUID
		if who != nil {
			text, err := json.Marshal(who)
			if err != nil {
				return err
			}
			ref, err := ledger.KeepPerson(ctx, tx, string(text))
			if err != nil {
				return err
			}
			e.Person, person = &ref, &ref.ID
		}
		if entry, err = ledger.Append(ctx, tx, e); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO supervision (id, kind, division, number, party, subject, body, basis, place, made_on, due_on, person, entry)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
			id, m.Kind, m.Division, m.Number, m.Party, m.Subject, m.Body, m.Basis, m.Place, m.MadeOn, m.DueOn, person, entry)
		return err
	})
	var refused *pgconn.PgError
	if errors.As(err, &refused) && refused.ConstraintName == "supervision_number" {
		err = ErrNumber
	}
	if err != nil {
		return id, 0, fmt.Errorf("record supervision: %w", err)
	}
	return id, entry, nil
}

// Close ends a matter with its result; void takes it back, with why.
func (s *Store) Close(ctx context.Context, actor, id uuid.UUID, void bool, result string, day version.Date) (int64, error) {
	if result == "" {
		return 0, fmt.Errorf("close supervision %s: %w", id, ErrMissing)
	}
	state := "done"
	if void {
		state = "void"
	}
	return s.change(ctx, actor, id, "supervision.close", ledger.Fields{"state": state, "closed_on": day.String()},
		`state = $2, result = $3, closed_on = $4`, state, result, day)
}

// Summarise says in an officer's words what a matter is about.
func (s *Store) Summarise(ctx context.Context, actor, id uuid.UUID, subject string) (int64, error) {
	if subject == "" {
		return 0, fmt.Errorf("summarise supervision %s: %w", id, ErrMissing)
	}
	return s.change(ctx, actor, id, "supervision.edit", ledger.Fields{"changed": "subject"}, `subject = $2`, subject)
}

func (s *Store) change(ctx context.Context, actor, id uuid.UUID, action string, after ledger.Fields, set string, args ...any) (int64, error) {
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		var state string
		err := tx.QueryRow(ctx, `SELECT state FROM supervision WHERE id = $1 FOR NO KEY UPDATE`, id).Scan(&state)
		switch {
		case errors.Is(err, pgx.ErrNoRows):
			return ErrNotFound
		case err != nil:
			return err
		case state != "open":
			return ErrState
		}
		entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: action, Kind: "supervision", Object: id, After: after})
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, fmt.Sprintf(`UPDATE supervision SET %s, entry = $%d WHERE id = $1`, set, len(args)+2), append(append([]any{id}, args...), entry)...)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("%s %s: %w", action, id, err)
	}
	return entry, nil
}

// Reveal tells who reported and in which words, and records who asked. What
// was erased is ledger.ErrErased.
func (s *Store) Reveal(ctx context.Context, actor, id uuid.UUID) (Reporter, error) {
	var who Reporter
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		var person *uuid.UUID
		err := tx.QueryRow(ctx, `SELECT person FROM supervision WHERE id = $1`, id).Scan(&person)
		if errors.Is(err, pgx.ErrNoRows) || err == nil && person == nil {
			return ErrNotFound
		}
		if err != nil {
			return err
		}
		text, err := ledger.Person(ctx, tx, *person)
		if err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(text), &who); err != nil {
			return errors.New("what is held of the reporter cannot be read") // its words stay inside
		}
		_, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "supervision.reveal", Kind: "supervision", Object: id})
		return err
	})
	if err != nil {
		return Reporter{}, fmt.Errorf("reveal the reporter of %s: %w", id, err)
	}
	return who, nil
}
