package coordinate

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestDegreesAreReadAsPeopleWriteThem(t *testing.T) {
	const want = 118 + 37.0/60 + 12.5/3600
	for _, test := range []struct {
		cell string
		want float64
		axis Axis
		form Form
	}{
		{"118.62", 118.62, Unsaid, Decimal},
		{" １１８．６２ ", 118.62, Unsaid, Decimal},
		{"1.1862e2", 118.62, Unsaid, Decimal},
		{"118,62", 118.62, Unsaid, Comma},
		{"118，6213", 118.6213, Unsaid, Comma},
		{"118°37′12.5″", want, Unsaid, Sexagesimal},
		{"118°37'12.5\"", want, Unsaid, Sexagesimal},
		{"118°37’12.5”", want, Unsaid, Sexagesimal},
		{"118°37‘12.5“", want, Unsaid, Sexagesimal},
		{"118º37'12.5''", want, Unsaid, Sexagesimal},
		{"118˚ 37′ 12.5″", want, Unsaid, Sexagesimal},
		{"118度37分12.5秒", want, Unsaid, Sexagesimal},
		{"东经118度37分12.5秒", want, Lon, Sexagesimal},
		{"１１８°３７′１２．５″", want, Unsaid, Sexagesimal},
		{"118°37′12,5″", want, Unsaid, Sexagesimal},
		{"118-37-12.5", want, Unsaid, Sexagesimal},
		{"118－37－12.5", want, Unsaid, Sexagesimal},
		{"118:37:12.5", want, Unsaid, Sexagesimal},
		{"118：37：12.5", want, Unsaid, Sexagesimal},
		{"118 37 12.5", want, Unsaid, Sexagesimal},
		{"E118°37'12.5\"", want, Lon, Sexagesimal},
		{"118°37'12.5\"E", want, Lon, Sexagesimal},
		{"E118°37'", 118 + 37.0/60, Lon, Sexagesimal},
		{"N28°45.5'", 28 + 45.5/60, Lat, Sexagesimal},
		{"北纬28°45′", 28.75, Lat, Sexagesimal},
		{"28.75°", 28.75, Unsaid, Sexagesimal},
		{"28.75N", 28.75, Lat, Decimal},
		{"S28.75", -28.75, Lat, Decimal},
		{"西经118°37'12.5\"", -want, Lon, Sexagesimal},
		{"-118°37'12.5\"", -want, Unsaid, Sexagesimal},
		{"118°37'12.5", want, Unsaid, Sexagesimal},
		{"经度:118.62", 118.62, Lon, Decimal},
	} {
		got, err := Degrees(test.cell)
		if err != nil || math.Abs(got.Value-test.want) > 1e-9 || got.Axis != test.axis || got.Form != test.form {
			t.Errorf("Degrees(%q) = %+v, %v, want %v %v %s", test.cell, got, err, test.want, test.axis, test.form)
		}
	}
}

func TestWhatIsNoCoordinateIsRefusedWithTheReason(t *testing.T) {
	for cell, want := range map[string]string{
		"":                 "不是数字",
		"abc":              "不是数字",
		"1e400":            "不是数字",
		"118°75′12″":       "分为 75，应小于 60",
		"118°37′60″":       "秒为 60，应小于 60",
		"118-37":           "只有两段",
		"118:37":           "只有两段",
		"118.5°37′":        "前段有小数",
		"118°37.5′12″":     "前段有小数",
		"118,62,3":         "不是数字",
		"118-37-12-5":      "不是数字",
		"１１８度３７分１２秒附近":     "不是数字",
		"NaN":              "不是数字",
		"0x76":             "不是数字",
		"118°37′12″28°45′": "不是数字",
	} {
		if got, err := Degrees(cell); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Degrees(%q) = %+v, %v, want %s", cell, got, err, want)
		}
	}
}

