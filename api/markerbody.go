package api

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"diming/boundaries"
	"diming/boundaries/marker"
	"diming/internal/ledger"
)

// MarkerBody is a marker as those who may work with it see it.
type MarkerBody struct {
	MarkerRow
	Letter     string            `json:"letter,omitempty"`
	Junction   *uuid.UUID        `json:"junction,omitempty"`
	Material   string            `json:"material,omitempty"`
	ElevationM string            `json:"elevation_m,omitempty" doc:"Metres, 1985 datum."`
	Original   string            `json:"original,omitempty" doc:"Coordinates as the old survey gave them."`
	CRS        string            `json:"crs,omitempty"`
	PlaceA     string            `json:"place_a,omitempty"`
	PlaceB     string            `json:"place_b,omitempty"`
	PlaceC     string            `json:"place_c,omitempty"`
	SetOn      string            `json:"set_on,omitempty"`
	Note       string            `json:"note,omitempty"`
	Source     string            `json:"source"`
	References []MarkerReference `json:"references"`
	Photos     []MarkerPhoto     `json:"photos"`
	Next       []MarkerNext      `json:"next" doc:"Steps that may follow."`

	SidesWork   []boundaries.Side `json:"sides_work" doc:"Sides for which you may take any step."`
	SidesReport []boundaries.Side `json:"sides_report" doc:"Sides for which you may report, repaint and clear."`
}

// A MarkerReference is a reference object 方位物 as it lies from the marker.
type MarkerReference struct {
	ID           *uuid.UUID `json:"id,omitempty" doc:"Of one that is held already."`
	Name         string     `json:"name" maxLength:"100"`
	Kind         string     `json:"kind,omitempty" maxLength:"40"`
	AzimuthDeg   string     `json:"azimuth_deg,omitempty" maxLength:"12" doc:"Decimal degrees, clockwise."`
	AzimuthNorth string     `json:"azimuth_north,omitempty" enum:"true,grid,magnetic"`
	DistanceM    string     `json:"distance_m,omitempty" maxLength:"12"`
	Lon          *float64   `json:"lon,omitempty" minimum:"-180" maximum:"180"`
	Lat          *float64   `json:"lat,omitempty" minimum:"-90" maximum:"90"`
	PositionSDM  string     `json:"position_sd_m,omitempty" maxLength:"8"`
	Note         string     `json:"note,omitempty" maxLength:"200"`
}

// A MarkerPhoto is a photo of a face.
type MarkerPhoto struct {
	ID        uuid.UUID `json:"id"`
	Face      string    `json:"face" enum:"a,b,c,around"`
	Name      string    `json:"name"`
	MediaType string    `json:"media_type"`
	Bytes     int64     `json:"bytes"`
	TakenOn   string    `json:"taken_on,omitempty"`
}

// A MarkerNext is a step that may follow.
type MarkerNext struct {
	Step     string `json:"step"`
	To       string `json:"to"`
	Both     bool   `json:"both" doc:"A person of each side is present."`
	Measured bool   `json:"measured" doc:"The position is measured."`
	Patrol   bool   `json:"patrol" doc:"An entrusted keeper may take it too."`
}

func markerBody(m marker.Marker) MarkerBody {
	b := MarkerBody{MarkerRow: markerRow(m), Letter: m.Letter, Material: m.Material, ElevationM: m.ElevationM, Original: m.Original, CRS: m.CRS,
		PlaceA: m.PlaceA, PlaceB: m.PlaceB, PlaceC: m.PlaceC, SetOn: m.SetOn.String(), Note: m.Note, Source: m.Source,
		References: []MarkerReference{}, Photos: []MarkerPhoto{}, Next: []MarkerNext{}}
	if m.Junction != uuid.Nil {
		b.Junction = &m.Junction
	}
	for _, r := range m.References {
		one := MarkerReference{ID: &r.ID, Name: r.Name, Kind: r.Kind, AzimuthDeg: r.AzimuthDeg, AzimuthNorth: string(r.North), DistanceM: r.DistanceM, PositionSDM: r.PositionSDM, Note: r.Note}
		if r.Point != nil {
			lon, lat := r.Point.Lon(), r.Point.Lat()
			one.Lon, one.Lat = &lon, &lat
		}
		b.References = append(b.References, one)
	}
	return b
}

// MarkerHistory is what was ever recorded of a marker.
type MarkerHistory struct {
	Versions  []MarkerVersion  `json:"versions"`
	Steps     []MarkerStepRow  `json:"steps"`
	Sightings []MarkerSighting `json:"sightings"`
}

