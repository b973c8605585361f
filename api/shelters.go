package api

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"diming/api/behind"
	"diming/boundaries"
	"diming/shelters"
)

// shelterRoutes are the emergency shelters 应急避难场所. Those that are public
// are read by everybody, with their state; who keeps a shelter's division says
// what it is and what goes on there.
func (s *Server) shelterRoutes(rs routes) {
	const all, one = "/v1/shelters", "/v1/shelters/{shelter}"
	get(rs, public, all, "Shelters with their state, by distance from a point, or of a division", s.shelterList, Example{Path: all + "?near=118.6,28.6"})
	get(rs, public, one, "A shelter with its state", s.shelter)
	operate(rs, may(keepShelters), huma.Operation{Method: http.MethodPost, Path: all, Summary: "Enter a shelter", DefaultStatus: http.StatusCreated},
		s.addShelter, Example{Body: `{"division":"{division}","name":"示例","level":"village","duration":"short","space":"indoor","suits":["typhoon"],"lon":118.6,"lat":28.6,"capacity":60,"source":"测试","reason":"测试"}`})
	operate(rs, mayIn(keepShelters, shelterDivision), huma.Operation{Method: http.MethodPut, Path: one, Summary: "Say what a shelter is, from a day on; without a day what was entered wrongly is corrected"},
		s.changeShelter, Example{Body: `{"division":"{division}","name":"示例","level":"village","duration":"short","space":"indoor","suits":["typhoon"],"lon":118.6,"lat":28.6,"capacity":60,"source":"测试","reason":"测试"}`, Headers: []string{"If-Match", `"0"`}})
	operate(rs, mayIn(keepShelters, shelterDivision), huma.Operation{Method: http.MethodPost, Path: one + "/withdrawal", Summary: "Withdraw a shelter that is none any more", DefaultStatus: http.StatusNoContent},
		s.withdrawShelter, Example{Body: `{"reason":"测试"}`, Headers: []string{"If-Match", `"0"`}})
	operate(rs, mayIn(keepShelters, shelterDivision), huma.Operation{Method: http.MethodPost, Path: one + "/reports", Summary: "Say the state of a shelter, or how many people are there; sent again under the same id it is known"},
		s.reportShelter, Example{Body: `{"id":"0190cafe-0000-7000-8000-00000000000a","state":"open"}`})
	operate(rs, mayIn(keepShelters, shelterDivision), huma.Operation{Method: http.MethodPost, Path: one + "/checks", Summary: "Enter a safety appraisal, a look at the stock or an inspection; a failed appraisal closes the shelter", DefaultStatus: http.StatusCreated},
		s.checkShelter, Example{Body: `{"kind":"inspection","on":"2026-01-05","result":"good"}`})
	get(rs, mayIn(readInternal, shelterDivision), one+"/reports", "What was said of a shelter, the last said first", s.shelterReports)
	get(rs, mayIn(readInternal, shelterDivision), one+"/checks", "All looks at a shelter, the last first", s.shelterChecks)
	get(rs, mayIn(readInternal, shelterDivision), one+"/history", "All versions of a shelter, the latest first", s.shelterHistory)
}

func (s *Server) shelterStore() *shelters.Store { return &shelters.Store{DB: s.DB} }

// shelterDivision finds the division of the shelter that a request is about.
func shelterDivision(s *Server, r *http.Request) (uuid.UUID, error) {
	id, err := uuid.Parse(r.PathValue("shelter"))
	if err != nil {
		return uuid.Nil, shelters.ErrNotFound
	}
	one, err := s.shelterStore().ByID(r.Context(), boundaries.Reader{Internal: true}, id)
	return one.Division, err
}

type shelterListInput struct {
	Lang     string    `query:"lang" enum:"zh,en"`
	Near     string    `query:"near" maxLength:"60" doc:"lon,lat: by distance from there, the nearest first."`
	Division uuid.UUID `query:"division" doc:"In it or below it."`
	Hazard   string    `query:"hazard" enum:"typhoon,flood,landslide,earthquake,fire,cold,other" doc:"Suited to it."`
	State    string    `query:"state" enum:"standby,open,full,closed"`
	Level    string    `query:"level" enum:"province,city,county,township,village"`
	Of       string    `query:"of" enum:"read,kept" doc:"read: also internal ones where you read the register; kept: those that you may report of."`
	Limit    int       `query:"limit" minimum:"0" maximum:"100" doc:"Of near; 10 if absent."`
	AsOfParams
}

// ShelterList are shelters, all that were asked for.
type ShelterList struct {
	Items    []ShelterBody `json:"items"`
	Warnings []WarningBody `json:"warnings,omitempty" doc:"Of kept: what goes on where these shelters are, the gravest first."`
	DataTime
}

func (s *Server) shelterList(ctx context.Context, in *shelterListInput) (*struct{ Body ShelterList }, error) {
	r, err := in.reader()
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	near, err := pointOf(in.Near)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	f := shelters.Filter{Division: in.Division, Hazard: shelters.Hazard(in.Hazard), State: shelters.State(in.State), Level: shelters.Level(in.Level)}
	if err := s.sheltersOf(ctx, in.Of, &r, &f); err != nil {
		return nil, err
	}
	all, at, err := s.standing(ctx, in, r, f)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := ShelterList{Items: []ShelterBody{}, DataTime: at}
	if in.Of == "kept" {
		body.Warnings = s.warningsOver(all)
	}
	if near == nil {
		for _, one := range all {
			body.Items = append(body.Items, s.shelterBody(ctx, one, r.Internal))
		}
		return &struct{ Body ShelterList }{body}, nil
	}
	if in.Limit == 0 {
		in.Limit = 10
	}
	for _, one := range shelters.Nearest(all, *near, f.Hazard, in.Limit) {
		body.Items = append(body.Items, s.nearbyBody(ctx, one, r.Internal))
	}
	return &struct{ Body ShelterList }{body}, nil
}

