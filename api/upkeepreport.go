package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries/upkeep"
)

func (s *Server) upkeepReportRoutes(rs routes) {
	const all = "/v1/upkeep/reports"
	get(rs, mayAnywhere(readUpkeep), all, "Reports of events, open ones first", s.upkeepReports)
	operate(rs, mayAnywhere(patrolUpkeep), huma.Operation{Method: http.MethodPost, Path: all, Summary: "Report an event", DefaultStatus: http.StatusCreated}, s.enterReport,
		Example{Body: `{"line":"{uuid}","kind":"terrain","text":"测试","discovered_at":"2026-01-05T10:00:00+08:00"}`})
	operate(rs, mayAnywhere(workUpkeep), huma.Operation{Method: http.MethodPost, Path: all + "/{id}/handling", Summary: "Say how what was reported was dealt with", DefaultStatus: http.StatusNoContent}, s.handleReport,
		Example{Body: `{"reason":"测试"}`})
}

// UpkeepReportBody is a report of an event, with its clock.
type UpkeepReportBody struct {
	ID           uuid.UUID       `json:"id"`
	Line         uuid.UUID       `json:"line"`
	LineName     string          `json:"line_name"`
	Side         string          `json:"side" enum:"a,b"`
	Kind         string          `json:"kind" enum:"damaged,lost,shifted,terrain,intrusion,other"`
	Marker       *uuid.UUID      `json:"marker"`
	MarkerNumber string          `json:"marker_number"`
	Contract     *uuid.UUID      `json:"contract" doc:"Of one's own side alone."`
	Patrol       *uuid.UUID      `json:"patrol"`
	Text         string          `json:"text"`
	Position     *UpkeepPosition `json:"position"`
	DiscoveredAt time.Time       `json:"discovered_at"`
	ReportedAt   time.Time       `json:"reported_at"`
	Hours        int             `json:"hours"`
	LimitAt      time.Time       `json:"limit_at"`
	Kept         bool            `json:"kept"`
	Basis        string          `json:"basis"`
	Handling     string          `json:"handling"`
	HandledOn    string          `json:"handled_on"`
	Mine         bool            `json:"mine" doc:"Of one's own side."`
	Files        []UpkeepFile    `json:"files"`
}

func (s *Server) upkeepReports(ctx context.Context, in *upkeepListInput) (*struct{ Body itemsOf[UpkeepReportBody] }, error) {
	f, err := s.upkeepAsked(ctx, in)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	all, err := s.upkeep().Reports(ctx, f)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	bodies, err := s.reportBodies(ctx, f.Scope, all)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	next := upkeepNext(len(all), f.Limit, func() (uuid.UUID, bool) { return all[len(all)-1].ID, !all[len(all)-1].HandledOn.IsZero() })
	return &struct{ Body itemsOf[UpkeepReportBody] }{itemsOf[UpkeepReportBody]{Items: bodies, Next: next}}, nil
}

func (s *Server) reportBodies(ctx context.Context, scope upkeep.Scope, all []upkeep.Report) ([]UpkeepReportBody, error) {
	var markers []uuid.UUID
	for _, r := range all {
		if r.Marker != nil {
			markers = append(markers, *r.Marker)
		}
	}
	numbers, err := s.markerNumbers(ctx, markers)
	if err != nil {
		return nil, err
	}
	lines, err := s.lineNames(ctx)
	if err != nil {
		return nil, err
	}
	bodies := make([]UpkeepReportBody, len(all))
	for i, r := range all {
		b := UpkeepReportBody{ID: r.ID, Line: r.Line, LineName: lines[r.Line], Side: string(r.Side), Kind: r.Kind, Marker: r.Marker, Text: r.Text, Position: positionBody(r.Position, 0),
			DiscoveredAt: r.Clock.Discovered, ReportedAt: r.Clock.Reported, Hours: r.Clock.Hours, LimitAt: r.Clock.Limit(), Kept: r.Clock.Kept(), Basis: r.Basis,
			Handling: r.Handling, HandledOn: r.HandledOn.String(), Mine: scope.Has(r.Line, r.Side), Files: fileBodies(r.Files)}
		if r.Marker != nil {
			b.MarkerNumber = numbers[*r.Marker]
		}
		if b.Mine { // contracts and patrols are their own side's
			b.Contract, b.Patrol = r.Contract, r.Patrol
		}
		bodies[i] = b
	}
	return bodies, nil
}

