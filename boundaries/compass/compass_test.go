package compass_test

import (
	"errors"
	"math"
	"testing"

	"github.com/paulmach/orb"

	"diming/boundaries/compass"
)

// TestEachDirectionBeginsAtItsEdge holds all sixteen words against the degrees and
// minutes of the regulation, at both edges.
func TestEachDirectionBeginsAtItsEdge(t *testing.T) {
	minutes := func(deg, min float64) float64 { return deg + min/60 }
	for _, test := range []struct {
		word     string
		from, to float64 // to belongs to the next
	}{
		{"北", minutes(348, 45), minutes(11, 15)},
		{"北偏东北", minutes(11, 15), minutes(33, 45)},
		{"东北", minutes(33, 45), minutes(56, 15)},
		{"东偏东北", minutes(56, 15), minutes(78, 45)},
		{"东", minutes(78, 45), minutes(101, 15)},
		{"东偏东南", minutes(101, 15), minutes(123, 45)},
		{"东南", minutes(123, 45), minutes(146, 15)},
		{"南偏东南", minutes(146, 15), minutes(168, 45)},
		{"南", minutes(168, 45), minutes(191, 15)},
		{"南偏西南", minutes(191, 15), minutes(213, 45)},
		{"西南", minutes(213, 45), minutes(236, 15)},
		{"西偏西南", minutes(236, 15), minutes(258, 45)},
		{"西", minutes(258, 45), minutes(281, 15)},
		{"西偏西北", minutes(281, 15), minutes(303, 45)},
		{"西北", minutes(303, 45), minutes(326, 15)},
		{"北偏西北", minutes(326, 15), minutes(348, 45)},
	} {
		second := 1.0 / 3600
		for deg, want := range map[float64]bool{test.from - second: false, test.from: true, test.from + second: true, test.to - second: true, test.to: false} {
			if got := compass.Word(deg) == test.word; got != want {
				t.Errorf("%s is %s: %v, want %v", compass.Text(deg), test.word, got, want)
			}
		}
	}
	for deg, want := range map[float64]string{-1: "北", 360: "北", 720 + 90: "东", -90: "西"} {
		if got := compass.Word(deg); got != want {
			t.Errorf("Word(%v) = %s, want %s", deg, got, want)
		}
	}
}

func TestAzimuthsGoThereAndBack(t *testing.T) {
	for _, test := range []struct {
		to        orb.Point
		deg, dist float64
	}{
		{orb.Point{118.6, 28.8}, 0, 11083.3},
		{orb.Point{118.5, 28.7}, 270.02, 9771},
		{orb.Point{118.7, 28.8}, 41.4, 14770},
		{orb.Point{118.6, 28.6}, 180, 11083.1},
	} {
		from := orb.Point{118.6, 28.7}
		deg, dist := compass.Azimuth(from, test.to)
		if math.Abs(deg-test.deg) > 0.05 || math.Abs(dist-test.dist) > 10 {
			t.Errorf("to %v: %.3f°, %.2f m, want %v°, %v m", test.to, deg, dist, test.deg, test.dist)
		}
		back, same := compass.Azimuth(test.to, from)
		if d := math.Abs(compass.Normal(back-deg) - 180); d > 0.1 || math.Abs(same-dist) > 1e-6 {
			t.Errorf("back from %v: %.3f°, %.2f m", test.to, back, same)
		}
	}
}

func TestGridAndMagneticNorth(t *testing.T) {
	if m := compass.Meridian(118.6); m != 120 {
		t.Errorf("Meridian(118.6) = %v, want 120", m)
	}
	place := orb.Point{118.6, 28.7}
	if c, want := compass.Convergence(place), -1.4*math.Sin(28.7*math.Pi/180); math.Abs(c-want) > 0.001 {
		t.Errorf("west of the central meridian: %v, want %v", c, want)
	}
	if c := compass.Convergence(orb.Point{118, 28.7}); c <= 0 {
		t.Errorf("east of the central meridian: %v, want above 0", c)
	}
	if c := compass.Convergence(orb.Point{117, 28.7}); c != 0 {
		t.Errorf("on the central meridian: %v, want 0", c)
	}
	d := -5.5
	for _, north := range []compass.North{compass.True, compass.Grid, compass.Magnetic} {
		deg, err := compass.ToTrue(10, north, place, &d)
		if err != nil {
			t.Fatal(err)
		}
		if back, err := compass.FromTrue(deg, north, place, &d); err != nil || math.Abs(back-10) > 1e-9 {
			t.Errorf("%s there and back: %v, %v", north, back, err)
		}
	}
	if deg, err := compass.ToTrue(3, compass.Magnetic, place, &d); err != nil || math.Abs(deg-357.5) > 1e-9 {
		t.Errorf("3° magnetic with 5.5° west = %v, %v, want 357.5", deg, err)
	}
	var unknown *compass.NoDeclinationError
	if _, err := compass.ToTrue(3, compass.Magnetic, place, nil); !errors.As(err, &unknown) {
		t.Errorf("without the declination: %v, want a NoDeclinationError", err)
	}
	if _, err := compass.ToTrue(3, "left", place, nil); err == nil {
		t.Error("another north: no error")
	}
}

func TestDegreesAsText(t *testing.T) {
	for deg, want := range map[float64]string{0: "0°00′00″", 348.75: "348°45′00″", 359.99999: "0°00′00″", -0.5: "359°30′00″", 11.2525: "11°15′09″"} {
		if got := compass.Text(deg); got != want {
			t.Errorf("Text(%v) = %s, want %s", deg, got, want)
		}
	}
}
