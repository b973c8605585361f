package api

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"diming/internal/desk"
	"diming/shelters/assign"

	"github.com/jackc/pgx/v5"
)

// assignmentRoutes are which shelters the people of each village go to.
func (s *Server) assignmentRoutes(rs routes) {
	const all, village = "/v1/shelter-assignments", "/v1/shelter-assignments/villages/{village}"
	get(rs, mayAnywhere(readPlans), all, "The assignment of a county for a kind of disaster that counts", s.assignmentNow, Example{Path: all + "?hazard=typhoon&county={home}"})
	get(rs, mayAnywhere(readPlans), all+"/trial", "What a run would assign now, and what that changes; nothing is written", s.tryAssignment, Example{Path: all + "/trial?hazard=typhoon&county={home}"})
	operate(rs, may(planShelters), huma.Operation{Method: http.MethodPost, Path: all, Summary: "Accept what a trial showed, if nothing changed since", DefaultStatus: http.StatusCreated}, s.acceptAssignment,
		Example{Body: `{"county":"{home}","hazard":"typhoon","digest":"00"}`})
	operate(rs, may(planShelters), huma.Operation{Method: http.MethodPut, Path: village, Summary: "Send a village where an officer says; the next runs keep it"}, s.setAssignment,
		Example{Path: all + "/villages/{division}", Body: `{"county":"{home}","hazard":"typhoon","seen":"{uuid}","shelters":[]}`})
	operate(rs, may(planShelters), huma.Operation{Method: http.MethodDelete, Path: village, Summary: "Let the next run plan for a village again"}, s.releaseAssignment,
		Example{Path: all + "/villages/{division}?county={home}&hazard=typhoon&seen={uuid}"})
	s.barrierRoutes(rs)
}

func (s *Server) assigns() *assign.Store { return &assign.Store{DB: s.DB} }

// AssignmentParams name a county and a kind of disaster.
type AssignmentParams struct {
	Lang   string `query:"lang" enum:"zh,en"`
	County string `query:"county" maxLength:"36" doc:"Id or code; the register's own if absent."`
	Hazard string `query:"hazard" enum:"typhoon,flood,landslide,earthquake,fire,cold,other" required:"true"`
}

// AssignedRow is how many of a village go to a shelter.
type AssignedRow struct {
	Village   uuid.UUID `json:"village"`
	Shelter   uuid.UUID `json:"shelter"`
	Places    int       `json:"places"`
	DistanceM float64   `json:"distance_m" doc:"In a straight line, which is never a way."`
	ByHand    bool      `json:"byhand"`
}

// AssignedShort is for how many of a village there is no place.
type AssignedShort struct {
	Village uuid.UUID `json:"village"`
	People  int       `json:"people" doc:"0 where their number is not known."`
	Why     string    `json:"why" enum:"full,cut_off,too_far,no_point,no_number"`
}

// AssignedDropped is what an officer set and what cannot be kept.
type AssignedDropped struct {
	Village uuid.UUID `json:"village"`
	Shelter uuid.UUID `json:"shelter"`
	Places  int       `json:"places"`
	Why     string    `json:"why" enum:"full,cut_off,gone"`
}

// AssignedVillage is a village, and where it lies.
type AssignedVillage struct {
	ID     uuid.UUID `json:"id"`
	Code   string    `json:"code"`
	Name   string    `json:"name"`
	People *int      `json:"people,omitempty"`
	Lon    *float64  `json:"lon,omitempty"`
	Lat    *float64  `json:"lat,omitempty"`
}

// AssignedShelter is a shelter that suits, and what it holds.
type AssignedShelter struct {
	ID       uuid.UUID `json:"id"`
	Name     string    `json:"name"`
	Lon      float64   `json:"lon"`
	Lat      float64   `json:"lat"`
	Capacity int       `json:"capacity" doc:"For this kind of disaster."`
}

// AssignmentBody is the assignment that counts, with the villages and shelters
// that it is about.
type AssignmentBody struct {
	Plan     *uuid.UUID        `json:"plan" doc:"Null where none was accepted."`
	Made     *time.Time        `json:"made,omitempty"`
	By       string            `json:"by,omitempty"`
	County   uuid.UUID         `json:"county"`
	Hazard   string            `json:"hazard"`
	Mine     bool              `json:"mine" doc:"Whether the asker may accept and change it."`
	Rows     []AssignedRow     `json:"rows"`
	Shorts   []AssignedShort   `json:"shorts"`
	Villages []AssignedVillage `json:"villages"`
	Shelters []AssignedShelter `json:"shelters"`
}

