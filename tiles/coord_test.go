package tiles

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"pgregory.net/rapid"
)

func TestCoordinatesAreParsedOrRefusedWithASentence(t *testing.T) {
	for _, test := range []struct {
		z, x, y string
		want    Coord
		says    string
	}{
		{"0", "0", "0", Coord{}, ""},
		{"14", "16383", "0", Coord{14, 16383, 0}, ""},
		{"16", "65535", "0", Coord{16, 65535, 0}, ""},
		{"17", "0", "0", Coord{}, "deeper than 16"},
		{"99", "0", "0", Coord{}, "deeper than 16"},
		{"1", "2", "0", Coord{}, "from 0 to 1"},
		{"1", "0", "2", Coord{}, "from 0 to 1"},
		{"-1", "0", "0", Coord{}, `z is "-1"`},
		{"01", "0", "0", Coord{}, `z is "01"`},
		{"1", "NaN", "0", Coord{}, `x is "NaN"`},
		{"1", "", "0", Coord{}, `x is ""`},
		{"1", "0", strings.Repeat("9", 10000), Coord{}, `…"`},
	} {
		got, err := ParseCoord(test.z, test.x, test.y)
		if got != test.want || (err == nil) != (test.says == "") {
			t.Errorf("ParseCoord(%.9s, %.9s, %.9s) = %v, %v, want %v", test.z, test.x, test.y, got, err, test.want)
		}
		if err != nil && (!errors.Is(err, ErrCoord) || !strings.Contains(err.Error(), test.says)) {
			t.Errorf("ParseCoord(%.9s, %.9s, %.9s): %v, want one that says %q", test.z, test.x, test.y, err, test.says)
		}
	}
}

func TestPhonesTakeAlongNoDeeperTiles(t *testing.T) {
	if c, err := ParsePackCoord("15", "0", "0"); err != nil || c != (Coord{15, 0, 0}) {
		t.Errorf("zoom 15: %v, %v", c, err)
	}
	if _, err := ParsePackCoord("16", "0", "0"); !errors.Is(err, ErrCoord) || !strings.Contains(err.Error(), "none deeper than 15") {
		t.Errorf("zoom 16: %v", err)
	}
}

func FuzzParseCoord(f *testing.F) {
	f.Add("0", "0", "0")
	f.Add("14", "16383", "16383")
	f.Add("99", "-1", "\xff")
	f.Fuzz(func(t *testing.T, z, x, y string) {
		c, err := ParseCoord(z, x, y)
		if err == nil && (!c.valid() || fmt.Sprint(c.Z, "/", c.X, "/", c.Y) != z+"/"+x+"/"+y && fmt.Sprintf("%d/%d/%d", c.Z, c.X, c.Y) != z+"/"+x+"/"+y) {
			t.Errorf("ParseCoord(%q, %q, %q) = %v", z, x, y, c)
		}
		if err != nil && (!errors.Is(err, ErrCoord) || len(err.Error()) > 300) {
			t.Errorf("ParseCoord(%q, %q, %q): %v", z, x, y, err)
		}
	})
}

func TestMercatorAndBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := orb.Point{rapid.Float64Range(-180, 180).Draw(t, "lon"), rapid.Float64Range(-85, 85).Draw(t, "lat")}
		if q := degrees(mercator(p)); planar.Distance(p, q) > 1e-9 {
			t.Fatalf("degrees(mercator(%v)) = %v", p, q)
		}
	})
}

func TestSpansReadWhatTheyWrite(t *testing.T) {
	for _, text := range []string{"(,)", "[2017-01-01,)", "(,2018-01-01)", "[2017-01-01,2018-01-01)", "[1949-10-01,1969-12-31)"} {
		s, err := parseSpan(text)
		if err != nil || s.String() != text {
			t.Errorf("parseSpan(%s) = %v, %v", text, s, err)
		}
	}
	if s, err := parseSpan("[2017-01-01,infinity)"); err != nil || s.String() != "[2017-01-01,)" {
		t.Errorf("infinity is read as %v, %v", s, err)
	}
	for _, text := range []string{"", "empty", "[x,)", "[2017-13-01,)"} {
		if s, err := parseSpan(text); err == nil {
			t.Errorf("parseSpan(%q) = %v, want an error", text, s)
		}
	}
}

func TestChinaHasItsOwnToday(t *testing.T) {
	s := newStore(t, nil)
	s.Now = func() time.Time { return time.Date(2026, 11, 21, 17, 0, 0, 0, time.UTC) }
	key, err := s.key(View{Set: Public, AsOf: time.Time{}}, Coord{})
	if err != nil || date(key.day) != "2026-11-22" {
		t.Errorf("today is %s, %v, want 2026-11-22", date(key.day), err)
	}
}

func TestThePoleLiesInsideTheLargestPart(t *testing.T) {
	ring := func(x, y, w, h float64) orb.Ring {
		return orb.Bound{Min: orb.Point{x, y}, Max: orb.Point{x + w, y + h}}.ToRing()
	}
	hole := ring(2, 2, 6, 6)
	for _, test := range []struct {
		name string
		area orb.MultiPolygon
		want orb.Point
		off  float64
	}{
		{"a square", orb.MultiPolygon{{ring(0, 0, 10, 10)}}, orb.Point{5, 5}, 0.2},
		{"a small and a large part", orb.MultiPolygon{{ring(100, 0, 1, 1)}, {ring(0, 0, 10, 10)}}, orb.Point{5, 5}, 0.2},
		{"a ring about a hole", orb.MultiPolygon{{ring(0, 0, 14, 10), hole}}, orb.Point{11, 5}, 2.5},
		{"a needle", orb.MultiPolygon{{{{0, 0}, {5000, 2}, {10000, 0}, {5000, -2}, {0, 0}}}}, orb.Point{5000, 0}, 2500},
	} {
		if got := pole(test.area); planar.Distance(got, test.want) > test.off || !planar.MultiPolygonContains(test.area, got) {
			t.Errorf("pole of %s = %v, want about %v", test.name, got, test.want)
		}
	}
}
