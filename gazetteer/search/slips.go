package search

import (
	"hash/maphash"
	"slices"
	"unicode/utf8"
)

// slips finds names that differ by one character: it knows each folded name
// under the hash of its spoken and specific parts and of these less one
// character. What it returns is checked against the text afterwards.
type slips struct {
	hash []uint32 // sorted
	text []uint32 // keys of segment.text
}

// slipSeed is one for all segments of the process; hashes are never stored.
var slipSeed = maphash.MakeSeed()

// The hash of a text, in two parts, depends on whether the name is known under
// it as it is or less a character: 山村 itself apart from the many X山村.
const (
	asIs    = "="
	lessOne = "-"
)

func hashText(how, head, tail string) uint32 {
	var h maphash.Hash
	h.SetSeed(slipSeed)
	h.WriteString(how)
	h.WriteString(head)
	h.WriteString(tail)
	return uint32(h.Sum64())
}

// eachLess calls f with s less each of its characters in turn.
func eachLess(s string, f func(head, tail string)) {
	for i, r := range s {
		f(s[:i], s[i+utf8.RuneLen(r):])
	}
}

// minSlip is the length in characters from which one may be wrong.
const minSlip = 3

func newSlips(texts *table, spokenLen, specificLen []uint8) slips {
	var all []uint64
	for i := range texts.len() {
		t := texts.key(uint32(i))
		add := func(how, head, tail string) {
			all = append(all, uint64(hashText(how, head, tail))<<32|uint64(i))
		}
		sp, sc := int(spokenLen[i]), int(specificLen[i])
		if sp == 0 { // longer than the table holds: only whole
			continue
		}
		add(asIs, t[:sp], "")
		if sc < sp {
			add(asIs, t[:sc], "")
		}
		if sp < len(t) {
			add(asIs, t, "")
		}
		if utf8.RuneCountInString(t[:sp]) >= minSlip {
			eachLess(t[:sc], func(head, tail string) { add(lessOne, head, tail+t[sc:sp]) })
		}
		if sc < sp && utf8.RuneCountInString(t[:sc]) >= minSlip {
			eachLess(t[:sc], func(head, tail string) { add(lessOne, head, tail) })
		}
	}
	slices.Sort(all)
	all = slices.Compact(all)
	s := slips{make([]uint32, len(all)), make([]uint32, len(all))}
	for i, v := range all {
		s.hash[i], s.text[i] = uint32(v>>32), uint32(v)
	}
	return s
}

// of returns the texts known under the hash.
func (s *slips) of(hash uint32) []uint32 {
	lo, _ := slices.BinarySearch(s.hash, hash)
	hi := lo
	for hi < len(s.hash) && s.hash[hi] == hash {
		hi++
	}
	return s.text[lo:hi]
}

// oneSlip reports whether a becomes b by one character put in, left out or
// replaced, or by two neighbours changing places.
func oneSlip(a, b string) bool {
	if d := len(a) - len(b); d > utf8.UTFMax || d < -utf8.UTFMax {
		return false
	}
	head := 0
	for head < len(a) && head < len(b) {
		x, n := utf8.DecodeRuneInString(a[head:])
		if y, _ := utf8.DecodeRuneInString(b[head:]); x != y {
			break
		}
		head += n
	}
	a, b = a[head:], b[head:]
	for len(a) > 0 && len(b) > 0 {
		x, n := utf8.DecodeLastRuneInString(a)
		if y, _ := utf8.DecodeLastRuneInString(b); x != y {
			break
		}
		a, b = a[:len(a)-n], b[:len(b)-n]
	}
	x, y := utf8.RuneCountInString(a), utf8.RuneCountInString(b)
	if x == 2 && y == 2 {
		return swapped(a) == b
	}
	return x <= 1 && y <= 1 && x+y > 0
}

// swapped returns s, two characters long, the other way round.
func swapped(s string) string {
	head, tail := cut(s, 1)
	return tail + head
}
