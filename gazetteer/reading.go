package gazetteer

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/ledger"
)

// ErrNoDraft says that a reading cannot be taken back: it is not confirmed, or
// it never was a draft.
var ErrNoDraft = errors.New("the reading has no draft to go back to")

// ConfirmReading says that a person has confirmed how a name is read; it wins
// over every draft until somebody takes the confirmation back.
func (s *Store) ConfirmReading(ctx context.Context, actor, name uuid.UUID, reading, reason string) (int64, error) {
	entry, err := s.setReading(ctx, name, func(_ context.Context, _ pgx.Tx, was heldReading) (readingChange, error) {
		return readingChange{"name.confirm_reading", actor, reason, reading, "confirmed"}, nil
	})
	if err != nil {
		return 0, fmt.Errorf("confirm reading of name %s: %w", name, err)
	}
	return entry, nil
}

// ReopenReading takes a confirmation back: the name is read by the draft that
// stood before it, and a person has to confirm it again. ErrNoDraft where there
// was none.
func (s *Store) ReopenReading(ctx context.Context, actor, name uuid.UUID, reason string) (int64, error) {
	entry, err := s.setReading(ctx, name, func(ctx context.Context, tx pgx.Tx, was heldReading) (readingChange, error) {
		c := readingChange{"name.reopen_reading", actor, reason, "", "draft"}
		if was.state != "confirmed" {
			return c, ErrNoDraft
		}
		err := tx.QueryRow(ctx, `SELECT reading FROM name_version WHERE name = $1 AND text = $2 AND reading_state = 'draft' AND NOT upper_inf(recorded)
			ORDER BY lower(recorded) DESC LIMIT 1`, name, was.text).Scan(&c.reading)
		if errors.Is(err, pgx.ErrNoRows) {
			err = ErrNoDraft
		}
		return c, err
	})
	if err != nil {
		return 0, fmt.Errorf("reopen reading of name %s: %w", name, err)
	}
	return entry, nil
}

// A heldReading is how a name is read before a change of it.
type heldReading struct {
	place                            uuid.UUID
	text, reading, state, visibility string
}

type readingChange struct {
	action         string
	actor          uuid.UUID
	reason         string
	reading, state string
}

// setReading makes the change that decide answers for what is held.
func (s *Store) setReading(ctx context.Context, name uuid.UUID, decide func(context.Context, pgx.Tx, heldReading) (readingChange, error)) (int64, error) {
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		if err := names.Lock(ctx, tx, name); err != nil {
			return notFound(err)
		}
		var was heldReading
		err := tx.QueryRow(ctx, `SELECT place, text, reading, reading_state, visibility FROM name_version
			WHERE name = $1 AND upper_inf(recorded) ORDER BY upper(valid) DESC NULLS FIRST LIMIT 1`, name).
			Scan(&was.place, &was.text, &was.reading, &was.state, &was.visibility)
		if errors.Is(err, pgx.ErrNoRows) {
			return ErrNotFound
		}
		if err != nil {
			return err
		}
		c, err := decide(ctx, tx, was)
		if err != nil {
			return err
		}
		entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: c.actor, Action: c.action, Kind: "place", Object: was.place,
			Public: was.visibility == "public", Reason: c.reason,
			Before: ledger.Fields{"name": name, "reading": was.reading}, After: ledger.Fields{"name": name, "reading": c.reading}})
		if err != nil {
			return err
		}
		return rewriteReading(ctx, tx, was.place, name, c, entry)
	})
	return entry, err
}

// rewriteReading writes every standing version of a name again with another
// reading.
func rewriteReading(ctx context.Context, tx pgx.Tx, place, name uuid.UUID, c readingChange, entry int64) error {
	rows, err := tx.Query(ctx, `SELECT `+nameColumns+` FROM name_version v WHERE v.name = $1 AND upper_inf(v.recorded)`, name)
	if err != nil {
		return err
	}
	all, err := pgx.CollectRows(rows, scanName)
	if err != nil {
		return err
	}
	for _, n := range all {
		n.Reading, n.ReadingState = c.reading, c.state
		if err := names.Write(ctx, tx, name, n.Valid, entry, n.values(place)...); err != nil {
			return err
		}
	}
	return nil
}

// confirmedBefore gives the reading last confirmed for this text as a name of
// the place, "" for none: a name that comes back is read as it was. One that
// was taken back is none.
func confirmedBefore(ctx context.Context, tx pgx.Tx, place uuid.UUID, text string) (string, error) {
	var reading string
	err := tx.QueryRow(ctx, `SELECT reading FROM name_version v
		WHERE place = $1 AND text = $2 AND lang = $3 AND reading_state = 'confirmed'
			AND NOT EXISTS (SELECT FROM name_version d WHERE d.name = v.name AND d.text = v.text AND d.reading_state = 'draft' AND lower(d.recorded) > lower(v.recorded))
		ORDER BY upper_inf(recorded) DESC, lower(recorded) DESC LIMIT 1`, place, text, Hans).Scan(&reading)
	if errors.Is(err, pgx.ErrNoRows) {
		return "", nil
	}
	return reading, err
}
