package matching

// A found is a candidate before it is explained: an address, or a name alone.
type found struct {
	address int32 // none for a name alone
	node    int32 // the name through which it was found
	rank    float64
}

// Bounds of the work on one text. A name that more places bear than maxNodes,
// in a text that says nothing of where, is ambiguous whatever is looked at.
const (
	kept       = 24  // candidates that are looked at closely
	fewNodes   = 64  // of one key, looked at without asking where
	maxNodes   = 800 // of one key, where nothing says where
	maxAround  = 256 // counties
	maxDoors   = 4096
	numberGain = 2.0 // beside the characters of the number
)

// gather collects the best candidates for all names found.
func (m *match) gather() {
	m.found, m.plates = m.found[:0], m.plates[:0]
	for i := range m.tokens {
		if m.tokens[i].place == number {
			m.plates = append(m.plates, i)
		}
	}
	m.lookAround()
	for i := range m.spans {
		m.gatherSpan(&m.spans[i])
	}
}

func (m *match) gatherSpan(s *span) {
	nodes := s.nodes()
	if len(nodes) <= fewNodes {
		m.consider(nodes)
		return
	}
	met := false
	for _, county := range m.around {
		if here := m.x.inCounty(nodes, county); len(here) > 0 {
			met = true
			m.consider(here)
		}
	}
	if !met {
		m.consider(nodes[:min(len(nodes), maxNodes)])
	}
}

// lookAround notes the counties that the text speaks of: by their own names, by
// their townships, and, where there is none, by what lies above.
func (m *match) lookAround() {
	m.around = m.around[:0]
	for i := range m.spans {
		s := &m.spans[i]
		nodes := s.nodes()
		if len(nodes) > fewNodes && (s.to-s.from < 3 || len(nodes) > 4*fewNodes) {
			continue
		}
		for _, at := range nodes {
			if k := m.x.nodes[at].kind; (k == County || k == Township) && len(m.optionsOf(at)) > 0 {
				m.noteAround(m.x.nodes[at].county)
			}
		}
	}
	if len(m.around) > 0 {
		return
	}
	for i := range m.spans {
		for _, at := range m.spans[i].nodes() {
			if k := m.x.nodes[at].kind; k > City || len(m.optionsOf(at)) == 0 {
				break // larger ones never share their names with many
			}
			m.noteBelow(at)
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
func (m *match) consider(nodes []int32) {
	for _, at := range nodes {
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
		if bound > m.least() {
			if gain := m.align(); m.holds(at) {
				m.keep(found{none, at, gain - m.conflicts()})
			}
		}
		for _, p := range m.plates {
			m.considerNumber(at, &m.tokens[p], bound)
		}
		m.considerNumber(at, nil, bound)
	}
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
		if t.to <= o.from || o.to <= t.from {
			return true
		}
	}
	return false
}

// least is the rank that a candidate must pass to be kept.
func (m *match) least() float64 {
	if len(m.found) < kept {
		return -1
	}
	return m.found[len(m.found)-1].rank
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
	return m.x.nodes[f.node].id
}
