package signs

import (
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"errors"
	"flag"
	"image/png"
	"math"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
)

var update = flag.Bool("update", false, "write the golden files anew")

// sampleText has the 47 characters that version 3 can hold.
func sampleText(t *testing.T) string {
	t.Helper()
	origin := &url.URL{Scheme: "https", Host: "diming.jiangshan.gov.cn:65"}
	text, err := CodeText(origin, randomTokens(t, 1)[0])
	if err != nil || len(text) != 47 {
		t.Fatalf("CodeText = %q, %v, want 47 characters", text, err)
	}
	return text
}

func sampleMatrix(t *testing.T) Matrix {
	t.Helper()
	m, err := Encode(sampleText(t))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestCodeText(t *testing.T) {
	token := randomTokens(t, 1)[0]
	for _, test := range []struct{ name, origin, want, err string }{
		{"a county's host", "https://diming.example.cn", "HTTPS://DIMING.EXAMPLE.CN/Q/" + string(token), ""},
		{"the local demo", "http://localhost:8080", "HTTP://LOCALHOST:8080/Q/" + string(token), ""},
		{"a trailing slash", "https://a.cn/", "HTTPS://A.CN/Q/" + string(token), ""},
		{"a Chinese host", "https://地名.cn", "", "cannot hold"},
		{"an underscore", "https://a_b.cn", "", "cannot hold"},
		{"a path", "https://a.cn/x", "", "only a scheme and a host"},
		{"a password", "https://u:secret@a.cn", "", "only a scheme and a host"},
		{"no host", "https:///", "", "only a scheme and a host"},
		{"another scheme", "ftp://a.cn", "", "http or https"},
		{"a host that needs version 5", "https://" + strings.Repeat("a", 47), "", "at most 67"},
		{"the longest host", "https://" + strings.Repeat("a", 46), "HTTPS://" + strings.Repeat("A", 46) + "/Q/" + string(token), ""},
	} {
		u, err := url.Parse(test.origin)
		if err != nil {
			t.Fatal(err)
		}
		got, err := CodeText(u, token)
		if got != test.want || (err == nil) != (test.err == "") || err != nil && !strings.Contains(err.Error(), test.err) {
			t.Errorf("%s: CodeText(%s) = %q, %v, want %q, %q", test.name, test.origin, got, err, test.want, test.err)
		}
		if err != nil && strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: error tells the password: %v", test.name, err)
		}
	}
	if _, err := CodeText(nil, token); err == nil {
		t.Error("CodeText without an origin succeeded")
	}
	if _, err := CodeText(&url.URL{Scheme: "https", Host: "a.cn"}, "8f3k"); err == nil {
		t.Error("CodeText of no token succeeded")
	}
}

func TestCodesAreSmallEnoughForAPlate(t *testing.T) {
	for _, test := range []struct{ length, version int }{{47, 3}, {48, 4}, {maxCodeText, 4}} {
		m, err := Encode(strings.Repeat("W", test.length))
		if err != nil {
			t.Fatal(err)
		}
		if m.Version != test.version || m.Side() != 17+4*test.version+2*quietModules {
			t.Errorf("Encode of %d characters: version %d, side %d, want version %d", test.length, m.Version, m.Side(), test.version)
		}
		if mm := m.ModuleMM(40); mm < MinPlateModuleMM {
			t.Errorf("a 40 mm code of %d characters has modules of %.3f mm, want %g", test.length, mm, MinPlateModuleMM)
		}
	}
	r, err := sampleMatrix(t).Raster(40, 300)
	if err != nil || r.ModuleMM < MinPlateModuleMM {
		t.Errorf("Raster(40, 300) = %+v, %v, want modules of %g mm", r, err, MinPlateModuleMM)
	}
}

