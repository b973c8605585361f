package api

import (
	"fmt"
	"html"
	"html/template"
	"math"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/simplify"

	"diming/features"
)

// The size of a drawing of features in its own units, and its margin.
const (
	drawingWidth  = 640
	drawingHeight = 400
	drawingMargin = 12
)

// A drawing is a map of features that needs no script: north up, degrees of
// longitude as long as they are in the middle of it.
type drawing struct {
	bound          orb.Bound
	scale, squeeze float64 // units of a degree of latitude; of one of longitude in those of latitude
}

// drawFeatures draws the features of a page, whose geometries are in CRS84; ""
// where none has one.
func drawFeatures(page features.Page, title, mark string) template.HTML {
	var shapes []orb.Geometry
	var bound orb.Bound
	for _, f := range page.Features {
		if f.Geometry == nil {
			continue
		}
		g, err := geojson.UnmarshalGeometry(f.Geometry)
		if err != nil {
			continue // what the database wrote can be read
		}
		shape := g.Geometry()
		if len(shapes) == 0 {
			bound = shape.Bound()
		}
		shapes, bound = append(shapes, shape), bound.Union(shape.Bound())
	}
	if len(shapes) == 0 {
		return ""
	}
	d := newDrawing(bound)
	var svg strings.Builder
	fmt.Fprintf(&svg, `<svg class="sk" role="img" viewBox="0 0 %d %d"><title>%s</title>`, drawingWidth, drawingHeight, html.EscapeString(title))
	for _, shape := range shapes {
		d.draw(&svg, shape)
	}
	if mark != "" {
		fmt.Fprintf(&svg, `<text class="sk-t" x="%d" y="%d">%s</text>`, drawingMargin, drawingHeight-drawingMargin, html.EscapeString(mark))
	}
	svg.WriteString(`</svg>`)
	return template.HTML(svg.String())
}

// newDrawing fits a bound into the drawing; a point has a kilometre around it.
func newDrawing(b orb.Bound) drawing {
	if size := max(b.Max[0]-b.Min[0], b.Max[1]-b.Min[1]); size < 0.01 {
		b = b.Pad((0.01 - size) / 2)
	}
	squeeze := max(math.Cos(b.Center()[1]*math.Pi/180), 0.01)
	scale := min((drawingWidth-2*drawingMargin)/(squeeze*(b.Max[0]-b.Min[0])), (drawingHeight-2*drawingMargin)/(b.Max[1]-b.Min[1]))
	return drawing{b, scale, squeeze}
}

func (d drawing) at(p orb.Point) (x, y float64) {
	c := d.bound.Center()
	return drawingWidth/2 + (p[0]-c[0])*d.scale*d.squeeze, drawingHeight/2 - (p[1]-c[1])*d.scale
}

func (d drawing) draw(svg *strings.Builder, g orb.Geometry) {
	switch g := simplify.DouglasPeucker(0.5 / d.scale).Simplify(orb.Clone(g)).(type) {
	case orb.Point:
		x, y := d.at(g)
		fmt.Fprintf(svg, `<circle class="sk-p" cx="%.1f" cy="%.1f" r="4"/>`, x, y)
	case orb.MultiLineString:
		for _, line := range g {
			fmt.Fprintf(svg, `<path class="sk-w" d="%s"/>`, d.path(line, false))
		}
	case orb.MultiPolygon:
		var path strings.Builder
		for _, polygon := range g {
			for _, ring := range polygon {
				path.WriteString(d.path(orb.LineString(ring), true))
			}
		}
		fmt.Fprintf(svg, `<path class="sk-o" fill-rule="evenodd" d="%s"/>`, path.String())
	}
}

func (d drawing) path(line orb.LineString, closed bool) string {
	var path strings.Builder
	for i, p := range line {
		letter := "L"
		if i == 0 {
			letter = "M"
		}
		x, y := d.at(p)
		fmt.Fprintf(&path, "%s%.1f %.1f", letter, x, y)
	}
	if closed {
		path.WriteString("Z")
	}
	return path.String()
}
