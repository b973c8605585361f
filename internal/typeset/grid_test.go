package typeset

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestAGridRepeatsItsHeadAndARowHigherThanAPageGoesOn(t *testing.T) {
	s := New(fonts(t), properties, nil)
	var rows [][]string
	for i := range 80 {
		rows = append(rows, []string{fmt.Sprint(i + 1), "完好"})
	}
	rows = append(rows, []string{"81", strings.Repeat("界桩周围杂草已清理，文字已描红。", 400)}, []string{"82", "完好"})
	s.Grid(Grid{Style: Style{Size: Points(10.5)}, Shares: []float64{1, 4}, Head: []string{"序号", "状况"}, Rows: rows, Centre: []bool{true}})
	if s.Err() != nil {
		t.Fatal(s.Err())
	}
	if s.page < 5 || s.Y > Height-Bottom {
		t.Errorf("%d pages, the last one written down to %.0f mm", s.page, s.Y)
	}
}

func TestNothingOfARowIsLostWhereItIsCut(t *testing.T) {
	row := []cell{{[]string{"a", "b", "c"}, 1}, {[]string{"d"}, 1}}
	now, rest := cut(row, 2)
	if got := fmt.Sprint(now, rest); got != "[{[a b] 1} {[d] 1}] [{[c] 1} {[] 1}]" {
		t.Errorf("cut gives %s", got)
	}
}

func picture(t *testing.T, w, h int, grey byte) []byte {
	t.Helper()
	m := image.NewGray(image.Rect(0, 0, w, h))
	for i := range m.Pix {
		m.Pix[i] = grey
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, m, nil); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestAPictureKeepsItsShapeAndIsTheSameBytesAgain(t *testing.T) {
	if w, h := Fit(40, 30, 80, 30); w != 40 || h != 30 {
		t.Errorf("fitted to %v by %v, want 40 by 30", w, h)
	}
	f := fonts(t)
	write := func() []byte {
		s := New(f, properties, nil)
		for i := range 12 {
			s.Picture(picture(t, 40+i%2, 30, byte(i)), Left, Top+float64(i), 60, 60)
		}
		s.Picture(picture(t, 40, 30, 0), Left, Top+60, 60, 60)
		s.Line(Stroke{Width: 0.4, Dash: []float64{2, 1}}, []Point{{30, 100}, {60, 120}, {90, 100}})
		s.Area(200, []Point{{30, 150}, {60, 150}, {60, 170}})
		var out bytes.Buffer
		if err := s.Write(&out); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	one := write()
	for range 5 {
		if !bytes.Equal(one, write()) {
			t.Fatal("the same content gave other bytes")
		}
	}
	if n := bytes.Count(one, []byte("/Subtype /Image")); n != 12 {
		t.Errorf("%d pictures in the file, want 12: a picture is kept once", n)
	}
	path := filepath.Join(t.TempDir(), "sheet.pdf")
	if err := os.WriteFile(path, one, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("pdftoppm", "-r", "40", path, filepath.Join(t.TempDir(), "page")).CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("another program reads the file with %v: %s", err, out)
	}
}

func TestAPictureThatIsNoneLeavesNoFile(t *testing.T) {
	s := New(fonts(t), properties, nil)
	s.Picture([]byte("no picture"), Left, Top, 60, 60)
	var out bytes.Buffer
	if err := s.Write(&out); err == nil || out.Len() > 0 {
		t.Errorf("write answers %v with %d bytes", err, out.Len())
	}
}
