package api

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"diming/boundaries"
	"diming/boundaries/marker"
	"diming/internal/version"
)

// markerRoutes are the markers 界桩 on boundary lines. None of them is public:
// where a marker stands is for the offices of both sides.
func (s *Server) markerRoutes(rs routes) {
	const all, one = "/v1/markers", "/v1/markers/{marker}"
	get(rs, mayAnywhere(readMarkers), all, "Markers by line, box and state", s.markerList)
	operate(rs, may(workMarkers), huma.Operation{Method: http.MethodPost, Path: all, Summary: "Enter a planned marker", DefaultStatus: http.StatusCreated},
		s.addMarker, Example{Body: `{"line":"{boundary_line}","number":"","kind":"single","faces":2,"lon":118.6,"lat":28.7,"source":"测试","reason":"测试"}`})
	get(rs, mayIn(readMarkers, markerDivision(readMarkers)), one, "A marker with its reference objects, photos and the steps that may follow", s.marker)
	get(rs, mayIn(readMarkers, markerDivision(readMarkers)), one+"/history", "What was ever recorded of a marker: versions, steps and sightings", s.markerHistory)
	operate(rs, mayIn(workMarkers, markerDivision(workMarkers)), huma.Operation{Method: http.MethodPatch, Path: one, Summary: "Correct a marker; what is absent stays"},
		s.correctMarker, Example{Body: `{"reason":"测试"}`, Headers: []string{"If-Match", `"0"`}})
	operate(rs, mayIn(reportMarkers, markerDivision(reportMarkers)), huma.Operation{Method: http.MethodPost, Path: one + "/steps", Summary: "Take a step of a marker: report, repaint, repair, move …"},
		s.stepMarker, Example{Body: `{"step":"clear"}`, Headers: []string{"If-Match", `"0"`}})
	operate(rs, mayIn(workMarkers, markerDivision(workMarkers)), huma.Operation{Method: http.MethodPost, Path: one + "/withdrawal", Summary: "Withdraw a marker that was entered by mistake", DefaultStatus: http.StatusNoContent},
		s.withdrawMarker, Example{Body: `{"reason":"测试"}`, Headers: []string{"If-Match", `"0"`}})
	rs.plain(mayIn(workMarkers, markerDivision(workMarkers)), http.MethodPost, one+"/photos", s.addMarkerPhoto, Example{Path: one + "/photos?face=a&filename=a.jpg", Body: `{}`})
	rs.plain(mayIn(readMarkers, markerDivision(readMarkers)), http.MethodGet, one+"/photos/{photo}", s.markerPhoto, Example{Path: one + "/photos/not-an-id"})
	rs.plain(mayIn(workMarkers, markerDivision(workMarkers)), http.MethodDelete, one+"/photos/{photo}", s.removeMarkerPhoto, Example{Path: one + "/photos/not-an-id"})
	rs.plain(mayIn(readMarkers, markerDivision(readMarkers)), http.MethodGet, one+"/form.xlsx", s.markerForm)
	rs.plain(mayIn(readMarkers, markerDivision(readMarkers)), http.MethodGet, one+"/form.pdf", s.markerForm)
	rs.plain(mayAnywhere(readMarkers), http.MethodGet, "/v1/markers.xlsx", s.markerTable)
	rs.plain(mayAnywhere(readMarkers), http.MethodGet, "/v1/markers.pdf", s.markerTable)
}

func (s *Server) markers() *marker.Store { return &marker.Store{DB: s.DB} }

// markerDivision is the owner of a marker's line in which the asker may do an
// action: of two sides, the one that is theirs.
func markerDivision(a Action) finder {
	return func(s *Server, r *http.Request) (uuid.UUID, error) {
		id, err := uuid.Parse(r.PathValue("marker"))
		if err != nil {
			return uuid.Nil, marker.ErrNotFound
		}
		m, err := s.markers().Now(r.Context(), id)
		if err != nil {
			return uuid.Nil, err
		}
		sides, err := s.markerSides(r.Context(), a, m)
		if err != nil {
			return uuid.Nil, err
		}
		if len(sides) > 0 && sides[0] == boundaries.SideB {
			return m.OwnerB, nil
		}
		return m.OwnerA, nil
	}
}

// markerSides are the sides of a marker's line for which the asker may do an
// action.
func (s *Server) markerSides(ctx context.Context, a Action, m marker.Marker) ([]boundaries.Side, error) {
	sides := []boundaries.Side{}
	for _, one := range []struct {
		side  boundaries.Side
		owner uuid.UUID
	}{{boundaries.SideA, m.OwnerA}, {boundaries.SideB, m.OwnerB}} {
		if one.owner == uuid.Nil {
			continue
		}
		ok, err := s.mayDo(ctx, a, one.owner)
		if err != nil {
			return nil, err
		}
		if ok {
			sides = append(sides, one.side)
		}
	}
	return sides, nil
}

// MarkerRow is a marker in a list.
type MarkerRow struct {
	ID       uuid.UUID `json:"id"`
	Number   string    `json:"number"`
	Line     uuid.UUID `json:"line"`
	LineName string    `json:"line_name"`
	NameA    string    `json:"name_a" doc:"Owner of side a: the division with the smaller code."`
	NameB    string    `json:"name_b"`
	Serial   int       `json:"serial"`
	Kind     string    `json:"kind" enum:"single,pair,triple"`
	Faces    int       `json:"faces"`
	State    string    `json:"state"`
	Keeper   string    `json:"keeper,omitempty" enum:"a,b"`
	Lon      float64   `json:"lon" doc:"CGCS2000."`
	Lat      float64   `json:"lat"`
}

