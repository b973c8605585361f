package assign

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"github.com/google/uuid"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"diming/boundaries/compass"
)

// id is a uuid that sorts by its number.
func id(n int) uuid.UUID {
	return uuid.MustParse(fmt.Sprintf("00000000-0000-7000-8000-%012d", n))
}

// at is a point so many hundred metres or so east and north of a corner.
func at(east, north float64) orb.Point { return orb.Point{118.6 + east*0.00102, 28.7 + north*0.0009} }

func village(n, people int, p orb.Point) Village {
	return Village{ID: id(n), Code: fmt.Sprintf("3308810032%02d", n), Point: &p, People: &people}
}

func TestWhyPeopleFindNoPlace(t *testing.T) {
	river := Barrier{ID: id(900), Name: "示例溪", Line: orb.LineString{at(10, -50), at(10, 50)}}
	nowhere, unknown := village(4, 10, at(0, 0)), village(5, 10, at(0, 0))
	nowhere.Point, unknown.People = nil, nil
	in := Input{ReachM: 3000, Barriers: []Barrier{river},
		Villages: []Village{village(1, 30, at(0, 0)), village(2, 20, at(12, 0)), village(3, 5, at(100, 0)), nowhere, unknown},
		Shelters: []Shelter{{ID: id(101), Point: at(2, 0), Capacity: 25}}}
	got := Make(in)
	if want := []Short{{id(1), 5, Full}, {id(2), 20, CutOff}, {id(3), 5, TooFar}, {id(4), 10, NoPoint}, {id(5), 0, NoNumber}}; !slices.Equal(got.Shorts, want) {
		t.Errorf("without a place: %+v, want %+v", got.Shorts, want)
	}
	if len(got.Rows) != 1 || got.Rows[0].Places != 25 || got.Rows[0].Village != id(1) {
		t.Errorf("rows: %+v", got.Rows)
	}
}

func TestAPlanIsForAllTogether(t *testing.T) {
	// The first village is near both; were it to take the nearest, the second,
	// which reaches that one alone, would have none.
	in := Input{ReachM: 1000, Villages: []Village{village(1, 10, at(0, 0)), village(2, 10, at(8, 0))},
		Shelters: []Shelter{{ID: id(101), Point: at(1, 0), Capacity: 10}, {ID: id(102), Point: at(-3, 0), Capacity: 10}}}
	got := Make(in)
	if len(got.Shorts) != 0 || len(got.Rows) != 2 || got.Rows[0].Shelter != id(102) || got.Rows[1].Shelter != id(101) {
		t.Errorf("%+v", got)
	}
}

func TestWhatAnOfficerSetIsKeptWhereItCanBe(t *testing.T) {
	river := Barrier{ID: id(900), Line: orb.LineString{at(30, -50), at(30, 50)}}
	in := Input{ReachM: 1000, Barriers: []Barrier{river},
		Villages: []Village{village(1, 10, at(0, 0)), village(2, 10, at(0, 1))},
		Shelters: []Shelter{{ID: id(101), Point: at(0, 0.5), Capacity: 10}, {ID: id(102), Point: at(20, 0), Capacity: 6}, {ID: id(103), Point: at(40, 0), Capacity: 50}},
		ByHand:   []Row{{Village: id(1), Shelter: id(102), Places: 8}, {Village: id(1), Shelter: id(103), Places: 2}, {Village: id(1), Shelter: id(199), Places: 1}}}
	got := Make(in)
	// Further than the reach is the officer's to say; over capacity and across a barrier is not.
	i := slices.IndexFunc(got.Rows, func(r Row) bool { return r.Shelter == id(102) })
	if i < 0 || got.Rows[i].Places != 6 || !got.Rows[i].ByHand {
		t.Errorf("rows: %+v, want 6 at the shelter set by hand", got.Rows)
	}
	var whys []string
	for _, d := range got.Dropped {
		whys = append(whys, fmt.Sprint(d.Places, d.Why))
	}
	if want := []string{"2full", "2cut_off", "1gone"}; !slices.Equal(whys, want) {
		t.Errorf("dropped %v, want %v", whys, want)
	}
}

