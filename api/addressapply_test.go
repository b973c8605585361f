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
}
