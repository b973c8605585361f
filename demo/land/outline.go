package land

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
)

// ground is the county before it is divided: its cells, heights, streams and main roads.
type ground struct {
	*mesh
	plane  plane
	seed   uint64
	towns  []int  // seat cell of each town, in the order of County.Towns
	inside []bool // by cell

	pull   func(point) float64 // how much a place belongs to the county
	edge   float64             // the pull at the outer line
	middle point               // of the cells inside
	half   point               // half the extent of the cells inside

	height    []float64 // metres, by corner of the cells inside
	down      []int32   // the edge by which water leaves a corner, -1 at an outlet
	catchment []float64 // km² that drain along an edge
	effort    []float64 // what a road costs along an edge, as in roadCost
	road      []uint8   // index in roadKinds + 1 of the road on an edge, or 0
	routes    []route
}

// sideM is the side of a cell in metres: the grain of every line, chosen so
// that a county of 2,000 km² and 320 villages stays near 50,000 vertices.
const sideM = 118

const outlineWave = 9000 // metres: the longest bend that noise gives the outer line

// layOut places the towns and draws the outer line around them.
func layOut(c County) (*ground, error) {
	g := &ground{plane: plane{c.Center}, seed: mix(c.Seed)}
	seats := placeTowns(c, g.plane, g.seed)
	low, high := seats[0], seats[0]
	for _, p := range seats {
		low = point{min(low.x, p.x), min(low.y, p.y)}
		high = point{max(high.x, p.x), max(high.y, p.y)}
	}
	spacing := math.Sqrt(c.AreaKM2/float64(len(seats))) * 1000
	margin := max(360*math.Sqrt(c.AreaKM2), 0.8*spacing) + 2000
	width, height := high.x-low.x+2*margin, high.y-low.y+2*margin
	if width*height > 1e6*(16*c.AreaKM2+1000) {
		return nil, fmt.Errorf("the towns spread over %.0f by %.0f km: a hint is far away", width/1000, height/1000)
	}
	g.mesh = newMesh(point{low.x - margin, low.y - margin}, point{high.x + margin, high.y + margin}, sideM, g.seed)
	wanted := int(math.Round(c.AreaKM2 * 1e6 / g.cellArea()))
	var err error
	for attempt := range uint64(attempts) {
		g.pull = pullOf(seats, spacing, noise(mix(g.seed+attempt)))
		if err = g.enclose(wanted, g.at(seats[0])); err == nil {
			g.settle(seats)
			return g, nil
		}
	}
	return nil, err
}

func (m *mesh) cellArea() float64 { return 1.5 * math.Sqrt(3) * m.side * m.side }

// placeTowns gives each town its hint, or else a seeded place away from the
// others in an ellipse about the centre, longer from north to south.
func placeTowns(c County, pl plane, seed uint64) []point {
	rng := rand.New(rand.NewPCG(seed, 1))
	spacing := math.Sqrt(c.AreaKM2/float64(len(c.Towns))) * 1000
	across := math.Sqrt(c.AreaKM2/(1.5*math.Pi)) * 1000 * 0.85
	var taken []point
	for _, t := range c.Towns {
		if t.Hint != nil {
			taken = append(taken, pl.metres(*t.Hint))
		}
	}
	seats := make([]point, len(c.Towns))
	for i, t := range c.Towns {
		if t.Hint != nil {
			seats[i] = pl.metres(*t.Hint)
			continue
		}
		reach := point{across, 1.5 * across}
		if isSubdistrict(t.Code) {
			reach = point{spacing * 0.8, spacing * 0.8}
		}
		seats[i] = apart(rng, reach, taken)
		taken = append(taken, seats[i])
	}
	return seats
}

// isSubdistrict says whether a township code is that of a 街道: they have 001 to 099.
func isSubdistrict(code string) bool { return code[6] == '0' }

// apart is the one of many places in an ellipse that is farthest from those taken.
func apart(rng *rand.Rand, reach point, taken []point) point {
	best, found := -1.0, point{}
	for range 120 {
		r, a := math.Sqrt(rng.Float64()), 2*math.Pi*rng.Float64()
		p := point{reach.x * r * math.Cos(a), reach.y * r * math.Sin(a)}
		near := math.Inf(1)
		for _, t := range taken {
			near = min(near, p.to(t))
		}
		if near > best {
			best, found = near, p
		}
	}
	return found
}

// pullOf is high near the towns and falls away from them like a distance,
// bent by noise; its level lines look like outlines of counties.
func pullOf(seats []point, spacing float64, n noise) func(point) float64 {
	links := linksOf(seats)
	reach := 0.66 * spacing
	return func(p point) float64 {
		sum, core := 1e-9, 0.0
		for _, s := range seats {
			d := p.to(s) / reach
			sum += math.Exp(-d * d / 2)
			core = max(core, 3.5*(1-smoothstep(0.1, 0.45, d)))
		}
		for _, l := range links {
			d := l.to(p) / reach
			sum += 0.7 * math.Exp(-d*d/2)
			core = max(core, 3*(1-smoothstep(0.1, 0.45, d)))
		}
		return math.Log(sum) + core + 0.65*n.fractal(p, outlineWave, 7)
	}
}

