package api

import (
	"net/http"
	"strings"
)

// installPolicy is pagePolicy for the page of installers, which is kept on
// their phones.
const installPolicy = pagePolicy + "; manifest-src 'self'"

// installPageRoutes serves the app of those who hang plates. It is a page like
// any other and holds nothing of the register; what it asks for, it asks under
// /v1/plates.
func (s *Server) installPageRoutes(rs routes) {
	rs.plain(public, http.MethodGet, "/install", s.installPage)
	rs.plain(public, http.MethodGet, "/install/*", s.installPage)
	rs.plain(public, http.MethodGet, "/install/sw.js", s.installWorker)
	rs.plain(public, http.MethodGet, "/install/manifest.webmanifest", s.installFile)
}

// installPage answers every address of the app with its page, which reads the
// address itself.
func (s *Server) installPage(w http.ResponseWriter, r *http.Request) {
	s.guarded(w, r, "install.html", "no-cache", installPolicy)
}

// installWorker lets the service worker, which stands under /install/, serve
// the page at /install too.
func (s *Server) installWorker(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Service-Worker-Allowed", "/install")
	s.installFile(w, r)
}

// installFile serves a file of a page on phones.
func (s *Server) installFile(w http.ResponseWriter, r *http.Request) {
	s.guarded(w, r, strings.TrimPrefix(r.URL.Path, "/"), "no-cache", installPolicy)
}
