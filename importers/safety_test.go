package importers_test

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"diming/boundaries"
	"diming/gazetteer"
	"diming/importers"
	"diming/internal/ledger"
	"diming/internal/pg/pgtest"
	"diming/internal/version"
	"diming/shelters"
	"diming/shelters/card"
)

// safetyRegister is a county with two townships, in each a village of the same
// name, and a village of another county.
func safetyRegister(t *testing.T) *pgxpool.Pool {
	return pgtest.Filled(t, "villages of two counties", func(ctx context.Context, pool *pgxpool.Pool) error {
		rows := []gazetteer.DivisionRow{}
		for i, r := range [][2]string{{"33", "浙江省"}, {"3308", "衢州市"}, {"330881", "江山市"}, {"330881003", "清湖街道"}, {"330881003201", "清湖一村村民委员会"}, {"330881003202", "花园村村民委员会"},
			{"330881101", "上余镇"}, {"330881101201", "花园村村民委员会"}, {"330802", "柯城区"}, {"330802001", "府山街道"}, {"330802001201", "府山村村民委员会"}} {
			rows = append(rows, gazetteer.DivisionRow{Number: i + 1, Code: r[0], Name: r[1]})
		}
		counts, err := (&gazetteer.Store{DB: pool, Boundaries: &boundaries.Store{DB: pool}}).LoadDivisions(ctx, gazetteer.Batch{Source: "测试", Actor: ledger.Console, Visibility: "public", Note: "测试"}, rows)
		if err == nil && counts.Accepted != len(rows) {
			err = fmt.Errorf("%d divisions of %d", counts.Accepted, len(rows))
		}
		return err
	})
}

func divisionOf(t *testing.T, pool *pgxpool.Pool, code string) uuid.UUID {
	t.Helper()
	d, err := (&boundaries.Store{DB: pool}).ByCode(t.Context(), boundaries.Reader{Internal: true}, code)
	if err != nil {
		t.Fatal(err)
	}
	return d.ID
}

// A sheetRow is a row of a table with what becomes of it: its outcome, and a
// part of the reason or of the remark that it gets.
type sheetRow struct{ cells, outcome, says string }

func sheet(heading string, rows []sheetRow) string {
	text := heading + "\n"
	for _, r := range rows {
		text += r.cells + "\n"
	}
	return text
}

// takeSheet takes a table in and holds each of its rows to what it should become.
func takeSheet(t *testing.T, pool *pgxpool.Pool, o importers.Options, rows []sheetRow) importers.Report {
	t.Helper()
	outcomes := map[int]string{}
	o.Preview = func(all []importers.Preview) {
		for _, p := range all {
			outcomes[p.Row] = p.Outcome
		}
	}
	report := run(t, pool, o)
	says := map[int]string{}
	for _, r := range report.Rejections {
		says[r.Row] += r.Reason + "\n"
	}
	for _, r := range report.Remarks {
		says[r.Row] += r.What + "\n"
	}
	for i, want := range rows {
		if got := outcomes[i+1]; got != want.outcome || !strings.Contains(says[i+1], want.says) {
			t.Errorf("row %d %s: %s %q, want %s …%s…", i+1, want.cells, got, says[i+1], want.outcome, want.says)
		}
	}
	if len(outcomes) != len(rows) || report.Read != len(rows) {
		t.Errorf("%d rows read and %d told of, want %d", report.Read, len(outcomes), len(rows))
	}
	return report
}

const shelterHeading = "避灾安置场所名称（示例数据）,编号,所属乡镇街道,所在行政村,级别,避难时长,类型,适用灾种,不适用灾种,地址,经度,纬度,可容纳人数（人）,无障碍,管理单位,联系电话,值班电话,鉴定日期,鉴定机构,鉴定结论,下次鉴定日期"

