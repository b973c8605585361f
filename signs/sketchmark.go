package signs

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/paulmach/orb"
)

// Type sizes as [SketchCSS] sets them.
const (
	labelSize = 15.0
	nameSize  = 18.0
)

// drawRings draws the distances around a point that has no outline.
func (s Sketch) drawRings(b *strings.Builder, f frame) {
	if hasRing(s.Outline) || len(s.Ways) > 0 {
		return
	}
	x, y := round(f.unit(*s.Point))
	for _, m := range ringsM {
		r := int(math.Round(m / f.metresPerUnit))
		fmt.Fprintf(b, `<circle class="sk-r" cx="%d" cy="%d" r="%d"/><text x="%d" y="%d">%s</text>`,
			x, y, r, x, y+r-4, lengthText(m, s.English))
	}
}

// drawMarks draws what stands on the areas, and returns the labels that found
// no room.
func (s Sketch) drawMarks(b *strings.Builder, f frame) (unplaced []string) {
	taken := s.drawFurniture(b, f)
	for _, m := range s.Marks {
		p := f.unit(m.At)
		x, y := round(p)
		fmt.Fprintf(b, `<rect class="sk-s" x="%d" y="%d" width="14" height="14"/>`, x-7, y-7)
		taken = append(taken, around(p, 18, 18))
	}
	if s.Point != nil {
		p := f.unit(*s.Point)
		x, y := round(p)
		fmt.Fprintf(b, `<circle class="sk-p" cx="%d" cy="%d" r="7"/>`, x, y)
		taken = append(taken, around(p, 18, 18))
		if s.PointLabel != "" && !place(b, &taken, s.PointLabel, p, nameSize) {
			unplaced = append(unplaced, s.PointLabel)
		}
	}
	for _, l := range slices.Concat(s.Marks, s.Labels) {
		if l.Text != "" && !place(b, &taken, l.Text, f.unit(l.At), labelSize) {
			unplaced = append(unplaced, l.Text)
		}
	}
	return unplaced
}

// drawFurniture draws scale bar, north arrow and 示例数据, and returns the
// room that they take.
func (s Sketch) drawFurniture(b *strings.Builder, f frame) []orb.Bound {
	units, metres := f.scaleBar()
	w := int(math.Round(units))
	fmt.Fprintf(b, `<path class="sk-b" d="M8 186v6h%dv-6"/><text x="%d" y="187">%s</text>`, w, 8+w/2, lengthText(metres, s.English))
	north, demo := "北", "示例数据"
	if s.English {
		north, demo = "N", "SAMPLE"
	}
	fmt.Fprintf(b, `<path class="sk-a" d="M304 6l7 19-7-4-7 4z"/><text x="304" y="40">%s</text>`, north)
	taken := []orb.Bound{box(0, 170, float64(16+w), sketchHeight), box(290, 0, sketchWidth, 44)}
	if s.Demo {
		fmt.Fprintf(b, `<text x="282" y="193">%s</text>`, demo)
		taken = append(taken, box(244, 178, sketchWidth, sketchHeight))
	}
	return taken
}

// place writes text where it covers nothing: a name on p if that is free, and
// above, below, right or left of it. It reports whether there was room.
func place(b *strings.Builder, taken *[]orb.Bound, text string, p orb.Point, size float64) bool {
	if p[0] < 0 || p[0] > sketchWidth || p[1] < 0 || p[1] > sketchHeight {
		return false
	}
	w, h := textWidth(text)*size, size*1.25
	side := w/2 + 12
	for _, c := range []orb.Point{{0, 0}, {0, -h/2 - 10}, {0, h/2 + 10}, {side, 0}, {-side, 0}} {
		// Nudged in from the edge, where a name may still stand whole.
		at := orb.Point{
			min(max(p[0]+c[0], w/2+3), sketchWidth-w/2-3),
			min(max(p[1]+c[1], h/2+2), sketchHeight-h/2-2),
		}
		room := around(at, w, h)
		if w > sketchWidth-6 || covers(*taken, room) {
			continue
		}
		class := ""
		if size == nameSize {
			class = ` class="sk-h"`
		}
		x, y := round(orb.Point{at[0], at[1] + size*0.35})
		fmt.Fprintf(b, `<text%s x="%d" y="%d">%s</text>`, class, x, y, escapeText(text))
		*taken = append(*taken, room)
		return true
	}
	return false
}

func covers(taken []orb.Bound, room orb.Bound) bool {
	for _, t := range taken {
		if t.Intersects(room) {
			return true
		}
	}
	return false
}

// textWidth is about how wide text is, in ems: a Han character is one.
func textWidth(text string) float64 {
	wide := 0
	for _, r := range text {
		if r >= 0x2E80 {
			wide++
		}
	}
	return float64(wide) + 0.58*float64(utf8.RuneCountInString(text)-wide)
}

func box(x0, y0, x1, y1 float64) orb.Bound {
	return orb.Bound{Min: orb.Point{x0, y0}, Max: orb.Point{x1, y1}}
}

func around(p orb.Point, w, h float64) orb.Bound {
	return box(p[0]-w/2, p[1]-h/2, p[0]+w/2, p[1]+h/2)
}
