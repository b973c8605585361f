package cover_test

import (
	"math"
	"os"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"diming/boundaries/cover"
)

// box is a square of w by h thousandths of a degree, its lower left corner x, y
// thousandths from 118 E, 28 N, as an area.
func box(name string, x, y, w, h float64) cover.Area {
	return cover.Area{Name: name, Polygons: orb.MultiPolygon{{ring(x, y, w, h)}}}
}

func at(x, y float64) orb.Point { return orb.Point{118 + x/1000, 28 + y/1000} }

func ring(x, y, w, h float64) orb.Ring {
	return orb.Ring{at(x, y), at(x+w, y), at(x+w, y+h), at(x, y+h), at(x, y)}
}

func check(t *testing.T, areas ...cover.Area) cover.Result {
	t.Helper()
	r, err := cover.Check(t.Context(), areas, 1, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// square metres of a thousandth of a degree squared at 28 N, to a few parts in a thousand.
const unitM2 = 98.3 * 110.8

func near(got, want float64) bool { return math.Abs(got-want) < 0.01*want }

func TestAreasThatCoverTheirGroundOnce(t *testing.T) {
	withHole := cover.Area{Name: "环", Polygons: orb.MultiPolygon{{ring(20, 0, 10, 10), ring(22, 2, 5, 5)}}}
	inHole := box("内", 22, 2, 5, 5)
	for name, areas := range map[string][]cover.Area{
		"one":                  {box("甲", 0, 0, 10, 10)},
		"two side by side":     {box("甲", 0, 0, 10, 10), box("乙", 10, 0, 10, 10)},
		"two with sea between": {box("甲", 0, 0, 10, 10), box("乙", 11, 0, 10, 10)},
		"an enclave":           {withHole, inHole},
		"touching in a corner": {box("甲", 0, 0, 10, 10), box("乙", 10, 10, 10, 10)},
		"none":                 {},
	} {
		if r := check(t, areas...); !r.Clean() {
			t.Errorf("%s: %+v, want nothing", name, r)
		}
	}
}

func TestGapsAndOverlapsAreFoundWhereTheyAre(t *testing.T) {
	withHole := cover.Area{Name: "环", Polygons: orb.MultiPolygon{{ring(20, 0, 10, 10), ring(22, 2, 5, 5)}}}
	bay := cover.Area{Name: "湾", Polygons: orb.MultiPolygon{{orb.Ring{at(0, 0), at(10, 0), at(10, 10), at(6, 10), at(6, 4), at(4, 4), at(4, 10), at(0, 10), at(0, 0)}}}}
	for name, test := range map[string]struct {
		areas []cover.Area
		want  []cover.Fault
	}{
		"a hole that nobody fills":   {[]cover.Area{withHole}, []cover.Fault{{cover.Gap, at(24.5, 4.5), 25 * unitM2, 5 * 98.3, []int{0}}}},
		"a hole that is half filled": {[]cover.Area{withHole, box("内", 22, 2, 5, 3)}, []cover.Fault{{cover.Gap, at(24.5, 6), 10 * unitM2, 2 * 110.8, []int{0, 1}}}},
		"two that overlap":           {[]cover.Area{box("甲", 0, 0, 10, 10), box("乙", 8, 0, 10, 10)}, []cover.Fault{{cover.Overlap, at(9, 5), 20 * unitM2, 2 * 98.3, []int{0, 1}}}},
		"one within another":         {[]cover.Area{box("甲", 0, 0, 10, 10), box("乙", 3, 3, 2, 2)}, []cover.Fault{{cover.Overlap, at(4, 4), 4 * unitM2, 2 * 98.3, []int{0, 1}}}},
		"one twice":                  {[]cover.Area{box("甲", 0, 0, 10, 10), box("乙", 0, 0, 10, 10)}, []cover.Fault{{cover.Overlap, at(5, 5), 100 * unitM2, 10 * 98.3, []int{0, 1}}}},
		"a bay is open sea":          {[]cover.Area{bay}, nil},
		"a bay that is closed":       {[]cover.Area{bay, box("闸", 3, 10, 4, 1)}, []cover.Fault{{cover.Gap, at(5, 7), 12 * unitM2, 2 * 98.3, []int{0, 1}}}},
	} {
		r := check(t, test.areas...)
		if len(r.Faults) != len(test.want) || len(r.Invalid) > 0 {
			t.Errorf("%s: %+v, want %d faults", name, r, len(test.want))
			continue
		}
		for i, want := range test.want {
			got := r.Faults[i]
			if got.Kind != want.Kind || !near(got.AreaM2, want.AreaM2) || !near(got.WideM, want.WideM) || len(got.Areas) != len(want.Areas) || got.Areas[0] != want.Areas[0] ||
				math.Hypot(got.At[0]-want.At[0], got.At[1]-want.At[1]) > 1e-6 {
				t.Errorf("%s: %+v, want %+v", name, got, want)
			}
		}
	}
}

// As drawn, one loop of a figure of eight runs the other way round.
func TestAnInvalidAreaCoversWhatItsLoopsEnclose(t *testing.T) {
	bow := cover.Area{Name: "结", Polygons: orb.MultiPolygon{{orb.Ring{at(0, 0), at(10, 10), at(10, 0), at(0, 10), at(0, 0)}}}}
	for name, test := range map[string]struct {
		areas []cover.Area
		want  []cover.Fault
	}{
		"alone":                {[]cover.Area{bow}, nil},
		"covered on the left":  {[]cover.Area{bow, box("甲", -5, 0, 7, 10)}, []cover.Fault{{Kind: cover.Overlap, AreaM2: 16 * unitM2, Areas: []int{0, 1}}}},
		"covered on the right": {[]cover.Area{bow, box("甲", 8, 0, 7, 10)}, []cover.Fault{{Kind: cover.Overlap, AreaM2: 16 * unitM2, Areas: []int{0, 1}}}},
		"covered twice":        {[]cover.Area{bow, box("甲", 8, 0, 7, 10), box("乙", 8, 0, 7, 10)}, []cover.Fault{{Kind: cover.Overlap, AreaM2: 50 * unitM2, Areas: []int{1, 2}}, {Kind: cover.Overlap, AreaM2: 16 * unitM2, Areas: []int{0, 1, 2}}, {Kind: cover.Overlap, AreaM2: 2 * unitM2}, {Kind: cover.Overlap, AreaM2: 2 * unitM2}}},
		"enclosed by a frame":  {[]cover.Area{bow, {Polygons: orb.MultiPolygon{{ring(-5, -5, 20, 20), ring(0, 0, 10, 10)}}}}, []cover.Fault{{Kind: cover.Gap, AreaM2: 25 * unitM2}, {Kind: cover.Gap, AreaM2: 25 * unitM2}}},
		"drawn the other way":  {[]cover.Area{{Polygons: orb.MultiPolygon{{orb.Ring{at(0, 0), at(0, 10), at(10, 0), at(10, 10), at(0, 0)}}}}, box("甲", 8, 0, 7, 10)}, []cover.Fault{{Kind: cover.Overlap, AreaM2: 16 * unitM2, Areas: []int{0, 1}}}},
	} {
		r := check(t, test.areas...)
		if len(r.Invalid) != 1 || r.Invalid[0].Area != 0 || len(r.Faults) != len(test.want) {
			t.Errorf("%s: %+v, want the first area invalid and %d faults", name, r, len(test.want))
			continue
		}
		for i, want := range test.want {
			got := r.Faults[i]
			if got.Kind != want.Kind || !near(got.AreaM2, want.AreaM2) || want.Areas != nil && !slices.Equal(got.Areas, want.Areas) {
				t.Errorf("%s: %+v, want %+v", name, got, want)
			}
		}
	}
}

func TestAMovedVertexIsFoundWhereItIs(t *testing.T) {
	areas := hualien(t)
	if r := check(t, areas...); len(r.Faults) > 0 {
		t.Fatalf("before: %+v", r.Faults)
	}
	moved := areas[40].Polygons[0][0]
	var place orb.Point
	for i := 1; i < len(moved)-1; i++ { // the first point that only one other village shares
		if sharers(areas, moved[i]) == 2 {
			place = moved[i]
			moved[i][1] += 5.0 / 110800
			break
		}
	}
	if place == (orb.Point{}) {
		t.Fatal("no vertex between two villages")
	}
	r := check(t, areas...)
	if len(r.Faults) == 0 {
		t.Fatal("a vertex moved by 5 m is not found")
	}
	for _, f := range r.Faults {
		if d := math.Hypot((f.At[0]-place[0])*102000, (f.At[1]-place[1])*110800); d > 500 || !contains(f.Areas, 40) {
			t.Errorf("%+v lies %.0f m from the vertex at %v", f, d, place)
		}
		if f.WideM < 1 || f.WideM > 5.01 {
			t.Errorf("%+v is %.1f m wide, want the 5 m that the vertex was moved, or less where the line runs aslant", f, f.WideM)
		}
	}
}

// A line that is drawn twice, 3 m apart, is 3 m wide wherever it leads.
func TestAStripIsAsWideAsItsLinesLieApart(t *testing.T) {
	for _, degrees := range []float64{0, 20, 45, 80, 90, 135, 170} {
		s, c := math.Sincos(degrees * math.Pi / 180)
		point := func(along, across float64) orb.Point { // in metres
			return orb.Point{118 + (along*c-across*s)/98285, 28 + (along*s+across*c)/110829}
		}
		quad := func(a, b, c, d orb.Point) cover.Area {
			return cover.Area{Polygons: orb.MultiPolygon{{orb.Ring{a, b, c, d, a}}}}
		}
		below := quad(point(0, -500), point(2000, -500), point(2000, 0), point(0, 0))
		above := quad(point(0, 0), point(2000, 0), point(2000, 500), point(0, 500))
		above.Polygons[0][0] = orb.Ring{point(0, 0), point(400, -3), point(1600, -3), point(2000, 0), point(2000, 500), point(0, 500), point(0, 0)}
		r := check(t, below, above)
		if len(r.Faults) != 1 || r.Faults[0].Kind != cover.Overlap || math.Abs(r.Faults[0].WideM-3) > 0.1 {
			t.Errorf("at %v degrees: %+v, want one overlap 3 m wide", degrees, r.Faults)
		}
	}
}

func sharers(areas []cover.Area, p orb.Point) (n int) {
	for _, a := range areas {
		for _, polygon := range a.Polygons {
			for _, ring := range polygon {
				if contains(ring, p) {
					n++
				}
			}
		}
	}
	return n
}

func contains[T comparable](all []T, one T) bool {
	for _, x := range all {
		if x == one {
			return true
		}
	}
	return false
}

func hualien(t testing.TB) []cover.Area {
	return read(t, "../../testdata/hualien_villages.geojson", "VILLNAME")
}

func read(t testing.TB, file, name string) []cover.Area {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	all, err := geojson.UnmarshalFeatureCollection(data)
	if err != nil {
		t.Fatal(err)
	}
	var areas []cover.Area
	for _, f := range all.Features {
		a := cover.Area{Name: f.Properties.MustString(name, "")}
		switch g := f.Geometry.(type) {
		case orb.Polygon:
			a.Polygons = orb.MultiPolygon{g}
		case orb.MultiPolygon:
			a.Polygons = g
		}
		areas = append(areas, a)
	}
	return areas
}

func TestWhatIsNoAreaIsSaid(t *testing.T) {
	for name, test := range map[string]struct {
		polygons orb.MultiPolygon
		want     string
	}{
		"a sound one":                {orb.MultiPolygon{{ring(0, 0, 10, 10), ring(2, 2, 2, 2)}}, ""},
		"a hole at the shell":        {orb.MultiPolygon{{ring(0, 0, 10, 10), orb.Ring{at(0, 0), at(2, 1), at(1, 2), at(0, 0)}}}, ""},
		"two that touch":             {orb.MultiPolygon{{ring(0, 0, 10, 10)}, {ring(10, 10, 10, 10)}}, ""},
		"an island in a hole":        {orb.MultiPolygon{{ring(0, 0, 10, 10), ring(2, 2, 6, 6)}, {ring(4, 4, 2, 2)}}, ""},
		"a bow":                      {orb.MultiPolygon{{orb.Ring{at(0, 0), at(10, 10), at(10, 0), at(0, 10), at(0, 0)}}}, "环自相交"},
		"a ring that touches itself": {orb.MultiPolygon{{orb.Ring{at(0, 0), at(5, 5), at(0, 10), at(10, 10), at(5, 5), at(10, 0), at(0, 0)}}}, "环自相交"},
		"a spike":                    {orb.MultiPolygon{{orb.Ring{at(0, 0), at(10, 0), at(20, 0), at(10, 0), at(10, 10), at(0, 0)}}}, "环自相交"},
		"an open ring":               {orb.MultiPolygon{{orb.Ring{at(0, 0), at(10, 0), at(10, 10)}}}, "环未闭合"},
		"a hole outside":             {orb.MultiPolygon{{ring(0, 0, 10, 10), ring(20, 2, 2, 2)}}, "洞在外环之外"},
		"a hole across":              {orb.MultiPolygon{{ring(0, 0, 10, 10), ring(8, 2, 5, 2)}}, "两环相交"},
		"a hole in a hole":           {orb.MultiPolygon{{ring(0, 0, 10, 10), ring(2, 2, 6, 6), ring(4, 4, 1, 1)}}, "洞中有洞"},
		"two that cross":             {orb.MultiPolygon{{ring(0, 0, 10, 10)}, {ring(5, 5, 10, 10)}}, "两个面相交"},
		"one in another":             {orb.MultiPolygon{{ring(0, 0, 10, 10)}, {ring(5, 5, 1, 1)}}, "面中有面"},
		"a line":                     {orb.MultiPolygon{{orb.Ring{at(0, 0), at(10, 0), at(0, 0)}}}, "环少于三条边"},
	} {
		bad, is := cover.Validate(cover.Area{Polygons: test.polygons})
		if is != (test.want != "") || bad.Reason != test.want {
			t.Errorf("%s: %q, want %q", name, bad.Reason, test.want)
		}
	}
}
