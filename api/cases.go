package api

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/gazetteer/cases"
	"diming/internal/desk"
	"diming/internal/ledger"
)

// caseRoutes are the cases 地名案件, from the application to a name that stands.
// Each change says by If-Match which version of the case it has seen.
func (s *Server) caseRoutes(rs routes) {
	match := []string{"If-Match", `"0"`}
	const one = "/v1/cases/{case}"
	get(rs, mayAnywhere(readCases), "/v1/cases", "Cases, those with the next deadline first", s.listCases)
	get(rs, mayAnywhere(readCases), "/v1/cases/due", "What is due, overdue first, with what is missing for it", s.dueCases)
	get(rs, mayAnywhere(readCases), "/v1/cases/tasks", "Cases whose next step the asker may take, the oldest first", s.caseTasks)
	rs.plain(mayAnywhere(readCases), http.MethodGet, "/v1/cases.csv", s.caseSheet)
	get(rs, mayAnywhere(readCases), "/v1/cases/figures", "Figures of the cases of a time", s.caseFigures)
	get(rs, mayIn(readCases, nameCaseDivision), one, "A case with all that belongs to it", s.readCase)
	get(rs, mayIn(readCases, nameCaseDivision), one+"/timeline", "What was done in a case, by whom and when", s.caseTimeline)
	get(rs, mayIn(readCases, nameCaseDivision), one+"/simulation", "What a renaming or cancelling touches, with its cost", s.simulateNameCase)
	operate(rs, may(openCase), huma.Operation{Method: http.MethodPost, Path: "/v1/cases", Summary: "Open a case as a draft", DefaultStatus: http.StatusCreated}, s.openCase,
		Example{Body: `{"kind":"naming","channel":"counter","class":"23514","division":"{code}","reason":"测试","items":[]}`})
	operate(rs, mayIn(openCase, nameCaseDivision), huma.Operation{Method: http.MethodPatch, Path: one, Summary: "Change an application that is with its applicant"}, s.amendCase,
		Example{Body: `{"reason":"测试"}`, Headers: match})
	for _, step := range caseSteps {
		operate(rs, mayIn(step.action, nameCaseDivision), huma.Operation{Method: http.MethodPost, Path: one + "/" + step.name, Summary: step.summary},
			func(ctx context.Context, in *stepInput) (*steppedOutput, error) { return s.stepCase(ctx, step, in) },
			Example{Body: `{}`, Headers: match})
	}
	operate(rs, mayIn(handleCase, nameCaseDivision), huma.Operation{Method: http.MethodPost, Path: one + "/findings/{finding}/answer", Summary: "Give the reason for which a name may stand, or how it was checked"}, s.answerFinding,
		Example{Path: "/v1/cases/{case}/findings/{uuid}/answer", Body: `{"text":"测试"}`, Headers: match})
	operate(rs, mayIn(handleCase, nameCaseDivision), huma.Operation{Method: http.MethodPost, Path: one + "/items/{item}/aside", Summary: "Propose to refuse one name, so that the others go on"}, s.setNameAside,
		Example{Path: "/v1/cases/{case}/items/{uuid}/aside", Body: `{"reason":"测试"}`, Headers: match})
	operate(rs, mayIn(handleCase, nameCaseDivision), huma.Operation{Method: http.MethodPost, Path: one + "/items/{item}/place", Summary: "Say where a proposed name lies"}, s.locateName,
		Example{Path: "/v1/cases/{case}/items/{uuid}/place", Body: `{"lon":118.6,"lat":28.7}`, Headers: match})
	operate(rs, mayIn(handleCase, nameCaseDivision), huma.Operation{Method: http.MethodPost, Path: one + "/items/{item}/back", Summary: "Take back that a name was set aside"}, s.putNameBack,
		Example{Path: "/v1/cases/{case}/items/{uuid}/back", Headers: match})
	operate(rs, mayIn(handleCase, nameCaseDivision), huma.Operation{Method: http.MethodPost, Path: one + "/consultations", Summary: "Ask for one more opinion"}, s.addConsultation,
		Example{Body: `{"kind":"department","with":"交通运输局"}`, Headers: match})
	operate(rs, mayIn(handleCase, nameCaseDivision), huma.Operation{Method: http.MethodPost, Path: one + "/consultations/{consultation}/close", Summary: "Record how a consultation ended"}, s.closeConsultation,
		Example{Path: "/v1/cases/{case}/consultations/{uuid}/close", Body: `{"outcome":"for","summary":"测试"}`, Headers: match})
	s.caseDocumentRoutes(rs)
	s.announcementRoutes(rs)
}

// nameCaseDivision finds the division of the case in the address.
func nameCaseDivision(s *Server, r *http.Request) (uuid.UUID, error) {
	id, err := uuid.Parse(chi.URLParam(r, "case"))
	if err != nil {
		return uuid.Nil, cases.ErrNotFound
	}
	c, err := s.Cases.Case(r.Context(), id)
	return c.Division, err
}

// CaseParams name the version of a case that is changed.
type CaseParams struct {
	Lang    string    `query:"lang" enum:"zh,en"`
	Case    uuid.UUID `path:"case"`
	IfMatch string    `header:"If-Match" doc:"The ETag of the case as it was read." maxLength:"64"`
	Key     string    `header:"Idempotency-Key" maxLength:"200" doc:"One for each intent: sent again, nothing is done again and the answer is the same."`
	RawBody []byte
}

