package fieldsync

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"diming/boundaries/inspection"
	"diming/boundaries/marker"
	"diming/internal/ledger"
	"diming/internal/pg"
)

// step does one step of the protocol for a phone, in one transaction. A refusal
// is committed too: a file that came damaged is emptied by it.
func (s *Store) step(ctx context.Context, from Device, do func(b *books) error) error {
	identity, err := s.Identity(ctx)
	if err != nil {
		return err
	}
	var refused *inspection.Refusal
	err = pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		refused = nil
		b := &books{s: s, tx: tx, from: from, clerk: inspection.Clerk{Server: identity.Server.String(), Key: identity.key, Now: s.now().UTC().Truncate(time.Millisecond)}}
		if err := do(b); err != nil && !errors.As(err, &refused) {
			return err
		}
		if err := b.write(ctx); err != nil {
			return err
		}
		return b.enterPatrols(ctx)
	})
	if err == nil && refused != nil {
		return refused
	}
	return err
}

func refusalOf(err error) *inspection.Refusal {
	var r *inspection.Refusal
	errors.As(err, &r)
	return r
}

// device is a phone as the rules see it.
func (d Device) device() inspection.Device {
	return inspection.Device{ID: d.ID, Key: base64url.EncodeToString(d.PublicKey), Owner: d.Owner(), Withdrawn: !d.Ended.IsZero()}
}

// write writes what was gathered, under one entry for each kind of thing and task.
func (b *books) write(ctx context.Context) error {
	rows := &pgx.Batch{}
	for _, task := range tasksOf(b.records) {
		if err := b.writeRecords(ctx, rows, task); err != nil {
			return err
		}
	}
	for id, by := range b.withdrawn {
		rows.Queue(`UPDATE field_record SET withdrawn_by = $2 WHERE id = $1 AND withdrawn_by IS NULL`, id, by)
	}
	if err := errors.Join(b.writeSigned(ctx, rows), b.writeFiles(ctx, rows)); err != nil {
		return err
	}
	if rows.Len() == 0 {
		return nil
	}
	if err := b.tx.SendBatch(ctx, rows).Close(); err != nil {
		return fmt.Errorf("keep field work: %w", err)
	}
	return nil
}

func tasksOf(records []inspection.StoredRecord) []uuid.UUID {
	var all []uuid.UUID
	for _, r := range records {
		if !slices.Contains(all, r.Record.Task) {
			all = append(all, r.Record.Task)
		}
	}
	return all
}

// append appends an entry about a task. What people wrote stays out of it.
func (b *books) append(ctx context.Context, action string, task uuid.UUID, after ledger.Fields) (int64, error) {
	after["device"] = b.from.ID.String()
	kind, err := b.objectKind(ctx, task)
	if err != nil {
		return 0, err
	}
	return ledger.Append(ctx, b.tx, ledger.Entry{Actor: b.from.Owner(), Action: action, Kind: kind, Object: task, After: after})
}

