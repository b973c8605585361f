package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"

	"diming/api/page"
	"diming/boundaries"
	"diming/gazetteer"
	"diming/signs"
)

// codeRoutes are the codes on signs and what is behind them. A token is
// answered in any case and without a redirect.
func (s *Server) codeRoutes(rs routes) {
	rs.Group(func(r chi.Router) {
		r.Use(compressed)
		rs := rs.in(r)
		rs.plain(public, http.MethodGet, "/Q/{token}", s.codePage)
		rs.plain(public, http.MethodGet, "/q/{token}", s.codePage)
		rs.plain(public, http.MethodGet, "/v1/places/{id}/qr.svg", s.qrSVG)
	})
	rs.plain(public, http.MethodGet, "/v1/places/{id}/qr.png", s.qrPNG)
}

func (s *Server) pageURL(t signs.Token) string { return s.PublicURL.String() + "/Q/" + string(t) }

// errBadSize says that a size for a code is out of range.
var badSize = kind{"bad-size", 400, "尺寸超出范围", "Size out of range",
	"尺寸 size_mm 为 10 到 300 毫米，分辨率 dpi 为 72 到 1200。", "size_mm is 10 to 300 millimetres, dpi 72 to 1200."}

func (s *Server) matrix(r *http.Request) (signs.Matrix, error) {
	id, err := uuid.Parse(chi.URLParam(r, "id"))
	if err != nil {
		return signs.Matrix{}, gazetteer.ErrNotFound
	}
	p, err := s.placeAt(r.Context(), boundaries.Reader{}, id)
	if err != nil {
		return signs.Matrix{}, err
	}
	if p.State == gazetteer.Withdrawn {
		return signs.Matrix{}, gonePlace.in(r.Context())
	}
	token, err := s.Signs.TokenOf(r.Context(), id)
	if err != nil {
		return signs.Matrix{}, err
	}
	text, err := signs.CodeText(s.PublicURL, token)
	if err != nil {
		return signs.Matrix{}, err
	}
	m, err := signs.Encode(text)
	m.Demo = s.IsDemo()
	return m, err
}

// size reads size_mm and dpi; 40 mm at 300 dpi if absent.
func size(q url.Values) (mm float64, dpi int, err error) {
	mm, dpi = 40, 300
	if text := q.Get("size_mm"); text != "" {
		if mm, err = strconv.ParseFloat(text, 64); err != nil {
			return 0, 0, signs.ErrSize
		}
	}
	if text := q.Get("dpi"); text != "" {
		if dpi, err = strconv.Atoi(text); err != nil {
			return 0, 0, signs.ErrSize
		}
	}
	return mm, dpi, nil
}

func (s *Server) qrSVG(w http.ResponseWriter, r *http.Request) {
	s.qr(w, r, "image/svg+xml", func(out *bytes.Buffer, m signs.Matrix, mm float64, _ int) error { return signs.SVG(out, m, mm) })
}

func (s *Server) qrPNG(w http.ResponseWriter, r *http.Request) {
	s.qr(w, r, "image/png", func(out *bytes.Buffer, m signs.Matrix, mm float64, dpi int) error { return signs.PNG(out, m, mm, dpi) })
}

func (s *Server) qr(w http.ResponseWriter, r *http.Request, mime string, draw func(*bytes.Buffer, signs.Matrix, float64, int) error) {
	mm, dpi, err := size(r.URL.Query())
	var m signs.Matrix
	if err == nil {
		m, err = s.matrix(r)
	}
	var out bytes.Buffer
	if err == nil {
		err = draw(&out, m, mm, dpi)
	}
	if errors.Is(err, signs.ErrSize) {
		err = badSize.in(r.Context())
	}
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	w.Header().Set("Content-Type", mime)
	w.Header().Set("Cache-Control", "no-cache")
	_, _ = out.WriteTo(w) // the client may have gone
}

