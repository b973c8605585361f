package redivision

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"diming/boundaries"
)

// A Row is what a case makes of one division.
type Row struct {
	Division  uuid.UUID        `json:"division"`
	Level     boundaries.Level `json:"level"`
	OldCode   string           `json:"old_code"` // "" of one that begins
	NewCode   string           `json:"new_code"` // "" of one that ends
	OldName   string           `json:"old_name"`
	NewName   string           `json:"new_name"`
	OldParent *uuid.UUID       `json:"old_parent,omitempty"`
	NewParent *uuid.UUID       `json:"new_parent,omitempty"`
	OldAbove  string           `json:"old_above"` // the parents' names
	NewAbove  string           `json:"new_above"`
	Area      bool             `json:"area_changed"`
	Seat      bool             `json:"seat_moved"`
	Given     bool             `json:"code_given"` // by an officer, not proposed
}

// A Problem is why a case cannot be enacted as it stands.
type Problem struct {
	Code string `json:"code"`
	Text string `json:"text"`
}

// A Held is what the register holds around a proposal on the eve of its day.
type Held struct {
	Divisions map[uuid.UUID]boundaries.Division
	Used      []string // every code that was ever borne there
}

// A Plan is what a proposal makes of the divisions. It is a plain function of
// the proposal and what is held: the same for the simulation as in earnest.
type Plan struct {
	Rows     []Row
	Problems []Problem
	Events   []boundaries.Event // without date and reply
	changes  []boundaries.Redivided
}

// A node is a division while the plan is made.
type node struct {
	id           uuid.UUID
	old          *boundaries.Division // nil of one that begins
	level        boundaries.Level
	code, name   string
	parent       *uuid.UUID
	begins, ends bool
	recode       bool // needs a code by its own change, not its parent's
	like         uuid.UUID
	item         *Item
	gains, loses []uuid.UUID
	given, moved bool
}

type planner struct {
	Plan
	nodes map[uuid.UUID]*node
	order []uuid.UUID // of the codes: the proposal's own, then by code
	codes codes
	given map[uuid.UUID]string
}

// Make makes the plan of a proposal.
func Make(p Proposal, held Held) Plan {
	w := planner{nodes: map[uuid.UUID]*node{}, codes: codes{map[string]bool{}}, given: p.Codes}
	for _, code := range held.Used {
		w.codes.used[code] = true
	}
	byCode := make([]boundaries.Division, 0, len(held.Divisions))
	for _, d := range held.Divisions {
		byCode = append(byCode, d)
		w.nodes[d.ID] = &node{id: d.ID, old: &d, level: d.Level, code: d.Code, name: d.Name, parent: d.Parent}
	}
	slices.SortFunc(byCode, func(a, b boundaries.Division) int { return cmp.Compare(a.Code, b.Code) })
	for i := range p.Items {
		w.apply(&p.Items[i])
	}
	for _, d := range byCode {
		w.first(d.ID)
	}
	w.assign()
	w.check()
	w.tell()
	return w.Plan
}

// first puts a division behind those that came earlier.
func (w *planner) first(ids ...uuid.UUID) {
	for _, id := range ids {
		if !slices.Contains(w.order, id) {
			w.order = append(w.order, id)
		}
	}
}

func (w *planner) refuse(code, format string, args ...any) {
	w.Problems = append(w.Problems, Problem{code, fmt.Sprintf(format, args...)})
}

// assign gives codes from the top down: the officially given one, a new one
// where the division's own change asks for it, the same last digits where only
// what is above it changed.
func (w *planner) assign() {
	order := slices.Clone(w.order)
	slices.SortStableFunc(order, func(a, b uuid.UUID) int {
		return cmp.Or(cmp.Compare(w.nodes[a].level, w.nodes[b].level), cmp.Compare(len(w.given[b]), len(w.given[a])))
	})
	for _, id := range order {
		n := w.nodes[id]
		if n.ends || w.takeGiven(n) {
			continue
		}
		parent := w.codeOf(n.parent)
		r, ok := rangeOf(n.level, n.name)
		prefixChanged := n.old != nil && n.parent != nil && n.old.Parent != nil && w.nodes[*n.parent] != nil && !n.recode && w.prefixChanged(n)
		switch {
		case !n.recode && !prefixChanged:
			continue
		case !ok || parent == "":
			w.refuse("no_range", "“%s”没有对应的代码号段", n.name)
			continue
		}
		if n.old != nil && (prefixChanged || n.level < boundaries.Village && r.holds(n.old.Code)) {
			if code, free := w.codes.keep(parent, n.old.Code, r); free {
				n.code = code
				continue
			}
		}
		code, ok := w.codes.next(parent, r)
		if !ok {
			w.refuse("range_full", "%s 下“%s”的号段 %d–%d 已用尽", parent, n.name, r.from, r.to)
			continue
		}
		n.code = code
	}
}

