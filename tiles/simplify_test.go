package tiles

import (
	"maps"
	"math"
	"reflect"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"pgregory.net/rapid"
)

func TestNeighboursNeitherGapNorOverlapAtAnyTolerance(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seeds := rapid.SliceOfN(rapid.Float64Range(-1, 1), 7, 31).Draw(t, "noise")
		n := 0
		noise := func() float64 { n++; return math.Remainder(seeds[n%len(seeds)]+0.618*float64(n), 2) }
		m := newMesh(rapid.IntRange(1, 5).Draw(t, "rows"), rapid.IntRange(1, 5).Draw(t, "columns"), noise)
		top := newTopology(m.shapes())
		top.simplify(rapid.Float64Range(0, 1500).Draw(t, "tolerance"))
		checkCoverage(t, top)
	})
}

func TestHualienIsCoveredOnceInEveryBand(t *testing.T) {
	towns, villages := hualien(t)
	for _, b := range bands {
		top := newTopology(slices.Concat(towns, villages))
		top.simplify(b.toleranceM)
		checkCoverage(t, top)
		before, after := 0, 0
		for _, a := range top.arcs {
			before += len(a.points)
			after += len(a.kept)
		}
		t.Logf("band %d: tolerance %.1f m, %d of %d vertices kept in %d arcs", b.number, b.toleranceM, after, before, len(top.arcs))
	}
}

func TestVersionsOfDifferentTimesShareTheirLines(t *testing.T) {
	// Two villages of the county exchange land on day 100: before and after
	// it, and at every tolerance, areas and lines cover the county once.
	n := 0
	noise := func() float64 { n++; return math.Remainder(0.618*float64(n), 2) }
	before := newMesh(4, 4, noise)
	after := newMesh(4, 4, noise)
	after.corner, after.edges = before.corner, maps.Clone(before.edges)
	old := before.shapes()
	delete(before.edges, [4]int{1, 1, 1, 2})
	after.edges = maps.Clone(before.edges)
	changed := after.shapes()
	var shapes []shape
	for i := range old {
		if reflect.DeepEqual(old[i].area, changed[i].area) {
			shapes = append(shapes, old[i])
			continue
		}
		was, is := old[i], changed[i]
		was.span, is.span = span{always, 100}, span{100, never}
		shapes = append(shapes, was, is)
	}
	if len(shapes) == len(old) {
		t.Fatal("nothing changed")
	}
	for _, b := range bands {
		top := newTopology(shapes)
		top.simplify(b.toleranceM)
		checkCoverageOn(t, top, 99)
		checkCoverageOn(t, top, 100)
	}
}

func TestACornerOnAnothersEdgeBelongsToBoth(t *testing.T) {
	square := func(x0, y0, x1, y1 float64) orb.MultiPolygon {
		return orb.MultiPolygon{{{{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}, {x0, y0}}}}
	}
	below := shape{testID(1), 4, allTime, square(0, 0, 200, 100)}
	left := shape{testID(2), 5, allTime, square(0, 100, 90, 200)}
	right := shape{testID(3), 5, allTime, square(90, 100, 200, 200)}
	// The two upper ones meet a hand's breadth off the lower one's edge.
	left.area[0][0][1][1], right.area[0][0][0][1], right.area[0][0][4][1] = 100.125, 100.125, 100.125
	top := newTopology([]shape{below, left, right})
	if got := len(top.area(0)[0][0]); got != 6 {
		t.Errorf("the lower one has %d points, want the corner added to its 5", got)
	}
	shared := 0
	for _, a := range top.arcs {
		if len(a.shapes) == 2 {
			shared++
		}
	}
	if shared != 3 {
		t.Errorf("%d lines are shared, want 3", shared)
	}
}

func TestTinyAreasStayAreas(t *testing.T) {
	// A lens between two junctions, a triangle on its own, a needle.
	lens := orb.Ring{{0, 0}, {5, 1}, {10, 0}, {5, -1}, {0, 0}}
	frame := orb.Ring{{-100, 0}, {0, 0}, {5, 1}, {10, 0}, {100, 0}, {0, 100}, {-100, 0}}
	alone := orb.Ring{{500, 500}, {501, 500}, {501.5, 500.5}, {501, 501}, {500, 501}, {500, 500}}
	needle := orb.Ring{{700, 0}, {900, 0.25}, {1100, 0}, {900, 0.5}, {700, 0}}
	var shapes []shape
	for i, ring := range []orb.Ring{lens, frame, alone, needle} {
		shapes = append(shapes, shape{testID(i), 5, allTime, orb.MultiPolygon{{ring}}})
	}
	top := newTopology(shapes)
	top.simplify(1e6)
	for s := range shapes {
		if area := top.area(s); planar.Area(area) == 0 || len(area[0][0]) < 4 {
			t.Errorf("area %d became %v", s, area)
		}
	}
}