// A MarkerVersion is one version, the latest recorded first.
type MarkerVersion struct {
	MarkerBody
	From     string     `json:"from,omitempty"`
	Until    string     `json:"until,omitempty"`
	Recorded time.Time  `json:"recorded"`
	Closed   *time.Time `json:"closed,omitempty" doc:"When the register ceased to say so."`
}

// A MarkerStepRow is a step that was taken.
type MarkerStepRow struct {
	N          int        `json:"n"`
	Step       string     `json:"step"`
	From       string     `json:"from"`
	To         string     `json:"to"`
	On         string     `json:"on"`
	Side       string     `json:"side"`
	PresentA   string     `json:"present_a,omitempty" doc:"Who was there for side a, while the name is held."`
	PresentB   string     `json:"present_b,omitempty"`
	Lon        *float64   `json:"lon,omitempty"`
	Lat        *float64   `json:"lat,omitempty"`
	ApartM     string     `json:"apart_m,omitempty" doc:"Of what was measured, from the registered position."`
	ToleranceM string     `json:"tolerance_m,omitempty"`
	Photo      *uuid.UUID `json:"photo,omitempty"`
	Meeting    string     `json:"meeting,omitempty"`
	DocumentA  string     `json:"document_a,omitempty"`
	DocumentB  string     `json:"document_b,omitempty"`
	Note       string     `json:"note,omitempty"`
	At         time.Time  `json:"at"`
}

// A MarkerSighting is what one side saw.
type MarkerSighting struct {
	ID        uuid.UUID `json:"id"`
	At        time.Time `json:"at"`
	Side      string    `json:"side"`
	Condition string    `json:"condition"`
	AccuracyM string    `json:"accuracy_m,omitempty"`
	Lon       *float64  `json:"lon,omitempty"`
	Lat       *float64  `json:"lat,omitempty"`
	Note      string    `json:"note,omitempty"`
}

func (s *Server) markerHistory(ctx context.Context, in *struct {
	Lang   string    `query:"lang" enum:"zh,en"`
	Marker uuid.UUID `path:"marker"`
}) (*struct{ Body MarkerHistory }, error) {
	versions, err1 := s.markers().Versions(ctx, in.Marker)
	steps, err2 := s.markers().Steps(ctx, in.Marker)
	seen, err3 := s.markers().Sightings(ctx, in.Marker)
	if err := errors.Join(err1, err2, err3); err != nil {
		return nil, s.fail(ctx, err)
	}
	out := &struct{ Body MarkerHistory }{MarkerHistory{[]MarkerVersion{}, []MarkerStepRow{}, []MarkerSighting{}}}
	for _, m := range versions {
		v := MarkerVersion{MarkerBody: markerBody(m), From: m.Valid.From.String(), Until: m.Valid.To.String(), Recorded: m.Recorded}
		if !m.RecordedUntil.IsZero() {
			v.Closed = &m.RecordedUntil
		}
		out.Body.Versions = append(out.Body.Versions, v)
	}
	for _, t := range steps {
		row, err := s.markerStepRow(ctx, t)
		if err != nil {
			return nil, s.fail(ctx, err)
		}
		out.Body.Steps = append(out.Body.Steps, row)
	}
	for _, g := range seen {
		one := MarkerSighting{ID: g.ID, At: g.At, Side: string(g.Side), Condition: string(g.Condition), AccuracyM: g.AccuracyM, Note: g.Note}
		if g.Point != nil {
			lon, lat := g.Point.Lon(), g.Point.Lat()
			one.Lon, one.Lat = &lon, &lat
		}
		out.Body.Sightings = append(out.Body.Sightings, one)
	}
	return out, nil
}

func (s *Server) markerStepRow(ctx context.Context, t marker.StepTaken) (MarkerStepRow, error) {
	row := MarkerStepRow{N: t.N, Step: string(t.Step), From: string(t.From), To: string(t.To), On: t.On.String(), Side: string(t.Side), ApartM: t.ApartM, ToleranceM: t.ToleranceM,
		Photo: t.Photo, Meeting: t.Meeting, DocumentA: t.DocumentA, DocumentB: t.DocumentB, Note: t.Note, At: t.At}
	if t.Measure != nil {
		lon, lat := t.Measure.Point.Lon(), t.Measure.Point.Lat()
		row.Lon, row.Lat = &lon, &lat
	}
	if t.Person == nil {
		return row, nil
	}
	names, err := s.markers().Present(ctx, *t.Person)
	if errors.Is(err, ledger.ErrErased) {
		return row, nil
	}
	row.PresentA, row.PresentB = names[boundaries.SideA], names[boundaries.SideB]
	return row, err
}

// tagOf reads the version out of an If-Match header.
func tagOf(match string) (int64, bool) {
	n, err := strconv.ParseInt(strings.Trim(strings.TrimPrefix(match, "W/"), `"`), 10, 64)
	return n, err == nil
}
