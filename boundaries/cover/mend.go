package cover

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"
)

// mended gives the edges of a polygon whose rings cross themselves or each other,
// cut where they meet and running so that what lies within an odd number of them
// is to the left. As drawn, the second loop of a figure of eight runs the other
// way round and would count against the areas that it covers.
func mended(p orb.Polygon, visit func(from, to orb.Point)) {
	pieces := oddOnes(cutEdges(p))
	for _, e := range pieces {
		if oddAbove(pieces, e) {
			visit(e.p, e.q) // upwards is to the left of the way to the greater end
		} else {
			visit(e.q, e.p)
		}
	}
}

// cutEdges gives the edges of all rings, cut where they meet.
func cutEdges(p orb.Polygon) []edge {
	var all []edge
	for _, ring := range p {
		eachEdge(ring, true, func(from, to orb.Point) { all = append(all, ordered(edge{from, to})) })
	}
	cuts := make([][]orb.Point, len(all))
	eachPair(all, func(i, j int) bool {
		how, at := meet(all[i], all[j])
		switch how {
		case apart:
			return true
		case along:
			cuts[i] = append(cuts[i], all[j].p, all[j].q)
			cuts[j] = append(cuts[j], all[i].p, all[i].q)
		default:
			cuts[i], cuts[j] = append(cuts[i], at), append(cuts[j], at)
		}
		return true
	})
	var pieces []edge
	for i, e := range all {
		from := e.p
		slices.SortFunc(cuts[i], func(a, b orb.Point) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
		for _, at := range append(cuts[i], e.q) {
			if less(from, at) && !less(e.q, at) {
				pieces, from = append(pieces, edge{from, at}), at
			}
		}
	}
	return pieces
}

// oddOnes leaves out edges that are there an even number of times.
func oddOnes(all []edge) []edge {
	times := make(map[edge]int, len(all))
	for _, e := range all {
		times[e]++
	}
	var odd []edge
	for e, n := range times {
		if n%2 == 1 {
			odd = append(odd, e)
		}
	}
	return odd
}

// oddAbove tells whether an odd number of other edges lies above the middle of
// an edge; for one that runs straight up, to the west of it, which is its left.
func oddAbove(all []edge, of edge) bool {
	up := 1
	if of.p[0] == of.q[0] {
		up = 0
	}
	along := 1 - up
	at := of.p[along] + (of.q[along]-of.p[along])/2
	height := of.p[up] + (of.q[up]-of.p[up])/2
	odd := false
	for _, e := range all {
		low, high := e.p, e.q
		if low[along] > high[along] {
			low, high = high, low
		}
		if e == of || low[along] > at || high[along] <= at {
			continue
		}
		other := low[up] + (high[up]-low[up])*((at-low[along])/(high[along]-low[along]))
		if (up == 1) == (other > height) {
			odd = !odd
		}
	}
	return odd
}
