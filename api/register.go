package api

import (
	"context"
	"encoding/base64"
	"net/http"
	"slices"
	"strings"

	"github.com/google/uuid"

	"diming/gazetteer"
)

// registerRoutes are the register as those who keep it read it.
func (s *Server) registerRoutes(rs routes) {
	get(rs, mayAnywhere(readInternal), "/v1/register", "Places as the office lists them, also what is not public", s.register)
	get(rs, public, "/v1/classes", "The classes of places", s.classes)
}

type registerInput struct {
	AsOfParams
	Lang       string `query:"lang" enum:"zh,en"`
	Q          string `query:"q" maxLength:"200" doc:"Part of a name, beginning of a reading without tones or of a code."`
	Class      string `query:"class" maxLength:"5" doc:"A class, or the beginning of its code."`
	Division   string `query:"division" maxLength:"36" doc:"Id or code; with all that it holds."`
	BBox       string `query:"bbox" maxLength:"200" doc:"west,south,east,north"`
	State      string `query:"state" enum:"current,ended,replaced,withdrawn"`
	Visibility string `query:"visibility" enum:"public,internal"`
	Finding    string `query:"finding" enum:"any"`
	Reading    string `query:"reading" enum:"draft,confirmed,none"`
	Limit      int    `query:"limit" minimum:"0" maximum:"500" doc:"50 if absent."`
	Cursor     string `query:"cursor" maxLength:"2000"`
}

// RegisterRow is a place as the office lists it.
type RegisterRow struct {
	ID           uuid.UUID `json:"id"`
	Name         string    `json:"name"`
	Pinyin       string    `json:"pinyin"`
	ReadingState string    `json:"reading_state"`
	Class        string    `json:"class"`
	ClassName    string    `json:"class_name"`
	Division     string    `json:"division"`
	DivisionName string    `json:"division_name"`
	Lon          *float64  `json:"lon"`
	Lat          *float64  `json:"lat"`
	Visibility   string    `json:"visibility"`
	State        string    `json:"state"`
	Findings     int       `json:"findings"`
	ValidFrom    string    `json:"valid_from,omitempty"`
	ValidTo      string    `json:"valid_to,omitempty"`
}

// RegisterList is a page of the register; the first tells how many there are.
type RegisterList struct {
	Items []RegisterRow `json:"items"`
	Next  string        `json:"next,omitempty"`
	Total *int          `json:"total,omitempty"`
}

func (s *Server) register(ctx context.Context, in *registerInput) (*struct{ Body RegisterList }, error) {
	f, err := s.registerFilter(ctx, in)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	if in.Limit == 0 {
		in.Limit = 50
	}
	after, err := base64.RawURLEncoding.DecodeString(in.Cursor)
	if err != nil || !isText(string(after)) {
		return nil, badCursor.in(ctx)
	}
	all, err := s.Places.List(ctx, f, string(after), in.Limit)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := RegisterList{Items: make([]RegisterRow, len(all))}
	for i, l := range all {
		body.Items[i] = registerRow(ctx, l)
	}
	if len(all) == in.Limit {
		body.Next = base64.RawURLEncoding.EncodeToString([]byte(all[len(all)-1].Cursor))
	}
	if in.Cursor == "" {
		n, err := s.Places.Count(ctx, f)
		if err != nil {
			return nil, s.fail(ctx, err)
		}
		body.Total = &n
	}
	return &struct{ Body RegisterList }{body}, nil
}

// registerFilter reads what a list is narrowed by; a division that the asker's
// roles do not reach holds nothing for them.
func (s *Server) registerFilter(ctx context.Context, in *registerInput) (gazetteer.Filter, error) {
	r, err := in.reader()
	if err != nil {
		return gazetteer.Filter{}, err
	}
	f := gazetteer.Filter{AsOf: r.AsOf, Text: strings.TrimSpace(in.Q), Class: in.Class, State: in.State,
		Visibility: in.Visibility, Reading: in.Reading, Found: in.Finding != ""}
	if f.Box, err = boxOf(in.BBox); err != nil {
		return f, err
	}
	if f.Within, f.Whole, err = s.reach(ctx, readInternal); err != nil || in.Division == "" {
		return f, err
	}
	division, err := s.divisionNamed(ctx, in.Division)
	if err != nil || division == uuid.Nil {
		return f, err
	}
	ok, err := s.mayDo(ctx, readInternal, division)
	if f.Within, f.Whole = nil, false; ok {
		f.Within = []uuid.UUID{division}
	}
	return f, err
}

func registerRow(ctx context.Context, l gazetteer.Listed) RegisterRow {
	row := RegisterRow{ID: l.ID, Name: l.Name, Pinyin: l.Reading, ReadingState: l.ReadingState, Class: l.Class,
		ClassName: pick(ctx, l.ClassName, l.ClassNameEN), Division: l.DivisionCode, DivisionName: l.DivisionName,
		Visibility: l.Visibility, State: l.State, Findings: l.Findings, ValidFrom: l.Valid.From.String(), ValidTo: l.Valid.To.String()}
	row.Lon, row.Lat = lonLat(l.Location)
	return row
}

// ClassBody is a class of places.
type ClassBody struct {
	Code     string `json:"code"`
	Name     string `json:"name"`
	NameEN   string `json:"name_en"`
	Rank     int    `json:"rank"`
	Verified bool   `json:"verified" doc:"The code was confirmed."`
	Basis    string `json:"basis"`
}

// ClassList is all classes by code.
type ClassList struct {
	Items []ClassBody `json:"items"`
}

func (s *Server) classes(ctx context.Context, _ *langInput) (*struct{ Body ClassList }, error) {
	all, err := s.Places.Classes(ctx)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := ClassList{Items: make([]ClassBody, 0, len(all))}
	for _, c := range all {
		body.Items = append(body.Items, ClassBody{c.Code, c.Name, c.NameEN, c.Rank, c.Verified, c.Basis})
	}
	slices.SortFunc(body.Items, func(a, b ClassBody) int { return strings.Compare(a.Code, b.Code) })
	return &struct{ Body ClassList }{body}, nil
}

// placeDivision finds the division that an address's place lies in, for rights.
func placeDivision(s *Server, r *http.Request) (uuid.UUID, error) {
	id, err := uuid.Parse(r.PathValue("id"))
	if err != nil {
		return uuid.Nil, gazetteer.ErrNotFound
	}
	p, err := s.Places.Place(r.Context(), gazetteer.Reader{Internal: true}, id)
	return divisionOf(p), err
}

// divisionOf is the division whose keepers keep a place.
func divisionOf(p gazetteer.Place) uuid.UUID {
	switch {
	case p.IsDivision:
		return p.ID
	case p.Within != nil:
		return *p.Within
	}
	return uuid.Nil
}
