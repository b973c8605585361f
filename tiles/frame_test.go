package tiles

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// wavy is a ring with many corners around a point, on the grid of areas.
func wavy(random *rand.Rand, at orb.Point, radius float64) orb.Ring {
	var ring orb.Ring
	for i := range 60 {
		angle, r := float64(i)/60*2*math.Pi, radius*(0.3+0.7*random.Float64())
		ring = append(ring, onGrid(orb.Point{at[0] + r*math.Cos(angle), at[1] + r*math.Sin(angle)}))
	}
	return append(ring, ring[0])
}

// cut is what a frame shows of an area, in square units of the tile's grid by what
// is left of it cell by cell, which is slow and leaves nothing to be joined.
func (f frame) measured(area orb.MultiPolygon) float64 {
	const steps = 400
	inside := 0
	w, h := f.shown.Max[0]-f.shown.Min[0], f.shown.Max[1]-f.shown.Min[1]
	for i := range steps {
		for j := range steps {
			p := orb.Point{f.shown.Min[0] + w*(float64(i)+0.5)/steps, f.shown.Min[1] + h*(float64(j)+0.5)/steps}
			if planar.MultiPolygonContains(area, p) {
				inside++
			}
		}
	}
	return float64(inside) / steps / steps * w * h
}

// An area that is cut has the ground that lies in the frame, holes left out,
// however the frame cuts it.
func TestWhatAFrameCutsOffAnAreaIsItsGroundInTheFrame(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 0))
	f := frameOf(WebMercatorQuad, tileAt(12, 121.5, 23.9))
	side := extent * f.unit
	for range 60 {
		at := orb.Point{f.west + (random.Float64()*1.6-0.3)*side, f.north - (random.Float64()*1.6-0.3)*side}
		r := side * (0.1 + 1.5*random.Float64())
		outer := wavy(random, at, r)
		hole := wavy(random, at, r*0.25)
		area := orb.MultiPolygon{{outer, hole}}
		got := 0.
		for _, ring := range f.rings(area) {
			got += planar.Area(append(orb.Ring(slices.Clone(ring)), ring[0]))
		}
		if want := f.measured(area); math.Abs(got-want) > side*side/200 {
			t.Errorf("area at %v, %.0f m wide: %.0f m² in the frame, want %.0f", at, r, got, want)
		}
	}
}

// What a tile draws does not depend on where a ring begins or which way it goes,
// nor on what is outside.
func TestATileIsDrawnByWhatItShowsAlone(t *testing.T) {
	f := frameOf(WebMercatorQuad, tileAt(12, 121.5, 23.9))
	at := func(x, y float64) orb.Point { return onGrid(orb.Point{f.west + x*f.unit, f.north - y*f.unit}) }
	// A comb of two teeth that reach into the tile from the west.
	comb := func(back float64) orb.Ring {
		return orb.Ring{at(-back, 100), at(500, 100), at(500, 200), at(-900, 200), at(-900, 300), at(700, 300), at(700, 400), at(-back, 400), at(-back, 100)}
	}
	_, want := (&pen{frame: f}).draw(orb.MultiPolygon{{comb(1000)}})
	turned := comb(1000)
	slices.Reverse(turned)
	apart := orb.MultiPolygon{
		{{at(-300, 300), at(700, 300), at(700, 400), at(-300, 400), at(-300, 300)}},
		{{at(-200, 100), at(500, 100), at(500, 200), at(-200, 200), at(-200, 100)}},
	}
	began := append(comb(1000)[3:8:8], comb(1000)[:4]...)
	for what, area := range map[string]orb.MultiPolygon{"longer outside": {{comb(5000)}}, "the other way": {{turned}}, "not joined outside": apart, "begun elsewhere": {{began}}} {
		if _, got := (&pen{frame: f}).draw(area); !cmp.Equal(got, want) {
			t.Errorf("%s: %v, want %v", what, got, want)
		}
	}
	if len(want) == 0 {
		t.Fatal("nothing is drawn")
	}
}

// What is beside the sides of an area is never seen along the edge of a tile.
func TestSidesOfAnAreaAreOpenAtTheFrame(t *testing.T) {
	f := frameOf(WebMercatorQuad, tileAt(12, 121.5, 23.9))
	at := func(x, y float64) orb.Point { return onGrid(orb.Point{f.west + x*f.unit, f.north - y*f.unit}) }
	ring := orb.Ring{at(-500, 1000), at(5000, 1000), at(5000, -500), at(-500, -500), at(-500, 1000)} // the north of the tile
	hole := orb.Ring{at(100, 100), at(100, 200), at(200, 200), at(200, 100), at(100, 100)}
	draw := func(area orb.MultiPolygon) []uint32 {
		p := &pen{frame: f}
		if kind, commands := p.draw(area); kind != mvtPolygon || len(commands) == 0 {
			t.Fatalf("the area is drawn as %d %v", kind, commands)
		}
		return p.sides(area)
	}
	want := &pen{frame: f}
	want.line([]gridPoint{{100, 100}, {100, 200}, {200, 200}, {200, 100}, {100, 100}})
	want.line([]gridPoint{{4160, 1000}, {-64, 1000}}) // westward, as the area lies to the north
	for _, turned := range []bool{false, true} {
		if turned {
			slices.Reverse(ring)
			slices.Reverse(hole)
		}
		for begin := range 4 {
			begun := closeRing(slices.Concat(ring[begin:4], ring[:begin]))
			if d := cmp.Diff(want.commands, draw(orb.MultiPolygon{{begun, slices.Clone(hole)}})); d != "" {
				t.Errorf("turned %v, begun at %d (-want +got):\n%s", turned, begin, d)
			}
		}
	}
	if got := draw(orb.MultiPolygon{{{at(-500, -500), at(-500, 5000), at(5000, 5000), at(5000, -500), at(-500, -500)}}}); len(got) > 0 {
		t.Errorf("an area all around has the sides %v", got)
	}
}

func TestLinesAreCutAtTheFrame(t *testing.T) {
	f := frameOf(WebMercatorQuad, tileAt(12, 121.5, 23.9))
	at := func(x, y float64) orb.Point { return orb.Point{f.west + x*f.unit, f.north - y*f.unit} }
	for _, test := range []struct {
		name string
		line orb.LineString
		want []gridPoint // of each piece, one behind the other
	}{
		{"inside", orb.LineString{at(10, 10), at(20, 10)}, []gridPoint{{10, 10}, {20, 10}}},
		{"through", orb.LineString{at(-500, 10), at(5000, 10)}, []gridPoint{{-64, 10}, {4160, 10}}},
		{"out and in", orb.LineString{at(10, 10), at(10, -500), at(20, -500), at(20, 10)}, []gridPoint{{10, 10}, {10, -64}, {20, -64}, {20, 10}}},
		{"outside", orb.LineString{at(-500, 10), at(10, -600)}, nil},
		{"a point of the grid", orb.LineString{at(10, 10), at(10.1, 10.1)}, nil},
	} {
		var got []gridPoint
		p := &pen{frame: f}
		for _, piece := range f.pieces(test.line) {
			if drawn := p.snap(piece); len(drawn) > 1 {
				got = append(got, drawn...)
			}
		}
		if d := cmp.Diff(test.want, got, cmp.AllowUnexported(gridPoint{})); d != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, d)
		}
	}
}
