package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries"
	"diming/boundaries/upkeep"
	"diming/internal/version"
)

func (s *Server) upkeepMatterRoutes(rs routes) {
	const all, one = "/v1/upkeep/matters", "/v1/upkeep/matters/{id}"
	get(rs, mayAnywhere(officeUpkeep), all, "Visits, consultations, disputes, agreements and records of the peaceful boundary", s.upkeepMatters)
	get(rs, mayAnywhere(officeUpkeep), one, "One matter", s.upkeepMatter)
	write := func(method, path, summary string) huma.Operation {
		return huma.Operation{Method: method, Path: path, Summary: summary, DefaultStatus: http.StatusNoContent}
	}
	operate(rs, mayAnywhere(workUpkeep), huma.Operation{Method: http.MethodPost, Path: all, Summary: "Record a matter", DefaultStatus: http.StatusCreated}, s.openUpkeepMatter,
		Example{Body: `{"line":"{uuid}","kind":"dispute","title":"测试"}`})
	operate(rs, mayAnywhere(workUpkeep), write(http.MethodPost, one+"/steps", "Record a step in how a matter is handled"), s.stepUpkeepMatter, Example{Body: `{"text":"测试"}`})
	operate(rs, mayAnywhere(workUpkeep), write(http.MethodPut, one+"/reminder", "Say when a matter is to be remembered next"), s.remindUpkeepMatter, Example{Body: `{"next_on":""}`})
	operate(rs, mayAnywhere(workUpkeep), write(http.MethodPost, one+"/share", "Let the other side's office read a matter; not to be taken back"), s.shareUpkeepMatter)
	operate(rs, mayAnywhere(workUpkeep), write(http.MethodPost, one+"/close", "End a matter with its result"), s.closeUpkeepMatter, Example{Body: `{"reason":"测试"}`})
}

// UpkeepStepBody is one step of how a matter was handled.
type UpkeepStepBody struct {
	Side   string    `json:"side" enum:"a,b"`
	On     string    `json:"on"`
	Text   string    `json:"text"`
	ByName string    `json:"by_name"`
	At     time.Time `json:"at"`
}

// UpkeepMatterBody is what an office does about a line.
type UpkeepMatterBody struct {
	ID       uuid.UUID        `json:"id"`
	Line     uuid.UUID        `json:"line"`
	LineName string           `json:"line_name"`
	Side     string           `json:"side" enum:"a,b"`
	Mine     bool             `json:"mine" doc:"Of one's own side."`
	Shared   bool             `json:"shared"`
	Kind     string           `json:"kind"`
	Title    string           `json:"title"`
	Text     string           `json:"text"`
	On       string           `json:"on"`
	Place    string           `json:"place"`
	Units    string           `json:"units"`
	Persons  upkeep.Person    `json:"persons"`
	Until    string           `json:"until"`
	NextOn   string           `json:"next_on"`
	Contract *uuid.UUID       `json:"contract"`
	About    *uuid.UUID       `json:"about"`
	State    string           `json:"state" enum:"open,closed"`
	Result   string           `json:"result"`
	ClosedOn string           `json:"closed_on"`
	ByName   string           `json:"by_name"`
	At       time.Time        `json:"at"`
	Steps    []UpkeepStepBody `json:"steps"`
	Files    []UpkeepFile     `json:"files"`
}

