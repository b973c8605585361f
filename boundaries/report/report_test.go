package report_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"diming/boundaries/report"
	"diming/boundaries/round"
	"diming/internal/docx"
	"diming/internal/glyph"
	"diming/internal/typeset"
)

type writer func(io.Writer, typeset.Fonts, *report.Report) error

var papers = map[string]writer{"report.docx": report.DOCX, "report.pdf": report.PDF, "record-sheets.pdf": report.RecordSheets,
	"submission.zip": func(w io.Writer, f typeset.Fonts, r *report.Report) error {
		_, err := report.Package(w, f, r, handedIn())
		return err
	}}

// handedIn are documents that an office filed with the task.
func handedIn() []report.File {
	var files []report.File
	for _, f := range [][3]string{{"plan", "检查方案", "plan.docx"}, {"marker_form", "界桩登记表", "markers.xlsx"}, {"task_file", "任务文件", "task.dmti"}, {"plan", "检查方案补充", "a b.PDF"}} {
		content := []byte(f[1] + " 的内容")
		sum := sha256.Sum256(content)
		files = append(files, report.File{Kind: f[0], Title: f[1], Name: f[2], SHA256: hex.EncodeToString(sum[:]), Size: int64(len(content)),
			Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content)), nil }})
	}
	return files
}

// shuffled is the same report with its rows in another order.
func shuffled(r *report.Report) *report.Report {
	s := r.Settled()
	g := rand.New(rand.NewPCG(5, 7))
	mix(g, s.Markers)
	mix(g, s.Segments)
	mix(g, s.Problems)
	mix(g, s.Meetings)
	for i := range s.Markers {
		mix(g, s.Markers[i].Seen)
		mix(g, s.Markers[i].References)
	}
	for i := range s.Segments {
		mix(g, s.Segments[i].Seen)
	}
	for i := range s.Sheets {
		mix(g, s.Sheets[i].Records)
		mix(g, s.Sheets[i].Signatures)
	}
	return s
}

func mix[T any](g *rand.Rand, all []T) {
	g.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
}

func made(t testing.TB, write writer, r *report.Report) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := write(&out, fonts(t), r); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestTheResultIsTheSameBytesMadeAgainAndWithRowsInAnotherOrder(t *testing.T) {
	r := sample(t)
	first := made(t, papers["submission.zip"], r)
	if !bytes.Equal(first, made(t, papers["submission.zip"], r)) {
		t.Error("the package is other bytes when made again")
	}
	if !bytes.Equal(first, made(t, papers["submission.zip"], shuffled(r))) {
		t.Error("the package is other bytes when its rows came in another order")
	}
	// The papers within are those that are made one by one.
	in := unpacked(t, first)
	for name, write := range map[string]writer{"01-联检报告.docx": report.DOCX, "02-联检报告.pdf": report.PDF, "03-联检记录表.pdf": report.RecordSheets} {
		if !bytes.Equal(in[name], made(t, write, r)) {
			t.Errorf("%s in the package is not the one that is made by itself", name)
		}
	}
	r.Markers[0].Seen[0].Text = "界桩旁新立一根电杆"
	other := unpacked(t, made(t, papers["submission.zip"], r))
	for _, name := range []string{"01-联检报告.docx", "02-联检报告.pdf", "03-联检记录表.pdf", "SHA256SUMS"} {
		if bytes.Equal(in[name], other[name]) {
			t.Errorf("%s does not change with what was recorded", name)
		}
	}
}

func unpacked(t testing.TB, pack []byte) map[string][]byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(pack), int64(len(pack)))
	if err != nil {
		t.Fatal(err)
	}
	content := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if content[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	return content
}

