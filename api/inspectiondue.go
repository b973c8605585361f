package api

import (
	"context"
	"fmt"

	"diming/boundaries"
	"diming/boundaries/round"
	"diming/gazetteer/deadline"
	"diming/internal/version"
)

// warnInspection is how many days ahead a calendar reminds of boundary work,
// which is planned by the month.
const warnInspection = 14

// inspectionEvents are the days of boundary work that the asker may read, for
// the calendar: tasks and their problems, lines to be inspected again, and the
// plans and summaries of years.
func (s *Server) inspectionEvents(ctx context.Context) ([]deadline.Event, error) {
	within, whole, err := s.reach(ctx, readInspection)
	if err != nil || len(within) == 0 && !whole {
		return nil, err
	}
	tasks, err := s.Rounds.List(ctx, round.Filter{Within: within, Whole: whole, Open: true, Limit: calendarAtMost})
	if err != nil {
		return nil, err
	}
	var events []deadline.Event
	for _, t := range tasks {
		events = append(events, s.taskEvents(ctx, t)...)
	}
	standings, err := s.Rounds.Standings(ctx, within, whole, boundaries.Village, s.inspectYears(ctx))
	if err != nil {
		return nil, err
	}
	for _, x := range standings {
		if !x.Next.IsZero() && x.Task == nil {
			events = append(events, s.inspectionEvent(ctx, x.Line.ID.String()+"-next", "联检到期：", "Inspection due: ", x.Line.Name, "boundary/tasks?line="+x.Line.ID.String(), x.Next))
		}
	}
	more, err := s.yearEvents(ctx)
	return append(events, more...), err
}

// taskEvents are the days of a task: when its result is due, until it is
// reported, and its earliest problem.
func (s *Server) taskEvents(ctx context.Context, t round.Task) []deadline.Event {
	var events []deadline.Event
	page := "boundary/tasks/" + t.ID.String()
	if t.Completed.IsZero() {
		zh, en := "联检：", "Inspection: "
		if t.Round == nil {
			zh, en = "专项检查：", "Special check: "
		}
		events = append(events, s.inspectionEvent(ctx, t.ID.String()+"-task", zh, en, t.Line.Name, page, t.Due))
	}
	if !t.ProblemDue.IsZero() {
		events = append(events, s.inspectionEvent(ctx, t.ID.String()+"-problem", "联检问题：", "Problem of an inspection: ", t.Line.Name, page, t.ProblemDue))
	}
	return events
}

// yearEvents are the plans and summaries that are still to be filed.
func (s *Server) yearEvents(ctx context.Context) ([]deadline.Event, error) {
	within, whole, err := s.reach(ctx, readInspection)
	if err != nil {
		return nil, err
	}
	rounds, err := s.Rounds.Rounds(ctx, within, whole)
	if err != nil {
		return nil, err
	}
	var events []deadline.Event
	for _, r := range rounds {
		mine, err := s.mayDo(ctx, readInspection, r.Division)
		if err != nil {
			return nil, err
		}
		if !mine {
			continue
		}
		tasks, err := s.Rounds.List(ctx, round.Filter{Whole: true, Round: &r.ID, Limit: tasksOfRound})
		if err != nil {
			return nil, err
		}
		days, err := round.Deadlines(round.SumYears(r, tasks), s.yearDay(ctx, r.Division))
		if err != nil {
			return nil, err
		}
		for _, d := range days {
			if d.Met {
				continue
			}
			zh, en := fmt.Sprintf("报送%d年联检计划：", d.Year), fmt.Sprintf("File the plan of inspections of %d: ", d.Year)
			if d.Kind == round.SummaryDeadline {
				zh, en = fmt.Sprintf("报送%d年联检总结：", d.Year), fmt.Sprintf("File the summary of inspections of %d: ", d.Year)
			}
			e := s.inspectionEvent(ctx, fmt.Sprintf("%s-%d-%s", r.ID, d.Year, d.Kind), zh, en, r.DivisionName, "boundary/rounds/"+r.ID.String(), d.Due)
			e.Text = d.Basis
			events = append(events, e)
		}
	}
	return events, nil
}

func (s *Server) inspectionEvent(ctx context.Context, id, zh, en, what, page string, on version.Date) deadline.Event {
	return deadline.Event{ID: id + "@diming", Title: pick(ctx, zh, en) + what, On: on, Warn: warnInspection,
		URL: s.PublicURL.String() + "/office/" + page, Changed: on.Time().AddDate(0, -1, 0)}
}
