package api

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/google/uuid"

	"diming/boundaries"
	"diming/gazetteer"
	"diming/gazetteer/search"
	"diming/internal/version"
	"diming/signs"
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
	AsOfParams
}

func (s *Server) suggest(ctx context.Context, in *suggestInput) (*placeListOutput, error) {
	r, err := in.reader()
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	near, err := pointOf(in.Near)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	if in.Limit == 0 {
		in.Limit = 8
	}
	return s.found(ctx, r, search.Query{Text: in.Q, Near: near, Limit: in.Limit, Suggest: true})
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
		if len(hits) == 0 && q.After == "" {
			out.Body.Items, err = s.byOldCode(ctx, q.Text)
		}
		if err != nil {
			return nil, s.fail(ctx, err)
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

// byOldCode finds what the index does not hold by a code: who carries on a
// division code that is no more, and the place whose sign bears a token.
func (s *Server) byOldCode(ctx context.Context, text string) ([]PlaceItem, error) {
	text = strings.TrimSpace(text)
	ids, err := s.carriersOf(ctx, text)
	if err != nil {
		return nil, err
	}
	if token, wrong := signs.ParseToken(text); wrong == nil {
		code, err := s.Signs.Find(ctx, token)
		switch {
		case err == nil && code.Revoked == "":
			ids = append(ids, code.Place)
		case err != nil && !errors.Is(err, signs.ErrUnknownToken):
			return nil, err
		}
	}
	summaries, err := s.Places.Summaries(ctx, boundaries.Reader{}, ids)
	items := make([]PlaceItem, 0, len(summaries))
	for _, m := range summaries {
		item := PlaceItem{ID: m.ID, Name: m.Name, Pinyin: m.Reading, Class: m.Class, ClassName: pick(ctx, m.ClassName, m.ClassNameEN),
			Division: m.Division, DivisionName: joined(m.Chain), Score: 1, Current: m.Current, Match: &Match{"code", text}}
		item.Lon, item.Lat = lonLat(m.Location)
		items = append(items, item)
	}
	return items, err
}

// carriersOf lists who carries on a division code today; nobody where text is
// no code, or one that never was.
func (s *Server) carriersOf(ctx context.Context, text string) ([]uuid.UUID, error) {
	if len(text) < 2 || len(text) > 12 || strings.Trim(text, "0123456789") != "" {
		return nil, nil
	}
	var ids []uuid.UUID
	for _, code := range []string{text, strings.TrimSuffix(text, "000")} {
		carriers, err := s.Boundaries.CarriedBy(ctx, boundaries.Reader{}, code)
		if err != nil && !errors.Is(err, boundaries.ErrNotFound) {
			return nil, err
		}
		for _, c := range carriers {
			ids = append(ids, c.ID)
		}
		if len(ids) > 0 {
			break
		}
	}
	return ids, nil
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
		if item.Match != nil && item.Match.Kind == "former" && item.Match.Text == m.Name {
			item.Match.Kind = "exact" // at that time it was the name in force
		}
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
