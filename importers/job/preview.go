package job

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/google/uuid"

	"diming/importers"
)

// MostShown bounds the rows of each outcome that a Preview lists.
const MostShown = 2000

// A Preview is what a plan would do, found by doing all but the commit.
type Preview struct {
	Report importers.Report
	Rows   []importers.Preview // at most MostShown of each outcome
	Counts map[string]int      // rows by outcome, all of them
}

// Preview tries a plan. Nothing of it is kept but how far it is.
func (s *Store) Preview(ctx context.Context, id uuid.UUID, within []uuid.UUID) (Preview, error) {
	j, err := s.Job(ctx, id)
	if err == nil {
		err = j.open()
	}
	if err != nil {
		return Preview{}, fmt.Errorf("try import %s: %w", id, err)
	}
	o, err := s.options(ctx, j, within)
	if err != nil {
		return Preview{}, fmt.Errorf("try import %s: %w", id, err)
	}
	folder, err := os.MkdirTemp(s.dir(id), "try")
	if err != nil {
		return Preview{}, fmt.Errorf("try import %s: %w", id, err)
	}
	defer os.RemoveAll(folder)
	p := Preview{Counts: map[string]int{}}
	o.DryRun, o.RejectedFile = true, filepath.Join(folder, "rejected")
	o.Preview = func(rows []importers.Preview) {
		for _, r := range rows {
			if p.Counts[r.Outcome]++; p.Counts[r.Outcome] <= MostShown {
				p.Rows = append(p.Rows, r)
			}
		}
	}
	o.Progress = func(progress importers.Progress) { s.note(ctx, id, progress) }
	if _, err := s.DB.Exec(ctx, `UPDATE import_job SET started = clock_timestamp(), finished = NULL, bytes_read = 0, rows_read = 0 WHERE id = $1 AND state = 'planned'`, id); err != nil {
		return Preview{}, fmt.Errorf("try import %s: %w", id, err)
	}
	if p.Report, err = importers.Run(ctx, o); err != nil {
		return p, fmt.Errorf("try import %s: %w", id, plain(ctx, err))
	}
	return p, nil
}

// note keeps how far a look or a run is; one that cannot be kept is no reason
// to stop.
func (s *Store) note(ctx context.Context, id uuid.UUID, p importers.Progress) {
	_, _ = s.DB.Exec(ctx, `UPDATE import_job SET bytes_read = $2, rows_read = $3 WHERE id = $1`, id, p.BytesRead, p.Rows)
}
