package matching

import (
	"slices"
	"unicode/utf8"

	"diming/gazetteer/naming"
)

// Bounds of the search for names that are like what the text has, and what one
// is worth beside a name with a slip: one that sounds or looks alike stands
// before any other.
const (
	nearVisits    = 20_000 // names that are looked through
	nearKept      = 8
	leastNear     = 3 // characters of a name: of two, one says nothing
	alikeQuality  = 0.8
	unlikeQuality = 0.65
)

// A near is a name of which the text has all characters but one: another stands
// there, it is missing, or one is too many.
type near struct {
	node   int32
	option option
}

// A gap is a stretch of the text that is neither name nor number.
type gap struct{ from, to int }

// gatherNearNames takes names that are like what the text has among the
// candidates, within the division that is understood, and only where no street or
// place was read: a name that stands in the text as it is registered always wins.
func (m *match) gatherNearNames() {
	under, wanted := m.understood()
	if !wanted {
		return
	}
	if m.gaps = m.unread(m.gaps[:0]); len(m.gaps) == 0 {
		return
	}
	m.lookThrough(under)
	for i := range m.nears { // their options are found anew, the near one among them
		m.memo[memoAt(m.nears[i].node)] = remembered{}
	}
	for i := range m.nears {
		at := m.nears[i].node
		m.consider([]bearer{m.x.bearer(at)})
	}
}

// understood gives the division in which a near name is looked for: that of the
// best candidate, of a village its township; none where nothing is understood and
// the register is small enough to look through.
func (m *match) understood() (under int32, wanted bool) {
	if len(m.found) == 0 {
		m.parts = m.parts[:0]
		return none, len(m.x.nodes) <= nearVisits
	}
	best := m.found[0]
	m.chainOf(best)
	m.align()
	under = none
	for i := range m.parts {
		if m.parts[i].chosen == nil {
			continue
		}
		if under = m.parts[i].node; m.x.nodes[under].kind >= Way {
			return none, false
		}
	}
	if under == none || best.address != none && !m.streetBeforeNumber() {
		return none, false
	}
	if d := &m.x.nodes[under]; d.kind == Village && d.parent != none {
		under = d.parent
	}
	return under, true
}

// streetBeforeNumber tells that a street which was not read stands right before
// a number: the number is that of the street, not of the village before it.
func (m *match) streetBeforeNumber() bool {
	for _, p := range m.plates {
		at := m.tokens[p].from
		if at > 0 && !m.covered(at-1, at) && slices.Contains([]rune("路街巷弄道里坊"), m.text.runes[at-1]) {
			return true
		}
	}
	return false
}

// unread gives what of the text is neither a name of the best candidate nor a
// number.
func (m *match) unread(gaps []gap) []gap {
	for i := range m.text.runes {
		if m.text.runes[i] == dash || m.covered(i, i+1) || slices.ContainsFunc(m.tokens, func(t token) bool { return t.from <= i && i < t.to }) {
			continue
		}
		if n := len(gaps); n > 0 && gaps[n-1].to == i && !m.text.apart[i] {
			gaps[n-1].to++
			continue
		}
		gaps = append(gaps, gap{i, i + 1})
	}
	return slices.DeleteFunc(gaps, func(g gap) bool { return g.to-g.from < leastNear-1 })
}

// lookThrough compares the villages, streets and places under a division with
// the gaps and keeps the nearest.
func (m *match) lookThrough(under int32) {
	var have uint64 // a bit for each character of the gaps: most names have two others
	for _, g := range m.gaps {
		for _, r := range m.canon[g.from:g.to] {
			have |= 1 << (uint32(r) & 63)
		}
	}
	if under == none {
		for at := range m.x.nodes {
			m.compare(int32(at), have)
		}
	} else {
		visits := 0
		m.descend(under, have, &visits)
	}
	slices.SortStableFunc(m.nears, func(a, b near) int {
		switch {
		case a.option.gain > b.option.gain:
			return -1
		case a.option.gain < b.option.gain:
			return 1
		}
		return 0
	})
	m.nears = m.nears[:min(len(m.nears), nearKept)]
}

func (m *match) descend(at int32, have uint64, visits *int) {
	for c := m.x.nodes[at].child; c != none && *visits < nearVisits; c = m.x.nodes[c].after {
		*visits++
		m.compare(c, have)
		m.descend(c, have, visits)
	}
}

// compare keeps the best reading of a name in force as a gap that differs from it
// in one character.
func (m *match) compare(at int32, have uint64) {
	d := &m.x.nodes[at]
	if !d.held || d.kind < Village || d.hidden && m.kept(at) {
		return
	}
	best := option{}
	for i := range d.keys {
		k := &d.keys[i]
		if k.reading != asMatched || k.private {
			continue
		}
		others := 0
		for _, r := range k.text {
			if have>>(uint32(r)&63)&1 == 0 {
				others++
			}
		}
		if others > 1 || utf8.RuneCountInString(k.text) < leastNear {
			continue
		}
		name := []rune(k.text)
		for _, g := range m.gaps {
			for length := len(name) - 1; length <= min(len(name)+1, g.to-g.from); length++ {
				for _, from := range [2]int{g.from, g.to - length} { // a name stands at an end of what was not read
					if gain := m.nearGain(name, m.canon[from:from+length]); gain > best.gain {
						best = option{from: from, to: from + length, gain: gain, verdict: Similar}
					}
				}
			}
		}
	}
	if best.gain > 0 {
		m.nears = append(m.nears, near{at, best})
	}
}

// nearGain is what a stretch is worth as a name from which it differs in one
// character; 0 where it differs in none or more.
func (m *match) nearGain(name, stretch []rune) float64 {
	same := min(len(name), len(stretch))
	head := 0
	for head < same && name[head] == stretch[head] {
		head++
	}
	tail := 0
	for tail < same-head && name[len(name)-1-tail] == stretch[len(stretch)-1-tail] {
		tail++
	}
	longer := max(len(name), len(stretch))
	if head+tail != longer-1 {
		return 0
	}
	quality := unlikeQuality
	if len(name) == len(stretch) && m.alike(name[head], stretch[head]) {
		quality = alikeQuality
	}
	return quality * (1 - slipCost/float64(longer)) * weight(len(stretch))
}

// alike tells that characters sound or look alike.
func (m *match) alike(a, b rune) bool {
	return m.x.sounds.of(a) == m.x.sounds.of(b) || slices.Contains(naming.LookAlikes(a), b)
}
