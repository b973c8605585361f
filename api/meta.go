package api

import (
	"context"
	"io/fs"
	"net/http"
	"strings"
	"time"

	"diming/boundaries"
	"diming/internal/ledger"
	"diming/internal/version"
	"diming/tiles"
)

// MetaBody tells a front end what it shows.
type MetaBody struct {
	County         string     `json:"county"`
	CountyCode     string     `json:"county_code"`
	Demo           bool       `json:"demo" doc:"The data is not real; say 示例数据."`
	ApprovalNumber *string    `json:"approval_number" doc:"审图号 to show on every map."`
	Attribution    string     `json:"attribution"`
	Bounds         [4]float64 `json:"bounds" doc:"west,south,east,north"`
	Dates          DateRange  `json:"dates" doc:"What the time slider offers."`
	RecordedTo     time.Time  `json:"recorded_to"`
	Seq            int64      `json:"seq"`
	ChangedAt      time.Time  `json:"changed_at" doc:"When the last change was made."`
}

// DateRange is two days, both included.
type DateRange struct {
	First string `json:"first"`
	Last  string `json:"last"`
}

func (s *Server) meta(ctx context.Context, _ *struct {
	Lang string `query:"lang" enum:"zh,en"`
}) (*struct{ Body MetaBody }, error) {
	body := MetaBody{Demo: s.IsDemo(), RecordedTo: time.Now().UTC().Truncate(time.Second),
		Dates: DateRange{First: "2017-01-01", Last: version.Today().String()}}
	if err := s.describe(ctx, &body); err != nil {
		return nil, s.fail(ctx, err)
	}
	return &struct{ Body MetaBody }{body}, nil
}

func (s *Server) describe(ctx context.Context, body *MetaBody) error {
	box, held, err := s.Boundaries.Bounds(ctx)
	if err != nil {
		return err
	}
	body.Bounds = [4]float64{73, 18, 135, 54} // the country, until something has a position
	if !held {                                // a register that begins with points
		if box, err = s.Tiles.Bound(ctx); err != nil {
			return err
		}
		box, held = box.Pad(0.02), box != (tiles.Coord{}).Bound()
	}
	if held {
		body.Bounds = [4]float64{box.Min.Lon(), box.Min.Lat(), box.Max.Lon(), box.Max.Lat()}
	}
	head, err := ledger.ReadHead(ctx, s.DB)
	if err != nil {
		return err
	}
	body.Seq, body.ChangedAt = head.Seq, head.At
	today := version.Today()
	first, err := s.Boundaries.FirstEvent(ctx)
	if err != nil {
		return err
	}
	if !first.IsZero() {
		body.Dates.First = first.Time().AddDate(-1, 0, 0).Format("2006-01-02") // before anything changed
	}
	county, err := s.Boundaries.Home(ctx)
	if err != nil {
		if problemOf(err).name == noDivision.name {
			return nil
		}
		return err
	}
	if county.Visibility == "public" {
		body.County, body.CountyCode = boundaries.StandardName(county.Name), county.Code
	}
	approval, _, set, err := s.Boundaries.Setting(ctx, county.ID, boundaries.SettingApproval, today)
	if err != nil {
		return err
	}
	if set {
		body.ApprovalNumber = &approval
	}
	body.Attribution, _, _, err = s.Boundaries.Setting(ctx, county.ID, boundaries.SettingAttribution, today)
	return err
}

// pagePolicy lets a page run its own script, its worker and its images, and
// nothing that stands inside the page itself.
const pagePolicy = "default-src 'self'; script-src 'self'; worker-src 'self' blob:; img-src 'self' data: blob:; " +
	"style-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

func (s *Server) index(w http.ResponseWriter, r *http.Request) {
	s.file(w, r, "index.html", "no-cache")
}

// office answers every address of the office with its page, which reads the
// address itself and asks who is at work.
func (s *Server) office(w http.ResponseWriter, r *http.Request) {
	s.file(w, r, "office.html", "no-cache")
}

func (s *Server) asset(w http.ResponseWriter, r *http.Request) {
	s.file(w, r, strings.TrimPrefix(r.URL.Path, "/"), "public, max-age=31536000, immutable")
}

func (s *Server) file(w http.ResponseWriter, r *http.Request, name, caching string) {
	s.guarded(w, r, name, caching, pagePolicy)
}

// guarded answers with a built file under the given Content-Security-Policy.
func (s *Server) guarded(w http.ResponseWriter, r *http.Request, name, caching, policy string) {
	if info, err := fs.Stat(s.Web, name); err != nil || info.IsDir() {
		s.writeProblem(w, r, notFound.in(r.Context()))
		return
	}
	w.Header().Set("Content-Security-Policy", policy)
	w.Header().Set("Cache-Control", caching)
	http.ServeFileFS(w, r, s.Web, name)
}
