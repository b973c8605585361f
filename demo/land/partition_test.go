package land

import (
	"math"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"
)

// segment is a directed piece of a ring or line between two vertices.
type segment [2]orb.Point

func (s segment) undirected() segment {
	if s[1][0] < s[0][0] || s[1][0] == s[0][0] && s[1][1] < s[0][1] {
		return segment{s[1], s[0]}
	}
	return s
}

func (s segment) back() segment { return segment{s[1], s[0]} }

func TestAreasPartitionTheCountyAlongItsLines(t *testing.T) { checkPartition(t, seedOne(t)) }

// checkPartition holds a land to what the package promises of areas and lines.
func checkPartition(t *testing.T, l *Land) {
	t.Helper()
	checkRings(t, l)
	checkCrossings(t, l)
	checkSums(t, l)
	checkLines(t, l)
	checkJunctions(t, l)
}

func checkRings(t *testing.T, l *Land) {
	t.Helper()
	for _, a := range l.Areas {
		r := a.Polygon[0]
		if len(a.Polygon) != 1 || !r.Closed() || r.Orientation() != orb.CCW {
			t.Errorf("%s is not one closed anticlockwise ring", a.Code)
		}
		seen := map[orb.Point]bool{}
		for _, p := range r[1:] {
			if seen[p] {
				t.Errorf("%s passes %v twice", a.Code, p)
			}
			seen[p] = true
			if p != round(p) {
				t.Errorf("%s: %v is not rounded to a millionth", a.Code, p)
			}
		}
	}
}

// checkCrossings sweeps over all segments of the lines from west to east: two
// may have no point in common but an end of both. The arithmetic is exact.
// As rings are made of these segments and pass no vertex twice, they are simple.
func checkCrossings(t *testing.T, l *Land) {
	t.Helper()
	type piece struct{ a, b micro }
	at := func(p orb.Point) micro {
		return micro{int64(math.Round(p[0] * 1e6)), int64(math.Round(p[1] * 1e6))}
	}
	var all []piece
	for _, n := range l.Lines {
		for i := 1; i < len(n.Geometry); i++ {
			a, b := at(n.Geometry[i-1]), at(n.Geometry[i])
			if b.lon < a.lon {
				a, b = b, a
			}
			all = append(all, piece{a, b})
		}
	}
	slices.SortFunc(all, func(p, q piece) int { return int(p.a.lon - q.a.lon) })
	for i, p := range all {
		for _, q := range all[i+1:] {
			if q.a.lon > p.b.lon {
				break
			}
			common := 0
			for _, end := range []micro{q.a, q.b} {
				if end == p.a || end == p.b {
					common++
				}
			}
			if touches := meet(p.a, p.b, q.a, q.b); common == 0 && touches || common == 2 || common == 1 && overlap(p.a, p.b, q.a, q.b) {
				t.Errorf("segments %v and %v touch", p, q)
			}
		}
	}
}

// overlap says whether two segments with one common end lie on each other.
func overlap(a, b, c, d micro) bool {
	if turn(a, b, c) != 0 || turn(a, b, d) != 0 {
		return false
	}
	inside := func(p micro) bool { return p != a && p != b && between(a, b, p) }
	reverse := func(p micro) bool { return p != c && p != d && between(c, d, p) }
	return inside(c) || inside(d) || reverse(a) || reverse(b)
}

func checkSums(t *testing.T, l *Land) {
	t.Helper()
	below := map[string]float64{}
	for _, a := range l.Areas[1:] {
		parent := a.Code[:6]
		if a.Level == VillageLevel {
			parent = a.Code[:9]
		}
		below[parent] += geo.Area(a.Polygon)
	}
	for _, a := range l.Areas {
		whole := geo.Area(a.Polygon)
		if parts, ok := below[a.Code]; ok && math.Abs(parts-whole) > 1e-9*whole {
			t.Errorf("parts of %s measure %v m², it measures %v m²", a.Code, parts, whole)
		}
	}
}

