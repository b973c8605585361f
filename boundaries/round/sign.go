package round

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries"
	"diming/internal/ledger"
	"diming/internal/pg"
	"diming/internal/version"
)

// How a side signed the report.
const (
	ByAccount = "account" // an account of that side
	ByPaper   = "paper"   // in ink and sealed; the scan is filed
	ByRecords = "joint"   // by the co-signature of the field records
)

// A Signing is a side's signature of the report.
type Signing struct {
	Side  boundaries.Side
	Means string
	On    version.Date
	At    time.Time
	Actor uuid.UUID
	Paper *uuid.UUID
}

// Signings gives those that stand; a report that went back has none.
func (s *Store) Signings(ctx context.Context, task uuid.UUID) ([]Signing, error) {
	return signingsOf(ctx, s.DB, task)
}

func signingsOf(ctx context.Context, db pg.DB, task uuid.UUID) ([]Signing, error) {
	rows, err := db.Query(ctx, `SELECT side, means, on_day, at, actor, paper FROM task_signing WHERE task = $1 AND voided IS NULL ORDER BY at`, task)
	if err != nil {
		return nil, fmt.Errorf("signings of task %s: %w", task, err)
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[Signing])
}

// Sign signs the report for a side. Each side signs for itself; the other side's
// signature is entered from the sealed scan that is filed as signed_report. When
// both have signed, the task goes on.
func (s *Store) Sign(ctx context.Context, by Actor, id uuid.UUID, revision int64, on version.Date, whose boundaries.Side, paper *uuid.UUID) (int64, error) {
	return s.change(ctx, by, id, revision, func(tx pgx.Tx, task Task) (int64, error) {
		if task.State != ReportDraft {
			return 0, ErrStep
		}
		if whose != boundaries.SideA && whose != boundaries.SideB {
			return 0, ErrSide
		}
		means := ByAccount
		if paper != nil {
			means = ByPaper
			if err := signedScan(ctx, tx, id, *paper); err != nil {
				return 0, err
			}
		} else if whose != by.Side {
			return 0, &LackError{[]Lack{LackReport}}
		}
		if on.IsZero() {
			on = s.today()
		}
		if err := s.dated(ctx, tx, id, on); err != nil {
			return 0, err
		}
		entry, err := sign(ctx, tx, by, task, whose, means, on, paper)
		if err != nil {
			return 0, err
		}
		signed, err := signingsOf(ctx, tx, id)
		if err != nil || len(signed) < 2 {
			return entry, err
		}
		return s.take(ctx, tx, by, task, Taking{To: Signed, On: on})
	})
}

// signedScan tells that a paper of a task is a scan of the signed report.
func signedScan(ctx context.Context, tx pgx.Tx, task, paper uuid.UUID) error {
	papers, err := papersOf(ctx, tx, task)
	if err != nil {
		return err
	}
	for _, p := range papers {
		if p.ID == paper && p.Kind == "signed_report" && p.Side == "" {
			return nil
		}
	}
	return &LackError{[]Lack{LackReport}}
}

// sign writes a signature, once: a second one of a side is ErrStep.
func sign(ctx context.Context, tx pgx.Tx, by Actor, task Task, whose boundaries.Side, means string, on version.Date, paper *uuid.UUID) (int64, error) {
	entry, err := ledger.Append(ctx, tx, ledger.Entry{Actor: by.Account, Action: "boundary_task.sign", Kind: "boundary_task", Object: task.ID, County: task.Line.county(),
		After: ledger.Fields{"side": string(whose), "means": means, "on": on.String()}})
	if err != nil {
		return 0, err
	}
	tag, err := tx.Exec(ctx, `INSERT INTO task_signing (id, task, side, means, on_day, actor, paper, entry) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (task, side) WHERE voided IS NULL DO NOTHING`, uuid.Must(uuid.NewV7()), task.ID, whose, means, on, by.Account, paper, entry)
	if err == nil && tag.RowsAffected() == 0 {
		err = ErrStep
	}
	if err != nil {
		return 0, err
	}
	return entry, raise(ctx, tx, task.ID)
}

// coSign signs for the sides that have not, where the field records are signed
// by both.
func (s *Store) coSign(ctx context.Context, tx pgx.Tx, by Actor, task Task) error {
	if s.CoSigner == nil || task.State != ReportDraft {
		return nil
	}
	joint, err := s.CoSigner.Joint(ctx, tx, task.ID)
	if err != nil || !joint {
		return err
	}
	signed, err := signingsOf(ctx, tx, task.ID)
	if err != nil {
		return err
	}
	have := map[boundaries.Side]bool{}
	for _, x := range signed {
		have[x.Side] = true
	}
	for _, whose := range []boundaries.Side{boundaries.SideA, boundaries.SideB} {
		if have[whose] {
			continue
		}
		if _, err := sign(ctx, tx, by, task, whose, ByRecords, s.today(), nil); err != nil {
			return err
		}
	}
	return nil
}
