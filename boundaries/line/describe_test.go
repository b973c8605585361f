package line_test

import (
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"diming/boundaries/compass"
	"diming/boundaries/line"
	"diming/internal/pg/pgtest"
)

// from 118.5 E 28.5 N a kilometre east, then a kilometre to the north-east, in
// two parts that meet and are drawn against each other.
var course = orb.MultiLineString{
	{{118.51, 28.5}, {118.505, 28.50003}, {118.5, 28.5}},
	{{118.51, 28.5}, {118.52, 28.5088}},
}

var stops = []line.Named{{"1号界桩", orb.Point{118.5, 28.5}}, {"2号交会点", orb.Point{118.51, 28.5}}, {"3号界桩", orb.Point{118.52, 28.5088}}}

func TestALineIsDescribedInSixteenWords(t *testing.T) {
	d := line.Describe(course, stops)
	want := "界线从1号界桩起，向东方向行约979米至2号交会点；从2号交会点起，向东北方向行约1382米至3号界桩止。全长约2361米。"
	if d.Text != want {
		t.Errorf("described as\n%s, want\n%s", d.Text, want)
	}
	if len(d.Legs) != 2 || math.Abs(d.LengthM-2361) > 1 {
		t.Errorf("%+v", d)
	}
	// without names, and with a bend inside
	bent := orb.MultiLineString{{{118.5, 28.5}, {118.51, 28.5}, {118.51, 28.49}}}
	if d := line.Describe(bent, nil); d.Text != "界线从起点起，向东方向行约979米，再向南方向行约1108米至终点止。全长约2087米。" {
		t.Errorf("described as %s", d.Text)
	}
	// two pieces apart
	if d := line.Describe(orb.MultiLineString{{{118.5, 28.5}, {118.51, 28.5}}, {{118.6, 28.5}, {118.61, 28.5}}}, nil); !strings.Contains(d.Text, "第2段：") {
		t.Errorf("described as %s", d.Text)
	}
}

func TestADescriptionIsHeldAgainstTheLine(t *testing.T) {
	own := line.Describe(course, stops).Text
	for name, test := range map[string]struct {
		text string
		want []string
		legs []int
	}{
		"its own":              {own, nil, nil},
		"from the other end":   {"界线从3号界桩起，向西南方向行约1380米至2号交会点；再向西方向约980米至1号界桩止。", nil, nil},
		"another direction":    {strings.Replace(own, "向东北方向", "向北方向", 1), []string{"说明称北，界线为东北"}, []int{2}},
		"another length":       {strings.Replace(own, "1382米", "1882米", 1), []string{"说明称约1882米，界线量得1382米"}, []int{2}},
		"in kilometres":        {"界线从1号界桩起，向东方向约0.98千米至2号交会点；向东北方向约1.4公里至3号界桩。", nil, nil},
		"without known places": {"从山顶起，向东方向约980米，再向东北约1380米至河口。", nil, nil},
		"too short as a whole": {"从山顶起，向东方向约480米，再向东北约680米至河口。", []string{"说明称约1160米，界线量得2361米"}, []int{1}},
	} {
		found, ok := line.Compare(test.text, course, stops)
		if !ok || len(found) != len(test.want) {
			t.Errorf("%s: %+v, %v, want %v", name, found, ok, test.want)
			continue
		}
		for i, want := range test.want {
			if !strings.HasPrefix(found[i].Problem, want) || found[i].Leg != test.legs[i] || found[i].At == (orb.Point{}) {
				t.Errorf("%s: %+v, want %s of leg %d", name, found[i], want, test.legs[i])
			}
		}
	}
	if _, ok := line.Compare("沿山脊线。", course, stops); ok {
		t.Error("a text without directions was compared")
	}
}

// TestAzimuthsAreThoseOfPostGIS compares with the geodesic of the database.
func TestAzimuthsAreThoseOfPostGIS(t *testing.T) {
	pool := pgtest.New(t)
	for _, to := range []orb.Point{{118.6, 28.71}, {118.59, 28.7}, {118.63, 28.68}, {118.9, 28.9}, {118.61, 28.55}, {118.2, 28.7001}} {
		from := orb.Point{118.6, 28.7}
		var deg, dist float64
		if err := pool.QueryRow(t.Context(), `SELECT degrees(ST_Azimuth($1::geometry::geography, $2::geometry::geography)), ST_Distance($1::geometry::geography, $2::geometry::geography)`,
			from, to).Scan(&deg, &dist); err != nil {
			t.Fatal(err)
		}
		az, d := compass.Azimuth(from, to)
		if off := math.Abs(math.Mod(az-deg+540, 360) - 180); off > 1.0/3600 || math.Abs(d-dist) > dist*1e-6 {
			t.Errorf("to %v: %.6f°, %.4f m, want %.6f°, %.4f m", to, az, d, deg, dist)
		}
	}
}
