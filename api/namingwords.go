package api

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"diming/boundaries"
	"diming/gazetteer"
	"diming/gazetteer/naming"
)

// namingWordRoutes are the lists that the rules of names read: what comes with
// the program and what the office put in, took out and keeps of its own.
func (s *Server) namingWordRoutes(rs routes) {
	get(rs, mayAnywhere(readInternal), "/v1/naming-words", "A list of words as it holds", s.namingWords, Example{Path: "/v1/naming-words?list=brands"})
	get(rs, mayAnywhere(readInternal), "/v1/naming-words/lists", "Which lists of words there are", s.namingLists)
	operate(rs, mayAnywhere(editNaming), huma.Operation{Method: http.MethodPost, Path: "/v1/naming-words", Summary: "Put words into a list, or take shipped ones out"}, s.addNamingWords,
		Example{Body: `{"list":"reserve","source":"","reason":"测试","words":[{"text":"清溪路"}]}`})
	operate(rs, mayAnywhere(editNaming), huma.Operation{Method: http.MethodPost, Path: "/v1/naming-words/{id}/end", Summary: "Take back an entry that the office made", DefaultStatus: http.StatusNoContent}, s.endNamingWord,
		Example{Body: `{"reason":"测试"}`})
}

// WordListBody says what the entries of a list are.
type WordListBody struct {
	List        string   `json:"list"`
	Kinds       []string `json:"kinds" doc:"What an entry's kind may be; an empty one is none in particular."`
	ByClass     bool     `json:"by_class" doc:"The kind is the begin of a class code."`
	ClassNeeded bool     `json:"class_needed"`
	Local       bool     `json:"local" doc:"Entries may belong to a division."`
	Sized       bool     `json:"sized" doc:"Entries may say how large the thing must be."`
	Shipped     bool     `json:"shipped" doc:"Something of it comes with the program."`
	Own         int      `json:"own" doc:"Entries that the office made."`
}

func (s *Server) namingLists(ctx context.Context, _ *langInput) (*struct{ Body itemsOf[WordListBody] }, error) {
	counts, err := s.Places.WordCounts(ctx)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := itemsOf[WordListBody]{Items: []WordListBody{}}
	for _, k := range naming.ListKinds {
		body.Items = append(body.Items, WordListBody{k.Name, append([]string{}, k.Kinds...), k.ByClass, k.ClassNeeded, k.Local, k.Sized, k.Shipped(), counts[k.Name]})
	}
	return &struct{ Body itemsOf[WordListBody] }{body}, nil
}

// WordSize is how large a thing must be to bear a generic part; zero sets no bound.
type WordSize struct {
	MinLandM2       float64 `json:"min_land_m2,omitempty" minimum:"0"`
	MinFloorM2      float64 `json:"min_floor_m2,omitempty" minimum:"0"`
	MinHeightM      float64 `json:"min_height_m,omitempty" minimum:"0"`
	MinGreenPercent float64 `json:"min_green_percent,omitempty" minimum:"0" maximum:"100"`
	MinLengthM      float64 `json:"min_length_m,omitempty" minimum:"0"`
	MinWidthM       float64 `json:"min_width_m,omitempty" minimum:"0" doc:"Between the red lines of a street."`
	MaxWidthM       float64 `json:"max_width_m,omitempty" minimum:"0" doc:"At it the larger generic part begins."`
}

func (z *WordSize) row() *naming.SizeRow {
	if z == nil || *z == (WordSize{}) {
		return nil
	}
	return &naming.SizeRow{MinLandM2: z.MinLandM2, MinFloorM2: z.MinFloorM2, MinHeightM: z.MinHeightM, MinGreenPercent: z.MinGreenPercent,
		MinLengthM: z.MinLengthM, MinWidthM: z.MinWidthM, MaxWidthM: z.MaxWidthM}
}

// WordBody is an entry of a list.
type WordBody struct {
	ID       *uuid.UUID   `json:"id,omitempty" doc:"Of an entry that the office made."`
	Text     string       `json:"text"`
	Kind     string       `json:"kind,omitempty"`
	Note     string       `json:"note,omitempty"`
	Source   string       `json:"source" doc:"Where it comes from (依据)."`
	Shipped  bool         `json:"shipped" doc:"Comes with the program."`
	Dropped  bool         `json:"dropped,omitempty" doc:"Came with the program, and the office took it out."`
	Stands   bool         `json:"stands,omitempty" doc:"A place bears the name already."`
	Division *DivisionRef `json:"division,omitempty"`
	Size     *WordSize    `json:"size,omitempty"`
	AddedAt  *time.Time   `json:"added_at,omitempty"`
	AddedBy  string       `json:"added_by,omitempty"`
}

