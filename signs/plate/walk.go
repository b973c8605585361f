package plate

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/google/uuid"

	"diming/gazetteer/address"
)

// A stop is where a plate hangs on the way of who hangs them all: town by town,
// street by street, first one side (odd numbers) and then the other, house by
// house; the signs of a street come before its houses.
type stop struct {
	town, base       string
	numbered         int // 0 for a sign
	side             int
	number, sub      int
	compound         string
	building, unit   string
	floor, room, end string
}

func stopOf(p Plate, held map[uuid.UUID]address.Address) stop {
	a, ok := held[p.Address]
	if !ok {
		return stop{base: p.Name, end: p.ID.String()}
	}
	s := stop{town: a.Names.Township, base: a.Names.Way, numbered: 1, compound: a.Names.Compound, building: a.Building, unit: a.Unit, floor: a.Floor, room: a.Room, end: p.ID.String()}
	s.number, _ = strconv.Atoi(a.Number) // digits, or none in a compound
	s.sub, _ = strconv.Atoi(a.Sub)
	if s.base == "" {
		s.base = a.Names.Village + a.Names.Settlement
	} else {
		s.side = 1 - s.number%2
	}
	return s
}

// natural compares designations as one counts: 2 before 10, 甲 after both.
func natural(a, b string) int {
	x, errX := strconv.Atoi(a)
	y, errY := strconv.Atoi(b)
	if errX == nil && errY == nil && x != y {
		return cmp.Compare(x, y)
	}
	return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
}

func (s stop) compare(o stop) int {
	return cmp.Or(cmp.Compare(s.town, o.town), cmp.Compare(s.base, o.base), cmp.Compare(s.numbered, o.numbered), cmp.Compare(s.side, o.side), cmp.Compare(s.number, o.number), cmp.Compare(s.sub, o.sub),
		cmp.Compare(s.compound, o.compound), natural(s.building, o.building), natural(s.unit, o.unit), natural(s.floor, o.floor), natural(s.room, o.room), cmp.Compare(s.end, o.end))
}

// Walked puts plates into the order in which they are hung; held are their
// addresses. A sign of a street goes to the town in which the plates of its houses
// hang, where there are any.
func Walked(plates []Plate, held map[uuid.UUID]address.Address) []Plate {
	towns := map[uuid.UUID]string{}
	for _, a := range held {
		for _, place := range []uuid.UUID{a.Way, a.Settlement, a.Compound, a.Division} {
			if t, ok := towns[place]; !ok || a.Names.Township < t {
				towns[place] = a.Names.Township
			}
		}
	}
	stops := make(map[uuid.UUID]stop, len(plates))
	for _, p := range plates {
		s := stopOf(p, held)
		if p.Place != uuid.Nil {
			s.town = towns[p.Place]
		}
		stops[p.ID] = s
	}
	return slices.SortedFunc(slices.Values(plates), func(a, b Plate) int { return stops[a.ID].compare(stops[b.ID]) })
}
