package tiles

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"
)

// A pointIndex finds the entries inside a bound: a static k-d tree that is its
// own sorted slice, built once and never changed.
type pointIndex []indexed

type indexed struct {
	at   orb.Point
	arc  int // the one arc that has the vertex inside it, or -1 for a junction
	vert int // position on that arc
}

func newPointIndex(entries []indexed) pointIndex {
	sortKD(entries, 0)
	return entries
}

func sortKD(entries []indexed, axis int) {
	if len(entries) < 2 {
		return
	}
	slices.SortFunc(entries, func(a, b indexed) int { return cmp.Compare(a.at[axis], b.at[axis]) })
	mid := len(entries) / 2
	sortKD(entries[:mid], 1-axis)
	sortKD(entries[mid+1:], 1-axis)
}

// any reports whether test accepts an entry inside b, edges included.
func (x pointIndex) any(b orb.Bound, test func(*indexed) bool) bool {
	return searchKD(x, 0, b, test)
}

func searchKD(x []indexed, axis int, b orb.Bound, test func(*indexed) bool) bool {
	if len(x) == 0 {
		return false
	}
	mid := len(x) / 2
	at := x[mid].at
	if at[axis] >= b.Min[axis] && searchKD(x[:mid], 1-axis, b, test) {
		return true
	}
	if b.Contains(at) && test(&x[mid]) {
		return true
	}
	return at[axis] <= b.Max[axis] && searchKD(x[mid+1:], 1-axis, b, test)
}
