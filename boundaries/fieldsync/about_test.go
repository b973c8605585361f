package fieldsync_test

import (
	"slices"
	"testing"

	"diming/boundaries"
	"diming/boundaries/fieldsync"
	"diming/boundaries/inspection"
)

func TestASignatureSpeaksOfWhatTheOtherSideRecorded(t *testing.T) {
	w := newWorld(t)
	a, b := w.phone(t, w.person(t, "jiang", boundaries.SideA)), w.phone(t, w.person(t, "chang", boundaries.SideB))
	seen := a.note(w.task, "甲方所见")
	about := func(want ...boundaries.Side) {
		t.Helper()
		got, err := w.SidesAbout(t.Context(), seen.Object.ID)
		slices.Sort(got)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("sides %v, %v, want %v", got, err, want)
		}
	}
	about()
	w.taken(t, inspection.Accepted, w.send(t, a, seen)...)
	about(boundaries.SideA)
	sheet := sheetOf(w, seen)
	if _, err := w.Sheet(t.Context(), a.Device, fieldsync.Item{Digest: sheet.Digest(), Text: sheet.Canonical()}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Signature(t.Context(), b.Device, signed(b.signature(sheet, boundaries.SideB))); err != nil {
		t.Fatal(err)
	}
	about(boundaries.SideA, boundaries.SideB)
}
