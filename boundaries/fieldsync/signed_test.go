package fieldsync_test

import (
	"testing"

	"diming/boundaries"
	"diming/boundaries/fieldsync"
	"diming/boundaries/inspection"
)

// sheetOf is the sheet of records.
func sheetOf(w *world, records ...inspection.Record) inspection.Sheet {
	var all []inspection.SheetRecord
	for _, r := range records {
		all = append(all, inspection.SheetRecord{Digest: item(r).Digest, ID: r.ID})
	}
	return inspection.NewSheet(w.task, all...)
}

// signature is a phone's signature of a sheet for a side.
func (p phone) signature(s inspection.Sheet, side boundaries.Side) inspection.Signature {
	return inspection.Statement{ID: newID(), Task: s.Task, Sheet: s.Digest(), Count: int64(len(s.Records)), Side: side, Signer: p.Owner(), Device: p.ID, SignedAt: noon}.Sign(p.key)
}

func signed(s inspection.Signature) fieldsync.Item {
	text := s.Canonical()
	return fieldsync.Item{Digest: inspection.Digest(text), Text: text}
}

// state wants how the task stands.
func (w *world) state(t *testing.T, want inspection.State) {
	t.Helper()
	got, err := w.Standing(t.Context(), w.task)
	if err != nil || got.State != want {
		t.Errorf("the task stands as %s (%+v), %v, want %s", got.State, got.Sheets, err, want)
	}
}

// TestSignaturesMayComeBeforeWhatTheySign sends everything in the wrong order.
func TestSignaturesMayComeBeforeWhatTheySign(t *testing.T) {
	w := newWorld(t)
	a, b := w.phone(t, w.person(t, "jiang", boundaries.SideA)), w.phone(t, w.person(t, "chang", boundaries.SideB))
	mine, theirs := a.note(w.task, "甲方所见"), b.note(w.task, "乙方所见")
	sheet := sheetOf(w, mine, theirs)
	receipt, err := w.Signature(t.Context(), a.Device, signed(b.signature(sheet, boundaries.SideB))) // carried by the other's phone
	if err != nil {
		t.Fatal(err)
	}
	w.stands(t, *receipt.Receipt, inspection.Accepted)
	w.state(t, inspection.Incomplete)
	if _, err := w.Sheet(t.Context(), a.Device, fieldsync.Item{Digest: sheet.Digest(), Text: sheet.Canonical()}); err != nil {
		t.Fatal(err)
	}
	w.state(t, inspection.Incomplete)
	w.taken(t, inspection.Accepted, w.send(t, a, mine)...)
	w.taken(t, inspection.Accepted, w.send(t, b, theirs)...)
	w.state(t, inspection.OneSided)
	if _, err := w.Signature(t.Context(), a.Device, signed(a.signature(sheet, boundaries.SideA))); err != nil {
		t.Fatal(err)
	}
	w.state(t, inspection.Joint)
	_, err = w.Signature(t.Context(), b.Device, fieldsync.Item{Digest: sheet.Digest(), Text: []byte("{}")})
	refused(t, err, inspection.CodeDamaged)
	forged := b.signature(sheet, boundaries.SideB)
	forged.Signature = a.signature(sheet, boundaries.SideB).Signature
	_, err = w.Signature(t.Context(), a.Device, signed(forged))
	refused(t, err, inspection.CodeSignatureInvalid)
	if n := query[int](t, w, `SELECT count(*)::int FROM ledger_entry WHERE action IN ('field.sheet', 'field.sign')`)[0]; n != 3 {
		t.Errorf("%d entries for a sheet and two signatures", n)
	}
}
