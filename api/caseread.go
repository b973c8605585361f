package api

import (
	"context"
	"encoding/base64"
	"errors"
	"strings"
	"time"

	"github.com/google/uuid"

	"diming/boundaries"
	"diming/gazetteer/cases"
	"diming/internal/ledger"
	"diming/internal/version"
)

// office is how those who keep the register read it.
var office = boundaries.Reader{Internal: true}

func isErased(err error) bool { return errors.Is(err, ledger.ErrErased) }

type nameCasesInput struct {
	Lang     string        `query:"lang" enum:"zh,en"`
	Q        string        `query:"q" maxLength:"100" doc:"Part of a title, number, organisation or name."`
	State    []cases.State `query:"state" doc:"One or several, with commas."`
	Open     bool          `query:"open" doc:"Only those not yet closed."`
	Kind     cases.Kind    `query:"kind" enum:"naming,renaming,cancelling,correction"`
	Channel  cases.Channel `query:"channel" enum:"online,counter,own,filing,past"`
	Place    string        `query:"place" maxLength:"36" doc:"Cases about a place."`
	Division string        `query:"division" maxLength:"36" doc:"Id or code; with all that it holds."`
	DueBy    string        `query:"due_by" maxLength:"10" doc:"A deadline runs out by this day."`
	Limit    int           `query:"limit" minimum:"0" maximum:"200" doc:"50 if absent."`
	Cursor   string        `query:"cursor" maxLength:"200"`
}

// CaseRow is a case in a list.
type CaseRow struct {
	ID           uuid.UUID      `json:"id"`
	Number       string         `json:"number"`
	Kind         cases.Kind     `json:"kind"`
	Channel      cases.Channel  `json:"channel"`
	State        cases.State    `json:"state"`
	Title        string         `json:"title"`
	Body         string         `json:"body,omitempty"`
	Class        string         `json:"class"`
	DivisionName string         `json:"division_name"`
	Names        []string       `json:"names"`
	Was          []string       `json:"was" doc:"Beside names: what each was called until a renaming, else empty."`
	OpenedOn     string         `json:"opened_on"`
	Due          *ClockBody     `json:"due,omitempty" doc:"The deadline that runs out next."`
	Findings     int            `json:"findings" doc:"That stand against it."`
	Waiting      []cases.Report `json:"waiting" doc:"Reports that are not in."`
}

// NameCaseList is a page of cases.
type NameCaseList struct {
	Items []CaseRow `json:"items"`
	Next  string    `json:"next,omitempty"`
}

func (s *Server) listCases(ctx context.Context, in *nameCasesInput) (*struct{ Body NameCaseList }, error) {
	f, err := s.caseFilter(ctx, in)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	rows, err := s.Cases.List(ctx, f)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := NameCaseList{Items: make([]CaseRow, len(rows))}
	for i, r := range rows {
		body.Items[i] = s.caseRow(r)
	}
	if len(rows) == f.Limit {
		body.Next = caseCursorText(rows[len(rows)-1])
	}
	return &struct{ Body NameCaseList }{body}, nil
}

func (s *Server) caseRow(r cases.Row) CaseRow {
	row := CaseRow{ID: r.ID, Number: r.Number, Kind: r.Kind, Channel: r.Channel, State: r.State, Title: r.Title, Body: r.Body, Class: r.Class,
		DivisionName: r.DivisionName, Names: r.Names, Was: r.Was, OpenedOn: r.OpenedOn.String(), Findings: r.Findings, Waiting: r.Waiting}
	if r.Due.Key != "" {
		due := s.clockBody(r.Due)
		row.Due = &due
	}
	return row
}

func (s *Server) caseFilter(ctx context.Context, in *nameCasesInput) (cases.Filter, error) {
	f := cases.Filter{States: in.State, Open: in.Open, Kind: in.Kind, Channel: in.Channel, Text: strings.TrimSpace(in.Q), Limit: in.Limit}
	if f.Limit == 0 {
		f.Limit = 50
	}
	var err error
	if f.Divisions, f.Whole, err = s.reach(ctx, readCases); err != nil {
		return f, err
	}
	if f.DueBy, err = dayOr(in.DueBy, version.Date{}); err != nil {
		return f, err
	}
	if in.Place != "" {
		if f.Place, err = uuid.Parse(in.Place); err != nil {
			return f, errBadFilter
		}
	}
	if in.Division != "" {
		if err := s.narrow(ctx, &f, in.Division); err != nil {
			return f, err
		}
	}
	if in.Cursor != "" {
		f.Cursor, err = caseCursor(in.Cursor)
	}
	return f, err
}

