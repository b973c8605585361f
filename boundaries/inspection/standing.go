package inspection

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/google/uuid"

	"diming/boundaries"
)

// A State is how far a sheet or a task is signed.
type State string

// The states, the weakest first.
const (
	Incomplete State = "incomplete"  // nobody signed, or what was signed is not all here or stands no more
	OneSided   State = "one_sided"   // one side signed
	SameDevice State = "same_device" // both sides signed, on one phone 同机签署
	Joint      State = "joint"       // both sides signed on two phones, or the sealed paper is filed
	Disagreed  State = "disagreement"
)

var rank = map[State]int{Incomplete: 0, OneSided: 1, SameDevice: 2, Joint: 3}

// A Reason says why a sheet stands as it does.
type Reason struct {
	Code   string
	ZH, EN string
	Record *uuid.UUID
}

// A SheetStanding is how one sheet stands.
type SheetStanding struct {
	Sheet      string // digest
	State      State
	Count      int // of its records, 0 where the sheet is not here
	Reasons    []Reason
	Signatures []uuid.UUID // those that count
}

// A TaskStanding is how a task stands: as the best of its sheets, unless a
// disagreement lies outside the sheet that both sides signed.
type TaskStanding struct {
	State         State
	Sheet         string // the best one, "" where there is none
	Sheets        []SheetStanding
	Disagreements []uuid.UUID // that stand, in the signed sheet or not
	Uncovered     []uuid.UUID // records that stand and are not in the best sheet
}

// Standing judges a task by what is stored, and nothing else: the order in
// which it came plays no part.
func Standing(ctx context.Context, b Held, task uuid.UUID) (TaskStanding, error) {
	l, err := readLedger(ctx, b, task)
	if err != nil {
		return TaskStanding{}, err
	}
	t := TaskStanding{State: Incomplete}
	for _, digest := range slices.Sorted(maps.Keys(l.signed)) {
		scanned, err := b.Scanned(ctx, task, digest)
		if err != nil {
			return TaskStanding{}, err
		}
		t.Sheets = append(t.Sheets, l.judge(digest, scanned))
	}
	slices.SortStableFunc(t.Sheets, func(a, b SheetStanding) int {
		return cmp.Or(cmp.Compare(rank[b.State], rank[a.State]), cmp.Compare(b.Count, a.Count))
	})
	if len(t.Sheets) > 0 {
		t.State, t.Sheet = t.Sheets[0].State, t.Sheets[0].Sheet
	}
	l.outside(&t)
	return t, nil
}

// ledger is what is stored of a task.
type ledger struct {
	task    uuid.UUID
	records map[uuid.UUID]StoredRecord
	sheets  map[string]StoredSheet
	signed  map[string][]weighed // sheet → signatures that count; a sheet nobody signed has an entry too
}

// A weighed signature is one that counts for something.
type weighed struct {
	StoredSignature
	worth worth
}

func readLedger(ctx context.Context, b Held, task uuid.UUID) (ledger, error) {
	l := ledger{task: task, records: map[uuid.UUID]StoredRecord{}, sheets: map[string]StoredSheet{}, signed: map[string][]weighed{}}
	records, err := b.RecordsOf(ctx, task)
	if err != nil {
		return l, err
	}
	for _, r := range records {
		l.records[r.Record.ID] = r
	}
	sheets, err := b.SheetsOf(ctx, task)
	if err != nil {
		return l, err
	}
	for _, s := range sheets {
		l.sheets[s.Digest], l.signed[s.Digest] = s, nil
	}
	signatures, err := b.SignaturesOf(ctx, task)
	if err != nil {
		return l, err
	}
	owners := map[uuid.UUID]*Device{}
	for _, s := range signatures {
		counted, err := counts(ctx, b, s, owners)
		if err != nil {
			return l, err
		}
		all := l.signed[s.Statement.Sheet]
		if counted != nothing {
			all = append(all, weighed{s, counted})
		}
		l.signed[s.Statement.Sheet] = all
	}
	return l, nil
}