// text is the report's text, in which spaces do not count.
func text(t testing.TB, r *report.Report) string {
	t.Helper()
	document := made(t, report.DOCX, r)
	if err := docx.SoundMade(document); err != nil {
		t.Fatal(err)
	}
	got, err := docx.Text(document)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func wants(t *testing.T, got string, all ...string) {
	t.Helper()
	for _, want := range all {
		if !strings.Contains(got, want) {
			t.Errorf("the report does not say %q", want)
		}
	}
}

func TestTheReportHasASectionForEachContentOfTheLaw(t *testing.T) {
	got := text(t, sample(t))
	wants(t, got, "第五轮联合检查报告", "浙江省人民政府：", "第十二条",
		"（一）界线管理法规执行情况", "（二）界桩、方位物及其管护情况", "（三）其他标志物和地形地物变化及补测情况", "（四）跨界生产、建设情况", "（五）其他情况",
		"未发现擅自变动界线", "未发现作为界线标志的地物、线状地物和地形的变化", "未发现其他需要报告的情况",
		"3号至4号界桩段：有骑线建筑：3号界桩以南 420 米，新建猪舍跨越界线约 6 米，养殖户建造（常山县方徐志明（示例），2026年10月14日；江山市方周建国（示例），2026年10月14日记录）",
		"完好 11 座，损坏 1 座（7），移位 1 座（9）", "登记方位物 36 处，核对仍在 33 处，有变化 0 处，已不存在 3 处",
		"大桥镇人民政府、白石镇人民政府", "2027年3月31日", "2026年10月15日：现场已描红",
		"甲方：常山县人民政府（盖章）", "乙方：江山市人民政府（盖章）", "本次结果联合上报之日起五年内")
}

func TestDisagreementsStayVisibleWithBothRecords(t *testing.T) {
	got := text(t, sample(t))
	wants(t, got, "不以任何一方的记录为准", "9号界桩：常山县方意见为“我方认为界桩未移位", "针对江山市方2026年10月14日的记录“移位”",
		"9号界桩：常山县方状况记为“完好”，江山市方状况记为“移位”", "双方对部分检查结果有不同意见", "另有 1 条现场记录未列入已签署的记录清单", "有 1 条记录已由记录方撤回")
	r := sample(t)
	r.Markers[8].Seen = slices.DeleteFunc(r.Markers[8].Seen, func(o report.Observation) bool { return o.Kind == "disagreement" })
	r.Markers[8].Seen[1].Condition = "normal"
	wants(t, text(t, r), "双方没有记录不同意见")
}

func TestWhatIsNotSignedByBothIsSaidToBeThat(t *testing.T) {
	for _, test := range []struct {
		state string
		keep  int // signatures
		want  []string
	}{
		{"one_sided", 1, []string{"仅常山县方签署（单方签署），江山市方未签署", "本报告不作为双方一致的结果"}},
		{"same_device", 2, []string{"同机签署（待盖章记录表归档确认）", "方为双方共同签署的结果"}},
		{"joint", 2, []string{"双方共同签署", "双方对上述结果没有不同意见"}},
		{"incomplete", 0, []string{"未签署或签署不全", "现场记录尚未由双方签署"}},
	} {
		r := sample(t).Settled()
		r.Standing.State, r.Sheets[0].State, r.Sheets[0].Signatures = test.state, test.state, r.Sheets[0].Signatures[:test.keep]
		got := text(t, r)
		wants(t, got, test.want...)
		if test.state != "joint" && strings.Contains(got, "双方共同签署，双方对上述结果没有不同意见") {
			t.Errorf("%s is called joint", test.state)
		}
	}
}

func TestNothingFoundIsSaidOnlyOfWhatSomebodyLookedAt(t *testing.T) {
	r := sample(t)
	r.Segments[4].Seen = nil
	wants(t, text(t, r), "1 个界线段没有检查记录：5号至6号界桩段", "就有检查记录的部分，")
	for i := range r.Markers {
		r.Markers[i].Seen = nil
	}
	for i := range r.Segments {
		r.Segments[i].Seen = nil
	}
	r.Sheets, r.Standing = nil, report.Standing{State: "incomplete"}
	got := text(t, r)
	wants(t, got, "现场记录尚未到达", "没有现场记录，本项未检查", "没有记录 12 座")
	if strings.Contains(got, "未发现") {
		t.Error("nobody looked, and the report says that nothing was found")
	}
}

func TestEveryItemOfTheStandardFormHasItsSection(t *testing.T) {
	r := sample(t)
	r.Segments[0].Seen[0].Answers = nil
	r.Markers[0].Seen[0].Answers = nil
	form := round.Standard()
	answer := func(items []round.CheckItem, to *report.Observation) {
		for _, i := range items {
			value := "现场说明" + i.ID
			if i.Kind == round.YesNo {
				value = "yes"
				if slices.Contains([]string{"line_kept", "upright", "text_legible", "references_stand"}, i.ID) {
					value = "no"
				}
			}
			to.Answers = append(to.Answers, report.Answer{Item: i.ID, Value: value, Label: i.Label.ZH, Words: value})
		}
	}
	answer(form.Segment, &r.Segments[0].Seen[0])
	answer(form.Marker, &r.Markers[0].Seen[0])
	got := text(t, r)
	wants(t, got, "未按协议书的走向管辖或有擅自变动", "有单方设立的界标：现场说明one_sided_mark_where", "有争议或越界情况：现场说明dispute_what", "地形或线状地物有变化：现场说明terrain_change",
		"有骑线建筑：现场说明building", "有跨界生产、建设：现场说明works", "桩体不直立", "文字不清楚", "方位物有变化：现场说明references_changed", "现场说明note")
}

func TestACharacterThatCannotBePrintedStopsAllPapersBeforeTheyBegin(t *testing.T) {
	for name, spoil := range map[string]func(r *report.Report){
		"a reference":       func(r *report.Report) { r.Markers[3].References[0].Name = "\U000F0001树" },
		"a party":           func(r *report.Report) { r.A.Name = "常\U000F0001县" },
		"a marker's number": func(r *report.Report) { r.Markers[3].Number = "\U000F00014" },
	} {
		r := sample(t)
		spoil(r)
		for paper, write := range papers {
			var out bytes.Buffer
			err := write(&out, fonts(t), r)
			var unprintable *report.UnprintableError
			var missing *glyph.MissingError
			if !errors.As(err, &unprintable) || !errors.As(err, &missing) || out.Len() > 0 {
				t.Errorf("%s of %s: %v with %d bytes", paper, name, err, out.Len())
				continue
			}
			if !strings.Contains(unprintable.Near, "\U000F0001") {
				t.Errorf("%s of %s: it does not say where: %q", paper, name, unprintable.Near)
			}
		}
	}
}

func TestWhatNoFontHoldsInARecordIsWrittenAsItsCode(t *testing.T) {
	r := sample(t)
	r.Markers[3].Seen[0].Text = "桩顶\U000F0001破损"
	wants(t, text(t, r), "桩顶〔U+F0001〕破损", "现场记录中有 1 个字符没有可用的字体")
	if r.Markers[3].Seen[0].Text != "桩顶\U000F0001破损" {
		t.Error("the record itself was changed")
	}
	for _, write := range papers {
		made(t, write, r) // fails the test if it cannot
	}
}

func TestOtherProgramsReadThePages(t *testing.T) {
	for name, write := range papers {
		if filepath.Ext(name) != ".pdf" {
			continue
		}
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "p.pdf"), made(t, write, sample(t)), 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command("pdftoppm", "-r", "20", filepath.Join(dir, "p.pdf"), filepath.Join(dir, "page")).CombinedOutput()
		if err != nil || len(out) > 0 {
			t.Errorf("%s is read with %v: %s", name, err, out)
		}
		if pages, _ := filepath.Glob(filepath.Join(dir, "page*")); len(pages) < 15 {
			t.Errorf("%s has %d pages", name, len(pages))
		}
	}
}

