package inspection_test

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"diming/boundaries"
	"diming/boundaries/inspection"
	"diming/boundaries/inspection/simulate"
)

// An office is a server with one phone, for one side.
type office struct {
	t      testing.TB
	books  *simulate.Memory
	clerk  inspection.Clerk
	device inspection.Device
	key    ed25519.PrivateKey
	side   boundaries.Side
}

func newOffice(t testing.TB, side boundaries.Side) *office {
	t.Helper()
	key := madeKey("phone " + string(side))
	o := &office{t: t, books: simulate.NewMemory(), key: key, side: side,
		clerk:  inspection.Clerk{Server: "server " + string(side), Key: madeKey("server " + string(side)), Now: morning, Inspect: func(io.ReaderAt, int64) error { return nil }},
		device: inspection.Device{ID: madeID("phone " + string(side)), Owner: madeID("observer " + string(side)), Key: public(key)}}
	if err := errors.Join(o.books.OpenTask(madeID("task"), []inspection.Object{madeRecord("").Object}), o.books.Register(o.device),
		o.books.Assign(o.device, madeID("task"), []boundaries.Side{side})); err != nil {
		t.Fatal(err)
	}
	return o
}

// observe records and sends it with its photo.
func (o *office) observe(name string) inspection.SheetRecord {
	o.t.Helper()
	r := madeRecord(name)
	r.Side, r.Observer, r.Device = o.side, o.device.Owner, o.device.ID
	text := r.Canonical()
	digest := inspection.Digest(text)
	_, err := inspection.AcceptRecord(o.t.Context(), o.books, o.clerk, o.device, digest, text)
	_, failed := inspection.AcceptFileChunk(o.t.Context(), o.books, o.clerk, o.device,
		inspection.Chunk{SHA256: inspection.Digest([]byte(name)), Task: r.Task, Size: int64(len(name)), Bytes: []byte(name)})
	if err != nil || failed != nil {
		o.t.Fatal(err, failed)
	}
	return inspection.SheetRecord{ID: r.ID, Digest: digest}
}

func (o *office) sheet(s inspection.Sheet) {
	o.t.Helper()
	if _, err := inspection.AcceptSheet(o.t.Context(), o.books, o.clerk, o.device, s.Digest(), s.Canonical()); err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) sign(s inspection.Sheet) inspection.Signature {
	o.t.Helper()
	st := inspection.Statement{ID: madeID("signature " + string(o.side)), Task: s.Task, Sheet: s.Digest(), Count: int64(len(s.Records)), Side: o.side,
		Signer: o.device.Owner, Device: o.device.ID, SignedAt: morning}
	signature := st.Sign(o.key)
	o.take(signature)
	return signature
}

// take brings a signature to the office, whoever made it.
func (o *office) take(s inspection.Signature) {
	o.t.Helper()
	text := s.Canonical()
	if _, err := inspection.AcceptSignature(o.t.Context(), o.books, o.clerk, o.device, inspection.Digest(text), text); err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) gather() inspection.TaskFile {
	o.t.Helper()
	file, err := inspection.Gather(o.t.Context(), o.books, o.clerk, madeID("task"))
	if err != nil {
		o.t.Fatal(err)
	}
	return file
}

func (o *office) export() []byte { return writeFile(o.t, o.gather(), o.clerk.Key) }

func writeFile(t testing.TB, file inspection.TaskFile, key ed25519.PrivateKey) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := inspection.WriteFile(&out, file, key); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func (o *office) state() inspection.State {
	o.t.Helper()
	standing, err := inspection.Standing(o.t.Context(), o.books, madeID("task"))
	if err != nil {
		o.t.Fatal(err)
	}
	return standing.State
}

