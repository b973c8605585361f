package inspection

import (
	"cmp"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/google/uuid"

	"diming/boundaries"
	"diming/internal/canonical"
)

// A TaskFile is all that a server holds of a task, to be verified by anybody
// and taken in by the server of the other side: a ZIP without compression of
//
//	manifest.json    canonical: task, server, its key, devices with whom they
//	                 are bound to, sealed papers, and every member with its SHA-256
//	manifest.sig     the server's Ed25519 signature over it, base64url
//	records/ID.json  sheets/DIGEST.json  signatures/ID.json  files/SHA256
//	receipts/….json  the receipt of each, under its member's name
//
// The same content gives the same bytes, and a file with any other byte
// between its members is none.
type TaskFile struct {
	Task       uuid.UUID
	Server     string
	Key        string // the server's public key, base64url
	Written    time.Time
	Devices    []FileDevice
	Records    []StoredRecord
	Sheets     []StoredSheet
	Signatures []StoredSignature
	Files      []TaskFileFile
	Scans      []Scan
}

// A FileDevice is a device with what binds it: whose it is, and for which
// sides that person might act in the task.
type FileDevice struct {
	Device
	Label string // as people know it, "" where that is not said
	Sides []boundaries.Side
}

// A TaskFileFile is a photo, recording or track.
type TaskFileFile struct {
	SHA256  string
	Size    int64
	Receipt SignedReceipt
	Bytes   io.ReaderAt
}

// A Scan says that the sealed paper of a sheet was filed; a sheet may have
// several.
type Scan struct {
	Sheet  string
	SHA256 string // of the scan, "" in files of before it was written
}

// Gather reads the file of a task out of what a server keeps. Files that are
// not complete are left out, and told by whoever verifies the file.
func Gather(ctx context.Context, b Books, c Clerk, task uuid.UUID) (TaskFile, error) {
	t := TaskFile{Task: task, Server: c.Server, Key: base64url.EncodeToString(c.Key.Public().(ed25519.PublicKey)), Written: c.Now}
	var err error
	if t.Records, err = b.RecordsOf(ctx, task); err != nil {
		return t, err
	}
	if t.Sheets, err = b.SheetsOf(ctx, task); err != nil {
		return t, err
	}
	if t.Signatures, err = b.SignaturesOf(ctx, task); err != nil {
		return t, err
	}
	for _, s := range t.Sheets {
		scanned, err := b.Scanned(ctx, task, s.Digest)
		if err != nil {
			return t, err
		}
		if scanned {
			t.Scans = append(t.Scans, Scan{Sheet: s.Digest})
		}
	}
	if err := t.gatherDevices(ctx, b); err != nil {
		return t, err
	}
	return t, t.gatherFiles(ctx, b)
}

func (t *TaskFile) gatherDevices(ctx context.Context, b Books) error {
	seen := map[uuid.UUID]bool{}
	add := func(id uuid.UUID) error {
		if seen[id] {
			return nil
		}
		seen[id] = true
		d, err := b.Device(ctx, id)
		if err != nil || d == nil {
			return err
		}
		r, err := b.Rights(ctx, *d, t.Task)
		sides := slices.Compact(slices.Sorted(slices.Values(append(slices.Clone(r.Now), r.Once...))))
		t.Devices = append(t.Devices, FileDevice{Device: *d, Sides: sides})
		return err
	}
	for _, r := range t.Records {
		if err := add(r.Record.Device); err != nil {
			return err
		}
	}
	for _, s := range t.Signatures {
		if err := add(s.Statement.Device); err != nil {
			return err
		}
	}
	return nil
}

func (t *TaskFile) gatherFiles(ctx context.Context, b Books) error {
	for _, sha256 := range t.named() {
		held, err := b.File(ctx, sha256)
		if err != nil {
			return err
		}
		if held == nil || held.Receipt == nil {
			continue
		}
		bytes, err := b.FileBytes(ctx, sha256)
		if err != nil {
			return err
		}
		t.Files = append(t.Files, TaskFileFile{SHA256: sha256, Size: held.Size, Receipt: *held.Receipt, Bytes: bytes})
	}
	return nil
}

