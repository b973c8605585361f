package api

import (
	"context"

	"github.com/google/uuid"

	"diming/gazetteer/cases"
)

type asideInput struct {
	CaseParams
	Item uuid.UUID `path:"item"`
	Body struct {
		Finding uuid.UUID `json:"finding,omitempty" doc:"That is the reason; its words are, where none is written."`
		Reason  string    `json:"reason,omitempty" maxLength:"2000"`
	}
}

// setNameAside proposes to refuse one name of a case 拟不批准.
func (s *Server) setNameAside(ctx context.Context, in *asideInput) (*steppedOutput, error) {
	return s.changeCase(ctx, in.CaseParams, "aside "+in.Item.String(), func(store *cases.Store, by cases.By) (int64, *uuid.UUID, error) {
		tag, err := store.SetAside(ctx, by, in.Item, in.Body.Finding, in.Body.Reason)
		return tag, nil, err
	})
}

type backInput struct {
	CaseParams
	Item uuid.UUID `path:"item"`
}

// putNameBack takes back that a name was set aside.
func (s *Server) putNameBack(ctx context.Context, in *backInput) (*steppedOutput, error) {
	return s.changeCase(ctx, in.CaseParams, "back "+in.Item.String(), func(store *cases.Store, by cases.By) (int64, *uuid.UUID, error) {
		tag, err := store.PutBack(ctx, by, in.Item)
		return tag, nil, err
	})
}
