package report

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"diming/internal/parcel"
	"diming/internal/typeset"
)

// A File is a document that goes into the package beside what is made here.
type File struct {
	Kind   string // one of Kinds
	Title  string // what it is, in words; its name in the package is made of it
	Name   string // as a file, for its ending
	SHA256 string
	Size   int64 // bytes
	Open   func() (io.ReadCloser, error)
}

// Kinds are the kinds of documents in a package, in their order, with their
// words: those made here first, then what was handed in.
var Kinds = [][2]string{
	{"report", "联检报告"}, {"record_sheets", "联检记录表"}, {"signed_report", "双方签署的联检报告（扫描件）"}, {"records", "签字盖章的记录表（扫描件）"},
	{"notice", "检查通知"}, {"plan", "检查方案"}, {"minutes", "联席会议纪要"}, {"indoor", "内业检查材料"}, {"marker_form", "界桩登记表"},
	{"filing", "备案文件"}, {"archive", "归档文件"}, {"other", "其他材料"}, {"recording", "录音、轨迹和手写签名"}, {"task_file", "任务文件"}, {"photo", "现场照片"},
}

// required are what a submission holds besides what is made here.
var required = []string{"signed_report", "records", "plan", "minutes", "marker_form", "task_file"}

func kindOrder(kind string) int {
	if i := slices.IndexFunc(Kinds, func(k [2]string) bool { return k[0] == kind }); i >= 0 {
		return i
	}
	return len(Kinds)
}

func kindWord(kind string) string {
	if i := kindOrder(kind); i < len(Kinds) {
		return Kinds[i][1]
	}
	return kind
}

// A Listed is one line of a package's list.
type Listed struct {
	File, Title, Kind string
	Size              int64 // bytes
	SHA256            string
}

// A Manifest is what a package holds and what it lacks.
type Manifest struct {
	Files   []Listed
	Missing []string // in words
}

// packed is a file on its way into the package.
type packed struct {
	Listed
	open func() (io.ReadCloser, error)
}

// Package writes the submission package 报送包 as a ZIP: the report, the record
// sheets, what was handed in (files), the photos, and a list with the SHA-256
// of each. What a submission needs and the task lacks is told in the list. The
// same value and files give the same bytes. It answers an *UnprintableError
// where the fonts lack a character.
func Package(w io.Writer, fonts typeset.Fonts, r *Report, files []File) (Manifest, error) {
	r = r.Settled()
	all, err := r.made(fonts)
	if err != nil {
		return Manifest{}, err
	}
	all = append(all, handedIn(files)...)
	photos, missing := r.photoFiles()
	all = append(all, photos...)
	slices.SortStableFunc(all, func(a, b packed) int { return kindOrder(a.Kind) - kindOrder(b.Kind) })
	m := number(all)
	m.Missing = append(r.lacks(all), missing...)
	z := zip.NewWriter(w)
	for _, text := range [][2]string{{"00-目录.txt", r.listing(m)}, {"SHA256SUMS", m.sums()}} {
		if err := parcel.Add(z, text[0], strings.NewReader(text[1])); err != nil {
			return m, err
		}
	}
	for _, f := range all {
		if err := parcel.AddHeld(z, f.File, f.SHA256, f.open); err != nil {
			return m, err
		}
	}
	if err := z.Close(); err != nil {
		return m, fmt.Errorf("pack submission: %w", err)
	}
	return m, nil
}

// made are the papers that are made here.
func (r *Report) made(fonts typeset.Fonts) ([]packed, error) {
	var all []packed
	for _, one := range []struct {
		kind, title, ending string
		write               func(io.Writer, typeset.Fonts, *Report) error
	}{{"report", "联检报告", ".docx", DOCX}, {"report", "联检报告", ".pdf", PDF}, {"record_sheets", "联检记录表", ".pdf", RecordSheets}} {
		var out bytes.Buffer
		if err := one.write(&out, fonts, r); err != nil {
			return nil, err
		}
		all = append(all, inMemory(one.kind, one.title, one.ending, out.Bytes()))
	}
	if len(r.Meetings) > 0 {
		all = append(all, inMemory("minutes", "联席会议记录", ".txt", []byte(r.minutes())))
	}
	return all, nil
}

