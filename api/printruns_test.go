package api_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"diming/api"
	"diming/internal/account"
)

// runStep takes a step of a run as it stands.
func (w *platedStreet) runStep(t *testing.T, status int, run uuid.UUID, step string) api.PrintRunBody {
	t.Helper()
	return w.runStepAs(t, status, run, step, w.clerk)
}

func (w *platedStreet) runStepAs(t *testing.T, status int, run uuid.UUID, step string, who []string) api.PrintRunBody {
	t.Helper()
	at := "/v1/print-runs/" + run.String()
	tag := w.send(t, http.MethodGet, at, "", who...).Header().Get("ETag")
	return answerOf[api.PrintRunBody](t, w.world, status, http.MethodPost, at+"/steps", `{"step":"`+step+`","note":"测试"}`, append(slices.Clone(who), "If-Match", tag)...)
}

// second is another who manages plates: who signed the text does not release.
func (w *platedStreet) second(t *testing.T) []string {
	t.Helper()
	if w.other2 == nil {
		w.other2 = w.signedIn(t, "second", account.Grant{Role: account.Numberer, Division: w.home})
	}
	return w.other2
}

// drawn has the files of a run that was signed made and read back.
func (w *platedStreet) drawn(t *testing.T) {
	t.Helper()
	if worked, err := w.PrintRuns().WorkOnce(t.Context(), uuid.New()); !worked || err != nil {
		t.Fatalf("WorkOnce() = %v, %v", worked, err)
	}
}

func (w *platedStreet) makeRun(t *testing.T) uuid.UUID {
	t.Helper()
	return answerOf[struct{ ID uuid.UUID }](t, w.world, http.StatusCreated, http.MethodPost, "/v1/print-runs", fmt.Sprintf(`{"title":"示例批次","division":%q,"source":"planned","of":%q}`, w.named["division"], w.way), w.clerk...).ID
}

// signed makes a run whose files are made and read back.
func (w *platedStreet) releasedRun(t *testing.T) uuid.UUID {
	t.Helper()
	run := w.makeRun(t)
	w.runStep(t, http.StatusOK, run, "proof")
	w.drawn(t)
	w.runStepAs(t, http.StatusOK, run, "release", w.second(t))
	return run
}

