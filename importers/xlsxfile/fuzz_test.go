package xlsxfile_test

import (
	"archive/zip"
	"bytes"
	"io"
	"testing"

	"diming/importers/xlsxfile"
	"diming/importers/zipfile"
)

// FuzzSheet: whatever the XML of a sheet, reading ends, each row is as wide as
// the heading, and rows go downwards.
func FuzzSheet(f *testing.F) {
	f.Add(`<worksheet><sheetData><row r="1"><c r="A1" t="str"><v>标准名称</v></c><c r="B1" t="inlineStr"><is><t>经度</t></is></c></row><row r="2"><c r="A2" t="str"><v>村</v></c><c r="B2"><f>1+1</f><v>2</v></c></row></sheetData><mergeCells><mergeCell ref="A2:A9"/></mergeCells></worksheet>`)
	f.Add(`<sheetData/><mergeCell ref="A1:XFD1048576"/>`)
	f.Add(`<sheetData><row><c><v>1e308</v></c></row><row r="9"><c t="s"><v>-1</v></c></row>`)
	f.Fuzz(func(t *testing.T, sheet string) {
		b, err := xlsxfile.Open(packed(t, sheet))
		if err != nil {
			t.Fatal(err)
		}
		s, err := b.Sheet("表")
		if err != nil {
			return
		}
		in, err := s.Read()
		if err != nil {
			t.Fatal(err)
		}
		defer in.Close()
		line := 0
		for {
			rec, err := in.Read()
			if err != nil {
				break // of XML that breaks off, or io.EOF
			}
			if len(rec.Fields) != len(s.Headings) || rec.Line <= line {
				t.Fatalf("line %d behind %d, %d fields of %d", rec.Line, line, len(rec.Fields), len(s.Headings))
			}
			line = rec.Line
		}
		in.Notes()
	})
}

// packed is the least workbook around a sheet.
func packed(t *testing.T, sheet string) (io.ReaderAt, int64, zipfile.Limits) {
	t.Helper()
	const kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, part := range [][2]string{
		{"_rels/.rels", `<Relationships><Relationship Id="a" Type="` + kinds + `officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook><sheets><sheet name="表" r:id="b"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="b" Type="` + kinds + `worksheet" Target="s.xml"/></Relationships>`},
		{"xl/s.xml", sheet},
	} {
		f, err := w.Create(part[0])
		if err == nil {
			_, err = io.WriteString(f, part[1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return bytes.NewReader(b.Bytes()), int64(b.Len()), zipfile.Limits{}
}
