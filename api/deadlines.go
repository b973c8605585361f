package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"diming/gazetteer/cases"
	"diming/gazetteer/deadline"
	"diming/internal/version"
)

// deadlineRoutes are the official holidays, and the deadlines as a calendar
// that other programs read.
func (s *Server) deadlineRoutes(rs routes) {
	get(rs, signedIn, "/v1/holidays", "The official holidays of a year and their make-up working days", s.holidays)
	operate(rs, mayWhole(editSettings), huma.Operation{Method: http.MethodPut, Path: "/v1/holidays/{day}", Summary: "Say that a day is one of rest or of work", DefaultStatus: http.StatusNoContent}, s.setHoliday,
		Example{Path: "/v1/holidays/2026-01-32", Body: `{"kind":"rest","name":"元旦","source":"测试"}`})
	operate(rs, mayWhole(editSettings), huma.Operation{Method: http.MethodDelete, Path: "/v1/holidays/{day}", Summary: "Say that a day is as any other", DefaultStatus: http.StatusNoContent}, s.clearHoliday,
		Example{Path: "/v1/holidays/2026-01-32?reason=x"})
	rs.plain(mayAnywhere(readCases), http.MethodGet, "/v1/deadlines.ics", s.deadlinesICS)
}

type holidaysInput struct {
	Lang string `query:"lang" enum:"zh,en"`
	Year int    `query:"year" minimum:"1949" maximum:"2200" doc:"This year if absent."`
}

// HolidayBody is one day of the official arrangements.
type HolidayBody struct {
	Day      string `json:"day"`
	Kind     string `json:"kind" enum:"rest,work"`
	Name     string `json:"name"`
	Source   string `json:"source"`
	Verified bool   `json:"verified" doc:"Somebody of the office compared it with the notice."`
}

// HolidaysBody are those of a year; an empty one is not known yet.
type HolidaysBody struct {
	Year  int           `json:"year"`
	Known bool          `json:"known"`
	Days  []HolidayBody `json:"days"`
}

func (s *Server) holidays(ctx context.Context, in *holidaysInput) (*struct{ Body HolidaysBody }, error) {
	if in.Year == 0 {
		in.Year = s.Cases.Day().Time().Year()
	}
	all, err := (&deadline.Store{DB: s.DB}).Holidays(ctx, in.Year)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := HolidaysBody{Year: in.Year, Known: len(all) > 0, Days: []HolidayBody{}}
	for _, h := range all {
		body.Days = append(body.Days, HolidayBody{h.Day.String(), h.Kind, h.Name, h.Source, h.Verified})
	}
	return &struct{ Body HolidaysBody }{body}, nil
}

type setHolidayInput struct {
	Lang string `query:"lang" enum:"zh,en"`
	Day  string `path:"day" maxLength:"10"`
	Body struct {
		Kind   string `json:"kind" enum:"rest,work"`
		Name   string `json:"name" maxLength:"50"`
		Source string `json:"source" maxLength:"200" doc:"The notice that says so."`
	}
}

func (s *Server) setHoliday(ctx context.Context, in *setHolidayInput) (*struct{}, error) {
	day, err := version.ParseDate(in.Day)
	if err != nil {
		return nil, badDate.in(ctx)
	}
	_, err = (&deadline.Store{DB: s.DB}).Set(ctx, s.principalOf(ctx).Account.ID, deadline.Holiday{Day: day, Kind: in.Body.Kind, Name: in.Body.Name, Source: in.Body.Source})
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return nil, nil
}

type clearHolidayInput struct {
	Lang   string `query:"lang" enum:"zh,en"`
	Day    string `path:"day" maxLength:"10"`
	Reason string `query:"reason" maxLength:"200"`
}

func (s *Server) clearHoliday(ctx context.Context, in *clearHolidayInput) (*struct{}, error) {
	day, err := version.ParseDate(in.Day)
	if err != nil {
		return nil, badDate.in(ctx)
	}
	if _, err := (&deadline.Store{DB: s.DB}).Clear(ctx, s.principalOf(ctx).Account.ID, day, in.Reason); err != nil {
		return nil, s.fail(ctx, err)
	}
	return nil, nil
}

// clockNames are what the clocks are called in a calendar.
var clockNames = map[string][2]string{
	cases.ProcessingClock:   {"办理", "Processing"},
	cases.CorrectionClock:   {"补正", "Correction"},
	cases.NoticeClock:       {"公示", "Public notice"},
	cases.FilingClock:       {"备案", "Filing"},
	cases.AnnouncementClock: {"公告", "Announcement"},
	cases.SignsClock:        {"设标", "Signs"},
}

// calendarAtMost is how many deadlines a calendar holds: those that run out first.
const calendarAtMost = 2000

// deadlinesICS gives the running deadlines of the cases and of the boundary work
// that the asker may read, as iCalendar; a calendar program shows an API token for it.
func (s *Server) deadlinesICS(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	divisions, whole, err := s.reach(ctx, readCases)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	all, err := s.Cases.Deadlines(ctx, whole, divisions, calendarAtMost)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	events := make([]deadline.Event, len(all))
	for i, d := range all {
		events[i] = s.deadlineEvent(ctx, d)
	}
	more, err := s.inspectionEvents(ctx)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	kept, err := s.upkeepEvents(ctx)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	events = append(append(events, more...), kept...)
	w.Header().Set("Content-Type", "text/calendar; charset=utf-8")
	w.Header().Set("Cache-Control", "private, no-cache")
	_, _ = w.Write(deadline.ICS(pick(ctx, "地名和界线期限", "Deadlines of names and boundaries"), events)) // the client may have gone
}

// deadlineEvent tells a deadline on its safe day, with the day in law beside it.
func (s *Server) deadlineEvent(ctx context.Context, d cases.Deadline) deadline.Event {
	name := clockNames[d.Key]
	return deadline.Event{ID: d.Case.String() + "-" + d.Key + "@diming", Title: pick(ctx, name[0]+"：", name[1]+": ") + d.Title,
		Text: d.Number + "\n" + d.Basis + "\n" + pick(ctx, "法定截止 ", "In law until ") + d.DueOn.String(),
		On:   d.SafeOn, Warn: int(d.SafeOn.Time().Sub(d.WarnOn.Time()) / (24 * time.Hour)),
		URL: s.PublicURL.JoinPath("office", "cases", d.Case.String()).String(), Changed: d.StartsOn.Time()}
}
