package fieldsync

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries/inspection"
)

// Standing judges how a task is signed by what is stored, read at one moment.
func (s *Store) Standing(ctx context.Context, task uuid.UUID) (inspection.TaskStanding, error) {
	var out inspection.TaskStanding
	err := s.read(ctx, func(b *books) (err error) {
		out, err = inspection.Standing(ctx, b, task)
		return err
	})
	if err != nil {
		return out, fmt.Errorf("signatures of task %s: %w", task, err)
	}
	return out, nil
}

// read reads by the books within one snapshot; nothing is written.
func (s *Store) read(ctx context.Context, do func(b *books) error) error {
	return pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY`); err != nil {
			return err
		}
		return do(&books{s: s, tx: tx, clerk: inspection.Clerk{Now: s.now().UTC()}})
	})
}
