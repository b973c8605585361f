package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strings"

	"github.com/go-chi/chi/v5"

	"diming/api/counter"
	"diming/cartography"
	"diming/features"
	"diming/internal/version"
	"diming/tiles"
)

// styleOptions read how a style is asked for: lang, pinyin=0 and set.
func (s *Server) styleOptions(r *http.Request) cartography.Options {
	q := r.URL.Query()
	o := cartography.Options{Lang: "zh", Pinyin: q.Get("pinyin") != "0", Set: q.Get("set"), Origin: strings.TrimSuffix(s.PublicURL.String(), "/")}
	if isEnglish(r.Context()) {
		o.Lang = "en"
	}
	return o
}

// style answers /styles/{name}.json, and the sheets of our own signs.
func (s *Server) style(w http.ResponseWriter, r *http.Request) {
	body, media, err := s.styleFile(r, chi.URLParam(r, "file"))
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	h := w.Header()
	h.Set("Content-Type", media)
	h.Set("Access-Control-Allow-Origin", "*")
	s.sendKept(w, r, body, "no-cache")
}

func (s *Server) styleFile(r *http.Request, file string) (body []byte, media string, err error) {
	sheet := cartography.OnePixel
	if strings.HasPrefix(file, "sprite@2x.") {
		sheet = cartography.TwoPixels
	}
	switch file {
	case "sprite.json", "sprite@2x.json":
		made, err := sheet()
		return made.JSON, "application/json", err
	case "sprite.png", "sprite@2x.png":
		made, err := sheet()
		return made.PNG, "image/png", err
	}
	name, ok := strings.CutSuffix(file, ".json")
	if !ok {
		return nil, "", cartography.ErrUnknownStyle
	}
	style, err := cartography.New(name, s.styleOptions(r))
	if err != nil {
		return nil, "", err
	}
	if err := s.leaveSeen(r, style); err != nil {
		return nil, "", err
	}
	body, err = json.Marshal(style)
	return body, "application/json", err
}

// leaveSeen takes the layers out of a style of which the asker is shown no tiles: a
// map that draws what its TileJSON does not name says so as an error. To who is shown
// nothing but what is public, it is told whole.
func (s *Server) leaveSeen(r *http.Request, style *cartography.Style) error {
	if style.Set == tiles.Public {
		return nil
	}
	seen := map[string][]tiles.VectorLayer{}
	for source, set := range map[string]string{"tiles": style.Set, "draft": tiles.Draft} {
		view, err := s.tileView(r, set)
		if err != nil {
			return err
		}
		seen[source] = tiles.LayersOf(view)
	}
	if len(seen["tiles"]) == 0 {
		return nil
	}
	style.Leave(func(source, layer string) bool {
		return slices.ContainsFunc(seen[source], func(l tiles.VectorLayer) bool { return l.ID == layer })
	})
	return nil
}

// sendKept answers with a body, or says that the client has it.
func (s *Server) sendKept(w http.ResponseWriter, r *http.Request, body []byte, caching string) {
	sum := sha256.Sum256(body)
	h := w.Header()
	h.Set("ETag", `"`+base64.RawURLEncoding.EncodeToString(sum[:12])+`"`)
	h.Set("Cache-Control", caching)
	if slices.Contains(etags(r), h.Get("ETag")) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	_, _ = w.Write(body) // the client may have gone
}

// still answers /static/{style}/{lon},{lat},{zoom}/{width}x{height}.svg: a picture of
// the map, for who may see the tiles of which it is made; of a day behind an @ of the
// style or in the query as of which, as of today without. The query may also hold lang
// (zh, en), pinyin (1, 0) and set.
func (s *Server) still(w http.ResponseWriter, r *http.Request) {
	size, ok := strings.CutSuffix(chi.URLParam(r, "file"), ".svg")
	if !ok {
		s.writeProblem(w, r, notFound.in(r.Context()))
		return
	}
	if p := stillParams(r); p != nil {
		s.writeProblem(w, r, p)
		return
	}
	picture, err := cartography.ParsePicture(chi.URLParam(r, "at"), size)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	name, day, dated := strings.Cut(chi.URLParam(r, "style"), "@")
	style, err := cartography.New(name, s.stillOptions(r))
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	set := style.Set
	if dated {
		set += "@" + day
	}
	view, err := s.tileView(r, set)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	err = s.sendStill(w, r, style, picture, view)
	var small *cartography.SmallError
	if errors.As(err, &small) {
		p := badPicture.in(r.Context())
		p.Detail = fmt.Sprintf(pick(r.Context(), "图片太小，容不下地图必须注明的来源：宽 %d 像素时，高至少 %d 像素。",
			"The picture is too small for the attribution that every map must show: %d pixels wide it has to be at least %d high."), small.Width, small.Height)
		err = p
	}
	if err != nil {
		w.Header().Del("ETag")
		s.writeProblem(w, r, err)
	}
}

