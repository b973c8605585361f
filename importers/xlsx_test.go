package importers_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"diming/importers"
)

// workbook writes a workbook and returns its path.
func workbook(t testing.TB, name string, fill func(f *excelize.File)) string {
	t.Helper()
	f := excelize.NewFile()
	fill(f)
	path := filepath.Join(t.TempDir(), name)
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	return path
}

func rowsOf(t testing.TB, f *excelize.File, sheet string, rows ...[]any) {
	t.Helper()
	for i, row := range rows {
		at, err := excelize.CoordinatesToCellName(1, i+1)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.SetSheetRow(sheet, at, &row); err != nil {
			t.Fatal(err)
		}
	}
}

func TestTheSheetWithTheBestHeadingsIsReadAndTheOthersAreNamed(t *testing.T) {
	pool := register(t)
	path := workbook(t, "村.xlsx", func(f *excelize.File) {
		rowsOf(t, f, "Sheet1", []any{"说明"}, []any{"本表由乡镇填报"})
		for _, name := range []string{"清湖镇", "旧表"} {
			if _, err := f.NewSheet(name); err != nil {
				t.Fatal(err)
			}
		}
		rowsOf(t, f, "清湖镇", []any{"自然村一览表"}, []any{"代码", "标准名称", "经度", "纬度", "类别代码"},
			[]any{"1", "甲村", 118.5, 28.7, 22200}, []any{"2", "", 118.5, 28.7, 22200}, []any{330881001001000001.0, "丙村", 118.5, 28.7, 22200})
		rowsOf(t, f, "旧表", []any{"代码", "标准名称", "类别代码"}, []any{"7", "旧村", 22200})
	})
	report := run(t, pool, importers.Options{File: path})
	wantSums(t, report, sums{Read: 3, Accepted: 1, Rejected: 2})
	if report.Layer != "清湖镇" || report.Format != "xlsx" {
		t.Errorf("read %s %q", report.Format, report.Layer)
	}
	if notes := strings.Join(report.Notes, "\n"); !strings.Contains(notes, "旧表") || !strings.Contains(notes, "自然村一览表") {
		t.Errorf("notes = %s", notes)
	}
	if r := report.Rejections; r[0].Line != 4 || r[1].Line != 5 || !strings.Contains(r[1].Reason, "15 位") {
		t.Errorf("rejections = %+v", r)
	}
	rejected, err := os.ReadFile(report.RejectedFile)
	if err != nil || !bytes.Contains(rejected, []byte("丙村")) || filepath.Ext(report.RejectedFile) != ".csv" {
		t.Errorf("rejected rows in %s: %q, %v", report.RejectedFile, rejected, err)
	}

	old := run(t, pool, importers.Options{File: path, Layer: "旧表"})
	wantSums(t, old, sums{Read: 1, Accepted: 1})
}

func TestASheetThatIsNotThere(t *testing.T) {
	path := workbook(t, "村.xlsx", func(f *excelize.File) { rowsOf(t, f, "Sheet1", []any{"标准名称"}, []any{"甲村"}) })
	_, err := importers.Inspect(t.Context(), importers.Options{File: path, Layer: "没有"})
	if err == nil || !strings.Contains(err.Error(), "Sheet1") {
		t.Errorf("Inspect = %v, want the sheets that are there", err)
	}
}

func TestAMarkedFileIsRefusedWholeAndCounted(t *testing.T) {
	pool := register(t)
	titled := workbook(t, "村.xlsx", func(f *excelize.File) {
		rowsOf(t, f, "Sheet1", []any{"地名清查表（机密★10年）"}, []any{"代码", "标准名称", "类别代码"}, []any{"1", "甲村", "22200"}, []any{"2", "乙村", "22200"})
	})
	for _, path := range []string{titled, file(t, "地名（涉密）.csv", "id,name,class\n1,甲村,22200\n")} {
		_, err := importers.Run(t.Context(), importers.Options{DB: pool, Actor: actor, As: importers.Places, File: path})
		if !errors.Is(err, importers.ErrClassified) {
			t.Errorf("%s: %v, want ErrClassified", filepath.Base(path), err)
		}
	}
	if refused, places := count(t, pool, "import_run WHERE state = 'refused'"), count(t, pool, "place"); refused != 2 || places != 0 {
		t.Errorf("%d refused runs, %d places", refused, places)
	}
}
