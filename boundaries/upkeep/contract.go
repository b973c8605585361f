package upkeep

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"diming/boundaries"
	"diming/internal/ledger"
	"diming/internal/version"
)

// A Contract entrusts a line or a stretch of it, with markers, to a keeper.
type Contract struct {
	ID          uuid.UUID
	Line        uuid.UUID
	Side        boundaries.Side // whose office concluded it
	Number      string          // 合同编号
	StretchFrom string          // "" with StretchTo: the whole line
	StretchTo   string
	Village     *uuid.UUID // nil: a natural person keeps
	VillageName string     // read only
	Keeper      Person     // the natural person, or whom to call in the village
	Term        Term       // of the contract as concluded
	Basis       string     // on what Term.EveryMonths rests
	Fee         string     // 管护费
	Officer     uuid.UUID  // account of the officer in charge
	Note        string
	EndedOn     version.Date // zero while it runs as concluded
	EndReason   string
	Markers     []uuid.UUID
	Accounts    []uuid.UUID    // that patrol under it
	Patrolled   []version.Date // first days of the periods that have a patrol, read only
	Files       []File         // read only
}

// Running is the term as it truly runs: to the day on which it was ended.
func (c Contract) Running() Term {
	t := c.Term
	if !c.EndedOn.IsZero() && c.EndedOn.Before(t.To) {
		t.To = c.EndedOn
	}
	return t
}

// Standing tells on a day how the contract stands with its patrols.
func (c Contract) Standing(today version.Date) Standing {
	return c.Running().Standing(c.Patrolled, today)
}

// check refuses a contract that does not say what it must.
func (c Contract) check() error {
	switch {
	case c.Village == nil && c.Keeper.Name == "", (c.StretchFrom == "") != (c.StretchTo == ""),
		c.Term.From.IsZero(), c.Term.To.IsZero(), c.Officer == uuid.Nil, !c.Side.Valid(), len(c.Markers) == 0:
		return ErrMissing
	case c.Term.To.Before(c.Term.From):
		return ErrSpan
	}
	return nil
}

// Conclude enters a contract of a seat. How often it wants a patrol is, unless
// it says so with its basis, what is set for the division on its first day.
func (s *Store) Conclude(ctx context.Context, actor uuid.UUID, seat Seat, c Contract) (uuid.UUID, int64, error) {
	c.ID, c.Line, c.Side = newID(), seat.Line, seat.Side
	slices.SortFunc(c.Markers, func(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) })
	c.Markers = slices.Compact(c.Markers)
	if err := c.check(); err != nil {
		return uuid.Nil, 0, fmt.Errorf("conclude a contract: %w", err)
	}
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		if c.Term.EveryMonths == 0 || c.Basis == "" {
			set, err := rule(ctx, tx, seat.Division, boundaries.SettingPatrolMonths, c.Term.From)
			if err != nil {
				return err
			}
			c.Term.EveryMonths, c.Basis = set.Number, set.Basis
		}
		ref, person, err := keepPerson(ctx, tx, c.Keeper)
		if err != nil {
			return err
		}
		entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "upkeep.conclude", Kind: "upkeep_contract", Object: c.ID, Person: ref, After: c.fields()})
		if err != nil {
			return err
		}
		return c.insert(ctx, tx, actor, person, entry)
	})
	if err != nil {
		return uuid.Nil, 0, fmt.Errorf("conclude a contract: %w", err)
	}
	return c.ID, entry, nil
}

// fields are what the ledger says of a contract: nothing of its keeper.
func (c Contract) fields() ledger.Fields {
	f := ledger.Fields{"line": c.Line.String(), "side": string(c.Side), "number": c.Number, "from": c.Term.From.String(), "to": c.Term.To.String(),
		"every_months": c.Term.EveryMonths, "fee": c.Fee, "officer": c.Officer.String(), "markers": len(c.Markers)}
	if c.Village != nil {
		f["village"] = c.Village.String()
	}
	return f
}

func (c Contract) insert(ctx context.Context, tx pgx.Tx, actor uuid.UUID, person *uuid.UUID, entry int64) error {
	_, err := tx.Exec(ctx, `INSERT INTO upkeep_contract (id, line, side, number, stretch_from, stretch_to, village, person, from_on, to_on, every_months, basis, fee, officer, note, actor, entry)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
		c.ID, c.Line, c.Side, c.Number, c.StretchFrom, c.StretchTo, c.Village, person, c.Term.From, c.Term.To, c.Term.EveryMonths, c.Basis, c.Fee, c.Officer, c.Note, actor, entry)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO upkeep_contract_marker (contract, marker) SELECT $1, unnest($2::uuid[])`, c.ID, c.Markers)
	return missingMarker(err)
}

