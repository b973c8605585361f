package tiles

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/paulmach/orb"
)

// A tile's grid: extent units a side, and buffer units around it from which
// features are shown as well.
const (
	extent = 4096
	buffer = 64
)

// ErrCoord is in the chain of every refusal of a tile coordinate.
var ErrCoord = errors.New("no such tile")

// ErrDeep is in the chain of the refusal of a tile below MaxZoom: it would show what
// the one above shows, from which a map draws it.
var ErrDeep = fmt.Errorf("%w: it is deeper than the last", ErrCoord)

// deepestZoom is up to where a tile may be reckoned with; rows of tiles say so of
// what is shown however deep.
const deepestZoom = 22

// A Coord names a tile of a grid, where nothing else is said of the usual one:
// EPSG:3857, y counted from the north.
type Coord struct{ Z, X, Y int }

// ParseCoord reads a tile's coordinates as they stand in a path. An error is
// a sentence for the person who asked, and wraps ErrCoord.
func ParseCoord(z, x, y string) (Coord, error) { return parseCoord(z, x, y, MaxZoom) }

// ParsePackCoord is ParseCoord for a tile that a phone takes along.
func ParsePackCoord(z, x, y string) (Coord, error) { return parseCoord(z, x, y, PackZoom) }

func parseCoord(z, x, y string, deepest int) (Coord, error) {
	var c Coord
	for _, part := range []struct {
		name, text string
		to         *int
	}{{"z", z, &c.Z}, {"x", x, &c.X}, {"y", y, &c.Y}} {
		n, ok := parseNumber(part.text)
		if !ok {
			return Coord{}, fmt.Errorf("%w: %s is %q, not a whole number from 0", ErrCoord, part.name, clip(part.text))
		}
		*part.to = n
	}
	switch side := 1 << min(c.Z, deepest); {
	case c.Z > deepest:
		return Coord{}, fmt.Errorf("%w: zoom %d; there are none deeper than %d, draw deeper ones from it", ErrDeep, c.Z, deepest)
	case c.X >= side || c.Y >= side:
		return Coord{}, fmt.Errorf("%w: x %d, y %d; at zoom %d both go from 0 to %d", ErrCoord, c.X, c.Y, c.Z, side-1)
	}
	return c, nil
}

// parseNumber accepts only the one way to write a number, so that a tile has
// one address.
func parseNumber(s string) (int, bool) {
	n, err := strconv.ParseUint(s, 10, 31)
	return int(n), err == nil && strconv.FormatUint(n, 10) == s
}

// clip shortens what is quoted back.
func clip(s string) string {
	if r := []rune(s); len(r) > 20 {
		return string(r[:20]) + "…"
	}
	return s
}

// valid reports whether the tile exists in the usual grid.
func (c Coord) valid() bool {
	return c.Z >= 0 && c.Z <= deepestZoom && c.X >= 0 && c.Y >= 0 && c.X < 1<<c.Z && c.Y < 1<<c.Z
}

// Bound is the tile's ground in longitude and latitude.
func (c Coord) Bound() orb.Bound {
	b := WebMercatorQuad.ground(c)
	return orb.Bound{Min: degrees(b.Min), Max: degrees(b.Max)}
}
