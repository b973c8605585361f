package job

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// How long a server has a run without prolonging it, how often it prolongs it,
// and how often it looks for one that waits.
const (
	leaseTime = 15 * time.Second
	beatTime  = 3 * time.Second
	lookTime  = 2 * time.Second
	cleanTime = time.Hour
)

// Work runs what waits, one job after the other, until ctx ends; then the run
// under way is left to the next server, or to this one's next start.
func (s *Store) Work(ctx context.Context, log *slog.Logger) {
	holder := uuid.New()
	var cleaned time.Time
	for ctx.Err() == nil {
		worked, err := s.WorkOnce(ctx, holder)
		if err != nil && ctx.Err() == nil {
			log.ErrorContext(ctx, "import job", "error", err)
		}
		if time.Since(cleaned) > cleanTime {
			cleaned = time.Now()
			if err := s.Clean(ctx); err != nil && ctx.Err() == nil {
				log.ErrorContext(ctx, "remove old import files", "error", err)
			}
		}
		if worked && err == nil {
			continue
		}
		select {
		case <-ctx.Done():
		case <-s.kick:
		case <-time.After(lookTime):
		}
	}
}

// wake has the worker look at once.
func (s *Store) wake() {
	select {
	case s.kick <- struct{}{}:
	default:
	}
}

// WorkOnce takes up one job that waits, or that a killed server has left, and
// runs it; false where there is none.
func (s *Store) WorkOnce(ctx context.Context, holder uuid.UUID) (bool, error) {
	j, err := one(ctx, s.DB, `UPDATE import_job SET state = 'running', holder = $1, lease = clock_timestamp() + $2::interval,
			started = clock_timestamp(), attempts = attempts + 1
		WHERE id = (SELECT id FROM import_job WHERE state = 'queued' OR state = 'running' AND lease < clock_timestamp()
			ORDER BY queued FOR UPDATE SKIP LOCKED LIMIT 1)
		RETURNING `+columns, holder, leaseTime)
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return true, s.perform(ctx, j, holder)
}

// beat prolongs the lease while the run goes on, and stops the run when its
// person or another server has taken it away.
func (s *Store) beat(ctx context.Context, id, holder uuid.UUID, stop context.CancelCauseFunc) {
	ticker := time.NewTicker(beatTime)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		var cancel bool
		rows, err := s.DB.Query(ctx, `UPDATE import_job SET lease = clock_timestamp() + $3::interval WHERE id = $1 AND holder = $2 RETURNING cancel`, id, holder, leaseTime)
		if err != nil {
			continue // the run itself will notice a database that is gone
		}
		held := false
		for rows.Next() {
			held = rows.Scan(&cancel) == nil
		}
		rows.Close()
		switch {
		case rows.Err() != nil:
		case !held:
			stop(errLost)
			return
		case cancel:
			stop(errCancelled)
			return
		}
	}
}

// Clean removes the files of jobs that were brought too long ago; what came of
// them stays.
func (s *Store) Clean(ctx context.Context) error {
	keep := s.Keep
	if keep <= 0 {
		keep = defaultKeep
	}
	rows, err := s.DB.Query(ctx, `SELECT id FROM import_job
		WHERE file_gone IS NULL AND state NOT IN ('queued', 'running') AND created < clock_timestamp() - $1::interval`, keep)
	if err != nil {
		return err
	}
	old, err := pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
	if err != nil {
		return err
	}
	for _, id := range old {
		err := s.locked(ctx, id, func(tx pgx.Tx, j Job) error {
			if j.State == Queued || j.State == Running {
				return nil // somebody has it run just now
			}
			return errors.Join(j.forget(ctx, tx), os.RemoveAll(s.dir(id)))
		})
		if err != nil {
			return err
		}
	}
	return nil
}
