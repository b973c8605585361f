package cases

import (
	"context"
	"errors"
	"fmt"
	"maps"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/ledger"
)

// By says who changes a case, and which version of it they have seen.
type By struct {
	Actor uuid.UUID
	Case  uuid.UUID
	Tag   int64
}

// An act is a change of a case: its row is locked, its version compared, the
// step looked up, what is planned checked and entered in the ledger, and then
// done, all in one transaction.
type act struct {
	By
	step   Step   // "": the state stays
	action string // of the entry; "": case.<step>
	reason string
	// plan refuses what cannot be, and gives what the entry says besides the state.
	plan func(tx pgx.Tx, c Case) (ledger.Fields, error)
	// person is whom the entry refers to, settled by plan; nil: nobody.
	person func() *ledger.PersonRef
	// do writes what belongs to the change; the state and the tag are written after it.
	do func(tx pgx.Tx, c Case, entry int64) error
}

func (s *Store) act(ctx context.Context, a act) (tag int64, err error) {
	err = pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		tag, err = s.actIn(ctx, tx, a)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("%s case %s: %w", a.name(), a.Case, err)
	}
	return tag, nil
}

func (a act) name() string {
	if a.action != "" {
		return a.action
	}
	return "case." + string(a.step)
}

func (s *Store) actIn(ctx context.Context, tx pgx.Tx, a act) (int64, error) {
	c, err := s.lock(ctx, tx, a.Case, a.Tag)
	if err != nil {
		return 0, err
	}
	next := c.State
	if a.step != "" {
		var ok bool
		if next, ok = c.State.Next(a.step); !ok {
			return 0, &StepError{Step: a.step, State: c.State}
		}
	}
	after := ledger.Fields{}
	if a.plan != nil {
		planned, err := a.plan(tx, c)
		if err != nil {
			return 0, err
		}
		maps.Copy(after, planned)
	}
	after["state"] = string(next)
	e := ledger.Entry{Actor: a.Actor, Action: a.name(), Kind: "case", Object: c.ID, Reason: a.reason, Before: ledger.Fields{"state": string(c.State)}, After: after}
	if a.person != nil {
		e.Person = a.person()
	}
	entry, err := ledger.Append(ctx, tx, e)
	if err != nil {
		return 0, err
	}
	if a.do != nil {
		if err := a.do(tx, c, entry); err != nil {
			return 0, err
		}
	}
	if _, err = tx.Exec(ctx, `UPDATE name_case SET state = $2, tag = $3 WHERE id = $1`, c.ID, next, entry); err != nil || next != Approved {
		return entry, err
	}
	return s.stand(ctx, tx, a.Actor, c.ID, entry)
}

// stand closes an approved case once it is filed and announced, as far as its
// procedure wants that.
func (s *Store) stand(ctx context.Context, tx pgx.Tx, actor, id uuid.UUID, tag int64) (int64, error) {
	c, err := s.In(tx).oneCase(ctx, `c.id = $1`, id)
	if err != nil || c.Procedure.Files && c.FiledOn.IsZero() || c.Procedure.Announces && c.AnnouncedOn.IsZero() {
		return tag, err
	}
	entry, err := ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "case.stand", Kind: "case", Object: id,
		Before: ledger.Fields{"state": string(Approved)}, After: ledger.Fields{"state": string(InForce)}})
	if err != nil {
		return 0, err
	}
	_, err = tx.Exec(ctx, `UPDATE name_case SET state = $2, tag = $3 WHERE id = $1`, id, InForce, entry)
	return entry, err
}

// lock takes the case's row for the rest of the transaction, so that changes of
// one case follow one another, and refuses who has seen another version.
func (s *Store) lock(ctx context.Context, tx pgx.Tx, id uuid.UUID, tag int64) (Case, error) {
	c, err := s.In(tx).oneCase(ctx, `c.id = $1 FOR UPDATE`, id)
	if err != nil || c.Tag == tag {
		return c, err
	}
	e := &ChangedError{Tag: c.Tag}
	err = tx.QueryRow(ctx, `SELECT actor, at, action FROM ledger_entry WHERE id = $1`, c.Tag).Scan(&e.By, &e.At, &e.Did)
	return c, errors.Join(err, e)
}
