package page

import (
	"fmt"
	"io"

	"github.com/paulmach/orb"
)

// A Plate is what the page of a plate's own code says: the standard address, or
// that it no longer stands, and what the plate says where that differs. Nothing
// on it is of a person.
type Plate struct {
	Frame
	Standing bool   // the address stands today
	Text     string // the standard address, from the province down
	Short    string // the same without its divisions
	Pinyin   string // of the street, village or compound
	Says     string // what is on the plate
	Differs  bool   // from what it would say today
	Gone     string // that the plate is void, removed or replaced, in the page's language; "" while it counts
	Reason   string

	PlaceName, PlaceURL string     // of the street, village or compound
	Point               *orb.Point // CGCS2000; where it hangs
}

// RenderPlate writes the page of a plate.
func RenderPlate(w io.Writer, v Plate) error {
	title := v.Says
	if v.Standing {
		title = v.Short
	}
	return notice(w, "plate", struct {
		frame
		Plate
		Size, Position string
	}{v.frame(title), v, sizeClass(title), v.position()})
}

// position is where the plate hangs, in words, to a metre or so.
func (v Plate) position() string {
	switch {
	case v.Point == nil || v.Gone != "":
		return ""
	case v.english():
		return fmt.Sprintf("%.5f° N, %.5f° E", v.Point[1], v.Point[0])
	}
	return fmt.Sprintf("东经 %.5f°，北纬 %.5f°", v.Point[0], v.Point[1])
}
