// Package pmtiles writes and reads archives of tiles in one file, PMTiles
// version 3 (https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md).
//
// The same tiles with the same description are the same bytes, whoever writes
// them and whenever.
package pmtiles

import "fmt"

// DeepestZoom is the deepest zoom of which every tile has an ID here.
const DeepestZoom = 26

// An ID is the place of a tile in an archive: zoom after zoom, and within one
// along a Hilbert curve from the north-west to the north-east.
type ID uint64

// A Coord names a tile of the usual scheme: y counted from the north.
type Coord struct{ Z, X, Y int }

// first is the ID of the first tile of a zoom.
func first(z int) ID { return ID((1<<(2*z) - 1) / 3) }

// ID is the tile's place; ok is false where there is no such tile.
func (c Coord) ID() (id ID, ok bool) {
	if c.Z < 0 || c.Z > DeepestZoom || c.X < 0 || c.Y < 0 || c.X >= 1<<c.Z || c.Y >= 1<<c.Z {
		return 0, false
	}
	x, y := c.X, c.Y
	id = first(c.Z)
	for half := 1 << c.Z >> 1; half > 0; half >>= 1 {
		east, south := x&half, y&half
		quarter := 0 // along the curve
		switch {
		case east == 0 && south != 0:
			quarter = 1
		case east != 0 && south != 0:
			quarter = 2
		case east != 0:
			quarter = 3
		}
		id += ID(quarter) * ID(half) * ID(half)
		x, y = turned(half, x&(half-1), y&(half-1), quarter)
	}
	return id, true
}

// Coord is the tile at a place; it is an error where no zoom up to DeepestZoom has
// it.
func (id ID) Coord() (Coord, error) {
	if id >= first(DeepestZoom+1) {
		return Coord{}, fmt.Errorf("%w: tile %d is deeper than zoom %d", ErrArchive, id, DeepestZoom)
	}
	z := 0
	for id >= first(z+1) {
		z++
	}
	rest := uint64(id - first(z))
	x, y := 0, 0
	for half := 1; half < 1<<z; half <<= 1 {
		quarter := int(rest & 3)
		x, y = turned(half, x, y, quarter)
		if quarter >= 2 {
			x += half
		}
		if quarter == 1 || quarter == 2 {
			y += half
		}
		rest >>= 2
	}
	return Coord{z, x, y}, nil
}

// turned gives a position within a quarter of the curve, of side half, as the curve
// runs through the first and, mirrored, through the last of the four. It is its own
// inverse.
func turned(half, x, y, quarter int) (int, int) {
	switch quarter {
	case 0:
		return y, x
	case 3:
		return half - 1 - y, half - 1 - x
	}
	return x, y
}