var shelterRows = []sheetRow{
	{"示例一村礼堂,BZ-001,清湖街道,清湖一村,村级,短期,文化礼堂,台风、洪涝,地震,示例路1号,118.6012,28.6812,３００人,有,清湖一村村委会,,0570-0000001,2026-01-05,示例鉴定公司,合格,2029-01-05", "added", ""},
	{"示例小学,,清湖街道,花园村,,,学校,台风洪涝,,,118.6022,28.6822,约200人,,,13800000000,,2026-01-05,,,", "added", "没有写级别，按所在区划作村级"},
	{"示例广场,,上余镇,花园,乡镇级,紧急,广场,地震,,,118.6032,28.6832,1200,,,,,2026-01-05,示例鉴定公司,合格,2030-01-01", "added", "按设置的 3 年算为 2029-01-05"},
	{"示例祠堂,,,花园村,村级,短期,祠堂,台风,,,118.6,28.7,60,,,,,,,,", "rejected", "有 2 个同名的"},
	{"示例外县点,,府山街道,府山村,村级,短期,室内,台风,,,118.6,28.7,60,,,,,,,,", "rejected", "管辖"},
	{"示例没有村,,,,村级,短期,室内,台风,,,118.6,28.7,60,,,,,,,,", "rejected", "没有写所在的村"},
	{"示例无此村,,清湖街道,天上村,村级,短期,室内,台风,,,118.6,28.7,60,,,,,,,,", "rejected", "没有这个村"},
	{"示例没有位置,,清湖街道,清湖一村,村级,短期,室内,台风,,,,,60,,,,,,,,", "rejected", "没有经纬度"},
	{"示例零经度,,清湖街道,清湖一村,村级,短期,室内,台风,,,0,28.7,60,,,,,,,,", "rejected", "不能为 0"},
	{"示例负数,,清湖街道,清湖一村,村级,短期,室内,台风,,,118.6,28.7,-60,,,,,,,,", "rejected", "负数"},
	{"示例范围,,清湖街道,清湖一村,村级,短期,室内,台风,,,118.6,28.7,100-200人,,,,,,,,", "rejected", "范围"},
	{"示例文字,,清湖街道,清湖一村,村级,短期,室内,台风,,,118.6,28.7,很多,,,,,,,,", "rejected", "整数"},
	{"<b>示例</b>,,清湖街道,清湖一村,村级,短期,室内,台风,,,118.6,28.7,60,,,,,,,,", "rejected", "不是地名用字"},
	{"示例灾种,,清湖街道,清湖一村,村级,短期,室内,外星人,,,118.6,28.7,60,,,,,,,,", "rejected", "灾种看不懂"},
	{"示例矛盾,,清湖街道,清湖一村,村级,短期,室内,台风,台风,,118.6,28.7,60,,,,,,,,", "rejected", "不能同时列为适用和不适用"},
	{"示例一村礼堂,,清湖街道,清湖一村,村级,短期,室内,台风,,,118.6,28.7,60,,,,,,,,", "rejected", "与第 1 行重复"},
	{"示例又一处,BZ-001,清湖街道,清湖一村,村级,短期,室内,台风,,,118.6,28.7,60,,,,,,,,", "rejected", "与第 1 行重复"},
	{"示例未来鉴定,,清湖街道,清湖一村,村级,短期,室内,台风,,,118.6,28.7,60,,,,,2999-01-01,示例鉴定公司,合格,", "rejected", "日期在将来"},
}

func TestSheltersComeInRowByRow(t *testing.T) {
	pool := safetyRegister(t)
	text, err := simplifiedchinese.GB18030.NewEncoder().String(sheet(shelterHeading, shelterRows))
	if err != nil {
		t.Fatal(err)
	}
	path := file(t, "避灾点（示例数据）.csv", text)
	o := importers.Options{File: path, As: importers.Shelters, Classification: "public", Within: []uuid.UUID{divisionOf(t, pool, "330881")}}
	tried := o
	tried.DryRun = true
	takeSheet(t, pool, tried, shelterRows)
	if n := count(t, pool, "shelter"); n != 0 {
		t.Fatalf("a look at the plan left %d shelters", n)
	}
	report := takeSheet(t, pool, o, shelterRows)
	wantSums(t, report, sums{Read: 18, Accepted: 3, Rejected: 15})

	held := standing(t, pool)
	hall := held["示例一村礼堂"]
	if hall.Capacity != 300 || hall.Level != shelters.VillageLevel || hall.Space != shelters.Indoor || !slices.Equal(hall.Suits, []shelters.Hazard{shelters.Typhoon, shelters.Flood}) ||
		hall.DutyPhone != "0570-0000001" || hall.Accessible != shelters.Accessible || hall.Visibility != "public" || hall.Division != divisionOf(t, pool, "330881003201") {
		t.Errorf("the hall: %+v", hall.Facts)
	}
	if hall.Appraisal == nil || hall.Appraisal.Result != shelters.GoodResult || hall.AppraisalDue != version.Day(2029, 1, 5) {
		t.Errorf("its appraisal: %+v, due %s", hall.Appraisal, hall.AppraisalDue)
	}
	if school := held["示例小学"]; school.DutyPhone != "" || school.Appraisal != nil || school.Capacity != 200 {
		t.Errorf("the school: %+v with %+v, want no private number and no appraisal without its body", school.Facts, school.Appraisal)
	}

	again := run(t, pool, o)
	wantSums(t, again, sums{Read: 18, Unchanged: 3, Rejected: 15})
}

