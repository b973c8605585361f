package artwork_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"image/png"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"diming/internal/glyph"
	"diming/signs/artwork"
)

const code = "HTTPS://DIMING.JIANGSHAN.GOV.CN/Q/8F3K2M7QXD"

func font(t testing.TB, families ...string) *glyph.Font {
	t.Helper()
	if families == nil {
		families = glyph.Signs
	}
	f, err := glyph.Open(t.Context(), "Bold", families...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

// samples are a plate of each kind.
func samples() map[artwork.Kind]artwork.Content {
	all := map[artwork.Kind]artwork.Content{
		artwork.DoorBig:    {Name: "中山北路", Number: "128号", Postcode: "324100", Code: code},
		artwork.DoorMiddle: {Name: "清湖一村", Number: "12-1号", Code: code},
		artwork.DoorSmall:  {Name: "清湖一村", Number: "12号", Code: code, Demo: true},
		artwork.Building:   {Name: "中山北路", Pinyin: "ZHONGSHAN BEILU", Number: "3幢"},
		artwork.Unit:       {Number: "2单元"},
		artwork.Room:       {Number: "501室"},
		artwork.Street:     {Name: "中山北路", Pinyin: "ZHONGSHAN BEILU", Bearing: artwork.NorthSouth},
		artwork.Lane:       {Name: "缸甏弄", Pinyin: "GANGBENG LONG", Bearing: artwork.EastWest},
		artwork.Village:    {Name: "清湖一村", Pinyin: "QINGHU YICUN"},
		artwork.Settlement: {Name: "路陈", Pinyin: "LUCHEN"},
		artwork.Place:      {Name: "仙霞关", Pinyin: "XIANXIA GUAN"},
	}
	for kind, c := range all {
		c.Kind = kind
		all[kind] = c
	}
	return all
}

func drawn(t testing.TB, c artwork.Content) *artwork.Drawing {
	t.Helper()
	l, ok := artwork.Standard(c.Kind)
	if !ok {
		t.Fatalf("no layout of %s", c.Kind)
	}
	d, err := artwork.Draw(font(t), l, artwork.National, c)
	if err != nil {
		t.Fatalf("%s: %v", c.Kind, err)
	}
	return d
}

func TestEveryPartLiesWithinItsZone(t *testing.T) {
	for kind, c := range samples() {
		d := drawn(t, c)
		for _, s := range d.Shapes {
			zone, ok := d.Zones[artwork.Part(s.Part)]
			if !ok {
				zone = artwork.Rect{W: d.WidthMM, H: d.HeightMM}
			}
			b := s.Path.Bounds()
			if b.X < zone.X || b.Y < zone.Y || b.X+b.W > zone.X+zone.W || b.Y+b.H > zone.Y+zone.H {
				t.Errorf("%s: %s at %.1f leaves its zone %.1f", kind, s.Part, b, zone)
			}
			if middle, want := b.Y+b.H/2, zone.Y+zone.H/2; ok && math.Abs(middle-want) > zone.H*0.06 {
				t.Errorf("%s: %s stands at %.1f, the middle of its zone is %.1f", kind, s.Part, middle, want)
			}
		}
	}
}

func TestTheZonesHaveTheSharesOfTheRules(t *testing.T) {
	for _, want := range []struct {
		kind  artwork.Kind
		part  artwork.Part
		share float64 // of the height within the rim
	}{
		{artwork.DoorBig, artwork.Name, 1.0 / 5}, {artwork.DoorBig, artwork.Number, 3.0 / 5}, {artwork.DoorBig, artwork.Postcode, 1.0 / 5},
		{artwork.DoorSmall, artwork.Name, 2.0 / 5}, {artwork.DoorSmall, artwork.Number, 3.0 / 5},
		{artwork.Street, artwork.Name, 3.0 / 5}, {artwork.Street, artwork.Pinyin, 2.0 / 5},
		{artwork.Building, artwork.Name, 3.0 / 5}, {artwork.Building, artwork.Pinyin, 2.0 / 5},
	} {
		d := drawn(t, samples()[want.kind])
		l, _ := artwork.Standard(want.kind)
		if got := d.Zones[want.part].H / (l.HeightMM - 2*l.RimMM); math.Abs(got-want.share) > 1e-9 {
			t.Errorf("%s: the zone of the %s has %.3f of the height, want %.3f", want.kind, want.part, got, want.share)
		}
	}
	if d := drawn(t, samples()[artwork.Building]); math.Abs(d.Grounds[0].W/d.WidthMM-3.0/5) > 1e-9 || d.Grounds[1].Colour != artwork.White {
		t.Errorf("the building plate has grounds %+v, want three fifths blue and the rest white", d.Grounds)
	}
}

func TestTheGroundFollowsTheStreet(t *testing.T) {
	for azimuth, want := range map[float64]artwork.Bearing{0: artwork.NorthSouth, 44.9: artwork.NorthSouth, 45: artwork.EastWest, 90: artwork.EastWest,
		135: artwork.EastWest, 136: artwork.NorthSouth, 270: artwork.EastWest, -90: artwork.EastWest, 359: artwork.NorthSouth, math.NaN(): artwork.Unknown} {
		if got := artwork.BearingOf(azimuth); got != want {
			t.Errorf("a street at %g° lies %q, want %q", azimuth, got, want)
		}
	}
	if got := drawn(t, samples()[artwork.Street]).Grounds[0].Colour; got != artwork.Green {
		t.Errorf("the plate of a street from north to south is %v, want green", got)
	}
	if got := drawn(t, samples()[artwork.Lane]).Grounds[0].Colour; got != artwork.Blue {
		t.Errorf("the plate of a lane from east to west is %v, want blue", got)
	}
}

func TestTheSerialStandsUnderTheCodeOrInTheCorner(t *testing.T) {
	for k, c := range samples() {
		l, _ := artwork.Standard(k)
		c.Serial = "5NEN-WHC-4KX"
		d, err := artwork.Draw(font(t), l, artwork.National, c)
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(d.Shapes, func(s artwork.Shape) bool { return s.Part == "serial" })
		if i < 0 {
			t.Errorf("%s has no serial", k)
			continue
		}
		at := d.Shapes[i].Path.Bounds()
		if at.X < 0 || at.X+at.W > d.WidthMM || at.Y+at.H > d.HeightMM {
			t.Errorf("%s: the serial lies at %+v of %v x %v mm", k, at, d.WidthMM, d.HeightMM)
		}
		if d.Code != nil && (at.Y < d.Code.Y+d.Code.H || at.X < d.Code.X || at.X+at.W > d.Code.X+d.Code.W) {
			t.Errorf("%s: the serial lies at %+v, want it under the code at %+v", k, at, *d.Code)
		}
	}
}

func TestAnEstateOfSixCharactersStandsOnABuildingPlate(t *testing.T) {
	l, _ := artwork.Standard(artwork.Building)
	if _, err := artwork.Draw(font(t), l, artwork.National, artwork.Content{Kind: artwork.Building, Name: "江山国际花园", Pinyin: "JIANGSHAN GUOJI HUAYUAN", Number: "12幢"}); err != nil {
		t.Error(err)
	}
}

func TestWhatCannotBeMadeIsRefusedAndSaysWhy(t *testing.T) {
	small := samples()[artwork.DoorSmall]
	refused := func(spoil func(*artwork.Content)) error {
		c := small
		spoil(&c)
		l, _ := artwork.Standard(c.Kind)
		d, err := artwork.Draw(font(t), l, artwork.National, c)
		if err == nil || d != nil {
			t.Errorf("%+v was drawn", c)
		}
		return err
	}
	var long *artwork.TooLongError
	if err := refused(func(c *artwork.Content) { c.Name = strings.Repeat("清湖", 20) }); !errors.As(err, &long) || long.Part != artwork.Name || long.OverMM <= 0 {
		t.Errorf("a long name: %v", err)
	}
	var missing *glyph.MissingError
	if err := refused(func(c *artwork.Content) { c.Name = "清\U0003FFFD村" }); !errors.As(err, &missing) {
		t.Errorf("an unassigned character: %v", err)
	}
	var lacks *artwork.MissingPartError
	if err := refused(func(c *artwork.Content) { c.Number = "" }); !errors.As(err, &lacks) || lacks.Part != artwork.Number {
		t.Errorf("no number: %v", err)
	}
	var fine *artwork.FineCodeError
	if err := refused(func(c *artwork.Content) { c.Code += strings.Repeat("A", 80) }); !errors.As(err, &fine) {
		t.Errorf("a code of many modules: %v", err)
	}
	c := small
	c.Name = "𰻞村"
	drawn(t, c) // a rare character that a font has
}

func TestCharactersHaveTheFormsOfTheMainland(t *testing.T) {
	outline := func(f *glyph.Font, text string) string {
		l, _ := artwork.Standard(artwork.Room)
		d, err := artwork.Draw(f, l, artwork.National, artwork.Content{Kind: artwork.Room, Number: text})
		if err != nil {
			t.Fatal(err)
		}
		return svg(t, d)
	}
	mainland, other := font(t), font(t, "Noto Sans CJK JP")
	for _, one := range []string{"骨", "直", "门"} {
		if outline(mainland, one) == outline(other, one) {
			t.Errorf("%s is drawn as in Japan", one)
		}
	}
}

func svg(t testing.TB, d *artwork.Drawing) string {
	t.Helper()
	var out bytes.Buffer
	if err := artwork.SVG(&out, d); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestSVGIsSoundAndHasNoText(t *testing.T) {
	for kind, c := range samples() {
		text := svg(t, drawn(t, c))
		for decoder := xml.NewDecoder(strings.NewReader(text)); ; {
			token, err := decoder.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", kind, err)
			}
			if start, ok := token.(xml.StartElement); ok && start.Name.Local == "text" {
				t.Errorf("%s needs a font", kind)
			}
		}
		if text != svg(t, drawn(t, c)) {
			t.Errorf("%s is other bytes when drawn again", kind)
		}
	}
}

// trim is what the workshop of the tests asks for.
var trim = artwork.Trim{BleedMM: 3, MarksMM: 5}

func pdf(t testing.TB, drawings ...*artwork.Drawing) []byte {
	t.Helper()
	var out bytes.Buffer
	p := artwork.Properties{Title: "示例数据", Day: time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC)}
	if err := artwork.PDF(&out, p, trim, drawings...); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestThePDFIsTrueToTheMillimetreAndItsCodeReads(t *testing.T) {
	for kind, c := range samples() {
		d := drawn(t, c)
		file := pdf(t, d)
		if !bytes.Equal(file, pdf(t, d)) {
			t.Errorf("%s is other bytes when made again", kind)
		}
		path := filepath.Join(t.TempDir(), "p.pdf")
		if err := os.WriteFile(path, file, 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command("pdfinfo", "-box", path).CombinedOutput()
		if err != nil {
			t.Fatalf("pdfinfo: %v: %s", err, out)
		}
		box := regexp.MustCompile(`TrimBox:\s+([\d.]+)\s+([\d.]+)\s+([\d.]+)\s+([\d.]+)`).FindStringSubmatch(string(out))
		if box == nil {
			t.Fatalf("%s has no trim box: %s", kind, out)
		}
		if w, h := points(t, box[3])-points(t, box[1]), points(t, box[4])-points(t, box[2]); math.Abs(w-d.WidthMM) > 0.02 || math.Abs(h-d.HeightMM) > 0.02 {
			t.Errorf("%s is cut to %.2f × %.2f mm, want %g × %g", kind, w, h, d.WidthMM, d.HeightMM)
		}
		if c.Code != "" {
			if got := decoded(t, path); got != c.Code {
				t.Errorf("%s reads %q, want %q", kind, got, c.Code)
			}
		}
	}
}

// points is a length that a PDF gives in points, in millimetres.
func points(t testing.TB, text string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v * 25.4 / 72
}

// decoded reads the code of a page as a phone would: from its picture.
func decoded(t testing.TB, path string) string {
	t.Helper()
	base := strings.TrimSuffix(path, ".pdf")
	out, err := exec.Command("pdftoppm", "-r", "101.6", "-png", "-singlefile", path, base).CombinedOutput()
	if err != nil {
		t.Fatalf("pdftoppm: %v: %s", err, out)
	}
	f, err := os.Open(base + ".png")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	img, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	bitmap, err := gozxing.NewBinaryBitmapFromImage(img)
	if err != nil {
		t.Fatal(err)
	}
	result, err := qrcode.NewQRCodeReader().Decode(bitmap, map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true})
	if err != nil {
		t.Fatalf("the code is not read: %v", err)
	}
	return result.GetText()
}

func TestAnotherProgramReadsTheDXF(t *testing.T) {
	d := drawn(t, samples()[artwork.DoorSmall])
	var out bytes.Buffer
	if err := artwork.DXF(&out, d); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "p.dxf")
	if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	read, err := exec.Command("ogrinfo", "-so", "-al", path).CombinedOutput()
	if err != nil {
		t.Fatalf("ogrinfo: %v: %s", err, read)
	}
	if want := "Extent: (0.000000, 0.000000) - (150.000000, 90.000000)"; !strings.Contains(string(read), want) {
		t.Errorf("ogrinfo reads %s, want %s", read, want)
	}
	contours := strings.Count(out.String(), "\nPOLYLINE\n")
	if want := "Feature Count: " + strconv.Itoa(contours) + "\n"; !strings.Contains(string(read), want) {
		t.Errorf("ogrinfo reads %s, want %s", read, want)
	}
	read, err = exec.Command("ogrinfo", "-al", "-where", "Layer='NUMBER'", path).CombinedOutput()
	if err != nil || !strings.Contains(string(read), "LINESTRING") {
		t.Errorf("the layer of the number holds %s, %v, want its outlines", read, err)
	}
}