// Stepped is what a change of a case answers.
type Stepped struct {
	ID   uuid.UUID   `json:"id"`
	ETag string      `json:"etag" doc:"Of the case now."`
	Seq  int64       `json:"seq,omitempty"`
	New  *uuid.UUID  `json:"new,omitempty" doc:"What the change made: a consultation, a document, an announcement."`
	Code string      `json:"code,omitempty" doc:"Of a receipt; shown once."`
	Case *CaseNumber `json:"case,omitempty"`
}

// CaseNumber names a case that was opened.
type CaseNumber struct {
	Number string `json:"number"`
}

type steppedOutput struct {
	ETag string `header:"ETag"`
	Seq  string `header:"Diming-Seq"`
	Body Stepped
}

// changeCase makes one change of the version of a case that its asker has seen,
// once however often it is sent.
func (s *Server) changeCase(ctx context.Context, in CaseParams, what string, do func(*cases.Store, cases.By) (int64, *uuid.UUID, error)) (*steppedOutput, error) {
	tag, err := strconv.ParseInt(strings.Trim(strings.TrimPrefix(in.IfMatch, "W/"), `"`), 10, 64)
	if err != nil {
		return nil, matchNeeded.in(ctx)
	}
	by := cases.By{Actor: s.principalOf(ctx).Account.ID, Case: in.Case, Tag: tag}
	return s.caseOnce(ctx, desk.Intent{Actor: by.Actor, Key: in.Key, Digest: intended(in.RawBody, what, in.Case.String(), in.IfMatch)},
		func(store *cases.Store) (Stepped, int64, error) {
			tag, made, err := do(store, by)
			return Stepped{ID: in.Case, New: made}, tag, err
		})
}

// caseOnce makes a change and remembers its answer. A refused approval that
// leaves a note in the case is told outside of the transaction that failed.
func (s *Server) caseOnce(ctx context.Context, i desk.Intent, do func(*cases.Store) (Stepped, int64, error)) (*steppedOutput, error) {
	var made Stepped
	answer, _, err := s.Desk.Once(ctx, i, func(tx pgx.Tx) (string, error) {
		var tag int64
		var err error
		if made, tag, err = do(s.Cases.In(tx)); err != nil {
			return "", err
		}
		made.ETag = etagOf(strconv.FormatInt(tag, 10))
		return encode(made)
	})
	var taken *cases.ClaimError
	if errors.As(err, &taken) {
		return nil, s.failNameCase(ctx, errors.Join(err, s.Cases.NoteTaken(ctx, i.Actor, taken)))
	}
	if err != nil {
		return nil, s.failNameCase(ctx, err)
	}
	if err := decode(answer, &made); err != nil {
		return nil, err
	}
	return s.stepped(ctx, made), nil
}

func (s *Server) stepped(ctx context.Context, made Stepped) *steppedOutput {
	out := &steppedOutput{ETag: made.ETag, Body: made}
	entry, err := strconv.ParseInt(strings.Trim(made.ETag, `"`), 10, 64)
	if err != nil {
		return out
	}
	if seq, err := ledger.SeqOf(ctx, s.DB, entry, sealWait); err == nil {
		out.Seq, out.Body.Seq = strconv.FormatInt(seq, 10), seq
	}
	return out
}

// ChangedCaseProblem tells who changed a case meanwhile, and what they did.
type ChangedCaseProblem struct {
	Problem
	By   string    `json:"by"`
	At   time.Time `json:"at"`
	Did  string    `json:"did" doc:"The action in the ledger."`
	ETag string    `json:"etag" doc:"Of the case now."`
}

// FindingsProblem lists what stands against a case.
type FindingsProblem struct {
	Problem
	Findings []FindingBody `json:"findings"`
}

// failNameCase turns what a case refuses into what is answered.
func (s *Server) failNameCase(ctx context.Context, err error) error {
	var changed *cases.ChangedError
	var findings *cases.FindingsError
	var missing *cases.MissingError
	var contents *cases.ContentsError
	switch {
	case errors.As(err, &changed):
		p := &ChangedCaseProblem{Problem: *changedMeanwhile.in(ctx), At: changed.At, Did: changed.Did, ETag: etagOf(strconv.FormatInt(changed.Tag, 10))}
		if a, err := s.Accounts.ByID(ctx, changed.By); err == nil {
			p.By = a.Name
		}
		return p
	case errors.As(err, &findings):
		p := &FindingsProblem{Problem: *findingsStand.in(ctx)}
		for _, f := range findings.Findings {
			p.Findings = append(p.Findings, findingBody(f))
		}
		return p
	case errors.As(err, &missing):
		return listed(reportsMissing.in(ctx), "consultations", reportWords(ctx, missing.Reports))
	case errors.As(err, &contents):
		return listed(contentsMissing.in(ctx), "announcement", contents.Missing)
	}
	return s.fail(ctx, err)
}

// listed adds what is missing to a problem.
func listed(p *Problem, where string, what []string) *Problem {
	for _, text := range what {
		p.Errors = append(p.Errors, &huma.ErrorDetail{Location: where, Message: text})
	}
	return p
}
