package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"diming/gazetteer/heritage"
)

// heritageRoutes are the protection lists 地名文化遗产保护名录.
func (s *Server) heritageRoutes(rs routes) {
	item := "/v1/heritage-items/{id}"
	post := func(path, summary string) huma.Operation {
		return huma.Operation{Method: http.MethodPost, Path: path, Summary: summary, DefaultStatus: http.StatusNoContent}
	}
	create := func(path, summary string) huma.Operation {
		return huma.Operation{Method: http.MethodPost, Path: path, Summary: summary, DefaultStatus: http.StatusCreated}
	}
	get(rs, public, "/v1/heritage-lists", "Published protection lists with their names", s.heritageLists)
	get(rs, mayAnywhere(readInternal), "/v1/heritage-batches", "Protection lists, also those not published", s.heritageBatches)
	operate(rs, may(editHeritage), create("/v1/heritage-batches", "Begin a protection list"), s.beginHeritage, Example{Body: `{"title":"","year":2026,"criteria":"测试","division":"{code}"}`})
	operate(rs, mayAnywhere(decideHeritage), post("/v1/heritage-batches/{id}/publish", "Publish a list"), s.publishHeritage, Example{Body: `{"reason":"测试"}`})
	operate(rs, mayAnywhere(editHeritage), create("/v1/heritage-batches/{id}/items", "Propose a place for a list"), s.proposeHeritage, Example{Body: `{"place":"{place}","class":"历史地名","reason":"测试"}`})
	get(rs, mayAnywhere(readInternal), "/v1/heritage-items", "Names on lists or on their way there", s.heritageItems)
	rs.plain(mayAnywhere(readInternal), http.MethodGet, "/v1/heritage-items.csv", s.heritageSheet)
	get(rs, mayAnywhere(readInternal), item, "A name with its evidence and plans", s.heritageItem)
	operate(rs, mayAnywhere(editHeritage), post(item+"/review", "Record that a proposal was looked into"), s.reviewHeritage, Example{Body: `{"reason":"测试"}`})
	operate(rs, mayAnywhere(decideHeritage), post(item+"/list", "Put a reviewed name onto its list"), s.listHeritage, Example{Body: `{"reason":"测试"}`})
	operate(rs, mayAnywhere(decideHeritage), post(item+"/end", "Take a name off its list, or drop a proposal"), s.endHeritage, Example{Body: `{"reason":"测试"}`})
	operate(rs, mayAnywhere(editHeritage), post(item+"/evidence", "Add what speaks for a name"), s.heritageEvidence, Example{Body: `{"title":"测试"}`})
	operate(rs, mayAnywhere(editHeritage), post(item+"/plans", "Record how a name is to be protected"), s.heritagePlan, Example{Body: `{"measures":["marker"],"text":"测试"}`})
	operate(rs, mayAnywhere(decideHeritage), post(item+"/plans/{plan}/approve", "Approve a plan; then the name may be changed"), s.approvePlan,
		Example{Path: "/v1/heritage-items/{uuid}/plans/{uuid}/approve", Body: `{"reason":"测试"}`})
}

func (s *Server) heritage() *heritage.Store { return &heritage.Store{DB: s.DB} }

// HeritageBatch is a protection list.
type HeritageBatch struct {
	ID           uuid.UUID      `json:"id"`
	DivisionName string         `json:"division_name"`
	Title        string         `json:"title"`
	Year         int            `json:"year"`
	Criteria     string         `json:"criteria"`
	PublishedOn  string         `json:"published_on,omitempty"`
	Counts       map[string]int `json:"counts,omitempty"`
	Names        []HeritageName `json:"names,omitempty"`
}

// HeritageName is a protected name as everybody reads it.
type HeritageName struct {
	Place        uuid.UUID `json:"place"`
	Name         string    `json:"name"`
	NameNow      string    `json:"name_now"`
	Class        string    `json:"class"`
	DivisionName string    `json:"division_name"`
	ListedOn     string    `json:"listed_on"`
	Lon          *float64  `json:"lon,omitempty"`
	Lat          *float64  `json:"lat,omitempty"`
}

