package job

import (
	"context"

	"github.com/jackc/pgx/v5"

	"diming/internal/pg"
)

// ByState counts imports by their state, for those who watch over a server.
func ByState(ctx context.Context, db pg.DB) (map[string]int64, error) {
	rows, err := db.Query(ctx, `SELECT state, count(*) FROM import_job GROUP BY state`)
	if err != nil {
		return nil, err
	}
	all := map[string]int64{Queued: 0, Running: 0, Failed: 0}
	var state string
	var n int64
	_, err = pgx.ForEachRow(rows, []any{&state, &n}, func() error { all[state] = n; return nil })
	return all, err
}
