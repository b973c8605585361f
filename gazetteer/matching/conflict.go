package matching

// A conflict is a division that the text names in full and the candidate does
// not lie in.
type conflict struct {
	from, to int
	kind     Kind
}

// conflictCost is what one takes from the rank, conflictMost what all take.
const conflictCost, conflictMost = 1.5, 3.0

// conflicts is the cost of the divisions that the text names beside the parts
// as they are aligned now.
func (m *match) conflicts() float64 {
	cost := 0.0
	m.eachConflict(func(conflict) { cost += conflictCost })
	return min(cost, conflictMost)
}

func (m *match) eachConflict(visit func(conflict)) {
	last := 0
	for i := range m.spans {
		s := &m.spans[i]
		if s.to-s.from < 3 || s.from < last || m.covered(s.from, s.to) {
			continue
		}
		if kind, named := m.names(s); named {
			visit(conflict{s.from, s.to, kind})
			last = s.to
		}
	}
}

func (m *match) covered(from, to int) bool {
	for i := range m.parts {
		if o := m.parts[i].chosen; o != nil && o.from < to && from < o.to {
			return true
		}
	}
	return false
}

// names tells whether a span is a division's name in full.
func (m *match) names(s *span) (Kind, bool) {
	var single [1]bearer
	nodes := m.x.uppers.nodes(m.x, s.hash, &single)
	for _, b := range nodes[:min(len(nodes), 4)] {
		at := b.at
		for _, o := range m.optionsOf(at) {
			if o.full && o.verdict == Matched && o.from == s.from && o.to == s.to {
				return m.x.nodes[at].kind, true
			}
		}
	}
	return 0, false
}
