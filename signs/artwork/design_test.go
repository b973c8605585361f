package artwork_test

import (
	"errors"
	"strings"
	"testing"

	"diming/boundaries"
	"diming/signs/artwork"
)

func TestTheDefaultsOfTheSettingsAreTheStandardLayouts(t *testing.T) {
	for _, k := range artwork.Kinds() {
		setting, err := boundaries.Known(boundaries.SettingPlateSize + string(k))
		if err != nil {
			t.Fatal(err)
		}
		want, _ := artwork.Standard(k)
		d := artwork.Default()
		if err := d.Resize(k, setting.Default, setting.Basis); err != nil {
			t.Errorf("%s: %v", k, err)
			continue
		}
		if got, _ := d.Layout(k); got.WidthMM != want.WidthMM || got.HeightMM != want.HeightMM || got.CodeMM != want.CodeMM || got.RimMM != want.RimMM {
			t.Errorf("%s by its setting is %vx%v/%v rim %v, the standard one %vx%v/%v rim %v", k, got.WidthMM, got.HeightMM, got.CodeMM, got.RimMM, want.WidthMM, want.HeightMM, want.CodeMM, want.RimMM)
		}
	}
}

func TestASizeThatIsNoneIsRefused(t *testing.T) {
	setting, err := boundaries.Known(boundaries.SettingPlateSize + "door_small")
	if err != nil {
		t.Fatal(err)
	}
	d := artwork.Default()
	for _, size := range []string{"", "150", "150x", "x90", "150x90/", "150x90/100", "60x90/40", "9x90", "150×90", "150x90/40/40", "-150x90", "1e3x90"} {
		var wrong *artwork.SizeError
		if err := d.Resize(artwork.DoorSmall, size, "依据"); !errors.As(err, &wrong) {
			t.Errorf("%q: %v, want a SizeError", size, err)
		}
		if _, err := setting.Check(size); err == nil {
			t.Errorf("the setting takes %q", size)
		}
	}
	if got, _ := d.Layout(artwork.DoorSmall); got.WidthMM != 150 {
		t.Errorf("a refused size changed the layout: %+v", got)
	}
	if err := d.Resize("banner", "150x90", "依据"); err == nil || !strings.Contains(err.Error(), "banner") {
		t.Errorf("an unknown kind: %v", err)
	}
}

func TestACityThatDeviatesHasItsOwnPlates(t *testing.T) {
	d := artwork.Default()
	if err := d.Resize(artwork.DoorSmall, "200x120/50", "本市规定"); err != nil {
		t.Fatal(err)
	}
	l, _ := d.Layout(artwork.DoorSmall)
	if l.WidthMM != 200 || l.HeightMM != 120 || l.CodeMM != 50 || l.RimMM != 120*0.04 || l.Basis != "本市规定" {
		t.Errorf("the layout is %+v", l)
	}
	if other, _ := artwork.Standard(artwork.DoorSmall); other.WidthMM != 150 {
		t.Errorf("another city's layout changed, too: %+v", other)
	}
}
