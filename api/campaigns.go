package api

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"diming/gazetteer/campaign"
	"diming/internal/version"
)

// campaignRoutes are the clean-up drives 不规范地名清理整治.
func (s *Server) campaignRoutes(rs routes) {
	item := "/v1/campaigns/{id}"
	post := func(path, summary string) huma.Operation {
		return huma.Operation{Method: http.MethodPost, Path: path, Summary: summary, DefaultStatus: http.StatusNoContent}
	}
	get(rs, mayAnywhere(readInternal), "/v1/campaigns", "Clean-up drives, the newest first", s.campaigns)
	operate(rs, may(manageCampaign), huma.Operation{Method: http.MethodPost, Path: "/v1/campaigns", Summary: "Begin a clean-up drive", DefaultStatus: http.StatusCreated}, s.beginCampaign,
		Example{Body: `{"title":"","division":"{code}","basis":"民发〔2018〕146号"}`})
	get(rs, mayAnywhere(readInternal), item, "A drive with its progress", s.campaignOf)
	rs.plain(mayAnywhere(readInternal), http.MethodGet, item+"/items.csv", s.campaignSheet)
	get(rs, mayAnywhere(readInternal), item+"/items", "What the runs of a drive have hit", s.campaignItems)
	operate(rs, mayAnywhere(manageCampaign), post(item+"/run", "Have a drive pass over the register"), s.runCampaign)
	operate(rs, mayAnywhere(manageCampaign), post(item+"/cancel", "Stop the run of a drive; what it found stands"), s.cancelCampaign)
	operate(rs, mayAnywhere(manageCampaign), post(item+"/end", "End a drive"), s.endCampaign, Example{Body: `{"reason":"测试"}`})
	operate(rs, mayAnywhere(decideCampaign), post(item+"/decisions", "Decide items, each with a record of its own"), s.decideItems,
		Example{Body: `{"items":[],"decision":"keep","reason":"测试"}`})
	operate(rs, mayAnywhere(decideCampaign), post(item+"/owners", "Give items to somebody who sees to them"), s.assignItems, Example{Body: `{"items":[]}`})
	operate(rs, mayAnywhere(decideCampaign), huma.Operation{Method: http.MethodPost, Path: item + "/items/{item}/case", Summary: "Open a case from an item, or say which case it became"}, s.itemCase,
		Example{Path: "/v1/campaigns/{uuid}/items/{uuid}/case", Body: `{"case":"{uuid}"}`})
}

// CampaignBody is a clean-up drive.
type CampaignBody struct {
	ID           uuid.UUID      `json:"id"`
	Title        string         `json:"title"`
	Division     uuid.UUID      `json:"division"`
	DivisionName string         `json:"division_name"`
	Classes      []string       `json:"classes"`
	Tests        []string       `json:"tests" doc:"Empty for all."`
	Basis        string         `json:"basis"`
	BegunOn      string         `json:"begun_on"`
	EndedOn      string         `json:"ended_on,omitempty"`
	Counts       map[string]int `json:"counts" doc:"Items by state; vanished are those undecided that the last run no longer hit."`
	Run          *CampaignRun   `json:"run,omitempty"`
}

// CampaignRun is one pass over the register.
type CampaignRun struct {
	State    string     `json:"state" enum:"queued,running,done,failed,cancelled"`
	Started  *time.Time `json:"started_at,omitempty"`
	Finished *time.Time `json:"finished_at,omitempty"`
	Done     int64      `json:"done" doc:"Names looked at."`
	Total    int64      `json:"total"`
	Hits     int64      `json:"hits"`
	Vanished int64      `json:"vanished"`
	Rules    string     `json:"rules" doc:"The version of the rules."`
	Failure  string     `json:"failure,omitempty"`
}

func campaignBody(ctx context.Context, d campaign.Drive) CampaignBody {
	b := CampaignBody{d.ID, d.Title, d.Division, d.DivisionName, d.Classes, d.Tests, d.Basis, d.BegunOn.String(), d.EndedOn.String(), d.Counts, nil}
	if r := d.Run; r != nil {
		b.Run = &CampaignRun{r.State, r.Started, r.Finished, r.Done, r.Total, r.Hits, r.Vanished, r.Rules, ownWords(ctx, r.Failure)}
	}
	return b
}

