package tiles

import (
	"cmp"
	"slices"
	"sync"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/project"
)

// A gridPoint is a vertex in the units of a tile.
type gridPoint struct{ x, y int32 }

func compareGrid(a, b gridPoint) int { return cmp.Or(cmp.Compare(a.x, b.x), cmp.Compare(a.y, b.y)) }

// A pen draws geometries in a frame as commands (MVT 4.3), each from where the one
// before ended. What it draws lies in memory that all its geometries share, as a tile
// has thousands of them.
type pen struct {
	frame
	at           gridPoint
	commands     []uint32
	points       []gridPoint // of the geometry that is being drawn
	outer, inner [][]gridPoint
}

// pens are kept for their memory.
var pens = sync.Pool{New: func() any { return &pen{} }}

// draw gives the commands of what the tile shows of a geometry in EPSG:3857, and its
// kind; none where it shows nothing or what it shows is smaller than the grid. The
// geometry is the pen's from then on.
func (p *pen) draw(g orb.Geometry) (kind uint64, commands []uint32) {
	if p.Grid != WebMercatorQuad {
		g = project.Geometry(g, p.place) // vertex by vertex, so that neighbours stay neighbours
	}
	from := len(p.commands)
	p.at, p.points = gridPoint{}, p.points[:0]
	switch g := g.(type) {
	case orb.Point:
		kind = mvtPoint
		if p.shown.Contains(g) {
			p.move(p.snap([]orb.Point{g}))
		}
	case orb.LineString:
		kind = mvtLine
		p.lines(g)
	case orb.MultiLineString:
		kind = mvtLine
		for _, line := range g {
			p.lines(line)
		}
	case orb.Polygon:
		kind = mvtPolygon
		p.area(orb.MultiPolygon{g})
	case orb.MultiPolygon:
		kind = mvtPolygon
		p.area(g)
	}
	return kind, slices.Clip(p.commands[from:])
}

func (p *pen) lines(line orb.LineString) {
	for _, piece := range p.pieces(line) {
		if drawn := p.snap(piece); len(drawn) > 1 {
			p.line(drawn)
		}
	}
}

// snap lays points on the tile's grid, repeated ones once.
func (p *pen) snap(line []orb.Point) []gridPoint {
	from := len(p.points)
	for _, at := range line {
		if g := p.grid(at); len(p.points) == from || p.points[len(p.points)-1] != g {
			p.points = append(p.points, g)
		}
	}
	return slices.Clip(p.points[from:])
}

// area draws what the frame holds of an area. Its pieces are joined along the
// frame by where they meet it alone, so that nothing outside has a part in it.
func (p *pen) area(area orb.MultiPolygon) {
	p.outer, p.inner = p.outer[:0], p.inner[:0]
	for _, ring := range p.rings(area) {
		drawn := p.snap(ring)
		if n := len(drawn); n > 1 && drawn[0] == drawn[n-1] {
			drawn = drawn[:n-1]
		}
		switch size := twiceArea(drawn); {
		case size > 0:
			p.outer = append(p.outer, fromLeast(drawn))
		case size < 0:
			p.inner = append(p.inner, fromLeast(drawn))
		}
	}
	byStart := func(a, b []gridPoint) int { return slices.CompareFunc(a, b, compareGrid) }
	slices.SortFunc(p.outer, byStart)
	slices.SortFunc(p.inner, byStart)
	for i, ring := range p.outer {
		p.ring(ring)
		for _, hole := range p.inner {
			if len(p.outer) == 1 || slices.IndexFunc(p.outer, func(o []gridPoint) bool { return within(o, hole[0]) }) == i {
				p.ring(hole)
			}
		}
	}
}

// sides draws the rings of an area that was drawn before as lines, the area on their
// right. Unlike its outline they do not run along the frame: a band beside them never
// marks the edge of a tile.
func (p *pen) sides(g orb.Geometry) []uint32 {
	area, ok := g.(orb.MultiPolygon)
	if one, single := g.(orb.Polygon); single {
		area, ok = orb.MultiPolygon{one}, true
	}
	if !ok {
		return nil
	}
	from := len(p.commands)
	p.at, p.points = gridPoint{}, p.points[:0]
	var all [][]gridPoint
	for _, polygon := range area {
		for i, ring := range polygon {
			turn(ring, i > 0)
			for _, piece := range p.open(ring) {
				if drawn := p.snap(piece); len(drawn) > 1 {
					all = append(all, begunAtLeast(drawn))
				}
			}
		}
	}
	slices.SortFunc(all, func(a, b []gridPoint) int { return slices.CompareFunc(a, b, compareGrid) })
	for _, line := range all {
		p.line(line)
	}
	return slices.Clip(p.commands[from:])
}

// begunAtLeast has a line that comes back to its start begin at the least of its points.
func begunAtLeast(line []gridPoint) []gridPoint {
	last := len(line) - 1
	if line[0] != line[last] {
		return line
	}
	least := 0
	for i, at := range line[:last] {
		if compareGrid(at, line[least]) < 0 {
			least = i
		}
	}
	begun := append(slices.Clone(line[least:last]), line[:least]...)
	return append(begun, begun[0])
}

func (p *pen) move(points []gridPoint) {
	p.commands = append(p.commands, uint32(len(points))<<3|1)
	p.to(points)
}

func (p *pen) line(points []gridPoint) {
	p.move(points[:1])
	p.commands = append(p.commands, uint32(len(points)-1)<<3|2)
	p.to(points[1:])
}

// ring writes a ring whose last point is not its first.
func (p *pen) ring(points []gridPoint) {
	p.line(points)
	p.commands = append(p.commands, 1<<3|7)
}

func (p *pen) to(points []gridPoint) {
	for _, to := range points {
		p.commands = append(p.commands, zigzag(to.x-p.at.x), zigzag(to.y-p.at.y))
		p.at = to
	}
}

func zigzag(n int32) uint32 { return uint32(n<<1) ^ uint32(n>>31) }

// twiceArea is twice the area that a ring surrounds, more than zero where it goes
// against the clock on a map.
func twiceArea(ring []gridPoint) (sum int64) {
	for i, a := range ring {
		b := ring[(i+1)%len(ring)]
		sum -= int64(a.x)*int64(b.y) - int64(b.x)*int64(a.y)
	}
	return sum
}

// fromLeast has a ring begin at the least of its points, and turns it round where it
// lies: tiles have outer rings with the clock, as their y goes down (MVT 4.3.3.3).
func fromLeast(ring []gridPoint) []gridPoint {
	least := 0
	for i, p := range ring {
		if compareGrid(p, ring[least]) < 0 {
			least = i
		}
	}
	slices.Reverse(ring[:least+1])
	slices.Reverse(ring[least+1:])
	return ring
}

// within tells whether a ring surrounds a point.
func within(ring []gridPoint, p gridPoint) bool {
	inside := false
	for i, a := range ring {
		b := ring[(i+1)%len(ring)]
		if (a.y > p.y) != (b.y > p.y) && float64(p.x) < float64(b.x-a.x)*float64(p.y-a.y)/float64(b.y-a.y)+float64(a.x) {
			inside = !inside
		}
	}
	return inside
}
