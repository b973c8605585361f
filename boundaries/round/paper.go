package round

import (
	"context"
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

// PaperKinds are the papers of a task, in the order of the work.
var PaperKinds = []string{
	"notice",        // 通知: of the round, or of what calls for a special check
	"plan",          // 联检实施方案, signed
	"minutes",       // 联席会议纪要
	"indoor",        // 内业检查材料
	"records",       // 实地检查记录表
	"report",        // 联检报告 as drafted
	"signed_report", // 联检报告, signed and sealed by both
	"filing",        // 备案文件
	"archive",       // 归档目录
	"other",
}

// A Paper is a document of a task.
type Paper struct {
	ID        uuid.UUID
	Kind      string
	Title     string
	Side      boundaries.Side // whose own it is; "" for what both share
	SHA256    string
	MediaType string
	Name      string
	Size      int64
	Actor     uuid.UUID
	At        time.Time
}

// Papers gives those of a task that somebody of these sides may see.
func (s *Store) Papers(ctx context.Context, task uuid.UUID, sides []boundaries.Side) ([]Paper, error) {
	all, err := papersOf(ctx, s.DB, task)
	return slices.DeleteFunc(all, func(p Paper) bool { return p.Side != "" && !slices.Contains(sides, p.Side) }), err
}

func papersOf(ctx context.Context, db pg.DB, task uuid.UUID) ([]Paper, error) {
	rows, err := db.Query(ctx, `SELECT id, kind, title, coalesce(side, ''), sha256, media_type, name, size_bytes, added_by, at
		FROM task_paper WHERE task = $1 AND removed IS NULL ORDER BY id`, task)
	if err != nil {
		return nil, fmt.Errorf("papers of task %s: %w", task, err)
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[Paper])
}

// AddPaper files a document that is in the store of documents; own keeps it from
// the other side.
func (s *Store) AddPaper(ctx context.Context, by Actor, task uuid.UUID, p Paper, own bool) (uuid.UUID, int64, error) {
	p.ID, p.Title = uuid.Must(uuid.NewV7()), strings.TrimSpace(p.Title)
	if own {
		p.Side = by.Side
	}
	entry, err := s.change(ctx, by, task, 0, func(tx pgx.Tx, t Task) (int64, error) {
		switch {
		case t.State == Cancelled:
			return 0, ErrStep
		case !slices.Contains(PaperKinds, p.Kind):
			return 0, ErrMissing
		}
		entry, err := ledger.Append(ctx, tx, ledger.Entry{Actor: by.Account, Action: "boundary_task.paper", Kind: "boundary_task", Object: task, County: t.Line.county(),
			After: ledger.Fields{"paper": p.ID.String(), "kind": p.Kind, "sha256": p.SHA256, "side": string(p.Side)}})
		if err != nil {
			return 0, err
		}
		_, err = tx.Exec(ctx, `INSERT INTO task_paper (id, task, kind, title, side, sha256, media_type, name, size_bytes, added_by, entry)
			VALUES ($1, $2, $3, $4, nullif($5, ''), $6, $7, $8, $9, $10, $11)`,
			p.ID, task, p.Kind, p.Title, string(p.Side), p.SHA256, p.MediaType, p.Name, p.Size, by.Account, entry)
		if err != nil {
			return 0, err
		}
		return entry, raise(ctx, tx, task)
	})
	return p.ID, entry, err
}

// RemovePaper takes a document out of a task; it is kept. One that a step or a
// signature rests on stays.
func (s *Store) RemovePaper(ctx context.Context, by Actor, task, paper uuid.UUID) (int64, error) {
	return s.change(ctx, by, task, 0, func(tx pgx.Tx, t Task) (int64, error) {
		all, err := papersOf(ctx, tx, task)
		if err != nil {
			return 0, err
		}
		if !slices.ContainsFunc(all, func(p Paper) bool { return p.ID == paper && (p.Side == "" || p.Side == by.Side) }) {
			return 0, ErrNoPaper
		}
		var used bool
		err = tx.QueryRow(ctx, `SELECT EXISTS (SELECT FROM task_step WHERE paper = $1) OR EXISTS (SELECT FROM task_signing WHERE paper = $1 AND voided IS NULL)
			OR EXISTS (SELECT FROM task_minutes WHERE paper = $1)`, paper).Scan(&used)
		if err != nil {
			return 0, err
		}
		if used || !t.State.Open() {
			return 0, ErrStep
		}
		entry, err := ledger.Append(ctx, tx, ledger.Entry{Actor: by.Account, Action: "boundary_task.remove_paper", Kind: "boundary_task", Object: task, County: t.Line.county(),
			Before: ledger.Fields{"paper": paper.String()}})
		if err != nil {
			return 0, err
		}
		if _, err := tx.Exec(ctx, `UPDATE task_paper SET removed = $2 WHERE id = $1`, paper, entry); err != nil {
			return 0, err
		}
		return entry, raise(ctx, tx, task)
	})
}

// holds refuses a document that is not one that both sides share in a task.
func holds(ctx context.Context, tx pgx.Tx, task uuid.UUID, paper *uuid.UUID) error {
	if paper == nil {
		return nil
	}
	all, err := papersOf(ctx, tx, task)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(all, func(p Paper) bool { return p.ID == *paper && p.Side == "" }) {
		return ErrNoPaper
	}
	return nil
}
