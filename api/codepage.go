package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"

	"diming/api/behind"
	"diming/api/page"
	"diming/gazetteer"
	"diming/signs"
)

// codePage answers what a person sees who scans a sign: always a page, and with
// .json behind the token its data. All of it comes from what is behind the codes
// in memory; the database is not asked.
func (s *Server) codePage(w http.ResponseWriter, r *http.Request) {
	text, data := tokenAsked(chi.URLParam(r, "token"))
	now := s.Behind.Now()
	if now == nil {
		s.withoutSnapshot(w, r, data)
		return
	}
	token, err := signs.ParseToken(text)
	if err == nil && !known(now, token) {
		err = signs.ErrUnknownToken
	}
	if err != nil {
		s.noCode(w, r, now, text, data, err)
		return
	}
	want := behind.Want{Token: token, English: isEnglish(r.Context()), Data: data}
	sheet, err := s.pages.Make(r.Context(), now, want, func() (behind.Sheet, error) { return s.sheet(r.Context(), now, want) })
	switch {
	case errors.Is(err, behind.ErrBusy):
		s.tooBusy(w, r)
	case err != nil:
		s.writeProblem(w, r, err)
	default:
		s.sendSheet(w, r, now, want, sheet)
	}
}

// tokenAsked takes the ending of data off a token.
func tokenAsked(text string) (token string, data bool) {
	if i := len(text) - len(".json"); i > 0 && strings.EqualFold(text[i:], ".json") {
		return text[:i], true
	}
	return text, false
}

// known tells whether something public is behind a token.
func known(now *behind.Now, t signs.Token) bool {
	if _, ok := now.Behind(t); ok {
		return true
	}
	p, ok := now.Plate(t)
	if !ok {
		return false
	}
	_, ok = now.Address(p.Address)
	return ok
}

// sheet makes a page or its data.
func (s *Server) sheet(ctx context.Context, now *behind.Now, want behind.Want) (behind.Sheet, error) {
	var (
		out    bytes.Buffer
		status int
		isCard bool
		err    error
	)
	if want.Data {
		status, isCard, err = s.codeData(ctx, &out, now, want.Token)
	} else {
		status, isCard, err = s.codeView(ctx, &out, now, want.Token)
	}
	return behind.Sheet{Packed: behind.Pack(out.Bytes()), Status: status, Card: isCard}, err
}

// codeBody is the place behind a token and, of a village, its safety card.
type codeBody struct {
	PlaceBody
	Safety *SafetyBody `json:"safety,omitempty"`
}

// codeData writes the data of the place behind a token, without its end. It tells
// whether the safety card of a village is in it.
func (s *Server) codeData(ctx context.Context, out *bytes.Buffer, now *behind.Now, t signs.Token) (status int, isCard bool, err error) {
	p, ok := now.Behind(t)
	if !ok {
		return 0, false, noToken.in(ctx)
	}
	body := codeBody{PlaceBody: s.snapshotBody(ctx, now, p)}
	if c, itself, ok := cardBehind(now, p); ok && itself {
		safety := safetyBody(ctx, c, now.Safety.Around(c), s.IsDemo())
		safety.At = time.Time{} // stands at the end of the data: the rest is the same for as long as nothing changed
		body.Safety, isCard = &safety, true
	}
	text, err := json.Marshal(body)
	if err != nil {
		return 0, false, err
	}
	out.Write(bytes.TrimSuffix(text, []byte("}")))
	if p.State == gazetteer.Withdrawn {
		return http.StatusGone, isCard, nil
	}
	return http.StatusOK, isCard, nil
}

// noCode answers a token that stands for nothing. Who asks for many of those is
// slowed down; a token that stands for something is answered all the same.
func (s *Server) noCode(w http.ResponseWriter, r *http.Request, now *behind.Now, text string, data bool, err error) {
	wait, ok := s.guesses.take(clientAddress(r), time.Now())
	switch {
	case !ok && data:
		p := tooManyGuesses.in(r.Context())
		p.retryAfter = wait
		s.writeProblem(w, r, p)
		return
	case !ok:
		s.slowDown(w, r, wait)
		return
	case data:
		s.writeProblem(w, r, noToken.in(r.Context()))
		return
	}
	v := page.Unknown{Frame: s.frame(r.Context(), ""), Input: text}
	if now.Safety != nil {
		v.Warnings, v.Contacts = now.Safety.Anywhere(time.Now())
	}
	var wrong *signs.TokenError
	if errors.As(err, &wrong) && wrong.Suggestion != "" && known(now, wrong.Suggestion) { // only one that leads somewhere is suggested
		v.Suggestion, v.Position = wrong.Suggestion, wrong.Position
	}
	if token, err := signs.ParseToken(text); err == nil {
		v.Token = token
	}
	var out bytes.Buffer
	err = s.pages.Alone(func() error { return page.RenderUnknown(&out, v) })
	if errors.Is(err, behind.ErrBusy) {
		s.tooBusy(w, r)
		return
	}
	s.writePage(w, r, http.StatusNotFound, &out, err)
}

// slowDown says on a page how long to wait, and whom to call meanwhile.
func (s *Server) slowDown(w http.ResponseWriter, r *http.Request, wait time.Duration) {
	w.Header().Set("Retry-After", strconv.Itoa(int(wait/time.Second)+1))
	s.refuse(w, r, http.StatusTooManyRequests, page.RenderSlow)
}

// tooBusy refuses a page that cannot be made now.
func (s *Server) tooBusy(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Retry-After", "2")
	s.refuse(w, r, http.StatusServiceUnavailable, page.RenderBusy)
}

// refusal is a page that refuses, in a language.
type refusal struct {
	status  int
	english bool
	demo    bool
}

// refuse sends a page that is made once and costs nothing after.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, status int, render func(io.Writer, page.Frame) error) {
	one := refusal{status, isEnglish(r.Context()), s.IsDemo()}
	html, ok := s.refusals.Load(one)
	if !ok {
		var out bytes.Buffer
		if err := render(&out, s.frame(r.Context(), "")); err != nil {
			s.writeProblem(w, r, err)
			return
		}
		html, _ = s.refusals.LoadOrStore(one, out.Bytes())
	}
	s.writePage(w, r, status, bytes.NewBuffer(html.([]byte)), nil)
}

// withoutSnapshot answers before anything can be: the register was not reached
// yet, and no copy of it was found.
func (s *Server) withoutSnapshot(w http.ResponseWriter, r *http.Request, data bool) {
	if data {
		s.writeProblem(w, r, unreachable.in(r.Context()))
		return
	}
	s.tooBusy(w, r)
}

// writePage writes a page that nobody may keep.
func (s *Server) writePage(w http.ResponseWriter, r *http.Request, status int, out *bytes.Buffer, err error) {
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", page.CSP())
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = out.WriteTo(w) // the client may have gone
}

func tokenProblem(ctx context.Context, err error) error {
	var wrong *signs.TokenError
	if errors.As(err, &wrong) {
		return noToken.in(ctx)
	}
	return err
}
