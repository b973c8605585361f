package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"diming/gazetteer/quality"
)

// qualityRoutes are the findings about the register's own data.
func (s *Server) qualityRoutes(rs routes) {
	get(rs, mayAnywhere(readInternal), "/v1/quality", "How many findings there are by check, and the trend", s.qualityCounts)
	rs.plain(mayAnywhere(readInternal), http.MethodGet, "/v1/quality/findings.csv", s.qualitySheet)
	get(rs, mayAnywhere(readInternal), "/v1/quality/findings", "Findings about the data", s.qualityFindings)
	operate(rs, mayWhole(workQuality), huma.Operation{Method: http.MethodPost, Path: "/v1/quality/run", Summary: "Look through the register now"}, s.runQuality)
	operate(rs, mayAnywhere(workQuality), huma.Operation{Method: http.MethodPost, Path: "/v1/quality/decisions", Summary: "Assign findings, accept them as they are, or open them again", DefaultStatus: http.StatusNoContent},
		s.decideQuality, Example{Body: `{"findings":[],"to":"open"}`})
}

// QualityBody is how the data stands.
type QualityBody struct {
	Checks []QualityCheck `json:"checks"`
	Days   []QualityDay   `json:"days"`
}

// QualityCheck is how many findings of a check there are.
type QualityCheck struct {
	ID       string `json:"id"`
	Open     int    `json:"open"`
	Assigned int    `json:"assigned"`
	Accepted int    `json:"accepted"`
}

// QualityDay is what was counted on a day.
type QualityDay struct {
	Day      string `json:"day"`
	Check    string `json:"check"`
	Open     int    `json:"open" doc:"Open or assigned."`
	Accepted int    `json:"accepted"`
}

type qualityInput struct {
	Lang string `query:"lang" enum:"zh,en"`
	Days int    `query:"days" minimum:"0" maximum:"1000" doc:"Of the trend; 90 if absent."`
}

func (s *Server) qualityCounts(ctx context.Context, in *qualityInput) (*struct{ Body QualityBody }, error) {
	roots, whole, err := s.reach(ctx, readInternal)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	if in.Days == 0 {
		in.Days = 90
	}
	counts, err := s.quality().Counts(ctx, roots, whole)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	days, err := s.quality().Trend(ctx, roots, whole, in.Days)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := QualityBody{Checks: make([]QualityCheck, len(quality.Checks)), Days: make([]QualityDay, len(days))}
	for i, c := range quality.Checks {
		body.Checks[i].ID = c.ID
		for _, n := range counts {
			switch {
			case n.Check != c.ID:
			case n.State == quality.Open:
				body.Checks[i].Open = n.N
			case n.State == quality.Assigned:
				body.Checks[i].Assigned = n.N
			case n.State == quality.Accepted:
				body.Checks[i].Accepted = n.N
			}
		}
	}
	for i, d := range days {
		body.Days[i] = QualityDay(d)
	}
	return &struct{ Body QualityBody }{body}, nil
}

func (s *Server) quality() *quality.Store { return &quality.Store{DB: s.DB} }

type qualityFindingsInput struct {
	Lang   string `query:"lang" enum:"zh,en"`
	Check  string `query:"check" maxLength:"40"`
	State  string `query:"state" enum:"open,assigned,accepted,fixed"`
	Mine   bool   `query:"mine"`
	Q      string `query:"q" maxLength:"100"`
	Cursor string `query:"cursor" maxLength:"80"`
	Limit  int    `query:"limit" minimum:"0" maximum:"500" doc:"100 if absent."`
}

// QualityFinding is what a check has found of a place.
type QualityFinding struct {
	Check        string     `json:"check"`
	Place        uuid.UUID  `json:"place"`
	Name         string     `json:"name"`
	ClassName    string     `json:"class_name"`
	DivisionName string     `json:"division_name"`
	Detail       string     `json:"detail"`
	State        string     `json:"state"`
	Owner        string     `json:"owner,omitempty"`
	Reason       string     `json:"reason,omitempty"`
	FoundAt      time.Time  `json:"found_at"`
	FixedAt      *time.Time `json:"fixed_at,omitempty"`
}

// qualityFilter reads by what findings are narrowed.
func (s *Server) qualityFilter(ctx context.Context, in *qualityFindingsInput) (quality.Filter, error) {
	f := quality.Filter{Check: in.Check, State: in.State, Text: in.Q, After: in.Cursor, Limit: in.Limit}
	var err error
	if f.Within, f.Whole, err = s.reach(ctx, readInternal); err != nil {
		return f, err
	}
	if f.Limit == 0 {
		f.Limit = 100
	}
	if in.Mine {
		me := s.principalOf(ctx).Account.ID
		f.Owner = &me
	}
	return f, nil
}

func (s *Server) qualityFindings(ctx context.Context, in *qualityFindingsInput) (*struct{ Body itemsOf[QualityFinding] }, error) {
	f, err := s.qualityFilter(ctx, in)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	all, err := s.quality().List(ctx, f)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := itemsOf[QualityFinding]{Items: make([]QualityFinding, len(all))}
	for i, q := range all {
		body.Items[i] = QualityFinding{q.Check, q.Place, q.Name, q.ClassName, q.DivisionName, q.Detail, q.State, s.nameOf(ctx, q.Owner), q.Reason, q.FoundAt, q.FixedAt}
	}
	if len(all) == f.Limit {
		last := all[len(all)-1]
		body.Next = last.Check + "/" + last.Place.String()
	}
	return &struct{ Body itemsOf[QualityFinding] }{body}, nil
}

// QualityResult is what a run changed.
type QualityResult struct {
	New     int `json:"new"`
	Changed int `json:"changed"`
	Fixed   int `json:"fixed"`
}

func (s *Server) runQuality(ctx context.Context, _ *langInput) (*struct{ Body QualityResult }, error) {
	r, err := s.quality().Run(ctx, s.principalOf(ctx).Account.ID)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return &struct{ Body QualityResult }{QualityResult(r)}, nil
}

// FindingKey names a finding about the data.
type FindingKey struct {
	Check string    `json:"check" maxLength:"40"`
	Place uuid.UUID `json:"place"`
}

type decideQualityInput struct {
	Lang string `query:"lang" enum:"zh,en"`
	Body struct {
		Findings []FindingKey `json:"findings" maxItems:"500"`
		To       string       `json:"to" enum:"assigned,accepted,open"`
		Owner    *uuid.UUID   `json:"owner,omitempty" doc:"Of assigned; the asker if absent."`
		Reason   string       `json:"reason,omitempty" maxLength:"2000"`
	}
}

func (s *Server) decideQuality(ctx context.Context, in *decideQualityInput) (*struct{}, error) {
	d := quality.Decision{To: in.Body.To, Owner: in.Body.Owner, Reason: in.Body.Reason}
	var err error
	if d.Within, d.Whole, err = s.reach(ctx, workQuality); err != nil {
		return nil, s.fail(ctx, err)
	}
	me := s.principalOf(ctx).Account.ID
	if d.To == quality.Assigned && d.Owner == nil {
		d.Owner = &me
	}
	if d.Owner != nil {
		if _, err := s.Accounts.ByID(ctx, *d.Owner); err != nil {
			return nil, s.fail(ctx, err)
		}
	}
	keys := make([]quality.Key, len(in.Body.Findings))
	for i, k := range in.Body.Findings {
		keys[i] = quality.Key(k)
	}
	return s.done(ctx, s.quality().Decide(ctx, me, keys, d))
}
