package cartography

import (
	"maps"
	"math"
	"slices"
	"strings"
)

// A Style is a style after the MapLibre Style Specification, version 8. It names no
// glyphs: browsers draw every letter from the families of text-font, of which the
// first carries only the weight.
type Style struct {
	Version  int               `json:"version"`
	Name     string            `json:"name"`
	Metadata map[string]any    `json:"metadata"`
	Sprite   string            `json:"sprite"`
	Sources  map[string]Source `json:"sources"`
	Layers   []Layer           `json:"layers"`

	Set     string `json:"-"` // of tiles, that it draws
	lang    string // of who looks
	palette palette
}

// A Source is where a style's features come from: the TileJSON at URL, or Data.
type Source struct {
	Type string         `json:"type"`
	URL  string         `json:"url,omitempty"`
	Data map[string]any `json:"data,omitempty"`
}

// A Layer is one layer of a style.
type Layer struct {
	ID          string         `json:"id"`
	Type        string         `json:"type"`
	Metadata    map[string]any `json:"metadata,omitempty"`
	Source      string         `json:"source,omitempty"`
	SourceLayer string         `json:"source-layer,omitempty"`
	MinZoom     *float64       `json:"minzoom,omitempty"`
	MaxZoom     *float64       `json:"maxzoom,omitempty"`
	Filter      any            `json:"filter,omitempty"`
	Layout      map[string]any `json:"layout,omitempty"`
	Paint       map[string]any `json:"paint,omitempty"`
	Only        []string       `json:"only,omitempty"` // sets that show it, all if none is named; not part of a style
}

// Options are what a style may be asked for in.
type Options struct {
	Lang   string // en puts Pinyin first, anything else the Chinese name
	Pinyin bool   // names have a second line
	Set    string // public or office; the style's own if empty
	Origin string // of the service, https://diming.example.cn
}

// New makes a style. The error is ErrUnknownStyle, also for a set of which there is
// no map.
func New(name string, o Options) (*Style, error) {
	p, err := paletteOf(name)
	if err != nil {
		return nil, err
	}
	if o.Set == "" {
		o.Set = p.Set
	}
	if o.Set != "public" && o.Set != "office" {
		return nil, ErrUnknownStyle
	}
	s := &Style{
		palette: p, Set: o.Set, lang: o.Lang,
		Version: 8, Name: "Diming 地名 · " + Title(name, o.Lang), Sprite: o.Origin + "/styles/sprite",
		Metadata: map[string]any{"diming:style": name, "diming:set": o.Set},
		Sources: map[string]Source{
			"tiles":    {Type: "vector", URL: o.Origin + "/tiles/" + o.Set + ".json"},
			"selected": {Type: "geojson", Data: map[string]any{"type": "FeatureCollection", "features": []any{}}},
		},
	}
	if o.Set == "office" {
		s.Sources["draft"] = Source{Type: "vector", URL: o.Origin + "/tiles/draft.json"}
	}
	for _, l := range base.Layers {
		if len(l.Only) == 0 || slices.Contains(l.Only, o.Set) {
			s.Layers = append(s.Layers, p.dress(l, labelOf(o.Lang, o.Pinyin)))
		}
	}
	return s, nil
}

// Leave keeps of what is not public the layers that shown tells, and no source of
// which nothing is left.
func (s *Style) Leave(shown func(source, layer string) bool) {
	used := map[string]bool{"selected": true, "tiles": true}
	s.Layers = slices.DeleteFunc(s.Layers, func(l Layer) bool {
		gone := l.SourceLayer != "" && !shown(l.Source, l.SourceLayer)
		used[l.Source] = used[l.Source] || !gone
		return gone
	})
	maps.DeleteFunc(s.Sources, func(name string, _ Source) bool { return !used[name] })
}

// dress puts a palette into a layer of the table. The page for the field does the
// same without a server: web/src/cartography.ts.
func (p palette) dress(l Layer, label any) Layer {
	put := func(v any) any { return p.put(v, label) }
	props := func(from map[string]any) map[string]any {
		to := make(map[string]any, len(from))
		for name, v := range from {
			to[name] = scaled(put(v), p.scale(l, name))
		}
		return to
	}
	l.Only, l.Filter = nil, put(l.Filter)
	l.Layout, l.Paint = props(l.Layout), props(l.Paint)
	return l
}

// put exchanges what begins with an @.
func (p palette) put(v any, label any) any {
	switch v := v.(type) {
	case []any:
		all := make([]any, len(v))
		for i, one := range v {
			all[i] = p.put(one, label)
		}
		return all
	case string:
		name, ok := strings.CutPrefix(v, "@")
		switch {
		case !ok:
			return v
		case name == "label":
			return label
		case name == "halo-width":
			return p.Halo
		case base.Fonts[name] != nil:
			return base.Fonts[name]
		}
		return p.Colours[name]
	}
	return v
}

// scale leaves bands as they are: a tile shows too little of its neighbours for wider ones.
func (p palette) scale(l Layer, property string) float64 {
	if l.Paint["line-offset"] != nil {
		return 1
	}
	switch property {
	case "text-size", "icon-size":
		return p.Text
	case "line-width", "circle-radius", "circle-stroke-width":
		return p.Line
	}
	return 1
}

// scaled is a number, or an interpolation of numbers, times something.
func scaled(v any, by float64) any {
	if by == 1 {
		return v
	}
	switch v := v.(type) {
	case float64:
		return math.Round(v*by*100) / 100
	case []any:
		all := slices.Clone(v)
		for i := 4; i < len(all); i += 2 { // behind interpolate, linear, zoom and the first stop
			all[i] = scaled(all[i], by)
		}
		return all
	}
	return v
}

// labelOf is the expression for the words at a division or place: the standard name
// and its Pinyin, the reader's own first, the other small beneath.
func labelOf(lang string, pinyin bool) any {
	name := []any{"get", "name"}
	if !pinyin {
		return name
	}
	reading := []any{"coalesce", []any{"get", "pinyin"}, ""}
	first, second, small := any(name), any(reading), 0.68
	if lang == "en" {
		first, second, small = reading, name, 0.85
	}
	return []any{"case", []any{"==", reading, ""}, name,
		[]any{"format", first, map[string]any{}, "\n", map[string]any{}, second, map[string]any{"font-scale": small}}}
}
