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

	"diming/boundaries"
	"diming/gazetteer"
	"diming/gazetteer/search"
	"diming/internal/version"
)

// PlaceItem is one place in a list.
type PlaceItem struct {
	ID           uuid.UUID `json:"id"`
	Name         string    `json:"name"`
	Pinyin       string    `json:"pinyin"`
	Class        string    `json:"class"`
	ClassName    string    `json:"class_name"`
	Division     string    `json:"division" doc:"Code of the division it lies in, or its own."`
	DivisionName string    `json:"division_name" doc:"Names of the divisions above, from the largest."`
	Match        *Match    `json:"match,omitempty"`
	Score        float64   `json:"score"`
	Current      bool      `json:"current" doc:"False where it is no longer so in law."`
	Lon          *float64  `json:"lon,omitempty"`
	Lat          *float64  `json:"lat,omitempty"`
	DistanceM    *float64  `json:"distance_m,omitempty" doc:"From near, in metres."`
}

// Match says how a place was found.
type Match struct {
	Kind string `json:"kind" enum:"exact,prefix,pinyin,initials,former,alias,variant,fuzzy,code"`
	Text string `json:"text" doc:"The name that matched."`
}

// PlaceList is a page of places.
type PlaceList struct {
	Items []PlaceItem `json:"items"`
	Next  string      `json:"next,omitempty" doc:"Cursor of the next page."`
	From  *time.Time  `json:"from_snapshot,omitempty" doc:"The register cannot be reached: this is how it stood then."`
}

type placeListOutput struct{ Body PlaceList }

type searchInput struct {
	Q        string `query:"q" doc:"Name, former name, pinyin, initials, a chain such as 江山市贺村镇, or a code."`
	BBox     string `query:"bbox" doc:"west,south,east,north in degrees."`
	Class    string `query:"class" doc:"Class code or its beginning."`
	Division string `query:"division" doc:"Division code or its beginning."`
	Near     string `query:"near" doc:"lon,lat: nearer first among equals."`
	Limit    int    `query:"limit" doc:"Items of a page, 1 to 1000; 20 if absent."`
	Cursor   string `query:"cursor"`
	MinSeq   int64  `query:"min_seq" doc:"Wait for the index to hold this change of the ledger."`
	Lang     string `query:"lang" enum:"zh,en"`
	AsOfParams
}

func (s *Server) searchPlaces(ctx context.Context, in *searchInput) (*placeListOutput, error) {
	r, err := in.reader()
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	if !isCode(in.Class) || !isCode(in.Division) {
		return nil, badFilter.in(ctx)
	}
	q := search.Query{Text: in.Q, Class: in.Class, Division: in.Division, Limit: in.Limit, After: search.Cursor(in.Cursor)}
	if q.BBox, err = boxOf(in.BBox); err == nil {
		q.Near, err = pointOf(in.Near)
	}
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	s.waitFor(ctx, in.MinSeq)
	return s.found(ctx, r, q)
}

type suggestInput struct {
	Q     string `query:"q"`
	Near  string `query:"near" doc:"lon,lat: nearer first among equals."`
	Limit int    `query:"limit" doc:"1 to 50; 8 if absent." maximum:"50" minimum:"0"`
	Lang  string `query:"lang" enum:"zh,en"`
}

func (s *Server) suggest(ctx context.Context, in *suggestInput) (*placeListOutput, error) {
	near, err := pointOf(in.Near)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	if in.Limit == 0 {
		in.Limit = 8
	}
	return s.found(ctx, boundaries.Reader{}, search.Query{Text: in.Q, Near: near, Limit: in.Limit, Suggest: true})
}

