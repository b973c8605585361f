package tiles

import (
	"fmt"

	"github.com/paulmach/orb"
)

// A Grid is a way to cut the earth into tiles: a tile matrix set of OGC 17-083r4,
// annex D. In either the four tiles of the next zoom lie in one, so that a Coord,
// whose Z is the scale, names a tile of both.
type Grid int

// Zoom 0 of WorldCRS84Quad would be a square of 360 degrees, which is no tile:
// its tile matrix 0, of two tiles, is what is called zoom 1 here, where it has the
// scale of WebMercatorQuad's 1.
const (
	WebMercatorQuad Grid = iota // EPSG:3857, y counted from the north
	WorldCRS84Quad              // degrees of longitude and latitude
)

// planes are the squares that zoom 0 of the grids covers: the north-west corner and
// the width, in metres of EPSG:3857 and in degrees. The lower half of the latter
// is not on the earth.
var planes = [...]struct{ west, north, side float64 }{
	WebMercatorQuad: {-halfWorldM, halfWorldM, 2 * halfWorldM},
	WorldCRS84Quad:  {-180, 90, 360},
}

// ground is what a tile covers, in the units of the grid.
func (g Grid) ground(c Coord) orb.Bound {
	p := planes[g]
	side := p.side / float64(int(1)<<c.Z)
	west, north := float64(c.X)*side+p.west, p.north-float64(c.Y)*side
	return orb.Bound{Min: orb.Point{west, north - side}, Max: orb.Point{west + side, north}}
}

// units is a number of units of a tile's grid of 4096, in those of the plane.
func (g Grid) units(n float64, zoom int) float64 {
	return planes[g].side / float64(int(1)<<zoom) * n / extent
}

// place gives a point of EPSG:3857 in the units of the grid.
func (g Grid) place(p orb.Point) orb.Point {
	if g == WorldCRS84Quad {
		return degrees(p)
	}
	return p
}

// holds reports whether the grid has the tile.
func (g Grid) holds(c Coord) bool {
	if !c.valid() || c.Z < g.FirstZoom() {
		return false
	}
	_, rows := g.Matrix(c.Z)
	return c.Y < rows
}

// near is where to look for what a tile shows, in metres of EPSG:3857: its ground
// and its buffer, with a little more for what reckoning leaves.
func (g Grid) near(c Coord) orb.Bound {
	b := g.ground(c).Pad(g.units(buffer+1, c.Z))
	if g == WorldCRS84Quad {
		return orb.Bound{Min: mercator(b.Min), Max: mercator(b.Max)}
	}
	return b
}

// Matrix is how many columns and rows of tiles the grid has at a zoom.
func (g Grid) Matrix(zoom int) (columns, rows int) {
	if g == WorldCRS84Quad {
		return 1 << zoom, 1 << (zoom - 1)
	}
	return 1 << zoom, 1 << zoom
}

// FirstZoom is the zoom of the grid's tile matrix 0.
func (g Grid) FirstZoom() int {
	if g == WorldCRS84Quad {
		return 1
	}
	return 0
}

// ParseTile reads a tile as a path of OGC API – Tiles names it, by the tile matrix,
// the row and the column. There are none deeper than MaxZoom: clients draw those
// from the last. An error wraps ErrCoord.
func (g Grid) ParseTile(matrix, row, column string) (Coord, error) {
	z, okZ := parseNumber(matrix)
	y, okY := parseNumber(row)
	x, okX := parseNumber(column)
	c := Coord{z + g.FirstZoom(), x, y}
	if !okZ || !okY || !okX || c.Z > MaxZoom || !g.holds(c) {
		return Coord{}, fmt.Errorf("%w: %s/%s/%s", ErrCoord, clip(matrix), clip(row), clip(column))
	}
	return c, nil
}
