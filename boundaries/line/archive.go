package line

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

	"diming/boundaries"
	"diming/internal/ledger"
	"diming/internal/version"
)

// ErrRecord refuses a document, enclave or work of no known kind, or with
// nothing in it, and one that is not there.
var ErrRecord = errors.New("no such record of the line, or nothing in it")

// DocumentKinds are the papers that a line's archive holds (行政区域界线管理条例
// art. 13): agreement 协议书, map 附图, junction_agreement 交会点协议书,
// description 走向说明, approval 批复, inspection 联检, change 变更.
var DocumentKinds = []string{"agreement", "map", "junction_agreement", "description", "approval", "inspection", "change", "other"}

// A Document is a paper in the archive of a line; its content lies in the store
// of documents by its digest.
type Document struct {
	ID          uuid.UUID
	Kind, Title string
	Digest      string // SHA-256
	MediaType   string
	Name        string // under which it is saved
	Size        int64  // bytes
	Actor       uuid.UUID
	At          time.Time
}

// Documents gives the papers of a line, by kind and time.
func (s *Store) Documents(ctx context.Context, id uuid.UUID) ([]Document, error) {
	rows, err := s.DB.Query(ctx, `SELECT id, kind, title, digest, media_type, name, size_bytes, actor, at FROM boundary_document
		WHERE line = $1 AND removed IS NULL ORDER BY at, id`, id)
	if err != nil {
		return nil, fmt.Errorf("documents of boundary line %s: %w", id, err)
	}
	all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Document])
	slices.SortStableFunc(all, func(a, b Document) int {
		return slices.Index(DocumentKinds, a.Kind) - slices.Index(DocumentKinds, b.Kind)
	})
	return all, err
}

// AddDocument files a paper that is in the store of documents already.
func (s *Store) AddDocument(ctx context.Context, actor, id uuid.UUID, d Document) (int64, error) {
	if !slices.Contains(DocumentKinds, d.Kind) || d.Digest == "" || d.Name == "" || d.MediaType == "" {
		return 0, ErrRecord
	}
	return s.record(ctx, actor, id, "document_add", nil, ledger.Fields{"kind": d.Kind, "title": d.Title, "sha256": d.Digest}, func(tx pgx.Tx, entry int64) error {
		_, err := tx.Exec(ctx, `INSERT INTO boundary_document (id, line, kind, title, digest, media_type, name, size_bytes, actor, entry)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, uuid.Must(uuid.NewV7()), id, d.Kind, d.Title, d.Digest, d.MediaType, d.Name, d.Size, actor, entry)
		return err
	})
}

// RemoveDocument takes a paper out of the archive; what it held stays in the
// store of documents.
func (s *Store) RemoveDocument(ctx context.Context, actor, id, document uuid.UUID) (int64, error) {
	return s.remove(ctx, actor, id, "boundary_document", "document_remove", document)
}

// record writes something that belongs to a line, with its entry.
func (s *Store) record(ctx context.Context, actor, id uuid.UUID, verb string, before, after ledger.Fields, do func(tx pgx.Tx, entry int64) error) (int64, error) {
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		l, err := lockLine(ctx, tx, id, version.Date{})
		if err != nil {
			return err
		}
		entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "boundary_line." + verb, Kind: "boundary_line", Object: id, County: l.County,
			Before: before, After: after})
		if err != nil {
			return err
		}
		return do(tx, entry)
	})
	if err != nil {
		return 0, fmt.Errorf("boundary line %s: %w", id, err)
	}
	return entry, nil
}

// remove marks a row of one of the tables of records as removed; table comes
// from code.
func (s *Store) remove(ctx context.Context, actor, id uuid.UUID, table, verb string, row uuid.UUID) (int64, error) {
	return s.record(ctx, actor, id, verb, ledger.Fields{"record": row}, nil, func(tx pgx.Tx, entry int64) error {
		gone, err := tx.Exec(ctx, `UPDATE `+table+` SET removed = $3 WHERE id = $1 AND line = $2 AND removed IS NULL`, row, id, entry)
		if err == nil && gone.RowsAffected() == 0 {
			err = ErrRecord
		}
		return err
	})
}

// An Enclave is land of one division inside another 飞地: it follows the agreement
// or decision that is its basis (art. 11).
type Enclave struct {
	ID               uuid.UUID
	Division, Within uuid.UUID
	Name             string
	Area             orb.MultiPolygon // nil: not drawn
	Basis, Note      string
}

// Enclaves gives the enclaves that belong to a line.
func (s *Store) Enclaves(ctx context.Context, id uuid.UUID) ([]Enclave, error) {
	rows, err := s.DB.Query(ctx, `SELECT id, division, within, name, area, basis, note FROM boundary_enclave WHERE line = $1 AND removed IS NULL ORDER BY at, id`, id)
	if err != nil {
		return nil, fmt.Errorf("enclaves of boundary line %s: %w", id, err)
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[Enclave])
}

// AddEnclave registers an enclave of a line's owners.
func (s *Store) AddEnclave(ctx context.Context, actor, id uuid.UUID, e Enclave) (int64, error) {
	e.Name, e.Basis = strings.TrimSpace(e.Name), strings.TrimSpace(e.Basis)
	if e.Name == "" || e.Basis == "" || e.Division == e.Within {
		return 0, ErrRecord
	}
	return s.record(ctx, actor, id, "enclave_add", nil, ledger.Fields{"name": e.Name, "division": e.Division, "within": e.Within, "basis": e.Basis}, func(tx pgx.Tx, entry int64) error {
		in := boundaries.Store{DB: tx}
		for _, d := range []uuid.UUID{e.Division, e.Within} {
			if _, err := in.ByID(ctx, boundaries.Reader{Internal: true}, d); err != nil {
				return err
			}
		}
		var area any
		if e.Area != nil {
			area = e.Area
		}
		_, err := tx.Exec(ctx, `INSERT INTO boundary_enclave (id, line, division, within, name, area, basis, note, actor, entry)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, uuid.Must(uuid.NewV7()), id, e.Division, e.Within, e.Name, area, e.Basis, e.Note, actor, entry)
		return err
	})
}

