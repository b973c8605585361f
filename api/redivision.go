package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/gazetteer/redivision"
	"diming/internal/desk"
	"diming/internal/version"
)

// redivisionRoutes are the division cases 区划调整. Each change says by
// If-Match which revision of the case it is about.
func (s *Server) redivisionRoutes(rs routes) {
	get(rs, mayAnywhere(readInternal), "/v1/division-cases", "Division cases, what is due first", s.divisionCases)
	one := Example{Path: "/v1/division-cases/{division_case}"}
	get(rs, mayIn(readInternal, caseDivision), "/v1/division-cases/{id}", "A division case", s.divisionCase, one)
	one.Path += "/simulation"
	get(rs, mayIn(readInternal, caseDivision), "/v1/division-cases/{id}/simulation", "What a division case would do", s.simulateCase, one)
	operate(rs, may(prepareRedivision), huma.Operation{Method: http.MethodPost, Path: "/v1/division-cases", Summary: "Begin a division case", DefaultStatus: http.StatusCreated},
		s.createCase, Example{Body: `{"title":"测试","items":[{"kind":"rename","divisions":["{division}"],"name":"清溪街道"}]}`})
	write := func(action Action, method, path, summary, body string, do func(*redivision.Store, context.Context, uuid.UUID, *caseInput, int64) (int64, error)) {
		operate(rs, mayIn(action, caseDivision), huma.Operation{Method: method, Path: "/v1/division-cases/{id}" + path, Summary: summary},
			s.caseStep(path, do), Example{Path: "/v1/division-cases/{division_case}" + path, Body: body, Headers: []string{"If-Match", `"0"`}})
	}
	write(prepareRedivision, http.MethodPatch, "", "Change what a division case says", `{"title":"测试"}`, amendCase)
	write(prepareRedivision, http.MethodPost, "/papers", "Add a paper to a division case", `{"paper":"application","text":"测试"}`, addCasePaper)
	write(prepareRedivision, http.MethodPost, "/withdraw", "Take a division case back", `{"note":"测试"}`, noted((*redivision.Store).Withdraw))
	write(submitRedivision, http.MethodPost, "/submit", "Send a division case to the approving body", `{}`, submitCase)
	write(submitRedivision, http.MethodPost, "/return", "Send a division case back to be corrected", `{"note":"测试"}`, noted((*redivision.Store).Return))
	write(decideRedivision, http.MethodPost, "/reply", "Enter the approving body's reply", `{"number":"测试","by":"测试","on":"2026-01-01"}`, replyCase)
	write(decideRedivision, http.MethodPost, "/enact", "Make the divisions what a decided case says", `{"digest":"测试"}`, enactCase)
	write(decideRedivision, http.MethodPost, "/extend", "Give six months more for completion", `{"note":"测试"}`, noted((*redivision.Store).Extend))
	write(submitRedivision, http.MethodPost, "/publish-codes", "Note that the new codes are public", `{}`, noted((*redivision.Store).PublishCodes))
	write(submitRedivision, http.MethodPost, "/complete", "Note that the change is carried out and reported", `{}`, noted((*redivision.Store).Complete))
	write(submitRedivision, http.MethodPost, "/announce", "Note the public announcement", `{}`, noted((*redivision.Store).Announce))
	write(submitRedivision, http.MethodPost, "/archive", "Close a division case", `{}`, noted((*redivision.Store).Archive))
}

// caseDivision is the smallest division over all that a case touches.
func caseDivision(s *Server, r *http.Request) (uuid.UUID, error) {
	id, err := uuid.Parse(r.PathValue("id"))
	if err != nil {
		return uuid.Nil, redivision.ErrNotFound
	}
	c, err := s.Redivisions.ByID(r.Context(), id)
	return c.Home, err
}

// CaseText is what is written of a case; a part that is absent stays.
type CaseText struct {
	Title  string             `json:"title,omitempty" maxLength:"200"`
	Reason string             `json:"reason,omitempty" maxLength:"4000"`
	Items  []redivision.Item  `json:"items,omitempty" maxItems:"200"`
	Codes  *map[string]string `json:"codes,omitempty" doc:"Codes that were given officially, by division."`
}

