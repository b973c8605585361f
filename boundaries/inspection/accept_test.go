package inspection_test

import (
	"bytes"
	"errors"
	"image"
	"image/jpeg"
	"slices"
	"testing"

	"diming/boundaries"
	"diming/boundaries/inspection"
	"diming/boundaries/inspection/simulate"
)

// put sends a record of the office's phone.
func (o *office) put(r inspection.Record) (inspection.Answer, error) {
	text := r.Canonical()
	return inspection.AcceptRecord(o.t.Context(), o.books, o.clerk, o.device, inspection.Digest(text), text)
}

func (o *office) record(name string) inspection.Record {
	r := madeRecord(name)
	r.Side, r.Observer, r.Device = o.side, o.device.Owner, o.device.ID
	return r
}

// standing wants that a record is taken and how it stands.
func (o *office) standing(r inspection.Record, want string) inspection.Answer {
	o.t.Helper()
	answer, err := o.put(r)
	if err != nil {
		o.t.Fatalf("record %s: %v", r.ID, err)
	}
	receipt, ok := inspection.ReceiptStands(answer.Receipt.Text, answer.Receipt.Signature, public(o.clerk.Key))
	if !ok || receipt.Standing != want || receipt.ID != r.ID.String() || receipt.Digest != inspection.Digest(r.Canonical()) {
		o.t.Errorf("record %s has the receipt %+v, want it %s", r.ID, receipt, want)
	}
	return answer
}

func wantCode(t *testing.T, err error, code string) {
	t.Helper()
	var r *inspection.Refusal
	if !errors.As(err, &r) || r.Code != code || r.ZH == "" || r.EN == "" {
		t.Errorf("error %v, want a refusal %s", err, code)
	}
}

func TestARepeatGetsTheVeryReceiptWhateverChangedSince(t *testing.T) {
	o := newOffice(t, "a")
	r := o.record("one")
	first := o.standing(r, inspection.Accepted)
	if err := errors.Join(o.books.CloseTask(r.Task), o.books.Assign(o.device, r.Task, nil), o.books.WithdrawObject(r.Object)); err != nil {
		t.Fatal(err)
	}
	o.clerk.Now = o.clerk.Now.AddDate(1, 0, 0)
	again, err := o.put(r)
	if err != nil || !again.Repeat || *again.Receipt != *first.Receipt {
		t.Errorf("again: %+v, %v, want %+v", again, err, first)
	}
	r.Text += "另"
	_, err = o.put(r)
	wantCode(t, err, inspection.CodeDiffers)
}

func TestWhatLostItsPlaceIsAProposal(t *testing.T) {
	for name, lose := range map[string]func(*office) error{
		"its object was withdrawn":      func(o *office) error { return o.books.WithdrawObject(madeRecord("").Object) },
		"its task was closed":           func(o *office) error { return o.books.CloseTask(madeID("task")) },
		"its task went to another team": func(o *office) error { return o.books.Assign(o.device, madeID("task"), nil) },
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t, "a")
			if err := lose(o); err != nil {
				t.Fatal(err)
			}
			o.standing(o.record("one"), inspection.Proposal)
		})
	}
}

func TestWhatAServerMustRefuse(t *testing.T) {
	for name, test := range map[string]struct {
		code string
		r    func(*office) inspection.Record
	}{
		"a task that nobody knows":     {inspection.CodeTaskUnknown, func(o *office) inspection.Record { r := o.record("one"); r.Task = madeID("other"); return r }},
		"the other side's name":        {inspection.CodeNotYourTask, func(o *office) inspection.Record { r := o.record("one"); r.Side = "b"; return r }},
		"another phone's record":       {inspection.CodeNotYourDevice, func(o *office) inspection.Record { r := o.record("one"); r.Device = madeID("x"); return r }},
		"another person on this phone": {inspection.CodeNotYourDevice, func(o *office) inspection.Record { r := o.record("one"); r.Observer = madeID("x"); return r }},
		"a withdrawal of the other side": {inspection.CodeAboutNotYours, func(o *office) inspection.Record {
			return withKind(o.record("w"), inspection.Withdrawal, madeID("of b"), "看错了")
		}},
		"a phone that was taken back": {inspection.CodeDeviceWithdrawn, func(o *office) inspection.Record {
			o.device.Withdrawn = true
			return o.record("one")
		}},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t, "a")
			mine := o.device
			o.side, o.device = "b", inspection.Device{ID: madeID("phone of b"), Owner: madeID("b"), Key: mine.Key}
			if err := o.books.Assign(o.device, madeID("task"), []boundaries.Side{"b"}); err != nil {
				t.Fatal(err)
			}
			o.standing(o.record("of b"), inspection.Accepted)
			o.side, o.device = "a", mine
			_, err := o.put(test.r(o))
			wantCode(t, err, test.code)
		})
	}
}

