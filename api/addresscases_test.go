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
	item := fmt.Sprintf(`{"item":{"division":%q,"way":%q,"number":"12","visibility":"public","source":"申请编号"}}`, town, street)
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
