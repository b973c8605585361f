package api

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"diming/boundaries"
	"diming/boundaries/round"
	"diming/internal/desk"
	"diming/internal/version"
)

// boundaryTaskRoutes are the inspections of lines, in rounds and as special
// checks. Each side's office reads what both share and its own notes and
// papers.
func (s *Server) boundaryTaskRoutes(rs routes) {
	get(rs, mayAnywhere(readInspection), "/v1/tasks", "Inspection tasks, overdue ones first", s.taskList)
	operate(rs, mayAnywhere(workInspection), huma.Operation{Method: http.MethodPost, Path: "/v1/tasks", Summary: "Open a special check of a stretch", DefaultStatus: http.StatusCreated},
		s.openTask, Example{Body: `{"line":"{uuid}","lead":"a","due":"2026-12-31","reason":"测试"}`})
	one := Example{Path: "/v1/tasks/{task}"}
	get(rs, may(readInspection), "/v1/tasks/{task}", "An inspection task with all that belongs to it", s.boundaryTask, one)
	one.Path += "/form"
	get(rs, may(readInspection), "/v1/tasks/{task}/form", "The check form of a task", s.taskForm, one)
	change := func(path, method, summary, body string, matched bool, do func(context.Context, *round.Store, round.Actor, *taskInput) error) {
		e := Example{Path: "/v1/tasks/{task}" + strings.Replace(path, "{problem}", "{uuid}", 1), Body: body}
		if matched {
			e.Headers = []string{"If-Match", `"0"`}
		}
		op := huma.Operation{Method: method, Path: "/v1/tasks/{task}" + path, Summary: summary}
		if strings.Contains(path, "{problem}") { // which taskInput reads by itself
			op.Parameters = []*huma.Param{{Name: "problem", In: "path", Required: true, Schema: &huma.Schema{Type: huma.TypeString, Format: "uuid"}}}
		}
		operate(rs, may(workInspection), op, s.taskChange(path, matched, do), e)
	}
	change("", http.MethodPatch, "Change year, lead or due date of a task that is planned", `{}`, true, amendTask)
	change("/steps", http.MethodPost, "Take a task a step on", `{"to":"plan_signed"}`, true, takeStep)
	change("/signatures", http.MethodPost, "Sign the report for a side", `{"whose":"a"}`, true, signReport)
	change("/problems", http.MethodPost, "Record a problem", `{"text":"测试","object_kind":"line"}`, false, addTaskProblem)
	change("/problems/{problem}/handler", http.MethodPut, "Say who handles a problem, and until when", `{"handler":"测试","due":"2026-12-31"}`, true, handleTaskProblem)
	change("/problems/{problem}/solution", http.MethodPut, "Say how a problem was solved", `{"solution":"测试"}`, true, solveTaskProblem)
	change("/minutes", http.MethodPost, "Record the minutes of a joint meeting", `{"on":"2026-01-01","place":"测试","text":"测试"}`, false, addTaskMinutes)
	change("/notes", http.MethodPost, "Write a note that only one's own side sees", `{"text":"测试"}`, false, addTaskNote)
	s.taskPaperRoutes(rs)
	s.taskFieldRoutes(rs)
}

// TaskWrite is what a change of a task says; which of it counts is the change's.
type TaskWrite struct {
	Side       string     `json:"side,omitempty" enum:"a,b" doc:"For which side one acts, where one reaches both."`
	To         string     `json:"to,omitempty" maxLength:"20" doc:"The state to go to."`
	On         string     `json:"on,omitempty" maxLength:"10" doc:"The day that counts; today if absent."`
	Note       string     `json:"note,omitempty" maxLength:"2000"`
	Paper      *uuid.UUID `json:"paper,omitempty" doc:"A shared paper of the task that shows it."`
	Whose      string     `json:"whose,omitempty" enum:"a,b" doc:"Whose signature it is."`
	Year       int        `json:"year,omitempty" minimum:"0" maximum:"2200"`
	Lead       string     `json:"lead,omitempty" enum:"a,b"`
	Due        string     `json:"due,omitempty" maxLength:"10"`
	Text       string     `json:"text,omitempty" maxLength:"20000"`
	ObjectKind string     `json:"object_kind,omitempty" enum:"marker,segment,line,building,other"`
	Object     *uuid.UUID `json:"object,omitempty" doc:"The marker or segment, where the register holds it."`
	ObjectName string     `json:"object_name,omitempty" maxLength:"200"`
	Handler    string     `json:"handler,omitempty" maxLength:"200" doc:"A unit; no persons."`
	Solution   string     `json:"solution,omitempty" maxLength:"2000"`
	Place      string     `json:"place,omitempty" maxLength:"200"`
	Units      string     `json:"units,omitempty" maxLength:"1000"`
	Who        string     `json:"who,omitempty" maxLength:"2000" doc:"Who took part, by name; kept apart as personal data."`
}

