package api

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/api/counter"
	"diming/gazetteer/cases"
	"diming/internal/ledger"
	"diming/signs"
)

func (s *Server) askStatusPage(w http.ResponseWriter, r *http.Request) {
	s.sendAsk(w, r, http.StatusOK, "", "")
}

func (s *Server) sendAsk(w http.ResponseWriter, r *http.Request, status int, number, problem string) {
	f := s.counterFrame(r, "查询申请进度", "How an application stands")
	t := typed{Values: url.Values{"number": {number}}}
	s.sendPage(w, r, status, "ask", counter.Ask{Frame: f, Problem: problem, Fields: []counter.Field{
		t.field("number", f.T("受理编号", "Case number"), f.T("例如 2026-命-0001", "such as 2026-命-0001"), 40),
		t.field("code", f.T("查询码", "Code"), f.T("回执上的 16 位", "the 16 characters of your receipt"), 40)}})
}

// applyStatus shows how an application stands, or its form where it is to be
// changed.
func (s *Server) applyStatus(w http.ResponseWriter, r *http.Request) {
	t, c, ok := s.byReceipt(w, r)
	if !ok {
		return
	}
	if t.Get("edit") != "" && c.State.Editable() {
		s.sendAmendForm(w, r, http.StatusOK, typedFrom(c, t))
		return
	}
	s.sendStatus(w, r, c, t.text("code"))
}

// byReceipt reads a form with a receipt; a wrong number and a wrong code get
// the same sentence.
func (s *Server) byReceipt(w http.ResponseWriter, r *http.Request) (typed, cases.File, bool) {
	var c cases.File
	values, err := s.form(w, r)
	if err != nil {
		s.failPage(w, r, err)
		return typed{}, c, false
	}
	ctx, t := r.Context(), typed{Values: values, wrong: map[string]string{}}
	if isAddressReceipt(t.text("number")) {
		if r.URL.Path == "/apply/amend" {
			s.amendAddressCase(w, r, t)
		} else {
			s.sendAddressStatus(w, r, t)
		}
		return t, c, false
	}
	if number, ok := signs.ParseNumber(t.text("number")); ok { // of a report from the wall, which needs no code
		http.Redirect(w, r, "/r/"+number, http.StatusSeeOther)
		return t, c, false
	}
	id, err := s.Cases.ByReceipt(ctx, t.text("number"), t.text("code"))
	if err == nil {
		c, err = s.Cases.Read(ctx, id)
	}
	if err != nil {
		p := s.problemFor(ctx, err)
		s.sendAsk(w, r, p.Status, t.text("number"), p.Detail)
		return t, c, false
	}
	return t, c, true
}

// stateWords say how a case stands, to its applicant.
var stateWords = map[cases.State][4]string{
	cases.Draft:       {"草稿", "Draft", "还没有提交。", "Not handed in yet."},
	cases.Submitted:   {"已申请", "Handed in", "民政部门正在看材料是否齐全，受理或需要补正都会写在这里。", "The office is looking whether your papers are complete."},
	cases.ToCorrect:   {"待补正", "To be completed", "材料还要补正，请照下面写的修改后重新提交。", "Something is missing; see below and hand it in again."},
	cases.NotAccepted: {"不予受理", "Not accepted", "这件申请不能受理，理由见下。", "The application cannot be taken in."},
	cases.Accepted:    {"已受理", "Accepted", "正在按命名规则审查名称。", "The names are checked against the rules."},
	cases.Returned:    {"退回修改", "Sent back", "名称或材料需要修改，请照下面写的修改后重新提交。", "The names or papers need a change; see below and hand it in again."},
	cases.Consulting:  {"征求意见中", "Being consulted on", "正在论证、征求意见；需要公示的见公示页。", "Opinions are being asked for; see the public notices."},
	cases.Reviewed:    {"已审核", "Reviewed", "审核完毕，等待批准。", "Reviewed; the decision is to come."},
	cases.Requested:   {"已报批", "Sent for approval", "已报有权机关，等待批复。", "The approving body has been asked."},
	cases.Rejected:    {"不予批准", "Not approved", "有权机关不予批准，理由见下。", "The approving body refused it."},
	cases.Approved:    {"已批准", "Approved", "名称已批准为标准地名，正在备案和公告。", "The names are standard names; filing and announcement follow."},
	cases.InForce:     {"已备案并公告", "In force", "办理完毕，名称已备案并公告。", "All is done: filed and announced."},
	cases.Withdrawn:   {"已撤回", "Withdrawn", "申请已撤回。", "The application was taken back."},
}

func (s *Server) sendStatus(w http.ResponseWriter, r *http.Request, c cases.File, code string) {
	ctx, f := r.Context(), s.counterFrame(r, "申请进度", "How it stands")
	said := stateWords[c.State]
	p := counter.Status{Frame: f, Number: c.Number, Code: code, State: f.T(said[0], said[1]), Means: f.T(said[2], said[3]), Submitted: c.SubmittedOn.String()}
	if c.State.Editable() {
		p.ToAdd = c.ToAdd
	}
	if c.State == cases.NotAccepted || c.State == cases.Rejected {
		why, err := s.whyEnded(ctx, c.ID)
		if err != nil {
			s.failPage(w, r, err)
			return
		}
		p.Why = why
	}
	for _, i := range c.Items {
		p.Names = append(p.Names, counter.Choice{Word: i.Titled(), Value: outcomeWords(f, i)})
	}
	links, err := s.caseLinks(ctx, f, c)
	if err != nil {
		s.failPage(w, r, err)
		return
	}
	p.Links = links
	s.sendPage(w, r, http.StatusOK, "status", p)
}

