package papers_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"diming/gazetteer/papers"
)

// archived is an archive with a name given, changed and ended.
func archived() papers.Archive {
	d := document("application", "命名<申请>", "a.PDF", "申请")
	return papers.Archive{
		Place: papers.ArchivePlace{ID: "0190cafe-0000-7000-8000-000000000001", Name: "示例新路", State: "ended", ClassName: "城镇道路", Meaning: "<b>示例</b>"},
		Names: []papers.ArchiveName{{Text: "示例新路", Kind: "standard", From: "2020-01-02", To: "2024-03-04"}, {Text: "示例旧路", Kind: "standard", From: "2010-01-01", To: "2020-01-02", Source: "普查"},
			{Text: "旧路", Kind: "alias", From: "2020-01-02"}},
		Decisions: []papers.ArchiveDecision{
			{Kind: "cancelling", Name: "示例新路", Outcome: "approved", Approver: "甲", ReplyNo: "三号", RepliedOn: "2024-03-04"},
			{Kind: "renaming", Name: "示例新路", Outcome: "approved", Approver: "乙", ReplyNo: "二号", RepliedOn: "2020-01-02", AnnouncedOn: "2020-01-10",
				Case: &papers.ArchiveCase{Number: "2020-更-0001", State: "in_force", Documents: []papers.ArchiveDocument{{Kind: d.Kind, Title: d.Title, Name: d.FileName, Bytes: d.Size, SHA256: d.SHA256, Open: d.Open}},
					Timeline: []papers.ArchiveEvent{{At: time.Date(2020, 1, 1, 1, 0, 0, 0, time.UTC), By: "张", Action: "case.open"}}}},
			{Kind: "renaming", Name: "示例乙路", Outcome: "refused", Approver: "丙", ReplyNo: "一号", RepliedOn: "2010-01-01"}},
		Records: []papers.ArchiveRecord{{Kind: "certificate", On: "2021-05-06", Title: "示例证明"}}, Whole: true, Demo: true,
	}
}

func TestANameStandsBesideThePapersThatBeganAndEndedIt(t *testing.T) {
	a := archived().Matched()
	for i, want := range []struct{ decided, ended string }{{"二号", "三号"}, {"", "二号"}, {"", ""}} {
		got := a.Names[i]
		if (got.Decided == nil) != (want.decided == "") || got.Decided != nil && got.Decided.ReplyNo != want.decided || (got.Ended == nil) != (want.ended == "") || got.Ended != nil && got.Ended.ReplyNo != want.ended {
			t.Errorf("%s: decided %+v, ended %+v", got.Text, got.Decided, got.Ended)
		}
	}
	if archived().Names[0].Decided != nil {
		t.Error("the archive itself was changed")
	}
}

func TestThePrintedArchiveTellsAllAndRunsNothing(t *testing.T) {
	var page bytes.Buffer
	if err := papers.ArchiveHTML(&page, archived().Matched()); err != nil {
		t.Fatal(err)
	}
	text := page.String()
	for _, want := range []string{"示例新路（已终止）", "2020年1月2日", "乙 二号", "普查", "申请书", "2020-01-01 09:00", "立案", "示例证明", "地名证明", "示例：其中内容均非真实", "&lt;b&gt;", "2020-更-0001　已备案公告"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	for _, never := range []string{"<b>示例", "http", "<script", "本件只含公开"} {
		if strings.Contains(text, never) {
			t.Errorf("the page holds %q", never)
		}
	}
}

func TestEveryStepOfACaseHasItsWordInPrint(t *testing.T) {
	files, err := filepath.Glob("../cases/*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`"(case\.[a-z_]+)"`).FindAllStringSubmatch(string(text), -1) {
			found[m[1]] = true
		}
	}
	for action := range found {
		a := papers.Archive{Decisions: []papers.ArchiveDecision{{Case: &papers.ArchiveCase{Timeline: []papers.ArchiveEvent{{Action: action}}}}}}
		var page bytes.Buffer
		if err := papers.ArchiveHTML(&page, a); err != nil || strings.Contains(page.String(), action) {
			t.Errorf("%s has no word, %v", action, err)
		}
	}
	if len(found) < 10 {
		t.Errorf("%d steps found: the code was not read right", len(found))
	}
}

func TestTheArchiveIsPackedWithItsDocumentsAndATrueList(t *testing.T) {
	var out bytes.Buffer
	m, err := papers.PackageArchive(&out, archived())
	if err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	held := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		held[f.Name] = string(text)
	}
	var listed papers.ArchiveManifest
	if err := json.Unmarshal([]byte(held["manifest.json"]), &listed); err != nil || len(listed.Files) != len(m.Files) || len(held) != len(m.Files)+2 {
		t.Fatalf("manifest %+v, %v; %d files", listed, err, len(held))
	}
	for _, f := range listed.Files {
		d := document("", "", "", held[f.File])
		if d.SHA256 != f.SHA256 || d.Size != f.Size || !strings.Contains(held["目录.txt"], f.SHA256) {
			t.Errorf("the list is wrong of %s", f.File)
		}
	}
	if held["案卷/2020-更-0001/01-申请书-命名申请.pdf"] != "申请" {
		t.Errorf("the document is not in its folder: %+v", m.Files)
	}
	damaged := archived()
	damaged.Decisions[1].Case.Documents[0].SHA256 = strings.Repeat("0", 64)
	if _, err := papers.PackageArchive(io.Discard, damaged); !errors.Is(err, papers.ErrDamaged) {
		t.Errorf("a damaged document: %v", err)
	}
}
