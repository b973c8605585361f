package tiles

import (
	"cmp"
	"slices"

	"github.com/google/uuid"
	"github.com/paulmach/orb"
)

// A line is a stretch of boundary of one level while it held. owners are the
// divisions of that level that it bounds: two, or one where nothing is held on
// the other side (more only where the areas given overlap).
type line struct {
	level  int
	span   span
	owners []uuid.UUID
	geom   orb.LineString
}

func (l line) compare(m line) int {
	return cmp.Or(cmp.Compare(l.level, m.level), cmp.Compare(l.span.from, m.span.from),
		cmp.Compare(l.span.to, m.span.to), slices.CompareFunc(l.owners, m.owners, compareIDs))
}

func compareIDs(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) }

// lines returns every arc once for each time that it bounded something, with
// the highest level (smallest number) it separates then; arcs that continue
// each other between the same owners are one line.
func (t *topology) lines() []line {
	var pieces []line
	for i := range t.arcs {
		pieces = append(pieces, t.arcLines(&t.arcs[i])...)
	}
	slices.SortStableFunc(pieces, line.compare)
	var joined []line
	for len(pieces) > 0 {
		n := 1
		for n < len(pieces) && pieces[0].compare(pieces[n]) == 0 {
			n++
		}
		for _, geom := range chain(pieces[:n]) {
			l := pieces[0]
			l.geom = geom
			joined = append(joined, l)
		}
		pieces = pieces[n:]
	}
	return joined
}

// arcLines gives the arc a line for each stretch of time with one level and
// the same owners.
func (t *topology) arcLines(a *arc) []line {
	var spans []span
	for _, s := range a.shapes {
		spans = append(spans, t.shapes[s].span)
	}
	var lines []line
	for _, piece := range elementary(spans) {
		l := line{span: piece, geom: a.kept}
		l.level, l.owners = t.owners(a, piece)
		if len(l.owners) == 0 {
			continue
		}
		if n := len(lines) - 1; n >= 0 && lines[n].span.to == piece.from && lines[n].level == l.level && slices.Equal(lines[n].owners, l.owners) {
			lines[n].span.to = piece.to
			continue
		}
		lines = append(lines, l)
	}
	return lines
}

func (t *topology) owners(a *arc, piece span) (level int, owners []uuid.UUID) {
	for _, s := range a.shapes {
		sh := t.shapes[s]
		switch {
		case !sh.span.covers(piece) || level > 0 && sh.level > level:
			continue
		case level == 0 || sh.level < level:
			level, owners = sh.level, owners[:0]
		}
		owners = append(owners, sh.id)
	}
	slices.SortFunc(owners, compareIDs)
	return level, slices.Compact(owners)
}

// chain joins lines end to end where exactly two of them meet.
func chain(pieces []line) []orb.LineString {
	ends := make(map[orb.Point][]int)
	for i, l := range pieces {
		for _, p := range []orb.Point{l.geom[0], l.geom[len(l.geom)-1]} {
			ends[p] = append(ends[p], i)
		}
	}
	used := make([]bool, len(pieces))
	var chains []orb.LineString
	for i := range pieces {
		if used[i] {
			continue
		}
		used[i] = true
		c := extend(slices.Clone(pieces[i].geom), pieces, ends, used)
		c.Reverse()
		chains = append(chains, canonical(extend(c, pieces, ends, used)))
	}
	return chains
}

// extend adds what continues c at its end, until it closes or branches.
func extend(c orb.LineString, pieces []line, ends map[orb.Point][]int, used []bool) orb.LineString {
	for {
		tail := c[len(c)-1]
		at := ends[tail]
		i := slices.IndexFunc(at, func(i int) bool { return !used[i] })
		if len(at) != 2 || i < 0 {
			return c
		}
		used[at[i]] = true
		next := slices.Clone(pieces[at[i]].geom)
		if next[0] != tail {
			next.Reverse()
		}
		c = append(c, next[1:]...)
	}
}

// canonical gives a line the one direction, and a loop the one start, that do
// not depend on the order in which its pieces came.
func canonical(c orb.LineString) orb.LineString {
	last := len(c) - 1
	if c[0] != c[last] {
		if comparePoints(c[last], c[0]) < 0 {
			c.Reverse()
		}
		return c
	}
	ring := orb.Ring(c[:last])
	turned := closeRing(rotate(ring, lowest(ring)))
	if comparePoints(turned[last-1], turned[1]) < 0 {
		turned.Reverse()
	}
	return orb.LineString(turned)
}
