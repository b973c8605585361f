package gazetteer

import (
	"context"

	"diming/gazetteer/naming"
	"diming/internal/version"

	"github.com/jackc/pgx/v5"
)

// Standing asks for the area of a scope around a proposal and what is alike in it.
func (s *Store) Standing(ctx context.Context, scope naming.Scope, p naming.Proposal) (a naming.Area, ok bool, alike []naming.Conflict, err error) {
	err = pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		if _, err := freshenForms(ctx, tx, 0); err != nil {
			return err
		}
		h := &heldNames{tx: tx, day: version.AsOf{}.Day()}
		if a, ok, err = h.Area(ctx, scope, p); err != nil || !ok {
			return err
		}
		alike, err = h.Alike(ctx, a, naming.Group(p.Class), naming.FormsOf(p.Text, p.Class, p.Reading, 0), p, 10)
		return err
	})
	return a, ok, alike, err
}
