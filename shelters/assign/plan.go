// Package assign says to which shelters the people of each village go, for each
// kind of disaster: as near as can be for all of them together, none over its
// capacity, and never across what nobody can cross then.
//
// The plan is a pure function, Make; the store writes what an officer accepted.
// What finds no place is named with why.
package assign

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"diming/boundaries/compass"
)

// A Village is whose people are to find a place.
type Village struct {
	ID     uuid.UUID
	Code   string
	Name   string
	Point  *orb.Point // nil: nobody knows where it is
	People *int       // nil: nobody knows how many
}

// A Shelter is where they may go.
type Shelter struct {
	ID       uuid.UUID
	Name     string
	Point    orb.Point
	Capacity int // for the disaster planned for
}

// A Barrier is a line that nobody crosses in the disaster planned for.
type Barrier struct {
	ID   uuid.UUID
	Name string
	Line orb.LineString
}

// Why people find no place.
const (
	Full     = "full"      // what is near enough is full
	CutOff   = "cut_off"   // all that is near enough lies across a barrier
	TooFar   = "too_far"   // nothing that suits is near enough
	NoPoint  = "no_point"  // nobody knows where the village is
	NoNumber = "no_number" // nobody knows how many they are
)

// Whys are all of them.
var Whys = []string{Full, CutOff, TooFar, NoPoint, NoNumber}

// A Row is how many of a village go to a shelter.
type Row struct {
	Village   uuid.UUID
	Shelter   uuid.UUID
	Places    int
	DistanceM float64 // in a straight line, which is never a way
	ByHand    bool    // an officer said so
}

// A Short is for how many of a village there is no place.
type Short struct {
	Village uuid.UUID
	People  int // 0 where their number is not known
	Why     string
}

// A Dropped is a row that an officer set and that cannot be kept.
type Dropped struct {
	Row
	Why string // Full, CutOff, or gone where the shelter or the village no longer is
}

// Gone is why a row set by hand is dropped whose shelter stands no more, does not
// suit or failed, or whose village is none any more.
const Gone = "gone"

// A Made is a plan for one kind of disaster, its rows in order of village and distance.
type Made struct {
	Rows    []Row
	Shorts  []Short
	Dropped []Dropped
}

// An Input is what a plan is made from.
type Input struct {
	Villages []Village
	Shelters []Shelter
	Barriers []Barrier
	ByHand   []Row // set by officers: kept as they are where they can be
	ReachM   int   // how far people go at most
}

// Make plans. The same input, in whatever order, has the same plan.
func Make(in Input) Made {
	p := planning{Input: in, made: Made{Rows: []Row{}, Shorts: []Short{}, Dropped: []Dropped{}}}
	p.sort()
	p.keepByHand()
	p.solve()
	p.order()
	return p.made
}

// A planning is one making of a plan.
type planning struct {
	Input
	made Made
	left []int // people of each village without a place yet
	free []int // places of each shelter not yet taken
	walk *barriers
	set  map[pair]bool // what an officer set: that many and no more
}

type pair struct{ village, shelter uuid.UUID }

func (p *planning) sort() {
	p.Villages = slices.Clone(p.Villages)
	p.Shelters = slices.Clone(p.Shelters)
	p.ByHand = slices.Clone(p.ByHand)
	slices.SortFunc(p.Villages, func(a, b Village) int {
		return cmp.Or(strings.Compare(a.Code, b.Code), slices.Compare(a.ID[:], b.ID[:]))
	})
	slices.SortFunc(p.Shelters, func(a, b Shelter) int { return slices.Compare(a.ID[:], b.ID[:]) })
	slices.SortFunc(p.ByHand, func(a, b Row) int {
		return cmp.Or(slices.Compare(a.Village[:], b.Village[:]), slices.Compare(a.Shelter[:], b.Shelter[:]))
	})
	p.left, p.free = make([]int, len(p.Villages)), make([]int, len(p.Shelters))
	for i, v := range p.Villages {
		if v.People != nil {
			p.left[i] = max(0, *v.People)
		}
	}
	for j, s := range p.Shelters {
		p.free[j] = max(0, s.Capacity)
	}
	p.walk, p.set = newBarriers(p.Barriers), map[pair]bool{}
}

