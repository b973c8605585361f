package simulate

import (
	"crypto/ed25519"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"diming/boundaries/inspection"
)

// A server answers phones out of what its keeper keeps.
type server struct {
	w        *world
	name     string
	key      ed25519.PrivateKey
	keeper   Keeper
	down     bool
	clockOff int64
	acks     map[ack]bool // receipts that left the server
	checked  int
	order    []ack
	gone     map[inspection.Object]bool // objects that the office withdrew
	past     map[uuid.UUID]bool         // records that were withdrawn once
}

// An ack is what a receipt acknowledged.
type ack struct {
	kind       inspection.ItemKind
	id, digest string
	task       uuid.UUID
}

func (w *world) newServer(n int) (*server, error) {
	keeper, err := w.o.NewKeeper(n)
	if err != nil {
		return nil, err
	}
	s := &server{w: w, name: fmt.Sprintf("server %d", n+1), key: w.newKey(), keeper: keeper, acks: map[ack]bool{}, gone: map[inspection.Object]bool{}, past: map[uuid.UUID]bool{}}
	if own, ok := keeper.(Signer); ok {
		s.name, s.key = own.Identity()
	}
	if w.chance(0.2) {
		s.clockOff = w.between(-3, 3) * 365 * 86_400_000
	}
	w.servers = append(w.servers, s)
	return s, nil
}

func (s *server) time() time.Time { return time.UnixMilli(s.w.now + s.clockOff).UTC() }

var errCrash = errors.New("the server crashed")

// handle answers a request; the server may crash before, in and after its
// transaction.
func (s *server) handle(r request) {
	switch {
	case s.crashes():
		return
	case s.down:
		s.w.answer(r, inspection.Event{Status: 502})
		return
	case !r.from.loggedIn:
		s.w.answer(r, inspection.Event{Status: 401})
		return
	}
	var answer inspection.Answer
	var refusal *inspection.Refusal
	err := s.keeper.Transact(func(b inspection.Books) error {
		var err error
		answer, err = s.accept(s.w.lying(b, r), r)
		if errors.As(err, &refusal) {
			err = nil // a refusal is an answer: what it emptied is committed
		}
		if err == nil && s.w.o.Rule == AnswerBeforeCommit {
			s.reply(r, answer, refusal)
		}
		if err == nil && s.crashes() {
			return errCrash
		}
		return err
	})
	switch {
	case errors.Is(err, errCrash), err == nil && s.crashes():
	case err != nil:
		s.w.err = fmt.Errorf("%s: %s of %s: %w", s.name, r.effect.Do, r.id, err)
	case s.w.o.Rule != AnswerBeforeCommit:
		s.reply(r, answer, refusal)
	}
}

func (s *server) crashes() bool {
	if !s.w.chance(0.003) || s.down {
		return false
	}
	s.w.result.Crashes++
	s.down = true
	s.w.later(s.w.between(1_000, 60_000), func() { s.down = false })
	return true
}

func (s *server) accept(b inspection.Books, r request) (inspection.Answer, error) {
	c := s.clerk()
	d, err := b.Device(s.w.ctx, r.from.device.ID)
	if err != nil || d == nil {
		return inspection.Answer{}, errors.Join(err, fmt.Errorf("device %s is not registered", r.from.device.ID))
	}
	digest := r.digest
	if s.w.o.Rule == TrustTheWay {
		digest = inspection.Digest(r.body)
	}
	switch r.effect.Do {
	case inspection.DoPutRecord:
		return inspection.AcceptRecord(s.w.ctx, b, c, *d, digest, r.body)
	case inspection.DoPutSheet:
		return inspection.AcceptSheet(s.w.ctx, b, c, *d, digest, r.body)
	case inspection.DoPutSignature:
		return inspection.AcceptSignature(s.w.ctx, b, c, *d, digest, r.body)
	case inspection.DoPutChunk:
		return inspection.AcceptFileChunk(s.w.ctx, b, c, *d, inspection.Chunk{SHA256: r.id, Task: r.task, Offset: r.effect.Offset, Size: r.size, Bytes: r.body})
	}
	return inspection.AskFile(s.w.ctx, b, r.id)
}

var statuses = map[string]int64{inspection.CodeDiffers: 409, inspection.CodeFileOffset: 409, inspection.CodeDamaged: 400,
	inspection.CodeNotYourTask: 403, inspection.CodeNotYourDevice: 403, inspection.CodeDeviceWithdrawn: 403, inspection.CodeTaskUnknown: 404}

// reply sends what the server has to say, and notes what it acknowledged.
func (s *server) reply(r request, a inspection.Answer, refusal *inspection.Refusal) {
	e := inspection.Event{Status: 200, Have: a.Have}
	if refusal != nil {
		e = inspection.Event{Status: 422, Problem: refusal.Code, Sentence: refusal.ZH, Have: refusal.Have}
		if status, ok := statuses[refusal.Code]; ok {
			e.Status = status
		}
	}
	if a.Receipt != nil {
		e.Receipt, e.Signature = a.Receipt.Text, a.Receipt.Signature
		if a.Repeat {
			s.w.result.Repeats++
		}
		s.acknowledged(r, a)
	}
	s.w.answer(r, e)
}

// acknowledged notes a receipt that leaves the server.
func (s *server) acknowledged(r request, a inspection.Answer) {
	receipt, ok := inspection.ReceiptStands(a.Receipt.Text, a.Receipt.Signature, public(s.key))
	if !ok {
		s.w.violated("%s gives a receipt that is none: %s", s.name, a.Receipt.Text)
		return
	}
	given := ack{receipt.Kind, receipt.ID, receipt.Digest, *receipt.Task}
	if !s.acks[given] {
		s.acks[given] = true
		s.order = append(s.order, given)
	}
	if receipt.Kind == inspection.RecordItem && !a.Repeat {
		s.fresh(r, receipt)
	}
}

// fresh looks at a record that was taken just now.
func (s *server) fresh(r request, receipt inspection.Receipt) {
	record, err := inspection.ReadRecord(r.body)
	switch {
	case err != nil:
		s.w.violated("%s took what is no record: %v", s.name, err)
	case receipt.Standing == inspection.Accepted && s.gone[record.Object]:
		s.w.violated("%s took record %s for an object that was withdrawn", s.name, receipt.ID)
	case receipt.Standing == inspection.Proposal:
		s.w.result.Proposals++
	}
}
