package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"diming/boundaries/compass"
	"diming/boundaries/cover"
	"diming/boundaries/line"
	"diming/internal/desk"
	"diming/internal/version"
)

// LineWrite is what a person changes of a line; a part that is absent stays. A
// geometry is what an agreement says and its approval confirms; it never follows
// a river that has moved (行政区域界线管理条例 art. 7).
type LineWrite struct {
	Number       *string         `json:"number,omitempty" maxLength:"100"`
	Name         *string         `json:"name,omitempty" maxLength:"200"`
	LengthStated *string         `json:"length_stated,omitempty" maxLength:"200"`
	ApprovedBy   *string         `json:"approved_by,omitempty" maxLength:"200"`
	ApprovalNo   *string         `json:"approval_no,omitempty" maxLength:"200"`
	ApprovedOn   *string         `json:"approved_on,omitempty" maxLength:"10"`
	Agreement    *string         `json:"agreement,omitempty" maxLength:"20000"`
	Description  *string         `json:"description,omitempty" maxLength:"100000"`
	Visibility   *string         `json:"visibility,omitempty" enum:"public,internal"`
	Geometry     json.RawMessage `json:"geometry,omitempty" doc:"GeoJSON LineString or MultiLineString in degrees, drawn as the present one is."`
	Others       []LineRedrawn   `json:"others,omitempty" maxItems:"50" doc:"Other lines that end in a junction that moves."`
	From         string          `json:"valid_from,omitempty" maxLength:"10" doc:"The day from which it is so; absent: the whole version is corrected."`
	Source       string          `json:"source,omitempty" maxLength:"400"`
	Reason       string          `json:"reason" maxLength:"1000"`
}

// LineRedrawn is another line that a change redraws.
type LineRedrawn struct {
	Line     uuid.UUID       `json:"line"`
	Geometry json.RawMessage `json:"geometry"`
}

type changeLineInput struct {
	Lang    string    `query:"lang" enum:"zh,en"`
	Line    uuid.UUID `path:"line"`
	IfMatch string    `header:"If-Match" doc:"The ETag of the line as it was read." maxLength:"64"`
	Key     string    `header:"Idempotency-Key" maxLength:"200"`
	RawBody []byte
	Body    LineWrite
}

func (s *Server) changeBoundaryLine(ctx context.Context, in *changeLineInput) (*boundaryLineOutput, error) {
	if _, _, err := s.lineFor(ctx, changeLine, in.Line, AsOfParams{}); err != nil {
		return nil, s.fail(ctx, err)
	}
	if in.IfMatch == "" {
		return nil, matchNeeded.in(ctx)
	}
	read, ok := tagOf(in.IfMatch)
	if !ok {
		return nil, lineChanged.in(ctx)
	}
	change, err := in.Body.change()
	if err == nil {
		err = s.permitOthers(ctx, change.Others)
	}
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	by := s.principalOf(ctx).Account.ID
	intent := desk.Intent{Actor: by, Key: in.Key, Digest: intended(in.RawBody, "boundary line", in.Line.String(), in.IfMatch)}
	if _, _, err := s.Desk.Once(ctx, intent, func(tx pgx.Tx) (string, error) {
		_, err := (&line.Store{DB: tx}).Change(ctx, by, in.Line, read, change)
		return in.Line.String(), err
	}); err != nil {
		return nil, s.failLine(ctx, err)
	}
	var on AsOfParams
	if in.Body.From != "" {
		on.AsOf = in.Body.From
	}
	return s.boundaryLine(ctx, &boundaryLineInput{Line: in.Line, AsOfParams: on})
}

// permitOthers refuses to redraw lines of neither side's office.
func (s *Server) permitOthers(ctx context.Context, others []line.Redrawn) error {
	for _, o := range others {
		if _, _, err := s.lineFor(ctx, changeLine, o.Line, AsOfParams{}); err != nil {
			return err
		}
	}
	return nil
}

