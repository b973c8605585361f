package line

import (
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/boundaries/cover"
)

// A FaultError says that lines do not make areas, and where.
type FaultError struct {
	At     orb.Point
	ZH, EN string
}

func (e *FaultError) Error() string {
	return fmt.Sprintf("%s（%.6f,%.6f） / %s", e.ZH, e.At[0], e.At[1], e.EN)
}

// A ground is the lines of a day with, on each side of each part, the smallest
// division that the lines tell of. It is plain values; nothing here reads the
// database.
//
// A line is held once, at the highest level that it separates: the line of a
// county is the line of its townships and villages too. Which village lies along
// it is told by the lines that meet it: between two lines that follow each other
// around a junction lies one ground, and so do all of its sides; the smallest
// division that any of these names is whose ground it is.
type ground struct {
	tree  tree
	parts []cover.Part // Left and Right index owners, or are cover.Outside
	lines []uuid.UUID  // of each part
	open  map[uuid.UUID]orb.Point
	ids   []uuid.UUID
	index map[uuid.UUID]int
}

// layOut makes the ground of lines. areas are those that divisions have now,
// which tell whose an island is that no inner line meets.
func layOut(t tree, lines []Line, islands func(path orb.LineString, under uuid.UUID) uuid.UUID) *ground {
	g := &ground{tree: t, index: map[uuid.UUID]int{}, open: map[uuid.UUID]orb.Point{}}
	var paths []orb.LineString
	var owners [][2]Owner // left, right
	for _, l := range lines {
		left, right := l.A, l.B
		if !l.AOnLeft {
			left, right = right, left
		}
		for _, path := range l.Geometry {
			paths, owners, g.lines = append(paths, path), append(owners, [2]Owner{left, right}), append(g.lines, l.ID)
		}
	}
	left, right, rounds := cover.Cycles(paths)
	leaves := make([]uuid.UUID, rounds)
	for r, named := range namesOf(owners, left, right, rounds) {
		leaf, ok := t.deepest(named)
		if !ok {
			for _, d := range named {
				if _, known := g.open[d]; !known {
					g.open[d] = pointOf(paths, left, right, r)
				}
			}
			continue
		}
		leaves[r] = leaf
	}
	if islands != nil {
		for i, p := range paths {
			for _, r := range []int{left[i], right[i]} {
				if leaves[r] != uuid.Nil {
					if smaller := islands(p, leaves[r]); smaller != uuid.Nil {
						leaves[r] = smaller
					}
				}
			}
		}
	}
	for i, p := range paths {
		g.parts = append(g.parts, cover.Part{Left: g.number(leaves[left[i]]), Right: g.number(leaves[right[i]]), Path: p})
	}
	return g
}

func (g *ground) number(id uuid.UUID) int {
	if id == uuid.Nil {
		return cover.Outside
	}
	if _, known := g.index[id]; !known {
		g.index[id] = len(g.ids)
		g.ids = append(g.ids, id)
	}
	return g.index[id]
}

// namesOf gives the divisions that the parts around each round name.
func namesOf(owners [][2]Owner, left, right []int, rounds int) [][]uuid.UUID {
	named := make([][]uuid.UUID, rounds)
	add := func(round int, o Owner) {
		if o.Kind == Division && !slices.Contains(named[round], o.Division) {
			named[round] = append(named[round], o.Division)
		}
	}
	for i, o := range owners {
		add(left[i], o[0])
		add(right[i], o[1])
	}
	return named
}

func pointOf(paths []orb.LineString, left, right []int, round int) orb.Point {
	for i, p := range paths {
		if left[i] == round || right[i] == round {
			return p[0]
		}
	}
	return orb.Point{}
}

// deepest gives the smallest of divisions of which each holds the next, nil
// where there is none; false where they do not hold each other.
func (t tree) deepest(named []uuid.UUID) (uuid.UUID, bool) {
	leaf := uuid.Nil
	for _, d := range named {
		switch {
		case leaf == uuid.Nil || t.within(d, leaf):
			leaf = d
		case !t.within(leaf, d):
			return uuid.Nil, false
		}
	}
	return leaf, true
}

