package api

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/google/uuid"

	"diming/boundaries"
	"diming/boundaries/upkeep"
	"diming/internal/account"
	"diming/internal/version"
)

// upkeepRoutes are the entrusted management 委托管理 of boundary lines. Each
// answers what the asker's offices read: their own side, and what is shared; a
// keeper, what they keep. No route of it is public.
func (s *Server) upkeepRoutes(rs routes) {
	get(rs, mayAnywhere(readUpkeep), "/v1/upkeep/lines", "The lines on which one's office stands, with the numbers that are set", s.upkeepLines)
	get(rs, mayAnywhere(workUpkeep), "/v1/upkeep/people", "Who may be in charge or patrol on a side", s.upkeepPeople, Example{Path: "/v1/upkeep/people?line={uuid}"})
	get(rs, mayAnywhere(readUpkeep), "/v1/upkeep/due", "What is due, overdue first", s.upkeepDue)
	get(rs, mayAnywhere(officeUpkeep), "/v1/upkeep/lines/{line}/dossier", "All that an office holds of a line, on one page", s.upkeepDossier, Example{Path: "/v1/upkeep/lines/{uuid}/dossier"})
	s.upkeepContractRoutes(rs)
	s.upkeepPatrolRoutes(rs)
	s.upkeepReportRoutes(rs)
	s.upkeepMatterRoutes(rs)
	s.upkeepFileRoutes(rs)
}

func (s *Server) upkeep() *upkeep.Store { return &upkeep.Store{DB: s.DB} }

// upkeepFilter is what the asker reads: what their office's roles reach, and
// what they keep themselves.
func (s *Server) upkeepFilter(ctx context.Context) (upkeep.Filter, error) {
	lines, whole, err := s.linesFor(ctx, officeUpkeep)
	me := s.principalOf(ctx).Account.ID
	return upkeep.Filter{Scope: upkeep.ScopeOf(lines, whole), Keeper: &me}, err
}

// linesFor gives the lines on which the asker may do an action, each with the sides.
func (s *Server) linesFor(ctx context.Context, a Action) ([]upkeep.Line, bool, error) {
	within, whole, err := s.reach(ctx, a)
	if err != nil || !whole && len(within) == 0 {
		return nil, false, err
	}
	lines, err := s.upkeep().Lines(ctx, within, whole)
	return lines, whole, err
}

// seatOf gives the side of a line for which the asker does an action: the one
// that they name, or the only one they are on.
func (s *Server) seatOf(ctx context.Context, a Action, line uuid.UUID, side string) (upkeep.Seat, error) {
	within, whole, err := s.reach(ctx, a)
	if err != nil {
		return upkeep.Seat{}, err
	}
	l, err := s.upkeep().LineAs(ctx, line, within, whole)
	if err != nil {
		if errors.Is(err, upkeep.ErrNotFound) {
			err = noUpkeepLine.in(ctx)
		}
		return upkeep.Seat{}, err
	}
	seats := l.Seats()
	if side == "" && len(seats) > 1 {
		return upkeep.Seat{}, upkeepSide.in(ctx)
	}
	for _, k := range seats {
		if side == "" || string(k.Side) == side {
			return k, nil
		}
	}
	return upkeep.Seat{}, noUpkeepLine.in(ctx)
}

// ownSeat gives the seat of a record, if the asker may do an action there; a
// record of another side is none.
func (s *Server) ownSeat(ctx context.Context, a Action, line uuid.UUID, side boundaries.Side) (upkeep.Seat, error) {
	k, err := s.seatOf(ctx, a, line, string(side))
	if p, ok := err.(*Problem); ok && p.Status == http.StatusNotFound {
		return k, noUpkeep.in(ctx)
	}
	return k, err
}

