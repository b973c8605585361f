package api

import (
	"context"
	"encoding/base64"

	"github.com/google/uuid"

	"diming/gazetteer"
	"diming/gazetteer/pinyin"
)

// readingRoutes are for going through the readings that nobody has confirmed;
// confirming one is a change of its place (editRoutes).
func (s *Server) readingRoutes(rs routes) {
	get(rs, mayAnywhere(readInternal), "/v1/readings", "Names whose reading nobody has confirmed", s.readings)
	get(rs, signedIn, "/v1/readings/spelling", "How a typed reading is written, and whether it can be that of a name", s.spelling,
		Example{Path: "/v1/readings/spelling?name=%E6%B8%85%E6%BA%AA&typed=qing1xi1"})
}

type readingsInput struct {
	Lang       string `query:"lang" enum:"zh,en"`
	Q          string `query:"q" maxLength:"200" doc:"Part of a name."`
	Class      string `query:"class" maxLength:"5" doc:"A class, or the beginning of its code."`
	Division   string `query:"division" maxLength:"36" doc:"Id or code; with all that it holds."`
	Heteronyms bool   `query:"heteronyms" doc:"Only names that could be read otherwise."`
	Limit      int    `query:"limit" minimum:"0" maximum:"100" doc:"20 if absent."`
	Cursor     string `query:"cursor" maxLength:"2000"`
}

// UnconfirmedReading is a name with the reading that is proposed for it.
type UnconfirmedReading struct {
	RegisterRow
	NameID     uuid.UUID          `json:"name_id"`
	Proposed   string             `json:"proposed" doc:"Computed by the rules of 1984: villages in one word, streets with their generic part apart."`
	Capitals   string             `json:"capitals" doc:"The proposed reading as signs bear it."`
	Source     string             `json:"source" enum:"table,phrase,characters" doc:"What the least sure part of it rests on."`
	Characters []ReadingCharacter `json:"characters"`
	ETag       string             `json:"etag" doc:"Of the place, for If-Match."`
	Sound      *SoundBody         `json:"sound,omitempty" doc:"How it is spoken, where it was recorded."`
}

// ReadingCharacter is one character with its syllable.
type ReadingCharacter struct {
	Text     string         `json:"text"`
	Syllable string         `json:"syllable,omitempty"`
	Others   []ReadingOther `json:"others,omitempty" doc:"Of a heteronym that is not decided."`
}

// ReadingOther is another syllable of a heteronym.
type ReadingOther struct {
	Syllable string `json:"syllable"`
	Reading  string `json:"reading" doc:"Of the whole name."`
	Capitals string `json:"capitals"`
}

// UnconfirmedList is a page of them; the first tells how far the work is.
type UnconfirmedList struct {
	Items     []UnconfirmedReading `json:"items"`
	Next      string               `json:"next,omitempty"`
	Left      *int                 `json:"left,omitempty" doc:"Names to be confirmed, whatever heteronyms says."`
	Confirmed *int                 `json:"confirmed,omitempty"`
}

func (s *Server) readings(ctx context.Context, in *readingsInput) (*struct{ Body UnconfirmedList }, error) {
	f, err := s.registerFilter(ctx, &registerInput{Q: in.Q, Class: in.Class, Division: in.Division})
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	if in.Limit == 0 {
		in.Limit = 20
	}
	after, err := base64.RawURLEncoding.DecodeString(in.Cursor)
	if err != nil || !isText(string(after)) {
		return nil, badCursor.in(ctx)
	}
	all, next, err := s.Places.UnconfirmedReadings(ctx, f, in.Heteronyms, string(after), in.Limit)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := UnconfirmedList{Items: make([]UnconfirmedReading, len(all)), Next: base64.RawURLEncoding.EncodeToString([]byte(next))}
	for i, u := range all {
		body.Items[i] = unconfirmedBody(registerRow(ctx, u.Listed), u)
		if body.Items[i].Sound, err = s.soundOf(ctx, u.ID, gazetteer.Name{ID: u.NameID}); err != nil {
			return nil, s.fail(ctx, err)
		}
	}
	if in.Cursor == "" {
		left, confirmed, err := s.Places.ReadingProgress(ctx, f)
		if err != nil {
			return nil, s.fail(ctx, err)
		}
		body.Left, body.Confirmed = &left, &confirmed
	}
	return &struct{ Body UnconfirmedList }{body}, nil
}

func unconfirmedBody(row RegisterRow, u gazetteer.Unconfirmed) UnconfirmedReading {
	b := UnconfirmedReading{RegisterRow: row, NameID: u.NameID, Proposed: u.Draft.Text, Capitals: u.Draft.Capitals(), Source: string(u.Draft.Source), ETag: etagOf(u.Tag)}
	for _, c := range u.Characters {
		told := ReadingCharacter{Text: c.Text, Syllable: c.Syllable}
		for _, o := range c.Others {
			told.Others = append(told.Others, ReadingOther{o.Syllable, o.Name, pinyin.Reading{Text: o.Name}.Capitals()})
		}
		b.Characters = append(b.Characters, told)
	}
	return b
}

// SpellingBody is a reading as it is written.
type SpellingBody struct {
	Reading  string `json:"reading"`
	Capitals string `json:"capitals"`
}

func (s *Server) spelling(ctx context.Context, in *struct {
	Lang  string `query:"lang" enum:"zh,en"`
	Name  string `query:"name" required:"true" minLength:"1" maxLength:"100"`
	Typed string `query:"typed" required:"true" minLength:"1" maxLength:"300"`
}) (*struct{ Body SpellingBody }, error) {
	reading := pinyin.Typed(in.Typed, in.Name)
	if err := pinyin.Check(reading, in.Name); err != nil {
		return nil, s.fail(ctx, err)
	}
	return &struct{ Body SpellingBody }{SpellingBody{reading, pinyin.Reading{Text: reading}.Capitals()}}, nil
}
