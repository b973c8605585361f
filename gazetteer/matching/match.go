package matching

import (
	"unicode/utf8"

	"github.com/google/uuid"

	"diming/gazetteer/naming"
)

// A match is the work on one text; its memory is used again.
type match struct {
	x       *Index
	public  bool // what is kept from the public is read below the roots alone
	roots   []int32
	text    text
	classes []class
	canon   []rune
	tokens  []token
	spans   []span
	table   []int32 // spans by hash: index + 1
	memo    [memoSize]remembered
	options []option
	turn    uint32
	found   []found
	around  []int32   // counties that the text speaks of
	sieve   [4]uint64 // of the hashes of the spans: most keys are none of them
	numbers float64   // what all numbers can add to a rank
	wide    float64   // what province and city can
	cover   []bool
	parts   []part
	plates  []int // tokens that may be the number
	gaps    []gap
	nears   []near // names that the text nearly has
}

// A span is a stretch of the text that is a key of some name.
type span struct {
	from, to int
	hash     uint64
	single   [1]bearer
	list     []bearer // nil for a single one
	next     int32    // the next span of the same hash, -1 for none
}

func (s *span) nodes() []bearer {
	if s.list == nil {
		return s.single[:]
	}
	return s.list
}

// A View answers texts from an index as somebody may see it.
type View struct {
	x      *Index
	public bool
	roots  []uuid.UUID
}

// All is the view of those who keep the whole register.
func (x *Index) All() View { return View{x: x} }

// Public is the view of everybody: no answer tells of what is kept from the
// public, nor follows from it.
func (x *Index) Public() View { return View{x: x, public: true} }

// Within is the view of those who keep what lies in some divisions.
func (x *Index) Within(divisions ...uuid.UUID) View { return View{x, true, divisions} }

// Match answers a text from all of the index; see [View.Match].
func (x *Index) Match(input string, limit int) Result { return x.All().Match(input, limit) }

// Match answers a text with at most limit candidates, the best first. The
// figures From and To of its components count characters of the text as given.
func (v View) Match(input string, limit int) Result {
	x := v.x
	limit = max(1, min(limit, MaxLimit))
	if len(input) > 4*MaxText || utf8.RuneCountInString(input) > MaxText {
		return Result{Reason: TooLong}
	}
	if !utf8.ValidString(input) {
		return Result{Reason: NotText}
	}
	m := x.scratch.Get().(*match)
	defer x.scratch.Put(m)
	m.x, m.public = x, v.public
	m.text.read([]rune(input))
	if len(m.text.runes) == 0 {
		return Result{Reason: Empty}
	}
	m.tokens = m.text.tokens(m.tokens)
	x.mu.RLock()
	defer x.mu.RUnlock()
	m.roots = m.roots[:0]
	for _, root := range v.roots {
		if at, known := x.nodeOf[root]; known {
			m.roots = append(m.roots, at)
		}
	}
	m.find()
	m.gather()
	m.gatherNearNames()
	return m.answer(limit)
}

// find looks up every stretch of the text that may be a key.
func (m *match) find() {
	x := m.x
	m.classes, m.canon, m.spans = m.classes[:0], m.canon[:0], m.spans[:0]
	for _, r := range m.text.runes {
		m.classes = append(m.classes, x.sounds.of(r))
		m.canon = append(m.canon, canon(r))
	}
	m.findFrom(0, len(m.classes), -1)
	swapped := 0
	for i, r := range m.canon { // a character may be the one that it looks like
		for _, other := range naming.LookAlikes(r) {
			if swapped++; swapped > maxLooks {
				break
			}
			own := m.classes[i]
			m.classes[i] = x.sounds.of(other)
			m.findFrom(max(0, i-longestLook), i+1, i)
			m.classes[i] = own
		}
	}
	m.tabulate()
}

// Of characters that look like others, so many are tried, in names whose first
// characters stand so near.
const maxLooks, longestLook = 8, 8

// findFrom looks up what begins in a stretch; of a place given, what covers it
// and is longer than a pair, which is read as it is written.
func (m *match) findFrom(begin, end, over int) {
	x := m.x
	for from := begin; from < end && from+1 < len(m.classes); from++ {
		first, second := m.classes[from], m.classes[from+1]
		if first == 0 || second == 0 {
			continue
		}
		lengths := x.lengths[int(first)*classes+int(second)]
		hash := step(step(0, first), second)
		for n := 2; ; n++ {
			if bit := min(n, 31); lengths>>bit == 0 {
				break
			} else if lengths>>bit&1 != 0 {
				if over < from+n && (over < 0 || n > 2) {
					m.lookUp(from, from+n, hash)
				}
				if n == 2 && over < 0 {
					m.lookUp(from, from+n, pairHash(m.canon[from], m.canon[from+1]))
				}
			}
			if n == maxKeyRunes || from+n == len(m.classes) || m.classes[from+n] == 0 {
				break
			}
			hash = step(hash, m.classes[from+n])
		}
	}
}

func (m *match) lookUp(from, to int, hash uint64) {
	if m.insideNumber(from) || m.insideNumber(to) {
		return
	}
	got, known := m.x.posts.of.get(hash)
	if !known {
		return
	}
	m.spans = append(m.spans, span{from: from, to: to, hash: hash, next: -1})
	if s := &m.spans[len(m.spans)-1]; got >= 0 {
		s.single[0] = m.x.bearer(got)
	} else {
		s.list = m.x.posts.lists[^got]
	}
}

// insideNumber tells that figures stand on both sides of a place: 38 is no name
// in 238.
func (m *match) insideNumber(at int) bool {
	return at > 0 && at < len(m.text.runes) && isDigit(m.text.runes[at-1]) && isDigit(m.text.runes[at])
}

// tabulate makes the spans findable by their hash.
func (m *match) tabulate() {
	size := 64
	for size < 2*len(m.spans) {
		size *= 2
	}
	if cap(m.table) < size {
		m.table = make([]int32, size)
	}
	m.table = m.table[:size]
	clear(m.table)
	m.sieve = [4]uint64{}
	for i := len(m.spans) - 1; i >= 0; i-- {
		hash := m.spans[i].hash
		m.sieve[hash>>6&3] |= 1 << (hash & 63)
		slot := m.slot(hash)
		if head := m.table[slot]; head > 0 {
			m.spans[i].next = head - 1
		}
		m.table[slot] = int32(i) + 1
	}
	m.turn++
	m.options, m.nears = m.options[:0], m.nears[:0]
}

func (m *match) slot(hash uint64) int {
	mask := len(m.table) - 1
	slot := int(hash>>7) & mask
	for m.table[slot] > 0 && m.spans[m.table[slot]-1].hash != hash {
		slot = (slot + 1) & mask
	}
	return slot
}
