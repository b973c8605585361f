package api

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"diming/tiles"
)

// tileRoute names public tiles, in the log and in the metrics.
const tileRoute = "/tiles/{set}/{z}/{x}/{file}"

// Headers of tiles; nobody appends to them.
var (
	tileType   = []string{mediaMVT}
	tileVaries = []string{"Accept-Encoding"}
	anyOrigin  = []string{"*"}
	askEach    = []string{"no-cache"}
	forEver    = []string{"public, max-age=31536000, immutable"}
	ownOnly    = []string{"private, no-cache"}
	encodedAs  = map[tiles.Encoding][]string{tiles.Gzip: gzipCoded, tiles.Zstd: {"zstd"}, tiles.Brotli: {"br"}}
)

// quickTile answers a request for a public tile of today that is in memory, before
// any other part of the server looks at it, and tells whether it did. What it does
// not know, a nonsense address too, is left to the others.
func (s *Server) quickTile(w http.ResponseWriter, r *http.Request) bool {
	rest, ok := strings.CutPrefix(r.URL.Path, "/tiles/public/")
	if !ok || r.Method != http.MethodGet || r.URL.RawPath != "" && r.URL.RawPath != r.URL.Path {
		return false
	}
	if r.URL.RawQuery != "" && !strings.HasPrefix(r.URL.RawQuery, "v=") || strings.Contains(r.URL.RawQuery, "&") {
		return false
	}
	began := time.Now()
	z, rest, _ := strings.Cut(rest, "/")
	x, rest, _ := strings.Cut(rest, "/")
	y, ok := strings.CutSuffix(rest, ".mvt")
	c, err := tiles.ParseCoord(z, x, y)
	if !ok || err != nil {
		return false
	}
	view := tiles.View{Set: tiles.Public}
	caching := s.tileCaching(r, view)
	t, ok := s.heldTile(r, view, c)
	if !ok {
		return false
	}
	from, host := s.Proxies.who(r)
	guarded(w.Header(), from.secure, host)
	w.Header()["Access-Control-Allow-Origin"] = anyOrigin
	status := s.sendTile(w, r, t, caching)
	s.noteWarm(&s.tilesWarmed, tileRoute, r.Method, status, time.Since(began))
	return true
}

// heldTile gives a tile that is in memory; without its body, which need not be
// there, where the client has it.
func (s *Server) heldTile(r *http.Request, view tiles.View, c tiles.Coord) (tiles.Tile, bool) {
	for _, etag := range etags(r) {
		if s.Tiles.Current(view, c, etag) {
			return tiles.Tile{ETag: etag}, true
		}
	}
	return s.Tiles.Held(view, c)
}

// sendTile answers with a tile, or that the client's is the same, and gives the status.
func (s *Server) sendTile(w http.ResponseWriter, r *http.Request, t tiles.Tile, caching []string) int {
	h := w.Header()
	withoutDocument(h)
	h["Etag"] = []string{t.ETag}
	h["Cache-Control"] = caching
	// A tile is the same in every language, whatever else is said of the request.
	h["Vary"] = append(slices.Clip(tileVaries), slices.DeleteFunc(h["Vary"], func(one string) bool { return one == "Accept-Language" })...)
	if matches(strings.Join(r.Header["If-None-Match"], ","), t.ETag) {
		w.WriteHeader(http.StatusNotModified)
		return http.StatusNotModified
	}
	if t.Empty {
		w.WriteHeader(http.StatusNoContent)
		return http.StatusNoContent
	}
	encoding := encodingFor(strings.Join(r.Header["Accept-Encoding"], ","))
	body, err := s.Tiles.Encoded(r.Context(), t, encoding)
	if err != nil {
		s.writeProblem(w, r, err)
		return http.StatusInternalServerError
	}
	h["Content-Type"] = tileType
	if encoding != tiles.Identity {
		h["Content-Encoding"] = encodedAs[encoding]
	}
	h["Content-Length"] = []string{strconv.Itoa(len(body))}
	_, _ = w.Write(body) // the client may have gone
	return http.StatusOK
}
