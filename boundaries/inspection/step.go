package inspection

import (
	"cmp"
	"maps"
	"slices"
)

// Step is the phone's machine: what becomes of its state with an event, and
// what the app then does. It changes nothing of what it was given. An event
// that has no place in a state does nothing, so that every event may come late,
// twice or out of order.
//
// Events about one item, by its state (· nothing; the number says which note
// holds):
//
//		              draft    ready    sending   stored    verified  clash       superseded  refused
//		add           ·        ·        ·         ·         ·1        ·           ·           ·
//		ready         ready    ·        ·         ·         ·         ·           ·           ·
//		discard       (gone)   ·        ·         ·         ·         ·           ·           ·
//		tick          ·        sending2 ·         ·         ·         ·           ·           ·
//		answer:
//		  receipt     ·        stored   stored    ·         ·         ·           ·           stored
//		  no answer3  ·        ·        ready     ·         ·         ·           ·           ·
//		  more of a file ·     ·        sending   ·         ·         ·           ·           ·
//		  damaged     ·        ·        ready4    ·         ·         ·           ·           ·
//		  differs     ·        ·        clash5    ·         ·         ·           ·           ·
//		  other 4xx   ·        ·        refused   ·         ·         ·           ·           ·
//		check         ·        ·        ·         verified6 ·         ·           ·           ·
//		renamed       ·        ·        ·         ·         ·         superseded7 ·           ·
//		damaged       refused  refused  refused   ·         ·         ·           ·           ·
//		retry         ·        ·        ·         ·         ·         ·           ·           ready
//		forget        tell     tell     tell      tell      dropping  tell        dropping8   tell
//		dropped       ·        ·        ·         ·         dropped9  ·           dropped9    ·
//		restart       draft    ready    ready     stored10  verified10 clash10    superseded  refused
//
//	 1. A new id becomes draft or ready. Bytes that come again for an item whose
//	    bytes had gone are noted. Another digest under a known id: tell id-taken.
//	 2. When it is due, the phone online and logged in, and fewer than slots
//	    requests are under way; records before sheets, signatures and files. A
//	    wait of more than maxWaitMS cannot be: the clock was put back, so it is due.
//	 3. Status 0 (none came), 408, 429, 5xx, a server of an earlier protocol: again,
//	    after 1 s, 2 s … 256 s. 401: login_needed, and nothing is sent before login.
//	 4. damaged-in-transit: again. A file with another hash: from its beginning,
//	    and refused the fifth time, for then it is damaged on the phone.
//	 5. A record only, which goes under the fresh id of the event. Others are refused.
//	 6. Where the receipt is signed with the pinned key and names this kind, id,
//	    digest and (but for a file) task. Otherwise ready, again.
//	 7. The new item is ready and has the content; the app wrote it before.
//	 8. Where its successor is verified. Bytes of anything else are never dropped.
//	 9. Only after dropping. The event clear forgets items that are dropped.
//	 10. With the effect check, drop or rename that may not have been done.
//
// Events about the phone: tick{now, slots}, online, offline, login{key},
// revision{task, revision, withdrawn, gone, moved_to} (what the server says of a task;
// withdrawn are records), pack{task, revision} (a pack was taken),
// storage{level}, clear, restart, retry without id (everything refused).
func Step(p Phone, e Event) (Phone, []Effect) {
	s := &step{p: p, e: e}
	if act, ok := phoneEvents[e.On]; ok {
		act(s)
	} else if item, ok := p.Items[e.ID]; ok || e.On == "add" {
		if act := itemEvents[e.On]; act != nil {
			act(s, item)
		}
	}
	return s.p, s.effects
}

type step struct {
	p       Phone
	e       Event
	cloned  bool
	effects []Effect
}

var phoneEvents = map[string]func(*step){
	"tick": (*step).tick, "online": (*step).online, "offline": func(s *step) { s.p.Online = false },
	"login": (*step).login, "revision": (*step).revision, "pack": (*step).pack,
	"storage": (*step).storage, "clear": (*step).clear, "restart": (*step).restart, "retry": (*step).retry,
}

var itemEvents = map[string]func(*step, Item){
	"add": (*step).add, "ready": (*step).ready, "discard": (*step).discard, "answer": (*step).answer, "check": (*step).check,
	"renamed": (*step).renamed, "damaged": (*step).damaged, "forget": (*step).forget, "dropped": (*step).dropped,
}

func (s *step) do(e Effect) { s.effects = append(s.effects, e) }

func (s *step) tell(what, id string) { s.do(Effect{Do: DoTell, Tell: what, ID: id}) }

