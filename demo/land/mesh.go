package land

import "math"

// mesh is a honeycomb with shaken corners. Every corner has three edges, so
// that regions made of whole cells have simple rings that never touch
// themselves at a point, whatever the regions are.
//
// A cell is row*cols+col, rows going north, odd rows half a cell east. Cell c
// owns its north corner 2c and its south corner 2c+1, and the three edges
// 3c … 3c+2 at its north corner: with the north-east neighbour, with the
// north-west neighbour, and the one that goes up between those two.
type mesh struct {
	cols, rows int
	side       float64 // of a hexagon, metres
	low        point   // centre of cell 0
	spots      []point // of the corners
}

// The six neighbours of a cell, anticlockwise.
const (
	east = iota
	northEast
	northWest
	west
	southWest
	southEast
)

// shake is how far a corner may stand from its regular place, in sides. Edges
// without a common corner are 0.86 sides apart, so that up to 0.4 none cross.
const shake = 0.3

// border is the number of rows and columns at the rim without six neighbours' neighbours.
const border = 3

func newMesh(low, high point, side float64, seed uint64) *mesh {
	m := &mesh{
		cols: int(math.Ceil((high.x-low.x)/(math.Sqrt(3)*side))) + 1,
		rows: int(math.Ceil((high.y-low.y)/(1.5*side))) + 1,
		side: side, low: low,
	}
	m.spots = make([]point, m.corners())
	for k := range m.spots {
		m.spots[k] = m.shaken(k, mix(seed^mix(uint64(k))))
	}
	return m
}

func (m *mesh) cells() int   { return m.cols * m.rows }
func (m *mesh) corners() int { return 2 * m.cells() }
func (m *mesh) edges() int   { return 3 * m.cells() }

// usable says whether a cell is away from the rim; only such cells have an owner.
func (m *mesh) usable(c int) bool {
	col, row := c%m.cols, c/m.cols
	return col >= border && col < m.cols-border && row >= border && row < m.rows-border
}

func (m *mesh) centre(c int) point {
	col, row := c%m.cols, c/m.cols
	return point{
		m.low.x + (float64(col)+0.5*float64(row&1))*math.Sqrt(3)*m.side,
		m.low.y + float64(row)*1.5*m.side,
	}
}

// at is the cell whose regular hexagon holds p, or the nearest usable one.
func (m *mesh) at(p point) int {
	row := int(math.Round((p.y - m.low.y) / (1.5 * m.side)))
	best, found := math.Inf(1), 0
	for r := row - 1; r <= row+1; r++ {
		r := min(max(r, border), m.rows-1-border)
		col := int(math.Round((p.x-m.low.x)/(math.Sqrt(3)*m.side) - 0.5*float64(r&1)))
		c := r*m.cols + min(max(col, border), m.cols-1-border)
		if d := m.centre(c).to(p); d < best {
			best, found = d, c
		}
	}
	return found
}

// neighbour of a usable cell, or of one at most two steps beyond.
func (m *mesh) neighbour(c, direction int) int {
	odd := c / m.cols & 1
	switch direction {
	case east:
		return c + 1
	case northEast:
		return c + m.cols + odd
	case northWest:
		return c + m.cols + odd - 1
	case west:
		return c - 1
	case southWest:
		return c - m.cols + odd - 1
	default:
		return c - m.cols + odd
	}
}

// edgeTowards is the edge between a cell and its neighbour in a direction.
func (m *mesh) edgeTowards(c, direction int) int {
	switch direction {
	case northEast:
		return 3 * c
	case northWest:
		return 3*c + 1
	case east:
		return 3*m.neighbour(c, southEast) + 2
	case west:
		return 3*m.neighbour(c, southWest) + 2
	case southEast:
		return 3*m.neighbour(c, southEast) + 1
	default:
		return 3 * m.neighbour(c, southWest)
	}
}

// ends are the corners of an edge; sides are the cells to its left and right
// on the way from the first corner to the second.
func (m *mesh) ends(e int) (int, int) {
	c := e / 3
	switch e % 3 {
	case 0:
		return 2 * c, 2*m.neighbour(c, northEast) + 1
	case 1:
		return 2 * c, 2*m.neighbour(c, northWest) + 1
	default:
		return 2 * c, 2*m.neighbour(m.neighbour(c, northWest), northEast) + 1
	}
}

func (m *mesh) sides(e int) (left, right int) {
	c := e / 3
	ne, nw := m.neighbour(c, northEast), m.neighbour(c, northWest)
	switch e % 3 {
	case 0:
		return ne, c
	case 1:
		return c, nw
	default:
		return nw, ne
	}
}

// cellsAt are the three cells that meet in a corner.
func (m *mesh) cellsAt(corner int) (int, int, int) {
	c := corner / 2
	if corner%2 == 0 {
		return c, m.neighbour(c, northWest), m.neighbour(c, northEast)
	}
	return c, m.neighbour(c, southWest), m.neighbour(c, southEast)
}

// edgesAt are the three edges that meet in a corner.
func (m *mesh) edgesAt(corner int) [3]int {
	c := corner / 2
	if corner%2 == 0 {
		return [3]int{3 * c, 3*c + 1, 3*c + 2}
	}
	sw, se := m.neighbour(c, southWest), m.neighbour(c, southEast)
	return [3]int{3 * sw, 3*se + 1, 3*m.neighbour(sw, southEast) + 2}
}

// across is the other end of an edge.
func (m *mesh) across(e, corner int) int {
	a, b := m.ends(e)
	if a == corner {
		return b
	}
	return a
}

func (m *mesh) corner(k int) point { return m.spots[k] }

// shaken is the place of a corner, moved from its regular one as a hash says.
func (m *mesh) shaken(k int, hash uint64) point {
	p := m.centre(k / 2)
	p.y += m.side * float64(1-2*(k%2))
	angle, r := 2*math.Pi*unit(hash), shake*m.side*math.Sqrt(unit(mix(hash)))
	return point{p.x + r*math.Cos(angle), p.y + r*math.Sin(angle)}
}

// cornersOf are the six corners of a cell, anticlockwise from the north.
func (m *mesh) cornersOf(c int) [6]int {
	return [6]int{
		2 * c, 2*m.neighbour(c, northWest) + 1, 2 * m.neighbour(c, southWest),
		2*c + 1, 2 * m.neighbour(c, southEast), 2*m.neighbour(c, northEast) + 1,
	}
}
