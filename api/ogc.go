package api

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"

	"diming/features"
)

// ogcRoutes are the collections of features, as OGC API – Features 1.0 has
// them. They are no routes of huma: parameters come from the tables of the
// collections, and answers have several forms. What is served is what everybody
// may know, with a log-in too.
func (s *Server) ogcRoutes(rs routes) {
	const collection = ogcPath + "/collections/{collection}"
	one := func(tail string) Example { return Example{Path: ogcPath + "/collections/places" + tail} }
	rs.plain(public, http.MethodGet, ogcPath, s.ogc(s.ogcLanding))
	rs.plain(public, http.MethodGet, ogcPath+"/", s.ogc(s.ogcLanding))
	rs.plain(public, http.MethodGet, ogcPath+"/conformance", s.ogc(s.ogcConformance))
	rs.plain(public, http.MethodGet, ogcPath+"/api", s.ogc(s.ogcAPI))
	rs.plain(public, http.MethodGet, ogcPath+"/functions", s.ogc(s.ogcFunctions))
	rs.plain(public, http.MethodGet, ogcPath+"/collections", s.ogc(s.ogcCollections))
	rs.plain(public, http.MethodGet, collection, s.ogc(s.ogcCollection), one(""))
	rs.plain(public, http.MethodGet, collection+"/schema", s.ogc(s.ogcSchema), one("/schema"))
	rs.plain(public, http.MethodGet, collection+"/queryables", s.ogc(s.ogcQueryables), one("/queryables"))
	rs.plain(public, http.MethodGet, collection+"/sortables", s.ogc(s.ogcSortables), one("/sortables"))
	rs.plain(public, http.MethodGet, collection+"/items", s.ogc(s.ogcItems), one("/items"))
	rs.plain(public, http.MethodGet, collection+"/items/{feature}", s.ogc(s.ogcItem), one("/items/{place}"))
	s.ogcTileRoutes(rs)
}

const ogcPath = "/ogc"

// Media types of answers.
const (
	mediaJSON    = "application/json"
	mediaGeoJSON = "application/geo+json"
	mediaSchema  = "application/schema+json"
	mediaOpenAPI = "application/vnd.oai.openapi+json;version=3.0"
)

// An ogcRequest is a request as its handler reads it: parameters that nobody
// reads are refused before anything is answered.
type ogcRequest struct {
	ctx   context.Context
	s     *Server
	r     *http.Request
	query url.Values
	read  map[string]bool
}

func newOGCRequest(s *Server, r *http.Request) *ogcRequest {
	return &ogcRequest{r.Context(), s, r, r.URL.Query(), map[string]bool{"lang": true}}
}

// An ogcAnswer is what is sent.
type ogcAnswer struct {
	media   string
	headers map[string]string
	body    []byte
	stream  func(io.Writer) error // writes the body where it is long; nil: body is it
}

// ogc runs a handler and writes its answer.
func (s *Server) ogc(handle func(*ogcRequest) (*ogcAnswer, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", "*") // public, and asked for by pages of others
		w.Header().Set("Access-Control-Expose-Headers", "Content-Crs, Link")
		w.Header().Add("Vary", "Accept")
		q := newOGCRequest(s, r)
		answer, err := handle(q)
		if err != nil {
			s.answerError(w, r, err)
			return
		}
		for name, value := range answer.headers {
			w.Header().Set(name, value)
		}
		w.Header().Set("Content-Type", answer.media)
		w.Header().Set("Cache-Control", "no-cache")
		if answer.stream == nil {
			etag := answer.etag()
			w.Header().Set("ETag", etag)
			if slices.Contains(etags(r), etag) {
				w.WriteHeader(http.StatusNotModified)
				return
			}
			_, _ = w.Write(answer.body) // the client may have gone
			return
		}
		if err := answer.stream(w); err != nil {
			s.Log.ErrorContext(q.ctx, "a stream of features broke off", "error", err)
			panic(http.ErrAbortHandler) // the client must not take a part for the whole
		}
	}
}

// etag is a weak one, as answers are packed on their way.
func (a *ogcAnswer) etag() string {
	sum := sha256.Sum256(append([]byte(a.media+"\n"), a.body...))
	return `W/"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`
}

