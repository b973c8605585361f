package fieldsync

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries/inspection"
	"diming/internal/pg"
)

// Work is all that is held of a task's field work, for its result: read at one
// moment, in no order that counts.
type Work struct {
	Records    []WorkRecord
	Sheets     []inspection.StoredSheet
	Signatures []inspection.StoredSignature
	Standing   inspection.TaskStanding
	Scans      []WorkScan
	Files      map[string]WorkFile  // by SHA-256: those that came whole
	People     map[uuid.UUID]string // by account or invitation; "" once erased
	Devices    map[uuid.UUID]string // names of phones
	Latest     time.Time            // when the last of it was stored; zero: nothing was
}

// A WorkRecord is a record with the times that the server has of it.
type WorkRecord struct {
	inspection.StoredRecord
	Made   time.Time // as the server reckons from the phone's clock
	Stored time.Time
}

// A WorkScan is the scan of a sealed sheet.
type WorkScan struct {
	Sheet, SHA256, Name string
	Size                int64 // bytes
}

// A WorkFile is a file that came whole.
type WorkFile struct {
	Type string // media type
	Size int64  // bytes
}

// Work gives all that is held of a task's field work.
func (s *Store) Work(ctx context.Context, task uuid.UUID) (Work, error) {
	var w Work
	err := s.read(ctx, func(b *books) (err error) {
		if w.Records, err = workRecords(ctx, b.tx, task); err != nil {
			return err
		}
		if w.Sheets, err = sheetsOf(ctx, b.tx, task); err != nil {
			return err
		}
		if w.Signatures, err = signaturesOf(ctx, b.tx, task); err != nil {
			return err
		}
		if w.Standing, err = inspection.Standing(ctx, b, task); err != nil {
			return err
		}
		if w.Scans, err = workScans(ctx, b.tx, task); err != nil {
			return err
		}
		return w.around(ctx, b.tx, task)
	})
	if err != nil {
		return Work{}, fmt.Errorf("field work of task %s: %w", task, err)
	}
	return w, nil
}

func workRecords(ctx context.Context, db pg.DB, task uuid.UUID) ([]WorkRecord, error) {
	all, err := recordsWhere(ctx, db, `r.task = $1`, task)
	if err != nil {
		return nil, err
	}
	rows, err := db.Query(ctx, `SELECT server_time, stored FROM field_record WHERE task = $1 ORDER BY came`, task)
	if err != nil {
		return nil, err
	}
	out := make([]WorkRecord, 0, len(all))
	var made, stored time.Time
	_, err = pgx.ForEachRow(rows, []any{&made, &stored}, func() error {
		out = append(out, WorkRecord{all[len(out)], made, stored}) // one snapshot, one order
		return nil
	})
	return out, err
}

func workScans(ctx context.Context, db pg.DB, task uuid.UUID) ([]WorkScan, error) {
	rows, err := db.Query(ctx, `SELECT sheet, sha256, name, size_bytes FROM field_scan WHERE task = $1 ORDER BY sheet, sha256`, task)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[WorkScan])
}

// around adds the names of people and phones, the files that came, and when the
// last of it was stored.
func (w *Work) around(ctx context.Context, db pg.DB, task uuid.UUID) error {
	w.Files, w.People, w.Devices = map[string]WorkFile{}, map[uuid.UUID]string{}, map[uuid.UUID]string{}
	var digests []string
	var people, devices []uuid.UUID
	for _, r := range w.Records {
		people, devices = append(people, r.Record.Observer), append(devices, r.Record.Device)
		for _, f := range r.Record.Files {
			digests = append(digests, f.SHA256)
		}
	}
	for _, s := range w.Signatures {
		people, devices, digests = append(people, s.Statement.Signer), append(devices, s.Statement.Device), append(digests, s.Statement.Drawn)
	}
	rows, err := db.Query(ctx, `SELECT sha256, media_type, size_bytes FROM field_file WHERE sha256 = ANY($1) AND done_at IS NOT NULL`, digests)
	if err != nil {
		return err
	}
	var digest string
	var file WorkFile
	if _, err = pgx.ForEachRow(rows, []any{&digest, &file.Type, &file.Size}, func() error { w.Files[digest] = file; return nil }); err != nil {
		return err
	}
	err = named(ctx, db, w.People, `SELECT o.id, coalesce(p.detail, '') FROM (SELECT id, person FROM account UNION ALL SELECT id, person FROM field_invitation) o
		LEFT JOIN person_held p ON p.id = o.person WHERE o.id = ANY($1)`, people)
	if err == nil {
		err = named(ctx, db, w.Devices, `SELECT id, name FROM field_device WHERE id = ANY($1)`, devices)
	}
	if err != nil {
		return err
	}
	var latest *time.Time
	err = db.QueryRow(ctx, `SELECT max(stored) FROM (SELECT stored FROM field_record WHERE task = $1 UNION ALL SELECT stored FROM field_sheet WHERE task = $1
		UNION ALL SELECT stored FROM field_signature WHERE task = $1) x`, task).Scan(&latest)
	if latest != nil {
		w.Latest = *latest
	}
	return err
}

func named(ctx context.Context, db pg.DB, into map[uuid.UUID]string, sql string, ids []uuid.UUID) error {
	rows, err := db.Query(ctx, sql, ids)
	if err != nil {
		return err
	}
	var id uuid.UUID
	var name string
	_, err = pgx.ForEachRow(rows, []any{&id, &name}, func() error { into[id] = name; return nil })
	return err
}
