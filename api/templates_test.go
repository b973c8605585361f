package api_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"diming/gazetteer/papers"
	"diming/internal/account"
	"diming/internal/document"
	"diming/internal/docx"
)

// edited is a template of the program in which words are changed, as an office
// would in its word processor.
func edited(t *testing.T, kind string, words ...string) []byte {
	t.Helper()
	parts := []string{}
	for _, p := range wordParts(t, papers.Default(kind)) {
		if p[0] == "word/document.xml" {
			p[1] = strings.NewReplacer(words...).Replace(p[1])
		}
		parts = append(parts, p[0], p[1])
	}
	var out bytes.Buffer
	if err := docx.Write(&out, parts...); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// bring sends a file as a form would.
func (w *world) bring(t *testing.T, method, target, name string, content []byte, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := form(t, name, document.DOCX.MediaType(), string(content))
	r.Method = method
	r.URL.Path, r.URL.RawQuery, _ = strings.Cut(target, "?")
	r.RequestURI, r.Host = target, "diming.test"
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	answer := httptest.NewRecorder()
	w.ServeHTTP(answer, r)
	return answer
}

func TestTheOfficesOwnTemplateWritesTheLettersOfCases(t *testing.T) {
	w := newWorld(t)
	officer := w.signedIn(t, "letters", account.Grant{Role: account.Reviewer, Division: w.home})
	const at = "/v1/paper-templates/reply"
	own := edited(t, papers.LetterReply, "此复。", "特此函复，请遵照执行。")

	checked := w.bring(t, "POST", at+"/check", "批复.docx", own, officer...)
	var told struct {
		Lines   []string
		Missing []any
	}
	if checked.Code != 200 || json.Unmarshal(checked.Body.Bytes(), &told) != nil || len(told.Missing) > 0 || !strings.Contains(strings.Join(told.Lines, "\n"), "特此函复") {
		t.Fatalf("check = %d %s", checked.Code, checked.Body)
	}
	letter := "/v1/cases/" + w.named["case"] + "/papers/reply.docx"
	if text := wordText(t, w.send(t, "GET", letter, "", officer...)); !strings.Contains(text, "此复。") {
		t.Fatalf("what was only checked is in force: %s", text)
	}
	match := append([]string{"If-Match", `"built-in"`}, officer...)
	kept := w.bring(t, "PUT", at+"?basis=%E5%8A%9E%E5%85%AC%E4%BC%9A", "批复.docx", own, match...)
	if kept.Code != http.StatusCreated {
		t.Fatalf("adopt = %d %s", kept.Code, kept.Body)
	}
	if text := wordText(t, w.send(t, "GET", letter, "", officer...)); !strings.Contains(text, "特此函复，请遵照执行。") || !strings.Contains(text, "清溪路") {
		t.Errorf("the letter of the case: %s", text)
	}
	if again := w.bring(t, "PUT", at+"?basis=x", "批复.docx", own, match...); again.Code != http.StatusPreconditionFailed {
		t.Errorf("over one that was not seen = %d", again.Code)
	}
	if got := w.send(t, "GET", at+"/files/current.docx", "", officer...); !bytes.Equal(got.Body.Bytes(), own) {
		t.Error("the template in force is not the one that was brought")
	}
	etag := kept.Header().Get("ETag")
	if got := w.send(t, "DELETE", at+"?reason=%E6%A0%BC%E5%BC%8F", "", append([]string{"If-Match", etag}, officer...)...); got.Code != http.StatusNoContent {
		t.Fatalf("reset = %d %s", got.Code, got.Body)
	}
	if text := wordText(t, w.send(t, "GET", letter, "", officer...)); !strings.Contains(text, "此复。") {
		t.Errorf("after the reset: %s", text)
	}
	if got := w.send(t, "GET", at+"/files/"+strings.Trim(etag, `"`)+".docx?filled=1", "", officer...); !strings.Contains(wordText(t, got), "特此函复") {
		t.Error("a template that is no longer in force cannot be looked at")
	}
	var history struct {
		Items []struct{ Basis, Ended_why, By string }
	}
	if got := w.send(t, "GET", at+"/history", "", officer...); json.Unmarshal(got.Body.Bytes(), &history) != nil || len(history.Items) != 1 || history.Items[0].Ended_why != "格式" || history.Items[0].By == "" {
		t.Errorf("history: %+v", history)
	}
}

func TestATemplateThatCannotBeUsedIsRefusedInWords(t *testing.T) {
	w := newWorld(t)
	officer := w.signedIn(t, "letters", account.Grant{Role: account.Approver, Division: w.home})
	for says, content := range map[string][]byte{
		"{{.Titel}} 不是可用的字段": edited(t, papers.LetterReply, "{{.Title}}", "{{.Titel}}"),
		"没有对应的 {{end}}":      edited(t, papers.LetterReply, "{{range .Items}}", "{{range .Items}}{{if .Former}}"),
		"不合 Office 格式":       edited(t, papers.LetterReply, `r:id="rId2"`, `r:id="rId7"`),
		"文件名是 .docx，内容却是":    []byte(tinyPDF),
		"不完整或损坏的压缩格式文件":      append(edited(t, papers.LetterReply)[:200], 0),
		"文件不能超过 5 MB":        bytes.Repeat([]byte("x"), docx.MaxFile+1),
	} {
		for _, method := range []string{"POST", "PUT"} {
			target := "/v1/paper-templates/reply?basis=x"
			if method == "POST" {
				target = "/v1/paper-templates/reply/check"
			}
			got := w.bring(t, method, target, "a.docx", content, append([]string{"If-Match", `"built-in"`}, officer...)...)
			if got.Code < 400 || got.Code >= 500 || !strings.Contains(got.Body.String(), says) {
				t.Errorf("%s: %s = %d %s", says, method, got.Code, got.Body)
			}
		}
	}
	if got := w.send(t, "GET", "/v1/paper-templates", "", officer...); !strings.Contains(got.Body.String(), `"current":null`) {
		t.Errorf("something refused is in force: %s", got.Body)
	}
}
