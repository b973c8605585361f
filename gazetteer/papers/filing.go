package papers

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"diming/internal/parcel"
)

// ErrDamaged says that a document is not what its digest says.
var ErrDamaged = parcel.ErrDamaged

// filingRequires are the papers of every filing: 实施办法 art. 6.
var filingRequires = []string{FilingReport, ReplyScan, Application}

// A Made is a paper that was written for a package.
type Made struct {
	Kind    string
	Title   string
	Ending  string // .docx
	Content []byte
}

// A Listed is a line of the package's list.
type Listed struct {
	File   string `json:"file"` // empty: missing
	Title  string `json:"title"`
	Kind   string `json:"kind,omitempty"`
	Size   int64  `json:"size"` // bytes
	SHA256 string `json:"sha256,omitempty"`
	Draft  bool   `json:"draft,omitempty"` // made here, not signed by anybody
}

// A Manifest is what a filing package holds, and what it lacks.
type Manifest struct {
	Listed  []Listed `json:"files"`
	Missing []Listed `json:"missing"`
	Fields  []string `json:"fields"` // register forms' required fields that are empty
}

// A packed is a file on its way into the package.
type packed struct {
	Listed
	open func() (io.ReadCloser, error)
}

// Package writes the filing package of a case 备案材料包 as a ZIP. What the
// filing needs and the case lacks is told in its list. The same case gives the
// same bytes.
func Package(w io.Writer, c Case, made ...Made) (Manifest, error) {
	m, files, err := contents(c, made)
	if err != nil {
		return m, err
	}
	z := zip.NewWriter(w)
	if err := parcel.Add(z, "00-目录.txt", strings.NewReader(listing(c, m))); err != nil {
		return m, err
	}
	for _, f := range files {
		if err := parcel.AddHeld(z, f.File, f.SHA256, f.open); err != nil {
			return m, err
		}
	}
	if err := z.Close(); err != nil {
		return m, fmt.Errorf("pack case %s: %w", c.Number, err)
	}
	return m, nil
}

// ListFiling tells what a package would hold and lack.
func ListFiling(c Case, made ...Made) (Manifest, error) {
	m, _, err := contents(c, made)
	return m, err
}

func contents(c Case, made []Made) (Manifest, []packed, error) {
	m := Manifest{Listed: []Listed{}, Missing: []Listed{}, Fields: []string{}}
	files := c.documents(made)
	forms, err := c.forms(&m)
	if err != nil {
		return m, nil, err
	}
	files = append(files, forms...)
	have := map[string]bool{}
	for i := range files {
		have[files[i].Kind] = true
		files[i].File = fmt.Sprintf("%02d-%s", i+1, files[i].File)
		m.Listed = append(m.Listed, files[i].Listed)
	}
	for _, kind := range slices.Concat(filingRequires, c.Required) {
		if !have[kind] {
			have[kind] = true // told once
			m.Missing = append(m.Missing, Listed{Title: KindWord(kind), Kind: kind})
		}
	}
	return m, files, nil
}

// order is that in which kinds stand in a package: as the law names them.
var order = []string{FilingReport, ReplyScan, Application, Assessment, Expert, Consultation, Risk, OtherPaper}

// documents are the papers of a case in order; a paper that somebody handed in
// stands before one that was written here.
func (c Case) documents(made []Made) []packed {
	var all []packed
	handedIn := map[string]bool{}
	for _, d := range c.Documents {
		handedIn[d.Kind] = true
	}
	rank := func(kind string) int {
		if i := slices.Index(order, kind); i >= 0 {
			return i
		}
		return len(order)
	}
	for _, d := range c.Documents {
		title := KindWord(d.Kind)
		if t := strings.TrimSpace(d.Title); t != "" && t != title {
			title += "-" + t
		}
		all = append(all, packed{Listed{File: parcel.Name(title) + parcel.Ending(d.FileName), Title: title, Kind: d.Kind, Size: d.Size, SHA256: d.SHA256}, d.Open})
	}
	for _, p := range made {
		if !handedIn[p.Kind] {
			all = append(all, packedBytes(p.Title+"（草稿）", p.Kind, p.Ending, p.Content))
			all[len(all)-1].Draft = true
		}
	}
	slices.SortStableFunc(all, func(a, b packed) int { return rank(a.Kind) - rank(b.Kind) })
	return all
}

// forms are the register forms in three ways.
func (c Case) forms(m *Manifest) ([]packed, error) {
	var records []Record
	for _, i := range c.approved() {
		r := RecordOf(i.Entity)
		records = append(records, r)
		for _, f := range r.Missing {
			m.Fields = append(m.Fields, i.Name+"："+f)
		}
	}
	var book, text, sheet bytes.Buffer
	if err := errors.Join(RecordsXLSX(&book, records), RecordsJSON(&text, records), CopySheetHTML(&sheet, records, c.Demo)); err != nil {
		return nil, err
	}
	return []packed{packedBytes(FormName, "form", ".xlsx", book.Bytes()), packedBytes(FormName, "form", ".json", text.Bytes()),
		packedBytes("抄录表", "form", ".html", sheet.Bytes())}, nil
}

func packedBytes(title, kind, ending string, content []byte) packed {
	sum := sha256.Sum256(content)
	return packed{Listed{File: parcel.Name(title) + ending, Title: title, Kind: kind, Size: int64(len(content)), SHA256: hex.EncodeToString(sum[:])},
		func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content)), nil }}
}

// listing is the package's list 目录, with a byte order mark and CRLF for the
// editors that need them.
func listing(c Case, m Manifest) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\r\n", args...) }
	b.WriteString("\uFEFF")
	line("地名备案材料目录")
	if c.Demo {
		line("（示例：其中内容均非真实）")
	}
	line("")
	line("事项：%s", c.subject())
	line("案号：%s", c.Number)
	line("报送单位：%s", c.Bureau)
	line("受理备案单位：%s", c.FiledWith)
	line("批准机关：%s", c.Approver)
	line("批复：%s %s", c.Reply.Number, DateWords(c.Reply.On))
	line("编制日期：%s", DateWords(c.Today))
	line("账本之首：%s", c.Head.words())
	line("")
	for _, f := range m.Listed {
		line("%s", f.File)
		line("    %d 字节  SHA-256 %s", f.Size, f.SHA256)
	}
	line("")
	if len(m.Missing) == 0 && len(m.Fields) == 0 {
		line("材料齐全。")
	}
	for _, f := range m.Missing {
		line("【缺】%s", f.Title)
	}
	for _, f := range m.Fields {
		line("【缺】登记表必填项　%s", f)
	}
	return b.String()
}
