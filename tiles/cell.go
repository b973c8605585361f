package tiles

import (
	"maps"
	"slices"

	"github.com/paulmach/orb"
)

// A tier is who sees what changed.
type tier int64

const (
	publicTier tier = iota // everybody, and who sees the set office
	officeTier
	draftTier
	linesTier // everybody, in a set of its own
)

// restricted tells whether a Sight says who sees it.
func (t tier) restricted() bool { return t == officeTier || t == draftTier }

// tiersOf are the tiers of which a set shows something.
var tiersOf = map[string][]tier{Public: {publicTier}, Office: {publicTier, officeTier}, Draft: {draftTier}, Lines: {linesTier}}

// A cell stands for the tiles of one zoom that lie below one tile of the same or
// a coarser zoom, for one tier in one grid. Its bits are, from the top: the grid, the
// tier (2 bits), the zoom, the zoom of the tile above (5 bits each), and that
// tile's x and y (22 bits each).
type cell int64

func cellOf(g Grid, t tier, zoom int, above Coord) cell {
	return cell(int64(g)<<56 | int64(t)<<54 | int64(zoom)<<49 | int64(above.Z)<<44 | int64(above.X)<<22 | int64(above.Y))
}

// parent is the tile of the zoom before that holds c; zoom 0 has none.
func (c Coord) parent() Coord { return Coord{c.Z - 1, c.X >> 1, c.Y >> 1} }

// deep is c, or the tile of MaxZoom that holds it: deeper tiles show nothing that
// is not within reach of that one.
func (c Coord) deep() Coord {
	for c.Z > MaxZoom {
		c = c.parent()
	}
	return c
}

// A touch is ground on which something changed, and the zooms that show it: the
// edges that only one of the old state and the new has (EPSG:3857 metres; a point
// is an edge of no length), and for areas all that lies inside one and not inside
// the other, which is what an odd number of the edges surrounds.
type touch struct {
	tier     tier
	from, to int
	edges    [][2]orb.Point
	area     bool
	all      bool // wherever it is
}

// bulkAbove is how many edges a change may have. One that has more, such as an
// import, touches every tile of its zooms: to find those that it does not would
// take longer than making the tiles again.
const bulkAbove = 50_000

// mostCells bounds what one change takes in the database and in every server, for
// each grid.
const mostCells = 1 << 16

// touchesOf tells what an update changed, where. Of a feature whose attributes
// are as before it is the edges that differ; of others their whole ground, as it
// was and as it is.
func touchesOf(d difference) []touch {
	edges := 0
	states := make(map[string]*touch)
	counts := make(map[string]map[[2]orb.Point]int)
	for by, features := range map[int][]feature{-1: d.gone, 1: d.added} {
		for _, f := range features {
			if counts[f.key] == nil {
				counts[f.key] = make(map[[2]orb.Point]int)
				states[f.key] = &touch{tier: f.tier, from: f.from, to: f.to}
			}
			_, multi := f.geom.(orb.MultiPolygon)
			states[f.key].area = states[f.key].area || multi
			for _, e := range edgesOf(f.geom) {
				counts[f.key][e] += by
				edges++
			}
			if edges > bulkAbove {
				return bulkOf(d)
			}
		}
	}
	var touches []touch
	for key, t := range states {
		for e, n := range counts[key] {
			if n != 0 {
				t.edges = append(t.edges, e)
			}
		}
		if len(t.edges) > 0 {
			touches = append(touches, *t)
		}
	}
	return touches
}

// bulkOf touches all ground of every zoom and tier that an update changed.
func bulkOf(d difference) []touch {
	type shown struct {
		tier     tier
		from, to int
	}
	seen := make(map[shown]bool)
	var touches []touch
	for _, f := range slices.Concat(d.gone, d.added) {
		if at := (shown{f.tier, f.from, f.to}); !seen[at] {
			seen[at] = true
			touches = append(touches, touch{tier: f.tier, from: f.from, to: f.to, all: true})
		}
	}
	return touches
}

