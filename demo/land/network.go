package land

// A network is the corners and edges that are drawn, and where they are drawn:
// smoothed from the mesh as far as no two edges touch but at a common corner.
type network struct {
	edges   []int32 // in order
	corners []int32 // in order
	raw     map[int32]point
	smooth  map[int32]point
	blend   map[int32]float64 // 1 smoothed … 0 as in the mesh
	place   map[int32]micro
}

// Classes of edges: a corner follows those of its highest class only.
const (
	noLine = iota
	roadLine
	landLine // a boundary or a stream
)

// draw finds the final place of every corner of the edges of a class.
func (g *ground) draw(class []uint8) *network {
	n := &network{
		raw: map[int32]point{}, smooth: map[int32]point{},
		blend: map[int32]float64{}, place: map[int32]micro{},
	}
	for e, c := range class {
		if c == noLine {
			continue
		}
		n.edges = append(n.edges, int32(e))
		a, b := g.ends(e)
		for _, k := range []int32{int32(a), int32(b)} {
			if _, ok := n.raw[k]; !ok {
				n.raw[k], n.blend[k] = g.corner(int(k)), 1
				n.corners = append(n.corners, k)
			}
		}
	}
	n.relax(g, class)
	for n.settle(g) {
	}
	return n
}

// relax moves every corner towards the middle of those next to it: lines lose
// the zigzag of the mesh, roads their small bends too.
func (n *network) relax(g *ground, class []uint8) {
	next, top := map[int32][]int32{}, map[int32]uint8{}
	for _, k := range n.corners {
		n.smooth[k] = n.raw[k]
		for _, e := range g.edgesAt(int(k)) {
			top[k] = max(top[k], class[e])
		}
		for _, e := range g.edgesAt(int(k)) {
			if class[e] == top[k] {
				next[k] = append(next[k], int32(g.across(e, int(k))))
			}
		}
	}
	for round := range 16 {
		moved := make(map[int32]point, len(n.smooth))
		for _, k := range n.corners {
			p := n.smooth[k]
			moved[k] = p
			if top[k] == landLine && round >= 3 || len(next[k]) < 2 {
				continue
			}
			var m point
			for _, o := range next[k] {
				m = point{m.x + n.smooth[o].x, m.y + n.smooth[o].y}
			}
			m = point{m.x / float64(len(next[k])), m.y / float64(len(next[k]))}
			moved[k] = point{(p.x + m.x) / 2, (p.y + m.y) / 2}
		}
		n.smooth = moved
	}
}

// settle rounds the corners, looks for edges that touch and takes the corners
// of those back towards the mesh, where none do; false when there is nothing to take back.
func (n *network) settle(g *ground) bool {
	for _, k := range n.corners {
		r, s, t := n.raw[k], n.smooth[k], n.blend[k]
		n.place[k] = g.plane.micro(point{lerp(r.x, s.x, t), lerp(r.y, s.y, t)})
	}
	again := false
	for _, pair := range n.conflicts(g) {
		for _, e := range pair {
			a, b := g.ends(int(e))
			for _, k := range []int32{int32(a), int32(b)} {
				if t := n.blend[k]; t > 0 {
					again = true
					n.blend[k] = t / 2
					if t < 0.2 {
						n.blend[k] = 0
					}
				}
			}
		}
	}
	return again
}

// conflicts are the pairs of edges that touch other than at a common corner.
func (n *network) conflicts(g *ground) [][2]int32 {
	const bucket = 2500 // micro-degrees, about twice a cell
	grid := map[[2]int64][]int32{}
	var pairs [][2]int32
	for _, e := range n.edges {
		a, b := n.ends(g, e)
		for i := min(a.lon, b.lon) / bucket; i <= max(a.lon, b.lon)/bucket; i++ {
			for j := min(a.lat, b.lat) / bucket; j <= max(a.lat, b.lat)/bucket; j++ {
				at := [2]int64{i, j}
				for _, o := range grid[at] {
					if n.touch(g, e, o) {
						pairs = append(pairs, [2]int32{o, e})
					}
				}
				grid[at] = append(grid[at], e)
			}
		}
	}
	return pairs
}

func (n *network) ends(g *ground, e int32) (micro, micro) {
	a, b := g.ends(int(e))
	return n.place[int32(a)], n.place[int32(b)]
}

// touch says whether two edges have a point in common that is not a corner of both.
func (n *network) touch(g *ground, e, o int32) bool {
	a, b := g.ends(int(e))
	c, d := g.ends(int(o))
	switch {
	case a == c || a == d || b == c || b == d:
		if a != c && a != d {
			a, b = b, a
		}
		if d == a {
			c, d = d, c
		}
		return folded(n.place[int32(a)], n.place[int32(b)], n.place[int32(d)])
	default:
		return meet(n.place[int32(a)], n.place[int32(b)], n.place[int32(c)], n.place[int32(d)])
	}
}

// turn is positive where c lies left of the way from a to b, exactly.
func turn(a, b, c micro) int64 {
	return (b.lon-a.lon)*(c.lat-a.lat) - (b.lat-a.lat)*(c.lon-a.lon)
}

// folded says whether the ways from a to b and from a to c overlap or nearly so.
func folded(a, b, c micro) bool {
	dot := float64(b.lon-a.lon)*float64(c.lon-a.lon) + float64(b.lat-a.lat)*float64(c.lat-a.lat)
	across := float64(turn(a, b, c))
	if across < 0 {
		across = -across
	}
	return a == b || a == c || dot > 0 && across < 0.15*dot
}

// meet says whether two segments have a point in common.
func meet(a, b, c, d micro) bool {
	s1, s2, s3, s4 := sign(turn(a, b, c)), sign(turn(a, b, d)), sign(turn(c, d, a)), sign(turn(c, d, b))
	if s1*s2 < 0 && s3*s4 < 0 {
		return true
	}
	return s1 == 0 && between(a, b, c) || s2 == 0 && between(a, b, d) ||
		s3 == 0 && between(c, d, a) || s4 == 0 && between(c, d, b)
}

func between(a, b, p micro) bool {
	return min(a.lon, b.lon) <= p.lon && p.lon <= max(a.lon, b.lon) &&
		min(a.lat, b.lat) <= p.lat && p.lat <= max(a.lat, b.lat)
}

func sign(x int64) int {
	switch {
	case x > 0:
		return 1
	case x < 0:
		return -1
	}
	return 0
}