// link is a straight way between two seats.
type link struct{ a, b point }

// to is the distance from the link to a place.
func (l link) to(p point) float64 {
	dx, dy := l.b.x-l.a.x, l.b.y-l.a.y
	t := 0.0
	if square := dx*dx + dy*dy; square > 0 {
		t = min(1, max(0, ((p.x-l.a.x)*dx+(p.y-l.a.y)*dy)/square))
	}
	return p.to(point{l.a.x + t*dx, l.a.y + t*dy})
}

// linksOf are the shortest links that join all seats (Prim), so that the
// county reaches every town and has no narrow necks between them.
func linksOf(seats []point) []link {
	var links []link
	joined := []point{seats[0]}
	waiting := slices.Clone(seats[1:])
	for len(waiting) > 0 {
		best, from, to := math.Inf(1), point{}, 0
		for i, w := range waiting {
			for _, j := range joined {
				if d := j.to(w); d < best {
					best, from, to = d, j, i
				}
			}
		}
		links = append(links, link{from, waiting[to]})
		joined = append(joined, waiting[to])
		waiting = slices.Delete(waiting, to, to+1)
	}
	return links
}

// enclose finds the level whose connected, filled cells about a start come
// nearest to the number wanted.
func (g *ground) enclose(wanted, start int) error {
	pull := make([]float64, g.cells())
	for c := range pull {
		pull[c] = math.Inf(-1)
		if g.usable(c) {
			pull[c] = g.pull(g.centre(c))
		}
	}
	low, high := -12.0, pull[start]
	for range 22 {
		g.edge = (low + high) / 2
		g.inside = g.filled(func(c int) bool { return pull[c] >= g.edge }, start)
		if count(g.inside) > wanted {
			low = g.edge
		} else {
			high = g.edge
		}
	}
	if n := count(g.inside); math.Abs(float64(n-wanted)) > 0.01*float64(wanted) {
		return fmt.Errorf("the outline closes at %d cells of %d: the towns stand too far apart", n, wanted)
	}
	g.tidyOutline()
	g.measure()
	return nil
}

// filled are the cells connected with start where want holds, and the holes among them.
func (g *ground) filled(want func(int) bool, start int) []bool {
	region := g.flood(start, want)
	outside := g.flood(border*g.cols+border, func(c int) bool { return !region[c] })
	for c := range region {
		region[c] = g.usable(c) && !outside[c]
	}
	return region
}

func (g *ground) flood(start int, want func(int) bool) []bool {
	reached := make([]bool, g.cells())
	reached[start] = true
	for queue := []int{start}; len(queue) > 0; {
		c := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		for d := range 6 {
			if n := g.neighbour(c, d); g.usable(n) && !reached[n] && want(n) {
				reached[n] = true
				queue = append(queue, n)
			}
		}
	}
	return reached
}

func count(set []bool) int {
	n := 0
	for _, in := range set {
		if in {
			n++
		}
	}
	return n
}

// tidyOutline takes away single teeth and notches.
func (g *ground) tidyOutline() {
	label := make([]int32, g.cells())
	for c, in := range g.inside {
		if in {
			label[c] = 1
		}
	}
	g.tidy(label, func(c int) bool { return g.usable(c) }, func(a, b int32) bool { return true })
	for c, l := range label {
		g.inside[c] = l == 1
	}
}

func (g *ground) measure() {
	low, high := point{math.Inf(1), math.Inf(1)}, point{math.Inf(-1), math.Inf(-1)}
	for c, in := range g.inside {
		if in {
			p := g.centre(c)
			low = point{min(low.x, p.x), min(low.y, p.y)}
			high = point{max(high.x, p.x), max(high.y, p.y)}
		}
	}
	g.middle = point{(low.x + high.x) / 2, (low.y + high.y) / 2}
	g.half = point{(high.x - low.x) / 2, (high.y - low.y) / 2}
}

// settle gives each town the cell inside that is nearest to its seat and not
// too near to that of another.
func (g *ground) settle(seats []point) {
	for _, s := range seats {
		c := g.at(s)
		if !g.free(c) {
			c = g.nearest(s, g.free)
		}
		g.towns = append(g.towns, c)
	}
}

// seedGap is how far seeds stand apart, in sides of a cell.
const seedGap = 5.6

func (g *ground) free(c int) bool {
	near := func(town int) bool { return g.centre(c).to(g.centre(town)) < seedGap*g.side }
	return g.inside[c] && !slices.ContainsFunc(g.towns, near)
}

// nearest is the cell nearest to p for which want holds; one must exist.
func (g *ground) nearest(p point, want func(int) bool) int {
	best, found := math.Inf(1), -1
	for c := range g.inside {
		if d := g.centre(c).to(p); d < best && want(c) {
			best, found = d, c
		}
	}
	return found
}
