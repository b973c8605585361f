package search

import (
	"slices"
	"strings"
)

// nearest is how many matches of a level are ordered by distance; those that
// come later in static order follow in it.
const nearest = 2000

// Search returns a page of hits and the cursor of the next one, empty if
// there is none.
func (x *Index) Search(q Query) ([]Hit, Cursor, error) {
	p, err := newPlan(q)
	if err != nil {
		return nil, "", err
	}
	after, err := q.After.place(p.digest)
	if err != nil {
		return nil, "", err
	}
	r := run{plan: p, after: after, want: p.Limit + 1}
	for _, v := range x.state.Load().views(q.IncludeInternal) {
		r.scans = append(r.scans, newScan(p, v))
	}
	r.levels()
	next := Cursor("")
	if len(r.places) > p.Limit {
		r.places, r.found = r.places[:p.Limit], r.found[:p.Limit]
		next = r.places[p.Limit-1].cursor(p.digest)
	}
	hits := make([]Hit, len(r.found))
	for i, c := range r.found {
		hits[i] = p.hit(c, r.places[i].level)
	}
	return hits, next, nil
}

// A run collects one page over all segments.
type run struct {
	plan   *plan
	scans  []*scan
	after  *place
	want   int
	found  []candidate
	places []*place
}

// levels goes through the levels, the best first, until the page is full.
func (r *run) levels() {
	from, to := level(0), noLevel
	if r.after != nil {
		from = r.after.level
	}
	if r.plan.empty {
		to = 1
	}
	for l := from; l < to && len(r.found) < r.want; l++ {
		if r.plan.Suggest && l >= firstGuess && from < firstGuess && (len(r.found) > 0 || r.after != nil) {
			return
		}
		if !r.plan.reaches(l) {
			continue
		}
		var after *place
		if r.after != nil && l == from {
			after = r.after
		}
		if r.plan.Near != nil {
			r.near(l, after)
		} else {
			r.take(l, false, r.statically(l, after, r.want-len(r.found)))
		}
	}
}

// reaches reports whether the plan can match at the level at all.
func (p *plan) reaches(l level) bool {
	b := l.basis()
	switch {
	case p.empty:
		return l == 0
	case l.chained() && len(p.parts) == 1:
		return false
	case l >= firstLoose && (b < onExact || b > onInitials):
		return false
	}
	return b > onCodePrefix || p.code != ""
}

// statically returns the first want matches of the level after the place.
func (r *run) statically(l level, after *place, want int) []candidate {
	var out []candidate
	for _, s := range r.scans {
		out = append(out, s.matches(l, after, want)...)
	}
	if len(r.scans) > 1 {
		slices.SortFunc(out, func(a, b candidate) int { return a.rec().compare(b.rec()) })
	}
	return out[:min(len(out), want)]
}

// near takes the first matches of the level by distance, then the others.
func (r *run) near(l level, after *place) {
	if after != nil && after.far {
		r.far(l, after)
		return
	}
	list := r.statically(l, nil, nearest)
	var last *place
	if len(list) == nearest {
		last = placeOf(l, true, list[nearest-1])
	}
	slices.SortFunc(list, func(a, b candidate) int { return compareNear(a.rec(), a.dist, b.rec(), b.dist) })
	if after != nil {
		list = slices.DeleteFunc(list, func(c candidate) bool { return !after.nearer(c) })
	}
	r.take(l, false, list)
	if last != nil {
		r.far(l, last)
	}
}

// far takes the matches of the level after the place, in static order.
func (r *run) far(l level, after *place) {
	if want := r.want - len(r.found); want > 0 {
		r.take(l, true, r.statically(l, after, want))
	}
}

func (r *run) take(l level, far bool, list []candidate) {
	for _, c := range list[:min(len(list), r.want-len(r.found))] {
		r.found = append(r.found, c)
		r.places = append(r.places, placeOf(l, far, c))
	}
}

// hit is what the caller sees of a candidate.
func (p *plan) hit(c candidate, l level) Hit {
	s, d, n := c.seg, c.rec(), &c.seg.names[c.name]
	h := Hit{
		ID: d.id, Score: l.score(), Name: s.written(&s.names[d.name]),
		Reading: strings.Clone(s.readings.key(d.reading)), Chain: s.chains.current(d.chain), Class: s.classes[d.class],
		Division: string([]byte(s.division.key(d.division))), Code: string([]byte(s.code.key(d.code))),
		Public: d.flags&isPublic != 0, Current: d.flags&isCurrent != 0,
		HasPoint: d.flags&hasPoint != 0, Lon: d.lon, Lat: d.lat, DistanceM: c.dist,
	}
	if !p.empty {
		h.Match = Match{Kind: kinds[l.basis()], Text: s.written(n), Name: n.kind}
		if h.Match.Kind == "code" {
			h.Match.Text = h.Code
		}
	}
	return h
}
