package api

import (
	"bytes"
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"

	"diming/api/behind"
	"diming/api/page"
	"diming/boundaries"
	"diming/gazetteer"
	"diming/shelters/card"
)

// safetyRoutes are the safety cards of villages 村安全卡 as everybody reads them.
func (s *Server) safetyRoutes(rs routes) {
	get(rs, public, "/v1/villages/{code}/safety", "The safety card of a village: warning, shelters, whom to call, policies", s.villageSafety)
	rs.Group(func(r chi.Router) {
		r.Use(compressed)
		rs.in(r).plain(public, http.MethodGet, "/policy/{id}", s.policyPage)
	})
}

// facts are what all cards are made of.
func (s *Server) facts(ctx context.Context) (*card.Facts, error) {
	f, err := card.Load(ctx, s.DB)
	return &f, err
}

// factsNow are the facts that are behind the codes, with the time at which the
// register last said so: they are there while it does not answer. Before there are
// any the register is asked.
func (s *Server) factsNow(ctx context.Context) (*card.Facts, error) {
	now := s.Behind.Now()
	if now == nil || now.Safety == nil {
		return s.facts(ctx)
	}
	facts := *now.Safety
	facts.At = now.At
	return &facts, nil
}

var noVillageCard = kind{"village-not-found", 404, "没有这个村", "No such village", "登记中没有这个代码的村或社区；代码为 12 位。", "The register has no village under this code; it has 12 digits."}

type safetyInput struct {
	Code string `path:"code" maxLength:"20" doc:"12 digits."`
	Lang string `query:"lang" enum:"zh,en"`
}

func (s *Server) villageSafety(ctx context.Context, in *safetyInput) (*struct{ Body SafetyBody }, error) {
	facts, err := s.factsNow(ctx)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	c, ok := card.Compose(facts, in.Code, nil, time.Now())
	if !ok {
		return nil, noVillageCard.in(ctx)
	}
	body := safetyBody(ctx, c, facts.Around(c), s.IsDemo())
	if now := s.Behind.Now(); now != nil {
		body.Away = now.Away
	}
	return &struct{ Body SafetyBody }{body}, nil
}

// villageOf is the village that a place lies in, and whether the place is the
// village itself: its division, or the settlement that bears its name. chain is
// that of the place, from the largest down.
func villageOf(p gazetteer.Place, chain []boundaries.Division) (village boundaries.Division, itself, ok bool) {
	i := slices.IndexFunc(chain, func(d boundaries.Division) bool { return d.Level == boundaries.Village })
	if i < 0 || p.State != gazetteer.Current {
		return village, false, false
	}
	village = chain[i]
	name := p.Name(today()).Text
	settlement := len(p.Class) == 5 && p.Class[:3] == "222"
	return village, p.ID == village.ID || settlement && boundaries.StandardName(name) == boundaries.StandardName(village.Name), true
}

// cardBehind gives the card of the village in which a place lies, seen from the
// place where that is a point of the village itself.
func cardBehind(now *behind.Now, p gazetteer.Place) (c card.Card, itself, ok bool) {
	village, itself, ok := villageOf(p, chainBehind(now, now.Day, p))
	if !ok || now.Safety == nil {
		return c, false, false
	}
	c, ok = card.Compose(now.Safety, village.Code, p.Location, time.Now())
	return c, itself, ok
}

// safetyBehind is what a page that is no card says of the card of its village.
func safetyBehind(now *behind.Now, c card.Card) *page.Safety {
	token, ok := now.Own[c.Village.ID]
	if !ok {
		return nil
	}
	return &page.Safety{Warnings: c.Warnings, Village: c.Village.Name, URL: "/Q/" + string(token)}
}

// renderPlace writes the card where the place is a village, and else its page
// with the warning of the village that it lies in. It tells whether it was a card.
func (s *Server) renderPlace(out *bytes.Buffer, now *behind.Now, v page.View, p gazetteer.Place) (isCard bool, err error) {
	c, itself, ok := cardBehind(now, p)
	if ok && itself {
		return true, page.RenderVillage(out, page.Village{View: v, Card: c, Now: time.Now()})
	}
	if ok {
		v.Safety = safetyBehind(now, c)
	}
	return false, page.Render(out, v)
}

// policyPage writes the whole text of a policy.
func (s *Server) policyPage(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	id, err := uuid.Parse(chi.URLParam(r, "id"))
	if err != nil {
		s.writeProblem(w, r, noCardPart.in(ctx))
		return
	}
	p, at, err := s.policy(ctx, id)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	if p.Withdrawn != "" {
		gone := policyGone.in(ctx)
		gone.Detail = pick(ctx, "这条政策已撤下："+p.Withdrawn+"。请看本村安全卡。", "This policy was withdrawn: "+p.Withdrawn+". See the card of your village.")
		s.writeProblem(w, r, gone)
		return
	}
	from, to := p.Valid.From.String(), p.Valid.To.String()
	text := pick(ctx, "一直有效", "holds until further notice")
	switch {
	case from != "" && to != "":
		text = pick(ctx, from+" 起，"+to+" 止", "from "+from+" to "+to)
	case from != "":
		text = pick(ctx, from+" 起", "from "+from)
	case to != "":
		text = pick(ctx, to+" 止", "until "+to)
	}
	var out bytes.Buffer
	err = page.RenderPolicy(&out, page.Policy{Frame: s.openFrame(ctx, ""), Title: p.Title, Plain: p.Plain, Body: p.Body, Basis: p.Basis, Period: text})
	out.Write(page.End(isEnglish(ctx), at.At, at.Away))
	s.writePage(w, r, http.StatusOK, &out, err)
}

// policy gives a policy as it is held in memory; one that is not may have been
// entered just now.
func (s *Server) policy(ctx context.Context, id uuid.UUID) (card.PolicyText, DataTime, error) {
	if now := s.boardNow(AsOfParams{}); now != nil {
		if p, ok := now.Policies[id]; ok {
			return p, dataTimeOf(now), nil
		}
	}
	at := justNow()
	p, err := s.cards().Policy(ctx, id)
	return p, at, err
}

func (s *Server) cards() *card.Store { return &card.Store{DB: s.DB} }
