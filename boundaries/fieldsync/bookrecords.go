package fieldsync

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries/inspection"
	"diming/internal/pg"
)

const recordColumns = `r.body, r.digest, r.standing, r.standing = 'withdrawn' OR r.withdrawn_by IS NOT NULL, c.body, c.signature, v.public_key
	FROM field_record r LEFT JOIN field_receipt c ON c.kind = 'record' AND c.id = r.id::text LEFT JOIN field_server v ON v.id = c.server`

// scanReceipt takes the last three columns of a row that has a receipt; what
// came by a task file has none of ours.
func receiptOf(body *string, signature, key []byte) inspection.SignedReceipt {
	if body == nil {
		return inspection.SignedReceipt{}
	}
	return inspection.SignedReceipt{Text: *body, Signature: base64url.EncodeToString(signature), Key: base64url.EncodeToString(key)}
}

func scanRecord(row pgx.Row) (inspection.StoredRecord, error) {
	var r inspection.StoredRecord
	var receipt *string
	var signature, key []byte
	if err := row.Scan(&r.Text, &r.Digest, &r.Standing, &r.Withdrawn, &receipt, &signature, &key); err != nil {
		return r, err
	}
	r.Receipt = receiptOf(receipt, signature, key)
	var err error
	r.Record, err = inspection.ReadRecord([]byte(r.Text))
	return r, err
}

func recordsWhere(ctx context.Context, db pg.DB, where string, args ...any) ([]inspection.StoredRecord, error) {
	rows, err := db.Query(ctx, `SELECT `+recordColumns+` WHERE `+where+` ORDER BY r.came`, args...)
	if err != nil {
		return nil, fmt.Errorf("field records: %w", err)
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (inspection.StoredRecord, error) { return scanRecord(row) })
}

// now gives a gathered record as it stands after the gathered withdrawals.
func (b *books) now(r inspection.StoredRecord) inspection.StoredRecord {
	if _, ok := b.withdrawn[r.Record.ID]; ok {
		r.Withdrawn = true
	}
	return r
}

func (b *books) Record(ctx context.Context, id uuid.UUID) (*inspection.StoredRecord, error) {
	for _, r := range b.records {
		if r.Record.ID == id {
			r = b.now(r)
			return &r, nil
		}
	}
	r, err := scanRecord(b.tx.QueryRow(ctx, `SELECT `+recordColumns+` WHERE r.id = $1`, id))
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("field record %s: %w", id, err)
	}
	r = b.now(r)
	return &r, nil
}

func (b *books) KeepRecord(_ context.Context, r inspection.StoredRecord) error {
	b.records = append(b.records, r)
	return nil
}

func (b *books) About(ctx context.Context, id uuid.UUID) ([]inspection.StoredRecord, error) {
	all, err := recordsWhere(ctx, b.tx, `r.about = $1`, id)
	for _, r := range b.records {
		if r.Record.About != nil && *r.Record.About == id {
			all = append(all, r)
		}
	}
	for i := range all {
		all[i] = b.now(all[i])
	}
	return all, err
}

func (b *books) Withdraw(ctx context.Context, id, by uuid.UUID) error {
	r, err := b.Record(ctx, id)
	if err != nil || r == nil || r.Withdrawn {
		return err
	}
	if b.withdrawn == nil {
		b.withdrawn = map[uuid.UUID]uuid.UUID{}
	}
	b.withdrawn[id] = by
	return nil
}

func (b *books) RecordsOf(ctx context.Context, task uuid.UUID) ([]inspection.StoredRecord, error) {
	return recordsWhere(ctx, b.tx, `r.task = $1`, task)
}