// items is the map of items, which may then be changed.
func (s *step) items() map[string]Item {
	if !s.cloned {
		s.p.Items, s.cloned = maps.Clone(s.p.Items), true
		if s.p.Items == nil {
			s.p.Items = map[string]Item{}
		}
	}
	return s.p.Items
}

func (s *step) set(item Item) { s.items()[item.ID] = item }

// sorted are the items in the order in which they are sent.
func (s *step) sorted() []Item {
	return slices.SortedFunc(maps.Values(s.p.Items), func(a, b Item) int {
		return cmp.Or(cmp.Compare(sendRank[a.Kind], sendRank[b.Kind]), cmp.Compare(a.Seq, b.Seq))
	})
}

var sendRank = map[ItemKind]int{RecordItem: 0, SheetItem: 1, SignatureItem: 2, FileItem: 3}

func (s *step) add(item Item) {
	if item.ID != "" {
		switch {
		case item.Digest != s.e.Digest:
			s.tell("id-taken", item.ID)
		case item.Dropped || item.Dropping:
			item.Dropped, item.Dropping = false, false
			s.set(item)
		}
		return
	}
	s.p.Seq++
	item = Item{ID: s.e.ID, Kind: s.e.Kind, Task: s.e.Task, Digest: s.e.Digest, Bytes: s.e.Bytes, Seq: s.p.Seq, State: Ready, Have: -1}
	if s.e.Draft {
		item.State = Draft
	}
	s.set(item)
}

func (s *step) ready(item Item) {
	if item.State == Draft {
		item.State = Ready
		if s.e.Digest != "" {
			item.Digest, item.Bytes = s.e.Digest, s.e.Bytes
		}
		s.set(item)
	}
}

func (s *step) discard(item Item) {
	if item.State == Draft {
		delete(s.items(), item.ID)
		s.do(Effect{Do: DoDrop, ID: item.ID})
	}
}

func (s *step) tick() {
	if !s.p.Online || s.p.LoginNeeded {
		return
	}
	free := s.e.Slots
	for _, item := range s.p.Items {
		if item.State == Sending {
			free--
		}
	}
	if free <= 0 {
		return
	}
	for _, item := range s.sorted() {
		if free <= 0 {
			return
		}
		if item.State == Ready && item.due(s.e.Now) {
			s.send(item)
			free--
		}
	}
}

func (item Item) due(now int64) bool {
	return item.NotBefore <= now || item.NotBefore-now > maxWaitMS
}

// send asks for the next request of an item.
func (s *step) send(item Item) {
	s.p.Attempt++
	item.State, item.Attempt = Sending, s.p.Attempt
	s.set(item)
	effect := Effect{ID: item.ID, Attempt: item.Attempt}
	switch item.Kind {
	case RecordItem:
		effect.Do = DoPutRecord
	case SheetItem:
		effect.Do = DoPutSheet
	case SignatureItem:
		effect.Do = DoPutSignature
	case FileItem:
		effect.Do = DoAskFile
		if item.Have >= 0 && item.Have < item.Bytes {
			effect.Do, effect.Offset, effect.Size = DoPutChunk, item.Have, min(MaxChunk, item.Bytes-item.Have)
		}
	}
	s.do(effect)
}

func (s *step) online() {
	if s.p.Online {
		return
	}
	s.p.Online = true
	for _, item := range s.sorted() {
		if item.State == Ready && item.NotBefore != 0 {
			item.NotBefore = 0
			s.set(item)
		}
	}
}

func (s *step) login() {
	s.p.LoginNeeded = false
	if s.e.Key != "" {
		s.p.ServerKey = s.e.Key
	}
}

func (s *step) retry() {
	for _, item := range s.sorted() {
		if item.State == Refused && (s.e.ID == "" || s.e.ID == item.ID) {
			item.State, item.Tries, item.Damaged, item.NotBefore, item.Have = Ready, 0, 0, 0, -1
			s.set(item)
		}
	}
}

func (s *step) damaged(item Item) {
	if item.State == Draft || item.State == Ready || item.State == Sending {
		s.refuse(item, "damaged-on-phone", "")
	}
}

func (s *step) restart() {
	for _, item := range s.sorted() {
		switch {
		case item.State == Sending:
			item.State, item.Have = Ready, -1
			s.set(item)
		case item.State == Stored:
			s.do(Effect{Do: DoCheck, ID: item.ID})
		case item.State == Clash:
			s.do(Effect{Do: DoRename, ID: item.ID, NewID: item.Successor})
		case item.Dropping && !item.Dropped:
			s.do(Effect{Do: DoDrop, ID: item.ID})
		}
	}
}
