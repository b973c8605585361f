package cartography

import (
	"context"
	"fmt"
	"slices"

	"github.com/paulmach/orb"
)

// A Group of the legend, with its words in both languages.
type Group struct {
	Zh      string  `json:"zh"`
	En      string  `json:"en"`
	Entries []Entry `json:"entries"`
}

// Title is the group's words for a reader; lang is zh or en.
func (g Group) Title(lang string) string { return inLang(lang, g.Zh, g.En) }

// An Entry is one symbol of the map: a feature that is drawn as the map draws it.
type Entry struct {
	Zh         string         `json:"zh"`
	En         string         `json:"en"`
	Layer      string         `json:"layer"` // of the tiles
	Shape      string         `json:"shape"` // line, area, point, or word: a point with its name
	Zoom       float64        `json:"zoom"`
	Properties map[string]any `json:"properties"`

	SVG string `json:"-"` // the symbol
}

// Title is what the symbol means.
func (e Entry) Title(lang string) string { return inLang(lang, e.Zh, e.En) }

// How large the symbol of an entry is, in pixels.
const sampleWide, sampleHigh = 152, 56

// Legend gives the symbols of a style, drawn by the layers that draw the map.
func (d *Drawer) Legend(ctx context.Context, s *Style) ([]Group, error) {
	d.Letters.ready(ctx)
	var all []Group
	for _, g := range base.Legend {
		entries := slices.Clone(g.Entries)
		entries = slices.DeleteFunc(entries, func(e Entry) bool {
			return !slices.ContainsFunc(s.Layers, func(l Layer) bool { return l.SourceLayer == e.Layer })
		})
		for i, e := range entries {
			svg, err := d.sample(s, e)
			if err != nil {
				return nil, fmt.Errorf("legend of %s: %w", e.En, err)
			}
			entries[i].SVG = svg
		}
		if len(entries) > 0 {
			g.Entries = entries
			all = append(all, g)
		}
	}
	return all, nil
}

// sample draws the symbol of an entry on the ground of the map.
func (d *Drawer) sample(s *Style, e Entry) (string, error) {
	const w, h = sampleWide, sampleHigh
	var geom orb.Geometry = orb.Point{w / 2, h / 2}
	switch e.Shape {
	case "line":
		geom = orb.LineString{{6, h - 12}, {w * 0.3, h / 2}, {w * 0.65, h/2 + 4}, {w - 6, 12}}
	case "area":
		geom = orb.Polygon{{{14, 6}, {w - 14, 6}, {w - 14, h - 6}, {14, h - 6}, {14, 6}}}
	}
	on := map[string][]shown{}
	if e.Layer == "divisions" { // an area comes with its sides
		on["division_sides"] = []shown{{geom, e.Properties}}
	}
	if e.Layer != "divisions" || e.Properties["level"] != 3.0 { // in the middle of a county
		on["divisions"] = []shown{{orb.Polygon{{{-w, -h}, {2 * w, -h}, {2 * w, 2 * h}, {-w, 2 * h}, {-w, -h}}}, map[string]any{"level": 3.0}}}
	}
	on[e.Layer] = append(on[e.Layer], shown{geom, e.Properties})
	c := &canvas{Drawer: d, sample: true, scene: &scene{zoom: e.Zoom, width: w, height: h, sheets: []sheet{
		{side: w, whole: true, layers: on},
	}}}
	fmt.Fprintf(&c.out, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" aria-hidden="true">`, sampleWide, sampleHigh, sampleWide, sampleHigh)
	if err := c.layers(s); err != nil {
		return "", err
	}
	c.out.WriteString("</svg>")
	return c.out.String(), nil
}
