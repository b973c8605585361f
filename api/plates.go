package api

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"diming/signs"
	"diming/signs/artwork"
	"diming/signs/plate"
)

// plateRoutes are the plates 门楼牌、地名标志: what each says and where it is in its
// life. What a plate's code leads to is public; the plates as such are not.
func (s *Server) plateRoutes(rs routes) {
	const all, one = "/v1/plates", "/v1/plates/{plate}"
	get(rs, mayAnywhere(readPlates), all, "Plates by division, street, address, kind, state and text", s.plateList)
	get(rs, mayAnywhere(readPlates), all+"/stock", "How many plates are in which state", s.plateStock)
	get(rs, mayAnywhere(readPlates), all+"/work", "Plates to be hung and to be mended, in walking order, for the phone at the wall", s.plateWork)
	get(rs, mayAnywhere(readPlates), all+"/coverage", "Addresses with and without a plate that hangs, village by village", s.plateCoverage)
	get(rs, mayAnywhere(readPlates), all+"/reprints", "Plates that hang and no longer say what the register has", s.plateReprints)
	operate(rs, may(managePlates), huma.Operation{Method: http.MethodPost, Path: all, Summary: "Plan plates of addresses and of places of one county, all or none", DefaultStatus: http.StatusCreated, MaxBodyBytes: 8 << 20},
		s.planPlates, Example{Body: `{"items":[{"kind":"door_small","address":"{address}"}],"reason":"测试"}`})
	get(rs, mayIn(readPlates, plateDivision), one, "A plate with its life and what it would say today", s.plate)
	operate(rs, mayIn(hangPlates, plateDivision), huma.Operation{Method: http.MethodPost, Path: one + "/steps", Summary: "Take a step of a plate: check, order, make, receive, install, accept, report, repair, replace, remove, void"},
		s.stepPlate, Example{Body: `{"step":"report","fault":"fallen","due":"2026-12-31"}`, Headers: []string{"If-Match", `"0"`}})
	rs.plain(mayIn(hangPlates, plateDivision), http.MethodPost, one+"/photos", s.addPlatePhoto, Example{Path: one + "/photos?filename=a.jpg", Body: `{}`})
	rs.plain(mayIn(readPlates, plateDivision), http.MethodGet, one+"/photos/{photo}", s.platePhoto, Example{Path: one + "/photos/not-a-digest"})
	for _, form := range []string{"svg", "pdf", "dxf"} {
		rs.plain(mayIn(readPlates, plateDivision), http.MethodGet, one+"/artwork."+form, s.plateArtwork)
	}
}

func (s *Server) plates() *plate.Store { return &plate.Store{DB: s.DB} }

// plateDivision finds the division in which the plate of a request lies.
func plateDivision(s *Server, r *http.Request) (uuid.UUID, error) {
	id, err := uuid.Parse(r.PathValue("plate"))
	if err != nil {
		return uuid.Nil, plate.ErrNotFound
	}
	return s.plates().Division(r.Context(), id)
}

// PlateRow is a plate in a list.
type PlateRow struct {
	ID         uuid.UUID  `json:"id"`
	Kind       string     `json:"kind" enum:"door_big,door_middle,door_small,building,unit,room,street,lane,village,settlement,place"`
	Address    *uuid.UUID `json:"address,omitempty" doc:"What it is of: an address, or else a place."`
	Place      *uuid.UUID `json:"place,omitempty"`
	Name       string     `json:"name,omitempty"`
	Minority   string     `json:"minority,omitempty" doc:"The name in the script of an autonomous area."`
	Pinyin     string     `json:"pinyin,omitempty"`
	Number     string     `json:"number,omitempty"`
	Postcode   string     `json:"postcode,omitempty"`
	Bearing    string     `json:"bearing,omitempty" enum:"ew,ns" doc:"How the street lies."`
	Token      string     `json:"token" doc:"Of its code, as printed under it."`
	URL        string     `json:"url" doc:"Where its code leads."`
	Generation int        `json:"generation"`
	State      string     `json:"state" enum:"planned,checked,ordered,made,received,installed,in_use,faulty,replaced,removed,void"`
	Successor  *uuid.UUID `json:"successor,omitempty"`
	Lon        *float64   `json:"lon,omitempty" doc:"Where it hangs, CGCS2000."`
	Lat        *float64   `json:"lat,omitempty"`
	Due        string     `json:"due,omitempty" doc:"By when its fault is to be mended."`
	ETag       string     `json:"etag" doc:"For If-Match of its next step."`
}

func (s *Server) plateRow(p plate.Plate) PlateRow {
	row := PlateRow{ID: p.ID, Kind: string(p.Kind), Address: idOrNone(p.Address), Place: idOrNone(p.Place), Name: p.Name, Minority: p.Minority, Pinyin: p.Pinyin, Number: p.Number, Postcode: p.Postcode,
		Bearing: string(p.Bearing), Token: p.Token.Grouped(), URL: s.pageURL(p.Token), Generation: p.Generation, State: string(p.State), Successor: p.Successor, Due: p.Due.String(),
		ETag: etagOf(strconv.FormatInt(p.Tag, 10))}
	row.Lon, row.Lat = lonLat(p.Point)
	return row
}

