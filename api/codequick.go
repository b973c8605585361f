package api

import (
	"net/http"
	"time"

	"diming/api/behind"
	"diming/signs"
)

// quick answers a page that is in memory before anything else looks at the
// request; whatever is not goes to next, which answers the same.
func (s *Server) quick(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		if now, want, sheet := s.warm(r); sheet != nil {
			c, host := s.Proxies.who(r)
			secured(w.Header(), c.secure, host)
			s.sendSheet(w, r, now, want, sheet)
			s.noteWarm(&s.warmed, pageRoute, r.Method, sheet.Status, time.Since(began))
			return
		}
		if !s.quickTile(w, r) {
			next.ServeHTTP(w, r)
		}
	})
}

// warm finds the page in memory that a request asks for.
func (s *Server) warm(r *http.Request) (*behind.Now, behind.Want, *behind.Sheet) {
	path := r.URL.Path
	if len(path) < 13 || path[0] != '/' || path[1]|0x20 != 'q' || path[2] != '/' || r.URL.RawPath != "" ||
		r.Method != http.MethodGet && r.Method != http.MethodHead {
		return nil, behind.Want{}, nil
	}
	text, data := tokenAsked(path[3:])
	want := behind.Want{Token: signs.Token(text), English: preferred(r.Header.Get("Accept-Language")) == "en", Data: data}
	switch r.URL.RawQuery {
	case "":
	case "lang=en":
		want.English = true
	case "lang=zh":
		want.English = false
	default:
		return nil, want, nil
	}
	now := s.Behind.Now()
	if now == nil {
		return nil, want, nil
	}
	sheet, _ := s.pages.Get(now, want) // a token in small letters is not in memory: next reads it
	return now, want, sheet
}
