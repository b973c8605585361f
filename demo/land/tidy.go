package land

// tidy smooths regions of cells: a cell with few neighbours of its own label
// takes that of most of its neighbours, if it may and if neither region is cut
// or closed to a ring by it.
func (m *mesh) tidy(label []int32, movable func(c int) bool, may func(from, to int32) bool) {
	for range 4 {
		moved := 0
		for c := range label {
			if !movable(c) {
				continue
			}
			if to := m.better(label, c); to != label[c] && may(label[c], to) {
				label[c] = to
				moved++
			}
		}
		if moved == 0 {
			return
		}
	}
}

// better is the label that a cell should take; its own if there is none.
func (m *mesh) better(label []int32, c int) int32 {
	var around [6]int32
	same := 0
	for d := range 6 {
		around[d] = label[m.neighbour(c, d)]
		if around[d] == label[c] {
			same++
		}
	}
	if same > 2 || runs(around, label[c]) != 1 {
		return label[c]
	}
	best, found := same, label[c]
	for _, l := range around {
		n := 0
		for _, k := range around {
			if k == l {
				n++
			}
		}
		if n > best && runs(around, l) == 1 {
			best, found = n, l
		}
	}
	return found
}

// runs counts the unbroken runs of a label around a cell.
func runs(around [6]int32, label int32) int {
	n := 0
	for i := range 6 {
		if around[i] == label && around[(i+5)%6] != label {
			n++
		}
	}
	return n
}
