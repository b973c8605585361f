package artwork

import (
	"fmt"
	"math"
)

// A Colour is how a ground or a text is printed, in sRGB.
type Colour struct{ R, G, B uint8 }

// Colours of plates. The film that a workshop uses is named in its order; these
// are what a screen and a proof show.
var (
	White = Colour{255, 255, 255}
	Black = Colour{0, 0, 0}
	Blue  = Colour{0, 73, 153}
	Green = Colour{0, 115, 60}
	Red   = Colour{200, 16, 30}
)

func (c Colour) hex() string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }

// Bearing is how a street lies 走向.
type Bearing string

// Bearings.
const (
	Unknown    Bearing = ""
	EastWest   Bearing = "ew"
	NorthSouth Bearing = "ns"
)

// BearingOf is how a street lies whose ends see each other at an azimuth, in
// degrees from north. At 45° exactly it counts as east–west.
func BearingOf(azimuth float64) Bearing {
	if math.IsNaN(azimuth) || math.IsInf(azimuth, 0) {
		return Unknown
	}
	folded := math.Mod(math.Mod(azimuth, 180)+180, 180)
	if folded >= 45 && folded <= 135 {
		return EastWest
	}
	return NorthSouth
}

// Scheme is which ground a street's plates have by its bearing. GB 17733 has
// blue for east–west and green for north–south; cities deviate.
type Scheme struct{ EastWest, NorthSouth Colour }

// National is the scheme of GB 17733.
var National = Scheme{EastWest: Blue, NorthSouth: Green}

func (s Scheme) of(b Bearing) Colour {
	if b == NorthSouth {
		return s.NorthSouth
	}
	return s.EastWest
}
