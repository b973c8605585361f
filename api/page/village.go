package page

import (
	"fmt"
	"html/template"
	"io"
	"time"

	"diming/shelters/card"
	"diming/signs"
)

// A Village is the safety card of a village, with the village as a place.
type Village struct {
	View
	Card card.Card
	Now  time.Time // by which warnings go on and have ended
}

// A villageAttempt is how much of a card a page tries to hold.
type villageAttempt struct {
	attempt
	about                                       bool // meaning, origin and former names
	links                                       int  // of how many shelters all links are shown
	policies, goals, avoid, contacts, addresses int
}

// villageAttempts stand in the order in which things give way. The gravest
// warning, the shelter to go to and the number to ring never do; what is left out
// is said.
var villageAttempts = []villageAttempt{
	{attempt{vertices: 40, neighbours: true, text: 200, former: 8}, true, 3, 6, 3, 4, 6, 3},
	{attempt{vertices: 24, neighbours: true, text: 100, former: 4}, true, 3, 6, 3, 4, 6, 3},
	{attempt{vertices: 24, neighbours: true}, false, 3, 6, 3, 4, 6, 3},
	{attempt{vertices: 12}, false, 3, 6, 3, 4, 6, 3},
	{attempt{vertices: 12}, false, 1, 4, 3, 4, 6, 3},
	{attempt{}, false, 1, 4, 3, 4, 6, 1},
	{attempt{}, false, 1, 2, 3, 4, 4, 1},
	{attempt{}, false, 1, 0, 2, 2, 4, 0},
	{attempt{}, false, 0, 0, 1, 1, 2, 0},
}

// warningsShown is how many warnings a card has at most; the page says how many
// it leaves out.
const warningsShown = 2

// sketchReachM is how far from the village a shelter may lie and still stand in
// its picture.
const sketchReachM = 6000

// villagePage is what the template of a card reads.
type villagePage struct {
	placePage
	V            villageWords
	Alerts       []alertText
	MoreAlerts   string
	Head         string // above the first shelter
	None         bool   // no shelter to go to
	Goals        []goalText
	Avoid        []avoidText
	Call         *callText
	Calls        []callText
	NoNight      bool
	Policies     []policyText
	MorePolicies string
	Fewer        bool // something that a person could have used is left out
	About        bool
}

// RenderVillage writes the safety card of a village.
func RenderVillage(w io.Writer, v Village) error {
	for _, a := range villageAttempts {
		p, err := v.page(a)
		if err != nil {
			return fmt.Errorf("render card of %q: %w", v.Name, err)
		}
		html, err := execute("village", p)
		if err != nil {
			return fmt.Errorf("render card of %q: %w", v.Name, err)
		}
		if fits(html) {
			return write(w, html)
		}
	}
	return fmt.Errorf("render card of %q: %w", v.Name, ErrTooLarge)
}

func (v Village) page(a villageAttempt) (villagePage, error) {
	view := v.View
	view.Links = nil // one is led to a shelter, not to the middle of the village
	if v.Card.From != nil {
		view.Point = v.Card.From
	}
	place, err := view.page(a.attempt)
	p := villagePage{placePage: place, V: villageWordsOf(v.english()), About: a.about && place.Meaning+place.Origin != "" || a.about && len(place.Former) > 0}
	if err != nil {
		return p, err
	}
	p.Kind = "village"
	p.Title = v.Name + " " + p.V.Card
	if v.Demo {
		p.Title += " · " + p.W.Demo // the strip on the page warns instead
	}
	p.alerts(v)
	p.goals(v, a)
	p.calls(v, a.contacts)
	p.policies(v, a.policies)
	return p, p.draw(v, a)
}

// draw puts the shelters into the picture.
func (p *villagePage) draw(v Village, a villageAttempt) error {
	p.SketchLeftOut = a.vertices == 0
	if a.vertices == 0 || v.Card.From == nil {
		p.Sketch = ""
		return nil
	}
	view := v.View
	view.Point = v.Card.From
	s := view.sketch(a.attempt)
	s.Title = v.Name + " " + p.V.Card
	s.PointLabel = p.V.Here
	for _, g := range v.Card.Goals {
		if g.DistanceM <= sketchReachM {
			s.Marks = append(s.Marks, signs.Label{Text: g.Name, At: g.Point})
		}
	}
	svg, err := s.SVG()
	p.Sketch = template.HTML(svg) // SVG escapes the texts that it is given
	return err
}
