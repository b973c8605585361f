package api

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/paulmach/orb/geojson"

	"diming/boundaries"
	"diming/boundaries/round"
	"diming/internal/ledger"
)

// TaskOwner is one side of a line.
type TaskOwner struct {
	Kind     string     `json:"kind" enum:"division,sea,not_held"`
	Division *uuid.UUID `json:"division,omitempty"`
	Code     string     `json:"code,omitempty"`
	Name     string     `json:"name,omitempty"`
}

// TaskLine is the line that a task is about.
type TaskLine struct {
	ID     uuid.UUID `json:"id"`
	Name   string    `json:"name"`
	Number string    `json:"number,omitempty"`
	Level  int       `json:"level"`
	Metres float64   `json:"length_m"`
	A      TaskOwner `json:"a"`
	B      TaskOwner `json:"b"`
}

func taskLine(l round.Line) TaskLine {
	owner := func(o round.Owner) TaskOwner { return TaskOwner{o.Kind, o.Division, o.Code, o.Name} }
	return TaskLine{l.ID, l.Name, l.Number, int(l.Level), l.Metres, owner(l.Owners[0]), owner(l.Owners[1])}
}

// TaskRow is an inspection task in a list.
type TaskRow struct {
	ID         uuid.UUID  `json:"id"`
	Line       TaskLine   `json:"line"`
	Kind       string     `json:"kind" enum:"round,special"`
	Round      *uuid.UUID `json:"round,omitempty"`
	Ordinal    int        `json:"ordinal,omitempty"`
	Year       int        `json:"year"`
	Lead       string     `json:"lead" enum:"a,b"`
	Due        string     `json:"due"`
	Reason     string     `json:"reason,omitempty"`
	From       string     `json:"stretch_from,omitempty"`
	To         string     `json:"stretch_to,omitempty"`
	State      string     `json:"state"`
	Completed  string     `json:"completed,omitempty"`
	Problems   int        `json:"problems" doc:"Unsolved."`
	ProblemDue string     `json:"problem_due,omitempty"`
	Overdue    bool       `json:"overdue"`
	Sides      []string   `json:"sides" doc:"On which the asker stands."`
}

func taskRow(t round.Task, sides []boundaries.Side) TaskRow {
	r := TaskRow{ID: t.ID, Line: taskLine(t.Line), Kind: "round", Round: t.Round, Ordinal: t.Ordinal, Year: t.Year, Lead: string(t.Lead), Due: t.Due.String(),
		Reason: t.Reason, From: t.From, To: t.To, State: string(t.State), Completed: t.Completed.String(), Problems: t.Problems, ProblemDue: t.ProblemDue.String(),
		Overdue: t.Overdue(), Sides: []string{}}
	if t.Round == nil {
		r.Kind = "special"
	}
	for _, side := range sides {
		r.Sides = append(r.Sides, string(side))
	}
	return r
}

type taskListInput struct {
	Lang    string    `query:"lang" enum:"zh,en"`
	Round   uuid.UUID `query:"round"`
	Line    uuid.UUID `query:"line"`
	Year    int       `query:"year" minimum:"0" maximum:"2200"`
	State   string    `query:"state" maxLength:"20"`
	Kind    string    `query:"kind" enum:"special"`
	Open    bool      `query:"open"`
	Overdue bool      `query:"overdue"`
	Cursor  string    `query:"cursor" maxLength:"60"`
	Limit   int       `query:"limit" minimum:"0" maximum:"500" doc:"100 if absent."`
}

func (s *Server) taskList(ctx context.Context, in *taskListInput) (*struct{ Body itemsOf[TaskRow] }, error) {
	f := round.Filter{Year: in.Year, State: round.State(in.State), Special: in.Kind == "special", Open: in.Open, Overdue: in.Overdue, Limit: in.Limit}
	if f.Limit == 0 {
		f.Limit = 100
	}
	if in.Round != uuid.Nil {
		f.Round = &in.Round
	}
	if in.Line != uuid.Nil {
		f.Line = &in.Line
	}
	after, err := readDayCursor(in.Cursor, round.RankDone)
	if err != nil {
		return nil, badCursor.in(ctx)
	}
	f.After = round.Cursor(after)
	if f.Within, f.Whole, err = s.reach(ctx, readInspection); err != nil {
		return nil, s.fail(ctx, err)
	}
	all, err := s.Rounds.List(ctx, f)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := itemsOf[TaskRow]{Items: make([]TaskRow, len(all))}
	sides := s.sideFinder(readInspection)
	for i, t := range all {
		of, err := sides(ctx, t.Line)
		if err != nil {
			return nil, s.fail(ctx, err)
		}
		body.Items[i] = taskRow(t, of)
	}
	if len(all) == f.Limit {
		body.Next = dayCursor(all[len(all)-1].Cursor()).String()
	}
	return &struct{ Body itemsOf[TaskRow] }{body}, nil
}