func verify(t *testing.T, file []byte, key string) inspection.Report {
	t.Helper()
	report, err := inspection.VerifyFile(context.Background(), bytes.NewReader(file), int64(len(file)), key)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// joined is a server on which both sides signed, the other by a file.
func joined(t testing.TB) (here, there *office) {
	here, there = newOffice(t, "a"), newOffice(t, "b")
	sheet := inspection.NewSheet(madeID("task"), here.observe("of a"), there.observe("of b"))
	here.sheet(sheet)
	here.sign(sheet)
	there.sign(sheet)
	return here, there
}

func TestTwoServersWithoutANetworkComeToOneStanding(t *testing.T) {
	here, there := joined(t)
	if got := here.state(); got != inspection.Incomplete {
		t.Errorf("before the exchange it is %s", got)
	}
	bring := func(to, from *office) inspection.Imported {
		var in inspection.Imported
		report := verify(t, from.export(), public(from.clerk.Key))
		if len(report.Broken) > 0 {
			t.Fatalf("the file is broken: %+v", report.Broken)
		}
		if err := to.books.Transact(func(inspection.Books) (err error) {
			in, err = inspection.Import(t.Context(), to.books, to.clerk, report)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return in
	}
	if in := bring(here, there); in.Records != 1 || in.Signatures != 1 || in.Files != 1 || len(in.Conflicts) > 0 {
		t.Errorf("the file brought %+v", in)
	}
	if in := bring(here, there); in.Records+in.Files+in.Sheets+in.Signatures > 0 || in.Known != 3 {
		t.Errorf("a second time the file brought %+v", in)
	}
	bring(there, here)
	for _, o := range []*office{here, there} {
		if got := o.state(); got != inspection.Joint {
			t.Errorf("on %s it is %s, want joint", o.clerk.Server, got)
		}
		if report := verify(t, o.export(), public(o.clerk.Key)); len(report.Broken) > 0 || report.Standing.State != inspection.Joint || report.Records != 2 || report.Files != 2 {
			t.Errorf("a third party reads in the file of %s: %+v", o.clerk.Server, report)
		}
	}
}

func TestAFileIsTakenInOnlyUnderAKeyThatWasGiven(t *testing.T) {
	here, there := joined(t)
	for name, key := range map[string]string{"no key": "", "another key": public(madeKey("stranger"))} {
		_, err := inspection.Import(t.Context(), here.books, here.clerk, verify(t, there.export(), key))
		var r *inspection.Refusal
		if !errors.As(err, &r) || r.Code != inspection.CodeFileBroken {
			t.Errorf("with %s: %v", name, err)
		}
	}
}

func TestOfTwoRecordsWithOneIDTheOtherIsNamed(t *testing.T) {
	here, there := newOffice(t, "a"), newOffice(t, "b")
	here.observe("one")
	there.observe("one") // the same id, as it is made of the name, and another observer
	in, err := inspection.Import(t.Context(), here.books, here.clerk, verify(t, there.export(), public(there.clerk.Key)))
	if err != nil || in.Records != 0 || len(in.Conflicts) != 1 || !strings.Contains(in.Conflicts[0].Member, madeID("one").String()) {
		t.Errorf("brought %+v, %v", in, err)
	}
}

func TestTheSameTaskIsTheSameBytes(t *testing.T) {
	here, _ := joined(t)
	if !bytes.Equal(here.export(), here.export()) {
		t.Error("written twice, the file has other bytes")
	}
	z, err := zip.NewReader(bytes.NewReader(here.export()), int64(len(here.export())))
	if err != nil || len(z.File) < 8 {
		t.Fatalf("other programs cannot open it: %v", err)
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, r); err != nil {
			t.Errorf("%s: %v", f.Name, err)
		}
	}
}

func TestEveryByteOfATaskFileIsHeldToTheSignature(t *testing.T) {
	here, _ := joined(t)
	file := here.export()
	key := public(here.clerk.Key)
	if r := verify(t, file, key); len(r.Broken) > 0 {
		t.Fatalf("untouched it is broken: %+v", r.Broken)
	}
	for i := range file {
		bad := slices.Clone(file)
		bad[i] ^= 1 << (i % 8)
		report, err := inspection.VerifyFile(t.Context(), bytes.NewReader(bad), int64(len(bad)), key)
		if err == nil && len(report.Broken) == 0 {
			t.Fatalf("byte %d of %d changed, and nothing is said", i, len(file))
		}
	}
	for name, bad := range map[string][]byte{"cut off": file[:len(file)-1], "empty": {}, "half": file[:len(file)/2], "more at its end": append(slices.Clone(file), 0), "more before": append([]byte{0}, file...)} {
		report, err := inspection.VerifyFile(t.Context(), bytes.NewReader(bad), int64(len(bad)), key)
		if err == nil && len(report.Broken) == 0 {
			t.Errorf("%s, and nothing is said", name)
		}
	}
}

func TestWhatWasChangedIsNamed(t *testing.T) {
	here, _ := joined(t)
	file, key := here.export(), public(here.clerk.Key)
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		at, err := f.DataOffset()
		if err != nil {
			t.Fatal(err)
		}
		bad := slices.Clone(file)
		bad[at+int64(f.UncompressedSize64)/2] ^= 2
		if report := verify(t, bad, key); !slices.ContainsFunc(report.Broken, func(b inspection.Finding) bool { return b.Member == f.Name && b.ZH != "" && b.EN != "" }) {
			t.Errorf("%s was changed, and the report names %+v", f.Name, report.Broken)
		}
	}
}

// A server that has the key can sign any list; what people signed it cannot.
func TestAServerCannotChangeWhatWasSigned(t *testing.T) {
	here, there := joined(t)
	if _, err := inspection.Import(t.Context(), here.books, here.clerk, verify(t, there.export(), public(there.clerk.Key))); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*inspection.TaskFile){
		"a record's text": func(f *inspection.TaskFile) {
			r := &f.Records[0]
			r.Record.Text += "，属实"
			*r = resealed(*r, here)
		},
		"a record taken out": func(f *inspection.TaskFile) { f.Records = f.Records[1:] },
		"a signature's side": func(f *inspection.TaskFile) {
			s := &f.Signatures[0]
			s.Statement.Side = s.Statement.Side.Other()
			s.Signature.Statement = string(s.Statement.Canonical())
			s.Digest = inspection.Digest(s.Signature.Canonical())
			s.Receipt = receiptFor(here, inspection.SignatureItem, s.Statement.ID.String(), s.Digest)
		},
		"a device's key":        func(f *inspection.TaskFile) { f.Devices[0].Key = public(madeKey("stranger")) },
		"a signature taken out": func(f *inspection.TaskFile) { f.Signatures = f.Signatures[1:] },
	} {
		changed := here.gather()
		changed.Records, changed.Signatures, changed.Devices = slices.Clone(changed.Records), slices.Clone(changed.Signatures), slices.Clone(changed.Devices)
		change(&changed)
		if report := verify(t, writeFile(t, changed, here.clerk.Key), public(here.clerk.Key)); report.Standing.State == inspection.Joint {
			t.Errorf("%s, and it is still joint: %+v", name, report)
		}
	}
	binding := here.gather()
	binding.Devices = slices.DeleteFunc(slices.Clone(binding.Devices), func(d inspection.FileDevice) bool { return d.ID == here.device.ID })
	if report := verify(t, writeFile(t, binding, here.clerk.Key), public(here.clerk.Key)); len(report.Broken) == 0 {
		t.Error("a record of a device that is bound to nobody passes")
	}
	other := verify(t, writeFile(t, here.gather(), madeKey("stranger")), public(here.clerk.Key))
	if len(other.Broken) == 0 || other.Broken[0].Member != "manifest.sig" {
		t.Errorf("a list signed by a stranger: %+v", other.Broken)
	}
}

