package redivision

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/gazetteer/deadline"
	"diming/internal/ledger"
	"diming/internal/version"
)

// A limit is one that the reply starts, in the words of national law: nothing
// of it is left to the place.
type limit struct {
	deadline.Limit
	kind string
}

var (
	publishing = limit{deadline.Limit{N: 1, Unit: deadline.Months, Basis: "行政区划管理条例第十七条：变更后一个月内确定、公布行政区划代码"}, "codes"}
	completion = limit{deadline.Limit{N: 12, Unit: deadline.Months, Basis: "行政区划管理条例第十五条：自批准之日起12个月内完成变更"}, "completion"}
	extended   = limit{deadline.Limit{N: 18, Unit: deadline.Months, Basis: "行政区划管理条例第十五条：经批准延长6个月"}, "extended"}
)

// warnDays is how many days ahead of the safe day a deadline is shown as near.
const warnDays = 5

// due is the last day in law of a limit that a reply starts: no day of rest
// moves it, so no calendar is needed.
func (l limit) due(replied version.Date) version.Date {
	return deadline.Calendar{}.Due(replied, l.Limit, warnDays).Legal
}

// startClocks writes the deadlines that a reply of a day starts.
func startClocks(ctx context.Context, tx pgx.Tx, id uuid.UUID, replied version.Date) error {
	for _, l := range []limit{publishing, completion} {
		_, err := tx.Exec(ctx, `INSERT INTO redivision_deadline (redivision, kind, due, basis) VALUES ($1, $2, $3, $4)`, id, l.kind, l.due(replied), l.Basis)
		if err != nil {
			return err
		}
	}
	return nil
}

// Extend gives six months more for completion, by an approval that is named.
func (s *Store) Extend(ctx context.Context, actor, id uuid.UUID, revision int64, approval string) (int64, error) {
	return s.change(ctx, id, revision, func(tx pgx.Tx, c Case) (int64, error) {
		if c.State != InForce && c.State != CodesPublished && c.State != Replied {
			return 0, ErrStep
		}
		if approval == "" {
			return 0, ErrReply
		}
		county, err := countyOf(ctx, tx, c.Home)
		if err != nil {
			return 0, err
		}
		due := extended.due(c.ReplyDate)
		entry, err := ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "division_case.extend", Kind: "division_case", Object: id, County: county,
			Reason: approval, After: ledger.Fields{"due": due.String()}})
		if err != nil {
			return 0, err
		}
		made, err := tx.Exec(ctx, `INSERT INTO redivision_deadline (redivision, kind, due, basis) VALUES ($1, 'extended', $2, $3) ON CONFLICT DO NOTHING`,
			id, due, extended.Basis+"（"+approval+"）")
		if err == nil && made.RowsAffected() == 0 {
			err = ErrStep
		}
		return entry, err
	})
}

// Left is how many days remain on a day until the safe day; negative: overdue.
func (d Deadline) Left(on version.Date) int { return deadline.Due{Safe: d.Safe}.Left(on) }

// A Deadline is a clock of a case.
type Deadline struct {
	Kind  string
	Due   version.Date // the last day in law
	Basis string
	Met   version.Date
	Safe  version.Date // the last working day up to it
	Warn  version.Date // from which day it is shown as near
	// Unsure says that the official holidays of that year are not held yet.
	Unsure bool
}

// Deadlines gives the clocks of a case, the nearest first, by the days of rest
// as they are held now: the arrangements of a year come late in the one before.
func (s *Store) Deadlines(ctx context.Context, id uuid.UUID) ([]Deadline, error) {
	calendar, err := deadline.Read(ctx, s.DB)
	if err != nil {
		return nil, fmt.Errorf("deadlines of division case %s: %w", id, err)
	}
	rows, err := s.DB.Query(ctx, `SELECT kind, due, basis, met FROM redivision_deadline WHERE redivision = $1 ORDER BY due`, id)
	if err != nil {
		return nil, fmt.Errorf("deadlines of division case %s: %w", id, err)
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (Deadline, error) {
		var d Deadline
		err := row.Scan(&d.Kind, &d.Due, &d.Basis, &d.Met)
		d.Safe, d.Unsure = calendar.Safe(d.Due), !calendar.Knows(d.Due)
		d.Warn = deadline.AddDays(d.Safe, -warnDays)
		return d, err
	})
}
