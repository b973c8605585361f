package api

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"

	"diming/boundaries"
	"diming/gazetteer"
	"diming/internal/version"
)

// Division is a division in an answer.
type Division struct {
	ID        uuid.UUID `json:"id"`
	Code      string    `json:"code"`
	Name      string    `json:"name"`
	Level     int       `json:"level" doc:"1 province, 2 prefecture, 3 county, 4 township, 5 village."`
	Type      string    `json:"type,omitempty"`
	HasArea   bool      `json:"has_area"`
	AreaBasis string    `json:"area_basis,omitempty"`
	ValidFrom string    `json:"valid_from,omitempty"`
	ValidTo   string    `json:"valid_to,omitempty"`
}

func divisionBody(d boundaries.Division) Division {
	return Division{d.ID, d.Code, boundaries.StandardName(d.Name), int(d.Level), d.Type, d.HasArea, d.AreaBasis,
		d.Valid.From.String(), d.Valid.To.String()}
}

func divisionBodies(all []boundaries.Division) []Division {
	bodies := make([]Division, 0, len(all))
	for _, d := range all {
		if gazetteer.IsPlaceholder(d.Name) {
			continue
		}
		bodies = append(bodies, divisionBody(d))
	}
	return bodies
}

func joined(names []string) string { return strings.Join(names, " ") }

type divisionInput struct {
	Code string `path:"code" maxLength:"12"`
	Lang string `query:"lang" enum:"zh,en"`
	AsOfParams
}

// DivisionBody is a division with what holds it and what the register knows of
// it at other times.
type DivisionBody struct {
	Division
	Chain    []Division  `json:"chain" doc:"From the largest to the division itself."`
	Versions []Division  `json:"versions"`
	Events   []EventBody `json:"events"`
}

// EventBody is a change of divisions in law.
type EventBody struct {
	Kind      string `json:"kind"`
	Effective string `json:"effective"`
	Precision string `json:"precision" enum:"day,month,year"`
	Basis     string `json:"basis"`
	Note      string `json:"note,omitempty"`
}

func (s *Server) division(ctx context.Context, in *divisionInput) (*struct{ Body DivisionBody }, error) {
	r, err := in.reader()
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	d, err := s.Boundaries.ByCode(ctx, r, in.Code)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := DivisionBody{Division: divisionBody(d)}
	chain, err := s.Boundaries.Chain(ctx, r, d.ID)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	versions, err := s.Boundaries.Versions(ctx, r, d.ID)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	events, err := s.Boundaries.EventsOf(ctx, d.ID)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body.Chain, body.Versions, body.Events = divisionBodies(chain), divisionBodies(versions), EventBodies(events)
	return &struct{ Body DivisionBody }{body}, nil
}

// EventBodies gives events as they are answered.
func EventBodies(events []boundaries.Event) []EventBody {
	all := make([]EventBody, len(events))
	for i, e := range events {
		all[i] = EventBody{e.Kind, e.Effective.String(), e.Precision, e.Basis, e.Note}
	}
	return all
}

// DivisionList is the divisions under another.
type DivisionList struct {
	Items []Division `json:"items"`
}

type divisionListOutput struct{ Body DivisionList }

func (s *Server) children(ctx context.Context, in *divisionInput) (*divisionListOutput, error) {
	r, err := in.reader()
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	d, err := s.Boundaries.ByCode(ctx, r, in.Code)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return s.listUnder(ctx, r, &d.ID)
}

type topInput struct {
	Lang string `query:"lang" enum:"zh,en"`
	AsOfParams
}

func (s *Server) divisions(ctx context.Context, in *topInput) (*divisionListOutput, error) {
	r, err := in.reader()
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return s.listUnder(ctx, r, nil)
}

func (s *Server) listUnder(ctx context.Context, r boundaries.Reader, parent *uuid.UUID) (*divisionListOutput, error) {
	all, err := s.Boundaries.Children(ctx, r, parent)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	out := &divisionListOutput{Body: DivisionList{Items: make([]Division, len(all))}}
	for i, d := range all {
		out.Body.Items[i] = divisionBody(d)
	}
	return out, nil
}

