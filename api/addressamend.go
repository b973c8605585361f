package api

import (
	"errors"
	"net/http"

	"diming/api/counter"
	"diming/gazetteer/addresscase"
	"diming/internal/ledger"
)

// sendAddressAmendForm asks an applicant for what the office found missing.
// What is held of them is personal data and never shown again: what is left
// empty stays.
func (s *Server) sendAddressAmendForm(w http.ResponseWriter, r *http.Request, status int, t typed) {
	f := s.counterFrame(r, "补正申请", "Add to the application")
	form := counter.Apply{Frame: f, Action: "/apply/amend", Button: f.T("补正完毕，重新提交", "Hand in again"),
		Lead:   f.T("只填要补、要改的；留空的表示不变，已填过的不再显示。图纸等材料请送到民政窗口。", "Fill in what is to be added or changed. What is left empty stays; what you gave before is not shown. Bring drawings to the office."),
		Hidden: []counter.Choice{{Word: "number", Value: t.text("number")}, {Word: "code", Value: t.text("code")}}, Fields: partyFields(f, t)}
	if status != http.StatusOK {
		form.Problem = f.T("还没有提交：请至少补一项，并按红字改正。", "Not handed in yet: add something, and see the red notes.")
	}
	s.sendPage(w, r, status, "apply", form)
}

// amendAddressCase takes what an applicant adds, once, while the office waits
// for it.
func (s *Server) amendAddressCase(w http.ResponseWriter, r *http.Request, t typed) {
	ctx := r.Context()
	store := s.addressCaseStore()
	a, err := store.ByReceipt(ctx, t.text("number"), t.text("code"))
	if err != nil || a.State != addresscase.ToCorrect {
		s.sendAddressStatus(w, r, t) // which says that the receipt is wrong, or how it stands by now
		return
	}
	added := typedParty(s.counterFrame(r, "", ""), t)
	held, err := store.PartyOf(ctx, a.ID)
	if err != nil && !errors.Is(err, ledger.ErrErased) {
		s.failPage(w, r, err)
		return
	}
	said, more := held.With(added)
	if len(t.wrong) > 0 || !more {
		s.sendAddressAmendForm(w, r, http.StatusUnprocessableEntity, t)
		return
	}
	by := addresscase.By{Actor: ledger.Console, Application: a.ID, Tag: a.Tag}
	_, err = store.Take(ctx, by, addresscase.Taking{Step: addresscase.Complete, On: today(), Party: &said}, today())
	if err != nil && !errors.Is(err, addresscase.ErrChanged) && !errors.Is(err, addresscase.ErrStep) {
		s.failPage(w, r, err)
		return
	}
	s.sendAddressStatus(w, r, t)
}
