package job

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/gazetteer"
	"diming/internal/pg"
)

// A Store keeps jobs, and their files in a private folder.
type Store struct {
	DB       pg.DB
	Places   *gazetteer.Store
	Folder   string        // of the files; made when it is first needed
	MaxBytes int64         // a larger file is refused; 0 for 1 GiB
	Keep     time.Duration // how long files stay; 0 for 30 days
	Wait     time.Duration // how long a request waits for a trial; 0 for 15 s

	kick   chan struct{}
	trials trials
}

// NewStore gives a store with its files in a folder.
func NewStore(db pg.DB, places *gazetteer.Store, folder string) *Store {
	return &Store{DB: db, Places: places, Folder: folder, kick: make(chan struct{}, 1)}
}

const (
	defaultMaxBytes = 1 << 30
	defaultKeep     = 30 * 24 * time.Hour
)

// Limit is the size in bytes of the largest file that is taken.
func (s *Store) Limit() int64 {
	if s.MaxBytes <= 0 {
		return defaultMaxBytes
	}
	return s.MaxBytes
}

const columns = `id, actor, created, file, size_bytes, state, inspection, plan, decisions, started, finished, clock_timestamp(),
	bytes_read, rows_read, coalesce(report, ''), failure, coalesce(undone, ''), file_gone IS NOT NULL, stored, within, cancel, attempts`

func scan(row pgx.CollectableRow) (Job, error) {
	var (
		j                                           Job
		inspection, plan, decisions, report, undone string
		started, finished                           *time.Time
		now                                         time.Time
		bytes, rows                                 int64
	)
	err := row.Scan(&j.ID, &j.Actor, &j.Created, &j.File, &j.SizeBytes, &j.State, &inspection, &plan, &decisions, &started, &finished, &now,
		&bytes, &rows, &report, &j.Failure, &undone, &j.FileGone, &j.stored, &j.within, &j.cancel, &j.attempts)
	if err != nil {
		return j, err
	}
	if started != nil {
		if finished != nil {
			now = *finished
		}
		j.Progress = progressOf(rows, bytes, j.SizeBytes, *started, now)
	} else {
		j.Progress = Progress{BytesTotal: j.SizeBytes}
	}
	for _, part := range []struct {
		text string
		to   any
	}{{inspection, &j.Inspection}, {plan, &j.Plan}, {decisions, &j.Decisions}, {report, &j.Report}, {undone, &j.Undone}} {
		if part.text == "" {
			continue
		}
		if err := json.Unmarshal([]byte(part.text), part.to); err != nil {
			return j, fmt.Errorf("import %s: %w", j.ID, err)
		}
	}
	return j, nil
}

// Job gives one job.
func (s *Store) Job(ctx context.Context, id uuid.UUID) (Job, error) {
	return one(ctx, s.DB, `SELECT `+columns+` FROM import_job WHERE id = $1`, id)
}

func one(ctx context.Context, db pg.DB, sql string, args ...any) (Job, error) {
	rows, err := db.Query(ctx, sql, args...)
	if err != nil {
		return Job{}, err
	}
	j, err := pgx.CollectExactlyOneRow(rows, scan)
	if errors.Is(err, pgx.ErrNoRows) {
		err = ErrNotFound
	}
	return j, err
}

// List gives jobs, the newest first, before the one with the given id; the nil
// id for the first page, the nil actor for those of all.
func (s *Store) List(ctx context.Context, actor, before uuid.UUID, limit int) ([]Job, error) {
	rows, err := s.DB.Query(ctx, `SELECT `+columns+` FROM import_job
		WHERE ($1::uuid = '00000000-0000-0000-0000-000000000000' OR actor = $1) AND ($2::uuid = '00000000-0000-0000-0000-000000000000' OR id < $2)
		ORDER BY id DESC LIMIT $3`, actor, before, limit)
	if err != nil {
		return nil, fmt.Errorf("list imports: %w", err)
	}
	return pgx.CollectRows(rows, scan)
}

// path is where the file of a job lies. Its name was made here.
func (s *Store) path(j Job) string { return filepath.Join(s.dir(j.ID), j.stored) }

func (s *Store) dir(id uuid.UUID) string { return filepath.Join(s.Folder, id.String()) }

// locked changes a job while nobody else can.
func (s *Store) locked(ctx context.Context, id uuid.UUID, do func(pgx.Tx, Job) error) error {
	return pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		j, err := one(ctx, tx, `SELECT `+columns+` FROM import_job WHERE id = $1 FOR UPDATE`, id)
		if err != nil {
			return err
		}
		return do(tx, j)
	})
}
