package api

import (
	"net/http"
	"strings"

	"diming/api/counter"
)

// answerError answers an error with a page where a person reads it, and with a problem
// where a program does.
func (s *Server) answerError(w http.ResponseWriter, r *http.Request, err error) {
	if wantsPage(r) {
		s.errorPage(w, r, err)
		return
	}
	s.writeProblem(w, r, err)
}

// nothingHere answers for addresses that there are not.
func (s *Server) nothingHere(w http.ResponseWriter, r *http.Request) {
	w.Header().Add("Vary", "Accept")
	s.answerError(w, r, notFound.in(r.Context()))
}

// wantsPage tells whether a request asks for a page, as a browser does, or f=html.
func wantsPage(r *http.Request) bool {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		return false
	}
	if f := r.URL.Query().Get("f"); f != "" {
		return f == "html"
	}
	return negotiated(strings.Join(r.Header.Values("Accept"), ","),
		[]offer{{"json", []string{"application/problem+json", mediaJSON}}, {"html", mediaOf["html"]}}) == "html"
}

// errorPage says what went wrong and where one can go from here.
func (s *Server) errorPage(w http.ResponseWriter, r *http.Request, err error) {
	p := s.problemFor(r.Context(), err)
	f := s.counterFrame(r, p.Title, p.Title)
	page := counter.Said{Frame: f, Paragraphs: []string{p.Detail}}
	if p.See != "" {
		page.Links = append(page.Links, counter.Choice{Value: p.See, Word: f.T("看当时的样子", "See it as it was")})
	}
	if strings.HasPrefix(r.URL.Path, ogcPath+"/") {
		page.Links = append(page.Links, counter.Choice{Value: ogcPath + "/collections", Word: f.T("全部数据集", "All collections")},
			counter.Choice{Value: ogcPath + "/api", Word: f.T("接口说明", "The API")})
	}
	page.Links = append(page.Links, counter.Choice{Value: "/", Word: f.T("在地图上查地名", "Find a place on the map")})
	for name, values := range p.GetHeaders() {
		w.Header()[name] = values
	}
	s.sendPage(w, r, p.Status, "said", page)
}
