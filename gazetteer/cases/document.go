package cases

import (
	"context"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/ledger"
)

// DocumentKinds are what a document of a case may be.
var DocumentKinds = []string{"application", "plan", "map", "assessment", "expert", "opinion", "notice", "request", "reply",
	"filing_report", "filing_receipt", "announcement", "protection_plan", "other"}

// AddDocument puts a document, whose content is stored already, into a case.
func (s *Store) AddDocument(ctx context.Context, by By, d Document) (uuid.UUID, int64, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return id, 0, err
	}
	tag, err := s.act(ctx, act{By: by, action: "case.document_add",
		plan: func(tx pgx.Tx, c Case) (ledger.Fields, error) {
			if c.State.Closed() && c.State != InForce {
				return nil, ErrFixed
			}
			if d.Consultation != nil {
				var there bool
				err := tx.QueryRow(ctx, `SELECT EXISTS (SELECT FROM case_consultation WHERE id = $1 AND name_case = $2)`, d.Consultation, c.ID).Scan(&there)
				if err != nil || !there {
					return nil, ErrConsulted
				}
			}
			return ledger.Fields{"document": id, "kind": d.Kind, "sha256": d.SHA256, "bytes": d.Size}, nil
		},
		do: func(tx pgx.Tx, c Case, entry int64) error {
			_, err := tx.Exec(ctx, `INSERT INTO case_document (id, name_case, consultation, kind, title, name, sha256, media_type, size_bytes, added_by, entry)
				VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
				id, c.ID, d.Consultation, d.Kind, d.Title, d.Name, d.SHA256, d.MediaType, d.Size, by.Actor, entry)
			return err
		}})
	return id, tag, err
}

// RemoveDocument takes a document out of a case, with the reason; it is kept
// and no longer counts. What was decided on stays.
func (s *Store) RemoveDocument(ctx context.Context, by By, id uuid.UUID, reason string) (int64, error) {
	if reason = strings.TrimSpace(reason); reason == "" {
		return 0, ErrReason
	}
	return s.act(ctx, act{By: by, action: "case.document_remove", reason: reason,
		plan: func(tx pgx.Tx, c Case) (ledger.Fields, error) {
			if c.State == Approved || c.State == Requested || c.State.Closed() {
				return nil, ErrFixed
			}
			var there bool
			err := tx.QueryRow(ctx, `SELECT EXISTS (SELECT FROM case_document WHERE id = $1 AND name_case = $2 AND removed IS NULL)`, id, c.ID).Scan(&there)
			if err == nil && !there {
				err = ErrDocument
			}
			return ledger.Fields{"document": id}, err
		},
		do: func(tx pgx.Tx, _ Case, entry int64) error {
			_, err := tx.Exec(ctx, `UPDATE case_document SET removed = $2 WHERE id = $1`, id, entry)
			return err
		}})
}

// documents gives the documents of a case that were not removed.
func (s *Store) documents(ctx context.Context, id uuid.UUID) ([]Document, error) {
	rows, err := s.DB.Query(ctx, `SELECT id, consultation, kind, title, name, sha256, media_type, size_bytes, added_by, added_at
		FROM case_document WHERE name_case = $1 AND removed IS NULL ORDER BY id`, id)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[Document])
}

// Document gives one document of a case.
func (s *Store) Document(ctx context.Context, caseID, id uuid.UUID) (Document, error) {
	all, err := s.documents(ctx, caseID)
	for _, d := range all {
		if d.ID == id {
			return d, nil
		}
	}
	if err != nil {
		return Document{}, err
	}
	return Document{}, ErrDocument
}