type namingWordsInput struct {
	Lang     string `query:"lang" enum:"zh,en"`
	List     string `query:"list" enum:"leaders,persons,foreign,brands,exaggerated,unhealthy,wording,generics,exempt,reserve,plan" required:"true"`
	Q        string `query:"q" maxLength:"50" doc:"Words in the text, the note or the source."`
	Class    string `query:"class" pattern:"^[0-9]{0,5}$" doc:"Only what is for this class."`
	Division string `query:"division" maxLength:"36" doc:"Of the reserve and the plan: only what is for this division."`
	Own      bool   `query:"own" doc:"Only what the office made."`
	Free     bool   `query:"free" doc:"Only names that no place bears."`
	Cursor   string `query:"cursor" maxLength:"200"`
	Limit    int    `query:"limit" minimum:"0" maximum:"1000" doc:"200 if absent."`
}

// WordPage is a part of a list.
type WordPage struct {
	Items []WordBody `json:"items"`
	Next  string     `json:"next,omitempty"`
	Total int        `json:"total" doc:"Entries that the filters let through."`
}

func (s *Server) namingWords(ctx context.Context, in *namingWordsInput) (*struct{ Body WordPage }, error) {
	if in.Limit == 0 {
		in.Limit = 200
	}
	all, err := s.Places.Entries(ctx, in.List)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	seen, err := s.wordsSeen(ctx, in)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	page := WordPage{Items: []WordBody{}}
	for _, e := range all {
		ok, err := seen(e)
		if err != nil {
			return nil, s.fail(ctx, err)
		}
		if !ok {
			continue
		}
		page.Total++
		switch {
		case wordCursor(e) <= in.Cursor:
		case len(page.Items) < in.Limit:
			page.Items = append(page.Items, s.wordBody(ctx, e))
			in.Cursor = wordCursor(e)
		default:
			page.Next = in.Cursor
		}
	}
	return &struct{ Body WordPage }{page}, nil
}

// wordCursor grows along a list.
func wordCursor(e gazetteer.ListEntry) string {
	return e.Text + "\x1f" + e.Kind + "\x1f" + e.ID.String()
}

// wordsSeen gives the test of what a reader asks for and may see: entries of a
// division only where their roles reach it.
func (s *Server) wordsSeen(ctx context.Context, in *namingWordsInput) (func(gazetteer.ListEntry) (bool, error), error) {
	k, _ := naming.ListOf(in.List)
	above := map[uuid.UUID]bool{}
	division, err := s.divisionNamed(ctx, in.Division)
	if err == nil && division != uuid.Nil {
		var chain []boundaries.Division
		chain, err = s.Boundaries.Chain(ctx, boundaries.Reader{Internal: true}, division)
		for _, d := range chain {
			above[d.ID] = true
		}
	}
	reached := map[uuid.UUID]bool{}
	return func(e gazetteer.ListEntry) (bool, error) {
		switch {
		case in.Own && e.Shipped, in.Free && e.Stands,
			in.Q != "" && !strings.Contains(e.Text, in.Q) && !strings.Contains(e.Note, in.Q) && !strings.Contains(e.Source, in.Q),
			k.ByClass && in.Class != "" && !strings.HasPrefix(in.Class, e.Kind) && !strings.HasPrefix(e.Kind, in.Class):
			return false, nil
		case e.Division == nil:
			return true, nil
		case division != uuid.Nil && !above[*e.Division]:
			return false, nil
		}
		ok, asked := reached[*e.Division]
		if !asked {
			var err error
			if ok, err = s.mayDo(ctx, readInternal, *e.Division); err != nil {
				return false, err
			}
			reached[*e.Division] = ok
		}
		return ok, nil
	}, err
}

func (s *Server) wordBody(ctx context.Context, e gazetteer.ListEntry) WordBody {
	b := WordBody{Text: e.Text, Kind: e.Kind, Note: e.Note, Source: e.Source, Shipped: e.Shipped, Dropped: e.Dropped, Stands: e.Stands}
	if !e.Shipped {
		b.ID, b.AddedAt, b.AddedBy = &e.ID, &e.At, s.nameOf(ctx, &e.By)
	}
	if r := e.Bounds; r != nil {
		b.Size = &WordSize{r.MinLandM2, r.MinFloorM2, r.MinHeightM, r.MinGreenPercent, r.MinLengthM, r.MinWidthM, r.MaxWidthM}
	}
	if e.Division != nil {
		if d, err := s.Boundaries.ByID(ctx, boundaries.Reader{Internal: true}, *e.Division); err == nil {
			b.Division = &DivisionRef{d.ID, d.Code, boundaries.StandardName(d.Name)}
		}
	}
	return b
}

