package signs

import (
	"bytes"
	"compress/gzip"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

var village = orb.Point{118.6012, 28.6803}

// blob is a rough outline of n corners about c, r degrees of latitude wide.
func blob(c orb.Point, r float64, n int, seed uint64) orb.Polygon {
	random := rand.New(rand.NewPCG(seed, 1))
	ring := make(orb.Ring, 0, n+1)
	for i := range n {
		a := float64(i) / float64(n) * 2 * math.Pi
		k := r * (0.7 + 0.2*math.Sin(3*a) + 0.1*random.Float64())
		ring = append(ring, orb.Point{c[0] + k*math.Cos(a)/math.Cos(c[1]*math.Pi/180), c[1] + k*math.Sin(a)})
	}
	return orb.Polygon{append(ring, ring[0])}
}

func sampleSketch() Sketch {
	return Sketch{
		Title: "清湖一村", PointLabel: "清湖一村", Point: &village, Demo: true,
		Outline: orb.MultiPolygon{blob(village, 0.008, 300, 1)},
		Neighbours: []orb.MultiPolygon{
			{blob(orb.Point{118.619, 28.685}, 0.008, 200, 2)}, {blob(orb.Point{118.583, 28.682}, 0.008, 200, 3)},
		},
		Labels: []Label{{"清湖二村", orb.Point{118.612, 28.684}}, {"清湖三村", orb.Point{118.590, 28.677}}},
	}
}

func draw(t *testing.T, s Sketch) string {
	t.Helper()
	svg, err := s.SVG()
	if err != nil {
		t.Fatal(err)
	}
	d := xml.NewDecoder(strings.NewReader(svg))
	for {
		if _, err := d.Token(); err == io.EOF {
			return svg
		} else if err != nil {
			t.Fatalf("not well-formed: %v in %s", err, svg)
		}
	}
}

// corners counts the vertices of the path with the given class.
func corners(svg, class string) int {
	m := regexp.MustCompile(`class="` + class + `"[^>]* d="([^"]*)"`).FindStringSubmatch(svg)
	if m == nil {
		return 0
	}
	return len(regexp.MustCompile(`-?\d+`).FindAllString(m[1], -1)) / 2
}

func TestASketchIsSmallAndStable(t *testing.T) {
	svg := draw(t, sampleSketch())
	if again := draw(t, sampleSketch()); again != svg {
		t.Error("the same sketch is drawn differently")
	}
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := z.Write([]byte(svg)); err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	t.Logf("%d bytes, %d gzipped", len(svg), packed.Len())
	if packed.Len() > 2048 {
		t.Errorf("sketch of 60 corners is %d bytes gzipped, want 2048 or less", packed.Len())
	}
	if n := corners(svg, "sk-o"); n < 30 || n > 60 {
		t.Errorf("outline has %d corners, want 30 to 60", n)
	}
	for _, want := range []string{`role="img"`, `<title id="sk-t">清湖一村</title>`, "示例数据", "北", ">500 米<", ">清湖二村<", ">清湖三村<"} {
		if !strings.Contains(svg, want) {
			t.Errorf("sketch lacks %q", want)
		}
	}
	golden(t, "sketch.svg", []byte(svg+"\n"))
}

func TestASketchKeepsToItsBudget(t *testing.T) {
	for _, budget := range []int{6, 12, 24, 60, 200} {
		s := sampleSketch()
		s.Budget = budget
		svg := draw(t, s)
		if n := corners(svg, "sk-o"); n > budget || n < 3 {
			t.Errorf("outline has %d corners, want 3 to %d", n, budget)
		}
		if n := corners(svg, "sk-n"); n > budget {
			t.Errorf("neighbours have %d corners, want %d or fewer", n, budget)
		}
	}
}

func TestManyIslandsKeepToTheBudget(t *testing.T) {
	s := Sketch{Title: "群岛"}
	for i := range 200 {
		at := orb.Point{122 + float64(i%20)*0.01, 30 + float64(i/20)*0.01}
		s.Outline = append(s.Outline, blob(at, 0.004, 40, uint64(i)))
	}
	if n := corners(draw(t, s), "sk-o"); n > DefaultSketchBudget || n < 20 {
		t.Errorf("islands have %d corners, want 20 to %d", n, DefaultSketchBudget)
	}
}

func TestAHoleStaysAHole(t *testing.T) {
	outline := append(blob(village, 0.02, 80, 1), blob(village, 0.006, 40, 2)[0])
	svg := draw(t, Sketch{Title: "环", Outline: orb.MultiPolygon{outline}})
	if !regexp.MustCompile(`class="sk-o" fill-rule="evenodd" d="M[^M]+zM[^M]+z"`).MatchString(svg) {
		t.Errorf("want two rings in one path: %s", svg)
	}
}

// Two squares east of the outline share edges with it and with each other.
func TestASharedEdgeIsDrawnOnce(t *testing.T) {
	square := func(x, y float64) orb.MultiPolygon {
		return orb.MultiPolygon{{{{x, y}, {x + 1, y}, {x + 1, y + 1}, {x, y + 1}, {x, y}}}}
	}
	s := Sketch{Outline: square(0, 0), Neighbours: []orb.MultiPolygon{square(1, 0), square(1, 1), square(0, 1)}}
	seen := segments{}
	seen.unseen(s.Outline[0][0])
	edges := 0
	for _, n := range s.Neighbours {
		for _, arc := range seen.unseen(n[0][0]) {
			edges += len(arc) - 1
		}
	}
	if edges != 8 { // 12 of the three squares, less 2 of the outline and 2 shared
		t.Errorf("neighbours have %d edges to draw, want 8", edges)
	}
}

func TestAPointAloneHasRingsOfDistance(t *testing.T) {
	svg := draw(t, Sketch{Title: "凉亭", PointLabel: "凉亭", Point: &village})
	if strings.Count(svg, "sk-r") != 2 || !strings.Contains(svg, ">500 米<") || strings.Contains(svg, "示例数据") {
		t.Errorf("sketch of a point = %s", svg)
	}
}

func TestAnOutlineNeedsNoPoint(t *testing.T) {
	s := sampleSketch()
	s.Point = nil
	if svg := draw(t, s); strings.Contains(svg, "sk-p") || !strings.Contains(svg, "sk-o") {
		t.Errorf("sketch without a point = %s", svg)
	}
}

func TestALabelWithoutRoomIsSaidInTheDescription(t *testing.T) {
	s := sampleSketch()
	for range 12 {
		s.Labels = append(s.Labels, Label{"拥挤的一个地方", village})
	}
	svg := draw(t, s)
	_, said, _ := strings.Cut(svg, "附近还有：")
	if drawn := strings.Count(svg, ">拥挤的一个地方<"); drawn == 0 || drawn+strings.Count(said, "方、")+strings.Count(said, "方。") != 12 {
		t.Errorf("crowded labels are not described: %s", svg)
	}
}

func TestAnyAreasDrawWithinTheirBudget(t *testing.T) {
	coordinate := rapid.Custom(func(t *rapid.T) orb.Point {
		// A coarse grid, so that areas share and repeat positions.
		return orb.Point{118 + float64(rapid.IntRange(0, 9).Draw(t, "x"))/100, 28 + float64(rapid.IntRange(0, 9).Draw(t, "y"))/100}
	})
	area := rapid.Custom(func(t *rapid.T) orb.MultiPolygon {
		ring := orb.Ring(rapid.SliceOfN(coordinate, 1, 30).Draw(t, "ring"))
		return orb.MultiPolygon{{append(ring, ring[0])}}
	})
	rapid.Check(t, func(t *rapid.T) {
		s := Sketch{
			Title: "任意", Outline: area.Draw(t, "outline"), Point: &village, PointLabel: "点",
			Neighbours: rapid.SliceOfN(area, 0, 5).Draw(t, "neighbours"), Budget: rapid.IntRange(6, 40).Draw(t, "budget"),
		}
		svg, err := s.SVG()
		if err != nil {
			t.Fatal(err)
		}
		if n := max(corners(svg, "sk-o"), corners(svg, "sk-n")); n > s.Budget {
			t.Fatalf("%d corners, want %d or fewer: %s", n, s.Budget, svg)
		}
	})
}

func TestHostileTextIsEscaped(t *testing.T) {
	s := sampleSketch()
	s.Title, s.PointLabel, s.Labels[0].Text = `</title><script>`, `"<b>&`, "\xff<"
	if svg := draw(t, s); strings.Contains(svg, "<script>") || strings.Contains(svg, "<b>") {
		t.Errorf("markup came through: %s", svg)
	}
}

func TestBadSketchesAreRefused(t *testing.T) {
	if _, err := (Sketch{Title: "无"}).SVG(); !errors.Is(err, ErrNothingToDraw) {
		t.Errorf("empty sketch = %v, want ErrNothingToDraw", err)
	}
	for _, p := range []orb.Point{{math.NaN(), 0}, {900, 0}, {118, 90}, {math.Inf(1), 0}} {
		if _, err := (Sketch{Title: "坏", Point: &p}).SVG(); err == nil {
			t.Errorf("sketch at %v succeeded", p)
		}
	}
	if _, err := (Sketch{Point: &village, Budget: -1}).SVG(); err == nil {
		t.Error("sketch with a negative budget succeeded")
	}
}

func TestTheScaleBarIsRoundAndTrue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := orb.Point{rapid.Float64Range(73, 135).Draw(t, "lon"), rapid.Float64Range(3, 54).Draw(t, "lat")}
		r := math.Pow(10, rapid.Float64Range(-4, 0).Draw(t, "log radius"))
		f := Sketch{Outline: orb.MultiPolygon{blob(c, r, 30, 1)}}.frame()
		units, metres := f.scaleBar()
		if units < 39.9 || units > 100.1 {
			t.Fatalf("scale bar is %g units", units)
		}
		lead := metres / math.Pow(10, math.Floor(math.Log10(metres)+1e-9))
		if !(near(lead, 1) || near(lead, 2) || near(lead, 5)) {
			t.Fatalf("scale bar is %g m", metres)
		}
		// A degree of latitude is 110.5 to 111.7 km.
		north := f.unit(orb.Point{c[0], c[1] + 0.001})
		if m := (f.unit(c)[1] - north[1]) * f.metresPerUnit; m < 110.4 || m > 111.8 {
			t.Fatalf("a thousandth of a degree is %g m", m)
		}
	})
}

func near(a, b float64) bool { return math.Abs(a-b) < 1e-6 }
