package heritage

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/ledger"
	"diming/internal/version"
)

// AddEvidence adds what speaks for a name.
func (s *Store) AddEvidence(ctx context.Context, actor, item uuid.UUID, e Evidence) (int64, error) {
	if e.Title == "" {
		return 0, fmt.Errorf("evidence for item %s: %w", item, ErrMissing)
	}
	return s.adds(ctx, actor, item, "heritage.evidence", ledger.Fields{"title": e.Title, "source": e.Source, "digest": e.Digest},
		`INSERT INTO heritage_evidence (id, item, entry, title, source, digest) VALUES ($1, $2, $3, $4, $5, $6)`, e.Title, e.Source, e.Digest)
}

// AddPlan records how a name is protected. It counts when it is approved.
func (s *Store) AddPlan(ctx context.Context, actor, item uuid.UUID, p Plan) (int64, error) {
	if len(p.Measures) == 0 || p.Text == "" || p.DrawnOn.IsZero() {
		return 0, fmt.Errorf("plan for item %s: %w", item, ErrMissing)
	}
	return s.adds(ctx, actor, item, "heritage.plan", ledger.Fields{"measures": p.Measures, "text": p.Text, "document": p.Document, "digest": p.Digest, "drawn_on": p.DrawnOn.String()},
		`INSERT INTO heritage_plan (id, item, entry, measures, text, document, digest, drawn_on) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		p.Measures, p.Text, p.Document, p.Digest, p.DrawnOn)
}

// Approve approves a plan of an item, which may then be renamed: by somebody
// other than who wrote it (ErrOwnPlan), once (ErrApproved).
func (s *Store) Approve(ctx context.Context, actor, item, plan uuid.UUID, day version.Date, note string) (int64, error) {
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		var state string
		err := tx.QueryRow(ctx, `SELECT i.state FROM heritage_item i JOIN heritage_plan p ON p.item = i.id WHERE i.id = $1 AND p.id = $2 FOR NO KEY UPDATE OF i`, item, plan).Scan(&state)
		switch {
		case errors.Is(err, pgx.ErrNoRows):
			return ErrNotFound
		case err != nil:
			return err
		case state == Delisted || state == Dropped:
			return ErrState
		}
		entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "heritage.approve_plan", Kind: "heritage_item", Object: item, Reason: note,
			After: ledger.Fields{"plan": plan.String(), "approved_on": day.String()}})
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO heritage_plan_approval (plan, approved_by, approved_on, note, entry) VALUES ($1, $2, $3, $4, $5)`, plan, actor, day, note, entry)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("approve plan %s: %w", plan, told(err))
	}
	return entry, nil
}

func (s *Store) adds(ctx context.Context, actor, item uuid.UUID, action string, after ledger.Fields, sql string, args ...any) (int64, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return 0, err
	}
	var entry int64
	err = pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		var state string
		err := tx.QueryRow(ctx, `SELECT state FROM heritage_item WHERE id = $1 FOR KEY SHARE`, item).Scan(&state)
		switch {
		case errors.Is(err, pgx.ErrNoRows):
			return ErrNotFound
		case err != nil:
			return err
		case state == Delisted || state == Dropped:
			return ErrState
		}
		entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: action, Kind: "heritage_item", Object: item, After: after})
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, sql, append([]any{id, item, entry}, args...)...)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("%s %s: %w", action, item, err)
	}
	return entry, nil
}

// MayRename answers ErrNoPlan where a place bears a listed name whose
// protection has no approved plan. It asks within the transaction that would rename:
// the database refuses the same by itself.
func MayRename(ctx context.Context, tx pgx.Tx, place uuid.UUID) error {
	var locked bool
	err := tx.QueryRow(ctx, `SELECT EXISTS (SELECT FROM heritage_item i WHERE i.place = $1 AND i.state = 'listed'
		AND NOT EXISTS (SELECT FROM heritage_plan p JOIN heritage_plan_approval a ON a.plan = p.id WHERE p.item = i.id))`, place).Scan(&locked)
	switch {
	case err != nil:
		return fmt.Errorf("may place %s be renamed: %w", place, err)
	case locked:
		return ErrNoPlan
	}
	return nil
}

// Details gives what speaks for an item and its plans, the newest first.
func (s *Store) Details(ctx context.Context, item uuid.UUID) ([]Evidence, []Plan, error) {
	rows, err := s.DB.Query(ctx, `SELECT id, title, source, digest FROM heritage_evidence WHERE item = $1 ORDER BY id`, item)
	if err != nil {
		return nil, nil, fmt.Errorf("evidence of item %s: %w", item, err)
	}
	evidence, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Evidence])
	if err != nil {
		return nil, nil, fmt.Errorf("evidence of item %s: %w", item, err)
	}
	rows, err = s.DB.Query(ctx, `SELECT p.id, p.measures, p.text, p.document, p.digest, p.drawn_on, e.actor, a.approved_by, a.approved_on, coalesce(a.note, '')
		FROM heritage_plan p JOIN ledger_entry e ON e.id = p.entry LEFT JOIN heritage_plan_approval a ON a.plan = p.id WHERE p.item = $1 ORDER BY p.id DESC`, item)
	if err != nil {
		return nil, nil, fmt.Errorf("plans of item %s: %w", item, err)
	}
	plans, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Plan])
	if err != nil {
		return nil, nil, fmt.Errorf("plans of item %s: %w", item, err)
	}
	return evidence, plans, nil
}
