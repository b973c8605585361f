package simulate

import (
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"diming/boundaries"
	"diming/boundaries/inspection"
)

// A task is one that all phones know.
type task struct {
	id      uuid.UUID
	objects []inspection.Object
	sheets  []string
}

const a, b = boundaries.SideA, boundaries.SideB

// populate makes servers, tasks and phones: both sides on one server, or each
// on its own.
func (w *world) populate() error {
	two := w.chance(0.25)
	for n := range 2 {
		if n == 0 || two {
			if _, err := w.newServer(n); err != nil {
				return err
			}
		}
	}
	for range 3 {
		if err := w.openTask(); err != nil {
			return err
		}
	}
	crews := [][]boundaries.Side{{a}, {a}, {b}, {b}, {a, b}} // the fourth is a guest by invitation: a device and an owner like others
	for _, sides := range crews {
		s := w.servers[0]
		if two && sides[0] == b {
			s = w.servers[1]
		}
		if err := w.enrol(s, sides); err != nil {
			return err
		}
	}
	return nil
}

func (w *world) openTask() error {
	t := &task{id: w.newID()}
	for n := range 10 {
		kind := "marker"
		if n >= 7 {
			kind = "segment"
		}
		t.objects = append(t.objects, inspection.Object{Kind: kind, ID: w.newID()})
	}
	w.tasks = append(w.tasks, t)
	for _, s := range w.servers {
		if err := s.keeper.OpenTask(t.id, t.objects); err != nil {
			return err
		}
	}
	return nil
}

func (w *world) enrol(s *server, sides []boundaries.Side) error {
	p := w.newPhone(s, w.newID())
	if err := s.keeper.Register(p.device); err != nil {
		return err
	}
	for _, t := range w.tasks {
		p.sides[t.id] = sides
		if err := s.keeper.Assign(p.device, t.id, sides); err != nil {
			return err
		}
	}
	return nil
}

// A deed is something that somebody does, with how often.
type deed struct {
	weight int
	do     func(*world, *phone) error
}

var deeds = []deed{
	{600, func(w *world, p *phone) error { w.observe(p, pick(w, w.tasks)); return nil }},
	{40, (*world).withdraw}, {20, (*world).mistake}, {25, (*world).amend}, {25, (*world).disagree}, {25, (*world).copyID}, {8, (*world).wrongTask}, {8, (*world).unreadable},
	{60, (*world).sign}, {60, (*world).forget},
	{30, (*world).partition}, {25, (*world).fillDisk}, {20, (*world).turnClock}, {20, (*world).expire}, {15, (*world).lowStorage}, {10, (*world).tryAgain},
	{4, (*world).withdrawObject}, {1, (*world).closeTask}, {3, (*world).moveTask}, {4, (*world).withdrawDevice}, {15, (*world).scan}, {20, (*world).carry},
}

// live lets people do one thing after another until all records are made.
func (w *world) live() {
	sum := 0
	for _, d := range deeds {
		sum += d.weight
	}
	n := w.rng.IntN(sum)
	for _, d := range deeds {
		if n -= d.weight; n < 0 {
			if err := d.do(w, pick(w, w.phones)); err != nil {
				w.err = err
				return
			}
			break
		}
	}
	if w.rng.IntN(60) == 0 {
		w.audit()
	}
	if w.result.Records < w.toMake {
		w.later(w.between(1_000, 240_000), w.live)
	}
}

// blank is a record of one phone, in whose text stands the mark by which the
// audit knows it under any id.
func (w *world) blank(p *phone, t *task) (inspection.Record, *observation) {
	w.marks++
	seen := &observation{mark: markOf(w.marks), phone: p}
	sides := p.sides[t.id]
	at := time.UnixMilli(p.clock()).UTC()
	r := inspection.Record{ID: w.newID(), Kind: inspection.Problem, Task: t.id, Object: pick(w, t.objects), Side: pick(w, sides),
		Observer: p.device.Owner, Device: p.device.ID, PhoneTime: at, Answers: map[string]string{}, Text: seen.mark}
	return r, seen
}