// takeGiven takes an officially given code. It must be free also of codes
// that were proposed in the same case: within a level the given ones go first.
func (w *planner) takeGiven(n *node) bool {
	code := w.given[n.id]
	if code == "" || code == n.code {
		return false
	}
	r, ok := rangeOf(n.level, n.name)
	switch parent := w.codeOf(n.parent); {
	case !ok || len(code) != len(parent)+r.digits() || code[:len(parent)] != parent || !r.holds(code):
		w.refuse("code_out_of_range", "代码 %s 不在“%s”的号段（%s 下 %d–%d）", code, n.name, parent, r.from, r.to)
	case w.codes.used[code]:
		w.refuse("code_used", "代码 %s 正在使用或曾经使用，不能再给“%s”", code, n.name)
	default:
		w.codes.take(code)
		n.code, n.given = code, true
		return true
	}
	return false
}

// prefixChanged tells whether the code above changed, and with it this one.
func (w *planner) prefixChanged(n *node) bool {
	parent := w.nodes[*n.parent]
	return parent.old != nil && parent.code != parent.old.Code && len(parent.old.Code) < len(n.old.Code) &&
		n.old.Code[:len(parent.old.Code)] == parent.old.Code
}

func (w *planner) codeOf(id *uuid.UUID) string {
	if id == nil || w.nodes[*id] == nil {
		return ""
	}
	return w.nodes[*id].code
}

func (w *planner) nameOf(id *uuid.UUID) string {
	if id == nil || w.nodes[*id] == nil {
		return ""
	}
	return boundaries.StandardName(w.nodes[*id].name)
}

func (w *planner) oldNameOf(id *uuid.UUID) string {
	if id == nil || w.nodes[*id] == nil || w.nodes[*id].old == nil {
		return ""
	}
	return boundaries.StandardName(w.nodes[*id].old.Name)
}

// check refuses what cannot stand when all items are applied.
func (w *planner) check() {
	for _, id := range w.order {
		n := w.nodes[id]
		if n.ends || n.parent == nil {
			continue
		}
		parent := w.nodes[*n.parent]
		switch {
		case parent == nil: // above what the case reaches
		case parent.ends:
			w.refuse("parent_ends", "“%s”所属的“%s”将撤销，须先说明其归属", n.name, parent.name)
		case n.moved && parent.level >= n.level:
			w.refuse("wrong_level", "“%s”不能隶属于“%s”", n.name, parent.name)
		}
	}
}

// tell makes the rows and what is written.
func (w *planner) tell() {
	var recoded []boundaries.Succession
	order := slices.Clone(w.order)
	slices.SortStableFunc(order, func(a, b uuid.UUID) int { return cmp.Compare(w.nodes[a].level, w.nodes[b].level) })
	for _, id := range order {
		n := w.nodes[id]
		row := Row{Division: id, Level: n.level, NewCode: n.code, NewName: n.name, NewParent: n.parent, NewAbove: w.nameOf(n.parent), Given: n.given}
		if n.old != nil {
			row.OldCode, row.OldName, row.OldParent, row.OldAbove = n.old.Code, n.old.Name, n.old.Parent, w.oldNameOf(n.old.Parent)
			row.Area = len(n.gains)+len(n.loses) > 0
		}
		if n.ends {
			row.NewCode, row.NewName, row.NewParent, row.NewAbove, row.Area = "", "", nil, "", false
		}
		row.Seat = n.item != nil && n.item.Kind == SeatMove
		if row.OldCode == row.NewCode && row.OldName == row.NewName && same(row.OldParent, row.NewParent) && !row.Area && !row.Seat {
			continue
		}
		w.Rows = append(w.Rows, row)
		w.changes = append(w.changes, n.redivided())
		if n.old != nil && !n.ends && row.OldCode != row.NewCode {
			recoded = append(recoded, boundaries.Succession{Predecessor: id, Successor: id, Share: "whole", Note: row.OldCode + " → " + row.NewCode})
		}
	}
	slices.SortStableFunc(w.Rows, func(a, b Row) int { return cmp.Compare(cmp.Or(a.OldCode, a.NewCode), cmp.Or(b.OldCode, b.NewCode)) })
	if len(recoded) > 0 {
		w.Events = append(w.Events, boundaries.Event{Kind: "code_change", Succession: recoded})
	}
}

func (n *node) redivided() boundaries.Redivided {
	r := boundaries.Redivided{ID: n.id, Code: n.code, Name: n.name, Parent: n.parent, New: n.begins, Like: n.like, Ended: n.ends,
		Gains: n.gains, Loses: n.loses}
	if n.item != nil && n.item.Kind == SeatMove {
		r.Seat = n.item.Seat
	}
	return r
}

func same(a, b *uuid.UUID) bool { return a == b || a != nil && b != nil && *a == *b }
