package api_test

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"diming/api"
	"diming/gazetteer"
	"diming/internal/account"
	"diming/internal/ledger"
	"diming/internal/version"
)

// A resident's application is numbered and certified at one window; the code on
// the paper proves both certificates, never names the owner, and goes on doing
// so after the street is renamed.
func TestAnApplicationIsNumberedCertifiedAndProvedAfterARename(t *testing.T) {
	w := newWorld(t)
	numberer := w.signedIn(t, "numberer", account.Grant{Role: account.Numberer, Division: w.home})
	clerk := w.signedIn(t, "window", account.Grant{Role: account.Clerk, Division: w.home})
	stranger := w.signedIn(t, "stranger", account.Grant{Role: account.Numberer, Division: w.away})
	town := w.named["division"]
	street, _, err := w.Places.Add(t.Context(), ledger.Console, gazetteer.Draft{Names: []gazetteer.RowName{{Text: "老街"}}, Class: "23514",
		Division: "330881003", Visibility: "public", Source: "测试", Valid: version.Span{From: version.Day(2001, 1, 1)}}, "测试")
	if err != nil {
		t.Fatal(err)
	}
	const party = `{"applicant":"王小明","owner":"王大伟","contact":"5550123","where":"老街西首","papers":[{"kind":"房产证","address":"清湖镇老街西首王宅"}]}`
	opening := fmt.Sprintf(`{"want":"number","division":%q,"lon":118.6,"lat":28.6,"party":%s}`, town, party)
	if got := w.send(t, http.MethodPost, "/v1/address-applications", opening, stranger...); got.Code != http.StatusForbidden {
		t.Errorf("taken in from another county: %d %s", got.Code, got.Body)
	}
	id := answerOf[struct{ ID string }](t, w, http.StatusCreated, http.MethodPost, "/v1/address-applications", opening, append(clerk, "Idempotency-Key", "in")...).ID
	if again := answerOf[struct{ ID string }](t, w, http.StatusCreated, http.MethodPost, "/v1/address-applications", opening, append(clerk, "Idempotency-Key", "in")...).ID; again != id {
		t.Errorf("sent again it is another application: %s, %s", id, again)
	}
	path := "/v1/address-applications/" + id
	match := func(who []string) []string {
		return append(append([]string{}, who...), "If-Match", w.send(t, http.MethodGet, path, "", who...).Header().Get("ETag"))
	}
	if got := w.send(t, http.MethodGet, path, "", stranger...); got.Code == http.StatusOK {
		t.Errorf("read from another county: %s", got.Body)
	}
	list := w.send(t, http.MethodGet, "/v1/address-applications?open=true", "", clerk...).Body.String()
	if !strings.Contains(list, id) || strings.Contains(list, "小明") || strings.Contains(list, "西首") {
		t.Errorf("the list is %s", list)
	}
	step := func(who []string, body, want string) {
		t.Helper()
		if got := w.send(t, http.MethodPost, path+"/steps", body, match(who)...); got.Code != http.StatusOK || !strings.Contains(got.Body.String(), `"state":"`+want+`"`) {
			t.Fatalf("%s: %d %s", body, got.Code, got.Body)
		}
	}
	if got := w.send(t, http.MethodPost, path+"/steps", `{"step":"ask"}`, match(clerk)...); got.Code != http.StatusUnprocessableEntity || !strings.Contains(got.Body.String(), "address-application-reason") {
		t.Errorf("asked for nothing: %d %s", got.Code, got.Body)
	}
	step(clerk, `{"step":"ask","note":"请补平面图"}`, "to_correct")
	step(clerk, `{"step":"complete"}`, "received")
	step(clerk, `{"step":"accept"}`, "accepted")
	step(clerk, `{"step":"see","note":"三层新建住宅","lon":118.601,"lat":28.601}`, "seen")
	item := fmt.Sprintf(`{"item":{"division":%q,"way":%q,"number":"12","visibility":"public","source":"申请编号"},"note":"街还没有中心线，照现场顺序"}`, town, street)
	if got := w.send(t, http.MethodPost, path+"/number", item, match(clerk)...); got.Code != http.StatusForbidden {
		t.Errorf("numbered by a clerk: %d %s", got.Code, got.Body)
	}
	stale := match(numberer)
	numbered := answerOf[api.AddressCaseWithParty](t, w, http.StatusOK, http.MethodPost, path+"/number", item, stale...)
	const issued = "浙江省衢州市江山市清湖街道老街12号"
	if numbered.State != "numbered" || numbered.Text != issued || numbered.Address == nil || numbered.Party.Owner != "王大伟" {
		t.Fatalf("numbered: %+v", numbered)
	}
	if got := w.send(t, http.MethodPost, path+"/steps", `{"step":"hand_over"}`, stale...); got.Code != http.StatusPreconditionFailed {
		t.Errorf("a step on what was read before: %d %s", got.Code, got.Body)
	}
	certify := fmt.Sprintf(`{"kinds":["door_plate","one_address"],"holder":{"name":"王大伟","papers":[{"kind":"房产证","address":"清湖镇老街西首王宅"}]},"application":%q}`, id)
	of := "/v1/addresses/" + numbered.Address.String()
	both := answerOf[api.IssuedCertificates](t, w, http.StatusCreated, http.MethodPost, of+"/certificates", certify, match(numberer)...)
	if len(both.IDs) != 2 {
		t.Fatalf("issued %v", both)
	}
	step(clerk, `{"step":"hand_over"}`, "handed_over")
	done := answerOf[api.AddressCaseWithParty](t, w, http.StatusOK, http.MethodGet, path, "", clerk...)
	if len(done.Certificates) != 2 || len(done.Taken) != 8 || len(done.Steps) != 0 {
		t.Errorf("at its end: %+v", done)
	}

	print := fmt.Sprintf("/v1/certificates/%s/certificate.pdf?with=%s", both.IDs[0], both.IDs[1])
	pdf := w.send(t, http.MethodGet, print, "", numberer...)
	if pdf.Code != http.StatusOK {
		t.Fatalf("printed: %d %s", pdf.Code, pdf.Body)
	}
	if got := w.send(t, http.MethodGet, print, "", stranger...); got.Code == http.StatusOK {
		t.Error("printed from another county")
	}
	proofs := []string{strings.TrimPrefix(scannedFrom(t, pdf.Body.Bytes()), w.PublicURL.String()), strings.TrimPrefix(scannedFrom(t, sheetOf(t, pdf.Body.Bytes(), 2)), w.PublicURL.String())}
	if proofs[0] == proofs[1] || !strings.HasPrefix(proofs[1], "/certificates/") {
		t.Fatalf("the two pages lead to %v", proofs)
	}
	if _, err := w.Places.Rename(t.Context(), ledger.Console, street, "清溪路", version.Span{From: version.Today()}, "测试"); err != nil {
		t.Fatal(err)
	}
	for _, proof := range proofs {
		got := w.ask(t, proof)
		text := got.Body.String()
		if got.Code != http.StatusOK || !strings.Contains(text, "有效") || !strings.Contains(text, issued) || !strings.Contains(text, "江山市清湖街道清溪路12号") {
			t.Errorf("after the renaming %s says %d %s", proof, got.Code, text)
		}
		for _, secret := range []string{"小明", "大伟", "5550123", "王宅", "西首"} {
			if strings.Contains(text, secret) {
				t.Errorf("the proof tells %s", secret)
			}
		}
	}
}

