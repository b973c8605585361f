package papers

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"diming/internal/parcel"
)

// An ArchiveManifest lists what the ZIP of an archive holds.
type ArchiveManifest struct {
	Place      string        `json:"place"`
	Name       string        `json:"name"`
	MadeOn     string        `json:"made_on"`
	LedgerSeq  int64         `json:"ledger_seq"`
	LedgerHead string        `json:"ledger_head"`
	Demo       bool          `json:"demo"`
	Files      []ArchiveFile `json:"files"`
}

// An ArchiveFile is a file of the ZIP.
type ArchiveFile struct {
	File   string `json:"file"`
	Title  string `json:"title"`
	Size   int64  `json:"size"` // bytes
	SHA256 string `json:"sha256"`
}

// PackageArchive writes an archive with the documents of its cases as a ZIP:
// the page to print, the same as JSON, the documents in a folder for each case,
// and last a list of all with their SHA-256. A document that is not what its
// digest says is ErrDamaged.
func PackageArchive(w io.Writer, a Archive) (ArchiveManifest, error) {
	m := ArchiveManifest{Place: a.Place.ID, Name: a.Place.Name, MadeOn: a.Today.String(), LedgerSeq: a.Head.Seq, LedgerHead: a.Head.Hash, Demo: a.Demo}
	files, err := a.files()
	if err != nil {
		return m, err
	}
	z := zip.NewWriter(w)
	for _, f := range files {
		if err := parcel.AddHeld(z, f.File, f.SHA256, f.open); err != nil {
			return m, err
		}
		m.Files = append(m.Files, ArchiveFile{f.File, f.Title, f.Size, f.SHA256})
	}
	list, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return m, err
	}
	if err := parcel.Add(z, "manifest.json", bytes.NewReader(list)); err != nil {
		return m, err
	}
	if err := parcel.Add(z, "目录.txt", strings.NewReader(m.listing())); err != nil {
		return m, err
	}
	return m, z.Close()
}

func (a Archive) files() ([]packed, error) {
	var page bytes.Buffer
	if err := ArchiveHTML(&page, a); err != nil {
		return nil, err
	}
	text, err := json.MarshalIndent(a, "", "  ")
	if err != nil {
		return nil, err
	}
	all := []packed{packedBytes("地名档案", "archive", ".html", page.Bytes()), packedBytes("地名档案", "archive", ".json", text)}
	for _, d := range a.Decisions {
		if d.Case != nil {
			all = append(all, d.Case.files()...)
		}
	}
	return all, nil
}

// files are the documents of a case, in a folder of its own.
func (c ArchiveCase) files() []packed {
	var all []packed
	for i, d := range c.Documents {
		title := wordIn(documentWords)(d.Kind)
		if t := strings.TrimSpace(d.Title); t != "" && t != title {
			title += "-" + strings.TrimSuffix(t, parcel.Ending(d.Name))
		}
		file := fmt.Sprintf("案卷/%s/%02d-%s%s", parcel.Name(c.Number), i+1, parcel.Name(title), parcel.Ending(d.Name))
		all = append(all, packed{Listed{File: file, Title: title, Kind: d.Kind, Size: d.Bytes, SHA256: d.SHA256}, d.Open})
	}
	return all
}

// listing is the manifest for people, with a byte order mark and CRLF for the
// editors that need them.
func (m ArchiveManifest) listing() string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\r\n", args...) }
	b.WriteString("\uFEFF")
	line("%s 地名档案目录", m.Name)
	if m.Demo {
		line("（示例：其中内容均非真实）")
	}
	line("编印日期：%s", m.MadeOn)
	line("账本之首：%s", Head{m.LedgerSeq, m.LedgerHead}.words())
	line("")
	for _, f := range m.Files {
		line("%s", f.File)
		line("    %d 字节  SHA-256 %s", f.Size, f.SHA256)
	}
	return b.String()
}