// TaskNext is a step that a task may take.
type TaskNext struct {
	To    string   `json:"to"`
	Back  bool     `json:"back" doc:"It returns the task to earlier work, or ends it, and says why."`
	Lacks []string `json:"lacks" doc:"What it still wants."`
}

// TaskStep is one that a task took.
type TaskStep struct {
	From  string     `json:"from"`
	To    string     `json:"to"`
	Side  string     `json:"side"`
	On    string     `json:"on"`
	At    time.Time  `json:"at"`
	By    string     `json:"by"`
	Note  string     `json:"note,omitempty"`
	Paper *uuid.UUID `json:"paper,omitempty"`
}

// TaskSigning is a side's signature of the report.
type TaskSigning struct {
	Side  string     `json:"side"`
	Means string     `json:"means" enum:"account,paper,joint"`
	On    string     `json:"on"`
	By    string     `json:"by"`
	Paper *uuid.UUID `json:"paper,omitempty"`
}

// TaskProblem is what an inspection found and somebody is to solve.
type TaskProblem struct {
	ID         uuid.UUID  `json:"id"`
	Text       string     `json:"text"`
	ObjectKind string     `json:"object_kind"`
	Object     *uuid.UUID `json:"object,omitempty"`
	ObjectName string     `json:"object_name,omitempty"`
	Record     *uuid.UUID `json:"record,omitempty"`
	Handler    string     `json:"handler,omitempty"`
	Due        string     `json:"due,omitempty"`
	Solved     string     `json:"solved,omitempty"`
	Solution   string     `json:"solution,omitempty"`
	Overdue    bool       `json:"overdue"`
}

// TaskMinutes are those of a joint meeting.
type TaskMinutes struct {
	ID    uuid.UUID  `json:"id"`
	On    string     `json:"on"`
	Place string     `json:"place"`
	Units string     `json:"units,omitempty"`
	Text  string     `json:"text"`
	Who   string     `json:"who,omitempty"`
	Gone  bool       `json:"who_erased,omitempty" doc:"Who took part was held, and erased."`
	Paper *uuid.UUID `json:"paper,omitempty"`
}

// TaskNote is a note of one side.
type TaskNote struct {
	ID   uuid.UUID `json:"id"`
	Side string    `json:"side"`
	Text string    `json:"text"`
	By   string    `json:"by"`
	At   time.Time `json:"at"`
}

// TaskPaper is a document of a task.
type TaskPaper struct {
	ID        uuid.UUID `json:"id"`
	Kind      string    `json:"kind"`
	Title     string    `json:"title,omitempty"`
	Side      string    `json:"side,omitempty" doc:"Whose own it is; absent where both share it."`
	SHA256    string    `json:"sha256"`
	MediaType string    `json:"media_type"`
	Name      string    `json:"name"`
	Size      int64     `json:"size"`
	At        time.Time `json:"at"`
}

// LineTaskBody is an inspection task with all that the asker may see of it.
type LineTaskBody struct {
	TaskRow
	Revision  int64             `json:"revision"`
	Created   time.Time         `json:"created_at"`
	OpenedBy  string            `json:"opened_by"`
	Stretch   *geojson.Geometry `json:"stretch,omitempty"`
	NextDue   string            `json:"next_due,omitempty" doc:"When the line is to be inspected again."`
	DueBasis  string            `json:"due_basis" doc:"On what the years between inspections rest."`
	Next      []TaskNext        `json:"next"`
	Steps     []TaskStep        `json:"steps"`
	Signings  []TaskSigning     `json:"signatures"`
	Problems  []TaskProblem     `json:"problem_list"`
	Minutes   []TaskMinutes     `json:"minutes"`
	Notes     []TaskNote        `json:"notes" doc:"Of the asker's own side."`
	Papers    []TaskPaper       `json:"papers"`
	FormBasis string            `json:"form_basis"`
	Work      []string          `json:"work" doc:"The sides for which the asker may change the task."`
}

type taskOutput struct {
	ETag string `header:"ETag"`
	Body LineTaskBody
}

type taskParam struct {
	Lang string    `query:"lang" enum:"zh,en"`
	Task uuid.UUID `path:"task"`
}

func (s *Server) boundaryTask(ctx context.Context, in *taskParam) (*taskOutput, error) {
	return s.taskAnswer(ctx, in.Task)
}

func (s *Server) taskForm(ctx context.Context, in *taskParam) (*struct{ Body round.Form }, error) {
	t, _, err := s.taskFor(ctx, readInspection, in.Task)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	held, err := s.Rounds.FormOfTask(ctx, t)
	if err != nil {
		return nil, s.failTask(ctx, err)
	}
	return &struct{ Body round.Form }{held.Form}, nil
}

