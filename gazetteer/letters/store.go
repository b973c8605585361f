package letters

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"diming/internal/ledger"
	"diming/internal/pg"
)

// A Store keeps the templates; their content lies in the document store.
type Store struct{ DB pg.DB }

const columns = `id, kind, name, sha256, size_bytes, basis, adopted_by, adopted_at, ended_by, ended_at, ended_why`

func scan(row pgx.CollectableRow) (Template, error) {
	var t Template
	var by *uuid.UUID
	var at *time.Time
	var why string
	err := row.Scan(&t.ID, &t.Kind, &t.Name, &t.SHA256, &t.Size, &t.Basis, &t.AdoptedBy, &t.AdoptedAt, &by, &at, &why)
	if by != nil && at != nil {
		t.End = &End{*by, *at, why}
	}
	return t, err
}

// Current gives the templates in force by kind; a kind that is missing has the
// one that comes with the program.
func (s *Store) Current(ctx context.Context) (map[string]Template, error) {
	rows, err := s.DB.Query(ctx, `SELECT `+columns+` FROM paper_template WHERE ended IS NULL`)
	if err != nil {
		return nil, fmt.Errorf("templates in force: %w", err)
	}
	all, err := pgx.CollectRows(rows, scan)
	byKind := map[string]Template{}
	for _, t := range all {
		byKind[t.Kind] = t
	}
	return byKind, err
}

// History gives all templates of a kind that ever were in force, the newest
// first.
func (s *Store) History(ctx context.Context, kind string) ([]Template, error) {
	rows, err := s.DB.Query(ctx, `SELECT `+columns+` FROM paper_template WHERE kind = $1 ORDER BY id DESC`, kind)
	if err != nil {
		return nil, fmt.Errorf("templates of %s: %w", kind, err)
	}
	return pgx.CollectRows(rows, scan)
}

// Template gives one of a kind by its id, in force or not.
func (s *Store) Template(ctx context.Context, kind string, id uuid.UUID) (Template, error) {
	rows, err := s.DB.Query(ctx, `SELECT `+columns+` FROM paper_template WHERE kind = $1 AND id = $2`, kind, id)
	if err != nil {
		return Template{}, fmt.Errorf("template %s: %w", id, err)
	}
	t, err := pgx.CollectExactlyOneRow(rows, scan)
	if errors.Is(err, pgx.ErrNoRows) {
		err = ErrNotFound
	}
	return t, err
}

// Adopt puts a template in force, whose content is checked and stored already.
// seen is the one in force as the asker knows it, the nil UUID for the one of
// the program: of two who change it at once the second is refused.
func (s *Store) Adopt(ctx context.Context, actor uuid.UUID, t Template, seen uuid.UUID) (uuid.UUID, error) {
	if t.Basis = strings.TrimSpace(t.Basis); t.Basis == "" {
		return uuid.Nil, ErrBasis
	}
	id, err := uuid.NewV7()
	if err != nil {
		return id, err
	}
	err = pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		before, err := lock(ctx, tx, t.Kind, seen)
		if err != nil {
			return err
		}
		entry, err := ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "paper_template.adopt", Kind: "paper_template", Object: id, Reason: t.Basis,
			Before: before, After: ledger.Fields{"kind": t.Kind, "name": t.Name, "sha256": t.SHA256, "bytes": t.Size}})
		if err != nil {
			return err
		}
		if err := end(ctx, tx, actor, seen, entry, t.Basis); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO paper_template (id, kind, name, sha256, size_bytes, basis, adopted_by, entry) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
			id, t.Kind, t.Name, t.SHA256, t.Size, t.Basis, actor, entry)
		return err
	})
	var refused *pgconn.PgError
	if errors.As(err, &refused) && refused.ConstraintName == "paper_template_current" {
		err = ErrChanged
	}
	if err != nil {
		return uuid.Nil, fmt.Errorf("adopt template of %s: %w", t.Kind, err)
	}
	return id, nil
}

// Reset puts the template that comes with the program in force again.
func (s *Store) Reset(ctx context.Context, actor uuid.UUID, kind, why string, seen uuid.UUID) error {
	if why = strings.TrimSpace(why); why == "" {
		return ErrBasis
	}
	if seen == uuid.Nil {
		return ErrBuiltIn
	}
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		before, err := lock(ctx, tx, kind, seen)
		if err != nil {
			return err
		}
		entry, err := ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "paper_template.reset", Kind: "paper_template", Object: seen, Reason: why, Before: before})
		if err != nil {
			return err
		}
		return end(ctx, tx, actor, seen, entry, why)
	})
	if err != nil {
		return fmt.Errorf("reset template of %s: %w", kind, err)
	}
	return nil
}

// lock holds the template in force until the transaction ends, and refuses
// where it is not the one that was seen. Where there is none, the index that
// allows one for each kind settles a race.
func lock(ctx context.Context, tx pgx.Tx, kind string, seen uuid.UUID) (ledger.Fields, error) {
	var id uuid.UUID
	var name, sha string
	err := tx.QueryRow(ctx, `SELECT id, name, sha256 FROM paper_template WHERE kind = $1 AND ended IS NULL FOR UPDATE`, kind).Scan(&id, &name, &sha)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		id, err = uuid.Nil, nil
	case err != nil:
		return nil, err
	}
	if id != seen {
		return nil, ErrChanged
	}
	if id == uuid.Nil {
		return nil, nil
	}
	return ledger.Fields{"kind": kind, "template": id, "name": name, "sha256": sha}, nil
}

func end(ctx context.Context, tx pgx.Tx, actor, id uuid.UUID, entry int64, why string) error {
	_, err := tx.Exec(ctx, `UPDATE paper_template SET ended = $2, ended_by = $3, ended_at = clock_timestamp(), ended_why = $4 WHERE id = $1`, id, entry, actor, why)
	return err
}
