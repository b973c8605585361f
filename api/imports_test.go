package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/uuid"

	"diming/api"
	"diming/internal/account"
)

// importDesk is a server with an importer who is logged in.
type importDesk struct {
	*world
	cookie []string
}

func newDesk(t *testing.T, division func(*world) uuid.UUID) *importDesk {
	t.Helper()
	w := newWorld(t)
	w.Imports.Folder = t.TempDir()
	a := w.newAccount(t, "importer", account.Grant{Role: account.Importer, Division: division(w)})
	return &importDesk{w, w.credentials(t, asker{account: a.ID})}
}

func everywhere(*world) uuid.UUID { return uuid.Nil }

// bring uploads a file.
func (d *importDesk) bring(t *testing.T, name, content string) *httptest.ResponseRecorder {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", name)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprint(part, content)
	form.Close()
	return d.send(t, "POST", "/v1/imports", body.String(), append(d.cookie, "Content-Type", form.FormDataContentType())...)
}

// ask sends a request and reads the answer, which must have the status.
func (d *importDesk) ask(t *testing.T, status int, method, path, body string, into any) {
	t.Helper()
	read(t, d.send(t, method, path, body, d.cookie...), status, into)
}

func read(t *testing.T, answer *httptest.ResponseRecorder, status int, into any) {
	t.Helper()
	if answer.Code != status {
		t.Fatalf("status %d, want %d: %s", answer.Code, status, answer.Body)
	}
	if into != nil {
		if err := json.Unmarshal(answer.Body.Bytes(), into); err != nil {
			t.Fatal(err)
		}
	}
}

const wrongMapped = "标准名称,别名,类别代码,所在政区,东经,北纬\n甲,清溪村,22200,330881003,118.61234,28.61234\n乙,明溪村,22200,330881003,118.62234,28.62234\n丙,远村,22200,330802001,118.63234,28.63234\n丁,空村,99999,330881003,118.64234,28.64234\n"

func TestAFileIsImportedOverHTTP(t *testing.T) {
	d := newDesk(t, everywhere)
	var job api.ImportBody
	read(t, d.bring(t, `..\..\普查表.csv`, wrongMapped), http.StatusCreated, &job)
	path := "/v1/imports/" + job.ID.String()
	if job.File != "普查表.csv" || job.State != "planned" || len(job.Headings) != 6 || job.Headings[1].Field != "alias" || len(job.Headings[4].Samples) == 0 || len(job.Fields) < 20 {
		t.Fatalf("what was found: %+v", job)
	}
	d.ask(t, 422, "PUT", path+"/plan", `{"as":"places","mapping":{"不存在":"name"}}`, nil)
	d.ask(t, 200, "PUT", path+"/plan", `{"as":"places","mapping":{"别名":"name","标准名称":""},"classification":"public"}`, &job)
	if job.Headings[0].Guess != "left" || job.Headings[1].Guess != "given" {
		t.Errorf("the corrected mapping: %+v", job.Headings)
	}
	var preview api.ImportPreview
	d.ask(t, 200, "GET", path+"/preview", "", &preview)
	if preview.Counts["added"] != 3 || preview.Counts["rejected"] != 1 || len(preview.Changes.Features) != 4 || preview.Changes.Features[0].Properties["name"] != "清溪村" {
		t.Errorf("preview: %+v", preview)
	}
	d.ask(t, 202, "POST", path+"/run", "", &job)
	if job.State != "running" || !job.Waiting {
		t.Errorf("asked to run: %s, waiting %v", job.State, job.Waiting)
	}
	if _, err := d.Imports.WorkOnce(t.Context(), uuid.New()); err != nil {
		t.Fatal(err)
	}
	d.ask(t, 200, "GET", path, "", &job)
	if job.State != "done" || job.Report.Accepted != 3 || job.RejectedURL == "" {
		t.Fatalf("after the run: %+v", job)
	}
	rejected := d.send(t, "GET", job.RejectedURL, "", d.cookie...)
	if rejected.Code != 200 || !strings.Contains(rejected.Body.String(), "空村") || !strings.Contains(rejected.Header().Get("Content-Disposition"), "rejected.csv") {
		t.Errorf("rejected rows: %d %v %s", rejected.Code, rejected.Header(), rejected.Body)
	}
	d.ask(t, 422, "POST", path+"/undo", `{"reason":""}`, nil)
	d.ask(t, 200, "POST", path+"/undo", `{"reason":"对应错了"}`, &job)
	if job.State != "undone" || job.Undone.Withdrawn != 3 {
		t.Errorf("after the undoing: %+v", job.Undone)
	}
	d.ask(t, 409, "POST", path+"/undo", `{"reason":"再来"}`, nil)
	d.ask(t, 204, "DELETE", path, "", nil)
	var list api.ImportList
	d.ask(t, 200, "GET", "/v1/imports", "", &list)
	if len(list.Items) != 1 || !list.Items[0].FileGone || list.Items[0].State != "undone" {
		t.Errorf("the list: %+v", list.Items)
	}
}