// CampaignItem is one name that was hit.
type CampaignItem struct {
	ID           uuid.UUID       `json:"id"`
	Place        uuid.UUID       `json:"place"`
	Name         string          `json:"name"`
	NameNow      string          `json:"name_now"`
	Class        string          `json:"class"`
	ClassName    string          `json:"class_name"`
	DivisionName string          `json:"division_name"`
	Checks       []string        `json:"checks"`
	Findings     json.RawMessage `json:"findings"`
	Rules        string          `json:"rules"`
	Vanished     bool            `json:"vanished"`
	State        string          `json:"state" enum:"open,decided,case_opened,done"`
	Decision     string          `json:"decision,omitempty"`
	Decided      *uuid.UUID      `json:"decided,omitempty" doc:"The decision that holds; sent back as seen."`
	Reason       string          `json:"reason,omitempty"`
	Evidence     string          `json:"evidence,omitempty"`
	By           string          `json:"by,omitempty"`
	At           *time.Time      `json:"at,omitempty"`
	Case         *uuid.UUID      `json:"case,omitempty"`
	CaseNumber   string          `json:"case_number,omitempty"`
	CaseState    string          `json:"case_state,omitempty"`
	Owner        string          `json:"owner,omitempty"`
}

type itemsOf[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next,omitempty"`
}

func (s *Server) campaigns(ctx context.Context, _ *langInput) (*struct{ Body itemsOf[CampaignBody] }, error) {
	roots, whole, err := s.reach(ctx, readInternal)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	all, err := s.Campaigns.Drives(ctx, roots, whole)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := itemsOf[CampaignBody]{Items: make([]CampaignBody, len(all))}
	for i, d := range all {
		body.Items[i] = campaignBody(ctx, d)
	}
	return &struct{ Body itemsOf[CampaignBody] }{body}, nil
}

// drive gives a drive that the asker may do an action with.
func (s *Server) drive(ctx context.Context, a Action, id uuid.UUID) (campaign.Drive, error) {
	d, err := s.Campaigns.Drive(ctx, id)
	if err == nil {
		err = s.permit(ctx, a, d.Division)
	}
	if err != nil {
		return d, s.fail(ctx, err)
	}
	return d, nil
}

// ObjectParam names an object in the address.
type ObjectParam struct {
	Lang string    `query:"lang" enum:"zh,en"`
	ID   uuid.UUID `path:"id"`
}

func (s *Server) campaignOf(ctx context.Context, in *ObjectParam) (*struct{ Body CampaignBody }, error) {
	d, err := s.drive(ctx, readInternal, in.ID)
	if err != nil {
		return nil, err
	}
	return &struct{ Body CampaignBody }{campaignBody(ctx, d)}, nil
}

type beginCampaignInput struct {
	Lang string `query:"lang" enum:"zh,en"`
	Body struct {
		Title    string   `json:"title" maxLength:"200"`
		Division string   `json:"division" maxLength:"36" doc:"Id or code."`
		Classes  []string `json:"classes,omitempty" maxItems:"50"`
		Tests    []string `json:"tests,omitempty" maxItems:"4" enum:"大,洋,怪,重" doc:"All if absent."`
		Basis    string   `json:"basis" maxLength:"500"`
		BegunOn  string   `json:"begun_on,omitempty" maxLength:"10" doc:"Today if absent."`
	}
}

type madeOutput struct {
	Body struct {
		ID uuid.UUID `json:"id"`
	}
}

func made(id uuid.UUID) *madeOutput {
	out := &madeOutput{}
	out.Body.ID = id
	return out
}

func (s *Server) beginCampaign(ctx context.Context, in *beginCampaignInput) (*madeOutput, error) {
	division, day, err := s.divisionAndDay(ctx, manageCampaign, in.Body.Division, in.Body.BegunOn)
	if err != nil {
		return nil, err
	}
	id, _, err := s.Campaigns.Begin(ctx, s.principalOf(ctx).Account.ID, campaign.Drive{Title: in.Body.Title, Division: division, Classes: in.Body.Classes, Tests: in.Body.Tests, Basis: in.Body.Basis, BegunOn: day})
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return made(id), nil
}

// divisionAndDay reads where and from when something is made, and whether its
// maker may.
func (s *Server) divisionAndDay(ctx context.Context, a Action, division, day string) (uuid.UUID, version.Date, error) {
	id, err := s.divisionNamed(ctx, division)
	if err == nil {
		err = s.permit(ctx, a, id)
	}
	on := version.Today()
	if err == nil {
		on, err = dayOr(day, on)
	}
	if err != nil {
		return id, on, s.fail(ctx, err)
	}
	return id, on, nil
}

func (s *Server) runCampaign(ctx context.Context, in *ObjectParam) (*struct{}, error) {
	if _, err := s.drive(ctx, manageCampaign, in.ID); err != nil {
		return nil, err
	}
	_, err := s.Campaigns.Ask(ctx, s.principalOf(ctx).Account.ID, in.ID)
	return s.done(ctx, err)
}

// done answers a write that has nothing to tell.
func (s *Server) done(ctx context.Context, err error) (*struct{}, error) {
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return nil, nil
}

func (s *Server) cancelCampaign(ctx context.Context, in *ObjectParam) (*struct{}, error) {
	if _, err := s.drive(ctx, manageCampaign, in.ID); err != nil {
		return nil, err
	}
	_, err := s.Campaigns.Cancel(ctx, s.principalOf(ctx).Account.ID, in.ID)
	return s.done(ctx, err)
}

