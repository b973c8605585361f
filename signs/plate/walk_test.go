package plate

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/uuid"

	"diming/gazetteer/address"
	"diming/signs/artwork"
)

// TestPlatesAreWalkedStreetBySideByNumber holds the order of a walk, however the
// plates come: the sign of a street, its odd numbers up, its even ones up, then
// the next street; 2 before 12, and 12 before 12-1.
func TestPlatesAreWalkedStreetBySideByNumber(t *testing.T) {
	way := uuid.New()
	held := map[uuid.UUID]address.Address{}
	var plates []Plate
	house := func(street, number, sub, building string) {
		a := address.Address{ID: uuid.New()}
		a.Number, a.Sub, a.Building, a.Names.Township, a.Names.Way = number, sub, building, "清湖街道", street
		if street == "甲路" {
			a.Way = way
		}
		held[a.ID] = a
		plates = append(plates, Plate{ID: uuid.New(), Target: Target{Address: a.ID}, Words: Words{Name: street, Number: strings.Join([]string{number, sub, building}, "-")}})
	}
	for _, h := range [][3]string{{"12", "", ""}, {"2", "", ""}, {"12", "1", ""}, {"3", "", ""}, {"1", "", "10"}, {"1", "", "2"}, {"11", "", ""}} {
		house("甲路", h[0], h[1], h[2])
	}
	house("乙路", "1", "", "")
	plates = append(plates, Plate{ID: uuid.New(), Kind: artwork.Street, Target: Target{Place: way}, Words: Words{Name: "甲路"}})
	want := "乙路1-- 甲路 甲路1--2 甲路1--10 甲路3-- 甲路11-- 甲路2-- 甲路12-- 甲路12-1-"
	for range 20 {
		rand.Shuffle(len(plates), func(i, j int) { plates[i], plates[j] = plates[j], plates[i] })
		var got []string
		for _, p := range Walked(plates, held) {
			got = append(got, p.Name+p.Number)
		}
		if walk := strings.Join(got, " "); walk != want {
			t.Fatalf("walked %s\nwant   %s", walk, want)
		}
	}
}
