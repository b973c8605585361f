package api

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"
	"github.com/paulmach/orb/geojson"

	"diming/boundaries"
	"diming/boundaries/line"
)

// boundaryLineRoutes are the lines between divisions. Everybody sees where the
// public ones run; agreements, descriptions, papers and history are for the
// offices of both sides.
func (s *Server) boundaryLineRoutes(rs routes) {
	get(rs, public, "/v1/boundary-lines", "Lines between divisions", s.boundaryLines)
	get(rs, public, "/v1/boundary-lines/{line}", "A line between divisions", s.boundaryLine)
	rs.plain(public, http.MethodGet, "/v1/boundary-lines/{line}/geojson", s.boundaryLineGeoJSON)
	get(rs, may(readInspection), "/v1/boundary-lines/{line}/history", "All that the register says and said of a line", s.boundaryLineHistory)
	get(rs, may(readInspection), "/v1/boundary-lines/{line}/description", "The course of a line in words, and where its description differs", s.boundaryLineDescription)
	operate(rs, may(readInspection), huma.Operation{Method: http.MethodPost, Path: "/v1/boundary-lines/{line}/description", Summary: "Hold a description against a line; nothing is kept"},
		s.compareBoundaryLine, Example{Body: `{"text":"向北100米"}`})
	get(rs, mayAnywhere(readInspection), "/v1/boundary-check", "Gaps, overlaps and faults of all areas and lines", s.boundaryCheck)
	operate(rs, may(changeLine), huma.Operation{Method: http.MethodPatch, Path: "/v1/boundary-lines/{line}", Summary: "Change a line, and the areas beside it with it"},
		s.changeBoundaryLine, Example{Body: `{"name":"测试线","reason":"测试"}`, Headers: []string{"If-Match", `"0"`}})
	s.boundaryRecordRoutes(rs)
}

// LineOwner is what lies on one side of a line.
type LineOwner struct {
	Side     string     `json:"side" enum:"a,b"`
	Kind     string     `json:"kind" enum:"division,sea,not_held"`
	Division *uuid.UUID `json:"division,omitempty"`
	Code     string     `json:"code,omitempty"`
	Name     string     `json:"name,omitempty"`
	HasArea  bool       `json:"has_area" doc:"false of a division: only its code and name are held."`
}

// LineRow is a line in a list: what everybody may know of a public one.
type LineRow struct {
	ID        uuid.UUID   `json:"id"`
	Number    string      `json:"number"`
	Name      string      `json:"name"`
	Level     int         `json:"level" doc:"The highest that differs: 1 province … 5 village."`
	Owners    []LineOwner `json:"owners"`
	LengthM   float64     `json:"length_m"`
	ValidFrom string      `json:"valid_from,omitempty"`
	ValidTo   string      `json:"valid_to,omitempty"`
}

// LineOffice is what the offices of both sides know of a line beside.
type LineOffice struct {
	LengthStated string    `json:"length_stated"`
	ApprovedBy   string    `json:"approved_by"`
	ApprovalNo   string    `json:"approval_no"`
	ApprovedOn   string    `json:"approved_on,omitempty"`
	Agreement    string    `json:"agreement"`
	Description  string    `json:"description"`
	Visibility   string    `json:"visibility"`
	Source       string    `json:"source"`
	RecordedAt   time.Time `json:"recorded_at"`
}

func lineOffice(l line.Line) *LineOffice {
	return &LineOffice{l.LengthStated, l.ApprovedBy, l.ApprovalNo, l.ApprovedOn.String(), l.Agreement, l.Description, l.Visibility, l.Source, l.Recorded}
}

// lineRow tells of the owners by their names on the day asked about.
func (s *Server) lineRow(ctx context.Context, r boundaries.Reader, l line.Line, known map[uuid.UUID]LineOwner) (LineRow, error) {
	row := LineRow{ID: l.ID, Number: l.Number, Name: l.Name, Level: int(l.Level), LengthM: l.LengthM, ValidFrom: l.Valid.From.String(), ValidTo: l.Valid.To.String()}
	r.Internal = true // the code and name of a division are no secret
	for _, side := range []boundaries.Side{boundaries.SideA, boundaries.SideB} {
		o := l.Owner(side)
		one := LineOwner{Kind: string(o.Kind)}
		if o.Kind == line.Division {
			held, asked := known[o.Division]
			if !asked {
				d, err := s.Boundaries.ByID(ctx, r, o.Division)
				if err != nil && problemOf(err).name != noDivision.name {
					return row, err
				}
				id := o.Division
				held = LineOwner{Kind: string(line.Division), Division: &id, Code: d.Code, Name: boundaries.StandardName(d.Name), HasArea: d.HasArea}
				known[o.Division] = held
			}
			one = held
		}
		one.Side = string(side)
		row.Owners = append(row.Owners, one)
	}
	return row, nil
}

