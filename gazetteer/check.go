package gazetteer

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"diming/gazetteer/naming"
	"diming/internal/version"
)

// CheckName asks the rules of names whether a name may stand, against what is
// held today, and answers which rules they were. A Store on a transaction
// checks within it, and sees what it has written.
func (s *Store) CheckName(ctx context.Context, p naming.Proposal) (found []naming.Finding, rules string, err error) {
	r, err := s.Rules(ctx)
	if err != nil {
		return nil, "", fmt.Errorf("check name %q: %w", p.Text, err)
	}
	err = pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		if _, err := freshenForms(ctx, tx, r.Merges()); err != nil {
			return err
		}
		held := &heldNames{tx: tx, day: version.AsOf{}.Day()}
		if found, err = r.Check(ctx, p, held); err != nil {
			return err
		}
		planned, err := held.planned(ctx, p)
		found = append(found, planned...)
		return err
	})
	if err != nil {
		return nil, "", fmt.Errorf("check name %q: %w", p.Text, err)
	}
	return found, r.Version(), nil
}
