package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/gazetteer/supervision"
	"diming/internal/version"
)

// supervisionRoutes are the log of supervision. Who reported is told by one
// route alone, to those who may know.
func (s *Server) supervisionRoutes(rs routes) {
	item := "/v1/supervision/{id}"
	get(rs, mayAnywhere(superviseNames), "/v1/supervision", "Notices, talks and reports, overdue ones first", s.supervisionList)
	rs.plain(mayAnywhere(superviseNames), http.MethodGet, "/v1/supervision.csv", s.supervisionSheet)
	operate(rs, may(superviseNames), huma.Operation{Method: http.MethodPost, Path: "/v1/supervision", Summary: "Record a notice, a talk or a report", DefaultStatus: http.StatusCreated},
		s.openMatter, Example{Body: `{"kind":"notice","division":"{code}","subject":""}`})
	get(rs, mayAnywhere(superviseNames), item, "One matter of supervision", s.matter)
	operate(rs, mayAnywhere(superviseNames), huma.Operation{Method: http.MethodPost, Path: item + "/close", Summary: "Close a matter with its result", DefaultStatus: http.StatusNoContent},
		s.closeMatter, Example{Body: `{"result":"测试"}`})
	operate(rs, mayAnywhere(superviseNames), huma.Operation{Method: http.MethodPost, Path: item + "/subject", Summary: "Say in a line what a matter is about", DefaultStatus: http.StatusNoContent},
		s.summariseMatter, Example{Body: `{"reason":"测试"}`})
	operate(rs, mayAnywhere(knowReporter), huma.Operation{Method: http.MethodPost, Path: item + "/reporter", Summary: "Who reported, and in which words; that it was asked is an entry of the ledger"}, s.reporter)
}

func (s *Server) supervision() *supervision.Store { return &supervision.Store{DB: s.DB} }

func today() version.Date { return version.Today() }

// MatterBody is an act of supervision.
type MatterBody struct {
	ID           uuid.UUID  `json:"id"`
	Kind         string     `json:"kind" enum:"notice,talk,report"`
	DivisionName string     `json:"division_name"`
	Number       string     `json:"number,omitempty"`
	Party        string     `json:"party,omitempty"`
	Subject      string     `json:"subject"`
	Body         string     `json:"body,omitempty"`
	Basis        string     `json:"basis,omitempty"`
	Place        *uuid.UUID `json:"place,omitempty"`
	PlaceName    string     `json:"place_name,omitempty"`
	MadeOn       string     `json:"made_on"`
	DueOn        string     `json:"due_on,omitempty"`
	State        string     `json:"state" enum:"open,done,void"`
	Result       string     `json:"result,omitempty"`
	ClosedOn     string     `json:"closed_on,omitempty"`
	Secret       bool       `json:"secret" doc:"A reporter is held."`
	Overdue      bool       `json:"overdue"`
}

func matterBody(m supervision.Matter) MatterBody {
	return MatterBody{m.ID, m.Kind, m.DivisionName, m.Number, m.Party, m.Subject, m.Body, m.Basis, m.Place, m.PlaceName,
		m.MadeOn.String(), m.DueOn.String(), m.State, m.Result, m.ClosedOn.String(), m.Secret, m.Overdue}
}

type supervisionInput struct {
	Lang    string `query:"lang" enum:"zh,en"`
	Kind    string `query:"kind" enum:"notice,talk,report"`
	State   string `query:"state" enum:"open,done,void"`
	Overdue bool   `query:"overdue"`
	Q       string `query:"q" maxLength:"100"`
	Cursor  string `query:"cursor" maxLength:"60"`
	Limit   int    `query:"limit" minimum:"0" maximum:"500" doc:"100 if absent."`
}

// supervisionFilter reads by what the log is narrowed.
func (s *Server) supervisionFilter(ctx context.Context, in *supervisionInput) (supervision.Filter, error) {
	f := supervision.Filter{Kind: in.Kind, State: in.State, Overdue: in.Overdue, Text: in.Q, Limit: in.Limit}
	if f.Limit == 0 {
		f.Limit = 100
	}
	var err error
	if f.Within, f.Whole, err = s.reach(ctx, superviseNames); err != nil {
		return f, err
	}
	after, err := readDayCursor(in.Cursor, supervision.RankClosed)
	if err != nil {
		return f, badCursor.in(ctx)
	}
	f.After = supervision.Cursor(after)
	return f, nil
}