type taskInput struct {
	Lang    string    `query:"lang" enum:"zh,en"`
	Task    uuid.UUID `path:"task"`
	IfMatch string    `header:"If-Match" maxLength:"64" doc:"The ETag of the task as it was read."`
	Key     string    `header:"Idempotency-Key" maxLength:"200" doc:"One for each intent: sent again, nothing is made again and the answer is the same."`
	RawBody []byte
	Body    TaskWrite

	revision int64
	problem  string // of the address, where it has one
}

// Resolve reads the part of the address that only some of the changes have.
func (in *taskInput) Resolve(ctx huma.Context) []error {
	in.problem = ctx.Param("problem")
	return nil
}

// on reads the day that counts.
func (in *taskInput) on() (version.Date, error) { return dayOr(in.Body.On, version.Date{}) }

// taskChange is the handler of one change of a task: by which side, of which
// revision, once however often it is sent.
func (s *Server) taskChange(path string, matched bool, do func(context.Context, *round.Store, round.Actor, *taskInput) error) func(context.Context, *taskInput) (*taskOutput, error) {
	return func(ctx context.Context, in *taskInput) (*taskOutput, error) {
		by, err := s.actorOn(ctx, in.Task, in.Body.Side)
		if err != nil {
			return nil, s.failTask(ctx, err)
		}
		if matched {
			if in.IfMatch == "" {
				return nil, matchNeeded.in(ctx)
			}
			in.revision, err = strconv.ParseInt(strings.Trim(strings.TrimPrefix(in.IfMatch, "W/"), `"`), 10, 64)
			if err != nil || in.revision < 1 {
				return nil, taskChanged.in(ctx)
			}
		}
		intent := desk.Intent{Actor: by.Account, Key: in.Key, Digest: intended(in.RawBody, "task"+path, in.Task.String(), in.problem, strconv.FormatInt(in.revision, 10))}
		_, _, err = s.Desk.Once(ctx, intent, func(tx pgx.Tx) (string, error) {
			return in.Task.String(), do(ctx, s.roundsIn(tx), by, in)
		})
		if err != nil {
			return nil, s.failTask(ctx, err)
		}
		return s.taskAnswer(ctx, in.Task)
	}
}

// sideFinder gives the sides of lines on which the asker may do an action; each
// division is asked about once.
func (s *Server) sideFinder(a Action) func(context.Context, round.Line) ([]boundaries.Side, error) {
	known := map[uuid.UUID]bool{}
	return func(ctx context.Context, l round.Line) ([]boundaries.Side, error) {
		sides := []boundaries.Side{}
		for _, side := range []boundaries.Side{boundaries.SideA, boundaries.SideB} {
			division := l.Owner(side).Division
			if division == nil {
				continue
			}
			ok, asked := known[*division]
			if !asked {
				var err error
				if ok, err = s.mayDo(ctx, a, *division); err != nil {
					return nil, err
				}
				known[*division] = ok
			}
			if ok {
				sides = append(sides, side)
			}
		}
		return sides, nil
	}
}

// taskAt gives the task that the address of a route names, as taskFor.
func (s *Server) taskAt(r *http.Request, a Action) (round.Task, []boundaries.Side, error) {
	id, err := uuid.Parse(chi.URLParam(r, "task"))
	if err != nil {
		return round.Task{}, nil, round.ErrNotFound
	}
	return s.taskFor(r.Context(), a, id)
}

// taskFor gives a task that the asker may do an action with, and on which sides.
func (s *Server) taskFor(ctx context.Context, a Action, id uuid.UUID) (round.Task, []boundaries.Side, error) {
	t, err := s.Rounds.ByID(ctx, id)
	if err != nil {
		return t, nil, err
	}
	sides, err := s.sideFinder(a)(ctx, t.Line)
	if err == nil && len(sides) == 0 {
		err = notAllowed.in(ctx)
	}
	return t, sides, err
}

// actorOn tells for which side the asker changes a task: that of their
// division, or the one named where they reach both.
func (s *Server) actorOn(ctx context.Context, task uuid.UUID, named string) (round.Actor, error) {
	_, sides, err := s.taskFor(ctx, workInspection, task)
	if err != nil {
		return round.Actor{}, err
	}
	by := round.Actor{Account: s.principalOf(ctx).Account.ID, Side: boundaries.Side(named)}
	switch {
	case named == "" && len(sides) == 1:
		by.Side = sides[0]
	case named == "":
		return by, sideNeeded.in(ctx)
	case sides[0] != by.Side && sides[len(sides)-1] != by.Side:
		return by, notAllowed.in(ctx)
	}
	return by, nil
}

func amendTask(ctx context.Context, rounds *round.Store, by round.Actor, in *taskInput) error {
	due, err := dayOr(in.Body.Due, version.Date{})
	if err != nil {
		return err
	}
	_, err = rounds.Amend(ctx, by, in.Task, in.revision, round.Amendment{Year: in.Body.Year, Lead: boundaries.Side(in.Body.Lead), Due: due})
	return err
}

