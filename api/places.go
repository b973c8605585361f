package api

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"diming/api/behind"
	"diming/boundaries"
	"diming/gazetteer"
	"diming/internal/version"
)

// PlaceBody is one place with all that is known of it.
type PlaceBody struct {
	ID               uuid.UUID      `json:"id"`
	State            string         `json:"state" enum:"current,ended,replaced,withdrawn"`
	Reason           string         `json:"reason,omitempty"`
	Successor        *uuid.UUID     `json:"successor,omitempty"`
	Name             string         `json:"name"`
	Pinyin           string         `json:"pinyin"`
	ReadingConfirmed bool           `json:"reading_confirmed" doc:"A person, or the table of known readings, has confirmed the pinyin."`
	Class            string         `json:"class"`
	ClassName        string         `json:"class_name"`
	Code             string         `json:"code,omitempty" doc:"Division code, or 地名代码."`
	Divisions        []Division     `json:"divisions"`
	Names            []NameBody     `json:"names"`
	Meaning          string         `json:"meaning,omitempty"`
	Origin           string         `json:"origin,omitempty"`
	History          string         `json:"history,omitempty"`
	Description      string         `json:"description,omitempty"`
	Heritage         string         `json:"heritage,omitempty"`
	Lon              *float64       `json:"lon,omitempty"`
	Lat              *float64       `json:"lat,omitempty"`
	ElevationM       string         `json:"elevation_m,omitempty" doc:"Decimal metres, 1985国家高程基准."`
	ValidFrom        string         `json:"valid_from,omitempty"`
	ValidTo          string         `json:"valid_to,omitempty"`
	Source           string         `json:"source"`
	Token            string         `json:"token,omitempty"`
	PageURL          string         `json:"page_url,omitempty"`
	Sound            *SoundBody     `json:"sound,omitempty" doc:"How the name is spoken, where it was recorded."`
	Visibility       string         `json:"visibility,omitempty" doc:"Only for those who keep the register, as findings."`
	Findings         []PlaceFinding `json:"findings,omitempty"`
	Demo             bool           `json:"demo"`
}

// NameBody is one name of a place.
type NameBody struct {
	ID        *uuid.UUID `json:"id,omitempty" doc:"Only for those who keep the register."`
	Text      string     `json:"text"`
	Kind      string     `json:"kind" enum:"standard,former,alias,short"`
	Lang      string     `json:"lang"`
	Pinyin    string     `json:"pinyin,omitempty"`
	Reading   string     `json:"reading_state"`
	ValidFrom string     `json:"valid_from,omitempty"`
	ValidTo   string     `json:"valid_to,omitempty"`
}

type placeInput struct {
	ID   string `path:"id"`
	Lang string `query:"lang" enum:"zh,en"`
	AsOfParams
}

type placeOutput struct {
	Status int
	ETag   string `header:"ETag"`
	Body   PlaceBody
}

func (s *Server) place(ctx context.Context, in *placeInput) (*placeOutput, error) {
	p, r, err := s.lookup(ctx, in)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body, err := s.placeBody(ctx, r, p)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	status := http.StatusOK
	if p.State == gazetteer.Withdrawn {
		status = http.StatusGone
	}
	out := &placeOutput{Status: status, Body: body}
	if r.Internal {
		tag, err := s.Places.Tag(ctx, p.ID)
		if err != nil {
			return nil, s.fail(ctx, err)
		}
		out.ETag = etagOf(tag)
	}
	return out, nil
}

func (s *Server) lookup(ctx context.Context, in *placeInput) (gazetteer.Place, boundaries.Reader, error) {
	r, err := in.reader()
	if err != nil {
		return gazetteer.Place{}, r, err
	}
	id, err := uuid.Parse(in.ID)
	if err != nil {
		return gazetteer.Place{}, r, gazetteer.ErrNotFound
	}
	if p, ok, err := s.kept(ctx, r, id); ok || err != nil {
		r.Internal = ok
		return p, r, err
	}
	p, err := s.placeAt(ctx, r, id)
	return p, r, err
}

// kept gives a place with all that is recorded of it to those who keep the
// register where it lies; ok is false for everybody else.
func (s *Server) kept(ctx context.Context, r boundaries.Reader, id uuid.UUID) (p gazetteer.Place, ok bool, err error) {
	who, err := s.whoIs(ctx)
	if err != nil || !fully(who) || len(s.roots(who, readInternal)) == 0 {
		return p, false, err
	}
	r.Internal = true
	if p, err = s.Places.Place(ctx, r, id); err != nil {
		return p, false, err
	}
	ok, err = s.mayDo(ctx, readInternal, divisionOf(p))
	return p, ok, err
}

