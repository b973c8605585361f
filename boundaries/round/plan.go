package round

import (
	"cmp"
	"slices"

	"github.com/google/uuid"

	"diming/boundaries"
)

// A Candidate is a line that a round may take in.
type Candidate struct {
	Line    uuid.UUID
	Metres  float64 // its length
	Owners  [2]uuid.UUID
	DueYear int // by when it is to be inspected again; 0: never inspected here
}

// A Slot is where a plan puts a line.
type Slot struct {
	Line   uuid.UUID
	Metres float64
	Year   int
	Lead   boundaries.Side
}

// Propose spreads lines over the years of a round so that each year has about
// the same length, and the lead 牵头 over the owners of the lines so that each
// leads about half of its own. It is the usual way of doing a fifth of the
// lines each year; the law only wants each line inspected every five.
//
// The longest line goes first, each to the year with the least length so far:
// without due years, two years differ by no more than the longest line. A line
// is planned no later than its due year, or in the first year where that is
// past already. An owner that is no division (the nil UUID) leads nothing. The
// same lines give the same plan in whichever order they come.
func Propose(lines []Candidate, from, to int) []Slot {
	if to < from {
		return nil
	}
	lines = slices.Clone(lines)
	slices.SortFunc(lines, func(a, b Candidate) int {
		return cmp.Or(cmp.Compare(b.Metres, a.Metres), slices.Compare(a.Line[:], b.Line[:]))
	})
	// Lines that are bound to a year are placed before those that fill up.
	slices.SortStableFunc(lines, func(a, b Candidate) int { return cmp.Compare(a.latest(from, to), b.latest(from, to)) })
	years := make([]float64, to-from+1)
	shares := map[uuid.UUID]share{}
	slots := make([]Slot, len(lines))
	for i, c := range lines {
		y := least(years[:c.latest(from, to)-from+1])
		years[y] += c.Metres
		lead := c.lead(shares)
		for n, owner := range c.Owners {
			s := shares[owner]
			s.all += c.Metres
			if n == side(lead) {
				s.led += c.Metres
			}
			shares[owner] = s
		}
		slots[i] = Slot{Line: c.Line, Metres: c.Metres, Year: from + y, Lead: lead}
	}
	slices.SortFunc(slots, func(a, b Slot) int {
		return cmp.Or(cmp.Compare(a.Year, b.Year), cmp.Compare(b.Metres, a.Metres), slices.Compare(a.Line[:], b.Line[:]))
	})
	return slots
}

// latest is the last year of a round in which a line may stand.
func (c Candidate) latest(from, to int) int {
	if c.DueYear == 0 {
		return to
	}
	return min(max(c.DueYear, from), to)
}

// A share is how much of its lines an owner leads, as far as they are planned.
type share struct{ led, all float64 }

func (s share) part() float64 {
	if s.all == 0 {
		return 0.5
	}
	return s.led / s.all
}

// lead is the owner that leads the smaller part of its lines so far; a where
// they are level.
func (c Candidate) lead(shares map[uuid.UUID]share) boundaries.Side {
	switch {
	case c.Owners[1] == uuid.Nil:
		return boundaries.SideA
	case c.Owners[0] == uuid.Nil, shares[c.Owners[1]].part() < shares[c.Owners[0]].part():
		return boundaries.SideB
	}
	return boundaries.SideA
}

func side(s boundaries.Side) int {
	if s == boundaries.SideB {
		return 1
	}
	return 0
}

// least is the index of the smallest number, the first of equal ones.
func least(all []float64) int {
	at := 0
	for i, v := range all {
		if v < all[at] {
			at = i
		}
	}
	return at
}

// Loads gives the length that a plan puts into each year, in metres.
func Loads(slots []Slot) map[int]float64 {
	loads := map[int]float64{}
	for _, s := range slots {
		loads[s.Year] += s.Metres
	}
	return loads
}
