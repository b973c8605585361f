package pinyin

import (
	"slices"
	"strings"
	"sync"
)

// keys gives the toneless key and the initials of the text.
func (n *resolved) keys() (plain, initials string) {
	var p, s strings.Builder
	p.Grow(6 * len(n.units))
	s.Grow(len(n.units))
	for i := 0; i < len(n.units); i++ {
		u := n.units[i]
		switch {
		case i == n.numeral.from && n.numeral.to > i:
			p.WriteString(n.numeral.digits)
			s.WriteString(n.numeral.digits)
			i = n.numeral.to - 1
		case u.p != nil && u.p.roman != "":
			if u.at == 0 {
				p.WriteString(Toneless(u.p.roman))
			}
			s.WriteByte(n.t.syl.list[u.syl].initial)
		case u.syl == 0:
			key := Toneless(string(n.raw[i]))
			p.WriteString(key)
			s.WriteString(key)
		case u.rhotic:
			p.WriteByte('r')
		default:
			p.WriteString(n.t.syl.list[u.syl].plain)
			s.WriteByte(n.t.syl.list[u.syl].initial)
		}
	}
	return p.String(), s.String()
}

// maxKeys bounds the spellings of one name in the search index.
const maxKeys = 12

// SearchKeys gives the toneless keys and the initials by which a name should be
// found: the right reading first, then the common wrong ones; ordinals in
// digits and spelled, erhua both ways; ü as v, u and yu.
func SearchKeys(name, class, division string) (plain, initials []string) {
	k := keySets.Get().(*keySet)
	n := &k.resolved
	n.set(name, class, division)
	k.plain, k.initials = make([]string, 0, 2), make([]string, 0, 2)
	k.add(-1, nil)
	if n.numeral.to > 0 || n.special() {
		k.put(n.keys())
	}
	for _, r := range n.rest {
		for _, p := range r.rows {
			k.add(r.from, p.syl)
		}
	}
	end := n.split // no one misreads 村委会, and half of all names end in it
	if n.generic != nil && n.generic.street {
		end = len(n.units)
	}
	for i := 0; i < end && len(k.plain) < maxKeys; i++ {
		k.addVariants(i, n.units[i])
	}
	k.addUmlauts()
	plain, initials = k.plain, k.initials
	if len(k.raw) <= len(k.buf) { // memory of a monster is not kept
		keySets.Put(k)
	}
	return plain, initials
}

// keySets saves the memory of a name for the next: an index asks for a million.
var keySets = sync.Pool{New: func() any { return new(keySet) }}

// special tells of pieces whose text is not their syllables.
func (n *resolved) special() bool {
	for _, u := range n.units {
		if u.rhotic || u.p != nil && u.p.roman != "" {
			return true
		}
	}
	return false
}

// keySet gathers the keys of one name without doubles.
type keySet struct {
	resolved
	plain, initials []string
	naive           []sylID // scratch
	buf, ini        [96]byte
}

func (k *keySet) put(plain, initials string) {
	if len(k.plain) < maxKeys && !slices.Contains(k.plain, plain) {
		k.plain = append(k.plain, plain)
	}
	if !slices.Contains(k.initials, initials) {
		k.initials = append(k.initials, initials)
	}
}

// add puts the spoken keys, with the syllables from place at on replaced by syl.
func (k *keySet) add(at int, syl []sylID) {
	if at >= 0 && (len(k.plain) == maxKeys || k.sounds(at, syl)) {
		return
	}
	plain, initials := k.buf[:0], k.ini[:0]
	for i, u := range k.units {
		id := u.syl
		if d := i - at; at >= 0 && d >= 0 && d < len(syl) {
			id = syl[d]
		}
		if id == 0 {
			key := Toneless(string(k.raw[i]))
			plain, initials = append(plain, key...), append(initials, key...)
			continue
		}
		s := &k.t.syl.list[id]
		plain, initials = append(plain, s.plain...), append(initials, s.initial)
	}
	k.putBytes(plain, initials)
}

// sounds tells that the toneless reading from place at on is already syl.
func (k *keySet) sounds(at int, syl []sylID) bool {
	for j, id := range syl {
		if list := k.t.syl.list; list[id].plain != list[k.units[at+j].syl].plain {
			return false
		}
	}
	return true
}

// putBytes is put without making a string for a key that is there already.
func (k *keySet) putBytes(plain, initials []byte) {
	if len(k.plain) < maxKeys && !holds(k.plain, plain) {
		k.plain = append(k.plain, string(plain))
	}
	if !holds(k.initials, initials) {
		k.initials = append(k.initials, string(initials))
	}
}

func holds(list []string, key []byte) bool {
	for _, s := range list {
		if s == string(key) {
			return true
		}
	}
	return false
}

// addVariants puts the keys of the other readings of character i. At the start
// of a row it also puts the row read character by character.
func (k *keySet) addVariants(i int, u unit) {
	t := k.t
	if u.p != nil && u.at == 0 {
		k.naive = k.naive[:0]
		for _, r := range u.p.text {
			k.naive = append(k.naive, t.glyph(r).syl)
		}
		k.add(i, k.naive)
	}
	more := k.moreAt(i)
	if more == 0 || u.syl == 0 {
		return
	}
	for _, id := range t.others[more].readings {
		k.addOne(i, id)
	}
	for _, id := range t.others[more].misreads {
		k.addOne(i, id)
	}
}

func (k *keySet) addOne(at int, id sylID) {
	k.naive = append(k.naive[:0], id)
	k.add(at, k.naive)
}

// addUmlauts puts u and yu beside v: lvliang, luliang, lyuliang.
func (k *keySet) addUmlauts() {
	for _, s := range k.plain[:len(k.plain):len(k.plain)] {
		if !strings.Contains(s, "v") {
			continue
		}
		for _, other := range []string{strings.ReplaceAll(s, "v", "u"), strings.ReplaceAll(s, "v", "yu")} {
			if !slices.Contains(k.plain, other) {
				k.plain = append(k.plain, other)
			}
		}
	}
}
