package fieldsync

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries/inspection"
	"diming/internal/blob"
	"diming/internal/document"
)

// finished is a file of which all came.
type finished struct {
	sha256    string
	task      uuid.UUID
	mediaType string
	receipt   inspection.SignedReceipt
}

func (b *books) File(ctx context.Context, sha256 string) (*inspection.StoredFile, error) {
	var f inspection.StoredFile
	var receipt *string
	var signature, key []byte
	err := b.tx.QueryRow(ctx, `SELECT f.have, f.size_bytes, c.body, c.signature, v.public_key
		FROM field_file f LEFT JOIN field_receipt c ON c.kind = 'file' AND c.id = f.sha256 LEFT JOIN field_server v ON v.id = c.server WHERE f.sha256 = $1`, sha256).
		Scan(&f.Have, &f.Size, &receipt, &signature, &key)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("field file %s: %w", sha256, err)
	}
	if receipt != nil {
		signed := receiptOf(receipt, signature, key)
		f.Receipt = &signed
	}
	return &f, nil
}

func (b *books) KeepChunk(ctx context.Context, sha256 string, size, offset int64, chunk []byte) error {
	have := offset + int64(len(chunk))
	if offset == 0 {
		_, err := b.tx.Exec(ctx, `INSERT INTO field_file (sha256, size_bytes, have, device, began_at) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (sha256) DO UPDATE SET size_bytes = excluded.size_bytes, have = excluded.have`, sha256, size, have, b.from.ID, b.clerk.Now)
		if err != nil {
			return fmt.Errorf("begin field file %s: %w", sha256, err)
		}
		if _, err := b.tx.Exec(ctx, `DELETE FROM field_chunk WHERE sha256 = $1`, sha256); err != nil {
			return err
		}
	} else if _, err := b.tx.Exec(ctx, `UPDATE field_file SET have = $2 WHERE sha256 = $1`, sha256, have); err != nil {
		return err
	}
	if have == size && offset == 0 {
		b.remember(sha256, chunk) // whole at once: it is judged as it is
		return nil
	}
	_, err := b.tx.Exec(ctx, `INSERT INTO field_chunk (sha256, at, content) VALUES ($1, $2, $3)`, sha256, offset, chunk)
	if err != nil {
		return fmt.Errorf("keep part of field file %s: %w", sha256, err)
	}
	return nil
}

func (b *books) remember(sha256 string, content []byte) {
	if b.whole == nil {
		b.whole = map[string][]byte{}
	}
	b.whole[sha256] = content
}

func (b *books) FileBytes(ctx context.Context, sha256 string) (io.ReaderAt, error) {
	if content, ok := b.whole[sha256]; ok {
		return bytes.NewReader(content), nil
	}
	var done bool
	if err := b.tx.QueryRow(ctx, `SELECT done_at IS NOT NULL FROM field_file WHERE sha256 = $1`, sha256).Scan(&done); err != nil {
		return nil, fmt.Errorf("read field file %s: %w", sha256, err)
	}
	if done {
		return keptFile{b.s.Files, blob.Digest(sha256)}, nil
	}
	rows, err := b.tx.Query(ctx, `SELECT content FROM field_chunk WHERE sha256 = $1 ORDER BY at`, sha256)
	if err != nil {
		return nil, err
	}
	var all, part []byte
	_, err = pgx.ForEachRow(rows, []any{&part}, func() error { all = append(all, part...); return nil })
	if err != nil {
		return nil, fmt.Errorf("read field file %s: %w", sha256, err)
	}
	b.remember(sha256, all)
	return bytes.NewReader(all), nil
}

// keptFile reads a file that lies among the documents; it is open while it is
// read, as a task has hundreds.
type keptFile struct {
	files  blob.Store
	digest blob.Digest
}

func (d keptFile) ReadAt(p []byte, at int64) (int, error) {
	f, err := d.files.Open(d.digest)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	if _, err := f.Seek(at, io.SeekStart); err != nil {
		return 0, err
	}
	n, err := io.ReadFull(f, p)
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = io.EOF
	}
	return n, err
}

func (b *books) EmptyFile(ctx context.Context, sha256 string) error {
	delete(b.whole, sha256)
	if _, err := b.tx.Exec(ctx, `DELETE FROM field_chunk WHERE sha256 = $1`, sha256); err != nil {
		return err
	}
	_, err := b.tx.Exec(ctx, `UPDATE field_file SET have = 0 WHERE sha256 = $1`, sha256)
	return err
}

// FinishFile lays the file among the documents. Should the transaction fail
// after that, a document stays that nothing names, and the phone sends again.
func (b *books) FinishFile(_ context.Context, sha256 string, task uuid.UUID, receipt inspection.SignedReceipt) error {
	content := b.whole[sha256]
	digest, _, err := b.s.Files.Put(bytes.NewReader(content))
	if err != nil {
		return err
	}
	if string(digest) != sha256 {
		return fmt.Errorf("field file %s was stored as %s", sha256, digest)
	}
	b.files = append(b.files, finished{sha256, task, mediaType(content), receipt})
	delete(b.whole, sha256)
	return nil
}

// mediaType is under which type a file is given out again; what the rules let
// pass and is neither picture nor sound is a track.
func mediaType(content []byte) string {
	k, err := document.Check(bytes.NewReader(content), int64(len(content)), document.Claim{}, document.Field)
	switch {
	case err == nil:
		return k.MediaType()
	case bytes.HasPrefix(bytes.TrimSpace(content), []byte("{")):
		return "application/geo+json"
	}
	return "application/gpx+xml"
}