func standing(t *testing.T, pool *pgxpool.Pool) map[string]shelters.Shelter {
	t.Helper()
	all, err := (&shelters.Store{DB: pool}).Standing(t.Context(), shelters.Reader{Internal: true}, shelters.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	byName := map[string]shelters.Shelter{}
	for _, s := range all {
		byName[s.Name] = s
	}
	return byName
}

func TestAWorkbookOfSheltersWithFormulasAndMergedHeadings(t *testing.T) {
	pool := safetyRegister(t)
	path := workbook(t, "避灾点（示例数据）.xlsx", func(f *excelize.File) {
		rowsOf(t, f, "Sheet1", []any{"江山市避灾安置场所一览表（示例数据）"}, []any{"名称", "所在村代码", "避难时长", "类型", "适用灾种", "坐标", nil, "容纳人数"}, []any{nil, nil, nil, nil, nil, "经度", "纬度", nil},
			[]any{"示例一号", "330881003201", "短期", "室内", "台风", 118.6012, 28.6812, 120}, []any{"示例二号", "330881003202", "短期", "室内", "台风", 118.6022, 28.6822, nil})
		for _, merged := range [][2]string{{"A1", "H1"}, {"F2", "G2"}, {"A2", "A3"}, {"B2", "B3"}, {"C2", "C3"}, {"D2", "D3"}, {"E2", "E3"}, {"H2", "H3"}} {
			if err := f.MergeCell("Sheet1", merged[0], merged[1]); err != nil {
				t.Fatal(err)
			}
		}
		if err := f.SetCellFormula("Sheet1", "H5", "60*2"); err != nil { // never calculated
			t.Fatal(err)
		}
	})
	report := run(t, pool, importers.Options{File: path, As: importers.Shelters})
	wantSums(t, report, sums{Read: 2, Accepted: 1, Rejected: 1})
	if len(report.Rejections) == 0 || !strings.Contains(report.Rejections[0].Reason, "公式") {
		t.Errorf("rejections: %+v, want the formula without its value", report.Rejections)
	}
}

func TestAFileWithoutRowsTakesNothingIn(t *testing.T) {
	pool := safetyRegister(t)
	for _, kind := range []importers.Kind{importers.Shelters, importers.Officers, importers.Policies} {
		if _, err := importers.Run(t.Context(), importers.Options{DB: pool, Actor: actor, As: kind, File: file(t, "示例数据.csv", "")}); err == nil || !strings.Contains(err.Error(), "文件为空") {
			t.Errorf("%s: an empty file = %v", kind, err)
		}
		if _, err := importers.Run(t.Context(), importers.Options{DB: pool, Actor: actor, As: kind, File: file(t, "示例数据.csv", "甲,乙\n1,2\n")}); err == nil || !strings.Contains(err.Error(), "缺少") {
			t.Errorf("%s: a file of something else = %v", kind, err)
		}
	}
}

const officerHeading = "姓名,所在村,所属乡镇,职责,值班电话,联系电话,同意公开凭据,夜间接听,最近拨测,拨测结果"

var officerRows = []sheetRow{
	{"示例甲,清湖一村,清湖街道,,０５７０－０００００１１,,,是,2026-03-01,接通", "added", ""},
	{"示例乙,花园村,清湖街道,灾害信息员,0570-0000012、0570-0000013,,,,,", "added", "有几个号码"},
	{"示例丙,花园村,上余镇,灾害信息员,0570-0000014,13800000000,,,,", "added", "没有同意公开的凭据"},
	{"示例丁,花园村,上余镇,村,,13800000001,2026年2月1日书面同意书,,2026-03-01,", "added", "没有写拨测结果"},
	{",,清湖街道,,0570-0000015,,,24小时,,", "added", ""},
	{"示例戊,清湖一村,清湖街道,村,,13800000002,,,,", "rejected", "没有可以公开的号码"},
	{"示例己,清湖一村,清湖街道,村,,13800000003,是,,,", "rejected", "没有可以公开的号码"},
	{"示例庚,府山村,府山街道,,0570-0000016,,,,,", "rejected", "管辖"},
	{"示例辛,,,,0570-0000017,,,,,", "rejected", "没有写所在的村"},
	{"示例壬,清湖一村,清湖街道,厨师,0570-0000018,,,,,", "rejected", "职责应为"},
	{"示例癸,清湖一村,清湖街道,,号码,,,,,", "rejected", "不是能拨打的号码"},
	{"<i>示例</i>,清湖一村,清湖街道,,0570-0000019,,,,,", "rejected", "HTML"},
	{"示例甲,清湖一村,清湖街道,,0570-0000020,,,,,", "rejected", "与第 1 行重复"},
	{"示例子,清湖一村,清湖街道,,0570-0000021,,,,2999-01-01,接通", "rejected", "日期在将来"},
}

func TestOfficersComeInRowByRow(t *testing.T) {
	pool := safetyRegister(t)
	o := importers.Options{File: file(t, "灾害信息员（示例数据）.csv", sheet(officerHeading, officerRows)), As: importers.Officers, Within: []uuid.UUID{divisionOf(t, pool, "330881")}}
	report := takeSheet(t, pool, o, officerRows)
	wantSums(t, report, sums{Read: 14, Accepted: 5, Rejected: 9})
	store := &card.Store{DB: pool}
	held := func(code string) map[string]card.Listing {
		all, err := store.ContactsOf(t.Context(), []uuid.UUID{divisionOf(t, pool, code)})
		if err != nil {
			t.Fatal(err)
		}
		byName := map[string]card.Listing{}
		for _, l := range all {
			byName[l.Person.Name] = l
		}
		return byName
	}
	if l := held("330881003201")["示例甲"]; l.Role != card.InformationOfficer || l.Number() != "0570-0000011" || !l.Night || l.Result != card.Answered || version.DayOf(l.Tried.In(version.China)) != version.Day(2026, 3, 1) {
		t.Errorf("the officer: %+v", l)
	}
	if l := held("330881101201")["示例丙"]; l.Private || l.Person.Phone != "" || l.Number() != "0570-0000014" {
		t.Errorf("who did not agree: %+v, want the duty phone alone", l)
	}
	if l := held("330881101201")["示例丁"]; !l.Private || l.Number() != "13800000001" || l.Consent == "" || !l.Tried.IsZero() {
		t.Errorf("who agreed: %+v, want the private number, and no trial without its result", l)
	}
	if l := held("330881003")[""]; l.Role != card.TownshipOffice || !l.Night {
		t.Errorf("the township: %+v", l)
	}
	for _, table := range []string{"import_run", "import_write", "ledger_entry", "village_contact"} {
		if n := count(t, pool, table+" t WHERE t::text LIKE '%示例丁%' OR t::text LIKE '%13800000001%'"); n != 0 {
			t.Errorf("%d rows of %s name a person", n, table)
		}
	}
	wantSums(t, run(t, pool, o), sums{Read: 14, Unchanged: 5, Rejected: 9})

	o.Classification = "internal"
	o.DB, o.Actor = pool, actor
	if _, err := importers.Run(t.Context(), o); err == nil || !strings.Contains(err.Error(), "人人可见") {
		t.Errorf("as internal: %v, want a refusal: everybody reads the cards", err)
	}
}

const policyHeading = "政策名称,适用范围,大白话,全文,原文链接,依据,起始日期,截止日期"

var policyRows = []sheetRow{
	{"避灾转移补助（示例数据）,江山市,听到通知就走，吃住不要钱。,,https://example.org/1,自然灾害救助条例,2026-01-01,2026-12-31", "added", ""},
	{"避灾转移补助（示例数据）,清湖街道,街道另有补贴。,全文,,街道文件,,", "added", ""},
	{"没有依据（示例数据）,江山市,大白话。,,,,,", "rejected", "依据"},
	{"没有范围（示例数据）,,大白话。,,,依据,,", "rejected", "没有写所在的村"},
	{"外县（示例数据）,柯城区,大白话。,,,依据,,", "rejected", "管辖"},
	{"倒置（示例数据）,江山市,大白话。,,,依据,2026-05-01,2026-04-01", "rejected", "早于起始日期"},
	{"链接（示例数据）,江山市,大白话。,,javascript:alert(1),依据,,", "rejected", "https://"},
	{"<script>alert(1)</script>,江山市,大白话。,,,依据,,", "rejected", "HTML"},
	{"避灾转移补助（示例数据）,江山市,另一句。,,,依据,,", "rejected", "与第 1 行重复"},
	{"日期（示例数据）,江山市,大白话。,,,依据,明年,", "rejected", "日期看不懂"},
}

func TestPoliciesComeInRowByRow(t *testing.T) {
	pool := safetyRegister(t)
	county := divisionOf(t, pool, "330881")
	o := importers.Options{File: file(t, "政策（示例数据）.csv", sheet(policyHeading, policyRows)), As: importers.Policies, Within: []uuid.UUID{county}}
	report := takeSheet(t, pool, o, policyRows)
	wantSums(t, report, sums{Read: 10, Accepted: 2, Rejected: 8})
	held, err := (&card.Store{DB: pool}).PoliciesOf(t.Context(), []uuid.UUID{county})
	if err != nil || len(held) != 1 {
		t.Fatalf("policies of the county: %+v, %v", held, err)
	}
	if p := held[0]; p.Valid != (version.Span{From: version.Day(2026, 1, 1), To: version.Day(2027, 1, 1)}) || p.Body != "原文：https://example.org/1" {
		t.Errorf("the policy holds %s with %q: want to the last day, that day included, and the link", p.Valid, p.Body)
	}
	wantSums(t, run(t, pool, o), sums{Read: 10, Unchanged: 2, Rejected: 8})
}

// TestTheCorrectedRowsOfSheltersGoIn holds that rows refused as duplicates stay
// refused until they are corrected.
func TestTheCorrectedRowsOfSheltersGoIn(t *testing.T) {
	pool := safetyRegister(t)
	report := run(t, pool, importers.Options{File: file(t, "避灾点（示例数据）.csv", sheet(shelterHeading, shelterRows)), As: importers.Shelters})
	if report.RejectedFile == "" {
		t.Fatal("no file of rejected rows")
	}
	again := run(t, pool, importers.Options{File: report.RejectedFile, As: importers.Shelters})
	if again.Accepted+again.Updated != 0 || again.Rejected != again.Read {
		t.Errorf("rows that nobody corrected: %+v", sumsOf(again))
	}
	text, err := os.ReadFile(report.RejectedFile)
	if err != nil {
		t.Fatal(err)
	}
	mended := file(t, "改正（示例数据）.csv", strings.Replace(string(text), "示例无此村,,清湖街道,天上村", "示例无此村,,清湖街道,花园村", 1))
	wantSums(t, run(t, pool, importers.Options{File: mended, As: importers.Shelters}), sums{Read: again.Read, Accepted: 1, Rejected: again.Read - 1})
}

// TestAnImportOfTheSafetyKindsIsUndone holds that undoing takes back what was
// added, restores what was changed, and leaves what somebody changed since.
func TestAnImportOfTheSafetyKindsIsUndone(t *testing.T) {
	for _, test := range []struct {
		kind                  importers.Kind
		heading, first, later string
	}{
		{importers.Shelters, shelterHeading, "示例一村礼堂,BZ-001,清湖街道,清湖一村,村级,短期,室内,台风,,,118.6012,28.6812,300,,,,,,,,",
			"示例一村礼堂,BZ-001,清湖街道,清湖一村,村级,短期,室内,台风,,,118.6012,28.6812,500,,,,,,,,\n示例新点,,清湖街道,清湖一村,村级,短期,室内,台风,,,118.6,28.7,60,,,,,,,,"},
		{importers.Officers, officerHeading, "示例甲,清湖一村,清湖街道,,0570-0000011,,,是,,", "示例甲,清湖一村,清湖街道,,0570-0000099,,,否,,\n示例乙,花园村,清湖街道,,0570-0000012,,,,,"},
		{importers.Policies, policyHeading, "补助（示例数据）,江山市,吃住不要钱。,,,条例,,", "补助（示例数据）,江山市,另一句话。,,,条例,,\n新政（示例数据）,江山市,一句话。,,,条例,,"},
	} {
		t.Run(string(test.kind), func(t *testing.T) {
			pool := safetyRegister(t)
			take := func(text string) importers.Report {
				return run(t, pool, importers.Options{File: file(t, "示例数据.csv", test.heading+"\n"+text+"\n"), As: test.kind, Source: "示例数据"})
			}
			wantSums(t, take(test.first), sums{Read: 1, Accepted: 1})
			before := said(t, pool)
			later := take(test.later)
			wantSums(t, later, sums{Read: 2, Accepted: 1, Updated: 1})
			if cmp.Equal(before, said(t, pool)) {
				t.Fatal("the import has changed nothing that this test sees")
			}
			places := &gazetteer.Store{DB: pool, Boundaries: &boundaries.Store{DB: pool}}
			undo := gazetteer.Undo{Run: uuid.MustParse(later.Run), Actor: ledger.Console, Reason: "表错了"}
			elsewhere := undo
			elsewhere.Within = []uuid.UUID{divisionOf(t, pool, "330802")}
			if left, err := importers.Undo(t.Context(), places, elsewhere); err != nil || left.Withdrawn+left.Restored != 0 || len(left.ChangedSince) != 2 {
				t.Fatalf("undone by somebody of another county: %+v, %v", left, err)
			}
			done, err := importers.Undo(t.Context(), places, undo)
			if err != nil || done.Withdrawn != 1 || done.Restored != 1 || len(done.ChangedSince) != 0 {
				t.Fatalf("Undo() = %+v, %v", done, err)
			}
			if diff := cmp.Diff(before, said(t, pool)); diff != "" {
				t.Errorf("after the undoing (-before +after):\n%s", diff)
			}
			if _, err := importers.Undo(t.Context(), places, undo); err == nil {
				t.Error("an import is undone twice")
			}

			third := take(test.later)
			wantSums(t, third, sums{Read: 2, Accepted: 1, Updated: 1})
			take(strings.NewReplacer(",500,", ",501,", "0570-0000099", "0570-0000098", "另一句话", "第三句话").Replace(test.later))
			undo.Run, undo.Whole = uuid.MustParse(third.Run), true
			if _, err := importers.Undo(t.Context(), places, undo); err == nil {
				t.Error("an import is undone whole though something was changed since")
			}
			undo.Whole = false
			if done, err := importers.Undo(t.Context(), places, undo); err != nil || done.Withdrawn != 1 || done.Restored != 0 || len(done.ChangedSince) != 1 {
				t.Errorf("with one thing changed since: %+v, %v", done, err)
			}
		})
	}
}

// said is what the register says of shelters, contacts and policies.
func said(t *testing.T, pool *pgxpool.Pool) []string {
	t.Helper()
	all := []string{}
	for name, s := range standing(t, pool) {
		all = append(all, fmt.Sprintf("%s %d %s", name, s.Capacity, s.Visibility))
	}
	f, err := card.Load(t.Context(), pool)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range f.Contacts {
		all = append(all, fmt.Sprintf("%s %s %v", c.Name, c.Phone, c.Night))
	}
	for _, p := range f.Policies {
		all = append(all, p.Title+" "+p.Plain)
	}
	return slices.Sorted(slices.Values(all))
}