func markOf(n int) string { return fmt.Sprintf("第 %d 次所见", n) }

// keep writes a record down with its files; what could not be written was not made.
func (w *world) keep(p *phone, r inspection.Record, seen *observation, files ...put) {
	text := r.Canonical()
	w.keepText(p, r, text, seen, files...)
}

func (w *world) keepText(p *phone, r inspection.Record, text []byte, seen *observation, files ...put) {
	events := []inspection.Event{{On: "add", ID: r.ID.String(), Kind: inspection.RecordItem, Task: r.Task.String(), Digest: inspection.Digest(text), Bytes: int64(len(text))}}
	for _, f := range files {
		events = append(events, inspection.Event{On: "add", ID: f.id, Kind: inspection.FileItem, Task: r.Task.String(), Digest: f.id, Bytes: int64(len(f.text))})
	}
	if _, taken := p.state.Items[r.ID.String()]; taken || w.result.Records == w.toMake {
		return
	}
	if p.happen(events, append(files, put{r.ID.String(), text})...) {
		w.seen[seen.mark] = seen
		w.result.Records++
		p.know(r, text)
	}
}

// observe is the everyday deed: a marker or a stretch, sometimes with a photo.
func (w *world) observe(p *phone, t *task) {
	r, seen := w.blank(p, t)
	if r.Object.Kind == "marker" {
		r.Kind, r.Condition = inspection.MarkerCheck, pick(w, inspection.Conditions)
		r.Position = &inspection.Position{Lon: "118.6271234", Lat: "28.7412345", AccuracyM: "12.3", At: r.PhoneTime}
	} else {
		r.Kind = inspection.SegmentCheck
	}
	var files []put
	if w.chance(0.15) {
		size := w.between(50, 500)
		if w.chance(0.05) {
			size = w.between(inspection.MaxChunk-10, 2*inspection.MaxChunk+10)
		}
		photo := make([]byte, size)
		for i := range min(len(photo), 64) {
			photo[i] = byte(w.rng.Uint32())
		}
		file := put{inspection.Digest(photo), photo}
		r.Files = []inspection.File{{SHA256: file.id, Bytes: size, Type: "image/jpeg", Role: "photo"}}
		files = append(files, file)
	}
	w.keep(p, r, seen, files...)
}

// known picks one of the records that a phone knows of a task.
func (w *world) known(p *phone, t *task) (uuid.UUID, bool) {
	ids := sortedIDs(p.knows[t.id])
	if len(ids) == 0 {
		return uuid.Nil, false
	}
	return pick(w, ids), true
}

func sortedIDs(m map[uuid.UUID]string) []uuid.UUID {
	var ids []uuid.UUID
	for id := range m {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) })
	return ids
}

func (w *world) about(from, to *phone, kind inspection.Kind) {
	t := pick(w, w.tasks)
	if about, ok := w.known(to, t); ok {
		r, seen := w.blank(from, t)
		r.Kind, r.About = kind, &about
		seen.mayRefuse = kind == inspection.Withdrawal // of a withdrawal, or of a record of the other side on the same phone
		w.keep(from, r, seen)
	}
}

// mistake records and withdraws at once, so that the withdrawal may come first.
func (w *world) mistake(p *phone) error {
	t := pick(w, w.tasks)
	r, seen := w.blank(p, t)
	w.keep(p, r, seen)
	if _, kept := p.knows[t.id][r.ID]; kept {
		again, also := w.blank(p, t)
		again.Kind, again.About, again.Side, again.Text = inspection.Withdrawal, &r.ID, r.Side, also.mark
		also.mayRefuse = true // of a record whose id another phone took first
		w.keep(p, again, also)
	}
	return nil
}

func (w *world) withdraw(p *phone) error { w.about(p, p, inspection.Withdrawal); return nil }
func (w *world) amend(p *phone) error {
	w.about(p, pick(w, w.phones), inspection.Amendment)
	return nil
}
func (w *world) disagree(p *phone) error {
	w.about(p, pick(w, w.phones), inspection.Disagreement)
	return nil
}

