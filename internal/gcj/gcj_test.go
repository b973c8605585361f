package gcj

import (
	"math"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"
	"pgregory.net/rapid"
)

func apart(a, b orb.Point) float64 { return max(math.Abs(a[0]-b[0]), math.Abs(a[1]-b[1])) }

// The values are those that the open coordtransform libraries of several
// languages give for Beijing.
func TestShiftsAgreeWithOtherCode(t *testing.T) {
	beijing := orb.Point{116.404, 39.915}
	for _, test := range []struct {
		name      string
		got, want orb.Point
	}{
		{"WGS 84 to GCJ-02", FromWGS84(beijing), orb.Point{116.41024449916938, 39.91640428150164}},
		{"GCJ-02 to BD-09", ToBD09(beijing), orb.Point{116.41036949371029, 39.92133699351021}},
	} {
		if apart(test.got, test.want) > 1e-9 {
			t.Errorf("%s = %v, want %v", test.name, test.got, test.want)
		}
	}
}

func TestTheShiftComesBackWithinAMetre(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		// A margin keeps clear of the edge, where the shift jumps.
		const margin = 0.05
		p := orb.Point{
			rapid.Float64Range(west+margin, east-margin).Draw(t, "lon"),
			rapid.Float64Range(south+margin, north-margin).Draw(t, "lat"),
		}
		g := FromWGS84(p)
		if d := geo.DistanceHaversine(ToWGS84(g), p); d > 0.01 {
			t.Fatalf("ToWGS84(FromWGS84(%v)) is %.3f m away", p, d)
		}
		if d := apart(g, p); d == 0 || d > 0.02 {
			t.Fatalf("FromWGS84(%v) moves it by %g degrees", p, d)
		}
		b := ToBD09(g)
		if d := geo.DistanceHaversine(ToWGS84(FromBD09(b)), p); d > 0.01 {
			t.Fatalf("%v through BD-09 and back is %.3f m away", p, d)
		}
	})
}

func TestOutsideTheBoxNothingIsShifted(t *testing.T) {
	for _, p := range []orb.Point{{2.35, 48.86}, {-74, 40.7}, {140, 35}, {110, -7}, {0, 0}} {
		for name, shift := range map[string]func(orb.Point) orb.Point{
			"FromWGS84": FromWGS84, "ToWGS84": ToWGS84, "ToBD09": ToBD09, "FromBD09": FromBD09,
		} {
			if got := shift(p); got != p {
				t.Errorf("%s(%v) = %v, want it unchanged", name, p, got)
			}
		}
	}
}