func TestBothAxesInOneCellAreToldApart(t *testing.T) {
	for _, cell := range []string{
		"118.62,28.75", "118.62，28.75", "28.75,118.62", "118.62 28.75", "118.62;28.75", "118.62、28.75", "(118.62, 28.75)",
		"POINT(118.62 28.75)", "E118.62 N28.75", "N28.75,E118.62", "东经118.62，北纬28.75", "北纬28°45′东经118°37′12″", "118°37′12″ / 28°45′00″",
		"1183712 284500", "[118.62, 28.75]",
	} {
		lon, lat, ok, err := Both(cell)
		if !ok || err != nil || math.Abs(lon.Value-118.62) > 1e-9 || math.Abs(lat.Value-28.75) > 1e-9 {
			t.Errorf("Both(%q) = %v, %v, %v, %v", cell, lon, lat, ok, err)
		}
	}
	for _, cell := range []string{"118,62", "118.62", "118 37 12", "", "甲 乙", "118.62,"} {
		if lon, lat, ok, _ := Both(cell); ok {
			t.Errorf("Both(%q) = %v, %v, want it to be no two numbers", cell, lon, lat)
		}
	}
	if _, _, ok, err := Both("2.35,48.86"); !ok || err == nil {
		t.Error("an order that nothing tells was guessed")
	}
}

func TestPackedDegreesNeedBothAxes(t *testing.T) {
	lon, lat, ok := Unpack(Reading{Value: 1183712.5, Form: Decimal}, Reading{Value: 284512, Form: Decimal})
	if !ok || math.Abs(lon.Value-(118+37.0/60+12.5/3600)) > 1e-9 || math.Abs(lat.Value-(28+45.0/60+12.0/3600)) > 1e-9 {
		t.Errorf("Unpack = %v, %v, %v", lon, lat, ok)
	}
	for _, test := range [][2]float64{
		{1187512, 284512}, {1183712, 286012}, {3176180, 512345}, {512345, 3176180}, {39512345, 3176180}, {118.62, 284512},
	} {
		if _, _, ok := Unpack(Reading{Value: test[0], Form: Decimal}, Reading{Value: test[1], Form: Decimal}); ok {
			t.Errorf("Unpack(%v) read what it should not", test)
		}
	}
}

// Whatever way a position is written, it reads back to the same position.
func TestEveryWayOfWritingReadsBack(t *testing.T) {
	ways := []string{"%[1]d°%[2]d′%[3]s″", "%[1]d度%[2]d分%[3]s秒", "%[1]d-%[2]d-%[3]s", "%[1]d:%02[2]d:%[3]s", "%[1]d %[2]d %[3]s", "E%[1]d°%[2]d'%[3]s\"", "%[1]d°%[2]d’%[3]s”E"}
	rapid.Check(t, func(t *rapid.T) {
		deg, minutes := rapid.IntRange(0, 179).Draw(t, "deg"), rapid.IntRange(0, 59).Draw(t, "min")
		centi := rapid.IntRange(0, 5999).Draw(t, "sec")
		seconds := fmt.Sprintf("%d.%02d", centi/100, centi%100)
		want := float64(deg) + float64(minutes)/60 + float64(centi)/360000
		cell := fmt.Sprintf(rapid.SampledFrom(ways).Draw(t, "way"), deg, minutes, seconds)
		if rapid.Bool().Draw(t, "wide") {
			cell = strings.Map(func(c rune) rune {
				if c >= '0' && c <= '9' {
					return c - '0' + '０'
				}
				return c
			}, cell)
		}
		got, err := Degrees(cell)
		if err != nil || math.Abs(got.Value-want) > 1e-9 {
			t.Fatalf("Degrees(%q) = %v, %v, want %v", cell, got.Value, err, want)
		}
	})
}

func FuzzCoordinate(f *testing.F) {
	for _, cell := range []string{"118°37′12.5″", "118-37-12.5", "118,62", "E118°37'", "1183712.5", "118.62，28.75", "东经118度37分12秒", "512,345.6m", "POINT(1 2)"} {
		f.Add(cell)
	}
	f.Fuzz(func(t *testing.T, cell string) {
		for _, read := range []func(string) (Reading, error){Degrees, Metres} {
			r, err := read(cell)
			if err == nil && (math.IsNaN(r.Value) || math.IsInf(r.Value, 0) || r.Form == "") {
				t.Fatalf("%q reads as %+v", cell, r)
			}
		}
		lon, lat, ok, err := Both(cell)
		if ok && err == nil && (math.IsNaN(lon.Value) || math.IsNaN(lat.Value)) {
			t.Fatalf("%q reads as %v, %v", cell, lon, lat)
		}
		SystemIn(cell)
	})
}