func TestDamageOnTheWayIsToldFromWhatIsNoRecord(t *testing.T) {
	o := newOffice(t, "a")
	text := o.record("one").Canonical()
	bad := bytes.Replace(text, []byte("damaged"), []byte("shifted"), 1) // a record, and not the one that was sent
	_, err := inspection.AcceptRecord(t.Context(), o.books, o.clerk, o.device, inspection.Digest(text), bad)
	wantCode(t, err, inspection.CodeDamaged)
	_, err = inspection.AcceptRecord(t.Context(), o.books, o.clerk, o.device, inspection.Digest([]byte("{}")), []byte("{}"))
	wantCode(t, err, inspection.CodeUnreadable)
}

func TestAWithdrawalHoldsInWhateverOrderItComes(t *testing.T) {
	for _, first := range []bool{false, true} {
		o := newOffice(t, "a")
		r := o.record("one")
		w := withKind(o.record("w"), inspection.Withdrawal, r.ID, "看错了")
		if first {
			o.standing(w, inspection.Accepted)
			o.standing(r, inspection.Withdrawn)
		} else {
			o.standing(r, inspection.Accepted)
			o.standing(w, inspection.Accepted)
		}
		held, err := o.books.Record(t.Context(), r.ID)
		if err != nil || !held.Withdrawn {
			t.Errorf("with the withdrawal first %v, the record stands: %+v, %v", first, held, err)
		}
	}
}

func TestAFileIsWhatItSaysOrBeginsAgain(t *testing.T) {
	o := newOffice(t, "a")
	o.clerk.Inspect = nil
	var photo bytes.Buffer
	if err := jpeg.Encode(&photo, image.NewGray(image.Rect(0, 0, 400, 300)), nil); err != nil {
		t.Fatal(err)
	}
	chunk := func(of []byte, offset, n int) (inspection.Answer, error) {
		return inspection.AcceptFileChunk(t.Context(), o.books, o.clerk, o.device, inspection.Chunk{SHA256: inspection.Digest(photo.Bytes()),
			Task: madeID("task"), Offset: int64(offset), Size: int64(photo.Len()), Bytes: of[offset : offset+n]})
	}
	if a, err := chunk(photo.Bytes(), 0, 100); err != nil || a.Have != 100 || a.Receipt != nil {
		t.Fatalf("after 100 bytes: %+v, %v", a, err)
	}
	for _, offset := range []int{0, 50, 101} {
		_, err := chunk(photo.Bytes(), offset, 10)
		var r *inspection.Refusal
		if !errors.As(err, &r) || r.Code != inspection.CodeFileOffset || r.Have != 100 {
			t.Errorf("a part from %d: %v", offset, err)
		}
	}
	bad := slices.Clone(photo.Bytes())
	bad[200]++
	_, err := chunk(bad, 100, photo.Len()-100)
	wantCode(t, err, inspection.CodeFileDamaged)
	if a, err := inspection.AskFile(t.Context(), o.books, inspection.Digest(photo.Bytes())); err != nil || a.Have != 0 {
		t.Fatalf("after the damage it holds %+v, %v", a, err)
	}
	if a, err := chunk(photo.Bytes(), 0, photo.Len()); err != nil || a.Receipt == nil {
		t.Fatalf("the whole: %+v, %v", a, err)
	}
	if a, err := chunk(bad, 0, photo.Len()); err != nil || !a.Repeat {
		t.Errorf("what is whole is not begun again: %+v, %v", a, err)
	}
}

func TestAPhotoThatIsNoneStaysOnThePhone(t *testing.T) {
	o := newOffice(t, "a")
	o.clerk.Inspect = nil
	send := func(text string) error {
		_, err := inspection.AcceptFileChunk(t.Context(), o.books, o.clerk, o.device, inspection.Chunk{SHA256: inspection.Digest([]byte(text)),
			Task: madeID("task"), Size: int64(len(text)), Bytes: []byte(text)})
		return err
	}
	for _, text := range []string{"not a photo", "MZ\x90\x00", "%PDF-1.7", "<html><script>", "\xff\xd8\xff no more"} {
		wantCode(t, send(text), inspection.CodeFileNotAPhoto)
	}
	for _, text := range []string{`<?xml version="1.0"?><gpx version="1.1"></gpx>`, `{"type":"Feature"}`, "\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm"} {
		if err := send(text); err != nil {
			t.Errorf("%.10q is refused: %v", text, err)
		}
	}
}