// HeritageItem is a name on a list or on its way there.
type HeritageItem struct {
	ID           uuid.UUID          `json:"id"`
	Batch        uuid.UUID          `json:"batch"`
	BatchTitle   string             `json:"batch_title"`
	Place        uuid.UUID          `json:"place"`
	Name         string             `json:"name"`
	NameNow      string             `json:"name_now"`
	Class        string             `json:"class"`
	Reason       string             `json:"reason"`
	State        string             `json:"state" enum:"proposed,reviewed,listed,delisted,dropped"`
	ProposedBy   string             `json:"proposed_by"`
	Review       string             `json:"review,omitempty"`
	ListedOn     string             `json:"listed_on,omitempty"`
	EndedOn      string             `json:"ended_on,omitempty"`
	EndedWhy     string             `json:"ended_why,omitempty"`
	DivisionName string             `json:"division_name"`
	Published    bool               `json:"published" doc:"Its list is."`
	Plans        int                `json:"plans"`
	PlanState    string             `json:"plan_state" enum:"none,drawn,approved" doc:"Of the latest plan."`
	MayRename    bool               `json:"may_rename" doc:"No plan is needed, or one was approved."`
	Evidence     []HeritageEvidence `json:"evidence,omitempty"`
	PlanList     []HeritagePlan     `json:"plan_list,omitempty"`
}

// HeritageEvidence is what speaks for a name.
type HeritageEvidence struct {
	Title  string `json:"title" minLength:"1" maxLength:"300"`
	Source string `json:"source,omitempty" maxLength:"500"`
}

// DrawnPlan says how a name is to be protected.
type DrawnPlan struct {
	Measures []string `json:"measures" minItems:"1" maxItems:"6" enum:"marker,derived,living,product,publicity,other"`
	Text     string   `json:"text" minLength:"1" maxLength:"8000"`
	Document string   `json:"document,omitempty" maxLength:"300"`
	DrawnOn  string   `json:"drawn_on,omitempty" maxLength:"10" doc:"Today if absent."`
}

// HeritagePlan is a plan as it is held.
type HeritagePlan struct {
	ID         uuid.UUID `json:"id"`
	Measures   []string  `json:"measures"`
	Text       string    `json:"text"`
	Document   string    `json:"document,omitempty"`
	DrawnOn    string    `json:"drawn_on"`
	DrawnBy    string    `json:"drawn_by"`
	Own        bool      `json:"own" doc:"The asker wrote it, and does not approve it."`
	ApprovedOn string    `json:"approved_on,omitempty"`
	ApprovedBy string    `json:"approved_by,omitempty"`
	Note       string    `json:"note,omitempty"`
}

func batchBody(b heritage.Batch) HeritageBatch {
	return HeritageBatch{ID: b.ID, DivisionName: b.DivisionName, Title: b.Title, Year: b.Year, Criteria: b.Criteria, PublishedOn: b.PublishedOn.String(), Counts: b.Counts}
}

func (s *Server) itemBody(ctx context.Context, i heritage.Item) HeritageItem {
	return HeritageItem{ID: i.ID, Batch: i.Batch, BatchTitle: i.BatchTitle, Place: i.Place, Name: i.Name, NameNow: i.NameNow, Class: i.Class, Reason: i.Reason, State: i.State,
		ProposedBy: s.nameOf(ctx, &i.ProposedBy), Review: i.Review, ListedOn: i.ListedOn.String(), EndedOn: i.EndedOn.String(), EndedWhy: i.EndedWhy, DivisionName: i.DivisionName, Published: i.Published,
		Plans: i.Plans, PlanState: i.PlanState, MayRename: i.State != heritage.Listed || i.Approved}
}

// heritageLists is what everybody may read: published lists, and of their
// names those that stand for public places.
func (s *Server) heritageLists(ctx context.Context, _ *langInput) (*struct{ Body itemsOf[HeritageBatch] }, error) {
	lists, err := s.heritage().Published(ctx)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := itemsOf[HeritageBatch]{Items: make([]HeritageBatch, len(lists))}
	for n, b := range lists {
		list := batchBody(b)
		list.Counts, list.Names = nil, []HeritageName{}
		names, err := s.heritage().Items(ctx, heritage.Filter{Whole: true, Batch: &b.ID, Open: true, Limit: 5000})
		if err != nil {
			return nil, s.fail(ctx, err)
		}
		for _, i := range names {
			name := HeritageName{Place: i.Place, Name: i.Name, NameNow: i.NameNow, Class: i.Class, DivisionName: i.DivisionName, ListedOn: i.ListedOn.String()}
			name.Lon, name.Lat = lonLat(i.Location)
			list.Names = append(list.Names, name)
		}
		body.Items[n] = list
	}
	return &struct{ Body itemsOf[HeritageBatch] }{body}, nil
}

func (s *Server) heritageBatches(ctx context.Context, _ *langInput) (*struct{ Body itemsOf[HeritageBatch] }, error) {
	roots, whole, err := s.reach(ctx, readInternal)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	all, err := s.heritage().Batches(ctx, roots, whole)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := itemsOf[HeritageBatch]{Items: make([]HeritageBatch, len(all))}
	for i, b := range all {
		body.Items[i] = batchBody(b)
	}
	return &struct{ Body itemsOf[HeritageBatch] }{body}, nil
}

