package signs

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"
	"github.com/paulmach/orb/planar"
	"github.com/paulmach/orb/simplify"
)

// drawAreas draws the lines between the neighbours and the outline on them.
func (s Sketch) drawAreas(b *strings.Builder, f frame) {
	if d := pathOf(fit(s.farLines(f), s.Budget, 2)); d != "" {
		fmt.Fprintf(b, `<path class="sk-n" d="%s"/>`, d)
	}
	if d := pathOf(fit(outlineRings(s.Outline, f), s.Budget, 4)); d != "" {
		fmt.Fprintf(b, `<path class="sk-o" fill-rule="evenodd" d="%s"/>`, d)
	}
}

// drawWays draws the place itself where it is a line.
func (s Sketch) drawWays(b *strings.Builder, f frame) {
	lines := make([]orb.LineString, 0, len(s.Ways))
	for _, way := range s.Ways {
		if len(way) > 1 {
			lines = append(lines, f.line(orb.Ring(way)))
		}
	}
	if len(lines) == 0 {
		return
	}
	fmt.Fprintf(b, `<path class="sk-w" d="%s"/>`, pathOf(fit(lines, s.Budget, 2)))
}

// outlineRings carries the rings of area, outer and inner, into the drawing.
func outlineRings(area orb.MultiPolygon, f frame) []orb.LineString {
	var rings []orb.LineString
	for ring := range ringsOf(area) {
		rings = append(rings, f.line(ring))
	}
	return rings
}

// farLines are the neighbours' edges within the drawing, without those of the
// outline and each but once: areas that share their edges then meet in one
// line, however much it is simplified.
func (s Sketch) farLines(f frame) []orb.LineString {
	// A little more than the drawing, so that no cut end is seen.
	edge := orb.Bound{Min: orb.Point{-6, -6}, Max: orb.Point{sketchWidth + 6, sketchHeight + 6}}
	drawn := segments{}
	for ring := range ringsOf(s.Outline) {
		drawn.unseen(ring)
	}
	var lines []orb.LineString
	for _, n := range s.Neighbours {
		for ring := range ringsOf(n) {
			for _, arc := range drawn.unseen(ring) {
				lines = append(lines, clip.LineString(edge, f.line(arc))...)
			}
		}
	}
	return lines
}

// ringsOf yields the rings of area that enclose something.
func ringsOf(area orb.MultiPolygon) func(yield func(orb.Ring) bool) {
	return func(yield func(orb.Ring) bool) {
		for _, polygon := range area {
			for _, ring := range polygon {
				if len(ring) >= 4 && !yield(ring) {
					return
				}
			}
		}
	}
}

// segments are edges between two positions, whichever way they run.
type segments map[[2]orb.Point]bool

// unseen returns the stretches of ring whose edges are new, and adds them.
func (s segments) unseen(ring orb.Ring) []orb.Ring {
	var arcs []orb.Ring
	var arc orb.Ring
	for i := range len(ring) - 1 {
		key := [2]orb.Point{ring[i], ring[i+1]}
		if slices.Compare(key[0][:], key[1][:]) > 0 {
			key[0], key[1] = key[1], key[0]
		}
		if s[key] {
			if len(arc) > 0 {
				arcs, arc = append(arcs, arc), nil
			}
			continue
		}
		s[key] = true
		if len(arc) == 0 {
			arc = orb.Ring{ring[i]}
		}
		arc = append(arc, ring[i+1])
	}
	if len(arc) > 0 {
		arcs = append(arcs, arc)
	}
	return arcs
}

// line carries positions into the drawing.
func (f frame) line(positions orb.Ring) orb.LineString {
	units := make(orb.LineString, len(positions))
	for i, p := range positions {
		units[i] = f.unit(p)
	}
	return units
}

// fit simplifies lines until they have at most budget vertices together:
// first corners that enclose least, then, when lines of the fewest vertices
// (4 for a ring) are still too many, the smallest lines. One always stays.
func fit(lines []orb.LineString, budget, fewest int) []orb.LineString {
	slices.SortStableFunc(lines, func(a, b orb.LineString) int { return cmp.Compare(extent(b), extent(a)) })
	if most := max(1, budget/max(fewest-1, 2)); len(lines) > most {
		lines = lines[:most]
	}
	lines = simplifyAll(lines, 0.25, fewest) // what nobody can see
	// Twice an area in square units, from a speck to the whole drawing.
	for threshold := 0.5; vertices(lines) > budget && threshold < 2*sketchWidth*sketchHeight; threshold *= 1.25 {
		lines = simplifyAll(lines, threshold, fewest)
	}
	return lines
}

// extent orders rings by their area and lines by their length.
func extent(l orb.LineString) float64 {
	if closed(l) {
		return math.Abs(planar.Area(orb.Ring(l)))
	}
	return planar.Length(l)
}

func closed(l orb.LineString) bool { return len(l) > 3 && l[0] == l[len(l)-1] }

func simplifyAll(lines []orb.LineString, threshold float64, fewest int) []orb.LineString {
	simpler := make([]orb.LineString, len(lines))
	for i, l := range lines {
		simpler[i] = simplify.Visvalingam(threshold, fewest).LineString(slices.Clone(l))
	}
	return simpler
}

// vertices counts corners: a ring names its first twice.
func vertices(lines []orb.LineString) int {
	n := 0
	for _, l := range lines {
		n += len(l)
		if closed(l) {
			n--
		}
	}
	return n
}

// pathOf writes lines in whole units with relative steps.
func pathOf(lines []orb.LineString) string {
	var b strings.Builder
	for _, l := range lines {
		x, y := round(l[0])
		fmt.Fprintf(&b, "M%d %d", x, y)
		end := ""
		if closed(l) {
			l, end = l[:len(l)-1], "z"
		}
		command := "l"
		for _, p := range l[1:] {
			nx, ny := round(p)
			if nx == x && ny == y {
				continue
			}
			b.WriteString(command + step(nx-x, command == "") + step(ny-y, true))
			command, x, y = "", nx, ny
		}
		b.WriteString(end)
	}
	return b.String()
}

// step writes a number after another, which its sign may set apart.
func step(d int, after bool) string {
	if after && d >= 0 {
		return fmt.Sprintf(" %d", d)
	}
	return fmt.Sprint(d)
}

func round(p orb.Point) (x, y int) { return int(math.Round(p[0])), int(math.Round(p[1])) }
