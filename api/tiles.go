package api

import (
	"encoding/json"
	"errors"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"

	"diming/internal/version"
	"diming/tiles"
)

func (s *Server) tileJSON(w http.ResponseWriter, r *http.Request) {
	set, ok := strings.CutSuffix(chi.URLParam(r, "file"), ".json")
	if !ok || set != tiles.Public {
		s.writeProblem(w, r, noTileSet.in(r.Context()))
		return
	}
	day, err := asOfDay(r)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	var body MetaBody
	if err := s.describe(r.Context(), &body); err != nil {
		s.writeProblem(w, r, err)
		return
	}
	t, err := s.Tiles.TileJSON(r.Context(), s.PublicURL.String(), s.attribution(body), day)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Access-Control-Allow-Origin", "*")
	_ = json.NewEncoder(w).Encode(t) // the client may have gone
}

func (s *Server) attribution(m MetaBody) string {
	text := m.Attribution
	if s.IsDemo() {
		text = strings.TrimSpace("示例数据 " + text)
	}
	if m.ApprovalNumber != nil {
		text += " 审图号：" + *m.ApprovalNumber
	}
	return text
}

func asOfDay(r *http.Request) (time.Time, error) {
	text := r.URL.Query().Get("as_of")
	if text == "" {
		return time.Time{}, nil
	}
	day, err := version.ParseDate(text)
	if err != nil || day.IsZero() {
		return time.Time{}, errBadDate
	}
	return day.Time(), nil
}

// tile answers /tiles/{set}/{z}/{x}/{y}.mvt.
func (s *Server) tile(w http.ResponseWriter, r *http.Request) {
	y, ok := strings.CutSuffix(chi.URLParam(r, "file"), ".mvt")
	if !ok {
		s.writeProblem(w, r, notFound.in(r.Context()))
		return
	}
	set := chi.URLParam(r, "set")
	c, err := tiles.ParseCoord(chi.URLParam(r, "z"), chi.URLParam(r, "x"), y)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	day, err := asOfDay(r)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Cache-Control", "no-cache") // may be kept, and is asked about each time: never stale
	for _, etag := range etags(r) {
		if s.Tiles.Current(set, c, day, etag) {
			h.Set("ETag", etag)
			h.Add("Vary", "Accept-Encoding")
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	t, err := s.Tiles.Tile(r.Context(), set, c, day)
	if errors.Is(err, tiles.ErrUnknownSet) {
		err = noTileSet.in(r.Context())
	}
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	s.writeTile(w, r, t)
}

// etags are those of which the client holds the tile. None of ours has a comma.
func etags(r *http.Request) []string {
	var all []string
	for etag := range strings.SplitSeq(strings.Join(r.Header.Values("If-None-Match"), ","), ",") {
		if etag = strings.TrimSpace(etag); etag != "" {
			all = append(all, etag)
		}
	}
	return all
}

// noGzip matches a refusal of gzip: a quality of zero.
var noGzip = regexp.MustCompile(`(?i)\bgzip\s*;\s*q=0(\.0*)?\s*(,|$)`)

func takesGzip(r *http.Request) bool {
	accepted := strings.Join(r.Header.Values("Accept-Encoding"), ",")
	return strings.Contains(strings.ToLower(accepted), "gzip") && !noGzip.MatchString(accepted)
}

func (s *Server) writeTile(w http.ResponseWriter, r *http.Request, t tiles.Tile) {
	h := w.Header()
	h.Set("ETag", t.ETag)
	h.Add("Vary", "Accept-Encoding")
	switch {
	case slices.ContainsFunc(etags(r), func(etag string) bool { return etag == t.ETag || etag == "*" }):
		w.WriteHeader(http.StatusNotModified)
		return
	case t.Empty:
		w.WriteHeader(http.StatusNoContent)
		return
	}
	h.Set("Content-Type", "application/vnd.mapbox-vector-tile")
	body := t.Body
	if takesGzip(r) {
		h.Set("Content-Encoding", "gzip")
	} else {
		plain, err := t.Plain()
		if err != nil {
			s.writeProblem(w, r, err)
			return
		}
		body = plain
	}
	_, _ = w.Write(body) // the client may have gone
}
