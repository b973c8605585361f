package api

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"diming/api/counter"
	"diming/gazetteer/address"
	"diming/gazetteer/addresscase"
	"diming/gazetteer/certificate"
	"diming/internal/ledger"
	"diming/internal/version"
)

// applyPapers is how many papers the form of an application for an address has.
const applyPapers = 3

func (s *Server) applyAddressPage(w http.ResponseWriter, r *http.Request) {
	s.sendApplyAddress(w, r, http.StatusOK, typed{Values: url.Values{}})
}

func (s *Server) sendApplyAddress(w http.ResponseWriter, r *http.Request, status int, t typed) {
	f := s.counterFrame(r, "网上申请门牌和地址证明", "Apply for a house number or a certificate of an address")
	towns, err := s.townChoices(r.Context(), f)
	if err != nil {
		s.failPage(w, r, err)
		return
	}
	form := counter.Apply{Frame: f, Action: "/apply/address", Button: f.T("提交申请", "Hand in"),
		Lead: f.T("不用注册。提交后会给您受理编号和查询码，凭它们查询进度。以下都是个人信息，只供办理人员查看，单独保存，不公开，可要求删除。",
			"No account is needed. You get a number and a code with which to follow it. What you write is personal data: shown to who handles it alone, kept apart, never published, erased on request.")}
	if len(t.wrong) > 0 {
		form.Problem = f.T("还没有提交：请按红字改正，已填的都在。", "Not handed in yet: see the red notes. What you typed is kept.")
	}
	want := t.field("want", f.T("申请办什么", "What for"), "", 20)
	want.Choices = []counter.Choice{{Value: "number", Word: f.T("门牌编号（新房、没有门牌）", "A house number")}, {Value: "certificate", Word: f.T("门牌证、地址证明", "A certificate of the address")}}
	town := t.field("division", f.T("在哪里", "Where"), f.T("乡镇、街道", "township"), 36)
	town.Choices = towns
	form.Fields = append([]counter.Field{want, town}, partyFields(f, t)...)
	s.sendPage(w, r, status, "apply", form)
}

// partyFields ask where it is, who applies and what their papers say.
func partyFields(f counter.Frame, t typed) []counter.Field {
	fields := []counter.Field{t.field("where", f.T("房屋坐落", "Where the house is"), f.T("村、街路巷、旁边有什么", "village, street, what is near"), 300),
		t.field("applicant", f.T("申请人", "Applicant"), f.T("姓名或单位名称", "name of the person or organisation"), 100),
		t.field("owner", f.T("产权人", "Owner"), f.T("同申请人可不填", "if another"), 100),
		t.field("contact", f.T("联系电话", "Telephone"), "", 200)}
	for n := 1; n <= applyPapers; n++ {
		one := strconv.Itoa(n)
		fields = append(fields,
			t.field("paper"+one, f.T("证件 ", "Paper ")+one, f.T("办地址证明时填，例如房产证", "for a certificate, such as 房产证"), 60),
			t.field("paper-address"+one, f.T("证件上的地址 ", "Address on paper ")+one, "", 200))
	}
	note := t.field("note", f.T("补充说明", "More"), f.T("可不填", "optional"), 2000)
	note.Area = true
	return append(fields, note)
}

// typedAddressCase reads an application; what is wrong stands in t.
func (s *Server) typedAddressCase(ctx context.Context, f counter.Frame, t typed) (addresscase.Opening, error) {
	o := addresscase.Opening{Channel: addresscase.Online, Want: addresscase.Want(t.text("want")), Received: today(), Party: typedParty(f, t)}
	towns, err := s.townChoices(ctx, f)
	if err != nil {
		return o, err
	}
	var known bool
	if o.Division, known = chosen(towns, t.text("division")); !known {
		t.wrong["division"] = f.T("请选择乡镇或街道。", "Choose a township.")
	}
	if o.Want != addresscase.WantNumber && o.Want != addresscase.WantCertificate {
		t.wrong["want"] = f.T("请选择申请办什么。", "Choose what it is for.")
	}
	for key, why := range map[string]string{"applicant": f.T("请填写申请人。", "Say who applies."), "contact": f.T("请填写联系电话，以便通知您。", "Say how to reach you."),
		"where": f.T("请写明房屋坐落。", "Say where the house is.")} {
		if t.text(key) == "" {
			t.wrong[key] = why
		}
	}
	return o, nil
}

