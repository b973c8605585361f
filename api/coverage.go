package api

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"diming/boundaries"
	"diming/gazetteer"
	"diming/internal/version"
)

// coverageRoutes are what the rules of names compare with: which names are held
// whole, and where the built-up areas 建成区 are.
func (s *Server) coverageRoutes(rs routes) {
	post := func(path, summary string) huma.Operation {
		return huma.Operation{Method: http.MethodPost, Path: path, Summary: summary, DefaultStatus: http.StatusNoContent}
	}
	get(rs, mayAnywhere(readInternal), "/v1/name-coverage", "Which names are declared to be held whole", s.coverages)
	operate(rs, mayAnywhere(editNaming), post("/v1/name-coverage", "Declare names of an area to be held whole"), s.declareCoverage,
		Example{Body: `{"area":"nation","groups":["street"],"as_of":"2026-01-01","source":"","reason":""}`})
	operate(rs, mayAnywhere(editNaming), post("/v1/name-coverage/withdraw", "Say that names are no longer held whole"), s.withdrawCoverage,
		Example{Body: `{"area":"nation","group":"street","reason":""}`})
	get(rs, mayAnywhere(readInternal), "/v1/built-up-areas", "Built-up areas of a county", s.builtUpAreas, Example{Path: "/v1/built-up-areas?county={division}"})
	operate(rs, mayAnywhere(editNaming), huma.Operation{Method: http.MethodPost, Path: "/v1/built-up-areas", Summary: "Draw a built-up area"}, s.addBuiltUpArea,
		Example{Body: `{"name":"","basis":"","area":{"type":"Polygon","coordinates":[]},"reason":""}`})
	operate(rs, mayAnywhere(editNaming), post("/v1/built-up-areas/{id}/end", "Say that an area is no longer built up as drawn"), s.endBuiltUpArea,
		Example{Body: `{"on":"2026-01-01","reason":""}`})
}

// CoverageBody is one group of names that are held whole.
type CoverageBody struct {
	Area   string `json:"area" doc:"nation, or the id of a division or a built-up area."`
	Name   string `json:"name"`
	Code   string `json:"code,omitempty"`
	Group  string `json:"group"`
	AsOf   string `json:"as_of"`
	Source string `json:"source"`
}

func (s *Server) coverages(ctx context.Context, _ *langInput) (*struct{ Body itemsOf[CoverageBody] }, error) {
	all, err := s.Places.Coverages(ctx)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := itemsOf[CoverageBody]{Items: []CoverageBody{}}
	for _, h := range all {
		b := CoverageBody{h.Area.String(), h.Name, h.Code, h.Group, h.AsOf.String(), h.Source}
		if h.Area == uuid.Nil {
			b.Area = "nation"
		}
		body.Items = append(body.Items, b)
	}
	return &struct{ Body itemsOf[CoverageBody] }{body}, nil
}

// coverageArea reads an area of names and lets through who may speak of it: an
// area that holds the home county, or the nation, is the home county's to speak
// of, whose register it is.
func (s *Server) coverageArea(ctx context.Context, text string) (uuid.UUID, error) {
	if text == "nation" {
		return uuid.Nil, s.permitWord(ctx, nil)
	}
	id, err := s.divisionNamed(ctx, text)
	if err != nil {
		return id, err
	}
	if id == uuid.Nil {
		return id, boundaries.ErrNotFound
	}
	county, err := s.Places.BuiltUpCounty(ctx, id)
	if err == nil {
		return id, s.permit(ctx, editNaming, county)
	}
	if !errors.Is(err, gazetteer.ErrNoBuiltUp) {
		return id, err
	}
	if _, err := s.Boundaries.ByID(ctx, boundaries.Reader{Internal: true}, id); err != nil {
		return id, err
	}
	home, err := s.Boundaries.Home(ctx)
	if err == nil {
		var chain []boundaries.Division
		chain, err = s.Boundaries.Chain(ctx, boundaries.Reader{Internal: true}, home.ID)
		if slices.ContainsFunc(chain, func(d boundaries.Division) bool { return d.ID == id }) {
			return id, s.permit(ctx, editNaming, home.ID)
		}
	}
	if err != nil && !errors.Is(err, boundaries.ErrNotFound) {
		return id, err
	}
	return id, s.permit(ctx, editNaming, id)
}

type coverageInput struct {
	Lang string `query:"lang" enum:"zh,en"`
	Body struct {
		Area   string   `json:"area" minLength:"1" maxLength:"36" doc:"nation, the id or code of a division, or the id of a built-up area."`
		Groups []string `json:"groups" minItems:"1" maxItems:"10"`
		AsOf   string   `json:"as_of" maxLength:"10"`
		Source string   `json:"source" maxLength:"300"`
		Reason string   `json:"reason" maxLength:"500"`
	}
}

func (s *Server) declareCoverage(ctx context.Context, in *coverageInput) (*struct{}, error) {
	b := in.Body
	if strings.TrimSpace(b.Reason) == "" {
		return nil, reasonNeeded.in(ctx)
	}
	day, err := version.ParseDate(b.AsOf)
	if err != nil {
		return nil, badDate.in(ctx)
	}
	area, err := s.coverageArea(ctx, b.Area)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	_, err = s.Places.DeclareCoverage(ctx, s.principalOf(ctx).Account.ID, gazetteer.Coverage{Area: area, Groups: b.Groups, AsOf: day, Source: strings.TrimSpace(b.Source)}, b.Reason)
	return s.done(ctx, err)
}

