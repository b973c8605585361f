package numbering

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"diming/boundaries"
	"diming/internal/ledger"
	"diming/internal/pg"
	"diming/internal/version"
)

// Errors that callers tell apart with errors.Is.
var (
	// ErrDivision says that a scheme was meant for a division that there is not.
	ErrDivision = errors.New("no such division to have a numbering scheme")
	// ErrChanged refuses a scheme where another was set since it was read.
	ErrChanged = errors.New("the numbering scheme was changed meanwhile")
	// ErrReason says that a change needs a reason for the ledger.
	ErrReason = errors.New("a reason is needed")
)

// A Store reads and writes the schemes of divisions.
type Store struct{ DB pg.DB }

// Held is the scheme by which a division numbers.
type Held struct {
	Scheme
	Division uuid.UUID // whose it is; uuid.Nil of a proposal
	Version  int64     // 0 of a proposal
	Valid    version.Span
}

// Proposal says that nobody has decided a scheme yet: what is held is an
// example that comes with the program.
func (h Held) Proposal() bool { return h.Version == 0 }

// schemes is the table of schemes; the division is their object.
var schemes = version.Table{Objects: "division", Name: "numbering_scheme", Object: "division", Columns: []string{"name", "basis", "rules"}}

const heldColumns = `s.division, s.version, s.name, s.basis, s.rules, s.valid`

func scanHeld(row pgx.CollectableRow) (Held, error) {
	var h Held
	var name, basis string
	var rules []byte
	var valid pgtype.Range[pgtype.Date]
	if err := row.Scan(&h.Division, &h.Version, &name, &basis, &rules, &valid); err != nil {
		return h, err
	}
	err := json.Unmarshal(rules, &h.Scheme)
	h.Name, h.Basis, h.Valid = name, basis, version.SpanOf(valid)
	return h, err
}

// In gives the scheme by which a division numbers on a day: its own, or that
// of the nearest division above it, or the first of those built in as a
// proposal.
func (s *Store) In(ctx context.Context, division uuid.UUID, on version.Date) (Held, error) {
	rows, err := s.DB.Query(ctx, `
		WITH RECURSIVE up AS (
			SELECT $1::uuid AS division, 0 AS depth
			UNION ALL
			SELECT v.parent, up.depth + 1 FROM up JOIN division_version v ON v.division = up.division
			WHERE v.parent IS NOT NULL AND upper_inf(v.recorded) AND v.valid @> $2::date AND up.depth < 10)
		SELECT `+heldColumns+` FROM up JOIN numbering_scheme s ON s.division = up.division
		WHERE upper_inf(s.recorded) AND s.valid @> $2::date ORDER BY up.depth LIMIT 1`, division, on)
	if err != nil {
		return Held{}, fmt.Errorf("numbering scheme of %s: %w", division, err)
	}
	h, err := pgx.CollectExactlyOneRow(rows, scanHeld)
	if errors.Is(err, pgx.ErrNoRows) {
		return Held{Scheme: Known()[0]}, nil
	}
	if err != nil {
		return Held{}, fmt.Errorf("numbering scheme of %s: %w", division, err)
	}
	return h, nil
}

// All gives the schemes of all divisions that hold on a day or will, by division and day.
func (s *Store) All(ctx context.Context, on version.Date) ([]Held, error) {
	rows, err := s.DB.Query(ctx, `SELECT `+heldColumns+` FROM numbering_scheme s
		WHERE upper_inf(s.recorded) AND (upper_inf(s.valid) OR upper(s.valid) > $1::date) ORDER BY s.division, s.valid`, on)
	if err != nil {
		return nil, fmt.Errorf("numbering schemes: %w", err)
	}
	return pgx.CollectRows(rows, scanHeld)
}

// Set says by which scheme a division numbers from a day on. seen is the
// version of the scheme of its own that the asker read, 0 where it had none:
// of two who set one at once the second is ErrChanged. An *Error says what of
// the scheme cannot be used.
func (s *Store) Set(ctx context.Context, actor, division uuid.UUID, scheme Scheme, from version.Date, reason string, seen int64) (int64, error) {
	scheme.Name, scheme.Basis = strings.TrimSpace(scheme.Name), strings.TrimSpace(scheme.Basis)
	if err := scheme.Validate(); err != nil {
		return 0, err
	}
	if strings.TrimSpace(reason) == "" {
		return 0, ErrReason
	}
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		before, county, err := ownScheme(ctx, tx, division, from, seen)
		if err != nil {
			return err
		}
		rules, err := scheme.rules()
		if err != nil {
			return err
		}
		if entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "numbering_scheme.set", Kind: "numbering_scheme", Object: division, County: county,
			Reason: reason, Before: before, After: scheme.fields(rules, from)}); err != nil {
			return err
		}
		return schemes.Write(ctx, tx, division, version.Span{From: from}, entry, scheme.Name, scheme.Basis, rules)
	})
	if err != nil {
		return 0, fmt.Errorf("set numbering scheme of %s: %w", division, err)
	}
	return entry, nil
}

// ownScheme holds a division, gives its own scheme of the day for the ledger
// and its county, and refuses where that is not the one that was seen.
func ownScheme(ctx context.Context, tx pgx.Tx, division uuid.UUID, on version.Date, seen int64) (ledger.Fields, string, error) {
	if err := schemes.Lock(ctx, tx, division); err != nil {
		if errors.Is(err, version.ErrNotFound) {
			err = ErrDivision
		}
		return nil, "", err
	}
	var system, code string
	err := tx.QueryRow(ctx, `SELECT code_system, code FROM division_version WHERE division = $1 AND upper_inf(recorded) ORDER BY upper(valid) DESC NULLS FIRST LIMIT 1`, division).Scan(&system, &code)
	if err != nil {
		return nil, "", err
	}
	county := boundaries.CountyOf(system, code)
	rows, err := tx.Query(ctx, `SELECT `+heldColumns+` FROM numbering_scheme s WHERE s.division = $1 AND upper_inf(s.recorded) AND s.valid @> $2::date`, division, on)
	if err != nil {
		return nil, county, err
	}
	h, err := pgx.CollectExactlyOneRow(rows, scanHeld)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		if seen != 0 {
			return nil, county, ErrChanged
		}
		return nil, county, nil
	case err != nil:
		return nil, county, err
	case h.Version != seen:
		return nil, county, ErrChanged
	}
	rules, err := h.rules()
	return h.fields(rules, h.Valid.From), county, err
}

// rules are a scheme's parameters as they are stored.
func (s Scheme) rules() (string, error) {
	s.Name, s.Basis = "", ""
	text, err := json.Marshal(s)
	return string(text), err
}

func (s Scheme) fields(rules string, from version.Date) ledger.Fields {
	return ledger.Fields{"name": s.Name, "basis": s.Basis, "rules": rules, "from": from.String()}
}
