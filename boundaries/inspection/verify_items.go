package inspection

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"slices"
	"strings"

	"github.com/google/uuid"

	"diming/internal/canonical"
)

// compareMembers holds what the file holds to what the list says.
func (v *verifier) compareMembers() error {
	for _, name := range v.names("") {
		f := v.members[name]
		if f == nil {
			v.broken(name, "member-missing", "清单中有、文件中没有：被删除", "The list names it and the file does not hold it: it was taken out")
			continue
		}
		offset, err := f.DataOffset()
		if err != nil || f.Method != zip.Store {
			v.broken(name, "member-form", "这个成员读不出来", "This member cannot be read")
			continue
		}
		sum := sha256.New()
		if _, err := io.Copy(sum, io.NewSectionReader(v.r, offset, int64(f.UncompressedSize64))); err != nil {
			return err
		}
		if hex.EncodeToString(sum.Sum(nil)) != v.listed[name].digest || int64(f.UncompressedSize64) != v.listed[name].size {
			v.broken(name, "member-changed", "内容与清单不符：被改动", "Its content is not what the list says: it was changed")
		}
	}
	for name := range v.members {
		if _, listed := v.listed[name]; !listed && name != "manifest.json" && name != "manifest.sig" {
			v.broken(name, "member-added", "清单中没有：后来加入", "The list does not name it: it was put in")
		}
	}
	slices.SortStableFunc(v.report.Broken, func(a, b Finding) int { return strings.Compare(a.Member, b.Member) })
	return nil
}

// items reads records, sheets, signatures and files, each with its receipt.
func (v *verifier) items() error {
	for _, name := range v.names("") {
		folder, rest, _ := strings.Cut(name, "/")
		id := strings.TrimSuffix(rest, ".json")
		switch folder {
		case "records":
			v.record(name, id)
		case "sheets":
			v.sheet(name, id)
		case "signatures":
			v.signature(name, id)
		case "files":
			if err := v.fileMember(name, rest); err != nil {
				return err
			}
		case "receipts":
			if !slices.Contains(v.names(rest), rest) && !slices.Contains(v.names(id), id) {
				v.broken(name, "receipt-alone", "回执对应的内容不在文件中", "What this receipt is of is not in the file")
			}
		default:
			v.broken(name, "member-unknown", "不属于任务文件", "It is no part of a task file")
		}
	}
	return nil
}

func (v *verifier) record(name, id string) {
	text := v.text(name)
	r, err := ReadRecord(text)
	if err != nil || r.ID.String() != id || r.Task != v.file.Task {
		v.broken(name, "record-unreadable", "不是这项任务的这条记录", "It is not this record of this task")
		return
	}
	digest := Digest(text)
	receipt, signed := v.receipt("records/"+id, RecordItem, id, digest)
	v.file.Records = append(v.file.Records, StoredRecord{Record: r, Text: string(text), Digest: digest, Standing: receipt.Standing, Receipt: signed})
}

func (v *verifier) sheet(name, digest string) {
	text := v.text(name)
	s, err := ReadSheet(text)
	if err != nil || Digest(text) != digest || s.Task != v.file.Task {
		v.broken(name, "sheet-unreadable", "不是这项任务的这份清单", "It is not this sheet of this task")
		return
	}
	_, signed := v.receipt("sheets/"+digest, SheetItem, digest, digest)
	v.file.Sheets = append(v.file.Sheets, StoredSheet{Sheet: s, Text: string(text), Digest: digest, Receipt: signed})
}

func (v *verifier) signature(name, id string) {
	text := v.text(name)
	s, st, err := ReadSignature(text)
	if err != nil || st.ID.String() != id || st.Task != v.file.Task {
		v.broken(name, "signature-unreadable", "不是这项任务的这个签名", "It is not this signature of this task")
		return
	}
	if d := v.file.device(st.Device); d != nil && !s.Stands(d.Key) {
		v.broken(name, "signature-invalid", "签名在签名手机的公钥下不成立", "It does not stand under the key of the device that it names")
	}
	receipt, signed := v.receipt("signatures/"+id, SignatureItem, id, Digest(text))
	v.file.Signatures = append(v.file.Signatures, StoredSignature{Signature: s, Statement: st, Digest: Digest(text), Standing: receipt.Standing, Receipt: signed})
}

func (v *verifier) fileMember(name, digest string) error {
	f := v.members[name]
	if f == nil {
		return nil // told already
	}
	offset, err := f.DataOffset()
	if err != nil {
		return nil // told already
	}
	bytes := io.NewSectionReader(v.r, offset, int64(f.UncompressedSize64))
	if v.listed[name].digest != digest {
		v.broken(name, "file-other", "内容与名称中的摘要不符", "Its content is not what its name says")
	}
	_, signed := v.receipt("files/"+digest, FileItem, digest, digest)
	v.file.Files = append(v.file.Files, TaskFileFile{SHA256: digest, Size: bytes.Size(), Receipt: signed, Bytes: bytes})
	return nil
}

