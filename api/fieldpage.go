package api

import (
	"net/http"
	"strings"
)

// fieldPolicy is pagePolicy for the page of those who work outside: it also
// plays back the voice notes that it recorded.
const fieldPolicy = pagePolicy + "; media-src 'self' blob:; manifest-src 'self'"

// fieldPageRoutes serves the app of the inspection teams. It is a page like
// any other and holds nothing of the register; what it asks for, it asks under
// /v1/field/.
func (s *Server) fieldPageRoutes(rs routes) {
	rs.plain(public, http.MethodGet, "/field", s.fieldPage)
	rs.plain(public, http.MethodGet, "/field/*", s.fieldPage)
	rs.plain(public, http.MethodGet, "/field/sw.js", s.fieldWorker)
	rs.plain(public, http.MethodGet, "/field/manifest.webmanifest", s.fieldFile)
	rs.plain(public, http.MethodGet, "/field/icons/*", s.fieldFile)
}

// fieldPage answers every address of the app with its page, which reads the
// address itself: the one kept on the phone does the same without a network.
func (s *Server) fieldPage(w http.ResponseWriter, r *http.Request) {
	s.guarded(w, r, "field.html", "no-cache", fieldPolicy)
}

// fieldWorker lets the service worker, which stands under /field/, serve the
// page at /field too.
func (s *Server) fieldWorker(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Service-Worker-Allowed", "/field")
	s.fieldFile(w, r)
}

func (s *Server) fieldFile(w http.ResponseWriter, r *http.Request) {
	s.guarded(w, r, strings.TrimPrefix(r.URL.Path, "/"), "no-cache", fieldPolicy)
}
