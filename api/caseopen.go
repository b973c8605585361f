package api

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"diming/gazetteer/cases"
	"diming/gazetteer/naming"
	"diming/internal/desk"
	"diming/internal/version"
)

type openCaseInput struct {
	Lang    string `query:"lang" enum:"zh,en"`
	Key     string `header:"Idempotency-Key" maxLength:"200"`
	RawBody []byte
	Body    OpenCaseBody
}

// OpenCaseBody is a case as it is opened.
type OpenCaseBody struct {
	Kind         cases.Kind         `json:"kind" enum:"naming,renaming,cancelling,correction"`
	Channel      cases.Channel      `json:"channel" enum:"counter,own,filing,past"`
	Class        string             `json:"class" maxLength:"5"`
	Division     string             `json:"division" maxLength:"36" doc:"Code or id."`
	Title        string             `json:"title,omitempty" maxLength:"200"`
	Reason       string             `json:"reason,omitempty" maxLength:"8000"`
	Body         string             `json:"body,omitempty" maxLength:"200" doc:"The organisation that applies."`
	Applicant    string             `json:"applicant,omitempty" maxLength:"500" doc:"Who applies and how to reach them; kept apart and erasable."`
	OpenedOn     string             `json:"opened_on,omitempty" maxLength:"10" doc:"Of a case of the past."`
	ApproverKind cases.ApproverKind `json:"approver_kind,omitempty" enum:"state_council,government,civil_affairs,department"`
	Approver     string             `json:"approver,omitempty" maxLength:"100"`
	Items        []ItemBody         `json:"items" maxItems:"200"`
}

func (s *Server) openCase(ctx context.Context, in *openCaseInput) (*steppedOutput, error) {
	o, err := s.opening(ctx, in.Body)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	if err := s.permit(ctx, openCase, o.Division); err != nil {
		return nil, err
	}
	by := s.principalOf(ctx).Account.ID
	return s.caseOnce(ctx, desk.Intent{Actor: by, Key: in.Key, Digest: intended(in.RawBody, "open case")},
		func(store *cases.Store) (Stepped, int64, error) {
			id, tag, _, err := store.Open(ctx, by, o)
			if err != nil {
				return Stepped{}, 0, err
			}
			c, err := store.Case(ctx, id)
			return Stepped{ID: id, Case: &CaseNumber{c.Number}}, tag, err
		})
}

// opening reads a case as it is sent.
func (s *Server) opening(ctx context.Context, b OpenCaseBody) (cases.Opening, error) {
	day, err := dayOr(b.OpenedOn, version.Date{})
	if err != nil {
		return cases.Opening{}, err
	}
	division, err := s.divisionNamed(ctx, b.Division)
	if err != nil {
		return cases.Opening{}, err
	}
	if division == uuid.Nil {
		return cases.Opening{}, divisionNeeded.in(ctx)
	}
	items, err := s.itemsOf(ctx, b.Items, b.Class)
	if err != nil {
		return cases.Opening{}, err
	}
	return cases.Opening{Kind: b.Kind, Channel: b.Channel, Class: b.Class, Division: division, Title: strings.TrimSpace(b.Title), Reason: strings.TrimSpace(b.Reason),
		Body: strings.TrimSpace(b.Body), Applicant: strings.TrimSpace(b.Applicant), Items: items, OpenedOn: day, ApproverKind: b.ApproverKind, Approver: strings.TrimSpace(b.Approver)}, nil
}

// itemsOf reads the names of a case; a class that is not said is the case's.
func (s *Server) itemsOf(ctx context.Context, all []ItemBody, class string) ([]cases.Item, error) {
	var items []cases.Item
	for n, b := range all {
		i := cases.Item{Place: b.Place, Class: b.Class, Text: strings.TrimSpace(b.Text), Alternatives: b.Alternatives, Reading: strings.TrimSpace(b.Reading),
			Meaning: b.Meaning, Origin: b.Origin, StartsAt: b.StartsAt, EndsAt: b.EndsAt, Direction: b.Direction, Note: b.Note,
			Size: naming.Size{LandM2: b.LandM2, FloorM2: b.FloorM2, HeightM: b.HeightM, GreenPercent: b.GreenPercent, LengthM: b.LengthM, WidthM: b.WidthM}}
		if i.Class == "" {
			i.Class = class
		}
		if b.Division != "" {
			id, err := s.divisionNamed(ctx, b.Division)
			if err != nil {
				return nil, err
			}
			i.Division = &id
		}
		if b.Lon != nil && b.Lat != nil {
			i.Location = &orb.Point{*b.Lon, *b.Lat}
		}
		if b.Shape != nil {
			i.Extent = b.Shape.Geometry()
			if err := drawn(i.Extent); err != nil {
				return nil, fmt.Errorf("name %d: %w", n+1, err)
			}
			if i.Location == nil {
				at := middle(i.Extent)
				i.Location = &at
			}
		}
		if b.Changes != nil {
			i.Changes = *b.Changes
		}
		items = append(items, i)
	}
	return items, nil
}

