package api

import (
	"context"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries"
	"diming/internal/version"
	"diming/signs/artwork"
	"diming/signs/printrun"
)

// printRunRoutes are the runs in which plates are made 制牌批次. A workshop reads
// its order by a link; all else is for who manages plates where the run's lie.
func (s *Server) printRunRoutes(rs routes) {
	const all, one = "/v1/print-runs", "/v1/print-runs/{run}"
	example := func(body string) Example { return Example{Body: body} }
	get(rs, mayAnywhere(readPlates), all, "Print runs, the newest first", s.printRunList)
	operate(rs, may(managePlates), huma.Operation{Method: http.MethodPost, Path: all, Summary: "Make a run of what is planned, to be reprinted or faulty in a division, or of named plates", DefaultStatus: http.StatusCreated, MaxBodyBytes: 8 << 20},
		s.makePrintRun, example(`{"title":"测试","division":"{division}","source":"faulty"}`))
	get(rs, mayIn(readPlates, runDivision), one, "A print run with its files, links and life", s.printRun)
	get(rs, mayIn(readPlates, runDivision), one+"/plates", "The plates of a run in walking order", s.printRunPlates)
	operate(rs, mayIn(managePlates, runDivision), huma.Operation{Method: http.MethodPost, Path: one + "/steps", Summary: "Take a step of a run: sign its text, try, release, order, receive, close"},
		s.stepPrintRun, Example{Body: `{"step":"close"}`, Headers: []string{"If-Match", `"0"`}})
	operate(rs, mayIn(managePlates, runDivision), huma.Operation{Method: http.MethodPost, Path: one + "/files", Summary: "Have the files made and every code in them read back", DefaultStatus: http.StatusAccepted},
		s.makeRunFiles, example(`{}`))
	operate(rs, mayIn(managePlates, runDivision), huma.Operation{Method: http.MethodPost, Path: one + "/trials", Summary: "Tick a plate of the trial whose code a phone has read"}, s.tryRunPlate, example(`{"code":"x"}`))
	get(rs, mayIn(managePlates, runDivision), one+"/look", "The plate of a run that bears a code, to compare with what is engraved", s.lookRunPlate, Example{Path: one + "/look?code=x"})
	operate(rs, mayIn(managePlates, runDivision), huma.Operation{Method: http.MethodPost, Path: one + "/receipts", Summary: "Enter a plate that came, good or sent back"}, s.receiveRunPlate, example(`{"code":"x","good":true}`))
	operate(rs, mayIn(managePlates, runDivision), huma.Operation{Method: http.MethodPost, Path: one + "/links", Summary: "Make a link by which the workshop reads this order alone", DefaultStatus: http.StatusCreated}, s.linkRun, example(`{"workshop":"测试"}`))
	operate(rs, mayIn(managePlates, runDivision), huma.Operation{Method: http.MethodDelete, Path: one + "/links/{link}", Summary: "Take a link back", DefaultStatus: http.StatusNoContent}, s.unlinkRun)
	rs.plain(mayIn(readPlates, runDivision), http.MethodGet, one+"/files/{file}", s.runFile, Example{Path: one + "/files/1.pdf"})
}

func (s *Server) runs() *printrun.Store {
	return &printrun.Store{DB: s.DB, Files: s.Documents, Fonts: &s.plateFonts, Demo: s.IsDemo(), Nearest: nearestShelters}
}

// PrintRuns gives the store by which the files of runs are made in the
// background.
func (s *Server) PrintRuns() *printrun.Store { return s.runs() }

func runDivision(s *Server, r *http.Request) (uuid.UUID, error) {
	id, err := uuid.Parse(r.PathValue("run"))
	if err != nil {
		return uuid.Nil, printrun.ErrNotFound
	}
	return s.runs().Division(r.Context(), id)
}