func (s *Server) supervisionList(ctx context.Context, in *supervisionInput) (*struct{ Body itemsOf[MatterBody] }, error) {
	f, err := s.supervisionFilter(ctx, in)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	all, err := s.supervision().List(ctx, f)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := itemsOf[MatterBody]{Items: make([]MatterBody, len(all))}
	for i, m := range all {
		body.Items[i] = matterBody(m)
	}
	if len(all) == f.Limit {
		body.Next = dayCursor(all[len(all)-1].Cursor()).String()
	}
	return &struct{ Body itemsOf[MatterBody] }{body}, nil
}

type openMatterInput struct {
	OnceParams
	Lang string `query:"lang" enum:"zh,en"`
	Body struct {
		Kind     string                `json:"kind" enum:"notice,talk,report"`
		Division string                `json:"division" maxLength:"36" doc:"Id or code."`
		Number   string                `json:"number,omitempty" maxLength:"60"`
		Party    string                `json:"party,omitempty" maxLength:"200" doc:"An organisation; no persons."`
		Subject  string                `json:"subject" maxLength:"300"`
		Body     string                `json:"body,omitempty" maxLength:"8000"`
		Basis    string                `json:"basis,omitempty" maxLength:"500"`
		Place    *uuid.UUID            `json:"place,omitempty"`
		MadeOn   string                `json:"made_on,omitempty" maxLength:"10" doc:"Today if absent."`
		DueOn    string                `json:"due_on,omitempty" maxLength:"10"`
		Reporter *supervision.Reporter `json:"reporter,omitempty" doc:"Of a report; kept secret."`
	}
}

func (s *Server) openMatter(ctx context.Context, in *openMatterInput) (*madeOutput, error) {
	b := in.Body
	division, day, err := s.divisionAndDay(ctx, superviseNames, b.Division, b.MadeOn)
	if err != nil {
		return nil, err
	}
	due, err := dayOr(b.DueOn, version.Date{})
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	if !due.IsZero() && due.Before(day) {
		return nil, badSpan.in(ctx)
	}
	m := supervision.Matter{Kind: b.Kind, Division: division, Number: b.Number, Party: b.Party,
		Subject: b.Subject, Body: b.Body, Basis: b.Basis, Place: b.Place, MadeOn: day, DueOn: due}
	return s.makeOnce(ctx, in.OnceParams, "supervision", func(tx pgx.Tx) (uuid.UUID, error) {
		id, _, err := (&supervision.Store{DB: tx}).Open(ctx, s.principalOf(ctx).Account.ID, m, b.Reporter)
		return id, err
	})
}

// matterOf gives a matter that the asker may do an action with.
func (s *Server) matterOf(ctx context.Context, a Action, id uuid.UUID) (supervision.Matter, error) {
	all, err := s.supervision().List(ctx, supervision.Filter{Whole: true, ID: &id, Limit: 1})
	if err == nil && len(all) == 0 {
		err = supervision.ErrNotFound
	}
	if err == nil {
		err = s.permit(ctx, a, all[0].Division)
	}
	if err != nil {
		return supervision.Matter{}, s.fail(ctx, err)
	}
	return all[0], nil
}

func (s *Server) matter(ctx context.Context, in *ObjectParam) (*struct{ Body MatterBody }, error) {
	m, err := s.matterOf(ctx, superviseNames, in.ID)
	if err != nil {
		return nil, err
	}
	return &struct{ Body MatterBody }{matterBody(m)}, nil
}

type closeMatterInput struct {
	ObjectParam
	Body struct {
		Result string `json:"result" minLength:"1" maxLength:"4000"`
		Void   bool   `json:"void,omitempty"`
	}
}

func (s *Server) closeMatter(ctx context.Context, in *closeMatterInput) (*struct{}, error) {
	if _, err := s.matterOf(ctx, superviseNames, in.ID); err != nil {
		return nil, err
	}
	_, err := s.supervision().Close(ctx, s.principalOf(ctx).Account.ID, in.ID, in.Body.Void, in.Body.Result, today())
	return s.done(ctx, err)
}

func (s *Server) summariseMatter(ctx context.Context, in *reasonInput) (*struct{}, error) {
	if _, err := s.matterOf(ctx, superviseNames, in.ID); err != nil {
		return nil, err
	}
	_, err := s.supervision().Summarise(ctx, s.principalOf(ctx).Account.ID, in.ID, in.Body.Reason)
	return s.done(ctx, err)
}

type reporterOutput struct {
	CacheControl string `header:"Cache-Control"`
	Body         supervision.Reporter
}

func (s *Server) reporter(ctx context.Context, in *ObjectParam) (*reporterOutput, error) {
	if _, err := s.matterOf(ctx, knowReporter, in.ID); err != nil {
		return nil, err
	}
	who, err := s.supervision().Reveal(ctx, s.principalOf(ctx).Account.ID, in.ID)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return &reporterOutput{"no-store", who}, nil
}
