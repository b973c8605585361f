package api

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"

	"diming/gazetteer/letters"
	"diming/gazetteer/papers"
)

// templateRoutes are the letter templates that the office edits.
func (s *Server) templateRoutes(rs routes) {
	const one = "/v1/paper-templates/{kind}"
	get(rs, mayIn(readCases, homeCounty), "/v1/paper-templates", "The kinds of letters with their templates in force, and the names that a template may use", s.templates)
	get(rs, mayIn(readCases, homeCounty), one+"/history", "All templates of a kind that ever were in force", s.templateHistory,
		Example{Path: "/v1/paper-templates/request/history"})
	rs.plain(mayIn(readCases, homeCounty), http.MethodGet, one+"/files/{file}", s.templateFile,
		Example{Path: "/v1/paper-templates/request/files/current.docx"})
	rs.plain(mayIn(editTemplates, homeCounty), http.MethodPost, one+"/check", s.checkTemplate,
		Example{Path: "/v1/paper-templates/request/check?filename=a.docx", Body: `{}`})
	rs.plain(mayIn(editTemplates, homeCounty), http.MethodPut, one, s.adoptTemplate,
		Example{Path: "/v1/paper-templates/request?filename=a.docx&basis=x", Body: `{}`, Headers: []string{"If-Match", `"built-in"`}})
	operate(rs, mayIn(editTemplates, homeCounty), huma.Operation{Method: http.MethodDelete, Path: one, Summary: "Use the template that comes with the program again", DefaultStatus: http.StatusNoContent}, s.resetTemplate,
		Example{Path: "/v1/paper-templates/request?reason=x", Headers: []string{"If-Match", `"built-in"`}})
}

// homeCounty finds the county that the register is about: what its bureau
// does for the whole of it.
func homeCounty(s *Server, r *http.Request) (uuid.UUID, error) {
	home, err := s.Boundaries.Home(r.Context())
	return home.ID, err
}

// TemplateBody is a template that the office adopted.
type TemplateBody struct {
	ID      uuid.UUID  `json:"id"`
	Name    string     `json:"name" doc:"Of the file."`
	SHA256  string     `json:"sha256"`
	Size    int64      `json:"size" doc:"In bytes."`
	Basis   string     `json:"basis"`
	By      string     `json:"by"`
	At      time.Time  `json:"at"`
	EndedBy string     `json:"ended_by,omitempty"`
	EndedAt *time.Time `json:"ended_at,omitempty"`
	Ended   string     `json:"ended_why,omitempty"`
}

// PlaceholderBody is a name that a template may use.
type PlaceholderBody struct {
	Name     string `json:"name"`
	List     string `json:"list,omitempty" doc:"The list of whose rows it is."`
	Meaning  string `json:"meaning"`
	Sample   string `json:"sample"`
	Required bool   `json:"required" doc:"A letter of this kind should hold it."`
}

// TemplateKindBody is a kind of letter.
type TemplateKindBody struct {
	Kind    string            `json:"kind"`
	Title   string            `json:"title"`
	ETag    string            `json:"etag" doc:"What If-Match of a change says."`
	Current *TemplateBody     `json:"current" doc:"null: the one that comes with the program."`
	Fields  []PlaceholderBody `json:"fields"`
}

// TemplatesBody are all kinds.
type TemplatesBody struct {
	Items []TemplateKindBody `json:"items"`
}

func (s *Server) templates(ctx context.Context, _ *langInput) (*struct{ Body TemplatesBody }, error) {
	current, err := s.letters().Current(ctx)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	named := s.namer(ctx)
	body := TemplatesBody{}
	for _, l := range papers.Letters {
		kind := TemplateKindBody{Kind: l.Kind, Title: pick(ctx, l.Title, l.TitleEN), ETag: templateTag(uuid.Nil), Fields: placeholderBodies(ctx, papers.Placeholders(l.Kind))}
		if t, own := current[l.Kind]; own {
			body := templateBody(t, named)
			kind.Current, kind.ETag = &body, templateTag(t.ID)
		}
		body.Items = append(body.Items, kind)
	}
	return &struct{ Body TemplatesBody }{body}, nil
}

func placeholderBodies(ctx context.Context, all []papers.Placeholder) []PlaceholderBody {
	bodies := make([]PlaceholderBody, len(all))
	for i, p := range all {
		bodies[i] = PlaceholderBody{Name: p.Name, List: p.List, Meaning: pick(ctx, p.ZH, p.EN), Sample: p.Sample, Required: p.Required}
	}
	return bodies
}

func templateBody(t letters.Template, named func(uuid.UUID) string) TemplateBody {
	b := TemplateBody{ID: t.ID, Name: t.Name, SHA256: t.SHA256, Size: t.Size, Basis: t.Basis, By: named(t.AdoptedBy), At: t.AdoptedAt}
	if t.End != nil {
		b.EndedBy, b.EndedAt, b.Ended = named(t.End.By), &t.End.At, t.End.Why
	}
	return b
}

func (s *Server) letters() *letters.Store { return &letters.Store{DB: s.DB} }

// templateTag names the version of a kind: the template in force.
func templateTag(id uuid.UUID) string {
	if id == uuid.Nil {
		return `"built-in"`
	}
	return `"` + id.String() + `"`
}

// seenTemplate reads what If-Match says.
func seenTemplate(ctx context.Context, match string) (uuid.UUID, error) {
	match = strings.Trim(strings.TrimPrefix(strings.TrimSpace(match), "W/"), `"`)
	if match == "" {
		return uuid.Nil, matchNeeded.in(ctx)
	}
	if match == "built-in" {
		return uuid.Nil, nil
	}
	id, err := uuid.Parse(match)
	if err != nil {
		return id, letters.ErrChanged
	}
	return id, nil
}

type templateKindInput struct {
	Lang string `query:"lang" enum:"zh,en"`
	Kind string `path:"kind" enum:"request,reply,filing,announcement"`
}

// TemplateHistoryBody are the templates of a kind, the newest first.
type TemplateHistoryBody struct {
	Items []TemplateBody `json:"items"`
}

func (s *Server) templateHistory(ctx context.Context, in *templateKindInput) (*struct{ Body TemplateHistoryBody }, error) {
	all, err := s.letters().History(ctx, in.Kind)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	named := s.namer(ctx)
	body := TemplateHistoryBody{Items: make([]TemplateBody, len(all))}
	for i, t := range all {
		body.Items[i] = templateBody(t, named)
	}
	return &struct{ Body TemplateHistoryBody }{body}, nil
}

type resetTemplateInput struct {
	Lang    string `query:"lang" enum:"zh,en"`
	Kind    string `path:"kind" enum:"request,reply,filing,announcement"`
	Reason  string `query:"reason" maxLength:"500"`
	IfMatch string `header:"If-Match" maxLength:"64"`
}

func (s *Server) resetTemplate(ctx context.Context, in *resetTemplateInput) (*struct{}, error) {
	seen, err := seenTemplate(ctx, in.IfMatch)
	if err == nil {
		err = s.letters().Reset(ctx, s.principalOf(ctx).Account.ID, in.Kind, in.Reason, seen)
	}
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return nil, nil
}

// letterKind reads the kind of letter from the address.
func letterKind(r *http.Request) (papers.Letter, error) {
	l, known := papers.LetterOf(chi.URLParam(r, "kind"))
	if !known {
		return l, letters.ErrNotFound
	}
	return l, nil
}
