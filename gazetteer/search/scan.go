package search

import (
	"sort"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"
)

// A scan answers one plan from one segment.
type scan struct {
	plan    *plan
	seg     *segment
	dead    bitmap
	class   []bool // for each of the segment's classes, whether the filter lets it pass
	divLo   uint32 // the run of division codes that pass
	divHi   uint32
	heads   []head
	inside  map[level][]uint32 // first names of the documents under small heads, by level
	streams map[streamKey]*stream
	late    map[uint32]lateMatch  // answers of best for the last levels
	few     map[level][]candidate // all matches, if the filters leave few documents
}

// A candidate is a document that matches, with the name that does.
type candidate struct {
	seg  *segment
	doc  uint32
	name uint32
	dist float64 // metres, with Query.Near
}

func (c candidate) rec() *docRec { return &c.seg.docs[c.doc] }

// fewDocs is how many documents are read one by one rather than by the lists
// of their names.
const fewDocs = 8000

func newScan(p *plan, v view) *scan {
	s := v.seg
	c := &scan{plan: p, seg: s, dead: v.dead, class: make([]bool, len(s.classes)),
		streams: map[streamKey]*stream{}, late: map[uint32]lateMatch{}}
	for i, class := range s.classes {
		c.class[i] = strings.HasPrefix(class, p.Class)
	}
	c.divLo, c.divHi = s.division.prefix(trimCode(p.Division))
	c.readHeads()
	if docs, ok := c.fewLeft(); ok {
		c.matchFew(docs)
	}
	if c.few == nil {
		c.matchInside()
	}
	return c
}

// fewLeft returns the documents that a filter leaves, if they are few.
func (c *scan) fewLeft() ([]uint32, bool) {
	if c.plan.Division != "" {
		if docs := c.seg.division.postings(c.divLo, c.divHi); len(docs) <= fewDocs {
			return docs, true
		}
	}
	if c.plan.BBox != nil {
		return c.seg.grid.within(*c.plan.BBox, fewDocs)
	}
	return nil, false
}

func (c *scan) matchFew(docs []uint32) {
	c.few = map[level][]candidate{}
	for _, d := range docs {
		if !c.passes(d) {
			continue
		}
		if l, name := c.best(d, noLevel); l != noLevel {
			c.few[l] = append(c.few[l], c.candidate(d, name))
		}
	}
	for _, list := range c.few {
		sort.Slice(list, func(i, j int) bool { return list[i].doc < list[j].doc })
	}
}

// passes applies the filters to document d.
func (c *scan) passes(d uint32) bool {
	rec := &c.seg.docs[d]
	if c.dead.has(d) || !c.class[rec.class] || rec.division < c.divLo || rec.division >= c.divHi {
		return false
	}
	box := c.plan.BBox
	return box == nil || rec.flags&hasPoint != 0 && box.Contains(orb.Point{rec.lon, rec.lat})
}

func (c *scan) candidate(d, name uint32) candidate {
	out := candidate{seg: c.seg, doc: d, name: name}
	if c.plan.Near != nil {
		out.dist = distance(*c.plan.Near, &c.seg.docs[d])
	}
	return out
}

// distance is in metres on the sphere; a place without a point is infinitely
// far away.
func distance(near orb.Point, d *docRec) float64 {
	if d.flags&hasPoint == 0 {
		return infinite
	}
	return geo.DistanceHaversine(near, orb.Point{d.lon, d.lat})
}

// matches returns the first want matches at level l after the place, in
// static order.
func (c *scan) matches(l level, after *place, want int) []candidate {
	if c.few != nil {
		list := c.few[l]
		from := sort.Search(len(list), func(i int) bool { return after.before(list[i].rec()) })
		return list[from:min(len(list), from+want)]
	}
	var out []candidate
	from := uint32(sort.Search(len(c.seg.docs), func(i int) bool { return after.before(&c.seg.docs[i]) }))
	if int(from) == len(c.seg.docs) {
		return nil
	}
	next := c.reader(l, from)
	for len(out) < want {
		d, ok := next()
		if !ok {
			break
		}
		if !c.passes(d) {
			continue
		}
		if at, name := c.bestOnce(d, l); at == l {
			out = append(out, c.candidate(d, name))
		}
	}
	return out
}

// reader returns the documents from the given one on that have a name fit for
// level l among the gathered ones, each once.
func (c *scan) reader(l level, from uint32) func() (uint32, bool) {
	if c.plan.empty {
		return func() (uint32, bool) { from++; return from - 1, int(from) <= len(c.seg.docs) }
	}
	st, first := c.gather(l), c.seg.docs[from].name
	raw := c.plan.parts[0].raw != c.plan.parts[0].fold
	i := st.skip(first)
	return func() (uint32, bool) {
		for {
			n, ok := st.at(i)
			if !ok {
				return 0, false
			}
			i++
			name := &c.seg.names[n]
			if name.doc >= from && (l.chained() || carries(l.basis(), name.kind, raw || name.orig != noText)) {
				from = name.doc + 1
				return name.doc, true
			}
		}
	}
}

// A lateMatch is an answer of best.
type lateMatch struct {
	level level
	name  uint32
}

// bestOnce is best, remembered for the levels from the guesses on, which
// read the same documents several times.
func (c *scan) bestOnce(d uint32, l level) (level, uint32) {
	if l < firstGuess {
		return c.best(d, l)
	}
	m, ok := c.late[d]
	if !ok {
		m.level, m.name = c.best(d, noLevel)
		c.late[d] = m
	}
	return m.level, m.name
}
