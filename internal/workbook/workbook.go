// Package workbook writes tables as XLSX. Every cell is text: a coordinate is
// not rounded, a code of twenty digits is no number, and what begins with = is
// no formula. The same content gives the same bytes.
package workbook

import (
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"

	"diming/internal/parcel"
)

// A Sheet is one sheet of a workbook.
type Sheet struct {
	Name   string
	Title  string // above the rows, over all columns; "" none
	Rows   []Row
	Widths []float64 // of the columns, in characters
	Wide   bool      // printed across the page
}

// A Row is one row; Head marks one that names what follows.
type Row struct {
	Cells []string
	Head  bool
}

// Write writes a workbook of at least one sheet.
func Write(w io.Writer, sheets []Sheet) error {
	x := excelize.NewFile()
	defer x.Close()
	st, err := stylesOf(x)
	if err != nil {
		return err
	}
	for i, s := range sheets {
		name := sheetName(i, s.Name)
		if i == 0 {
			err = x.SetSheetName("Sheet1", name)
		} else {
			_, err = x.NewSheet(name)
		}
		if err == nil {
			err = s.write(x, name, st)
		}
		if err != nil {
			return fmt.Errorf("write sheet %s: %w", s.Name, err)
		}
	}
	buffer, err := x.WriteToBuffer()
	if err != nil {
		return err
	}
	return parcel.InOrder(w, buffer.Bytes())
}

type styles struct{ title, head, text int }

func stylesOf(x *excelize.File) (st styles, err error) {
	border := []excelize.Border{}
	for _, side := range []string{"left", "right", "top", "bottom"} {
		border = append(border, excelize.Border{Type: side, Color: "808080", Style: 1})
	}
	for _, one := range []struct {
		into  *int
		style excelize.Style
	}{
		{&st.title, excelize.Style{Font: &excelize.Font{Bold: true, Size: 16}, Alignment: &excelize.Alignment{Horizontal: "center", Vertical: "center"}}},
		{&st.head, excelize.Style{NumFmt: 49, Border: border, Font: &excelize.Font{Bold: true}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E3EEEE"}},
			Alignment: &excelize.Alignment{Horizontal: "center", Vertical: "center", WrapText: true}}},
		{&st.text, excelize.Style{NumFmt: 49, Border: border, Alignment: &excelize.Alignment{Vertical: "center", WrapText: true}}},
	} {
		if *one.into, err = x.NewStyle(&one.style); err != nil {
			return st, err
		}
	}
	return st, nil
}

func (s Sheet) write(x *excelize.File, name string, st styles) error {
	row := 1
	if s.Title != "" {
		last, _ := excelize.ColumnNumberToName(max(len(s.Widths), 1)) // within a sheet
		if err := firstOf(x.SetCellStr(name, "A1", s.Title), x.MergeCell(name, "A1", last+"1"), x.SetCellStyle(name, "A1", last+"1", st.title), x.SetRowHeight(name, 1, 30)); err != nil {
			return err
		}
		row++
	}
	for _, r := range s.Rows {
		style := st.text
		if r.Head {
			style = st.head
		}
		for col, value := range r.Cells {
			cell, _ := excelize.CoordinatesToCellName(col+1, row) // within a sheet
			if err := firstOf(x.SetCellStr(name, cell, value), x.SetCellStyle(name, cell, cell, style)); err != nil {
				return err
			}
		}
		row++
	}
	for i, width := range s.Widths {
		col, _ := excelize.ColumnNumberToName(i + 1) // within a sheet
		if err := x.SetColWidth(name, col, col, width); err != nil {
			return err
		}
	}
	return s.layout(x, name)
}

func (s Sheet) layout(x *excelize.File, name string) error {
	orientation, paper, one, any := "portrait", 9, 1, 0 // A4, one page wide
	if s.Wide {
		orientation = "landscape"
	}
	fit := true
	return firstOf(x.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &fit}),
		x.SetPageLayout(name, &excelize.PageLayoutOptions{Size: &paper, Orientation: &orientation, FitToWidth: &one, FitToHeight: &any}))
}

func firstOf(all ...error) error {
	for _, err := range all {
		if err != nil {
			return err
		}
	}
	return nil
}

// sheetName is a name that Excel takes, and one that no other sheet has.
func sheetName(i int, name string) string {
	runes := []rune(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]'`, r) || r < 0x20 {
			return -1
		}
		return r
	}, name))
	if len(runes) > 20 {
		runes = runes[:20]
	}
	return fmt.Sprintf("%d %s", i+1, string(runes))
}