func TestAnImporterOfOneCountyChangesNothingOutside(t *testing.T) {
	d := newDesk(t, func(w *world) uuid.UUID { return w.home })
	var job api.ImportBody
	read(t, d.bring(t, "a.csv", wrongMapped), http.StatusCreated, &job)
	path := "/v1/imports/" + job.ID.String()
	var preview api.ImportPreview
	d.ask(t, 200, "GET", path+"/preview", "", &preview)
	if preview.Counts["added"] != 2 || len(preview.Rejections) != 2 || !strings.Contains(preview.Rejections[0].Reason+preview.Rejections[1].Reason, "管辖") {
		t.Errorf("preview: %+v, want the row of the other county rejected", preview.Rejections)
	}
	d.ask(t, 202, "POST", path+"/run", "", nil)
	if _, err := d.Imports.WorkOnce(t.Context(), uuid.New()); err != nil {
		t.Fatal(err)
	}
	if got := query[int](t, d.system, `SELECT count(*)::int FROM name_version WHERE text = '丙'`)[0]; got != 0 {
		t.Error("a row outside the jurisdiction came in")
	}
	other := d.newAccount(t, "colleague", account.Grant{Role: account.Importer, Division: d.home})
	d.cookie = d.credentials(t, asker{account: other.ID})
	d.ask(t, 404, "GET", path, "", nil)
	d.ask(t, 404, "POST", path+"/undo", `{"reason":"x"}`, nil)
}

func TestFilesThatCannotBeTakenAreRefusedWithASentence(t *testing.T) {
	d := newDesk(t, everywhere)
	d.Imports.MaxBytes = 2 << 20
	for _, test := range []struct {
		name, content, kind, says string
		status                    int
	}{
		{"a.csv", strings.Repeat("x", 3<<20), "file-too-large", "2 MB", 413},
		{"a.csv", strings.Repeat("x", 3<<20-1000), "file-too-large", "2 MB", 413},
		{"a.pdf", "%PDF-1.7", "file-unreadable", "PDF", 422},
		{"a.csv", "", "file-unreadable", "空", 422},
	} {
		answer := d.bring(t, test.name, test.content)
		var p problem
		read(t, answer, test.status, &p)
		if !strings.HasSuffix(p.Type, test.kind) || !strings.Contains(p.Detail, test.says) || strings.Contains(p.Detail, " / ") || strings.HasPrefix(p.Detail, "read") {
			t.Errorf("%s: %+v, want %s that says %s in one language", test.name, p, test.kind, test.says)
		}
	}
	d.ask(t, 422, "POST", "/v1/imports", "no form", nil)
	d.ask(t, 404, "GET", "/v1/imports/"+uuid.NewString(), "", nil)
}

func TestMappingsAreKeptOverHTTP(t *testing.T) {
	d := newDesk(t, everywhere)
	path := "/v1/import-mappings/%E6%99%AE%E6%9F%A5"
	d.ask(t, 404, "GET", path, "", nil)
	d.ask(t, 422, "PUT", path, `{"as":"places","fields":{"a":"b"}}`, nil)
	var m api.MappingBody
	d.ask(t, 200, "PUT", path, `{"as":"places","fields":{"名字":"name","备注":""}}`, &m)
	if m.Name != "普查" || m.Fields["名字"] != "name" {
		t.Errorf("kept: %+v", m)
	}
	d.ask(t, 204, "DELETE", path, "", nil)
}