// randomInput is a county of so many villages and shelters, with streams across it.
func randomInput(r *rand.Rand, villages, shelters, streams int, size float64) Input {
	in := Input{ReachM: 5000}
	spot := func() orb.Point { return at(r.Float64()*size, r.Float64()*size) }
	for i := range villages {
		v := village(i, 0, spot())
		v.Code = fmt.Sprintf("330881%06d", i)
		switch n := r.IntN(200); {
		case n == 0:
			v.Point = nil
		case n == 1:
			v.People = nil
		default:
			*v.People = 20 + r.IntN(300)
		}
		in.Villages = append(in.Villages, v)
	}
	for j := range shelters {
		in.Shelters = append(in.Shelters, Shelter{ID: id(100000 + j), Point: spot(), Capacity: 50 + r.IntN(200)})
	}
	for range streams {
		b := Barrier{ID: uuid.New()}
		for p, k := spot(), 0; k < 20; k++ {
			b.Line = append(b.Line, p)
			p = orb.Point{p[0] + (r.Float64()-0.4)*0.005, p[1] + (r.Float64()-0.5)*0.005}
		}
		in.Barriers = append(in.Barriers, b)
	}
	return in
}

func TestAPlanHoldsWhatItPromises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 2))
		in := randomInput(r, r.IntN(20), r.IntN(15), r.IntN(3), 80)
		for range r.IntN(4) {
			if len(in.Villages) > 0 && len(in.Shelters) > 0 {
				in.ByHand = append(in.ByHand, Row{Village: in.Villages[r.IntN(len(in.Villages))].ID, Shelter: in.Shelters[r.IntN(len(in.Shelters))].ID, Places: 1 + r.IntN(100)})
			}
		}
		in.ByHand = slices.CompactFunc(in.ByHand, func(a, b Row) bool { return a.Village == b.Village && a.Shelter == b.Shelter })
		made := Make(in)
		holds(t, in, made)
		r.Shuffle(len(in.Villages), func(i, j int) { in.Villages[i], in.Villages[j] = in.Villages[j], in.Villages[i] })
		r.Shuffle(len(in.Shelters), func(i, j int) { in.Shelters[i], in.Shelters[j] = in.Shelters[j], in.Shelters[i] })
		if again := Make(in); !reflect.DeepEqual(made, again) {
			t.Fatalf("another order has another plan: %+v and %+v", made, again)
		}
	})
}

func holds(t rapid.TB, in Input, made Made) {
	placed, short, taken := map[uuid.UUID]int{}, map[uuid.UUID]int{}, map[uuid.UUID]int{}
	for _, r := range made.Rows {
		v := in.Villages[slices.IndexFunc(in.Villages, func(v Village) bool { return v.ID == r.Village })]
		s := in.Shelters[slices.IndexFunc(in.Shelters, func(s Shelter) bool { return s.ID == r.Shelter })]
		placed[r.Village] += r.Places
		if taken[r.Shelter] += r.Places; taken[r.Shelter] > s.Capacity || r.Places <= 0 {
			t.Fatalf("%d people in the %d places of %s", taken[r.Shelter], s.Capacity, s.ID)
		}
		if crossed := Crossed(in.Barriers, *v.Point, s.Point); len(crossed) > 0 {
			t.Fatalf("%+v crosses %v", r, crossed)
		}
		if _, m := compass.Azimuth(*v.Point, s.Point); m != r.DistanceM || m > float64(in.ReachM) && !r.ByHand {
			t.Fatalf("%+v is %f m", r, m)
		}
	}
	for _, s := range made.Shorts {
		short[s.Village] += s.People
	}
	for _, v := range in.Villages {
		if v.People != nil && placed[v.ID]+short[v.ID] != *v.People {
			t.Fatalf("of %d people of %s %d have a place and %d have none", *v.People, v.Code, placed[v.ID], short[v.ID])
		}
	}
}

