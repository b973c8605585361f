package assign

import "math"

// A transport is who is to be brought where: supplies at villages, room at
// shelters, and what each person of a village costs at a shelter.
type transport struct {
	supply []int   // people of each village
	room   []int   // places of each shelter
	cost   [][]int // [village][shelter]; never where there is no going
	flow   [][]int // [village][shelter], what solve found
}

const (
	never    = -1
	farthest = math.MaxInt
)

// solve brings as many people as can be brought, and of all ways to do that one
// that costs the least: successive shortest paths with potentials. The paths are
// found over the two sides of the transport as they lie (Dijkstra without a
// heap): with most villages near many shelters there are as many edges as pairs.
// Of paths that cost the same it takes the one to the shelter of the lowest
// number, so that the same transport always has the same answer.
func (t *transport) solve() {
	t.flow = make([][]int, len(t.supply))
	for i := range t.flow {
		t.flow[i] = make([]int, len(t.room))
	}
	s := search{transport: t, left: append([]int(nil), t.supply...), free: append([]int(nil), t.room...)}
	s.init()
	for {
		end := s.shortest()
		if end < 0 {
			return
		}
		s.send(end)
	}
}

// A search is one solving of a transport. Its nodes are the villages, then the
// shelters.
type search struct {
	*transport
	left, free []int // people not yet brought, places not yet taken
	potential  []int // of each node; reduced costs are never negative
	dist       []int
	from       []int // the node before; its own number where a path begins
	done       []bool
	users      [][]int // of each shelter, the villages that were ever brought there
}

func (s *search) init() {
	n := len(s.supply) + len(s.room)
	s.potential, s.dist, s.from, s.done = make([]int, n), make([]int, n), make([]int, n), make([]bool, n)
	s.users = make([][]int, len(s.room))
}

// shortest finds the cheapest path from a village with people left to a shelter
// with places free, and gives that shelter, or -1. It moves the potentials.
func (s *search) shortest() int {
	n := len(s.supply)
	for v := range s.dist {
		s.dist[v], s.done[v], s.from[v] = farthest, false, v
	}
	for i, left := range s.left {
		if left > 0 {
			// All paths begin at one place before the villages, whose potential is 0.
			s.dist[i] = -s.potential[i]
		}
	}
	for {
		v := s.nearest()
		if v < 0 {
			return -1
		}
		s.done[v] = true
		if v >= n {
			if s.free[v-n] > 0 {
				s.lift(s.dist[v])
				return v - n
			}
			s.back(v - n)
			continue
		}
		s.forth(v)
	}
}

// nearest is the node to go on from: the one with the least distance, and of
// those with the same the one of the lowest number.
func (s *search) nearest() int {
	at, least := -1, farthest
	for v, d := range s.dist {
		if d < least && !s.done[v] {
			at, least = v, d
		}
	}
	return at
}

// forth goes from a village to every shelter it can go to.
func (s *search) forth(i int) {
	n, base := len(s.supply), s.dist[i]+s.potential[i]
	for j, c := range s.cost[i] {
		if c == never || s.done[n+j] {
			continue
		}
		if d := base + c - s.potential[n+j]; d < s.dist[n+j] {
			s.dist[n+j], s.from[n+j] = d, i
		}
	}
}

// back goes from a full shelter to the villages whose people could be brought
// elsewhere instead.
func (s *search) back(j int) {
	n := len(s.supply)
	base := s.dist[n+j] + s.potential[n+j]
	for _, i := range s.users[j] {
		if s.flow[i][j] == 0 || s.done[i] {
			continue
		}
		if d := base - s.cost[i][j] - s.potential[i]; d < s.dist[i] {
			s.dist[i], s.from[i] = d, n+j
		}
	}
}

// lift moves the potentials by the distances found; beyond the end of the path
// they are only known to be at least that far.
func (s *search) lift(far int) {
	for v, d := range s.dist {
		if s.done[v] {
			s.potential[v] += d
		} else {
			s.potential[v] += far
		}
	}
}

// send brings along the path that ends at shelter j as many as it takes.
func (s *search) send(j int) {
	n := len(s.supply)
	most := s.free[j]
	v := n + j
	for ; s.from[v] != v; v = s.from[v] {
		if u := s.from[v]; u >= n { // v is a village whose people leave shelter u
			most = min(most, s.flow[v][u-n])
		}
	}
	most = min(most, s.left[v])
	s.left[v] -= most
	s.free[j] -= most
	for v = n + j; s.from[v] != v; v = s.from[v] {
		u := s.from[v]
		if u >= n {
			s.flow[v][u-n] -= most
			continue
		}
		if s.flow[u][v-n] == 0 {
			s.users[v-n] = append(s.users[v-n], u)
		}
		s.flow[u][v-n] += most
	}
}