// PlateFilterParams narrow a list of plates.
type PlateFilterParams struct {
	Lang     string    `query:"lang" enum:"zh,en"`
	Division uuid.UUID `query:"division" doc:"In it or below it."`
	Of       uuid.UUID `query:"of" doc:"A street, natural village, compound or division: its own plates and those of addresses in it."`
	Address  uuid.UUID `query:"address"`
	Place    uuid.UUID `query:"place"`
	Kind     string    `query:"kind" maxLength:"20"`
	State    string    `query:"state" maxLength:"200" doc:"One or several, separated by commas."`
	Q        string    `query:"q" maxLength:"60" doc:"Part of what the plate says, or the beginning of its token."`
}

// filter narrows to what was asked for and to where the asker reads plates.
func (in *PlateFilterParams) filter(ctx context.Context, s *Server) (plate.Filter, error) {
	f := plate.Filter{Of: in.Of, Address: in.Address, Place: in.Place, Kind: artwork.Kind(in.Kind), Text: strings.TrimSpace(in.Q)}
	if token, err := signs.ParseToken(f.Text); err == nil {
		f.Text = string(token)
	}
	for one := range strings.SplitSeq(in.State, ",") {
		if one != "" {
			f.States = append(f.States, plate.State(one))
		}
	}
	roots, whole, err := s.reach(ctx, readPlates)
	switch {
	case err != nil:
	case in.Division != uuid.Nil:
		err = s.permit(ctx, readPlates, in.Division)
		f.Within = []uuid.UUID{in.Division}
	case !whole:
		f.Within = append([]uuid.UUID{}, roots...)
	}
	return f, err
}

type plateListInput struct {
	PlateFilterParams
	Cursor uuid.UUID `query:"cursor"`
	Limit  int       `query:"limit" minimum:"0" maximum:"500" doc:"100 if absent."`
}

func (in *plateListInput) page(ctx context.Context, s *Server) (plate.Filter, error) {
	f, err := in.filter(ctx, s)
	f.After, f.Limit = in.Cursor, in.Limit
	if f.Limit == 0 {
		f.Limit = 100
	}
	return f, err
}

func (s *Server) plateList(ctx context.Context, in *plateListInput) (*struct{ Body itemsOf[PlateRow] }, error) {
	f, err := in.page(ctx, s)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	all, err := s.plates().List(ctx, f)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := itemsOf[PlateRow]{Items: make([]PlateRow, len(all))}
	for i, p := range all {
		body.Items[i] = s.plateRow(p)
	}
	if len(all) == f.Limit {
		body.Next = all[len(all)-1].ID.String()
	}
	return &struct{ Body itemsOf[PlateRow] }{body}, nil
}

// PlateCount is how many plates of a kind are in a state.
type PlateCount struct {
	Kind  string `json:"kind"`
	State string `json:"state"`
	Count int    `json:"count"`
}

func (s *Server) plateStock(ctx context.Context, in *PlateFilterParams) (*struct{ Body itemsOf[PlateCount] }, error) {
	f, err := in.filter(ctx, s)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	counts, err := s.plates().Stock(ctx, f)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := itemsOf[PlateCount]{Items: []PlateCount{}}
	for _, c := range counts {
		body.Items = append(body.Items, PlateCount{string(c.Kind), string(c.State), c.N})
	}
	return &struct{ Body itemsOf[PlateCount] }{body}, nil
}

// PlateWords are the texts of a plate.
type PlateWords struct {
	Name     string `json:"name,omitempty"`
	Minority string `json:"minority,omitempty"`
	Pinyin   string `json:"pinyin,omitempty"`
	Number   string `json:"number,omitempty"`
	Postcode string `json:"postcode,omitempty"`
}

func plateWords(w *plate.Words) *PlateWords {
	if w == nil {
		return nil
	}
	return &PlateWords{w.Name, w.Minority, w.Pinyin, w.Number, w.Postcode}
}

// ReprintRow is a plate that no longer says what it should.
type ReprintRow struct {
	PlateRow
	Now *PlateWords `json:"now,omitempty" doc:"What it would say; absent where its address or place stands no more."`
}

func (s *Server) plateReprints(ctx context.Context, in *plateListInput) (*struct{ Body itemsOf[ReprintRow] }, error) {
	f, err := in.page(ctx, s)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	all, next, err := s.plates().Reprints(ctx, f, today())
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := itemsOf[ReprintRow]{Items: []ReprintRow{}}
	for _, p := range all {
		body.Items = append(body.Items, ReprintRow{s.plateRow(p.Plate), plateWords(p.Now)})
	}
	if next != uuid.Nil {
		body.Next = next.String()
	}
	return &struct{ Body itemsOf[ReprintRow] }{body}, nil
}

