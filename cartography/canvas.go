package cartography

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
)

// A Drawer draws still images. It may be used by several goroutines.
type Drawer struct{ Letters Letters }

// Draw draws a picture in a style as an SVG, with its scale, the north and the
// attribution, which every map has to show; a SmallError where there is no room for it. What the style says of turned or leaning
// maps is of no account. Words along lines are straight.
func (d *Drawer) Draw(ctx context.Context, s *Style, p Picture, read Tiles, attribution string) ([]byte, error) {
	if err := p.check(); err != nil {
		return nil, err
	}
	sc, err := p.read(ctx, read)
	if err != nil {
		return nil, err
	}
	d.Letters.ready(ctx)
	c := &canvas{Drawer: d, scene: sc}
	fmt.Fprintf(&c.out, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" role="img" aria-label="%s">`,
		p.Width, p.Height, p.Width, p.Height, escaped(s.Name+" "+attribution))
	foot, err := c.foot(s, p, attribution)
	if err != nil {
		return nil, err
	}
	if err := c.layers(s); err != nil {
		return nil, err
	}
	c.out.WriteString(foot + "</svg>\n")
	return c.out.Bytes(), nil
}

// A canvas is a picture that is being drawn.
type canvas struct {
	*Drawer
	*scene
	out   bytes.Buffer
	taken []box // by signs and words
	said  []saying

	sample bool // it is one symbol, and whatever is said of it is written
}

// layers draws the layers of a style, the lowest first. Signs and words are placed
// from the highest down, which come before the others.
func (c *canvas) layers(s *Style) error {
	words := map[int]string{}
	for i, l := range slices.Backward(s.Layers) {
		if l.Type == "symbol" && l.at(c.zoom) {
			text, err := c.symbols(l)
			if err != nil {
				return fmt.Errorf("layer %s: %w", l.ID, err)
			}
			words[i] = text
		}
	}
	for i, sh := range c.sheets {
		if sh.whole {
			continue
		}
		fmt.Fprintf(&c.out, `<clipPath id="t%d"><path d="M%s %sH%sV%sH%sZ"/></clipPath>`, i,
			short(sh.left-0.3), short(sh.top-0.3), short(sh.left+sh.side+0.3), short(sh.top+sh.side+0.3), short(sh.left-0.3))
	}
	for i, l := range s.Layers {
		if !l.at(c.zoom) {
			continue
		}
		var err error
		switch l.Type {
		case "background":
			colour, _ := l.Paint["background-color"].(string)
			fmt.Fprintf(&c.out, `<path fill="%s" d="M0 0H%sV%sH0Z"/>`, colour, short(c.width), short(c.height))
		case "symbol":
			c.out.WriteString(words[i])
		default:
			err = c.shapes(l)
		}
		if err != nil {
			return fmt.Errorf("layer %s: %w", l.ID, err)
		}
	}
	return nil
}

// at tells whether a layer is drawn at a zoom.
func (l Layer) at(zoom float64) bool {
	return l.Source != "selected" && (l.MinZoom == nil || *l.MinZoom <= zoom) && (l.MaxZoom == nil || zoom < *l.MaxZoom)
}

// each calls for the features that a layer shows.
func (c *canvas) each(l Layer, sh sheet, do func(shown, env) error) error {
	for _, f := range sh.layers[l.SourceLayer] {
		if !f.near(c.width, c.height) {
			continue
		}
		e := env{c.zoom, f.props}
		if ok, err := e.truth(l.Filter); err != nil {
			return err
		} else if !ok {
			continue
		}
		if err := do(f, e); err != nil {
			return err
		}
	}
	return nil
}

// shapes draws areas, lines and circles, tile by tile.
func (c *canvas) shapes(l Layer) error {
	for i, sh := range c.sheets {
		var part bytes.Buffer
		err := c.each(l, sh, func(f shown, e env) error {
			switch l.Type {
			case "fill":
				return fill(&part, l, f, e)
			case "line":
				return stroke(&part, l, f, e)
			case "circle":
				return circles(&part, l, f, e, sh)
			}
			return fmt.Errorf("layers of type %s are not drawn", l.Type)
		})
		if err != nil {
			return err
		}
		switch {
		case part.Len() == 0:
		case l.Type == "circle" || sh.whole:
			c.out.Write(part.Bytes())
		default:
			fmt.Fprintf(&c.out, `<g clip-path="url(#t%d)">%s</g>`, i, part.Bytes())
		}
	}
	return nil
}

