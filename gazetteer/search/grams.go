package search

import (
	"maps"
	"slices"
	"unicode/utf8"
)

// grams maps every character and every pair of neighbouring characters of
// the folded names to the names that hold it, in static order.
type grams struct {
	keys  []uint64
	start []uint32
	post  []uint32
}

func single(r rune) uint64  { return uint64(r) }
func pair(a, b rune) uint64 { return uint64(a+1)<<24 | uint64(b) }

// eachGram calls f for the grams of s; a gram that occurs twice comes twice.
func eachGram(s string, f func(uint64)) {
	last := rune(-1)
	for _, r := range s {
		f(single(r))
		if last >= 0 {
			f(pair(last, r))
		}
		last = r
	}
}

func newGrams(texts *table, names []nameRec) grams {
	ids := map[uint64]uint32{}
	off := make([]uint32, 1, texts.len()+1) // the grams of each text
	var of []uint32
	for i := range texts.len() {
		from := len(of)
		eachGram(texts.key(uint32(i)), func(g uint64) {
			id, ok := ids[g]
			if !ok {
				id = uint32(len(ids))
				ids[g] = id
			}
			if !slices.Contains(of[from:], id) {
				of = append(of, id)
			}
		})
		off = append(off, uint32(len(of)))
	}
	g := grams{keys: slices.Sorted(maps.Keys(ids))}
	place := make([]uint32, len(ids))
	for i, key := range g.keys {
		place[ids[key]] = uint32(i)
	}
	for i, id := range of {
		of[i] = place[id]
	}
	f := newFamily(table{off: make([]uint32, len(g.keys)+1)}, func(yield func(key, posting uint32)) {
		for i := range names {
			t := names[i].text
			for _, id := range of[off[t]:off[t+1]] {
				yield(id, uint32(i))
			}
		}
	})
	g.start, g.post = f.start, f.post
	return g
}

func (g *grams) of(key uint64) []uint32 {
	i, ok := slices.BinarySearch(g.keys, key)
	if !ok {
		return nil
	}
	return g.post[g.start[i]:g.start[i+1]]
}

// holding returns the shortest posting list that has every name with text in
// it: that of its rarest pair, or of the character if it is only one.
func (g *grams) holding(text string) []uint32 {
	if r, size := utf8.DecodeRuneInString(text); size == len(text) {
		return g.of(single(r))
	}
	var best []uint32
	last, first := rune(-1), true
	for _, r := range text {
		if last >= 0 {
			if p := g.of(pair(last, r)); first || len(p) < len(best) {
				best, first = p, false
			}
		}
		last = r
	}
	return best
}
