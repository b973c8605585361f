package numbering

import (
	"fmt"
	"strings"
	"testing"

	"github.com/paulmach/orb"
)

// fortyGates stand along 420 m, odd ones in the north, numbered as the scheme
// gives them, with gaps of so many metres.
func fortyGates(t *testing.T, s Scheme) (Street, []Gate) {
	t.Helper()
	st := street(m(0, 0), m(420, 0))
	var ps []orb.Point
	for i := range 40 {
		ps = append(ps, m(410-float64(i/2)*20, 8-float64(i%2)*16))
	}
	plan, err := Number(s, st, "", gates(ps...))
	if err != nil {
		t.Fatal(err)
	}
	var standing []Gate
	for _, r := range plan.Rows {
		standing = append(standing, r.Gate)
	}
	return st, standing
}

// One gate that was put in between, as the scheme says, is no reason to blame
// those behind it.
func TestAnInsertedGateMakesNoOtherOneWrong(t *testing.T) {
	for _, s := range Known() {
		st, standing := fortyGates(t, s)
		in, err := Try(s, st, "", standing, Gate{ID: "in", At: m(225, 8)})
		if err != nil || in.Number == 0 || in.Before == nil || in.After == nil {
			t.Fatalf("%s: %+v, %v", s.Name, in, err)
		}
		gate := in.Gate
		if found, err := Check(s, st, append(standing, gate)); err != nil || len(wrong(found)) > 0 {
			t.Errorf("%s with %s put in: %v, %v", s.Name, s.Format(gate.Number, gate.Sub), found, err)
		}
		gate.Number, gate.Sub = standing[10].Number, 1 // an insert behind a number that stands elsewhere on its side
		found, err := Check(s, st, append(standing, gate))
		if bad := wrong(found); err != nil || len(bad) != 1 || bad[0].ID != "in" || bad[0].Kind != "order" {
			t.Errorf("%s with %s out of order: %v, %v", s.Name, s.Format(gate.Number, gate.Sub), bad, err)
		}
	}
}

// wrong leaves out the free numbers that a scheme keeps.
func wrong(found []Finding) []Finding {
	var bad []Finding
	for _, f := range found {
		if f.Kind != "gap" {
			bad = append(bad, f)
		}
	}
	return bad
}

func TestOnlyTheGateThatIsWrongIsBlamed(t *testing.T) {
	s := Known()[0]
	for what, test := range map[string]struct {
		at          int
		number, sub int
		want        string
	}{
		"far too high":          {10, 99, 0, "g010 order"},
		"the other side's":      {10, 12, 0, "g010 duplicate, g010 parity"},
		"an insert of no gate":  {38, 37, 1, ""},
		"an insert without one": {38, 39, 1, "g038 differs"},
		"swapped":               {10, 13, 0, "g010 order"},
		"skipping":              {38, 45, 0, "g038 jump"},
	} {
		st, standing := fortyGates(t, s)
		standing[test.at].Number, standing[test.at].Sub = test.number, test.sub
		if what == "swapped" {
			standing[12].Number = 11
		}
		found, err := Check(s, st, standing)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range found {
			got = append(got, f.ID+" "+f.Kind)
			if f.Reason.ZH == "" || f.Reason.EN == "" {
				t.Errorf("%s: no reason in %+v", what, f)
			}
		}
		if strings.Join(got, ", ") != test.want {
			t.Errorf("%s: %v, want %s", what, found, test.want)
		}
	}
}

