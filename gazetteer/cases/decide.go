package cases

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/gazetteer"
	"diming/gazetteer/naming"
	"diming/internal/ledger"
	"diming/internal/version"
)

// A Reply is the approving body's reply 批复 as an approver enters it. Its date
// is the one that counts, not that of the entry.
type Reply struct {
	Number string // 文号
	Body   string // the approving body; "": the procedure's
	On     version.Date
	Items  []Decision // of every name of the case
}

// A Decision is what the reply says of one name.
type Decision struct {
	Item    uuid.UUID
	Approve bool
	Text    string // the name approved, where it is one of the alternatives; "": the one proposed
	Reason  string // of a refusal, or why an alternative may stand against a finding
}

// A ClaimError says that a name was fine when it was checked and is taken now.
type ClaimError struct {
	Case  uuid.UUID
	Item  uuid.UUID
	Text  string
	Other uuid.UUID // the place that bears it; nil when it was taken at the same moment
}

func (e *ClaimError) Error() string { return fmt.Sprintf("name %q is taken in its scope", e.Text) }

// Approve enters a reply that approves at least one name: in one transaction
// the names, their claims and the clocks. A name that is taken meanwhile fails
// the whole step with *ClaimError; NoteTaken then shows it in the case.
func (s *Store) Approve(ctx context.Context, by By, r Reply) (int64, error) {
	return s.decide(ctx, by, Approve, r)
}

// Reject enters a reply, or the office's own decision, that approves none.
func (s *Store) Reject(ctx context.Context, by By, r Reply) (int64, error) {
	return s.decide(ctx, by, Reject, r)
}

// Record enters what was decided elsewhere: another department's decision that
// is filed here, or a paper case of the past 补录.
func (s *Store) Record(ctx context.Context, by By, r Reply) (int64, error) {
	return s.decide(ctx, by, Record, r)
}

func (s *Store) decide(ctx context.Context, by By, step Step, r Reply) (int64, error) {
	return s.act(ctx, act{By: by, step: step,
		plan: func(tx pgx.Tx, c Case) (ledger.Fields, error) { return s.In(tx).planReply(ctx, by, step, c, r) },
		do:   func(tx pgx.Tx, c Case, entry int64) error { return s.In(tx).enterReply(ctx, tx, by, step, c, r, entry) },
	})
}

