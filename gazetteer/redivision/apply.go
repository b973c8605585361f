package redivision

import (
	"slices"

	"github.com/google/uuid"

	"diming/boundaries"
)

// apply makes one item's change of the nodes, and its event.
func (w *planner) apply(i *Item) {
	for _, id := range append(slices.Clone(i.Divisions), i.Children...) {
		if w.nodes[id] == nil || w.nodes[id].ends {
			w.refuse("not_held", "变更所涉的区划在生效之日不在册，或已由本案撤销")
			return
		}
	}
	if i.Parent != nil && w.nodes[*i.Parent] == nil {
		w.refuse("not_held", "新的上级在生效之日不在册")
		return
	}
	var succession []boundaries.Succession
	switch i.Kind {
	case Establish:
		succession = w.begin(i, i.Parent, *i.Parent)
	case Split:
		n := w.nodes[i.Divisions[0]]
		succession = append(w.begin(i, n.parent, n.id), boundaries.Succession{Predecessor: n.id, Successor: n.id, Share: "part"})
	case Merge:
		succession = w.merge(i)
	case LineChange:
		for _, id := range i.Divisions {
			succession = append(succession, whole(id, id))
		}
	default:
		n := w.nodes[i.Divisions[0]]
		w.alter(i, n)
		succession = []boundaries.Succession{whole(n.id, n.id)}
	}
	w.Events = append(w.Events, boundaries.Event{Kind: i.Kind, Note: i.Note, Succession: succession})
}

func whole(from, to uuid.UUID) boundaries.Succession {
	return boundaries.Succession{Predecessor: from, Successor: to, Share: "whole"}
}

// alter changes one division that goes on, or ends it.
func (w *planner) alter(i *Item, n *node) {
	n.item = i
	w.first(n.id)
	switch i.Kind {
	case Abolish:
		n.ends = true
	case Rename:
		n.name = i.Name
		w.sameType(n)
	case TypeChange:
		n.name = i.Name
		r, ok := rangeOf(n.level, i.Name)
		if boundaries.TypeOf(boundaries.StandardName(i.Name)) == "" {
			w.refuse("no_type", "“%s”没有通名，看不出类型", i.Name)
		}
		n.recode = n.recode || !ok || !r.holds(n.code)
	case Reparent:
		w.move(n, *i.Parent)
	}
}

// sameType refuses a renaming that is a change of type.
func (w *planner) sameType(n *node) {
	if boundaries.TypeOf(boundaries.StandardName(n.name)) != boundaries.TypeOf(boundaries.StandardName(n.old.Name)) {
		w.refuse("type_differs", "“%s”改为“%s”是变更类型，不是更名", n.old.Name, n.name)
	}
}

// move puts a division under another, with its area.
func (w *planner) move(n *node, to uuid.UUID) {
	if slices.Contains(w.above(&to), n.id) {
		w.refuse("circle", "“%s”不能隶属于它自己的下级", n.name)
		return
	}
	w.shift(n.id, n.parent, &to)
	n.parent, n.recode, n.moved = &to, true, true
	w.first(n.id)
}

// begin makes a new division like another, with the children that come to it.
func (w *planner) begin(i *Item, parent *uuid.UUID, like uuid.UUID) []boundaries.Succession {
	above := w.nodes[*parent]
	n := &node{id: i.ID, level: above.level + 1, name: i.Name, parent: parent, begins: true, recode: true, like: w.heldLike(like), item: i}
	w.nodes[n.id] = n
	w.first(n.id)
	var from []boundaries.Succession
	for _, id := range i.Children {
		child := w.nodes[id]
		if old := child.parent; old != nil && !slices.ContainsFunc(from, func(s boundaries.Succession) bool { return s.Predecessor == *old }) {
			from = append(from, boundaries.Succession{Predecessor: *old, Successor: n.id, Share: "part"})
		}
		w.move(child, n.id)
	}
	if len(from) == 0 {
		return []boundaries.Succession{whole(n.id, n.id)}
	}
	return from
}

// heldLike is the nearest division that stood before, of one and those above it.
func (w *planner) heldLike(id uuid.UUID) uuid.UUID {
	for _, above := range w.above(&id) {
		if w.nodes[above].old != nil {
			return above
		}
	}
	return id
}

// merge ends all that merge but the one that goes on, and takes what they hold.
func (w *planner) merge(i *Item) []boundaries.Succession {
	first := w.nodes[i.Divisions[0]]
	var target *node
	if i.Into != nil {
		if target = w.nodes[*i.Into]; target == nil || !slices.Contains(i.Divisions, *i.Into) {
			w.refuse("not_held", "合并后存续的区划须是合并各方之一")
			return nil
		}
		target.item = i
		if i.Name != "" {
			target.name = i.Name
			r, ok := rangeOf(target.level, i.Name)
			target.recode = target.recode || !ok || !r.holds(target.code)
		}
		w.first(target.id)
	} else {
		w.begin(&Item{ID: i.ID, Kind: Merge, Name: i.Name}, first.parent, first.id)
		target = w.nodes[i.ID]
	}
	var succession []boundaries.Succession
	for _, id := range i.Divisions {
		succession = append(succession, whole(id, target.id))
		if id == target.id {
			continue
		}
		source := w.nodes[id]
		w.shift(id, source.parent, target.parent)
		if w.areaHeld(target) && source.old != nil && source.old.HasArea {
			target.gains = append(target.gains, id)
		}
		w.empty(source, target)
	}
	return succession
}

// empty ends a division whose children go to another with its area.
func (w *planner) empty(source, target *node) {
	children := []*node{}
	for _, n := range w.nodes {
		if n.parent != nil && *n.parent == source.id && !n.ends {
			children = append(children, n)
		}
	}
	slices.SortFunc(children, func(a, b *node) int { return cmpCode(a, b) })
	for _, n := range children {
		n.parent, n.recode, n.moved = &target.id, true, true
		w.first(n.id)
	}
	source.ends = true
	w.first(source.id)
}

func cmpCode(a, b *node) int {
	switch {
	case a.code < b.code:
		return -1
	case a.code > b.code:
		return 1
	}
	return 0
}

// shift takes a division's area from what held it and gives it to what will.
func (w *planner) shift(id uuid.UUID, from, to *uuid.UUID) {
	if n := w.nodes[id]; n.old == nil || !n.old.HasArea {
		return
	}
	before, after := w.above(from), w.above(to)
	for _, a := range before {
		if n := w.nodes[a]; !slices.Contains(after, a) && w.areaHeld(n) && !n.begins {
			n.loses = append(n.loses, id)
		}
	}
	for _, a := range after {
		if n := w.nodes[a]; !slices.Contains(before, a) && w.areaHeld(n) {
			n.gains = append(n.gains, id)
		}
	}
}

func (w *planner) areaHeld(n *node) bool { return n.begins || n.old.HasArea }

// above gives a division and those that hold it, as far as the plan reaches.
func (w *planner) above(id *uuid.UUID) []uuid.UUID {
	var all []uuid.UUID
	for ; id != nil && w.nodes[*id] != nil && len(all) < 10; id = w.nodes[*id].parent {
		all = append(all, *id)
	}
	return all
}
