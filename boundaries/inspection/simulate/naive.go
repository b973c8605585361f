package simulate

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"slices"

	"github.com/google/uuid"

	"diming/boundaries"
	"diming/boundaries/inspection"
)

// judge holds the standing of a task to what the stored bytes say when they
// are read and counted in the plainest way.
func (s *server) judge(b inspection.Books, task uuid.UUID) error {
	standing, err := inspection.Standing(s.w.ctx, s.w.lying(b, request{}), task)
	if err != nil {
		return err
	}
	n, err := s.readPlain(b, task)
	if err != nil {
		return err
	}
	for id, r := range n.records {
		withdrawn := n.withdrawnBy(id, nil)
		if s.past[id] && !withdrawn {
			s.w.violated("%s: record %s was withdrawn and came back", s.name, id)
		}
		if withdrawn != r.stored.Withdrawn {
			s.w.violated("%s: record %s is withdrawn: %v, by the stored withdrawals %v", s.name, id, r.stored.Withdrawn, withdrawn)
		}
		if withdrawn && !s.past[id] {
			s.past[id] = true
			s.w.result.Withdrawn++
		}
	}
	for _, sheet := range standing.Sheets {
		want := n.state(s, b, sheet.Sheet)
		if string(sheet.State) != want {
			s.w.violated("%s: sheet %s is %s, by the stored bytes %s", s.name, sheet.Sheet, sheet.State, want)
		}
		if s.w.healed {
			s.w.result.Sheets[want]++
		}
	}
	return nil
}

type plain struct {
	task       uuid.UUID
	records    map[uuid.UUID]plainRecord
	sheets     map[string]plainSheet
	signatures []plainSignature
}

type plainRecord struct {
	stored   inspection.StoredRecord
	digest   string
	standing string
	Kind     string     `json:"kind"`
	Side     string     `json:"side"`
	About    *uuid.UUID `json:"about"`
}

type plainSheet struct {
	Records []struct {
		ID     uuid.UUID `json:"id"`
		Digest string    `json:"digest"`
	} `json:"records"`
}

type plainSignature struct {
	text, signature, standing string
	Sheet                     string          `json:"sheet"`
	Count                     int             `json:"count"`
	Side                      boundaries.Side `json:"side"`
	Signer                    uuid.UUID       `json:"signer"`
	Device                    uuid.UUID       `json:"device"`
}

func standingOf(r inspection.SignedReceipt) (string, error) {
	var out struct {
		Standing string `json:"standing"`
	}
	return out.Standing, json.Unmarshal([]byte(r.Text), &out)
}

func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

func (s *server) readPlain(b inspection.Books, task uuid.UUID) (plain, error) {
	n := plain{task: task, records: map[uuid.UUID]plainRecord{}, sheets: map[string]plainSheet{}}
	records, err := b.RecordsOf(s.w.ctx, task)
	if err != nil {
		return n, err
	}
	for _, stored := range records {
		r := plainRecord{stored: stored, digest: hash(stored.Text)}
		if r.standing, err = standingOf(stored.Receipt); err == nil {
			err = json.Unmarshal([]byte(stored.Text), &r)
		}
		if err != nil {
			return n, err
		}
		n.records[stored.Record.ID] = r
	}
	sheets, err := b.SheetsOf(s.w.ctx, task)
	if err != nil {
		return n, err
	}
	for _, stored := range sheets {
		var sheet plainSheet
		if err := json.Unmarshal([]byte(stored.Text), &sheet); err != nil {
			return n, err
		}
		n.sheets[hash(stored.Text)] = sheet
	}
	signatures, err := b.SignaturesOf(s.w.ctx, task)
	if err != nil {
		return n, err
	}
	for _, stored := range signatures {
		sig := plainSignature{text: stored.Signature.Statement, signature: stored.Signature.Signature}
		if sig.standing, err = standingOf(stored.Receipt); err == nil {
			err = json.Unmarshal([]byte(sig.text), &sig)
		}
		if err != nil {
			return n, err
		}
		n.signatures = append(n.signatures, sig)
	}
	return n, nil
}

// withdrawnBy tells whether a record is withdrawn by one that was accepted,
// and that is among these unless they are nil.
func (n plain) withdrawnBy(id uuid.UUID, among func(uuid.UUID) bool) bool {
	r := n.records[id]
	for w, other := range n.records {
		if other.Kind == "withdrawal" && other.standing == "accepted" && r.Kind != "withdrawal" && *other.About == id && other.Side == r.Side && (among == nil || among(w)) {
			return true
		}
	}
	return false
}

// state is how a sheet is signed.
func (n plain) state(s *server, b inspection.Books, digest string) string {
	sheet, here := n.sheets[digest]
	if !here {
		return "incomplete"
	}
	in := func(id uuid.UUID) bool {
		for _, r := range sheet.Records {
			if r.ID == id {
				return true
			}
		}
		return false
	}
	for _, want := range sheet.Records {
		r, here := n.records[want.ID]
		if !here || r.digest != want.Digest || r.standing == "proposal" || n.withdrawnBy(want.ID, nil) && !n.withdrawnBy(want.ID, in) {
			return "incomplete"
		}
	}
	var as, bs, lent []uuid.UUID
	for _, sig := range n.signatures {
		if sig.Sheet != digest || sig.Count != len(sheet.Records) {
			continue
		}
		if other := sig.Side.Other(); !s.good(b, n.task, sig, sig.Side) {
			if s.good(b, n.task, sig, other) {
				lent = append(lent, sig.Device)
			}
			continue
		}
		if sig.Side == "a" {
			as = append(as, sig.Device)
		} else {
			bs = append(bs, sig.Device)
		}
	}
	scanned, err := b.Scanned(s.w.ctx, n.task, digest)
	if err != nil {
		s.w.err = err
	}
	for _, x := range as {
		for _, y := range bs {
			if x != y {
				return "joint"
			}
		}
	}
	switch {
	case len(as)+len(bs) == 0:
		return "incomplete"
	case scanned:
		return "joint"
	case len(as) > 0 && len(bs) > 0, slices.ContainsFunc(lent, func(d uuid.UUID) bool { return slices.Contains(as, d) || slices.Contains(bs, d) }):
		return "same_device"
	}
	return "one_sided"
}

// good tells whether a signature is by the key of its device, of its owner, who acts or acted for a side.
func (s *server) good(b inspection.Books, task uuid.UUID, sig plainSignature, side boundaries.Side) bool {
	d, err := b.Device(s.w.ctx, sig.Device)
	if err != nil || d == nil || d.Owner != sig.Signer || sig.standing != "accepted" {
		return false
	}
	key, err := base64.RawURLEncoding.DecodeString(d.Key)
	if err != nil {
		return false
	}
	raw, err := base64.RawURLEncoding.DecodeString(sig.signature)
	if err != nil || !ed25519.Verify(key, []byte("diming-sign-1\n"+sig.text), raw) {
		return false
	}
	rights, err := b.Rights(s.w.ctx, *d, task)
	return err == nil && (slices.Contains(rights.Now, side) || slices.Contains(rights.Once, side))
}
