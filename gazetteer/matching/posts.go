package matching

import (
	"slices"
	"unicode/utf8"
)

// post enters a node under its keys.
func (x *Index) post(at int32) {
	upper := x.nodes[at].kind <= Township
	for _, k := range x.nodes[at].keys {
		if !k.single {
			x.noteLength(k.text)
			x.posts.add(x, k.hash, at)
			if upper {
				x.uppers.add(x, k.hash, at)
			}
		}
	}
}

func (x *Index) noteLength(text string) {
	first, size := utf8.DecodeRuneInString(text)
	second, _ := utf8.DecodeRuneInString(text[size:])
	n := min(utf8.RuneCountInString(text), 31)
	x.lengths[int(x.sounds.of(first))*classes+int(x.sounds.of(second))] |= 1 << n
}

// A posting holds the nodes of each key, those of one key by county.
type posting struct {
	of    map[uint64]int32 // a node, or the complement of an index of lists
	lists [][]int32
	free  []int32 // lists that are empty
}

func (p *posting) add(x *Index, hash uint64, at int32) {
	got, known := p.of[hash]
	if !known {
		p.of[hash] = at
		return
	}
	if got >= 0 {
		if got == at {
			return
		}
		list := int32(len(p.lists))
		if n := len(p.free); n > 0 {
			list, p.free = p.free[n-1], p.free[:n-1]
			p.lists[list] = []int32{got}
		} else {
			p.lists = append(p.lists, []int32{got})
		}
		p.of[hash], got = ^list, ^list
	}
	list := &p.lists[^got]
	i, found := slices.BinarySearchFunc(*list, at, x.byCounty)
	if !found {
		*list = slices.Insert(*list, i, at)
	}
}

func (x *Index) byCounty(a, b int32) int {
	if d := int(x.nodes[a].county) - int(x.nodes[b].county); d != 0 {
		return d
	}
	return int(a) - int(b)
}

// unpost takes a node out from under its keys, and tells whether it has any.
func (x *Index) unpost(at int32) bool {
	for _, k := range x.nodes[at].keys {
		x.posts.remove(x, k.hash, at)
		x.uppers.remove(x, k.hash, at)
	}
	return len(x.nodes[at].keys) > 0
}

func (p *posting) remove(x *Index, hash uint64, at int32) {
	got, known := p.of[hash]
	if !known {
		return
	}
	if got >= 0 {
		if got == at {
			delete(p.of, hash)
		}
		return
	}
	list := &p.lists[^got]
	i, found := slices.BinarySearchFunc(*list, at, x.byCounty)
	if !found {
		return
	}
	if *list = slices.Delete(*list, i, i+1); len(*list) == 1 {
		p.of[hash], *list = (*list)[0], nil
		p.free = append(p.free, ^got)
	}
}

// nodes gives the nodes of a key; room holds a single one.
func (p *posting) nodes(hash uint64, room *[1]int32) []int32 {
	got, known := p.of[hash]
	if !known {
		return nil
	}
	if got >= 0 {
		room[0] = got
		return room[:]
	}
	return p.lists[^got]
}

// inCounty gives the stretch of a list that lies in a county.
func (x *Index) inCounty(list []int32, county int32) []int32 {
	from, _ := slices.BinarySearchFunc(list, county, func(at, county int32) int { return int(x.nodes[at].county) - int(county) })
	to := from
	for to < len(list) && x.nodes[list[to]].county == county {
		to++
	}
	return list[from:to]
}
