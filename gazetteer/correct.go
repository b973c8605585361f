package gazetteer

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/ledger"
	"diming/internal/version"
)

// CorrectName mends an error of record in the standard name in force on a day
// 更正: the place was called text all that time, only the register said it
// wrong. It is no renaming, and what was wrong becomes no former name. It
// answers *TakenError as Add does.
func (s *Store) CorrectName(ctx context.Context, actor, place uuid.UUID, text string, on version.Date, reason string) (int64, error) {
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		switch {
		case text == "":
			return ErrNoName
		case reason == "":
			return ErrReason
		}
		p, err := held(ctx, tx, place, on)
		if err != nil {
			return err
		}
		wrong := p.Name(on)
		entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "name.correct", Kind: "place", Object: place,
			Public: p.Visibility == "public", Reason: reason,
			Before: ledger.Fields{"text": wrong.Text, "reading": wrong.Reading},
			After:  ledger.Fields{"text": text, "valid": wrong.Valid.String()}})
		if err != nil {
			return err
		}
		return s.replaceName(ctx, tx, p, text, wrong.Valid, entry)
	})
	if err != nil {
		return 0, fmt.Errorf("correct name of place %s: %w", place, err)
	}
	return entry, nil
}
