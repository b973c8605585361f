package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

var row = []any{"代码", "标准名称", "经度", "纬度", "类别代码"}

func village(i int) []any {
	f := strings.Split(villages[i], ",")
	return []any{f[0], f[1], f[2], f[3], f[4]}
}

// book fills a workbook.
type book struct {
	*excelize.File
	m *maker
}

func (b *book) rows(sheet string, from int, rows ...[]any) {
	for i, r := range rows {
		b.m.fail(b.SetSheetRow(sheet, fmt.Sprint("A", from+i), &r))
	}
}

func (b *book) merge(sheet, from, to string) { b.m.fail(b.MergeCell(sheet, from, to)) }

func (b *book) sheet(name string) {
	_, err := b.NewSheet(name)
	b.m.fail(err)
}

// workbook writes a workbook.
func (m *maker) workbook(name string, fill func(b *book), options ...excelize.Options) []byte {
	b := &book{excelize.NewFile(), m}
	fill(b)
	m.fail(b.SetDocProps(&excelize.DocProperties{Created: "2026-01-01T00:00:00Z", Modified: "2026-01-01T00:00:00Z"}))
	var out bytes.Buffer
	m.fail(b.Write(&out, options...))
	m.write(name, out.Bytes())
	return out.Bytes()
}

// workbooks makes XLSX files.
func (m *maker) workbooks() {
	m.workbook("xlsx-merged-heading.xlsx", func(b *book) {
		b.rows("Sheet1", 1, []any{"清湖街道自然村名称登记表"}, nil, []any{"序号", "代码", "标准名称", "位置", nil, "类别代码", "备注"}, []any{nil, nil, nil, "东经", "北纬"},
			[]any{1, 2, 3, 4, 5, 6, 7})
		for _, a := range [][2]string{{"A1", "G2"}, {"A3", "A4"}, {"B3", "B4"}, {"C3", "C4"}, {"D3", "E3"}, {"F3", "F4"}, {"G3", "G4"}, {"F6", "F8"}} {
			b.merge("Sheet1", a[0], a[1])
		}
		b.rows("Sheet1", 6, []any{1, "1", "清湖头村", 118.51, 28.71, 22200, "合并的类别"}, []any{2, "2", "凤凰山村", 118.52, 28.72}, []any{3, "3", "大溪滩村", 118.53, 28.73})
	})
	m.workbook("xlsx-several-sheets.xlsx", func(b *book) {
		b.rows("Sheet1", 1, []any{"填表说明"}, []any{"请勿改动表头"})
		b.sheet("村名")
		b.rows("村名", 1, row, village(0), village(1))
		b.sheet("汇总")
		b.rows("汇总", 1, []any{"标准名称", "数量"}, []any{"合计", 2})
		b.sheet("旧数据")
		b.rows("旧数据", 1, []any{"代码", "标准名称"}, []any{"9", "旧村"})
		m.fail(b.SetSheetVisible("旧数据", false))
	})
	m.dates("xlsx-dates-1900.xlsx", false)
	m.dates("xlsx-dates-1904.xlsx", true)
	m.workbook("xlsx-numbers-as-text.xlsx", func(b *book) {
		b.rows("Sheet1", 1, row, []any{1, "清湖头村", "118.51", "28.71", "22200"}, []any{"2", "凤凰山村", 118.52, 28.72, 22200}, []any{"3", 20240101, "118.53 ", " 28.73", 22200.0})
	})
	m.workbook("xlsx-lost-precision.xlsx", func(b *book) {
		b.rows("Sheet1", 1, []any{"地名代码", "标准名称", "经度", "纬度", "类别代码"},
			[]any{33088110122200000001.0, "清湖头村", 118.51, 28.71, 22200}, []any{"33088110122200000002", "凤凰山村", 118.52, 28.72, 22200},
			[]any{"3.30881E+19", "大溪滩村", 118.53, 28.73, 22200})
	})
	m.workbook("xlsx-leading-zeros.xlsx", func(b *book) {
		b.rows("Sheet1", 1, row)
		for i := range 8 {
			b.rows("Sheet1", i+2, []any{10015010 + i, fmt.Sprintf("第%d村", i), 121.5, 23.9, 22200})
		}
		b.rows("Sheet1", 10, []any{9007010, "南竿村", 119.93, 26.15, 22200}, []any{42, "补零村", 119.94, 26.16, 22200})
		format := "00000000"
		style, err := b.NewStyle(&excelize.Style{CustomNumFmt: &format})
		m.fail(err)
		m.fail(b.SetCellStyle("Sheet1", "A11", "A11", style))
	})
	m.workbook("xlsx-formulas.xlsx", func(b *book) {
		b.rows("Sheet1", 1, row, village(0), village(1), village(2))
		b.rows("Sheet1", 5, []any{"4", "错误村", nil, 28.74, 22200})
		m.fail(b.SetCellFormula("Sheet1", "B2", `"清湖"&"头村"`))
		m.fail(b.SetCellValue("Sheet1", "C3", nil))
		m.fail(b.SetCellFormula("Sheet1", "C3", "118+0.52"))
		m.fail(b.SetCellFormula("Sheet1", "C5", `HYPERLINK("http://x.invalid")`))
	})
	m.workbook("xlsx-hidden-rows.xlsx", func(b *book) {
		b.rows("Sheet1", 1, row, village(0), village(1), village(2))
		m.fail(b.SetRowVisible("Sheet1", 3, false))
		m.fail(b.SetColVisible("Sheet1", "E", false))
	})
	m.workbook("xlsx-16384-columns.xlsx", func(b *book) {
		wide := make([]any, excelize.MaxColumns)
		for i := range wide {
			wide[i] = "栏"
		}
		copy(wide, row)
		b.rows("Sheet1", 1, wide, village(0))
	})
	m.workbook("xlsx-duplicate-headings.xlsx", func(b *book) {
		b.rows("Sheet1", 1, []any{"代码", "标准名称", "经度", "纬度", "类别代码", "标准名称", nil, "备注"}, []any{"1", "清湖头村", 118.51, 28.71, 22200, "另一个", "无表头", "x"})
	})
	m.workbook("xlsx-errors-and-booleans.xlsx", func(b *book) {
		b.rows("Sheet1", 1, row, []any{true, "真村", 118.51, 28.71, 22200}, []any{"2", "凤凰山村", "#N/A", 28.72, 22200})
	})
	m.workbook("xlsx-only-heading.xlsx", func(b *book) { b.rows("Sheet1", 1, row) })
	m.workbook("xlsx-empty.xlsx", func(*book) {})
	m.workbook("xlsx-encrypted.xlsx", func(b *book) { b.rows("Sheet1", 1, row, village(0)) }, excelize.Options{Password: "1"})
	whole := m.workbook("xlsx-truncated.xlsx", func(b *book) { b.rows("Sheet1", 1, row, village(0)) })
	m.write("xlsx-truncated.xlsx", whole[:len(whole)*2/3])
	m.write("xlsx-macros.xlsm", m.repacked(whole, map[string]func([]byte) []byte{
		"xl/vbaProject.bin": func([]byte) []byte { return []byte("Attribute VB_Name = \"ThisWorkbook\"") },
		"xl/_rels/workbook.xml.rels": replaced("</Relationships>",
			`<Relationship Id="rIdM" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" Target="vbaProject.bin"/></Relationships>`),
		"[Content_Types].xml": replaced("sheet.main+xml", "sheet.macroEnabled.main+xml"),
	}))
	m.write("xlsx-zip-bomb.xlsx", m.repacked(whole, map[string]func([]byte) []byte{
		"xl/worksheets/sheet1.xml": func(b []byte) []byte {
			return bytes.Replace(b, []byte("</sheetData>"), append(bytes.Repeat([]byte("<row></row>"), 4<<20), "</sheetData>"...), 1)
		},
	}))
	m.write("xlsx-external-entities.xlsx", m.repacked(whole, map[string]func([]byte) []byte{
		"xl/worksheets/sheet1.xml": func(b []byte) []byte {
			head := `<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>`
			at := bytes.Index(b, []byte("<worksheet"))
			return append([]byte(head), bytes.Replace(b[at:], []byte("</sheetData>"), []byte(`<row r="3"><c r="A3" t="str"><v>3</v></c><c r="B3" t="str"><v>&e;</v></c></row></sheetData>`), 1)...)
		},
	}))
	m.write("xlsx-far-cells.xlsx", m.repacked(whole, map[string]func([]byte) []byte{
		"xl/worksheets/sheet1.xml": replaced("</sheetData>",
			`<row r="3"><c r="XFD3" t="str"><v>远</v></c></row><row r="1048576"><c r="A1048576"><v>9</v></c></row></sheetData>`),
	}))
	m.write("xlsx-broken-xml.xlsx", m.repacked(whole, map[string]func([]byte) []byte{
		"xl/worksheets/sheet1.xml": func(b []byte) []byte { return b[:len(b)-len(b)/3] },
	}))
	m.write("xlsx-rows-out-of-order.xlsx", m.repacked(whole, map[string]func([]byte) []byte{
		"xl/worksheets/sheet1.xml": replaced(`r="A2"`, `r="A1"`),
	}))
	m.write("docx-in-xlsx-ending.xlsx", m.repacked(whole, map[string]func([]byte) []byte{
		"_rels/.rels":     replaced("xl/workbook.xml", "word/document.xml"),
		"xl/workbook.xml": func([]byte) []byte { return []byte("<x/>") },
	}))
}

