package api_test

import (
	"fmt"
	"image/png"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
	"github.com/paulmach/orb"

	"diming/gazetteer"
	"diming/internal/account"
	"diming/internal/ledger"
)

// The code that is printed on a certificate leads to a page that proves it and
// never names the holder; a revoked one says so at once.
func TestACertificateIsProvedByTheCodeOnItsPaper(t *testing.T) {
	w := newWorld(t)
	clerk := w.signedIn(t, "certifier", account.Grant{Role: account.Reviewer, Division: w.home})
	order := `{"kind":"one_place","holder":{"name":"王小明","purpose":"变更登记","papers":[{"kind":"房屋所有权证","address":"江山市清溪口 12 号"}]},"basis":"示例政发〔2020〕3号"}`
	got := w.send(t, "POST", "/v1/places/"+w.named["place"]+"/certificates", order, append(clerk, "Idempotency-Key", "one-intent")...)
	if got.Code != 201 {
		t.Fatalf("issue = %d %s", got.Code, got.Body)
	}
	id := decode[struct{ ID string }](t, got.Body).ID
	again := w.send(t, "POST", "/v1/places/"+w.named["place"]+"/certificates", order, append(clerk, "Idempotency-Key", "one-intent")...)
	if again.Code != 201 || decode[struct{ ID string }](t, again.Body).ID != id {
		t.Errorf("sent again = %d %s, want the same certificate", again.Code, again.Body)
	}
	pdf := w.send(t, "GET", "/v1/certificates/"+id+"/certificate.pdf", "", clerk...)
	if pdf.Code != 200 || pdf.Header().Get("Content-Type") != "application/pdf" {
		t.Fatalf("pdf = %d %s", pdf.Code, pdf.Body)
	}
	text := scannedFrom(t, pdf.Body.Bytes())
	address, found := strings.CutPrefix(text, w.PublicURL.String())
	if !found || !strings.HasPrefix(address, "/certificates/") {
		t.Fatalf("the code says %q", text)
	}
	page := w.ask(t, address)
	if page.Code != 200 || !strings.Contains(page.Body.String(), "有效") || !strings.Contains(page.Body.String(), "清溪口") {
		t.Errorf("proof = %d %s", page.Code, page.Body)
	}
	for _, secret := range []string{"王小明", "12 号", "变更登记"} {
		if strings.Contains(page.Body.String(), secret) {
			t.Errorf("the proof names %s", secret)
		}
	}
	for name, want := range map[string]string{"王小明": "与持有人一致", "王大明": "与持有人不一致"} {
		if got := w.fill(t, address, url.Values{"holder": {name}}); !strings.Contains(got.Body.String(), want) {
			t.Errorf("asked about %s: %s", name, got.Body)
		}
	}
	if got := w.send(t, "POST", "/v1/certificates/"+id+"/revoke", `{"reason":"地址有误"}`, clerk...); got.Code != 204 {
		t.Fatalf("revoke = %d %s", got.Code, got.Body)
	}
	if page := w.ask(t, address); !strings.Contains(page.Body.String(), "已作废") || !strings.Contains(page.Body.String(), "地址有误") || strings.Contains(page.Body.String(), "有效") {
		t.Errorf("proof of a revoked one: %s", page.Body)
	}
	if page := w.ask(t, "/certificates/"+strings.Repeat("0", 26)); page.Code != 404 || !strings.Contains(page.Body.String(), "可能是假的") {
		t.Errorf("an unknown code = %d %s", page.Code, page.Body)
	}
}