// PlateStep is a step that was taken.
type PlateStep struct {
	Step      string   `json:"step"`
	From      string   `json:"from"`
	To        string   `json:"to"`
	On        string   `json:"on"`
	Note      string   `json:"note,omitempty"`
	Lon       *float64 `json:"lon,omitempty"`
	Lat       *float64 `json:"lat,omitempty"`
	AccuracyM *float64 `json:"accuracy_m,omitempty" doc:"What the phone said of its position, metres."`
	AwayM     *float64 `json:"away_m,omitempty" doc:"From there to where the plate belongs, metres."`
	Photo     string   `json:"photo,omitempty" doc:"Its digest, under photos/."`
	Fault     string   `json:"fault,omitempty"`
	Due       string   `json:"due,omitempty"`
	Actor     string   `json:"actor"`
}

// PlateBody is a plate with its life.
type PlateBody struct {
	PlateRow
	WidthMM  float64     `json:"width_mm"`
	HeightMM float64     `json:"height_mm"`
	Basis    string      `json:"basis" doc:"On what its size and layout rest."`
	Now      *PlateWords `json:"now,omitempty" doc:"What it would say today; absent where its address or place stands no more."`
	Differs  bool        `json:"differs" doc:"Whether that is not what it says."`
	Steps    []PlateStep `json:"steps"`
	May      []string    `json:"may" doc:"The steps that lead on and that the asker may take."`
	Demo     bool        `json:"demo"`
}

type plateInput struct {
	Lang  string    `query:"lang" enum:"zh,en"`
	Plate uuid.UUID `path:"plate"`
}

type plateOutput struct {
	ETag string `header:"ETag"`
	Body PlateBody
}

func (s *Server) plate(ctx context.Context, in *plateInput) (*plateOutput, error) {
	out, err := s.plateAnswer(ctx, in.Plate)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return out, nil
}

func (s *Server) plateAnswer(ctx context.Context, id uuid.UUID) (*plateOutput, error) {
	p, err := s.plates().ByID(ctx, id)
	if err != nil {
		return nil, err
	}
	now, err := s.plates().Now(ctx, p, today())
	if err != nil {
		return nil, err
	}
	design, err := s.plateDesign(ctx, p)
	if err != nil {
		return nil, err
	}
	layout, _ := design.Layout(p.Kind) // the database holds no other kind
	out := &plateOutput{Body: PlateBody{PlateRow: s.plateRow(p), WidthMM: layout.WidthMM, HeightMM: layout.HeightMM, Basis: layout.Basis, Now: plateWords(now),
		Differs: now == nil || *now != p.Words, Demo: s.IsDemo()}}
	out.ETag = out.Body.ETag
	if out.Body.Steps, err = s.plateSteps(ctx, id); err != nil {
		return nil, err
	}
	out.Body.May, err = s.plateMay(ctx, p)
	return out, err
}

func (s *Server) plateSteps(ctx context.Context, id uuid.UUID) ([]PlateStep, error) {
	taken, err := s.plates().Steps(ctx, id)
	if err != nil {
		return nil, err
	}
	actors := make([]uuid.UUID, len(taken))
	for i, t := range taken {
		actors[i] = t.Actor
	}
	names, err := s.Accounts.Names(ctx, actors)
	all := make([]PlateStep, len(taken))
	for i, t := range taken {
		all[i] = PlateStep{Step: string(t.Step), From: string(t.From), To: string(t.To), On: t.On.String(), Note: t.Note, Photo: t.Photo, Fault: string(t.Fault), Due: t.Due.String(), Actor: names[t.Actor], AccuracyM: t.AccuracyM, AwayM: t.AwayM}
		all[i].Lon, all[i].Lat = lonLat(t.Point)
	}
	return all, err
}

// plateMay are the steps of a plate that the asker may take.
func (s *Server) plateMay(ctx context.Context, p plate.Plate) ([]string, error) {
	division, err := s.plates().Division(ctx, p.ID)
	if err != nil {
		return nil, err
	}
	may := []string{}
	for _, action := range []Action{hangPlates, managePlates} {
		ok, err := s.mayDo(ctx, action, division)
		if err != nil {
			return nil, err
		}
		for _, t := range plate.Transitions() {
			if ok && t.Step != plate.StepFind && t.From == p.State && stepAction(t.Step) == action && !slices.Contains(may, string(t.Step)) {
				may = append(may, string(t.Step))
			}
		}
	}
	return may, nil
}

// stepAction is what a step is: what is done at the wall is the installer's; all
// that settles, orders, accepts or ends is the office's.
func stepAction(step plate.Step) Action {
	switch step {
	case plate.StepInstall, plate.StepReport, plate.StepRepair, plate.StepReplace:
		return hangPlates
	}
	return managePlates
}