// dates makes a workbook with days in both forms.
func (m *maker) dates(name string, epoch1904 bool) {
	m.workbook(name, func(b *book) {
		m.fail(b.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &epoch1904}))
		b.rows("Sheet1", 1, append(row, "历史沿革"), append(village(0), nil), append(village(1), nil))
		serial := 43831.0 // 1 January 2020, counted from 1900
		if epoch1904 {
			serial -= 1462
		}
		format := `yyyy"年"m"月"d"日"`
		style, err := b.NewStyle(&excelize.Style{CustomNumFmt: &format})
		m.fail(err)
		m.fail(b.SetCellValue("Sheet1", "F2", serial))
		m.fail(b.SetCellStyle("Sheet1", "F2", "F2", style))
		m.fail(b.SetCellValue("Sheet1", "F3", serial+0.5))
		style, err = b.NewStyle(&excelize.Style{NumFmt: 22})
		m.fail(err)
		m.fail(b.SetCellStyle("Sheet1", "F3", "F3", style))
	})
}

func replaced(old, with string) func([]byte) []byte {
	return func(b []byte) []byte { return bytes.ReplaceAll(b, []byte(old), []byte(with)) }
}

// repacked is a workbook some of whose parts were changed or added.
func (m *maker) repacked(whole []byte, changes map[string]func([]byte) []byte) []byte {
	in, err := zip.NewReader(bytes.NewReader(whole), int64(len(whole)))
	if err != nil {
		m.fail(err)
		return nil
	}
	var entries []entry
	met := map[string]bool{}
	for _, f := range in.File {
		content, err := func() ([]byte, error) {
			r, err := f.Open()
			if err != nil {
				return nil, err
			}
			defer r.Close()
			var b bytes.Buffer
			_, err = b.ReadFrom(r)
			return b.Bytes(), err
		}()
		m.fail(err)
		if change := changes[f.Name]; change != nil {
			content = change(content)
		}
		met[f.Name] = true
		entries = append(entries, entry{name: f.Name, content: content})
	}
	for name, change := range changes {
		if !met[name] {
			entries = append(entries, entry{name: name, content: change(nil)})
		}
	}
	return m.zipped(entries...)
}

// clock is when all entries were made.
var clock = time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC)
