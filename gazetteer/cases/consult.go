package cases

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/ledger"
	"diming/internal/version"
)

// Consult says that the rules of names are answered, and opens the reports that
// the procedure requires, side by side.
func (s *Store) Consult(ctx context.Context, by By) (int64, error) {
	day := s.today()
	return s.act(ctx, act{By: by, step: Consult,
		plan: func(tx pgx.Tx, c Case) (ledger.Fields, error) {
			return ledger.Fields{"required": words(c.Procedure.Required)}, s.In(tx).clear(ctx, c.ID)
		},
		do: func(tx pgx.Tx, c Case, _ int64) error {
			for _, kind := range c.Procedure.Required {
				if _, err := s.openConsultation(ctx, tx, c.ID, kind, true, "", day, version.Date{}); err != nil {
					return err
				}
			}
			return nil
		}})
}

func words(reports []Report) []string {
	all := make([]string, len(reports))
	for i, r := range reports {
		all[i] = string(r)
	}
	return all
}

func (s *Store) openConsultation(ctx context.Context, tx pgx.Tx, id uuid.UUID, kind Report, required bool, with string, day, due version.Date) (uuid.UUID, error) {
	row, err := uuid.NewV7()
	if err != nil {
		return row, err
	}
	_, err = tx.Exec(ctx, `INSERT INTO case_consultation (id, name_case, kind, required, with_whom, opened_on, due_on)
		SELECT $1, $2, $3, $4, $5, $6, $7 WHERE NOT $4 OR NOT EXISTS
			(SELECT FROM case_consultation WHERE name_case = $2 AND kind = $3 AND required)`, row, id, kind, required, with, day, due)
	return row, err
}

// AddConsultation asks for one more opinion than the procedure requires.
func (s *Store) AddConsultation(ctx context.Context, by By, kind Report, with string, due version.Date) (uuid.UUID, int64, error) {
	if !slices.Contains(Reports, kind) {
		return uuid.Nil, 0, ErrConsulted
	}
	var row uuid.UUID
	tag, err := s.act(ctx, act{By: by, action: "case.consultation_open",
		plan: func(_ pgx.Tx, c Case) (ledger.Fields, error) {
			if c.State != Consulting {
				return nil, ErrFixed
			}
			return ledger.Fields{"kind": string(kind), "with": with}, nil
		},
		do: func(tx pgx.Tx, c Case, _ int64) (err error) {
			row, err = s.openConsultation(ctx, tx, c.ID, kind, false, with, s.today(), due)
			return err
		}})
	return row, tag, err
}

// An Opinion is how a consultation ended.
type OpinionGiven struct {
	Outcome string // for, conditional or against
	Summary string // main opinions and how each was handled (实施办法 art. 5)
	On      version.Date
	Waived  bool // not needed after all; Summary says why
}

// CloseConsultation records how a consultation ended. A required one may be
// waived with the reason, which stays in the file. That of a public notice which
// is open here ends with the notice: ErrNotice.
func (s *Store) CloseConsultation(ctx context.Context, by By, id uuid.UUID, o OpinionGiven) (int64, error) {
	if o.Summary = strings.TrimSpace(o.Summary); o.Summary == "" {
		return 0, ErrReason
	}
	day := s.today()
	if o.On.IsZero() {
		o.On = day
	}
	state := "done"
	if o.Waived {
		state, o.Outcome = "waived", ""
	}
	return s.act(ctx, act{By: by, action: "case.consultation_close", reason: o.Summary,
		plan: func(tx pgx.Tx, c Case) (ledger.Fields, error) {
			if c.State != Consulting {
				return nil, ErrFixed
			}
			if day.Before(o.On) {
				return nil, ErrFuture
			}
			var kind, was string
			var opened version.Date
			err := tx.QueryRow(ctx, `SELECT kind, state, opened_on FROM case_consultation WHERE id = $1 AND name_case = $2`, id, c.ID).Scan(&kind, &was, &opened)
			switch {
			case err == pgx.ErrNoRows:
				return nil, ErrConsulted
			case err != nil:
				return nil, err
			case was != "open":
				return nil, ErrDone
			case kind == string(Notice):
				// What the public is being asked is answered by the end of its notice.
				running, err := s.In(tx).openNotices(ctx, c.ID)
				if err != nil {
					return nil, err
				}
				if slices.Contains(running, kind) {
					return nil, ErrNotice
				}
			}
			switch {
			case o.On.Before(opened):
				return nil, ErrBefore
			case !o.Waived && !slices.Contains([]string{"for", "conditional", "against"}, o.Outcome):
				return nil, ErrReason
			}
			return ledger.Fields{"consultation": id, "kind": kind, "ended": state, "outcome": o.Outcome, "on": o.On.String()}, nil
		},
		do: func(tx pgx.Tx, _ Case, _ int64) error {
			_, err := tx.Exec(ctx, `UPDATE case_consultation SET state = $2, outcome = $3, summary = $4, closed_on = $5 WHERE id = $1`,
				id, state, o.Outcome, o.Summary, o.On)
			return err
		}})
}

