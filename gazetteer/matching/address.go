package matching

import (
	"slices"
	"strings"

	"github.com/google/uuid"
)

// An address holds its details in one string: a million of them are held.
type address struct {
	id                                  uuid.UUID
	division, way, settlement, compound int32
	details                             string // number, sub, building, unit, floor, room, parted by detailMark; see detailsOf
	hidden                              bool   // kept from the public
}

const detailMark = "\x1f"

// details are what an address has behind its names, in their order, folded.
type details [6]string

// The places in details.
const (
	number = iota
	sub
	building
	unit
	floor
	room
)

var detailParts = [6]Part{number: PartNumber, sub: PartNumber, building: PartBuilding, unit: PartUnit, floor: PartFloor, room: PartRoom}

// detailsOf writes the details as they are compared; where they are registered
// otherwise, this follows: the mark between number and sub, and all of them.
func detailsOf(in *Address) string {
	raw := details{in.Number, in.Sub, in.Building, in.Unit, in.Floor, in.Room}
	folded := raw
	for i := range folded {
		folded[i] = foldDetail(raw[i])
	}
	out := strings.Join(folded[:], detailMark)
	if folded != raw || in.Format != "" && in.Format != string(dash) {
		out += detailMark + in.Format + detailMark + strings.Join(raw[:], detailMark)
	}
	return out
}

// written gives the details as they are registered, with the mark between
// number and sub.
func (a *address) written() (d details, mark string) {
	fields := strings.Split(a.details, detailMark)
	mark = string(dash)
	if len(fields) > len(d) {
		if fields[len(d)] != "" {
			mark = fields[len(d)]
		}
		fields = fields[len(d)+1:]
	}
	copy(d[:], fields)
	return d, mark
}

func (a *address) read() details {
	var d details
	rest := a.details
	for i := range d {
		d[i], rest, _ = strings.Cut(rest, detailMark)
	}
	return d
}

// bases are the names under which a number is looked for: street, natural
// village and compound; the division where there is no street.
func (a *address) bases(visit func(int32)) {
	for _, base := range [...]int32{a.way, a.settlement, a.compound} {
		if base != none {
			visit(base)
		}
	}
	if a.way == none && a.division != none {
		visit(a.division)
	}
}

// PutAddresses adds addresses or replaces those with the same ID. The names
// that they refer to may come later.
func (x *Index) PutAddresses(addresses ...Address) {
	for len(addresses) > 0 {
		n := min(len(addresses), chunk)
		x.mu.Lock()
		for i := range addresses[:n] {
			x.putAddress(&addresses[i])
		}
		x.mu.Unlock()
		addresses = addresses[n:]
	}
}

func (x *Index) putAddress(in *Address) {
	x.removeAddress(in.ID)
	a := address{id: in.ID, division: x.refer(in.Division), way: x.refer(in.Way), settlement: x.refer(in.Settlement), compound: x.refer(in.Compound), hidden: in.Hidden}
	a.details = detailsOf(in)
	at := int32(len(x.addresses))
	if n := len(x.freeRows); n > 0 {
		at, x.freeRows = x.freeRows[n-1], x.freeRows[:n-1]
		x.addresses[at] = a
	} else {
		x.addresses = append(x.addresses, a)
	}
	x.addressOf[in.ID] = at
	d := a.read()
	a.bases(func(base int32) {
		x.nodes[base].doors++
		x.addDoor(doorKey(base, d[number]), at)
	})
}

func (x *Index) refer(id uuid.UUID) int32 {
	if id == uuid.Nil {
		return none
	}
	return x.node(id)
}

// foldDetail gives a designation as it is compared: half width, digits, no
// zeros in front.
func foldDetail(s string) string {
	if s == "" {
		return ""
	}
	var t text
	t.read([]rune(s))
	runes := t.runes
	if value, n := numeral(runes); n == len(runes) && n > 0 {
		return value
	}
	return string(runes)
}

func doorKey(base int32, numeral string) uint64 {
	h := uint64(uint32(base))*hashFactor ^ 0x5bd1e995
	for i := range len(numeral) {
		h = step(h, class(numeral[i]))
	}
	return h
}

func (x *Index) addDoor(hash uint64, at int32) {
	got, known := x.numbered.get(hash)
	if !known {
		x.numbered.put(hash, at)
		return
	}
	if got < 0 {
		x.doors[^got] = append(x.doors[^got], at)
		return
	}
	if got == at {
		return
	}
	list := int32(len(x.doors))
	if n := len(x.freeDoors); n > 0 {
		list, x.freeDoors = x.freeDoors[n-1], x.freeDoors[:n-1]
		x.doors[list] = []int32{got, at}
	} else {
		x.doors = append(x.doors, []int32{got, at})
	}
	x.numbered.put(hash, ^list)
}

func (x *Index) removeAddress(id uuid.UUID) {
	at, known := x.addressOf[id]
	if !known {
		return
	}
	delete(x.addressOf, id)
	a := x.addresses[at]
	d := a.read()
	a.bases(func(base int32) {
		x.nodes[base].doors--
		x.takeDoor(doorKey(base, d[number]), at)
	})
	x.addresses[at] = address{}
	x.freeRows = append(x.freeRows, at)
}

func (x *Index) takeDoor(hash uint64, at int32) {
	got, known := x.numbered.get(hash)
	if !known {
		return
	}
	if got >= 0 {
		if got == at {
			x.numbered.remove(hash)
		}
		return
	}
	list := &x.doors[^got]
	if i := slices.Index(*list, at); i >= 0 {
		*list = slices.Delete(*list, i, i+1)
	}
	if len(*list) == 1 {
		x.numbered.put(hash, (*list)[0])
		*list = nil
		x.freeDoors = append(x.freeDoors, ^got)
	}
}

// at gives the addresses at a number of a base.
func (x *Index) at(base int32, numeral string, single *[1]int32) []int32 {
	got, known := x.numbered.get(doorKey(base, numeral))
	if !known {
		return nil
	}
	if got >= 0 {
		single[0] = got
		return single[:]
	}
	return x.doors[^got]
}