type fataler interface {
	Helper()
	Fatalf(format string, args ...any)
}

// checkCoverage holds a simplified topology to what it promises: within each
// level every edge is used once each way or bounds the whole, levels cover the
// same ground, nothing crosses, and the lines are the edges, once each.
func checkCoverage(t fataler, top *topology) {
	t.Helper()
	checkCoverageOn(t, top, 0)
}

func checkCoverageOn(t fataler, top *topology, day int32) {
	t.Helper()
	byLevel, given := make(map[int]float64), make(map[int]float64)
	highest := make(map[[2]orb.Point]int)
	for level := 5; level >= 1; level-- {
		used := make(map[[2]orb.Point]int)
		for s, sh := range top.shapes {
			if sh.level != level || !sh.span.covers(span{day, day + 1}) {
				continue
			}
			area := top.area(s)
			byLevel[level] += checkArea(t, sh, area)
			given[level] += planar.Area(sh.area)
			countEdges(area, used)
		}
		for e, n := range used {
			if n > 1 {
				t.Fatalf("level %d runs %d times along %v in one direction", level, n, e)
			}
			highest[undirected(e)] = level
		}
	}
	// Hualien's towns and villages disagree by 114 m² at one corner.
	for level, area := range byLevel {
		whole, wrong := byLevel[5], math.Abs(given[level]-given[5])
		if math.Abs(area-whole) > 1e-9*whole+wrong {
			t.Fatalf("level %d covers %.3f m², its villages %.3f m²", level, area, whole)
		}
	}
	checkCrossings(t, highest)
	checkLines(t, top, highest, day)
}

func checkArea(t fataler, sh shape, area orb.MultiPolygon) float64 {
	t.Helper()
	for _, polygon := range area {
		for i, ring := range polygon {
			if len(ring) < 4 {
				t.Fatalf("%v: ring %d has %d points", sh.id, i, len(ring))
			}
		}
	}
	if a := planar.Area(area); a <= 0 {
		t.Fatalf("%v: area %v", sh.id, a)
	}
	return planar.Area(area)
}

func countEdges(area orb.MultiPolygon, used map[[2]orb.Point]int) {
	for _, polygon := range area {
		for _, ring := range polygon {
			for i := range len(ring) - 1 {
				used[[2]orb.Point{ring[i], ring[i+1]}]++
			}
		}
	}
}

func undirected(e [2]orb.Point) [2]orb.Point {
	if comparePoints(e[1], e[0]) < 0 {
		e[0], e[1] = e[1], e[0]
	}
	return e
}

// checkCrossings sweeps the edges by x and compares those that overlap.
func checkCrossings(t fataler, edges map[[2]orb.Point]int) {
	t.Helper()
	var sorted [][2]orb.Point
	for e := range edges {
		sorted = append(sorted, e)
	}
	slices.SortFunc(sorted, comparePairs)
	for i, e := range sorted {
		for _, f := range sorted[i+1:] {
			if f[0][0] > e[1][0] {
				break
			}
			if crosses(e, f) {
				t.Fatalf("edges %v and %v cross", e, f)
			}
		}
	}
}

func crosses(e, f [2]orb.Point) bool {
	apart := func(a, b float64) bool { return a > 0 && b < 0 || a < 0 && b > 0 }
	return apart(cross(e[0], e[1], f[0]), cross(e[0], e[1], f[1])) && apart(cross(f[0], f[1], e[0]), cross(f[0], f[1], e[1]))
}

func checkLines(t fataler, top *topology, highest map[[2]orb.Point]int, day int32) {
	t.Helper()
	drawn := make(map[[2]orb.Point]int)
	for _, l := range top.lines() {
		if !l.span.covers(span{day, day + 1}) {
			continue
		}
		for i := range len(l.geom) - 1 {
			e := undirected([2]orb.Point{l.geom[i], l.geom[i+1]})
			if drawn[e] != 0 {
				t.Fatalf("edge %v is drawn twice", e)
			}
			if drawn[e] = l.level; highest[e] != l.level {
				t.Fatalf("edge %v is drawn with level %d, it separates level %d", e, l.level, highest[e])
			}
		}
	}
	if len(drawn) != len(highest) {
		t.Fatalf("%d edges are drawn, areas have %d", len(drawn), len(highest))
	}
}

func BenchmarkGeneralise(b *testing.B) {
	n := 0
	noise := func() float64 { n++; return math.Remainder(0.618*float64(n), 2) }
	var known []division
	for _, sh := range newMesh(30, 30, noise).shapes() {
		known = append(known, division{shape: sh})
	}
	for b.Loop() {
		if _, _, err := generalise(known, nil); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(known)), "areas")
}
