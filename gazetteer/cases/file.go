package cases

import (
	"context"
	"strings"

	"github.com/jackc/pgx/v5"

	"diming/internal/ledger"
	"diming/internal/version"
)

// File says that the approval was filed 备案 on a day (条例 art. 13). Of a name
// approved by another department the clock of its announcement starts then.
func (s *Store) File(ctx context.Context, by By, on version.Date) (int64, error) {
	today := s.today()
	if on.IsZero() {
		on = today
	}
	return s.act(ctx, act{By: by, action: "case.file",
		plan: func(_ pgx.Tx, c Case) (ledger.Fields, error) {
			switch {
			case c.State != Approved || !c.Procedure.Files:
				return nil, &StepError{Step: "file", State: c.State}
			case !c.FiledOn.IsZero():
				return nil, ErrDone
			case today.Before(on):
				return nil, ErrFuture
			case on.Before(c.RepliedOn):
				return nil, ErrBefore
			}
			return ledger.Fields{"on": on.String()}, nil
		},
		do: func(tx pgx.Tx, c Case, _ int64) error {
			if _, err := tx.Exec(ctx, `UPDATE name_case SET filed_on = $2 WHERE id = $1`, c.ID, on); err != nil {
				return err
			}
			if err := s.stopClock(ctx, tx, c.ID, "filing", on); err != nil {
				return err
			}
			return s.In(tx).startAnnouncement(ctx, tx, c, on)
		}})
}

// Remind says that the approving body was reminded of a filing that stayed
// away 催报, or, with a day, that it was ordered by then 责令限期报备.
func (s *Store) Remind(ctx context.Context, by By, ordered version.Date, note string) (int64, error) {
	if note = strings.TrimSpace(note); note == "" {
		return 0, ErrReason
	}
	today := s.today()
	return s.act(ctx, act{By: by, action: "case.remind", reason: note,
		plan: func(tx pgx.Tx, c Case) (ledger.Fields, error) {
			var due version.Date
			var reminded version.Date
			err := tx.QueryRow(ctx, `SELECT due_on, reminded_on FROM case_clock WHERE name_case = $1 AND key = 'filing' AND done_on IS NULL`, c.ID).Scan(&due, &reminded)
			switch {
			case err == pgx.ErrNoRows:
				return nil, &StepError{Step: "remind", State: c.State}
			case err != nil:
				return nil, err
			case !ordered.IsZero() && reminded.IsZero():
				return nil, ErrBefore // first the reminder, then the order
			case !ordered.IsZero() && !today.Before(ordered):
				return nil, ErrBefore
			}
			return ledger.Fields{"ordered_due": ordered.String(), "due": due.String()}, nil
		},
		do: func(tx pgx.Tx, c Case, _ int64) error {
			_, err := tx.Exec(ctx, `UPDATE case_clock SET reminded_on = coalesce(reminded_on, $2), ordered_due = coalesce($3, ordered_due)
				WHERE name_case = $1 AND key = 'filing'`, c.ID, today, ordered)
			return err
		}})
}
