package job

import (
	"context"
	"fmt"
	"os"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/gazetteer"
	"diming/importers"
)

// SetPlan says how the file is to be taken in. Another layer or encoding has
// the file looked at again.
func (s *Store) SetPlan(ctx context.Context, id uuid.UUID, p Plan) (Job, error) {
	if p.Mapping == nil {
		p.Mapping = importers.Mapping{}
	}
	err := s.locked(ctx, id, func(tx pgx.Tx, j Job) error {
		if err := j.open(); err != nil {
			return err
		}
		if _, err := importers.ParseKind(string(p.As)); err != nil {
			return fmt.Errorf("%w：%w", ErrPlan, err)
		}
		if _, _, err := importers.ParseCRS(p.CRS); err != nil {
			return fmt.Errorf("%w：%w", ErrPlan, err)
		}
		if err := p.Mapping.Check(p.As); err != nil {
			return err
		}
		if p.Layer != j.Plan.Layer || p.Encoding != j.Plan.Encoding {
			found, err := importers.Inspect(ctx, importers.Options{File: s.path(j), Name: j.File, Layer: p.Layer, Encoding: p.Encoding, MaxBytes: s.Limit()})
			if err != nil {
				return fmt.Errorf("%w：%w", ErrFile, err)
			}
			j.Inspection = found
		}
		headings := make([]string, len(j.Inspection.Headings))
		for i, h := range j.Inspection.Headings {
			headings[i] = h.Heading
		}
		if missing := p.Mapping.Missing(headings); len(missing) > 0 {
			return &importers.MissingHeadings{Headings: missing}
		}
		_, err := tx.Exec(ctx, `UPDATE import_job SET plan = $2, inspection = $3, state = 'planned', report = NULL, failure = '', started = NULL, finished = NULL,
			bytes_read = 0, rows_read = 0 WHERE id = $1`, id, text(p), text(j.Inspection))
		return err
	})
	if err != nil {
		return Job{}, fmt.Errorf("plan import %s: %w", id, err)
	}
	return s.Job(ctx, id)
}

// open refuses a job that is under way, that is over, or whose file is gone.
func (j Job) open() error {
	switch {
	case j.State == Queued || j.State == Running:
		return ErrBusy
	case j.State == Done || j.State == Undone:
		return ErrState
	case j.FileGone:
		return ErrFileGone
	}
	return nil
}

// Decide says what a person made of the pairs of the row with a key.
func (s *Store) Decide(ctx context.Context, id uuid.UUID, key string, d gazetteer.Decision) error {
	err := s.locked(ctx, id, func(tx pgx.Tx, j Job) error {
		if j.State == Queued || j.State == Running {
			return ErrBusy
		}
		if j.Decisions == nil {
			j.Decisions = map[string]gazetteer.Decision{}
		}
		j.Decisions[key] = d
		_, err := tx.Exec(ctx, `UPDATE import_job SET decisions = $2 WHERE id = $1`, id, text(j.Decisions))
		return err
	})
	if err != nil {
		return fmt.Errorf("decide a pair of import %s: %w", id, err)
	}
	return nil
}

// options are the plan as the importer takes it.
func (s *Store) options(ctx context.Context, j Job, within []uuid.UUID) (importers.Options, error) {
	crs, shift, err := importers.ParseCRS(j.Plan.CRS)
	if err != nil {
		return importers.Options{}, fmt.Errorf("%w：%w", ErrPlan, err)
	}
	if _, err := os.Stat(s.path(j)); err != nil {
		return importers.Options{}, ErrFileGone
	}
	classes, err := s.Places.Classes(ctx)
	if err != nil {
		return importers.Options{}, err
	}
	byName := make(map[string]string, len(classes))
	for code, class := range classes {
		byName[class.Name] = code
	}
	p := j.Plan
	return importers.Options{DB: s.DB, File: s.path(j), Name: j.File, As: p.As, Actor: j.Actor, Source: p.Source, Classification: p.Classification,
		CRS: crs, Shift: shift, SwapAxes: p.SwapAxes, OldDatum: p.OldDatum, Repair: p.Repair, Pairs: p.Pairs, Encoding: p.Encoding, Layer: p.Layer,
		Force2D: p.Force2D, DefaultClass: p.DefaultClass, Mapping: p.Mapping, Note: p.Note, Classes: byName, Decisions: j.Decisions, Within: within,
		MaxBytes: s.Limit(), Job: j.ID, BatchRows: batchRows}, nil
}

// batchRows are the rows of one transaction of a run: enough to be quick, and
// few enough that its progress is seen and a stop is heeded within seconds.
const batchRows = 5000
