package artwork

import (
	"errors"
	"testing"
)

// TestTheNearestShelterStandsBelowTheCode holds the line to its zone, clear of the
// code, and the other parts to theirs.
func TestTheNearestShelterStandsBelowTheCode(t *testing.T) {
	font, err := new(Library).Font(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range []Kind{DoorBig, DoorMiddle} {
		l, _ := Standard(kind)
		c := Content{Kind: kind, Name: "江城北路", Number: "12号", Postcode: "324100", Code: "HTTPS://DIMING.EXAMPLE.CN/Q/0123456789", Serial: "0123-456-789", Shelter: "避灾点 村文化礼堂 向东北直线约350米"}
		d, err := Draw(font, l, National, c)
		if err != nil {
			t.Fatal(err)
		}
		zone := d.Zones[Shelter]
		if zone.H < l.HeightMM*0.12 || zone.Y < d.Code.Y+d.Code.H {
			t.Errorf("%s: the line stands at %+v, the code at %+v", kind, zone, *d.Code)
		}
		for part, other := range d.Zones {
			if part != Shelter && other.Y+other.H > zone.Y+1e-6 {
				t.Errorf("%s: %s at %+v reaches into the line at %+v", kind, part, other, zone)
			}
		}
	}
	small, _ := Standard(DoorSmall)
	small.CodeMM = 80
	var none *NoRoomError
	if _, err := Draw(font, small, National, Content{Kind: DoorSmall, Name: "江城北路", Number: "1号", Shelter: "避灾点"}); small.HasShelter() || !errors.As(err, &none) {
		t.Errorf("on a plate without room: %v, want a NoRoomError", err)
	}
}
