package api

import (
	"context"

	"github.com/google/uuid"

	"diming/gazetteer/cases"
	"diming/internal/version"
)

// dueAtMost is how many deadlines a morning's list holds: those that run out first.
const dueAtMost = 300

type dueInput struct {
	Lang   string `query:"lang" enum:"zh,en"`
	Within int    `query:"within_days" minimum:"0" maximum:"366" default:"7" doc:"Deadlines of so many days from today, and all that are overdue."`
}

// DutyBody is a deadline with what is missing for it.
type DutyBody struct {
	Case    uuid.UUID   `json:"case"`
	Number  string      `json:"number"`
	Title   string      `json:"title"`
	State   cases.State `json:"state"`
	Clock   ClockBody   `json:"clock"`
	Missing []LackBody  `json:"missing"`
}

// LackBody is one thing that is missing for a deadline.
type LackBody struct {
	What     string         `json:"what" enum:"addition,findings,consult,reports,review,decision,reply,filing,contents,announcement,signs"`
	Count    int            `json:"count,omitempty" doc:"Of findings."`
	Reports  []cases.Report `json:"reports,omitempty" doc:"That are not in."`
	Contents []string       `json:"contents,omitempty" doc:"That the announcement has not."`
}

// dueCases lists what is due, overdue first.
func (s *Server) dueCases(ctx context.Context, in *dueInput) (*struct{ Body itemsOf[DutyBody] }, error) {
	divisions, whole, err := s.reach(ctx, readCases)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	all, err := s.Cases.Duties(ctx, whole, divisions, version.DayOf(s.Cases.Day().Time().AddDate(0, 0, in.Within)), dueAtMost)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := itemsOf[DutyBody]{Items: make([]DutyBody, len(all))}
	for i, d := range all {
		b := DutyBody{Case: d.Case, Number: d.Number, Title: d.Title, State: d.State, Clock: s.clockBody(d.Clock), Missing: []LackBody{}}
		for _, l := range d.Missing {
			b.Missing = append(b.Missing, LackBody(l))
		}
		body.Items[i] = b
	}
	return &struct{ Body itemsOf[DutyBody] }{body}, nil
}
