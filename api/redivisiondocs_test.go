package api_test

import (
	"net/http"
	"strings"
	"testing"

	"diming/api"
	"diming/internal/account"
	"diming/internal/blob"
)

func TestAPaperOfADivisionCaseIsAFile(t *testing.T) {
	w := newWorld(t)
	w.Documents = blob.Store{Dir: t.TempDir()}
	officer := w.signedIn(t, "files", account.Grant{Role: account.Clerk, Division: w.home})
	documents := "/v1/division-cases/" + w.named["division_case"] + "/documents"
	add := func(query, body, key string) (int, string) {
		got := w.send(t, http.MethodPost, documents+query, body, append(officer, "Content-Type", "application/pdf", "Idempotency-Key", key)...)
		return got.Code, got.Body.String()
	}
	for range 2 { // sent again it is one paper
		if code, text := add("?paper=risk&filename=%E9%A3%8E%E9%99%A9.pdf", tinyPDF, "one"); code != http.StatusCreated {
			t.Fatalf("add = %d %s", code, text)
		}
	}
	for what, refused := range map[string][2]string{
		"a kind that there is not": {"?paper=other&filename=a.pdf", tinyPDF},
		"what is no PDF":           {"?paper=risk&filename=a.pdf", "MZ and so on, a program"},
		"no name":                  {"?paper=risk", tinyPDF},
	} {
		if code, text := add(refused[0], refused[1], what); code < 400 || code >= 500 {
			t.Errorf("%s = %d %s", what, code, text)
		}
	}
	c := answerOf[api.CaseBody](t, w, http.StatusOK, http.MethodGet, strings.TrimSuffix(documents, "/documents"), "", officer...)
	if len(c.Papers) != 1 || c.Papers[0].Name != "风险.pdf" || c.Papers[0].Bytes != int64(len(tinyPDF)) || c.Papers[0].MediaType != "application/pdf" {
		t.Fatalf("papers %+v", c.Papers)
	}
	one := documents + "/" + c.Papers[0].ID.String()
	got := w.send(t, http.MethodGet, one, "", officer...)
	if got.Body.String() != tinyPDF || !strings.HasPrefix(got.Header().Get("Content-Disposition"), "attachment") {
		t.Errorf("the file = %d %v", got.Code, got.Header())
	}
	for _, status := range []int{http.StatusOK, http.StatusUnprocessableEntity} {
		if got := w.send(t, http.MethodDelete, one, "", officer...); got.Code != status {
			t.Errorf("take out = %d %s, want %d", got.Code, got.Body, status)
		}
	}
	if got := w.send(t, http.MethodGet, one, "", officer...); got.Code < 400 {
		t.Errorf("a file that was taken out = %d", got.Code)
	}
}