// taskAnswer tells a task as the asker may see it.
func (s *Server) taskAnswer(ctx context.Context, id uuid.UUID) (*taskOutput, error) {
	t, sides, err := s.taskFor(ctx, readInspection, id)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := LineTaskBody{TaskRow: taskRow(t, sides), Revision: t.Revision, Created: t.Created, OpenedBy: s.nameOfAccount(ctx, t.OpenedBy), Work: []string{}}
	work, err := s.sideFinder(workInspection)(ctx, t.Line)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	for _, side := range work {
		body.Work = append(body.Work, string(side))
	}
	for _, fill := range []func(context.Context, round.Task, []boundaries.Side, *LineTaskBody) error{
		s.fillTaskDue, s.fillTaskSteps, s.fillTaskProblems, s.fillTaskMinutes, s.fillTaskPapers} {
		if err := fill(ctx, t, sides, &body); err != nil {
			return nil, s.failTask(ctx, err)
		}
	}
	return &taskOutput{ETag: etagOf(strconv.FormatInt(t.Revision, 10)), Body: body}, nil
}

func (s *Server) fillTaskDue(ctx context.Context, t round.Task, _ []boundaries.Side, body *LineTaskBody) error {
	years, basis, err := s.Boundaries.InspectYears(ctx, *t.Line.Owners[0].Division)
	if err != nil {
		return err
	}
	body.DueBasis = basis
	if t.Round != nil {
		body.NextDue = round.NextDue(t.Completed, years).String()
	}
	stretch, err := s.Rounds.Stretch(ctx, t.ID)
	if err == nil && len(stretch) > 0 {
		body.Stretch = geojson.NewGeometry(stretch)
	}
	if err != nil {
		return err
	}
	held, err := s.Rounds.FormOfTask(ctx, t)
	body.FormBasis = held.Basis
	return err
}

func (s *Server) fillTaskSteps(ctx context.Context, t round.Task, _ []boundaries.Side, body *LineTaskBody) error {
	facts, err := s.Rounds.Facts(ctx, t.ID)
	if err != nil {
		return err
	}
	body.Next, body.Steps, body.Signings = []TaskNext{}, []TaskStep{}, []TaskSigning{}
	for _, to := range t.State.Next() {
		move := round.Move{From: t.State, To: to}
		next := TaskNext{string(to), move.Back(), []string{}}
		for _, lack := range move.Missing(facts, "") {
			next.Lacks = append(next.Lacks, string(lack))
		}
		body.Next = append(body.Next, next)
	}
	steps, err := s.Rounds.Steps(ctx, t.ID)
	if err != nil {
		return err
	}
	for _, x := range steps {
		body.Steps = append(body.Steps, TaskStep{string(x.From), string(x.To), string(x.Side), x.On.String(), x.At, s.nameOfAccount(ctx, x.Actor), x.Note, x.Paper})
	}
	signings, err := s.Rounds.Signings(ctx, t.ID)
	for _, x := range signings {
		body.Signings = append(body.Signings, TaskSigning{string(x.Side), x.Means, x.On.String(), s.nameOfAccount(ctx, x.Actor), x.Paper})
	}
	return err
}

func (s *Server) fillTaskProblems(ctx context.Context, t round.Task, _ []boundaries.Side, body *LineTaskBody) error {
	all, err := s.Rounds.Problems(ctx, t.ID)
	body.Problems = make([]TaskProblem, len(all))
	for i, p := range all {
		late := p.Solved.IsZero() && !p.Due.IsZero() && p.Due.Before(today())
		body.Problems[i] = TaskProblem{p.ID, p.Text, p.ObjectKind, p.Object, p.ObjectName, p.Record, p.Handler, p.Due.String(), p.Solved.String(), p.Solution, late}
	}
	return err
}

func (s *Server) fillTaskMinutes(ctx context.Context, t round.Task, sides []boundaries.Side, body *LineTaskBody) error {
	all, err := s.Rounds.Meetings(ctx, t.ID)
	if err != nil {
		return err
	}
	body.Minutes, body.Notes = []TaskMinutes{}, []TaskNote{}
	for _, m := range all {
		who, err := s.Rounds.Participants(ctx, m)
		gone := errors.Is(err, ledger.ErrErased)
		if err != nil && !gone {
			return err
		}
		body.Minutes = append(body.Minutes, TaskMinutes{m.ID, m.On.String(), m.Place, m.Units, m.Text, who, gone, m.Paper})
	}
	notes, err := s.Rounds.Notes(ctx, t.ID, sides)
	for _, n := range notes {
		body.Notes = append(body.Notes, TaskNote{n.ID, string(n.Side), n.Text, s.nameOfAccount(ctx, n.Actor), n.At})
	}
	return err
}

func (s *Server) fillTaskPapers(ctx context.Context, t round.Task, sides []boundaries.Side, body *LineTaskBody) error {
	all, err := s.Rounds.Papers(ctx, t.ID, sides)
	slices.SortStableFunc(all, func(a, b round.Paper) int {
		return slices.Index(round.PaperKinds, a.Kind) - slices.Index(round.PaperKinds, b.Kind)
	})
	body.Papers = make([]TaskPaper, len(all))
	for i, p := range all {
		body.Papers[i] = TaskPaper{p.ID, p.Kind, p.Title, string(p.Side), p.SHA256, p.MediaType, p.Name, p.Size, p.At}
	}
	return err
}
