package land

import (
	"fmt"
	"math"
)

// region grows from a seed cell until it meets others.
type region struct {
	seed   int
	fixed  bool    // the seed stays where it is: a known seat
	target float64 // cells it should have
	lead   float64 // its start before the others, in metres of toll
}

// toll is what it costs to grow from a cell to its neighbour in a direction,
// at 6*cell+direction; infinite where growth must not go.
type toll []float32

// tolls make regions meet on ridges, streams and roads: crossing water costs
// most, climbing something, and everything varies by noise.
func (g *ground) tolls(n noise, may func(from, to int) bool) toll {
	level := make([]float64, g.cells())
	rough := make([]float64, g.cells())
	for c, in := range g.inside {
		if !in {
			continue
		}
		for _, k := range g.cornersOf(c) {
			level[c] += g.height[k] / 6
		}
		p := g.centre(c)
		rough[c] = math.Exp2(1.3*n.fractal(p, 4200, 5) + 1.0*(n^0xf19e).fractal(p, 420, 2))
	}
	t := make(toll, 6*g.cells())
	for c := range g.inside {
		for d := range 6 {
			i := 6*c + d
			t[i] = float32(math.Inf(1))
			if !g.inside[c] {
				continue
			}
			if to := g.neighbour(c, d); g.inside[to] && may(c, to) {
				way := g.centre(c).to(g.centre(to)) * (rough[c] + rough[to]) / 2
				t[i] = float32(way + 4*math.Abs(level[to]-level[c]) + g.crossing(g.edgeTowards(c, d)))
			}
		}
	}
	return t
}

// crossing is the extra toll of an edge, in metres.
func (g *ground) crossing(e int) float64 {
	extra := 0.0
	switch c := g.catchment[e]; {
	case c >= riverKM2:
		extra = 3000
	case c >= streamKM2:
		extra = 1600
	case c >= brookKM2:
		extra = 700
	}
	if r := g.road[e]; r != 0 && r <= county+1 {
		extra += 450
	}
	return extra
}

// grow gives each cell inside the region that reaches it first; a seed and
// the cells next to it stay with their region.
func (g *ground) grow(t toll, regions []region) []int32 {
	label := make([]int32, g.cells())
	cost := make([]float64, g.cells())
	for c := range label {
		label[c], cost[c] = -1, math.Inf(1)
	}
	held := make([]bool, g.cells())
	var queue front
	for i, r := range regions {
		hold := func(c int) {
			if !held[c] {
				held[c], label[c], cost[c] = true, int32(i), -r.lead
				queue.push(step{cost: -r.lead, id: int32(c), from: int32(i)})
			}
		}
		hold(r.seed)
		for d := range 6 {
			if !math.IsInf(float64(t[6*r.seed+d]), 1) {
				hold(g.neighbour(r.seed, d))
			}
		}
	}
	for len(queue) > 0 {
		s := queue.pop()
		c := int(s.id)
		if s.cost > cost[c] || label[c] != s.from {
			continue
		}
		for d := range 6 {
			to := g.neighbour(c, d)
			if next := s.cost + float64(t[6*c+d]); next < cost[to] && !held[to] {
				cost[to], label[to] = next, s.from
				queue.push(step{cost: next, id: int32(to), from: s.from})
			}
		}
	}
	return label
}

// balance grows the regions again and again, with the lead of each adjusted
// to its target and, where it may move, its seed moved to its middle. A lead
// and not a speed: the faster of two would flow around the slower. The last
// rounds only help those that are enclosed or small.
func (g *ground) balance(t toll, regions []region, rounds int, give float64) []int32 {
	label := g.grow(t, regions)
	for round := range rounds {
		size := sizes(label, len(regions))
		for i := range regions {
			r := &regions[i]
			r.lead += give * (math.Sqrt(r.target) - math.Sqrt(size[i]))
		}
		if round < rounds/2+1 {
			g.recentre(label, regions)
		}
		label = g.grow(t, regions)
	}
	for range 2 * rounds {
		weak := g.weak(label, len(regions))
		if len(weak) == 0 {
			break
		}
		for _, i := range weak {
			regions[i].lead += 250
		}
		label = g.grow(t, regions)
	}
	return label
}

// weak are the regions that are too small or have but one neighbour.
func (g *ground) weak(label []int32, n int) []int {
	const none, many = -2, -3
	next := make([]int32, n)
	for i := range next {
		next[i] = none
	}
	for c, l := range label {
		if l < 0 {
			continue
		}
		for d := range 6 {
			switch o := label[g.neighbour(c, d)]; {
			case o == l || next[l] == o:
			case next[l] == none:
				next[l] = o
			default:
				next[l] = many
			}
		}
	}
	var list []int
	for i, s := range sizes(label, n) {
		if s < leastCells+3 || next[i] != many && n > 1 {
			list = append(list, i)
		}
	}
	return list
}

func sizes(label []int32, n int) []float64 {
	size := make([]float64, n)
	for _, l := range label {
		if l >= 0 {
			size[l]++
		}
	}
	return size
}

// simple returns an error if a label's cells are not one piece without holes:
// it has as many corners and cells as edges, and one more (Euler).
func (g *ground) simple(label []int32, n int) error {
	euler := make([]int, n)
	add := func(l int32, by int) {
		if l >= 0 {
			euler[l] += by
		}
	}
	for c := range label {
		if !g.usable(c) {
			continue
		}
		add(label[c], 1)
		for e := 3 * c; e < 3*c+3; e++ {
			l, r := g.sides(e)
			add(label[l], -1)
			if label[r] != label[l] {
				add(label[r], -1)
			}
		}
		for k := 2 * c; k <= 2*c+1; k++ {
			one, two, three := g.cellsAt(k)
			add(label[one], 1)
			if label[two] != label[one] {
				add(label[two], 1)
			}
			if label[three] != label[one] && label[three] != label[two] {
				add(label[three], 1)
			}
		}
	}
	for l, x := range euler {
		if x != 1 {
			return fmt.Errorf("region %d is not one piece without holes", l)
		}
	}
	return nil
}

// recentre moves the seeds that may move half-way to the middle of their regions.
func (g *ground) recentre(label []int32, regions []region) {
	sum := make([]point, len(regions))
	for c, l := range label {
		if l >= 0 {
			p := g.centre(c)
			sum[l] = point{sum[l].x + p.x, sum[l].y + p.y}
		}
	}
	size := sizes(label, len(regions))
	for i := range regions {
		if r := &regions[i]; !r.fixed && size[i] > 0 {
			s := g.centre(r.seed)
			middle := point{(s.x + sum[i].x/size[i]) / 2, (s.y + sum[i].y/size[i]) / 2}
			if c := g.at(middle); label[c] == int32(i) {
				r.seed = c
			}
		}
	}
}
