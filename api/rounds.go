package api

import (
	"context"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries"
	"diming/boundaries/round"
	"diming/internal/version"
)

// roundRoutes are the rounds of joint inspections 联合检查, their plans, and the
// check forms.
func (s *Server) roundRoutes(rs routes) {
	get(rs, mayAnywhere(readInspection), "/v1/rounds", "Rounds of joint inspections, the newest first", s.roundList)
	operate(rs, may(workInspection), huma.Operation{Method: http.MethodPost, Path: "/v1/rounds/proposal", Summary: "Spread lines over the years of a round; nothing is saved"},
		s.proposeRound, Example{Body: `{"division":"{code}","ordinal":5,"from":2023,"to":2027,"level":5}`})
	operate(rs, may(workInspection), huma.Operation{Method: http.MethodPost, Path: "/v1/rounds", Summary: "Begin a round with the tasks of its lines", DefaultStatus: http.StatusCreated},
		s.createRound, Example{Body: `{"division":"{code}","ordinal":6,"from":2028,"to":2032,"basis":"测试","lines":[]}`})
	get(rs, mayAnywhere(readInspection), "/v1/rounds/{round}", "A round with its years and tasks", s.round)
	operate(rs, mayAnywhere(workInspection), huma.Operation{Method: http.MethodPost, Path: "/v1/rounds/{round}/lines", Summary: "Take another line into a round", DefaultStatus: http.StatusCreated},
		s.addToRound, Example{Body: `{"line":"{uuid}","year":2026,"lead":"a"}`})
	get(rs, mayAnywhere(readInspection), "/v1/inspections/due", "When each line was inspected last and is due again", s.inspectionsDue)
	get(rs, may(readInspection), "/v1/check-forms/{division}", "The check form that holds in a division", s.checkForm)
	operate(rs, may(workInspection), huma.Operation{Method: http.MethodPut, Path: "/v1/check-forms/{division}", Summary: "Have a check form hold in a division, or take its own back"},
		s.setCheckForm, Example{Body: `{"basis":"","form":null}`})
}

// RoundRow is a round in a list.
type RoundRow struct {
	ID       uuid.UUID `json:"id"`
	Division string    `json:"division_name" doc:"Whose office planned it."`
	Ordinal  int       `json:"ordinal"`
	From     int       `json:"from"`
	To       int       `json:"to"`
	Basis    string    `json:"basis"`
	Tasks    int       `json:"tasks"`
	Done     int       `json:"done" doc:"Reported, filed or archived."`
	Overdue  int       `json:"overdue"`
}

func roundRow(r round.Round) RoundRow {
	return RoundRow{r.ID, r.DivisionName, r.Ordinal, r.From, r.To, r.Basis, r.Tasks, r.Done, r.Overdue}
}

func (s *Server) roundList(ctx context.Context, _ *langInput) (*struct{ Body itemsOf[RoundRow] }, error) {
	within, whole, err := s.reach(ctx, readInspection)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	all, err := s.Rounds.Rounds(ctx, within, whole)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := itemsOf[RoundRow]{Items: make([]RoundRow, len(all))}
	for i, r := range all {
		body.Items[i] = roundRow(r)
	}
	return &struct{ Body itemsOf[RoundRow] }{body}, nil
}

// RoundYear is what a round does in one year.
type RoundYear struct {
	Year      int             `json:"year"`
	Tasks     int             `json:"tasks"`
	Done      int             `json:"done"`
	Metres    float64         `json:"length_m"`
	Deadlines []RoundDeadline `json:"deadlines"`
}

// RoundDeadline is a day by which a year's plan or summary is filed, where the
// place has set one.
type RoundDeadline struct {
	Kind  string `json:"kind" enum:"plan,summary"`
	Due   string `json:"due"`
	Basis string `json:"basis"`
	Met   bool   `json:"met"`
}