// UpkeepLineBody is a line on which the asker's office stands.
type UpkeepLineBody struct {
	ID      uuid.UUID      `json:"id"`
	Number  string         `json:"number"`
	Name    string         `json:"name"`
	Owners  [2]string      `json:"owners" doc:"Of side a and of side b; empty where it is no division."`
	Sides   []string       `json:"sides" doc:"On which the asker is."`
	Markers []UpkeepMarker `json:"markers"`
	Rules   *UpkeepRules   `json:"rules,omitempty" doc:"Of the first of the asker's sides, where one line is asked for."`
}

// UpkeepMarker is a marker as upkeep names it.
type UpkeepMarker struct {
	ID     uuid.UUID `json:"id"`
	Number string    `json:"number"`
	State  string    `json:"state"`
	Keeper string    `json:"keeper" enum:"a,b,"`
}

// UpkeepRule is a number that is set, and on what it rests.
type UpkeepRule struct {
	Number int    `json:"number"`
	Basis  string `json:"basis"`
}

// UpkeepRules are the numbers of entrusted management.
type UpkeepRules struct {
	PatrolMonths UpkeepRule `json:"patrol_months"`
	ReportHours  UpkeepRule `json:"report_hours"`
	ClearRadiusM UpkeepRule `json:"clear_radius_m"`
	StripM       UpkeepRule `json:"strip_m"`
}

type upkeepLinesInput struct {
	Lang string    `query:"lang" enum:"zh,en"`
	Line uuid.UUID `query:"line" doc:"This one alone, with its markers and the numbers that are set."`
}

func (s *Server) upkeepLines(ctx context.Context, in *upkeepLinesInput) (*struct{ Body itemsOf[UpkeepLineBody] }, error) {
	lines, _, err := s.linesFor(ctx, officeUpkeep)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := itemsOf[UpkeepLineBody]{Items: []UpkeepLineBody{}}
	for _, l := range lines {
		if in.Line != uuid.Nil && l.ID != in.Line {
			continue
		}
		b := UpkeepLineBody{ID: l.ID, Number: l.Number, Name: l.Name, Owners: l.Names, Sides: []string{}, Markers: []UpkeepMarker{}}
		for _, k := range l.Seats() {
			b.Sides = append(b.Sides, string(k.Side))
		}
		if in.Line != uuid.Nil {
			if err := s.fillLine(ctx, &b, l.Seats()); err != nil {
				return nil, s.fail(ctx, err)
			}
		}
		body.Items = append(body.Items, b)
	}
	return &struct{ Body itemsOf[UpkeepLineBody] }{body}, nil
}

func (s *Server) fillLine(ctx context.Context, b *UpkeepLineBody, seats []upkeep.Seat) error {
	markers, err := s.upkeep().Markers(ctx, &b.ID, nil)
	if err != nil {
		return err
	}
	for _, m := range markers {
		b.Markers = append(b.Markers, UpkeepMarker{m.ID, m.Number, m.State, string(m.Keeper)})
	}
	if len(seats) == 0 {
		return nil
	}
	r, err := s.upkeep().Rules(ctx, seats[0].Division, today())
	if err != nil {
		return err
	}
	b.Rules = &UpkeepRules{UpkeepRule(r.PatrolMonths), UpkeepRule(r.ReportHours), UpkeepRule(r.ClearRadius), UpkeepRule(r.Strip)}
	return nil
}

// UpkeepPerson is an account that may be in charge, or patrol.
type UpkeepPerson struct {
	ID    uuid.UUID `json:"id"`
	Name  string    `json:"name"`
	Roles []string  `json:"roles"`
}

type upkeepPeopleInput struct {
	Lang string    `query:"lang" enum:"zh,en"`
	Line uuid.UUID `query:"line" required:"true"`
	Side string    `query:"side" enum:"a,b"`
}

func (s *Server) upkeepPeople(ctx context.Context, in *upkeepPeopleInput) (*struct{ Body itemsOf[UpkeepPerson] }, error) {
	seat, err := s.seatOf(ctx, workUpkeep, in.Line, in.Side)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	found, err := s.Accounts.Serving(ctx, seat.Division, account.Inspector, account.Reviewer, account.Patroller)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := itemsOf[UpkeepPerson]{Items: []UpkeepPerson{}}
	for _, a := range found {
		p := UpkeepPerson{ID: a.ID, Name: a.Name, Roles: []string{}}
		for _, r := range a.Roles {
			p.Roles = append(p.Roles, string(r))
		}
		body.Items = append(body.Items, p)
	}
	return &struct{ Body itemsOf[UpkeepPerson] }{body}, nil
}

