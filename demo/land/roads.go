package land

import "math"

// roadKinds in the order in which they are built; a road of a later kind ends
// where it meets one that stands.
var roadKinds = []string{"国道", "省道", "县道", "乡道"}

const (
	national = iota
	provincial
	county
	rural
)

// route is a road as it was laid: corners in order.
type route struct {
	kind    int
	corners []int32
}

// connect lays the main roads: a national road through the first town from
// north-east to south, provincial ones to the west and north-west, and county
// roads to every town that has none yet.
func (g *ground) connect() {
	g.road = make([]uint8, g.edges())
	g.effort = make([]float64, g.edges())
	for e := range g.effort {
		if g.usable(e/3) && g.along(e) {
			g.effort[e] = g.roadCost(e)
		}
	}
	hub := g.seatCorner(g.towns[0])
	network := []int32{int32(hub)}
	for _, r := range []struct {
		kind    int
		towards point
	}{
		{national, point{0.65, 0.75}}, {national, point{-0.1, -1}},
		{provincial, point{-1, 0.35}}, {provincial, point{-0.35, 0.9}}, {provincial, point{1, -0.2}},
	} {
		gate := g.gate(r.towards)
		network = append(network, g.lay(r.kind, network, func(k int) bool { return k == gate })...)
	}
	waiting := map[int]bool{}
	for _, t := range g.towns {
		waiting[g.seatCorner(t)] = true
	}
	for _, k := range network {
		delete(waiting, int(k))
	}
	for len(waiting) > 0 {
		laid := g.lay(county, network, func(k int) bool { return waiting[k] })
		for _, k := range laid {
			delete(waiting, int(k))
		}
		network = append(network, laid...)
	}
}

// seatCorner is where roads to a cell end: at its lowest corner away from a stream.
func (g *ground) seatCorner(c int) int {
	best, found := math.Inf(1), -1
	for _, k := range g.cornersOf(c) {
		h := g.height[k]
		for _, e := range g.edgesAt(k) {
			h += 200 * min(g.catchment[e]/brookKM2, 1)
		}
		if h < best {
			best, found = h, k
		}
	}
	return found
}

// lay builds the cheapest road from the network to a corner that will do, and
// returns its corners; nil if none can be reached.
func (g *ground) lay(kind int, network []int32, reached func(int) bool) []int32 {
	w := g.walkFrom(network)
	for len(w.queue) > 0 {
		s := w.queue.pop()
		if s.cost > w.cost[s.id] {
			continue
		}
		if s.cost > 0 && reached(int(s.id)) {
			return g.build(kind, s.id, w.by)
		}
		for _, e := range g.cornerEdges(int(s.id)) {
			next := g.across(e, int(s.id))
			if g.within(e) || g.along(e) && reached(next) {
				w.reach(s, next, e, g.effort[e])
			}
		}
	}
	return nil
}

// walk is a search for cheapest ways from a set of corners.
type walk struct {
	queue front
	cost  []float64
	by    []int32 // the edge by which a corner was reached, -1 at the start
}

func (g *ground) walkFrom(network []int32) *walk {
	w := &walk{cost: make([]float64, g.corners()), by: make([]int32, g.corners())}
	for k := range w.cost {
		w.cost[k], w.by[k] = math.Inf(1), -1
	}
	for _, k := range network {
		w.cost[k] = 0
		w.queue.push(step{id: k})
	}
	return w
}

func (w *walk) reach(s step, next, e int, cost float64) {
	if c := s.cost + cost; c < w.cost[next] {
		w.cost[next], w.by[next] = c, int32(e)
		w.queue.push(step{cost: c, id: int32(next)})
	}
}

// roadCost is the length of an edge in metres, more where it climbs or crosses a stream.
func (g *ground) roadCost(e int) float64 {
	a, b := g.ends(e)
	from, to := g.corner(a), g.corner(b)
	length := from.to(to)
	climb := math.Abs(g.height[a]-g.height[b]) / length
	cost := length * math.Exp2(0.9*noise(g.seed^0x40ad).fractal(from, 1400, 3)) * (1 + 6*climb + 40*climb*climb)
	if c := g.catchment[e]; c > brookKM2 {
		cost += 300 + 400*min(c/streamKM2, 4)
	}
	return cost
}

// build marks the edges from the end of a road back to where one stands
// already, keeps them as a route and returns its corners.
func (g *ground) build(kind int, end int32, by []int32) []int32 {
	laid := []int32{end}
	for k := end; by[k] >= 0 && g.road[by[k]] == 0; {
		g.road[by[k]] = uint8(kind + 1)
		k = int32(g.across(int(by[k]), int(k)))
		laid = append(laid, k)
	}
	if len(laid) > 1 {
		g.routes = append(g.routes, route{kind, laid})
	}
	return laid
}

// connectSeats lays rural roads from the main ones to the cells given.
func (g *ground) connectSeats(cells []int) {
	var network []int32
	for _, r := range g.routes {
		network = append(network, r.corners...)
	}
	w := g.walkFrom(network)
	for len(w.queue) > 0 {
		s := w.queue.pop()
		if s.cost > w.cost[s.id] {
			continue
		}
		for _, e := range g.cornerEdges(int(s.id)) {
			if g.within(e) {
				w.reach(s, g.across(e, int(s.id)), e, g.effort[e])
			}
		}
	}
	for _, c := range cells {
		g.build(rural, int32(g.seatCorner(c)), w.by)
	}
}
