package assign

import (
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// brute gives the most that can be brought and the least that this costs, by
// trying every way to bring each person.
func brute(t *transport) (people, cost int) {
	free := append([]int(nil), t.room...)
	best := func(a, b [2]int) bool { return a[0] > b[0] || a[0] == b[0] && a[1] < b[1] }
	var try func(i, left int) [2]int
	try = func(i, left int) [2]int {
		for left == 0 {
			if i++; i == len(t.supply) {
				return [2]int{}
			}
			left = t.supply[i]
		}
		found := try(i, left-1) // this person stays
		for j, c := range t.cost[i] {
			if c == never || free[j] == 0 {
				continue
			}
			free[j]--
			r := try(i, left-1)
			free[j]++
			if r[0]++; best([2]int{r[0], r[1] + c}, found) {
				found = [2]int{r[0], r[1] + c}
			}
		}
		return found
	}
	r := try(-1, 0)
	return r[0], r[1]
}

func (t *transport) total() (people, cost int) {
	for i := range t.flow {
		for j, n := range t.flow[i] {
			people, cost = people+n, cost+n*max(t.cost[i][j], 0)
		}
	}
	return people, cost
}

// drawn is a small transport in which much must give way: numbers drawn evenly,
// where rapid's own are mostly the smallest.
func drawn(r *rand.Rand) *transport {
	t := &transport{}
	shelters := 1 + r.IntN(3)
	for range 1 + r.IntN(3) {
		costs := make([]int, shelters)
		for j := range costs {
			if costs[j] = r.IntN(8); r.IntN(5) == 0 {
				costs[j] = never
			}
		}
		t.supply, t.cost = append(t.supply, r.IntN(4)), append(t.cost, costs)
	}
	for range shelters {
		t.room = append(t.room, r.IntN(4))
	}
	return t
}

func TestTheFlowIsAsGoodAsTryingEverything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		for range 10 {
			tr := drawn(r)
			tr.solve()
			tr.holds(t)
			people, cost := tr.total()
			if most, least := brute(tr); people != most || cost != least {
				t.Fatalf("%d people at %d metres, want %d at %d: %+v", people, cost, most, least, tr)
			}
		}
	})
}

// holds fails where a flow is none: people of nowhere, places that are not there.
func (t *transport) holds(tb rapid.TB) {
	taken := make([]int, len(t.room))
	for i := range t.flow {
		sent := 0
		for j, n := range t.flow[i] {
			if n < 0 || n > 0 && t.cost[i][j] == never {
				tb.Fatalf("%d of village %d go to shelter %d: %+v", n, i, j, t)
			}
			sent, taken[j] = sent+n, taken[j]+n
		}
		if sent > t.supply[i] {
			tb.Fatalf("of %d people %d are sent", t.supply[i], sent)
		}
	}
	for j := range taken {
		if taken[j] > t.room[j] {
			tb.Fatalf("%d people in %d places", taken[j], t.room[j])
		}
	}
}
