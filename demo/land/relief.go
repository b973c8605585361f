package land

import (
	"math"
	"slices"
)

// raise gives every corner inside a height: hills towards the south and the
// outer line, as at Jiangshan, and valleys where towns are.
func (g *ground) raise() {
	g.height = make([]float64, g.corners())
	n := noise(mix(g.seed ^ 0x4e1e7a7e))
	for k := range g.height {
		if !g.touches(k) {
			continue
		}
		p := g.corner(k)
		north := (p.y - g.middle.y) / g.half.y
		south := 1 - smoothstep(-0.95, 0.2, north)
		rim := 1 - smoothstep(g.edge, g.edge+1.3, g.pull(p))
		valley := 0.0
		for _, t := range g.towns {
			d := p.to(g.centre(t)) / 2600
			valley += math.Exp(-d * d / 2)
		}
		hills := (110 + 800*south + 320*rim) * (1 - 0.7*min(1, valley))
		g.height[k] = 90 + 300*south + 60*rim + hills*n.ridged(p, 8500, 6)
	}
}

// touches says whether a corner belongs to a cell inside.
func (g *ground) touches(corner int) bool {
	for _, e := range g.cornerEdges(corner) {
		if l, r := g.sides(e); g.inside[l] || g.inside[r] {
			return true
		}
	}
	return false
}

// cornerEdges is edgesAt, and nothing for the corners of the rim.
func (g *ground) cornerEdges(corner int) []int {
	if !g.usable(corner / 2) {
		return nil
	}
	e := g.edgesAt(corner)
	return e[:]
}

// within says whether an edge has the county on both sides; on its outer line
// an edge has it on one.
func (g *ground) within(e int) bool {
	l, r := g.sides(e)
	return g.inside[l] && g.inside[r]
}

func (g *ground) along(e int) bool {
	l, r := g.sides(e)
	return g.inside[l] || g.inside[r]
}

// A stream is an edge with more catchment than this, in km².
const (
	brookKM2  = 5.0
	streamKM2 = 25.0
	riverKM2  = 250.0
)

// drain leads the water of every corner to one of two outlets by the way that
// flows uphill least, and adds up what flows along each edge.
func (g *ground) drain() {
	g.down = make([]int32, g.corners())
	g.catchment = make([]float64, g.edges())
	w := g.walkFrom(nil)
	for _, outlet := range []struct {
		towards point
		cost    float64 // of the second outlet: it drains only what is near
	}{{point{0.45, 0.9}, 0}, {point{-0.6, -0.8}, g.half.y}} {
		out := int32(g.gate(outlet.towards))
		w.cost[out] = outlet.cost
		w.queue.push(step{cost: outlet.cost, id: out})
	}
	bend := noise(mix(g.seed ^ 0xbe4d))
	var order []int32
	for len(w.queue) > 0 {
		s := w.queue.pop()
		if s.cost > w.cost[s.id] {
			continue
		}
		order = append(order, s.id)
		here := g.corner(int(s.id))
		winding := math.Exp2(2.4 * bend.fractal(here, 1700, 4))
		for _, e := range g.cornerEdges(int(s.id)) {
			if up := g.across(e, int(s.id)); g.along(e) {
				rise := g.height[up] - g.height[s.id]
				w.reach(s, up, e, here.to(g.corner(up))*winding+2*max(0, rise)+30*max(0, -rise))
			}
		}
	}
	copy(g.down, w.by)
	g.gather(order)
}

// gather adds up the land above each corner, in the reverse of the order in
// which the corners were reached from the outlets.
func (g *ground) gather(order []int32) {
	gathered := make([]float64, g.corners())
	for _, k := range slices.Backward(order) {
		gathered[k] += g.cellArea() / 2 / 1e6
		if e := g.down[k]; e >= 0 {
			g.catchment[e] = gathered[k]
			gathered[g.across(int(e), int(k))] += gathered[k]
		}
	}
}

// gate is a low corner of the outer line towards a direction.
func (g *ground) gate(towards point) int {
	length := math.Hypot(towards.x/g.half.x, towards.y/g.half.y)
	best, found := math.Inf(-1), -1
	for k := range g.corners() {
		if !g.leaves(k) {
			continue
		}
		p := g.corner(k)
		dx, dy := (p.x-g.middle.x)/g.half.x, (p.y-g.middle.y)/g.half.y
		far := (dx*towards.x/g.half.x + dy*towards.y/g.half.y) / length / math.Hypot(dx, dy)
		if score := 4*far - g.height[k]/300; score > best {
			best, found = score, k
		}
	}
	return found
}

// leaves says whether a corner is where an edge from within meets the outer line.
func (g *ground) leaves(corner int) bool {
	out, in := false, false
	for _, e := range g.cornerEdges(corner) {
		out = out || g.along(e) && !g.within(e)
		in = in || g.within(e)
	}
	return out && in
}
