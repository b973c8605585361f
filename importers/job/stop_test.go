package job_test

import (
	"context"

	"github.com/jackc/pgx/v5"

	"diming/internal/pg"
)

// stopping is a database whose server is told to stop when it begins its
// first transaction.
type stopping struct {
	pg.DB
	stop context.CancelFunc
}

func (s *stopping) Begin(ctx context.Context) (pgx.Tx, error) {
	s.stop()
	return s.DB.Begin(ctx)
}