// text reads a parameter. Given twice it must say the same twice: some clients
// repeat what a link holds already.
func (q *ogcRequest) text(name string) (string, error) {
	q.read[name] = true
	values := slices.Compact(slices.Clone(q.query[name]))
	switch {
	case len(values) > 1:
		return "", &features.ParamError{Param: name, ZH: "参数重复，且取值不一。", EN: "The parameter is given twice with different values."}
	case len(values) == 1:
		return values[0], nil
	}
	return "", nil
}

// done refuses what nobody read. The standard wants 400 for parameters that the
// description of the API does not list.
func (q *ogcRequest) done() error {
	for name := range q.query {
		if !q.read[name] {
			return &features.ParamError{Param: name, ZH: "没有这个参数，请照 " + ogcPath + "/api 所列。", EN: "There is no such parameter; " + ogcPath + "/api lists those that there are."}
		}
	}
	return nil
}

// mediaOf are the media types by which a client may ask for a format.
var mediaOf = map[string][]string{
	"json": {mediaJSON, mediaSchema, mediaOpenAPI}, "html": {mediaHTML, "application/xhtml+xml"}, "mvt": {mediaMVT},
	"geojson": {mediaGeoJSON}, "geojsonseq": {mediaSeq}, "csv": {mediaCSV}, "fgb": {mediaFGB},
}

// notAcceptable is answered where a client accepts nothing that there is.
var notAcceptable = kind{"not-acceptable", 406, "没有这种格式", "Not acceptable", "没有 Accept 所要的格式。", "There is nothing that Accept asks for."}

// format chooses one of the formats offered: the one that the parameter f names,
// or what the client accepts.
func (q *ogcRequest) format(offered ...string) (string, error) {
	f, err := q.text("f")
	switch {
	case err != nil:
		return "", err
	case f == "":
		return q.accepted(offered)
	case !slices.Contains(offered, f):
		return "", &features.ParamError{Param: "f", ZH: "可用的格式：" + strings.Join(offered, "、") + "。", EN: "Formats are " + strings.Join(offered, ", ") + "."}
	}
	return f, nil
}

// accepted chooses what the client accepts.
func (q *ogcRequest) accepted(offered []string) (string, error) {
	var offers []offer
	var listed []string
	for _, f := range offered {
		offers = append(offers, offer{f, mediaOf[f]})
		name, _, _ := strings.Cut(mediaOf[f][0], ";")
		listed = append(listed, f+" ("+name+")")
	}
	if f := negotiated(strings.Join(q.r.Header.Values("Accept"), ","), offers); f != "" {
		return f, nil
	}
	p := notAcceptable.in(q.ctx)
	p.Detail += pick(q.ctx, "可用的有："+strings.Join(listed, "、")+"；也可以用参数 f 指定。", " There are "+strings.Join(listed, ", ")+"; the parameter f chooses one too.")
	return "", p
}

// moment reads datetime and recorded. Every resource takes them, as its links
// pass them on: so whoever opens the register at a day reads all of it there.
func (q *ogcRequest) moment(into *features.Query) error {
	text, err := q.text("datetime")
	if err != nil {
		return err
	}
	if into.When, err = features.ParseWhen(text); err != nil {
		return err
	}
	if text, err = q.text("recorded"); err != nil || text == "" {
		return err
	}
	if into.Recorded, err = time.Parse(time.RFC3339, text); err != nil || into.Recorded.Year() < 1 {
		return &features.ParamError{Param: "recorded", ZH: "写作 RFC 3339 时刻，如 2026-01-31T08:00:00+08:00。", EN: "Write an RFC 3339 moment, such as 2026-01-31T08:00:00+08:00."}
	}
	return nil
}

// simple is the beginning of all resources but items and tiles: whether a page is
// wanted, and what is passed on.
func (q *ogcRequest) simple() (page bool, err error) {
	var ignored features.Query
	if err := q.moment(&ignored); err != nil {
		return false, err
	}
	return q.asPage()
}

// asPage ends the reading of the parameters of what there is as JSON and as a page,
// and tells whether the page is wanted.
func (q *ogcRequest) asPage() (bool, error) {
	format, err := q.format("json", "html")
	if err != nil {
		return false, err
	}
	return format == "html", q.done()
}

