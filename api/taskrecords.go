package api

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"

	"diming/boundaries"
	"diming/boundaries/fieldsync"
	"diming/boundaries/inspection"
	"diming/boundaries/round"
)

// taskRecordRoutes are what phones of both sides brought, for both offices.
func (s *Server) taskRecordRoutes(rs routes) {
	const all, file = "/v1/tasks/{task}/field-records", "/v1/tasks/{task}/field-files/{sha256}"
	get(rs, may(readInspection), all, "Field records of a task, the last that came first", s.taskRecords, Example{Path: all})
	rs.plain(may(readInspection), http.MethodGet, file, s.taskFieldFile, Example{Path: "/v1/tasks/{task}/field-files/none"})
}

// FieldRecordBody is what somebody recorded outside, as it came.
type FieldRecordBody struct {
	ID          uuid.UUID        `json:"id"`
	Digest      string           `json:"digest"`
	Kind        inspection.Kind  `json:"kind"`
	Side        boundaries.Side  `json:"side"`
	Observer    string           `json:"observer" doc:"Name, empty where it is not held or was erased."`
	Phone       string           `json:"phone"`
	Object      RecordObjectBody `json:"object"`
	Condition   string           `json:"condition,omitempty"`
	Answers     []AnswerBody     `json:"answers" doc:"In the order of the check form."`
	Text        string           `json:"text,omitempty"`
	References  []SeenBody       `json:"references"`
	Position    *PositionBody    `json:"position,omitempty"`
	PhoneTime   time.Time        `json:"phone_time" doc:"By the phone's clock, which may be wrong."`
	Made        time.Time        `json:"made_at" doc:"As the server reckons from the phone's clock."`
	Stored      time.Time        `json:"stored_at"`
	Standing    string           `json:"standing" enum:"accepted,proposal,withdrawn"`
	Withdrawn   bool             `json:"withdrawn"`
	WithdrawnBy *uuid.UUID       `json:"withdrawn_by,omitempty"`
	About       *uuid.UUID       `json:"about,omitempty" doc:"The record that is withdrawn, added to or contradicted."`
	Amended     int              `json:"amended"`
	Disputed    int              `json:"disputed"`
	Files       []RecordFileBody `json:"files"`
}

// AnswerBody is an answer to an item of the check form that holds for the task now.
type AnswerBody struct {
	Item  string `json:"item"`
	Value string `json:"value"`
	Label string `json:"label" doc:"What was asked; the item where the form has it no more."`
	Words string `json:"words" doc:"The value as the form words it."`
}

// RecordObjectBody is what a record is about; its name is empty where the register
// has none for it any more.
type RecordObjectBody struct {
	Kind string    `json:"kind" enum:"marker,segment,line"`
	ID   uuid.UUID `json:"id"`
	Name string    `json:"name,omitempty"`
}

// PositionBody is where the phone believed to be. Degrees, CGCS2000.
type PositionBody struct {
	Lon       string `json:"lon"`
	Lat       string `json:"lat"`
	AccuracyM string `json:"accuracy_m" doc:"Radius in metres."`
}

// SeenBody is what was seen of a reference object.
type SeenBody struct {
	Reference  uuid.UUID `json:"reference"`
	Name       string    `json:"name,omitempty"`
	State      string    `json:"state" enum:"present,changed,gone,unseen"`
	AzimuthDeg string    `json:"azimuth_deg,omitempty"`
	DistanceM  string    `json:"distance_m,omitempty"`
}

// RecordFileBody is a file that a record names.
type RecordFileBody struct {
	SHA256 string `json:"sha256"`
	Type   string `json:"type"`
	Role   string `json:"role" enum:"photo,voice,track,drawn"`
	Face   string `json:"face,omitempty"`
	Bytes  int64  `json:"bytes"`
	Here   bool   `json:"here" doc:"Whether it came whole."`
}

type taskRecordsInput struct {
	Lang   string    `query:"lang" enum:"zh,en"`
	Task   uuid.UUID `path:"task"`
	Cursor string    `query:"cursor" maxLength:"20" pattern:"^[0-9]*$"`
	Limit  int       `query:"limit" minimum:"1" maximum:"200" default:"30"`
}