func inMemory(kind, title, ending string, content []byte) packed {
	sum := sha256.Sum256(content)
	return packed{Listed{title + ending, title, kind, int64(len(content)), hex.EncodeToString(sum[:])},
		func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content)), nil }}
}

// minutes are the meetings as they were entered.
func (r *Report) minutes() string {
	var b strings.Builder
	b.WriteString("\uFEFF" + r.Line.Name + r.inspection() + "联席会议记录\r\n")
	for _, m := range r.Meetings {
		fmt.Fprintf(&b, "\r\n时间：%s\r\n地点：%s\r\n参加单位：%s\r\n%s\r\n", inWords(m.On), m.Place, orDash(m.Units), strings.ReplaceAll(m.Text, "\n", "\r\n"))
	}
	return b.String()
}

// handedIn sorts files so that their order is that of their content.
func handedIn(files []File) []packed {
	var all []packed
	for _, f := range sorted(files, func(a, b File) int {
		return strings.Compare(a.Kind+"\x00"+a.Title+"\x00"+a.SHA256+"\x00"+a.Name, b.Kind+"\x00"+b.Title+"\x00"+b.SHA256+"\x00"+b.Name)
	}) {
		title := f.Title
		if title == "" {
			title = kindWord(f.Kind)
		}
		all = append(all, packed{Listed{parcel.Name(title) + parcel.Ending(f.Name), title, f.Kind, f.Size, f.SHA256}, f.Open})
	}
	return all
}

// photoFiles are the photos of the records that stand, each once, whole; and
// those that have not arrived.
func (r *Report) photoFiles() (all []packed, missing []string) {
	seen := map[string]bool{}
	for _, at := range r.records() {
		if !at.of.stands() {
			continue
		}
		for _, p := range at.of.Photos {
			switch {
			case seen[p.SHA256]:
			case p.Open == nil:
				missing = append(missing, "现场照片（"+at.where+"，"+r.sided(at.of.Side)+"）尚未到达服务器，SHA-256 "+p.SHA256)
			default:
				title := at.where + "-" + r.sided(at.of.Side)
				all = append(all, packed{Listed{"照片/" + parcel.Name(title) + "-" + p.SHA256[:8] + photoEnding(p.Type), title, "photo", -1, p.SHA256}, p.Open})
			}
			seen[p.SHA256] = true
		}
	}
	return all, missing
}

func photoEnding(media string) string {
	switch media {
	case "image/png":
		return ".png"
	case "image/heic":
		return ".heic"
	}
	return ".jpg"
}

// number puts the number of each file before its name; photos lie in a folder.
func number(all []packed) Manifest {
	var m Manifest
	for i := range all {
		f := &all[i]
		dir, base := path.Split(f.File)
		f.File = dir + fmt.Sprintf("%02d-%s", i+1, base)
		m.Files = append(m.Files, f.Listed)
	}
	return m
}

// lacks names what a submission needs and the package has not.
func (r *Report) lacks(all []packed) []string {
	var missing []string
	for _, kind := range required {
		if !slices.ContainsFunc(all, func(f packed) bool { return f.Kind == kind }) {
			missing = append(missing, kindWord(kind))
		}
	}
	return missing
}

// listing is the list 目录, with a byte order mark and CRLF for the editors that
// need them.
func (r *Report) listing(m Manifest) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\r\n", args...) }
	b.WriteString("\uFEFF")
	line("%s报送材料目录", strings.Join(r.title(), ""))
	if r.Demo {
		line("（示例数据，不作为依据）")
	}
	line("现场记录签署状况：%s", word(sheetStates, r.Standing.State))
	line("")
	for _, f := range m.Files {
		size := ""
		if f.Size >= 0 {
			size = fmt.Sprintf("　%d 字节", f.Size)
		}
		line("%s　%s%s", f.File, kindWord(f.Kind), size)
		line("    SHA-256 %s", f.SHA256)
	}
	if len(m.Missing) > 0 {
		line("")
		line("报送前还缺：")
		for _, one := range m.Missing {
			line("    %s", one)
		}
	}
	return b.String()
}

// sums is the list as sha256sum -c reads it.
func (m Manifest) sums() string {
	var b strings.Builder
	for _, f := range m.Files {
		b.WriteString(f.SHA256 + "  " + f.File + "\n")
	}
	return b.String()
}
