package addresscase

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/gazetteer/cases"
	"diming/gazetteer/deadline"
	"diming/internal/ledger"
	"diming/internal/version"
)

// Open takes an application in under the next number of its year. Of an online
// one it gives the receipt with which its applicant asks again. The clock
// starts on the day on which it came: what is not objected to counts as
// complete from then on (行政许可法 art. 32 (5), read by analogy).
func (s *Store) Open(ctx context.Context, actor uuid.UUID, o Opening) (uuid.UUID, int64, cases.Receipt, error) {
	var receipt cases.Receipt
	if err := o.check(); err != nil {
		return uuid.Nil, 0, receipt, fmt.Errorf("open application: %w", err)
	}
	id, err := uuid.NewV7()
	if err != nil {
		return id, 0, receipt, err
	}
	var entry int64
	err = pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		var err error
		entry, receipt, err = open(ctx, tx, actor, id, o)
		return err
	})
	if err != nil {
		return uuid.Nil, 0, cases.Receipt{}, fmt.Errorf("open application: %w", err)
	}
	return id, entry, receipt, nil
}

func open(ctx context.Context, tx pgx.Tx, actor, id uuid.UUID, o Opening) (int64, cases.Receipt, error) {
	var receipt cases.Receipt
	number, err := nextNumber(ctx, tx, o.Received)
	if err != nil {
		return 0, receipt, err
	}
	person, err := keep(ctx, tx, o.Party)
	if err != nil {
		return 0, receipt, err
	}
	var code []byte
	if o.Channel == Online {
		receipt = cases.Receipt{Number: number, Code: cases.NewCode()}
		code = cases.CodeDigest(receipt.Code)
	}
	c, err := clockOf(ctx, tx, o.Division, o.Received)
	if err != nil {
		return 0, receipt, err
	}
	entry, err := ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "address_application.receive", Kind: "address_application", Object: id, Person: &person,
		After: ledger.Fields{"number": number, "want": string(o.Want), "channel": string(o.Channel), "division": o.Division, "received_on": o.Received.String(), "due_on": c.Legal.String()}})
	if err != nil {
		return 0, receipt, err
	}
	_, err = tx.Exec(ctx, `INSERT INTO address_application (id, number, channel, want, division, site, person, receipt_code, received_on, tag, clock_from, due_on, safe_on, warn_on, due_basis, opened_by)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
		id, number, string(o.Channel), string(o.Want), o.Division, pointOrNull(o.Site), person.ID, code, o.Received, entry, c.From, c.Legal, c.Safe, c.Warn, c.Basis, actor)
	if err != nil {
		return 0, receipt, err
	}
	return entry, receipt, step(ctx, tx, id, taken{step: Receive, to: Received, on: o.Received, actor: actor, entry: entry})
}

// nextNumber counts within a year without gaps: 2026-址-0001.
func nextNumber(ctx context.Context, tx pgx.Tx, day version.Date) (string, error) {
	year, n := day.Time().Year(), 0
	err := tx.QueryRow(ctx, `INSERT INTO address_application_number (year, last) VALUES ($1, 1)
		ON CONFLICT (year) DO UPDATE SET last = address_application_number.last + 1 RETURNING last`, year).Scan(&n)
	return fmt.Sprintf("%d-址-%04d", year, n), err
}

func keep(ctx context.Context, tx pgx.Tx, p Party) (ledger.PersonRef, error) {
	text, err := json.Marshal(p)
	if err != nil {
		return ledger.PersonRef{}, err
	}
	return ledger.KeepPerson(ctx, tx, string(text))
}

func pointOrNull(p *orb.Point) any {
	if p == nil {
		return nil
	}
	return *p
}

// clockOf says until when an application that is complete on a day is to be
// decided, by the settings of its division and the official holidays.
func clockOf(ctx context.Context, tx pgx.Tx, division uuid.UUID, from version.Date) (Clock, error) {
	limit, ok, err := deadline.Of(ctx, tx, division, boundaries.SettingNumberingDays, deadline.Workdays, from)
	if err != nil || !ok {
		return Clock{}, err
	}
	warn, _, err := deadline.Of(ctx, tx, division, boundaries.SettingWarnDays, deadline.Days, from)
	if err != nil {
		return Clock{}, err
	}
	calendar, err := deadline.Read(ctx, tx)
	if err != nil {
		return Clock{}, err
	}
	d := calendar.Due(from, limit, warn.N)
	if d.Unsure {
		d.Basis += "（该年放假安排尚未录入，只按双休日推算）"
	}
	return Clock{From: d.Start, Legal: d.Legal, Safe: d.Safe, Warn: d.Warn, Basis: d.Basis}, nil
}

// taken is a step as it is written.
type taken struct {
	step     Step
	from, to State
	on       version.Date
	note     string
	against  string
	actor    uuid.UUID
	entry    int64
}

func step(ctx context.Context, tx pgx.Tx, id uuid.UUID, t taken) error {
	_, err := tx.Exec(ctx, `INSERT INTO address_application_step (application, n, step, from_state, to_state, on_day, note, against, actor, entry)
		SELECT $1, count(*) + 1, $2, $3, $4, $5, $6, $7, $8, $9 FROM address_application_step WHERE application = $1`,
		id, string(t.step), string(t.from), string(t.to), t.on, t.note, t.against, t.actor, t.entry)
	return err
}

// held locks an application and gives it with the day of its last step.
func (s *Store) held(ctx context.Context, tx pgx.Tx, by By) (Application, version.Date, error) {
	var last version.Date
	if err := tx.QueryRow(ctx, `SELECT tag FROM address_application WHERE id = $1 FOR NO KEY UPDATE`, by.Application).Scan(new(int64)); err != nil {
		if errors.Is(err, pgx.ErrNoRows) {
			err = ErrNotFound
		}
		return Application{}, last, err
	}
	a, err := (&Store{DB: tx}).ByID(ctx, by.Application)
	if err != nil {
		return a, last, err
	}
	if by.Tag != a.Tag {
		return a, last, ErrChanged
	}
	err = tx.QueryRow(ctx, `SELECT max(on_day) FROM address_application_step WHERE application = $1`, a.ID).Scan(&last)
	return a, last, err
}

// An act is a step with what it does beside changing the state.
type act struct {
	By
	step  Step
	on    version.Date
	note  string
	party *Party
	site  *orb.Point
	after ledger.Fields

	against string
	do      func(tx pgx.Tx, a *Application, entry int64) error // may set what is saved of a
}

func (s *Store) act(ctx context.Context, x act, today version.Date) (int64, error) {
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		a, last, err := s.held(ctx, tx, x.By)
		if err != nil {
			return err
		}
		from := a.State
		if a.State, err = from.to(x.step, a.Want); err != nil {
			return err
		}
		if x.on.Before(last) || today.Before(x.on) {
			return ErrDay
		}
		if (x.step == Ask || x.step == Refuse || x.step == See || x.step == Renumber) && strings.TrimSpace(x.note) == "" {
			return ErrReason
		}
		entry, err = s.write(ctx, tx, x, from, a)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("%s application %s: %w", x.step, x.Application, err)
	}
	return entry, nil
}

// write saves a step that follows, under one entry of the ledger.
func (s *Store) write(ctx context.Context, tx pgx.Tx, x act, from State, a Application) (int64, error) {
	after := ledger.Fields{"state": string(a.State), "number": a.Number, "on": x.on.String()}
	for key, v := range x.after {
		after[key] = v
	}
	e := ledger.Entry{Actor: x.Actor, Action: "address_application." + string(x.step), Kind: "address_application", Object: a.ID, Reason: x.note,
		Before: ledger.Fields{"state": string(from)}, After: after}
	var person *uuid.UUID
	if x.party != nil {
		ref, err := keep(ctx, tx, *x.party)
		if err != nil {
			return 0, err
		}
		e.Person, person = &ref, &ref.ID
	}
	entry, err := ledger.Append(ctx, tx, e)
	if err != nil {
		return 0, err
	}
	if x.do != nil {
		if err := x.do(tx, &a, entry); err != nil {
			return 0, err
		}
	}
	if err := a.runClock(ctx, tx, x.step, x.on); err != nil {
		return 0, err
	}
	if x.site != nil {
		a.Site = x.site
	}
	c := a.Clock
	_, err = tx.Exec(ctx, `UPDATE address_application SET state = $2, tag = $3, address = $4, clock_from = $5, due_on = $6, safe_on = $7, warn_on = $8, due_basis = $9,
			decided_on = $10, site = $11, person = coalesce($12, person), made = $13 WHERE id = $1`,
		a.ID, string(a.State), entry, a.Address, c.From, c.Legal, c.Safe, c.Warn, c.Basis, a.Decided, pointOrNull(a.Site), person, a.Made)
	if err != nil {
		return 0, err
	}
	return entry, step(ctx, tx, a.ID, taken{x.step, from, a.State, x.on, x.note, x.against, x.Actor, entry})
}

// runClock stops the clock while the applicant is to complete something, starts
// it anew when that is done, and ends it with a decision.
func (a *Application) runClock(ctx context.Context, tx pgx.Tx, step Step, on version.Date) error {
	switch {
	case step == Ask:
		a.Clock = Clock{}
	case step == Complete:
		var err error
		if a.Clock, err = clockOf(ctx, tx, a.Division, on); err != nil {
			return err
		}
	case a.State.decides() && step != Renumber:
		a.Decided = on
	}
	return nil
}
