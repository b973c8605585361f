package inspection

import (
	"context"
	"errors"
	"io"
	"slices"

	"github.com/google/uuid"
)

// Importing is what a server keeps besides, to take in task files of others.
type Importing interface {
	Books
	// KeepDevice keeps a device of another server with the sides for which its
	// owner acts in a task. It is for signatures to be verified by and may send
	// nothing itself; a device that is known keeps its key and owner. key is the
	// other server's.
	KeepDevice(ctx context.Context, server, key string, d FileDevice, task uuid.UUID) error
}

// An Imported says what a task file brought.
type Imported struct {
	Records, Files, Sheets, Signatures int // that were not here
	Known                              int // that were
	Conflicts                          []Finding
}

// CodeFileBroken is of a task file that cannot be taken in.
const CodeFileBroken = "task-file-broken"

// Import takes in the file of a task that another server wrote and [VerifyFile]
// found whole under a key that was given. It is one transaction and may be
// repeated. What is here already stays as it is: of two records with one id the
// other is named as a conflict, for people to see.
func Import(ctx context.Context, b Importing, c Clerk, report Report) (Imported, error) {
	var in Imported
	if !report.Pinned || len(report.Broken) > 0 || report.Contained == nil {
		return in, refuse(CodeFileBroken, "任务文件未通过核验，或核验时没有给出对方服务器的公钥，不能导入。请先向对方核对公钥，再用该公钥核验。",
			"The task file was not found whole under the other server's key, so it is not taken in. Ask the other side for the key and verify with it first.")
	}
	t := report.Contained
	if err := b.Lock(ctx, t.locks()...); err != nil {
		return in, err
	}
	known, open, err := b.Task(ctx, t.Task)
	if err != nil {
		return in, err
	}
	if !known {
		return in, refuse(CodeTaskUnknown, "本服务器没有这项任务，不能导入。请先建立任务。", "This server has no such task; make it first.")
	}
	for _, d := range t.Devices {
		if err := in.device(ctx, b, t, d); err != nil {
			return in, err
		}
	}
	for _, r := range t.Records {
		if err := in.record(ctx, b, c, r, open); err != nil {
			return in, err
		}
	}
	for _, s := range t.Sheets {
		if err := in.sheet(ctx, b, c, s); err != nil {
			return in, err
		}
	}
	for _, s := range t.Signatures {
		if err := in.signature(ctx, b, c, s); err != nil {
			return in, err
		}
	}
	for _, f := range t.Files {
		if err := in.file(ctx, b, c, t.Task, f); err != nil {
			return in, err
		}
	}
	return in, nil
}

