package assign

import (
	"slices"

	"github.com/google/uuid"
)

// A Change is a village that another plan sends elsewhere than today's does, in
// other numbers, or leaves without a place otherwise.
type Change struct {
	Village                 uuid.UUID
	Before, After           []Row
	ShortBefore, ShortAfter []Short // without a place before and after
}

// Changes gives what another plan changes against today's, by village in the
// order in which the two name them first.
func Changes(today Plan, next Made) []Change {
	of := map[uuid.UUID]*Change{}
	var order []uuid.UUID
	at := func(v uuid.UUID) *Change {
		if of[v] == nil {
			of[v], order = &Change{Village: v}, append(order, v)
		}
		return of[v]
	}
	for _, r := range next.Rows {
		at(r.Village).After = append(at(r.Village).After, r)
	}
	for _, s := range next.Shorts {
		at(s.Village).ShortAfter = append(at(s.Village).ShortAfter, s)
	}
	for _, r := range today.Rows {
		at(r.Village).Before = append(at(r.Village).Before, r)
	}
	for _, s := range today.Shorts {
		at(s.Village).ShortBefore = append(at(s.Village).ShortBefore, s)
	}
	var all []Change
	for _, v := range order {
		if c := *of[v]; !sameRows(c.Before, c.After) || !slices.Equal(c.ShortBefore, c.ShortAfter) {
			all = append(all, c)
		}
	}
	return all
}

// sameRows tells whether two lists send as many to the same shelters.
func sameRows(a, b []Row) bool {
	if len(a) != len(b) {
		return false
	}
	for _, r := range a {
		if !slices.ContainsFunc(b, func(o Row) bool { return o.Shelter == r.Shelter && o.Places == r.Places && o.ByHand == r.ByHand }) {
			return false
		}
	}
	return true
}
