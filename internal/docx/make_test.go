package docx_test

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"strings"
	"testing"

	"diming/internal/docx"
)

// photo makes a JPEG whose bytes do not shrink much when packed.
func photo(t testing.TB, side int, seed uint32) []byte {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, side, side))
	for i := range m.Pix {
		seed = seed*1664525 + 1013904223
		m.Pix[i] = byte(seed >> 24)
	}
	m.Set(0, 0, color.White)
	var out bytes.Buffer
	if err := jpeg.Encode(&out, m, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func made(t testing.TB, pictures ...[]byte) []byte {
	t.Helper()
	m := &docx.Maker{Title: "联检<报告>", Author: "江山市民政局 & 常山县民政局", Head: "示例数据"}
	m.Paragraph(docx.Paragraph{Text: "一、检查<情况>", Level: 1, Look: docx.Look{Face: docx.FaceHead}})
	m.Paragraph(docx.Paragraph{Text: "第一行\n第二行", Indent: 2})
	row := docx.Cells("1", "完好 & 牢固")
	for i, p := range pictures {
		row = append(row[:1], docx.Cell{Text: "照片", Picture: &docx.Picture{Bytes: p, JPEG: true, WideMM: 60, High: 45, Alt: `界桩 "1"`}})
		if i%2 == 1 {
			m.Picture(docx.Picture{Bytes: p, JPEG: true, SVG: []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`), WideMM: 60, High: 45})
		}
	}
	m.Table(docx.Table{Shares: []float64{1, 3}, Head: []string{"界桩", "状况"}, Rows: [][]docx.Cell{row}})
	all, err := m.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestAMadeDocumentIsSoundAndSaysWhatItWasGiven(t *testing.T) {
	one, two := photo(t, 40, 1), photo(t, 40, 2)
	document := made(t, one, two, one)
	if err := docx.SoundMade(document); err != nil {
		t.Fatal(err)
	}
	if n := bytes.Count(document, []byte("word/media/p")); n != 6 { // each name stands twice in a ZIP
		t.Errorf("%d names of pictures in the file, want 3 parts: a picture is kept once", n)
	}
	text, err := docx.Text(document)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"一、检查<情况>", "第一行", "第二行", "界桩", "照片"} {
		if !strings.Contains(text, want) {
			t.Errorf("the document does not say %q:\n%s", want, text)
		}
	}
	if !bytes.Equal(document, made(t, one, two, one)) {
		t.Error("the same calls gave other bytes")
	}
}

func TestADocumentWithManyPhotosIsSoundThoughNoTemplate(t *testing.T) {
	var all [][]byte
	for i := range 16 {
		all = append(all, photo(t, 800, uint32(i)))
	}
	document := made(t, all...)
	if len(document) <= docx.MaxFile {
		t.Fatalf("the document has %d bytes only", len(document))
	}
	if err := docx.SoundMade(document); err != nil {
		t.Error(err)
	}
	var hostile *docx.HostileError
	if err := docx.Sound(document); !errors.As(err, &hostile) || hostile.Why != docx.TooLarge {
		t.Errorf("as a template it is %v, want too large", err)
	}
}

func TestAMadeDocumentWithoutItsPictureIsNotSound(t *testing.T) {
	document := made(t, photo(t, 40, 1))
	broken := bytes.ReplaceAll(document, []byte("word/media/p"), []byte("word/media/q"))
	if err := docx.SoundMade(broken); err == nil {
		t.Error("a document whose picture is not where it says is called sound")
	}
}
