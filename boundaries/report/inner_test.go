package report

import (
	"math"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"diming/internal/typeset"
)

func TestNumbersInNamesCountAsNumbers(t *testing.T) {
	want := []string{"", "1", "2", "12", "012", "浙赣2", "浙赣2甲", "浙赣12"}
	got := []string{"浙赣12", "12", "浙赣2甲", "2", "", "浙赣2", "012", "1"}
	slices.SortStableFunc(got, natural)
	if got[3] == "012" {
		got[3], got[4] = got[4], got[3] // the same number
	}
	if !slices.Equal(got, want) {
		t.Errorf("order %q, want %q", got, want)
	}
}

func TestTheMapKeepsDistancesAndDirections(t *testing.T) {
	b := orb.Bound{Min: orb.Point{118.4, 28.6}, Max: orb.Point{118.6, 28.9}}
	p := project(b, frameA, frameB)
	south, north, east := p.at(orb.Point{118.5, 28.6}), p.at(orb.Point{118.5, 28.9}), p.at(orb.Point{118.6, 28.75})
	if north.Y >= south.Y || east.X <= north.X {
		t.Error("north is not up, or east not right")
	}
	// 0.3° of latitude here are 33,257 m on the ellipsoid.
	if mm := south.Y - north.Y; math.Abs(mm*p.scale/1000-33257) > 20 {
		t.Errorf("0.3° are %.1f mm at 1:%.0f: %.0f m", mm, p.scale, mm*p.scale/1000)
	}
	for _, q := range []typeset.Point{south, north, east} {
		if q.X < frameA.X || q.X > frameB.X || q.Y < frameA.Y || q.Y > frameB.Y {
			t.Errorf("%v lies outside the frame", q)
		}
	}
}

func TestScalesAreRound(t *testing.T) {
	for need, want := range map[float64]float64{1000: 1000, 1001: 2000, 2100: 2500, 26000: 50000, 183000: 200000} {
		if got := roundScale(need); got != want {
			t.Errorf("scale of %v is %v, want %v", need, got, want)
		}
	}
}

func TestDashesCoverALineAsTheirPatternSays(t *testing.T) {
	pieces := dashed([]typeset.Point{{X: 0}, {X: 3}, {X: 10}}, []float64{2, 1})
	total := 0.0
	for _, piece := range pieces {
		for i := 1; i < len(piece); i++ {
			total += piece[i].X - piece[i-1].X
		}
	}
	if len(pieces) != 4 || math.Abs(total-7) > 1e-9 {
		t.Errorf("%d dashes of %.2f mm in all", len(pieces), total)
	}
}

func TestAStretchThatCrossesABoxIsSeen(t *testing.T) {
	b := box{0, 0, 10, 10}
	for _, test := range []struct {
		p, q typeset.Point
		want bool
	}{
		{typeset.Point{X: -5, Y: 5}, typeset.Point{X: 15, Y: 5}, true},
		{typeset.Point{X: 2, Y: 2}, typeset.Point{X: 3, Y: 3}, true},
		{typeset.Point{X: -5, Y: 8}, typeset.Point{X: 8, Y: 25}, false},
		{typeset.Point{X: 11, Y: 0}, typeset.Point{X: 11, Y: 10}, false},
	} {
		if got := crosses(b, test.p, test.q); got != test.want {
			t.Errorf("%v to %v crosses: %v", test.p, test.q, got)
		}
	}
}

func TestDegreesAreRoundedOnceAndCarry(t *testing.T) {
	for v, want := range map[float64]string{118.4999999999: "118°30′00.00″", 28.75: "28°45′00.00″", 0.0000028: "0°00′00.01″"} {
		if got := degrees(v); got != want {
			t.Errorf("%v is %s, want %s", v, got, want)
		}
	}
}
