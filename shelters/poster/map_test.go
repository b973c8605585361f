package poster

import (
	"testing"

	"github.com/paulmach/orb"
)

// square is a village of so many metres about its point, which stands so far
// east of its middle.
func square(metres, east float64) Poster {
	p := much()
	const lonM, latM = 97_800, 110_900
	at := *p.Outline.Point
	w, e := at[0]-(metres/2+east)/lonM, at[0]+(metres/2-east)/lonM
	s, n := at[1]-metres/2/latM, at[1]+metres/2/latM
	p.Outline.Area = orb.MultiPolygon{{{{w, s}, {e, s}, {e, n}, {w, n}, {w, s}}}}
	p.Outline.Neighbours = nil
	p.Goals = p.Goals[:1]
	p.Goals[0].At = at
	return p
}

func TestTheNameOfAVillageStandsOffItsOutlineWhereThereIsRoom(t *testing.T) {
	b := box{side, 100, mapWide, leastMap}
	for _, east := range []float64{-900, -600, 0, 600, 900} {
		g, _ := groundOf(square(2000, east), b)
		p := square(2000, east)
		label := g.labelOf(p, 16)
		if crossed := g.crossed(p, label); crossed > 0 {
			t.Errorf("point %g m east of the middle: %.1f mm of the outline lie under the name", east, crossed)
		}
		if over := label.shared(g.goalMarks(p)[0]); over > 0 {
			t.Errorf("point %g m east of the middle: %.1f mm² of the name lie over the shelter", east, over)
		}
	}
}

func TestTheNameOfASmallVillageStandsInItAndNotBesideIt(t *testing.T) {
	p := square(400, 0)
	at := *p.Outline.Point
	p.Goals = append(p.Goals, Goal{At: orb.Point{at[0] + 0.01, at[1]}})
	g, _ := groundOf(p, box{side, 100, mapWide, leastMap})
	label := g.labelOf(p, 16)
	if middle := g.off(label.middle()); !p.Outline.Area.Bound().Contains(middle) {
		t.Errorf("the middle of the name lies at %v, out of %v", middle, p.Outline.Area.Bound())
	}
}

func TestTheScaleStandsWhereNoShelterIs(t *testing.T) {
	b := box{side, 100, mapWide, leastMap}
	for _, corner := range []orb.Point{{-1, -1}, {1, -1}, {-1, 1}, {1, 1}} {
		p := square(2000, 0)
		at := *p.Outline.Point
		p.Goals[0].At = orb.Point{at[0] + corner[0]*1800/97_800, at[1] + corner[1]*1000/110_900}
		g, _ := groundOf(p, b)
		bar := g.scaleBox(p)
		if over := bar.shared(g.goalMarks(p)[0]); over > 0 || bar.outside(b) > 1e-9 {
			t.Errorf("shelter at %v: %.1f mm² of the scale over it, %.1f outside the map", corner, over, bar.outside(b))
		}
	}
}
