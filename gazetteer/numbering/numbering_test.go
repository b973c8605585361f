package numbering

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"diming/boundaries/compass"
)

var middle = orb.Point{118.62, 28.74}

// m is a position so many metres east and north of the middle.
func m(e, n float64) orb.Point {
	p := planeAt(middle)
	return orb.Point{middle[0] + e/p.kx, middle[1] + n/p.ky}
}

func street(ps ...orb.Point) Street { return Street{Line: orb.MultiLineString{orb.LineString(ps)}} }

func gates(ps ...orb.Point) []Gate {
	var out []Gate
	for i, p := range ps {
		out = append(out, Gate{ID: fmt.Sprintf("g%03d", i), At: p})
	}
	return out
}

func numbers(t *testing.T, s Scheme, st Street, gs []Gate) string {
	t.Helper()
	plan, err := Number(s, st, "", gs)
	if err != nil {
		t.Fatal(err)
	}
	return shown(s, plan)
}

func shown(s Scheme, plan Plan) string {
	var out []string
	for _, r := range plan.Rows {
		if r.Refused {
			out = append(out, "×")
			continue
		}
		out = append(out, strings.TrimSuffix(s.Format(r.Number, r.Sub), "号"))
	}
	return strings.Join(out, " ")
}

// Each wanted row follows from the scheme's own words by hand.
func TestEachSchemeNumbersAsWorkedByHand(t *testing.T) {
	ew, ns := street(m(0, 0), m(100, 0)), street(m(0, 0), m(0, 100))
	// West to east: two gates north, two south.
	onEW := gates(m(20, 8), m(30, 8), m(20, -8), m(30, -8))
	// South to north: two gates west, two east.
	onNS := gates(m(-8, 20), m(-8, 30), m(8, 20), m(8, 30))
	beijing, ningbo, fujian, fuyang := Known()[0], Known()[1], Known()[2], Known()[3]
	for _, c := range []struct {
		name   string
		s      Scheme
		st     Street
		gs     []Gate
		expect string
	}{
		// East to west: of the north side the eastern (x=30) comes first: 1, then 3; south 2, 4.
		{"Beijing east–west", beijing, ew, onEW, "3 1 4 2"},
		// North to south: of the west side the northern (y=30) is 1; east even.
		{"Beijing north–south", beijing, ns, onNS, "3 1 4 2"},
		{"Fuyang north and west odd", fuyang, ew, onEW, "3 1 4 2"},
		// East to west, the left hand is south: south odd, north even.
		{"Fujian east–west", fujian, ew, onEW, "4 2 3 1"},
		// South to north, the left hand is west: west odd, the southern first.
		{"Fujian south–north", fujian, ns, onNS, "1 3 2 4"},
		// In from the mouth at the south: right (east) odd, left even.
		{"Beijing dead end", beijing, Street{Line: ns.Line, DeadEnd: true, Start: new(m(0, -5))}, onNS, "2 4 1 3"},
		// One-sided: only odd numbers.
		{"Beijing one-sided", beijing, Street{Line: ew.Line, OneSided: true}, onEW[:2], "3 1"},
		// From the east 5 m (1); 20 m on is 8 m above 12: one number per 4 m keeps 3 and 5, so 7.
		{"Fujian empty land", fujian, ew, gates(m(95, -8), m(75, -8)), "1 7"},
		{"Ningbo wider gap", ningbo, ew, gates(m(95, 8), m(75, 8)), "1 7"},
		// The gap of 12 m exactly keeps none.
		{"Fujian no gap", fujian, ew, gates(m(95, -8), m(83, -8)), "1 3"},
	} {
		if got := numbers(t, c.s, c.st, c.gs); got != c.expect {
			t.Errorf("%s: %s, want %s", c.name, got, c.expect)
		}
	}
	shanghai := Known()[4]
	// From the east, 4 m a number on each side: 3 m lies in the first 4 m (1),
	// 5 m in the second (3), 13 m in the fourth (7): 5 is the spare of the third,
	// which a gate at 9 m takes later. Across the street, at 3 m, 2.
	apart := gates(m(97, 8), m(95, 8), m(87, 8), m(97, -8))
	if got := numbers(t, shanghai, ew, apart); got != "1 3 7 2" {
		t.Errorf("Shanghai: %s", got)
	}
	for i, n := range []int{1, 3, 7, 2} {
		apart[i].Number = n
	}
	if got := numbers(t, shanghai, ew, append(apart, Gate{ID: "later", At: m(91, 8)})); got != "1 3 7 2 5" {
		t.Errorf("Shanghai's spare: %s", got)
	}
	// Villages of the Fujian-like model count by natural village, here in rows
	// of 10 m in from a gate at the south-west: the first row from the left.
	hamlet := gates(m(-10, 0), m(0, 1), m(10, 2), m(5, 15))
	if plan, err := Block(fujian, new(m(0, -40)), 10, hamlet); err != nil || shown(fujian, plan) != "1 2 3 4" {
		t.Errorf("a natural village: %s, %v", shown(fujian, plan), err)
	}
	alley := gates(m(95, -8), m(90, -8), m(85, -8))
	alley[1].Alley = true // takes 3, so the house behind it is 5
	if got := numbers(t, fujian, ew, alley); got != "1 3 5" {
		t.Errorf("alley: %s", got)
	}
	var row []Gate
	var want []string
	for i := range 10 { // no number is left out for being 4, 13 or 14
		row = append(row, gates(m(95-float64(i)*5, 8), m(95-float64(i)*5, -8))...)
		want = append(want, fmt.Sprint(2*i+1), fmt.Sprint(2*i+2))
	}
	if got := numbers(t, beijing, ew, row); got != strings.Join(want, " ") {
		t.Errorf("numbers are skipped: %s", got)
	}
	byMetres := fujian
	byMetres.Mode, byMetres.MetresPerNumber = ByDistance, 10
	// From the east 5 m: slot 0, 1; 7 m: slot 0 again, 1-1; 35 m: slot 3, 7.
	if got := numbers(t, byMetres, ew, gates(m(95, -8), m(93, -8), m(65, -8))); got != "1 1-1 7" {
		t.Errorf("by distance: %s", got)
	}
}

