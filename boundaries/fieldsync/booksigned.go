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

const sheetColumns = `s.body, s.digest, c.body, c.signature, v.public_key
	FROM field_sheet s LEFT JOIN field_receipt c ON c.kind = 'sheet' AND c.id = s.digest LEFT JOIN field_server v ON v.id = c.server`

func scanSheet(row pgx.Row) (inspection.StoredSheet, error) {
	var s inspection.StoredSheet
	var receipt *string
	var signature, key []byte
	if err := row.Scan(&s.Text, &s.Digest, &receipt, &signature, &key); err != nil {
		return s, err
	}
	s.Receipt = receiptOf(receipt, signature, key)
	var err error
	s.Sheet, err = inspection.ReadSheet([]byte(s.Text))
	return s, err
}

func sheetsOf(ctx context.Context, db pg.DB, task uuid.UUID) ([]inspection.StoredSheet, error) {
	rows, err := db.Query(ctx, `SELECT `+sheetColumns+` WHERE s.task = $1 ORDER BY s.stored, s.digest`, task)
	if err != nil {
		return nil, fmt.Errorf("sheets of task %s: %w", task, err)
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (inspection.StoredSheet, error) { return scanSheet(row) })
}

func (b *books) Sheet(ctx context.Context, digest string) (*inspection.StoredSheet, error) {
	s, err := scanSheet(b.tx.QueryRow(ctx, `SELECT `+sheetColumns+` WHERE s.digest = $1`, digest))
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("sheet %s: %w", digest, err)
	}
	return &s, nil
}

func (b *books) KeepSheet(_ context.Context, s inspection.StoredSheet) error {
	b.sheets = append(b.sheets, s)
	return nil
}

func (b *books) SheetsOf(ctx context.Context, task uuid.UUID) ([]inspection.StoredSheet, error) {
	return sheetsOf(ctx, b.tx, task)
}

const signatureColumns = `s.body, s.digest, s.standing, c.body, c.signature, v.public_key
	FROM field_signature s LEFT JOIN field_receipt c ON c.kind = 'signature' AND c.id = s.id::text LEFT JOIN field_server v ON v.id = c.server`

func scanSignature(row pgx.Row) (inspection.StoredSignature, error) {
	var s inspection.StoredSignature
	var body string
	var receipt *string
	var signature, key []byte
	if err := row.Scan(&body, &s.Digest, &s.Standing, &receipt, &signature, &key); err != nil {
		return s, err
	}
	s.Receipt = receiptOf(receipt, signature, key)
	var err error
	s.Signature, s.Statement, err = inspection.ReadSignature([]byte(body))
	return s, err
}

func signaturesOf(ctx context.Context, db pg.DB, task uuid.UUID) ([]inspection.StoredSignature, error) {
	rows, err := db.Query(ctx, `SELECT `+signatureColumns+` WHERE s.task = $1 ORDER BY s.stored, s.id`, task)
	if err != nil {
		return nil, fmt.Errorf("signatures of task %s: %w", task, err)
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (inspection.StoredSignature, error) { return scanSignature(row) })
}

func (b *books) Signature(ctx context.Context, id uuid.UUID) (*inspection.StoredSignature, error) {
	s, err := scanSignature(b.tx.QueryRow(ctx, `SELECT `+signatureColumns+` WHERE s.id = $1`, id))
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("signature %s: %w", id, err)
	}
	return &s, nil
}

func (b *books) KeepSignature(_ context.Context, s inspection.StoredSignature) error {
	b.signatures = append(b.signatures, s)
	return nil
}

func (b *books) SignaturesOf(ctx context.Context, task uuid.UUID) ([]inspection.StoredSignature, error) {
	return signaturesOf(ctx, b.tx, task)
}

func (b *books) Scanned(ctx context.Context, task uuid.UUID, sheet string) (scanned bool, err error) {
	err = b.tx.QueryRow(ctx, `SELECT EXISTS (SELECT FROM field_scan WHERE task = $1 AND sheet = $2)`, task, sheet).Scan(&scanned)
	return scanned, err
}
