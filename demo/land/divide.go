package land

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
)

// parcels say which unit each cell belongs to.
type parcels struct {
	town    []int32 // index in County.Towns, -1 outside
	village []int32 // index in County.Villages; outside len(Villages) + index of the stand-in, or -1
	seeds   []int   // seed cell of each village
	parent  []int32 // town of each village
}

// divide splits the ground into towns and these into villages, again with
// other noise until every one is in one piece.
func (g *ground) divide(c County) (*parcels, error) {
	p := &parcels{parent: parents(c)}
	var err error
	for attempt := range uint64(attempts) {
		seed := mix(g.seed + attempt)
		p.town = g.growTowns(c, p.parent, seed)
		if err = g.simple(p.town, len(c.Towns)); err != nil {
			err = fmt.Errorf("towns: %w", err)
			continue
		}
		if err = g.growVillages(c, p, seed); err == nil {
			return p, nil
		}
	}
	return nil, err
}

func parents(c County) []int32 {
	index := map[string]int32{}
	for i, t := range c.Towns {
		index[t.Code] = int32(i)
	}
	of := make([]int32, len(c.Villages))
	for i, v := range c.Villages {
		of[i] = index[v.Code[:9]]
	}
	return of
}

// growTowns gives towns with many villages somewhat more land.
func (g *ground) growTowns(c County, parent []int32, seed uint64) []int32 {
	regions := make([]region, len(c.Towns))
	villages := make([]float64, len(c.Towns))
	for _, t := range parent {
		villages[t]++
	}
	total := 0.0
	for i, n := range villages {
		villages[i] = math.Sqrt(n + 4)
		total += villages[i]
	}
	for i, t := range g.towns {
		regions[i] = region{seed: t, fixed: true, target: villages[i] / total * float64(count(g.inside))}
	}
	t := g.tolls(noise(seed), func(from, to int) bool { return true })
	label := g.balance(t, regions, 4, 40)
	keep := g.around(g.towns)
	g.tidy(label, func(c int) bool { return g.inside[c] && !keep[c] },
		func(from, to int32) bool { return to >= 0 })
	return label
}

// around marks cells and their neighbours.
func (g *ground) around(cells []int) map[int]bool {
	near := map[int]bool{}
	for _, c := range cells {
		near[c] = true
		for d := range 6 {
			near[g.neighbour(c, d)] = true
		}
	}
	return near
}

// leastCells is the smallest area of a village, about a quarter of a km².
const leastCells = 7

func (g *ground) growVillages(c County, p *parcels, seed uint64) error {
	regions, err := g.seedVillages(c, p, rand.New(rand.NewPCG(seed, 2)))
	if err != nil {
		return err
	}
	t := g.tolls(noise(seed^0x5eed), func(from, to int) bool { return p.town[from] == p.town[to] })
	p.village = g.balance(t, regions, 7, 70)
	keep := map[int]bool{}
	p.seeds = nil
	for _, r := range regions {
		keep[r.seed] = true
		p.seeds = append(p.seeds, r.seed)
	}
	g.tidy(p.village, func(c int) bool { return g.inside[c] && !keep[c] },
		func(from, to int32) bool { return to >= 0 && p.parent[from] == p.parent[to] })
	if err := g.simple(p.village, len(c.Villages)); err != nil {
		return fmt.Errorf("villages: %w", err)
	}
	return g.sized(c, p)
}

func (g *ground) sized(c County, p *parcels) error {
	size := sizes(p.village, len(c.Villages))
	for v, n := range size {
		if n < leastCells {
			return fmt.Errorf("village %s has %v cells", c.Villages[v].Code, n)
		}
	}
	return nil
}

// seedVillages places the villages of each town: known seats where they are,
// communities small and around the town's seat, the others apart from each
// other and rather low.
func (g *ground) seedVillages(c County, p *parcels, rng *rand.Rand) ([]region, error) {
	cells := make([][]int, len(c.Towns))
	for cell, t := range p.town {
		if t >= 0 {
			cells[t] = append(cells[t], cell)
		}
	}
	regions := make([]region, len(c.Villages))
	var taken []point
	for i, v := range c.Villages {
		if v.Hint == nil {
			continue
		}
		cell := g.at(g.plane.metres(*v.Hint))
		near := func(t point) bool { return g.centre(cell).to(t) < seedGap*g.side }
		if g.inside[cell] && p.town[cell] == p.parent[i] && !slices.ContainsFunc(taken, near) {
			regions[i] = region{seed: cell, fixed: true}
			taken = append(taken, g.centre(cell))
		}
	}
	for t := range c.Towns {
		if err := g.seedTown(c, t, cells[t], p, regions, taken, rng); err != nil {
			return nil, err
		}
	}
	return regions, nil
}

func (g *ground) seedTown(c County, t int, cells []int, p *parcels, regions []region, taken []point, rng *rand.Rand) error {
	var members []int
	for i := range c.Villages {
		if p.parent[i] == int32(t) {
			members = append(members, i)
		}
	}
	if len(cells) < 2*leastCells*len(members) {
		return fmt.Errorf("town %s has %d cells for %d villages", c.Towns[t].Code, len(cells), len(members))
	}
	total := 0.0
	for _, i := range members {
		regions[i].target = share(c.Villages[i].Name, rng)
		total += regions[i].target
	}
	seat := g.centre(g.towns[t])
	spacing := math.Sqrt(float64(len(cells)) / float64(len(members)) * g.cellArea())
	for _, i := range members {
		r := &regions[i]
		r.target *= float64(len(cells)) / total
		if r.fixed {
			continue
		}
		reach := math.Inf(1)
		if isCommunity(c.Villages[i].Name) {
			reach = spacing
		}
		r.seed = g.site(cells, seat, reach, taken, rng)
		taken = append(taken, g.centre(r.seed))
	}
	return nil
}

// share is how much land a village gets in proportion to others: communities little.
func share(name string, rng *rand.Rand) float64 {
	s := math.Exp(0.4 * rng.NormFloat64())
	if isCommunity(name) {
		return 0.25 * s
	}
	return s
}

// isCommunity says whether a village-level unit is an urban one, 社区 or 居委会.
func isCommunity(name string) bool {
	return strings.Contains(name, "社区") || strings.Contains(name, "居民委员会") || strings.Contains(name, "居委会")
}

// site is the best of some cells for a new seed: far from those taken, low,
// and within reach of the seat.
func (g *ground) site(cells []int, seat point, reach float64, taken []point, rng *rand.Rand) int {
	best, found := math.Inf(-1), cells[0]
	for range 60 {
		c := cells[rng.IntN(len(cells))]
		p := g.centre(c)
		near := 6000.0
		for _, t := range taken {
			near = min(near, p.to(t))
		}
		if near < seedGap*g.side {
			continue
		}
		score := near - 1.2*g.height[2*c]
		if d := p.to(seat); d > reach {
			score -= 4 * (d - reach)
		}
		if score > best {
			best, found = score, c
		}
	}
	return found
}
