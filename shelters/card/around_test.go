package card

import (
	"testing"

	"github.com/paulmach/orb"
)

// TestWhatLiesAroundNeverContradictsTheCard holds that a phone is told of no shelter
// that the card would send nobody to, and of each barrier that counts.
func TestWhatLiesAroundNeverContradictsTheCard(t *testing.T) {
	stream := orb.LineString{{118.6025, 28.60}, {118.6025, 28.76}}
	for _, test := range []struct {
		name     string
		change   func(*Facts)
		want     string
		barriers int
	}{
		{"all in peace, the nearest first", func(*Facts) {}, "近处 中间 远处 ", 0},
		{"none that is full, closed or unsafe", func(f *Facts) {
			f.Shelters[0].State, f.Shelters[1].State, f.Shelters[2].Appraisal = Full, Closed, Failed
		}, "", 0},
		{"none that is not for what is warned of", func(f *Facts) { warn(f, "typhoon", "red", id(1)); f.Shelters[0].Unfit = []string{"typhoon"} }, "中间 远处 ", 0},
		{"none beyond a barrier", func(f *Facts) { f.Barriers = []Barrier{{Name: "溪", Hazards: []string{"flood"}, Line: stream}} }, "近处 中间 ", 1},
		{"no barrier that does not count", func(f *Facts) {
			warn(f, "typhoon", "red", id(1))
			f.Barriers = []Barrier{{Name: "溪", Hazards: []string{"flood"}, Line: stream}}
		}, "近处 中间 远处 ", 0},
		{"nothing that is too far", func(f *Facts) {
			f.Shelters[2].Point = orb.Point{119.2, 28.68}
			f.Barriers = []Barrier{{Name: "溪", Hazards: []string{"flood"}, Line: orb.LineString{{119.5, 28}, {119.5, 29}}}}
		}, "近处 中间 ", 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := sample()
			test.change(f)
			c := compose(t, f)
			a := f.Around(c)
			if got := names(a.Shelters); got != test.want || len(a.Barriers) != test.barriers {
				t.Errorf("around lie %q and %d barriers, want %q and %d", got, len(a.Barriers), test.want, test.barriers)
			}
			for _, g := range c.Avoid {
				for _, around := range a.Shelters {
					if g.ID == around.ID {
						t.Errorf("%s is to be avoided (%s) and offered", g.Name, g.Why)
					}
				}
			}
		})
	}
	f := sample()
	f.Divisions[2].Point = nil
	if a := f.Around(compose(t, f)); len(a.Shelters) > 0 {
		t.Error("a village without a point has something around it")
	}
}