// warningsOver gives what goes on where shelters are, as far as the pages behind
// codes know it.
func (s *Server) warningsOver(all []shelters.Shelter) []WarningBody {
	now := s.Behind.Now()
	if now == nil || now.Safety == nil {
		return nil
	}
	var divisions []uuid.UUID
	for _, one := range all {
		divisions = append(divisions, one.Division)
	}
	var bodies []WarningBody
	for _, w := range now.Safety.Over(divisions, time.Now()) {
		bodies = append(bodies, warningBody(w))
	}
	return bodies
}

// standing gives the shelters of a list, from what is held in memory where that
// is all that was asked about.
func (s *Server) standing(ctx context.Context, in *shelterListInput, r boundaries.Reader, f shelters.Filter) ([]shelters.Shelter, DataTime, error) {
	if now := s.boardNow(in.AsOfParams); now != nil && !r.Internal {
		return now.Shelters.Standing(f), dataTimeOf(now), nil
	}
	at := justNow()
	all, err := s.shelterStore().Standing(ctx, r, f)
	return all, at, err
}

// sheltersOf widens a list to what is internal, and narrows it to where the
// asker reads the register or keeps shelters.
func (s *Server) sheltersOf(ctx context.Context, of string, r *boundaries.Reader, f *shelters.Filter) error {
	action := map[string]Action{"read": readInternal, "kept": keepShelters}[of]
	if action == "" {
		return nil
	}
	roots, whole, err := s.reach(ctx, action)
	if err != nil {
		return s.fail(ctx, err)
	}
	if len(roots) == 0 {
		who, err := s.whoIs(ctx)
		switch {
		case err != nil:
			return s.fail(ctx, err)
		case !fully(who):
			return notSignedIn.in(ctx)
		}
		return notAllowed.in(ctx)
	}
	r.Internal = true
	if !whole {
		f.Within = roots
	}
	return nil
}

type shelterInput struct {
	Lang    string    `query:"lang" enum:"zh,en"`
	Shelter uuid.UUID `path:"shelter"`
	AsOfParams
}

type shelterOutput struct {
	Status int
	ETag   string `header:"ETag"`
	Body   ShelterAnswer
}

// ShelterAnswer is a shelter, and of when the answer is.
type ShelterAnswer struct {
	ShelterBody
	DataTime
}

func (s *Server) shelter(ctx context.Context, in *shelterInput) (*shelterOutput, error) {
	r, err := in.reader()
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	if now := s.boardNow(in.AsOfParams); now != nil && !showsWho(ctx) {
		if one, ok := now.Shelters.ByID(in.Shelter); ok {
			return s.shelterPosted(ctx, now, one), nil
		}
	} // one that is not held there may have been entered just now
	inside := r
	inside.Internal = true
	one, err := s.shelterStore().ByID(ctx, inside, in.Shelter)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	if r.Internal, err = s.mayDo(ctx, readInternal, one.Division); err != nil {
		return nil, s.fail(ctx, err)
	}
	if !r.Internal {
		if one, err = s.shelterStore().ByID(ctx, r, in.Shelter); err != nil {
			return nil, s.fail(ctx, err)
		}
	}
	return s.shelterAnswer(ctx, one, r)
}

// shelterPosted answers with a shelter that is held in memory.
func (s *Server) shelterPosted(ctx context.Context, now *behind.Now, one shelters.Shelter) *shelterOutput {
	out := s.shelterWhole(ctx, one, false)
	out.Body.DataTime = dataTimeOf(now)
	if one.Successor != nil {
		if _, ok := now.Shelters.ByID(*one.Successor); !ok {
			out.Body.Successor = nil // of which the asker may not know
		}
	}
	return out
}

func (s *Server) shelterWhole(ctx context.Context, one shelters.Shelter, internal bool) *shelterOutput {
	out := &shelterOutput{Status: http.StatusOK, Body: ShelterAnswer{s.shelterBody(ctx, one, internal), justNow()}}
	if one.Withdrawn != "" {
		out.Status = http.StatusGone
	}
	out.Body.Area = areaOf(one)
	return out
}

func (s *Server) shelterAnswer(ctx context.Context, one shelters.Shelter, r boundaries.Reader) (*shelterOutput, error) {
	out := s.shelterWhole(ctx, one, r.Internal)
	var err error
	if out.Body.MayKeep, err = s.mayDo(ctx, keepShelters, one.Division); err != nil {
		return nil, s.fail(ctx, err)
	}
	if one.Successor != nil && !r.Internal {
		if _, err := s.shelterStore().ByID(ctx, r, *one.Successor); err != nil {
			out.Body.Successor = nil // of which the asker may not know
		}
	}
	if r.Internal {
		out.ETag = etagOf(strconv.FormatInt(one.Tag, 10))
		if err := s.nameShelterActors(ctx, &out.Body.ShelterBody, one); err != nil {
			return nil, s.fail(ctx, err)
		}
	}
	return out, nil
}

// internally gives a shelter as those who keep the register read it.
func (s *Server) internally(ctx context.Context, id uuid.UUID) (*shelterOutput, error) {
	r := boundaries.Reader{Internal: true}
	one, err := s.shelterStore().ByID(ctx, r, id)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return s.shelterAnswer(ctx, one, r)
}
