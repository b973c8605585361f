package importers

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"diming/internal/pg"
)

// A journal keeps the row of import_run that stands for one import.
type journal struct {
	db pg.DB
	id uuid.UUID
}

// States of a run; refused is a file that was declared above internal.
const (
	stateRunning = "running"
	stateDone    = "done"
	stateFailed  = "failed"
	stateRefused = "refused"
)

// begin writes the run. A refused file was not read: it has no digest, and
// the run is over at once.
func begin(ctx context.Context, o Options, in *input, crs int, state string) (journal, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return journal{}, fmt.Errorf("begin import %s: %w", o.Name, err)
	}
	var sum []byte
	if state != stateRefused {
		sum = in.sha256[:]
	}
	_, err = o.DB.Exec(ctx, `
		INSERT INTO import_run (id, finished, actor, state, file, size_bytes, sha256, format, kind, source, encoding, crs, classification)
		VALUES ($1, CASE WHEN $3 = 'running' THEN NULL ELSE clock_timestamp() END, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		id, o.Actor, state, o.Name, in.size, sum, in.format, string(o.As), o.Source, string(in.encoding), crs, o.Classification)
	if err != nil {
		return journal{}, fmt.Errorf("begin import %s: %w", o.Name, err)
	}
	return journal{o.DB, id}, nil
}

// batch brings the counts up to date.
func (j journal) batch(ctx context.Context, r Report) error {
	_, err := j.db.Exec(ctx, `
		UPDATE import_run SET last_batch = clock_timestamp(), rows_read = $2, accepted = $3, updated = $4,
		       unchanged = $5, rejected = $6, classified = $7, findings = $8
		WHERE id = $1`,
		j.id, r.Read, r.Accepted, r.Updated, r.Unchanged, r.Rejected, r.Classified, r.FindingCount)
	if err != nil {
		return fmt.Errorf("record batch of import %s: %w", j.id, err)
	}
	return nil
}

// end closes the run, also when the caller has gone away.
func (j journal) end(ctx context.Context, failure error) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	state, text := stateDone, ""
	if failure != nil {
		state, text = stateFailed, failure.Error()
	}
	_, err := j.db.Exec(ctx, `
		UPDATE import_run SET finished = clock_timestamp(), state = $2, failure = $3 WHERE id = $1`,
		j.id, state, text)
	if err != nil {
		return fmt.Errorf("end import %s: %w", j.id, err)
	}
	return nil
}
