package cases

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/ledger"
)

// Errors of the procedures that a place sets.
var (
	ErrNoProcedure      = errors.New("no procedure in force has this id")
	ErrProcedureChanged = errors.New("the procedure was changed meanwhile")
)

// A SetProcedure is how cases of a class go in a place, where it set that itself.
type SetProcedure struct {
	ID       uuid.UUID
	Division *uuid.UUID // nil: in the whole register
	Class    string     // the begin of the class codes
	Kind     Kind       // "": all kinds
	Procedure
	At time.Time
	By uuid.UUID
}

const setProcedureSQL = `SELECT p.id, p.division, p.class, p.kind, p.body, e.at, e.actor FROM case_procedure p JOIN ledger_entry e ON e.id = p.entry WHERE p.ended IS NULL`

func scanProcedure(row pgx.CollectableRow) (p SetProcedure, err error) {
	var body string
	if err = row.Scan(&p.ID, &p.Division, &p.Class, &p.Kind, &body, &p.At, &p.By); err == nil {
		err = json.Unmarshal([]byte(body), &p.Procedure)
	}
	return p, err
}

// Procedures lists what places set, by class.
func (s *Store) Procedures(ctx context.Context) ([]SetProcedure, error) {
	rows, err := s.DB.Query(ctx, setProcedureSQL+` ORDER BY p.class, p.kind, p.id`)
	if err != nil {
		return nil, fmt.Errorf("procedures: %w", err)
	}
	return pgx.CollectRows(rows, scanProcedure)
}

// Procedure gives one that a place set and that is in force.
func (s *Store) Procedure(ctx context.Context, id uuid.UUID) (SetProcedure, error) {
	rows, err := s.DB.Query(ctx, setProcedureSQL+` AND p.id = $1`, id)
	if err != nil {
		return SetProcedure{}, fmt.Errorf("procedure %s: %w", id, err)
	}
	p, err := pgx.CollectExactlyOneRow(rows, scanProcedure)
	if errors.Is(err, pgx.ErrNoRows) {
		err = ErrNoProcedure
	}
	return p, err
}

// SetProcedure has the cases of a class that begin from now on go so; those
// under way keep the procedure that they began with. It takes the place of the
// one that seen names, nil where there was none: of two who change one at once,
// one gets ErrProcedureChanged. A *ProcedureError says what the law wants.
func (s *Store) SetProcedure(ctx context.Context, actor uuid.UUID, p SetProcedure, seen *uuid.UUID, reason string) (uuid.UUID, int64, error) {
	if strings.TrimSpace(reason) == "" {
		return uuid.Nil, 0, ErrReason
	}
	if err := p.Lawful(p.Class, p.Kind); err != nil {
		return uuid.Nil, 0, err
	}
	body, err := json.Marshal(p.Procedure)
	if err != nil {
		return uuid.Nil, 0, err
	}
	id, err := uuid.NewV7()
	if err != nil {
		return id, 0, err
	}
	var entry int64
	err = pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		after := ledger.Fields{"class": p.Class, "kind": string(p.Kind), "procedure": string(body)}
		if p.Division != nil {
			after["division"] = *p.Division
		}
		was, err := endProcedure(ctx, tx, seen)
		if err != nil {
			return err
		}
		entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "case_procedure.set", Kind: "case_procedure", Object: id, Reason: reason, Before: was, After: after})
		if err != nil {
			return err
		}
		if seen != nil {
			if _, err := tx.Exec(ctx, `UPDATE case_procedure SET ended = $2 WHERE id = $1`, *seen, entry); err != nil {
				return err
			}
		}
		done, err := tx.Exec(ctx, `INSERT INTO case_procedure (id, division, class, kind, body, basis, entry) VALUES ($1, $2, $3, $4, $5, $6, $7)
			ON CONFLICT DO NOTHING`, id, p.Division, p.Class, p.Kind, string(body), p.Basis, entry)
		if err == nil && done.RowsAffected() == 0 {
			err = ErrProcedureChanged // somebody set one meanwhile
		}
		return err
	})
	if err != nil {
		return uuid.Nil, 0, fmt.Errorf("set procedure of %s: %w", p.Class, err)
	}
	return id, entry, nil
}

// endProcedure locks the one in force that is to end, and gives what it said.
func endProcedure(ctx context.Context, tx pgx.Tx, id *uuid.UUID) (ledger.Fields, error) {
	if id == nil {
		return nil, nil
	}
	var class, kind, body string
	err := tx.QueryRow(ctx, `SELECT class, kind, body FROM case_procedure WHERE id = $1 AND ended IS NULL FOR UPDATE`, *id).Scan(&class, &kind, &body)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, ErrProcedureChanged
	}
	return ledger.Fields{"class": class, "kind": kind, "procedure": body}, err
}

// EndProcedure has new cases of a class go by the default again.
func (s *Store) EndProcedure(ctx context.Context, actor, id uuid.UUID, reason string) (int64, error) {
	if strings.TrimSpace(reason) == "" {
		return 0, ErrReason
	}
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		was, err := endProcedure(ctx, tx, &id)
		if err != nil {
			return err
		}
		entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "case_procedure.end", Kind: "case_procedure", Object: id, Reason: reason, Before: was})
		if err == nil {
			_, err = tx.Exec(ctx, `UPDATE case_procedure SET ended = $2 WHERE id = $1`, id, entry)
		}
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("end procedure %s: %w", id, err)
	}
	return entry, nil
}
