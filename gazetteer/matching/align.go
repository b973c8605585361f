package matching

// A part is one name of a candidate with the way in which it is read, nil for
// one that is not in the text.
type part struct {
	node    int32
	options []option
	chosen  *option
}

// chain lists the names of a candidate, the largest first: those above its
// division, its division, and the ones beside.
func (m *match) chain(division int32, beside ...int32) {
	m.parts = m.parts[:0]
	for at, n := division, 0; at != none && n < 12; at, n = m.x.nodes[at].parent, n+1 {
		m.addPart(at)
	}
	for i, j := 0, len(m.parts)-1; i < j; i, j = i+1, j-1 {
		m.parts[i], m.parts[j] = m.parts[j], m.parts[i]
	}
	for _, at := range beside {
		if at != none {
			m.addPart(at)
		}
	}
}

func (m *match) addPart(at int32) {
	if d := &m.x.nodes[at]; d.held && !(d.hidden && m.kept(at)) {
		m.parts = append(m.parts, part{node: at, options: m.optionsOf(at)})
	}
}

// bound is more than any alignment of the parts can gain.
func (m *match) bound() float64 {
	sum := 0.0
	for i := range m.parts {
		if o := m.parts[i].options; len(o) > 0 {
			sum += o[0].gain
		}
	}
	return sum
}

// disorder is what each name costs that stands before one that should precede
// it: enough to settle ties, too little for anything else.
const disorder = 0.05

// align chooses a way to read each part so that no two overlap and the gain is
// greatest. It gives the gain.
func (m *match) align() float64 {
	a := aligner{m: m, best: -1}
	var stack [16]*option
	a.now = stack[:len(m.parts)]
	var kept [16]*option
	a.kept = kept[:len(m.parts)]
	a.try(0, 0, m.bound())
	for i := range m.parts {
		m.parts[i].chosen = a.kept[i]
	}
	return max(a.best, 0)
}

type aligner struct {
	m         *match
	now, kept []*option
	best      float64
	steps     int
}

// maxSteps bounds the search in texts that repeat a name many times.
const maxSteps = 400

func (a *aligner) try(at int, gain, rest float64) {
	a.steps++
	if a.steps > maxSteps || gain+rest <= a.best {
		return
	}
	if at == len(a.now) {
		a.best = gain
		copy(a.kept, a.now)
		return
	}
	options := a.m.parts[at].options
	most := 0.0
	if len(options) > 0 {
		most = options[0].gain
	}
	for i := range options {
		if o := &options[i]; a.free(at, o) {
			a.now[at] = o
			a.try(at+1, gain+o.gain-a.misplaced(at, o), rest-most)
		}
	}
	a.now[at] = nil
	a.try(at+1, gain, rest-most)
}

func (a *aligner) free(at int, o *option) bool {
	for _, other := range a.now[:at] {
		if other != nil && o.from < other.to && other.from < o.to {
			return false
		}
	}
	return true
}

// misplaced is the cost of standing before the name that should precede it.
func (a *aligner) misplaced(at int, o *option) float64 {
	for i := at - 1; i >= 0; i-- {
		if before := a.now[i]; before != nil {
			if o.from < before.from {
				return disorder
			}
			return 0
		}
	}
	return 0
}
