package pg

import (
	"context"
	"fmt"
	"io/fs"

	"github.com/jackc/pgx/v5"
)

// Owner connects to the database at adminURL as diming_owner, to whom the
// tables belong: for what reads or fills all of them at once. The database
// must be migrated. The caller closes the connection.
func Owner(ctx context.Context, adminURL string) (*pgx.Conn, error) {
	conn, err := pgx.Connect(ctx, adminURL)
	if err != nil {
		return nil, fmt.Errorf("connect as owner: %w", err)
	}
	if err := takeOwnerRole(ctx, conn); err != nil {
		conn.Close(context.WithoutCancel(ctx))
		return nil, err
	}
	return conn, nil
}

// MigrateTo is Migrate, but stops at the migration of that number: for tables
// that are to be filled from a program of that time.
func MigrateTo(ctx context.Context, adminURL string, number int) error {
	return migrateFrom(ctx, adminURL, firstMigrations{Migrations(), number})
}

// firstMigrations shows the first so many migrations of a folder.
type firstMigrations struct {
	fs.FS
	number int
}

func (f firstMigrations) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(f.FS, name)
	kept := entries[:0]
	for _, e := range entries {
		var number int
		if _, none := fmt.Sscanf(e.Name(), "%d_", &number); none == nil && number > f.number {
			continue
		}
		kept = append(kept, e)
	}
	return kept, err
}
