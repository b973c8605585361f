package matching

import (
	"slices"
	"unicode/utf8"
)

// An option is one way to read a name in the text.
type option struct {
	from, to int
	gain     float64 // what it adds to the rank: characters by quality
	verdict  Verdict
	former   uint8
	isFormer bool
	full     bool // the whole name
}

// How well a name is read; a former or a short name never outweighs the name in
// force, and a slip costs more the shorter the name is.
const (
	shortQuality  = 0.93
	formerQuality = 0.95
	slipCost      = 0.8 // by the share of characters that differ
	genericGain   = 0.45
	usualLength   = 5
	beyondUsual   = 0.4
)

const memoSize = 2048

func memoAt(at int32) uint32 { return uint32(at) * 2654435761 % memoSize }

// remembered are the options of a node in the text of one turn.
type remembered struct {
	turn     uint32
	node     int32
	from, to int32 // in options
}

// optionsOf gives the ways to read a node in the text, the best first. They
// stand until the next text.
func (m *match) optionsOf(at int32) []option {
	memo := &m.memo[memoAt(at)]
	if memo.turn == m.turn && memo.node == at {
		return m.options[memo.from:memo.to]
	}
	first := len(m.options)
	d := &m.x.nodes[at]
	for i := range d.keys {
		k := &d.keys[i]
		if (d.hidden || k.private) && m.kept(at) {
			continue
		}
		if k.single {
			m.readSingle(k)
			continue
		}
		if m.sieve[k.hash>>6&3]&(1<<(k.hash&63)) == 0 {
			continue
		}
		head := m.table[m.slot(k.hash)]
		for s := head - 1; s >= 0; s = m.spans[s].next {
			m.readAs(d, k, &m.spans[s])
		}
	}
	for i := range m.nears {
		if m.nears[i].node == at {
			m.options = append(m.options, m.nears[i].option)
		}
	}
	own := m.options[first:]
	if len(own) > 1 {
		slices.SortStableFunc(own, func(a, b option) int {
			switch {
			case a.gain > b.gain:
				return -1
			case a.gain < b.gain:
				return 1
			}
			return a.from - b.from
		})
		if len(own) > 6 {
			m.options = m.options[:first+6]
		}
	}
	*memo = remembered{m.turn, at, int32(first), int32(len(m.options))}
	return m.options[first:]
}

// readAs adds the reading of a span as a key, where its characters allow it.
func (m *match) readAs(d *node, k *key, s *span) {
	length := s.to - s.from
	slips, i := 0, s.from
	for _, r := range k.text {
		if i == s.to {
			return
		}
		if m.canon[i] != r {
			slips++
		}
		i++
	}
	if i != s.to || slips > max(1, length/2) {
		return
	}
	if pair := length == 2 && s.hash != pairHash(m.canon[s.from], m.canon[s.from+1]); pair && slips == 0 {
		return // it is read as it is written already
	}
	o := option{from: s.from, to: s.to, verdict: verdictOf[k.reading], former: k.former, isFormer: k.reading == asFormer || k.reading == asOther}
	o.full = k.reading == asMatched
	quality := 1.0
	switch k.reading {
	case asAbbreviated:
		quality = shortQuality
	case asFormer, asOther:
		quality = formerQuality
	}
	if slips > 0 {
		quality *= 1 - slipCost*float64(slips)/float64(length)
		if !o.isFormer {
			o.verdict = Homophone
		}
	}
	o.gain = quality * weight(length)
	m.options = append(m.options, o)
	if k.reading != asMatched && slips == 0 {
		m.withGeneric(d, o)
	}
}

// readSingle reads a name of one character where it stands right behind another
// name.
func (m *match) readSingle(k *key) {
	r, _ := utf8.DecodeRuneInString(k.text)
	for i := 1; i < len(m.canon); i++ {
		if m.canon[i] == r && slices.ContainsFunc(m.spans, func(s span) bool { return s.to == i }) {
			m.options = append(m.options, option{from: i, to: i + 1, gain: 1, verdict: verdictOf[k.reading], full: true})
		}
	}
}

// weight is what a name of so many characters is worth: what is beyond a usual
// name says little more.
func weight(length int) float64 {
	if length <= usualLength {
		return float64(length)
	}
	return usualLength + beyondUsual*float64(length-usualLength)
}

// withGeneric reads a specific part with another generic part than the name
// has: 清湖镇 for 清湖街道.
func (m *match) withGeneric(d *node, o option) {
	for _, g := range foldedGenerics[d.kind] {
		if o.to+len(g) <= len(m.text.runes) && slices.Equal(m.text.runes[o.to:o.to+len(g)], g) {
			o.to += len(g)
			o.gain += genericGain * float64(len(g))
			if o.verdict == Abbreviated {
				o.verdict = Generic
			}
			m.options = append(m.options, o)
			return
		}
	}
}