// proposal reads the codes of a text.
func (t CaseText) codes() (map[uuid.UUID]string, error) {
	if t.Codes == nil {
		return nil, nil
	}
	codes := map[uuid.UUID]string{}
	for key, code := range *t.Codes {
		id, err := uuid.Parse(key)
		if err != nil {
			return nil, redivision.ErrItem
		}
		if code = strings.TrimSpace(code); code != "" {
			codes[id] = code
		}
	}
	return codes, nil
}

// CaseWrite is what a step of a case says; which of it counts is the step's.
type CaseWrite struct {
	CaseText
	Paper     string `json:"paper,omitempty" maxLength:"32"`
	Text      string `json:"text,omitempty" maxLength:"20000" doc:"Of a paper that is written here."`
	On        string `json:"on,omitempty" maxLength:"10" doc:"The day that counts: of the application, or on the reply."`
	Effective string `json:"effective,omitempty" maxLength:"10"`
	By        string `json:"by,omitempty" maxLength:"200"`
	Number    string `json:"number,omitempty" maxLength:"200"`
	Refused   bool   `json:"refused,omitempty"`
	Note      string `json:"note,omitempty" maxLength:"1000"`
	Digest    string `json:"digest,omitempty" maxLength:"64" doc:"Of the simulation that was seen."`
}

type caseInput struct {
	EditParams
	Body CaseWrite
}

type createCaseInput struct {
	Lang    string `query:"lang" enum:"zh,en"`
	Key     string `header:"Idempotency-Key" maxLength:"200"`
	RawBody []byte
	Body    CaseText
}

func (s *Server) createCase(ctx context.Context, in *createCaseInput) (*caseOutput, error) {
	codes, err := in.Body.codes()
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	text := redivision.Text{Title: strings.TrimSpace(in.Body.Title), Reason: strings.TrimSpace(in.Body.Reason),
		Proposal: redivision.Proposal{Items: in.Body.Items, Codes: codes}}
	if err := text.Proposal.Check(); err != nil {
		return nil, s.fail(ctx, err)
	}
	home, _, err := redivision.HomeOf(ctx, s.DB, text.Proposal)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	if err := s.permit(ctx, prepareRedivision, home); err != nil {
		return nil, s.fail(ctx, err)
	}
	by := s.principalOf(ctx).Account.ID
	return s.writeCase(ctx, desk.Intent{Actor: by, Key: in.Key, Digest: intended(in.RawBody, "division-case")}, func(cases *redivision.Store) (uuid.UUID, error) {
		id, _, err := cases.Create(ctx, by, text)
		return id, err
	})
}

// writeCase makes a write of cases once however often it is sent, and answers
// the case.
func (s *Server) writeCase(ctx context.Context, i desk.Intent, do func(*redivision.Store) (uuid.UUID, error)) (*caseOutput, error) {
	answer, _, err := s.Desk.Once(ctx, i, func(tx pgx.Tx) (string, error) {
		cases := *s.Redivisions
		cases.DB = tx
		id, err := do(&cases)
		return id.String(), err
	})
	if err != nil {
		return nil, s.failCase(ctx, err)
	}
	id, err := uuid.Parse(answer)
	if err != nil {
		return nil, fmt.Errorf("remembered write: %w", err)
	}
	return s.caseAnswer(ctx, id)
}

// caseStep is the handler of one change of a case.
func (s *Server) caseStep(path string, do func(*redivision.Store, context.Context, uuid.UUID, *caseInput, int64) (int64, error)) func(context.Context, *caseInput) (*caseOutput, error) {
	return func(ctx context.Context, in *caseInput) (*caseOutput, error) {
		if in.IfMatch == "" {
			return nil, matchNeeded.in(ctx)
		}
		read := strings.Trim(strings.TrimPrefix(in.IfMatch, "W/"), `"`)
		revision, err := strconv.ParseInt(read, 10, 64)
		if err != nil || revision < 1 {
			return nil, caseChanged.in(ctx)
		}
		by := s.principalOf(ctx).Account.ID
		return s.writeCase(ctx, desk.Intent{Actor: by, Key: in.Key, Digest: intended(in.RawBody, "division-case"+path, in.ID.String(), read)},
			func(cases *redivision.Store) (uuid.UUID, error) {
				_, err := do(cases, ctx, by, in, revision)
				return in.ID, err
			})
	}
}

