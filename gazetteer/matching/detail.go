package matching

// What details add to the rank beside their characters, and what they cost.
const (
	detailGain   = 1.0
	detailOther  = 3.0 // the text says another one
	detailAbsent = 0.3 // in the text, not registered
	detailMore   = 0.6 // registered, not in the text
	subOther     = 1.5
	numberDoubt  = 4.0 // more than the numbers that turn out to be parts of names can have cost
)

// considerAddress ranks an address that has the text's number.
func (m *match) considerAddress(at, base int32, t *token, bound float64) {
	a := &m.x.addresses[at]
	if m.keeps(a) {
		return
	}
	division := a.division
	if division == none && a.way != none {
		division = m.x.nodes[a.way].parent
	}
	m.chain(division, a.settlement, a.way, a.compound)
	d := a.read()
	if m.bound()+m.numberRank(&d, t)+numberDoubt <= m.least() {
		return
	}
	gain := m.align()
	if !m.readsBase(a) || t != nil && m.covered(t.from, t.core) { // a number inside a name is none
		return
	}
	gain += m.numberRank(&d, t)
	m.keep(found{at, base, gain - m.conflicts()})
}

// keeps tells that an address is kept from who asks, by itself or by a name that
// it refers to.
func (m *match) keeps(a *address) bool {
	if !m.public {
		return false
	}
	division := a.division
	if division == none {
		division = a.way
	}
	hidden := a.hidden
	for _, at := range [...]int32{a.way, a.settlement, a.compound} {
		hidden = hidden || at != none && m.x.nodes[at].hidden
	}
	for at, n := a.division, 0; at != none && n < 12; at, n = m.x.nodes[at].parent, n+1 {
		hidden = hidden || m.x.nodes[at].hidden
	}
	return hidden && m.kept(division)
}

// kept tells that what is hidden there is kept from who asks.
func (m *match) kept(at int32) bool {
	if !m.public {
		return false
	}
	for _, root := range m.roots {
		if m.x.below(at, root) {
			return false
		}
	}
	return true
}

// readsBase tells that one of the names that the number stands under is read.
func (m *match) readsBase(a *address) bool {
	read := false
	a.bases(func(base int32) { read = read || m.holds(base) })
	return read
}

// numberRank is what the number and the details behind it add.
func (m *match) numberRank(d *details, t *token) float64 {
	rank := 0.0
	switch {
	case t == nil: // an address without a number stands before its name alone
		rank = 0.01 - m.unnumbered()
	default:
		rank = numberGain + float64(len(t.value)) + subRank(d, t)
	}
	for place := building; place <= room; place++ {
		tok := m.detail(place)
		switch {
		case tok == nil && d[place] != "":
			rank -= detailMore
		case tok == nil:
		case d[place] == "" && place != floor:
			rank -= detailAbsent
		case d[place] == "":
		case d[place] != tok.value:
			return rank - detailOther
		default:
			rank += detailGain + float64(len(tok.value))
		}
	}
	return rank
}

func subRank(d *details, t *token) float64 {
	rank := 0.0
	switch {
	case d[sub] == t.sub && t.sub != "":
		rank = detailGain + float64(len(t.sub))
	case d[sub] != t.sub && t.sub == "":
		rank = -detailMore
	case d[sub] != t.sub:
		rank = -subOther
	}
	if t.bare {
		rank -= 0.5
	}
	return rank
}

// plateOutside tells that the text has a number outside the names.
func (m *match) plateOutside() bool {
	for _, p := range m.plates {
		if t := &m.tokens[p]; !m.covered(t.from, t.core) {
			return true
		}
	}
	return false
}

// detail gives the number of the text for a place, outside the names; nil for
// none.
func (m *match) detail(place int) *token {
	for i := range m.tokens {
		if t := &m.tokens[i]; t.place == place && !m.covered(t.from, t.core) {
			return &m.tokens[i]
		}
	}
	return nil
}