// judge says how one sheet stands.
func (l ledger) judge(digest string, scanned bool) SheetStanding {
	out := SheetStanding{Sheet: digest, State: Incomplete}
	sheet, here := l.sheets[digest]
	if !here {
		out.Reasons = []Reason{{Code: "sheet-missing", ZH: "签署的记录清单尚未到达服务器", EN: "The sheet that was signed has not arrived yet"}}
		return out
	}
	out.Count = len(sheet.Sheet.Records)
	out.Reasons = l.missing(sheet.Sheet)
	sides := map[boundaries.Side]map[uuid.UUID]bool{boundaries.SideA: {}, boundaries.SideB: {}}
	of := func(w worth, use func(s Statement)) {
		for _, s := range l.signed[digest] {
			if s.worth == w && s.Statement.Count == int64(out.Count) {
				use(s.Statement)
			}
		}
	}
	of(own, func(s Statement) {
		sides[s.Side][s.Device] = true
		out.Signatures = append(out.Signatures, s.ID)
	})
	onOne := false // the other side signed on a phone whose own side signed there too
	of(lent, func(s Statement) {
		if sides[s.Side.Other()][s.Device] {
			onOne = true
			out.Signatures = append(out.Signatures, s.ID)
		}
	})
	slices.SortFunc(out.Signatures, func(a, b uuid.UUID) int { return cmp.Compare(a.String(), b.String()) })
	state, why := signedBy(sides[boundaries.SideA], sides[boundaries.SideB], onOne, scanned)
	if len(out.Reasons) == 0 {
		out.State = state
	}
	out.Reasons = append(out.Reasons, why)
	return out
}

// signedBy is the rule: a and b are the devices of each side on which it signed;
// onOne tells that the other side signed on one of these as well.
func signedBy(a, b map[uuid.UUID]bool, onOne, scanned bool) (State, Reason) {
	both := len(a) > 0 && len(b) > 0
	distinct := maps.Clone(a)
	maps.Copy(distinct, b)
	switch {
	case both && len(distinct) > 1:
		return Joint, Reason{Code: "two-devices", ZH: "双方已在两部手机上签署", EN: "Both sides signed on two phones"}
	case len(distinct) > 0 && scanned:
		return Joint, Reason{Code: "sealed-paper", ZH: "已签署，且盖章记录表已扫描归档", EN: "It is signed, and the sealed paper is filed"}
	case both, onOne:
		return SameDevice, Reason{Code: "same-device", ZH: "双方在同一部手机上签署，待盖章记录表归档确认", EN: "Both sides signed on one phone; the sealed paper must confirm it"}
	case len(a) > 0:
		return OneSided, Reason{Code: "only-a", ZH: "只有甲方签署", EN: "Only side a has signed"}
	case len(b) > 0:
		return OneSided, Reason{Code: "only-b", ZH: "只有乙方签署", EN: "Only side b has signed"}
	}
	return Incomplete, Reason{Code: "unsigned", ZH: "尚无有效签名", EN: "There is no valid signature yet"}
}

// missing says which records of a sheet are not here, or stand no more. A
// record whose withdrawal is itself in the sheet was signed as withdrawn.
func (l ledger) missing(s Sheet) []Reason {
	inSheet := map[uuid.UUID]bool{}
	for _, r := range s.Records {
		inSheet[r.ID] = true
	}
	var out []Reason
	add := func(id uuid.UUID, code, zh, en string) {
		out = append(out, Reason{Code: code, ZH: filled(zh, []any{id}), EN: filled(en, []any{id}), Record: &id})
	}
	for _, want := range s.Records {
		r, here := l.records[want.ID]
		switch {
		case !here || r.Digest != want.Digest:
			add(want.ID, "record-missing", "记录 {} 尚未到达服务器，或内容与签署的不同", "Record {} has not arrived yet, or is another than the one that was signed")
		case r.Standing == Proposal:
			add(want.ID, "record-proposal", "记录 {} 只是建议，尚未采纳", "Record {} is a proposal only")
		case r.Withdrawn && !l.withdrawnWithin(r, inSheet):
			add(want.ID, "record-withdrawn", "记录 {} 已撤回", "Record {} was withdrawn")
		}
	}
	return out
}

func (l ledger) withdrawnWithin(r StoredRecord, inSheet map[uuid.UUID]bool) bool {
	for id := range inSheet {
		if w, ok := l.records[id]; ok && w.Standing == Accepted && withdraws(w.Record, r.Record) {
			return true
		}
	}
	return false
}

// outside adds to a task's standing what its best sheet does not cover.
func (l ledger) outside(t *TaskStanding) {
	covered := map[uuid.UUID]bool{}
	for _, r := range l.sheets[t.Sheet].Sheet.Records {
		covered[r.ID] = true
	}
	for _, id := range slices.SortedFunc(maps.Keys(l.records), func(a, b uuid.UUID) int { return cmp.Compare(a.String(), b.String()) }) {
		r := l.records[id]
		if r.Standing != Accepted || r.Withdrawn {
			continue
		}
		if !covered[id] {
			t.Uncovered = append(t.Uncovered, id)
		}
		if r.Record.Kind == Disagreement {
			t.Disagreements = append(t.Disagreements, id)
			if !covered[id] || t.State != Joint {
				t.State = Disagreed
			}
		}
	}
}

func (r Rights) ever(side boundaries.Side) bool {
	return slices.Contains(r.Now, side) || slices.Contains(r.Once, side)
}
