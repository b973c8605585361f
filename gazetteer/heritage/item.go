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

// Propose puts a place forward for a list, under the standard name that it
// bears today.
func (s *Store) Propose(ctx context.Context, actor, batch, place uuid.UUID, class, reason string) (uuid.UUID, int64, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return id, 0, err
	}
	if class == "" || reason == "" {
		return id, 0, fmt.Errorf("propose for a protection list: %w", ErrMissing)
	}
	var entry int64
	err = pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		var name string
		err := tx.QueryRow(ctx, `SELECT n.text FROM place p JOIN name_version n ON n.place = p.id
			WHERE p.id = $1 AND p.withdrawn IS NULL AND `+standsToday, place).Scan(&name)
		if errors.Is(err, pgx.ErrNoRows) {
			return ErrName
		}
		if err != nil {
			return err
		}
		entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "heritage.propose", Kind: "heritage_item", Object: id, Reason: reason,
			After: ledger.Fields{"place": place.String(), "name": name, "class": class, "batch": batch.String()}})
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO heritage_item (id, batch, place, name, class, reason, proposed_by, entry) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
			id, batch, place, name, class, reason, actor, entry)
		return err
	})
	if err != nil {
		return id, 0, fmt.Errorf("propose for protection list %s: %w", batch, told(err))
	}
	return id, entry, nil
}

// standsToday picks the standard name n of today.
const standsToday = `n.kind = 'standard' AND n.lang = 'zh-Hans' AND upper_inf(n.recorded) AND n.valid @> current_date`

// Review records that a proposal was looked into, and what was found.
func (s *Store) Review(ctx context.Context, actor, item uuid.UUID, note string) (int64, error) {
	if note == "" {
		return 0, fmt.Errorf("review item %s: %w", item, ErrMissing)
	}
	return s.step(ctx, actor, item, "heritage.review", Reviewed, note, nil,
		`reviewed_by = $3, review = $4`, actor, note)
}

// List puts a reviewed name onto its list from day on; nobody lists what they
// proposed. A name that the place no longer bears is ErrName.
func (s *Store) List(ctx context.Context, actor, item uuid.UUID, day version.Date, reason string) (int64, error) {
	return s.step(ctx, actor, item, "heritage.list", Listed, reason, ledger.Fields{"listed_on": day.String()},
		`listed_by = $3, listed_on = $4`, actor, day)
}

// End takes a name off its list, or drops one that never came onto it, with
// the reason that stays with it.
func (s *Store) End(ctx context.Context, actor, item uuid.UUID, day version.Date, reason string) (int64, error) {
	if reason == "" {
		return 0, fmt.Errorf("end item %s: %w", item, ErrMissing)
	}
	return s.step(ctx, actor, item, "heritage.end", "", reason, ledger.Fields{"ended_on": day.String()},
		`ended_on = $3, ended_why = $4`, day, reason)
}

// Correct says that an item protects another wording: an error of record, such
// as a wrong character, not a renaming.
func (s *Store) Correct(ctx context.Context, actor, item uuid.UUID, name, reason string) (int64, error) {
	if name == "" || reason == "" {
		return 0, fmt.Errorf("correct item %s: %w", item, ErrMissing)
	}
	return s.step(ctx, actor, item, "heritage.correct", "same", reason, ledger.Fields{"name": name}, `name = $3`, name)
}

// step takes an item to another state: to, "same", or "" for the end that its
// state allows. set are further columns, with arguments from $3.
func (s *Store) step(ctx context.Context, actor, item uuid.UUID, action, to, reason string, after ledger.Fields, set string, args ...any) (int64, error) {
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		// The place before the item, as a renaming takes them.
		_, err := tx.Exec(ctx, `SELECT FROM place WHERE id = (SELECT place FROM heritage_item WHERE id = $1) FOR NO KEY UPDATE`, item)
		if err != nil {
			return err
		}
		var state, name string
		err = tx.QueryRow(ctx, `SELECT state, name FROM heritage_item WHERE id = $1 FOR NO KEY UPDATE`, item).Scan(&state, &name)
		if errors.Is(err, pgx.ErrNoRows) {
			return ErrNotFound
		}
		if err != nil {
			return err
		}
		switch {
		case to == "same":
			to = state
		case to == "" && state == Listed:
			to = Delisted
		case to == "":
			to = Dropped
		case state == to:
			return ErrState
		}
		if after == nil {
			after = ledger.Fields{}
		}
		after["state"] = to
		entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: action, Kind: "heritage_item", Object: item, Reason: reason,
			Before: ledger.Fields{"state": state, "name": name}, After: after})
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, fmt.Sprintf(`UPDATE heritage_item SET state = $2, %s, entry = $%d WHERE id = $1`, set, len(args)+3), append(append([]any{item, to}, args...), entry)...)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("%s %s: %w", action, item, told(err))
	}
	return entry, nil
}
