package boundaries

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/version"
)

// An Event is a change of divisions in law (domain words: 设立, 撤销, 合并,
// 拆分, 更名, 变更类型, 变更隶属, 界线变更, 驻地迁移, 变更代码).
type Event struct {
	ID         uuid.UUID
	Kind       string // as division_event.kind
	Effective  version.Date
	Precision  string // day, month or year: how exactly Effective is known
	ApprovedBy string // 批准机关
	ApprovalNo string // 批准文号
	Basis      string // the text it rests on
	Note       string
	Succession []Succession
}

// A Succession says that Successor carries on from Predecessor, in whole or in
// part. They are the same where a division goes on under a new name or code,
// and where an event has one subject alone (establish, abolish).
type Succession struct {
	Predecessor, Successor uuid.UUID
	Share                  string
	Note                   string
}

// RecordEvent keeps an event as part of ledger entry.
func RecordEvent(ctx context.Context, tx pgx.Tx, e Event, entry int64) (uuid.UUID, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return id, err
	}
	var batch pgx.Batch
	batch.Queue(`INSERT INTO division_event (id, kind, effective, precision, approved_by, approval_no, basis, note, entry)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		id, e.Kind, e.Effective, e.Precision, e.ApprovedBy, e.ApprovalNo, e.Basis, e.Note, entry)
	for _, s := range e.Succession {
		batch.Queue(`INSERT INTO division_succession (event, predecessor, successor, share, note) VALUES ($1, $2, $3, $4, $5)`,
			id, s.Predecessor, s.Successor, s.Share, s.Note)
	}
	if err := tx.SendBatch(ctx, &batch).Close(); err != nil {
		return id, fmt.Errorf("record event %s of %s: %w", e.Kind, e.Effective, err)
	}
	return id, nil
}

// A Carrier is a division that carries on an old code on a day.
type Carrier struct {
	Division
	Share string // whole, or part where only a part of what the code stood for
}

// CarriedBy translates a code that was ever in use to the divisions that carry
// on what it stood for on a day: the same division under its code of that day,
// or its successors by the events up to then. It answers ErrNotFound for a
// code that never was.
func (s *Store) CarriedBy(ctx context.Context, r Reader, code string) ([]Carrier, error) {
	visible := ""
	if !r.Internal {
		visible = " AND v.visibility = 'public'"
	}
	rows, err := s.DB.Query(ctx, `
		WITH RECURSIVE carried AS (
			SELECT DISTINCT v.division, 'whole' AS share, 0 AS depth
			FROM division_version v JOIN division d ON d.id = v.division
			WHERE v.code = $1 AND upper_inf(v.recorded) AND d.withdrawn IS NULL`+visible+`
			UNION
			SELECT s.successor, CASE WHEN c.share = 'part' OR s.share = 'part' THEN 'part' ELSE 'whole' END, c.depth + 1
			FROM carried c JOIN division_succession s ON s.predecessor = c.division AND s.successor <> c.division
			JOIN division_event e ON e.id = s.event
			WHERE e.effective <= $2 AND e.undone IS NULL AND c.depth < 50)
		SELECT division, min(share) FROM carried GROUP BY division ORDER BY min(depth), division`, code, r.AsOf.Day())
	if err != nil {
		return nil, fmt.Errorf("carriers of %s: %w", code, err)
	}
	type found struct {
		ID    uuid.UUID
		Share string
	}
	all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[found])
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("code %s: %w", code, ErrNotFound)
	}
	var carriers []Carrier
	for _, f := range all {
		d, err := s.list(ctx, r, "v.division = $1", f.ID)
		if err != nil {
			return nil, err
		}
		for _, one := range d {
			carriers = append(carriers, Carrier{one, f.Share})
		}
	}
	return carriers, nil
}

// EventsOf gives the events that concern a division, by date.
func (s *Store) EventsOf(ctx context.Context, id uuid.UUID) ([]Event, error) {
	return s.events(ctx, `EXISTS (SELECT FROM division_succession x WHERE x.event = e.id AND $1 IN (x.predecessor, x.successor))`, id)
}

// EventsUnder gives the events of the divisions under a code between two days,
// by date: the report of what changed.
func (s *Store) EventsUnder(ctx context.Context, code string, from, to version.Date) ([]Event, error) {
	return s.events(ctx, `e.effective BETWEEN $2 AND $3 AND EXISTS (
		SELECT FROM division_succession x JOIN division_version v ON v.division IN (x.predecessor, x.successor)
		WHERE x.event = e.id AND v.code LIKE $1 || '%')`, code, from, to)
}

// FirstEvent gives the day of the earliest change held, the zero Date if none
// is.
func (s *Store) FirstEvent(ctx context.Context) (version.Date, error) {
	var first version.Date
	err := s.DB.QueryRow(ctx, `SELECT min(effective) FROM division_event WHERE undone IS NULL`).Scan(&first)
	return first, err
}

func (s *Store) events(ctx context.Context, condition string, args ...any) ([]Event, error) {
	rows, err := s.DB.Query(ctx, `
		SELECT e.id, e.kind, e.effective, e.precision, e.approved_by, e.approval_no, e.basis, e.note
		FROM division_event e WHERE e.undone IS NULL AND `+condition+` ORDER BY e.effective, e.id`, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (Event, error) {
		var e Event
		err := row.Scan(&e.ID, &e.Kind, &e.Effective, &e.Precision, &e.ApprovedBy, &e.ApprovalNo, &e.Basis, &e.Note)
		return e, err
	})
}