func (b *books) writeRecords(ctx context.Context, rows *pgx.Batch, task uuid.UUID) error {
	pairs, err := pairsOf(ctx, b.tx, b.from.ID)
	if err != nil {
		return err
	}
	var digests []string
	proposals := 0
	for _, r := range b.records {
		if r.Record.Task == task {
			digests = append(digests, r.Digest)
			if r.Standing == inspection.Proposal {
				proposals++
			}
		}
	}
	slices.Sort(digests)
	entry, err := b.append(ctx, "field.record", task, ledger.Fields{"records": len(digests), "proposals": proposals,
		"sha256": inspection.Digest([]byte(strings.Join(digests, "\n") + "\n"))})
	if err != nil {
		return err
	}
	for _, stored := range b.records {
		r := stored.Record
		if r.Task != task {
			continue
		}
		rows.Queue(`INSERT INTO field_record (id, task, kind, object, object_kind, side, observer, device, about, digest, body, standing, phone_time, server_time, stored, entry)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
			r.ID, r.Task, string(r.Kind), r.Object.ID, r.Object.Kind, string(r.Side), r.Observer, r.Device, r.About, stored.Digest, stored.Text, stored.Standing,
			r.PhoneTime, reckoned(r.PhoneTime, pairs), b.clerk.Now, entry)
		b.writeReceipt(rows, inspection.RecordItem, r.ID.String(), stored.Receipt)
		if seesMarker(r) && stored.Standing == inspection.Accepted {
			if err := marker.SightIn(ctx, b.tx, entry, sighting(r, reckoned(r.PhoneTime, pairs))); err != nil {
				return err
			}
		}
	}
	return nil
}

// objectKind is how the ledger calls what a phone works on. A task of another
// installation is an inspection.
func objectKind(ctx context.Context, db pg.DB, task uuid.UUID) (string, error) {
	var contract bool
	err := db.QueryRow(ctx, `SELECT EXISTS (SELECT FROM upkeep_contract WHERE id = $1)`, task).Scan(&contract)
	if contract {
		return "upkeep_contract", err
	}
	return "boundary_task", err
}

// objectKind is that of a task, asked once in a step.
func (b *books) objectKind(ctx context.Context, task uuid.UUID) (string, error) {
	if kind, known := b.kinds[task]; known {
		return kind, nil
	}
	kind, err := objectKind(ctx, b.tx, task)
	if err == nil {
		if b.kinds == nil {
			b.kinds = map[uuid.UUID]string{}
		}
		b.kinds[task] = kind
	}
	return kind, err
}

// seesMarker tells whether a record says how a marker was found.
func seesMarker(r inspection.Record) bool {
	return r.Kind == inspection.MarkerCheck || r.Kind == inspection.Patrol && r.Object.Kind == "marker" && r.Condition != ""
}

// sighting is what a check says of a marker, for the marker's own file.
func sighting(r inspection.Record, at time.Time) marker.Sighting {
	s := marker.Sighting{ID: r.ID, Marker: r.Object.ID, At: at, Side: r.Side, Condition: marker.State(r.Condition), Observer: r.Observer, Note: r.Text}
	if p := r.Position; p != nil {
		s.Point = &orb.Point{p.Lon.Float(), p.Lat.Float()}
		if p.AccuracyM.Float() >= 0.05 { // the column holds decimetres, and none is better than that
			s.AccuracyM = string(p.AccuracyM)
		}
	}
	return s
}

func (b *books) writeReceipt(rows *pgx.Batch, kind inspection.ItemKind, id string, r inspection.SignedReceipt) {
	signature, _ := base64url.DecodeString(r.Signature) // ours: written a moment ago
	rows.Queue(`INSERT INTO field_receipt (kind, id, body, signature, server) VALUES ($1, $2, $3, $4, $5)`, string(kind), id, r.Text, signature, uuid.MustParse(b.clerk.Server))
}

func (b *books) writeSigned(ctx context.Context, rows *pgx.Batch) error {
	for _, s := range b.sheets {
		entry, err := b.append(ctx, "field.sheet", s.Sheet.Task, ledger.Fields{"sheet": s.Digest, "records": len(s.Sheet.Records)})
		if err != nil {
			return err
		}
		rows.Queue(`INSERT INTO field_sheet (digest, task, body, device, stored, entry) VALUES ($1, $2, $3, $4, $5, $6)`, s.Digest, s.Sheet.Task, s.Text, b.from.ID, b.clerk.Now, entry)
		b.writeReceipt(rows, inspection.SheetItem, s.Digest, s.Receipt)
	}
	for _, s := range b.signatures {
		st := s.Statement
		entry, err := b.append(ctx, "field.sign", st.Task, ledger.Fields{"sheet": st.Sheet, "side": string(st.Side), "signature": st.ID.String(), "standing": s.Standing})
		if err != nil {
			return err
		}
		rows.Queue(`INSERT INTO field_signature (id, task, sheet, side, signer, device, digest, body, standing, phone_time, stored, brought_by, entry)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
			st.ID, st.Task, st.Sheet, string(st.Side), st.Signer, st.Device, s.Digest, string(s.Signature.Canonical()), s.Standing, st.SignedAt, b.clerk.Now, b.from.ID, entry)
		b.writeReceipt(rows, inspection.SignatureItem, st.ID.String(), s.Receipt)
	}
	return nil
}

func (b *books) writeFiles(ctx context.Context, rows *pgx.Batch) error {
	for _, f := range b.files {
		entry, err := b.append(ctx, "field.file", f.task, ledger.Fields{"sha256": f.sha256})
		if err != nil {
			return err
		}
		rows.Queue(`DELETE FROM field_chunk WHERE sha256 = $1`, f.sha256)
		rows.Queue(`UPDATE field_file SET have = size_bytes, media_type = $2, task = $3, done_at = $4, entry = $5 WHERE sha256 = $1`, f.sha256, f.mediaType, f.task, b.clerk.Now, entry)
		b.writeReceipt(rows, inspection.FileItem, f.sha256, f.receipt)
	}
	return nil
}
