package api_test

import (
	"archive/zip"
	"bytes"
	"io"
	"net/http/httptest"
	"strings"
	"testing"

	"diming/internal/account"
	"diming/internal/docx"
)

func TestThePapersOfACase(t *testing.T) {
	w := newWorld(t)
	officer := w.signedIn(t, "papers", account.Grant{Role: account.Clerk, Division: w.home})
	for file, kind := range map[string]string{"request.docx": "wordprocessingml", "reply.docx": "wordprocessingml", "filing.docx": "wordprocessingml",
		"announcement.docx": "wordprocessingml", "form.xlsx": "spreadsheetml", "form.json": "json", "copy-sheet.html": "html", "filing.zip": "zip"} {
		got := w.send(t, "GET", "/v1/cases/"+w.named["case"]+"/papers/"+file, "", officer...)
		if got.Code != 200 || !strings.Contains(got.Header().Get("Content-Type"), kind) || got.Body.Len() < 100 || !strings.Contains(got.Header().Get("Content-Disposition"), "attachment") {
			t.Errorf("%s = %d %s %.200s", file, got.Code, got.Header().Get("Content-Type"), got.Body)
		}
	}
	got := w.send(t, "GET", "/v1/cases/"+w.named["case"]+"/papers/filing.zip", "", officer...)
	packed, err := zip.NewReader(bytes.NewReader(got.Body.Bytes()), int64(got.Body.Len()))
	if err != nil || !strings.HasPrefix(packed.File[0].Name, "00-目录") {
		t.Errorf("filing package: %v", err)
	}
	if got := w.send(t, "GET", "/v1/cases/"+w.named["case"]+"/papers/other.docx", "", officer...); got.Code != 404 {
		t.Errorf("a paper that there is not = %d", got.Code)
	}
}

// wordParts gives the names and contents of a document's parts in order.
func wordParts(t *testing.T, content []byte) [][2]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	var all [][2]string
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, [2]string{f.Name, string(text)})
	}
	return all
}

// wordText is the text of a Word document that was answered, which is sound.
func wordText(t *testing.T, answer *httptest.ResponseRecorder) string {
	t.Helper()
	if answer.Code != 200 {
		t.Fatalf("answer = %d %s", answer.Code, answer.Body)
	}
	if err := docx.Sound(answer.Body.Bytes()); err != nil {
		t.Fatal(err)
	}
	text, err := docx.Text(answer.Body.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestTheLettersNameTheBodiesOfTheCountyAndSpellInParts(t *testing.T) {
	w := newWorld(t)
	officer := w.signedIn(t, "letters", account.Grant{Role: account.Clerk, Division: w.home})
	for _, file := range []string{"request.docx", "filing.docx"} {
		got := wordText(t, w.send(t, "GET", "/v1/cases/"+w.named["case"]+"/papers/"+file, "", officer...))
		if strings.Contains(got, "县级人民政府") || strings.Contains(got, "上一级地名行政主管部门") {
			t.Errorf("%s speaks of a body of any place: %s", file, got)
		}
		if !strings.Contains(got, " Lu") {
			t.Errorf("%s spells without parts: %s", file, got)
		}
	}
}
