package api

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"diming/internal/desk"
)

// draftRoutes keep the edits that somebody has begun: their own only.
func (s *Server) draftRoutes(rs routes) {
	get(rs, signedIn, "/v1/drafts", "One's own drafts, the latest first", s.drafts)
	get(rs, signedIn, "/v1/drafts/{kind}/{object}", "One of one's own drafts", s.draft, Example{Path: "/v1/drafts/place/{place}"})
	operate(rs, signedIn, huma.Operation{Method: http.MethodPut, Path: "/v1/drafts/{kind}/{object}", Summary: "Keep a draft", DefaultStatus: http.StatusNoContent,
		MaxBodyBytes: desk.MaxDraft + 4096}, s.saveDraft, Example{Path: "/v1/drafts/place/{place}", Body: `{"body":{},"base_etag":""}`})
	operate(rs, signedIn, huma.Operation{Method: http.MethodDelete, Path: "/v1/drafts/{kind}/{object}", Summary: "Throw a draft away", DefaultStatus: http.StatusNoContent},
		s.discardDraft, Example{Path: "/v1/drafts/place/{place}"})
}

// DraftParam names a draft in the address.
type DraftParam struct {
	Lang   string `query:"lang" enum:"zh,en"`
	Kind   string `path:"kind" maxLength:"32"`
	Object string `path:"object" maxLength:"64"`
}

// DraftBody is an edit that somebody has begun.
type DraftBody struct {
	Kind     string    `json:"kind"`
	Object   string    `json:"object"`
	Body     any       `json:"body"`
	BaseETag string    `json:"base_etag"`
	SavedAt  time.Time `json:"saved_at"`
}

func draftBody(d desk.Draft) DraftBody {
	return DraftBody{d.Kind, d.Object, d.Body, d.BaseETag, d.SavedAt}
}

// DraftList is somebody's own drafts.
type DraftList struct {
	Items []DraftBody `json:"items"`
}

func (s *Server) drafts(ctx context.Context, _ *langInput) (*struct{ Body DraftList }, error) {
	all, err := s.Desk.Drafts(ctx, s.principalOf(ctx).Account.ID)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	list := DraftList{Items: make([]DraftBody, len(all))}
	for i, d := range all {
		list.Items[i] = draftBody(d)
	}
	return &struct{ Body DraftList }{list}, nil
}

func (s *Server) draft(ctx context.Context, in *DraftParam) (*struct{ Body DraftBody }, error) {
	d, err := s.Desk.Draft(ctx, s.principalOf(ctx).Account.ID, in.Kind, in.Object)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return &struct{ Body DraftBody }{draftBody(d)}, nil
}

type saveDraftInput struct {
	DraftParam
	Body struct {
		Body     map[string]any `json:"body"`
		BaseETag string         `json:"base_etag" maxLength:"64"`
	}
}

func (s *Server) saveDraft(ctx context.Context, in *saveDraftInput) (*struct{}, error) {
	body, err := json.Marshal(in.Body.Body)
	if err == nil {
		err = s.Desk.Save(ctx, s.principalOf(ctx).Account.ID, desk.Draft{Kind: in.Kind, Object: in.Object, Body: body, BaseETag: in.Body.BaseETag})
	}
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return nil, nil
}

func (s *Server) discardDraft(ctx context.Context, in *DraftParam) (*struct{}, error) {
	if err := s.Desk.Discard(ctx, s.principalOf(ctx).Account.ID, in.Kind, in.Object); err != nil {
		return nil, s.fail(ctx, err)
	}
	return nil, nil
}
