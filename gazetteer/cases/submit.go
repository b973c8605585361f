package cases

import (
	"context"
	"strings"

	"github.com/jackc/pgx/v5"

	"diming/internal/ledger"
	"diming/internal/version"
)

// Submit hands an application in today: a draft, or one that came back.
func (s *Store) Submit(ctx context.Context, by By) (int64, error) {
	return s.SubmitOn(ctx, by, version.Date{})
}

// SubmitOn hands in an application that came on paper 收件 on a day, which may
// lie before its entry here but not ahead; zero is today. One sent online comes
// on the day on which it is sent, and one of the past has its own day.
func (s *Store) SubmitOn(ctx context.Context, by By, on version.Date) (int64, error) {
	today := s.today()
	day := on
	if on.IsZero() {
		day = today
	}
	return s.act(ctx, act{By: by, step: Submit,
		plan: func(_ pgx.Tx, c Case) (ledger.Fields, error) {
			switch {
			case c.Kind != Correction && strings.TrimSpace(c.Reason) == "":
				return nil, ErrReason
			case today.Before(day):
				return nil, ErrFuture
			case c.Channel == Online && day.Before(today), day.Before(c.SubmittedOn):
				return nil, ErrBefore
			}
			return ledger.Fields{"on": dayFor(c, day).String()}, nil
		},
		do: func(tx pgx.Tx, c Case, _ int64) error {
			if err := s.stopClock(ctx, tx, c.ID, "correction", day); err != nil {
				return err
			}
			_, err := tx.Exec(ctx, `UPDATE name_case SET submitted_on = coalesce(submitted_on, $2), to_add = '' WHERE id = $1`, c.ID, dayFor(c, day))
			return err
		}})
}

// processedFrom is the day from which the processing of a case taken in is
// counted: that day, or of a paper that lay before it was entered the day on
// which it came, so that the days gone are not given back.
func (c Case) processedFrom(accepted version.Date) version.Date {
	if c.SubmittedOn.Before(c.OpenedOn) {
		return c.SubmittedOn
	}
	return accepted
}

// dayFor is the day that counts: today, or of a case of the past its own.
func dayFor(c Case, today version.Date) version.Date {
	if c.Channel == Past {
		return c.OpenedOn
	}
	return today
}

// Ask tells the applicant once what to add or correct 补正.
func (s *Store) Ask(ctx context.Context, by By, toAdd string) (int64, error) {
	if toAdd = strings.TrimSpace(toAdd); toAdd == "" {
		return 0, ErrReason
	}
	day := s.today()
	return s.act(ctx, act{By: by, step: Ask, reason: toAdd,
		do: func(tx pgx.Tx, c Case, _ int64) error {
			if _, err := tx.Exec(ctx, `UPDATE name_case SET to_add = $2 WHERE id = $1`, c.ID, toAdd); err != nil {
				return err
			}
			return s.startClock(ctx, tx, c, "correction", day)
		}})
}

// Decline refuses to take an application in 不予受理: not in power, or unlawful.
func (s *Store) Decline(ctx context.Context, by By, reason string) (int64, error) {
	if reason = strings.TrimSpace(reason); reason == "" {
		return 0, ErrReason
	}
	return s.act(ctx, act{By: by, step: Decline, reason: reason})
}

// Accept takes an application in 受理 and asks the rules of names about it.
func (s *Store) Accept(ctx context.Context, by By) (int64, error) {
	day := s.today()
	return s.act(ctx, act{By: by, step: Accept,
		plan: func(_ pgx.Tx, c Case) (ledger.Fields, error) {
			if c.Channel == Filing || c.Channel == Past {
				return nil, &StepError{Step: Accept, State: c.State}
			}
			return ledger.Fields{"on": day.String()}, nil
		},
		do: func(tx pgx.Tx, c Case, entry int64) error {
			if _, err := tx.Exec(ctx, `UPDATE name_case SET accepted_on = $2 WHERE id = $1`, c.ID, day); err != nil {
				return err
			}
			if err := s.startClock(ctx, tx, c, "processing", c.processedFrom(day)); err != nil {
				return err
			}
			return s.In(tx).check(ctx, tx, c, entry)
		}})
}

// Return sends a case back to its applicant 退回, with the reason.
func (s *Store) Return(ctx context.Context, by By, reason string) (int64, error) {
	if reason = strings.TrimSpace(reason); reason == "" {
		return 0, ErrReason
	}
	return s.act(ctx, act{By: by, step: Return, reason: reason,
		do: func(tx pgx.Tx, c Case, _ int64) error {
			// What comes back is judged afresh, whole.
			if err := s.putAllBack(ctx, tx, c.ID); err != nil {
				return err
			}
			_, err := tx.Exec(ctx, `UPDATE name_case SET to_add = $2 WHERE id = $1`, c.ID, reason)
			return err
		}})
}

// Withdraw ends a case because its applicant takes it back.
func (s *Store) Withdraw(ctx context.Context, by By, reason string) (int64, error) {
	if reason = strings.TrimSpace(reason); reason == "" {
		return 0, ErrReason
	}
	return s.act(ctx, act{By: by, step: Withdraw, reason: reason,
		do: func(tx pgx.Tx, c Case, _ int64) error {
			_, err := tx.Exec(ctx, `UPDATE case_clock SET done_on = $2 WHERE name_case = $1 AND done_on IS NULL`, c.ID, s.today())
			return err
		}})
}