func receiptFor(o *office, kind inspection.ItemKind, id, digest string) inspection.SignedReceipt {
	task := madeID("task")
	return inspection.Receipt{Kind: kind, ID: id, Digest: digest, Task: &task, Standing: inspection.Accepted, Stored: morning, Server: o.clerk.Server}.Sign(o.clerk.Key)
}

func resealed(r inspection.StoredRecord, o *office) inspection.StoredRecord {
	text := r.Record.Canonical()
	r.Text, r.Digest = string(text), inspection.Digest(text)
	r.Receipt = receiptFor(o, inspection.RecordItem, r.Record.ID.String(), r.Digest)
	return r
}

// What a record names and has not arrived is told, and breaks nothing.
func TestAPhotoThatHadNotArrivedIsTold(t *testing.T) {
	o := newOffice(t, "a")
	r := madeRecord("without its photo")
	text := r.Canonical()
	if _, err := inspection.AcceptRecord(t.Context(), o.books, o.clerk, o.device, inspection.Digest(text), text); err != nil {
		t.Fatal(err)
	}
	if report := verify(t, o.export(), public(o.clerk.Key)); len(report.Broken) > 0 || len(report.Unfilled) != 1 {
		t.Errorf("report %+v", report)
	}
}

func FuzzVerifyFile(f *testing.F) {
	here, _ := joined(f)
	file := here.export()
	f.Add(file)
	f.Add([]byte("PK"))
	f.Fuzz(func(t *testing.T, bad []byte) {
		report, err := inspection.VerifyFile(t.Context(), bytes.NewReader(bad), int64(len(bad)), public(here.clerk.Key))
		if err == nil && len(report.Broken) == 0 && !bytes.Equal(bad, file) {
			t.Fatal("another file passes: " + fmt.Sprint(report))
		}
	})
}