// found asks the index, and the register for what the index does not hold.
func (s *Server) found(ctx context.Context, r boundaries.Reader, q search.Query) (*placeListOutput, error) {
	if !s.Finder.Ready() && s.Finder.SnapshotTime().IsZero() {
		return nil, unreachable.in(ctx)
	}
	hits, next, err := s.Finder.Index().Search(q)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	out := &placeListOutput{Body: PlaceList{Items: make([]PlaceItem, 0, len(hits)), Next: string(next)}}
	if at := s.Finder.SnapshotTime(); !at.IsZero() {
		out.Body.From = &at
	}
	if r.AsOf == (version.AsOf{}) {
		for _, h := range hits {
			out.Body.Items = append(out.Body.Items, s.itemOf(ctx, h, q.Near != nil))
		}
		return out, nil
	}
	out.Body.Items, err = s.itemsAsOf(ctx, r, hits, q.Near != nil)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return out, nil
}

// itemOf tells of a hit what the index holds: the register as it is today.
func (s *Server) itemOf(ctx context.Context, h search.Hit, near bool) PlaceItem {
	class := s.Finder.Class(h.Class)
	item := PlaceItem{ID: uuid.UUID(h.ID), Name: h.Name, Pinyin: h.Reading, Class: h.Class, ClassName: pick(ctx, class.Name, class.NameEN),
		Division: h.Division, DivisionName: joined(h.Chain), Score: h.Score, Current: h.Current}
	if h.Match.Kind != "" {
		item.Match = &Match{h.Match.Kind, h.Match.Text}
	}
	if h.HasPoint {
		item.Lon, item.Lat = &h.Lon, &h.Lat
		if near {
			item.DistanceM = &h.DistanceM
		}
	}
	return item
}

// itemsAsOf tells of hits what the register holds of another time.
func (s *Server) itemsAsOf(ctx context.Context, r boundaries.Reader, hits []search.Hit, near bool) ([]PlaceItem, error) {
	ids := make([]uuid.UUID, len(hits))
	for i, h := range hits {
		ids[i] = uuid.UUID(h.ID)
	}
	summaries, err := s.Places.Summaries(ctx, r, ids)
	if err != nil {
		return nil, err
	}
	byID := make(map[uuid.UUID]gazetteer.Summary, len(summaries))
	for _, m := range summaries {
		byID[m.ID] = m
	}
	items := make([]PlaceItem, 0, len(hits))
	for _, h := range hits {
		m, ok := byID[uuid.UUID(h.ID)]
		if !ok {
			continue
		}
		item := s.itemOf(ctx, h, near)
		item.Name, item.Pinyin, item.Division, item.DivisionName, item.Current = m.Name, m.Reading, m.Division, joined(m.Chain), m.Current
		item.Lon, item.Lat = lonLat(m.Location)
		items = append(items, item)
	}
	return items, nil
}

// waitFor gives the index up to two seconds to reach a change.
func (s *Server) waitFor(ctx context.Context, seq int64) {
	deadline := time.After(2 * time.Second)
	for s.Finder.Seq() < seq {
		select {
		case <-ctx.Done():
			return
		case <-deadline:
			return
		case <-time.After(5 * time.Millisecond):
		}
	}
}

func lonLat(p *orb.Point) (lon, lat *float64) {
	if p == nil {
		return nil, nil
	}
	x, y := p.Lon(), p.Lat()
	return &x, &y
}

