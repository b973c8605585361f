package api

import (
	"context"
	"encoding/json"

	"github.com/google/uuid"

	"diming/boundaries/round"
)

// CheckFormBody is the check form that holds in a division.
type CheckFormBody struct {
	Form     round.Form `json:"form"`
	Division *uuid.UUID `json:"division,omitempty" doc:"Whose form it is; absent: of the program."`
	Own      bool       `json:"own" doc:"It is this division's own."`
	Basis    string     `json:"basis"`
	Can      bool       `json:"can" doc:"The asker may change it."`
}

type checkFormInput struct {
	Lang     string `query:"lang" enum:"zh,en"`
	Division string `path:"division" maxLength:"36" doc:"Id or code."`
}

// checkForm answers the form of a division that the asker reads; the form of a
// joint task is read with the task.
func (s *Server) checkForm(ctx context.Context, in *checkFormInput) (*struct{ Body CheckFormBody }, error) {
	division, err := s.divisionFor(ctx, readInspection, in.Division)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return s.checkFormAnswer(ctx, division)
}

func (s *Server) checkFormAnswer(ctx context.Context, division uuid.UUID) (*struct{ Body CheckFormBody }, error) {
	held, err := s.Rounds.FormOf(ctx, division)
	if err != nil {
		return nil, s.failTask(ctx, err)
	}
	can, err := s.mayDo(ctx, workInspection, division)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return &struct{ Body CheckFormBody }{CheckFormBody{held.Form, held.Division, held.Division != nil && *held.Division == division, held.Basis, can}}, nil
}

type setCheckFormInput struct {
	Lang     string `query:"lang" enum:"zh,en"`
	Division string `path:"division" maxLength:"36" doc:"Id or code."`
	Body     struct {
		Form  json.RawMessage `json:"form" doc:"As it is read; null takes the division's own form back."`
		Basis string          `json:"basis" maxLength:"500"`
	}
}

func (s *Server) setCheckForm(ctx context.Context, in *setCheckFormInput) (*struct{ Body CheckFormBody }, error) {
	division, err := s.divisionFor(ctx, workInspection, in.Division)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	var form *round.Form
	if text := string(in.Body.Form); text != "" && text != "null" {
		f, err := round.ParseForm(in.Body.Form)
		if err != nil {
			return nil, s.failTask(ctx, err)
		}
		form = &f
	}
	if _, err := s.Rounds.SetForm(ctx, s.principalOf(ctx).Account.ID, division, form, in.Body.Basis); err != nil {
		return nil, s.failTask(ctx, err)
	}
	return s.checkFormAnswer(ctx, division)
}