func TestARunIsSignedReleasedOrderedAndReceivedOverHTTP(t *testing.T) {
	w := newPlatedStreet(t, 3)
	w.plan(t, doorItem(w.houses[0]), doorItem(w.houses[1]), doorItem(w.houses[2]), streetItem(w.way))
	if got := w.send(t, http.MethodPost, "/v1/print-runs", fmt.Sprintf(`{"title":"x","division":%q,"source":"planned"}`, w.named["division"]), w.other...); got.Code != http.StatusForbidden {
		t.Errorf("made from another county: %d", got.Code)
	}
	run := w.releasedRun(t)
	at := "/v1/print-runs/" + run.String()
	items := answerOf[struct{ Items []api.PrintRunPlate }](t, w.world, http.StatusOK, http.MethodGet, at+"/plates", "", w.hanger...).Items
	if len(items) != 4 || items[0].Kind != "street" || items[1].Number != "1号" || items[2].Number != "3号" || items[3].Number != "2号" {
		t.Errorf("in walking order: %+v", items)
	}
	body := answerOf[api.PrintRunBody](t, w.world, http.StatusOK, http.MethodGet, at, "", w.clerk...)
	if body.State != "released" || len(body.Parts) != 1 || body.Parts[0].Codes != 3 || body.Steps[0].Step != "proof" || body.Steps[0].Actor == "" || body.Trial {
		t.Errorf("released: %+v", body)
	}
	for file, begins := range map[string]string{"1.pdf": "%PDF", "cover.pdf": "%PDF", "trial.pdf": "%PDF", "delivery.csv": "\ufeff序号,名称", "engraving.csv": "\ufeff序号,种类,宽毫米", "void.csv": "\ufeff序号,编号"} {
		got := w.send(t, http.MethodGet, at+"/files/"+file, "", w.clerk...)
		if got.Code != http.StatusOK || !strings.HasPrefix(got.Body.String(), begins) {
			t.Errorf("%s: %d %.60s", file, got.Code, got.Body)
		}
		if again := w.send(t, http.MethodGet, at+"/files/"+file, "", w.clerk...); again.Body.String() != got.Body.String() {
			t.Errorf("%s asked for again differs", file)
		}
	}
	engraving := w.send(t, http.MethodGet, at+"/files/engraving.csv", "", w.clerk...).Body.String()
	if !strings.Contains(engraving, "1,街路牌,1500,450,清溪路,,QINGXI LU") || !strings.Contains(engraving, "2,小门牌,150,90,清溪路,,,1号") || !strings.Contains(engraving, "# 共 4 块") {
		t.Errorf("for engraving machines:\n%s", engraving)
	}

	link := answerOf[api.MadeLink](t, w.world, http.StatusCreated, http.MethodPost, at+"/links", `{"workshop":"示例制牌厂"}`, w.clerk...)
	path := strings.TrimPrefix(link.URL, origin)
	page := w.send(t, http.MethodGet, path, "")
	if page.Code != http.StatusOK || !strings.Contains(page.Body.String(), "示例批次") || !strings.Contains(page.Body.String(), path+"/1.pdf") {
		t.Errorf("the workshop's page: %d %s", page.Code, page.Body)
	}
	for file, want := range map[string]int{"cover.pdf": 200, "1.pdf": 200, "engraving.csv": 200, "trial.pdf": 409, "2.pdf": 409, "other": 409} {
		if got := w.send(t, http.MethodGet, path+"/"+file, ""); got.Code != want {
			t.Errorf("the workshop's %s: %d, want %d", file, got.Code, want)
		}
	}
	w.runStep(t, http.StatusOK, run, "order")
	look := answerOf[api.PrintRunPlate](t, w.world, http.StatusOK, http.MethodGet, at+"/look?code="+items[1].URL, "", w.clerk...)
	if look.Number != "1号" || look.State != "ordered" {
		t.Errorf("what a code says: %+v", look)
	}
	if got := w.send(t, http.MethodPost, at+"/receipts", `{"code":"0000000000","good":true}`, w.clerk...); got.Code != http.StatusUnprocessableEntity || !strings.Contains(got.Body.String(), "不是这一批里的牌") {
		t.Errorf("a plate of another run: %d %s", got.Code, got.Body)
	}
	if got := w.send(t, http.MethodPost, at+"/receipts", `{"code":"`+items[1].Token+`"}`, w.clerk...); got.Code != http.StatusUnprocessableEntity || !strings.Contains(got.Body.String(), "写明原因") {
		t.Errorf("sent back without a reason: %d %s", got.Code, got.Body)
	}
	for _, it := range items {
		got := answerOf[api.PrintRunPlate](t, w.world, http.StatusOK, http.MethodPost, at+"/receipts", `{"code":"`+it.URL+`","good":true}`, w.clerk...)
		if got.State != "received" {
			t.Errorf("received: %+v", got)
		}
	}
	w.runStep(t, http.StatusOK, run, "receive")
	w.runStep(t, http.StatusOK, run, "close")
	if got := w.send(t, http.MethodGet, path, ""); got.Code != http.StatusNotFound {
		t.Errorf("the link of a closed run: %d", got.Code)
	}
}

func TestAWorkshopSeesItsOrderAloneUntilTheLinkIsTakenBack(t *testing.T) {
	w := newPlatedStreet(t, 2)
	w.plan(t, doorItem(w.houses[0]))
	first := w.releasedRun(t)
	w.plan(t, doorItem(w.houses[1]))
	second := w.releasedRun(t)
	at := "/v1/print-runs/" + first.String()
	link := answerOf[api.MadeLink](t, w.world, http.StatusCreated, http.MethodPost, at+"/links", `{"workshop":""}`, w.clerk...)
	path := strings.TrimPrefix(link.URL, origin)
	sees := w.send(t, http.MethodGet, path+"/engraving.csv", "").Body.String()
	if !strings.Contains(sees, "1号") || strings.Contains(sees, "2号") {
		t.Errorf("the workshop sees %s", sees)
	}
	secret := path[strings.LastIndex(path, "/")+1:]
	for _, other := range []string{at, "/v1/print-runs/" + second.String(), at + "/files/1.pdf", "/v1/print-runs", "/v1/plates"} {
		if got := w.send(t, http.MethodGet, other, "", "Authorization", "Bearer "+secret); got.Code != http.StatusUnauthorized {
			t.Errorf("with the link's secret %s answers %d", other, got.Code)
		}
	}
	if got := w.send(t, http.MethodDelete, at+"/links/"+link.ID.String(), "", w.clerk...); got.Code != http.StatusNoContent {
		t.Fatalf("taken back: %d %s", got.Code, got.Body)
	}
	for _, p := range []string{path, path + "/1.pdf", path + "/cover.pdf"} {
		if got := w.send(t, http.MethodGet, p, ""); got.Code != http.StatusNotFound {
			t.Errorf("%s after the link was taken back: %d", p, got.Code)
		}
	}
}
