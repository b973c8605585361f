package redivision

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries"
	"diming/internal/ledger"
	"diming/internal/pg"
)

// ErrPaper refuses a paper of an unknown kind, or one that says nothing.
var ErrPaper = errors.New("no such paper, or nothing in it")

// PaperKinds are the papers that an application holds (行政区划管理条例 art. 13),
// the facts one by one.
var PaperKinds = []string{"application",
	"history", "geography", "nationality", "economy", "people", "environment", "area", "subordination",
	"risk", "expert", "opinion", "map_before", "sketch_after"}

// A Paper is one that a case holds: a document, or a text written here.
type Paper struct {
	ID          uuid.UUID
	Kind, Title string
	Body        string // as the text was written; empty of a document
	Digest      string // of the document in the store of documents
	MediaType   string
	Name        string // under which the document is saved
	Size        int64  // of the document in bytes
	Actor       uuid.UUID
	At          time.Time
}

// Papers gives those of a case in the order of the law.
func (s *Store) Papers(ctx context.Context, id uuid.UUID) ([]Paper, error) {
	return papersOf(ctx, s.DB, id)
}

// Document gives one paper that is a document, or ErrPaper.
func (s *Store) Document(ctx context.Context, id, paper uuid.UUID) (Paper, error) {
	all, err := s.Papers(ctx, id)
	for _, p := range all {
		if p.ID == paper && p.Digest != "" {
			return p, nil
		}
	}
	if err != nil {
		return Paper{}, err
	}
	return Paper{}, ErrPaper
}

func papersOf(ctx context.Context, db pg.DB, id uuid.UUID) ([]Paper, error) {
	rows, err := db.Query(ctx, `SELECT id, kind, title, body, digest, media_type, name, size_bytes, actor, at FROM redivision_paper
		WHERE redivision = $1 AND removed IS NULL ORDER BY at, id`, id)
	if err != nil {
		return nil, fmt.Errorf("papers of division case %s: %w", id, err)
	}
	all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Paper])
	slices.SortStableFunc(all, func(a, b Paper) int { return slices.Index(PaperKinds, a.Kind) - slices.Index(PaperKinds, b.Kind) })
	return all, err
}

// AddPaper gives a case a paper. Documents are in the store of documents
// before.
func (s *Store) AddPaper(ctx context.Context, actor, id uuid.UUID, p Paper) (int64, error) {
	p.Body = strings.TrimSpace(p.Body)
	if !slices.Contains(PaperKinds, p.Kind) || p.Body == "" && p.Digest == "" || p.Digest != "" && (p.Name == "" || p.MediaType == "") {
		return 0, ErrPaper
	}
	return s.change(ctx, id, 0, func(tx pgx.Tx, c Case) (int64, error) {
		if c.State != Draft && c.State != Submitted {
			return 0, ErrStep
		}
		county, err := countyOf(ctx, tx, c.Home)
		if err != nil {
			return 0, err
		}
		entry, err := ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "division_case.paper", Kind: "division_case", Object: id, County: county,
			After: ledger.Fields{"paper": p.Kind, "sha256": p.Digest}})
		if err != nil {
			return 0, err
		}
		_, err = tx.Exec(ctx, `INSERT INTO redivision_paper (id, redivision, kind, title, body, digest, media_type, name, size_bytes, actor, entry)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
			uuid.Must(uuid.NewV7()), id, p.Kind, p.Title, p.Body, p.Digest, p.MediaType, p.Name, p.Size, actor, entry)
		return entry, err
	})
}

// RemovePaper takes a paper from a draft; what it held stays in the store of
// documents.
func (s *Store) RemovePaper(ctx context.Context, actor, id, paper uuid.UUID) (int64, error) {
	return s.change(ctx, id, 0, func(tx pgx.Tx, c Case) (int64, error) {
		if c.State != Draft {
			return 0, ErrStep
		}
		county, err := countyOf(ctx, tx, c.Home)
		if err != nil {
			return 0, err
		}
		entry, err := ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "division_case.remove_paper", Kind: "division_case", Object: id, County: county,
			Before: ledger.Fields{"paper": paper.String()}})
		if err != nil {
			return 0, err
		}
		gone, err := tx.Exec(ctx, `UPDATE redivision_paper SET removed = $3 WHERE id = $1 AND redivision = $2 AND removed IS NULL`, paper, id, entry)
		if err == nil && gone.RowsAffected() == 0 {
			err = ErrPaper
		}
		return entry, err
	})
}

func missingPapers(ctx context.Context, tx pgx.Tx, c Case) ([]string, error) {
	all, err := papersOf(ctx, tx, c.ID)
	var missing []string
	for _, kind := range PaperKinds {
		if !slices.ContainsFunc(all, func(p Paper) bool { return p.Kind == kind }) {
			missing = append(missing, kind)
		}
	}
	return missing, err
}

// An Authority is who approves a change, with the article that says so.
type Authority struct {
	Body, Basis string
	rank        int
}

// The approving bodies, the highest last (行政区划管理条例 arts. 7–10).
var authorities = map[string]Authority{
	"village":  {"县级人民政府（村、居规模调整，具体以本省规定为准）", "村民委员会组织法第三条", 1},
	"dispatch": {"批准设立该街道办事处（派出机关）的人民政府", "行政区划管理条例第十条", 2},
	"township": {"省、自治区、直辖市人民政府", "行政区划管理条例第九条", 3},
	"part":     {"国务院授权省、自治区、直辖市人民政府审批，报国务院备案", "行政区划管理条例第八条", 4},
	"county":   {"国务院", "行政区划管理条例第七条", 5},
}

// AuthorityOf tells who approves a plan: the highest that any of it asks for.
func AuthorityOf(p Plan) Authority {
	best := Authority{}
	consider := func(key string) {
		if a := authorities[key]; a.rank > best.rank {
			best = a
		}
	}
	streets := map[string]bool{"街道": true, "": true}
	for _, r := range p.Rows {
		moved := !same(r.OldParent, r.NewParent)
		changed := r.OldName != r.NewName || moved
		switch {
		case r.Level <= boundaries.County && changed:
			consider("county")
		case r.Level <= boundaries.County && (r.Area || r.Seat):
			consider("part")
		case r.Level == boundaries.Township && (changed || r.Area || r.Seat):
			if streets[boundaries.TypeOf(boundaries.StandardName(r.OldName))] && streets[boundaries.TypeOf(boundaries.StandardName(r.NewName))] {
				consider("dispatch")
			} else {
				consider("township")
			}
		case r.Level == boundaries.Village && moved && r.OldCode != "" && r.NewCode != "":
			if streets[boundaries.TypeOf(r.OldAbove)] && streets[boundaries.TypeOf(r.NewAbove)] {
				consider("dispatch")
			} else {
				consider("township") // a line between townships changes
			}
		case r.Level == boundaries.Village && changed:
			consider("village")
		}
	}
	return best
}

// Authority tells who approves what a simulation shows.
func (s *Simulation) Authority() Authority { return AuthorityOf(Plan{Rows: s.Rows}) }
