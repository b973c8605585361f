package inspection

import (
	"archive/zip"
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/google/uuid"
)

// A Report is what somebody learns of a task file who has nothing else.
type Report struct {
	Task      uuid.UUID
	Server    string
	Key       string // by which the file is signed; compare it with the one that the server's people publish
	Pinned    bool   // it is the key that was asked for
	Records   int
	Files     int
	Standing  TaskStanding // by the bytes in the file alone
	Broken    []Finding    // none: nothing was changed since the server wrote the file
	Unfilled  []Finding    // what records name and the file does not hold, as it had not arrived
	Contained *TaskFile    // what was read, nil where the file cannot be read
}

// A Finding is something about a member of a task file.
type Finding struct {
	Member string
	Code   string
	ZH, EN string
}

type verifier struct {
	r       io.ReaderAt
	size    int64
	members map[string]*zip.File
	listed  map[string]member
	report  *Report
	file    *TaskFile
}

// VerifyFile verifies a task file by itself. key is the server's public key
// (base64url) as it was learned elsewhere; without one the file is verified
// under the key that it names, and says so. What is wrong is in the report;
// an error is one of reading.
func VerifyFile(ctx context.Context, r io.ReaderAt, size int64, key string) (Report, error) {
	v := &verifier{r: r, size: size, members: map[string]*zip.File{}, listed: map[string]member{}, report: &Report{}, file: &TaskFile{}}
	if err := v.open(); err != nil || len(v.report.Broken) > 0 {
		return *v.report, err
	}
	if !v.manifest(key) {
		return *v.report, nil
	}
	for _, step := range []func() error{v.compareMembers, v.items, v.bindings, v.container} {
		if err := step(); err != nil {
			return *v.report, err
		}
	}
	v.missing()
	v.report.Contained, v.report.Records, v.report.Files = v.file, len(v.file.Records), len(v.file.Files)
	var err error
	v.report.Standing, err = Standing(ctx, heldFile{v.file}, v.file.Task)
	return *v.report, err
}

func (v *verifier) broken(name, code, zh, en string, args ...any) {
	v.report.Broken = append(v.report.Broken, Finding{Member: name, Code: code, ZH: filled(zh, args), EN: filled(en, args)})
}

// open reads the directory of the ZIP.
func (v *verifier) open() error {
	z, err := zip.NewReader(v.r, v.size)
	if errors.Is(err, zip.ErrFormat) || errors.Is(err, zip.ErrInsecurePath) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		v.broken("", "container", "这不是完整的任务文件（不是 ZIP 或已截断）", "This is no whole task file: no ZIP, or cut off")
		return nil
	}
	if err != nil {
		return err
	}
	for _, f := range z.File {
		if v.members[f.Name] != nil {
			v.broken(f.Name, "member-twice", "文件中有两个同名成员", "The file holds two members of this name")
		}
		v.members[f.Name] = f
	}
	return nil
}

// maxMember bounds what is read of one member into memory; files stay where they are.
const maxMember = 16 << 20

// text reads a member that is small; nil where it cannot be read.
func (v *verifier) text(name string) []byte {
	f := v.members[name]
	if f == nil {
		v.broken(name, "member-missing", "缺少这个成员", "This member is missing")
		return nil
	}
	if f.Method != zip.Store || f.UncompressedSize64 > maxMember || f.UncompressedSize64 != f.CompressedSize64 {
		v.broken(name, "member-form", "这个成员被压缩过或太大", "This member is compressed or too large")
		return nil
	}
	r, err := f.Open()
	if err != nil {
		v.broken(name, "member-form", "这个成员读不出来", "This member cannot be read")
		return nil
	}
	defer r.Close()
	text, err := io.ReadAll(r)
	if err != nil {
		v.broken(name, "member-changed", "这个成员已损坏", "This member is damaged")
		return nil
	}
	return text
}

// manifest reads the list that the server signed; without it nothing else can be judged.
func (v *verifier) manifest(key string) bool {
	text, signature := v.text("manifest.json"), v.text("manifest.sig")
	if text == nil || signature == nil {
		return false
	}
	if err := v.readManifest(text); err != nil {
		v.broken("manifest.json", "manifest-unreadable", "清单读不懂：{}", "The list cannot be read: {}", err)
		return false
	}
	v.report.Task, v.report.Server, v.report.Key, v.report.Pinned = v.file.Task, v.file.Server, v.file.Key, key != ""
	if key != "" && key != v.file.Key {
		v.broken("manifest.json", "key-other", "文件由另一把密钥签署，不是核对所用的服务器密钥", "The file names another key than the server's that was given")
		return false
	}
	if !verifies(v.file.Key, manifestPurpose, string(text), string(signature)) {
		v.broken("manifest.sig", "manifest-signature", "清单的签名无效：清单被改动过，或不是这台服务器写的", "The signature of the list does not stand: the list was changed, or this server did not write it")
		return false
	}
	return true
}

func (v *verifier) readManifest(text []byte) error {
	f, err := readFields(text)
	if err != nil {
		return err
	}
	v.file.Task, v.file.Server, v.file.Key, v.file.Written = f.id("task"), f.text("server", 200), f.text("key", 43), f.at("written")
	const many = 1 << 20
	f.list("devices", many, func(f *fields) error {
		d := FileDevice{Device: Device{ID: f.id("device"), Key: f.text("key", 43), Owner: f.id("owner")}, Label: f.text("label", 200)}
		f.list("sides", 2, func(f *fields) error {
			d.Sides = append(d.Sides, f.side("side"))
			return f.done()
		})
		v.file.Devices = append(v.file.Devices, d)
		return f.done()
	})
	f.list("scans", many, func(f *fields) error {
		v.file.Scans = append(v.file.Scans, Scan{Sheet: f.digest("sheet"), SHA256: f.digestOrEmpty("sha256")})
		return f.done()
	})
	f.list("members", many, func(f *fields) error {
		m := member{name: f.text("name", 200), digest: f.digest("sha256"), size: f.integer("bytes", 0, 1<<40)}
		v.listed[m.name] = m
		return f.done()
	})
	return f.done()
}

// names are the members that the list names, sorted.
func (v *verifier) names(folder string) []string {
	var all []string
	for name := range v.listed {
		if strings.HasPrefix(name, folder) {
			all = append(all, name)
		}
	}
	slices.Sort(all)
	return all
}
