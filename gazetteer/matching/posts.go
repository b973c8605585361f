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

// A bearer is a node under a key, with its county, by which lists are sorted.
type bearer struct{ county, at int32 }

func byCounty(a, b bearer) int {
	if a.county != b.county {
		return int(a.county) - int(b.county)
	}
	return int(a.at) - int(b.at)
}

// A posting holds the nodes of each key, those of one key by county.
type posting struct {
	of    hashes // a node, or the complement of an index of lists
	lists [][]bearer
	free  []int32 // lists that are empty
}

func (p *posting) add(x *Index, hash uint64, at int32) {
	got, known := p.of.get(hash)
	if !known {
		p.of.put(hash, at)
		return
	}
	if got >= 0 {
		if got == at {
			return
		}
		list := int32(len(p.lists))
		if n := len(p.free); n > 0 {
			list, p.free = p.free[n-1], p.free[:n-1]
			p.lists[list] = []bearer{x.bearer(got)}
		} else {
			p.lists = append(p.lists, []bearer{x.bearer(got)})
		}
		got = ^list
		p.of.put(hash, got)
	}
	list := &p.lists[^got]
	i, found := slices.BinarySearchFunc(*list, x.bearer(at), byCounty)
	if !found {
		*list = slices.Insert(*list, i, x.bearer(at))
	}
}

func (x *Index) bearer(at int32) bearer { return bearer{x.nodes[at].county, at} }

// unpost takes a node out from under its keys, and tells whether it has any.
func (x *Index) unpost(at int32) bool {
	for _, k := range x.nodes[at].keys {
		x.posts.remove(x, k.hash, at)
		x.uppers.remove(x, k.hash, at)
	}
	return len(x.nodes[at].keys) > 0
}

func (p *posting) remove(x *Index, hash uint64, at int32) {
	got, known := p.of.get(hash)
	if !known {
		return
	}
	if got >= 0 {
		if got == at {
			p.of.remove(hash)
		}
		return
	}
	list := &p.lists[^got]
	i, found := slices.BinarySearchFunc(*list, x.bearer(at), byCounty)
	if !found {
		return
	}
	if *list = slices.Delete(*list, i, i+1); len(*list) == 1 {
		p.of.put(hash, (*list)[0].at)
		*list = nil
		p.free = append(p.free, ^got)
	}
}

// nodes gives the nodes of a key; room holds a single one.
func (p *posting) nodes(x *Index, hash uint64, room *[1]bearer) []bearer {
	got, known := p.of.get(hash)
	if !known {
		return nil
	}
	if got >= 0 {
		room[0] = x.bearer(got)
		return room[:]
	}
	return p.lists[^got]
}

// inCounty gives the stretch of a list that lies in a county.
func inCounty(list []bearer, county int32) []bearer {
	from, _ := slices.BinarySearchFunc(list, county, func(b bearer, county int32) int { return int(b.county) - int(county) })
	to := from
	for to < len(list) && list[to].county == county {
		to++
	}
	return list[from:to]
}
