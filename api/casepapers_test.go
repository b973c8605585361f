package api_test

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"

	"diming/internal/account"
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
