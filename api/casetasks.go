package api

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"diming/gazetteer/cases"
)

// tasksLooked is how many open cases are looked through for those that wait for
// somebody; tasksShown is how many of them are told, the oldest first.
const tasksLooked, tasksShown = 2000, 5

// TaskBody is a case whose next step the asker may take.
type TaskBody struct {
	Case     uuid.UUID   `json:"case"`
	Number   string      `json:"number"`
	Title    string      `json:"title"`
	State    cases.State `json:"state"`
	Step     string      `json:"step" doc:"The name of a step's route; opinions: to be recorded."`
	OpenedOn string      `json:"opened_on"`
}

// TasksBody are the cases that wait for the asker.
type TasksBody struct {
	Total int        `json:"total"`
	Items []TaskBody `json:"items" doc:"The oldest, at most five."`
}

// caseTasks lists the cases whose next step the asker may take.
func (s *Server) caseTasks(ctx context.Context, _ *langInput) (*struct{ Body TasksBody }, error) {
	divisions, whole, err := s.reach(ctx, readCases)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	open, err := s.Cases.List(ctx, cases.Filter{Open: true, Whole: whole, Divisions: divisions, Limit: tasksLooked})
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	slices.SortStableFunc(open, func(a, b cases.Row) int { return a.OpenedOn.Time().Compare(b.OpenedOn.Time()) })
	body, may := TasksBody{Items: []TaskBody{}}, s.stepTaker()
	for _, row := range open {
		step, err := firstTask(ctx, row, may)
		if err != nil {
			return nil, s.fail(ctx, err)
		}
		if step == "" {
			continue
		}
		body.Total++
		if len(body.Items) < tasksShown {
			body.Items = append(body.Items, TaskBody{row.ID, row.Number, row.Title, row.State, step, row.OpenedOn.String()})
		}
	}
	return &struct{ Body TasksBody }{body}, nil
}

// firstTask is the first of a case's tasks that may be taken; "" for none.
func firstTask(ctx context.Context, row cases.Row, may func(context.Context, string, cases.Case) (bool, error)) (string, error) {
	for _, step := range row.Tasks() {
		if ok, err := may(ctx, step, row.Case); ok || err != nil {
			return step, err
		}
	}
	return "", nil
}

// stepTaker says whether the asker may take a step of a case; each division is
// asked about once. Nobody decides a case that they opened.
func (s *Server) stepTaker() func(context.Context, string, cases.Case) (bool, error) {
	actionOf := map[string]Action{"announce": announceCase, cases.TaskOpinions: handleCase}
	for _, step := range caseSteps {
		actionOf[step.name] = step.action
	}
	type key struct {
		action   Action
		division uuid.UUID
	}
	known := map[key]bool{}
	return func(ctx context.Context, step string, c cases.Case) (bool, error) {
		action := actionOf[step]
		if action == decideCase && s.principalOf(ctx).Account.ID == c.OpenedBy {
			return false, nil
		}
		k := key{action, c.Division}
		ok, asked := known[k]
		if asked {
			return ok, nil
		}
		ok, err := s.mayDo(ctx, action, c.Division)
		known[k] = ok
		return ok, err
	}
}
