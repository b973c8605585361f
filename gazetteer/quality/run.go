package quality

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/ledger"
	"diming/internal/pg"
)

// A Result says what a run has changed.
type Result struct {
	New, Changed, Fixed int
}

// chunk is how many findings are written in one transaction: a long one would
// hold back the seals of the ledger.
const chunk = 10_000

// Run makes every check over the whole register and counts the day. ErrBusy
// where another run goes on. Where nothing has changed the ledger says nothing.
func (s *Store) Run(ctx context.Context, actor uuid.UUID) (Result, error) {
	return s.run(ctx, actor, func(context.Context, pg.DB) (bool, error) { return true, nil })
}

// Daily is Run once a day: it does nothing where any server has counted today,
// or is at it.
func (s *Store) Daily(ctx context.Context) (Result, error) {
	if due, err := due(ctx, s.DB); err != nil || !due {
		return Result{}, err
	}
	all, err := s.run(ctx, ledger.Console, due) // another may have finished since
	if errors.Is(err, ErrBusy) {
		return Result{}, nil
	}
	return all, err
}

// due tells whether there is something to look through and today is not counted.
func due(ctx context.Context, db pg.DB) (is bool, err error) {
	err = db.QueryRow(ctx, `SELECT EXISTS (SELECT FROM place) AND NOT EXISTS (SELECT FROM quality_count WHERE day = current_date)`).Scan(&is)
	return is, err
}

// run asks whether it is wanted once it is alone.
func (s *Store) run(ctx context.Context, actor uuid.UUID, wanted func(context.Context, pg.DB) (bool, error)) (Result, error) {
	var all Result
	// What reads holds the lock; it writes nothing, so that no seal waits for it.
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		var mine bool
		if err := tx.QueryRow(ctx, `SELECT pg_try_advisory_xact_lock(hashtext('quality run'))`).Scan(&mine); err != nil {
			return err
		}
		if !mine {
			return ErrBusy
		}
		if yes, err := wanted(ctx, tx); err != nil || !yes {
			return err
		}
		for _, c := range Checks {
			if err := s.check(ctx, tx, c, &all); err != nil {
				return fmt.Errorf("check %s: %w", c.ID, err)
			}
		}
		return s.count(ctx, actor, all)
	})
	if err != nil {
		return all, fmt.Errorf("look through the register: %w", err)
	}
	return all, nil
}

// differSQL compares what a check yields (place, detail) with what is held.
const differSQL = `, held AS (SELECT place, detail, state FROM quality_finding WHERE check_id = $1)
	SELECT coalesce(y.place, h.place), coalesce(y.detail, ''), y.place IS NULL, h.place IS NULL OR h.state = 'fixed'
	FROM yielded y FULL JOIN held h ON h.place = y.place
	WHERE y.place IS NULL AND h.state <> 'fixed' OR h.place IS NULL OR y.place IS NOT NULL AND (h.state = 'fixed' OR h.detail <> y.detail)`

func (s *Store) check(ctx context.Context, tx pgx.Tx, c Check, all *Result) error {
	sql, args := `WITH `+standing+`, yielded (place, detail) AS (`+c.sql+`)`+differSQL, []any{c.ID}
	if c.yields != nil {
		places, details, err := c.yields(ctx, tx)
		if err != nil {
			return err
		}
		sql, args = `WITH yielded AS (SELECT * FROM unnest($2::uuid[], $3::text[]) AS y (place, detail))`+differSQL, append(args, places, details)
	}
	rows, err := tx.Query(ctx, sql, args...)
	if err != nil {
		return err
	}
	var found, gone []uuid.UUID
	var details []string
	var place uuid.UUID
	var detail string
	var vanished, fresh bool
	_, err = pgx.ForEachRow(rows, []any{&place, &detail, &vanished, &fresh}, func() error {
		switch {
		case vanished:
			gone = append(gone, place)
			all.Fixed++
			return nil
		case fresh:
			all.New++
		default:
			all.Changed++
		}
		found, details = append(found, place), append(details, detail)
		return nil
	})
	if err != nil {
		return err
	}
	for len(found) > 0 {
		n := min(chunk, len(found))
		_, err := s.DB.Exec(ctx, `INSERT INTO quality_finding AS f (check_id, place, detail)
			SELECT $1, * FROM unnest($2::uuid[], $3::text[])
			ON CONFLICT (check_id, place) DO UPDATE SET detail = EXCLUDED.detail, fixed_at = NULL,
				found_at = CASE WHEN f.state = 'fixed' THEN clock_timestamp() ELSE f.found_at END,
				state = CASE WHEN f.state = 'assigned' THEN 'assigned' ELSE 'open' END`, c.ID, found[:n], details[:n])
		if err != nil {
			return err
		}
		found, details = found[n:], details[n:]
	}
	for len(gone) > 0 {
		n := min(chunk, len(gone))
		_, err := s.DB.Exec(ctx, `UPDATE quality_finding SET state = 'fixed', fixed_at = clock_timestamp()
			WHERE check_id = $1 AND place = ANY($2) AND state <> 'fixed'`, c.ID, gone[:n])
		if err != nil {
			return err
		}
		gone = gone[n:]
	}
	return nil
}

// count keeps how many findings there are today, and says in the ledger what a
// look through the register has changed.
func (s *Store) count(ctx context.Context, actor uuid.UUID, all Result) error {
	ids := make([]string, len(Checks))
	for i, c := range Checks {
		ids[i] = c.ID
	}
	return pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO quality_count (day, check_id, county, open, accepted)
			SELECT current_date, c.id, k.county, coalesce(n.open, 0), coalesce(n.accepted, 0)
			FROM unnest($1::text[]) c (id)
			CROSS JOIN (SELECT DISTINCT county FROM place_version WHERE upper_inf(recorded)) k
			LEFT JOIN (SELECT f.check_id, v.county, count(*) FILTER (WHERE f.state IN ('open', 'assigned')) AS open, count(*) FILTER (WHERE f.state = 'accepted') AS accepted
				FROM quality_finding f JOIN LATERAL (SELECT county FROM place_version v WHERE v.place = f.place AND upper_inf(v.recorded) LIMIT 1) v ON true
				WHERE f.state <> 'fixed' GROUP BY 1, 2) n ON n.check_id = c.id AND n.county = k.county
			ON CONFLICT (day, check_id, county) DO UPDATE SET open = EXCLUDED.open, accepted = EXCLUDED.accepted`, ids)
		if err != nil {
			return err
		}
		if all == (Result{}) {
			return nil
		}
		_, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "quality.run", Kind: "quality",
			After: ledger.Fields{"found": all.New, "changed": all.Changed, "fixed": all.Fixed}})
		return err
	})
}

// lookTime is how often Work looks whether today was counted.
const lookTime = 10 * time.Minute

// Work looks through the register once a day, until ctx ends.
func (s *Store) Work(ctx context.Context, log *slog.Logger) {
	for ctx.Err() == nil {
		_, err := s.Daily(ctx)
		if err != nil && ctx.Err() == nil {
			log.WarnContext(ctx, "look through the register", "error", err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(lookTime):
		}
	}
}