// RoundBody is a round with its years and those of its tasks that the asker
// reaches.
type RoundBody struct {
	RoundRow
	Years []RoundYear `json:"years"`
	Tasks []TaskRow   `json:"items"`
	Can   []string    `json:"can"`
}

type roundInput struct {
	Lang  string    `query:"lang" enum:"zh,en"`
	Round uuid.UUID `path:"round"`
}

// tasksOfRound is how many tasks a round may have; a province has some hundred
// lines.
const tasksOfRound = 5000

func (s *Server) round(ctx context.Context, in *roundInput) (*struct{ Body RoundBody }, error) {
	within, whole, err := s.reach(ctx, readInspection)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	r, err := s.Rounds.Round(ctx, in.Round)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	tasks, err := s.Rounds.List(ctx, round.Filter{Within: within, Whole: whole, Round: &r.ID, Limit: tasksOfRound})
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	mine, err := s.mayDo(ctx, readInspection, r.Division)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	if !mine && len(tasks) == 0 {
		return nil, noRound.in(ctx)
	}
	body := RoundBody{RoundRow: roundRow(r), Tasks: []TaskRow{}, Can: []string{}}
	if body.Years, err = s.roundYears(ctx, r, tasks, mine); err != nil {
		return nil, s.fail(ctx, err)
	}
	sides := s.sideFinder(readInspection)
	for _, t := range tasks {
		of, err := sides(ctx, t.Line)
		if err != nil {
			return nil, s.fail(ctx, err)
		}
		body.Tasks = append(body.Tasks, taskRow(t, of))
	}
	if ok, err := s.mayDo(ctx, workInspection, r.Division); err != nil {
		return nil, s.fail(ctx, err)
	} else if ok {
		body.Can = append(body.Can, string(workInspection))
	}
	return &struct{ Body RoundBody }{body}, nil
}

// roundYears sums up the years of a round for who reads these tasks of it. By
// when its plan and summary are filed is for the office that planned it.
func (s *Server) roundYears(ctx context.Context, r round.Round, tasks []round.Task, mine bool) ([]RoundYear, error) {
	sums := round.SumYears(r, tasks)
	var deadlines []round.YearDeadline
	if mine {
		var err error
		if deadlines, err = round.Deadlines(sums, s.yearDay(ctx, r.Division)); err != nil {
			return nil, err
		}
	}
	years := make([]RoundYear, len(sums))
	for i, y := range sums {
		years[i] = RoundYear{y.Year, y.Tasks, y.Done, y.Metres, []RoundDeadline{}}
		for _, d := range deadlines {
			if d.Year == y.Year {
				years[i].Deadlines = append(years[i].Deadlines, RoundDeadline{d.Kind, d.Due.String(), d.Basis, d.Met})
			}
		}
	}
	return years, nil
}

// yearDay gives the days that a division sets for the plan and the summary of a
// year.
func (s *Server) yearDay(ctx context.Context, division uuid.UUID) func(kind string, year int) (version.Date, string, error) {
	keys := map[string]string{round.PlanDeadline: boundaries.SettingPlanBy, round.SummaryDeadline: boundaries.SettingSummaryBy}
	return func(kind string, year int) (version.Date, string, error) {
		return s.Boundaries.YearDay(ctx, division, keys[kind], year)
	}
}

// inspectYears gives the years between inspections that a division sets, each
// division asked about once.
func (s *Server) inspectYears(ctx context.Context) func(uuid.UUID) (int, error) {
	known := map[uuid.UUID]int{}
	return func(division uuid.UUID) (int, error) {
		if n, ok := known[division]; ok {
			return n, nil
		}
		n, _, err := s.Boundaries.InspectYears(ctx, division)
		known[division] = n
		return n, err
	}
}

// StandingBody is when a line was inspected last, and is due again.
type StandingBody struct {
	Line TaskLine   `json:"line"`
	Last string     `json:"last,omitempty" doc:"The day on which the result was reported; absent: never, as far as the register knows."`
	Next string     `json:"next,omitempty"`
	Task *uuid.UUID `json:"task,omitempty" doc:"Its open task."`
}