// placeAt gives a place as the reader may know it: a successor that the reader
// may not see is left out, and the place is then withdrawn.
func (s *Server) placeAt(ctx context.Context, r boundaries.Reader, id uuid.UUID) (gazetteer.Place, error) {
	p, err := s.Places.Place(ctx, r, id)
	if err != nil || p.Successor == nil {
		return p, err
	}
	_, err = s.Places.Place(ctx, r, *p.Successor)
	if errors.Is(err, gazetteer.ErrNotFound) {
		p.State, p.Successor, err = gazetteer.Withdrawn, nil, nil
	}
	return p, err
}

// bareBody is what the place itself says on a day, without its divisions, its code
// and its recording.
func (s *Server) bareBody(ctx context.Context, p gazetteer.Place, day version.Date) PlaceBody {
	name := p.Name(day)
	body := PlaceBody{ID: p.ID, State: p.State, Reason: p.Reason, Successor: p.Successor, Name: name.Text, Pinyin: name.Reading,
		ReadingConfirmed: name.ReadingState == "confirmed", Class: p.Class, ClassName: pick(ctx, p.ClassName, p.ClassNameEN), Code: p.Code,
		Meaning: p.Meaning, Origin: p.Origin, History: p.History, Description: p.Description, Heritage: p.Heritage,
		ElevationM: p.ElevationM, ValidFrom: p.Valid.From.String(), ValidTo: p.Valid.To.String(), Source: p.Source, Demo: s.IsDemo()}
	body.Lon, body.Lat = lonLat(p.Location)
	body.Names = nameBodies(p, day)
	return body
}

// snapshotBody is a place as what is behind the codes has it.
func (s *Server) snapshotBody(ctx context.Context, now *behind.Now, p gazetteer.Place) PlaceBody {
	body := s.bareBody(ctx, p, now.Day)
	chain := chainBehind(now, now.Day, p)
	body.lieIn(p, chain)
	if p.State == gazetteer.Current || p.State == gazetteer.Ended {
		if token, ok := now.Own[p.ID]; ok {
			body.Token, body.PageURL = string(token), s.pageURL(token)
		}
		if sound, ok := now.Sounds[p.Name(now.Day).ID]; ok {
			body.Sound = soundBody(p.ID, sound)
		}
	}
	return body
}

// lieIn says in which divisions a place lies.
func (b *PlaceBody) lieIn(p gazetteer.Place, chain []boundaries.Division) {
	b.Divisions = divisionBodies(chain)
	if p.IsDivision && len(chain) > 0 && chain[len(chain)-1].ID == p.ID {
		b.Code = chain[len(chain)-1].Code
	}
}

func (s *Server) placeBody(ctx context.Context, r boundaries.Reader, p gazetteer.Place) (PlaceBody, error) {
	body := s.bareBody(ctx, p, r.AsOf.Day())
	if r.Internal {
		if err := s.addInternal(ctx, &body, p); err != nil {
			return body, err
		}
	}
	chain, err := s.chainOf(ctx, r, p)
	if err != nil {
		return body, err
	}
	body.lieIn(p, chain)
	if p.State == gazetteer.Current || p.State == gazetteer.Ended {
		token, err := s.Signs.TokenOf(ctx, p.ID)
		if err != nil {
			return body, err
		}
		body.Token, body.PageURL = string(token), s.pageURL(token)
		if body.Sound, err = s.soundOf(ctx, p.ID, p.Name(r.AsOf.Day())); err != nil {
			return body, err
		}
	}
	return body, nil
}

// PlaceFinding is what stands against a name.
type PlaceFinding struct {
	Check string        `json:"check"`
	Text  string        `json:"text" doc:"A sentence."`
	Basis string        `json:"basis,omitempty"`
	Other *FindingOther `json:"other,omitempty"`
}

// FindingOther is the place that a finding is about beside the one asked for.
type FindingOther struct {
	ID        uuid.UUID `json:"id"`
	Name      string    `json:"name"`
	DistanceM *float64  `json:"distance_m,omitempty"`
}

