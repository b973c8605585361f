package tiles

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// Along gives the tiles of some zooms that lie within so many metres of a line,
// by zoom, column and row; of our own tiles, which end at PackZoom.
func Along(line orb.MultiLineString, metres float64, fromZoom, toZoom int) []Coord {
	return AlongAny(line, metres, fromZoom, min(toZoom, PackZoom))
}

// AlongAny is Along for tiles of others, which may go deeper.
func AlongAny(line orb.MultiLineString, metres float64, fromZoom, toZoom int) []Coord {
	var all []Coord
	for z := fromZoom; z <= toZoom; z++ {
		found := map[Coord]bool{}
		for _, part := range line {
			alongPart(part, metres, z, found)
		}
		for c := range found {
			all = append(all, c)
		}
	}
	slices.SortFunc(all, func(a, b Coord) int {
		for _, d := range []int{a.Z - b.Z, a.X - b.X, a.Y - b.Y} {
			if d != 0 {
				return d
			}
		}
		return 0
	})
	return all
}

// alongPart steps along a line by less than half a tile and takes the tiles
// around each step.
func alongPart(part orb.LineString, metres float64, z int, found map[Coord]bool) {
	for i := range part {
		from := part[max(i-1, 0)]
		a, b := position(from, z), position(part[i], z)
		reach := metres / metresOfTile(part[i].Lat(), z)
		steps := int(math.Ceil(2*math.Max(math.Abs(b[0]-a[0]), math.Abs(b[1]-a[1])))) + 1
		for s := 0; s <= steps; s++ {
			t := float64(s) / float64(steps)
			take(a[0]+t*(b[0]-a[0]), a[1]+t*(b[1]-a[1]), reach, z, found)
		}
	}
}

// take takes the tiles that a square around a position touches. Between two
// steps the line is never further from one of them than half a tile, so a
// tile that it only crosses at a corner is taken too.
func take(x, y, reach float64, z int, found map[Coord]bool) {
	for tx := int(math.Floor(x - reach)); tx <= int(math.Floor(x+reach)); tx++ {
		for ty := int(math.Floor(y - reach)); ty <= int(math.Floor(y+reach)); ty++ {
			if side := 1 << z; tx >= 0 && ty >= 0 && tx < side && ty < side {
				found[Coord{z, tx, ty}] = true
			}
		}
	}
}

// position is where a point lies among the tiles of a zoom, in tiles.
func position(p orb.Point, z int) orb.Point {
	n := float64(int(1) << z)
	lat := p.Lat() * math.Pi / 180
	return orb.Point{(p.Lon() + 180) / 360 * n, (1 - math.Asinh(math.Tan(lat))/math.Pi) / 2 * n}
}

// metresOfTile is how wide a tile is on the ground at a latitude.
func metresOfTile(lat float64, z int) float64 {
	return 2 * halfWorldM / float64(int(1)<<z) * math.Cos(lat*math.Pi/180)
}