// gates are the numbers that a run of a division must keep to.
func (s *Server) gates(ctx context.Context, division uuid.UUID) (g printrun.Gates, err error) {
	if g.TrialAbove, err = s.numberSetting(ctx, division, boundaries.SettingTrialAbove); err != nil {
		return g, err
	}
	if g.TrialReads, err = s.numberSetting(ctx, division, boundaries.SettingTrialReads); err != nil {
		return g, err
	}
	two, err := s.settingOr(ctx, division, boundaries.SettingTwoPersons)
	g.TwoPersons = two != "false"
	return g, err
}

// numberSetting is a setting of a division as it stands today, or its default.
func (s *Server) numberSetting(ctx context.Context, division uuid.UUID, key string) (int, error) {
	value, err := s.settingOr(ctx, division, key)
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(value)
}

func (s *Server) settingOr(ctx context.Context, division uuid.UUID, key string) (string, error) {
	known, err := boundaries.Known(key)
	if err != nil {
		return "", err
	}
	value, _, set, err := s.Boundaries.Setting(ctx, division, key, today())
	if err == nil && !set {
		value = known.Default
	}
	return value, err
}

// PrintSheet is what a run is printed on, in millimetres: a sheet, or the cut of
// a roll.
type PrintSheet struct {
	Width  float64 `json:"width_mm"`
	Height float64 `json:"height_mm"`
	Edge   float64 `json:"edge_mm" doc:"Kept free on every side."`
	Bleed  float64 `json:"bleed_mm"`
	Marks  float64 `json:"marks_mm" doc:"Length of the crop marks; 0: none."`
}

func (p *PrintSheet) stock() artwork.Stock {
	if p == nil {
		return printrun.DefaultStock
	}
	return artwork.Stock{WidthMM: p.Width, HeightMM: p.Height, EdgeMM: p.Edge, Trim: artwork.Trim{BleedMM: p.Bleed, MarksMM: p.Marks}}
}

// PrintRunRow is a print run in a list.
type PrintRunRow struct {
	ID       uuid.UUID      `json:"id"`
	Title    string         `json:"title"`
	Source   string         `json:"source" enum:"planned,reprints,faulty,plates"`
	Division uuid.UUID      `json:"division"`
	State    string         `json:"state" enum:"draft,proofed,trial,released,ordered,received,closed,void"`
	Plates   int            `json:"plates"`
	Tried    int            `json:"tried" doc:"Plates of the trial that phones have read."`
	States   map[string]int `json:"states" doc:"How many of its plates are in which state."`
	Made     string         `json:"made" format:"date-time"`
	ETag     string         `json:"etag"`
	Files    PrintJob       `json:"files"`
}

// PrintJob is how far the files of a run are.
type PrintJob struct {
	State  string   `json:"state" enum:",queued,running,passed,failed" doc:"Queued as soon as the text is signed; drawn and read back in the background."`
	Why    string   `json:"why,omitempty" doc:"Why they could not be made."`
	Faults []string `json:"faults,omitempty" doc:"Of one run: the plates that could not be drawn, the first few, each with why."`
	Plates int      `json:"plates" doc:"Drawn and read back so far."`
	Codes  int      `json:"codes" doc:"Read back so far."`
}

func printRunRow(r printrun.Run) PrintRunRow {
	row := PrintRunRow{ID: r.ID, Title: r.Title, Source: string(r.Source), Division: r.Division, State: string(r.State), Plates: r.Plates, Tried: r.Tried, States: map[string]int{},
		Made: r.Made.In(version.China).Format(momentForm), ETag: etagOf(strconv.FormatInt(r.Tag, 10)), Files: PrintJob{State: string(r.Job.State), Why: r.Job.Why, Plates: r.Job.Plates, Codes: r.Job.Codes}}
	for state, n := range r.States {
		row.States[string(state)] = n
	}
	return row
}

type printRunListInput struct {
	Lang   string    `query:"lang" enum:"zh,en"`
	Cursor uuid.UUID `query:"cursor"`
	Limit  int       `query:"limit" minimum:"0" maximum:"100" doc:"50 if absent."`
}