// encloses tells whether all lines of a division are held.
func (g *ground) encloses(d uuid.UUID) bool {
	some := false
	for id := range g.open {
		if g.tree.within(id, d) {
			return false
		}
	}
	for _, id := range g.ids {
		some = some || g.tree.within(id, d)
	}
	return some
}

// face makes the area of a division from the lines around it.
func (g *ground) face(d uuid.UUID) (orb.MultiPolygon, error) {
	inside := make([]bool, len(g.ids))
	for i, id := range g.ids {
		inside[i] = g.tree.within(id, d)
	}
	side := func(owner int) int {
		if owner >= 0 && inside[owner] {
			return 0
		}
		return cover.Outside
	}
	parts := make([]cover.Part, 0, len(g.parts)/4)
	for _, p := range g.parts {
		if l, r := side(p.Left), side(p.Right); l != r {
			parts = append(parts, cover.Part{Left: l, Right: r, Path: p.Path})
		}
	}
	area, err := cover.Face(parts, 0)
	if err != nil {
		at := orb.Point{}
		if open, is := err.(*cover.OpenError); is {
			at = open.At
		}
		return nil, &FaultError{at, g.tree[d].name + "的界线没有闭合", "the lines of " + g.tree[d].code + " do not close"}
	}
	if bad, is := cover.Validate(cover.Area{Polygons: area}); is {
		return nil, &FaultError{bad.At, g.tree[d].name + "的界线" + bad.Reason, "the lines of " + g.tree[d].code + ": " + bad.ReasonEN}
	}
	return area, nil
}

// beside gives the divisions that lie along lines, each with those above it up
// to where the other side is the same.
func (g *ground) beside(lines []uuid.UUID) map[uuid.UUID]bool {
	all := map[uuid.UUID]bool{}
	for i, p := range g.parts {
		if !slices.Contains(lines, g.lines[i]) {
			continue
		}
		for _, pair := range [][2]int{{p.Left, p.Right}, {p.Right, p.Left}} {
			if pair[0] < 0 {
				continue
			}
			for _, d := range g.tree.chain(g.ids[pair[0]]) {
				if pair[1] >= 0 && g.tree.within(g.ids[pair[1]], d) {
					break
				}
				all[d] = true
			}
		}
	}
	return all
}

// leaves gives the areas of the smallest divisions that the lines enclose.
func (g *ground) leaves() ([]cover.Area, error) {
	var areas []cover.Area
	for i, id := range g.ids {
		if !g.encloses(id) || slices.ContainsFunc(g.ids, func(o uuid.UUID) bool { return o != id && g.tree.within(o, id) }) {
			continue
		}
		area, err := g.face(g.ids[i])
		if err != nil {
			return nil, err
		}
		areas = append(areas, cover.Area{Name: g.tree[id].name + " " + g.tree[id].code, Polygons: area})
	}
	return areas, nil
}

// facesBasis says where an area that is made from lines comes from.
const facesBasis = "由界线围成"

// faces makes the areas of divisions that the lines enclose.
func (g *ground) faces(of map[uuid.UUID]bool) ([]boundaries.Face, error) {
	var all []boundaries.Face
	for d := range of {
		if !g.encloses(d) {
			if at, open := g.open[d]; open && g.tree[d].source == boundaries.FromLines {
				return nil, &FaultError{at, g.tree[d].name + "的界线没有闭合", "the lines of " + g.tree[d].code + " do not close"}
			}
			continue
		}
		area, err := g.face(d)
		if err != nil && g.tree[d].source == boundaries.FromLines {
			return nil, err
		}
		if err != nil {
			continue // a neighbour of which only some lines are held
		}
		all = append(all, boundaries.Face{Division: d, Area: area})
	}
	slices.SortFunc(all, func(a, b boundaries.Face) int { return slices.Compare(a.Division[:], b.Division[:]) })
	return all, nil
}