// RemoveEnclave takes an enclave out again.
func (s *Store) RemoveEnclave(ctx context.Context, actor, id, enclave uuid.UUID) (int64, error) {
	return s.remove(ctx, actor, id, "boundary_enclave", "enclave_remove", enclave)
}

// A Work is a construction across the line 跨界工程: both governments consent
// first, and it is filed (art. 10).
type Work struct {
	ID                 uuid.UUID
	Name, Kind         string
	Place              *orb.Point // CGCS2000
	Builder            string
	ConsentA, ConsentB string // documents by which each side consented; empty: not yet
	FiledOn            version.Date
	Note               string
}

// Works gives the works across a line.
func (s *Store) Works(ctx context.Context, id uuid.UUID) ([]Work, error) {
	rows, err := s.DB.Query(ctx, `SELECT id, name, kind, place, builder, consent_a, consent_b, filed_on, note FROM boundary_work WHERE line = $1 AND removed IS NULL ORDER BY at, id`, id)
	if err != nil {
		return nil, fmt.Errorf("works across boundary line %s: %w", id, err)
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[Work])
}

// AddWork registers a work across a line. One that is filed has the consent of
// both sides.
func (s *Store) AddWork(ctx context.Context, actor, id uuid.UUID, w Work) (int64, error) {
	w.Name = strings.TrimSpace(w.Name)
	if w.Name == "" || !w.FiledOn.IsZero() && (w.ConsentA == "" || w.ConsentB == "") {
		return 0, ErrRecord
	}
	return s.record(ctx, actor, id, "work_add", nil, ledger.Fields{"name": w.Name, "consent_a": w.ConsentA, "consent_b": w.ConsentB, "filed_on": w.FiledOn.String()}, func(tx pgx.Tx, entry int64) error {
		_, err := tx.Exec(ctx, `INSERT INTO boundary_work (id, line, name, kind, place, builder, consent_a, consent_b, filed_on, note, actor, entry)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`, uuid.Must(uuid.NewV7()), id, w.Name, w.Kind, w.Place, w.Builder, w.ConsentA, w.ConsentB, w.FiledOn, w.Note, actor, entry)
		return err
	})
}

// RemoveWork takes a work out again.
func (s *Store) RemoveWork(ctx context.Context, actor, id, work uuid.UUID) (int64, error) {
	return s.remove(ctx, actor, id, "boundary_work", "work_remove", work)
}

// PublicFrom gives the highest level whose lines may be shown without a log-in:
// those of counties and above only on maps with an approval number 审图号
// (地图管理条例 art. 15), or where nothing is real.
func (s *Store) PublicFrom(ctx context.Context) (boundaries.Level, error) {
	in := boundaries.Store{DB: s.DB}
	demo, err := in.IsDemo(ctx)
	if err != nil || demo {
		return boundaries.Province, err
	}
	set, err := in.HomeSettings(ctx, boundaries.SettingApproval, version.Today())
	if err != nil {
		return 0, err
	}
	if set[boundaries.SettingApproval].Value != "" {
		return boundaries.Province, nil
	}
	return boundaries.Township, nil
}
