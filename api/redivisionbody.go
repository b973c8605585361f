package api

import (
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"

	"diming/boundaries"
	"diming/gazetteer/redivision"
	"diming/internal/version"
)

// CaseSummary is a division case in a list.
type CaseSummary struct {
	ID        uuid.UUID `json:"id"`
	Title     string    `json:"title"`
	State     string    `json:"state"`
	Kinds     []string  `json:"kinds"`
	Effective string    `json:"effective,omitempty"`
	Due       string    `json:"due,omitempty" doc:"The nearest deadline that is not met."`
	DueKind   string    `json:"due_kind,omitempty"`
	Created   time.Time `json:"created_at"`
}

func summaryOf(c redivision.Case) CaseSummary {
	kinds := []string{}
	for _, i := range c.Proposal.Items {
		if !slices.Contains(kinds, i.Kind) {
			kinds = append(kinds, i.Kind)
		}
	}
	return CaseSummary{c.ID, c.Title, c.State, kinds, c.Effective.String(), c.NextDue.String(), c.NextDueKind, c.Created}
}

// CaseList is the cases that the asker reaches.
type CaseList struct {
	Items []CaseSummary `json:"items"`
}

type casesInput struct {
	Lang string `query:"lang" enum:"zh,en"`
}

func (s *Server) divisionCases(ctx context.Context, _ *casesInput) (*struct{ Body CaseList }, error) {
	roots, whole, err := s.reach(ctx, readInternal)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	if whole {
		roots = nil
	}
	all, err := s.Redivisions.List(ctx, roots)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	list := CaseList{Items: make([]CaseSummary, len(all))}
	for i, c := range all {
		list.Items[i] = summaryOf(c)
	}
	return &struct{ Body CaseList }{list}, nil
}

// CaseBody is a division case with all that belongs to it.
type CaseBody struct {
	CaseSummary
	Reason    string            `json:"reason"`
	Items     []redivision.Item `json:"items"`
	Codes     map[string]string `json:"codes"`
	Divisions []Division        `json:"divisions" doc:"Those that the items name."`
	Applicant string            `json:"applicant"`
	Own       bool              `json:"own" doc:"Whether the asker applied, and so may not decide."`
	Applied   string            `json:"applied,omitempty"`
	ReplyBy   string            `json:"reply_by,omitempty"`
	ReplyNo   string            `json:"reply_no,omitempty"`
	Replied   string            `json:"replied,omitempty"`
	Papers    []CasePaper       `json:"papers"`
	Missing   []string          `json:"missing"`
	Deadlines []CaseDeadline    `json:"deadlines"`
	Steps     []CaseStep        `json:"steps"`
	Can       []string          `json:"can" doc:"What the asker may do with this case."`
	Revision  int64             `json:"revision"`
}

// CasePaper is a paper of a case.
type CasePaper struct {
	ID        uuid.UUID `json:"id"`
	Kind      string    `json:"kind"`
	Title     string    `json:"title,omitempty"`
	Text      string    `json:"text,omitempty" doc:"Of one that was written here."`
	SHA256    string    `json:"sha256,omitempty" doc:"Of a document, as all that follows."`
	MediaType string    `json:"media_type,omitempty"`
	Name      string    `json:"name,omitempty"`
	Bytes     int64     `json:"bytes,omitempty"`
	At        time.Time `json:"at"`
}

// CaseDeadline is a clock of a case.
type CaseDeadline struct {
	Kind     string `json:"kind"`
	Due      string `json:"due" doc:"The day in law."`
	Safe     string `json:"safe" doc:"The last working day up to it."`
	Warn     string `json:"warn" doc:"From which day it is shown as near."`
	DaysLeft int    `json:"days_left" doc:"Until the safe day; negative: overdue."`
	Basis    string `json:"basis"`
	Met      string `json:"met,omitempty"`
	Unsure   bool   `json:"unsure,omitempty" doc:"The official holidays of that year are not held yet."`
}

// CaseStep is a step that was taken.
type CaseStep struct {
	To       string    `json:"to"`
	On       string    `json:"on"`
	At       time.Time `json:"at"`
	By       string    `json:"by"`
	Note     string    `json:"note,omitempty"`
	DaysLate int       `json:"days_late,omitempty" doc:"Between the day that counts and its entry."`
}

