package simulate

import (
	"maps"
	"slices"
	"time"

	"github.com/google/uuid"

	"diming/boundaries"
	"diming/boundaries/inspection"
)

// sign lets a phone make a sheet of what it knows, sign it, and show it to a
// phone of the other side, which signs at once, days later or never; or both
// sides sign on the one phone.
func (w *world) sign(p *phone) error {
	t := pick(w, w.tasks)
	records := maps.Clone(p.knows[t.id])
	other := pick(w, w.phones)
	if records == nil {
		return nil
	}
	if w.chance(0.5) {
		maps.Copy(records, other.knows[t.id]) // seen on the other's screen
	}
	var all []inspection.SheetRecord
	for _, id := range sortedIDs(records) {
		if len(all) < 20 || w.chance(0.1) {
			all = append(all, inspection.SheetRecord{ID: id, Digest: records[id]})
		}
	}
	sheet := inspection.NewSheet(t.id, all...)
	t.sheets = append(t.sheets, sheet.Digest())
	p.addText(inspection.SheetItem, sheet.Digest(), t.id, sheet.Canonical())
	mine := p.sides[t.id]
	code, err := inspection.ReadSignCode(inspection.SignCode{Task: t.id, Sheet: sheet.Digest(), Count: int64(len(all)), Device: p.device.ID, Side: mine[0]}.Text())
	if err != nil {
		return err
	}
	for _, side := range mine {
		p.signs(code, side)
		if w.chance(0.5) {
			break
		}
	}
	for _, side := range other.sides[t.id] {
		if other != p && side != code.Side {
			w.countersign(p, other, code, side)
		}
	}
	return nil
}

// countersign lets the other phone sign and one of the two, or both, bring the
// signature to a server.
func (w *world) countersign(p, other *phone, code inspection.SignCode, side boundaries.Side) {
	late := w.between(0, 2) * w.between(0, 86_400_000)
	w.later(late, func() {
		if !w.chance(0.5) {
			other.signs(code, side)
			return
		}
		s, err := other.statement(code, side)
		if err != nil {
			w.violated("the code of a signature cannot be read back: %v", err)
			return
		}
		p.addText(inspection.SignatureItem, s.id, code.Task, s.text)
		if w.chance(0.3) {
			other.addText(inspection.SignatureItem, s.id, code.Task, s.text)
		}
	})
}

// statement signs what a code says, and reads it back from the code that would carry it.
func (p *phone) statement(c inspection.SignCode, side boundaries.Side) (put, error) {
	id := p.w.newID()
	st := inspection.Statement{ID: id, Task: c.Task, Sheet: c.Sheet, Count: c.Count, Side: side, Signer: p.device.Owner, Device: p.device.ID,
		SignedAt: time.UnixMilli(p.clock()).UTC()}
	s, _, err := inspection.ReadSignedCode(st.Sign(p.key).Text())
	return put{id.String(), s.Canonical()}, err
}

func (p *phone) signs(c inspection.SignCode, side boundaries.Side) {
	s, err := p.statement(c, side)
	if err != nil {
		p.w.violated("the code of a signature cannot be read back: %v", err)
		return
	}
	p.addText(inspection.SignatureItem, s.id, c.Task, s.text)
}

func (p *phone) addText(kind inspection.ItemKind, id string, task uuid.UUID, text []byte) {
	if _, there := p.state.Items[id]; !there {
		p.happen([]inspection.Event{{On: "add", ID: id, Kind: kind, Task: task.String(), Digest: inspection.Digest(text), Bytes: int64(len(text))}}, put{id, slices.Clone(text)})
	}
}
