package xlsxfile_test

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"diming/importers/csvfile"
	"diming/importers/xlsxfile"
	"diming/importers/zipfile"
)

// book makes a workbook and opens it.
func book(t testing.TB, fill func(f *excelize.File)) *xlsxfile.Book {
	t.Helper()
	f := excelize.NewFile()
	fill(f)
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	opened, err := xlsxfile.Open(bytes.NewReader(b.Bytes()), int64(b.Len()), zipfile.Limits{})
	if err != nil {
		t.Fatalf("Open = %v", err)
	}
	known := []string{"标准名称", "东经", "北纬", "代码", "类别代码"}
	opened.Known = func(h string) bool { return slices.Contains(known, h) }
	return opened
}

func set(t testing.TB, f *excelize.File, sheet string, cells map[string]any) {
	t.Helper()
	for at, v := range cells {
		if err := f.SetCellValue(sheet, at, v); err != nil {
			t.Fatal(err)
		}
	}
}

// all reads a sheet to its end: the heading, the rows, and the notes.
func all(t testing.TB, b *xlsxfile.Book, name string) (sheet *xlsxfile.Sheet, rows []csvfile.Record, notes string) {
	t.Helper()
	sheet, err := b.Sheet(name)
	if err != nil {
		t.Fatalf("Sheet(%s) = %v", name, err)
	}
	in, err := sheet.Read()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	for {
		rec, err := in.Read()
		if err == io.EOF {
			return sheet, rows[1:], strings.Join(in.Notes(), "\n")
		}
		if err != nil {
			t.Fatalf("Read = %v", err)
		}
		rows = append(rows, rec)
	}
}

func fields(rows []csvfile.Record) (all [][]string) {
	for _, r := range rows {
		all = append(all, r.Fields)
	}
	return all
}

