package api

import (
	"context"
	"net/http"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"

	"diming/boundaries"
	"diming/boundaries/fieldsync"
	"diming/boundaries/round"
)

// fieldTaskRoutes tell a phone which tasks are its owner's, and what became of them.
func (s *Server) fieldTaskRoutes(rs routes) {
	s.byPhone(rs, http.MethodGet, "/v1/field/tasks", s.fieldTasks)
	s.byPhone(rs, http.MethodGet, "/v1/field/tasks/{task}/state", s.fieldTaskState)
}

// FieldTaskBody is a task as the phone lists it.
type FieldTaskBody struct {
	Task      uuid.UUID         `json:"task"`
	Line      uuid.UUID         `json:"line"`
	LineName  string            `json:"line_name"`
	Kind      string            `json:"kind"` // round, special or patrol
	OwnName   string            `json:"own_name"`
	OtherName string            `json:"other_name"`
	Sides     []boundaries.Side `json:"sides"` // of the phone's owner
	Lead      boundaries.Side   `json:"lead"`
	State     round.State       `json:"state"`
	Revision  int64             `json:"revision"`
	Due       *string           `json:"due"`
	Markers   int               `json:"markers"`
	PackBytes *int64            `json:"pack_bytes"` // of the pack that this phone took last
}

func fieldTaskBody(m fieldsync.Mine, e errand) FieldTaskBody {
	b := FieldTaskBody{Task: e.ID, Line: e.Line.ID, LineName: e.Line.Name, Kind: e.Kind, Sides: m.Sides, Lead: e.Lead, State: e.State,
		Revision: m.Revision, Markers: m.Markers, PackBytes: m.Bytes}
	own := m.Sides[0]
	b.OwnName, b.OtherName = e.Line.Owner(own).Name, e.Line.Owner(own.Other()).Name
	if due := e.Due.String(); due != "" {
		b.Due = &due
	}
	return b
}

func (s *Server) fieldTasks(w http.ResponseWriter, r *http.Request, d fieldsync.Device) {
	all, err := s.field().Mine(r.Context(), d)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	body := struct {
		Tasks []FieldTaskBody `json:"tasks"`
	}{[]FieldTaskBody{}}
	for _, m := range all {
		e, err := s.errand(r.Context(), m.Task, m.Kind)
		if err != nil {
			s.writeProblem(w, r, err)
			return
		}
		body.Tasks = append(body.Tasks, fieldTaskBody(m, e))
	}
	answerJSON(w, http.StatusOK, body)
}

// myTask gives a task that a phone's owner takes part in, from the address.
func (s *Server) myTask(r *http.Request, d fieldsync.Device) (fieldsync.Mine, errand, error) {
	ctx := r.Context()
	id, err := uuid.Parse(chi.URLParam(r, "task"))
	if err != nil {
		return fieldsync.Mine{}, errand{}, fieldsync.ErrNotFound
	}
	m, err := s.field().MineIs(ctx, d, id)
	if err != nil {
		return m, errand{}, orNotYours(ctx, err)
	}
	e, err := s.errand(ctx, id, m.Kind)
	return m, e, err
}

// FieldStateBody is what became of a task since its pack was taken.
type FieldStateBody struct {
	Revision         int64                `json:"revision"`
	WithdrawnRecords []uuid.UUID          `json:"withdrawn_records"`
	WithdrawnObjects []uuid.UUID          `json:"withdrawn_objects"`
	PackWithdrawn    bool                 `json:"pack_withdrawn"`
	MovedTo          *string              `json:"moved_to"` // who leads it now, where the phone's owner takes no part any more
	Sheets           []FieldSheetBody     `json:"sheets"`
	Signatures       []FieldSignatureBody `json:"signatures"`
}

// fieldTaskState answers also of a task in which the phone's owner takes part no
// more, if they did: that is what they ask for.
func (s *Server) fieldTaskState(w http.ResponseWriter, r *http.Request, d fieldsync.Device) {
	id, err := uuid.Parse(chi.URLParam(r, "task"))
	if err != nil {
		err = fieldsync.ErrNotFound
	}
	var body FieldStateBody
	if err == nil {
		body, err = s.fieldState(r.Context(), d, id)
	}
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	answerJSON(w, http.StatusOK, body)
}

func (s *Server) fieldState(ctx context.Context, d fieldsync.Device, id uuid.UUID) (FieldStateBody, error) {
	news, err := s.field().News(ctx, d, id)
	if err != nil {
		return FieldStateBody{}, orNotYours(ctx, err)
	}
	body := FieldStateBody{Revision: news.Revision, WithdrawnRecords: orEmpty(news.Records), WithdrawnObjects: orEmpty(news.Objects), PackWithdrawn: news.PackEnded}
	if news.Moved {
		e, err := s.errand(ctx, id, news.Kind)
		if err != nil {
			return FieldStateBody{}, err
		}
		to := e.Line.Owner(e.Lead).Name
		body.MovedTo = &to
	}
	signed, err := s.field().Signed(ctx, id)
	if err != nil {
		return FieldStateBody{}, err
	}
	body.Sheets, body.Signatures = sheetBodies(ctx, signed), signatureBodies(signed)
	return body, nil
}

func orEmpty[T any](all []T) []T {
	if all == nil {
		return []T{}
	}
	return all
}
