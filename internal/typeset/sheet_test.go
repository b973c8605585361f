package typeset

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"diming/internal/glyph"
)

func fonts(t *testing.T) Fonts {
	t.Helper()
	f, err := new(Library).Fonts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return f
}

var properties = Properties{Title: "测试", Author: "江山市民政局", Day: time.Date(2026, 11, 26, 0, 0, 0, 0, time.UTC)}

func TestAMarkNeverBeginsALineAndNothingIsLost(t *testing.T) {
	s := New(fonts(t), properties, nil)
	text := "江山市人民政府批准（示例政发〔2026〕1号），将“清湖一村”更名为“清湖新村”；自 2026-11-26 起使用。Qīnghú Xīncūn"
	for width := 24.0; width < 80; width += 0.7 {
		lines := s.lines(Style{Size: 5}, text, width, width)
		for _, line := range lines {
			first, last := []rune(line)[0], []rune(line)[len([]rune(line))-1]
			if strings.ContainsRune(string(closing), first) || strings.ContainsRune(string(opening), last) {
				t.Errorf("width %.1f: line %q begins or ends with a mark that may not", width, line)
			}
			if w := s.width(Style{Size: 5}, line); w > width+1e-6 && len(unbroken(line)) > 1 {
				t.Errorf("width %.1f: line %q is %.1f wide", width, line, w)
			}
		}
		if strip(strings.Join(lines, "")) != strip(text) {
			t.Fatalf("width %.1f: %q lost something", width, lines)
		}
	}
}

func strip(s string) string { return strings.ReplaceAll(s, " ", "") }

func TestTheSameSheetIsTheSameBytesAndARowStaysWhole(t *testing.T) {
	f := fonts(t)
	write := func() []byte {
		s := New(f, properties, func(s *Sheet, page int) {
			s.At(Left, Height-15, Style{Size: 3}, "第"+strings.Repeat("一", page)+"页")
		})
		s.Centre(Style{Size: Points(22), Bold: true}, "地名证明")
		var rows [][]string
		for range 60 {
			rows = append(rows, []string{"房产证", "浙江省江山市清湖街道清湖一村 12 号"})
		}
		s.Table(Style{Size: Points(12)}, []float64{1, 3}, rows)
		s.Code(Left, s.Y, 30, [][]bool{{true, false}, {false, true}})
		var out bytes.Buffer
		if err := s.Write(&out); err != nil {
			t.Fatal(err)
		}
		if s.page < 2 {
			t.Errorf("%d page, want several", s.page)
		}
		return out.Bytes()
	}
	one := write()
	if !bytes.Equal(one, write()) {
		t.Error("the same content gave other bytes")
	}
	path := filepath.Join(t.TempDir(), "sheet.pdf")
	if err := os.WriteFile(path, one, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("pdftoppm", "-r", "40", path, filepath.Join(t.TempDir(), "page")).CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("another program reads the file with %v: %s", err, out)
	}
}

func TestATextThatCannotBeDrawnLeavesNoFile(t *testing.T) {
	s := New(fonts(t), properties, nil)
	s.Paragraph(Style{Size: 5}, 2, "清湖\U000F0001村")
	var out bytes.Buffer
	var missing *glyph.MissingError
	if err := s.Write(&out); !errors.As(err, &missing) || out.Len() > 0 {
		t.Errorf("write answers %v with %d bytes", err, out.Len())
	}
}
