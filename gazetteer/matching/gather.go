package matching

import "slices"

// A found is a candidate before it is explained: an address, or a name alone.
type found struct {
	address int32 // none for a name alone
	node    int32 // the name through which it was found
	rank    float64
}

// Bounds of the work on one text. A name that more places bear than maxNodes,
// in a text that says nothing of where, is ambiguous whatever is looked at.
const (
	kept       = 12  // candidates that are looked at closely
	fewNodes   = 12  // of one key, looked at without asking where
	maxNodes   = 800 // of one key, where nothing says where
	maxAround  = 256 // counties
	maxDoors   = 4096
	numberGain = 3.0 // beside the characters of the number
)

// gather collects the best candidates for all names found: first those that
// few places bear or that lie where the text says, then the rest as far as they
// can still be worth telling.
func (m *match) gather() {
	m.found, m.plates = m.found[:0], m.plates[:0]
	m.numbers = 0
	for i := range m.tokens {
		t := &m.tokens[i]
		m.numbers += detailGain + float64(len(t.value)+len(t.sub))
		if t.place == number {
			m.plates = append(m.plates, i)
			m.numbers += numberGain
		}
	}
	m.lookAround()
	for length := maxKeyRunes; length > 1; length-- {
		for i := range m.spans {
			if s := &m.spans[i]; s.to-s.from == length {
				m.gatherNear(s)
			}
		}
	}
	for i := range m.spans {
		if s := &m.spans[i]; len(s.nodes()) > fewNodes {
			m.gatherFar(s)
		}
	}
}

// gatherFar takes the places of a name that many bear, those outside the
// counties of the text, as long as one of them can be the best.
func (m *match) gatherFar(s *span) {
	nodes := s.nodes()
	nodes = nodes[:min(len(nodes), maxNodes)]
	bound := m.farBound(s)
	for i, b := range nodes {
		if len(m.found) > 0 && bound < m.found[0].rank {
			return
		}
		if len(m.around) > 32 || !m.near(b.county) {
			m.consider(nodes[i : i+1])
		}
	}
}

// gatherNear takes the places of a name that few bear, or those of them that
// lie where the text says.
func (m *match) gatherNear(s *span) {
	nodes := s.nodes()
	if len(nodes) <= fewNodes {
		far := len(m.found) > 0 && m.farBound(s) < m.found[0].rank
		for i, b := range nodes {
			if !far || m.near(b.county) {
				m.consider(nodes[i : i+1])
			}
		}
		return
	}
	for _, county := range m.around {
		m.consider(inCounty(nodes, county))
	}
}

// farBound is more than a place outside the counties of the text can be worth:
// its name, another beside it that is no longer, all numbers, and what lies
// above its county.
func (m *match) farBound(s *span) float64 { return 2*weight(s.to-s.from) + m.numbers + m.wide }

// near tells that a county is one of those that the text speaks of, or that
// they are too many to ask.
func (m *match) near(county int32) bool {
	return len(m.around) > 32 || slices.Contains(m.around, county)
}

// lookAround notes the counties that the text speaks of: by their own names, by
// their townships, and, where there is none, by what lies above. wide becomes
// what province and city can add to a candidate.
func (m *match) lookAround() {
	m.around, m.wide = m.around[:0], 0
	var single [1]bearer
	for i := range m.spans {
		for _, b := range m.x.uppers.nodes(m.x, m.spans[i].hash, &single) {
			at := b.at
			options := m.optionsOf(at)
			if len(options) == 0 {
				continue
			}
			if m.x.nodes[at].kind >= County {
				m.noteAround(m.x.nodes[at].county)
			} else {
				m.wide = max(m.wide, 2*options[0].gain)
			}
		}
	}
	if len(m.around) > 0 {
		return
	}
	for i := range m.spans {
		for _, b := range m.x.uppers.nodes(m.x, m.spans[i].hash, &single) {
			if len(m.optionsOf(b.at)) > 0 {
				m.noteBelow(b.at)
			}
		}
	}
}