func TestSurveyCoordinatesAreKnownBySize(t *testing.T) {
	for _, test := range []struct {
		first, second float64
		epsg          int
		northingFirst bool
	}{
		{39512345.6, 3176180.3, 4527, false},
		{40478822.4, 3176180.3, 4528, false},
		{3176180.3, 40478822.4, 4528, true},
		{20500000, 3176180, 4498, false},
		{512345, 3176180, 0, false},
		{3176180, 512345, 0, true},
	} {
		got, ok := Recognise(test.first, test.second)
		if !ok || got.Grid.EPSG() != test.epsg && got.Grid.Meridian != 0 || got.NorthingFirst != test.northingFirst {
			t.Errorf("Recognise(%v, %v) = %+v (EPSG %d), %v", test.first, test.second, got, got.Grid.EPSG(), ok)
		}
	}
	for _, p := range [][2]float64{{118.6, 28.7}, {28.7, 118.6}, {0, 0}, {1e30, 1e30}, {3176180, 3176180}, {12500000, 3176180}, {46500000, 3176180}} {
		if got, ok := Recognise(p[0], p[1]); ok {
			t.Errorf("Recognise(%v) = %+v, want nothing", p, got)
		}
	}
	if got := Nearest(118.6).EPSG(); got != 4549 {
		t.Errorf("Nearest(118.6) = %d, want 4549", got)
	}
}

func TestEveryGridHasItsCodeAndBack(t *testing.T) {
	for epsg := 4491; epsg <= 4554; epsg++ {
		g, ok := GridOf(epsg)
		if !ok || g.EPSG() != epsg {
			t.Errorf("GridOf(%d) = %+v, %v, whose code is %d", epsg, g, ok, g.EPSG())
		}
	}
	zoned, _ := GridOf(4528)
	plain, _ := GridOf(4549)
	for _, test := range []struct {
		grid              Grid
		easting, northing float64
		fits              bool
		epsg              int
		northingFirst     bool
	}{
		{zoned, 40478822, 3176180, true, 0, false},
		{zoned, 39512345, 3176180, false, 4527, false},
		{zoned, 478822, 3176180, false, 4549, false},
		{plain, 478822, 3176180, true, 0, false},
		{plain, 40478822, 3176180, false, 4528, false},
		{plain, 3176180, 478822, false, 4549, true},
		{plain, 12, 34, true, 0, false},
	} {
		s, fits := test.grid.Fits(test.easting, test.northing)
		if fits != test.fits || !fits && (s.Grid.EPSG() != test.epsg || s.NorthingFirst != test.northingFirst) {
			t.Errorf("%+v.Fits(%v, %v) = %+v (EPSG %d), %v", test.grid, test.easting, test.northing, s, s.Grid.EPSG(), fits)
		}
	}
}

func TestAReferenceSystemIsKnownByItsWords(t *testing.T) {
	for text, want := range map[string]System{
		"经度(西安80)": Xian80, "1980西安坐标系": Xian80, "GCS_Xian_1980": Xian80, "Xian 1980 / 3-degree Gauss-Kruger CM 120E": Xian80,
		"X坐标（北京54）": Beijing54, "1954年北京坐标系": Beijing54, "GCS_Beijing_1954": Beijing54, "Beijing 1954": Beijing54,
		"New Beijing": NewBeijing, "2000国家大地坐标系": CGCS2000, "China_2000": CGCS2000, "CGCS2000_3_Degree_GK_Zone_40": CGCS2000,
		"高德经度": GCJ02, "百度经度": BD09, "火星坐标": GCJ02, "GCS_WGS_1984": WGS84, "经度": "", "X坐标": "", "北京路54号": "", "1954": "",
	} {
		if got := SystemIn(text); got != want {
			t.Errorf("SystemIn(%q) = %q, want %q", text, got, want)
		}
	}
}
