package api_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/textproto"
	"path/filepath"
	"strings"
	"testing"

	"diming/internal/blob"
	"diming/internal/document"
)

const tinyPDF = "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"

// form is a request that brings a file.
func form(t *testing.T, name, declared, content string) *http.Request {
	t.Helper()
	var body bytes.Buffer
	f := multipart.NewWriter(&body)
	part, err := f.CreatePart(textproto.MIMEHeader{"Content-Disposition": {`form-data; name="file"; filename="` + name + `"`}, "Content-Type": {declared}})
	if err == nil {
		_, err = part.Write([]byte(content))
	}
	if err != nil || f.Close() != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest("POST", "/", &body)
	r.Header.Set("Content-Type", f.FormDataContentType())
	return r
}

func TestADocumentIsTakenAndServedSafely(t *testing.T) {
	s := newWorld(t)
	s.Documents = blob.Store{Dir: t.TempDir()}
	raw := httptest.NewRequest("POST", "/?filename=%E6%89%B9%E5%A4%8D.pdf", strings.NewReader(tinyPDF))
	var d document.Document
	for _, r := range []*http.Request{form(t, "批复.pdf", "application/pdf", tinyPDF), raw} {
		answer := httptest.NewRecorder()
		s.TakeDocument(answer, r, document.Papers)
		if answer.Code != 200 || json.Unmarshal(answer.Body.Bytes(), &d) != nil || d.Name != "批复.pdf" || d.Size != int64(len(tinyPDF)) || d.MediaType != "application/pdf" {
			t.Fatalf("take = %d %s", answer.Code, answer.Body)
		}
	}
	for target, how := range map[string]string{"/": "attachment", "/?inline=1": "inline"} {
		answer := httptest.NewRecorder()
		s.ServeDocument(answer, httptest.NewRequest("GET", target, nil), d)
		h := answer.Header()
		if answer.Body.String() != tinyPDF || h.Get("Content-Disposition") != how+`; filename="__.pdf"; filename*=UTF-8''%E6%89%B9%E5%A4%8D.pdf` ||
			h.Get("Content-Security-Policy") != "default-src 'none'; sandbox" || h.Get("X-Content-Type-Options") != "nosniff" || !strings.HasPrefix(h.Get("Cache-Control"), "private") {
			t.Errorf("%s: %v", target, h)
		}
	}
	d.MediaType = document.DOCX.MediaType()
	answer := httptest.NewRecorder()
	s.ServeDocument(answer, httptest.NewRequest("GET", "/?inline=1", nil), d)
	if got := answer.Header().Get("Content-Disposition"); !strings.HasPrefix(got, "attachment") {
		t.Errorf("a Word document is sent %s, want as an attachment", got)
	}
	d.SHA256 = strings.Repeat("0", 64)
	answer = httptest.NewRecorder()
	if s.ServeDocument(answer, httptest.NewRequest("GET", "/", nil), d); answer.Code != 500 || !strings.Contains(answer.Body.String(), "document-missing") {
		t.Errorf("a missing document: %d %s", answer.Code, answer.Body)
	}
}

func TestNothingIsKeptOfADocumentThatIsRefused(t *testing.T) {
	s := newWorld(t)
	s.Documents = blob.Store{Dir: t.TempDir()}
	long := tinyPDF + strings.Repeat(" ", 20_000_001)
	halfWay := form(t, "a.pdf", "", long)
	halfWay.ContentLength = -1
	over := form(t, "a.pdf", "", long+strings.Repeat(" ", 2<<20))
	over.ContentLength = -1
	for says, r := range map[string]*http.Request{
		"document-refused": form(t, "批复.pdf", "application/pdf", "<html>"),
		"内容却是PDF":          form(t, "批复.png", "", tinyPDF),
		"document-needed":  httptest.NewRequest("POST", "/", strings.NewReader(tinyPDF)),
		"20 MB":            halfWay,
		`"type":"urn:diming:problem:document-too-large"`: over,
	} {
		answer := httptest.NewRecorder()
		s.TakeDocument(answer, r, document.Papers)
		if answer.Code < 400 || !strings.Contains(answer.Body.String(), says) {
			t.Errorf("%d %s, want %q", answer.Code, answer.Body, says)
		}
	}
	err := filepath.WalkDir(s.Documents.Dir, func(path string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			t.Errorf("left behind: %s", path)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
