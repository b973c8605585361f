package tiles

import (
	"cmp"
	"slices"

	"github.com/google/uuid"
	"github.com/paulmach/orb"
)

// A shape is one version of a division's area as it goes into the
// generaliser. The area is in EPSG:3857 metres.
type shape struct {
	id    uuid.UUID
	level int
	span  span
	area  orb.MultiPolygon
}

// An arc is a stretch of line between two junctions, or a whole ring that
// meets no junction. Every ring that runs along it uses this one object, so
// that whatever simplification does to it happens to all neighbours alike.
type arc struct {
	points orb.LineString // as given; never changes
	kept   orb.LineString // after simplification; same first and last point
	shapes []int          // indexes of the shapes whose rings use it, ascending
	twin   bool           // another arc joins the same two junctions
}

func (a *arc) closed() bool { return a.points[0] == a.points[len(a.points)-1] }

// An arcUse is one step of a ring: which arc, and in which direction.
type arcUse struct {
	arc      int
	backward bool
}

// A topology holds the arcs of many shapes and how their rings run along them.
type topology struct {
	shapes []shape
	arcs   []arc
	rings  [][][][]arcUse // by shape, polygon, ring
	index  pointIndex     // of all vertices; made by the first simplify
}

// newTopology cuts the rings of all shapes into arcs. Junctions are the
// vertices where the shapes, of all levels and all times together, have more
// or fewer than two different neighbours; rings share an arc where they share
// its vertices exactly (noding has closed smaller gaps before).
// Rings of fewer than three different points enclose nothing and are left out.
func newTopology(shapes []shape) *topology {
	t := &topology{shapes: shapes, rings: make([][][][]arcUse, len(shapes))}
	rings := node(shapes)
	near := make(map[orb.Point]*neighbours)
	for _, s := range rings {
		for _, polygon := range s {
			for _, ring := range polygon {
				addNeighbours(near, ring)
			}
		}
	}
	known := make(map[[2]orb.Point]int)
	for s, polygons := range rings {
		for _, polygon := range polygons {
			var uses [][]arcUse
			for _, ring := range polygon {
				uses = append(uses, t.cut(s, ring, near, known))
			}
			t.rings[s] = append(t.rings[s], uses)
		}
	}
	t.markTwins()
	return t
}

// neighbours are the different vertices next to a vertex; more than two are
// only counted.
type neighbours struct {
	at [2]orb.Point
	n  int
}

func (n *neighbours) add(p orb.Point) {
	for i := range min(n.n, 2) {
		if n.at[i] == p {
			return
		}
	}
	if n.n < 2 {
		n.at[n.n] = p
	}
	n.n++
}

// addNeighbours notes who stands next to whom along an open ring (the first
// point is not repeated at its end).
func addNeighbours(near map[orb.Point]*neighbours, ring orb.Ring) {
	for i, p := range ring {
		next := ring[(i+1)%len(ring)]
		for _, pair := range [][2]orb.Point{{p, next}, {next, p}} {
			n := near[pair[0]]
			if n == nil {
				n = &neighbours{}
				near[pair[0]] = n
			}
			n.add(pair[1])
		}
	}
}

// cut splits an open ring at its junctions and returns the arcs it runs along.
func (t *topology) cut(s int, ring orb.Ring, near map[orb.Point]*neighbours, known map[[2]orb.Point]int) []arcUse {
	first := slices.IndexFunc(ring, func(p orb.Point) bool { return near[p].n != 2 })
	if first < 0 {
		return []arcUse{t.use(s, closeRing(rotate(ring, lowest(ring))), known)}
	}
	ring = closeRing(rotate(ring, first))
	var uses []arcUse
	start := 0
	for i := 1; i < len(ring); i++ {
		if near[ring[i]].n != 2 {
			uses = append(uses, t.use(s, ring[start:i+1], known))
			start = i
		}
	}
	return uses
}

// use finds or adds the arc of the given points. Between junctions the first
// two points identify an arc, so the smaller of its two ends names it.
func (t *topology) use(s int, points orb.Ring, known map[[2]orb.Point]int) arcUse {
	n := len(points)
	forward, back := [2]orb.Point{points[0], points[1]}, [2]orb.Point{points[n-1], points[n-2]}
	backward := comparePairs(back, forward) < 0
	key := forward
	if backward {
		key = back
	}
	i, ok := known[key]
	if !ok {
		line := slices.Clone(orb.LineString(points))
		if backward {
			line.Reverse()
		}
		i = len(t.arcs)
		known[key] = i
		t.arcs = append(t.arcs, arc{points: line, kept: line})
	}
	a := &t.arcs[i]
	if len(a.shapes) == 0 || a.shapes[len(a.shapes)-1] != s {
		a.shapes = append(a.shapes, s)
	}
	return arcUse{arc: i, backward: backward}
}

// markTwins marks arcs that join the same two junctions: were all of them
// drawn straight, the area between them would vanish.
func (t *topology) markTwins() {
	byEnds := make(map[[2]orb.Point][]int)
	for i, a := range t.arcs {
		ends := [2]orb.Point{a.points[0], a.points[len(a.points)-1]}
		if comparePoints(ends[1], ends[0]) < 0 {
			ends[0], ends[1] = ends[1], ends[0]
		}
		byEnds[ends] = append(byEnds[ends], i)
	}
	for _, same := range byEnds {
		for _, i := range same {
			t.arcs[i].twin = len(same) > 1
		}
	}
}

// area puts shape s together again from the kept points of its arcs.
// Every ring starts at its lowest point, so that equal rings are equal bytes.
func (t *topology) area(s int) orb.MultiPolygon {
	var area orb.MultiPolygon
	for _, polygon := range t.rings[s] {
		var p orb.Polygon
		for _, uses := range polygon {
			p = append(p, t.ring(uses))
		}
		area = append(area, p)
	}
	return area
}

func (t *topology) ring(uses []arcUse) orb.Ring {
	var ring orb.Ring
	for _, u := range uses {
		kept := t.arcs[u.arc].kept
		for i := range len(kept) - 1 {
			if u.backward {
				i = len(kept) - 1 - i
			}
			ring = append(ring, kept[i])
		}
	}
	return closeRing(rotate(ring, lowest(ring)))
}

// openRing drops repeated points and the closing one.
func openRing(ring orb.Ring) orb.Ring {
	open := slices.Compact(slices.Clone(ring))
	for len(open) > 1 && open[0] == open[len(open)-1] {
		open = open[:len(open)-1]
	}
	return open
}

func closeRing(open orb.Ring) orb.Ring { return append(open, open[0]) }

// rotate returns a copy of the open ring that starts at index first.
func rotate(open orb.Ring, first int) orb.Ring {
	turned := make(orb.Ring, 0, len(open)+1)
	return append(append(turned, open[first:]...), open[:first]...)
}

func lowest(ring orb.Ring) int {
	low := 0
	for i, p := range ring {
		if comparePoints(p, ring[low]) < 0 {
			low = i
		}
	}
	return low
}

func comparePoints(a, b orb.Point) int {
	return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1]))
}

func comparePairs(a, b [2]orb.Point) int {
	return cmp.Or(comparePoints(a[0], b[0]), comparePoints(a[1], b[1]))
}