type reasonInput struct {
	ObjectParam
	Body struct {
		Reason string `json:"reason" minLength:"1" maxLength:"2000"`
		Day    string `json:"day,omitempty" maxLength:"10" doc:"Today if absent."`
	}
}

func (s *Server) endCampaign(ctx context.Context, in *reasonInput) (*struct{}, error) {
	d, err := s.drive(ctx, manageCampaign, in.ID)
	if err != nil {
		return nil, err
	}
	_, day, err := s.divisionAndDay(ctx, manageCampaign, d.Division.String(), in.Body.Day)
	if err != nil {
		return nil, err
	}
	_, err = s.Campaigns.End(ctx, s.principalOf(ctx).Account.ID, in.ID, day, in.Body.Reason)
	return s.done(ctx, err)
}

type campaignItemsInput struct {
	ObjectParam
	State    string `query:"state" enum:"open,decided,case_opened,done"`
	Check    string `query:"check" enum:"大,洋,怪,重"`
	Decision string `query:"decision" enum:"rename,keep,out_of_scope,look_into"`
	Q        string `query:"q" maxLength:"100"`
	Vanished bool   `query:"vanished"`
	Mine     bool   `query:"mine" doc:"Only those that the asker sees to."`
	Cursor   string `query:"cursor" maxLength:"36"`
	Limit    int    `query:"limit" minimum:"0" maximum:"500" doc:"100 if absent."`
}

// itemFilter reads by what the items of a drive are narrowed.
func (s *Server) itemFilter(ctx context.Context, in *campaignItemsInput) (campaign.Filter, error) {
	f := campaign.Filter{Campaign: in.ID, State: in.State, Check: in.Check, Decision: in.Decision, Text: in.Q, Vanished: in.Vanished, Limit: in.Limit}
	if f.Limit == 0 {
		f.Limit = 100
	}
	if in.Mine {
		me := s.principalOf(ctx).Account.ID
		f.Owner = &me
	}
	var err error
	if f.After, err = cursorID(in.Cursor); err != nil {
		return f, badCursor.in(ctx)
	}
	return f, nil
}

func (s *Server) campaignItems(ctx context.Context, in *campaignItemsInput) (*struct{ Body itemsOf[CampaignItem] }, error) {
	if _, err := s.drive(ctx, readInternal, in.ID); err != nil {
		return nil, err
	}
	f, err := s.itemFilter(ctx, in)
	if err != nil {
		return nil, err
	}
	all, err := s.Campaigns.Items(ctx, f)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := itemsOf[CampaignItem]{Items: make([]CampaignItem, len(all))}
	for n, i := range all {
		body.Items[n] = CampaignItem{i.ID, i.Place, i.Name, i.NameNow, i.Class, i.ClassName, i.DivisionName, i.Checks, i.Findings, i.Rules, i.Vanished,
			i.State, i.Decision, i.Decided, i.Reason, i.Evidence, s.nameOf(ctx, i.By), i.At, i.Case, i.CaseNumber, i.CaseState, s.nameOf(ctx, i.Owner)}
	}
	if len(all) == f.Limit {
		body.Next = all[len(all)-1].ID.String()
	}
	return &struct{ Body itemsOf[CampaignItem] }{body}, nil
}

func cursorID(text string) (uuid.UUID, error) {
	if text == "" {
		return uuid.Nil, nil
	}
	return uuid.Parse(text)
}

// nameOf is what a colleague is called, "" where that is not held.
func (s *Server) nameOf(ctx context.Context, id *uuid.UUID) string {
	if id == nil {
		return ""
	}
	a, err := s.Accounts.ByID(ctx, *id)
	if err != nil {
		return ""
	}
	return a.Name
}

// AskedItem is an item that is decided.
type AskedItem struct {
	ID   uuid.UUID  `json:"id"`
	Seen *uuid.UUID `json:"seen,omitempty" doc:"The decision that its decider has seen hold."`
}

type decideItemsInput struct {
	ObjectParam
	Body struct {
		Items    []AskedItem `json:"items" maxItems:"500"`
		Decision string      `json:"decision" enum:"rename,keep,out_of_scope,look_into"`
		Reason   string      `json:"reason" maxLength:"2000"`
		Evidence string      `json:"evidence,omitempty" maxLength:"8000" doc:"Needed for rename."`
	}
}

func (s *Server) decideItems(ctx context.Context, in *decideItemsInput) (*struct{}, error) {
	if _, err := s.drive(ctx, decideCampaign, in.ID); err != nil {
		return nil, err
	}
	asked := make([]campaign.Asked, len(in.Body.Items))
	for n, i := range in.Body.Items {
		asked[n] = campaign.Asked(i)
	}
	return s.done(ctx, s.Campaigns.Decide(ctx, s.principalOf(ctx).Account.ID, in.ID, asked, in.Body.Decision, in.Body.Reason, in.Body.Evidence))
}
