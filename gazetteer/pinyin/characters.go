package pinyin

import "slices"

// Character is one character of a name with the syllable that the draft gives
// it, "" for one that stands as it is.
type Character struct {
	Text     string
	Syllable string // with tone mark, in small letters
	Others   []Other
}

// Other is a syllable that a heteronym may also be read with.
type Other struct {
	Syllable string
	Name     string // the spelling of the whole name with it
}

// Spell gives the characters of a name as [Of] reads them. Those whose
// reading is not decided by the override table have Others: the same choices as
// Reading.Alternatives, each at its character and without their limit.
func Spell(name, class, division string) []Character {
	n := resolve(name, class, division)
	out := make([]Character, len(n.raw))
	for i, r := range n.raw {
		out[i] = Character{Text: string(r), Syllable: n.spokenAt(i)}
	}
	for _, r := range n.rest {
		for _, p := range r.rows {
			n.offer(out, r.from, p.syl)
		}
	}
	for i, u := range n.units[:n.split] {
		if more := n.moreAt(i); more != 0 && u.p == nil && u.syl != 0 && !u.rhotic {
			for _, id := range n.t.others[more].readings {
				n.offer(out, i, []sylID{id})
			}
		}
		if u.p != nil && u.p.source == Phrase && u.at == 0 {
			for j, r := range u.p.text {
				n.offer(out, i+j, []sylID{n.t.glyph(r).syl})
			}
		}
	}
	return out
}

func (n *resolved) spokenAt(i int) string {
	switch u := n.units[i]; {
	case u.syl == 0:
		return ""
	case u.rhotic:
		return "r"
	default:
		return n.t.syl.list[u.syl].toned
	}
}

// offer notes the syllables from place at on at each character that they read
// otherwise.
func (n *resolved) offer(out []Character, at int, syl []sylID) {
	if n.reads(at, syl) {
		return
	}
	saved := append([]unit(nil), n.units[at:at+len(syl)]...)
	for j, id := range syl {
		n.units[at+j].syl = id
	}
	whole := n.text()
	for j := range syl {
		c, o := &out[at+j], Other{n.spokenAt(at + j), whole}
		if o.Syllable != c.Syllable && !slices.Contains(c.Others, o) {
			c.Others = append(c.Others, o)
		}
	}
	copy(n.units[at:], saved)
}
