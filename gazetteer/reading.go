package gazetteer

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/ledger"
)

// ConfirmReading says that a person has confirmed how a name is read; it wins
// over every draft for ever.
func (s *Store) ConfirmReading(ctx context.Context, actor, name uuid.UUID, reading, reason string) (int64, error) {
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		if err := names.Lock(ctx, tx, name); err != nil {
			return notFound(err)
		}
		var place uuid.UUID
		var before, visibility string
		err := tx.QueryRow(ctx, `SELECT place, reading, visibility FROM name_version
			WHERE name = $1 AND upper_inf(recorded) ORDER BY upper(valid) DESC NULLS FIRST LIMIT 1`, name).Scan(&place, &before, &visibility)
		if errors.Is(err, pgx.ErrNoRows) {
			return ErrNotFound
		}
		if err != nil {
			return err
		}
		entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "name.confirm_reading", Kind: "place", Object: place,
			Public: visibility == "public", Reason: reason,
			Before: ledger.Fields{"name": name, "reading": before}, After: ledger.Fields{"name": name, "reading": reading}})
		if err != nil {
			return err
		}
		return rewriteReading(ctx, tx, place, name, reading, entry)
	})
	if err != nil {
		return 0, fmt.Errorf("confirm reading of name %s: %w", name, err)
	}
	return entry, nil
}

// rewriteReading writes every standing version of a name again with its
// confirmed reading.
func rewriteReading(ctx context.Context, tx pgx.Tx, place, name uuid.UUID, reading string, entry int64) error {
	rows, err := tx.Query(ctx, `SELECT `+nameColumns+` FROM name_version v WHERE v.name = $1 AND upper_inf(v.recorded)`, name)
	if err != nil {
		return err
	}
	all, err := pgx.CollectRows(rows, scanName)
	if err != nil {
		return err
	}
	for _, n := range all {
		n.Reading, n.ReadingState = reading, "confirmed"
		if err := names.Write(ctx, tx, name, n.Valid, entry, n.values(place)...); err != nil {
			return err
		}
	}
	return nil
}

// confirmedBefore gives the reading last confirmed for this text as a name of
// the place, "" for none: a name that comes back is read as it was.
func confirmedBefore(ctx context.Context, tx pgx.Tx, place uuid.UUID, text string) (string, error) {
	var reading string
	err := tx.QueryRow(ctx, `SELECT reading FROM name_version
		WHERE place = $1 AND text = $2 AND lang = $3 AND reading_state = 'confirmed'
		ORDER BY upper_inf(recorded) DESC, lower(recorded) DESC LIMIT 1`, place, text, Hans).Scan(&reading)
	if errors.Is(err, pgx.ErrNoRows) {
		return "", nil
	}
	return reading, err
}
