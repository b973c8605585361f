package pinyin

import "slices"

// maxAlternatives bounds Reading.Alternatives: more than a person reads is noise.
const maxAlternatives = 4

// reads tells that the reading from place at on is already syl.
func (n *resolved) reads(at int, syl []sylID) bool {
	for j, id := range syl {
		if n.units[at+j].syl != id {
			return false
		}
	}
	return true
}

// alternatives writes the name with each reading that was not decided.
func (n *resolved) alternatives(chosen string) []string {
	var out []string
	try := func(at int, syl []sylID) {
		if len(out) == maxAlternatives || n.reads(at, syl) {
			return
		}
		saved := append([]unit(nil), n.units[at:at+len(syl)]...)
		for j, id := range syl {
			n.units[at+j].syl = id
		}
		if s := n.text(); s != chosen && !slices.Contains(out, s) {
			out = append(out, s)
		}
		copy(n.units[at:], saved)
	}
	for _, r := range n.rest {
		for _, p := range r.rows {
			try(r.from, p.syl)
		}
	}
	for i, u := range n.units[:n.split] {
		if more := n.moreAt(i); more != 0 && u.p == nil && u.syl != 0 && !u.rhotic {
			for _, id := range n.t.others[more].readings {
				try(i, []sylID{id})
			}
		}
		if u.p != nil && u.p.source == Phrase && u.at == 0 {
			for j, r := range u.p.text {
				try(i+j, []sylID{n.t.glyph(r).syl})
			}
		}
	}
	return out
}
