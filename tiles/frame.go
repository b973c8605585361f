package tiles

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// A frame is what one tile shows: its ground and the buffer around it, in the units
// of its grid.
type frame struct {
	Grid
	west, north float64 // of the tile
	unit        float64 // of the 4096 by which a tile is measured
	shown       orb.Bound
}

// frameOf gives the frame of a tile. In EPSG:3857 its sides lie half a step beside
// the grid on which areas lie, so that no vertex of an area lies on one; in degrees
// those vertices are on no such grid.
func frameOf(g Grid, c Coord) frame {
	b := g.ground(c)
	f := frame{Grid: g, west: b.Left(), north: b.Top(), unit: g.units(1, c.Z), shown: b.Pad(g.units(buffer, c.Z))}
	if g == WebMercatorQuad {
		for _, corner := range []*orb.Point{&f.shown.Min, &f.shown.Max} {
			for axis, m := range corner {
				corner[axis] = (math.Round(m/gridM) + 0.5) * gridM
			}
		}
	}
	return f
}

func (f frame) grid(p orb.Point) gridPoint {
	return gridPoint{int32(math.Floor((p[0]-f.west)/f.unit + 0.5)), int32(math.Floor((f.north-p[1])/f.unit + 0.5))}
}

// pieces cuts a line at the frame and gives those inside.
func (f frame) pieces(line []orb.Point) [][]orb.Point {
	if f.holds(line) {
		return [][]orb.Point{line}
	}
	var all [][]orb.Point
	var piece []orb.Point
	beyond := f.beyond(line[0])
	for i := range len(line) - 1 {
		before := beyond
		if beyond = f.beyond(line[i+1]); before&beyond != 0 {
			continue // as nearly all edges of a county are, where a tile shows a street
		}
		from, to, ok := f.cut(line[i], line[i+1])
		if !ok {
			continue
		}
		if piece == nil || piece[len(piece)-1] != from {
			if piece != nil {
				all = append(all, piece)
			}
			piece = []orb.Point{from}
		}
		piece = append(piece, to)
		if to != line[i+1] {
			all, piece = append(all, piece), nil
		}
	}
	if piece != nil {
		all = append(all, piece)
	}
	return all
}

// beyond says of which sides of the frame a point is outside, one bit each.
func (f frame) beyond(p orb.Point) (sides uint8) {
	if p[0] < f.shown.Min[0] {
		sides = 1
	} else if p[0] > f.shown.Max[0] {
		sides = 2
	}
	if p[1] < f.shown.Min[1] {
		sides |= 4
	} else if p[1] > f.shown.Max[1] {
		sides |= 8
	}
	return sides
}

func (f frame) holds(line []orb.Point) bool {
	for _, at := range line {
		if f.beyond(at) != 0 {
			return false
		}
	}
	return true
}

// cut gives the part of an edge that lies in the frame (the method of Liang and
// Barsky). An edge is cut at the same points in either direction, so that
// neighbours are cut alike.
func (f frame) cut(a, b orb.Point) (from, to orb.Point, ok bool) {
	if comparePoints(b, a) < 0 {
		to, from, ok = f.cut(b, a)
		return from, to, ok
	}
	enter, leave := 0., 1.
	from, to = a, b
	var entered, left = -1, -1 // the axes
	for axis := range 2 {
		low, high, by := f.shown.Min[axis]-a[axis], f.shown.Max[axis]-a[axis], b[axis]-a[axis]
		if by == 0 {
			if low > 0 || high < 0 {
				return from, to, false
			}
			continue
		}
		near, far := low/by, high/by
		if by < 0 {
			near, far = far, near
		}
		if near > enter {
			enter, entered = near, axis
		}
		if far < leave {
			leave, left = far, axis
		}
	}
	if enter >= leave {
		return from, to, false
	}
	if entered >= 0 {
		from = f.onSide(a, b, enter, entered, b[entered] < a[entered])
	}
	if left >= 0 {
		to = f.onSide(a, b, leave, left, b[left] > a[left])
	}
	return from, to, true
}

