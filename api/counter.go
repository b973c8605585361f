package api

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"diming/api/counter"
)

// maxForm is the size in bytes of the largest form that is read.
const maxForm = 128 << 10

// counterRoutes are the pages of the public counter, without a log-in.
func (s *Server) counterRoutes(rs routes) {
	rs.plain(public, http.MethodGet, "/notices", s.noticesPage)
	rs.plain(public, http.MethodGet, "/notices/{notice}", s.noticePage)
	rs.plain(public, http.MethodGet, "/notices/{notice}/thanks", s.noticeThanks)
	rs.plain(public, http.MethodPost, "/notices/{notice}/comments", s.slowed(s.sayOnNotice))
	rs.plain(public, http.MethodGet, "/announcements", s.announcementsPage)
	rs.plain(public, http.MethodGet, "/announcements.atom", s.announcementsFeed)
	rs.plain(public, http.MethodGet, "/announcements/{year}/{number}", s.announcementPage, Example{Path: "/announcements/2026/1"})
	rs.plain(public, http.MethodGet, "/apply", s.applyPage)
	rs.plain(public, http.MethodPost, "/apply", s.slowed(s.apply))
	rs.plain(public, http.MethodGet, "/apply/address", s.applyAddressPage)
	rs.plain(public, http.MethodPost, "/apply/address", s.slowed(s.applyAddress))
	rs.plain(public, http.MethodGet, "/apply/status", s.askStatusPage)
	rs.plain(public, http.MethodPost, "/apply/status", s.slowed(s.applyStatus))
	rs.plain(public, http.MethodPost, "/apply/amend", s.slowed(s.amendApplication))
	rs.plain(public, http.MethodGet, "/certificates/{token}", s.proved)
	rs.plain(public, http.MethodPost, "/certificates/{token}", s.slowed(s.holderProved))
}

func (s *Server) counterFrame(r *http.Request, zh, en string) counter.Frame {
	f := counter.Frame{English: isEnglish(r.Context()), Demo: s.IsDemo(), Address: r.URL.EscapedPath()}
	if s.PublicURL != nil {
		f.Origin = strings.TrimSuffix(s.PublicURL.String(), "/")
	}
	if r.Method == http.MethodPost { // the switch of languages leads to the empty form
		f.Address = strings.TrimSuffix(f.Address, "/comments")
		f.Address = strings.TrimSuffix(f.Address, "/amend")
	}
	f.Title = f.T(zh, en)
	return f
}

// sendPage writes a page of the counter. Its forms tell where they come from,
// which "no-referrer" would hide from the check of other sites' forms.
func (s *Server) sendPage(w http.ResponseWriter, r *http.Request, status int, name string, data any) {
	var out bytes.Buffer
	if err := counter.Render(&out, name, data); err != nil {
		s.writeProblem(w, r, err)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", counter.CSP())
	if !strings.HasPrefix(r.URL.Path, "/w/") { // a workshop's link is a secret, and its page has no form
		h.Set("Referrer-Policy", "same-origin")
	}
	h.Set("Cache-Control", "no-cache")
	if r.Method == http.MethodPost {
		h.Set("Cache-Control", "no-store")
	}
	w.WriteHeader(status)
	_, _ = out.WriteTo(w) // the client may have gone
}

// sayPage writes a page of a few sentences.
func (s *Server) sayPage(w http.ResponseWriter, r *http.Request, status int, title string, sentences ...string) {
	f := s.counterFrame(r, title, title)
	s.sendPage(w, r, status, "said", counter.Said{Frame: f, Paragraphs: sentences})
}

// failPage says on a page what went wrong.
func (s *Server) failPage(w http.ResponseWriter, r *http.Request, err error) {
	p := s.problemFor(r.Context(), err)
	s.sayPage(w, r, p.Status, p.Title, p.Detail)
}

// form reads what a form sent: UTF-8 text without control characters other
// than line ends.
func (s *Server) form(w http.ResponseWriter, r *http.Request) (url.Values, error) {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if err := r.ParseForm(); err != nil {
		return nil, badRequest.in(r.Context())
	}
	for key, values := range r.PostForm {
		for i, v := range values {
			if !utf8.ValidString(v) {
				return nil, badRequest.in(r.Context())
			}
			r.PostForm[key][i] = strings.Map(printable, strings.ReplaceAll(v, "\r\n", "\n"))
		}
	}
	return r.PostForm, nil
}

func printable(r rune) rune {
	if r < ' ' && r != '\n' || r == 0x7f {
		return -1
	}
	return r
}

// problemFor gives the problem that an error is answered with.
func (s *Server) problemFor(ctx context.Context, err error) *Problem {
	if p, ok := s.fail(ctx, err).(*Problem); ok {
		return p
	}
	return internal.in(ctx)
}

// tooLongFor says that a text is longer than its field.
func tooLongFor(f counter.Frame, text string, most int) string {
	if utf8.RuneCountInString(text) > most {
		return f.T("太长了，请缩短。", "Too long; shorten it.")
	}
	return ""
}