func TestAnInsertedGateTakesAReservedNumberElseTheOneBefore(t *testing.T) {
	s, st := Known()[2], street(m(0, 0), m(100, 0))
	gs := gates(m(95, -8), m(85, -8), m(80, -8), m(75, -8), m(70, -8))
	gs[0].Number, gs[4].Number = 1, 5 // 3 is free; then 3 is the number before
	if got := numbers(t, s, st, gs); got != "1 3 3-1 3-2 5" {
		t.Error(got)
	}
	gs[4].Number = 3 // nothing is free behind 1
	if got := numbers(t, s, st, gs); got != "1 1-1 1-2 1-3 3" {
		t.Error(got)
	}
	for insert, want := range map[string]string{"-": "12-1号", "之": "12之1号", "附": "12附1号"} {
		s.Insert = insert
		if got := s.Format(12, 1); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

func TestAYardIsNumberedInAnS(t *testing.T) {
	yard := gates(m(-20, 20), m(20, 20), m(-20, -20), m(20, -20)) // NW NE SW SE
	beijing, fujian := Known()[0], Known()[2]
	// From NE west to NW, then the row below from W to E.
	plan, err := Block(beijing, nil, 15, yard)
	if got := shown(beijing, plan); err != nil || got != "2 1 3 4" {
		t.Error(got, err)
	}
	// In by a gate in the south, going north: left is west. SW, SE, then NE, NW.
	plan, err = Block(fujian, new(m(0, -60)), 15, yard)
	if got := shown(fujian, plan); err != nil || got != "4 3 1 2" {
		t.Error(got, err)
	}
	if _, err = Block(fujian, nil, 15, yard); err == nil {
		t.Error("a yard without its gate is numbered from it")
	}
}

func TestNothingIsDroppedAndBadStreetsSayWhatToDo(t *testing.T) {
	s, line := Known()[0], street(m(0, 0), m(100, 0))
	gs := gates(m(50, 5000), m(50, 8), m(50, 0), orb.Point{math.NaN(), 28})
	plan, err := Number(s, line, "", gs)
	if err != nil || shown(s, plan) != "× 1 × ×" {
		t.Fatal(shown(s, plan), err)
	}
	if why := plan.Rows[0].Reason.ZH; !strings.Contains(why, "5000米") {
		t.Error(why)
	}
	for word, st := range map[string]Street{
		"没有中心线":  {},
		"环路":     street(m(0, 0), m(50, 0), m(50, 50), m(0, 0)),
		"没有首尾相接": {Line: orb.MultiLineString{{m(0, 0), m(10, 0)}, {m(20, 0), m(30, 0)}}},
		"指定起点":   {Line: line.Line, DeadEnd: true},
		"没有长度":   street(m(0, 0), m(0, 0)),
	} {
		_, err := Number(s, st, "", gs)
		if e := (*Error)(nil); !errors.As(err, &e) || !strings.Contains(e.ZH, word) {
			t.Errorf("%s: %v", word, err)
		}
	}
}

func TestEachOwnerNumbersItsOwnAlone(t *testing.T) {
	s, st := Known()[0], street(m(0, 0), m(100, 0))
	gs := gates(m(90, 8), m(80, 8), m(70, 8))
	gs[0].Owner, gs[1].Owner, gs[2].Owner = "a", "b", "a"
	gs[1].Number = 77
	plan, err := Number(s, st, "a", gs)
	if err != nil || shown(s, plan) != "1 77 3" || !plan.Rows[1].Left {
		t.Error(shown(s, plan), err)
	}
}

func TestANumberThatStandsAnywhereIsNotGivenAgain(t *testing.T) {
	s, st := Known()[0], street(m(0, 0), m(100, 0))
	// 1 stands 5 km away, and 2 on the odd side: the house behind 2 is not 4
	// but odd, and of the even side the first house is 4.
	gs := gates(m(50, 5000), m(95, 8), m(85, 8), m(95, -8))
	gs[0].Number, gs[1].Number = 1, 2
	plan, err := Number(s, st, "", gs)
	if err != nil {
		t.Fatal(err)
	}
	if r := plan.Rows[2]; r.Number != 3 || r.Sub != 0 {
		t.Errorf("%+v", r)
	}
	if r := plan.Rows[3]; r.Number != 4 || r.Sub != 0 {
		t.Errorf("%+v", r)
	}
}

func TestACheckSaysWhatIsWrong(t *testing.T) {
	s, st := Known()[0], street(m(0, 0), m(100, 0))
	gs := gates(m(95, 8), m(85, 8), m(75, 8), m(65, 8), m(55, 8), m(50, 900))
	for i, n := range []int{1, 1, 4, 21, 5, 7} {
		gs[i].Number = n
	}
	found, err := Check(s, st, gs)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range found {
		got = append(got, f.ID+" "+f.Kind)
	}
	// Of 1, 1, 21, 5 the 21 is out of order, and has room for the 3 that is missing.
	if want := []string{"g001 duplicate", "g002 parity", "g003 order", "g005 distance"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	good := gates(m(95, 8), m(85, 8))
	good[0].Number, good[1].Number = 1, 3
	if found, err := Check(s, st, good); err != nil || len(found) > 0 {
		t.Error(found, err)
	}
}

// Of what stands on one side the free numbers are told: those that the
// distance explains are a gap, more of them a jump.
func TestFreeNumbersAreToldAsAGapWhereTheSchemeKeepsThem(t *testing.T) {
	s, st := Known()[2], street(m(0, 0), m(100, 0))
	// 20 m on, 8 m above 12: two are kept (3, 5). Then 9 m on, none is: 13 jumps.
	gs := gates(m(95, -8), m(75, -8), m(66, -8), m(90, 8))
	gs[0].Number, gs[1].Number, gs[2].Number, gs[3].Number = 1, 7, 13, 6
	found, err := Check(s, st, gs)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, f := range found {
		got[f.ID+" "+f.Kind] = f.Reason.ZH
	}
	if len(got) != 3 || !strings.Contains(got["g001 gap"], "3、5") || got["g002 jump"] == "" || !strings.Contains(got["g003 gap"], "2、4") {
		t.Errorf("%v", got)
	}
}

// Two townships share a street of one name: the second series begins behind
// the first, and does not take what the first keeps.
func TestUnderOneNameANumberStandsOnce(t *testing.T) {
	s, st := Known()[2], street(m(0, 0), m(100, 0))
	gs := gates(m(95, -8), m(75, -8), m(60, -8), m(55, -8), m(60, 8))
	for i := range gs {
		gs[i].Owner = "b"
	}
	gs[0].Owner, gs[0].Number, gs[1].Owner, gs[1].Number = "a", 1, "a", 7
	for once, want := range map[bool]string{true: "1 7 9 11 2", false: "1 7 1 3 2"} {
		st.Once = once
		plan, err := Number(s, st, "b", gs)
		if err != nil || shown(s, plan) != want {
			t.Errorf("once %v: %s, %v, want %s", once, shown(s, plan), err, want)
		}
	}
	gs[0].Elsewhere, gs[1].Elsewhere, st.Once = true, true, true // of another name
	if plan, err := Number(s, st, "b", gs); err != nil || shown(s, plan) != "1 7 1 3 2" {
		t.Errorf("elsewhere: %s, %v", shown(s, plan), err)
	}
}

// However its line is drawn, a street has the same numbers.
func TestTheSameStreetDrawnOtherwiseHasTheSameNumbers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rnd := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		line := orb.LineString{m(0, 0)}
		for x := 60.0; x <= 300; x += 60 {
			line = append(line, m(x, rnd.Float64()*50-25))
		}
		var ps []orb.Point
		for range 40 {
			ps = append(ps, m(rnd.Float64()*300, rnd.Float64()*100-50))
		}
		gs := gates(ps...)
		s := rapid.SampledFrom(Known()).Draw(t, "scheme")
		number := func(l orb.MultiLineString) string {
			plan, err := Number(s, Street{Line: l}, "", gs)
			if err != nil {
				t.Fatal(err)
			}
			return shown(s, plan)
		}
		want := number(orb.MultiLineString{line})
		back := slices.Clone(line)
		slices.Reverse(back)
		mid := orb.Point{(line[2][0] + line[3][0]) / 2, (line[2][1] + line[3][1]) / 2}
		for how, l := range map[string]orb.MultiLineString{
			"the other way": {back},
			"a vertex more": {slices.Insert(slices.Clone(line), 3, mid)},
			"in parts":      {line[3:], back[2:]},
		} {
			if got := number(l); got != want {
				t.Fatalf("%s: %s\nwant %s", how, got, want)
			}
		}
	})
}