func TestPNGReadsBack(t *testing.T) {
	zbar, err := exec.LookPath("zbarimg")
	if err != nil {
		t.Fatal("zbarimg is missing: install zbar-tools")
	}
	for _, test := range []struct {
		sizeMM float64
		dpi    int
		demo   bool
	}{{10, 300, false}, {16, 96, true}, {20, 150, false}, {40, 300, false}, {40, 300, true}, {75, 203, true}, {120, 600, false}} {
		m := sampleMatrix(t)
		m.Demo = test.demo
		var file bytes.Buffer
		if err := PNG(&file, m, test.sizeMM, test.dpi); err != nil {
			t.Fatal(err)
		}
		if got := decode(t, file.Bytes()); got != m.Text {
			t.Errorf("%g mm at %d dpi reads as %q, want %q", test.sizeMM, test.dpi, got, m.Text)
		}
		path := filepath.Join(t.TempDir(), "code.png")
		if err := os.WriteFile(path, file.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.CommandContext(t.Context(), zbar, "-q", "--raw", path).Output()
		if err != nil || strings.TrimSpace(string(out)) != m.Text {
			t.Errorf("zbarimg of %g mm at %d dpi = %q, %v, want %q", test.sizeMM, test.dpi, out, err, m.Text)
		}
	}
}

func decode(t *testing.T, file []byte) string {
	t.Helper()
	img, err := png.Decode(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	bitmap, err := gozxing.NewBinaryBitmapFromImage(img)
	if err != nil {
		t.Fatal(err)
	}
	result, err := qrcode.NewQRCodeReader().Decode(bitmap, map[gozxing.DecodeHintType]interface{}{gozxing.DecodeHintType_TRY_HARDER: true})
	if err != nil {
		t.Fatal(err)
	}
	return result.GetText()
}

func TestPNGIsPixelExactAndKnowsItsSize(t *testing.T) {
	m := sampleMatrix(t)
	var file bytes.Buffer
	if err := PNG(&file, m, 40, 300); err != nil {
		t.Fatal(err)
	}
	r, err := m.Raster(40, 300)
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(file.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	if img.Bounds().Dx() != 472 || img.Bounds().Dy() != 472 || r.Module != 12 {
		t.Fatalf("image %v, module %d pixels, want 472 by 472 and 12", img.Bounds(), r.Module)
	}
	for y := range r.Height {
		for x := range r.Width {
			i, j := floorDiv(x-r.Margin, r.Module), floorDiv(y-r.Margin, r.Module)
			want := i >= 0 && j >= 0 && i < m.Side() && j < m.Side() && m.Modules[j][i]
			if grey, _, _, _ := img.At(x, y).RGBA(); (grey == 0) != want {
				t.Fatalf("pixel %d, %d dark = %v, want %v", x, y, grey == 0, want)
			}
		}
	}
	i := bytes.Index(file.Bytes(), []byte("pHYs"))
	perMetre := binary.BigEndian.Uint32(file.Bytes()[i+4:])
	if mm := 472 / float64(perMetre) * 1000; math.Abs(mm-40) > 0.1 || file.Bytes()[i+12] != 1 {
		t.Errorf("pHYs makes it %.3f mm wide, want 40", mm)
	}
}

func floorDiv(a, b int) int {
	if a < 0 {
		return -1
	}
	return a / b
}

func TestImpossibleSizesAreRefused(t *testing.T) {
	m := sampleMatrix(t)
	for _, test := range []struct {
		name   string
		m      Matrix
		sizeMM float64
		dpi    int
	}{
		{"too small", m, 9.9, 300}, {"too large", m, 301, 300}, {"not a number", m, math.NaN(), 300},
		{"infinite", m, math.Inf(1), 300}, {"too coarse", m, 40, 71}, {"too fine", m, 40, 1201},
		{"less than a pixel a module", m, 10, 72}, {"no modules", Matrix{}, 40, 300},
	} {
		var out bytes.Buffer
		if err := PNG(&out, test.m, test.sizeMM, test.dpi); !errors.Is(err, ErrSize) || out.Len() != 0 {
			t.Errorf("%s: PNG = %v with %d bytes, want ErrSize and none", test.name, err, out.Len())
		}
	}
	if err := SVG(&bytes.Buffer{}, m, 5); !errors.Is(err, ErrSize) {
		t.Errorf("SVG of 5 mm = %v, want ErrSize", err)
	}
}

func TestTheLargestPNGIsSmall(t *testing.T) {
	var out bytes.Buffer
	if err := PNG(&out, sampleMatrix(t), MaxSizeMM, MaxDPI); err != nil || out.Len() > 1<<20 {
		t.Errorf("PNG of 300 mm at 1200 dpi: %d bytes, %v", out.Len(), err)
	}
}

func TestSVGIsStable(t *testing.T) {
	m := sampleMatrix(t)
	m.Demo = true
	var got bytes.Buffer
	if err := SVG(&got, m, 40); err != nil {
		t.Fatal(err)
	}
	if err := xml.Unmarshal(got.Bytes(), new(struct{})); err != nil {
		t.Errorf("SVG is not well-formed: %v", err)
	}
	for _, want := range []string{"示例数据", m.Text, `width="40mm"`} {
		if !strings.Contains(got.String(), want) {
			t.Errorf("SVG lacks %q", want)
		}
	}
	golden(t, "code.svg", got.Bytes())
}

// golden compares got with testdata/name, or writes it under -update.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := errors.Join(os.MkdirAll("testdata", 0o755), os.WriteFile(path, got, 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want, +got):\n%s", path, diff)
	}
}