// TrialBody is what a run would assign now.
type TrialBody struct {
	AssignmentBody
	Digest  string            `json:"digest" doc:"Sent back by who accepts it."`
	ReachM  int               `json:"reach_m"`
	Basis   string            `json:"basis" doc:"Of the reach."`
	Night   bool              `json:"night" doc:"Shelters are filled to what they hold at night."`
	Dropped []AssignedDropped `json:"dropped"`
	Changes []AssignedChange  `json:"changes" doc:"Villages that go elsewhere than by the plan that counts."`
}

// AssignedChange is what a trial changes for a village.
type AssignedChange struct {
	Village     uuid.UUID       `json:"village"`
	Before      []AssignedRow   `json:"before"`
	After       []AssignedRow   `json:"after"`
	ShortBefore []AssignedShort `json:"short_before"`
	ShortAfter  []AssignedShort `json:"short_after"`
}

func assignedRows(all []assign.Row) []AssignedRow {
	out := make([]AssignedRow, len(all))
	for i, r := range all {
		out[i] = AssignedRow(r)
	}
	return out
}

func assignedShorts(all []assign.Short) []AssignedShort {
	out := make([]AssignedShort, len(all))
	for i, r := range all {
		out[i] = AssignedShort(r)
	}
	return out
}

func (b *AssignmentBody) about(in assign.Input) {
	b.Villages, b.Shelters = make([]AssignedVillage, len(in.Villages)), make([]AssignedShelter, len(in.Shelters))
	for i, v := range in.Villages {
		b.Villages[i] = AssignedVillage{ID: v.ID, Code: v.Code, Name: v.Name, People: v.People}
		if v.Point != nil {
			b.Villages[i].Lon, b.Villages[i].Lat = &v.Point[0], &v.Point[1]
		}
	}
	for i, k := range in.Shelters {
		b.Shelters[i] = AssignedShelter{k.ID, k.Name, k.Point[0], k.Point[1], k.Capacity}
	}
}

// planRead gives the county that the asker reads plans of.
func (s *Server) planRead(ctx context.Context, text string) (uuid.UUID, error) {
	county, err := s.countyNamed(ctx, text)
	if err != nil {
		return county, err
	}
	counties, whole, err := s.keptCounties(ctx, readPlans)
	if err == nil && !whole && !slices.Contains(counties, county) {
		err = assign.ErrNotFound
	}
	return county, err
}

func (s *Server) assignmentBody(ctx context.Context, p assign.Plan, county uuid.UUID, hazard string) (AssignmentBody, error) {
	b := AssignmentBody{County: county, Hazard: hazard, Rows: assignedRows(p.Rows), Shorts: assignedShorts(p.Shorts)}
	if p.ID != uuid.Nil {
		b.Plan, b.Made, b.By = &p.ID, &p.Made, s.nameOf(ctx, &p.Actor)
	}
	var err error
	b.Mine, err = s.mayDo(ctx, planShelters, county)
	return b, err
}

type assignmentOutput struct{ Body AssignmentBody }

func (s *Server) assignmentNow(ctx context.Context, in *AssignmentParams) (*assignmentOutput, error) {
	county, err := s.planRead(ctx, in.County)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return s.assignmentAnswer(ctx, county, in.Hazard)
}

func (s *Server) assignmentAnswer(ctx context.Context, county uuid.UUID, hazard string) (*assignmentOutput, error) {
	p, _, err := s.assigns().Now(ctx, county, hazard)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	b, err := s.assignmentBody(ctx, p, county, hazard)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	in, err := s.assigns().Input(ctx, county, hazard)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	b.about(in)
	return &assignmentOutput{b}, nil
}

func (s *Server) tryAssignment(ctx context.Context, in *AssignmentParams) (*struct{ Body TrialBody }, error) {
	county, err := s.planRead(ctx, in.County)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	p, err := s.assigns().Propose(ctx, county, in.Hazard)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	b := TrialBody{Digest: p.Digest, ReachM: p.Input.ReachM, Basis: p.Basis, Night: p.Night, Dropped: []AssignedDropped{}, Changes: []AssignedChange{}}
	if b.AssignmentBody, err = s.assignmentBody(ctx, p.Before, county, in.Hazard); err != nil {
		return nil, s.fail(ctx, err)
	}
	b.Rows, b.Shorts = assignedRows(p.Rows), assignedShorts(p.Shorts)
	b.about(p.Input)
	for _, d := range p.Dropped {
		b.Dropped = append(b.Dropped, AssignedDropped{d.Village, d.Shelter, d.Places, d.Why})
	}
	for _, c := range assign.Changes(p.Before, p.Made) {
		b.Changes = append(b.Changes, AssignedChange{c.Village, assignedRows(c.Before), assignedRows(c.After), assignedShorts(c.ShortBefore), assignedShorts(c.ShortAfter)})
	}
	return &struct{ Body TrialBody }{b}, nil
}

