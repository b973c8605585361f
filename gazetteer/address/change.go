package address

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/ledger"
	"diming/internal/version"
)

// A Made is what a change made.
type Made struct {
	ID    uuid.UUID // the address that stands: the same, or its successor
	Entry int64
}

// Change says what an address, read at tag, is made of from a day on.
//
// Where it has another number, street, building or room from then on, the
// address itself changes: it ends, and a successor begins, to which its
// auxiliary addresses now belong. Where only its division, points or visibility
// differ it stays the same address. Without a day the register had it wrong
// and it is corrected for the whole of its latest version.
func (s *Store) Change(ctx context.Context, actor, id uuid.UUID, tag int64, d Draft, on version.Date, reason string, today version.Date) (Made, error) {
	made := Made{ID: id}
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		a, err := s.held(ctx, tx, id, tag)
		if err != nil {
			return err
		}
		if a.State == Cancelled || a.State == Changed {
			return ErrStep
		}
		if d.Valid = a.Valid; !on.IsZero() {
			if d.Valid.From = on; d.Valid.Check() != nil || today.Before(on) {
				return ErrDay
			}
		}
		if !on.IsZero() && d.designation() != a.designation() {
			made, err = s.succeed(ctx, tx, actor, a, d, on, reason, today)
			return err
		}
		d.State = a.State
		made.Entry, err = s.amend(ctx, tx, actor, a, d, reason)
		return err
	})
	if err != nil {
		return Made{}, fmt.Errorf("change address %s: %w", id, err)
	}
	return made, nil
}

// amend writes another version of the same address.
func (s *Store) amend(ctx context.Context, tx pgx.Tx, actor uuid.UUID, a Address, d Draft, reason string) (int64, error) {
	if strings.TrimSpace(reason) == "" {
		return 0, ErrReason
	}
	drafts, refused := []Draft{d}, refusals{}
	keepsState := drafts[0].State
	drafts[0].State = Numbered // what it is does not hang on the state it is in
	refused.note(0, drafts[0].ready())
	drafts[0].State = keepsState
	county, err := refused.ground(ctx, tx, drafts)
	if err != nil {
		return 0, err
	}
	if err := hold(ctx, tx, drafts); err != nil {
		return 0, err
	}
	if err := refused.taken(ctx, tx, drafts, a.ID); err != nil {
		return 0, err
	}
	if refused[0] != nil {
		return 0, refused[0]
	}
	entry, err := ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "address.correct", Kind: "address", Object: a.ID, County: county,
		Public: a.Visibility == "public" && d.Visibility == "public", Reason: reason, Before: a.fields(), After: drafts[0].fields()})
	if err != nil {
		return 0, err
	}
	if _, err := tx.Exec(ctx, `UPDATE address SET tag = $2 WHERE id = $1`, a.ID, entry); err != nil {
		return 0, err
	}
	if err := versions.Write(ctx, tx, a.ID, d.Valid, entry, drafts[0].values(county)...); err != nil {
		return 0, constrained(err)
	}
	return entry, settle(ctx, tx)
}

// succeed ends an address on a day and enters what carries it on.
func (s *Store) succeed(ctx context.Context, tx pgx.Tx, actor uuid.UUID, a Address, d Draft, on version.Date, reason string, today version.Date) (Made, error) {
	if !a.Valid.From.IsZero() && !a.Valid.From.Before(on) {
		return Made{}, ErrDay
	}
	drafts := []Draft{d}
	e, err := checked(ctx, tx, actor, drafts, reason)
	if err != nil {
		return Made{}, one(err)
	}
	made := Made{ID: e.ids[0]}
	made.Entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "address.change", Kind: "address", Object: a.ID, County: e.county,
		Public: a.Visibility == "public" && drafts[0].Visibility == "public", Reason: reason, Before: a.fields(),
		After: merged(drafts[0].fields(), ledger.Fields{"successor": made.ID, "on": on.String()})})
	if err != nil {
		return Made{}, err
	}
	if err := e.insert(ctx, tx, made.Entry, today); err != nil {
		return Made{}, err
	}
	if err := handOver(ctx, tx, a.ID, made.ID, version.Span{From: on}, made.Entry); err != nil {
		return Made{}, err
	}
	if err := end(ctx, tx, actor, a, Act{StepChange, on, reason}, &made.ID, made.Entry, today); err != nil {
		return Made{}, err
	}
	return made, settle(ctx, tx)
}

func merged(a, b ledger.Fields) ledger.Fields {
	for key, v := range b {
		a[key] = v
	}
	return a
}

// handOver makes the auxiliary addresses of one address those of another.
func handOver(ctx context.Context, tx pgx.Tx, from, to uuid.UUID, since version.Span, entry int64) error {
	rows, err := tx.Query(ctx, `SELECT DISTINCT address FROM address_version WHERE main = $1 AND upper_inf(recorded) AND valid && $2`, from, since.Range())
	if err != nil {
		return err
	}
	ids, err := pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
	if err != nil {
		return err
	}
	if err := versions.LockAll(ctx, tx, ids); err != nil {
		return err
	}
	for _, id := range ids {
		all, err := openVersions(ctx, tx, id, since)
		if err != nil {
			return err
		}
		for _, v := range all {
			if v.Main != from {
				continue
			}
			v.Main = to
			if both, ok := v.Valid.Intersect(since); ok {
				if err := versions.Write(ctx, tx, id, both, entry, v.Draft.values(v.County)...); err != nil {
					return constrained(err)
				}
			}
		}
		if _, err := tx.Exec(ctx, `UPDATE address SET tag = $2 WHERE id = $1`, id, entry); err != nil {
			return err
		}
	}
	return nil
}