// consultations gives a case's consultations in the order of their opening.
func (s *Store) consultations(ctx context.Context, id uuid.UUID) ([]Consultation, error) {
	rows, err := s.DB.Query(ctx, `SELECT id, kind, required, with_whom, state, opened_on, due_on, closed_on, outcome, summary
		FROM case_consultation WHERE name_case = $1 ORDER BY id`, id)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (Consultation, error) {
		var c Consultation
		err := row.Scan(&c.ID, &c.Kind, &c.Required, &c.With, &c.State, &c.OpenedOn, &c.DueOn, &c.ClosedOn, &c.Outcome, &c.Summary)
		return c, err
	})
}

// openNotices gives the kinds of a case's public notices that are not closed.
// Who publishes one holds the case's row, so that within a change none comes.
func (s *Store) openNotices(ctx context.Context, id uuid.UUID) ([]string, error) {
	rows, err := s.DB.Query(ctx, `SELECT kind FROM public_notice WHERE name_case = $1 AND closed_on IS NULL ORDER BY kind`, id)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// A MissingError says which reports are not in yet.
type MissingError struct{ Reports []Report }

func (e *MissingError) Error() string { return fmt.Sprintf("reports are missing: %v", e.Reports) }

// Review says that the case is complete and can be decided 审核: findings are
// answered and all reports are in.
func (s *Store) Review(ctx context.Context, by By, opinion string) (int64, error) {
	if opinion = strings.TrimSpace(opinion); opinion == "" {
		return 0, ErrReason
	}
	return s.act(ctx, act{By: by, step: Review, reason: opinion,
		plan: func(tx pgx.Tx, c Case) (ledger.Fields, error) {
			within := s.In(tx)
			if err := within.clear(ctx, c.ID); err != nil {
				return nil, err
			}
			running, err := within.openNotices(ctx, c.ID)
			if err != nil {
				return nil, err
			}
			if len(running) > 0 {
				return nil, ErrNotice
			}
			all, err := within.consultations(ctx, c.ID)
			if err != nil {
				return nil, err
			}
			var open []Report
			for _, o := range all {
				if o.State == "open" {
					open = append(open, o.Kind)
				}
			}
			if len(open) > 0 {
				return nil, &MissingError{open}
			}
			return nil, nil
		}})
}

// Ask for a reply outside: Request says that the request 请示 was sent.
func (s *Store) Request(ctx context.Context, by By, on version.Date) (int64, error) {
	day := s.today()
	if on.IsZero() {
		on = day
	}
	return s.act(ctx, act{By: by, step: Request,
		plan: func(_ pgx.Tx, c Case) (ledger.Fields, error) {
			if day.Before(on) {
				return nil, ErrFuture
			}
			return ledger.Fields{"on": on.String(), "to": c.Procedure.Approver}, nil
		}})
}