func takeStep(ctx context.Context, rounds *round.Store, by round.Actor, in *taskInput) error {
	on, err := in.on()
	if err != nil {
		return err
	}
	_, err = rounds.Take(ctx, by, in.Task, in.revision, round.Taking{To: round.State(in.Body.To), On: on, Note: in.Body.Note, Paper: in.Body.Paper})
	return err
}

func signReport(ctx context.Context, rounds *round.Store, by round.Actor, in *taskInput) error {
	on, err := in.on()
	if err != nil {
		return err
	}
	whose := boundaries.Side(in.Body.Whose)
	if whose == "" {
		whose = by.Side
	}
	_, err = rounds.Sign(ctx, by, in.Task, in.revision, on, whose, in.Body.Paper)
	return err
}

func addTaskProblem(ctx context.Context, rounds *round.Store, by round.Actor, in *taskInput) error {
	due, err := dayOr(in.Body.Due, version.Date{})
	if err != nil {
		return err
	}
	b := in.Body
	_, _, err = rounds.AddProblem(ctx, by, in.Task, 0, round.Problem{Text: b.Text, ObjectKind: b.ObjectKind, Object: b.Object, ObjectName: b.ObjectName, Handler: b.Handler, Due: due})
	return err
}

// problemOfTask reads the id of a problem; one that is none is of no task.
func problemOfTask(in *taskInput) (uuid.UUID, error) {
	id, err := uuid.Parse(in.problem)
	if err != nil {
		return id, fmt.Errorf("problem %q: %w", in.problem, round.ErrNoProblem)
	}
	return id, nil
}

func handleTaskProblem(ctx context.Context, rounds *round.Store, by round.Actor, in *taskInput) error {
	problem, err := problemOfTask(in)
	if err != nil {
		return err
	}
	due, err := dayOr(in.Body.Due, version.Date{})
	if err != nil {
		return err
	}
	_, err = rounds.Handle(ctx, by, in.Task, in.revision, problem, in.Body.Handler, due)
	return err
}

func solveTaskProblem(ctx context.Context, rounds *round.Store, by round.Actor, in *taskInput) error {
	problem, err := problemOfTask(in)
	if err != nil {
		return err
	}
	on, err := in.on()
	if err != nil {
		return err
	}
	_, err = rounds.Solve(ctx, by, in.Task, in.revision, problem, on, in.Body.Solution)
	return err
}

func addTaskMinutes(ctx context.Context, rounds *round.Store, by round.Actor, in *taskInput) error {
	on, err := in.on()
	if err != nil {
		return err
	}
	b := in.Body
	_, _, err = rounds.AddMinutes(ctx, by, in.Task, round.Minutes{On: on, Place: b.Place, Units: b.Units, Text: b.Text, Paper: b.Paper}, b.Who)
	return err
}

func addTaskNote(ctx context.Context, rounds *round.Store, by round.Actor, in *taskInput) error {
	_, _, err := rounds.AddNote(ctx, by, in.Task, in.Body.Text)
	return err
}

type openTaskInput struct {
	OnceParams
	Lang string `query:"lang" enum:"zh,en"`
	Body struct {
		Line    uuid.UUID         `json:"line"`
		Lead    string            `json:"lead" enum:"a,b"`
		Due     string            `json:"due" maxLength:"10"`
		Reason  string            `json:"reason" maxLength:"1000" doc:"What calls for it: a disaster, a river that moved, a road that was rebuilt."`
		From    string            `json:"stretch_from,omitempty" maxLength:"200" doc:"Where the stretch begins, in words."`
		To      string            `json:"stretch_to,omitempty" maxLength:"200"`
		Stretch *geojson.Geometry `json:"stretch,omitempty" doc:"GeoJSON LineString or MultiLineString, CGCS2000."`
	}
}

func (s *Server) openTask(ctx context.Context, in *openTaskInput) (*madeOutput, error) {
	b := in.Body
	due, err := dayOr(b.Due, version.Date{})
	if err == nil {
		err = s.permitLine(ctx, b.Line)
	}
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	x := round.Special{Line: b.Line, Lead: boundaries.Side(b.Lead), Due: due, Reason: b.Reason, From: b.From, To: b.To}
	if b.Stretch != nil {
		switch g := b.Stretch.Geometry().(type) {
		case orb.LineString:
			x.Stretch = orb.MultiLineString{g}
		case orb.MultiLineString:
			x.Stretch = g
		default:
			return nil, badStretch.in(ctx)
		}
	}
	return s.makeOnce(ctx, in.OnceParams, "special check", func(tx pgx.Tx) (uuid.UUID, error) {
		id, _, err := s.roundsIn(tx).OpenSpecial(ctx, s.principalOf(ctx).Account.ID, x)
		return id, err
	})
}
