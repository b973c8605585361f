package inspection

// answer is what came back for a request, or that nothing did.
func (s *step) answer(item Item) {
	good := s.e.Status == 200 || s.e.Status == 201
	if good && s.e.Receipt != "" {
		s.stored(item)
		return
	}
	if item.State != Sending || item.Attempt != s.e.Attempt {
		return
	}
	switch {
	case s.e.Status == 401:
		if !s.p.LoginNeeded {
			s.tell("login-needed", "")
		}
		s.p.LoginNeeded = true
		item.State = Ready
		s.set(item)
	case s.e.Problem == CodeFileOffset, good && item.Kind == FileItem:
		s.more(item)
	case s.e.Problem == CodeFileDamaged:
		item.Damaged++
		if item.Damaged >= maxDamaged {
			s.refuse(item, s.e.Problem, s.e.Sentence)
			return
		}
		s.again(item, s.e.Problem)
	case s.e.Problem == CodeDiffers && item.Kind == RecordItem && s.e.Fresh != "":
		item.State, item.Successor, item.Trouble, item.Sentence = Clash, s.e.Fresh, s.e.Problem, s.e.Sentence
		s.set(item)
		s.do(Effect{Do: DoRename, ID: item.ID, NewID: item.Successor})
	case s.mayPass(good):
		s.again(item, s.e.Problem)
	default:
		s.refuse(item, s.e.Problem, s.e.Sentence)
	}
}

// mayPass tells whether what went wrong may go well by itself.
func (s *step) mayPass(good bool) bool {
	switch s.e.Status {
	case 0, 408, 425, 429:
		return true
	}
	return good || s.e.Status >= 500 || s.e.Status < 400 || s.e.Problem == CodeDamaged || s.e.Problem == CodeAppTooNew
}

// stored keeps a receipt until it is checked.
func (s *step) stored(item Item) {
	if item.State != Ready && item.State != Sending && item.State != Refused {
		return
	}
	item.State, item.Receipt, item.Signature, item.Trouble, item.Sentence = Stored, s.e.Receipt, s.e.Signature, "", ""
	s.set(item)
	s.do(Effect{Do: DoCheck, ID: item.ID})
}

// more goes on with a file from where the server stands. A server that does
// not come forward is asked again later.
func (s *step) more(item Item) {
	forward := s.e.Have != item.Have && s.e.Have >= 0 && s.e.Have < item.Bytes
	item.Have, item.Sentence = s.e.Have, ""
	if !forward {
		s.again(item, s.e.Problem)
		return
	}
	item.Tries, item.NotBefore, item.Trouble = 0, 0, ""
	s.send(item)
}

// again sends later. What a server holds of a file is asked anew.
func (s *step) again(item Item, trouble string) {
	item.State, item.Have, item.Trouble, item.Sentence = Ready, -1, trouble, s.e.Sentence
	item.Tries++
	item.NotBefore = s.e.Now + min(maxWaitMS, int64(firstWaitMS)<<min(item.Tries-1, 20))
	s.set(item)
}

func (s *step) refuse(item Item, trouble, sentence string) {
	item.State, item.Trouble, item.Sentence = Refused, trouble, sentence
	s.set(item)
	s.tell("refused", item.ID)
}

// check looks at the receipt of an item. Nothing else makes one verified.
func (s *step) check(item Item) {
	if item.State != Stored {
		return
	}
	r, ok := ReceiptStands(item.Receipt, item.Signature, s.p.ServerKey)
	if !ok || r.Kind != item.Kind || r.ID != item.ID || r.Digest != item.Digest || item.Kind != FileItem && taskOf(r) != item.Task {
		item.Receipt, item.Signature = "", ""
		s.again(item, "receipt-invalid")
		return
	}
	item.State, item.Standing, item.Tries, item.NotBefore = Verified, r.Standing, 0, 0
	item.Withdrawn = item.Withdrawn || r.Standing == Withdrawn
	s.set(item)
}

