package fieldsync

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/google/uuid"

	"diming/boundaries/inspection"
)

// WriteTaskFile writes the task file of a task (inspection.WriteFile), signed by
// this installation, and tells whether there was anything to write. It is dated
// by the last thing that came, so that the same content gives the same bytes.
func (s *Store) WriteTaskFile(ctx context.Context, w io.Writer, task uuid.UUID) (written bool, err error) {
	identity, err := s.Identity(ctx)
	if err != nil {
		return false, err
	}
	err = s.read(ctx, func(b *books) error {
		var latest *time.Time
		err := b.tx.QueryRow(ctx, `SELECT max(stored) FROM (SELECT stored FROM field_record WHERE task = $1 UNION ALL SELECT stored FROM field_sheet WHERE task = $1
			UNION ALL SELECT stored FROM field_signature WHERE task = $1 UNION ALL SELECT filed_at FROM field_scan WHERE task = $1) x`, task).Scan(&latest)
		if err != nil || latest == nil {
			return err
		}
		clerk := inspection.Clerk{Server: identity.Server.String(), Key: identity.key, Now: latest.UTC().Truncate(time.Millisecond)}
		file, err := inspection.Gather(ctx, b, clerk, task)
		if err != nil {
			return err
		}
		if file.Scans, err = scansIn(ctx, b, task); err != nil {
			return err
		}
		for i := range file.Devices {
			err := b.tx.QueryRow(ctx, `SELECT name FROM field_device WHERE id = $1`, file.Devices[i].ID).Scan(&file.Devices[i].Label)
			if err != nil {
				return err
			}
		}
		written = true
		return inspection.WriteFile(w, file, identity.key)
	})
	if err != nil {
		return false, fmt.Errorf("task file of %s: %w", task, err)
	}
	return written, nil
}

// scansIn are the scans of a task as its file names them.
func scansIn(ctx context.Context, b *books, task uuid.UUID) ([]inspection.Scan, error) {
	filed, err := scansOf(ctx, b.tx, task)
	all := make([]inspection.Scan, len(filed))
	for i, scan := range filed {
		all[i] = inspection.Scan{Sheet: scan.Sheet, SHA256: scan.SHA256}
	}
	return all, err
}
