package api

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"diming/internal/document"
	"diming/signs/wallreport"
)

// Problems of reports from the wall.
var (
	noWallReport      = kind{"wall-report-not-found", 404, "没有这件报告", "No such report", "没有这件群众报告，请检查编号。", "There is no such report from the wall; check its number."}
	wallReportChanged = kind{"wall-report-changed", 412, "报告已有改动", "Changed since you opened it", "您打开之后，这件报告已被别人办过，您的操作没有保存。请刷新后再办。", "Somebody took a step of the report after you opened it, and nothing was saved. Reload and try again."}
	wallReportStep    = kind{"wall-report-step", 409, "现在不能办这一步", "Not from this state", "这件报告现在的状态不能办这一步，请刷新后看可办的事项。", "No such step leads from the report's state; reload and see what may follow."}
	wallReportContent = kind{"wall-report-content", 422, "缺少内容", "Something is missing", "缺少内容，请照提示补充。", "Something is missing; see what is said."}
)

var wallReportErrors = []row{
	{wallreport.ErrNotFound, noWallReport},
	{wallreport.ErrChanged, wallReportChanged},
	{wallreport.ErrStep, wallReportStep},
	{wallreport.ErrContent, wallReportContent},
}

// wallPageRoutes are the public pages of reports from the wall: the form behind
// each code, and how a report stands by its number.
func (s *Server) wallPageRoutes(rs routes) {
	rs.plain(public, http.MethodGet, "/Q/{token}/report", s.wallForm)
	rs.plain(public, http.MethodPost, "/Q/{token}/report", s.slowed(s.takeWallReport))
	rs.plain(public, http.MethodGet, "/r/{number}", s.wallReportPage)
}

// wallReportRoutes are the office's work on reports from the wall.
func (s *Server) wallReportRoutes(rs routes) {
	const all, one = "/v1/wall-reports", "/v1/wall-reports/{report}"
	get(rs, mayAnywhere(moderateReports), all, "Reports from the wall, the one that is due first at the top", s.wallReportList)
	get(rs, mayIn(moderateReports, wallReportDivision), one, "A report from the wall with what was made of it", s.wallReport)
	operate(rs, mayIn(moderateReports, wallReportDivision), huma.Operation{Method: http.MethodPost, Path: one + "/steps", Summary: "Take a step of a report: accept, decline with the reason, finish"},
		s.stepWallReport, Example{Body: `{"step":"accept"}`, Headers: []string{"If-Match", `"0"`}})
	rs.plain(mayIn(moderateReports, wallReportDivision), http.MethodGet, one+"/photo", s.wallReportPhoto)
}

func (s *Server) wallReports() *wallreport.Store { return &wallreport.Store{DB: s.DB} }

// wallReportDivision finds the division in which the plate of a report hangs.
func wallReportDivision(s *Server, r *http.Request) (uuid.UUID, error) {
	id, err := uuid.Parse(r.PathValue("report"))
	if err != nil {
		return uuid.Nil, wallreport.ErrNotFound
	}
	found, err := s.wallReports().ByID(r.Context(), id)
	return found.Division, err
}

// WallReportRow is a report in the list.
type WallReportRow struct {
	ID       uuid.UUID  `json:"id"`
	Number   string     `json:"number" doc:"Short, as who reported has it."`
	Token    string     `json:"token"`
	Plate    *uuid.UUID `json:"plate,omitempty" doc:"Absent where the code is that of a place."`
	Name     string     `json:"name" doc:"What the plate said when it was reported."`
	Within   string     `json:"within" doc:"Division in which it hangs."`
	Kind     string     `json:"kind" enum:"damaged,wrong,not_here,false_code,other"`
	Text     string     `json:"text,omitempty" doc:"Personal data, perhaps: erasable, and in no entry of the ledger."`
	Photo    bool       `json:"photo"`
	Lon      *float64   `json:"lon,omitempty" doc:"Where it was reported, CGCS2000; only where that was given."`
	Lat      *float64   `json:"lat,omitempty"`
	AwayM    *int       `json:"away_m,omitempty" doc:"From there to where the plate hangs by the register."`
	Far      bool       `json:"far" doc:"Farther than the division allows: it may hang at a wrong place."`
	Received time.Time  `json:"received"`
	Due      string     `json:"due"`
	Overdue  bool       `json:"overdue"`
	State    string     `json:"state" enum:"received,accepted,declined,done"`
	ETag     string     `json:"etag"`
}

// WallReportBody is a report with what was made of it.
type WallReportBody struct {
	WallReportRow
	Steps []WallReportTaken `json:"steps"`
}

// WallReportTaken is a step that was taken.
type WallReportTaken struct {
	Step  string    `json:"step" enum:"accept,decline,finish"`
	To    string    `json:"to" enum:"received,accepted,declined,done"`
	Note  string    `json:"note,omitempty"`
	Actor string    `json:"actor"`
	At    time.Time `json:"at"`
}