func taskOf(r Receipt) string {
	if r.Task == nil {
		return ""
	}
	return r.Task.String()
}

// renamed says that the content of a record lies on the phone under its new id.
func (s *step) renamed(item Item) {
	if item.State != Clash {
		return
	}
	if _, there := s.p.Items[item.Successor]; !there {
		s.p.Seq++
		s.set(Item{ID: item.Successor, Kind: item.Kind, Task: item.Task, Digest: s.e.Digest, Bytes: s.e.Bytes, Seq: s.p.Seq,
			State: Ready, Have: -1, Formerly: item.ID})
	}
	item.State = Superseded
	s.set(item)
}

// kept tells whether the server holds the content of an item for good.
func (s *step) kept(item Item) bool {
	for n := 0; item.State == Superseded && n < len(s.p.Items); n++ {
		item = s.p.Items[item.Successor]
	}
	return item.State == Verified
}

func (s *step) forget(item Item) {
	if !s.kept(item) {
		s.tell("not-verified", item.ID)
		return
	}
	if !item.Dropping {
		item.Dropping = true
		s.set(item)
	}
	if !item.Dropped {
		s.do(Effect{Do: DoDrop, ID: item.ID})
	}
}

func (s *step) dropped(item Item) {
	if item.Dropping && !item.Dropped {
		item.Dropped = true
		s.set(item)
	}
}

// clear forgets items that are dropped, but for those that a clashed one needs
// to know that its content is kept.
func (s *step) clear() {
	needed := map[string]bool{}
	for _, item := range s.p.Items {
		if item.Dropped {
			continue
		}
		for item.State == Superseded && !needed[item.Successor] {
			needed[item.Successor] = true
			item = s.p.Items[item.Successor]
		}
	}
	for _, item := range s.sorted() {
		if item.Dropped && !needed[item.ID] {
			delete(s.items(), item.ID)
		}
	}
}

// storage says how much room the phone has. Files that the server holds for
// good make room.
func (s *step) storage() {
	changed := s.p.Storage != s.e.Level
	s.p.Storage = s.e.Level
	if s.e.Level != "low" && s.e.Level != "full" {
		return
	}
	if changed {
		s.tell("storage-"+s.e.Level, "")
	}
	for _, item := range s.sorted() {
		if item.Kind == FileItem && item.State == Verified && !item.Dropped {
			s.forget(item)
		}
	}
}

func (s *step) pack() {
	t := s.p.Tasks[s.e.Task]
	s.setTask(PhoneTask{Revision: s.e.Revision, Newest: max(t.Newest, s.e.Revision)})
}

func (s *step) setTask(t PhoneTask) {
	tasks := map[string]PhoneTask{}
	for id, task := range s.p.Tasks {
		tasks[id] = task
	}
	tasks[s.e.Task] = t
	s.p.Tasks = tasks
}

// revision is what the server says of a task. What was recorded is sent all
// the same: the server makes proposals of what no longer has its place.
func (s *step) revision() {
	t := s.p.Tasks[s.e.Task]
	was := t
	t.Newest, t.PackWithdrawn, t.MovedTo = max(t.Newest, s.e.Revision), t.PackWithdrawn || s.e.Gone, s.e.MovedTo
	if t != was {
		s.setTask(t)
	}
	switch {
	case t.PackWithdrawn && !was.PackWithdrawn:
		s.tell("pack-withdrawn", s.e.Task)
	case t.MovedTo != "" && t.MovedTo != was.MovedTo:
		s.tell("task-moved", s.e.Task)
	case t.Newest > t.Revision && was.Newest <= was.Revision:
		s.tell("pack-stale", s.e.Task)
	}
	for _, id := range s.e.Withdrawn {
		if item, ok := s.p.Items[id]; ok && !item.Withdrawn {
			item.Withdrawn = true
			s.set(item)
		}
	}
}