type beginHeritageInput struct {
	Lang string `query:"lang" enum:"zh,en"`
	Body struct {
		Title    string `json:"title" maxLength:"200"`
		Year     int    `json:"year" minimum:"1900" maximum:"2200"`
		Criteria string `json:"criteria" maxLength:"4000"`
		Division string `json:"division" maxLength:"36" doc:"Id or code."`
	}
}

func (s *Server) beginHeritage(ctx context.Context, in *beginHeritageInput) (*madeOutput, error) {
	division, _, err := s.divisionAndDay(ctx, editHeritage, in.Body.Division, "")
	if err != nil {
		return nil, err
	}
	id, _, err := s.heritage().AddBatch(ctx, s.principalOf(ctx).Account.ID, heritage.Batch{Division: division, Title: in.Body.Title, Year: in.Body.Year, Criteria: in.Body.Criteria})
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return made(id), nil
}

// heritageBatch gives a list that the asker may do an action with.
func (s *Server) heritageBatch(ctx context.Context, a Action, id uuid.UUID) error {
	b, err := s.heritage().Batch(ctx, id)
	if err == nil {
		err = s.permit(ctx, a, b.Division)
	}
	if err != nil {
		return s.fail(ctx, err)
	}
	return nil
}

// heritageOf gives an item that the asker may do an action with.
func (s *Server) heritageOf(ctx context.Context, a Action, id uuid.UUID) (heritage.Item, error) {
	i, err := s.heritage().Item(ctx, id)
	if err == nil {
		err = s.permit(ctx, a, i.Owner)
	}
	if err != nil {
		return i, s.fail(ctx, err)
	}
	return i, nil
}

func (s *Server) publishHeritage(ctx context.Context, in *reasonInput) (*struct{}, error) {
	if err := s.heritageBatch(ctx, decideHeritage, in.ID); err != nil {
		return nil, err
	}
	day, err := dayOr(in.Body.Day, today())
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	_, err = s.heritage().Publish(ctx, s.principalOf(ctx).Account.ID, in.ID, day, in.Body.Reason)
	return s.done(ctx, err)
}

type proposeInput struct {
	ObjectParam
	Body struct {
		Place  uuid.UUID `json:"place"`
		Class  string    `json:"class" minLength:"1" maxLength:"50"`
		Reason string    `json:"reason" minLength:"1" maxLength:"4000"`
	}
}

func (s *Server) proposeHeritage(ctx context.Context, in *proposeInput) (*madeOutput, error) {
	if err := s.heritageBatch(ctx, editHeritage, in.ID); err != nil {
		return nil, err
	}
	id, _, err := s.heritage().Propose(ctx, s.principalOf(ctx).Account.ID, in.ID, in.Body.Place, in.Body.Class, in.Body.Reason)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return made(id), nil
}

type heritageItemsInput struct {
	Lang   string `query:"lang" enum:"zh,en"`
	Batch  string `query:"batch" maxLength:"36"`
	State  string `query:"state" enum:"proposed,reviewed,listed,delisted,dropped"`
	Plan   string `query:"plan" enum:"none,drawn,approved" doc:"State of the latest protection plan."`
	Place  string `query:"place" maxLength:"36"`
	Q      string `query:"q" maxLength:"100"`
	Cursor string `query:"cursor" maxLength:"36"`
	Limit  int    `query:"limit" minimum:"0" maximum:"500" doc:"100 if absent."`
}

// heritageFilter reads by what a list of names is narrowed.
func (s *Server) heritageFilter(ctx context.Context, in *heritageItemsInput) (heritage.Filter, error) {
	f := heritage.Filter{State: in.State, Plan: in.Plan, Text: in.Q, Limit: in.Limit}
	if f.Limit == 0 {
		f.Limit = 100
	}
	var err error
	if f.Within, f.Whole, err = s.reach(ctx, readInternal); err != nil {
		return f, err
	}
	if f.Batch, err = optionalID(in.Batch); err != nil {
		return f, errBadFilter
	}
	if f.Place, err = optionalID(in.Place); err != nil {
		return f, errBadFilter
	}
	if f.After, err = cursorID(in.Cursor); err != nil {
		return f, badCursor.in(ctx)
	}
	return f, nil
}

// optionalID reads an id; nil where none is said.
func optionalID(text string) (*uuid.UUID, error) {
	if text == "" {
		return nil, nil
	}
	id, err := uuid.Parse(text)
	return &id, err
}