// addInternal adds what only those who keep the register are told.
func (s *Server) addInternal(ctx context.Context, body *PlaceBody, p gazetteer.Place) error {
	body.Visibility = p.Visibility
	for i, n := range p.Names {
		id := n.ID
		body.Names[i].ID = &id
	}
	found, err := s.Places.FindingsAbout(ctx, p.ID)
	if err != nil {
		return err
	}
	for _, f := range found {
		told := PlaceFinding{Check: f.Check, Text: pick(ctx, "须由人核对", "to be looked at by a person")}
		if f.Check == gazetteer.TakenCheck {
			told.Text = pick(ctx, "法定范围内已有同名地名", "Another place bears the name where the law wants it single")
			told.Basis = pick(ctx, "《地名管理条例》第九条", "地名管理条例, article 9")
		}
		if f.Other != nil {
			told.Other = &FindingOther{*f.Other, f.OtherName, f.DistanceM}
		}
		body.Findings = append(body.Findings, told)
	}
	return nil
}

func nameBodies(p gazetteer.Place, day version.Date) []NameBody {
	all := make([]NameBody, 0, len(p.Names))
	for _, n := range p.Names {
		kind := n.Kind
		if kind == gazetteer.Standard && !n.Valid.To.IsZero() && !day.Before(n.Valid.To) && n.Text != p.Name(day).Text {
			kind = gazetteer.Former
		}
		all = append(all, NameBody{nil, n.Text, kind, n.Lang, n.Reading, n.ReadingState, n.Valid.From.String(), n.Valid.To.String()})
	}
	return all
}

// chainOf gives the divisions of a place: those above it, and itself where it
// is one.
func (s *Server) chainOf(ctx context.Context, r boundaries.Reader, p gazetteer.Place) ([]boundaries.Division, error) {
	at := p.Within
	if p.IsDivision {
		at = &p.ID
	}
	if at == nil {
		return nil, nil
	}
	return s.Boundaries.Chain(ctx, r, *at)
}

// HistoryBody is what was ever recorded of a place.
type HistoryBody struct {
	Items []HistoryItem `json:"items"`
}

// HistoryItem is one change of a place.
type HistoryItem struct {
	At        time.Time `json:"at" doc:"When the register said so."`
	Action    string    `json:"action"`
	Reason    string    `json:"reason,omitempty"`
	Kind      string    `json:"kind"`
	Text      string    `json:"text,omitempty"`
	ValidFrom string    `json:"valid_from,omitempty"`
	ValidTo   string    `json:"valid_to,omitempty"`
	Corrected bool      `json:"corrected" doc:"The register says otherwise by now."`

	RecordedTo *time.Time `json:"recorded_to,omitempty" doc:"Until when the register said so."`
}

func (s *Server) placeHistory(ctx context.Context, in *placeInput) (*struct{ Body HistoryBody }, error) {
	p, r, err := s.lookup(ctx, in)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	items, err := s.Places.History(ctx, r, p.ID)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := HistoryBody{Items: make([]HistoryItem, len(items))}
	for i, h := range items {
		body.Items[i] = HistoryItem{h.At, h.Action, h.Reason, h.Kind, h.Text, h.Valid.From.String(), h.Valid.To.String(), h.Closed, nil}
		if h.Closed {
			body.Items[i].RecordedTo = &h.Until
		}
	}
	return &struct{ Body HistoryBody }{body}, nil
}

func (s *Server) placeGeoJSON(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	in := placeInput{ID: chi.URLParam(r, "id"), AsOfParams: AsOfParams{q.Get("as_of"), q.Get("recorded")}}
	p, reader, err := s.lookup(r.Context(), &in)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	f, err := s.featureOf(r.Context(), reader, p)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	text, err := f.MarshalJSON()
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/geo+json")
	if p.State == gazetteer.Withdrawn {
		w.WriteHeader(http.StatusGone)
	}
	_, _ = w.Write(text) // the client may have gone
}

func (s *Server) featureOf(ctx context.Context, r boundaries.Reader, p gazetteer.Place) (*geojson.Feature, error) {
	var shape orb.Geometry
	if p.IsDivision {
		area, err := s.Boundaries.Area(ctx, r, p.ID)
		if err != nil {
			return nil, err
		}
		if area != nil {
			shape = area
		}
	}
	if shape == nil && p.Location != nil {
		shape = *p.Location
	}
	f := geojson.NewFeature(shape)
	f.ID = p.ID.String()
	name := p.Name(r.AsOf.Day())
	f.Properties = geojson.Properties{"name": name.Text, "pinyin": name.Reading, "class": p.Class, "state": p.State, "demo": s.IsDemo()}
	return f, nil
}

func lonLat(p *orb.Point) (lon, lat *float64) {
	if p == nil {
		return nil, nil
	}
	x, y := p.Lon(), p.Lat()
	return &x, &y
}
