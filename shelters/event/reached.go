package event

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/ledger"
)

// Means are by what a village is told: its loudspeaker, short messages, the
// group in WeChat, from door to door, by telephone, something else.
var Means = []string{"loudspeaker", "sms", "wechat", "door", "phone", "other"}

// A Reached says that a village was told, or that this was said in error.
type Reached struct {
	Village uuid.UUID
	Reached bool
	Means   string // of Means
	Note    string
}

// Reach records that villages were told by some means, all or none of them; reached
// false takes it back. The event warns each of them, and goes on.
func (s *Store) Reach(ctx context.Context, actor, id uuid.UUID, all ...Reached) error {
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		// The lock keeps the numbers of two who tell at once apart.
		if _, err := tx.Exec(ctx, `SELECT FROM disaster_event WHERE id = $1 FOR NO KEY UPDATE`, id); err != nil {
			return err
		}
		e, err := one(ctx, tx, id)
		switch {
		case err != nil:
			return err
		case e.Over(s.now()):
			return ErrEnded
		}
		warned, err := villages(ctx, tx, e.Areas)
		if err != nil {
			return err
		}
		for _, r := range all {
			if err := r.write(ctx, tx, actor, id, warned); err != nil {
				return fmt.Errorf("village %s: %w", r.Village, err)
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("villages told of disaster event %s: %w", id, err)
	}
	return nil
}

func (r Reached) write(ctx context.Context, tx pgx.Tx, actor, event uuid.UUID, warned []Village) error {
	switch {
	case !slices.Contains(Means, r.Means):
		return ErrMeans
	case !slices.ContainsFunc(warned, func(v Village) bool { return v.ID == r.Village }):
		return ErrVillage
	}
	entry, err := ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "disaster_event.reach", Kind: "disaster_event", Object: event, Reason: r.Note,
		After: ledger.Fields{"village": r.Village.String(), "reached": r.Reached, "means": r.Means}})
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO disaster_reached (event, village, n, reached, means, note, actor, entry)
		SELECT $1, $2, coalesce(max(n), 0) + 1, $3, $4, $5, $6, $7 FROM disaster_reached WHERE event = $1 AND village = $2`,
		event, r.Village, r.Reached, r.Means, r.Note, actor, entry)
	return err
}

// A Telling is when a village was first told, and by what means until now.
type Telling struct {
	Village uuid.UUID
	At      time.Time
	Means   []string // in the order in which they were said
	Note    string   // of the last
}

// Told gives the villages of an event that were told. What was said before a
// telling was taken back does not count.
func (s *Store) Told(ctx context.Context, id uuid.UUID) (map[uuid.UUID]Telling, error) {
	rows, err := s.DB.Query(ctx, `SELECT r.village, min(r.at), array_agg(r.means ORDER BY r.n), (array_agg(r.note ORDER BY r.n DESC))[1] FROM disaster_reached r
		WHERE r.event = $1 AND r.reached AND r.n > (SELECT coalesce(max(n), 0) FROM disaster_reached b WHERE b.event = $1 AND b.village = r.village AND NOT b.reached)
		GROUP BY r.village`, id)
	if err != nil {
		return nil, fmt.Errorf("who was told of disaster event %s: %w", id, err)
	}
	told := map[uuid.UUID]Telling{}
	all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Telling])
	for _, t := range all {
		told[t.Village] = t
	}
	return told, err
}