type reportInput struct {
	OnceParams
	Lang string `query:"lang" enum:"zh,en"`
	Body struct {
		Line         uuid.UUID       `json:"line,omitempty" doc:"Of an officer; a keeper names the contract."`
		Side         string          `json:"side,omitempty" enum:"a,b" doc:"Needed where one's rights reach both."`
		Contract     *uuid.UUID      `json:"contract,omitempty"`
		Kind         string          `json:"kind" enum:"damaged,lost,shifted,terrain,intrusion,other"`
		Marker       *uuid.UUID      `json:"marker,omitempty" doc:"Needed where a marker is damaged, lost or shifted."`
		Text         string          `json:"text" minLength:"1" maxLength:"2000"`
		Position     *UpkeepPosition `json:"position,omitempty"`
		DiscoveredAt time.Time       `json:"discovered_at"`
		ReportedAt   *time.Time      `json:"reported_at,omitempty" doc:"When the office was told, by telephone perhaps; now if absent."`
	}
}

func (s *Server) enterReport(ctx context.Context, in *reportInput) (*madeOutput, error) {
	b := in.Body
	now := time.Now()
	seat, err := s.reportSeat(ctx, b.Contract, b.Line, b.Side)
	if err == nil && b.Marker != nil {
		err = s.ofLine(ctx, seat.Line, []uuid.UUID{*b.Marker})
	}
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	r := upkeep.Report{Kind: b.Kind, Marker: b.Marker, Contract: b.Contract, Text: b.Text, Clock: upkeep.Clock{Discovered: b.DiscoveredAt, Reported: now}}
	r.Position, _ = b.Position.point()
	if b.ReportedAt != nil {
		r.Clock.Reported = *b.ReportedAt
	}
	return s.makeOnce(ctx, in.OnceParams, "report of upkeep", func(tx pgx.Tx) (uuid.UUID, error) {
		id, _, err := (&upkeep.Store{DB: tx}).Report(ctx, s.principalOf(ctx).Account.ID, seat, r, now)
		return id, err
	})
}

// reportSeat gives the side for which the asker reports.
func (s *Server) reportSeat(ctx context.Context, contract *uuid.UUID, line uuid.UUID, side string) (upkeep.Seat, error) {
	if contract == nil {
		return s.seatOf(ctx, workUpkeep, line, side)
	}
	c, err := s.contractRead(ctx, *contract)
	if err != nil {
		return upkeep.Seat{}, err
	}
	return s.patrolSeat(ctx, c)
}

// reportOwn gives a report of a side for which the asker may do an action.
func (s *Server) reportOwn(ctx context.Context, a Action, id uuid.UUID) (upkeep.Report, error) {
	f, err := s.upkeepFilter(ctx)
	if err != nil {
		return upkeep.Report{}, err
	}
	f.ID = &id
	r, err := upkeep.One(s.upkeep().Reports(ctx, f))
	if err != nil {
		return r, err
	}
	_, err = s.ownSeat(ctx, a, r.Line, r.Side)
	return r, err
}

func (s *Server) handleReport(ctx context.Context, in *reasonInput) (*struct{}, error) {
	if _, err := s.reportOwn(ctx, workUpkeep, in.ID); err != nil {
		return nil, s.fail(ctx, err)
	}
	day, err := dayOr(in.Body.Day, today())
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	_, err = s.upkeep().Handle(ctx, s.principalOf(ctx).Account.ID, in.ID, in.Body.Reason, day)
	return s.done(ctx, err)
}
