package api

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/jackc/pgx/v5/pgconn"

	"diming/boundaries"
	"diming/gazetteer"
	"diming/gazetteer/cases"
	"diming/gazetteer/heritage"
	"diming/gazetteer/pinyin"
	"diming/internal/account"
	"diming/internal/document"
	"diming/internal/glyph"
	"diming/internal/pg"
)

// A Problem is an error as it is answered: application/problem+json, RFC 9457.
type Problem struct {
	Type   string              `json:"type" doc:"Stable name of the kind of problem."`
	Title  string              `json:"title"`
	Status int                 `json:"status"`
	Detail string              `json:"detail" doc:"A sentence that says what to do."`
	Errors []*huma.ErrorDetail `json:"errors,omitempty" doc:"Where in the request, and what."`
	Have   *int64              `json:"have,omitempty" doc:"Of a file that is sent in parts: how many bytes are here."`

	See string `json:"see,omitempty" doc:"Where what was asked for can still be seen."`

	retryAfter time.Duration // 0: nothing is said of when
}

func (p *Problem) Error() string  { return p.Detail }
func (p *Problem) GetStatus() int { return p.Status }

// GetHeaders tells when to try again, rounded up to whole seconds.
func (p *Problem) GetHeaders() http.Header {
	h := http.Header{}
	if p.retryAfter > 0 {
		h.Set("Retry-After", strconv.Itoa(int((p.retryAfter+time.Second-1)/time.Second)))
	}
	return h
}

func (p *Problem) ContentType(_ string) string { return "application/problem+json" }

// A kind of problem, in both languages.
type kind struct {
	name             string
	status           int
	titleZH, titleEN string
	zh, en           string
}

// problemOf finds an error in the table. What is not in it is internal.
func problemOf(err error) kind {
	for _, subject := range errorKinds {
		for _, row := range subject {
			if errors.Is(err, row.err) {
				return row.kind
			}
		}
	}
	if heritage.Refused(err) {
		return planFirst
	}
	var dateOutOfRange *pgconn.PgError
	if errors.As(err, &dateOutOfRange) && dateOutOfRange.Code == "22008" {
		return badDate
	}
	if pg.Unreachable(err) {
		return unreachable
	}
	return internal
}

func (k kind) in(ctx context.Context) *Problem {
	return &Problem{Type: "urn:diming:problem:" + k.name, Status: k.status,
		Title: pick(ctx, k.titleZH, k.titleEN), Detail: pick(ctx, k.zh, k.en)}
}

// fail turns an error into what is answered; what the table does not know is
// logged here, once, and its text goes no further.
func (s *Server) fail(ctx context.Context, err error) error {
	var known *Problem
	if errors.As(err, &known) {
		return known
	}
	var many *account.TooManyError
	if errors.As(err, &many) {
		p := tooManyTries.in(ctx)
		p.retryAfter = many.After
		return p
	}
	var value *boundaries.SettingValueError
	if errors.As(err, &value) {
		p := badValue.in(ctx)
		p.Errors = []*huma.ErrorDetail{{Location: "body.value", Message: pick(ctx, value.ZH, value.EN)}}
		return p
	}
	var step *cases.StepError
	if errors.As(err, &step) {
		return caseStepKind.in(ctx)
	}
	var unlawful *cases.ProcedureError
	if errors.As(err, &unlawful) {
		p := badProcedure.in(ctx)
		p.Detail = pick(ctx, unlawful.ZH, unlawful.EN)
		return p
	}
	var claim *cases.ClaimError
	if errors.As(err, &claim) {
		return nameTaken.in(ctx)
	}
	var refused *document.RefusedError
	if errors.As(err, &refused) {
		p := badDocument.in(ctx)
		p.Detail = pick(ctx, refused.ZH, refused.EN)
		return p
	}
	var missing *glyph.MissingError
	if errors.As(err, &missing) {
		return noGlyphOf(ctx, err, missing)
	}
	var fault *pinyin.Fault
	if errors.As(err, &fault) {
		return badReadingOf(ctx, fault)
	}
	var taken *gazetteer.TakenError
	if errors.As(err, &taken) {
		return nameTaken.in(ctx)
	}
	if p := templateProblem(ctx, err); p != nil {
		return p
	}
	if p := phoneProblem(ctx, err); p != nil {
		return p
	}
	if p := paramProblem(ctx, err); p != nil {
		return p
	}
	k := problemOf(err)
	if k.name == internal.name && ctx.Err() == nil {
		s.Log.ErrorContext(ctx, "request failed", "error", err)
	}
	return k.in(ctx)
}

// writeProblem answers a plain handler's error.
func (s *Server) writeProblem(w http.ResponseWriter, r *http.Request, err error) {
	var p *Problem
	if !errors.As(err, &p) {
		p, _ = s.fail(r.Context(), err).(*Problem)
	}
	for _, name := range []string{"Content-Length", "Content-Encoding", "ETag", "Cache-Control"} {
		w.Header().Del(name)
	}
	maps.Copy(w.Header(), p.GetHeaders())
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p) // the client may have gone
}

func (s *Server) answer(k kind) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { s.writeProblem(w, r, k.in(r.Context())) }
}

// humaProblem is how huma's own errors (validation, unknown parameters) become
// problems of ours. They say where and what, and never repeat what was sent: at
// a misspelt field huma gives the whole body as the value, password and all.
func humaProblem(ctx huma.Context, status int, _ string, errs ...error) huma.StatusError {
	k := badRequest
	switch {
	case status == http.StatusUnprocessableEntity:
		k = invalid
	case status >= 500:
		k = internal
	case status == http.StatusNotAcceptable:
		k = kind{"not-acceptable", status, "不支持的格式", "Not acceptable", "只提供 JSON。", "Only JSON is available."}
	}
	p := k.in(requestContext(ctx))
	p.Status = status
	for _, err := range errs {
		detail := huma.ErrorDetail{Message: err.Error()}
		var d huma.ErrorDetailer
		if errors.As(err, &d) {
			detail = *d.ErrorDetail()
			detail.Value = nil
		}
		p.Errors = append(p.Errors, &detail)
	}
	return p
}

func requestContext(ctx huma.Context) context.Context {
	if ctx == nil {
		return context.Background()
	}
	return ctx.Context()
}
