package api

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"diming/shelters/assign"
)

// barrierRoutes are the lines that people cannot cross in a disaster.
func (s *Server) barrierRoutes(rs routes) {
	const all, one = "/v1/barriers", "/v1/barriers/{barrier}"
	line := `{"type":"LineString","coordinates":[[118.6,28.6],[118.61,28.61]]}`
	match := []string{"If-Match", `"0"`}
	get(rs, mayAnywhere(readPlans), all, "What people cannot cross, by kind of disaster", s.barriers)
	operate(rs, may(planShelters), huma.Operation{Method: http.MethodPost, Path: all, Summary: "Draw a barrier", DefaultStatus: http.StatusCreated}, s.drawBarrier,
		Example{Body: `{"county":"{home}","kind":"river","name":"测试溪","hazards":["flood"],"line":` + line + `}`})
	operate(rs, mayIn(planShelters, barrierCounty), huma.Operation{Method: http.MethodPatch, Path: one, Summary: "Change the name, hazards or line of a barrier", DefaultStatus: http.StatusNoContent}, s.redrawBarrier,
		Example{Path: all + "/{barrier}", Body: `{"name":"测试溪"}`, Headers: match})
	operate(rs, mayIn(planShelters, barrierCounty), huma.Operation{Method: http.MethodDelete, Path: one, Summary: "End a barrier: it holds no more from today on", DefaultStatus: http.StatusNoContent}, s.endBarrier,
		Example{Path: all + "/{barrier}?reason=x", Headers: match})
}

// barrierCounty finds the county of the barrier in the address.
func barrierCounty(s *Server, r *http.Request) (uuid.UUID, error) {
	id, err := uuid.Parse(chi.URLParam(r, "barrier"))
	if err != nil {
		return uuid.Nil, assign.ErrNotFound
	}
	d, err := s.assigns().Barrier(r.Context(), id)
	return d.County, err
}

// BarrierBody is a barrier.
type BarrierBody struct {
	ID      uuid.UUID         `json:"id"`
	ETag    string            `json:"etag" doc:"Sent back as If-Match by who changes it."`
	County  uuid.UUID         `json:"county"`
	Kind    string            `json:"kind" enum:"river,ravine,dam,slope,other"`
	Name    string            `json:"name"`
	Hazards []string          `json:"hazards"`
	Line    *geojson.Geometry `json:"line"`
	Mine    bool              `json:"mine"`
}

func (s *Server) barriers(ctx context.Context, _ *langInput) (*struct{ Body itemsOf[BarrierBody] }, error) {
	counties, whole, err := s.keptCounties(ctx, readPlans)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	all, err := s.assigns().Barriers(ctx, counties, whole)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := itemsOf[BarrierBody]{Items: make([]BarrierBody, len(all))}
	for i, d := range all {
		mine, err := s.mayDo(ctx, planShelters, d.County)
		if err != nil {
			return nil, s.fail(ctx, err)
		}
		body.Items[i] = BarrierBody{d.ID, etagOf(strconv.FormatInt(d.Tag, 10)), d.County, d.Kind, d.Name, d.Hazards, geojson.NewGeometry(d.Line), mine}
	}
	return &struct{ Body itemsOf[BarrierBody] }{body}, nil
}

// barrierLine reads the line of a barrier.
func barrierLine(raw json.RawMessage) (orb.LineString, error) {
	g, err := geojson.UnmarshalGeometry(raw)
	if err != nil {
		return nil, assign.ErrBarrier
	}
	l, ok := g.Geometry().(orb.LineString)
	if !ok {
		return nil, assign.ErrBarrier
	}
	return l, nil
}

type drawBarrierInput struct {
	Lang string `query:"lang" enum:"zh,en"`
	OnceParams
	Body struct {
		County  string          `json:"county,omitempty" maxLength:"36" doc:"Id or code; the register's own if absent."`
		Kind    string          `json:"kind" enum:"river,ravine,dam,slope,other"`
		Name    string          `json:"name" maxLength:"60"`
		Hazards []string        `json:"hazards" maxItems:"7" enum:"typhoon,flood,landslide,earthquake,fire,cold,other"`
		Line    json.RawMessage `json:"line" doc:"GeoJSON LineString in degrees."`
		Reason  string          `json:"reason,omitempty" maxLength:"500"`
	}
}

func (s *Server) drawBarrier(ctx context.Context, in *drawBarrierInput) (*madeOutput, error) {
	county, err := s.countyNamed(ctx, in.Body.County)
	if err == nil {
		err = s.permit(ctx, planShelters, county)
	}
	d := assign.Drawn{County: county, Kind: in.Body.Kind, Name: in.Body.Name, Hazards: in.Body.Hazards}
	if err == nil {
		d.Line, err = barrierLine(in.Body.Line)
	}
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	by := s.principalOf(ctx).Account.ID
	return s.makeOnce(ctx, in.OnceParams, "barrier", func(tx pgx.Tx) (uuid.UUID, error) {
		return (&assign.Store{DB: tx}).Draw(ctx, by, d, in.Body.Reason)
	})
}

// ChangeBarrierParams are of a change of a barrier as it was read.
type ChangeBarrierParams struct {
	Lang    string    `query:"lang" enum:"zh,en"`
	Barrier uuid.UUID `path:"barrier"`
	IfMatch string    `header:"If-Match" maxLength:"64" doc:"The ETag of the barrier as it was read."`
}

func (in ChangeBarrierParams) seen(ctx context.Context) (int64, error) {
	if in.IfMatch == "" {
		return 0, matchNeeded.in(ctx)
	}
	tag, ok := tagOf(in.IfMatch)
	if !ok {
		return 0, assign.ErrChanged
	}
	return tag, nil
}

type redrawBarrierInput struct {
	ChangeBarrierParams
	Body struct {
		Name    *string         `json:"name,omitempty" maxLength:"60"`
		Hazards []string        `json:"hazards,omitempty" maxItems:"7" enum:"typhoon,flood,landslide,earthquake,fire,cold,other"`
		Line    json.RawMessage `json:"line,omitempty" doc:"GeoJSON LineString in degrees."`
		Reason  string          `json:"reason,omitempty" maxLength:"500"`
	}
}

func (s *Server) redrawBarrier(ctx context.Context, in *redrawBarrierInput) (*struct{}, error) {
	seen, err := in.seen(ctx)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	to, err := s.assigns().Barrier(ctx, in.Barrier)
	if err == nil && len(in.Body.Line) > 0 {
		to.Line, err = barrierLine(in.Body.Line)
	}
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	if in.Body.Name != nil {
		to.Name = *in.Body.Name
	}
	if len(in.Body.Hazards) > 0 {
		to.Hazards = in.Body.Hazards
	}
	return s.done(ctx, s.assigns().Redraw(ctx, s.principalOf(ctx).Account.ID, in.Barrier, seen, to, in.Body.Reason))
}

type endBarrierInput struct {
	ChangeBarrierParams
	Reason string `query:"reason" maxLength:"500"`
}

func (s *Server) endBarrier(ctx context.Context, in *endBarrierInput) (*struct{}, error) {
	seen, err := in.seen(ctx)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return s.done(ctx, s.assigns().EndBarrier(ctx, s.principalOf(ctx).Account.ID, in.Barrier, seen, in.Reason))
}
