package papers

import (
	"io"

	"diming/internal/workbook"
)

const sample = "（示例数据）"

func mark(title string, demo bool) string {
	if demo {
		return title + sample
	}
	return title
}

// FormXLSX writes the register form of a marker as a workbook.
func FormXLSX(w io.Writer, f Form) error {
	s := workbook.Sheet{Name: f.Number, Title: mark("界桩登记表", f.Demo), Widths: []float64{16, 26, 14, 22, 12, 26, 20}}
	for _, one := range f.Fields() {
		s.Rows = append(s.Rows, workbook.Row{Cells: []string{one.Label, one.Value}})
	}
	s.Rows = append(s.Rows, workbook.Row{Cells: referenceHead, Head: true})
	for _, r := range f.references() {
		s.Rows = append(s.Rows, workbook.Row{Cells: r})
	}
	s.Rows = append(s.Rows, workbook.Row{Cells: []string{"甲方签字", "", "日期", ""}}, workbook.Row{Cells: []string{"乙方签字", "", "日期", ""}})
	return workbook.Write(w, []workbook.Sheet{s})
}

// TableXLSX writes the result table of a line's markers as a workbook.
func TableXLSX(w io.Writer, line string, all []Form, demo bool) error {
	s := workbook.Sheet{Name: "成果表", Title: mark("界桩成果表 "+line, demo), Wide: true, Widths: []float64{6, 18, 12, 18, 18, 16, 16, 8, 12, 8, 14},
		Rows: []workbook.Row{{Cells: tableHead, Head: true}}}
	for i, f := range all {
		s.Rows = append(s.Rows, workbook.Row{Cells: f.row(i + 1)})
	}
	s.Rows = append(s.Rows, workbook.Row{Cells: []string{"", notes}})
	return workbook.Write(w, []workbook.Sheet{s})
}
