package matching

import (
	"math"
	"slices"
	"strings"
)

// worth is the share of the best rank that a further candidate must have;
// doubtful the score below which the best is not sure.
const (
	worth    = 0.75
	doubtful = 0.5
)

// answer explains the candidates that were kept.
func (m *match) answer(limit int) Result {
	if len(m.found) == 0 {
		return Result{Reason: m.nothing()}
	}
	var r Result
	best := m.found[0].rank
	for i, f := range m.found {
		if len(r.Candidates) == limit || i > 0 && f.rank < worth*best {
			break
		}
		if m.above(f, m.found[:i]) {
			continue
		}
		r.Candidates = append(r.Candidates, m.explain(f))
	}
	switch {
	case r.Candidates[0].has(Similar):
		r.Reason = SimilarName
	case m.tied():
		r.Reason = Ambiguous
	case m.found[0].address == none && len(m.plates) > 0, r.Candidates[0].anotherNumber():
		r.Reason = NoNumber
	case r.Candidates[0].Score < doubtful:
		r.Reason = Doubtful
	}
	return r
}

// anotherNumber tells that the candidate has another number than the text: 12号
// where 12之1 was asked for is the nearest that is held, and not the answer.
func (c Candidate) anotherNumber() bool {
	return slices.ContainsFunc(c.Components, func(p Component) bool { return p.Part == PartNumber && p.Verdict == Differs })
}

// has tells that a part of the candidate stands so to the text.
func (c Candidate) has(v Verdict) bool {
	return slices.ContainsFunc(c.Components, func(p Component) bool { return p.Verdict == v })
}

// tied tells that another candidate fits as well as the first.
func (m *match) tied() bool {
	for i := 1; i < len(m.found) && m.found[0].rank-m.found[i].rank < 1e-6; i++ {
		if !m.above(m.found[i], m.found[:i]) {
			return true
		}
	}
	return false
}

// nothing says why there is no candidate.
func (m *match) nothing() Reason {
	for i, r := range m.text.runes {
		if !isDigit(r) && r != dash && !slices.ContainsFunc(m.tokens, func(t token) bool { return t.from <= i && i < t.to }) {
			return NoName
		}
	}
	return OnlyDigit
}

// above tells that a name alone contains a better candidate: it says nothing
// more.
func (m *match) above(f found, better []found) bool {
	if f.address != none {
		return false
	}
	for _, b := range better {
		if b.address != none {
			a := &m.x.addresses[b.address]
			if f.node == a.way || f.node == a.settlement || f.node == a.compound || m.x.below(a.division, f.node) {
				return true
			}
		}
		if m.x.below(b.node, f.node) {
			return true
		}
	}
	return false
}

// chainOf lists the names of a candidate.
func (m *match) chainOf(f found) {
	if f.address != none {
		a := &m.x.addresses[f.address]
		division := a.division
		if division == none && a.way != none {
			division = m.x.nodes[a.way].parent
		}
		m.chain(division, a.settlement, a.way, a.compound)
		return
	}
	if d := &m.x.nodes[f.node]; d.kind >= Way {
		m.chain(d.parent, f.node)
	} else {
		m.chain(f.node)
	}
}

// explain says of each component how it stands to the text.
func (m *match) explain(f found) Candidate {
	c := Candidate{IsAddress: f.address != none, ID: m.id(f), rank: f.rank}
	var a *address
	if f.address != none {
		a = &m.x.addresses[f.address]
	}
	m.chainOf(f)
	m.align()
	m.cover = append(m.cover[:0], make([]bool, len(m.text.runes))...)
	s := sum{m: m}
	c.Components = m.explainNames(&s, &c)
	c.Components = append(c.Components, m.explainNumbers(&s, &c, a)...)
	slices.SortStableFunc(c.Components, func(a, b Component) int { return slices.Index(parts, a.Part) - slices.Index(parts, b.Part) })
	c.Score = s.score()
	return c
}

// parts are all of them in the order in which a standard address is written.
var parts = []Part{PartProvince, PartCity, PartCounty, PartTownship, PartVillage, PartSettlement, PartWay, PartNumber, PartCompound,
	PartBuilding, PartUnit, PartFloor, PartRoom}

// Text writes the standard text of a candidate, from the largest division to the
// smallest part. A municipality, which is province and city at once, stands once.
func (c Candidate) Text() string {
	var b strings.Builder
	above := ""
	for _, e := range c.Components {
		if e.Registered == "" || e.Registered == above && (e.Part == PartCity || e.Part == PartCounty) {
			continue
		}
		above = e.Registered
		b.WriteString(e.Registered + unitOf[e.Part])
	}
	return b.String()
}

var unitOf = map[Part]string{PartNumber: "号", PartBuilding: "幢", PartUnit: "单元", PartFloor: "层", PartRoom: "室"}

var kindParts = [...]Part{Province: PartProvince, City: PartCity, County: PartCounty, Township: PartTownship, Village: PartVillage,
	Way: PartWay, Settlement: PartSettlement, Compound: PartCompound}

func (m *match) explainNames(s *sum, c *Candidate) []Component {
	var conflicts []conflict
	m.eachConflict(func(k conflict) { conflicts = append(conflicts, k) })
	var out []Component
	for i := range m.parts {
		p := &m.parts[i]
		d := &m.x.nodes[p.node]
		e := Component{Part: kindParts[d.kind], Verdict: Omitted, Registered: m.x.labels[p.node].current}
		if o := p.chosen; o != nil {
			e.Verdict = o.verdict
			e.Text, e.From, e.To = m.text.span(o.from, o.to)
			if o.isFormer {
				e.Former = m.x.labels[p.node].former[o.former]
			}
			c.Precision = e.Part
			s.agree(o.from, o.to, o.gain*float64(o.to-o.from)/weight(o.to-o.from))
		} else if j := slices.IndexFunc(conflicts, func(k conflict) bool { return k.kind == d.kind }); j >= 0 {
			e.Verdict = Differs
			e.Text, e.From, e.To = m.text.span(conflicts[j].from, conflicts[j].to)
		}
		out = append(out, e)
	}
	for _, k := range conflicts {
		s.disagree(k.from, k.to)
	}
	return out
}

// A sum weighs what of the text agrees against all of it. What is neither name
// nor number, such as a landmark, weighs little.
type sum struct {
	m           *match
	agreed, all float64
}

const noiseWeight, noiseMost = 0.15, 1.5

func (s *sum) agree(from, to int, gain float64) {
	s.agreed, s.all = s.agreed+gain, s.all+float64(to-from)
	s.mark(from, to)
}

func (s *sum) disagree(from, to int) {
	s.all += float64(to - from)
	s.mark(from, to)
}

func (s *sum) mark(from, to int) {
	for i := from; i < to; i++ {
		s.m.cover[i] = true
	}
}

func (s *sum) score() float64 {
	noise := 0.0
	for _, covered := range s.m.cover {
		if !covered {
			noise += noiseWeight
		}
	}
	all := s.all + min(noise, noiseMost)
	if all == 0 {
		return 0
	}
	return math.Round(min(1, s.agreed/all)*1000) / 1000
}
