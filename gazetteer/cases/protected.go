package cases

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"diming/gazetteer/heritage"
	"diming/gazetteer/naming"
)

// protected finds a listed name that may not be changed or ended yet (条例
// art. 25). It is said at the rule check, not first when the reply has come.
func (s *Store) protected(ctx context.Context, tx pgx.Tx, c Case, item Item) ([]naming.Finding, error) {
	if s.MayRename == nil || item.Place == nil || c.Kind != Renaming && c.Kind != Cancelling {
		return nil, nil
	}
	err := s.MayRename(ctx, tx, *item.Place)
	if !errors.Is(err, heritage.ErrNoPlan) {
		return nil, err
	}
	return []naming.Finding{{Check: "保护", Severity: naming.Refuse, Article: "地名管理条例第二十五条",
		Text:   "现用地名已列入保护名录：先在“地名保护”写明保护方案并经批准，再重新审查名称。",
		TextEN: "The present name is on a protection list: write its protection plan and have it approved, then check again."}}, nil
}
