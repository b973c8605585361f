package api

import (
	"bytes"
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"

	"diming/boundaries"
	"diming/gazetteer"
	"diming/signs"
)

// codeRoutes are the codes on signs and what is behind them. A token is
// answered in any case and without a redirect.
func (s *Server) codeRoutes(rs routes) {
	rs.Group(func(r chi.Router) {
		r.Use(compressed)
		rs.in(r).plain(public, http.MethodGet, "/v1/places/{id}/qr.svg", s.qrSVG)
		rs.in(r).plain(public, http.MethodGet, "/Q/live.js", s.liveScript)
		rs.in(r).plain(public, http.MethodGet, "/Q/sw.js", s.liveWorker)
	})
	rs.plain(public, http.MethodGet, "/Q/{token}", s.codePage) // packed by itself
	rs.plain(public, http.MethodGet, "/q/{token}", s.codePage)
	rs.plain(public, http.MethodGet, "/v1/places/{id}/qr.png", s.qrPNG)
}

func (s *Server) pageURL(t signs.Token) string { return signs.PageURL(s.PublicURL, t) }

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