func (s *Server) taskRecords(ctx context.Context, in *taskRecordsInput) (*struct{ Body itemsOf[FieldRecordBody] }, error) {
	task, _, err := s.taskFor(ctx, readInspection, in.Task)
	if err != nil {
		return nil, s.failTask(ctx, err)
	}
	before := int64(0)
	if in.Cursor != "" {
		if before, err = strconv.ParseInt(in.Cursor, 10, 64); err != nil || before < 1 {
			return nil, badRequest.in(ctx)
		}
	}
	page, more, err := s.field().RecordPage(ctx, in.Task, before, in.Limit)
	var names map[uuid.UUID]string
	if err == nil {
		names, err = s.objectNames(ctx, in.Task)
	}
	var form round.Held
	if err == nil {
		form, err = s.Rounds.FormOfTask(ctx, task)
	}
	if err != nil {
		return nil, s.failTask(ctx, err)
	}
	out := &struct{ Body itemsOf[FieldRecordBody] }{itemsOf[FieldRecordBody]{Items: []FieldRecordBody{}}}
	for _, r := range page {
		out.Body.Items = append(out.Body.Items, fieldRecordBody(r, names, answersBody(ctx, form.Form, r)))
	}
	if more {
		out.Body.Next = strconv.FormatInt(page[len(page)-1].Came, 10)
	}
	return out, nil
}

// objectNames are how people call what records of a task are about: markers,
// stretches, reference objects and the line.
func (s *Server) objectNames(ctx context.Context, task uuid.UUID) (map[uuid.UUID]string, error) {
	c, err := s.field().Contents(ctx, task)
	if err != nil {
		return nil, err
	}
	t, err := s.Rounds.ByID(ctx, task)
	if err != nil {
		return nil, err
	}
	names := map[uuid.UUID]string{c.Line: t.Line.Name}
	for _, m := range c.Markers {
		names[m.ID] = m.Number
		for _, r := range m.References {
			names[r.ID] = r.Name
		}
	}
	for _, part := range packSegments(c.Segments) {
		names[part.ID] = part.Name
	}
	return names, nil
}

func answersBody(ctx context.Context, f round.Form, r fieldsync.PageRecord) []AnswerBody {
	all := []AnswerBody{}
	items := f.Items(r.Record.Object.Kind, r.Record.Kind == inspection.Patrol)
	for _, a := range round.InWords(items, r.Record.Answers) {
		body := AnswerBody{a.Item, a.Value, a.Label.ZH, a.Words.ZH}
		if isEnglish(ctx) {
			body.Label, body.Words = a.Label.EN, a.Words.EN
		}
		all = append(all, body)
	}
	return all
}

func fieldRecordBody(r fieldsync.PageRecord, names map[uuid.UUID]string, answers []AnswerBody) FieldRecordBody {
	x := r.Record
	b := FieldRecordBody{ID: x.ID, Digest: r.Digest, Kind: x.Kind, Side: x.Side, Observer: r.Observer, Phone: r.Phone, Object: RecordObjectBody{x.Object.Kind, x.Object.ID, names[x.Object.ID]},
		Condition: x.Condition, Answers: answers, Text: x.Text, References: []SeenBody{}, PhoneTime: x.PhoneTime, Made: r.Made, Stored: r.Stored, Standing: r.Standing,
		Withdrawn: r.Withdrawn, WithdrawnBy: r.WithdrawnBy, About: x.About, Amended: r.Amended, Disputed: r.Disputed, Files: []RecordFileBody{}}
	if p := x.Position; p != nil {
		b.Position = &PositionBody{string(p.Lon), string(p.Lat), string(p.AccuracyM)}
	}
	for _, seen := range x.References {
		b.References = append(b.References, SeenBody{seen.Reference, names[seen.Reference], seen.State, string(seen.AzimuthDeg), string(seen.DistanceM)})
	}
	for _, f := range x.Files {
		_, here := r.Files[f.SHA256]
		b.Files = append(b.Files, RecordFileBody{f.SHA256, f.Type, f.Role, f.Face, f.Bytes, here})
	}
	return b
}

// taskFieldFile gives a photo, a voice note, a track or a drawn signature that
// belongs to a task.
func (s *Server) taskFieldFile(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	t, _, err := s.taskAt(r, readInspection)
	if err == nil {
		err = fieldDigest(ctx, chi.URLParam(r, "sha256"))
	}
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	d, err := s.field().FileOf(ctx, t.ID, chi.URLParam(r, "sha256"))
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	s.serveDocument(w, r, d)
}