// narrow keeps of a filter's divisions those under another.
func (s *Server) narrow(ctx context.Context, f *cases.Filter, division string) error {
	id, err := s.divisionNamed(ctx, division)
	if err != nil {
		return err
	}
	if err := s.permit(ctx, readCases, id); err != nil {
		return err
	}
	if id != uuid.Nil {
		f.Whole, f.Divisions = false, []uuid.UUID{id}
	}
	return nil
}

// caseCursorText is where a page that ends with a case ended.
func caseCursorText(last cases.Row) string {
	return base64.RawURLEncoding.EncodeToString([]byte(last.Due.SafeOn.String() + "|" + last.ID.String()))
}

func caseCursor(text string) (cases.Cursor, error) {
	raw, err := base64.RawURLEncoding.DecodeString(text)
	day, id, found := strings.Cut(string(raw), "|")
	if err != nil || !found {
		return cases.Cursor{}, errCursor
	}
	var c cases.Cursor
	if c.ID, err = uuid.Parse(id); err != nil {
		return c, errCursor
	}
	if c.Due, err = dayOr(day, version.Date{}); err != nil {
		return c, errCursor
	}
	return c, nil
}

type nameCaseInput struct {
	Lang string    `query:"lang" enum:"zh,en"`
	Case uuid.UUID `path:"case"`
}

type nameCaseOutput struct {
	ETag string `header:"ETag"`
	Body NameCaseBody
}

func (s *Server) readCase(ctx context.Context, in *nameCaseInput) (*nameCaseOutput, error) {
	f, err := s.Cases.Read(ctx, in.Case)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body, err := s.caseBody(ctx, f)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return &nameCaseOutput{ETag: body.ETag, Body: body}, nil
}

// TimelineItem is what was done in a case.
type TimelineItem struct {
	At     time.Time      `json:"at"`
	By     string         `json:"by"`
	Action string         `json:"action"`
	Reason string         `json:"reason,omitempty"`
	After  map[string]any `json:"after,omitempty"`
}

// TimelineBody is all that was done in a case.
type TimelineBody struct {
	Items []TimelineItem `json:"items"`
}

func (s *Server) caseTimeline(ctx context.Context, in *nameCaseInput) (*struct{ Body TimelineBody }, error) {
	all, err := s.Cases.Timeline(ctx, in.Case)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	named := s.namer(ctx)
	body := TimelineBody{Items: make([]TimelineItem, len(all))}
	for i, e := range all {
		body.Items[i] = TimelineItem{e.At, named(e.Actor), e.Action, e.Reason, e.After}
	}
	return &struct{ Body TimelineBody }{body}, nil
}

type figuresInput struct {
	Lang string `query:"lang" enum:"zh,en"`
	From string `query:"from" maxLength:"10" doc:"Cases opened from this day; absent: this year's."`
	To   string `query:"to" maxLength:"10" doc:"And before this day."`
}

// FiguresBody are what an office asks about its cases.
type FiguresBody struct {
	Opened  int           `json:"opened"`
	Online  int           `json:"online" doc:"Of those, applied for online (网办)."`
	OnTime  int           `json:"on_time" doc:"Deadlines that were met."`
	Late    int           `json:"late" doc:"Deadlines that were missed."`
	ByState []cases.Count `json:"by_state"`
	ByAge   []cases.Count `json:"by_age"`
	Days    []cases.Days  `json:"days"`
}

func (s *Server) caseFigures(ctx context.Context, in *figuresInput) (*struct{ Body FiguresBody }, error) {
	from, err := dayOr(in.From, version.Day(s.Cases.Day().Time().Year(), time.January, 1))
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	to, err := dayOr(in.To, version.Date{})
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	span := version.Span{From: from, To: to}
	if err := span.Check(); err != nil {
		return nil, s.fail(ctx, err)
	}
	divisions, whole, err := s.reach(ctx, readCases)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	f, err := s.Cases.FiguresOf(ctx, whole, divisions, span)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return &struct{ Body FiguresBody }{FiguresBody(f)}, nil
}