// The rule of the signatures, one case after another.
func TestWhatMakesASheetJoint(t *testing.T) {
	for name, test := range map[string]struct {
		signed  map[string]boundaries.Side // device → side; two sides on one phone as device+device
		scanned bool
		want    inspection.State
	}{
		"nobody signed":                    {nil, false, inspection.Incomplete},
		"nobody signed, paper alone":       {nil, true, inspection.Incomplete},
		"one side":                         {map[string]boundaries.Side{"a1": "a"}, false, inspection.OneSided},
		"one side on two phones":           {map[string]boundaries.Side{"a1": "a", "a2": "a"}, false, inspection.OneSided},
		"one side and the sealed paper":    {map[string]boundaries.Side{"a1": "a"}, true, inspection.Joint},
		"both on two phones":               {map[string]boundaries.Side{"a1": "a", "b1": "b"}, false, inspection.Joint},
		"both on one phone":                {map[string]boundaries.Side{"a1": "a", "a1 again": "b"}, false, inspection.SameDevice},
		"both on one phone, sealed paper":  {map[string]boundaries.Side{"a1": "a", "a1 again": "b"}, true, inspection.Joint},
		"the other side on a lent phone":   {map[string]boundaries.Side{"l1": "a", "l1 again": "b"}, false, inspection.SameDevice},
		"lent phone, sealed paper":         {map[string]boundaries.Side{"l1": "a", "l1 again": "b"}, true, inspection.Joint},
		"one on a's phone for b alone":     {map[string]boundaries.Side{"l1": "b"}, false, inspection.Incomplete},
		"two phones of a, one for b":       {map[string]boundaries.Side{"a1": "a", "l1": "b"}, false, inspection.OneSided},
		"both on one phone, a second of b": {map[string]boundaries.Side{"a1": "a", "a1 again": "b", "b1": "b"}, false, inspection.Joint},
	} {
		t.Run(name, func(t *testing.T) {
			books := simulate.NewMemory()
			o := &office{t: t, books: books, clerk: inspection.Clerk{Server: "s", Key: madeKey("s"), Now: morning}}
			if err := books.OpenTask(madeID("task"), []inspection.Object{madeRecord("").Object}); err != nil {
				t.Fatal(err)
			}
			for name, sides := range map[string][]boundaries.Side{"a1": {"a", "b"}, "a2": {"a", "b"}, "b1": {"a", "b"}, "l1": {"a"}} {
				d := inspection.Device{ID: madeID(name), Owner: madeID("owner of " + name), Key: public(madeKey(name))}
				if err := errors.Join(books.Register(d), books.Assign(d, madeID("task"), sides)); err != nil {
					t.Fatal(err)
				}
				if name == "b1" {
					o.device = d
				}
			}
			o.side = "b"
			r := o.record("one")
			o.standing(r, inspection.Accepted)
			s := inspection.NewSheet(r.Task, inspection.SheetRecord{ID: r.ID, Digest: inspection.Digest(r.Canonical())})
			o.sheet(s)
			for device, side := range test.signed {
				of := device[:2]
				o.take(inspection.Statement{ID: madeID("by " + device), Task: s.Task, Sheet: s.Digest(), Count: 1, Side: side,
					Signer: madeID("owner of " + of), Device: madeID(of), SignedAt: morning}.Sign(madeKey(of)))
			}
			if test.scanned {
				if err := books.FileScan(s.Task, s.Digest()); err != nil {
					t.Fatal(err)
				}
			}
			if got := o.state(); got != test.want {
				t.Errorf("it is %s, want %s", got, test.want)
			}
		})
	}
}

func TestASignatureThatIsForgedIsRefused(t *testing.T) {
	o := newOffice(t, "a")
	st := inspection.Statement{ID: madeID("s"), Task: madeID("task"), Sheet: madeSheet().Digest(), Count: 2, Side: "a", Signer: o.device.Owner, Device: o.device.ID, SignedAt: morning}
	send := func(s inspection.Signature) error {
		text := s.Canonical()
		_, err := inspection.AcceptSignature(t.Context(), o.books, o.clerk, o.device, inspection.Digest(text), text)
		return err
	}
	wantCode(t, send(st.Sign(madeKey("stranger"))), inspection.CodeSignatureInvalid)
	other := st
	other.Signer = madeID("somebody else")
	wantCode(t, send(other.Sign(o.key)), inspection.CodeSignatureInvalid)
	if err := send(st.Sign(o.key)); err != nil {
		t.Errorf("the true one: %v", err)
	}
	st.Count++
	wantCode(t, send(st.Sign(o.key)), inspection.CodeDiffers)
}

func TestADisagreementIsSeenUntilBothSignIt(t *testing.T) {
	here, there := joined(t)
	if _, err := inspection.Import(t.Context(), here.books, here.clerk, verify(t, there.export(), public(there.clerk.Key))); err != nil {
		t.Fatal(err)
	}
	r := here.record("d")
	r = withKind(r, inspection.Disagreement, madeID("of b"), "我方所见：碑体完好")
	here.standing(r, inspection.Accepted)
	standing, err := inspection.Standing(t.Context(), here.books, r.Task)
	if err != nil || standing.State != inspection.Disagreed || !slices.Contains(standing.Disagreements, r.ID) || len(standing.Uncovered) != 1 {
		t.Errorf("standing %+v, %v, want a disagreement", standing, err)
	}
}