// missingMarker tells that a marker is not held.
func missingMarker(err error) error {
	var refused *pgconn.PgError
	if errors.As(err, &refused) && refused.Code == "23503" {
		return ErrMarker
	}
	return err
}

// End ends a contract before its time: day is its last.
func (s *Store) End(ctx context.Context, actor, id uuid.UUID, day version.Date, reason string) (int64, error) {
	return s.change(ctx, actor, id, "upkeep.end", ledger.Fields{"ended_on": day.String()}, reason, func(tx pgx.Tx, c Contract, entry int64) error {
		switch {
		case strings.TrimSpace(reason) == "":
			return ErrMissing
		case !c.EndedOn.IsZero():
			return ErrState
		case !c.Term.Covers(day):
			return ErrSpan
		}
		_, err := tx.Exec(ctx, `UPDATE upkeep_contract SET ended_on = $2, end_reason = $3 WHERE id = $1`, id, day, reason)
		return err
	})
}

// SetOfficer puts another officer in charge.
func (s *Store) SetOfficer(ctx context.Context, actor, id, officer uuid.UUID) (int64, error) {
	return s.change(ctx, actor, id, "upkeep.officer", ledger.Fields{"officer": officer.String()}, "", func(tx pgx.Tx, _ Contract, _ int64) error {
		_, err := tx.Exec(ctx, `UPDATE upkeep_contract SET officer = $2 WHERE id = $1`, id, officer)
		return missingAccount(err)
	})
}

// AddKeeper has an account patrol under a contract.
func (s *Store) AddKeeper(ctx context.Context, actor, id, account uuid.UUID) (int64, error) {
	return s.change(ctx, actor, id, "upkeep.add_keeper", ledger.Fields{"account": account.String()}, "", func(tx pgx.Tx, _ Contract, entry int64) error {
		_, err := tx.Exec(ctx, `INSERT INTO upkeep_keeper (id, contract, account, entry) VALUES ($1, $2, $3, $4)`, newID(), id, account, entry)
		var refused *pgconn.PgError
		if errors.As(err, &refused) && refused.ConstraintName == "upkeep_keeper_once" {
			return ErrKeeper
		}
		return missingAccount(err)
	})
}

// RemoveKeeper has an account patrol under a contract no more.
func (s *Store) RemoveKeeper(ctx context.Context, actor, id, account uuid.UUID, reason string) (int64, error) {
	return s.change(ctx, actor, id, "upkeep.remove_keeper", ledger.Fields{"account": account.String()}, reason, func(tx pgx.Tx, _ Contract, entry int64) error {
		gone, err := tx.Exec(ctx, `UPDATE upkeep_keeper SET ended_by = $3 WHERE contract = $1 AND account = $2 AND ended_by IS NULL`, id, account, entry)
		if err == nil && gone.RowsAffected() == 0 {
			return ErrNotFound
		}
		return err
	})
}

func missingAccount(err error) error {
	var refused *pgconn.PgError
	if errors.As(err, &refused) && refused.Code == "23503" {
		return ErrMissing
	}
	return err
}

// change locks a contract, appends the entry and does what belongs to it.
func (s *Store) change(ctx context.Context, actor, id uuid.UUID, action string, after ledger.Fields, reason string, do func(pgx.Tx, Contract, int64) error) (int64, error) {
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		c, err := lockContract(ctx, tx, id)
		if err != nil {
			return err
		}
		entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: action, Kind: "upkeep_contract", Object: id, Reason: reason, After: after})
		if err != nil {
			return err
		}
		return do(tx, c, entry)
	})
	if err != nil {
		return 0, fmt.Errorf("%s %s: %w", action, id, err)
	}
	return entry, nil
}

// lockContract gives a contract as rules ask for it, locked until the commit.
func lockContract(ctx context.Context, tx pgx.Tx, id uuid.UUID) (Contract, error) {
	c := Contract{ID: id}
	err := tx.QueryRow(ctx, `SELECT line, side, from_on, to_on, every_months, ended_on,
			(SELECT array_agg(marker ORDER BY marker) FROM upkeep_contract_marker WHERE contract = c.id)
		FROM upkeep_contract c WHERE id = $1 FOR NO KEY UPDATE`, id).
		Scan(&c.Line, &c.Side, &c.Term.From, &c.Term.To, &c.Term.EveryMonths, &c.EndedOn, &c.Markers)
	if errors.Is(err, pgx.ErrNoRows) {
		return c, ErrNotFound
	}
	return c, err
}
