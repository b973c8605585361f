package api_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"diming/gazetteer/addresscase"
	"diming/internal/ledger"
	"diming/internal/version"
)

func TestAnybodyAppliesForANumberAndFollowsItByItsReceipt(t *testing.T) {
	w := newWorld(t)
	if _, err := w.Boundaries.Home(t.Context()); err != nil {
		t.Fatal(err)
	}
	form := url.Values{"want": {"number"}, "division": {w.named["division"]}, "where": {"老街西首王家隔壁"}, "applicant": {"王小明"}, "contact": {"5550123"}, "paper1": {"房产证"}}
	missing := w.fill(t, "/apply/address", form)
	if missing.Code != http.StatusUnprocessableEntity || !strings.Contains(missing.Body.String(), "证件名称和证件上的地址都要填") || !strings.Contains(missing.Body.String(), "老街西首王家隔壁") {
		t.Fatalf("a paper without its address = %d %s", missing.Code, missing.Body)
	}
	form.Set("paper-address1", "清湖镇老街西首")
	got := w.fill(t, "/apply/address", form)
	if got.Code != http.StatusCreated {
		t.Fatalf("applied = %d %s", got.Code, got.Body)
	}
	code := regexp.MustCompile(`[0-9A-Z]{4}(-[0-9A-Z]{4}){3}`).FindString(got.Body.String())
	number := regexp.MustCompile(`\d{4}-址-\d{4}`).FindString(got.Body.String())
	receipt := url.Values{"number": {number}, "code": {code}}
	store := &addresscase.Store{DB: w.pool}
	a, err := store.ByReceipt(t.Context(), number, code)
	if err != nil {
		t.Fatal(err)
	}
	if p, err := store.PartyOf(t.Context(), a.ID); err != nil || len(p.Papers) != 1 || p.Where != "老街西首王家隔壁" {
		t.Errorf("kept %+v, %v", p, err)
	}
	by := addresscase.By{Actor: ledger.Console, Application: a.ID, Tag: a.Tag}
	if _, err := store.Take(t.Context(), by, addresscase.Taking{Step: addresscase.Ask, On: version.Today(), Note: "请补房屋平面图"}, version.Today()); err != nil {
		t.Fatal(err)
	}
	status := w.fill(t, "/apply/status", receipt)
	text := status.Body.String()
	if status.Code != http.StatusOK || !strings.Contains(text, "待补正") || !strings.Contains(text, "请补房屋平面图") {
		t.Errorf("its status = %d %s", status.Code, text)
	}
	if strings.Contains(text, "小明") || strings.Contains(text, "隔壁") {
		t.Error("the status tells who applied")
	}
	wrong := w.fill(t, "/apply/status", url.Values{"number": {number}, "code": {"0000-0000-0000-0000"}})
	if wrong.Code != http.StatusNotFound || strings.Contains(wrong.Body.String(), "待补正") {
		t.Errorf("a wrong code = %d %s", wrong.Code, wrong.Body)
	}
	// What the office asked for is added by the receipt; what is left empty stays.
	edit := w.fill(t, "/apply/status", url.Values{"number": {number}, "code": {code}, "edit": {"1"}})
	if text := edit.Body.String(); edit.Code != http.StatusOK || !strings.Contains(text, "补正完毕，重新提交") || strings.Contains(text, "小明") || strings.Contains(text, "5550123") {
		t.Errorf("the form for what is missing = %d %s", edit.Code, text)
	}
	if nothing := w.fill(t, "/apply/amend", receipt); nothing.Code != http.StatusUnprocessableEntity || !strings.Contains(nothing.Body.String(), "请至少补一项") {
		t.Errorf("nothing was added = %d %s", nothing.Code, nothing.Body)
	}
	if stolen := w.fill(t, "/apply/amend", url.Values{"number": {number}, "code": {"0000-0000-0000-0000"}, "note": {"改"}}); stolen.Code != http.StatusNotFound {
		t.Errorf("added with a wrong code = %d %s", stolen.Code, stolen.Body)
	}
	for range 2 { // sent again it is one step
		added := w.fill(t, "/apply/amend", url.Values{"number": {number}, "code": {code}, "where": {"老街 3 号对面"}, "note": {"平面图已送窗口"}})
		if added.Code != http.StatusOK || !strings.Contains(added.Body.String(), "已收件") {
			t.Fatalf("added = %d %s", added.Code, added.Body)
		}
	}
	p, err := store.PartyOf(t.Context(), a.ID)
	steps, err2 := store.StepsOf(t.Context(), a.ID)
	if err != nil || err2 != nil || p.Where != "老街 3 号对面" || p.Note != "平面图已送窗口" || p.Applicant != "王小明" || p.Contact != "5550123" || len(p.Papers) != 1 || len(steps) != 3 || steps[2].Step != addresscase.Complete {
		t.Errorf("kept %+v after %+v, %v, %v", p, steps, err, err2)
	}
}
