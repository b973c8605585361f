package cover

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"
)

// Cycles goes around the ground between paths that meet in their ends only, and
// gives the number of the round that lies to the left and to the right of each.
// A ground with a hole has a round outside and one inside.
func Cycles(paths []orb.LineString) (left, right []int, rounds int) {
	type leaving struct {
		path    int
		forward bool
		angle   float64
	}
	at := map[orb.Point][]leaving{}
	for i, p := range paths {
		last := len(p) - 1
		at[p[0]] = append(at[p[0]], leaving{i, true, angle(p[0], p[1])})
		at[p[last]] = append(at[p[last]], leaving{i, false, angle(p[last], p[last-1])})
	}
	sides := make([]int, 2*len(paths)) // of path i: 2i left, 2i+1 right
	for i := range sides {
		sides[i] = i
	}
	find := func(i int) int {
		for sides[i] != i {
			sides[i] = sides[sides[i]]
			i = sides[i]
		}
		return i
	}
	for _, out := range at {
		slices.SortFunc(out, func(a, b leaving) int { return cmp.Or(cmp.Compare(a.angle, b.angle), cmp.Compare(a.path, b.path)) })
		for k, h := range out { // anticlockwise from h to next lies one ground
			next := out[(k+1)%len(out)]
			leftOf, rightOf := 2*h.path, 2*next.path+1
			if !h.forward {
				leftOf = 2*h.path + 1
			}
			if !next.forward {
				rightOf = 2 * next.path
			}
			sides[find(leftOf)] = find(rightOf)
		}
	}
	numbers := map[int]int{}
	number := func(side int) int {
		root := find(side)
		if _, known := numbers[root]; !known {
			numbers[root] = len(numbers)
		}
		return numbers[root]
	}
	for i := range paths {
		left, right = append(left, number(2*i)), append(right, number(2*i+1))
	}
	return left, right, len(numbers)
}
