package search

import (
	"slices"
	"sort"
	"strings"
)

// A table holds texts in one string, so that a million cost no pointers.
type table struct {
	arena string
	off   []uint32 // len(texts)+1
}

func (t *table) len() int { return max(len(t.off)-1, 0) }

func (t *table) key(i uint32) string { return t.arena[t.off[i]:t.off[i+1]] }

// A family is a sorted table with a posting list for each key. The lists lie
// in key order, so that all keys with a prefix share one run of postings.
type family struct {
	table
	start []uint32 // len(keys)+1
	post  []uint32 // ascending within a key
}

// find returns the position of key.
func (f *family) find(key string) (uint32, bool) {
	i := sort.Search(f.len(), func(i int) bool { return f.key(uint32(i)) >= key })
	return uint32(i), i < f.len() && f.key(uint32(i)) == key
}

// prefix returns the run of keys that start with p.
func (f *family) prefix(p string) (lo, hi uint32) {
	from := sort.Search(f.len(), func(i int) bool { return f.key(uint32(i)) >= p })
	n := sort.Search(f.len()-from, func(i int) bool {
		return !strings.HasPrefix(f.key(uint32(from+i)), p)
	})
	return uint32(from), uint32(from + n)
}

// postings returns the postings of the keys lo ≤ key < hi.
func (f *family) postings(lo, hi uint32) []uint32 { return f.post[f.start[lo]:f.start[hi]] }

// of returns the postings of one key, nil if it has none.
func (f *family) of(key string) []uint32 {
	if i, ok := f.find(key); ok {
		return f.postings(i, i+1)
	}
	return nil
}

// An interner numbers texts in the order of their arrival.
type interner struct {
	ids  map[string]uint32
	keys []string
}

func newInterner() *interner { return &interner{ids: map[string]uint32{}} }

func (n *interner) id(s string) uint32 {
	if id, ok := n.ids[s]; ok {
		return id
	}
	id := uint32(len(n.keys))
	s = strings.Clone(s)
	n.ids[s] = id
	n.keys = append(n.keys, s)
	return id
}

// sorted returns the table in sorted order and, for each number given out,
// its place in it. The interner is spent afterwards.
func (n *interner) sorted() (table, []uint32) {
	n.ids = nil
	order := make([]uint32, len(n.keys))
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(a, b uint32) int { return strings.Compare(n.keys[a], n.keys[b]) })
	place := make([]uint32, len(order))
	sorted := make([]string, len(order))
	for i, id := range order {
		place[id], sorted[i] = uint32(i), n.keys[id]
	}
	n.keys = nil
	return newTable(sorted), place
}

func newTable(keys []string) table {
	size := 0
	for _, k := range keys {
		size += len(k)
	}
	var b strings.Builder
	b.Grow(size)
	off := make([]uint32, 1, len(keys)+1)
	for _, k := range keys {
		b.WriteString(k)
		off = append(off, uint32(b.Len()))
	}
	return table{b.String(), off}
}

// newFamily adds the postings that each yields, as (key, posting) pairs in
// ascending order of the posting.
func newFamily(t table, each func(yield func(key, posting uint32))) family {
	start := make([]uint32, t.len()+1)
	each(func(key, _ uint32) { start[key+1]++ })
	for i := range t.len() {
		start[i+1] += start[i]
	}
	next := slices.Clone(start)
	post := make([]uint32, start[t.len()])
	each(func(key, posting uint32) {
		post[next[key]] = posting
		next[key]++
	})
	return family{t, start, post}
}