func (m *match) noteBelow(at int32) {
	m.noteAround(at)
	for c := m.x.nodes[at].child; c != none && len(m.around) < maxAround; c = m.x.nodes[c].after {
		switch m.x.nodes[c].kind {
		case County:
			m.noteAround(c)
		case City:
			m.noteBelow(c)
		}
	}
}

func (m *match) noteAround(county int32) {
	if len(m.around) >= maxAround {
		return
	}
	for _, c := range m.around {
		if c == county {
			return
		}
	}
	m.around = append(m.around, county)
}

// consider takes names, and the addresses at the text's numbers under them,
// among the candidates.
func (m *match) consider(nodes []bearer) {
	for _, b := range nodes {
		at := b.at
		d := &m.x.nodes[at]
		if len(m.optionsOf(at)) == 0 {
			continue
		}
		if d.kind >= Way {
			m.chain(d.parent, at)
		} else {
			m.chain(at)
		}
		bound := m.bound()
		least := m.least()
		if bound > least {
			if gain := m.align(); m.holds(at) {
				m.keep(found{none, at, gain - m.conflicts() - m.unnumbered()})
			}
		}
		if d.doors == 0 || bound+m.numbers+0.01 <= least {
			continue
		}
		for _, p := range m.plates {
			m.considerNumber(at, &m.tokens[p], bound)
		}
		m.considerNumber(at, nil, bound)
	}
}

// unnumbered is what a candidate without a number costs in a text with one.
func (m *match) unnumbered() float64 {
	if m.plateOutside() {
		return detailMore
	}
	return 0
}

// holds tells that the name itself is read in the text.
func (m *match) holds(at int32) bool {
	for i := range m.parts {
		if m.parts[i].node == at {
			return m.parts[i].chosen != nil
		}
	}
	return false
}

// considerNumber takes the addresses under a name that have a number of the
// text, or those that have none.
func (m *match) considerNumber(at int32, t *token, bound float64) {
	value := ""
	if t != nil {
		if value = t.value; !m.outside(at, t) {
			return
		}
	}
	var single [1]int32
	doors := m.x.at(at, value, &single)
	for _, a := range doors[:min(len(doors), maxDoors)] {
		m.considerAddress(a, at, t, bound)
	}
}

// outside tells that a number is no part of every reading of the name: the 三
// of 三号桥村.
func (m *match) outside(at int32, t *token) bool {
	for _, o := range m.optionsOf(at) {
		if t.core <= o.from || o.to <= t.from {
			return true
		}
	}
	return false
}

// least is the rank that a candidate must pass to be worth keeping.
func (m *match) least() float64 {
	switch len(m.found) {
	case 0:
		return -1
	case kept:
		return max(m.found[kept-1].rank, worth*m.found[0].rank)
	}
	return worth * m.found[0].rank
}

// keep puts a candidate in its place, once.
func (m *match) keep(f found) {
	for i := range m.found {
		if g := &m.found[i]; g.address == f.address && (f.address != none || g.node == f.node) {
			if g.rank >= f.rank {
				return
			}
			m.found = append(m.found[:i], m.found[i+1:]...)
			break
		}
	}
	i := len(m.found)
	for i > 0 && m.before(f, m.found[i-1]) {
		i--
	}
	if i >= kept {
		return
	}
	if len(m.found) < kept {
		m.found = append(m.found, found{})
	}
	copy(m.found[i+1:], m.found[i:])
	m.found[i] = f
}

// before orders candidates; equal ones by their ids, so that an answer does not
// depend on the order in which the register was read.
func (m *match) before(a, b found) bool {
	if d := a.rank - b.rank; d > 1e-9 || d < -1e-9 {
		return d > 0
	}
	x, y := m.id(a), m.id(b)
	return string(x[:]) < string(y[:])
}

func (m *match) id(f found) [16]byte {
	if f.address != none {
		return m.x.addresses[f.address].id
	}
	return m.x.labels[f.node].id
}