// An ogcLink is a link of an answer.
type ogcLink struct {
	Href      string `json:"href"`
	Rel       string `json:"rel"`
	Type      string `json:"type,omitempty"`
	Title     string `json:"title,omitempty"`
	Templated bool   `json:"templated,omitempty"` // variables in braces are to be filled in
}

// link makes a link to a path under /ogc that passes on the day and the reading.
func (q *ogcRequest) link(rel, media, path string, zh, en string) ogcLink {
	return ogcLink{Href: q.href(path, nil), Rel: rel, Type: media, Title: pick(q.ctx, zh, en)}
}

// passedOn are the parameters that links repeat, as they were written: GDAL
// looks for its own text in them.
var passedOn = []string{"datetime", "recorded"}

func (q *ogcRequest) href(path string, with url.Values) string {
	all := url.Values{}
	for name, values := range with {
		all[name] = values
	}
	for _, name := range passedOn {
		if v := q.query.Get(name); v != "" {
			all.Set(name, v)
		}
	}
	href := strings.TrimSuffix(q.s.PublicURL.String(), "/") + ogcPath + path
	if len(all) > 0 {
		href += "?" + strings.NewReplacer("%2F", "/", "%3A", ":", "%2C", ",").Replace(all.Encode())
	}
	return href
}

// self is the request's own address with another format.
func (q *ogcRequest) self(rel, media, format string) ogcLink {
	with := url.Values{}
	for name, values := range q.query {
		with[name] = values[:1]
	}
	if format == "" {
		with.Del("f")
	} else {
		with.Set("f", format)
	}
	return ogcLink{Href: q.href(strings.TrimPrefix(q.r.URL.EscapedPath(), ogcPath), with), Rel: rel, Type: media}
}

// ownLinks are those of what there is as JSON and as a page to itself.
func (q *ogcRequest) ownLinks(media string) []ogcLink {
	return []ogcLink{q.self("self", media, ""), q.self("alternate", "text/html", "html")}
}

// collection finds the collection that the address names.
func (q *ogcRequest) collection() (*features.Collection, error) {
	return features.ByID(chi.URLParam(q.r, "collection"))
}

// json makes an answer of a value.
func (q *ogcRequest) json(media string, v any) (*ogcAnswer, error) {
	body, err := json.Marshal(v)
	return &ogcAnswer{media: media, body: body}, err
}

func (s *Server) ogcLanding(q *ogcRequest) (*ogcAnswer, error) {
	title := pick(q.ctx, "地名与区划公开数据", "Published place names and divisions")
	page, err := q.simple()
	if err != nil {
		return nil, err
	}
	if page {
		return q.landingPage(title)
	}
	return q.json(mediaJSON, map[string]any{
		"title":       title,
		"description": q.about(),
		"links": slices.Concat(q.ownLinks(mediaJSON), []ogcLink{
			q.link("service-desc", mediaOpenAPI, "/api", "接口描述", "Description of the API"),
			{Href: q.href("/api", url.Values{"f": {"html"}}), Rel: "service-doc", Type: "text/html", Title: pick(q.ctx, "接口说明", "Documentation of the API")},
			q.link("conformance", mediaJSON, "/conformance", "符合性声明", "Conformance"),
			q.link("data", mediaJSON, "/collections", "数据集", "Collections"),
			q.link("http://www.opengis.net/def/rel/ogc/1.0/functions", mediaJSON, "/functions", "条件里可用的函数", "Functions that filters may call"),
			q.link(relSchemes, mediaJSON, "/tileMatrixSets", "瓦片的格网", "Grids of tiles"),
		}, q.tileLinks(""))})
}

// about says what the register is, and that a demo is none.
func (q *ogcRequest) about() string {
	text := pick(q.ctx, "登记中公开的部分。坐标以 CGCS2000 登记，按 CRS84 输出时两者以分米相合。",
		"What the register has published. Coordinates are held in CGCS2000; as CRS84 they agree to decimetres.")
	if q.s.IsDemo() {
		text = pick(q.ctx, "示例数据。", "Sample data. ") + text
	}
	return text
}
