package simulate

import (
	"bytes"
	"context"
	"io"

	"github.com/google/uuid"

	"diming/boundaries/inspection"
)

// A Rule is one of the protocol's that a run breaks on purpose, to show that
// the audit notices.
type Rule string

// The rules, by how they are broken.
const (
	AnswerBeforeCommit  Rule = "the server answers before it commits"
	TrustTheWay         Rule = "the server takes what arrives for what was sent"
	OverwriteID         Rule = "the server takes other bytes under a known id"
	ForgetWithdrawals   Rule = "the server forgets withdrawals that came before their record"
	ResurrectObjects    Rule = "the server takes records for objects that were withdrawn"
	SkipFileHash        Rule = "the server gives receipts for files that it did not hash"
	OneDeviceIsTwo      Rule = "one device counts as two"
	WithdrawnStands     Rule = "the server forgets that a record was withdrawn"
	DropOnStored        Rule = "the phone deletes once a receipt came, before it is verified"
	BelieveEveryReceipt Rule = "the phone verifies no receipt"
	RenameOnSilence     Rule = "the phone gives a record a new id when no answer comes"
	NoRestart           Rule = "the phone does not take up what a crash interrupted"
	GiveUp              Rule = "the phone gives up after three tries"
)

// Rules are all of them.
var Rules = []Rule{AnswerBeforeCommit, TrustTheWay, OverwriteID, ForgetWithdrawals, ResurrectObjects, SkipFileHash, OneDeviceIsTwo, WithdrawnStands,
	DropOnStored, BelieveEveryReceipt, RenameOnSilence, NoRestart, GiveUp}

// machine is the phone's, or one with a broken rule.
func (w *world) machine(p inspection.Phone, e inspection.Event) (inspection.Phone, []inspection.Effect) {
	item := p.Items[e.ID]
	switch {
	case w.o.Rule == NoRestart && e.On == "restart":
		return p, nil
	case w.o.Rule == BelieveEveryReceipt && e.On == "check" && item.State == inspection.Stored,
		w.o.Rule == DropOnStored && e.On == "check" && item.State == inspection.Stored:
		item.State = inspection.Verified
		item.Dropping = w.o.Rule == DropOnStored
		return withItem(p, item), dropIf(item)
	case w.o.Rule == RenameOnSilence && e.On == "answer" && e.Status == 0 && item.Kind == inspection.RecordItem:
		e.Status, e.Problem = 409, inspection.CodeDiffers
	case w.o.Rule == GiveUp && item.Tries >= 3 && item.State == inspection.Ready:
		item.State = inspection.Draft
		return withItem(p, item), nil
	}
	return inspection.Step(p, e)
}

func dropIf(item inspection.Item) []inspection.Effect {
	if item.Dropping {
		return []inspection.Effect{{Do: inspection.DoDrop, ID: item.ID}}
	}
	return nil
}

func withItem(p inspection.Phone, item inspection.Item) inspection.Phone {
	items := map[string]inspection.Item{}
	for id, other := range p.Items {
		items[id] = other
	}
	items[item.ID] = item
	p.Items = items
	return p
}

// lying gives books that break a rule.
func (w *world) lying(b inspection.Books, r request) inspection.Books {
	switch w.o.Rule {
	case OverwriteID, ForgetWithdrawals, ResurrectObjects, SkipFileHash, OneDeviceIsTwo, WithdrawnStands:
		return liar{Books: b, w: w, r: r}
	}
	return b
}

type liar struct {
	inspection.Books
	w *world
	r request
}

func (l liar) Record(ctx context.Context, id uuid.UUID) (*inspection.StoredRecord, error) {
	held, err := l.Books.Record(ctx, id)
	if l.w.o.Rule == OverwriteID && held != nil && held.Digest != l.r.digest && id.String() == l.r.id {
		return nil, err
	}
	return held, err
}

func (l liar) About(ctx context.Context, id uuid.UUID) ([]inspection.StoredRecord, error) {
	if l.w.o.Rule == ForgetWithdrawals {
		return nil, nil
	}
	return l.Books.About(ctx, id)
}

func (l liar) ObjectStands(ctx context.Context, task uuid.UUID, o inspection.Object) (bool, error) {
	if l.w.o.Rule == ResurrectObjects {
		return true, nil
	}
	return l.Books.ObjectStands(ctx, task, o)
}

// FileBytes gives what the phone has, in the place of what came.
func (l liar) FileBytes(ctx context.Context, sha256 string) (io.ReaderAt, error) {
	if l.w.o.Rule == SkipFileHash {
		return bytes.NewReader(l.r.from.disk[sha256]), nil
	}
	return l.Books.FileBytes(ctx, sha256)
}

func (l liar) SignaturesOf(ctx context.Context, task uuid.UUID) ([]inspection.StoredSignature, error) {
	all, err := l.Books.SignaturesOf(ctx, task)
	if l.w.o.Rule == OneDeviceIsTwo {
		for i := range all {
			all[i].Statement.Device[0] ^= byte(i)
		}
	}
	return all, err
}

func (l liar) Device(ctx context.Context, id uuid.UUID) (*inspection.Device, error) {
	d, err := l.Books.Device(ctx, id)
	for i := 1; l.w.o.Rule == OneDeviceIsTwo && d == nil && err == nil && i < 256; i++ {
		other := id
		other[0] ^= byte(i)
		d, err = l.Books.Device(ctx, other)
	}
	return d, err
}

func (l liar) RecordsOf(ctx context.Context, task uuid.UUID) ([]inspection.StoredRecord, error) {
	all, err := l.Books.RecordsOf(ctx, task)
	for i := range all {
		if l.w.o.Rule == WithdrawnStands {
			all[i].Withdrawn = false
		}
	}
	return all, err
}