type inspectionsDueInput struct {
	Lang  string `query:"lang" enum:"zh,en"`
	Level int    `query:"level" minimum:"0" maximum:"5" doc:"The lowest level of lines; 3, of counties, if absent."`
}

func (s *Server) inspectionsDue(ctx context.Context, in *inspectionsDueInput) (*struct{ Body itemsOf[StandingBody] }, error) {
	within, whole, err := s.reach(ctx, readInspection)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	all, err := s.Rounds.Standings(ctx, within, whole, lowestLevel(in.Level), s.inspectYears(ctx))
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := itemsOf[StandingBody]{Items: make([]StandingBody, len(all))}
	for i, x := range all {
		body.Items[i] = StandingBody{taskLine(x.Line), x.Last.String(), x.Next.String(), x.Task}
	}
	return &struct{ Body itemsOf[StandingBody] }{body}, nil
}

// lowestLevel is down to which level lines are told: of counties, which the law
// has inspected, unless somebody asks for more.
func lowestLevel(asked int) boundaries.Level {
	if asked == 0 {
		return boundaries.County
	}
	return boundaries.Level(asked)
}

type proposeRoundInput struct {
	Lang string `query:"lang" enum:"zh,en"`
	Body struct {
		Division string      `json:"division" maxLength:"36" doc:"Id or code."`
		Ordinal  int         `json:"ordinal" minimum:"1" maximum:"99"`
		From     int         `json:"from" minimum:"1980" maximum:"2200"`
		To       int         `json:"to" minimum:"1980" maximum:"2200"`
		Level    int         `json:"level,omitempty" minimum:"0" maximum:"5" doc:"The lowest level of lines to take in; 3, of counties, if absent."`
		Lines    []uuid.UUID `json:"lines,omitempty" maxItems:"5000" doc:"Only these; all of that level if absent."`
	}
}

// SlotBody is where a plan puts a line.
type SlotBody struct {
	Line TaskLine `json:"line"`
	Year int      `json:"year"`
	Lead string   `json:"lead" enum:"a,b"`
	Last string   `json:"last,omitempty"`
	Next string   `json:"next,omitempty"`
}

// ProposalBody is a plan as it is proposed.
type ProposalBody struct {
	Items []SlotBody  `json:"items"`
	Years []RoundYear `json:"years"`
}

func (s *Server) proposeRound(ctx context.Context, in *proposeRoundInput) (*struct{ Body ProposalBody }, error) {
	b := in.Body
	division, err := s.divisionFor(ctx, workInspection, b.Division)
	if err == nil && (b.To < b.From || b.To > b.From+9) {
		err = round.ErrYears
	}
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	standings, err := s.Rounds.Standings(ctx, []uuid.UUID{division}, false, lowestLevel(b.Level), s.inspectYears(ctx))
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	standings = slices.DeleteFunc(standings, func(x round.Standing) bool {
		return slices.Contains(x.In, int32(b.Ordinal)) || len(b.Lines) > 0 && !slices.Contains(b.Lines, x.Line.ID)
	})
	if len(standings) == 0 {
		return nil, divisionOfNoLine.in(ctx)
	}
	return &struct{ Body ProposalBody }{proposal(standings, b.From, b.To)}, nil
}

func proposal(standings []round.Standing, from, to int) ProposalBody {
	by := map[uuid.UUID]round.Standing{}
	var lines []round.Candidate
	for _, x := range standings {
		by[x.Line.ID] = x
		lines = append(lines, x.Candidate())
	}
	slots := round.Propose(lines, from, to)
	body := ProposalBody{Items: []SlotBody{}}
	count := map[int]int{}
	for _, slot := range slots {
		x := by[slot.Line]
		body.Items = append(body.Items, SlotBody{taskLine(x.Line), slot.Year, string(slot.Lead), x.Last.String(), x.Next.String()})
		count[slot.Year]++
	}
	loads := round.Loads(slots)
	for y := from; y <= to; y++ {
		body.Years = append(body.Years, RoundYear{Year: y, Tasks: count[y], Metres: loads[y], Deadlines: []RoundDeadline{}})
	}
	return body
}