func wallReportRow(r wallreport.Report) WallReportRow {
	row := WallReportRow{ID: r.ID, Number: r.Number, Token: string(r.Token), Plate: r.Plate, Name: r.Name, Within: r.Within, Kind: string(r.Kind), Text: r.Text, Photo: r.Photo != "",
		AwayM: r.AwayM, Far: r.Far, Received: r.Received, Due: r.Due.String(), Overdue: r.Overdue(today()), State: string(r.State), ETag: etagOf(strconv.FormatInt(r.Tag, 10))}
	row.Lon, row.Lat = lonLat(r.Point)
	return row
}

type wallReportListInput struct {
	Lang   string `query:"lang" enum:"zh,en"`
	State  string `query:"state" enum:"open,received,accepted,declined,done" doc:"open, those that wait for the office, if absent."`
	Cursor string `query:"cursor" maxLength:"60"`
	Limit  int    `query:"limit" minimum:"0" maximum:"500" doc:"100 if absent."`
}

func (s *Server) wallReportList(ctx context.Context, in *wallReportListInput) (*struct{ Body itemsOf[WallReportRow] }, error) {
	f := wallreport.Filter{States: []wallreport.State{wallreport.State(in.State)}, Limit: in.Limit}
	if in.State == "" || in.State == "open" {
		f.States = []wallreport.State{wallreport.Received, wallreport.Accepted}
	}
	if f.Limit == 0 {
		f.Limit = 100
	}
	after, err := readDayCursor(in.Cursor, 0)
	if err != nil {
		return nil, badCursor.in(ctx)
	}
	f.After = wallreport.Cursor{Due: after.Due, ID: after.ID}
	if f.Within, f.Whole, err = s.reach(ctx, moderateReports); err != nil {
		return nil, s.fail(ctx, err)
	}
	all, err := s.wallReports().List(ctx, f)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := itemsOf[WallReportRow]{Items: make([]WallReportRow, len(all))}
	for i, r := range all {
		body.Items[i] = wallReportRow(r)
	}
	if len(all) == f.Limit {
		c := all[len(all)-1].Cursor()
		body.Next = dayCursor{0, c.Due, c.ID}.String()
	}
	return &struct{ Body itemsOf[WallReportRow] }{body}, nil
}

type wallReportOutput struct {
	ETag string `header:"ETag"`
	Body WallReportBody
}

func (s *Server) wallReport(ctx context.Context, in *struct {
	Lang   string    `query:"lang" enum:"zh,en"`
	Report uuid.UUID `path:"report"`
}) (*wallReportOutput, error) {
	return s.wallReportAnswer(ctx, in.Report)
}

func (s *Server) wallReportAnswer(ctx context.Context, id uuid.UUID) (*wallReportOutput, error) {
	r, err := s.wallReports().ByID(ctx, id)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	steps, err := s.wallReports().Steps(ctx, id)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	out := &wallReportOutput{ETag: etagOf(strconv.FormatInt(r.Tag, 10)), Body: WallReportBody{wallReportRow(r), make([]WallReportTaken, len(steps))}}
	ids := make([]uuid.UUID, len(steps))
	for i, t := range steps {
		ids[i] = t.Actor
	}
	names, err := s.Accounts.Names(ctx, ids)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	for i, t := range steps {
		out.Body.Steps[i] = WallReportTaken{string(t.Step), string(t.To), t.Note, names[t.Actor], t.At}
	}
	return out, nil
}

type wallReportStepInput struct {
	Lang    string    `query:"lang" enum:"zh,en"`
	Report  uuid.UUID `path:"report"`
	IfMatch string    `header:"If-Match" maxLength:"64" doc:"The ETag of the report as it was read."`
	Body    struct {
		Step string `json:"step" enum:"accept,decline,finish"`
		Note string `json:"note,omitempty" maxLength:"500" doc:"Names nobody; of a report that is declined the reason, which who reported is told."`
	}
}

// stepWallReport takes a step. Taken twice the second is refused by the revision,
// so that no key of the intent is needed.
func (s *Server) stepWallReport(ctx context.Context, in *wallReportStepInput) (*wallReportOutput, error) {
	if in.IfMatch == "" {
		return nil, matchNeeded.in(ctx)
	}
	tag, ok := tagOf(in.IfMatch)
	if !ok {
		return nil, wallReportChanged.in(ctx)
	}
	_, err := s.wallReports().Take(ctx, s.principalOf(ctx).Account.ID, in.Report, tag, wallreport.Act{Step: wallreport.Step(in.Body.Step), Note: in.Body.Note}, today())
	var told *wallreport.ContentError
	if errors.As(err, &told) {
		p := wallReportContent.in(ctx)
		p.Detail = pick(ctx, told.ZH, told.EN)
		return nil, p
	}
	if err != nil {
		return nil, s.failPlate(ctx, err)
	}
	return s.wallReportAnswer(ctx, in.Report)
}

// wallReportPhoto serves the picture of a report to who moderates it.
func (s *Server) wallReportPhoto(w http.ResponseWriter, r *http.Request) {
	found, err := s.wallReports().ByID(r.Context(), uuid.MustParse(r.PathValue("report"))) // whoever settled the division has read it
	if err == nil && found.Photo == "" {
		err = noPhoto.in(r.Context())
	}
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	s.serveDocument(w, r, document.Document{SHA256: found.Photo, MediaType: document.JPEG.MediaType(), Name: "report-" + strings.ToLower(found.Number) + ".jpeg"})
}