// codePage answers what a person sees who scans a sign: always a page, and
// with .json behind the token its data.
func (s *Server) codePage(w http.ResponseWriter, r *http.Request) {
	text, wantsJSON := chi.URLParam(r, "token"), false
	if i := len(text) - len(".json"); i > 0 && strings.EqualFold(text[i:], ".json") {
		text, wantsJSON = text[:i], true
	}
	if token, err := signs.ParseToken(text); err == nil && !wantsJSON && s.codePlate(w, r, token) {
		return
	}
	p, token, err := s.scanned(r.Context(), text)
	switch {
	case wantsJSON && err != nil:
		s.writeProblem(w, r, tokenProblem(r.Context(), err))
	case wantsJSON:
		s.codeJSON(w, r, p)
	case err != nil:
		s.codeError(w, r, text, token, err)
	default:
		s.codePlace(w, r, p, token)
	}
}

func tokenProblem(ctx context.Context, err error) error {
	var wrong *signs.TokenError
	if errors.As(err, &wrong) {
		return noToken.in(ctx)
	}
	return err
}

// scanned finds the place behind a token, or the suggestion for a wrong one:
// only a token that leads somewhere is suggested.
func (s *Server) scanned(ctx context.Context, text string) (gazetteer.Place, signs.Token, error) {
	token, err := signs.ParseToken(text)
	var wrong *signs.TokenError
	if errors.As(err, &wrong) && wrong.Suggestion != "" {
		if _, missing := s.behind(ctx, wrong.Suggestion); missing != nil {
			wrong.Suggestion, wrong.Position = "", 0
		}
	}
	if err != nil {
		return gazetteer.Place{}, "", err
	}
	p, err := s.behind(ctx, token)
	return p, token, err
}

// behind gives the place that a token stands for, if it is public.
func (s *Server) behind(ctx context.Context, token signs.Token) (gazetteer.Place, error) {
	code, err := s.Signs.Find(ctx, token)
	if err != nil {
		return gazetteer.Place{}, err
	}
	p, err := s.placeAt(ctx, boundaries.Reader{}, code.Place)
	if err == nil && code.Revoked != "" {
		p.State, p.Reason, p.Successor = gazetteer.Withdrawn, code.Revoked, nil
	}
	return p, err
}

func (s *Server) codeJSON(w http.ResponseWriter, r *http.Request, p gazetteer.Place) {
	body, err := s.placeBody(r.Context(), boundaries.Reader{}, p)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-cache")
	if p.State == gazetteer.Withdrawn {
		w.WriteHeader(http.StatusGone)
	}
	_ = json.NewEncoder(w).Encode(body) // the client may have gone
}

// codeError answers with a page that says what a person can do.
func (s *Server) codeError(w http.ResponseWriter, r *http.Request, input string, token signs.Token, err error) {
	frame := s.frame(r.Context(), token)
	var wrong *signs.TokenError
	var out bytes.Buffer
	status := http.StatusNotFound
	switch {
	case errors.As(err, &wrong):
		err = page.RenderUnknown(&out, page.Unknown{Frame: frame, Input: input, Suggestion: wrong.Suggestion, Position: wrong.Position})
	case errors.Is(err, signs.ErrUnknownToken), errors.Is(err, gazetteer.ErrNotFound):
		err = page.RenderUnknown(&out, page.Unknown{Frame: frame, Input: input})
	default:
		if problemOf(err).name == internal.name {
			s.Log.ErrorContext(r.Context(), "code page failed", "error", err)
		}
		status = http.StatusServiceUnavailable
		err = page.RenderBusy(&out, frame)
	}
	s.writePage(w, r, status, &out, err)
}

func (s *Server) writePage(w http.ResponseWriter, r *http.Request, status int, out *bytes.Buffer, err error) {
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", page.CSP())
	h.Set("Cache-Control", "no-cache")
	w.WriteHeader(status)
	_, _ = out.WriteTo(w) // the client may have gone
}
