package simulate

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"strings"

	"github.com/google/uuid"

	"diming/boundaries/inspection"
)

// read looks at what a server has committed.
func (s *server) read(f func(inspection.Books) error) {
	if err := s.keeper.Transact(f); err != nil && s.w.err == nil {
		s.w.err = err
	}
}

// audit looks at what was acknowledged since the last audit, and at every task.
func (w *world) audit() {
	for _, s := range w.servers {
		s.read(func(b inspection.Books) error {
			for ; s.checked < len(s.order); s.checked++ {
				if err := s.holds(b, s.order[s.checked]); err != nil {
					return err
				}
			}
			for _, t := range w.tasks {
				if err := s.judge(b, t.id); err != nil {
					return err
				}
			}
			return nil
		})
	}
}

// heal ends all faults and lets everybody who can go on.
func (w *world) heal() {
	w.audit()
	w.healed = true
	for _, s := range w.servers {
		s.down = false
	}
	for range 3 { // what is refused is tried again, as people do
		for _, p := range w.phones {
			if err := p.server.keeper.WithdrawDevice(p.device.ID, false); err != nil {
				w.err = err
			}
			p.wake()
			p.offline = false
			p.makeRoom()
			p.logIn()
			p.on(inspection.Event{On: "online"})
			p.on(inspection.Event{On: "retry"})
		}
		w.drain()
	}
}

// final holds the end to the promises.
func (w *world) final() {
	for _, p := range w.phones {
		w.quiet(p)
	}
	for _, s := range w.servers {
		s.checked = 0
	}
	w.audit()
	held := map[*server]map[string]int{}
	for _, s := range w.servers {
		held[s] = s.marks()
	}
	for n := range w.marks {
		seen := w.seen[markOf(n+1)]
		if seen == nil {
			continue
		}
		w.account(seen, held[seen.phone.server][seen.mark])
		for s, marks := range held {
			if s != seen.phone.server && marks[seen.mark] > 1 {
				w.result.Doubled++
				w.violated("%s is held %d times by %s", seen.mark, marks[seen.mark], s.name)
			}
		}
	}
	for _, p := range w.phones {
		if err := w.forget(p); err != nil {
			w.err = err
		}
	}
	w.drain()
}

// quiet wants that a phone has nothing left to do after the network healed.
func (w *world) quiet(p *phone) {
	for _, id := range sortedNames(p.state.Items) {
		item := p.state.Items[id]
		switch {
		case item.State == inspection.Verified, item.State == inspection.Superseded:
		case item.State == inspection.Refused && w.mayStay(p.disk[id]):
		default:
			w.violated("%s %s is %s (%s) after the network healed", item.Kind, id, item.State, item.Trouble)
		}
	}
}

// mayStay tells whether a record was made in a way that a server has to refuse.
func (w *world) mayStay(text []byte) bool {
	seen := w.seen[markIn(string(text))]
	return seen != nil && seen.mayRefuse
}

// account says what became of an observation.
func (w *world) account(seen *observation, held int) {
	kept := false
	for _, text := range seen.phone.disk {
		kept = kept || markIn(string(text)) == seen.mark
	}
	w.result.Stored += min(held, 1)
	switch {
	case held > 1:
		w.result.Doubled++
		w.violated("%s is held %d times", seen.mark, held)
	case held == 1:
		w.result.Verified++
	case !kept:
		w.result.Lost++
		w.violated("%s is neither held nor on its phone", seen.mark)
	case seen.mayRefuse:
		w.result.Waiting++
	}
}

// marks counts how often each observation is held.
func (s *server) marks() map[string]int {
	out := map[string]int{}
	s.read(func(b inspection.Books) error {
		for _, t := range s.w.tasks {
			all, err := b.RecordsOf(s.w.ctx, t.id)
			if err != nil {
				return err
			}
			for _, r := range all {
				out[markIn(r.Text)]++
			}
		}
		return nil
	})
	return out
}

// markIn finds the mark in the text of a record, "" where there is none.
func markIn(text string) string {
	_, rest, ok := strings.Cut(text, `"text":"`)
	mark, _, _ := strings.Cut(rest, `"`)
	if !ok {
		return ""
	}
	return mark
}

// holds wants that a server holds what it acknowledged, with those bytes.
func (s *server) holds(b inspection.Books, a ack) error {
	text, err := s.heldText(b, a)
	if err != nil {
		return err
	}
	if sum := sha256.Sum256(text); hex.EncodeToString(sum[:]) != a.digest {
		s.w.violated("%s acknowledged %s %s and holds %d other bytes", s.name, a.kind, a.id, len(text))
		if a.kind == inspection.RecordItem {
			s.w.result.Lost++
		}
	}
	return nil
}

// heldText gives the bytes that a server holds of an item, none where it does not.
func (s *server) heldText(b inspection.Books, a ack) ([]byte, error) {
	ctx := s.w.ctx
	switch a.kind {
	case inspection.RecordItem:
		if r, err := b.Record(ctx, uuid.MustParse(a.id)); err != nil || r != nil {
			return textOr(r, err, func(r *inspection.StoredRecord) string { return r.Text })
		}
	case inspection.SheetItem:
		if r, err := b.Sheet(ctx, a.id); err != nil || r != nil {
			return textOr(r, err, func(s *inspection.StoredSheet) string { return s.Text })
		}
	case inspection.SignatureItem:
		if r, err := b.Signature(ctx, uuid.MustParse(a.id)); err != nil || r != nil {
			return textOr(r, err, func(s *inspection.StoredSignature) string { return string(s.Signature.Canonical()) })
		}
	case inspection.FileItem:
		f, err := b.File(ctx, a.id)
		if err != nil || f == nil || f.Receipt == nil {
			return nil, err
		}
		r, err := b.FileBytes(ctx, a.id)
		if err != nil {
			return nil, err
		}
		return io.ReadAll(io.NewSectionReader(r, 0, f.Size))
	}
	return nil, nil
}

func textOr[T any](v *T, err error, text func(*T) string) ([]byte, error) {
	if err != nil {
		return nil, err
	}
	return []byte(text(v)), nil
}

// mayGo wants that what goes from a phone is held by its server: the item
// itself, or the record that took its content over.
func (w *world) mayGo(p *phone, id string, text []byte) {
	item := p.state.Items[id]
	a := ack{kind: item.Kind, id: id, digest: item.Digest}
	for item.State == inspection.Superseded {
		item = p.state.Items[item.Successor]
		a = ack{kind: item.Kind, id: item.ID, digest: item.Digest}
	}
	p.server.read(func(b inspection.Books) error {
		held, err := p.server.heldText(b, a)
		if err == nil && !bytes.Equal(held, text) && (id == item.ID || markIn(string(held)) != markIn(string(text))) {
			w.violated("%s %s goes from its phone and is not held", a.kind, id)
		}
		return err
	})
}
