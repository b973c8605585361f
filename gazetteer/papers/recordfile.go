package papers

import (
	"encoding/json"
	"fmt"
	"html/template"
	"io"

	"github.com/xuri/excelize/v2"

	"diming/internal/parcel"
)

// RecordsJSON writes register forms as JSON.
func RecordsJSON(w io.Writer, all []Record) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	if all == nil {
		all = []Record{}
	}
	return e.Encode(struct {
		Form    string   `json:"form"`
		Records []Record `json:"records"`
	}{FormName, all})
}

// RecordsXLSX writes register forms as a workbook, one sheet each: field, value
// and whether it must be filled.
func RecordsXLSX(w io.Writer, all []Record) error {
	x := excelize.NewFile()
	defer x.Close()
	head, err := x.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E3EEEE"}}})
	if err != nil {
		return err
	}
	missing, err := x.NewStyle(&excelize.Style{Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FBE3E0"}}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	if err != nil {
		return err
	}
	text, err := x.NewStyle(&excelize.Style{NumFmt: 49, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	if err != nil {
		return err
	}
	for i, r := range all {
		sheet := sheetName(i, r.Name)
		if i == 0 {
			err = x.SetSheetName("Sheet1", sheet)
		} else {
			_, err = x.NewSheet(sheet)
		}
		if err == nil {
			err = recordSheet(x, sheet, r, head, text, missing)
		}
		if err != nil {
			return fmt.Errorf("write register form of %q: %w", r.Name, err)
		}
	}
	return writeWorkbook(w, x)
}

// recordSheet writes one form. Values are text: a code of twenty digits is no
// number, and a name that begins with = is no formula.
func recordSheet(x *excelize.File, sheet string, r Record, head, text, missing int) error {
	for i, title := range []string{"项目", "内容", "必填"} {
		cell, _ := excelize.CoordinatesToCellName(i+1, 1) // within the sheet
		if err := x.SetCellStr(sheet, cell, title); err != nil {
			return err
		}
	}
	if err := x.SetCellStyle(sheet, "A1", "C1", head); err != nil {
		return err
	}
	for i, f := range r.Fields {
		row := i + 2
		style, must := text, ""
		if f.Required {
			must = "*"
			if f.Value == "" {
				style, must = missing, "* 缺"
			}
		}
		for col, value := range []string{f.Label, f.Value, must} {
			cell, _ := excelize.CoordinatesToCellName(col+1, row) // within the sheet
			if err := x.SetCellStr(sheet, cell, value); err != nil {
				return err
			}
		}
		if err := x.SetCellStyle(sheet, fmt.Sprintf("A%d", row), fmt.Sprintf("C%d", row), style); err != nil {
			return err
		}
	}
	for col, width := range map[string]float64{"A": 22, "B": 64, "C": 8} {
		if err := x.SetColWidth(sheet, col, col, width); err != nil {
			return err
		}
	}
	return x.SetPanes(sheet, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
}

// sheetName is a name that Excel takes, and one that no other sheet has.
func sheetName(i int, name string) string {
	runes := []rune{}
	for _, r := range name {
		switch r {
		case ':', '\\', '/', '?', '*', '[', ']', '\'':
		default:
			runes = append(runes, r)
		}
	}
	if len(runes) > 20 {
		runes = runes[:20]
	}
	return fmt.Sprintf("%d %s", i+1, string(runes))
}

// writeWorkbook writes x so that the same content gives the same bytes:
// excelize puts the parts of a workbook in an order of chance.
func writeWorkbook(w io.Writer, x *excelize.File) error {
	buffer, err := x.WriteToBuffer()
	if err != nil {
		return err
	}
	return parcel.InOrder(w, buffer.Bytes())
}

var copySheet = template.Must(template.New("").Parse(`<!doctype html>
<html lang="zh-CN"><meta charset="utf-8"><title>{{.Title}}</title>
<style>body{font:16px/1.6 system-ui,"Noto Sans SC","Microsoft YaHei",sans-serif;max-width:60em;margin:1.5em auto;padding:0 1em;color:#1b1b1b}
table{border-collapse:collapse;width:100%;margin:0 0 2em}th,td{border:1px solid #999;padding:.3em .6em;text-align:left;vertical-align:top;overflow-wrap:anywhere}
th{width:12em;font-weight:600;background:#f3f5f5}td{user-select:all;white-space:pre-wrap}.missing{background:#fbe3e0}@media print{td.missing::after{content:"（缺）"}}</style>
<h1>{{.Title}}</h1>
{{if .Demo}}<p>示例：其中内容均非真实。</p>{{end}}<p>按国家地名信息库登记表的顺序排列，点一下内容即选中整格，可逐项复制。标 * 的为必填。</p>
{{range .Records}}<h2>{{.Name}}</h2>{{if .Missing}}<p>必填而缺：{{range $i, $m := .Missing}}{{if $i}}、{{end}}{{$m}}{{end}}</p>{{end}}
<table>{{range .Sheet}}<tr><th scope="row">{{.Label}}{{if .Required}} *{{end}}</th><td{{if and .Required (not .Value)}} class="missing"{{end}}>{{.Value}}</td></tr>
{{end}}</table>
{{end}}</html>
`))

// CopySheetHTML writes the copy sheet of forms as a page that stands alone.
func CopySheetHTML(w io.Writer, all []Record, demo bool) error {
	type sheet struct {
		Record
		Sheet []Field
	}
	var sheets []sheet
	for _, r := range all {
		sheets = append(sheets, sheet{r, CopySheet(r)})
	}
	return copySheet.Execute(w, struct {
		Title   string
		Demo    bool
		Records []sheet
	}{FormName + "·抄录表", demo, sheets})
}