// onSide is the point of an edge on a side of the frame, exactly.
func (f frame) onSide(a, b orb.Point, t float64, axis int, high bool) orb.Point {
	other := 1 - axis
	var p orb.Point
	p[axis] = f.shown.Min[axis]
	if high {
		p[axis] = f.shown.Max[axis]
	}
	p[other] = min(max(a[other]+t*(b[other]-a[other]), f.shown.Min[other]), f.shown.Max[other])
	return p
}

// rings cuts an area at the frame: rings that surround it against the clock and
// holes with it, as one sees them on a map. It may turn those of the area round.
func (f frame) rings(area orb.MultiPolygon) [][]orb.Point {
	var whole, pieces [][]orb.Point
	around := false // the frame lies inside the area as a whole
	for _, polygon := range area {
		for i, ring := range polygon {
			turn(ring, i == 0)
			if f.holds(ring) {
				whole = append(whole, ring)
				continue
			}
			parts := f.open(ring)
			if len(parts) == 0 && oddEast(ring, f.shown.Min) {
				around = !around
			}
			pieces = append(pieces, parts...)
		}
	}
	switch {
	case len(pieces) > 0:
		return append(whole, f.joined(pieces)...)
	case around:
		return append(whole, f.shown.ToRing())
	}
	return whole
}

// open cuts a ring at the frame and gives those of its pieces that are inside.
func (f frame) open(ring orb.Ring) [][]orb.Point {
	parts := f.pieces(ring)
	// A ring that begins inside is cut there too.
	if n := len(parts); n > 1 && parts[0][0] == ring[0] && parts[n-1][len(parts[n-1])-1] == ring[0] {
		parts[0], parts = append(parts[n-1], parts[0][1:]...), parts[:n-1]
	}
	return parts
}

// joined makes rings of pieces that begin and end on the frame: from where one
// ends, against the clock along the frame, to where the next begins.
func (f frame) joined(pieces [][]orb.Point) [][]orb.Point {
	slices.SortFunc(pieces, func(a, b []orb.Point) int { return cmp.Compare(f.around(a[0]), f.around(b[0])) })
	starts := make([]float64, len(pieces))
	for i, piece := range pieces {
		starts[i] = f.around(piece[0])
	}
	var rings [][]orb.Point
	used := make([]bool, len(pieces))
	for first := range pieces {
		var ring []orb.Point
		for i := first; !used[i]; {
			used[i] = true
			ring = append(ring, pieces[i]...)
			end := f.around(ring[len(ring)-1])
			next, _ := slices.BinarySearch(starts, end)
			next %= len(pieces)
			ring = append(ring, f.corners(end, starts[next])...)
			i = next
		}
		if ring != nil {
			rings = append(rings, ring)
		}
	}
	return rings
}

// around says how far a point of the frame is from its south-west corner, against
// the clock and in sides: from 0 to 4.
func (f frame) around(p orb.Point) float64 {
	b := f.shown
	x, y := (p[0]-b.Min[0])/(b.Max[0]-b.Min[0]), (p[1]-b.Min[1])/(b.Max[1]-b.Min[1])
	switch {
	case p[1] == b.Min[1]:
		return x
	case p[0] == b.Max[0]:
		return 1 + y
	case p[1] == b.Max[1]:
		return 3 - x
	}
	return 4 - y
}

// corners are those of the frame that are passed between two points of it.
func (f frame) corners(from, to float64) []orb.Point {
	if to < from {
		to += 4
	}
	ring := f.shown.ToRing() // south-west, south-east, north-east, north-west
	var passed []orb.Point
	for corner := math.Floor(from) + 1; corner <= to; corner++ {
		passed = append(passed, ring[int(corner)%4])
	}
	return passed
}

// turn has a ring go against the clock, or with it.
func turn(ring orb.Ring, against bool) {
	if (ring.Orientation() == orb.CCW) != against {
		slices.Reverse(ring)
	}
}

// oddEast reports whether an odd number of a line's edges lies to the east of a point.
func oddEast(line []orb.Point, p orb.Point) bool {
	odd := false
	for i := range len(line) - 1 {
		odd = odd != liesEast(line[i], line[i+1], p)
	}
	return odd
}