// noted makes a step of which only a note is said.
func noted(do func(*redivision.Store, context.Context, uuid.UUID, uuid.UUID, int64, string) (int64, error)) func(*redivision.Store, context.Context, uuid.UUID, *caseInput, int64) (int64, error) {
	return func(cases *redivision.Store, ctx context.Context, by uuid.UUID, in *caseInput, revision int64) (int64, error) {
		return do(cases, ctx, by, in.ID, revision, strings.TrimSpace(in.Body.Note))
	}
}

func amendCase(cases *redivision.Store, ctx context.Context, by uuid.UUID, in *caseInput, revision int64) (int64, error) {
	c, err := cases.ByID(ctx, in.ID)
	if err != nil {
		return 0, err
	}
	text := redivision.Text{Title: c.Title, Reason: c.Reason, Proposal: c.Proposal}
	if in.Body.Title != "" {
		text.Title = strings.TrimSpace(in.Body.Title)
	}
	if in.Body.Reason != "" {
		text.Reason = strings.TrimSpace(in.Body.Reason)
	}
	if in.Body.Items != nil {
		text.Proposal.Items = in.Body.Items
	}
	if in.Body.Codes != nil {
		if text.Proposal.Codes, err = in.Body.codes(); err != nil {
			return 0, err
		}
	}
	return cases.Amend(ctx, by, in.ID, revision, text)
}

func addCasePaper(cases *redivision.Store, ctx context.Context, by uuid.UUID, in *caseInput, _ int64) (int64, error) {
	return cases.AddPaper(ctx, by, in.ID, redivision.Paper{Kind: in.Body.Paper, Title: in.Body.Title, Body: in.Body.Text})
}

func submitCase(cases *redivision.Store, ctx context.Context, by uuid.UUID, in *caseInput, revision int64) (int64, error) {
	on, err := dayOr(in.Body.On, version.Date{})
	if err != nil {
		return 0, err
	}
	return cases.Submit(ctx, by, in.ID, revision, on)
}

func replyCase(cases *redivision.Store, ctx context.Context, by uuid.UUID, in *caseInput, revision int64) (int64, error) {
	on, err1 := dayOr(in.Body.On, version.Date{})
	effective, err2 := dayOr(in.Body.Effective, version.Date{})
	if err := errors.Join(err1, err2); err != nil {
		return 0, err
	}
	return cases.Reply(ctx, by, in.ID, revision, redivision.Reply{By: strings.TrimSpace(in.Body.By), Number: strings.TrimSpace(in.Body.Number),
		On: on, Effective: effective, Refused: in.Body.Refused, Note: in.Body.Note})
}

func enactCase(cases *redivision.Store, ctx context.Context, by uuid.UUID, in *caseInput, revision int64) (int64, error) {
	return cases.Enact(ctx, by, in.ID, revision, in.Body.Digest)
}

// A CaseProblem tells what stands against a step.
type CaseProblem struct {
	Problem
	Missing  []string             `json:"missing,omitempty" doc:"Kinds of papers."`
	Problems []redivision.Problem `json:"problems,omitempty"`
}

func (s *Server) failCase(ctx context.Context, err error) error {
	var missing *redivision.MissingError
	if errors.As(err, &missing) {
		return &CaseProblem{Problem: *papersMissing.in(ctx), Missing: missing.Kinds}
	}
	var problems *redivision.ProblemsError
	if errors.As(err, &problems) {
		return &CaseProblem{Problem: *caseProblems.in(ctx), Problems: problems.Problems}
	}
	return s.fail(ctx, err)
}

type caseIDInput struct {
	Lang string    `query:"lang" enum:"zh,en"`
	ID   uuid.UUID `path:"id"`
}

func (s *Server) simulateCase(ctx context.Context, in *caseIDInput) (*struct{ Body json.RawMessage }, error) {
	c, err := s.Redivisions.ByID(ctx, in.ID)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	sim := c.Outcome
	if sim == nil {
		if sim, err = s.Redivisions.Simulate(ctx, c); err != nil {
			return nil, s.fail(ctx, err)
		}
	}
	authority := sim.Authority()
	text, err := json.Marshal(struct {
		*redivision.Simulation
		Authority string `json:"authority"`
		Basis     string `json:"authority_basis"`
		Enacted   bool   `json:"enacted"`
	}{sim, authority.Body, authority.Basis, c.Outcome != nil})
	return &struct{ Body json.RawMessage }{text}, err
}