// drawn refuses a shape that is none: empty, or out of range.
func drawn(g orb.Geometry) error {
	b := g.Bound()
	if b.IsEmpty() || b.Min.Lon() < -180 || b.Max.Lon() > 180 || b.Min.Lat() < -90 || b.Max.Lat() > 90 {
		return errBadFilter
	}
	return nil
}

// middle is a point on a line, or within the bound of anything else, for the
// label.
func middle(g orb.Geometry) orb.Point {
	if line, ok := g.(orb.LineString); ok && len(line) > 0 {
		return line[len(line)/2]
	}
	return g.Bound().Center()
}

type amendCaseInput struct {
	CaseParams
	Body struct {
		Title     *string    `json:"title,omitempty" maxLength:"200"`
		Reason    *string    `json:"reason,omitempty" maxLength:"8000"`
		Body      *string    `json:"body,omitempty" maxLength:"200"`
		Applicant *string    `json:"applicant,omitempty" maxLength:"500"`
		Items     []ItemBody `json:"items,omitempty" maxItems:"200" doc:"All names of the case; absent: they stay."`
	}
}

func (s *Server) amendCase(ctx context.Context, in *amendCaseInput) (*steppedOutput, error) {
	a := cases.Amendment{Title: in.Body.Title, Reason: in.Body.Reason, Body: in.Body.Body, Applicant: in.Body.Applicant}
	if in.Body.Items != nil {
		c, err := s.Cases.Case(ctx, in.Case)
		if err != nil {
			return nil, s.fail(ctx, err)
		}
		if a.Items, err = s.itemsOf(ctx, in.Body.Items, c.Class); err != nil {
			return nil, s.fail(ctx, err)
		}
	}
	return s.changeCase(ctx, in.CaseParams, "amend", func(store *cases.Store, by cases.By) (int64, *uuid.UUID, error) {
		tag, err := store.Amend(ctx, by, a)
		return tag, nil, err
	})
}

type findingAnswerInput struct {
	CaseParams
	Finding uuid.UUID `path:"finding"`
	Body    struct {
		Text string      `json:"text" maxLength:"4000"`
		Also []uuid.UUID `json:"also,omitempty" maxItems:"500" doc:"Other findings that the answer is of: all get it, or none."`
	}
}

func (s *Server) answerFinding(ctx context.Context, in *findingAnswerInput) (*steppedOutput, error) {
	return s.changeCase(ctx, in.CaseParams, "answer "+in.Finding.String(), func(store *cases.Store, by cases.By) (int64, *uuid.UUID, error) {
		tag, err := store.Answer(ctx, by, in.Body.Text, append(in.Body.Also, in.Finding)...)
		return tag, nil, err
	})
}

type consultationInput struct {
	CaseParams
	Body struct {
		Kind cases.Report `json:"kind" enum:"assessment,expert,opinion,notice,civil_affairs,local_government,department"`
		With string       `json:"with,omitempty" maxLength:"200"`
		Due  string       `json:"due_on,omitempty" maxLength:"10"`
	}
}

func (s *Server) addConsultation(ctx context.Context, in *consultationInput) (*steppedOutput, error) {
	due, err := dayOr(in.Body.Due, version.Date{})
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return s.changeCase(ctx, in.CaseParams, "consultation", func(store *cases.Store, by cases.By) (int64, *uuid.UUID, error) {
		id, tag, err := store.AddConsultation(ctx, by, in.Body.Kind, strings.TrimSpace(in.Body.With), due)
		return tag, &id, err
	})
}

type closeConsultationInput struct {
	CaseParams
	Consultation uuid.UUID `path:"consultation"`
	Body         struct {
		Outcome string `json:"outcome,omitempty" enum:"for,conditional,against"`
		Summary string `json:"summary" maxLength:"8000"`
		On      string `json:"on,omitempty" maxLength:"10"`
		Waived  bool   `json:"waived,omitempty" doc:"Not needed after all; the summary says why."`
	}
}

func (s *Server) closeConsultation(ctx context.Context, in *closeConsultationInput) (*steppedOutput, error) {
	on, err := dayOr(in.Body.On, version.Date{})
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	o := cases.OpinionGiven{Outcome: in.Body.Outcome, Summary: in.Body.Summary, On: on, Waived: in.Body.Waived}
	return s.changeCase(ctx, in.CaseParams, "close "+in.Consultation.String(), func(store *cases.Store, by cases.By) (int64, *uuid.UUID, error) {
		tag, err := store.CloseConsultation(ctx, by, in.Consultation, o)
		return tag, nil, err
	})
}
