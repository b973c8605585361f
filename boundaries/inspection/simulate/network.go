package simulate

import (
	"slices"

	"github.com/google/uuid"

	"diming/boundaries/inspection"
)

// A request is one on its way, with what the phone waits for.
type request struct {
	from   *phone
	life   int // of the phone that waits
	effect inspection.Effect
	kind   inspection.ItemKind
	id     string
	digest string
	task   uuid.UUID
	size   int64
	body   []byte
}

const patience = 30_000 // ms after which a phone waits no more

// send brings a request to the server: never, once or twice, late, damaged,
// or to somebody else who answers.
func (w *world) send(r request) {
	w.result.Requests++
	r.hear(patience, inspection.Event{}) // whatever comes later than this is late
	switch {
	case r.from.offline && !w.healed, w.chance(0.04):
		return
	case w.chance(0.01):
		w.forge(r)
		return
	}
	for range w.copies() {
		r := r
		if w.chance(0.02) {
			r.body = w.damage(r.body)
		}
		w.later(w.delay(), func() { r.from.server.handle(r) })
	}
}

func (w *world) copies() int {
	if w.chance(0.03) {
		return 2
	}
	return 1
}

func (w *world) delay() int64 {
	if w.chance(0.02) {
		return w.between(1_000, 120_000)
	}
	return w.between(10, 900)
}

// damage changes one byte of a copy.
func (w *world) damage(body []byte) []byte {
	if len(body) == 0 {
		return body
	}
	w.result.Damaged++
	body = slices.Clone(body)
	body[w.rng.IntN(len(body))] ^= byte(1 << w.rng.IntN(8))
	return body
}

// answer brings an answer back: never, once or twice, late, or damaged.
func (w *world) answer(r request, e inspection.Event) {
	if w.chance(0.05) {
		return
	}
	for range w.copies() {
		e := e
		if e.Receipt != "" && w.chance(0.01) {
			e.Receipt = string(w.damage([]byte(e.Receipt)))
		}
		r.hear(w.delay(), e)
	}
}

// hear feeds an answer to the phone after a while, if it still lives.
func (r request) hear(after int64, e inspection.Event) {
	e.On, e.ID, e.Attempt = "answer", r.id, r.effect.Attempt
	e.Fresh = r.from.w.newID().String()
	r.from.w.later(after, func() {
		if r.life == r.from.life {
			r.from.on(e)
		}
	})
}

// forge answers as the log-in page of a guest network might, or as somebody
// who wants records to go away.
func (w *world) forge(r request) {
	w.result.Forged++
	e := inspection.Event{Status: 200}
	switch w.rng.IntN(3) {
	case 0:
		e.Receipt, e.Signature = "<html>", "<html>"
	case 1:
		s := inspection.Receipt{Kind: r.kind, ID: r.id, Digest: r.digest, Task: &r.task, Standing: inspection.Accepted, Stored: r.from.server.time(), Server: r.from.server.name}.Sign(w.newKey())
		e.Receipt, e.Signature = s.Text, s.Signature
	}
	r.hear(w.delay(), e)
}