func outcomeWords(f counter.Frame, i cases.Item) string {
	switch i.Outcome {
	case cases.Granted:
		return f.T("批准：", "approved: ") + i.Approved
	case cases.Refused:
		return f.T("不批准：", "refused: ") + i.Why
	}
	return ""
}

// whyEnded is the reason of the step that ended a case.
func (s *Server) whyEnded(ctx context.Context, id uuid.UUID) (string, error) {
	events, err := s.Cases.Timeline(ctx, id)
	why := ""
	for _, e := range events {
		if e.Action == "case.decline" || e.Action == "case.reject" {
			why = e.Reason
		}
	}
	return why, err
}

// caseLinks lead to what is published of a case.
func (s *Server) caseLinks(ctx context.Context, f counter.Frame, c cases.File) ([]counter.Choice, error) {
	if c.AnnouncedOn.IsZero() {
		return nil, nil
	}
	a, err := s.Cases.AnnouncementOf(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	return []counter.Choice{{Value: fmt.Sprintf("/announcements/%d/%d", a.Year, a.Number), Word: f.T("看公告", "The announcement")}}, nil
}

// typedFrom fills the form with an application as it is held. The contact is
// personal data and never shown again: left empty, it stays.
func typedFrom(c cases.File, asked typed) typed {
	v := url.Values{"number": {c.Number}, "code": {asked.text("code")}, "kind": {string(c.Kind)}, "class": {c.Class}, "division": {c.Division.String()},
		"body": {c.Body}, "reason": {c.Reason}}
	metres := func(m float64) string {
		if m == 0 {
			return ""
		}
		return strconv.FormatFloat(m, 'f', -1, 64)
	}
	for n, i := range c.Items {
		key := func(what string) string { return what + strconv.Itoa(n+1) }
		v.Set(key("name"), i.Text)
		v.Set(key("other"), strings.Join(i.Alternatives, "、"))
		v.Set(key("start"), i.StartsAt)
		v.Set(key("end"), i.EndsAt)
		v.Set(key("length"), metres(i.Size.LengthM))
		v.Set(key("width"), metres(i.Size.WidthM))
		if i.Location != nil {
			v.Set(key("at"), fmt.Sprintf("%.6f,%.6f", i.Location[0], i.Location[1]))
		}
	}
	return typed{Values: v, wrong: map[string]string{}}
}

func (s *Server) sendAmendForm(w http.ResponseWriter, r *http.Request, status int, t typed) {
	f := s.counterFrame(r, "修改申请并重新提交", "Change the application")
	form, err := s.applyForm(r.Context(), f, t)
	if err != nil {
		s.failPage(w, r, err)
		return
	}
	if len(t.wrong) > 0 {
		form.Problem = f.T("还没有提交：请按红字改正，已填的都在。", "Not handed in yet: see the red notes. What you typed is kept.")
	}
	form.Action, form.Button = "/apply/amend", f.T("重新提交", "Hand in again")
	form.Lead = f.T("种类、类别和所在乡镇不能改；要改请另行申请。联系人留空表示不变。更名的请重填现用名称。", "Kind, class and township stay as they are. Leave the contact empty to keep it. For a change of name, give the present name again.")
	form.Hidden = []counter.Choice{{Word: "number", Value: t.Get("number")}, {Word: "code", Value: t.Get("code")},
		{Word: "kind", Value: t.Get("kind")}, {Word: "class", Value: t.Get("class")}, {Word: "division", Value: t.Get("division")}}
	form.Fields = form.Fields[3:]
	s.sendPage(w, r, status, "apply", form)
}

// amendApplication changes an application that came back and hands it in again.
func (s *Server) amendApplication(w http.ResponseWriter, r *http.Request) {
	t, c, ok := s.byReceipt(w, r)
	if !ok {
		return
	}
	ctx, f := r.Context(), s.applyFrame(r)
	t.Set("kind", string(c.Kind))
	t.Set("class", c.Class)
	t.Set("division", c.Division.String())
	o, err := s.typedCase(ctx, f, t)
	for _, kept := range []string{"kind", "class", "division", "contact"} {
		if kept != "contact" || t.text("contact") == "" {
			delete(t.wrong, kept)
		}
	}
	if err == nil && len(t.wrong) > 0 {
		s.sendAmendForm(w, r, http.StatusUnprocessableEntity, t)
		return
	}
	if err == nil {
		err = s.resubmit(ctx, c, o)
	}
	if err == nil {
		c, err = s.Cases.Read(ctx, c.ID)
	}
	if err != nil {
		s.failPage(w, r, err)
		return
	}
	s.sendStatus(w, r, c, t.text("code"))
}

func (s *Server) resubmit(ctx context.Context, c cases.File, o cases.Opening) error {
	return pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		store, by := s.Cases.In(tx), cases.By{Actor: ledger.Console, Case: c.ID, Tag: c.Tag}
		tag, err := store.Amend(ctx, by, cases.Amendment{Reason: &o.Reason, Body: &o.Body, Applicant: &o.Applicant, Items: o.Items})
		if err != nil {
			return err
		}
		by.Tag = tag
		_, err = store.Submit(ctx, by)
		return err
	})
}
