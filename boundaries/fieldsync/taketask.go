package fieldsync

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries/inspection"
	"diming/internal/ledger"
)

// TakeTask takes in a task file of another installation that was verified
// under its key, all of it or nothing. What brings nothing, as a file that was
// taken in before, changes nothing and is no entry of the ledger.
func (s *Store) TakeTask(ctx context.Context, by uuid.UUID, report inspection.Report) (inspection.Imported, error) {
	var in inspection.Imported
	err := s.step(ctx, Device{Account: by}, func(b *books) (err error) {
		if in, err = inspection.Import(ctx, b, b.clerk, report); err != nil || in.Records+in.Files+in.Sheets+in.Signatures == 0 {
			return err
		}
		_, err = b.append(ctx, "field.task_file_in", report.Task, ledger.Fields{"server": report.Server, "records": in.Records, "files": in.Files,
			"sheets": in.Sheets, "signatures": in.Signatures, "known": in.Known, "conflicts": len(in.Conflicts)})
		return err
	})
	if err != nil {
		return inspection.Imported{}, fmt.Errorf("take in the file of task %s: %w", report.Task, err)
	}
	return in, nil
}

var _ inspection.Importing = (*books)(nil)

// KeepDevice keeps a phone for which another installation vouches, and for
// which sides of a task. One that is ours stays so.
func (b *books) KeepDevice(ctx context.Context, server, key string, d inspection.FileDevice, task uuid.UUID) error {
	held, err := b.Device(ctx, d.ID)
	if err != nil || held != nil && !held.Foreign {
		return err
	}
	vouched, err := b.vouched(ctx, d, task)
	if err != nil || held != nil && vouched {
		return err
	}
	other, err := uuid.Parse(server)
	if err != nil {
		return fmt.Errorf("server %q of a task file: %w", server, err)
	}
	serverKey, err := base64url.DecodeString(key)
	if err != nil {
		return err
	}
	deviceKey, err := base64url.DecodeString(d.Key)
	if err != nil {
		return err
	}
	entry, err := ledger.Append(ctx, b.tx, ledger.Entry{Actor: b.from.Owner(), Action: "field_device.add", Kind: "field_device", Object: d.ID,
		After: ledger.Fields{"server": server, "task": task.String()}})
	if err != nil {
		return err
	}
	rows := &pgx.Batch{}
	rows.Queue(`INSERT INTO field_server (id, public_key, own, since) VALUES ($1, $2, false, $3) ON CONFLICT DO NOTHING`, other, serverKey, b.clerk.Now)
	rows.Queue(`INSERT INTO field_device (id, server, owner, public_key, name, made_at, ends_at, entry) VALUES ($1, $2, $3, $4, $5, $6, $6, $7) ON CONFLICT (id) DO NOTHING`,
		d.ID, other, d.Owner, deviceKey, d.Label, b.clerk.Now, entry)
	for _, side := range d.Sides {
		rows.Queue(`INSERT INTO field_vouched (device, task, side, entry) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`, d.ID, task, string(side), entry)
	}
	if err := b.tx.SendBatch(ctx, rows).Close(); err != nil {
		return fmt.Errorf("keep phone %s of another installation: %w", d.ID, err)
	}
	return nil
}

// vouched tells whether it is held already that a phone acts for all of the sides
// of a task for which another installation vouches.
func (b *books) vouched(ctx context.Context, d inspection.FileDevice, task uuid.UUID) (bool, error) {
	var n int
	err := b.tx.QueryRow(ctx, `SELECT count(*) FROM field_vouched WHERE device = $1 AND task = $2 AND side = ANY($3)`, d.ID, task, sidesText(d.Sides)).Scan(&n)
	return n == len(d.Sides), err
}
