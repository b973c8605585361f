package job

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"diming/gazetteer"
	"diming/importers"
	"diming/internal/pg"
)

// Run asks that the import be run, by whichever server is free. within are the
// divisions that the asker may change, nil for the whole register. A run that
// is asked for twice is run once.
func (s *Store) Run(ctx context.Context, id uuid.UUID, within []uuid.UUID) (Job, error) {
	err := s.locked(ctx, id, func(tx pgx.Tx, j Job) error {
		if j.State == Queued || j.State == Running {
			return nil
		}
		if err := j.open(); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `UPDATE import_job SET state = 'queued', queued = clock_timestamp(), within = $2, cancel = false, failure = '',
			started = NULL, finished = NULL, bytes_read = 0, rows_read = 0 WHERE id = $1`, id, within)
		return err
	})
	if err != nil {
		return Job{}, fmt.Errorf("run import %s: %w", id, err)
	}
	s.wake()
	return s.Job(ctx, id)
}

// Cancel stops a run that waits or goes on; its whole batches stand.
func (s *Store) Cancel(ctx context.Context, id uuid.UUID) (Job, error) {
	err := s.locked(ctx, id, func(tx pgx.Tx, j Job) error {
		switch j.State {
		case Queued:
			_, err := tx.Exec(ctx, `UPDATE import_job SET state = 'planned' WHERE id = $1`, id)
			return err
		case Running:
			_, err := tx.Exec(ctx, `UPDATE import_job SET cancel = true WHERE id = $1`, id)
			return err
		}
		return ErrState
	})
	if err != nil {
		return Job{}, fmt.Errorf("stop import %s: %w", id, err)
	}
	return s.Job(ctx, id)
}

// errCancelled ends a run that its person stopped; errLost one whose lease
// another server has.
var (
	errCancelled = errors.New("已停止；停止前的整批已收入，可再运行或撤销 / stopped: the whole batches before that stand, run it again or undo it")
	errInside    = errors.New("系统出错，已记录；整批收入的行已保留，可再运行 / something went wrong and was logged: what came in as whole batches stands, run it again")
	errLost      = errors.New("another server has the run")
)

// rejectedName is the file of rejected rows of a run, with the ending that
// tells its format.
const rejectedName = "rejected"

// perform runs a job that this server holds.
func (s *Store) perform(ctx context.Context, j Job, holder uuid.UUID) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	beating := make(chan struct{})
	go func() {
		defer close(beating)
		s.beat(ctx, j.ID, holder, stop)
	}()
	report, err := s.importNow(ctx, j)
	cause := context.Cause(ctx)
	stop(nil)
	<-beating
	return s.settle(context.WithoutCancel(ctx), j, holder, report, err, cause)
}

func (s *Store) importNow(ctx context.Context, j Job) (*importers.Report, error) {
	o, err := s.options(ctx, j, j.within)
	if err != nil {
		return nil, err
	}
	old, err := filepath.Glob(filepath.Join(s.dir(j.ID), rejectedName+"*"))
	if err != nil {
		return nil, err
	}
	for _, path := range old {
		if err := os.Remove(path); err != nil {
			return nil, err
		}
	}
	ending := ".csv"
	if j.Inspection.Geometry {
		ending = ".geojson"
	}
	o.RejectedFile = filepath.Join(s.dir(j.ID), rejectedName+ending)
	o.Progress = func(p importers.Progress) { s.note(ctx, j.ID, p) }
	report, err := importers.Run(ctx, o)
	if report.RejectedFile != "" {
		report.RejectedFile = filepath.Base(report.RejectedFile)
	}
	return &report, err
}

// settle keeps how a run ended. One that this server could not end, because it
// stops or has lost the database, waits for the next.
func (s *Store) settle(ctx context.Context, j Job, holder uuid.UUID, report *importers.Report, failure, cause error) error {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	state, why, account := Done, "", ""
	var inside error // to be logged, not shown
	if report != nil {
		account = text(report)
	}
	switch {
	case errors.Is(cause, errLost):
		return nil
	case failure == nil:
	case errors.Is(cause, errCancelled):
		state, why = Failed, errCancelled.Error()
	case cause != nil || pg.Unreachable(failure):
		_, err := s.DB.Exec(ctx, `UPDATE import_job SET state = 'queued', holder = NULL, lease = NULL WHERE id = $1 AND holder = $2`, j.ID, holder)
		return err
	default:
		told := plain(ctx, failure)
		if state, why = Failed, told.Error(); !errors.Is(told, ErrPlan) {
			why, inside = errInside.Error(), failure
		}
	}
	_, err := s.DB.Exec(ctx, `UPDATE import_job SET state = $3, failure = $4, report = nullif($5, ''), finished = clock_timestamp(), holder = NULL, lease = NULL
		WHERE id = $1 AND holder = $2`, j.ID, holder, state, why, account)
	return errors.Join(err, inside)
}

// Undo takes the import back, as far as nobody has changed its places since;
// with whole, nothing is undone where something has.
func (s *Store) Undo(ctx context.Context, id, actor uuid.UUID, reason string, whole bool, within []uuid.UUID) (gazetteer.Undone, error) {
	var done gazetteer.Undone
	err := s.locked(ctx, id, func(tx pgx.Tx, j Job) error {
		if j.State == Queued || j.State == Running {
			return ErrBusy
		}
		places := *s.Places
		places.DB = tx
		var err error
		done, err = importers.Undo(ctx, &places, gazetteer.Undo{Run: id, Actor: actor, Reason: reason, Whole: whole, Within: within})
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `UPDATE import_job SET state = 'undone', undone = $2 WHERE id = $1`, id, text(done))
		return err
	})
	if err != nil {
		return done, fmt.Errorf("undo import %s: %w", id, err)
	}
	return done, nil
}

// plain is a failure in words that may be shown: what the database or the disk
// says of itself stays inside.
func plain(ctx context.Context, err error) error {
	var database *pgconn.PgError
	var path *os.PathError
	if ctx.Err() == nil && (errors.As(err, &database) || errors.As(err, &path) || errors.Is(err, importers.ErrAccount)) {
		return err
	}
	return fmt.Errorf("%w：%w", ErrPlan, err)
}