func TestALineThatIsTouchedIsCrossed(t *testing.T) {
	line := []Barrier{{ID: id(1), Line: orb.LineString{{1, 0}, {1, 1}, {2, 2}}}}
	for _, test := range []struct {
		p, q orb.Point
		want bool
	}{
		{orb.Point{0, 0.5}, orb.Point{2, 0.5}, true},
		{orb.Point{0, 0.5}, orb.Point{1, 0.5}, true},
		{orb.Point{0, 0.5}, orb.Point{0.9, 0.5}, false},
		{orb.Point{0, 1}, orb.Point{2, 1}, true},
		{orb.Point{1, 0.2}, orb.Point{1, 0.4}, true},
		{orb.Point{1, 1.2}, orb.Point{1, 3}, false},
		{orb.Point{0, -1}, orb.Point{3, -1}, false},
	} {
		if got := newBarriers(line).between(test.p, test.q); got != test.want {
			t.Errorf("from %v to %v: %t, want %t", test.p, test.q, got, test.want)
		}
	}
}

// BenchmarkACounty plans for 323 villages and 400 shelters, as 江山市 may have: on
// 45 by 45 km, and all within reach of one another.
func BenchmarkACounty(b *testing.B) {
	for _, size := range []float64{450, 45} {
		in := randomInput(rand.New(rand.NewPCG(1, 1)), 323, 400, 30, size)
		b.Run(fmt.Sprintf("%.0fkm", size/10), func(b *testing.B) {
			for b.Loop() {
				Make(in)
			}
		})
	}
}

// TestPlacesAreSetAgainstPeople has eight villages of 450 people around one open
// shelter with five places left, and what else may be within reach.
func TestPlacesAreSetAgainstPeople(t *testing.T) {
	river := Barrier{ID: id(900), Line: orb.LineString{at(60, -50), at(60, 50)}}
	in := Input{ReachM: 3000, Barriers: []Barrier{river}, Shelters: []Shelter{{ID: id(101), Point: at(2, 0), Capacity: 115}, {ID: id(102), Point: at(3, 0), Capacity: 500}}}
	var asked []uuid.UUID
	for n := range 8 {
		people := 50
		if n == 0 {
			people = 100
		}
		in.Villages, asked = append(in.Villages, village(n+1, people, at(float64(n), 1))), append(asked, id(n+1))
	}
	unknown, empty, beyond := village(20, 0, at(1, 1)), village(21, 0, at(1, 2)), village(22, 10, at(300, 0))
	unknown.People = nil
	in.Villages = append(in.Villages, unknown, empty, beyond, village(23, 1000, at(0, 0))) // the last is not asked about
	asked = append(asked, id(20), id(21), id(22), id(99))
	got := in.Place(asked, map[uuid.UUID]int{id(101): 5})
	people, places := 0, 0
	for n := range 8 {
		p := got[id(n+1)]
		if people, places = people+*p.People, places+p.Places; p.Why != Full {
			t.Errorf("village %d: %+v, want what is near enough to be full", n+1, p)
		}
	}
	if people != 450 || places != 5 {
		t.Errorf("%d people find %d places, want 450 and 5", people, places)
	}
	for n, want := range map[int]string{20: "", 21: "", 22: TooFar, 99: NoPoint} {
		if got[id(n)].Why != want {
			t.Errorf("village %d: %+v, want %q", n, got[id(n)], want)
		}
	}
	if len(got) != len(asked) {
		t.Errorf("%d villages are answered, %d were asked about", len(got), len(asked))
	}
	got = in.Place(asked, map[uuid.UUID]int{id(101): 5, id(102): 445})
	for n := range 8 {
		if p := got[id(n+1)]; p.Why != "" || p.Places != *p.People {
			t.Errorf("with 450 places village %d has %+v", n+1, p)
		}
	}
	if got = in.Place(asked, nil); got[id(20)].Why != TooFar {
		t.Errorf("with nothing open a village of unknown size has %+v", got[id(20)])
	}
}
