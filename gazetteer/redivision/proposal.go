// Package redivision keeps the division cases 区划调整: what is to change, the
// papers, the reply that decides, the codes that follow and what all that
// touches; and it enacts them in one transaction (行政区划管理条例, 国务院令第704号).
package redivision

import (
	"errors"

	"github.com/google/uuid"
	"github.com/paulmach/orb"
)

// The kinds of change, as the events of divisions have them.
const (
	Establish  = "establish"   // 设立
	Abolish    = "abolish"     // 撤销
	Merge      = "merge"       // 合并
	Split      = "split"       // 拆分
	Rename     = "rename"      // 更名
	TypeChange = "type_change" // 变更类型
	Reparent   = "reparent"    // 变更隶属
	LineChange = "line_change" // 界线变更
	SeatMove   = "seat_move"   // 驻地迁移
)

// Kinds lists them.
var Kinds = []string{Establish, Abolish, Merge, Split, Rename, TypeChange, Reparent, LineChange, SeatMove}

// ErrItem refuses an item that says less than its kind needs.
var ErrItem = errors.New("the change does not say what its kind needs")

// An Item is one change of a case.
type Item struct {
	ID   uuid.UUID `json:"id,omitempty"` // also of the division that the item makes, if it makes one
	Kind string    `json:"kind"`
	// Divisions are what is changed: one, or of a merger all that merge, of a
	// change of line those on both sides, and none of an establishment.
	Divisions []uuid.UUID `json:"divisions,omitempty"`
	Into      *uuid.UUID  `json:"into,omitempty"`     // of a merger: which of them goes on; nil: a new one
	Name      string      `json:"name,omitempty"`     // the new name
	Parent    *uuid.UUID  `json:"parent,omitempty"`   // the new division above; may be made by another item
	Children  []uuid.UUID `json:"children,omitempty"` // what goes to the division that is made
	Seat      *orb.Point  `json:"seat,omitempty"`     // CGCS2000
	Note      string      `json:"note,omitempty"`
}

// A Proposal is what a case would change.
type Proposal struct {
	Items []Item               `json:"items"`
	Codes map[uuid.UUID]string `json:"codes,omitempty"` // given officially, in place of the proposed ones
}

// Check refuses items that say less than their kind needs, and gives those
// without an id one of their own.
func (p *Proposal) Check() error {
	if len(p.Items) == 0 {
		return ErrItem
	}
	for i := range p.Items {
		item := &p.Items[i]
		if item.ID == uuid.Nil {
			item.ID = uuid.Must(uuid.NewV7())
		}
		if !item.complete() {
			return ErrItem
		}
	}
	return nil
}

func (i Item) complete() bool {
	one := len(i.Divisions) == 1
	switch i.Kind {
	case Establish:
		return len(i.Divisions) == 0 && i.Name != "" && i.Parent != nil
	case Abolish:
		return one
	case Merge:
		return len(i.Divisions) >= 2 && (i.Into != nil || i.Name != "")
	case Split:
		return one && i.Name != "" && len(i.Children) > 0
	case Rename, TypeChange:
		return one && i.Name != ""
	case Reparent:
		return one && i.Parent != nil
	case LineChange:
		return len(i.Divisions) >= 2
	case SeatMove:
		return one && i.Seat != nil
	}
	return false
}

// Named are all divisions that the proposal names, the made ones left out.
func (p Proposal) Named() []uuid.UUID {
	made, seen := map[uuid.UUID]bool{}, map[uuid.UUID]bool{}
	for _, i := range p.Items {
		made[i.ID] = true
	}
	var all []uuid.UUID
	add := func(ids ...uuid.UUID) {
		for _, id := range ids {
			if !made[id] && !seen[id] {
				seen[id] = true
				all = append(all, id)
			}
		}
	}
	for _, i := range p.Items {
		add(i.Divisions...)
		add(i.Children...)
		for _, id := range []*uuid.UUID{i.Into, i.Parent} {
			if id != nil {
				add(*id)
			}
		}
	}
	return all
}