// receipt reads the receipt of a member, which must be the server's and of
// these bytes.
func (v *verifier) receipt(of string, kind ItemKind, id, digest string) (Receipt, SignedReceipt) {
	name := "receipts/" + of + ".json"
	if _, listed := v.listed[name]; !listed {
		v.broken(name, "receipt-missing", "缺少回执", "The receipt is missing")
		return Receipt{}, SignedReceipt{}
	}
	o, err := canonical.ReadObject(v.text(name))
	f := &fields{o: o}
	signed := SignedReceipt{Text: f.text("receipt", 4000), Signature: f.text("signature", 86), Key: v.file.Key}
	r, ok := ReceiptStands(signed.Text, signed.Signature, v.file.Key)
	if err != nil || f.done() != nil || !ok || r.Kind != kind || r.ID != id || r.Digest != digest {
		v.broken(name, "receipt-invalid", "回执不是这台服务器对这份内容出具的", "The receipt is not this server's for these bytes")
	}
	return r, signed
}

// bindings wants every record to be of a device that is bound to its observer
// for its side, and marks what was withdrawn.
func (v *verifier) bindings() error {
	for i := range v.file.Records {
		r := &v.file.Records[i]
		d := v.file.device(r.Record.Device)
		if d == nil || d.Owner != r.Record.Observer || !slices.Contains(d.Sides, r.Record.Side) {
			v.broken("records/"+r.Record.ID.String()+".json", "record-unbound", "记录的手机、观察人或方别与登记不符", "Its device, observer or side is not as the devices are bound")
		}
		r.Withdrawn = r.Standing == Withdrawn
		for _, w := range v.file.Records {
			r.Withdrawn = r.Withdrawn || w.Standing == Accepted && withdraws(w.Record, r.Record)
		}
	}
	return nil
}

// container wants no byte of the ZIP to be another than the server wrote.
func (v *verifier) container() error {
	if len(v.report.Broken) > 0 {
		return nil
	}
	var all []member
	for _, name := range append([]string{"manifest.json", "manifest.sig"}, v.names("")...) {
		f := v.members[name]
		offset, err := f.DataOffset()
		if err != nil {
			return err
		}
		size := int64(f.UncompressedSize64)
		all = append(all, member{name: name, size: size, bytes: io.NewSectionReader(v.r, offset, size)})
	}
	c := &comparer{r: io.NewSectionReader(v.r, 0, v.size)}
	if err := writeStored(c, all); err != nil {
		return err
	}
	if c.other || c.at != v.size {
		v.broken("", "container", "成员之间或其后有多余或被改动的字节（约在第 {} 字节）", "Bytes between or after the members were changed or added, near byte {}", c.at)
	}
	return nil
}

// comparer compares what is written to it with a reader.
type comparer struct {
	r     io.ReaderAt
	at    int64
	other bool
}

func (c *comparer) Write(p []byte) (int, error) {
	if c.other {
		return len(p), nil
	}
	held := make([]byte, len(p))
	if _, err := c.r.ReadAt(held, c.at); err != nil && err != io.EOF {
		return 0, err
	}
	if string(held) != string(p) {
		c.other = true
		return len(p), nil
	}
	c.at += int64(len(p))
	return len(p), nil
}

// missing tells of files that records name and that had not arrived.
func (v *verifier) missing() {
	for _, sha256 := range v.file.named() {
		if !slices.ContainsFunc(v.file.Files, func(f TaskFileFile) bool { return f.SHA256 == sha256 }) {
			v.report.Unfilled = append(v.report.Unfilled, Finding{Member: "files/" + sha256, Code: "file-not-arrived",
				ZH: "记录提到的文件写出时尚未到达服务器", EN: "A record names it; it had not arrived when the file was written"})
		}
	}
}

func (t *TaskFile) device(id uuid.UUID) *FileDevice {
	for i := range t.Devices {
		if t.Devices[i].ID == id {
			return &t.Devices[i]
		}
	}
	return nil
}

// heldFile is what a task file holds, for [Standing].
type heldFile struct{ t *TaskFile }

func (h heldFile) Device(_ context.Context, id uuid.UUID) (*Device, error) {
	if d := h.t.device(id); d != nil {
		return &d.Device, nil
	}
	return nil, nil
}

func (h heldFile) Rights(_ context.Context, d Device, _ uuid.UUID) (Rights, error) {
	if bound := h.t.device(d.ID); bound != nil {
		return Rights{Once: bound.Sides}, nil
	}
	return Rights{}, nil
}

func (h heldFile) RecordsOf(context.Context, uuid.UUID) ([]StoredRecord, error) {
	return h.t.Records, nil
}
func (h heldFile) SheetsOf(context.Context, uuid.UUID) ([]StoredSheet, error) { return h.t.Sheets, nil }
func (h heldFile) SignaturesOf(context.Context, uuid.UUID) ([]StoredSignature, error) {
	return h.t.Signatures, nil
}
func (h heldFile) Scanned(_ context.Context, _ uuid.UUID, sheet string) (bool, error) {
	return slices.ContainsFunc(h.t.Scans, func(s Scan) bool { return s.Sheet == sheet }), nil
}
