package cover

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// Outside stands on the side of a part where no area lies. Owners beyond the
// areas may have numbers of their own below it.
const Outside = -1

// A Stretch is a piece of the outside with an owner of its own, below Outside,
// which lies on the other side of the edges of Path.
type Stretch struct {
	Owner int
	Path  orb.LineString
}

// A Part is a piece of line between two owners, from junction to junction, or
// closed. Left and Right are in the direction drawn.
type Part struct {
	Left, Right int // numbers of owners, or Outside
	Path        orb.LineString
}

// Closed tells whether a part ends where it begins and no line meets it.
func (p Part) Closed() bool { return p.Path[0] == p.Path[len(p.Path)-1] }

// Length is the length of a path in metres on the ellipsoid, by short straight
// pieces: to a millionth for pieces of a kilometre.
func Length(path orb.LineString) float64 {
	sum := 0.0
	for i := 1; i < len(path); i++ {
		lon, lat := metresPerDegree((path[i-1][1] + path[i][1]) / 2)
		sum += math.Hypot((path[i][0]-path[i-1][0])*lon, (path[i][1]-path[i-1][1])*lat)
	}
	return sum
}

// A Junction is a point where parts end: three or more owners meet there, or
// one touches itself.
type Junction struct {
	Point  orb.Point
	Owners []int // in order, Outside first
}

// Lines derives the lines between areas, and between them and the outside, from
// the edges that they share; beyond tells who the outside is. Where areas overlap along a whole edge, the first
// counts; that they do is for Check to say. The order is the same each time.
func Lines(areas []Area, beyond ...Stretch) ([]Part, []Junction) {
	t := tracer{next: map[orb.Point][]half{}, done: map[edge]bool{}}
	others := map[edge]int{}
	for _, b := range beyond {
		for i := 1; i < len(b.Path); i++ {
			others[ordered(edge{b.Path[i-1], b.Path[i]})] = b.Owner
		}
	}
	for e, s := range edgesOf(areas) {
		l, r := owner(s.left), owner(s.right)
		if other, known := others[e]; known && l == Outside {
			l = other
		} else if known && r == Outside {
			r = other
		}
		if l == r {
			continue
		}
		t.next[e.p] = append(t.next[e.p], half{e.p, e.q, l, r})
		t.next[e.q] = append(t.next[e.q], half{e.q, e.p, r, l})
	}
	return t.trace()
}

func owner(ids []int32) int {
	if len(ids) == 0 {
		return Outside
	}
	return int(slices.Min(ids))
}

// A half is an edge in one direction.
type half struct {
	from, to    orb.Point
	left, right int
}

func (h half) edge() edge { return ordered(edge{h.from, h.to}) }

type tracer struct {
	next  map[orb.Point][]half // that leave a point
	done  map[edge]bool
	parts []Part
}

// node tells whether parts end at a point.
func (t *tracer) node(p orb.Point) bool {
	out := t.next[p]
	return len(out) != 2 || out[0].left != out[1].right || out[0].right != out[1].left
}

func (t *tracer) trace() ([]Part, []Junction) {
	points := make([]orb.Point, 0, len(t.next))
	for p, out := range t.next {
		points = append(points, p)
		slices.SortFunc(out, func(a, b half) int { return cmp.Or(cmp.Compare(a.to[0], b.to[0]), cmp.Compare(a.to[1], b.to[1])) })
	}
	slices.SortFunc(points, func(a, b orb.Point) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	var junctions []Junction
	for _, p := range points {
		if t.node(p) {
			junctions = append(junctions, t.junction(p))
			t.leave(p)
		}
	}
	for _, p := range points { // what is left is closed
		t.leave(p)
	}
	return t.parts, junctions
}

func (t *tracer) junction(p orb.Point) Junction {
	j := Junction{Point: p}
	for _, h := range t.next[p] {
		j.Owners = append(j.Owners, h.left, h.right)
	}
	slices.Sort(j.Owners)
	j.Owners = slices.Compact(j.Owners)
	return j
}

func (t *tracer) leave(p orb.Point) {
	for _, h := range t.next[p] {
		if !t.done[h.edge()] {
			t.follow(h)
		}
	}
}

func (t *tracer) follow(h half) {
	part, start := Part{Left: h.left, Right: h.right, Path: orb.LineString{h.from}}, h.from
	for {
		t.done[h.edge()] = true
		part.Path = append(part.Path, h.to)
		if h.to == start || t.node(h.to) {
			break
		}
		for _, on := range t.next[h.to] {
			if on.to != h.from {
				h = on
				break
			}
		}
	}
	t.parts = append(t.parts, part)
}
