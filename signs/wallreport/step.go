package wallreport

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/ledger"
	"diming/internal/version"
	"diming/signs/plate"
)

// An Act is a step as it is taken.
type Act struct {
	Step Step
	Note string // of a report that is declined the reason, which who reported is told
}

// Take makes one step of a report that was read at tag. Accepting one opens the
// fault of its plate where that hangs and has none yet; opened tells whether it
// did.
func (s *Store) Take(ctx context.Context, actor, id uuid.UUID, tag int64, a Act, today version.Date) (opened bool, err error) {
	a.Note = strings.TrimSpace(a.Note)
	if a.Step == StepDecline && a.Note == "" {
		return false, &ContentError{"note", "请写明不采纳的理由，报告的人会看到。", "Say why; who reported will see it."}
	}
	if utf8.RuneCountInString(a.Note) > MaxNote {
		return false, &ContentError{"note", "太长了，请缩短到 500 字以内。", "Too long: 500 characters at most."}
	}
	err = pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		r, county, err := lock(ctx, tx, id)
		if err != nil {
			return err
		}
		if r.Tag != tag {
			return ErrChanged
		}
		to := leads(r.State, a.Step)
		if to == "" {
			return fmt.Errorf("%w: %s from %s", ErrStep, a.Step, r.State)
		}
		if a.Step == StepAccept {
			if opened, err = openFault(ctx, tx, actor, r, today); err != nil {
				return err
			}
		}
		entry, err := ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "wall_report." + string(a.Step), Kind: "wall_report", Object: id, County: county, Reason: a.Note,
			Before: ledger.Fields{"state": string(r.State)}, After: ledger.Fields{"state": string(to), "fault_opened": opened}})
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO wall_report_step (report, n, step, from_state, to_state, note, actor, entry)
			VALUES ($1, (SELECT count(*) + 1 FROM wall_report_step WHERE report = $1), $2, $3, $4, $5, $6, $7)`, id, string(a.Step), string(r.State), string(to), a.Note, actor, entry)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `UPDATE wall_report SET state = $2, tag = $3 WHERE id = $1`, id, string(to), entry)
		return err
	})
	if err != nil {
		return false, fmt.Errorf("step %s of report %s: %w", a.Step, id, err)
	}
	return opened, nil
}

func lock(ctx context.Context, tx pgx.Tx, id uuid.UUID) (r Report, county string, err error) {
	r.ID = id
	err = tx.QueryRow(ctx, `SELECT number, plate, kind, state, tag, county FROM wall_report WHERE id = $1 FOR UPDATE`, id).Scan(&r.Number, &r.Plate, &r.Kind, &r.State, &r.Tag, &county)
	if errors.Is(err, pgx.ErrNoRows) {
		return r, "", ErrNotFound
	}
	return r, county, err
}

// openFault reports the fault of a plate that hangs; one that is known to be
// faulty stays as it is.
func openFault(ctx context.Context, tx pgx.Tx, actor uuid.UUID, r Report, today version.Date) (bool, error) {
	if r.Plate == nil {
		return false, nil
	}
	plates := &plate.Store{DB: tx}
	p, err := plates.ByID(ctx, *r.Plate)
	if err != nil || p.State != plate.InUse && p.State != plate.Installed {
		return false, err
	}
	_, err = plates.Take(ctx, actor, p.ID, p.Tag, plate.Act{Step: plate.StepReport, On: today, Fault: fault[r.Kind], Note: "群众报告 " + r.Number}, today)
	return err == nil, err
}
