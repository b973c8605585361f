package cover_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"diming/boundaries/cover"
)

func TestLinesRunFromJunctionToJunction(t *testing.T) {
	areas := []cover.Area{box("甲", 0, 0, 10, 10), box("乙", 10, 0, 10, 10),
		{Name: "丙", Polygons: orb.MultiPolygon{{orb.Ring{at(0, 10), at(10, 10), at(20, 10), at(20, 20), at(0, 20), at(0, 10)}}}}, box("岛", 30, 0, 5, 5)}
	parts, junctions := cover.Lines(areas)
	pairs := map[[2]int]int{}
	for _, p := range parts {
		pairs[[2]int{min(p.Left, p.Right), max(p.Left, p.Right)}]++
	}
	want := map[[2]int]int{{0, 1}: 1, {0, 2}: 1, {1, 2}: 1, {-1, 0}: 1, {-1, 1}: 1, {-1, 2}: 1, {-1, 3}: 1}
	if len(pairs) != len(want) {
		t.Errorf("pairs = %v, want %v", pairs, want)
	}
	for pair, n := range want {
		if pairs[pair] != n {
			t.Errorf("parts between %v: %d, want %d", pair, pairs[pair], n)
		}
	}
	if len(junctions) != 4 {
		t.Errorf("%d junctions, want 4: %v", len(junctions), junctions)
	}
	for _, j := range junctions {
		if j.Point == at(10, 10) && !slices.Equal(j.Owners, []int{0, 1, 2}) {
			t.Errorf("in the middle meet %v", j.Owners)
		}
	}
}

// TestAreasFromTheirOwnLinesAreTheSame takes real villages, with islands, holes
// and villages that touch themselves, to lines and back.
func TestAreasFromTheirOwnLinesAreTheSame(t *testing.T) {
	areas := append(hualien(t), cover.Area{Name: "环", Polygons: orb.MultiPolygon{{ring(20, 0, 10, 10), ring(22, 2, 5, 5)}}}, box("内", 22, 2, 5, 5))
	parts, _ := cover.Lines(areas)
	for i, a := range areas {
		face, err := cover.Face(parts, i)
		if err != nil {
			t.Fatalf("%s: %v", a.Name, err)
		}
		if bad, is := cover.Validate(cover.Area{Polygons: face}); is {
			t.Errorf("%s: %v", a.Name, bad)
		}
		if got, want := planar.Area(face), planar.Area(a.Polygons); len(face) != len(a.Polygons) || got < want*(1-1e-12) || got > want*(1+1e-12) {
			t.Errorf("%s: area %v in %d polygons, want %v in %d", a.Name, got, len(face), want, len(a.Polygons))
		}
	}
}

func TestLinesThatDoNotCloseAreSaid(t *testing.T) {
	parts := []cover.Part{{Left: 0, Right: 1, Path: orb.LineString{at(0, 0), at(10, 0)}}, {Left: 0, Right: -1, Path: orb.LineString{at(10, 0), at(10, 10)}}}
	_, err := cover.Face(parts, 0)
	var open *cover.OpenError
	if !errors.As(err, &open) || open.At != at(10, 10) {
		t.Errorf("Face = %v, want open at %v", err, at(10, 10))
	}
}

func TestThePartsOfAWholeFillIt(t *testing.T) {
	whole := box("县", 0, 0, 20, 10)
	for name, test := range map[string]struct {
		parts []cover.Area
		want  []cover.Kind
	}{
		"they do":               {[]cover.Area{box("甲", 0, 0, 10, 10), box("乙", 10, 0, 10, 10)}, nil},
		"one is too narrow":     {[]cover.Area{box("甲", 0, 0, 10, 10), box("乙", 10, 0, 9, 10)}, []cover.Kind{cover.Missing}},
		"one reaches beyond":    {[]cover.Area{box("甲", 0, 0, 10, 10), box("乙", 10, 0, 11, 10)}, []cover.Kind{cover.Beyond}},
		"a hole between them":   {[]cover.Area{box("甲", 0, 0, 10, 10), box("乙", 11, 0, 9, 10)}, []cover.Kind{cover.Missing}},
		"all the ground, twice": {[]cover.Area{whole, whole}, []cover.Kind{cover.Beyond}},
	} {
		faults, err := cover.Compare(t.Context(), test.parts, whole, 1)
		if err != nil {
			t.Fatal(err)
		}
		var kinds []cover.Kind
		for _, f := range faults {
			kinds = append(kinds, f.Kind)
		}
		if !slices.Equal(kinds, test.want) {
			t.Errorf("%s: %v, want %v", name, kinds, test.want)
		}
	}
}
