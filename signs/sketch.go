package signs

import (
	"errors"
	"fmt"
	"html"
	"math"
	"slices"
	"strings"

	"github.com/paulmach/orb"
)

// The drawing's size in its own units; a narrow phone shows one unit as about
// one CSS pixel.
const (
	sketchWidth  = 320
	sketchHeight = 200
	sketchMargin = 14
)

// DefaultSketchBudget is how many vertices a sketch has when none is said.
const DefaultSketchBudget = 60

// ErrNothingToDraw is returned for a sketch with neither outline nor point.
var ErrNothingToDraw = errors.New("sketch has neither outline nor point")

// A Sketch is a small picture of where a place lies: its outline among its
// neighbours, or a point with rings of distance. Coordinates are CGCS2000
// degrees, longitude first. It is an aid beside words, never a chart: outlines
// are simplified to the budget and the smallest parts may vanish in it.
type Sketch struct {
	Title      string // names the picture to a screen reader
	Outline    orb.MultiPolygon
	Neighbours []orb.MultiPolygon // edges that they share point for point are drawn once
	Ways       []orb.LineString   // the place itself where it is a road or a stream
	Point      *orb.Point
	PointLabel string
	Labels     []Label // most important first
	Marks      []Label // shelters, nearest first: a square each; all of them are in the frame
	Budget     int     // vertices of the outline, as many again for the neighbours; 0 is [DefaultSketchBudget]
	Demo       bool    // 示例数据 stands in the picture
	English    bool    // words in English
}

// A Label is a name at a point. One that would cover another is left out of
// the picture and said in its description.
type Label struct {
	Text string
	At   orb.Point
}

// SketchCSS colours a sketch through custom properties that the page may set.
const SketchCSS = `.sk{display:block;width:100%;height:auto;background:var(--sk-ground,#f3f3ef)}` +
	`.sk-n{fill:none;stroke:var(--sk-line,#767676);stroke-dasharray:1 4;stroke-linecap:round;stroke-width:1.6}` +
	`.sk-o{fill:var(--sk-land,#d6ebe6);stroke:var(--sk-edge,#0b5c5c);stroke-width:2.5;stroke-linejoin:round}` +
	`.sk-r{fill:none;stroke:var(--sk-line,#767676);stroke-dasharray:5 4}` +
	`.sk-w{fill:none;stroke:var(--sk-mark,#a3160d);stroke-width:4;stroke-linejoin:round;stroke-linecap:round}` +
	`.sk-p{fill:var(--sk-mark,#a3160d);stroke:var(--sk-halo,#fff);stroke-width:2.5}` +
	`.sk-s{fill:var(--sk-edge,#0b5c5c);stroke:var(--sk-halo,#fff);stroke-width:2}` +
	`.sk-b{fill:none;stroke:var(--sk-ink,#111);stroke-width:2}.sk-a{fill:var(--sk-ink,#111)}` +
	`.sk text{font-size:15px;fill:var(--sk-ink,#111);stroke:var(--sk-halo,#fff);stroke-width:3px;paint-order:stroke;text-anchor:middle}` +
	`.sk .sk-h{font-size:18px;font-weight:600}`

// SVG draws the sketch as an element to be set into a page beside
// [SketchCSS]: 320 by 200 units, north up.
func (s Sketch) SVG() (string, error) {
	if err := s.check(); err != nil {
		return "", fmt.Errorf("draw sketch %q: %w", shorten(s.Title), err)
	}
	if s.Budget == 0 {
		s.Budget = DefaultSketchBudget
	}
	f := s.frame()
	var body strings.Builder
	s.drawAreas(&body, f)
	s.drawWays(&body, f)
	s.drawRings(&body, f)
	unplaced := s.drawMarks(&body, f)
	return fmt.Sprintf(`<svg class="sk" viewBox="0 0 %d %d" role="img" aria-labelledby="sk-t sk-d">`+
		`<title id="sk-t">%s</title><desc id="sk-d">%s</desc>%s</svg>`,
		sketchWidth, sketchHeight, escapeText(s.Title), escapeText(s.describe(f, unplaced)), body.String()), nil
}

func (s Sketch) check() error {
	if s.Budget < 0 {
		return fmt.Errorf("budget of %d vertices is negative", s.Budget)
	}
	points := orb.MultiPoint{}
	for _, area := range append([]orb.MultiPolygon{s.Outline}, s.Neighbours...) {
		for _, polygon := range area {
			for _, ring := range polygon {
				points = append(points, ring...)
			}
		}
	}
	for _, l := range slices.Concat(s.Labels, s.Marks) {
		points = append(points, l.At)
	}
	for _, way := range s.Ways {
		points = append(points, way...)
	}
	if s.Point != nil {
		points = append(points, *s.Point)
	}
	for _, p := range points {
		// Written so that NaN fails as well. The poles have no east.
		if !(math.Abs(p[0]) <= 180 && math.Abs(p[1]) <= 89) {
			return fmt.Errorf("position %v is not in degrees of longitude and latitude", p)
		}
	}
	if s.Point == nil && !hasRing(s.Outline) && len(s.Ways) == 0 {
		return ErrNothingToDraw
	}
	return nil
}

// hasRing tells whether area has a ring that encloses something.
func hasRing(area orb.MultiPolygon) bool {
	for _, polygon := range area {
		if len(polygon) > 0 && len(polygon[0]) >= 4 {
			return true
		}
	}
	return false
}

// describe says in words what the picture shows.
func (s Sketch) describe(f frame, unplaced []string) string {
	_, bar := f.scaleBar()
	if s.English {
		text := "Simplified sketch, north up. Scale bar " + lengthText(bar, true) + "."
		if len(unplaced) > 0 {
			text += " Also nearby: " + strings.Join(unplaced, ", ") + "."
		}
		return text
	}
	text := "简化示意图，上北下南，比例尺" + lengthText(bar, false) + "。"
	if len(unplaced) > 0 {
		text += "附近还有：" + strings.Join(unplaced, "、") + "。"
	}
	return text
}

// lengthText writes round metres.
func lengthText(metres float64, english bool) string {
	switch {
	case metres >= 1000 && english:
		return fmt.Sprintf("%g km", metres/1000)
	case metres >= 1000:
		return fmt.Sprintf("%g 公里", metres/1000)
	case english:
		return fmt.Sprintf("%g m", metres)
	default:
		return fmt.Sprintf("%g 米", metres)
	}
}

// escapeText makes s fit for the text of an element.
func escapeText(s string) string { return html.EscapeString(strings.ToValidUTF8(s, "�")) }
