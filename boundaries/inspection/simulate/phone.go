package simulate

import (
	"crypto/ed25519"
	"encoding/base64"
	"maps"

	"github.com/google/uuid"

	"diming/boundaries"
	"diming/boundaries/inspection"
)

// A phone is a device in somebody's hand. What is written down survives a
// crash; the rest does not.
type phone struct {
	w      *world
	server *server
	device inspection.Device
	key    ed25519.PrivateKey
	sides  map[uuid.UUID][]boundaries.Side // by task, as the person believes

	state inspection.Phone  // written down
	disk  map[string][]byte // written down: the bytes of items

	life      int // number of crashes: what an earlier life was waiting for is gone
	down      bool
	full      bool // nothing can be written
	offline   bool // no network here
	loggedIn  bool
	clockOff  int64 // ms that its clock is wrong
	tickSoon  bool
	knows     map[uuid.UUID]map[uuid.UUID]string // task → record → digest, for sheets
	withdrawn map[string]bool                    // items that were once marked so
}

func (w *world) newPhone(s *server, owner uuid.UUID) *phone {
	key := w.newKey()
	p := &phone{w: w, server: s, key: key, loggedIn: true, sides: map[uuid.UUID][]boundaries.Side{}, disk: map[string][]byte{},
		knows: map[uuid.UUID]map[uuid.UUID]string{}, withdrawn: map[string]bool{},
		device: inspection.Device{ID: w.newID(), Owner: owner, Key: public(key)},
		state:  inspection.Phone{ServerKey: public(s.key), Online: true, Storage: "ok"}}
	if w.chance(0.3) {
		p.clockOff = w.between(-20, 20) * 365 * 86_400_000
	}
	w.phones = append(w.phones, p)
	return p
}

func public(key ed25519.PrivateKey) string {
	return base64.RawURLEncoding.EncodeToString(key.Public().(ed25519.PublicKey))
}

func (p *phone) clock() int64 { return p.w.now + p.clockOff }

// A put is bytes that are written down in one go with the state.
type put struct {
	id   string
	text []byte
}

// happen lets the machine take events: the state is written down, with bytes
// that belong to it, then the effects are carried out; the phone may die
// before, between and after. It tells whether the state was written.
func (p *phone) happen(events []inspection.Event, puts ...put) bool {
	if p.down {
		return false
	}
	next := p.state
	var effects []inspection.Effect
	for _, e := range events {
		e.Now = p.clock()
		var more []inspection.Effect
		next, more = p.w.machine(next, e)
		effects = append(effects, more...)
	}
	if p.dies() {
		return false
	}
	if p.full && (len(puts) > 0 || !maps.Equal(next.Items, p.state.Items)) {
		if len(puts) > 0 {
			p.w.result.FullDisks++
		}
		return false
	}
	p.mark(next)
	p.state = next
	for _, put := range puts {
		p.disk[put.id] = put.text
	}
	for _, effect := range effects {
		if p.dies() {
			break
		}
		p.carryOut(effect)
	}
	p.tickLater()
	return true
}

func (p *phone) on(e inspection.Event) { p.happen([]inspection.Event{e}) }

// mark holds the machine to it that what was withdrawn stays so.
func (p *phone) mark(next inspection.Phone) {
	maps.DeleteFunc(p.withdrawn, func(id string, _ bool) bool {
		_, there := next.Items[id] // what was cleared may come again as another's id
		return !there
	})
	for id, item := range next.Items {
		if item.Withdrawn {
			p.withdrawn[id] = true
		} else if p.withdrawn[id] {
			p.w.violated("item %s is no longer withdrawn on its phone", id)
		}
	}
}

// dies tells whether the phone is killed here.
func (p *phone) dies() bool {
	if p.down || !p.w.chance(0.004) {
		return p.down
	}
	p.w.result.Crashes++
	p.down = true
	p.life++
	p.w.later(p.w.between(1_000, 600_000), p.wake)
	return true
}