func (s *Server) matterBodies(ctx context.Context, scope upkeep.Scope, all []upkeep.Matter) ([]UpkeepMatterBody, error) {
	var accounts []uuid.UUID
	for _, m := range all {
		accounts = append(accounts, m.By)
		for _, t := range m.Steps {
			accounts = append(accounts, t.By)
		}
	}
	names, err := s.Accounts.Names(ctx, accounts)
	if err != nil {
		return nil, err
	}
	lines, err := s.lineNames(ctx)
	if err != nil {
		return nil, err
	}
	bodies := make([]UpkeepMatterBody, len(all))
	for i, m := range all {
		bodies[i] = UpkeepMatterBody{ID: m.ID, Line: m.Line, LineName: lines[m.Line], Side: string(m.Side), Mine: scope.Has(m.Line, m.Side), Shared: m.Shared, Kind: m.Kind, Title: m.Title, Text: m.Text,
			On: m.On.String(), Place: m.Place, Units: m.Units, Persons: m.Persons, Until: m.Until.String(), NextOn: m.NextOn.String(), Contract: m.Contract, About: m.About,
			State: m.State, Result: m.Result, ClosedOn: m.ClosedOn.String(), ByName: names[m.By], At: m.At, Steps: make([]UpkeepStepBody, len(m.Steps)), Files: fileBodies(m.Files)}
		for j, t := range m.Steps {
			bodies[i].Steps[j] = UpkeepStepBody{string(t.Side), t.On.String(), t.Text, names[t.By], t.At}
		}
	}
	return bodies, nil
}

func (s *Server) upkeepMatters(ctx context.Context, in *upkeepListInput) (*struct{ Body itemsOf[UpkeepMatterBody] }, error) {
	f, err := s.upkeepAsked(ctx, in)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	all, err := s.upkeep().Matters(ctx, f)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	bodies, err := s.matterBodies(ctx, f.Scope, all)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	next := upkeepNext(len(all), f.Limit, func() (uuid.UUID, bool) { return all[len(all)-1].ID, all[len(all)-1].State == "closed" })
	return &struct{ Body itemsOf[UpkeepMatterBody] }{itemsOf[UpkeepMatterBody]{Items: bodies, Next: next}}, nil
}

// matterRead gives a matter that the asker reads, and what else they read.
func (s *Server) matterRead(ctx context.Context, id uuid.UUID) (upkeep.Matter, upkeep.Scope, error) {
	f, err := s.upkeepFilter(ctx)
	if err != nil {
		return upkeep.Matter{}, f.Scope, err
	}
	f.ID = &id
	m, err := upkeep.One(s.upkeep().Matters(ctx, f))
	return m, f.Scope, err
}

func (s *Server) upkeepMatter(ctx context.Context, in *ObjectParam) (*struct{ Body UpkeepMatterBody }, error) {
	m, scope, err := s.matterRead(ctx, in.ID)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	bodies, err := s.matterBodies(ctx, scope, []upkeep.Matter{m})
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return &struct{ Body UpkeepMatterBody }{bodies[0]}, nil
}

type openUpkeepMatterInput struct {
	OnceParams
	Lang string `query:"lang" enum:"zh,en"`
	Body struct {
		Line     uuid.UUID     `json:"line"`
		Side     string        `json:"side,omitempty" enum:"a,b" doc:"Needed where one's rights reach both."`
		Shared   bool          `json:"shared,omitempty" doc:"The other side's office reads it."`
		Kind     string        `json:"kind" enum:"visit,consultation,dispute,agreement,peace_agreement,peace_meeting,peace_activity"`
		Title    string        `json:"title" minLength:"1" maxLength:"200"`
		Text     string        `json:"text,omitempty" maxLength:"8000"`
		On       string        `json:"on,omitempty" maxLength:"10" doc:"Today if absent."`
		Place    string        `json:"place,omitempty" maxLength:"200"`
		Units    string        `json:"units,omitempty" maxLength:"500" doc:"Who took part, as organisations."`
		Persons  upkeep.Person `json:"persons,omitempty" doc:"Who took part, by name; kept apart and erasable."`
		Until    string        `json:"until,omitempty" maxLength:"10" doc:"Last day of an agreement."`
		NextOn   string        `json:"next_on,omitempty" maxLength:"10" doc:"When to be reminded."`
		Contract *uuid.UUID    `json:"contract,omitempty" doc:"That a visit is about."`
		About    *uuid.UUID    `json:"about,omitempty" doc:"The dispute or agreement that it is about."`
	}
}

