package api_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"diming/gazetteer/cases"
	"diming/gazetteer/papers"
	"diming/internal/account"
	"diming/internal/blob"
	"diming/internal/ledger"
	"diming/internal/version"
)

const (
	secretBody  = "江山示例申请公司"
	secretTitle = "申请人身份证复印件"
	secretText  = "身份证内容"
)

// renamed enters a decision of the past that renamed the world's place, with a
// document.
func (w *world) renamed(t *testing.T) uuid.UUID {
	t.Helper()
	w.Documents = blob.Store{Dir: t.TempDir()}
	place := uuid.MustParse(w.named["place"])
	id, tag, _, err := w.Cases.Open(t.Context(), ledger.Console, cases.Opening{Kind: cases.Renaming, Channel: cases.Past, Class: "22200", Division: uuid.MustParse(w.named["division"]),
		Reason: "示例理由", Body: secretBody, OpenedOn: version.Day(2019, time.May, 6), Items: []cases.Item{{Place: &place, Class: "22200", Text: "清溪塘"}}})
	if err != nil {
		t.Fatal(err)
	}
	digest, size, err := w.Documents.Put(strings.NewReader(secretText))
	if err != nil {
		t.Fatal(err)
	}
	by := cases.By{Actor: ledger.Console, Case: id, Tag: tag}
	if _, by.Tag, err = w.Cases.AddDocument(t.Context(), by, cases.Document{Kind: "application", Title: secretTitle, Name: "a.pdf", SHA256: string(digest), MediaType: "application/pdf", Size: size}); err != nil {
		t.Fatal(err)
	}
	if by.Tag, err = w.Cases.Submit(t.Context(), by); err != nil {
		t.Fatal(err)
	}
	f, err := w.Cases.Read(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	by.Actor = w.newAccount(t, "decider").ID
	r := cases.Reply{Number: "江政函〔2019〕1号", Body: "江山市人民政府", On: version.Day(2019, time.June, 10), Items: []cases.Decision{{Item: f.Items[0].ID, Approve: true}}}
	if _, err := w.Cases.Record(t.Context(), by, r); err != nil {
		t.Fatal(err)
	}
	return place
}

func TestTheArchiveOfAPlaceTellsEachReaderWhatTheyMayKnow(t *testing.T) {
	w := newWorld(t)
	place := w.renamed(t)
	keeper := w.signedIn(t, "keeper", account.Grant{Role: account.Clerk, Division: w.home})
	stranger := w.signedIn(t, "stranger", account.Grant{Role: account.Clerk, Division: w.away})
	target := "/v1/places/" + place.String() + "/archive"

	read := func(headers ...string) (papers.Archive, string) {
		var a papers.Archive
		got := w.send(t, "GET", target, "", headers...)
		if got.Code != 200 || json.Unmarshal(got.Body.Bytes(), &a) != nil {
			t.Fatalf("archive = %d %s", got.Code, got.Body)
		}
		return a, got.Body.String()
	}
	a, _ := read(keeper...)
	if !a.Whole || len(a.Decisions) != 1 || a.Decisions[0].Case == nil || a.Decisions[0].Case.Applicant != secretBody || len(a.Decisions[0].Case.Documents) != 1 || len(a.Decisions[0].Case.Timeline) < 2 {
		t.Fatalf("the keeper's archive: %+v", a)
	}
	if len(a.Records) != 1 || a.Records[0].Kind != "certificate" || !strings.Contains(a.Records[0].Title, "标准地名证明") {
		t.Errorf("certificates: %+v", a.Records)
	}
	now := slices.IndexFunc(a.Names, func(n papers.ArchiveName) bool { return n.Text == "清溪塘" })
	was := slices.IndexFunc(a.Names, func(n papers.ArchiveName) bool { return n.Text == "清溪口" })
	paper := papers.ArchivePaper{Approver: "江山市人民政府", ReplyNo: "江政函〔2019〕1号", On: "2019-06-10"}
	if now < 0 || was < 0 || a.Names[now].Decided == nil || *a.Names[now].Decided != paper || a.Names[was].Ended == nil || *a.Names[was].Ended != paper {
		t.Errorf("names beside their papers: %+v", a.Names)
	}
	for who, headers := range map[string][]string{"the public": nil, "a clerk of another county": stranger} {
		a, text := read(headers...)
		if a.Whole || len(a.Records) != 0 || len(a.Decisions) != 1 || a.Decisions[0].ReplyNo != "江政函〔2019〕1号" || a.Decisions[0].Case != nil {
			t.Errorf("%s: %+v", who, a.Decisions)
		}
		for _, secret := range []string{secretBody, secretTitle, "示例理由", "sha256", "2019-更"} {
			if strings.Contains(text, secret) {
				t.Errorf("%s reads %q: %s", who, secret, text)
			}
		}
		for _, more := range []string{".html", ".zip"} {
			if got := w.send(t, "GET", target+more, "", headers...); got.Code != 401 && got.Code != 403 && got.Code != 404 {
				t.Errorf("%s gets %s = %d", who, more, got.Code)
			}
		}
	}
}

func TestTheArchiveIsTakenWithItsDocuments(t *testing.T) {
	w := newWorld(t)
	place := w.renamed(t)
	keeper := w.signedIn(t, "keeper", account.Grant{Role: account.Clerk, Division: w.home})
	target := "/v1/places/" + place.String() + "/archive"
	page := w.send(t, "GET", target+".html", "", keeper...)
	for _, want := range []string{"清溪塘 地名档案", "江政函〔2019〕1号", secretTitle, "立案"} {
		if page.Code != 200 || !strings.Contains(page.Body.String(), want) {
			t.Errorf("the page (%d) lacks %q", page.Code, want)
		}
	}
	got := w.send(t, "GET", target+".zip", "", keeper...)
	z, err := zip.NewReader(bytes.NewReader(got.Body.Bytes()), int64(got.Body.Len()))
	if err != nil {
		t.Fatalf("%d: %v", got.Code, err)
	}
	var names []string
	for _, f := range z.File {
		names = append(names, f.Name)
		if strings.HasPrefix(f.Name, "案卷/2019-更-0001/") {
			r, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			if text, err := io.ReadAll(r); err != nil || string(text) != secretText {
				t.Errorf("%s holds %q, %v", f.Name, text, err)
			}
		}
	}
	want := []string{"地名档案.html", "地名档案.json", "案卷/2019-更-0001/01-申请书-" + secretTitle + ".pdf", "manifest.json", "目录.txt"}
	if !slices.Equal(names, want) {
		t.Errorf("the archive holds %q, want %q", names, want)
	}
	if n := query[int](t, w.system, `SELECT count(*)::int FROM ledger_entry WHERE action = 'place.archive' AND object = $1`, place)[0]; n != 1 {
		t.Errorf("%d entries say that the archive was taken, want 1", n)
	}
}
