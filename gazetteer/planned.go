package gazetteer

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/gazetteer/naming"
)

// sameSQL are the entries of the reserve and the plans with a text ($3) that are
// for a class ($1) and what a place lies in ($2).
const sameSQL = `SELECT list, text, kind, note, source FROM naming_word WHERE ended IS NULL AND list IN ('reserve', 'plan') AND text = $3
	AND starts_with($1, kind) AND (division IS NULL OR division = ANY($2)) ORDER BY list DESC, source`

// plansSQL are the sources of the plans that are for a class and a place. It
// leaps along an index from each class, place and source to the next: the names
// of a plan are not read.
const plansSQL = `WITH RECURSIVE one AS (
		(SELECT kind, coalesce(division, '00000000-0000-0000-0000-000000000000') AS at, source FROM naming_word
			WHERE ended IS NULL AND list = 'plan' ORDER BY 1, 2, 3 LIMIT 1)
		UNION ALL
		SELECT next.* FROM one, LATERAL (SELECT kind, coalesce(division, '00000000-0000-0000-0000-000000000000'), source FROM naming_word w
			WHERE ended IS NULL AND list = 'plan' AND (w.kind, coalesce(w.division, '00000000-0000-0000-0000-000000000000'), w.source) > (one.kind, one.at, one.source)
			ORDER BY 1, 2, 3 LIMIT 1) next)
	SELECT DISTINCT source FROM one WHERE starts_with($1, kind) AND (at = '00000000-0000-0000-0000-000000000000' OR at = ANY($2)) ORDER BY source LIMIT 3`

// planned asks the reserve and the plans about a name, and what they say.
func (s *heldNames) planned(ctx context.Context, p naming.Proposal) ([]naming.Finding, error) {
	if p.Existing || naming.Group(p.Class) == "" {
		return nil, nil
	}
	chain, err := s.above(ctx, p)
	if err != nil {
		return nil, err
	}
	in := make([]uuid.UUID, len(chain))
	for i, d := range chain {
		in[i] = d.ID
	}
	rows, err := s.tx.Query(ctx, sameSQL, p.Class, in, naming.Compact(p.Text))
	if err != nil {
		return nil, fmt.Errorf("reserve and plan: %w", err)
	}
	same, err := pgx.CollectRows(rows, pgx.RowToStructByPos[naming.Word])
	if err != nil {
		return nil, fmt.Errorf("reserve and plan: %w", err)
	}
	rows, err = s.tx.Query(ctx, plansSQL, p.Class, in)
	if err != nil {
		return nil, fmt.Errorf("plans: %w", err)
	}
	plans, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return nil, fmt.Errorf("plans: %w", err)
	}
	return naming.Planned(p, same, plans), nil
}

// standing gives which names of the reserve or the plan a place bears already.
func (s *Store) standing(ctx context.Context, list string) (map[string]bool, error) {
	if k, _ := naming.ListOf(list); !k.Local {
		return nil, nil
	}
	rows, err := s.DB.Query(ctx, `SELECT DISTINCT n.text FROM naming_word w JOIN name_version n ON n.text = w.text AND n.kind = 'standard' AND upper_inf(n.recorded) AND upper_inf(n.valid)
		WHERE w.list = $1 AND w.ended IS NULL`, list)
	if err != nil {
		return nil, fmt.Errorf("names that stand already: %w", err)
	}
	texts, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return nil, fmt.Errorf("names that stand already: %w", err)
	}
	all := make(map[string]bool, len(texts))
	for _, t := range texts {
		all[t] = true
	}
	return all, nil
}
