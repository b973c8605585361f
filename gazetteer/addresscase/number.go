package addresscase

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/gazetteer/address"
	"diming/gazetteer/numbering"
	"diming/gazetteer/streetnumbers"
	"diming/internal/ledger"
	"diming/internal/version"
)

// A Result is the address that an application comes to: one that stands, or one
// that is made for it.
type Result struct {
	Address           uuid.UUID // uuid.Nil where one is made
	Draft             address.Draft
	DeadEnd, OneSided bool // of the street, where the scheme asks
}

// An AgainstError says what speaks against a number that was given without a
// reason.
type AgainstError struct {
	Given    string // such as 20号
	Proposed string // by the scheme; "" where it gives none
	Findings []numbering.Finding
}

func (e *AgainstError) Error() string {
	return fmt.Sprintf("%d findings against %s, and no reason", len(e.Findings), e.Given)
}

// Unwrap lets errors.Is find ErrAgainst.
func (e *AgainstError) Unwrap() error { return ErrAgainst }

// A verdict is what the scheme said of the number that is given.
type verdict struct {
	proposed string
	against  []numbering.Finding
}

// text is what spoke against the number, as the file keeps it.
func (v verdict) text() string {
	var all []string
	for _, f := range v.against {
		all = append(all, f.Reason.ZH)
	}
	return strings.Join(all, "；")
}

// Number gives an application its address; before a certificate of it is
// issued, it gives it another with a reason. A new address is entered in the
// same transaction under an entry of its own, where its gate was seen; against
// what the numbering scheme says it is given with a reason alone, which becomes
// part of the file and of the address.
func (s *Store) Number(ctx context.Context, by By, r Result, note string, today version.Date) (uuid.UUID, int64, error) {
	var id uuid.UUID
	var tag int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		a, _, err := s.held(ctx, tx, by)
		if err != nil {
			return err
		}
		step := Number
		if a.State == Numbered {
			step = Renumber
		}
		if err := a.mayNumber(ctx, tx, step, note); err != nil {
			return err
		}
		in := numberer{tx, by.Actor, a, strings.TrimSpace(note), today}
		var v verdict
		made := r.Address == uuid.Nil
		if made {
			id, v, err = in.make(ctx, r)
		} else {
			id, err = in.choose(ctx, r.Address)
		}
		if err != nil {
			return err
		}
		after := ledger.Fields{"address": id}
		if v.proposed != "" {
			after["proposed"] = v.proposed
		}
		if len(v.against) > 0 {
			after["against"] = v.text()
		}
		tag, err = (&Store{DB: tx}).act(ctx, act{By: by, step: step, on: today, note: in.note, against: v.text(), after: after,
			do: func(_ pgx.Tx, a *Application, _ int64) error {
				a.Address, a.Made = &id, made
				return nil
			}}, today)
		return err
	})
	return id, tag, err
}

// mayNumber refuses what does not follow. Of a number that is to be another one
// it wants the reason, and that no certificate says the first.
func (a Application) mayNumber(ctx context.Context, tx pgx.Tx, step Step, note string) error {
	if _, err := a.State.to(step, a.Want); err != nil {
		return err
	}
	if step == Number {
		return nil
	}
	if strings.TrimSpace(note) == "" {
		return ErrReason
	}
	var issued bool
	err := tx.QueryRow(ctx, `SELECT EXISTS (SELECT FROM name_certificate WHERE address = $1 AND revoked_on IS NULL)`, *a.Address).Scan(&issued)
	if err == nil && issued {
		err = ErrCertified
	}
	return err
}

// A numberer gives an application its address in a transaction.
type numberer struct {
	tx    pgx.Tx
	actor uuid.UUID
	a     Application
	note  string
	today version.Date
}

func (n numberer) addresses() *address.Store { return &address.Store{DB: n.tx} }

// former is the address that was made for the application before, if one was.
func (n numberer) former(ctx context.Context) (*address.Address, error) {
	if n.a.Address == nil || !n.a.Made {
		return nil, nil
	}
	was, err := n.addresses().ByID(ctx, address.Reader{Internal: true, AsOf: version.AsOf{Valid: n.today}}, *n.a.Address)
	return &was, err
}

// choose takes an address that stands; the one that was made before should
// never have been.
func (n numberer) choose(ctx context.Context, id uuid.UUID) (uuid.UUID, error) {
	found, err := n.addresses().ByID(ctx, address.Reader{Internal: true, AsOf: version.AsOf{Valid: n.today}}, id)
	if err != nil {
		return id, err
	}
	if !found.Standing || n.a.Address != nil && *n.a.Address == id {
		return id, ErrResult
	}
	was, err := n.former(ctx)
	if err != nil || was == nil {
		return id, err
	}
	_, err = n.addresses().Withdraw(ctx, n.actor, was.ID, was.Tag, &id, n.reason(verdict{}))
	return id, err
}

// make enters a new address, or puts right the one that was made before.
func (n numberer) make(ctx context.Context, r Result) (uuid.UUID, verdict, error) {
	d := r.Draft
	if d.Entrance == nil {
		d.Entrance = n.a.Site
	}
	was, err := n.former(ctx)
	if err != nil {
		return uuid.Nil, verdict{}, err
	}
	v, err := n.judge(ctx, r, &d, was)
	if err != nil {
		return uuid.Nil, v, err
	}
	if was != nil {
		made, err := n.addresses().Change(ctx, n.actor, was.ID, was.Tag, d, version.Date{}, n.reason(v), n.today)
		return made.ID, v, err
	}
	id, _, err := n.addresses().Add(ctx, n.actor, d, n.reason(v), n.today)
	return id, v, err
}

// judge asks the scheme of the number, which nobody changes meanwhile.
func (n numberer) judge(ctx context.Context, r Result, d *address.Draft, was *address.Address) (verdict, error) {
	number, err := strconv.Atoi(d.Number)
	if err != nil { // a building of a compound has none; what is no number the register refuses
		return verdict{}, nil
	}
	sub, _ := strconv.Atoi(d.Sub)
	q := streetnumbers.Question{Way: d.Way, Settlement: d.Settlement, Division: d.Division, At: d.Entrance, DeadEnd: r.DeadEnd, OneSided: r.OneSided}
	if was != nil {
		q.Except = was.ID
	}
	if err := address.HoldStreet(ctx, n.tx, q.Base()); err != nil {
		return verdict{}, err
	}
	everything := func(context.Context, uuid.UUID) (bool, error) { return true, nil } // a number that one may not see is taken
	said, err := (&streetnumbers.Store{}).In(n.tx).Try(ctx, q, everything, n.today)
	if err != nil {
		return verdict{}, err
	}
	if d.Sub != "" && d.InsertFormat == "" {
		d.InsertFormat = said.Scheme.Insert
	}
	var v verdict
	if said.Number > 0 {
		v.proposed = said.Format(said.Number, said.Sub)
	}
	for _, f := range said.Against(number, sub, d.Building != "" || d.Compound != uuid.Nil) {
		if f.Kind != "duplicate" { // which the register refuses
			v.against = append(v.against, f)
		}
	}
	if len(v.against) > 0 && n.note == "" {
		return v, &AgainstError{said.Format(number, sub), v.proposed, v.against}
	}
	return v, nil
}

// reason is what the entry of the address says.
func (n numberer) reason(v verdict) string {
	text := "申请 " + n.a.Number
	if len(v.against) > 0 {
		text += "；与编号规则不同（" + v.text() + "）"
	}
	if n.note != "" {
		text += "：" + n.note
	}
	return text
}