// CarrierList is what carries on an old code.
type CarrierList struct {
	Code  string    `json:"code"`
	On    string    `json:"on"`
	Items []Carrier `json:"items"`
}

// Carrier is a division that carries on an old code.
type Carrier struct {
	Division
	Share string `json:"share" enum:"whole,part"`
}

func (s *Server) carriedBy(ctx context.Context, in *divisionInput) (*struct{ Body CarrierList }, error) {
	r, err := in.reader()
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	all, err := s.Boundaries.CarriedBy(ctx, r, in.Code)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := CarrierList{Code: in.Code, On: r.AsOf.Day().String(), Items: CarrierBodies(all)}
	return &struct{ Body CarrierList }{body}, nil
}

// CarrierBodies gives carriers as they are answered.
func CarrierBodies(all []boundaries.Carrier) []Carrier {
	bodies := make([]Carrier, len(all))
	for i, c := range all {
		bodies[i] = Carrier{divisionBody(c.Division), c.Share}
	}
	return bodies
}

type changesInput struct {
	Code string `path:"code" maxLength:"12"`
	From string `query:"from" doc:"First day; the beginning if absent."`
	To   string `query:"to" doc:"Last day; today if absent."`
	Lang string `query:"lang" enum:"zh,en"`
}

// divisionChanges is the report of what changed in a county between two days.
func (s *Server) divisionChanges(ctx context.Context, in *changesInput) (*struct {
	Body struct {
		Items []EventBody `json:"items"`
	}
}, error) {
	from, to := version.Day(1900, time.January, 1), version.Today()
	for _, p := range []struct {
		text string
		day  *version.Date
	}{{in.From, &from}, {in.To, &to}} {
		if p.text == "" {
			continue
		}
		day, err := version.ParseDate(p.text)
		if err != nil {
			return nil, badDate.in(ctx)
		}
		*p.day = day
	}
	if _, err := s.Boundaries.CarriedBy(ctx, boundaries.Reader{}, in.Code); err != nil { // a code that never was
		return nil, s.fail(ctx, err)
	}
	events, err := s.Boundaries.EventsUnder(ctx, in.Code, from, to)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	out := &struct {
		Body struct {
			Items []EventBody `json:"items"`
		}
	}{}
	out.Body.Items = EventBodies(events)
	return out, nil
}

type reverseInput struct {
	Lon  float64 `query:"lon" required:"true"`
	Lat  float64 `query:"lat" required:"true"`
	Lang string  `query:"lang" enum:"zh,en"`
	AsOfParams
}

// ReverseBody is what lies around a point.
type ReverseBody struct {
	Divisions []Division   `json:"divisions" doc:"From the largest to the smallest held; empty where none."`
	Place     *NearbyPlace `json:"place"`
	Address   *string      `json:"address"`
}

// NearbyPlace is the place nearest to a point.
type NearbyPlace struct {
	ID        uuid.UUID `json:"id"`
	Name      string    `json:"name"`
	DistanceM float64   `json:"distance_m"`
}

// reverseRadiusM is how far the nearest place may be, in metres.
const reverseRadiusM = 2000

func (s *Server) reverse(ctx context.Context, in *reverseInput) (*struct{ Body ReverseBody }, error) {
	r, err := in.reader()
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	p, err := checkPoint(in.Lon, in.Lat)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	chain, err := s.Boundaries.Around(ctx, r, *p)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := ReverseBody{Divisions: divisionBodies(chain)}
	near, distanceM, err := s.Places.Nearest(ctx, r, in.Lon, in.Lat, reverseRadiusM)
	switch {
	case err == nil:
		body.Place = &NearbyPlace{near.ID, near.Name(r.AsOf.Day()).Text, distanceM}
	case problemOf(err).name != noPlace.name:
		return nil, s.fail(ctx, err)
	}
	return &struct{ Body ReverseBody }{body}, nil
}
