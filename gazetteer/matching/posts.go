package matching

import (
	"slices"
	"unicode/utf8"
)

// post enters a node under its keys.
func (x *Index) post(at int32) {
	for _, k := range x.nodes[at].keys {
		x.noteLength(k.text)
		x.addTo(k.hash, at)
	}
}

func (x *Index) noteLength(text string) {
	first, size := utf8.DecodeRuneInString(text)
	second, _ := utf8.DecodeRuneInString(text[size:])
	n := min(utf8.RuneCountInString(text), 31)
	x.lengths[int(x.sounds.of(first))*classes+int(x.sounds.of(second))] |= 1 << n
}

func (x *Index) addTo(hash uint64, at int32) {
	got, known := x.posts[hash]
	if !known {
		x.posts[hash] = at
		return
	}
	if got >= 0 {
		if got == at {
			return
		}
		list := int32(len(x.lists))
		if n := len(x.free); n > 0 {
			list, x.free = x.free[n-1], x.free[:n-1]
			x.lists[list] = []int32{got}
		} else {
			x.lists = append(x.lists, []int32{got})
		}
		x.posts[hash], got = ^list, ^list
	}
	list := &x.lists[^got]
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

// unpost takes a node out from under its keys, and tells whether it was there.
func (x *Index) unpost(at int32) bool {
	for _, k := range x.nodes[at].keys {
		got, known := x.posts[k.hash]
		switch {
		case !known:
		case got >= 0:
			if got == at {
				delete(x.posts, k.hash)
			}
		default:
			x.takeFrom(k.hash, got, at)
		}
	}
	return len(x.nodes[at].keys) > 0
}

func (x *Index) takeFrom(hash uint64, got, at int32) {
	list := &x.lists[^got]
	i, found := slices.BinarySearchFunc(*list, at, x.byCounty)
	if !found {
		return
	}
	if *list = slices.Delete(*list, i, i+1); len(*list) == 1 {
		x.posts[hash], *list = (*list)[0], nil
		x.free = append(x.free, ^got)
	}
}

// posted gives the nodes of a key; room holds a single one.
func (x *Index) posted(hash uint64, room *[1]int32) []int32 {
	got, known := x.posts[hash]
	if !known {
		return nil
	}
	if got >= 0 {
		room[0] = got
		return room[:]
	}
	return x.lists[^got]
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