// checkLines compares the segments of the areas' rings with those of the
// lines: the left owner of a line has its segments in its ring as they are, the
// right one reversed, and no ring has any other.
func checkLines(t *testing.T, l *Land) {
	t.Helper()
	rings := map[string]map[segment]bool{}
	outside := map[string]bool{}
	for _, a := range l.Areas {
		rings[a.Code] = map[segment]bool{}
		for i := 1; i < len(a.Polygon[0]); i++ {
			rings[a.Code][segment{a.Polygon[0][i-1], a.Polygon[0][i]}] = true
		}
	}
	for _, n := range l.Neighbours {
		outside[n.Code] = true
	}
	used := map[string]int{}
	claim := func(code string, s segment) {
		if outside[code] {
			return
		}
		used[code]++
		if !rings[code][s] {
			t.Errorf("segment %v is not in the ring of %s", s, code)
		}
	}
	drawn := map[segment]bool{}
	for _, n := range l.Lines {
		left, right, level := parents3(n.Left, outside), parents3(n.Right, outside), VillageLevel
		if left[1] != right[1] {
			level = TownshipLevel
		}
		if left[2] != right[2] {
			level = CountyLevel
		}
		if n.Level != level || n.Left == n.Right {
			t.Errorf("line %s between %s and %s has level %s, want %s", n.ID, n.Left, n.Right, n.Level, level)
		}
		for i := 1; i < len(n.Geometry); i++ {
			s := segment{n.Geometry[i-1], n.Geometry[i]}
			if drawn[s.undirected()] {
				t.Errorf("segment %v is drawn twice", s)
			}
			drawn[s.undirected()] = true
			for tier := range left {
				if left[tier] != right[tier] {
					claim(left[tier], s)
					claim(right[tier], s.back())
				}
			}
		}
	}
	for code, r := range rings {
		if used[code] != len(r) {
			t.Errorf("%d of %d segments of the ring of %s are in lines", used[code], len(r), code)
		}
	}
}

// parents3 are the village, the town and the county of an owner.
func parents3(code string, outside map[string]bool) [3]string {
	if outside[code] {
		return [3]string{code, code, code}
	}
	return [3]string{code, code[:9], code[:6]}
}

func checkJunctions(t *testing.T, l *Land) {
	t.Helper()
	ends := map[orb.Point]map[string]bool{}
	for _, n := range l.Lines {
		if n.Geometry[0] == n.Geometry[len(n.Geometry)-1] {
			continue
		}
		for _, p := range []orb.Point{n.Geometry[0], n.Geometry[len(n.Geometry)-1]} {
			if ends[p] == nil {
				ends[p] = map[string]bool{}
			}
			ends[p][n.Left], ends[p][n.Right] = true, true
		}
	}
	for _, j := range l.Junctions {
		if len(j.Owners) != 3 || len(ends[j.Point]) != 3 {
			t.Errorf("at %v meet %v, and lines of %v", j.Point, j.Owners, ends[j.Point])
		}
		for _, o := range j.Owners {
			if !ends[j.Point][o] {
				t.Errorf("no line of %s ends at %v", o, j.Point)
			}
		}
	}
	if len(ends) != len(l.Junctions) {
		t.Errorf("lines end at %d points, want %d junctions", len(ends), len(l.Junctions))
	}
}

func TestTheOuterLineSeparatesFromEveryNeighbour(t *testing.T) {
	l := seedOne(t)
	borders, owners := map[string]int{}, map[string]bool{}
	for _, n := range l.Lines {
		borders[n.Border()]++
		if n.Level == CountyLevel {
			owners[n.Left], owners[n.Right] = true, true
		}
	}
	for _, level := range []string{"province", "county", "township", "village"} {
		if borders[level] == 0 {
			t.Errorf("no line of level %s", level)
		}
	}
	for _, n := range l.Neighbours {
		if !owners[n.Code] {
			t.Errorf("%s %s has no line with the county", n.Code, n.Name)
		}
	}
}