func (s *Server) printRunList(ctx context.Context, in *printRunListInput) (*struct{ Body itemsOf[PrintRunRow] }, error) {
	roots, whole, err := s.reach(ctx, readPlates)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	limit := in.Limit
	if limit == 0 {
		limit = 50
	}
	all, err := s.runs().List(ctx, roots, whole, in.Cursor, limit)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := itemsOf[PrintRunRow]{Items: make([]PrintRunRow, len(all))}
	for i, r := range all {
		body.Items[i] = printRunRow(r)
	}
	if len(all) == limit {
		body.Next = all[len(all)-1].ID.String()
	}
	return &struct{ Body itemsOf[PrintRunRow] }{body}, nil
}

type makePrintRunInput struct {
	OnceParams
	Lang string `query:"lang" enum:"zh,en"`
	Body struct {
		Title    string      `json:"title" maxLength:"200"`
		Division uuid.UUID   `json:"division" doc:"In which all of its plates lie."`
		Source   string      `json:"source" enum:"planned,reprints,faulty,plates"`
		Of       *uuid.UUID  `json:"of,omitempty" doc:"A street, natural village or compound, where only its plates are meant."`
		Plates   []uuid.UUID `json:"plates,omitempty" maxItems:"50000" doc:"Of the source plates."`
		Sheet    *PrintSheet `json:"sheet,omitempty" doc:"2440 × 1220 mm if absent."`
	}
}

func (s *Server) makePrintRun(ctx context.Context, in *makePrintRunInput) (*madeOutput, error) {
	if err := s.permit(ctx, managePlates, in.Body.Division); err != nil {
		return nil, s.fail(ctx, err)
	}
	order := printrun.Order{Title: in.Body.Title, Division: in.Body.Division, Source: printrun.Source(in.Body.Source), Of: orNoID(in.Body.Of), Plates: in.Body.Plates, Stock: in.Body.Sheet.stock()}
	out, err := s.makeOnce(ctx, in.OnceParams, "print run", func(tx pgx.Tx) (uuid.UUID, error) {
		id, err := (&printrun.Store{DB: tx}).Make(ctx, s.principalOf(ctx).Account.ID, order, today())
		return id, s.toldRun(ctx, err)
	})
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return out, nil
}

type printRunInput struct {
	Lang string    `query:"lang" enum:"zh,en"`
	Run  uuid.UUID `path:"run"`
}

// PrintRunPlate is a plate of a run.
type PrintRunPlate struct {
	N     int        `json:"n" doc:"In walking order."`
	Stead *uuid.UUID `json:"stead,omitempty" doc:"The plate on the wall that it is to replace."`
	Tried bool       `json:"tried"`
	PlateRow
}

func (s *Server) printRunPlate(i printrun.Item) PrintRunPlate {
	return PrintRunPlate{i.N, idOrNone(i.Stead), i.Tried, s.plateRow(i.Plate)}
}

type printRunPlatesInput struct {
	Lang  string    `query:"lang" enum:"zh,en"`
	Run   uuid.UUID `path:"run"`
	After int       `query:"after" minimum:"0"`
	Limit int       `query:"limit" minimum:"0" maximum:"500" doc:"100 if absent."`
	Left  bool      `query:"unscanned" doc:"Only those that are still to be received and bear no code."`
}

func (s *Server) printRunPlates(ctx context.Context, in *printRunPlatesInput) (*struct{ Body itemsOf[PrintRunPlate] }, error) {
	limit := in.Limit
	if limit == 0 {
		limit = 100
	}
	items, err := s.runItems(ctx, in, limit)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := itemsOf[PrintRunPlate]{Items: make([]PrintRunPlate, len(items))}
	for i, it := range items {
		body.Items[i] = s.printRunPlate(it)
	}
	if len(items) == limit {
		body.Next = strconv.Itoa(items[limit-1].N)
	}
	return &struct{ Body itemsOf[PrintRunPlate] }{body}, nil
}

func (s *Server) runItems(ctx context.Context, in *printRunPlatesInput, limit int) ([]printrun.Item, error) {
	if !in.Left {
		return s.runs().Items(ctx, in.Run, in.After, limit)
	}
	r, err := s.runs().ByID(ctx, in.Run)
	if err != nil {
		return nil, err
	}
	return s.runs().Unscanned(ctx, r, in.After, limit)
}