func (p *phone) wake() {
	if !p.down {
		return
	}
	p.down, p.tickSoon = false, false
	p.on(inspection.Event{On: "restart"})
	p.tickLater()
}

// alive runs f later, unless the phone died meanwhile.
func (p *phone) alive(ms int64, f func()) {
	life := p.life
	p.w.later(ms, func() {
		if life == p.life {
			f()
		}
	})
}

// tickLater lets the machine look for what is due, when something will be.
func (p *phone) tickLater() {
	if p.tickSoon || p.down || !p.state.Online || p.state.LoginNeeded {
		return
	}
	wait, any := int64(256_000), false
	for _, item := range p.state.Items {
		if item.State == inspection.Ready {
			any = true
			wait = min(wait, max(0, item.NotBefore-p.clock()))
		}
	}
	if any {
		p.tickSoon = true
		p.alive(wait+p.w.between(500, 5_000), func() {
			p.tickSoon = false
			p.on(inspection.Event{On: "tick", Slots: 4})
			p.tickLater()
		})
	}
}

func (p *phone) carryOut(e inspection.Effect) {
	switch e.Do {
	case inspection.DoPutRecord, inspection.DoPutSheet, inspection.DoPutSignature, inspection.DoAskFile, inspection.DoPutChunk:
		p.request(e)
	case inspection.DoCheck:
		p.alive(p.w.between(1, 500), func() { p.on(inspection.Event{On: "check", ID: e.ID}) })
	case inspection.DoRename:
		p.rename(e)
	case inspection.DoDrop:
		p.drop(e.ID)
	case inspection.DoTell:
		if e.Tell == "login-needed" {
			p.alive(p.w.between(1_000, 300_000), p.logIn)
		}
	}
}

func (p *phone) logIn() {
	p.loggedIn = true
	p.on(inspection.Event{On: "login", Key: public(p.server.key)})
}

// rename writes the content of a clashed record under its new id.
func (p *phone) rename(e inspection.Effect) {
	r, err := inspection.ReadRecord(p.disk[e.ID])
	if err != nil {
		p.w.violated("the phone cannot read back record %s: %v", e.ID, err)
		return
	}
	before := r.ID
	r.ID, r.Formerly = uuid.MustParse(e.NewID), &before
	text := r.Canonical()
	event := inspection.Event{On: "renamed", ID: e.ID, Digest: inspection.Digest(text), Bytes: int64(len(text))}
	if p.happen([]inspection.Event{event}, put{e.NewID, text}) {
		p.w.result.Clashes++
		delete(p.knows[r.Task], before)
		p.know(r, text)
	}
}

func (p *phone) know(r inspection.Record, text []byte) {
	if p.knows[r.Task] == nil {
		p.knows[r.Task] = map[uuid.UUID]string{}
	}
	p.knows[r.Task][r.ID] = inspection.Digest(text)
}

// drop deletes the bytes of an item, which must be held by the server.
func (p *phone) drop(id string) {
	if text, ok := p.disk[id]; ok {
		p.w.mayGo(p, id, text)
	}
	delete(p.disk, id)
	if p.dies() {
		return
	}
	p.on(inspection.Event{On: "dropped", ID: id})
}

// request sends what an effect names.
func (p *phone) request(e inspection.Effect) {
	item, text := p.state.Items[e.ID], p.disk[e.ID]
	if inspection.Digest(text) != item.Digest {
		p.on(inspection.Event{On: "damaged", ID: e.ID})
		return
	}
	r := request{from: p, life: p.life, effect: e, kind: item.Kind, id: e.ID, digest: item.Digest, task: uuid.MustParse(item.Task), size: int64(len(text)), body: text}
	if item.Kind == inspection.FileItem {
		r.body = nil
		if e.Do == inspection.DoPutChunk {
			r.body = text[e.Offset : e.Offset+e.Size]
		}
	}
	p.w.send(r)
}