type boundaryLinesInput struct {
	Lang     string `query:"lang" enum:"zh,en"`
	Division string `query:"division" maxLength:"12" doc:"Code: lines of this division and of those under it."`
	Level    int    `query:"level" minimum:"0" maximum:"5"`
	AsOfParams
}

// lineReader is what the asker may see of lines: all of those that their roles
// reach (nil: the whole register), or the public ones from a level on.
func (s *Server) lineReader(ctx context.Context, p AsOfParams) (r boundaries.Reader, within []uuid.UUID, from boundaries.Level, err error) {
	if r, err = p.reader(); err != nil {
		return r, nil, 0, err
	}
	within, whole, err := s.reach(ctx, readInspection)
	switch {
	case err != nil:
	case whole:
		r.Internal, within = true, nil
	case len(within) > 0:
		r.Internal = true
	default:
		within = nil
		from, err = s.Lines.PublicFrom(ctx)
	}
	return r, within, from, err
}

func (s *Server) boundaryLines(ctx context.Context, in *boundaryLinesInput) (*struct{ Body itemsOf[LineRow] }, error) {
	r, within, from, err := s.lineReader(ctx, in.AsOfParams)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	under := within
	if in.Division != "" {
		d, err := s.Boundaries.ByCode(ctx, r, in.Division)
		if err != nil {
			return nil, s.fail(ctx, err)
		}
		under = []uuid.UUID{d.ID}
	}
	all, err := s.Lines.List(ctx, r, under)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	if in.Division != "" && within != nil {
		if all, err = s.onlyWithin(ctx, r, all, within); err != nil {
			return nil, s.fail(ctx, err)
		}
	}
	body, known := itemsOf[LineRow]{Items: []LineRow{}}, map[uuid.UUID]LineOwner{}
	for _, l := range all {
		if l.Level < from || in.Level > 0 && int(l.Level) != in.Level {
			continue
		}
		row, err := s.lineRow(ctx, r, l, known)
		if err != nil {
			return nil, s.fail(ctx, err)
		}
		body.Items = append(body.Items, row)
	}
	return &struct{ Body itemsOf[LineRow] }{body}, nil
}

// onlyWithin keeps the lines that the asker's roles reach.
func (s *Server) onlyWithin(ctx context.Context, r boundaries.Reader, all []line.Line, within []uuid.UUID) ([]line.Line, error) {
	mine, err := s.Lines.List(ctx, r, within)
	if err != nil {
		return nil, err
	}
	reached := map[uuid.UUID]bool{}
	for _, l := range mine {
		reached[l.ID] = true
	}
	kept := all[:0]
	for _, l := range all {
		if reached[l.ID] {
			kept = append(kept, l)
		}
	}
	return kept, nil
}

// LineJunction is a point in which a line ends.
type LineJunction struct {
	ID   uuid.UUID `json:"id"`
	Name string    `json:"name"`
	Lon  float64   `json:"lon"`
	Lat  float64   `json:"lat"`
}

// LineBody is a line.
type LineBody struct {
	LineRow
	Geometry  json.RawMessage `json:"geometry" doc:"GeoJSON MultiLineString; owner a lies to the left where a_on_left."`
	AOnLeft   bool            `json:"a_on_left"`
	Junctions []LineJunction  `json:"junctions"`
	Office    *LineOffice     `json:"office,omitempty" doc:"For the offices of both sides."`
	Documents []LineDocument  `json:"documents,omitempty"`
	Enclaves  []LineEnclave   `json:"enclaves,omitempty"`
	Works     []LineWork      `json:"works,omitempty"`
	Can       []string        `json:"can"`
	Demo      bool            `json:"demo"`
}

type boundaryLineInput struct {
	Lang string    `query:"lang" enum:"zh,en"`
	Line uuid.UUID `path:"line"`
	AsOfParams
}

type boundaryLineOutput struct {
	ETag string `header:"ETag"`
	Body LineBody
}

func (s *Server) boundaryLine(ctx context.Context, in *boundaryLineInput) (*boundaryLineOutput, error) {
	l, r, err := s.readLine(ctx, in.Line, in.AsOfParams)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	out, err := s.lineAnswer(ctx, r, l)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return out, nil
}

// readLine gives a line to who may see it: an office of one of its sides, or
// everybody where it is public.
func (s *Server) readLine(ctx context.Context, id uuid.UUID, p AsOfParams) (line.Line, boundaries.Reader, error) {
	r, err := p.reader()
	if err != nil {
		return line.Line{}, r, err
	}
	r.Internal = true
	l, err := s.Lines.ByID(ctx, r, id)
	if err != nil {
		return l, r, err
	}
	sides, err := s.sidesOf(ctx, readInspection, l)
	if err != nil || len(sides) > 0 {
		return l, r, err
	}
	r.Internal = false
	from, err := s.Lines.PublicFrom(ctx)
	if err == nil && (l.Visibility != "public" || l.Level < from) {
		err = line.ErrNotFound
	}
	return l, r, err
}

