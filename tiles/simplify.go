package tiles

import (
	"container/heap"
	"math"

	"github.com/paulmach/orb"
)

// simplify reduces every arc to the vertices that matter at a tolerance in
// EPSG:3857 metres (Visvalingam and Whyatt 1993: the vertex whose triangle
// with its two neighbours is smallest goes first, while that triangle is
// smaller than tolerance²).
//
// A vertex goes only if its triangle holds no other vertex, so no line ever
// crosses or passes over another: rings stay simple, holes stay inside, no
// area vanishes. Other arcs block with the vertices they were given, not with
// those they still have: an arc's result depends on nothing but the input
// around it, and rebuilding a part gives what rebuilding the whole would.
func (t *topology) simplify(toleranceM float64) {
	if t.index == nil {
		t.index = t.vertices()
	}
	for i := range t.arcs {
		a := &t.arcs[i]
		fewest := 2
		switch {
		case a.closed():
			fewest = 4
		case a.twin:
			fewest = 3
		}
		a.kept = simplifyArc(a.points, toleranceM*toleranceM, fewest, i, t.index)
	}
}

// simplifyLine does the same to a single line that shares nothing.
func simplifyLine(line orb.LineString, toleranceM float64) orb.LineString {
	t := &topology{arcs: []arc{{points: line}}}
	t.simplify(toleranceM)
	return t.arcs[0].kept
}

// vertices indexes the vertices of all arcs, junctions once.
func (t *topology) vertices() pointIndex {
	var entries []indexed
	ends := make(map[orb.Point]bool)
	for i, a := range t.arcs {
		last := len(a.points) - 1
		for j, p := range a.points {
			if j > 0 && j < last {
				entries = append(entries, indexed{at: p, arc: i, vert: j})
			} else if !ends[p] {
				ends[p] = true
				entries = append(entries, indexed{at: p, arc: -1})
			}
		}
	}
	return newPointIndex(entries)
}

// A thinning is one arc while its vertices go.
type thinning struct {
	points     orb.LineString
	prev, next []int // of the vertices that are left
	gone       []bool
	stamp      []int // counts a vertex's changes: older heap entries are void
	queue      triangles
}

func simplifyArc(points orb.LineString, limit float64, fewest, self int, index pointIndex) orb.LineString {
	n := len(points)
	if n <= fewest {
		return points
	}
	t := &thinning{points: points, prev: make([]int, n), next: make([]int, n), gone: make([]bool, n), stamp: make([]int, n)}
	for i := range points {
		t.prev[i], t.next[i] = i-1, i+1
	}
	for i := 1; i < n-1; i++ {
		t.push(i, limit)
	}
	left := n
	for left > fewest && len(t.queue) > 0 {
		top := heap.Pop(&t.queue).(triangle)
		if t.gone[top.vert] || t.stamp[top.vert] != top.stamp || t.blocked(top.vert, self, index) {
			continue
		}
		t.remove(top.vert, limit)
		left--
	}
	kept := make(orb.LineString, 0, left)
	for i := 0; i < n; i = t.next[i] {
		kept = append(kept, points[i])
	}
	return kept
}

func (t *thinning) push(i int, limit float64) {
	t.stamp[i]++
	area := math.Abs(cross(t.points[t.prev[i]], t.points[i], t.points[t.next[i]])) / 2
	if area < limit {
		heap.Push(&t.queue, triangle{area: area, vert: i, stamp: t.stamp[i]})
	}
}

func (t *thinning) remove(i int, limit float64) {
	p, n := t.prev[i], t.next[i]
	t.gone[i] = true
	t.next[p], t.prev[n] = n, p
	if p > 0 {
		t.push(p, limit)
	}
	if n < len(t.points)-1 {
		t.push(n, limit)
	}
}

// blocked reports whether the triangle of vertex i, its edges included, holds
// a vertex of another arc or one that this arc still has.
func (t *thinning) blocked(i, self int, index pointIndex) bool {
	a, b, c := t.points[t.prev[i]], t.points[i], t.points[t.next[i]]
	return index.any(orb.MultiPoint{a, b, c}.Bound(), func(v *indexed) bool {
		if v.at == a || v.at == b || v.at == c || v.arc == self && t.gone[v.vert] {
			return false
		}
		return inTriangle(v.at, a, b, c)
	})
}

func inTriangle(p, a, b, c orb.Point) bool {
	x, y, z := cross(a, b, p), cross(b, c, p), cross(c, a, p)
	return x >= 0 && y >= 0 && z >= 0 || x <= 0 && y <= 0 && z <= 0
}

// cross is twice the signed area of the triangle a, b, c.
func cross(a, b, c orb.Point) float64 {
	return (b[0]-a[0])*(c[1]-a[1]) - (b[1]-a[1])*(c[0]-a[0])
}

type triangle struct {
	area        float64
	vert, stamp int
}

// triangles is a heap, smallest area first; equal ones in the arc's order.
type triangles []triangle

func (t triangles) Len() int      { return len(t) }
func (t triangles) Swap(i, j int) { t[i], t[j] = t[j], t[i] }
func (t triangles) Less(i, j int) bool {
	if t[i].area != t[j].area {
		return t[i].area < t[j].area
	}
	return t[i].vert < t[j].vert
}
func (t *triangles) Push(x any) { *t = append(*t, x.(triangle)) }
func (t *triangles) Pop() any {
	last := len(*t) - 1
	x := (*t)[last]
	*t = (*t)[:last]
	return x
}
