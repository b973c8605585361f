package matching

import (
	"slices"
	"strings"
	"unicode/utf8"

	"diming/gazetteer/search"
)

// A key is one writing by which a name is found.
type key struct {
	hash    uint64
	text    string // folded, digits as numerals
	reading reading
	former  uint8 // index into the former names, of a key that comes of one
	single  bool  // of one character
	private bool  // kept from the public
}

// A reading is the verdict on a name that is read by a key, in a byte.
type reading uint8

const (
	asMatched reading = iota
	asAbbreviated
	asFormer
	asOther
)

var verdictOf = [...]Verdict{asMatched: Matched, asAbbreviated: Abbreviated, asFormer: FormerName, asOther: OtherName}

// maxKeyRunes bounds a key; longer names are found by no text that people write.
const maxKeyRunes = 40

const hashFactor = 0x9E3779B97F4A7C15

// step takes one more character into the hash of a stretch.
func step(hash uint64, c class) uint64 {
	hash = (hash ^ uint64(c)) * hashFactor
	return hash ^ hash>>29
}

// pairHash is the hash of two characters as they are written: two syllables are
// shared by too many names to look through.
func pairHash(first, second rune) uint64 {
	return step(step(1<<40, class(first)), class(second)) ^ uint64(first)<<32 ^ uint64(second)
}

// soundHash is the hash of a text by its sounds.
func (s *sounds) soundHash(text string) uint64 {
	h := uint64(0)
	for _, r := range text {
		h = step(h, s.of(r))
	}
	return h
}

// keysOf gives the writings of a name: in full, as people say it, and its
// specific part alone, of the name in force and of each former one. They are
// appended to keys.
func (s *sounds) keysOf(keys []key, n *Name) []key {
	keys = s.writings(keys, n.Kind, n.Current, 0, asMatched)
	for i, former := range n.pastAndOther() {
		as := asFormer
		if i >= len(n.Former) {
			as = asOther
		}
		if i > maxOther {
			break
		}
		before := len(keys)
		keys = s.writings(keys, n.Kind, former, uint8(i), as)
		if slices.Contains(n.Private, former) {
			for k := before; k < len(keys); k++ {
				keys[k].private = true
			}
		}
	}
	return keys
}

// maxOther bounds the names beside the standard one by which a name is found.
const maxOther = 250

func (n *Name) pastAndOther() []string { return slices.Concat(n.Former, n.Other) }

func (s *sounds) writings(keys []key, kind Kind, name string, at uint8, as reading) []key {
	full := fold(name)
	add := func(text string, read reading, least int) {
		runes := utf8.RuneCountInString(text)
		if runes < least || runes > maxKeyRunes {
			return
		}
		for _, k := range keys {
			if k.text == text {
				return
			}
		}
		if as != asMatched {
			read = as
		}
		if runes == 2 {
			first, size := utf8.DecodeRuneInString(text)
			second, _ := utf8.DecodeRuneInString(text[size:])
			keys = append(keys, key{hash: pairHash(first, second), text: text, reading: read, former: at})
			if kind < Way || as != asMatched {
				return
			}
		}
		keys = append(keys, key{hash: s.soundHash(text), text: text, reading: read, former: at, single: runes == 1})
	}
	least := 2
	if kind == Settlement {
		least = 1 // found by what it lies in alone
	}
	add(full, asMatched, least)
	switch kind {
	case Province, City, County, Township, Village:
		said := search.Spoken(full)
		add(said, asMatched, 2)
		add(search.Specific(full), asAbbreviated, 2)
		if kind == Village && said != full && said == search.Specific(said) { // 清湖居委会 is called 清湖社区
			add(said+"社区", asMatched, 4)
		}
	case Settlement:
		add(strings.TrimSuffix(full, "自然村"), asMatched, 2)
	}
	return keys
}

// generics are the kinds of a level, which people take for one another: what
// was a town is a subdistrict now. The longer before their own endings.
var generics = map[Kind][]string{
	County:   {"自治县", "县", "市", "区"},
	Township: {"街道办事处", "街道办", "街道", "民族乡", "镇", "乡"},
	Village:  {"社区居民委员会", "社区居委会", "村民委员会", "居民委员会", "村委会", "居委会", "行政村", "社区", "村"},
}

// foldedGenerics are the same as characters.
var foldedGenerics = func() map[Kind][][]rune {
	out := map[Kind][][]rune{}
	for kind, words := range generics {
		for _, w := range words {
			out[kind] = append(out[kind], []rune(w))
		}
	}
	return out
}()
