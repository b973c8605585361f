package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/boundaries/upkeep"
)

func (s *Server) upkeepPatrolRoutes(rs routes) {
	const all = "/v1/upkeep/patrols"
	get(rs, mayAnywhere(readUpkeep), all, "Patrols, the newest first", s.upkeepPatrols)
	operate(rs, mayAnywhere(patrolUpkeep), huma.Operation{Method: http.MethodPost, Path: all, Summary: "Enter a patrol", DefaultStatus: http.StatusCreated}, s.enterPatrol,
		Example{Body: `{"contract":"{uuid}","occasion":"regular","made_at":"2026-01-05T10:00:00+08:00","checks":[]}`})
	operate(rs, mayAnywhere(workUpkeep), huma.Operation{Method: http.MethodPost, Path: all + "/{id}/void", Summary: "Take back a patrol that was entered by mistake", DefaultStatus: http.StatusNoContent}, s.voidPatrol,
		Example{Body: `{"reason":"测试"}`})
}

// UpkeepCheck is what a patrol says of one marker.
type UpkeepCheck struct {
	Marker    uuid.UUID `json:"marker"`
	Number    string    `json:"number,omitempty" doc:"In answers."`
	Reached   bool      `json:"reached"`
	Condition string    `json:"condition,omitempty" enum:"normal,damaged,lost,shifted,text_faded,covered" doc:"Where it was reached."`
	Cleared   string    `json:"cleared,omitempty" enum:"done,not_needed,not_done" doc:"Weeds within the set radius, where it was reached."`
	Repainted bool      `json:"repainted,omitempty"`
	Note      string    `json:"note,omitempty" maxLength:"500" doc:"Why, where it was not reached."`
}

// UpkeepPosition is where something was seen, in CGCS2000.
type UpkeepPosition struct {
	Lon       float64 `json:"lon" minimum:"-180" maximum:"180"`
	Lat       float64 `json:"lat" minimum:"-90" maximum:"90"`
	AccuracyM float64 `json:"accuracy_m,omitempty" minimum:"0" maximum:"100000"`
}

func (p *UpkeepPosition) point() (*orb.Point, float64) {
	if p == nil {
		return nil, 0
	}
	return &orb.Point{p.Lon, p.Lat}, p.AccuracyM
}

func positionBody(p *orb.Point, accuracy float64) *UpkeepPosition {
	if p == nil {
		return nil
	}
	return &UpkeepPosition{p.Lon(), p.Lat(), accuracy}
}

// UpkeepPatrolBody is a patrol.
type UpkeepPatrolBody struct {
	ID           uuid.UUID       `json:"id"`
	Contract     uuid.UUID       `json:"contract"`
	Occasion     string          `json:"occasion" enum:"regular,event"`
	Period       string          `json:"period" doc:"First day of the period for which a regular one counts."`
	MadeAt       time.Time       `json:"made_at"`
	Position     *UpkeepPosition `json:"position"`
	ClearRadiusM int             `json:"clear_radius_m" doc:"As it was set when the patrol was made."`
	Note         string          `json:"note"`
	Record       *uuid.UUID      `json:"record" doc:"The field record as which it came."`
	Checks       []UpkeepCheck   `json:"checks"`
	By           uuid.UUID       `json:"by"`
	ByName       string          `json:"by_name"`
	At           time.Time       `json:"at"`
	Voided       bool            `json:"voided"`
	VoidReason   string          `json:"void_reason"`
	Files        []UpkeepFile    `json:"files"`
}

func (s *Server) patrolBodies(ctx context.Context, all []upkeep.Patrol) ([]UpkeepPatrolBody, error) {
	var markers, accounts []uuid.UUID
	for _, p := range all {
		accounts = append(accounts, p.By)
		for _, c := range p.Checks {
			markers = append(markers, c.Marker)
		}
	}
	numbers, err := s.markerNumbers(ctx, markers)
	if err != nil {
		return nil, err
	}
	names, err := s.Accounts.Names(ctx, accounts)
	if err != nil {
		return nil, err
	}
	bodies := make([]UpkeepPatrolBody, len(all))
	for i, p := range all {
		bodies[i] = UpkeepPatrolBody{ID: p.ID, Contract: p.Contract, Occasion: p.Occasion, Period: p.Period.String(), MadeAt: p.MadeAt, Position: positionBody(p.Position, p.AccuracyM),
			ClearRadiusM: p.ClearRadius, Note: p.Note, Record: p.Record, Checks: make([]UpkeepCheck, len(p.Checks)), By: p.By, ByName: names[p.By], At: p.At,
			Voided: p.Voided, VoidReason: p.VoidReason, Files: fileBodies(p.Files)}
		for j, c := range p.Checks {
			bodies[i].Checks[j] = UpkeepCheck{c.Marker, numbers[c.Marker], c.Reached, string(c.Condition), c.Cleared, c.Repainted, c.Note}
		}
	}
	return bodies, nil
}