func (s *Store) planReply(ctx context.Context, by By, step Step, c Case, r Reply) (ledger.Fields, error) {
	today := s.today()
	switch {
	case by.Actor == c.OpenedBy:
		return nil, ErrOwnCase
	case step == Record && c.Channel != Past && c.Channel != Filing:
		return nil, &StepError{Step: step, State: c.State}
	case strings.TrimSpace(r.Number) == "" || r.On.IsZero():
		return nil, ErrReply
	case today.Before(r.On):
		return nil, ErrFuture
	case step != Record && r.On.Before(c.SubmittedOn):
		return nil, ErrBefore
	}
	items, err := s.items(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	if err := complete(items, r.Items, step); err != nil {
		return nil, err
	}
	if step == Approve {
		if err := s.clear(ctx, c.ID, asProposed(items, r.Items)...); err != nil {
			return nil, err
		}
	}
	decided := make([]any, len(r.Items))
	for i, d := range r.Items {
		decided[i] = ledger.Fields{"item": d.Item, "approved": d.Approve, "text": d.Text, "reason": d.Reason}
	}
	return ledger.Fields{"reply": r.Number, "by": c.approver(r), "on": r.On.String(), "entered_days_later": int64(today.Time().Sub(r.On.Time()) / (24 * time.Hour)), "names": decided}, nil
}

// asProposed are the names approved as they were proposed: what stands against
// others does not hold the reply up. Alternatives are checked on their own.
func asProposed(items []Item, all []Decision) []uuid.UUID {
	ids := []uuid.UUID{uuid.Nil} // not none: no list is all
	for _, item := range items {
		for _, d := range all {
			if d.Item == item.ID && d.Approve && (d.Text == "" || d.Text == item.Text) {
				ids = append(ids, item.ID)
			}
		}
	}
	return ids
}

func (c Case) approver(r Reply) string {
	if r.Body != "" {
		return r.Body
	}
	return c.Procedure.Approver
}

// complete refuses decisions that do not answer each name once, or that do not
// suit the step.
func complete(items []Item, all []Decision, step Step) error {
	approved := 0
	for _, item := range items {
		n := 0
		for _, d := range all {
			if d.Item != item.ID {
				continue
			}
			n++
			switch {
			case d.Approve:
				approved++
				if item.Aside != "" && (d.Text == "" || d.Text == item.Text) {
					return ErrAside
				}
				if d.Text != "" && d.Text != item.Text && !slices.Contains(item.Alternatives, d.Text) {
					return fmt.Errorf("%q: %w", d.Text, ErrNoItemID)
				}
			case strings.TrimSpace(d.Reason) == "":
				return ErrReason
			}
		}
		if n != 1 {
			return ErrDecided
		}
	}
	if len(all) != len(items) {
		return ErrNoItemID
	}
	if (approved == 0) != (step == Reject) {
		return ErrDecided
	}
	return nil
}

func (s *Store) enterReply(ctx context.Context, tx pgx.Tx, by By, step Step, c Case, r Reply, entry int64) error {
	state, _ := c.State.Next(step)
	_, err := tx.Exec(ctx, `UPDATE name_case SET state = $2, tag = $3, approver_kind = $4, approver = $5, reply_no = $6, replied_on = $7,
		reply_entered = clock_timestamp(), filed_on = $8 WHERE id = $1`,
		c.ID, state, entry, c.Procedure.ApproverKind, c.approver(r), r.Number, r.On, c.filedAtOnce(s.today()))
	if err != nil {
		return err
	}
	items, err := s.items(ctx, c.ID)
	if err != nil {
		return err
	}
	for _, item := range items {
		i := slices.IndexFunc(r.Items, func(d Decision) bool { return d.Item == item.ID })
		if err := s.enterDecision(ctx, tx, by, c, r, item, r.Items[i]); err != nil {
			return err
		}
	}
	if err := s.keepEffects(ctx, tx, c); err != nil {
		return err
	}
	return s.startLegalClocks(ctx, tx, c, step, r.On)
}

// filedAtOnce is the day of filing of a decision that comes in as a filing: it
// is filed by being recorded.
func (c Case) filedAtOnce(today version.Date) version.Date {
	if c.Channel == Filing {
		return today
	}
	return version.Date{}
}

func (s *Store) enterDecision(ctx context.Context, tx pgx.Tx, by By, c Case, r Reply, item Item, d Decision) error {
	if !d.Approve {
		_, err := tx.Exec(ctx, `UPDATE case_item SET outcome = 'refused', outcome_reason = $2 WHERE id = $1`, item.ID, d.Reason)
		return err
	}
	text := item.Text
	if d.Text != "" {
		text = d.Text
	}
	if err := s.checkChosen(ctx, tx, c, item, text, d.Reason); err != nil {
		return err
	}
	place, err := s.enact(ctx, tx, by.Actor, c, r, item, text)
	var taken *gazetteer.TakenError
	if errors.As(err, &taken) {
		return &ClaimError{Case: c.ID, Item: item.ID, Text: text, Other: taken.Other}
	}
	if err != nil {
		return fmt.Errorf("%q: %w", text, err)
	}
	_, err = tx.Exec(ctx, `UPDATE case_item SET outcome = 'approved', outcome_reason = $2, approved_text = $3, result = $4 WHERE id = $1`,
		item.ID, d.Reason, text, place)
	return err
}

// checkChosen asks the rules about an alternative, which nobody has answered
// for yet: it must not be refused, and what wants a reason needs the decision's.
func (s *Store) checkChosen(ctx context.Context, tx pgx.Tx, c Case, item Item, text, reason string) error {
	if text == item.Text || !item.asked(c.Kind) {
		return nil
	}
	p := item.Proposal(c)
	p.Text, p.Reading = text, ""
	found, rules, err := s.Check(ctx, tx, p)
	if err != nil {
		return err
	}
	var open []Finding
	for _, f := range found {
		one := Finding{Item: item.ID, Finding: f, RuleVersion: rules, Answer: reason}
		if one.Stands() {
			open = append(open, one)
		}
	}
	if len(open) > 0 {
		return &FindingsError{open}
	}
	return nil
}

// NoteTaken shows in a case, after an approval that failed with *ClaimError,
// which place took the name meanwhile.
func (s *Store) NoteTaken(ctx context.Context, actor uuid.UUID, taken *ClaimError) error {
	c, err := s.Case(ctx, taken.Case)
	if err != nil {
		return err
	}
	severity, err := s.gravityOf(ctx, taken)
	if err != nil {
		return err
	}
	conflict := naming.Conflict{Place: taken.Other, Name: taken.Text, Likeness: naming.SameText}
	f := naming.Finding{Check: "重", Severity: severity, Article: "地名管理条例第九条第（七）、（八）项",
		Text: fmt.Sprintf("“%s”已被另一地名占用：审核之后有人先获批准。请改用备选名称，或退回申请人。", taken.Text), TextEN: "The name was taken by another approval meanwhile.",
		Words: []string{taken.Text}, Conflicts: []naming.Conflict{conflict}}
	_, err = s.act(ctx, act{By: By{Actor: actor, Case: c.ID, Tag: c.Tag}, action: "case.taken",
		plan: func(pgx.Tx, Case) (ledger.Fields, error) {
			return ledger.Fields{"item": taken.Item, "text": taken.Text, "other": taken.Other}, nil
		},
		do: func(tx pgx.Tx, c Case, entry int64) error {
			return s.In(tx).addFinding(ctx, tx, c, taken.Item, f, entry)
		}})
	return err
}

// gravityOf is refuse for the name proposed; an alternative that is taken does
// not stand against the name that it was an alternative to.
func (s *Store) gravityOf(ctx context.Context, taken *ClaimError) (naming.Severity, error) {
	var proposed string
	err := s.DB.QueryRow(ctx, `SELECT text FROM case_item WHERE id = $1`, taken.Item).Scan(&proposed)
	if proposed == taken.Text {
		return naming.Refuse, err
	}
	return naming.Note, err
}
