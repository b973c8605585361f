package api

import (
	"bytes"
	"cmp"
	"context"
	"net/http"

	"diming/boundaries"
	"diming/internal/typeset"
	"diming/shelters/poster"
	"diming/signs"
)

// printVillagePapers gives papers to print: the versions made last, which must
// say what a paper would say now.
func (s *Server) printVillagePapers(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	codes, size := r.URL.Query()["village"], poster.Paper(cmp.Or(r.URL.Query().Get("size"), string(poster.A4)))
	if size != poster.A4 && size != poster.A3 || len(codes) == 0 {
		s.writeProblem(w, r, badQuery.in(ctx))
		return
	}
	k, err := s.stack(ctx)
	var all []poster.Village
	if err == nil {
		all, err = s.namedVillages(ctx, k, codes)
	}
	var posters []poster.Poster
	if err == nil {
		posters, err = s.posters(ctx, all)
	}
	var fonts typeset.Fonts
	if err == nil {
		fonts, err = s.sheets.Fonts(ctx)
	}
	var out bytes.Buffer
	if err == nil {
		err = poster.PDF(&out, fonts, size, posters...)
	}
	if err != nil {
		s.writeProblem(w, r, s.fail(ctx, err))
		return
	}
	name := posters[0].Village + "避险告示"
	if len(posters) > 1 {
		name += "等多村"
	}
	h := w.Header()
	h.Set("Content-Type", "application/pdf")
	h.Set("Content-Disposition", disposition("inline", name+s.sampleMark()+".pdf"))
	h.Set("Cache-Control", "private, no-store")
	_, _ = out.WriteTo(w) // the client may have gone
}

func (s *Server) posters(ctx context.Context, all []poster.Village) ([]poster.Poster, error) {
	posters := make([]poster.Poster, len(all))
	for i, p := range all {
		if p.Held.Last == nil || p.Held.Last.Digest != p.Digest {
			return nil, paperNotMade.in(ctx)
		}
		token, err := s.Signs.TokenOf(ctx, p.ID)
		if err != nil {
			return nil, err
		}
		text, err := signs.CodeText(s.PublicURL, token)
		if err != nil {
			return nil, err
		}
		m, err := signs.Encode(text)
		if err != nil {
			return nil, err
		}
		beside, err := s.Boundaries.Neighbours(ctx, boundaries.Reader{}, p.ID, 8)
		if err != nil {
			return nil, err
		}
		for _, n := range beside {
			p.Drawing.Neighbours = append(p.Drawing.Neighbours, n.Area)
		}
		posters[i] = poster.Poster{Content: p.Content, Code: m.Modules, Number: p.Held.Last.Number, Day: p.Held.Last.On, Demo: s.IsDemo(), Outline: p.Drawing}
	}
	return posters, nil
}
