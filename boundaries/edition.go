package boundaries

import (
	"cmp"
	"slices"
	"unicode/utf8"

	"github.com/paulmach/orb"

	"diming/internal/version"
)

// A Listing is one row of a code table: a division under one code and one
// name, for the time in which the table's editions say so.
type Listing struct {
	Number    int // row in the source, for reports
	System    string
	Code      string
	Name      string
	Level     Level
	Valid     version.Span
	Area      orb.MultiPolygon // nil where the source gives none
	AreaBasis string
	Seat      *orb.Point
}

// A History is one division through all editions: its listings in order of
// time, none overlapping another.
type History []Listing

// A ChangeKind is how two editions differ in one division.
type ChangeKind string

// The kinds of difference. SuffixOnly is none in law: the table merely writes
// the same name otherwise.
const (
	Established ChangeKind = "establish"
	Abolished   ChangeKind = "abolish"
	Merged      ChangeKind = "merge"
	Renamed     ChangeKind = "rename"
	Recoded     ChangeKind = "code_change"
	SuffixOnly  ChangeKind = "suffix_only"
)

// A Change is one difference between the edition before On and the one from
// On. Merged is inferred: several units end and one begins in one parent on
// one day; tables do not say who went where.
type Change struct {
	Kind   ChangeKind
	On     version.Date
	Before []Listing
	After  []Listing
}

// An Overlap is a pair of listings that give one code two names at one time.
type Overlap struct{ First, Second Listing }

// Histories finds which listings are one division, and what changed in it.
// One code is one division. A code that ends on the day on which another of
// the same level and county begins under the same name is the same division
// recoded, where that match is unique on both sides.
func Histories(listings []Listing) ([]History, []Change, []Overlap) {
	histories, overlaps := byCode(listings)
	histories = joinRecoded(histories)
	slices.SortFunc(histories, func(a, b History) int { return cmp.Compare(a[len(a)-1].Code, b[len(b)-1].Code) })
	changes := changesWithin(histories)
	changes = append(changes, changesBetween(histories)...)
	slices.SortStableFunc(changes, func(a, b Change) int { return cmp.Compare(a.On.String(), b.On.String()) })
	return histories, changes, overlaps
}

func byCode(listings []Listing) ([]History, []Overlap) {
	type key struct{ system, code string }
	groups := map[key]History{}
	var order []key
	for _, l := range listings {
		k := key{l.System, l.Code}
		if _, ok := groups[k]; !ok {
			order = append(order, k)
		}
		groups[k] = append(groups[k], l)
	}
	histories := make([]History, 0, len(order))
	var overlaps []Overlap
	for _, k := range order {
		g := groups[k]
		slices.SortStableFunc(g, func(a, b Listing) int { return cmp.Compare(a.Valid.From.String(), b.Valid.From.String()) })
		kept := g[:1]
		for _, l := range g[1:] {
			last := kept[len(kept)-1]
			if last.Valid.To.IsZero() || l.Valid.From.IsZero() || l.Valid.From.Before(last.Valid.To) {
				overlaps = append(overlaps, Overlap{last, l})
				continue
			}
			kept = append(kept, l)
		}
		histories = append(histories, kept)
	}
	return histories, overlaps
}

// recodeKey is what two codes of one division have in common on the day of
// the change.
type recodeKey struct {
	system, within, name string
	level                Level
	on                   version.Date
}

func keyOf(l Listing, on version.Date) recodeKey {
	name := StandardName(l.Name)
	within := CountyOf(l.System, l.Code)
	if l.Level <= County {
		within = l.Code[:2]
		if c := core(name); utf8.RuneCountInString(c) > 1 { // 沙县 becomes 沙县区
			name = c
		}
	}
	return recodeKey{l.System, within, name, l.Level, on}
}

func joinRecoded(histories []History) []History {
	ends, begins := map[recodeKey][]int{}, map[recodeKey][]int{}
	for i, h := range histories {
		first, last := h[0], h[len(h)-1]
		if !last.Valid.To.IsZero() {
			k := keyOf(last, last.Valid.To)
			ends[k] = append(ends[k], i)
		}
		if !first.Valid.From.IsZero() {
			k := keyOf(first, first.Valid.From)
			begins[k] = append(begins[k], i)
		}
	}
	next, continued := map[int]int{}, map[int]bool{}
	for k, from := range ends {
		if to := begins[k]; len(from) == 1 && len(to) == 1 && from[0] != to[0] {
			next[from[0]] = to[0]
			continued[to[0]] = true
		}
	}
	joined := make([]History, 0, len(histories)-len(next))
	for i, h := range histories {
		if continued[i] {
			continue
		}
		for j, ok := next[i]; ok; j, ok = next[j] {
			h = append(slices.Clone(h), histories[j]...)
		}
		joined = append(joined, h)
	}
	return joined
}

// changesWithin are the changes that a division outlives.
func changesWithin(histories []History) []Change {
	var changes []Change
	for _, h := range histories {
		for i := 1; i < len(h); i++ {
			before, after := h[i-1], h[i]
			add := func(kind ChangeKind) {
				changes = append(changes, Change{kind, after.Valid.From, []Listing{before}, []Listing{after}})
			}
			if before.Code != after.Code {
				add(Recoded)
			}
			switch {
			case StandardName(before.Name) != StandardName(after.Name):
				add(Renamed)
			case before.Name != after.Name:
				add(SuffixOnly)
			}
		}
	}
	return changes
}

// changesBetween are the beginnings and ends of divisions, and what looks like
// a merger.
func changesBetween(histories []History) []Change {
	type place struct {
		parent string
		on     version.Date
	}
	type turn struct{ ended, begun []Listing }
	turns := map[place]*turn{}
	var order []place
	at := func(l Listing, on version.Date) *turn {
		parent := ""
		if codes := ParentCodes(l.System, l.Code); len(codes) > 0 {
			parent = codes[0]
		}
		k := place{parent, on}
		if turns[k] == nil {
			turns[k] = &turn{}
			order = append(order, k)
		}
		return turns[k]
	}
	for _, h := range histories {
		if first := h[0]; !first.Valid.From.IsZero() {
			t := at(first, first.Valid.From)
			t.begun = append(t.begun, first)
		}
		if last := h[len(h)-1]; !last.Valid.To.IsZero() {
			t := at(last, last.Valid.To)
			t.ended = append(t.ended, last)
		}
	}
	var changes []Change
	for _, k := range order {
		t := turns[k]
		if len(t.begun) == 1 && len(t.ended) >= 2 && t.begun[0].Level >= Township {
			changes = append(changes, Change{Merged, k.on, t.ended, t.begun})
			continue
		}
		for _, l := range t.ended {
			changes = append(changes, Change{Abolished, k.on, []Listing{l}, nil})
		}
		for _, l := range t.begun {
			changes = append(changes, Change{Established, k.on, nil, []Listing{l}})
		}
	}
	return changes
}