// markerNumbers gives the numbers of markers.
func (s *Server) markerNumbers(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]string, error) {
	all, err := s.upkeep().Markers(ctx, nil, ids)
	numbers := make(map[uuid.UUID]string, len(all))
	for _, m := range all {
		numbers[m.ID] = m.Number
	}
	return numbers, err
}

func (s *Server) upkeepPatrols(ctx context.Context, in *upkeepListInput) (*struct{ Body itemsOf[UpkeepPatrolBody] }, error) {
	f, err := s.upkeepAsked(ctx, in)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	all, err := s.upkeep().Patrols(ctx, f)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := itemsOf[UpkeepPatrolBody]{}
	if body.Items, err = s.patrolBodies(ctx, all); err != nil {
		return nil, s.fail(ctx, err)
	}
	body.Next = upkeepNext(len(all), f.Limit, func() (uuid.UUID, bool) { return all[len(all)-1].ID, false })
	return &struct{ Body itemsOf[UpkeepPatrolBody] }{body}, nil
}

type patrolInput struct {
	OnceParams
	Lang string `query:"lang" enum:"zh,en"`
	Body struct {
		Contract uuid.UUID       `json:"contract"`
		Occasion string          `json:"occasion" enum:"regular,event"`
		MadeAt   time.Time       `json:"made_at"`
		Position *UpkeepPosition `json:"position,omitempty"`
		Note     string          `json:"note,omitempty" maxLength:"2000"`
		Checks   []UpkeepCheck   `json:"checks" maxItems:"500"`
	}
}

// patrolSeat gives the seat of a contract under which the asker patrols: as one
// of its keepers, or as an officer of its side.
func (s *Server) patrolSeat(ctx context.Context, c upkeep.Contract) (upkeep.Seat, error) {
	for _, a := range c.Accounts {
		if a == s.principalOf(ctx).Account.ID {
			return s.anySeat(ctx, c.Line, c.Side)
		}
	}
	return s.ownSeat(ctx, workUpkeep, c.Line, c.Side)
}

// anySeat gives a side of a line, whoever asks.
func (s *Server) anySeat(ctx context.Context, line uuid.UUID, side boundaries.Side) (upkeep.Seat, error) {
	l, err := s.upkeep().LineAs(ctx, line, nil, true)
	if err != nil {
		return upkeep.Seat{}, err
	}
	for _, k := range l.Seats() {
		if k.Side == side {
			return k, nil
		}
	}
	return upkeep.Seat{}, upkeep.ErrNotFound
}

func (s *Server) enterPatrol(ctx context.Context, in *patrolInput) (*madeOutput, error) {
	b := in.Body
	c, err := s.contractRead(ctx, b.Contract)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	seat, err := s.patrolSeat(ctx, c)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	p := upkeep.Patrol{Contract: b.Contract, Occasion: b.Occasion, MadeAt: b.MadeAt, Note: b.Note, Checks: make([]upkeep.Check, len(b.Checks))}
	p.Position, p.AccuracyM = b.Position.point()
	for i, k := range b.Checks {
		p.Checks[i] = upkeep.Check{Marker: k.Marker, Reached: k.Reached, Condition: upkeep.Condition(k.Condition), Cleared: k.Cleared, Repainted: k.Repainted, Note: k.Note}
	}
	return s.makeOnce(ctx, in.OnceParams, "patrol", func(tx pgx.Tx) (uuid.UUID, error) {
		done, err := (&upkeep.Store{DB: tx}).Patrol(ctx, s.principalOf(ctx).Account.ID, seat, p, time.Now())
		return done.ID, s.upkeepChecked(ctx, err)
	})
}

func (s *Server) voidPatrol(ctx context.Context, in *reasonInput) (*struct{}, error) {
	f, err := s.upkeepFilter(ctx)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	f.ID = &in.ID
	p, err := upkeep.One(s.upkeep().Patrols(ctx, f))
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return s.changeContract(ctx, p.Contract, func(upkeep.Contract, upkeep.Seat) error {
		_, err := s.upkeep().VoidPatrol(ctx, s.principalOf(ctx).Account.ID, in.ID, in.Body.Reason)
		return err
	})
}
