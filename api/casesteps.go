package api

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/google/uuid"

	"diming/gazetteer/cases"
	"diming/internal/version"
)

// A caseStep is a route that takes a case a step further.
type caseStep struct {
	name    string
	action  Action
	summary string
	take    func(ctx context.Context, store *cases.Store, by cases.By, b StepBody, on version.Date) (int64, error)
}

// StepBody is what a step may say; each takes what it needs.
type StepBody struct {
	Reason     string         `json:"reason,omitempty" maxLength:"4000"`
	On         string         `json:"on,omitempty" maxLength:"10" doc:"The day that counts; absent: today. Of a reply the date on it, which must be said."`
	ReplyNo    string         `json:"reply_no,omitempty" maxLength:"100" doc:"文号"`
	Approver   string         `json:"approver,omitempty" maxLength:"100" doc:"The approving body; absent: the procedure's."`
	Items      []DecisionBody `json:"items,omitempty" maxItems:"200"`
	OrderedDue string         `json:"ordered_due,omitempty" maxLength:"10"`
}

// DecisionBody is what a reply says of one name.
type DecisionBody struct {
	Item    uuid.UUID `json:"item"`
	Approve bool      `json:"approve"`
	Text    string    `json:"text,omitempty" maxLength:"100" doc:"One of the alternatives, where that is approved."`
	Reason  string    `json:"reason,omitempty" maxLength:"2000"`
}

type stepInput struct {
	CaseParams
	Body StepBody
}

// caseSteps are the steps by the names of their routes.
var caseSteps = []caseStep{
	{"submit", openCase, "Hand the application in, on the day on which its paper came", func(ctx context.Context, s *cases.Store, by cases.By, _ StepBody, on version.Date) (int64, error) {
		return s.SubmitOn(ctx, by, on)
	}},
	{"ask", handleCase, "Tell the applicant what to add", reasoned((*cases.Store).Ask)},
	{"decline", handleCase, "Refuse to take the application in", reasoned((*cases.Store).Decline)},
	{"accept", handleCase, "Take the application in and check the rules of names", func(ctx context.Context, s *cases.Store, by cases.By, _ StepBody, _ version.Date) (int64, error) {
		return s.Accept(ctx, by)
	}},
	{"return", handleCase, "Send the case back to its applicant", reasoned((*cases.Store).Return)},
	{"withdraw", handleCase, "End the case because its applicant takes it back", reasoned((*cases.Store).Withdraw)},
	{"recheck", handleCase, "Check the rules of names again", func(ctx context.Context, s *cases.Store, by cases.By, _ StepBody, _ version.Date) (int64, error) {
		return s.Recheck(ctx, by)
	}},
	{"consult", handleCase, "Say that findings are answered and ask for the reports", func(ctx context.Context, s *cases.Store, by cases.By, _ StepBody, _ version.Date) (int64, error) {
		return s.Consult(ctx, by)
	}},
	{"review", reviewCase, "Say that the case can be decided", reasoned((*cases.Store).Review)},
	{"request", reviewCase, "Say that the request went to the approving body", func(ctx context.Context, s *cases.Store, by cases.By, _ StepBody, on version.Date) (int64, error) {
		return s.Request(ctx, by, on)
	}},
	{"approve", decideCase, "Enter the reply that approves", replied((*cases.Store).Approve)},
	{"reject", decideCase, "Enter the reply that approves nothing", replied((*cases.Store).Reject)},
	{"record", decideCase, "Enter what was decided elsewhere", replied((*cases.Store).Record)},
	{"file", handleCase, "Say that the approval was filed", func(ctx context.Context, s *cases.Store, by cases.By, _ StepBody, on version.Date) (int64, error) {
		return s.File(ctx, by, on)
	}},
	{"remind", reviewCase, "Say that a filing that stayed away was reminded or ordered", func(ctx context.Context, s *cases.Store, by cases.By, b StepBody, _ version.Date) (int64, error) {
		ordered, err := dayOr(b.OrderedDue, version.Date{})
		if err != nil {
			return 0, errBadDate
		}
		return s.Remind(ctx, by, ordered, b.Reason)
	}},
	{"signs", handleCase, "Say when the signs stood", func(ctx context.Context, s *cases.Store, by cases.By, _ StepBody, on version.Date) (int64, error) {
		return s.SignsSet(ctx, by, on)
	}},
}

// reasoned is a step that needs a text.
func reasoned(take func(*cases.Store, context.Context, cases.By, string) (int64, error)) func(context.Context, *cases.Store, cases.By, StepBody, version.Date) (int64, error) {
	return func(ctx context.Context, s *cases.Store, by cases.By, b StepBody, _ version.Date) (int64, error) {
		return take(s, ctx, by, b.Reason)
	}
}

// replied is a step that enters a reply.
func replied(take func(*cases.Store, context.Context, cases.By, cases.Reply) (int64, error)) func(context.Context, *cases.Store, cases.By, StepBody, version.Date) (int64, error) {
	return func(ctx context.Context, s *cases.Store, by cases.By, b StepBody, on version.Date) (int64, error) {
		r := cases.Reply{Number: strings.TrimSpace(b.ReplyNo), Body: strings.TrimSpace(b.Approver), On: on}
		for _, d := range b.Items {
			r.Items = append(r.Items, cases.Decision{Item: d.Item, Approve: d.Approve, Text: strings.TrimSpace(d.Text), Reason: strings.TrimSpace(d.Reason)})
		}
		return take(s, ctx, by, r)
	}
}

func (s *Server) stepCase(ctx context.Context, step caseStep, in *stepInput) (*steppedOutput, error) {
	on, err := dayOr(in.Body.On, version.Date{})
	if err != nil {
		return nil, badDate.in(ctx)
	}
	return s.changeCase(ctx, in.CaseParams, step.name, func(store *cases.Store, by cases.By) (int64, *uuid.UUID, error) {
		tag, err := step.take(ctx, store, by, in.Body, on)
		return tag, nil, err
	})
}

func encode(v any) (string, error) {
	text, err := json.Marshal(v)
	return string(text), err
}

func decode(text string, v any) error { return json.Unmarshal([]byte(text), v) }