func fill(w *bytes.Buffer, l Layer, f shown, e env) error {
	colour, err := e.text(l.Paint["fill-color"], "#000000")
	if err != nil {
		return err
	}
	opacity, err := e.number(l.Paint["fill-opacity"], 1)
	if err != nil || opacity == 0 {
		return err
	}
	fmt.Fprintf(w, `<path fill="%s"%s fill-rule="evenodd" d="%s"/>`, colour, share("fill-opacity", opacity), pathOf(linesOf(f.geom), true))
	return nil
}

func stroke(w *bytes.Buffer, l Layer, f shown, e env) error {
	colour, err := e.text(l.Paint["line-color"], "#000000")
	if err != nil {
		return err
	}
	v := map[string]float64{"line-width": 1, "line-opacity": 1, "line-offset": 0}
	for name, otherwise := range v {
		if v[name], err = e.number(l.Paint[name], otherwise); err != nil {
			return err
		}
	}
	width := v["line-width"]
	if v["line-opacity"] == 0 || width == 0 {
		return nil
	}
	lines := linesOf(f.geom)
	for i, line := range lines {
		lines[i] = offset(line, v["line-offset"])
	}
	fmt.Fprintf(w, `<path fill="none" stroke="%s"%s stroke-width="%s"%s%s d="%s"/>`, colour, share("stroke-opacity", v["line-opacity"]), short(width),
		joins(l), dashes(l, width), pathOf(lines, false))
	return nil
}

func joins(l Layer) string {
	text := ""
	for _, property := range []string{"line-join", "line-cap"} {
		if l.Layout[property] == "round" {
			text += ` stroke-` + strings.Replace(property, "-", "", 1) + `="round"`
		}
	}
	return text
}

// dashes are given in widths of the line.
func dashes(l Layer, width float64) string {
	list, ok := l.Paint["line-dasharray"].([]any)
	if !ok {
		return ""
	}
	var lengths []string
	for _, v := range list {
		if n, ok := v.(float64); ok {
			lengths = append(lengths, short(n*width))
		}
	}
	return ` stroke-dasharray="` + strings.Join(lengths, " ") + `"`
}

func circles(w *bytes.Buffer, l Layer, f shown, e env, sh sheet) error {
	v := map[string]float64{"circle-radius": 5, "circle-stroke-width": 0}
	var err error
	for name, otherwise := range v {
		if v[name], err = e.number(l.Paint[name], otherwise); err != nil {
			return err
		}
	}
	colours := map[string]string{"circle-color": "", "circle-stroke-color": ""}
	for name := range colours {
		if colours[name], err = e.text(l.Paint[name], "#000000"); err != nil {
			return err
		}
	}
	for _, p := range pointsOf(f.geom) {
		if !sh.owns(p) {
			continue
		}
		fmt.Fprintf(w, `<circle cx="%s" cy="%s" r="%s" fill="%s" stroke="%s" stroke-width="%s"/>`, short(p[0]), short(p[1]),
			short(v["circle-radius"]+v["circle-stroke-width"]/2), colours["circle-color"], colours["circle-stroke-color"], short(v["circle-stroke-width"]))
	}
	return nil
}

// fine is how far apart the points of a path are at least, in pixels.
const fine = 0.5

func pathOf(lines [][]orb.Point, closed bool) string {
	var pen pathPen
	for _, line := range lines {
		var last orb.Point
		for i, p := range line {
			switch {
			case i == 0:
				pen.MoveTo(p[0], p[1])
			case i < len(line)-1 && math.Hypot(p[0]-last[0], p[1]-last[1]) < fine:
				continue
			default:
				pen.LineTo(p[0], p[1])
			}
			last = p
		}
		if closed {
			pen.Close()
		}
	}
	return pen.String()
}

func share(attribute string, v float64) string {
	if v == 1 {
		return ""
	}
	return fmt.Sprintf(` %s="%s"`, attribute, short(v))
}

// short writes a number with at most two decimals.
func short(v float64) string {
	return strconv.FormatFloat(math.Round(v*100)/100, 'f', -1, 64)
}