// sidesOf tells on which sides of a line the asker may do an action.
func (s *Server) sidesOf(ctx context.Context, a Action, l line.Line) ([]boundaries.Side, error) {
	var sides []boundaries.Side
	for _, side := range []boundaries.Side{boundaries.SideA, boundaries.SideB} {
		o := l.Owner(side)
		if o.Kind != line.Division {
			continue
		}
		ok, err := s.mayDo(ctx, a, o.Division)
		if err != nil {
			return nil, err
		}
		if ok {
			sides = append(sides, side)
		}
	}
	return sides, nil
}

// lineFor gives a line to who may do an action on one of its sides.
func (s *Server) lineFor(ctx context.Context, a Action, id uuid.UUID, p AsOfParams) (line.Line, boundaries.Reader, error) {
	r, err := p.reader()
	if err != nil {
		return line.Line{}, r, err
	}
	r.Internal = true
	l, err := s.Lines.ByID(ctx, r, id)
	if err != nil {
		return l, r, err
	}
	sides, err := s.sidesOf(ctx, a, l)
	if err == nil && len(sides) == 0 {
		err = notAllowed.in(ctx)
	}
	return l, r, err
}

// lineAnswer is a line as its reader may see it.
func (s *Server) lineAnswer(ctx context.Context, r boundaries.Reader, l line.Line) (*boundaryLineOutput, error) {
	row, err := s.lineRow(ctx, r, l, map[uuid.UUID]LineOwner{})
	if err != nil {
		return nil, err
	}
	shape, err := json.Marshal(geojson.NewGeometry(l.Geometry))
	if err != nil {
		return nil, err
	}
	body := LineBody{LineRow: row, Geometry: shape, AOnLeft: l.AOnLeft, Junctions: []LineJunction{}, Can: []string{}, Demo: s.IsDemo()}
	junctions, err := s.Lines.Junctions(ctx, boundaries.Reader{AsOf: r.AsOf, Internal: true}, l.ID)
	if err != nil {
		return nil, err
	}
	for _, j := range junctions {
		body.Junctions = append(body.Junctions, LineJunction{j.ID, j.Name, j.Point[0], j.Point[1]})
	}
	if r.Internal {
		body.Office = lineOffice(l)
		if err := s.lineRecords(ctx, l.ID, &body); err != nil {
			return nil, err
		}
		sides, err := s.sidesOf(ctx, changeLine, l)
		if err != nil {
			return nil, err
		}
		if len(sides) > 0 {
			body.Can = append(body.Can, string(changeLine))
		}
	}
	return &boundaryLineOutput{strconv.Quote(strconv.FormatInt(l.Version, 10)), body}, nil
}

func (s *Server) boundaryLineGeoJSON(w http.ResponseWriter, r *http.Request) {
	id, err := uuid.Parse(chi.URLParam(r, "line"))
	if err != nil {
		s.writeProblem(w, r, line.ErrNotFound)
		return
	}
	q := r.URL.Query()
	l, reader, err := s.readLine(r.Context(), id, AsOfParams{q.Get("as_of"), q.Get("recorded")})
	var row LineRow
	if err == nil {
		row, err = s.lineRow(r.Context(), reader, l, map[uuid.UUID]LineOwner{})
	}
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	f := geojson.NewFeature(l.Geometry)
	f.ID = l.ID.String()
	f.Properties = geojson.Properties{"number": row.Number, "name": row.Name, "level": row.Level, "owners": row.Owners, "length_m": row.LengthM, "a_on_left": l.AOnLeft, "demo": s.IsDemo()}
	text, err := f.MarshalJSON()
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/geo+json")
	_, _ = w.Write(text) // the client may have gone
}

// LineRecord is what the register says, or said, of a line.
type LineRecord struct {
	LineRow
	LineOffice
	RecordedUntil *time.Time `json:"recorded_until,omitempty" doc:"When the register ceased to say so."`
}

func (s *Server) boundaryLineHistory(ctx context.Context, in *boundaryLineInput) (*struct{ Body itemsOf[LineRecord] }, error) {
	_, r, err := s.lineFor(ctx, readInspection, in.Line, in.AsOfParams)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	all, err := s.Lines.History(ctx, r, in.Line)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body, known := itemsOf[LineRecord]{Items: []LineRecord{}}, map[uuid.UUID]LineOwner{}
	for _, l := range all {
		row, err := s.lineRow(ctx, r, l, known)
		if err != nil {
			return nil, s.fail(ctx, err)
		}
		record := LineRecord{LineRow: row, LineOffice: *lineOffice(l)}
		if !l.RecordedUntil.IsZero() {
			record.RecordedUntil = &l.RecordedUntil
		}
		body.Items = append(body.Items, record)
	}
	return &struct{ Body itemsOf[LineRecord] }{body}, nil
}
