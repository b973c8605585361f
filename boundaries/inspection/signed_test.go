package inspection_test

import (
	"strings"
	"testing"

	"diming/boundaries/inspection"
)

func madeReceipt() inspection.Receipt {
	r, task := madeRecord("one"), madeID("task")
	return inspection.Receipt{Kind: inspection.RecordItem, ID: r.ID.String(), Digest: inspection.Digest(r.Canonical()), Task: &task,
		Standing: inspection.Accepted, Stored: morning, Server: "330881"}
}

func madeSheet() inspection.Sheet {
	var all []inspection.SheetRecord
	for _, name := range []string{"one", "two"} {
		r := madeRecord(name)
		all = append(all, inspection.SheetRecord{ID: r.ID, Digest: inspection.Digest(r.Canonical())})
	}
	return inspection.NewSheet(madeID("task"), all...)
}

func madeStatement() inspection.Statement {
	return inspection.Statement{ID: madeID("signature b"), Task: madeID("task"), Sheet: madeSheet().Digest(), Count: 2, Side: "b",
		Signer: madeID("observer b"), Device: madeID("phone b"), Drawn: inspection.Digest([]byte("drawn")), SignedAt: morning}
}

func TestAReceiptStandsUnderItsKeyAlone(t *testing.T) {
	key := madeKey("server")
	s := madeReceipt().Sign(key)
	if r, ok := inspection.ReceiptStands(s.Text, s.Signature, public(key)); !ok || r.ID != madeReceipt().ID {
		t.Fatalf("the receipt does not stand: %+v", r)
	}
	for name, bad := range map[string][3]string{
		"under another server's key": {s.Text, s.Signature, public(madeKey("other"))},
		"with another digest":        {strings.Replace(s.Text, `"digest":"`, `"digest":"0`, 1), s.Signature, public(key)},
		"as a signature of a sheet":  {s.Text, inspection.SignAs(key, s.Text), public(key)},
		"with a signature cut off":   {s.Text, s.Signature[:80], public(key)},
		"with a key that is none":    {s.Text, s.Signature, "key"},
		"with a signature padded":    {s.Text, s.Signature + "==", public(key)},
		"with its last bits another": {s.Text, s.Signature[:85] + "B", public(key)},
		"with nothing in its place":  {"", "", ""},
		"with more after its end":    {s.Text + " ", s.Signature, public(key)},
	} {
		if r, ok := inspection.ReceiptStands(bad[0], bad[1], bad[2]); ok {
			t.Errorf("%s it stands: %+v", name, r)
		}
	}
}

func TestASignatureTravelsInACodeAndStandsUnderItsDevice(t *testing.T) {
	key := madeKey("phone b")
	sig, statement, err := inspection.ReadSignedCode(madeStatement().Sign(key).Text())
	if err != nil || statement != madeStatement() || !sig.Stands(public(key)) {
		t.Fatalf("read from the code: %+v, %v", statement, err)
	}
	if sig.Stands(public(madeKey("phone a"))) {
		t.Error("it stands under another device's key")
	}
	other := madeStatement()
	other.Count++
	if (inspection.Signature{Statement: string(other.Canonical()), Signature: sig.Signature}).Stands(public(key)) {
		t.Error("it stands over another count")
	}
}

func TestASheetIsOneOrderOfItsRecords(t *testing.T) {
	s := madeSheet()
	turned := inspection.NewSheet(s.Task, s.Records[1], s.Records[0])
	if turned.Digest() != s.Digest() {
		t.Error("the order in which records are given changes the digest")
	}
	wrong := inspection.Sheet{Task: s.Task, Records: []inspection.SheetRecord{s.Records[1], s.Records[0]}}
	if _, err := inspection.ReadSheet(wrong.Canonical()); err == nil {
		t.Error("a sheet out of order is read")
	}
	twice := inspection.Sheet{Task: s.Task, Records: []inspection.SheetRecord{s.Records[0], s.Records[0]}}
	if _, err := inspection.ReadSheet(twice.Canonical()); err == nil {
		t.Error("a sheet with one record twice is read")
	}
	if _, err := inspection.ReadSheet(inspection.Sheet{Task: s.Task}.Canonical()); err == nil {
		t.Error("an empty sheet is read")
	}
}

func TestTheWordsAreTwoThousandAndDistinct(t *testing.T) {
	seen := map[string]bool{}
	for _, w := range inspection.WordList() {
		if len([]rune(w)) != 2 {
			t.Errorf("%s has not two characters", w)
		}
		seen[w] = true
	}
	if len(seen) != 2048 {
		t.Errorf("%d distinct words, want 2048", len(seen))
	}
	one, err := inspection.FourWords(strings.Repeat("0", 64))
	if err != nil || one != [4]string{"大山", "大山", "大山", "大山"} {
		t.Errorf("words of zero = %v, %v", one, err)
	}
	last, err := inspection.FourWords(strings.Repeat("f", 11) + strings.Repeat("0", 53))
	if err != nil || last != [4]string{"万塔", "万塔", "万塔", "万塔"} {
		t.Errorf("words of 44 ones = %v, %v", last, err)
	}
	if _, err := inspection.FourWords("00"); err == nil {
		t.Error("a digest too short has words")
	}
}
