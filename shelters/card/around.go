package card

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"
	"github.com/paulmach/orb/geo"
)

// How far from a village its people may stand and still be told by their phone
// which shelter is the nearest, and of how many.
const (
	AroundM      = 20_000
	aroundsShown = 20
)

// An Around is what a phone needs to find the nearest shelter from where it is,
// without telling anybody where that is.
type Around struct {
	Shelters []Goal           // any of which Compose might name, the nearest to the village first
	Barriers []orb.LineString // what nobody can cross in what is warned of, as far as the shelters lie
}

// Around gives what lies around the village of a card. It holds no shelter that
// the card would not send anybody to, so that the two never contradict each other.
func (f *Facts) Around(c Card) Around {
	if c.From == nil {
		return Around{}
	}
	hazards := c.Hazards()
	var a Around
	for _, s := range f.Shelters {
		metres := geo.DistanceHaversine(*c.From, s.Point)
		if metres <= AroundM && f.whyNot(c.From, s, hazards) == WhyNot {
			a.Shelters = append(a.Shelters, Goal{Shelter: s, DistanceM: metres, Left: s.Left()})
		}
	}
	slices.SortFunc(a.Shelters, func(a, b Goal) int {
		return cmp.Or(cmp.Compare(a.DistanceM, b.DistanceM), slices.Compare(a.ID[:], b.ID[:]))
	})
	a.Shelters = a.Shelters[:min(len(a.Shelters), aroundsShown)]
	within := geo.NewBoundAroundPoint(*c.From, 1.5*AroundM) // straight ways between two points of the circle stay inside
	for _, bar := range f.Barriers {
		if bar.counts(hazards) {
			a.Barriers = append(a.Barriers, clip.LineString(within, bar.Line)...)
		}
	}
	return a
}