func TestWhatHasNoRecordSharesOneSheet(t *testing.T) {
	r := sample(t)
	r.Whole = nil
	for i := range r.Markers {
		r.Markers[i].Seen = nil
	}
	for i := range r.Segments {
		r.Segments[i].Seen = nil
	}
	if len(r.Markers)+len(r.Segments) < 3 {
		t.Fatalf("the sample has %d markers and %d segments, want more than fit by chance", len(r.Markers), len(r.Segments))
	}
	if n := pages(made(t, report.RecordSheets, r)); n != 1 {
		t.Errorf("%d pages of record sheets without a record, want the one that names what has none", n)
	}
	r.Markers[0].Seen = sample(t).Markers[0].Seen
	if n := pages(made(t, report.RecordSheets, r)); n != 2 {
		t.Errorf("%d pages with the records of one marker, want its sheet and the one of the rest", n)
	}
}

// pages counts the pages of a PDF by their objects.
func pages(pdf []byte) int { return len(regexp.MustCompile(`/Type\s*/Page\b[^s]`).FindAll(pdf, -1)) }

func TestThePackageHoldsWhatItsListSaysAndTellsWhatIsMissing(t *testing.T) {
	var out bytes.Buffer
	m, err := report.Package(&out, fonts(t), sample(t), handedIn())
	if err != nil {
		t.Fatal(err)
	}
	content := unpacked(t, out.Bytes())
	sums := 0
	for _, line := range strings.Split(strings.TrimSpace(string(content["SHA256SUMS"])), "\n") {
		digest, name, _ := strings.Cut(line, "  ")
		sum := sha256.Sum256(content[name])
		if hex.EncodeToString(sum[:]) != digest {
			t.Errorf("%s is not what SHA256SUMS says", name)
		}
		sums++
	}
	if sums != len(content)-2 || sums != len(m.Files) {
		t.Errorf("%d sums, %d files listed, %d in the package", sums, len(m.Files), len(content))
	}
	list := string(content["00-目录.txt"])
	wants(t, list, "01-联检报告.docx", "02-联检报告.pdf", "03-联检记录表.pdf", "检查方案", "界桩登记表.xlsx", "任务文件", "9号界桩", "现场记录签署状况：有不同意见",
		"双方签署的联检报告（扫描件）", "签字盖章的记录表（扫描件）", "尚未到达服务器")
	if slices.Contains(m.Missing, "检查方案") || !slices.Contains(m.Missing, "双方签署的联检报告（扫描件）") {
		t.Errorf("missing: %q", m.Missing)
	}
}

func TestAPhotoThatIsNoLongerTheOneThatWasSignedStopsThePapers(t *testing.T) {
	r := sample(t)
	r.Markers[2].Seen[0].Photos[0].Open = func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("another")), nil }
	for _, name := range []string{"report.docx", "report.pdf", "submission.zip"} {
		if err := papers[name](io.Discard, fonts(t), r); !errors.Is(err, report.ErrDamaged) {
			t.Errorf("%s answers %v", name, err)
		}
	}
}
