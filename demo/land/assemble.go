package land

import (
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// assemble draws everything and makes the areas from the lines.
func (g *ground) assemble(c County, p *parcels, stands []Stand) (*Land, error) {
	seats := g.villageSeats(c, p)
	g.connectSeats(seats)

	a := &assembly{ground: g, parcels: p, county: c, stands: stands}
	a.net = g.draw(a.classes())
	a.trace()
	l := &Land{Lines: a.lines, Junctions: a.junctions(), Neighbours: stands, Seats: map[string]orb.Point{}}
	if err := a.areas(l); err != nil {
		return nil, err
	}
	l.Streams, l.Roads = a.streams(), a.roads()
	if err := a.seat(l, seats); err != nil {
		return nil, err
	}
	return l, nil
}

// assembly is the state of one drawing.
type assembly struct {
	*ground
	*parcels
	county County
	stands []Stand
	net    *network
	lines  []Line
	owned  [][2]int32 // left and right owner of each line, as in parcels.village
	ends   [][2]int32 // first and last corner of each line
}

// boundary says whether an edge separates two owners, at least one of them a village.
func (a *assembly) boundary(e int) bool {
	if !a.along(e) {
		return false
	}
	l, r := a.sides(e)
	return a.village[l] != a.village[r]
}

func (a *assembly) classes() []uint8 {
	class := make([]uint8, a.ground.edges())
	for e := range class {
		if !a.usable(e/3) || !a.along(e) {
			continue
		}
		switch {
		case a.boundary(e) || a.catchment[e] >= brookKM2:
			class[e] = landLine
		case a.road[e] != 0:
			class[e] = roadLine
		}
	}
	return class
}

// node says whether lines end at a corner: three owners meet there.
func (a *assembly) node(k int32) bool {
	n := a.ownersAt(k)
	return n[0] != n[1] && n[1] != n[2] && n[0] != n[2]
}

// ownersAt are the owners of the three cells that meet in a corner.
func (a *assembly) ownersAt(k int32) [3]int32 {
	one, two, three := a.cellsAt(int(k))
	return [3]int32{a.village[one], a.village[two], a.village[three]}
}

// trace follows the boundary edges from node to node, and then the closed
// lines that have none.
func (a *assembly) trace() {
	done := make(map[int32]bool)
	for _, free := range []bool{false, true} {
		for _, k := range a.net.corners {
			if !free && !a.node(k) {
				continue
			}
			for _, e := range a.edgesAt(int(k)) {
				if a.boundary(e) && !done[int32(e)] {
					a.follow(k, int32(e), done)
				}
			}
		}
	}
}

func (a *assembly) follow(k, e int32, done map[int32]bool) {
	left, right := a.sides(int(e))
	if first, _ := a.ground.ends(int(e)); int32(first) != k {
		left, right = right, left
	}
	owned := [2]int32{a.village[left], a.village[right]}
	start := k
	path := orb.LineString{a.net.place[k].degrees()}
	for {
		done[e] = true
		k = int32(a.across(int(e), int(k)))
		path = append(path, a.net.place[k].degrees())
		if k == start || a.node(k) {
			break
		}
		for _, next := range a.edgesAt(int(k)) {
			if int32(next) != e && a.boundary(next) {
				e = int32(next)
				break
			}
		}
	}
	a.lines = append(a.lines, Line{
		ID: fmt.Sprintf("line-%04d", len(a.lines)+1), Left: a.code(owned[0]), Right: a.code(owned[1]),
		Level: a.level(owned[0], owned[1]), Geometry: path,
	})
	a.owned = append(a.owned, owned)
	a.ends = append(a.ends, [2]int32{start, k})
}

// code of an owner: a village or a stand-in.
func (a *assembly) code(owner int32) string {
	if i := int(owner) - len(a.county.Villages); i >= 0 {
		return a.stands[i].Code
	}
	return a.county.Villages[owner].Code
}

func (a *assembly) townOf(owner int32) int32 {
	if int(owner) >= len(a.county.Villages) {
		return -1
	}
	return a.parent[owner]
}

func (a *assembly) level(left, right int32) Level {
	switch l, r := a.townOf(left), a.townOf(right); {
	case l < 0 || r < 0:
		return CountyLevel
	case l != r:
		return TownshipLevel
	}
	return VillageLevel
}

func (a *assembly) junctions() []Junction {
	var list []Junction
	for _, k := range a.net.corners {
		if !a.node(k) {
			continue
		}
		j := Junction{Point: a.net.place[k].degrees()}
		for _, o := range a.ownersAt(k) {
			j.Owners = append(j.Owners, a.code(o))
		}
		slices.Sort(j.Owners)
		list = append(list, j)
	}
	return list
}

// areas makes the county, the towns and the villages as faces of the lines.
func (a *assembly) areas(l *Land) error {
	add := func(u Unit, level Level, mine func(int32) bool) error {
		ring, err := a.face(mine)
		if err != nil {
			return fmt.Errorf("area of %s %s: %w", u.Code, u.Name, err)
		}
		l.Areas = append(l.Areas, Area{u.Code, u.Name, level, orb.Polygon{ring}})
		return nil
	}
	whole := Unit{Code: a.county.Code, Name: a.county.Name}
	err := add(whole, CountyLevel, func(o int32) bool { return a.townOf(o) >= 0 })
	for i, t := range a.county.Towns {
		if err == nil {
			err = add(t, TownshipLevel, func(o int32) bool { return a.townOf(o) == int32(i) })
		}
	}
	for i, v := range a.county.Villages {
		if err == nil {
			err = add(v, VillageLevel, func(o int32) bool { return o == int32(i) })
		}
	}
	return err
}

// face joins the lines that have an owner of the unit on one side only, this
// side always left, to its ring.
func (a *assembly) face(mine func(int32) bool) (orb.Ring, error) {
	type half struct {
		line    int
		forward bool
	}
	from := map[int32]half{}
	first := int32(-1)
	for i, o := range a.owned {
		l, r := mine(o[0]), mine(o[1])
		if l == r {
			continue
		}
		start := a.ends[i][0]
		if r {
			start = a.ends[i][1]
		}
		from[start] = half{i, l}
		if first < 0 {
			first = start
		}
	}
	var ring orb.Ring
	k := first
	for used := 1; ; used++ {
		h, ok := from[k]
		if !ok {
			return nil, fmt.Errorf("its lines do not close")
		}
		ring = join(ring, a.lines[h.line].Geometry, h.forward)
		k = a.ends[h.line][1]
		if !h.forward {
			k = a.ends[h.line][0]
		}
		if k == first {
			if used != len(from) {
				return nil, fmt.Errorf("it has more than one ring")
			}
			break
		}
	}
	if planar.Area(ring) <= 0 {
		return nil, fmt.Errorf("it lies outside its ring")
	}
	return ring, nil
}

// join appends a line, or its reverse, to a ring that ends where it begins.
func join(ring orb.Ring, line orb.LineString, forward bool) orb.Ring {
	if !forward {
		line = slices.Clone(line)
		line.Reverse()
	}
	if len(ring) > 0 {
		line = line[1:]
	}
	return append(ring, line...)
}

// seat places every seat inside its area: where it is known or else in the
// middle of the cell where its roads end.
func (a *assembly) seat(l *Land, cells []int) error {
	towns, villages := l.Areas[1:1+len(a.county.Towns)], l.Areas[1+len(a.county.Towns):]
	place := func(u Unit, area Area, cell int) error {
		p := a.plane.micro(a.centre(cell)).degrees()
		if u.Hint != nil {
			if h := round(*u.Hint); planar.PolygonContains(area.Polygon, h) {
				p = h
			}
		}
		if !planar.PolygonContains(area.Polygon, p) {
			return fmt.Errorf("seat of %s %s lies outside its area", u.Code, u.Name)
		}
		l.Seats[u.Code] = p
		return nil
	}
	for i, t := range a.county.Towns {
		if err := place(t, towns[i], a.towns[i]); err != nil {
			return err
		}
	}
	for i, v := range a.county.Villages {
		if err := place(v, villages[i], cells[i]); err != nil {
			return err
		}
	}
	l.Seats[a.county.Code] = l.Seats[a.county.Towns[0].Code]
	return nil
}

func round(p orb.Point) orb.Point {
	return micro{int64(math.Round(p[0] * 1e6)), int64(math.Round(p[1] * 1e6))}.degrees()
}