func (s *Server) heritageItems(ctx context.Context, in *heritageItemsInput) (*struct{ Body itemsOf[HeritageItem] }, error) {
	f, err := s.heritageFilter(ctx, in)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	all, err := s.heritage().Items(ctx, f)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := itemsOf[HeritageItem]{Items: make([]HeritageItem, len(all))}
	for n, i := range all {
		body.Items[n] = s.itemBody(ctx, i)
	}
	if len(all) == f.Limit {
		body.Next = all[len(all)-1].ID.String()
	}
	return &struct{ Body itemsOf[HeritageItem] }{body}, nil
}

func (s *Server) heritageItem(ctx context.Context, in *ObjectParam) (*struct{ Body HeritageItem }, error) {
	i, err := s.heritageOf(ctx, readInternal, in.ID)
	if err != nil {
		return nil, err
	}
	body := s.itemBody(ctx, i)
	evidence, plans, err := s.heritage().Details(ctx, in.ID)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	for _, e := range evidence {
		body.Evidence = append(body.Evidence, HeritageEvidence{e.Title, e.Source})
	}
	for _, p := range plans {
		body.PlanList = append(body.PlanList, HeritagePlan{p.ID, p.Measures, p.Text, p.Document, p.DrawnOn.String(), s.nameOf(ctx, &p.DrawnBy),
			p.DrawnBy == s.principalOf(ctx).Account.ID, p.ApprovedOn.String(), s.nameOf(ctx, p.ApprovedBy), p.Note})
	}
	return &struct{ Body HeritageItem }{body}, nil
}

func (s *Server) reviewHeritage(ctx context.Context, in *reasonInput) (*struct{}, error) {
	if _, err := s.heritageOf(ctx, editHeritage, in.ID); err != nil {
		return nil, err
	}
	_, err := s.heritage().Review(ctx, s.principalOf(ctx).Account.ID, in.ID, in.Body.Reason)
	return s.done(ctx, err)
}

func (s *Server) listHeritage(ctx context.Context, in *reasonInput) (*struct{}, error) {
	if _, err := s.heritageOf(ctx, decideHeritage, in.ID); err != nil {
		return nil, err
	}
	day, err := dayOr(in.Body.Day, today())
	if err == nil {
		_, err = s.heritage().List(ctx, s.principalOf(ctx).Account.ID, in.ID, day, in.Body.Reason)
	}
	return s.done(ctx, err)
}

func (s *Server) endHeritage(ctx context.Context, in *reasonInput) (*struct{}, error) {
	if _, err := s.heritageOf(ctx, decideHeritage, in.ID); err != nil {
		return nil, err
	}
	day, err := dayOr(in.Body.Day, today())
	if err == nil {
		_, err = s.heritage().End(ctx, s.principalOf(ctx).Account.ID, in.ID, day, in.Body.Reason)
	}
	return s.done(ctx, err)
}

type evidenceInput struct {
	ObjectParam
	Body HeritageEvidence
}

func (s *Server) heritageEvidence(ctx context.Context, in *evidenceInput) (*struct{}, error) {
	if _, err := s.heritageOf(ctx, editHeritage, in.ID); err != nil {
		return nil, err
	}
	_, err := s.heritage().AddEvidence(ctx, s.principalOf(ctx).Account.ID, in.ID, heritage.Evidence{Title: in.Body.Title, Source: in.Body.Source})
	return s.done(ctx, err)
}

type protectInput struct {
	ObjectParam
	Body DrawnPlan
}

func (s *Server) heritagePlan(ctx context.Context, in *protectInput) (*struct{}, error) {
	if _, err := s.heritageOf(ctx, editHeritage, in.ID); err != nil {
		return nil, err
	}
	day, err := dayOr(in.Body.DrawnOn, today())
	if err == nil {
		_, err = s.heritage().AddPlan(ctx, s.principalOf(ctx).Account.ID, in.ID, heritage.Plan{Measures: in.Body.Measures, Text: in.Body.Text, Document: in.Body.Document, DrawnOn: day})
	}
	return s.done(ctx, err)
}

type approvePlanInput struct {
	ObjectParam
	Plan uuid.UUID `path:"plan"`
	Body struct {
		Reason string `json:"reason" minLength:"1" maxLength:"2000"`
		Day    string `json:"day,omitempty" maxLength:"10" doc:"Today if absent."`
	}
}

func (s *Server) approvePlan(ctx context.Context, in *approvePlanInput) (*struct{}, error) {
	if _, err := s.heritageOf(ctx, decideHeritage, in.ID); err != nil {
		return nil, err
	}
	day, err := dayOr(in.Body.Day, today())
	if err == nil {
		_, err = s.heritage().Approve(ctx, s.principalOf(ctx).Account.ID, in.ID, in.Plan, day, in.Body.Reason)
	}
	return s.done(ctx, err)
}