// copyID records under an id that another phone used, as a restored backup might.
func (w *world) copyID(p *phone) error {
	t := pick(w, w.tasks)
	if id, ok := w.known(pick(w, w.phones), t); ok {
		r, seen := w.blank(p, t)
		r.ID = id
		w.keep(p, r, seen)
	}
	return nil
}

// wrongTask records for a task in which nobody knows the phone.
func (w *world) wrongTask(p *phone) error {
	r, seen := w.blank(p, pick(w, w.tasks))
	r.Task, seen.mayRefuse = w.newID(), true
	w.keep(p, r, seen)
	return nil
}

// unreadable is what an app with a fault writes.
func (w *world) unreadable(p *phone) error {
	r, seen := w.blank(p, pick(w, w.tasks))
	seen.mayRefuse = true
	text := r.Canonical()
	w.keepText(p, r, append(text[:len(text)-1:len(text)-1], `,"w":1}`...), seen)
	return nil
}

func (w *world) partition(p *phone) error {
	noticed := w.chance(0.5)
	if p.offline {
		return nil
	}
	p.offline = true
	if noticed {
		p.on(inspection.Event{On: "offline"})
	}
	w.later(w.between(60_000, 7_200_000), func() {
		p.offline = false
		p.on(inspection.Event{On: "online"})
	})
	return nil
}

func (w *world) fillDisk(p *phone) error {
	p.full = true
	p.on(inspection.Event{On: "storage", Level: "full"})
	w.later(w.between(60_000, 3_600_000), p.makeRoom)
	return nil
}

// makeRoom lets the phone write again; what it could not write down before is
// taken up as after a crash.
func (p *phone) makeRoom() {
	p.full = false
	p.on(inspection.Event{On: "storage", Level: "ok"})
	p.on(inspection.Event{On: "restart"})
}

func (w *world) turnClock(p *phone) error {
	p.clockOff = w.between(-10, 10) * 365 * 86_400_000
	return nil
}

func (w *world) expire(p *phone) error {
	p.loggedIn = false
	return nil
}

func (w *world) lowStorage(p *phone) error {
	p.on(inspection.Event{On: "storage", Level: "low"})
	return nil
}

func (w *world) tryAgain(p *phone) error {
	p.on(inspection.Event{On: "retry"})
	return nil
}

// forget lets a person tidy up their phone, asking also for what may not go.
func (w *world) forget(p *phone) error {
	for _, id := range sortedNames(p.state.Items) {
		p.on(inspection.Event{On: "forget", ID: id})
	}
	p.on(inspection.Event{On: "clear"})
	return nil
}

func sortedNames(items map[string]inspection.Item) []string {
	var ids []string
	for id := range items {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

func (w *world) withdrawObject(p *phone) error {
	o := pick(w, pick(w, w.tasks).objects)
	p.server.gone[o] = true
	return p.server.keeper.WithdrawObject(o)
}

func (w *world) closeTask(p *phone) error { return p.server.keeper.CloseTask(pick(w, w.tasks).id) }

func (w *world) moveTask(p *phone) error {
	t := pick(w, w.tasks)
	p.on(inspection.Event{On: "revision", Task: t.id.String(), Revision: w.between(1, 9), Gone: true, MovedTo: "二队"})
	return p.server.keeper.Assign(p.device, t.id, nil)
}

func (w *world) withdrawDevice(p *phone) error {
	w.later(w.between(600_000, 7_200_000), func() {
		if err := p.server.keeper.WithdrawDevice(p.device.ID, false); err != nil {
			w.err = err
		}
		p.on(inspection.Event{On: "retry"})
	})
	return p.server.keeper.WithdrawDevice(p.device.ID, true)
}

func (w *world) scan(p *phone) error {
	t := pick(w, w.tasks)
	if len(t.sheets) == 0 {
		return nil
	}
	return p.server.keeper.FileScan(t.id, pick(w, t.sheets))
}
