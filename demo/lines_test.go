package demo_test

import (
	"testing"

	"diming/boundaries"
	"diming/boundaries/cover"
	"diming/boundaries/line"
)

// TestTheDemosLinesAndAreasAreOne finds nothing in the demo, and one vertex of
// its areas moved by 5 m where it is.
func TestTheDemosLinesAndAreasAreOne(t *testing.T) {
	pool := lined(t)
	store := line.Store{DB: pool}
	now := boundaries.Reader{Internal: true}
	if found, err := store.Check(t.Context(), now, nil); err != nil || len(found) > 0 {
		t.Errorf("check = %+v, %v, want nothing", found, err)
	}
	lines, err := store.List(t.Context(), now, nil)
	if err != nil {
		t.Fatal(err)
	}
	abroad := map[boundaries.Level]int{}
	divisions := boundaries.Store{DB: pool}
	for _, l := range lines {
		if l.B.Kind != line.Division {
			t.Errorf("%s has nobody on side b", l.Name)
			continue
		}
		b, err := divisions.ByID(t.Context(), now, l.B.Division)
		if err != nil {
			t.Fatal(err)
		}
		if b.Code[:6] != "330881" || l.Level < boundaries.Township {
			abroad[l.Level]++
		}
	}
	if abroad[boundaries.Province] != 3 || abroad[boundaries.Prefecture] != 1 || abroad[boundaries.County] != 3 {
		t.Errorf("lines with the neighbours by level: %v, want 3 at a province's border, 1 at a prefecture's, 3 at a county's", abroad)
	}
	areas, err := store.Areas(t.Context(), now, boundaries.Village)
	if err != nil {
		t.Fatal(err)
	}
	ring := areas[7].Polygons[0][0]
	ring[3][0] += 5.0 / 97800
	r, err := cover.Check(t.Context(), areas, 1, nil)
	if err != nil || len(r.Faults) == 0 {
		t.Fatalf("a vertex moved by 5 m: %+v, %v, want it found", r, err)
	}
	for _, f := range r.Faults {
		if dx, dy := f.At[0]-ring[3][0], f.At[1]-ring[3][1]; dx*dx+dy*dy > 0.01*0.01 {
			t.Errorf("%+v lies far from %v", f, ring[3])
		}
	}
}
