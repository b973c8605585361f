package cover

import (
	"context"
	"slices"

	"github.com/paulmach/orb"
)

// A Kind is what is wrong at a place.
type Kind string

// The kinds of faults.
const (
	Gap     Kind = "gap"     // no area covers it, and areas close around it
	Overlap Kind = "overlap" // more than one area covers it
	Missing Kind = "missing" // of the whole, none of its parts covers it
	Beyond  Kind = "beyond"  // a part covers it that lies outside the whole
)

// A Fault is a place that is not covered once.
type Fault struct {
	Kind   Kind
	At     orb.Point // in the middle of where it is widest
	AreaM2 float64
	WideM  float64 // about how wide at its widest: how far two drawings of one line lie apart
	Areas  []int   // overlap: those that cover it; else those along it, the longest line first
}

// A Result is what a check of areas found.
type Result struct {
	Invalid []Invalid
	Faults  []Fault // the largest first
	Edges   int     // that were compared
	Bounded bool    // false: no area at all
}

// Clean tells whether nothing was found.
func (r Result) Clean() bool { return len(r.Invalid) == 0 && len(r.Faults) == 0 }

// A Progress is told how much of a check is done, from 0 to 1.
type Progress func(done float64)

func (p Progress) say(done float64) {
	if p != nil {
		p(done)
	}
}

// Check finds the invalid areas, every gap between areas and every overlap of
// more than leastM2. Of an invalid area counts what an odd number of its rings
// encloses, as for PostGIS. A gap is a bounded hole of the union of all areas that no
// area covers; open sea and land around are none.
func Check(ctx context.Context, areas []Area, leastM2 float64, progress Progress) (Result, error) {
	r := Result{Bounded: len(areas) > 0}
	var invalid []int
	for i, a := range areas {
		if bad, is := Validate(a); is {
			bad.Area = i
			r.Invalid, invalid = append(r.Invalid, bad), append(invalid, i)
		}
		if i%256 == 0 {
			if err := ctx.Err(); err != nil {
				return r, err
			}
			progress.say(0.4 * float64(i) / float64(len(areas)))
		}
	}
	all := edgesOf(areas, invalid...)
	r.Edges = len(all)
	progress.say(0.5)
	s := newSweep(areas, seams(all, 0), func(depth int) Kind {
		switch {
		case depth <= 0:
			return Gap
		case depth > 1:
			return Overlap
		}
		return ""
	})
	faults, err := s.run(ctx, leastM2, func(done float64) { progress.say(0.5 + done/2) })
	r.Faults = faults
	progress.say(1)
	return r, err
}

// Compare finds where parts do not fill a whole, by more than leastM2: ground
// of the whole that no part covers, and ground of parts outside it. Overlaps of
// parts are for Check. Areas of a fault count the parts first; len(parts) is the whole.
func Compare(ctx context.Context, parts []Area, whole Area, leastM2 float64) ([]Fault, error) {
	all := edgesOf(append(slices.Clone(parts), whole))
	s := newSweep(append(slices.Clone(parts), whole), seams(all, int32(len(parts))), func(depth int) Kind {
		switch {
		case depth < 0:
			return Missing
		case depth > 0:
			return Beyond
		}
		return ""
	})
	return s.run(ctx, leastM2, nil)
}

// A seam is an edge across which the number of areas changes.
type seam struct {
	edge
	rise  int // areas above (to the left) less areas below
	areas []int32
}

// seams gives the edges where what lies on both sides is not the same number of
// areas; all others cancel out. From less on, areas count against the others
// (0: none does).
func seams(all map[edge]*sides, less int32) []seam {
	var list []seam
	weigh := func(ids []int32) (n int) {
		for _, i := range ids {
			if less > 0 && i >= less {
				n--
			} else {
				n++
			}
		}
		return n
	}
	for e, s := range all {
		if rise := weigh(s.left) - weigh(s.right); rise != 0 {
			list = append(list, seam{e, rise, slices.Concat(s.left, s.right)})
		}
	}
	return list
}
