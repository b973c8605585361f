package api

import (
	"errors"
	"net/http"

	"github.com/go-chi/chi/v5"

	"diming/api/counter"
	"diming/gazetteer/certificate"
)

// proved shows who scanned a certificate what it says, and whether it holds:
// never its holder.
func (s *Server) proved(w http.ResponseWriter, r *http.Request) { s.sendProof(w, r, "", false, false) }

// holderProved says whether a name is that of the holder.
func (s *Server) holderProved(w http.ResponseWriter, r *http.Request) {
	values, err := s.form(w, r)
	if err != nil {
		s.failPage(w, r, err)
		return
	}
	name := typed{Values: values}.text("holder")
	c, err := s.certificateStore().ByToken(r.Context(), chi.URLParam(r, "token"))
	is := false
	if err == nil {
		is, err = s.certificateStore().IsHolder(r.Context(), c.ID, name)
	}
	if err != nil && !errors.Is(err, certificate.ErrNotFound) {
		s.failPage(w, r, err)
		return
	}
	s.sendProof(w, r, name, true, is)
}

func (s *Server) sendProof(w http.ResponseWriter, r *http.Request, name string, asked, is bool) {
	c, err := s.certificateStore().ByToken(r.Context(), chi.URLParam(r, "token"))
	if errors.Is(err, certificate.ErrNotFound) {
		f := s.counterFrame(r, "查无此证明", "No such certificate")
		s.sayPage(w, r, http.StatusNotFound, f.Title, f.T("这个码不是本单位开具的地名证明。如果它印在一张证明上，那张证明可能是假的，请向民政部门核实。",
			"This code is of no certificate issued here. If it stands on a paper, that paper may be false: ask the civil affairs bureau."))
		return
	}
	if err != nil {
		s.failPage(w, r, err)
		return
	}
	s.sendPage(w, r, http.StatusOK, "proof", s.proofPage(r, c, name, asked, is))
}

func (s *Server) proofPage(r *http.Request, c certificate.Certificate, name string, asked, is bool) counter.Proof {
	f := s.counterFrame(r, "地名证明核验", "Proof of a place-name certificate")
	if c.Kind.OfAddress() {
		f.Title = f.T(c.Title()+"核验", "Proof of a certificate of an address")
	}
	p := counter.Proof{Frame: f, Number: c.Number, Name: c.Facts.Name, Reading: c.Facts.Reading, Sentences: c.Sentences(), Basis: c.Facts.Basis,
		Issuer: c.Issuer, IssuedOn: certificate.InWords(c.IssuedOn.String()), Asked: asked, Is: is,
		Field: counter.Field{ID: "f-holder", Name: "holder", Label: f.T("证明上写的持有人", "The holder as the paper says"), Value: name, Most: 100}}
	if c.Kind == certificate.Renamed {
		p.Former = c.Facts.Former[0].Name
	}
	if !c.RevokedOn.IsZero() {
		p.Revoked = f.T("自 ", "Since ") + c.RevokedOn.String() + f.T(" 起作废：", ": ") + c.RevokedWhy
	}
	if c.Overtaken() {
		p.Overtaken = f.T("开具以后，这处地名又更名为“"+c.NameNow+"”。", "The place has been renamed since: "+c.NameNow)
	}
	if c.Facts.Door != nil {
		p.Door, p.Former = true, c.Facts.Door.Original
		if c.Overtaken() {
			p.Overtaken, p.Today = "", c.NameNow
		}
		if c.Ended {
			p.Overtaken = f.T("开具以后，这个地址已经注销。", "The address has been cancelled since.")
		}
	}
	p.Answer = f.T("与持有人不一致", "Not the holder")
	if is {
		if c.Facts.Door != nil {
			p.Door, p.Former = true, c.Facts.Door.Original
			if c.Overtaken() {
				p.Overtaken, p.Today = "", c.NameNow
			}
			if c.Ended {
				p.Overtaken = f.T("开具以后，这个地址已经注销。", "The address has been cancelled since.")
			}
		}
		p.Answer = f.T("与持有人一致", "This is the holder")
	}
	return p
}
