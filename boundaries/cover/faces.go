package cover

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// An OpenError says that parts do not close to areas, and where.
type OpenError struct {
	At    orb.Point
	Owner int
}

func (e *OpenError) Error() string {
	return fmt.Sprintf("the lines of owner %d do not close at %.6f,%.6f", e.Owner, e.At[0], e.At[1])
}

// Face makes the area of an owner from the parts that have it on one side. Its
// rings follow the parts to the last bit, so that the areas on both sides of a
// part neither gap nor overlap. An owner without a part has no area. The error
// is an *OpenError where the parts do not close.
func Face(parts []Part, owner int) (orb.MultiPolygon, error) {
	var mine []orb.LineString // the owner on the left
	for _, p := range parts {
		switch {
		case p.Left == owner && p.Right == owner:
		case p.Left == owner:
			mine = append(mine, p.Path)
		case p.Right == owner:
			mine = append(mine, reversed(p.Path))
		}
	}
	rings, err := ringsOf(mine, owner)
	if err != nil {
		return nil, err
	}
	return nest(rings, owner)
}

func reversed(path orb.LineString) orb.LineString {
	back := slices.Clone(path)
	slices.Reverse(back)
	return back
}

// ringsOf joins paths, each with the owner on its left, to rings. Where several
// leave a point, the next is the one that lies closest on the left, so that
// rings touch in points and do not cross.
func ringsOf(paths []orb.LineString, owner int) ([]orb.Ring, error) {
	leaving := map[orb.Point][]int{}
	for i, p := range paths {
		leaving[p[0]] = append(leaving[p[0]], i)
	}
	used := make([]bool, len(paths))
	var rings []orb.Ring
	for i := range paths {
		if used[i] {
			continue
		}
		var ring orb.Ring
		for k := i; ; {
			used[k] = true
			ring = append(ring, paths[k][:len(paths[k])-1]...)
			next := closest(paths, leaving, paths[k])
			if next == i {
				break
			}
			if next < 0 || used[next] {
				return nil, &OpenError{paths[k][len(paths[k])-1], owner}
			}
			k = next
		}
		rings = append(rings, split(append(ring, ring[0]))...)
	}
	return rings, nil
}

// closest picks, of the paths that leave where one arrives, the first one turning
// clockwise from the way back; -1 where there is none.
func closest(paths []orb.LineString, leaving map[orb.Point][]int, arriving orb.LineString) int {
	best, turned := -1, math.Inf(1)
	end := arriving[len(arriving)-1]
	back := angle(end, arriving[len(arriving)-2])
	for _, i := range leaving[end] {
		by := math.Mod(back-angle(end, paths[i][1])+4*math.Pi, 2*math.Pi)
		if by == 0 {
			by = 2 * math.Pi
		}
		if by < turned {
			best, turned = i, by
		}
	}
	return best
}

func angle(from, to orb.Point) float64 {
	lon, lat := metresPerDegree(from[1])
	return math.Atan2((to[1]-from[1])*lat, (to[0]-from[0])*lon)
}

// split cuts a ring that passes a point twice into rings that do not.
func split(ring orb.Ring) []orb.Ring {
	seen := map[orb.Point]int{}
	var stack orb.Ring
	var rings []orb.Ring
	for _, p := range ring {
		if at, again := seen[p]; again {
			loop := append(slices.Clone(stack[at:]), p)
			if len(loop) > 3 {
				rings = append(rings, loop)
			}
			for _, q := range stack[at+1:] {
				delete(seen, q)
			}
			stack = stack[:at+1]
			continue
		}
		seen[p] = len(stack)
		stack = append(stack, p)
	}
	return rings
}

// nest puts holes into the smallest shell around them; shells begin in order of
// their area, the largest first.
func nest(rings []orb.Ring, owner int) (orb.MultiPolygon, error) {
	var shells, holes []orb.Ring
	for _, r := range rings {
		if signed(r) > 0 {
			shells = append(shells, r)
		} else {
			holes = append(holes, r)
		}
	}
	slices.SortStableFunc(shells, func(a, b orb.Ring) int { return cmp.Compare(signed(b), signed(a)) })
	area := make(orb.MultiPolygon, len(shells))
	for i, s := range shells {
		area[i] = orb.Polygon{s}
	}
	for _, h := range holes {
		in := -1
		for i, s := range shells {
			if s.Bound().Contains(h[0]) && within(h, s) {
				in = i // the last is the smallest
			}
		}
		if in < 0 {
			return nil, &OpenError{h[0], owner}
		}
		area[in] = append(area[in], h)
	}
	return area, nil
}