type withdrawCoverageInput struct {
	Lang string `query:"lang" enum:"zh,en"`
	Body struct {
		Area   string `json:"area" minLength:"1" maxLength:"36"`
		Group  string `json:"group" maxLength:"20"`
		Reason string `json:"reason" maxLength:"500"`
	}
}

func (s *Server) withdrawCoverage(ctx context.Context, in *withdrawCoverageInput) (*struct{}, error) {
	if strings.TrimSpace(in.Body.Reason) == "" {
		return nil, reasonNeeded.in(ctx)
	}
	area, err := s.coverageArea(ctx, in.Body.Area)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	_, err = s.Places.WithdrawCoverage(ctx, s.principalOf(ctx).Account.ID, area, in.Body.Group, in.Body.Reason)
	return s.done(ctx, err)
}

// BuiltUpBody is a built-up area.
type BuiltUpBody struct {
	ID        uuid.UUID         `json:"id"`
	Name      string            `json:"name"`
	Basis     string            `json:"basis" doc:"Who drew it and from what."`
	ValidFrom string            `json:"valid_from,omitempty"`
	ValidTo   string            `json:"valid_to,omitempty"`
	Area      *geojson.Geometry `json:"area" doc:"GeoJSON MultiPolygon, CGCS2000."`
}

type builtUpInput struct {
	Lang   string `query:"lang" enum:"zh,en"`
	County string `query:"county" maxLength:"36" doc:"Id or code; the register's county if absent."`
}

func (s *Server) builtUpAreas(ctx context.Context, in *builtUpInput) (*struct{ Body itemsOf[BuiltUpBody] }, error) {
	county, err := s.settingDivision(ctx, in.County)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	all, err := s.Places.BuiltUpAreas(ctx, county)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := itemsOf[BuiltUpBody]{Items: []BuiltUpBody{}}
	for _, b := range all {
		body.Items = append(body.Items, BuiltUpBody{b.ID, b.Name, b.Basis, b.Valid.From.String(), b.Valid.To.String(), geojson.NewGeometry(b.Area)})
	}
	return &struct{ Body itemsOf[BuiltUpBody] }{body}, nil
}

type addBuiltUpInput struct {
	Lang string `query:"lang" enum:"zh,en"`
	Body struct {
		County    string            `json:"county,omitempty" maxLength:"36" doc:"Id or code; the register's county if absent."`
		Name      string            `json:"name" maxLength:"100"`
		Basis     string            `json:"basis" maxLength:"500"`
		ValidFrom string            `json:"valid_from,omitempty" maxLength:"10" doc:"Always if absent."`
		Area      *geojson.Geometry `json:"area" doc:"GeoJSON Polygon or MultiPolygon, CGCS2000."`
		Reason    string            `json:"reason" maxLength:"500"`
	}
}

// builtUpPoints is how many corners a built-up area has at most.
const builtUpPoints = 20_000

// polygonsOf reads a polygon or several; nil where there is none, or it is no
// ground in degrees.
func polygonsOf(g *geojson.Geometry) orb.MultiPolygon {
	var all orb.MultiPolygon
	if g == nil {
		return nil
	}
	switch shape := g.Geometry().(type) {
	case orb.Polygon:
		all = orb.MultiPolygon{shape}
	case orb.MultiPolygon:
		all = shape
	}
	corners := 0
	for _, p := range all {
		if len(p) == 0 {
			return nil
		}
		for _, ring := range p {
			if corners += len(ring); len(ring) < 4 || !ring.Closed() || corners > builtUpPoints {
				return nil
			}
		}
	}
	if len(all) == 0 || drawn(all) != nil {
		return nil
	}
	return all
}

func (s *Server) addBuiltUpArea(ctx context.Context, in *addBuiltUpInput) (*struct{ Body BuiltUpBody }, error) {
	b := in.Body
	from, err := dayOr(b.ValidFrom, version.Date{})
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	area := gazetteer.BuiltUpArea{Name: strings.TrimSpace(b.Name), Basis: strings.TrimSpace(b.Basis), Area: polygonsOf(b.Area), Valid: version.Span{From: from}}
	if area.Area == nil {
		return nil, s.fail(ctx, gazetteer.ErrBuiltUp)
	}
	if strings.TrimSpace(b.Reason) == "" {
		return nil, reasonNeeded.in(ctx)
	}
	if area.County, err = s.settingDivision(ctx, b.County); err == nil {
		err = s.permit(ctx, editNaming, area.County)
	}
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	id, _, err := s.Places.AddBuiltUpArea(ctx, s.principalOf(ctx).Account.ID, area, b.Reason)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return &struct{ Body BuiltUpBody }{BuiltUpBody{ID: id, Name: area.Name, Basis: area.Basis, ValidFrom: from.String(), Area: geojson.NewGeometry(area.Area)}}, nil
}

type endBuiltUpInput struct {
	ObjectParam
	Body struct {
		On     string `json:"on" maxLength:"10" doc:"The first day on which it no longer stands."`
		Reason string `json:"reason" maxLength:"500"`
	}
}

func (s *Server) endBuiltUpArea(ctx context.Context, in *endBuiltUpInput) (*struct{}, error) {
	if strings.TrimSpace(in.Body.Reason) == "" {
		return nil, reasonNeeded.in(ctx)
	}
	on, err := version.ParseDate(in.Body.On)
	if err != nil {
		return nil, badDate.in(ctx)
	}
	county, err := s.Places.BuiltUpCounty(ctx, in.ID)
	if err == nil {
		err = s.permit(ctx, editNaming, county)
	}
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	_, err = s.Places.EndBuiltUpArea(ctx, s.principalOf(ctx).Account.ID, in.ID, on, in.Body.Reason)
	return s.done(ctx, err)
}