func TestOneGateIsTriedBetweenItsNeighbours(t *testing.T) {
	s := Known()[0]
	st, standing := fortyGates(t, s)
	standing[30].Number = 99 // out of order: no neighbour of anybody
	try := func(x, y float64) *Trial {
		t.Helper()
		in, err := Try(s, st, "", standing, Gate{ID: "in", At: m(x, y)})
		if err != nil {
			t.Fatal(err)
		}
		return in
	}
	in := try(225, 8) // behind 19, before 21; over the street 20 and 22
	if got := fmt.Sprintln(s.Format(in.Number, in.Sub), in.Side, in.Chainage, in.Before.Number, in.After.Number, in.Across[0].Number, in.Across[1].Number, in.Strays); got != "19-1号 right 195 19 21 20 22 1\n" {
		t.Error(got)
	}
	for number, want := range map[[2]int]string{{19, 1}: "", {19, 2}: "differs", {18, 1}: "parity", {20, 0}: "duplicate", {21, 0}: "duplicate", {17, 1}: "order", {23, 1}: "order", {43, 0}: "order", {400, 0}: "parity"} {
		if got := kinds(in.Against(number[0], number[1])); got != want {
			t.Errorf("%v: %s, want %s", number, got, want)
		}
	}
	if end := try(5, 8); end.Number != 41 || end.After != nil || kinds(end.Against(43, 0)) != "jump" || kinds(end.Against(41, 0)) != "" || kinds(end.Against(39, 1)) != "differs" {
		t.Errorf("at the end: %+v", end)
	}
	if behind := try(105, 8); behind.Before.Number != 29 || behind.Number != 31 { // 31 stood where 99 stands now
		t.Errorf("beside one that is out of order: %+v", behind)
	}
	for off, at := range map[string][2]float64{"distance": {200, 300}, "line": {200, 0}} {
		if in := try(at[0], at[1]); in.Off != off || in.Number != 0 || kinds(in.Against(19, 3)) != off || kinds(in.Against(20, 0)) != "duplicate" {
			t.Errorf("%s: %+v", off, in)
		}
	}
	if in, err := Try(s, st, "", standing, Gate{NoPoint: true}); err != nil || in.Off != "no_point" {
		t.Errorf("without a position: %+v, %v", in, err)
	}
}

func TestWhatASchemeKeepsIsNotGivenWithoutAWord(t *testing.T) {
	s, st := Known()[2], street(m(0, 0), m(200, 0)) // one number for 4 m beyond 12
	standing := gates(m(195, -8), m(155, -8))
	standing[0].Number, standing[1].Number = 1, 17
	in, err := Try(s, st, "", standing, Gate{ID: "in", At: m(175, -8)})
	if err != nil || in.Number != 3 || kinds(in.Against(9, 0)) != "reserved" {
		t.Errorf("between: %+v, %v", in, err)
	}
	end, err := Try(s, st, "", standing, Gate{ID: "in", At: m(115, -8)}) // 40 m behind 17
	if err != nil || end.Number != 33 || kinds(end.Against(19, 0)) != "reserved" || kinds(end.Against(35, 0)) != "jump" {
		t.Errorf("behind: %+v, %v", end, err)
	}
}

func TestWithoutAStreetHousesCountOneAfterAnother(t *testing.T) {
	s := Known()[0]
	standing := gates(m(0, 0), m(50, 0), m(400, 0))
	standing[0].Number, standing[1].Number, standing[2].Number = 1, 2, 5
	in := TryPlace(s, standing, Gate{ID: "in", At: m(40, 0)})
	if in.Number != 6 || in.Across[0].Number != 2 || in.Across[1].Number != 1 {
		t.Errorf("%+v", in)
	}
	for number, want := range map[[2]int]string{{6, 0}: "", {3, 0}: "reserved", {9, 0}: "jump", {5, 0}: "duplicate", {2, 1}: "differs", {3, 1}: "differs"} {
		if got := kinds(in.Against(number[0], number[1])); got != want {
			t.Errorf("%v: %s, want %s", number, got, want)
		}
	}
	if first := TryPlace(s, nil, Gate{NoPoint: true}); first.Number != 1 || len(first.Against(1, 0)) > 0 {
		t.Errorf("%+v", first)
	}
	untried := Untried(s, standing, Gate{}, "untried", Text{"没有中心线", "no line"})
	if kinds(untried.Against(7, 0)) != "untried" || kinds(untried.Against(5, 0)) != "duplicate" {
		t.Errorf("%+v", untried)
	}
}

func kinds(found []Finding) string {
	var all []string
	for _, f := range found {
		all = append(all, f.Kind)
	}
	return strings.Join(all, " ")
}