// scannedFrom prints a page to pixels and reads the code on it.
func scannedFrom(t *testing.T, pdf []byte) string {
	t.Helper()
	folder := t.TempDir()
	path := filepath.Join(folder, "paper.pdf")
	if err := os.WriteFile(path, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(t.Context(), "pdftoppm", "-r", "150", "-png", "-singlefile", path, filepath.Join(folder, "page")).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	file, err := os.Open(filepath.Join(folder, "page.png"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	img, err := png.Decode(file)
	if err != nil {
		t.Fatal(err)
	}
	bitmap, err := gozxing.NewBinaryBitmapFromImage(img)
	if err != nil {
		t.Fatal(err)
	}
	result, err := qrcode.NewQRCodeReader().Decode(bitmap, map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true})
	if err != nil {
		t.Fatal(err)
	}
	return result.GetText()
}

func TestWhatACertificateLacksIsSaidBeforeItHasANumber(t *testing.T) {
	w := newWorld(t)
	clerk := w.signedIn(t, "certifier", account.Grant{Role: account.Clerk, Division: w.home})
	other := w.signedIn(t, "elsewhere", account.Grant{Role: account.Clerk, Division: w.away})
	post := func(body string, who []string) (int, string) {
		got := w.send(t, "POST", "/v1/places/"+w.named["place"]+"/certificates", body, who...)
		return got.Code, got.Body.String()
	}
	for body, want := range map[string]string{
		`{"kind":"renamed","holder":{"name":"王","papers":[]},"basis":"依据"}`:                               "not-renamed",
		`{"kind":"standard","holder":{"name":" ","papers":[]},"basis":"依据"}`:                              "holder-missing",
		`{"kind":"standard","holder":{"name":"王","papers":[]}}`:                                           "certificate-basis",
		`{"kind":"one_place","holder":{"name":"王","papers":[]},"basis":"依据"}`:                             "certificate-papers",
		fmt.Sprintf(`{"kind":"standard","holder":{"name":"王%c","papers":[]},"basis":"依据"}`, '\U000F0001'): "no-glyph",
	} {
		if code, said := post(body, clerk); code != 422 || !strings.Contains(said, "urn:diming:problem:"+want) {
			t.Errorf("%s = %d %s, want %s", body, code, said, want)
		}
	}
	if code, said := post(`{"kind":"standard","holder":{"name":"王","papers":[]},"basis":"依据"}`, other); code != 403 {
		t.Errorf("a clerk of another county = %d %s", code, said)
	}
	if code, said := post(`{"kind":"standard","holder":{"name":"王","papers":[]},"basis":"依据"}`, clerk); code != 201 {
		t.Errorf("issue = %d %s", code, said)
	}
	var last int
	if err := w.pool.QueryRow(t.Context(), `SELECT last FROM certificate_number`).Scan(&last); err != nil || last != 2 {
		t.Errorf("last number %d, %v: what was refused took none, and the walk's world holds one", last, err)
	}
}

// What the register holds of a place may have a character that no font draws as
// well as what the clerk writes: either is said before a number is taken.
func TestAPlaceThatCannotBePrintedTakesNoNumber(t *testing.T) {
	w := newWorld(t)
	clerk := w.signedIn(t, "certifier", account.Grant{Role: account.Clerk, Division: w.home})
	last := func() int {
		return query[int](t, w.system, `SELECT last FROM certificate_number`)[0]
	}
	before := last()
	for what, draft := range map[string]gazetteer.Draft{
		"标准地名": {Names: []gazetteer.RowName{{Text: "清\U000F0001口"}}},
		"位置说明": {Names: []gazetteer.RowName{{Text: "清溪桥头"}}, Description: "东至\U000F0001溪"},
	} {
		draft.Class, draft.Division, draft.Location, draft.Visibility, draft.Source = "22200", "330881003", &orb.Point{118.61, 28.61}, "public", "测试"
		place, _, err := w.Places.Add(t.Context(), ledger.Console, draft, "测试")
		if err != nil {
			t.Fatal(err)
		}
		got := w.send(t, "POST", "/v1/places/"+place.String()+"/certificates", `{"kind":"standard","holder":{"name":"王","papers":[]},"basis":"依据"}`, clerk...)
		if said := got.Body.String(); got.Code != 422 || !strings.Contains(said, "urn:diming:problem:no-glyph") || !strings.Contains(said, "“"+what+"”里") || !strings.Contains(said, "U+F0001") {
			t.Errorf("a character that no font holds in %s = %d %s", what, got.Code, said)
		}
	}
	if after := last(); after != before {
		t.Errorf("last number %d, was %d: what was refused took one", after, before)
	}
}