// typedParty reads who applies and what their papers say; what is too long or
// said by half stands in t.
func typedParty(f counter.Frame, t typed) addresscase.Party {
	party := addresscase.Party{Applicant: t.text("applicant"), Owner: t.text("owner"), Contact: t.text("contact"), Where: t.text("where"), Note: t.text("note")}
	for key, most := range map[string]int{"applicant": 100, "owner": 100, "contact": 200, "where": 300, "note": 2000} {
		if long := tooLongFor(f, t.text(key), most); long != "" {
			t.wrong[key] = long
		}
	}
	for n := 1; n <= applyPapers; n++ {
		one := strconv.Itoa(n)
		p := certificate.Paper{Kind: t.text("paper" + one), Address: t.text("paper-address" + one)}
		switch {
		case p == certificate.Paper{}:
		case p.Kind == "" || p.Address == "":
			t.wrong["paper"+one] = f.T("证件名称和证件上的地址都要填。", "Give both the paper and its address.")
		case tooLongFor(f, p.Kind, 60) != "" || tooLongFor(f, p.Address, 200) != "":
			t.wrong["paper"+one] = f.T("太长了，请缩短。", "Too long; shorten it.")
		default:
			party.Papers = append(party.Papers, p)
		}
	}
	return party
}

// applyAddress takes an application in and shows its receipt.
func (s *Server) applyAddress(w http.ResponseWriter, r *http.Request) {
	values, err := s.form(w, r)
	if err != nil {
		s.failPage(w, r, err)
		return
	}
	t := typed{Values: values, wrong: map[string]string{}}
	f := s.counterFrame(r, "申请已收到：回执", "Received: your receipt")
	o, err := s.typedAddressCase(r.Context(), f, t)
	if err != nil {
		s.failPage(w, r, err)
		return
	}
	if len(t.wrong) > 0 {
		s.sendApplyAddress(w, r, http.StatusUnprocessableEntity, t)
		return
	}
	_, _, receipt, err := s.addressCaseStore().Open(r.Context(), ledger.Console, o)
	if err != nil {
		s.failPage(w, r, err)
		return
	}
	s.sendPage(w, r, http.StatusCreated, "receipt", counter.Receipt{Frame: f, Number: receipt.Number, Code: receipt.Code})
}

// isAddressReceipt tells the number of an application for an address from that
// of a case about names.
func isAddressReceipt(number string) bool { return strings.Contains(number, "-址-") }

// addressStateWords say how an application stands, to its applicant.
var addressStateWords = map[addresscase.State][4]string{
	addresscase.Received:   {"已收件", "Received", "正在看材料是否齐全。", "The office is looking whether all is there."},
	addresscase.ToCorrect:  {"待补正", "To be completed", "请照下面写的在网上补填，或把材料送到民政窗口；补齐以后重新计算办理时间。", "Add what is named below here, or bring it to the office; the time counts anew then."},
	addresscase.Accepted:   {"已受理", "Accepted", "需要编号的，工作人员会到现场看。", "For a number somebody will look at the site."},
	addresscase.Seen:       {"已踏勘", "Site seen", "正在编号。", "The number is being given."},
	addresscase.Numbered:   {"已编号", "Numbered", "地址已定，正在制证或等您领取。", "The address is settled; its papers are being made or wait for you."},
	addresscase.Certified:  {"已制证", "Papers made", "证已制好，请到窗口领取。", "The papers wait for you at the office."},
	addresscase.HandedOver: {"已送达", "Handed over", "办理完毕。", "All is done."},
	addresscase.Refused:    {"不予办理", "Refused", "理由见下。不服的，可以依法申请复议或起诉。", "The reason is below; you may ask for a review or go to court."},
	addresscase.Withdrawn:  {"已撤回", "Withdrawn", "申请已撤回。", "The application was taken back."},
}

// sendAddressStatus shows how an application for an address stands; nothing of
// who applied.
func (s *Server) sendAddressStatus(w http.ResponseWriter, r *http.Request, t typed) {
	ctx := r.Context()
	a, err := s.addressCaseStore().ByReceipt(ctx, t.text("number"), t.text("code"))
	if err != nil {
		p := s.problemFor(ctx, err)
		s.sendAsk(w, r, p.Status, t.text("number"), p.Detail)
		return
	}
	if t.Get("edit") != "" && a.State == addresscase.ToCorrect {
		s.sendAddressAmendForm(w, r, http.StatusOK, typed{Values: url.Values{"number": {a.Number}, "code": {t.text("code")}}})
		return
	}
	f := s.counterFrame(r, "申请进度", "How it stands")
	said := addressStateWords[a.State]
	page := counter.Status{Frame: f, Number: a.Number, Code: t.text("code"), State: f.T(said[0], said[1]), Means: f.T(said[2], said[3]), Submitted: a.Received.String()}
	steps, err := s.addressCaseStore().StepsOf(ctx, a.ID)
	switch {
	case err != nil:
	case a.State == addresscase.ToCorrect:
		page.ToAdd = steps[len(steps)-1].Note
	case a.State == addresscase.Refused:
		page.Why = steps[len(steps)-1].Note
	}
	if err == nil && a.Address != nil {
		var found address.Address
		found, err = s.addressStore().ByID(ctx, address.Reader{Internal: true, AsOf: version.AsOf{Valid: today()}}, *a.Address)
		page.Means += f.T("标准地址：", " Standard address: ") + found.Text + f.T("。", ".")
	}
	if err != nil {
		s.failPage(w, r, err)
		return
	}
	s.sendPage(w, r, http.StatusOK, "status", page)
}
