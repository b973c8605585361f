package api

import (
	"context"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"diming/gazetteer"
	"diming/gazetteer/naming"
	"diming/internal/version"
)

type renameInput struct {
	EditParams
	Body struct {
		Name      string `json:"name" maxLength:"100"`
		ValidFrom string `json:"valid_from" maxLength:"10" doc:"The date on the approving body's reply."`
		Reason    string `json:"reason" maxLength:"1000"`
	}
}

// NameRefusedProblem lists what the rules of names have against a name.
type NameRefusedProblem struct {
	Problem
	Findings []NameFinding `json:"findings"`
}

// renamePlace enters a renaming that was decided before there were cases here.
// Any other is a case: it is checked, replied to and announced.
func (s *Server) renamePlace(ctx context.Context, in *renameInput) (*writtenOutput, error) {
	from, err := version.ParseDate(in.Body.ValidFrom)
	if err != nil || from.IsZero() {
		return nil, badDate.in(ctx)
	}
	name := strings.TrimSpace(in.Body.Name)
	var against []naming.Finding
	out, err := s.change(ctx, in.EditParams, func(places *gazetteer.Store, by uuid.UUID) (int64, error) {
		var err error
		if against, err = refusing(ctx, places, in.ID, name); err != nil {
			return 0, err
		}
		if len(against) > 0 {
			return 0, nameRefused.in(ctx)
		}
		return places.Rename(ctx, by, in.ID, name, version.Span{From: from}, strings.TrimSpace(in.Body.Reason))
	})
	if len(against) == 0 {
		return out, err
	}
	p := &NameRefusedProblem{Problem: *nameRefused.in(ctx), Findings: nameFindings(against)}
	for _, f := range against {
		p.Errors = append(p.Errors, &huma.ErrorDetail{Location: "body.name", Message: pick(ctx, f.Text, f.TextEN)})
	}
	return nil, p
}

// refusing gives what the rules have against a place's bearing a name, as far
// as no reason overrides it.
func refusing(ctx context.Context, places *gazetteer.Store, id uuid.UUID, name string) ([]naming.Finding, error) {
	p, err := places.Place(ctx, gazetteer.Reader{Internal: true}, id)
	if err != nil || name == "" || p.IsDivision {
		return nil, err // refused for that by the change itself
	}
	proposal := naming.Proposal{Text: name, Class: p.Class, At: p.Location, Extent: p.Extent, Place: id}
	if p.Within != nil {
		proposal.Division = *p.Within
	}
	found, _, err := places.CheckName(ctx, proposal)
	var against []naming.Finding
	for _, f := range found {
		if f.Severity == naming.Refuse {
			against = append(against, f)
		}
	}
	return against, err
}