// named are the files that records and signatures name, sorted.
func (t *TaskFile) named() []string {
	var all []string
	for _, r := range t.Records {
		for _, f := range r.Record.Files {
			all = append(all, f.SHA256)
		}
	}
	for _, s := range t.Signatures {
		if s.Statement.Drawn != "" {
			all = append(all, s.Statement.Drawn)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// member is one member of the ZIP.
type member struct {
	name   string
	size   int64
	bytes  io.ReaderAt
	digest string
}

func textMember(name string, text []byte) member {
	return member{name: name, size: int64(len(text)), bytes: newText(text), digest: Digest(text)}
}

// members are all members but the manifest, sorted by name.
func (t *TaskFile) members() ([]member, error) {
	var all []member
	add := func(name, text string, receipt SignedReceipt) {
		all = append(all, textMember(name+".json", []byte(text)), receiptMember(name, receipt))
	}
	for _, r := range t.Records {
		add("records/"+r.Record.ID.String(), r.Text, r.Receipt)
	}
	for _, s := range t.Sheets {
		add("sheets/"+s.Digest, s.Text, s.Receipt)
	}
	for _, s := range t.Signatures {
		add("signatures/"+s.Statement.ID.String(), string(s.Signature.Canonical()), s.Receipt)
	}
	for _, f := range t.Files {
		sum := sha256.New()
		if n, err := io.Copy(sum, io.NewSectionReader(f.Bytes, 0, f.Size)); err != nil || n != f.Size {
			return nil, cmp.Or(err, fmt.Errorf("file %s has %d bytes, want %d", f.SHA256, n, f.Size))
		}
		all = append(all, member{name: "files/" + f.SHA256, size: f.Size, bytes: f.Bytes, digest: hex.EncodeToString(sum.Sum(nil))}, receiptMember("files/"+f.SHA256, f.Receipt))
	}
	slices.SortFunc(all, func(a, b member) int { return cmp.Compare(a.name, b.name) })
	return all, nil
}

func receiptMember(of string, r SignedReceipt) member {
	return textMember("receipts/"+of+".json", written(canonical.Object{"receipt": r.Text, "signature": r.Signature}))
}

func (t *TaskFile) manifest(members []member) []byte {
	devices, scans, listed := []any{}, []any{}, []any{}
	for _, d := range slices.SortedFunc(slices.Values(t.Devices), func(a, b FileDevice) int { return cmp.Compare(a.ID.String(), b.ID.String()) }) {
		sides := []any{}
		for _, s := range d.Sides {
			sides = append(sides, canonical.Object{"side": string(s)})
		}
		devices = append(devices, canonical.Object{"device": d.ID, "key": d.Key, "owner": d.Owner, "label": d.Label, "sides": sides})
	}
	for _, s := range slices.SortedFunc(slices.Values(t.Scans), func(a, b Scan) int {
		return cmp.Or(cmp.Compare(a.Sheet, b.Sheet), cmp.Compare(a.SHA256, b.SHA256))
	}) {
		scans = append(scans, canonical.Object{"sheet": s.Sheet, "sha256": orNull(s.SHA256)})
	}
	for _, m := range members {
		listed = append(listed, canonical.Object{"name": m.name, "sha256": m.digest, "bytes": m.size})
	}
	return written(canonical.Object{"v": Version, "task": t.Task, "server": t.Server, "key": t.Key, "written": moment(t.Written),
		"devices": devices, "scans": scans, "members": listed})
}

// WriteFile writes a task file, signed with the server's key.
func WriteFile(w io.Writer, t TaskFile, key ed25519.PrivateKey) error {
	members, err := t.members()
	if err != nil {
		return err
	}
	manifest := t.manifest(members)
	signature := base64url.EncodeToString(ed25519.Sign(key, append([]byte(manifestPurpose), manifest...)))
	return writeStored(w, append([]member{textMember("manifest.json", manifest), textMember("manifest.sig", []byte(signature))}, members...))
}
