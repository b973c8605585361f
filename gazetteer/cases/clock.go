package cases

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/ledger"
	"diming/internal/version"
)

// The clocks of a case.
const (
	ProcessingClock   = "processing"   // 办理时限, local
	CorrectionClock   = "correction"   // 补正, the applicant's
	NoticeClock       = "notice"       // 公示, the days of public notice
	FilingClock       = "filing"       // 备案, 条例 art. 13
	AnnouncementClock = "announcement" // 公告, 条例 art. 14
	SignsClock        = "signs"        // 设标, local
)

// A Question asks when a deadline runs out.
type Question struct {
	Key      string
	Start    version.Date // the day of the act, which is not counted
	Approver ApproverKind // of filing and announcement
	Division uuid.UUID
}

// A Due is a deadline as it is kept.
type Due struct {
	Legal version.Date // the day in law
	Safe  version.Date // the last working day up to it
	Warn  version.Date
	Basis string
}

// startClock starts a clock of a case; one that was stopped starts anew.
func (s *Store) startClock(ctx context.Context, tx pgx.Tx, c Case, key string, day version.Date) error {
	d, ok, err := s.Due(ctx, tx, Question{Key: key, Start: day, Approver: c.Procedure.ApproverKind, Division: c.Division})
	if err != nil {
		return fmt.Errorf("clock %s: %w", key, err)
	}
	if !ok {
		return nil
	}
	_, err = tx.Exec(ctx, `INSERT INTO case_clock (name_case, key, starts_on, due_on, safe_on, warn_on, basis) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (name_case, key) DO UPDATE SET starts_on = excluded.starts_on, due_on = excluded.due_on, safe_on = excluded.safe_on,
			warn_on = excluded.warn_on, basis = excluded.basis, done_on = NULL`, c.ID, key, day, d.Legal, d.Safe, d.Warn, d.Basis)
	return err
}

// stopClock says that what a clock waits for was done on a day.
func (s *Store) stopClock(ctx context.Context, tx pgx.Tx, id uuid.UUID, key string, day version.Date) error {
	_, err := tx.Exec(ctx, `UPDATE case_clock SET done_on = greatest($3::date, starts_on) WHERE name_case = $1 AND key = $2 AND done_on IS NULL`, id, key, day)
	return err
}

// startLegalClocks starts what the law counts from the date of the reply:
// filing; announcement, where a government or civil affairs approved; and the
// setting of signs, where the place counts that.
func (s *Store) startLegalClocks(ctx context.Context, tx pgx.Tx, c Case, step Step, on version.Date) error {
	if err := s.stopClock(ctx, tx, c.ID, ProcessingClock, s.today()); err != nil {
		return err
	}
	if step == Reject {
		return nil
	}
	if c.Procedure.Files {
		if err := s.startClock(ctx, tx, c, FilingClock, on); err != nil {
			return err
		}
	}
	if c.Kind == Naming || c.Kind == Renaming {
		if err := s.startClock(ctx, tx, c, SignsClock, on); err != nil {
			return err
		}
	}
	if filed := c.filedAtOnce(s.today()); !filed.IsZero() {
		if err := s.stopClock(ctx, tx, c.ID, FilingClock, filed); err != nil {
			return err
		}
		return s.startAnnouncement(ctx, tx, c, filed)
	}
	if c.Procedure.ApproverKind == Department {
		return nil // counts from the filing
	}
	return s.startAnnouncementOn(ctx, tx, c, on)
}

// startAnnouncement starts the clock of a department's name at its filing.
func (s *Store) startAnnouncement(ctx context.Context, tx pgx.Tx, c Case, filed version.Date) error {
	if c.Procedure.ApproverKind != Department {
		return nil
	}
	return s.startAnnouncementOn(ctx, tx, c, filed)
}

func (s *Store) startAnnouncementOn(ctx context.Context, tx pgx.Tx, c Case, on version.Date) error {
	if !c.Procedure.Announces {
		return nil
	}
	return s.startClock(ctx, tx, c, AnnouncementClock, on)
}

// clocks gives the clocks of a case, those that run first.
func (s *Store) clocks(ctx context.Context, id uuid.UUID) ([]Clock, error) {
	rows, err := s.DB.Query(ctx, `SELECT key, starts_on, due_on, safe_on, warn_on, basis, done_on, reminded_on, ordered_due
		FROM case_clock WHERE name_case = $1 ORDER BY done_on IS NOT NULL, safe_on, key`, id)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[Clock])
}

// SignsSet says on which day the signs of the case's names stood.
func (s *Store) SignsSet(ctx context.Context, by By, on version.Date) (int64, error) {
	today := s.today()
	if on.IsZero() {
		on = today
	}
	return s.act(ctx, act{By: by, action: "case.signs_set",
		plan: func(_ pgx.Tx, c Case) (ledger.Fields, error) {
			switch {
			case c.State != Approved && c.State != InForce:
				return nil, &StepError{Step: "signs_set", State: c.State}
			case today.Before(on):
				return nil, ErrFuture
			case on.Before(c.RepliedOn):
				return nil, ErrBefore
			}
			return ledger.Fields{"on": on.String()}, nil
		},
		do: func(tx pgx.Tx, c Case, _ int64) error { return s.stopClock(ctx, tx, c.ID, SignsClock, on) }})
}
