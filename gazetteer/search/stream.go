package search

import "slices"

// A stream gives numbers in ascending order, and may be read again from its
// start. It sorts only as far as it is read: a heap behind what was read.
type stream struct {
	parts  [][]uint32
	jumps  bool // a part is not ascending
	sorted []uint32
	heap   []uint32
}

// add puts an ascending list into the stream before it starts.
func (st *stream) add(list []uint32) {
	if len(list) > 0 {
		st.parts = append(st.parts, list)
	}
}

// addRun puts the postings of the keys lo ≤ key < hi into the stream.
func (st *stream) addRun(f *family, lo, hi uint32) {
	st.add(f.postings(lo, hi))
	st.jumps = st.jumps || hi-lo > 1
}

// start makes the stream ready. A single ascending list is read in place.
func (st *stream) start() {
	if len(st.parts) == 1 && !st.jumps {
		st.sorted = st.parts[0][:len(st.parts[0]):len(st.parts[0])]
		return
	}
	size := 0
	for _, p := range st.parts {
		size += len(p)
	}
	st.heap = make([]uint32, 0, size)
	for _, p := range st.parts {
		st.heap = append(st.heap, p...)
	}
	st.parts = nil
	for i := len(st.heap)/2 - 1; i >= 0; i-- {
		st.sink(i)
	}
}

// at returns number i of the stream; a number may come more than once.
func (st *stream) at(i int) (uint32, bool) {
	for i >= len(st.sorted) {
		if len(st.heap) == 0 {
			return 0, false
		}
		st.sorted = append(st.sorted, st.pop())
	}
	return st.sorted[i], true
}

func (st *stream) pop() uint32 {
	top, last := st.heap[0], len(st.heap)-1
	st.heap[0] = st.heap[last]
	st.heap = st.heap[:last]
	st.sink(0)
	return top
}

func (st *stream) sink(i int) {
	h := st.heap
	for {
		child := 2*i + 1
		if child >= len(h) {
			return
		}
		if child+1 < len(h) && h[child+1] < h[child] {
			child++
		}
		if h[i] <= h[child] {
			return
		}
		h[i], h[child] = h[child], h[i]
		i = child
	}
}

// skip returns the position before which everything already sorted is smaller
// than first.
func (st *stream) skip(first uint32) int {
	i, _ := slices.BinarySearch(st.sorted, first)
	return i
}
