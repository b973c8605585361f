package api_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"diming/api"
	"diming/boundaries"
	"diming/internal/account"
	"diming/signs/payload"
)

func TestWhoSignedTheTextDoesNotReleaseTheRun(t *testing.T) {
	w := newPlatedStreet(t, 2)
	w.plan(t, doorItem(w.houses[0]), doorItem(w.houses[1]), streetItem(w.way))
	run := w.makeRun(t)
	if signed := w.runStep(t, http.StatusOK, run, "proof"); signed.Files.State != "queued" || slices.Contains(signed.May, "release") {
		t.Errorf("signed: files %q, may %v", signed.Files.State, signed.May)
	}
	w.drawn(t)
	second := w.second(t)
	at := "/v1/print-runs/" + run.String()
	tag := w.send(t, http.MethodGet, at, "", w.clerk...).Header().Get("ETag")
	got := w.send(t, http.MethodPost, at+"/steps", `{"step":"release"}`, append(slices.Clone(w.clerk), "If-Match", tag)...)
	if said := got.Body.String(); got.Code != http.StatusConflict || !strings.Contains(said, "print-run-two-persons") || !strings.Contains(said, "须由另一人放行：测试员。") {
		t.Errorf("released by who signed: %d %s", got.Code, said)
	}
	body := answerOf[api.PrintRunBody](t, w.world, http.StatusOK, http.MethodGet, at, "", second...)
	if r := body.Release; r == nil || !r.TwoPersons || r.Own || r.SignedBy == "" || len(r.By) != 1 || !slices.Contains(body.May, "release") {
		t.Errorf("who may release: %+v, the second may %v", r, body.May)
	}
	if body.Files.Plates != 3 || body.Files.Codes != 2 || body.Coded != 2 || !slices.Equal(body.Uncoded, []api.PlatesOfKind{{Kind: "street", Plates: 1}}) {
		t.Errorf("codes: %+v, %d with a code, without %v", body.Files, body.Coded, body.Uncoded)
	}
	w.runStepAs(t, http.StatusOK, run, "release", second)
}

func TestOnePersonMayReleaseWhereTheDivisionSaysSo(t *testing.T) {
	w := newPlatedStreet(t, 1)
	admin := w.signedIn(t, "admin", account.Grant{Role: account.Admin})
	answerOf[struct{ Seq int64 }](t, w.world, http.StatusOK, http.MethodPut, "/v1/settings", fmt.Sprintf(`{"key":%q,"division":"330881","value":false,"basis":"本局内控规定","reason":"只有一人","valid_from":"2020-01-01"}`, boundaries.SettingTwoPersons), admin...)
	w.plan(t, doorItem(w.houses[0]))
	run := w.makeRun(t)
	w.runStep(t, http.StatusOK, run, "proof")
	w.drawn(t)
	w.runStep(t, http.StatusOK, run, "release")
}

// TestThePictureOfAPlateSaysWhatItsRunPrints has the code of a plate drawn by
// itself read by a program that is not ours.
func TestThePictureOfAPlateSaysWhatItsRunPrints(t *testing.T) {
	w := newPlatedStreet(t, 1)
	admin := w.signedIn(t, "admin", account.Grant{Role: account.Admin})
	answerOf[struct{ Seq int64 }](t, w.world, http.StatusOK, http.MethodPut, "/v1/settings", fmt.Sprintf(`{"key":%q,"division":"330881","value":true,"basis":"本局规定","reason":"测试","valid_from":"2020-01-01"}`, boundaries.SettingPlatePayload), admin...)
	ids := w.plan(t, fmt.Sprintf(`{"kind":"door_big","address":%q}`, w.houses[0]))
	picture := "/v1/plates/" + ids[0].String() + "/artwork.pdf"
	if code := w.codeIn(t, picture); code == "" || strings.Contains(code, "#") {
		t.Errorf("before a run its code says %q", code)
	}
	w.runStep(t, http.StatusOK, w.makeRun(t), "proof")
	said, err := payload.Read(w.codeIn(t, picture))
	if err != nil || said.Name != "清溪路1号" {
		t.Errorf("signed for a run its code says %+v, %v", said.Payload, err)
	}
}

