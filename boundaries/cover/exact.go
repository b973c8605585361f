package cover

import (
	"math"
	"math/big"
	"sort"

	"github.com/paulmach/orb"
)

// turn is 1 where c lies to the left of the way from a to b, -1 to the right,
// and 0 on it; exact for the numbers given.
func turn(a, b, c orb.Point) int {
	l, r := (b[0]-a[0])*(c[1]-a[1]), (b[1]-a[1])*(c[0]-a[0])
	det := l - r
	if bound := 4e-16 * (math.Abs(l) + math.Abs(r)); det > bound || det < -bound {
		return sign(det)
	}
	sub := func(x, y float64) *big.Rat {
		return new(big.Rat).Sub(new(big.Rat).SetFloat64(x), new(big.Rat).SetFloat64(y))
	}
	left := new(big.Rat).Mul(sub(b[0], a[0]), sub(c[1], a[1]))
	return left.Cmp(new(big.Rat).Mul(sub(b[1], a[1]), sub(c[0], a[0])))
}

func sign(x float64) int {
	switch {
	case x > 0:
		return 1
	case x < 0:
		return -1
	}
	return 0
}

// between tells whether c, which lies on the straight line of a and b, lies
// from a to b, ends included.
func between(a, b, c orb.Point) bool {
	return min(a[0], b[0]) <= c[0] && c[0] <= max(a[0], b[0]) && min(a[1], b[1]) <= c[1] && c[1] <= max(a[1], b[1])
}

// A meeting is how two edges meet.
type meeting int

const (
	apart   meeting = iota
	touch           // in one point that ends at least one of them
	crossed         // within both
	along           // over a length
)

// meet tells how two edges meet, and where.
func meet(a, b edge) (meeting, orb.Point) {
	o1, o2 := turn(a.p, a.q, b.p), turn(a.p, a.q, b.q)
	o3, o4 := turn(b.p, b.q, a.p), turn(b.p, b.q, a.q)
	if o1*o2 < 0 && o3*o4 < 0 {
		return crossed, crossing(a, b)
	}
	if o1 == 0 && o2 == 0 {
		return collinear(a, b)
	}
	switch {
	case o1 == 0 && between(a.p, a.q, b.p):
		return touch, b.p
	case o2 == 0 && between(a.p, a.q, b.q):
		return touch, b.q
	case o3 == 0 && between(b.p, b.q, a.p):
		return touch, a.p
	case o4 == 0 && between(b.p, b.q, a.q):
		return touch, a.q
	}
	return apart, orb.Point{}
}

// collinear edges meet from the greater of their lesser ends to the lesser of
// their greater ends.
func collinear(a, b edge) (meeting, orb.Point) {
	a, b = ordered(a), ordered(b)
	from, to := a.p, a.q
	if less(from, b.p) {
		from = b.p
	}
	if less(b.q, to) {
		to = b.q
	}
	switch {
	case from == to:
		return touch, from
	case less(from, to):
		return along, from
	}
	return apart, orb.Point{}
}

func ordered(e edge) edge {
	if less(e.q, e.p) {
		return edge{e.q, e.p}
	}
	return e
}

func crossing(a, b edge) orb.Point {
	dx, dy := a.q[0]-a.p[0], a.q[1]-a.p[1]
	ex, ey := b.q[0]-b.p[0], b.q[1]-b.p[1]
	t := ((b.p[0]-a.p[0])*ey - (b.p[1]-a.p[1])*ex) / (dx*ey - dy*ex)
	t = min(1, max(0, t))
	return orb.Point{a.p[0] + t*dx, a.p[1] + t*dy}
}

// eachPair visits every two edges whose boxes meet, until visit says false.
func eachPair(edges []edge, visit func(i, j int) bool) {
	order := make([]int, len(edges))
	for i := range order {
		order[i] = i
	}
	west := func(e edge) float64 { return min(e.p[0], e.q[0]) }
	sort.Slice(order, func(i, j int) bool { return west(edges[order[i]]) < west(edges[order[j]]) })
	var active []int
	for _, i := range order {
		e := edges[i]
		x, low, high := west(e), min(e.p[1], e.q[1]), max(e.p[1], e.q[1])
		kept := active[:0]
		for _, j := range active {
			f := edges[j]
			if max(f.p[0], f.q[0]) < x {
				continue
			}
			kept = append(kept, j)
			if max(f.p[1], f.q[1]) < low || min(f.p[1], f.q[1]) > high {
				continue
			}
			if !visit(i, j) {
				return
			}
		}
		active = append(kept, i)
	}
}