type caseOutput struct {
	ETag string `header:"ETag"`
	Body CaseBody
}

func (s *Server) divisionCase(ctx context.Context, in *caseIDInput) (*caseOutput, error) {
	return s.caseAnswer(ctx, in.ID)
}

func (s *Server) caseAnswer(ctx context.Context, id uuid.UUID) (*caseOutput, error) {
	c, err := s.Redivisions.ByID(ctx, id)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := CaseBody{CaseSummary: summaryOf(c), Reason: c.Reason, Items: c.Proposal.Items, Codes: map[string]string{}, Applied: c.Applied.String(),
		ReplyBy: c.ReplyBy, ReplyNo: c.ReplyNo, Replied: c.ReplyDate.String(), Own: s.principalOf(ctx).Account.ID == c.Applicant,
		Applicant: s.nameOfAccount(ctx, c.Applicant), Revision: c.Revision, Can: []string{}}
	for id, code := range c.Proposal.Codes {
		body.Codes[id.String()] = code
	}
	for _, a := range []Action{prepareRedivision, submitRedivision, decideRedivision} {
		ok, err := s.mayDo(ctx, a, c.Home)
		if err != nil {
			return nil, s.fail(ctx, err)
		}
		if ok {
			body.Can = append(body.Can, string(a))
		}
	}
	if err := s.fillCase(ctx, c, &body); err != nil {
		return nil, s.fail(ctx, err)
	}
	return &caseOutput{ETag: etagOf(strconv.FormatInt(c.Revision, 10)), Body: body}, nil
}

func (s *Server) nameOfAccount(ctx context.Context, id uuid.UUID) string {
	a, err := s.Accounts.ByID(ctx, id)
	if err != nil {
		return ""
	}
	return a.Name
}

// fillCase reads what belongs to a case.
func (s *Server) fillCase(ctx context.Context, c redivision.Case, body *CaseBody) error {
	papers, err := s.Redivisions.Papers(ctx, c.ID)
	if err != nil {
		return err
	}
	body.Papers, body.Missing = []CasePaper{}, []string{}
	for _, p := range papers {
		body.Papers = append(body.Papers, CasePaper{p.ID, p.Kind, p.Title, p.Body, p.Digest, p.MediaType, p.Name, p.Size, p.At})
	}
	for _, kind := range redivision.PaperKinds {
		if !slices.ContainsFunc(papers, func(p redivision.Paper) bool { return p.Kind == kind }) {
			body.Missing = append(body.Missing, kind)
		}
	}
	deadlines, err := s.Redivisions.Deadlines(ctx, c.ID)
	if err != nil {
		return err
	}
	body.Deadlines = []CaseDeadline{}
	for _, d := range deadlines {
		body.Deadlines = append(body.Deadlines, CaseDeadline{d.Kind, d.Due.String(), d.Safe.String(), d.Warn.String(), d.Left(version.AsOf{}.Day()), d.Basis, d.Met.String(), d.Unsure})
	}
	steps, err := s.Redivisions.Steps(ctx, c.ID)
	if err != nil {
		return err
	}
	body.Steps = []CaseStep{}
	for _, t := range steps {
		body.Steps = append(body.Steps, CaseStep{t.To, t.On.String(), t.At, s.nameOfAccount(ctx, t.Actor), t.Note, t.DaysLate()})
	}
	return s.fillDivisions(ctx, c, body)
}

// fillDivisions names the divisions of a case as they were before it.
func (s *Server) fillDivisions(ctx context.Context, c redivision.Case, body *CaseBody) error {
	body.Divisions = []Division{}
	r := boundaries.Reader{Internal: true}
	if !c.Effective.IsZero() {
		r.AsOf.Valid = version.DayOf(c.Effective.Time().AddDate(0, 0, -1))
	}
	for _, id := range c.Proposal.Named() {
		d, err := s.Boundaries.ByID(ctx, r, id)
		if err != nil {
			continue // it is named by its id alone
		}
		body.Divisions = append(body.Divisions, divisionBody(d))
	}
	return nil
}