// keepByHand keeps what officers set, as far as there are people and places for it.
// A row of a village whose number of people is not known is kept whole.
func (p *planning) keepByHand() {
	for _, r := range p.ByHand {
		i := slices.IndexFunc(p.Villages, func(v Village) bool { return v.ID == r.Village })
		j := slices.IndexFunc(p.Shelters, func(s Shelter) bool { return s.ID == r.Shelter })
		if i < 0 || j < 0 || p.Villages[i].Point == nil {
			p.made.Dropped = append(p.made.Dropped, Dropped{r, Gone})
			continue
		}
		if p.walk.between(*p.Villages[i].Point, p.Shelters[j].Point) {
			p.made.Dropped = append(p.made.Dropped, Dropped{r, CutOff})
			continue
		}
		_, metres := compass.Azimuth(*p.Villages[i].Point, p.Shelters[j].Point)
		kept := min(r.Places, p.free[j])
		if p.Villages[i].People != nil {
			kept = min(kept, p.left[i])
			p.left[i] -= kept
		}
		p.free[j] -= kept
		if kept > 0 {
			p.set[pair{r.Village, r.Shelter}] = true
			p.made.Rows = append(p.made.Rows, Row{r.Village, r.Shelter, kept, metres, true})
		}
		if kept < r.Places {
			r.Places -= kept
			p.made.Dropped = append(p.made.Dropped, Dropped{r, Full})
		}
	}
}

func (p *planning) solve() {
	t := &transport{supply: p.left, room: p.free, cost: make([][]int, len(p.Villages))}
	metres := make([][]float64, len(p.Villages))
	whys := make([]string, len(p.Villages))
	for i, v := range p.Villages {
		t.cost[i], metres[i], whys[i] = p.around(v, p.left[i])
	}
	t.solve()
	for i, v := range p.Villages {
		short := p.left[i]
		for j, n := range t.flow[i] {
			if n > 0 {
				short -= n
				p.made.Rows = append(p.made.Rows, Row{v.ID, p.Shelters[j].ID, n, metres[i][j], false})
			}
		}
		if short > 0 || whys[i] == NoNumber {
			p.made.Shorts = append(p.made.Shorts, Short{v.ID, short, whys[i]})
		}
	}
}

// around gives what it costs each person of a village to go to each shelter, in
// whole metres, and why those who find no place find none.
func (p *planning) around(v Village, people int) (costs []int, metres []float64, why string) {
	costs, metres = make([]int, len(p.Shelters)), make([]float64, len(p.Shelters))
	for j := range costs {
		costs[j] = never
	}
	switch {
	case v.People == nil:
		return costs, metres, NoNumber
	case v.Point == nil:
		return costs, metres, NoPoint
	case people == 0:
		return costs, metres, Full
	}
	why = TooFar
	for j, s := range p.Shelters {
		if _, metres[j] = compass.Azimuth(*v.Point, s.Point); metres[j] > float64(p.ReachM) {
			continue
		}
		if p.walk.between(*v.Point, s.Point) {
			if why == TooFar {
				why = CutOff
			}
			continue
		}
		if why = Full; !p.set[pair{v.ID, s.ID}] {
			costs[j] = int(math.Round(metres[j]))
		}
	}
	return costs, metres, why
}

func (p *planning) order() {
	rank := map[uuid.UUID]int{}
	for i, v := range p.Villages {
		rank[v.ID] = i
	}
	slices.SortFunc(p.made.Rows, func(a, b Row) int {
		return cmp.Or(cmp.Compare(rank[a.Village], rank[b.Village]), cmp.Compare(a.DistanceM, b.DistanceM), slices.Compare(a.Shelter[:], b.Shelter[:]))
	})
}