// SlotInput is a line of a plan.
type SlotInput struct {
	Line uuid.UUID `json:"line"`
	Year int       `json:"year" minimum:"1980" maximum:"2200"`
	Lead string    `json:"lead" enum:"a,b"`
}

type createRoundInput struct {
	OnceParams
	Lang string `query:"lang" enum:"zh,en"`
	Body struct {
		Division string      `json:"division" maxLength:"36" doc:"Id or code."`
		Ordinal  int         `json:"ordinal" minimum:"1" maximum:"99"`
		From     int         `json:"from" minimum:"1980" maximum:"2200"`
		To       int         `json:"to" minimum:"1980" maximum:"2200"`
		Basis    string      `json:"basis" maxLength:"500" doc:"The notice that begins the round."`
		Lines    []SlotInput `json:"lines" maxItems:"5000"`
	}
}

func (s *Server) createRound(ctx context.Context, in *createRoundInput) (*madeOutput, error) {
	b := in.Body
	division, err := s.divisionFor(ctx, workInspection, b.Division)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	d := round.Draft{Division: division, Ordinal: b.Ordinal, From: b.From, To: b.To, Basis: b.Basis}
	for _, slot := range b.Lines {
		if err := s.permitLine(ctx, slot.Line); err != nil {
			return nil, s.fail(ctx, err)
		}
		d.Slots = append(d.Slots, round.Slot{Line: slot.Line, Year: slot.Year, Lead: boundaries.Side(slot.Lead)})
	}
	return s.makeOnce(ctx, in.OnceParams, "round", func(tx pgx.Tx) (uuid.UUID, error) {
		id, _, err := s.roundsIn(tx).Create(ctx, s.principalOf(ctx).Account.ID, d)
		return id, err
	})
}

// divisionFor gives a division in which the asker may do an action.
func (s *Server) divisionFor(ctx context.Context, a Action, named string) (uuid.UUID, error) {
	division, err := s.divisionNamed(ctx, named)
	if err != nil {
		return division, err
	}
	if err := s.permit(ctx, a, division); err != nil {
		return division, err
	}
	if division == uuid.Nil {
		return division, divisionNeeded.in(ctx)
	}
	return division, nil
}

// permitLine refuses to plan a line of neither side's office.
func (s *Server) permitLine(ctx context.Context, id uuid.UUID) error {
	l, err := s.Rounds.Line(ctx, id)
	if err != nil {
		return err
	}
	sides, err := s.sideFinder(workInspection)(ctx, l)
	if err == nil && len(sides) == 0 {
		err = notAllowed.in(ctx)
	}
	return err
}

type addToRoundInput struct {
	OnceParams
	Lang  string    `query:"lang" enum:"zh,en"`
	Round uuid.UUID `path:"round"`
	Body  SlotInput
}

func (s *Server) addToRound(ctx context.Context, in *addToRoundInput) (*madeOutput, error) {
	r, err := s.Rounds.Round(ctx, in.Round)
	if err == nil {
		err = s.permit(ctx, workInspection, r.Division)
	}
	if err == nil {
		err = s.permitLine(ctx, in.Body.Line)
	}
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	slot := round.Slot{Line: in.Body.Line, Year: in.Body.Year, Lead: boundaries.Side(in.Body.Lead)}
	return s.makeOnce(ctx, in.OnceParams, "round line "+in.Round.String(), func(tx pgx.Tx) (uuid.UUID, error) {
		return s.roundsIn(tx).Add(ctx, s.principalOf(ctx).Account.ID, in.Round, slot)
	})
}

// roundsIn is the store of rounds within a transaction.
func (s *Server) roundsIn(tx pgx.Tx) *round.Store {
	rounds := *s.Rounds
	rounds.DB = tx
	return &rounds
}
