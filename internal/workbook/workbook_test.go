package workbook

import (
	"bytes"
	"testing"

	"github.com/xuri/excelize/v2"
)

func TestCellsAreTextAndTheBytesAreTheSameAgain(t *testing.T) {
	write := func() []byte {
		var out bytes.Buffer
		err := Write(&out, []Sheet{
			{Name: "成果/表", Title: "界桩成果表", Widths: []float64{12, 30}, Rows: []Row{{Cells: []string{"编号", "经度"}, Head: true}, {Cells: []string{"00123", "=1+1"}}, {Cells: []string{"2", "118.5500000"}}}},
			{Name: "成果/表", Wide: true, Rows: []Row{{Cells: []string{"另一张"}}}},
		})
		if err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	one := write()
	for range 5 {
		if !bytes.Equal(one, write()) {
			t.Fatal("the same content gives other bytes")
		}
	}
	x, err := excelize.OpenReader(bytes.NewReader(one))
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	for cell, want := range map[string]string{"A1": "界桩成果表", "A3": "00123", "B3": "=1+1", "B4": "118.5500000"} {
		got, err := x.GetCellValue("1 成果表", cell)
		formula, _ := x.GetCellFormula("1 成果表", cell)
		if err != nil || got != want || formula != "" {
			t.Errorf("%s = %q (formula %q), %v; want %q", cell, got, formula, err, want)
		}
	}
}
