package account

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/ledger"
	"diming/internal/pg"
)

// GrantsOf gives the roles that an account holds.
func (s *Store) GrantsOf(ctx context.Context, id uuid.UUID) ([]Grant, error) {
	return grantsOf(ctx, s.DB, id)
}

func grantsOf(ctx context.Context, db pg.DB, id uuid.UUID) ([]Grant, error) {
	rows, err := db.Query(ctx, `SELECT role, division FROM account_role WHERE account = $1 ORDER BY role, division NULLS FIRST`, id)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (Grant, error) {
		var g Grant
		var division *uuid.UUID
		err := row.Scan(&g.Role, &division)
		if division != nil {
			g.Division = *division
		}
		return g, err
	})
}

// Reaches tells whether one of roots is a division or holds it, in today's
// tree; the nil UUID among roots is the whole register. The nil division is
// reached by that alone.
func (s *Store) Reaches(ctx context.Context, roots []uuid.UUID, division uuid.UUID) (bool, error) {
	if slices.Contains(roots, uuid.Nil) {
		return true, nil
	}
	if len(roots) == 0 || division == uuid.Nil {
		return false, nil
	}
	var reached bool
	err := s.DB.QueryRow(ctx, `SELECT EXISTS (SELECT FROM division_above($1) WHERE division = ANY($2))`, division, roots).Scan(&reached)
	return reached, err
}

// Grant gives an account a role in a division. No account gets roles of two
// duties, unless the policy says so.
func (s *Store) Grant(ctx context.Context, by, id uuid.UUID, g Grant, reason string) error {
	if strings.TrimSpace(reason) == "" {
		return fmt.Errorf("grant %s: %w", g.Role, ErrReason)
	}
	if by == id {
		return fmt.Errorf("grant %s: %w", g.Role, ErrOwnRights)
	}
	p, err := s.policy(ctx)
	if err != nil {
		return fmt.Errorf("grant %s: %w", g.Role, err)
	}
	err = pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error { return grant(ctx, tx, p, by, id, g, reason) })
	if err != nil {
		return fmt.Errorf("grant %s to account %s: %w", g.Role, id, err)
	}
	return nil
}

func grant(ctx context.Context, tx pgx.Tx, p Policy, by, id uuid.UUID, g Grant, reason string) error {
	if !g.Role.Valid() {
		return ErrRole
	}
	if _, err := lock(ctx, tx, id); err != nil {
		return err
	}
	held, err := grantsOf(ctx, tx, id)
	if err != nil {
		return err
	}
	switch {
	case slices.Contains(held, g):
		return ErrHeld
	case !joins(held, g.Role) && !p.MixedDuties:
		return ErrDuties
	}
	entry, err := ledger.Append(ctx, tx, ledger.Entry{Actor: by, Action: "role.grant", Kind: "account", Object: id, Reason: reason,
		After: ledger.Fields{"role": string(g.Role), "division": place(g.Division)}})
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO account_role (account, role, division, mixed, entry) VALUES ($1, $2, $3, $4, $5)`,
		id, g.Role, orNull(g.Division), p.MixedDuties, entry)
	switch constraint(err) {
	case "account_one_duty":
		return ErrDuties
	case "account_role_division_fkey":
		return ErrDivision
	}
	return err
}

// Revoke takes a role from an account.
func (s *Store) Revoke(ctx context.Context, by, id uuid.UUID, g Grant, reason string) error {
	if strings.TrimSpace(reason) == "" {
		return fmt.Errorf("revoke %s: %w", g.Role, ErrReason)
	}
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		if err := lockAdmins(ctx, tx); err != nil {
			return err
		}
		if _, err := lock(ctx, tx, id); err != nil {
			return err
		}
		gone, err := tx.Exec(ctx, `DELETE FROM account_role WHERE account = $1 AND role = $2 AND division IS NOT DISTINCT FROM $3`,
			id, g.Role, orNull(g.Division))
		if err != nil {
			return err
		}
		if gone.RowsAffected() == 0 {
			return ErrNotHeld
		}
		if g.Role == Admin && g.Division == uuid.Nil {
			if err := someAdmin(ctx, tx); err != nil {
				return err
			}
		}
		_, err = ledger.Append(ctx, tx, ledger.Entry{Actor: by, Action: "role.revoke", Kind: "account", Object: id, Reason: reason,
			Before: ledger.Fields{"role": string(g.Role), "division": place(g.Division)}})
		return err
	})
	if err != nil {
		return fmt.Errorf("revoke %s from account %s: %w", g.Role, id, err)
	}
	return nil
}

// adminLock is the advisory lock under which administrators become fewer.
const adminLock = 0x64696d_61646d

// lockAdmins makes changes by which administrators become fewer follow one
// another: two of them removing each other would each see the other stay.
func lockAdmins(ctx context.Context, tx pgx.Tx) error {
	_, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock($1)`, int64(adminLock))
	return err
}

// someAdmin refuses to leave the register without an administrator of the
// whole who may log in.
func someAdmin(ctx context.Context, tx pgx.Tx) error {
	var left bool
	err := tx.QueryRow(ctx, `SELECT EXISTS (SELECT FROM account_role r JOIN account a ON a.id = r.account
		WHERE r.role = 'admin' AND r.division IS NULL AND a.disabled_at IS NULL)`).Scan(&left)
	if err == nil && !left {
		return ErrLastAdmin
	}
	return err
}

func orNull(id uuid.UUID) *uuid.UUID {
	if id == uuid.Nil {
		return nil
	}
	return &id
}

// place names a grant's division in the ledger.
func place(division uuid.UUID) string {
	if division == uuid.Nil {
		return "all"
	}
	return division.String()
}