func TestMetresAreThoseOfTheGeodesic(t *testing.T) {
	for _, lat := range []float64{18, 30, 53} {
		a, b := orb.Point{118, lat}, orb.Point{118.07, lat + 0.06}
		p := planeAt(orb.Point{118.035, lat + 0.03})
		_, want := compass.Azimuth(a, b)
		if got := dist(p.to(a), p.to(b)); math.Abs(got/want-1) > 1e-3 {
			t.Errorf("at %g°: %.2f m, the geodesic is %.2f m", lat, got, want)
		}
	}
}

// BenchmarkNumber numbers 5,000 gates on 200 curved streets.
func BenchmarkNumber(b *testing.B) {
	rnd := rand.New(rand.NewPCG(1, 2))
	var streets []Street
	var on [][]Gate
	for range 200 {
		var line []orb.Point
		for x := 0.0; x <= 500; x += 10 {
			line = append(line, m(x, 30*math.Sin(x/80)))
		}
		var ps []orb.Point
		for range 25 {
			ps = append(ps, m(rnd.Float64()*500, rnd.Float64()*120-60))
		}
		streets, on = append(streets, street(line...)), append(on, gates(ps...))
	}
	s := Known()[2]
	for b.Loop() {
		for i := range streets {
			if _, err := Number(s, streets[i], "", on[i]); err != nil {
				b.Fatal(err)
			}
		}
	}
}