// What the numbering scheme says of one house is shown before a number is given,
// however it is written; against it a number needs a reason, which stays with
// the address with who gave it.
func TestANumberIsTriedBeforeItIsGiven(t *testing.T) {
	w := newWorld(t)
	numberer := w.signedIn(t, "numberer", account.Grant{Role: account.Numberer, Division: w.home})
	town := w.named["division"]
	street := w.newStreet(t, "试号路", "330881003", eastWest)
	w.beijingHere(t, w.home, numberer)
	gates := trial(street, "", gate("a", 9, true, ""), gate("b", 7, true, ""), gate("c", 5, true, ""), gate("d", 8, false, ""))
	seen := answerOf[api.NumberingBody](t, w, http.StatusOK, http.MethodPost, "/v1/numberings/simulate", "{"+gates+"}", numberer...).Seen
	answerOf[api.AddedAddresses](t, w, http.StatusCreated, http.MethodPost, "/v1/numberings", fmt.Sprintf(`{%s,"seen":%q,"visibility":"public","reason":"新街编号"}`, gates, seen), numberer...)
	opening := fmt.Sprintf(`{"want":"number","division":%q,"lon":118.606,"lat":28.6001,"party":{"applicant":"测试","contact":"测试","where":"测试"}}`, town)
	id := answerOf[struct{ ID string }](t, w, http.StatusCreated, http.MethodPost, "/v1/address-applications", opening, numberer...).ID
	path := "/v1/address-applications/" + id
	match := func() []string {
		return append(append([]string{}, numberer...), "If-Match", w.send(t, http.MethodGet, path, "", numberer...).Header().Get("ETag"))
	}
	for _, body := range []string{`{"step":"accept"}`, `{"step":"see","note":"住宅"}`} {
		answerOf[api.AddressCaseWithParty](t, w, http.StatusOK, http.MethodPost, path+"/steps", body, match()...)
	}
	try := func(body string) api.NumberTrial {
		t.Helper()
		return answerOf[api.NumberTrial](t, w, http.StatusOK, http.MethodPost, path+"/number-trial", fmt.Sprintf(`{"way":%q%s}`, street, body), numberer...)
	}
	first := try("")
	if p := first.Proposed; p == nil || p.Text != "3-1号" || first.Side != "right" || first.Before.Text != "3号" || first.After.Text != "5号" || first.Far || len(first.Across) != 1 || first.Across[0].Text != "2号" || first.Why == "" || first.Reason == "" || len(first.Course) == 0 {
		t.Fatalf("tried: %+v", first)
	}
	for written, want := range map[string]string{"3-1号": "", "３－１": "", "三之一号": "", "4": "parity", "４号": "parity", "四号": "parity", "5号": "duplicate", "九号": "order"} {
		got := try(fmt.Sprintf(`,"number":%q`, written))
		kind := ""
		for _, f := range got.Against {
			kind += f.Kind
		}
		if kind != want || got.Given == nil {
			t.Errorf("%s: %s %+v, want %q", written, kind, got.Given, want)
		}
	}
	if got := w.send(t, http.MethodPost, path+"/number-trial", fmt.Sprintf(`{"way":%q,"number":"门口那间"}`, street), numberer...); got.Code != http.StatusUnprocessableEntity || !strings.Contains(got.Body.String(), "看不懂这个门牌号") {
		t.Errorf("nonsense: %d %s", got.Code, got.Body)
	}
	if off := try(`,"lon":118.606,"lat":28.6012`); !off.Far || off.FarM != 100 || off.OffsetM < 100 || off.Proposed == nil {
		t.Errorf("133 m from the street: %+v", off)
	}
	if off := try(`,"lon":118.606,"lat":28.604,"number":"9"`); off.Proposed != nil || len(off.Against) != 1 || off.Against[0].Kind != "distance" {
		t.Errorf("444 m from the street: %+v", off)
	}
	village := answerOf[api.NumberTrial](t, w, http.StatusOK, http.MethodPost, path+"/number-trial", `{"number":"20"}`, numberer...)
	if village.Street || village.Proposed.Text != "10号" || len(village.Against) != 1 || village.Against[0].Kind != "jump" { // 9 stands in the township itself
		t.Errorf("without a street: %+v", village)
	}
	item := func(number, note string) string {
		return fmt.Sprintf(`{"item":{"division":%q,"way":%q,"number":%q,"visibility":"public","source":"申请编号"},"note":%q}`, town, street, number, note)
	}
	if got := w.send(t, http.MethodPost, path+"/number", item("四号", ""), match()...); got.Code != http.StatusUnprocessableEntity || !strings.Contains(got.Body.String(), "此侧应为单号") {
		t.Errorf("against the scheme without a reason: %d %s", got.Code, got.Body)
	}
	if got := w.send(t, http.MethodPost, path+"/number", item("５号", "就要"), match()...); got.Code != http.StatusConflict || !strings.Contains(got.Body.String(), "address-taken") {
		t.Errorf("a number that stands: %d %s", got.Code, got.Body)
	}
	numbered := answerOf[api.AddressCaseWithParty](t, w, http.StatusOK, http.MethodPost, path+"/number", item("四号", "门开在街对面"), match()...)
	last := numbered.Taken[len(numbered.Taken)-1]
	if !strings.HasSuffix(numbered.Text, "试号路4号") || last.Note != "门开在街对面" || !strings.Contains(last.Against, "单号") || last.By != "测试员" || last.At.IsZero() {
		t.Errorf("given: %+v", numbered)
	}
	renumbered := answerOf[api.AddressCaseWithParty](t, w, http.StatusOK, http.MethodPost, path+"/number", item("三号之1", "听错了"), match()...)
	if !strings.HasSuffix(renumbered.Text, "试号路3-1号") || *renumbered.Address != *numbered.Address {
		t.Errorf("renumbered: %+v", renumbered)
	}
	history := answerOf[struct{ Items []api.AddressEntered }](t, w, http.StatusOK, http.MethodGet, "/v1/addresses/"+numbered.Address.String()+"/history", "", numberer...).Items
	if len(history) != 2 || history[0].Action != "address.add" || !strings.Contains(history[0].Reason, "门开在街对面") || history[0].By != "测试员" || history[1].Action != "address.correct" || !strings.Contains(history[1].Reason, "听错了") {
		t.Errorf("its history: %+v", history)
	}
	batch := answerOf[struct{ Items []api.AddressEntered }](t, w, http.StatusOK, http.MethodGet, "/v1/addresses/"+first.Before.Address.String()+"/history", "", numberer...).Items
	if len(batch) != 1 || batch[0].Reason != "新街编号" || batch[0].Batch != 4 {
		t.Errorf("of a batch: %+v", batch)
	}
}

// sheetOf cuts a page out of a file.
func sheetOf(t *testing.T, pdf []byte, n int) []byte {
	t.Helper()
	folder := t.TempDir()
	whole := filepath.Join(folder, "whole.pdf")
	if err := os.WriteFile(whole, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(t.Context(), "pdfseparate", "-f", fmt.Sprint(n), "-l", fmt.Sprint(n), whole, filepath.Join(folder, "page-%d.pdf")).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	one, err := os.ReadFile(filepath.Join(folder, fmt.Sprintf("page-%d.pdf", n)))
	if err != nil {
		t.Fatal(err)
	}
	return one
}