// end takes the last step of an address: from that day on it does not stand.
func end(ctx context.Context, tx pgx.Tx, actor uuid.UUID, a Address, act Act, successor *uuid.UUID, entry int64, today version.Date) error {
	if !a.Valid.From.IsZero() && !a.Valid.From.Before(act.On) {
		return ErrDay
	}
	if err := take(ctx, tx, actor, a, act, successor, entry, today); err != nil {
		return err
	}
	return versions.Clear(ctx, tx, a.ID, version.Span{From: act.On}, entry)
}

// take writes a step of an address that is held.
func take(ctx context.Context, tx pgx.Tx, actor uuid.UUID, a Address, act Act, successor *uuid.UUID, entry int64, today version.Date) error {
	t, err := leads(a.State, act.Step)
	if err != nil {
		return err
	}
	var n int
	var last version.Date
	if err := tx.QueryRow(ctx, `SELECT count(*), max(on_day) FROM address_step WHERE address = $1`, a.ID).Scan(&n, &last); err != nil {
		return err
	}
	if err := inOrder(act.On, last, today); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO address_step (address, n, step, from_state, to_state, on_day, note, actor, entry)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, a.ID, n+1, string(t.Step), string(t.From), string(t.To), act.On, act.Note, actor, entry)
	if err != nil {
		return constrained(err)
	}
	_, err = tx.Exec(ctx, `UPDATE address SET state = $2, tag = $3, successor = $4 WHERE id = $1`, a.ID, string(t.To), entry, successor)
	return err
}

// An Act is a step as it is entered.
type Act struct {
	Step Step // confirm, use or cancel
	On   version.Date
	Note string // why, or by which paper
}

// Take makes one step of an address that was read at tag. One that is
// cancelled does not stand from that day on; its auxiliary addresses must have
// been cancelled or given to another before.
func (s *Store) Take(ctx context.Context, actor, id uuid.UUID, tag int64, act Act, today version.Date) (int64, error) {
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		a, err := s.held(ctx, tx, id, tag)
		if err != nil {
			return err
		}
		t, err := leads(a.State, act.Step)
		switch {
		case err != nil:
			return err
		case act.Step == StepChange:
			return fmt.Errorf("%w: a change says into what", ErrStep)
		case act.Step == StepCancel && strings.TrimSpace(act.Note) == "":
			return ErrReason
		}
		entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "address." + string(act.Step), Kind: "address", Object: id, County: a.County,
			Public: a.Visibility == "public", Reason: act.Note, Before: ledger.Fields{"state": string(t.From)},
			After: ledger.Fields{"state": string(t.To), "on": act.On.String()}})
		if err != nil {
			return err
		}
		if act.Step == StepCancel {
			err = end(ctx, tx, actor, a, act, nil, entry, today)
		} else {
			err = take(ctx, tx, actor, a, act, nil, entry, today)
		}
		if err != nil {
			return err
		}
		return settle(ctx, tx)
	})
	if err != nil {
		return 0, fmt.Errorf("step %s of address %s: %w", act.Step, id, err)
	}
	return entry, nil
}

// Withdraw takes an address out of the register because it should never have
// been in it; successor, if any, is the one that stands for it. The id goes on
// answering with what was last believed of it, and its number is free.
func (s *Store) Withdraw(ctx context.Context, actor, id uuid.UUID, tag int64, successor *uuid.UUID, reason string) (int64, error) {
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		if strings.TrimSpace(reason) == "" {
			return ErrReason
		}
		a, err := s.held(ctx, tx, id, tag)
		if err != nil {
			return err
		}
		if a.State == Changed {
			return ErrStep
		}
		after := ledger.Fields{"withdrawn": reason}
		if successor != nil {
			if _, err := (&Store{DB: tx}).standing(ctx, *successor); err != nil || *successor == id {
				return content("替代它的地址不存在，请重新选择。", "The address that stands for it does not; choose another.")
			}
			after["successor"] = *successor
		}
		entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "address.withdraw", Kind: "address", Object: id, County: a.County,
			Public: a.Visibility == "public", Reason: reason, Before: a.fields(), After: after})
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE address SET withdrawn = $2, successor = $3, tag = $4 WHERE id = $1`, id, reason, successor, entry); err != nil {
			return err
		}
		if err := versions.Clear(ctx, tx, id, version.Span{}, entry); err != nil {
			return err
		}
		return settle(ctx, tx)
	})
	if err != nil {
		return 0, fmt.Errorf("withdraw address %s: %w", id, err)
	}
	return entry, nil
}

// standing gives an address that stands today, or ErrNotFound.
func (s *Store) standing(ctx context.Context, id uuid.UUID) (Address, error) {
	a, err := s.ByID(ctx, Reader{Internal: true}, id)
	if err == nil && !a.Standing {
		err = ErrNotFound
	}
	return a, err
}
