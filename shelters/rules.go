package shelters

import (
	"slices"

	"github.com/paulmach/orb"

	"diming/boundaries/compass"
)

// Failed tells whether the last safety appraisal says that a shelter must not
// be used.
func Failed(s Shelter) bool { return s.Appraisal != nil && s.Appraisal.Result == FailedResult }

// Suits tells whether a shelter may be used for a hazard; "" is any.
func Suits(s Shelter, h Hazard) bool {
	return h == "" || slices.Contains(s.Suits, h) && !slices.Contains(s.Unfit, h)
}

// Usable tells whether people may be sent to a shelter for a hazard: it stands,
// is open or stands by, suits, and its building did not fail. "" is any hazard.
func Usable(s Shelter, h Hazard) bool {
	return s.Standing && (s.Now.State == Open || s.Now.State == Standby) && Suits(s, h) && !Failed(s)
}

// fullOf is how much of a shelter may be taken at each step, in percent.
var fullOf = map[Step]int{Under30: 30, Under60: 60, Under80: 80, From80: 100}

// Free gives how many places are left at least, and whether that is known:
// counted, or by the step that was said. Of an open shelter of which nobody
// said how full it is it is not, and 0. One that is full, closed or failed has
// none.
func Free(s Shelter) (places int, known bool) {
	switch {
	case Failed(s), s.Now.State == Full, s.Now.State == Closed:
		return 0, true
	case s.Now.People != nil:
		return max(0, s.Capacity-*s.Now.People), true
	case s.Now.Step != "":
		return s.Capacity * (100 - fullOf[s.Now.Step]) / 100, true
	}
	if s.Now.State == Open {
		return 0, false
	}
	return s.Capacity, true
}

// Room is how many more a shelter takes, for who sends people there now: what is
// left of an open one at least; of one of which nobody said how full it is, what it
// holds without those counted last. Any other has none.
func Room(s Shelter) int {
	if s.Now.State != Open {
		return 0
	}
	if places, known := Free(s); known {
		return places
	}
	if s.Now.Counted != nil {
		return max(0, s.Capacity-s.Now.Counted.People)
	}
	return s.Capacity
}

// Over tells by how many people a shelter is above its capacity.
func Over(s Shelter) int {
	if s.Now.People == nil {
		return 0
	}
	return max(0, *s.Now.People-s.Capacity)
}

// Nearby is a shelter and how far it is.
type Nearby struct {
	Shelter
	DistanceM float64 // on the ellipsoid, in a straight line, which is never a way
	Degrees   float64 // direction from true north, clockwise
}

// Nearest gives the shelters that stand and suit a hazard ("": any), whatever
// their state, the nearest to a point first; limit 0 is all.
func Nearest(all []Shelter, from orb.Point, h Hazard, limit int) []Nearby {
	near := []Nearby{}
	for _, s := range all {
		if !s.Standing || !Suits(s, h) {
			continue
		}
		degrees, metres := compass.Azimuth(from, s.Point)
		near = append(near, Nearby{s, metres, degrees})
	}
	slices.SortStableFunc(near, func(a, b Nearby) int {
		switch {
		case a.DistanceM < b.DistanceM:
			return -1
		case a.DistanceM > b.DistanceM:
			return 1
		}
		return slices.Compare(a.ID[:], b.ID[:])
	})
	if limit > 0 && len(near) > limit {
		near = near[:limit]
	}
	return near
}
