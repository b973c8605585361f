package gazetteer

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/gazetteer/naming"
)

// forWhere is that an entry of the reserve or the plan is for a class and a
// place: $1 is the class, $2 what the place lies in.
const forWhere = ` FROM naming_word WHERE ended IS NULL AND starts_with($1, kind) AND (division IS NULL OR division = ANY($2))`

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
	rows, err := s.tx.Query(ctx, `SELECT list, text, kind, note, source`+forWhere+` AND list IN ('reserve', 'plan') AND text = $3 ORDER BY list DESC, source`, p.Class, in, naming.Compact(p.Text))
	if err != nil {
		return nil, fmt.Errorf("reserve and plan: %w", err)
	}
	same, err := pgx.CollectRows(rows, pgx.RowToStructByPos[naming.Word])
	if err != nil {
		return nil, fmt.Errorf("reserve and plan: %w", err)
	}
	rows, err = s.tx.Query(ctx, `SELECT DISTINCT source`+forWhere+` AND list = 'plan' ORDER BY source LIMIT 3`, p.Class, in)
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
