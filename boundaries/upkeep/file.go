package upkeep

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/ledger"
)

// A File is a document or photo of one contract, patrol, report or matter.
type File struct {
	ID        uuid.UUID  `json:"id"`
	Marker    *uuid.UUID `json:"marker"` // on the photo
	Title     string     `json:"title"`
	SHA256    string     `json:"sha256"`
	MediaType string     `json:"media_type"`
	Name      string     `json:"name"`
	Size      int64      `json:"size_bytes"`
	At        time.Time  `json:"at"`
}

// An Owner is what a file belongs to.
type Owner struct {
	Kind string // contract, patrol, report or matter
	ID   uuid.UUID
}

// ownerColumns name the table of each kind of owner.
var ownerColumns = map[string]string{"contract": "upkeep_contract", "patrol": "upkeep_patrol", "report": "upkeep_report", "matter": "upkeep_matter"}

// AddFile records a file that lies in the store of documents.
func (s *Store) AddFile(ctx context.Context, actor uuid.UUID, of Owner, f File) (uuid.UUID, int64, error) {
	table, ok := ownerColumns[of.Kind]
	if !ok {
		return uuid.Nil, 0, fmt.Errorf("add a file to %s: %w", of.Kind, ErrNotFound)
	}
	f.ID = newID()
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		var held bool
		if err := tx.QueryRow(ctx, `SELECT EXISTS (SELECT FROM `+table+` WHERE id = $1)`, of.ID).Scan(&held); err != nil || !held {
			return errors.Join(err, ErrNotFound)
		}
		var err error
		entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "upkeep.add_file", Kind: table, Object: of.ID,
			After: ledger.Fields{"file": f.ID.String(), "sha256": f.SHA256, "size_bytes": f.Size}})
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO upkeep_file (id, `+of.Kind+`, marker, title, sha256, media_type, name, size_bytes, actor, entry)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, f.ID, of.ID, f.Marker, f.Title, f.SHA256, f.MediaType, f.Name, f.Size, actor, entry)
		return missingMarker(err)
	})
	if err != nil {
		return uuid.Nil, 0, fmt.Errorf("add a file to %s %s: %w", of.Kind, of.ID, err)
	}
	return f.ID, entry, nil
}

// FileOf gives a file with what it belongs to.
func (s *Store) FileOf(ctx context.Context, id uuid.UUID) (File, Owner, error) {
	var f File
	var of Owner
	err := s.DB.QueryRow(ctx, `SELECT id, marker, title, sha256, media_type, name, size_bytes, at,
			CASE WHEN contract IS NOT NULL THEN 'contract' WHEN patrol IS NOT NULL THEN 'patrol' WHEN report IS NOT NULL THEN 'report' ELSE 'matter' END,
			coalesce(contract, patrol, report, matter)
		FROM upkeep_file WHERE id = $1 AND removed IS NULL`, id).
		Scan(&f.ID, &f.Marker, &f.Title, &f.SHA256, &f.MediaType, &f.Name, &f.Size, &f.At, &of.Kind, &of.ID)
	if errors.Is(err, pgx.ErrNoRows) {
		err = ErrNotFound
	}
	if err != nil {
		return f, of, fmt.Errorf("file %s of upkeep: %w", id, err)
	}
	return f, of, nil
}

// RemoveFile takes a file out of what it belongs to; its content is kept.
func (s *Store) RemoveFile(ctx context.Context, actor, id uuid.UUID, reason string) (int64, error) {
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		_, of, err := (&Store{DB: tx}).FileOf(ctx, id)
		if err != nil {
			return err
		}
		if reason == "" {
			return ErrMissing
		}
		entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "upkeep.remove_file", Kind: ownerColumns[of.Kind], Object: of.ID, Reason: reason,
			After: ledger.Fields{"file": id.String()}})
		if err != nil {
			return err
		}
		gone, err := tx.Exec(ctx, `UPDATE upkeep_file SET removed = $2 WHERE id = $1 AND removed IS NULL`, id, entry)
		if err == nil && gone.RowsAffected() == 0 {
			return ErrNotFound
		}
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("remove a file of upkeep: %w", err)
	}
	return entry, nil
}

// filesOf is a query of the files of a row as JSON, the oldest first.
func filesOf(kind, alias string) string {
	return `(SELECT coalesce(json_agg(json_build_object('id', f.id, 'marker', f.marker, 'title', f.title, 'sha256', f.sha256, 'media_type', f.media_type,
		'name', f.name, 'size_bytes', f.size_bytes, 'at', f.at) ORDER BY f.id), '[]') FROM upkeep_file f WHERE f.` + kind + ` = ` + alias + `.id AND f.removed IS NULL)`
}