// NewWord is an entry to be made.
type NewWord struct {
	Text    string    `json:"text" maxLength:"200"`
	Kind    string    `json:"kind,omitempty" maxLength:"20"`
	Note    string    `json:"note,omitempty" maxLength:"300"`
	Source  string    `json:"source,omitempty" maxLength:"300" doc:"That of the whole request if absent."`
	Dropped bool      `json:"dropped,omitempty" doc:"Take out a word that comes with the program."`
	Size    *WordSize `json:"size,omitempty"`
}

type addWordsInput struct {
	Lang string `query:"lang" enum:"zh,en"`
	Body struct {
		List     string    `json:"list" maxLength:"20"`
		Division string    `json:"division,omitempty" maxLength:"36" doc:"Of the reserve and the plan: id or code of where the names are for; anywhere if absent."`
		Source   string    `json:"source" maxLength:"300" doc:"Where the words come from (依据)."`
		Reason   string    `json:"reason" maxLength:"500"`
		Words    []NewWord `json:"words" minItems:"1" maxItems:"1000"`
	}
}

// AddedWords says of each word whether it was taken.
type AddedWords struct {
	Added   int           `json:"added"`
	Refused []RefusedWord `json:"refused"`
	Seq     int64         `json:"seq" doc:"Of the ledger; 0 where it is not sealed yet."`
}

// RefusedWord is a word that was not taken, while the others were.
type RefusedWord struct {
	Row  int    `json:"row" doc:"From 1, in the order of the request."`
	Text string `json:"text"`
	Why  string `json:"why"`
}

func (s *Server) addNamingWords(ctx context.Context, in *addWordsInput) (*struct{ Body AddedWords }, error) {
	b := in.Body
	if strings.TrimSpace(b.Reason) == "" || strings.TrimSpace(b.Source) == "" {
		return nil, partMissing.in(ctx)
	}
	division, err := s.divisionNamed(ctx, b.Division)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	words := make([]gazetteer.ListedWord, len(b.Words))
	var at *uuid.UUID
	if division != uuid.Nil {
		at = &division
	}
	for i, w := range b.Words {
		if w.Source == "" {
			w.Source = b.Source
		}
		words[i] = gazetteer.ListedWord{Word: naming.Word{List: b.List, Text: w.Text, Kind: w.Kind, Note: w.Note, Source: w.Source}, Dropped: w.Dropped, Division: at, Bounds: w.Size.row()}
	}
	if err := s.permitWord(ctx, at); err != nil {
		return nil, s.fail(ctx, err)
	}
	errs, entry, err := s.Places.AddWords(ctx, s.principalOf(ctx).Account.ID, words, b.Reason)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := AddedWords{Refused: []RefusedWord{}}
	for i, err := range errs {
		if err == nil {
			body.Added++
			continue
		}
		body.Refused = append(body.Refused, RefusedWord{i + 1, b.Words[i].Text, problemOf(err).in(ctx).Detail})
	}
	if body.Added == 0 {
		return nil, s.fail(ctx, errs[0])
	}
	sealed, err := s.sealed(ctx, entry)
	if err != nil {
		return nil, err
	}
	body.Seq = sealed.Body.Seq
	return &struct{ Body AddedWords }{body}, nil
}

// permitWord lets through who may edit the lists in an entry's division: what
// holds everywhere is edited by the home county, or where there is none by
// those of the whole register.
func (s *Server) permitWord(ctx context.Context, division *uuid.UUID) error {
	if division != nil {
		return s.permit(ctx, editNaming, *division)
	}
	home, err := s.Boundaries.Home(ctx)
	if err != nil && !errors.Is(err, boundaries.ErrNotFound) {
		return err
	}
	return s.permit(ctx, editNaming, home.ID)
}

type endWordInput struct {
	ObjectParam
	Body struct {
		Reason string `json:"reason" maxLength:"500"`
	}
}

func (s *Server) endNamingWord(ctx context.Context, in *endWordInput) (*struct{}, error) {
	if strings.TrimSpace(in.Body.Reason) == "" {
		return nil, reasonNeeded.in(ctx)
	}
	w, err := s.Places.Word(ctx, in.ID)
	if err == nil {
		err = s.permitWord(ctx, w.Division)
	}
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	_, err = s.Places.EndWord(ctx, s.principalOf(ctx).Account.ID, in.ID, in.Body.Reason)
	return s.done(ctx, err)
}