// change reads what is to be changed.
func (w LineWrite) change() (line.Change, error) {
	c := line.Change{Number: w.Number, Name: w.Name, LengthStated: w.LengthStated, ApprovedBy: w.ApprovedBy, ApprovalNo: w.ApprovalNo,
		Agreement: w.Agreement, Description: w.Description, Visibility: w.Visibility, Source: w.Source, Reason: w.Reason}
	var err error
	if w.ApprovedOn != nil {
		day, err := dayOr(*w.ApprovedOn, version.Date{})
		if err != nil {
			return c, err
		}
		c.ApprovedOn = &day
	}
	if c.From, err = dayOr(w.From, version.Date{}); err != nil {
		return c, err
	}
	if len(w.Geometry) > 0 {
		if c.Geometry, err = lineOf(w.Geometry); err != nil {
			return c, err
		}
	}
	for _, o := range w.Others {
		g, err := lineOf(o.Geometry)
		if err != nil {
			return c, err
		}
		c.Others = append(c.Others, line.Redrawn{Line: o.Line, Geometry: g})
	}
	return c, nil
}

// lineOf reads the geometry of a line.
func lineOf(raw json.RawMessage) (orb.MultiLineString, error) {
	g, err := geojson.UnmarshalGeometry(raw)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", line.ErrGeometry, err)
	}
	switch shape := g.Geometry().(type) {
	case orb.LineString:
		return orb.MultiLineString{shape}, nil
	case orb.MultiLineString:
		return shape, nil
	}
	return nil, line.ErrGeometry
}

// A LineProblem tells where lines would not make areas.
type LineProblem struct {
	Problem
	Lon float64 `json:"lon"`
	Lat float64 `json:"lat"`
}

func (s *Server) failLine(ctx context.Context, err error) error {
	var fault *line.FaultError
	if !errors.As(err, &fault) {
		return s.fail(ctx, err)
	}
	p := *lineFault.in(ctx)
	said := fault.ZH
	if isEnglish(ctx) {
		said = fault.EN
	}
	p.Errors = append(p.Errors, &huma.ErrorDetail{Location: "body.geometry", Message: said})
	return &LineProblem{p, fault.At[0], fault.At[1]}
}

// LineLeg is a piece of a line that keeps to one direction.
type LineLeg struct {
	From    string  `json:"from,omitempty"`
	To      string  `json:"to,omitempty"`
	Lon     float64 `json:"lon"`
	Lat     float64 `json:"lat"`
	Azimuth string  `json:"azimuth" doc:"Degrees, minutes and seconds from true north."`
	Word    string  `json:"word"`
	LengthM float64 `json:"length_m"`
}

// LineDescription is the course of a line in words.
type LineDescription struct {
	Text     string    `json:"text" doc:"Made from the geometry, in the prescribed sixteen words."`
	LengthM  float64   `json:"length_m"`
	Legs     []LineLeg `json:"legs"`
	Existing string    `json:"existing" doc:"As the register has it."`
	LineComparison
}

// LineComparison is what a description says otherwise than the line runs.
type LineComparison struct {
	Compared bool               `json:"compared" doc:"false: no direction with a length can be read in the text."`
	Differs  []LineDisagreement `json:"differs"`
}

// LineDisagreement is where the existing description differs from the line.
type LineDisagreement struct {
	Leg     int     `json:"leg"`
	Said    string  `json:"said"`
	Lon     float64 `json:"lon"`
	Lat     float64 `json:"lat"`
	Problem string  `json:"problem"`
}

func (s *Server) boundaryLineDescription(ctx context.Context, in *boundaryLineInput) (*struct{ Body LineDescription }, error) {
	l, named, err := s.lineNamed(ctx, in.Line, in.AsOfParams)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	d := line.Describe(l.Geometry, named)
	body := LineDescription{Text: d.Text, LengthM: d.LengthM, Legs: []LineLeg{}, Existing: l.Description, LineComparison: LineComparison{Differs: []LineDisagreement{}}}
	for _, leg := range d.Legs {
		body.Legs = append(body.Legs, LineLeg{leg.From, leg.To, leg.Start[0], leg.Start[1], compass.Text(leg.AzimuthDeg), leg.Word, leg.LengthM})
	}
	if l.Description != "" {
		body.LineComparison = compareLine(l.Description, l, named)
	}
	return &struct{ Body LineDescription }{body}, nil
}

