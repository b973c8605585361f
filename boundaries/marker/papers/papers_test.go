package papers

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/xuri/excelize/v2"

	"diming/boundaries"
	"diming/boundaries/marker"
	"diming/boundaries/marker/relocation"
	"diming/internal/typeset"
	"diming/internal/version"
)

func form(n int) Form {
	m := marker.Marker{Number: fmt.Sprintf("3336%03dQ", n), LineName: "浙赣线江山玉山段", NameA: "江山市", NameB: "玉山县", Kind: marker.Single, Faces: 2, Material: "花岗岩", Point: orb.Point{118.55, 28.75},
		ElevationM: "312.450", Original: "X 3181234.56 Y 40456789.01", CRS: "1980西安坐标系", Keeper: boundaries.SideA, PlaceA: "江山市示例镇示例村", PlaceB: "示例乡示例村", SetOn: version.Day(2003, 5, 12), Note: "位于山脊"}
	at := orb.Point{118.5505, 28.7502}
	m.References = []marker.Reference{{Name: "老樟树", Kind: "独立树", AzimuthDeg: "65.5", North: relocation.Grid, DistanceM: "53.2", Point: &at}, {Name: "巨石", AzimuthDeg: "182.25", North: relocation.Grid, DistanceM: "21"},
		{Name: "桥头", AzimuthDeg: "300", North: relocation.Magnetic, DistanceM: "88.75"}, {Name: "庙", DistanceM: "40"}}
	return Form{Marker: m, Plane: marker.Plane{Zone: 40, X: 3181850.12, Y: 40358455.67}, Demo: true}
}

func photo(t *testing.T) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 120, 160))
	for x := range 120 {
		for y := range 160 {
			img.Set(x, y, color.RGBA{uint8(x * 2), uint8(y), 120, 255})
		}
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img, nil); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func fonts(t *testing.T) typeset.Fonts {
	t.Helper()
	f, err := new(typeset.Library).Fonts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestAPapersBytesAreTheSameWhenMadeAgain(t *testing.T) {
	f := form(1)
	f.Photos = []Picture{{"a", photo(t)}, {"b", photo(t)}, {"around", photo(t)}}
	many := make([]Form, 60)
	for i := range many {
		many[i] = form(i + 1)
	}
	faces, day := fonts(t), time.Date(2026, 11, 26, 0, 0, 0, 0, time.UTC)
	for name, write := range map[string]func(*bytes.Buffer) error{
		"form.xlsx":  func(w *bytes.Buffer) error { return FormXLSX(w, f) },
		"table.xlsx": func(w *bytes.Buffer) error { return TableXLSX(w, "浙赣线", many, true) },
		"form.pdf":   func(w *bytes.Buffer) error { return FormPDF(w, faces, f, day) },
		"table.pdf":  func(w *bytes.Buffer) error { return TablePDF(w, faces, "浙赣线江山玉山段", many, true, day) },
	} {
		var one, two bytes.Buffer
		if err := write(&one); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := write(&two); err != nil || !bytes.Equal(one.Bytes(), two.Bytes()) {
			t.Errorf("%s is other bytes the second time, %v", name, err)
		}
		if dir := os.Getenv("DIMING_LOOK"); dir != "" {
			if err := os.WriteFile(filepath.Join(dir, name), one.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestTheFormHoldsWhatIsRegistered(t *testing.T) {
	var out bytes.Buffer
	if err := FormXLSX(&out, form(12)); err != nil {
		t.Fatal(err)
	}
	x, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	rows, err := x.GetRows("1 3336012Q")
	if err != nil {
		t.Fatal(err)
	}
	all := fmt.Sprint(rows)
	for _, want := range []string{"3336012Q", "单立 双面型", "118°33′00.00″ E", "28°45′00.00″ N", "3181850.12 米", "40358455.67 米（3度带第 40 带，中央经线 120°）", "312.450 米（1985国家高程基准）",
		"X 3181234.56 Y 40456789.01", "1980西安坐标系", "甲方 江山市", "江山市示例镇示例村", "玉山县 示例乡示例村", "2003年5月12日", "65.5° 坐标方位角", "300° 磁方位角", "88.75", "示例数据"} {
		if !strings.Contains(all, want) {
			t.Errorf("the form lacks %q: %s", want, all)
		}
	}
}

// The pages are drawn and looked at as pixels: something is on each, and
// nothing beyond the margins of the paper.
func TestThePagesAreInkedWithinTheirMargins(t *testing.T) {
	f := form(1)
	f.Photos = []Picture{{"a", photo(t)}, {"b", photo(t)}}
	dir := t.TempDir()
	file, err := os.Create(filepath.Join(dir, "form.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	if err := FormPDF(file, fonts(t), f, time.Unix(0, 0).UTC()); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("pdftoppm", "-r", "40", "-gray", "-jpeg", file.Name(), filepath.Join(dir, "page")).CombinedOutput(); err != nil {
		t.Fatalf("pdftoppm (poppler-utils, installed by make test): %v: %s", err, out)
	}
	pages, err := filepath.Glob(filepath.Join(dir, "page*.jpg"))
	if err != nil || len(pages) != 2 {
		t.Fatalf("%d pages, %v, want 2", len(pages), err)
	}
	for _, page := range pages {
		in, err := os.Open(page)
		if err != nil {
			t.Fatal(err)
		}
		img, err := jpeg.Decode(in)
		in.Close()
		if err != nil {
			t.Fatal(err)
		}
		dark, edge := 0, 0
		b := img.Bounds()
		for y := b.Min.Y; y < b.Max.Y; y++ {
			for x := b.Min.X; x < b.Max.X; x++ {
				if r, _, _, _ := img.At(x, y).RGBA(); r < 0x8000 {
					dark++
					if x < 25 || x > b.Max.X-25 {
						edge++
					}
				}
			}
		}
		if dark < 300 || edge > 0 {
			t.Errorf("%s: %d dark pixels, %d of them beyond the margins", filepath.Base(page), dark, edge)
		}
	}
}

func TestDegreesAreWrittenAsSurveysDo(t *testing.T) {
	for _, test := range []struct {
		in   float64
		want string
	}{{118.55, "118°33′00.00″"}, {28.999999999, "29°00′00.00″"}, {-0.5, "-0°30′00.00″"}, {118.6271234, "118°37′37.64″"}} {
		if got := DMS(test.in); got != test.want {
			t.Errorf("DMS(%v) = %s, want %s", test.in, got, test.want)
		}
	}
}
