package notice

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/gazetteer/cases"
	"diming/internal/ledger"
)

// Close ends a notice after its last day, once every comment was read and
// answered. It writes the summary of numbers and of how each was handled, and
// closes the case's consultation with it. Outcome is for, conditional or
// against; a call for names has none.
func (s *Store) Close(ctx context.Context, actor, id uuid.UUID, outcome, note string) (summary string, err error) {
	err = pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		summary, err = s.In(tx).close(ctx, tx, actor, id, outcome, strings.TrimSpace(note))
		return err
	})
	if err != nil {
		return "", fmt.Errorf("close notice %s: %w", id, refused(err))
	}
	return summary, nil
}

func (s *Store) close(ctx context.Context, tx pgx.Tx, actor, id uuid.UUID, outcome, note string) (string, error) {
	// The case first, as its own end takes them.
	if _, err := tx.Exec(ctx, `SELECT FROM name_case WHERE id = (SELECT name_case FROM public_notice WHERE id = $1) FOR UPDATE`, id); err != nil {
		return "", err
	}
	if _, err := tx.Exec(ctx, `SELECT FROM public_notice WHERE id = $1 FOR UPDATE`, id); err != nil {
		return "", err
	}
	n, err := s.Get(ctx, id)
	if err != nil {
		return "", err
	}
	day := s.Cases.Day()
	switch {
	case !n.ClosedOn.IsZero():
		return "", ErrOver
	case !n.To.Before(day):
		return "", ErrRunning
	case n.Unanswered > 0:
		return "", ErrAnswers
	case n.Kind == Notice && !slices.Contains([]string{"for", "conditional", "against"}, outcome):
		return "", ErrMissing
	}
	comments, err := s.Comments(ctx, id)
	if err != nil {
		return "", err
	}
	summary := Summary(n, comments)
	if note != "" {
		summary += note
	}
	entry, err := ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "notice.close", Kind: "notice", Object: id,
		After: ledger.Fields{"on": day.String(), "comments": int64(len(comments)), "outcome": outcome}})
	if err != nil {
		return "", err
	}
	if _, err := tx.Exec(ctx, `UPDATE public_notice SET closed_on = $2, summary = $3, tag = $4 WHERE id = $1`, id, day, summary, entry); err != nil {
		return "", err
	}
	return summary, s.closeConsultation(ctx, actor, n, outcome, summary)
}

// closeConsultation closes the case's consultation, where it is still open: a
// case may have gone back to its applicant meanwhile.
func (s *Store) closeConsultation(ctx context.Context, actor uuid.UUID, n Published, outcome, summary string) error {
	if n.Consultation == nil {
		return nil
	}
	f, err := s.Cases.Read(ctx, n.Case)
	if err != nil || f.State != cases.Consulting {
		return err
	}
	open := slices.ContainsFunc(f.Consultations, func(c cases.Consultation) bool { return c.ID == *n.Consultation && c.State == "open" })
	if !open {
		return nil
	}
	_, err = s.Cases.CloseConsultation(ctx, cases.By{Actor: actor, Case: n.Case, Tag: f.Tag}, *n.Consultation, cases.OpinionGiven{Outcome: outcome, Summary: summary})
	return err
}

// handledWords are the ways in words, in the order in which they are counted.
var handledWords = [][2]string{{"adopted", "采纳"}, {"partly", "部分采纳"}, {"not_adopted", "未采纳"}, {"noted", "作说明"}}

// Summary says from when to when a notice stood, how many comments came and how
// each was handled, in the office's words (实施办法 art. 5). What people wrote is
// not repeated: the summary enters the ledger, where a name could never be
// erased again, and the comments stay beside it.
func Summary(n Published, comments []Comment) string {
	var b strings.Builder
	what := "意见"
	if n.Kind == Solicitation {
		what = "征名建议"
	}
	fmt.Fprintf(&b, "%s 至 %s 在地名公众网页公开，收到%s %d 条", n.From, n.To, what, len(comments))
	for _, h := range handledWords {
		if count := countOf(comments, h[0]); count > 0 {
			fmt.Fprintf(&b, "，%s %d 条", h[1], count)
		}
	}
	b.WriteString("。\n")
	for i, c := range comments {
		for _, h := range handledWords {
			if h[0] == c.Handled {
				fmt.Fprintf(&b, "第 %d 条，%s：%s\n", i+1, h[1], c.Answer)
			}
		}
	}
	return b.String()
}

func countOf(comments []Comment, handled string) (n int) {
	for _, c := range comments {
		if c.Handled == handled {
			n++
		}
	}
	return n
}
