package land

// front is a priority queue of places by cost; of equal costs the lower id
// comes first, so that the order is the same on every run.
type front []step

type step struct {
	cost float64
	id   int32 // a cell or a corner
	from int32 // whatever the walk needs to know of its origin
}

func (s step) before(t step) bool {
	return s.cost < t.cost || s.cost == t.cost && s.id < t.id
}

func (f *front) push(s step) {
	q := append(*f, s)
	i := len(q) - 1
	for i > 0 {
		up := (i - 1) / 2
		if !s.before(q[up]) {
			break
		}
		q[i], i = q[up], up
	}
	q[i] = s
	*f = q
}

func (f *front) pop() step {
	q := *f
	top, last := q[0], q[len(q)-1]
	q = q[:len(q)-1]
	*f = q
	if len(q) == 0 {
		return top
	}
	i := 0
	for {
		down := 2*i + 1
		if down >= len(q) {
			break
		}
		if down+1 < len(q) && q[down+1].before(q[down]) {
			down++
		}
		if !q[down].before(last) {
			break
		}
		q[i], i = q[down], down
	}
	q[i] = last
	return top
}
