package cases

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// A Deadline is a clock that runs, with the case that it is of.
type Deadline struct {
	Case          uuid.UUID
	Number, Title string
	Clock
}

// Deadlines gives every clock that runs of the cases under divisions, or of the
// whole register, those that run out first; at most so many. A case has several
// at once: filing and announcement both count from the reply.
func (s *Store) Deadlines(ctx context.Context, whole bool, divisions []uuid.UUID, most int) ([]Deadline, error) {
	where, args := Filter{Whole: whole, Divisions: divisions}.listed()
	args = append(args, most)
	rows, err := s.DB.Query(ctx, `SELECT c.id, c.number, c.title, k.key, k.starts_on, k.due_on, k.safe_on, k.warn_on, k.basis, k.reminded_on, k.ordered_due
		FROM name_case c JOIN case_clock k ON k.name_case = c.id AND k.done_on IS NULL
		WHERE c.state NOT IN ('not_accepted', 'rejected', 'withdrawn') AND `+where+
		fmt.Sprintf(` ORDER BY k.safe_on, c.id, k.key LIMIT $%d`, len(args)), args...)
	if err != nil {
		return nil, fmt.Errorf("list deadlines: %w", err)
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (Deadline, error) {
		var d Deadline
		k := &d.Clock
		err := row.Scan(&d.Case, &d.Number, &d.Title, &k.Key, &k.StartsOn, &k.DueOn, &k.SafeOn, &k.WarnOn, &k.Basis, &k.RemindedOn, &k.OrderedDue)
		return d, err
	})
}
