package job

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// Delete removes the file of a job, and the job itself where it changed
// nothing. Of one that was run the account stays, with what undoes it.
func (s *Store) Delete(ctx context.Context, id uuid.UUID) error {
	err := s.locked(ctx, id, func(tx pgx.Tx, j Job) error {
		if j.State == Queued || j.State == Running {
			return ErrBusy
		}
		if j.attempts > 0 {
			return j.forget(ctx, tx)
		}
		_, err := tx.Exec(ctx, `DELETE FROM import_job WHERE id = $1`, id)
		return err
	})
	if err == nil {
		err = os.RemoveAll(s.dir(id))
	}
	if err != nil {
		return fmt.Errorf("delete import %s: %w", id, err)
	}
	return nil
}

// Rejected opens the rows that the last run rejected, as a file that goes in
// again once corrected, and gives the name to offer for it.
func (s *Store) Rejected(ctx context.Context, id uuid.UUID) (*os.File, string, error) {
	j, err := s.Job(ctx, id)
	if err != nil {
		return nil, "", fmt.Errorf("rejected rows of import %s: %w", id, err)
	}
	if j.FileGone {
		return nil, "", fmt.Errorf("rejected rows of import %s: %w", id, ErrFileGone)
	}
	if j.Report == nil || j.Report.RejectedFile == "" {
		return nil, "", fmt.Errorf("rejected rows of import %s: %w", id, ErrNotFound)
	}
	name := filepath.Base(j.Report.RejectedFile)
	f, err := os.Open(filepath.Join(s.dir(id), name))
	if err != nil {
		return nil, "", fmt.Errorf("rejected rows of import %s: %w", id, ErrFileGone)
	}
	stem := j.File[:len(j.File)-len(filepath.Ext(j.File))]
	return f, stem + ".rejected" + filepath.Ext(name), nil
}
