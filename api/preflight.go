package api

import (
	"net/http"
	"strings"

	"diming/tiles"
)

// otherMethod answers for methods that an address does not take: the question of a browser
// whether a page of another origin may ask with headers of its own (the Fetch standard, CORS
// preflight) with yes, where everybody may read, and anything else with an error.
func (s *Server) otherMethod(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodOptions || r.Header.Get("Access-Control-Request-Method") == "" || !openToPages(r.URL.Path) {
		s.answer(badMethod)(w, r)
		return
	}
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Allow-Methods", "GET, HEAD")
	h.Set("Access-Control-Allow-Headers", "*")
	h.Set("Access-Control-Max-Age", "86400")
	w.WriteHeader(http.StatusNoContent)
}

// openToPages tells whether pages of other origins may read what is at an address.
func openToPages(path string) bool {
	if rest, ok := strings.CutPrefix(path, "/tiles/"); ok {
		set, _, _ := strings.Cut(rest, "/")
		set, _, _ = strings.Cut(strings.TrimSuffix(set, ".json"), "@")
		return tiles.IsPublic(set)
	}
	return path == ogcPath || strings.HasPrefix(path, ogcPath+"/")
}