func (t *TaskFile) locks() []string {
	var keys []string
	for _, r := range t.Records {
		keys = append(keys, recordLocks(r.Record)...)
	}
	for _, s := range t.Sheets {
		keys = append(keys, "sheet "+s.Digest)
	}
	for _, s := range t.Signatures {
		keys = append(keys, "signature "+s.Statement.ID.String())
	}
	for _, f := range t.Files {
		keys = append(keys, "file "+f.SHA256)
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

func (in *Imported) conflict(member, zh, en string) {
	in.Conflicts = append(in.Conflicts, Finding{Member: member, Code: CodeDiffers, ZH: zh, EN: en})
}

func (in *Imported) device(ctx context.Context, b Importing, t *TaskFile, d FileDevice) error {
	held, err := b.Device(ctx, d.ID)
	if err != nil {
		return err
	}
	if held != nil && (held.Key != d.Key || held.Owner != d.Owner) {
		in.conflict("devices/"+d.ID.String(), "本服务器上同一手机登记有另一把密钥或另一个人，保留本服务器的登记", "This server knows the device with another key or owner, and keeps that")
		return nil
	}
	return b.KeepDevice(ctx, t.Server, t.Key, d, t.Task)
}

func (in *Imported) record(ctx context.Context, b Importing, c Clerk, r StoredRecord, open bool) error {
	held, err := b.Record(ctx, r.Record.ID)
	switch {
	case err != nil:
		return err
	case held != nil && held.Digest == r.Digest:
		in.Known++
		return nil
	case held != nil:
		in.conflict("records/"+r.Record.ID.String()+".json", "本服务器上这个编号下已有另一条记录，未导入", "This server holds another record under this id; it was not taken in")
		return nil
	}
	standing, err := importedStanding(ctx, b, r, open)
	if err != nil {
		return err
	}
	in.Records++
	receipt := c.receipt(RecordItem, r.Record.ID.String(), r.Digest, r.Record.Task, standing)
	err = b.KeepRecord(ctx, StoredRecord{Record: r.Record, Text: r.Text, Digest: r.Digest, Standing: standing, Withdrawn: standing == Withdrawn, Receipt: receipt})
	if err == nil && r.Record.Kind == Withdrawal && standing == Accepted {
		err = withdrawIfMeant(ctx, b, r.Record)
	}
	return err
}

// importedStanding is how another server's record stands here: as a proposal
// where it was one there, the task is closed here or its object was withdrawn.
func importedStanding(ctx context.Context, b Importing, r StoredRecord, open bool) (string, error) {
	if withdrawn, err := withdrawnBefore(ctx, b, r.Record); err != nil || withdrawn {
		return Withdrawn, err
	}
	if r.Standing == Proposal || !open {
		return Proposal, nil
	}
	stands, err := b.ObjectStands(ctx, r.Record.Task, r.Record.Object)
	if err == nil && !stands {
		return Proposal, nil
	}
	return Accepted, err
}

// withdrawIfMeant withdraws what a withdrawal is about, where it is here and of its side.
func withdrawIfMeant(ctx context.Context, b Books, w Record) error {
	about, err := b.Record(ctx, *w.About)
	if err != nil || about == nil || !withdraws(w, about.Record) {
		return err
	}
	return b.Withdraw(ctx, about.Record.ID, w.ID)
}

func (in *Imported) sheet(ctx context.Context, b Importing, c Clerk, s StoredSheet) error {
	held, err := b.Sheet(ctx, s.Digest)
	if err != nil {
		return err
	}
	if held != nil {
		in.Known++
		return nil
	}
	in.Sheets++
	s.Receipt = c.receipt(SheetItem, s.Digest, s.Digest, s.Sheet.Task, Accepted)
	return b.KeepSheet(ctx, s)
}

func (in *Imported) signature(ctx context.Context, b Importing, c Clerk, s StoredSignature) error {
	held, err := b.Signature(ctx, s.Statement.ID)
	switch {
	case err != nil:
		return err
	case held != nil && held.Digest == s.Digest:
		in.Known++
		return nil
	case held != nil:
		in.conflict("signatures/"+s.Statement.ID.String()+".json", "本服务器上这个编号下已有另一个签名，未导入", "This server holds another signature under this id; it was not taken in")
		return nil
	}
	in.Signatures++
	s.Receipt = c.receipt(SignatureItem, s.Statement.ID.String(), s.Digest, s.Statement.Task, s.Standing)
	return b.KeepSignature(ctx, s)
}

func (in *Imported) file(ctx context.Context, b Importing, c Clerk, task uuid.UUID, f TaskFileFile) error {
	held, err := b.File(ctx, f.SHA256)
	if err != nil {
		return err
	}
	if held != nil && held.Receipt != nil {
		in.Known++
		return nil
	}
	if err := c.judge(f.Bytes, f.SHA256, f.Size); err != nil {
		var r *Refusal
		if errors.As(err, &r) {
			in.Conflicts = append(in.Conflicts, Finding{Member: "files/" + f.SHA256, Code: r.Code, ZH: r.ZH, EN: r.EN})
			return nil
		}
		return err
	}
	chunk := make([]byte, MaxChunk)
	for at := int64(0); at < f.Size; at += MaxChunk {
		part := chunk[:min(MaxChunk, f.Size-at)]
		if _, err := f.Bytes.ReadAt(part, at); err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if err := b.KeepChunk(ctx, f.SHA256, f.Size, at, part); err != nil {
			return err
		}
	}
	in.Files++
	return b.FinishFile(ctx, f.SHA256, task, c.receipt(FileItem, f.SHA256, f.SHA256, task, Accepted))
}