// cellsOf lists the cells of all tiles that the touches reach, and no others.
func cellsOf(touches []touch) []cell {
	return slices.Concat(WebMercatorQuad.cellsOf(touches), WorldCRS84Quad.cellsOf(touches))
}

func (g Grid) cellsOf(touches []touch) []cell {
	found := make(map[cell]bool)
	for _, t := range touches {
		t.edges = g.placeAll(t.edges)
		for zoom := max(t.from, g.FirstZoom()); zoom <= min(t.to, MaxZoom); zoom++ {
			if t.all || len(found) > mostCells {
				found[cellOf(g, t.tier, zoom, Coord{})] = true
				continue
			}
			t.descend(g, zoom, Coord{}, t.edges, found)
		}
	}
	return slices.Collect(maps.Keys(found))
}

// placeAll gives edges in the units of the grid.
func (g Grid) placeAll(edges [][2]orb.Point) [][2]orb.Point {
	if g == WebMercatorQuad {
		return edges
	}
	placed := make([][2]orb.Point, len(edges))
	for i, e := range edges {
		placed[i] = [2]orb.Point{g.place(e[0]), g.place(e[1])}
	}
	return placed
}

// descend finds the tiles of a zoom below a tile that the touch, whose edges are in
// the units of the grid, reaches; edges are those near the tile above.
func (t touch) descend(g Grid, zoom int, at Coord, edges [][2]orb.Point, found map[cell]bool) {
	ground := g.groundWith(zoom, at)
	var near [][2]orb.Point
	for _, e := range edges {
		if meets(ground, e) {
			near = append(near, e)
		}
	}
	switch {
	case len(near) == 0 && !(t.area && surrounds(t.edges, ground.Center())):
	case len(near) == 0 || at.Z == zoom:
		found[cellOf(g, t.tier, zoom, at)] = true
	default:
		for i := range 4 {
			t.descend(g, zoom, Coord{at.Z + 1, at.X<<1 | i&1, at.Y<<1 | i>>1}, near, found)
		}
	}
}

// groundWith is the tile's ground and what the tiles of a zoom below it show
// around their own, one unit of their grid of 4096 more: what is rounded to the
// grid may come that much nearer.
func (g Grid) groundWith(zoom int, c Coord) orb.Bound {
	return g.ground(c).Pad(g.units(buffer+1, zoom))
}

// meets reports whether an edge and a rectangle have a point in common (the
// method of Liang and Barsky).
func meets(b orb.Bound, e [2]orb.Point) bool {
	from, to := 0., 1.
	for axis := range 2 {
		at, by := e[0][axis], e[1][axis]-e[0][axis]
		if by == 0 {
			if at < b.Min[axis] || at > b.Max[axis] {
				return false
			}
			continue
		}
		enters, leaves := (b.Min[axis]-at)/by, (b.Max[axis]-at)/by
		from, to = max(from, min(enters, leaves)), min(to, max(enters, leaves))
	}
	return from <= to
}

// surrounds reports whether an odd number of edges lies to the east of a point.
func surrounds(edges [][2]orb.Point, p orb.Point) bool {
	inside := false
	for _, e := range edges {
		inside = inside != liesEast(e[0], e[1], p)
	}
	return inside
}

// liesEast reports whether a line to the east of a point crosses an edge.
func liesEast(a, b, p orb.Point) bool {
	return (a[1] > p[1]) != (b[1] > p[1]) && p[0] < (b[0]-a[0])*(p[1]-a[1])/(b[1]-a[1])+a[0]
}

// edgesOf lists the edges of a geometry, each in the one direction that does not
// depend on how it is drawn; a point is one edge of no length.
func edgesOf(g orb.Geometry) [][2]orb.Point {
	if p, ok := g.(orb.Point); ok {
		return [][2]orb.Point{{p, p}}
	}
	var edges [][2]orb.Point
	for _, line := range edgeLines(g) {
		for i := range len(line) - 1 {
			e := [2]orb.Point{line[i], line[i+1]}
			if comparePoints(e[1], e[0]) < 0 {
				e[0], e[1] = e[1], e[0]
			}
			edges = append(edges, e)
		}
	}
	return edges
}
