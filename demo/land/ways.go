package land

import (
	"fmt"
	"slices"

	"github.com/paulmach/orb"
)

// villageSeats are cells deep inside their villages, rather low and near the seed.
func (g *ground) villageSeats(c County, p *parcels) []int {
	depth := g.depths(p.village)
	best := make([]float64, len(c.Villages))
	seats := slices.Clone(p.seeds)
	for cell, v := range p.village {
		if !g.inside[cell] {
			continue
		}
		away := g.centre(cell).to(g.centre(p.seeds[v]))
		score := 1e6 + 300*float64(min(depth[cell], 4)) - g.height[2*cell] - 0.3*away
		if score > best[v] {
			best[v], seats[v] = score, cell
		}
	}
	for v, u := range c.Villages {
		if u.Hint == nil {
			continue
		}
		if cell := g.at(g.plane.metres(*u.Hint)); p.village[cell] == int32(v) {
			seats[v] = cell
		}
	}
	return seats
}

// depths counts the cells from each cell to the nearest of another label, up to 4.
func (g *ground) depths(label []int32) []int {
	depth := make([]int, g.cells())
	for ring := 1; ring <= 4; ring++ {
		for c, in := range g.inside {
			if !in || depth[c] != ring-1 {
				continue
			}
			deep := true
			for d := range 6 {
				n := g.neighbour(c, d)
				deep = deep && label[n] == label[c] && depth[n] >= ring-1
			}
			if deep {
				depth[c] = ring
			}
		}
	}
	return depth
}

// streams are followed up from each mouth along the larger water; what joins
// is a stream of its own, and so is what is of a smaller kind further up.
func (a *assembly) streams() []Way {
	var ways []Way
	for _, e := range a.net.edges {
		if a.catchment[e] < brookKM2 || !a.mouth(e) {
			continue
		}
		kind := streamKind(a.catchment[e])
		path := orb.LineString{a.net.place[a.foot(e)].degrees()}
		for e >= 0 && streamKind(a.catchment[e]) == kind {
			top := int32(a.across(int(e), int(a.foot(e))))
			path = append(path, a.net.place[top].degrees())
			e = a.main(top)
		}
		path.Reverse()
		ways = append(ways, Way{fmt.Sprintf("stream-%03d", len(ways)+1), kind, path})
	}
	return ways
}

// mouth says whether a stream ends with an edge: it leaves the county there,
// joins a larger one or becomes one of a larger kind.
func (a *assembly) mouth(e int32) bool {
	below := a.down[a.foot(e)]
	return below < 0 || a.main(a.foot(e)) != e || streamKind(a.catchment[below]) != streamKind(a.catchment[e])
}

// foot is the lower corner of a stream's edge.
func (a *assembly) foot(e int32) int32 {
	one, two := a.ground.ends(int(e))
	if a.down[one] == e {
		return int32(two)
	}
	return int32(one)
}

// main is the edge with the most water that flows into a corner, -1 if there is no stream.
func (a *assembly) main(k int32) int32 {
	found := int32(-1)
	for _, e := range a.edgesAt(int(k)) {
		if a.catchment[e] < brookKM2 || a.foot(int32(e)) != k {
			continue
		}
		if found < 0 || a.catchment[e] > a.catchment[found] {
			found = int32(e)
		}
	}
	return found
}

// streamKind by catchment in km²; 坑 is what a small stream
// is called in the hills of western Zhejiang.
func streamKind(km2 float64) string {
	switch {
	case km2 >= riverKM2:
		return "江"
	case km2 >= streamKM2:
		return "溪"
	}
	return "坑"
}

func (a *assembly) roads() []Way {
	ways := make([]Way, len(a.routes))
	for i, r := range a.routes {
		path := make(orb.LineString, len(r.corners))
		for j, k := range r.corners {
			path[j] = a.net.place[k].degrees()
		}
		ways[i] = Way{fmt.Sprintf("road-%03d", i+1), roadKinds[r.kind], path}
	}
	return ways
}
