package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	"diming/api"
	"diming/gazetteer"
	"diming/internal/account"
	"diming/internal/ledger"
	"diming/internal/ledger/ledgertest"
	"diming/internal/version"
)

func TestAddressesAreNumberedChangedAndReadByAnybody(t *testing.T) {
	w := newWorld(t)
	numberer := w.signedIn(t, "numberer", account.Grant{Role: account.Numberer, Division: w.home})
	stranger := w.signedIn(t, "stranger", account.Grant{Role: account.Numberer, Division: w.away})
	town := w.named["division"]
	street, _, err := w.Places.Add(t.Context(), ledger.Console, gazetteer.Draft{Names: []gazetteer.RowName{{Text: "清溪路"}}, Class: "23514",
		Division: "330881003", Visibility: "public", Source: "测试", Valid: version.Span{From: version.Day(2001, 1, 1)}}, "测试")
	if err != nil {
		t.Fatal(err)
	}
	item := func(number, more string) string {
		return fmt.Sprintf(`{"division":%q,"way":%q,"number":%q,"source":"示例数据","visibility":"public","from":"2020-01-01"%s}`, town, street, number, more)
	}
	batch := func(items ...string) string {
		return `{"items":[` + strings.Join(items, ",") + `],"reason":"编号"}`
	}
	body := batch(item("2", ""), item("1", ""), item("1", `,"sub":"1","insert_format":"之","building":"3","room":"501","lon":118.6,"lat":28.6`), item("8", `,"visibility":"internal"`))
	if got := w.send(t, http.MethodPost, "/v1/addresses", body, stranger...); got.Code != http.StatusForbidden {
		t.Errorf("numbered from another county: %d %s", got.Code, got.Body)
	}
	var added api.AddedAddresses
	for range 2 { // sent again it is one batch
		again := answerOf[api.AddedAddresses](t, w, http.StatusCreated, http.MethodPost, "/v1/addresses", body, append(numberer, "Idempotency-Key", "one")...)
		if len(again.IDs) != 4 || added.IDs != nil && again.IDs[0] != added.IDs[0] {
			t.Fatalf("added %v and then %v", added.IDs, again.IDs)
		}
		added = again
	}
	path := func(i int) string { return "/v1/addresses/" + added.IDs[i].String() }
	a := answerOf[api.AddressBody](t, w, http.StatusOK, http.MethodGet, path(2), "")
	if a.Text != "浙江省衢州市江山市清湖街道清溪路1之1号3幢501室" || a.Short != "清溪路1之1号3幢501室" || a.Lon == nil || a.Visibility != "" || !a.Standing {
		t.Errorf("read by anybody: %+v", a)
	}
	if got := w.send(t, http.MethodGet, path(3), ""); got.Code != http.StatusNotFound {
		t.Errorf("an address that is not public: %d %s", got.Code, got.Body)
	}
	var listed []string
	for _, one := range answerOf[struct{ Items []api.AddressBody }](t, w, http.StatusOK, http.MethodGet, "/v1/addresses?way="+street.String(), "").Items {
		listed = append(listed, one.Short)
	}
	if got := strings.Join(listed, " "); got != "清溪路1号 清溪路1之1号3幢501室 清溪路2号" {
		t.Errorf("listed: %s", got)
	}

	if got := answerOf[struct{ Items []api.AddressBody }](t, w, http.StatusOK, http.MethodGet, "/v1/addresses?division="+town, "").Items; len(got) != 4 {
		t.Errorf("in the town there are %d addresses, want these three and another", len(got))
	}
	for _, of := range []string{"", "?division=" + w.home.String()} {
		if got := w.send(t, http.MethodGet, "/v1/addresses"+of, ""); got.Code != http.StatusUnprocessableEntity || !strings.Contains(got.Body.String(), "address-where") {
			t.Errorf("a list of%s: %d %s", of, got.Code, got.Body)
		}
	}

	refused := w.send(t, http.MethodPost, "/v1/addresses", batch(item("5", ""), item("2", ""), item("6号", "")), numberer...)
	if text := refused.Body.String(); refused.Code != http.StatusUnprocessableEntity || !strings.Contains(text, "address-rows") || !strings.Contains(text, "2号已被别的地址使用") || !strings.Contains(text, "body.items[2]") || strings.Contains(text, "items[0]") {
		t.Errorf("a batch with rows that do not fit: %d %s", refused.Code, refused.Body)
	}

	tag := w.send(t, http.MethodGet, path(0), "", numberer...).Header().Get("ETag")
	stepped := w.send(t, http.MethodPost, path(0)+"/steps", `{"step":"confirm"}`, append(numberer, "If-Match", tag)...)
	if stepped.Code != http.StatusOK || !strings.Contains(stepped.Body.String(), `"confirmed"`) {
		t.Fatalf("confirmed: %d %s", stepped.Code, stepped.Body)
	}
	if got := w.send(t, http.MethodPost, path(0)+"/steps", `{"step":"use"}`, append(numberer, "If-Match", tag)...); got.Code != http.StatusPreconditionFailed {
		t.Errorf("a step of what was read before: %d %s", got.Code, got.Body)
	}
	tag = stepped.Header().Get("ETag")
	if got := w.send(t, http.MethodPost, path(0)+"/changes", `{"item":`+item("1", "")+`,"on":"2024-01-01","reason":"改号"}`, append(numberer, "If-Match", tag)...); got.Code != http.StatusConflict || !strings.Contains(got.Body.String(), "1号已被别的地址使用") {
		t.Errorf("into a number that is taken: %d %s", got.Code, got.Body)
	}
	next := answerOf[api.AddressBody](t, w, http.StatusOK, http.MethodPost, path(0)+"/changes", `{"item":`+item("4", "")+`,"on":"`+version.Today().String()+`","reason":"改号"}`, append(numberer, "If-Match", tag)...)
	if next.ID == added.IDs[0] || next.Number != "4" {
		t.Errorf("changed: %+v", next)
	}
	old := answerOf[api.AddressBody](t, w, http.StatusOK, http.MethodGet, path(0), "")
	if old.State != "changed" || old.Successor == nil || *old.Successor != next.ID || old.Standing {
		t.Errorf("what was changed: %+v", old)
	}
	texts := answerOf[struct{ Items []api.AddressText }](t, w, http.StatusOK, http.MethodGet, "/v1/addresses/"+next.ID.String()+"/texts", "").Items
	if len(texts) != 2 || !strings.HasSuffix(texts[1].Text, "清溪路2号") || texts[1].Address != added.IDs[0] {
		t.Errorf("past texts: %+v", texts)
	}
	tag = w.send(t, http.MethodGet, path(1), "", numberer...).Header().Get("ETag")
	if got := w.send(t, http.MethodPost, path(1)+"/withdrawal", `{"reason":"重复录入"}`, append(numberer, "If-Match", tag)...); got.Code != http.StatusGone {
		t.Errorf("withdrawn: %d %s", got.Code, got.Body)
	}
	if got := w.send(t, http.MethodGet, path(1), ""); got.Code != http.StatusGone || !strings.Contains(got.Body.String(), "重复录入") {
		t.Errorf("read when withdrawn: %d %s", got.Code, got.Body)
	}
	if got := w.send(t, http.MethodGet, "/v1/addresses/"+uuid.NewString(), "", numberer...); got.Code != http.StatusNotFound {
		t.Errorf("no address: %d", got.Code)
	}

	ledgertest.Settle(t, w.pool)
	public := batch(item("11", ""), item("12", ""))
	added = answerOf[api.AddedAddresses](t, w, http.StatusCreated, http.MethodPost, "/v1/addresses", public, numberer...)
	ledgertest.Settle(t, w.pool)
	head, err := ledger.ReadHead(t.Context(), w.pool)
	if err != nil {
		t.Fatal(err)
	}
	objects := answerOf[api.ObjectList](t, w, http.StatusOK, http.MethodGet, fmt.Sprintf("/v1/changes/%d/objects", head.Seq), "")
	if len(objects.Items) != 2 || objects.Items[0] != added.IDs[0] {
		t.Errorf("objects of the last change: %+v, want %v", objects, added.IDs)
	}
}