// codeIn reads the one code of a PDF.
func (w *platedStreet) codeIn(t *testing.T, path string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "plate")
	if err := os.WriteFile(file+".pdf", w.send(t, http.MethodGet, path, "", w.clerk...).Body.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(t.Context(), "pdftoppm", "-r", "150", "-gray", "-singlefile", file+".pdf", file).CombinedOutput(); err != nil {
		t.Fatalf("pdftoppm: %v %s", err, out)
	}
	read, err := exec.CommandContext(t.Context(), "zbarimg", "-q", "--raw", "-Sdisable", "-Sqrcode.enable", file+".pgm").Output()
	if err != nil {
		t.Fatalf("zbarimg: %v", err)
	}
	return strings.TrimSpace(string(read))
}

func TestPlatesWithoutACodeAreReceivedFromTheirList(t *testing.T) {
	w := newPlatedStreet(t, 2)
	w.plan(t, doorItem(w.houses[0]), doorItem(w.houses[1]), streetItem(w.way))
	run := w.releasedRun(t)
	w.runStep(t, http.StatusOK, run, "order")
	at := "/v1/print-runs/" + run.String()
	type items struct{ Items []api.PrintRunPlate }
	left := answerOf[items](t, w.world, http.StatusOK, http.MethodGet, at+"/plates?unscanned=true", "", w.clerk...).Items
	if len(left) != 1 || left[0].Kind != "street" {
		t.Fatalf("without a code: %+v", left)
	}
	answerOf[api.PrintRunPlate](t, w.world, http.StatusOK, http.MethodPost, at+"/receipts", `{"code":"`+left[0].Token+`","good":true}`, w.clerk...)
	if left := answerOf[items](t, w.world, http.StatusOK, http.MethodGet, at+"/plates?unscanned=true", "", w.clerk...).Items; len(left) != 0 {
		t.Errorf("received and still in the list: %+v", left)
	}
}

func TestNothingIsSignedWhileThePublicOriginDoesNotAnswer(t *testing.T) {
	w := newPlatedStreet(t, 1)
	w.plan(t, doorItem(w.houses[0]))
	run := w.makeRun(t)
	at := "/v1/print-runs/" + run.String()
	tag := w.send(t, http.MethodGet, at, "", w.clerk...).Header().Get("ETag")
	sign := func() *httptest.ResponseRecorder {
		return w.send(t, http.MethodPost, at+"/steps", `{"step":"proof"}`, append(slices.Clone(w.clerk), "If-Match", tag)...)
	}
	answers := func(h http.Handler) *httptest.Server {
		server := httptest.NewServer(h)
		t.Cleanup(server.Close)
		w.PublicURL, _ = url.Parse(server.URL)
		w.PublicClient = server.Client()
		return server
	}
	own := w.PublicURL
	defer func() { w.PublicURL = own }()

	down := answers(w.system)
	down.Close()
	wantProblem(t, "down", sign(), http.StatusConflict, "public-origin")
	answers(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<h1>nginx</h1>")) }))
	if got := sign(); !strings.Contains(got.Body.String(), "不是本登记系统") {
		t.Errorf("another page answers: %d %s", got.Code, got.Body)
	}
	answers(newWorld(t).system)
	if got := sign(); !strings.Contains(got.Body.String(), "不是本登记系统") {
		t.Errorf("another register answers: %d %s", got.Code, got.Body)
	}
	answers(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) }))
	if got := sign(); !strings.Contains(got.Body.String(), "没有应答") {
		t.Errorf("a proxy without a server: %d %s", got.Code, got.Body)
	}
	if got := answerOf[api.PrintRunBody](t, w.world, http.StatusOK, http.MethodGet, at, "", w.clerk...); got.State != "draft" || got.States["planned"] != 1 {
		t.Errorf("refused, and yet %s %v", got.State, got.States)
	}
	answers(w.system)
	if got := sign(); got.Code != http.StatusOK {
		t.Errorf("up: %d %s", got.Code, got.Body)
	}
}
