package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"diming/boundaries"
	"diming/gazetteer/cases"
)

// procedureRoutes are how cases of a class go: what reports they need, who
// approves, and what follows.
func (s *Server) procedureRoutes(rs routes) {
	get(rs, mayAnywhere(readCases), "/v1/case-procedures", "How cases go by class: the default, and what places set", s.procedures)
	operate(rs, mayAnywhere(editNaming), huma.Operation{Method: http.MethodPost, Path: "/v1/case-procedures", Summary: "Set how cases of a class go from now on"}, s.setProcedure,
		Example{Body: `{"class":"235","procedure":{"approver_kind":"government","approver":"","required":[],"files":true,"announces":true,"basis":""},"reason":"测试"}`})
	operate(rs, mayAnywhere(editNaming), huma.Operation{Method: http.MethodPost, Path: "/v1/case-procedures/{id}/end", Summary: "Let new cases of a class go by the default again", DefaultStatus: http.StatusNoContent}, s.endProcedure,
		Example{Body: `{"reason":"测试"}`})
}

// ProcedureText is how cases go.
type ProcedureText struct {
	ApproverKind string   `json:"approver_kind" enum:"state_council,government,civil_affairs,department"`
	Approver     string   `json:"approver" maxLength:"100"`
	Required     []string `json:"required" maxItems:"10" doc:"Opinions that must be in before the review."`
	Files        bool     `json:"files" doc:"The approval is filed."`
	Announces    bool     `json:"announces" doc:"The approval is announced."`
	Basis        string   `json:"basis" maxLength:"500" doc:"The text it rests on (依据)."`
}

// ProcedureBody is how cases of a class go.
type ProcedureBody struct {
	ID       *uuid.UUID   `json:"id,omitempty" doc:"Of one that a place set; without it the default."`
	Division *DivisionRef `json:"division,omitempty" doc:"Where it holds; everywhere if absent."`
	Class    string       `json:"class" doc:"Begin of the class codes; empty for all."`
	Kind     string       `json:"kind" doc:"naming, renaming, cancelling or correction; empty for all."`
	ProcedureText
	Replaced bool       `json:"replaced,omitempty" doc:"Of a default: a place set its own for the whole register."`
	SetAt    *time.Time `json:"set_at,omitempty"`
	SetBy    string     `json:"set_by,omitempty"`
}

// shownClasses are the classes for which the default is told, each for those
// that go like it.
var shownClasses = []string{"13000", "21500", "21610", "22100", "22200", "23000", "23514", "24000", "26000"}

func procedureText(p cases.Procedure) ProcedureText {
	t := ProcedureText{string(p.ApproverKind), p.Approver, []string{}, p.Files, p.Announces, p.Basis}
	for _, r := range p.Required {
		t.Required = append(t.Required, string(r))
	}
	return t
}

func (t ProcedureText) procedure() cases.Procedure {
	p := cases.Procedure{ApproverKind: cases.ApproverKind(t.ApproverKind), Approver: t.Approver, Files: t.Files, Announces: t.Announces, Basis: t.Basis}
	for _, r := range t.Required {
		p.Required = append(p.Required, cases.Report(r))
	}
	return p
}

func (s *Server) procedures(ctx context.Context, _ *langInput) (*struct{ Body itemsOf[ProcedureBody] }, error) {
	own, err := s.Cases.Procedures(ctx)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := itemsOf[ProcedureBody]{Items: []ProcedureBody{}}
	for _, p := range own {
		b := ProcedureBody{ID: &p.ID, Class: p.Class, Kind: string(p.Kind), ProcedureText: procedureText(p.Procedure), SetAt: &p.At, SetBy: s.nameOf(ctx, &p.By)}
		if p.Division != nil {
			if b.Division, err = s.divisionRef(ctx, *p.Division); err != nil {
				return nil, s.fail(ctx, err)
			}
		}
		body.Items = append(body.Items, b)
	}
	for _, class := range shownClasses {
		body.Items = append(body.Items, ProcedureBody{Class: class, Kind: string(cases.Naming), ProcedureText: procedureText(cases.DefaultProcedure(class, cases.Naming)), Replaced: replaced(own, class, cases.Naming)})
	}
	body.Items = append(body.Items, ProcedureBody{Kind: string(cases.Correction), ProcedureText: procedureText(cases.DefaultProcedure("", cases.Correction)), Replaced: replaced(own, "", cases.Correction)})
	return &struct{ Body itemsOf[ProcedureBody] }{body}, nil
}

// replaced tells whether a place set another procedure for a class everywhere.
func replaced(own []cases.SetProcedure, class string, kind cases.Kind) bool {
	for _, p := range own {
		if p.Division == nil && (p.Kind == "" || p.Kind == kind) && len(class) >= len(p.Class) && class[:len(p.Class)] == p.Class {
			return true
		}
	}
	return false
}

func (s *Server) divisionRef(ctx context.Context, id uuid.UUID) (*DivisionRef, error) {
	d, err := s.Boundaries.ByID(ctx, boundaries.Reader{Internal: true}, id)
	return &DivisionRef{d.ID, d.Code, boundaries.StandardName(d.Name)}, err
}

type setProcedureInput struct {
	Lang string `query:"lang" enum:"zh,en"`
	Body struct {
		Division  string        `json:"division,omitempty" maxLength:"36" doc:"Id or code of where it holds; everywhere if absent."`
		Class     string        `json:"class" pattern:"^[0-9]{0,5}$"`
		Kind      string        `json:"kind,omitempty" enum:"naming,renaming,cancelling,correction"`
		Procedure ProcedureText `json:"procedure"`
		Seen      *uuid.UUID    `json:"seen,omitempty" doc:"The one that it takes the place of; none where the default held."`
		Reason    string        `json:"reason" maxLength:"500"`
	}
}

func (s *Server) setProcedure(ctx context.Context, in *setProcedureInput) (*struct{ Body ProcedureBody }, error) {
	b := in.Body
	p := cases.SetProcedure{Class: b.Class, Kind: cases.Kind(b.Kind), Procedure: b.Procedure.procedure()}
	if err := p.Lawful(p.Class, p.Kind); err != nil {
		return nil, s.fail(ctx, err)
	}
	division, err := s.divisionNamed(ctx, b.Division)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	if division != uuid.Nil {
		p.Division = &division
	}
	if err := s.permitWord(ctx, p.Division); err != nil {
		return nil, s.fail(ctx, err)
	}
	if b.Seen != nil { // who replaces one must reach it too
		if err := s.permitProcedure(ctx, *b.Seen); err != nil {
			return nil, s.fail(ctx, err)
		}
	}
	id, _, err := s.Cases.SetProcedure(ctx, s.principalOf(ctx).Account.ID, p, b.Seen, b.Reason)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return &struct{ Body ProcedureBody }{ProcedureBody{ID: &id, Class: p.Class, Kind: b.Kind, ProcedureText: b.Procedure}}, nil
}

// permitProcedure lets through who may change a procedure in force.
func (s *Server) permitProcedure(ctx context.Context, id uuid.UUID) error {
	p, err := s.Cases.Procedure(ctx, id)
	if err != nil {
		return err
	}
	return s.permitWord(ctx, p.Division)
}

func (s *Server) endProcedure(ctx context.Context, in *endWordInput) (*struct{}, error) {
	if err := s.permitProcedure(ctx, in.ID); err != nil {
		return nil, s.fail(ctx, err)
	}
	_, err := s.Cases.EndProcedure(ctx, s.principalOf(ctx).Account.ID, in.ID, in.Body.Reason)
	return s.done(ctx, err)
}