// PlaceBody is one place with all that is known of it.
type PlaceBody struct {
	ID               uuid.UUID  `json:"id"`
	State            string     `json:"state" enum:"current,ended,replaced,withdrawn"`
	Reason           string     `json:"reason,omitempty"`
	Successor        *uuid.UUID `json:"successor,omitempty"`
	Name             string     `json:"name"`
	Pinyin           string     `json:"pinyin"`
	ReadingConfirmed bool       `json:"reading_confirmed" doc:"A person, or the table of known readings, has confirmed the pinyin."`
	Class            string     `json:"class"`
	ClassName        string     `json:"class_name"`
	Code             string     `json:"code,omitempty" doc:"Division code, or 地名代码."`
	Divisions        []Division `json:"divisions"`
	Names            []NameBody `json:"names"`
	Meaning          string     `json:"meaning,omitempty"`
	Origin           string     `json:"origin,omitempty"`
	History          string     `json:"history,omitempty"`
	Description      string     `json:"description,omitempty"`
	Heritage         string     `json:"heritage,omitempty"`
	Lon              *float64   `json:"lon,omitempty"`
	Lat              *float64   `json:"lat,omitempty"`
	ElevationM       string     `json:"elevation_m,omitempty" doc:"Decimal metres, 1985国家高程基准."`
	ValidFrom        string     `json:"valid_from,omitempty"`
	ValidTo          string     `json:"valid_to,omitempty"`
	Source           string     `json:"source"`
	Token            string     `json:"token,omitempty"`
	PageURL          string     `json:"page_url,omitempty"`
	Demo             bool       `json:"demo"`
}

// NameBody is one name of a place.
type NameBody struct {
	Text      string `json:"text"`
	Kind      string `json:"kind" enum:"standard,former,alias,short"`
	Lang      string `json:"lang"`
	Pinyin    string `json:"pinyin,omitempty"`
	Reading   string `json:"reading_state"`
	ValidFrom string `json:"valid_from,omitempty"`
	ValidTo   string `json:"valid_to,omitempty"`
}

type placeInput struct {
	ID   string `path:"id"`
	Lang string `query:"lang" enum:"zh,en"`
	AsOfParams
}

type placeOutput struct {
	Status int
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
	return &placeOutput{Status: status, Body: body}, nil
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
	p, err := s.placeAt(ctx, r, id)
	return p, r, err
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

func (s *Server) placeBody(ctx context.Context, r boundaries.Reader, p gazetteer.Place) (PlaceBody, error) {
	day := r.AsOf.Day()
	name := p.Name(day)
	body := PlaceBody{ID: p.ID, State: p.State, Reason: p.Reason, Successor: p.Successor, Name: name.Text, Pinyin: name.Reading,
		ReadingConfirmed: name.ReadingState == "confirmed", Class: p.Class, ClassName: pick(ctx, p.ClassName, p.ClassNameEN), Code: p.Code,
		Meaning: p.Meaning, Origin: p.Origin, History: p.History, Description: p.Description, Heritage: p.Heritage,
		ElevationM: p.ElevationM, ValidFrom: p.Valid.From.String(), ValidTo: p.Valid.To.String(), Source: p.Source, Demo: s.IsDemo()}
	body.Lon, body.Lat = lonLat(p.Location)
	body.Names = nameBodies(p, day)
	chain, err := s.chainOf(ctx, r, p)
	if err != nil {
		return body, err
	}
	body.Divisions = divisionBodies(chain)
	if p.IsDivision && len(chain) > 0 && chain[len(chain)-1].ID == p.ID {
		body.Code = chain[len(chain)-1].Code
	}
	if p.State == gazetteer.Current || p.State == gazetteer.Ended {
		token, err := s.Signs.TokenOf(ctx, p.ID)
		if err != nil {
			return body, err
		}
		body.Token, body.PageURL = string(token), s.pageURL(token)
	}
	return body, nil
}

func nameBodies(p gazetteer.Place, day version.Date) []NameBody {
	all := make([]NameBody, 0, len(p.Names))
	for _, n := range p.Names {
		kind := n.Kind
		if kind == gazetteer.Standard && !n.Valid.To.IsZero() && !day.Before(n.Valid.To) && n.Text != p.Name(day).Text {
			kind = gazetteer.Former
		}
		all = append(all, NameBody{n.Text, kind, n.Lang, n.Reading, n.ReadingState, n.Valid.From.String(), n.Valid.To.String()})
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
		body.Items[i] = HistoryItem{h.At, h.Action, h.Reason, h.Kind, h.Text, h.Valid.From.String(), h.Valid.To.String(), h.Closed}
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