func TestAHeadingOverTwoRowsBelowATitle(t *testing.T) {
	b := book(t, func(f *excelize.File) {
		set(t, f, "Sheet1", map[string]any{
			"A1": "某县自然村登记表", "A3": "标准名称", "B3": "位置", "D3": "备注", "B4": "东经", "C4": "北纬",
			"A5": "甲村", "B5": 118.5, "C5": 28.7, "A6": "乙村", "B6": 118.6, "C6": 28.8, "D6": "x",
		})
		for _, m := range [][2]string{{"A1", "D2"}, {"A3", "A4"}, {"B3", "C3"}, {"D3", "D4"}} {
			if err := f.MergeCell("Sheet1", m[0], m[1]); err != nil {
				t.Fatal(err)
			}
		}
	})
	sheet, rows, _ := all(t, b, "Sheet1")
	if diff := cmp.Diff([]string{"标准名称", "东经", "北纬", "备注"}, sheet.Headings); diff != "" {
		t.Errorf("headings (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"某县自然村登记表"}, sheet.Title); diff != "" {
		t.Errorf("title (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([][]string{{"甲村", "118.5", "28.7", ""}, {"乙村", "118.6", "28.8", "x"}}, fields(rows)); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
	if rows[0].Line != 5 {
		t.Errorf("the first row is of line %d, want 5", rows[0].Line)
	}
}

func TestTheSameLeafTwiceIsNamedWithWhatStandsAbove(t *testing.T) {
	b := book(t, func(f *excelize.File) {
		set(t, f, "Sheet1", map[string]any{"A1": "标准名称", "B1": "起点", "D1": "止点", "B2": "经", "C2": "纬", "D2": "经", "E2": "纬", "A3": "一路"})
		for _, m := range [][2]string{{"A1", "A2"}, {"B1", "C1"}, {"D1", "E1"}} {
			if err := f.MergeCell("Sheet1", m[0], m[1]); err != nil {
				t.Fatal(err)
			}
		}
	})
	sheet, _, _ := all(t, b, "Sheet1")
	if diff := cmp.Diff([]string{"标准名称", "起点经", "起点纬", "止点经", "止点纬"}, sheet.Headings); diff != "" {
		t.Errorf("headings (-want +got):\n%s", diff)
	}
}

func TestAMergedCellAtTheEndOfTheHeadingSwallowsNoRow(t *testing.T) {
	b := book(t, func(f *excelize.File) {
		set(t, f, "Sheet1", map[string]any{"A1": "标准名称", "B1": "备注", "A2": "甲村", "B2": "一", "A3": "乙村"})
		if err := f.MergeCell("Sheet1", "B1", "C1"); err != nil {
			t.Fatal(err)
		}
	})
	_, rows, _ := all(t, b, "Sheet1")
	if len(rows) != 2 {
		t.Errorf("%d rows, want 2: %v", len(rows), fields(rows))
	}
}

func TestCellsMergedDownwardsCountForEachRow(t *testing.T) {
	b := book(t, func(f *excelize.File) {
		set(t, f, "Sheet1", map[string]any{"A1": "代码", "B1": "标准名称", "A2": "01", "B2": "甲村", "B3": "乙村", "A4": "02", "B4": "丙村"})
		if err := f.MergeCell("Sheet1", "A2", "A3"); err != nil {
			t.Fatal(err)
		}
	})
	_, rows, notes := all(t, b, "Sheet1")
	if diff := cmp.Diff([][]string{{"01", "甲村"}, {"01", "乙村"}, {"02", "丙村"}}, fields(rows)); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
	if !strings.Contains(notes, "合并单元格") {
		t.Errorf("the notes say nothing of it: %s", notes)
	}
}

func TestNumbersAndTexts(t *testing.T) {
	b := book(t, func(f *excelize.File) {
		set(t, f, "Sheet1", map[string]any{
			"A1": "代码", "B1": "标准名称",
			"A2": 330881, "B2": "数字", "A3": "330881001001", "B3": "文本", "A4": 330881001001, "B4": "十二位数字",
			"A5": 3.3088100100100001e17, "B5": "十八位", "A6": 0.1 + 0.2, "B6": "尾差", "A7": 42, "B7": "补零",
		})
		style, err := f.NewStyle(&excelize.Style{CustomNumFmt: ptr("000000")})
		if err != nil {
			t.Fatal(err)
		}
		if err := f.SetCellStyle("Sheet1", "A7", "A7", style); err != nil {
			t.Fatal(err)
		}
	})
	_, rows, _ := all(t, b, "Sheet1")
	want := []string{"330881", "330881001001", "330881001001", "330881001001000000", "0.3", "000042"}
	for i, w := range want {
		if got := rows[i].Fields[0]; got != w {
			t.Errorf("row %d = %q, want %q", i, got, w)
		}
	}
	if len(rows[3].Cells) != 1 || !strings.Contains(rows[3].Cells[0].Reason, "15 位") {
		t.Errorf("the faults of a code that lost its last digits = %+v", rows[3].Cells)
	}
}

func TestALeadingZeroLostIsNoticed(t *testing.T) {
	b := book(t, func(f *excelize.File) {
		set(t, f, "Sheet1", map[string]any{"A1": "代码", "B1": "标准名称"})
		for i := range 10 {
			set(t, f, "Sheet1", map[string]any{fmt.Sprint("A", i+2): 10015010 + i, fmt.Sprint("B", i+2): "村"})
		}
		set(t, f, "Sheet1", map[string]any{"A12": 9007010, "B12": "南竿"})
	})
	_, _, notes := all(t, b, "Sheet1")
	if !strings.Contains(notes, "开头的 0") {
		t.Errorf("notes = %q", notes)
	}
}

func TestDates(t *testing.T) {
	for _, test := range []struct {
		name   string
		epoch  bool
		format int
		custom string
		serial float64
		want   string
	}{
		{"a day", false, 14, "", 44197, "2021-01-01"},
		{"a day of 1904", true, 14, "", 44197 - 1462, "2021-01-01"},
		{"a day in Chinese", false, 0, `yyyy"年"m"月"d"日"`, 44197, "2021-01-01"},
		{"a day and a time", false, 22, "", 44197.5, "2021-01-01T12:00:00"},
		{"a time", false, 21, "", 0.25, "06:00:00"},
		{"before the leap day that was not", false, 14, "", 59, "1900-02-28"},
		{"after it", false, 14, "", 61, "1900-03-01"},
		{"colour and text are no date", false, 0, `[Red]0.00" days"`, 44197, "44197"},
	} {
		b := book(t, func(f *excelize.File) {
			set(t, f, "Sheet1", map[string]any{"A1": "标准名称", "B1": "日期", "A2": "村", "B2": test.serial})
			s := &excelize.Style{NumFmt: test.format}
			if test.custom != "" {
				s.CustomNumFmt = &test.custom
			}
			style, err := f.NewStyle(s)
			if err != nil {
				t.Fatal(err)
			}
			if err := f.SetCellStyle("Sheet1", "B2", "B2", style); err != nil {
				t.Fatal(err)
			}
			if err := f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &test.epoch}); err != nil {
				t.Fatal(err)
			}
		})
		if _, rows, _ := all(t, b, "Sheet1"); rows[0].Fields[1] != test.want {
			t.Errorf("%s: %v = %q, want %q", test.name, test.serial, rows[0].Fields[1], test.want)
		}
	}
}

func TestFormulas(t *testing.T) {
	b := book(t, func(f *excelize.File) {
		set(t, f, "Sheet1", map[string]any{"A1": "代码", "B1": "标准名称", "B2": "有结果", "A2": 12, "B3": "无结果"})
		for _, at := range []string{"A2", "A3"} {
			if err := f.SetCellFormula("Sheet1", at, "6*2"); err != nil {
				t.Fatal(err)
			}
		}
	})
	_, rows, notes := all(t, b, "Sheet1")
	if rows[0].Fields[0] != "12" || len(rows[0].Cells) != 0 {
		t.Errorf("a stored result = %+v", rows[0])
	}
	if len(rows[1].Cells) != 1 || !strings.Contains(rows[1].Cells[0].Reason, "没有保存的结果") {
		t.Errorf("a formula without result = %+v", rows[1])
	}
	if !strings.Contains(notes, "公式") {
		t.Errorf("notes = %q", notes)
	}
}

// TestExcelizeReadsTheSame compares with the library that wrote the file.
func TestExcelizeReadsTheSame(t *testing.T) {
	var f *excelize.File
	b := book(t, func(made *excelize.File) {
		f = made
		for r := 1; r <= 50; r++ {
			for c := 1; c <= 30; c++ {
				at, err := excelize.CoordinatesToCellName(c, r)
				if err != nil {
					t.Fatal(err)
				}
				var v any = fmt.Sprintf("文字 %d<&>\n%d", r, c)
				if r > 1 && (r+c)%3 == 0 {
					v = float64(r*c) / 7
				}
				if r > 1 && (r+c)%5 == 0 {
					continue
				}
				set(t, made, "Sheet1", map[string]any{at: v})
			}
		}
	})
	want, err := f.GetRows("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	_, rows, _ := all(t, b, "Sheet1")
	for i, r := range rows {
		for c, got := range r.Fields {
			w := ""
			if c < len(want[i+1]) {
				w = want[i+1][c]
			}
			if got != w {
				t.Fatalf("row %d, column %d = %q, excelize reads %q", i, c, got, w)
			}
		}
	}
}

func ptr[T any](v T) *T { return &v }