func markerRow(m marker.Marker) MarkerRow {
	return MarkerRow{m.ID, m.Number, m.Line, m.LineName, m.NameA, m.NameB, m.Serial, string(m.Kind), m.Faces, string(m.State), string(m.Keeper), m.Point.Lon(), m.Point.Lat()}
}

type markerListInput struct {
	Lang   string `query:"lang" enum:"zh,en"`
	Line   string `query:"line" maxLength:"36" doc:"Also those at the line's junctions."`
	BBox   string `query:"bbox" maxLength:"100" doc:"West, south, east, north in degrees."`
	State  string `query:"state" maxLength:"200" doc:"One or several, separated by commas."`
	AsOf   string `query:"as_of" maxLength:"10"`
	Cursor string `query:"cursor" maxLength:"120"`
	Limit  int    `query:"limit" minimum:"0" maximum:"1000" doc:"200 if absent."`
}

func (s *Server) markerFilter(ctx context.Context, in *markerListInput) (marker.Filter, error) {
	f := marker.Filter{Limit: in.Limit, At: version.AsOf{Valid: today()}}
	if f.Limit == 0 {
		f.Limit = 200
	}
	var err error
	if f.Within, f.Whole, err = s.reach(ctx, readMarkers); err != nil {
		return f, err
	}
	if in.Line != "" {
		id, err := uuid.Parse(in.Line)
		if err != nil {
			return f, errBadFilter
		}
		f.Line = &id
	}
	if in.State != "" {
		for _, one := range strings.Split(in.State, ",") {
			f.States = append(f.States, marker.State(one))
		}
	}
	if f.Box, err = boxOf(in.BBox); err != nil {
		return f, err
	}
	if f.At.Valid, err = dayOr(in.AsOf, f.At.Valid); err != nil {
		return f, err
	}
	if f.After, err = marker.ParseCursor(in.Cursor); err != nil {
		return f, badCursor.in(ctx)
	}
	return f, nil
}

func (s *Server) markerList(ctx context.Context, in *markerListInput) (*struct{ Body itemsOf[MarkerRow] }, error) {
	f, err := s.markerFilter(ctx, in)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	all, err := s.markers().List(ctx, f)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := itemsOf[MarkerRow]{Items: make([]MarkerRow, len(all))}
	for i, m := range all {
		body.Items[i] = markerRow(m)
	}
	if len(all) == f.Limit {
		last := all[len(all)-1]
		body.Next = marker.Cursor{Line: last.Line, Serial: last.Serial, Marker: last.ID}.String()
	}
	return &struct{ Body itemsOf[MarkerRow] }{body}, nil
}

type markerInput struct {
	Lang   string    `query:"lang" enum:"zh,en"`
	Marker uuid.UUID `path:"marker"`
	AsOf   string    `query:"as_of" maxLength:"10"`
}

type markerOutput struct {
	ETag string `header:"ETag"`
	Body MarkerBody
}

func (s *Server) marker(ctx context.Context, in *markerInput) (*markerOutput, error) {
	day, err := dayOr(in.AsOf, version.Date{})
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	var m marker.Marker
	if day.IsZero() {
		m, err = s.markers().Now(ctx, in.Marker)
	} else {
		m, err = s.markers().ByID(ctx, version.AsOf{Valid: day}, in.Marker)
	}
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return s.markerAnswer(ctx, m)
}

func (s *Server) markerAnswer(ctx context.Context, m marker.Marker) (*markerOutput, error) {
	b := markerBody(m)
	photos, err1 := s.markers().Photos(ctx, m.ID)
	work, err2 := s.markerSides(ctx, workMarkers, m)
	report, err3 := s.markerSides(ctx, reportMarkers, m)
	steps, err4 := s.markers().Steps(ctx, m.ID)
	if err := errors.Join(err1, err2, err3, err4); err != nil {
		return nil, s.fail(ctx, err)
	}
	for _, p := range photos {
		b.Photos = append(b.Photos, MarkerPhoto{p.ID, p.Face, p.Name, p.MediaType, p.Size, p.TakenOn.String()})
	}
	b.SidesWork, b.SidesReport = work, report
	b.Next = nextSteps(m, steps)
	return &markerOutput{ETag: etagOf(strconv.FormatInt(m.Tag, 10)), Body: b}, nil
}

// nextSteps are the steps that may follow, as the one table has them.
func nextSteps(m marker.Marker, steps []marker.StepTaken) []MarkerNext {
	next := []MarkerNext{}
	before := marker.State("")
	for _, t := range steps {
		if t.Step == marker.ApplyMove {
			before = t.From
		}
	}
	for _, t := range marker.Transitions() {
		if t.From == m.State && (t.Step != marker.RefuseMove || t.To == before) {
			next = append(next, MarkerNext{string(t.Step), string(t.To), t.Both, t.Measured, patrolled[t.Step]})
		}
	}
	return next
}

// patrolled are the steps that an entrusted keeper takes as well: what they see,
// and the upkeep that is one side's.
var patrolled = map[marker.Step]bool{marker.StepReport: true, marker.Repaint: true, marker.Clear: true}
