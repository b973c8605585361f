package fieldsync

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"diming/internal/document"
	"diming/internal/ledger"
	"diming/internal/pg"
)

// A Scan is a sheet that was signed in ink and sealed, as it is filed.
type Scan struct {
	ID    uuid.UUID
	Sheet string // digest
	document.Document
	By    uuid.UUID
	Filed time.Time
}

// ErrSheet says that a task has no such sheet.
var ErrSheet = errors.New("the task has no such sheet")

// FileScan files the scan of a sheet that was signed in ink and sealed. Filing
// the same scan again changes nothing.
func (s *Store) FileScan(ctx context.Context, by, task uuid.UUID, sheet string, d document.Document) (Scan, error) {
	scan := Scan{ID: uuid.Must(uuid.NewV7()), Sheet: sheet, Document: d, By: by, Filed: s.now()}
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		var known bool
		if err := tx.QueryRow(ctx, `SELECT EXISTS (SELECT FROM field_sheet WHERE digest = $1 AND task = $2)`, sheet, task).Scan(&known); err != nil || !known {
			return errors.Join(err, ErrSheet)
		}
		entry, err := ledger.Append(ctx, tx, ledger.Entry{Actor: by, Action: "field.scan", Kind: "boundary_task", Object: task,
			After: ledger.Fields{"sheet": sheet, "sha256": d.SHA256}})
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO field_scan (id, sheet, task, sha256, name, media_type, size_bytes, filed_by, filed_at, entry) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
			scan.ID, sheet, task, d.SHA256, d.Name, d.MediaType, d.Size, by, scan.Filed, entry)
		return err
	})
	var twice *pgconn.PgError
	if errors.As(err, &twice) && twice.Code == "23505" {
		return s.scan(ctx, `sheet = $1 AND sha256 = $2`, sheet, d.SHA256)
	}
	if err != nil {
		return Scan{}, fmt.Errorf("file scan of sheet %s: %w", sheet, err)
	}
	return scan, nil
}

// HasSheet tells by an error, ErrSheet, that a task has no such sheet.
func (s *Store) HasSheet(ctx context.Context, task uuid.UUID, digest string) error {
	var known bool
	err := s.DB.QueryRow(ctx, `SELECT EXISTS (SELECT FROM field_sheet WHERE digest = $1 AND task = $2)`, digest, task).Scan(&known)
	if err == nil && !known {
		err = ErrSheet
	}
	if err != nil {
		return fmt.Errorf("sheet %s: %w", digest, err)
	}
	return nil
}

// ScanOf gives one scan of a task.
func (s *Store) ScanOf(ctx context.Context, task, id uuid.UUID) (Scan, error) {
	return s.scan(ctx, `task = $1 AND id = $2`, task, id)
}

const scanColumns = `SELECT id, sheet, sha256, name, media_type, size_bytes, filed_by, filed_at FROM field_scan `

func scanScan(row pgx.CollectableRow) (Scan, error) {
	var c Scan
	err := row.Scan(&c.ID, &c.Sheet, &c.SHA256, &c.Name, &c.MediaType, &c.Size, &c.By, &c.Filed)
	return c, err
}

func (s *Store) scan(ctx context.Context, where string, args ...any) (Scan, error) {
	rows, err := s.DB.Query(ctx, scanColumns+`WHERE `+where, args...)
	if err != nil {
		return Scan{}, err
	}
	c, err := pgx.CollectExactlyOneRow(rows, scanScan)
	if errors.Is(err, pgx.ErrNoRows) {
		err = ErrNotFound
	}
	return c, err
}

func scansOf(ctx context.Context, db pg.DB, task uuid.UUID) ([]Scan, error) {
	rows, err := db.Query(ctx, scanColumns+`WHERE task = $1 ORDER BY filed_at, id`, task)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanScan)
}