type acceptAssignmentInput struct {
	Lang    string `query:"lang" enum:"zh,en"`
	Key     string `header:"Idempotency-Key" maxLength:"200" doc:"Sent again, nothing is accepted again and the answer is the same."`
	RawBody []byte
	Body    struct {
		County string `json:"county,omitempty" maxLength:"36" doc:"Id or code; the register's own if absent."`
		Hazard string `json:"hazard" enum:"typhoon,flood,landslide,earthquake,fire,cold,other"`
		Digest string `json:"digest" maxLength:"64" doc:"Of the trial that was seen."`
		Reason string `json:"reason,omitempty" maxLength:"500"`
	}
}

func (s *Server) acceptAssignment(ctx context.Context, in *acceptAssignmentInput) (*assignmentOutput, error) {
	county, err := s.countyNamed(ctx, in.Body.County)
	if err == nil {
		err = s.permit(ctx, planShelters, county)
	}
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	by := s.principalOf(ctx).Account.ID
	intent := desk.Intent{Actor: by, Key: in.Key, Digest: intended(in.RawBody, "assignment", county.String())}
	if _, _, err := s.Desk.Once(ctx, intent, func(tx pgx.Tx) (string, error) {
		p, err := (&assign.Store{DB: tx}).Accept(ctx, by, county, in.Body.Hazard, in.Body.Digest, in.Body.Reason)
		return p.ID.String(), err
	}); err != nil {
		return nil, s.fail(ctx, err)
	}
	return s.assignmentAnswer(ctx, county, in.Body.Hazard)
}

// AssignedWanted is how many of a village an officer sends to a shelter.
type AssignedWanted struct {
	Shelter uuid.UUID `json:"shelter"`
	Places  int       `json:"places" minimum:"1" maximum:"1000000"`
}

type setAssignmentInput struct {
	Lang    string `query:"lang" enum:"zh,en"`
	Village string `path:"village" maxLength:"36" doc:"Id or code."`
	Body    struct {
		County   string           `json:"county,omitempty" maxLength:"36" doc:"Id or code; the register's own if absent."`
		Hazard   string           `json:"hazard" enum:"typhoon,flood,landslide,earthquake,fire,cold,other"`
		Seen     uuid.UUID        `json:"seen" doc:"The plan that its changer has seen."`
		Shelters []AssignedWanted `json:"shelters" maxItems:"20"`
		Reason   string           `json:"reason,omitempty" maxLength:"500"`
	}
}

func (s *Server) setAssignment(ctx context.Context, in *setAssignmentInput) (*assignmentOutput, error) {
	county, village, err := s.assigned(ctx, in.Body.County, in.Village)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	to := make([]assign.Wanted, len(in.Body.Shelters))
	for i, k := range in.Body.Shelters {
		to[i] = assign.Wanted{Shelter: k.Shelter, Places: k.Places}
	}
	if _, err := s.assigns().Set(ctx, s.principalOf(ctx).Account.ID, county, in.Body.Hazard, in.Body.Seen, village, to, in.Body.Reason); err != nil {
		return nil, s.failAssignment(ctx, err)
	}
	return s.assignmentAnswer(ctx, county, in.Body.Hazard)
}

// assigned gives the county and the village that the asker assigns.
func (s *Server) assigned(ctx context.Context, county, village string) (uuid.UUID, uuid.UUID, error) {
	c, err := s.countyNamed(ctx, county)
	if err == nil {
		err = s.permit(ctx, planShelters, c)
	}
	if err != nil {
		return c, uuid.Nil, err
	}
	v, err := s.divisionNamed(ctx, village)
	return c, v, err
}

type releaseAssignmentInput struct {
	AssignmentParams
	Village string    `path:"village" maxLength:"36" doc:"Id or code."`
	Seen    uuid.UUID `query:"seen" required:"true" doc:"The plan that its changer has seen."`
	Reason  string    `query:"reason" maxLength:"500"`
}

func (s *Server) releaseAssignment(ctx context.Context, in *releaseAssignmentInput) (*assignmentOutput, error) {
	county, village, err := s.assigned(ctx, in.County, in.Village)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	if _, err := s.assigns().Release(ctx, s.principalOf(ctx).Account.ID, county, in.Hazard, in.Seen, village, in.Reason); err != nil {
		return nil, s.failAssignment(ctx, err)
	}
	return s.assignmentAnswer(ctx, county, in.Hazard)
}
