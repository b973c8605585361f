package page

import (
	"fmt"
	"html/template"

	"diming/signs"
)

// An attempt is how much of a place a page tries to hold. What an attempt
// leaves out, its page says.
type attempt struct {
	vertices   int // of the outline; 0 leaves the sketch out
	neighbours bool
	text       int // characters of each long text; 0 keeps all
	former     int // former names; 0 keeps all
}

// attempts stand in the order in which things give way: fine corners, then
// neighbours, the picture, and only then words.
var attempts = []attempt{
	{vertices: 60, neighbours: true},
	{vertices: 40, neighbours: true},
	{vertices: 24, neighbours: true},
	{vertices: 12},
	{},
	{text: 400, former: 12},
	{text: 200, former: 8},
}

// placePage is what the template of a place reads.
type placePage struct {
	frame
	View
	Origin        string
	Size          string
	Sketch        template.HTML
	SketchLeftOut bool
	Cut           bool
	FullURL       string
	Position      string
}

func (v View) page(a attempt) (placePage, error) {
	p := placePage{frame: v.frame(v.Name), View: v, Size: sizeClass(v.Name), FullURL: v.FullURL}
	if len(v.Chain) > 0 {
		p.Title += " · " + v.Chain[len(v.Chain)-1].Name
	}
	if p.FullURL == "" {
		p.FullURL = "/q/" + string(v.Token) + ".json"
	}
	p.cut(a)
	if len(v.Links) > 0 {
		p.Position = v.position()
	}
	drawable := v.Point != nil || len(v.Outline) > 0 || len(v.Ways) > 0
	p.SketchLeftOut = drawable && a.vertices == 0
	if !drawable || p.SketchLeftOut {
		return p, nil
	}
	svg, err := v.sketch(a).SVG()
	p.Sketch = template.HTML(svg) // SVG escapes the texts that it is given
	return p, err
}

func (v View) sketch(a attempt) signs.Sketch {
	s := signs.Sketch{
		Title: v.Name, Outline: v.Outline, Ways: v.Ways, Point: v.Point, PointLabel: v.Name, Labels: v.Labels,
		Budget: a.vertices, Demo: v.Demo, English: v.english(),
	}
	if a.neighbours {
		s.Neighbours = v.Neighbours
	}
	return s
}

// cut shortens the long texts to what a allows and remembers that it did.
func (p *placePage) cut(a attempt) {
	p.Origin = p.History
	for _, text := range []*string{&p.Meaning, &p.Origin} {
		if r := []rune(*text); a.text > 0 && len(r) > a.text {
			*text, p.Cut = string(r[:a.text])+"……", true
		}
	}
	if a.former > 0 && len(p.Former) > a.former {
		p.Former, p.Cut = p.Former[:a.former], true
	}
}

// position is the place's own point in words, to a metre or so.
func (v View) position() string {
	if v.Point == nil {
		return ""
	}
	east, north := v.Point[0], v.Point[1]
	if v.english() {
		return fmt.Sprintf("%.5f° N, %.5f° E", north, east)
	}
	return fmt.Sprintf("东经 %.5f°，北纬 %.5f°", east, north)
}

// sizeClass chooses the type of a name so that it fills a narrow phone's line:
// 4, 6 or 8 characters of 328 pixels.
func sizeClass(name string) string {
	switch n := len([]rune(name)); {
	case n <= 4:
		return "s1"
	case n <= 5:
		return "s2"
	case n <= 7:
		return "s3"
	default:
		return ""
	}
}