// lineNamed is a line with the names of the places in which it ends.
func (s *Server) lineNamed(ctx context.Context, id uuid.UUID, p AsOfParams) (line.Line, []line.Named, error) {
	l, r, err := s.lineFor(ctx, readInspection, id, p)
	if err != nil {
		return l, nil, err
	}
	junctions, err := s.Lines.Junctions(ctx, r, l.ID)
	if err != nil {
		return l, nil, err
	}
	named := make([]line.Named, len(junctions))
	for i, j := range line.Ordered(l.Geometry, junctions) {
		named[i] = line.Named{Name: j.Name, Point: j.Point}
		if j.Name == "" {
			named[i].Name = fmt.Sprintf("%d号交会点", i+1)
		}
	}
	return l, named, nil
}

type compareLineInput struct {
	Lang string    `query:"lang" enum:"zh,en"`
	Line uuid.UUID `path:"line"`
	AsOfParams
	Body struct {
		Text string `json:"text" minLength:"1" maxLength:"100000" doc:"A description as an agreement or a book has it."`
	}
}

// compareBoundaryLine holds a text that somebody brings against a line; nothing
// is kept of it.
func (s *Server) compareBoundaryLine(ctx context.Context, in *compareLineInput) (*struct{ Body LineComparison }, error) {
	l, named, err := s.lineNamed(ctx, in.Line, in.AsOfParams)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return &struct{ Body LineComparison }{compareLine(in.Body.Text, l, named)}, nil
}

func compareLine(text string, l line.Line, named []line.Named) LineComparison {
	found, ok := line.Compare(text, l.Geometry, named)
	c := LineComparison{ok, []LineDisagreement{}}
	for _, f := range found {
		c.Differs = append(c.Differs, LineDisagreement{f.Leg, f.Said, f.At[0], f.At[1], f.Problem})
	}
	return c
}

// boundaryCheckInput asks for a check of the whole register.
type boundaryCheckInput struct {
	Lang string `query:"lang" enum:"zh,en"`
	AsOfParams
}

// LineFinding is a place where areas or lines are wrong.
type LineFinding struct {
	Kind   string     `json:"kind" enum:"invalid,gap,overlap,missing,beyond,dangle,disagree,owner"`
	Level  int        `json:"level"`
	Lon    float64    `json:"lon"`
	Lat    float64    `json:"lat"`
	AreaM2 float64    `json:"area_m2,omitempty"`
	WideM  float64    `json:"wide_m,omitempty" doc:"Of a gap or overlap, about, in metres: at its widest."`
	Names  []string   `json:"names"`
	Line   *uuid.UUID `json:"line,omitempty"`
	Reason string     `json:"reason,omitempty"`
}

// boundaryCheck answers the findings about divisions that the asker reaches.
func (s *Server) boundaryCheck(ctx context.Context, in *boundaryCheckInput) (*struct{ Body itemsOf[LineFinding] }, error) {
	r, err := in.reader()
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	r.Internal = true
	found, err := s.Lines.Check(ctx, r, cover.Progress(nil))
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body, known := itemsOf[LineFinding]{Items: []LineFinding{}}, map[uuid.UUID]bool{}
	for _, f := range found {
		mine := false
		for _, d := range f.Divisions {
			ok, asked := known[d]
			if !asked {
				if ok, err = s.mayDo(ctx, readInspection, d); err != nil {
					return nil, s.fail(ctx, err)
				}
				known[d] = ok
			}
			mine = mine || ok
		}
		if mine {
			body.Items = append(body.Items, LineFinding{string(f.Kind), int(f.Level), f.At[0], f.At[1], f.AreaM2, f.WideM, f.Names, f.Line, f.Reason})
		}
	}
	return &struct{ Body itemsOf[LineFinding] }{body}, nil
}