func (s *Server) openUpkeepMatter(ctx context.Context, in *openUpkeepMatterInput) (*madeOutput, error) {
	b := in.Body
	seat, err := s.seatOf(ctx, workUpkeep, b.Line, b.Side)
	m := upkeep.Matter{Shared: b.Shared, Kind: b.Kind, Title: b.Title, Text: b.Text, Place: b.Place, Units: b.Units, Persons: b.Persons, Contract: b.Contract, About: b.About}
	for _, day := range []struct {
		text      string
		otherwise version.Date
		to        *version.Date
	}{{b.On, today(), &m.On}, {b.Until, version.Date{}, &m.Until}, {b.NextOn, version.Date{}, &m.NextOn}} {
		if err == nil {
			*day.to, err = dayOr(day.text, day.otherwise)
		}
	}
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return s.makeOnce(ctx, in.OnceParams, "matter of upkeep", func(tx pgx.Tx) (uuid.UUID, error) {
		id, _, err := (&upkeep.Store{DB: tx}).Open(ctx, s.principalOf(ctx).Account.ID, seat, m)
		return id, err
	})
}

// changeMatter does something with a matter of one's own side.
func (s *Server) changeMatter(ctx context.Context, id uuid.UUID, do func(by uuid.UUID) error) (*struct{}, error) {
	m, _, err := s.matterRead(ctx, id)
	if err == nil {
		_, err = s.ownSeat(ctx, workUpkeep, m.Line, m.Side)
	}
	if err == nil {
		err = do(s.principalOf(ctx).Account.ID)
	}
	return s.done(ctx, err)
}

type stepMatterInput struct {
	ObjectParam
	Body struct {
		Text string `json:"text" minLength:"1" maxLength:"4000"`
		On   string `json:"on,omitempty" maxLength:"10" doc:"Today if absent."`
		Side string `json:"side,omitempty" enum:"a,b" doc:"Needed where one's rights reach both."`
	}
}

// stepUpkeepMatter is also for the other side's office, where it reads the matter.
func (s *Server) stepUpkeepMatter(ctx context.Context, in *stepMatterInput) (*struct{}, error) {
	m, scope, err := s.matterRead(ctx, in.ID)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	side := boundaries.Side(in.Body.Side)
	if side == "" {
		if side = m.Side; !scope.Has(m.Line, side) {
			side = side.Other()
		}
	}
	seat, err := s.seatOf(ctx, workUpkeep, m.Line, string(side))
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	day, err := dayOr(in.Body.On, today())
	if err == nil {
		_, err = s.upkeep().AddStep(ctx, s.principalOf(ctx).Account.ID, in.ID, seat.Side, day, in.Body.Text)
	}
	return s.done(ctx, err)
}

type remindMatterInput struct {
	ObjectParam
	Body struct {
		NextOn string `json:"next_on" maxLength:"10" doc:"Empty: not at all."`
	}
}

func (s *Server) remindUpkeepMatter(ctx context.Context, in *remindMatterInput) (*struct{}, error) {
	return s.changeMatter(ctx, in.ID, func(by uuid.UUID) error {
		day, err := dayOr(in.Body.NextOn, version.Date{})
		if err != nil {
			return err
		}
		_, err = s.upkeep().Remind(ctx, by, in.ID, day)
		return err
	})
}

func (s *Server) shareUpkeepMatter(ctx context.Context, in *ObjectParam) (*struct{}, error) {
	return s.changeMatter(ctx, in.ID, func(by uuid.UUID) error {
		_, err := s.upkeep().Share(ctx, by, in.ID)
		return err
	})
}

func (s *Server) closeUpkeepMatter(ctx context.Context, in *reasonInput) (*struct{}, error) {
	return s.changeMatter(ctx, in.ID, func(by uuid.UUID) error {
		day, err := dayOr(in.Body.Day, today())
		if err != nil {
			return err
		}
		_, err = s.upkeep().Close(ctx, by, in.ID, in.Body.Reason, day)
		return err
	})
}
