package api

import "net/http"

// shelterPageRoutes serves the app of those who keep shelters: like that of the
// installers it is kept on their phones and holds nothing of the register; what
// it asks for, it asks under /v1/shelters.
func (s *Server) shelterPageRoutes(rs routes) {
	rs.plain(public, http.MethodGet, "/shelter", s.shelterPage)
	rs.plain(public, http.MethodGet, "/shelter/*", s.shelterPage)
	rs.plain(public, http.MethodGet, "/shelter/sw.js", s.shelterWorker)
	rs.plain(public, http.MethodGet, "/shelter/manifest.webmanifest", s.installFile)
}

// shelterPage answers every address of the app with its page, which reads the
// address itself.
func (s *Server) shelterPage(w http.ResponseWriter, r *http.Request) {
	s.guarded(w, r, "shelter.html", "no-cache", installPolicy)
}

// shelterWorker lets the service worker, which stands under /shelter/, serve
// the page at /shelter too.
func (s *Server) shelterWorker(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Service-Worker-Allowed", "/shelter")
	s.installFile(w, r)
}