// stillOptions are those of a style, but Pinyin follows the language as on the live
// map: for English it is there, else where pinyin=1 asks for it.
func (s *Server) stillOptions(r *http.Request) cartography.Options {
	o := s.styleOptions(r)
	if r.URL.Query().Get("pinyin") == "" {
		o.Pinyin = o.Lang == "en"
	}
	return o
}

// stillParams refuses parameters that a still image does not know, as /ogc does; nil
// where it knows all.
func stillParams(r *http.Request) *Problem {
	known := []string{"lang", "pinyin", "set", "as_of"}
	for name := range r.URL.Query() {
		if !slices.Contains(known, name) {
			listed := strings.Join(known, ", ")
			return paramProblem(r.Context(), &features.ParamError{Param: name, ZH: "没有这个参数；可用的有：" + listed + "。", EN: "There is no such parameter; there are " + listed + "."})
		}
	}
	return nil
}

// stillWords are what a picture says of itself: whose it is, and of which day unless
// that is today.
func (s *Server) stillWords(ctx context.Context, view tiles.View) (string, error) {
	attribution, err := s.Boundaries.MapAttribution(ctx, version.Today())
	if err != nil || view.AsOf.IsZero() {
		return attribution, err
	}
	return view.AsOf.Format(pick(ctx, "2006年1月2日的区划", "Divisions as of 2 January 2006")) + " · " + attribution, nil
}

// sendStill names a picture by its tiles as they are now, so that one which the client
// has is not drawn again, and any server gives it the same name.
func (s *Server) sendStill(w http.ResponseWriter, r *http.Request, style *cartography.Style, picture cartography.Picture, view tiles.View) error {
	held, names := map[tiles.Coord]tiles.Tile{}, ""
	for _, c := range picture.Coords() {
		t, err := s.Tiles.Tile(r.Context(), view, c)
		if err != nil {
			return err
		}
		held[c], names = t, names+t.ETag
	}
	attribution, err := s.stillWords(r.Context(), view)
	if err != nil {
		return err
	}
	described, err := json.Marshal(style)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\n%v\n%s\n%s\n%s", names, picture, attribution, Version, described))
	h := w.Header()
	h.Set("ETag", `"`+base64.RawURLEncoding.EncodeToString(sum[:12])+`"`)
	h.Set("Cache-Control", "no-cache")
	if view.Set != tiles.Public {
		h.Set("Cache-Control", "private, no-cache")
	}
	tileSharing(h, view.Set)
	if slices.Contains(etags(r), h.Get("ETag")) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	read := func(_ context.Context, c tiles.Coord) (tiles.Tile, error) { return held[c], nil }
	svg, err := s.drawer.Draw(r.Context(), style, picture, read, attribution)
	if err != nil {
		return err
	}
	h.Set("Content-Type", "image/svg+xml")
	_, _ = w.Write(svg) // the client may have gone
	return nil
}

// legend answers /legend?style=: every symbol of a style with its word.
func (s *Server) legend(w http.ResponseWriter, r *http.Request) {
	asked := r.URL.Query().Get("style")
	if asked == "" {
		asked = cartography.Names[0]
	}
	o := s.styleOptions(r)
	style, err := cartography.New(asked, o)
	if err != nil {
		s.failPage(w, r, err)
		return
	}
	groups, err := s.drawer.Legend(r.Context(), style)
	if err != nil {
		s.failPage(w, r, err)
		return
	}
	page := counter.Legend{Frame: s.counterFrame(r, "图例", "Legend")}
	for _, name := range cartography.Names {
		page.Styles = append(page.Styles, counter.LegendStyle{Word: cartography.Title(name, o.Lang), Href: "/legend?style=" + name, Here: name == asked})
	}
	for _, g := range groups {
		shown := counter.LegendGroup{Word: g.Title(o.Lang)}
		for _, e := range g.Entries {
			shown.Entries = append(shown.Entries, counter.LegendEntry{Word: e.Title(o.Lang), Symbol: template.HTML(e.SVG)})
		}
		page.Groups = append(page.Groups, shown)
	}
	if page.Attribution, err = s.Boundaries.MapAttribution(r.Context(), version.Today()); err != nil {
		s.failPage(w, r, err)
		return
	}
	var out bytes.Buffer
	if err := counter.Render(&out, "legend", page); err != nil {
		s.failPage(w, r, err)
		return
	}
	h := w.Header()
	h.Set("Content-Type", mediaHTML)
	h.Set("Content-Security-Policy", counter.CSP())
	s.sendKept(w, r, out.Bytes(), "no-cache")
}