// UpkeepDueBody is something to be done by a day.
type UpkeepDueBody struct {
	What     string    `json:"what" enum:"patrol,report,contract,matter,until"`
	Line     uuid.UUID `json:"line"`
	LineName string    `json:"line_name"`
	Side     string    `json:"side" enum:"a,b"`
	Object   uuid.UUID `json:"object" doc:"The contract, report or matter."`
	Kind     string    `json:"kind,omitempty" doc:"Of a report or matter."`
	Title    string    `json:"title"`
	Keeper   string    `json:"keeper,omitempty" doc:"Of a patrol or contract."`
	Number   string    `json:"number,omitempty" doc:"Of the contract."`
	DueOn    string    `json:"due_on"`
	DaysLeft int       `json:"days_left"`
	Overdue  bool      `json:"overdue"`
	Missed   int       `json:"missed,omitempty" doc:"Periods of the contract that ended without a patrol."`
}

type upkeepDueInput struct {
	Lang   string    `query:"lang" enum:"zh,en"`
	Line   uuid.UUID `query:"line"`
	Within int       `query:"within_days" minimum:"0" maximum:"3660" doc:"As many as the setting of warnings says, if absent."`
}

func (s *Server) upkeepDue(ctx context.Context, in *upkeepDueInput) (*struct{ Body itemsOf[UpkeepDueBody] }, error) {
	all, err := s.upkeepDues(ctx, in.Line, in.Within)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return &struct{ Body itemsOf[UpkeepDueBody] }{itemsOf[UpkeepDueBody]{Items: all}}, nil
}

// upkeepDues gives what is due of what the asker reads.
func (s *Server) upkeepDues(ctx context.Context, line uuid.UUID, within int) ([]UpkeepDueBody, error) {
	f, err := s.upkeepFilter(ctx)
	if err != nil {
		return nil, err
	}
	if line != uuid.Nil {
		f.Line = &line
	}
	if within == 0 {
		if within, err = s.upkeepWarning(ctx); err != nil {
			return nil, err
		}
	}
	day := today()
	dues, err := s.upkeep().Dues(ctx, f, day, version.DayOf(day.Time().AddDate(0, 0, within)))
	if err != nil {
		return nil, err
	}
	names, err := s.lineNames(ctx)
	if err != nil {
		return nil, err
	}
	all := make([]UpkeepDueBody, len(dues))
	for i, d := range dues {
		all[i] = UpkeepDueBody{What: d.What, Line: d.Line, LineName: names[d.Line], Side: string(d.Side), Object: d.Object, Kind: d.Kind, Title: d.Title,
			DueOn: d.On.String(), DaysLeft: int(d.On.Time().Sub(day.Time()) / (24 * time.Hour)), Overdue: d.Overdue, Missed: d.Missed}
		if d.Contract != nil {
			all[i].Keeper, all[i].Number = keeperName(*d.Contract), d.Contract.Number
		}
	}
	return all, nil
}

// upkeepWarning is how many days ahead what is due is told: as the home county sets it.
func (s *Server) upkeepWarning(ctx context.Context) (int, error) {
	var division uuid.UUID
	if home, err := s.Boundaries.Home(ctx); err == nil {
		division = home.ID
	}
	r, err := s.upkeep().Rules(ctx, division, today())
	return r.WarnDays.Number, err
}

// lineNames gives the names of all lines.
func (s *Server) lineNames(ctx context.Context) (map[uuid.UUID]string, error) {
	lines, err := s.upkeep().Lines(ctx, nil, true)
	names := make(map[uuid.UUID]string, len(lines))
	for _, l := range lines {
		names[l.ID] = l.Name
	}
	return names, err
}
