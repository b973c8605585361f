package docx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"path"
	"strings"
)

// What a template may weigh. One of an office has some 30 KiB and a dozen
// parts; a seal or an emblem makes it a megabyte.
const (
	MaxFile  = 5 << 20  // bytes as it comes
	maxPart  = 8 << 20  // bytes of a part, unpacked
	maxTotal = 24 << 20 // bytes of all parts, unpacked
	maxParts = 200
)

// A HostileError says why a file is not taken as a template.
type HostileError struct {
	Part   string // where in the file; empty: the file as a whole
	Why    Refusal
	Detail string
}

// A Refusal is a reason not to take a file.
type Refusal string

// The reasons not to take a file as a template.
const (
	NotDocx   Refusal = "not a .docx"
	TooLarge  Refusal = "too large, also when unpacked"
	Macros    Refusal = "macros or controls"
	Embedded  Refusal = "embedded objects"
	External  Refusal = "refers to something outside"
	Fields    Refusal = "a field that fetches from elsewhere"
	Malformed Refusal = "not well formed"
)

func (e *HostileError) Error() string {
	s := "template refused: " + string(e.Why)
	if e.Part != "" {
		s += " in " + e.Part
	}
	if e.Detail != "" {
		s += ": " + e.Detail
	}
	return s
}

// open unpacks a document within its limits and refuses what is not safe.
func open(content []byte) (*file, error) {
	return openWithin(content, limits{MaxFile, maxPart, maxTotal, maxParts})
}

// limits are what a document may weigh.
type limits struct {
	file, part, total int64 // bytes: as it comes, of a part and of all parts unpacked
	parts             int
}

func openWithin(content []byte, l limits) (*file, error) {
	if int64(len(content)) > l.file {
		return nil, &HostileError{Why: TooLarge}
	}
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, &HostileError{Why: NotDocx, Detail: "an old .doc or one with a password is none either"}
	}
	if len(z.File) > l.parts {
		return nil, &HostileError{Why: TooLarge, Detail: fmt.Sprintf("%d parts", len(z.File))}
	}
	f, seen, left := &file{}, map[string]bool{}, l.total
	for _, entry := range z.File {
		if strings.HasSuffix(entry.Name, "/") {
			continue
		}
		if err := fitName(entry.Name, seen); err != nil {
			return nil, err
		}
		p, err := unpack(entry, min(left, l.part))
		if err != nil {
			return nil, err
		}
		left -= int64(len(p.content))
		if err := p.safe(); err != nil {
			return nil, err
		}
		f.parts = append(f.parts, p)
	}
	if !seen["word/document.xml"] || !seen["[content_types].xml"] {
		return nil, &HostileError{Why: NotDocx}
	}
	return f, nil
}

// fitName refuses names that lead out of the file, or stand twice in it.
func fitName(name string, seen map[string]bool) error {
	lower := strings.ToLower(name)
	if name == "" || strings.ContainsAny(name, "\\\x00") || path.IsAbs(name) || path.Clean(name) != name || strings.HasPrefix(name, "..") || seen[lower] {
		return &HostileError{Part: name, Why: Malformed, Detail: "the name of a part"}
	}
	seen[lower] = true
	switch {
	case strings.HasSuffix(lower, ".bin"), strings.Contains(lower, "vba"), strings.Contains(lower, "activex"), strings.Contains(lower, "customui"):
		return &HostileError{Part: name, Why: Macros}
	case strings.HasPrefix(lower, "word/embeddings/"), strings.Contains(lower, "afchunk"):
		return &HostileError{Part: name, Why: Embedded}
	}
	return nil
}

// unpack reads a part, and no more of it than limit: what the file says of its
// length is not believed.
func unpack(entry *zip.File, limit int64) (*part, error) {
	r, err := entry.Open()
	if err != nil {
		return nil, &HostileError{Part: entry.Name, Why: NotDocx, Detail: err.Error()}
	}
	defer r.Close()
	content, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, &HostileError{Part: entry.Name, Why: NotDocx, Detail: err.Error()}
	}
	if int64(len(content)) > limit {
		return nil, &HostileError{Part: entry.Name, Why: TooLarge}
	}
	return &part{name: entry.Name, content: content}, nil
}

// fetching are the fields of Word that bring in what lies elsewhere, or run.
var fetching = []string{"INCLUDETEXT", "INCLUDEPICTURE", "INCLUDE", "DDE", "DDEAUTO", "IMPORT", "LINK", "DATABASE", "MACROBUTTON", "RD", "HYPERLINK", "EMBED"}

// safe looks for what a part may not hold.
func (p *part) safe() error {
	lower := strings.ToLower(p.name)
	if !strings.HasSuffix(lower, ".xml") && !strings.HasSuffix(lower, ".rels") {
		return nil
	}
	d := xml.NewDecoder(bytes.NewReader(p.content))
	var instruction strings.Builder // the text of field codes, which Word splits too
	inCode := 0
	for {
		token, err := d.Token()
		if err == io.EOF {
			return p.fetches(instruction.String())
		}
		if err != nil {
			return &HostileError{Part: p.name, Why: Malformed, Detail: err.Error()}
		}
		switch t := token.(type) {
		case xml.Directive:
			return &HostileError{Part: p.name, Why: Malformed, Detail: "a document type"}
		case xml.StartElement:
			if err := p.safeElement(t, &instruction); err != nil {
				return err
			}
			if t.Name.Local == "instrText" {
				inCode++
			}
		case xml.EndElement:
			if t.Name.Local == "instrText" {
				inCode--
			}
			if t.Name.Local == "p" {
				instruction.WriteByte('\n')
			}
		case xml.CharData:
			if inCode > 0 {
				instruction.Write(t)
			}
		}
	}
}

func (p *part) safeElement(t xml.StartElement, instruction *strings.Builder) error {
	switch t.Name.Local {
	case "altChunk", "object", "OLEObject", "control", "subDoc":
		return &HostileError{Part: p.name, Why: Embedded, Detail: t.Name.Local}
	}
	for _, a := range t.Attr {
		value := strings.ToLower(a.Value)
		switch {
		case a.Name.Local == "TargetMode" && value == "external":
			return &HostileError{Part: p.name, Why: External, Detail: attribute(t, "Target")}
		case a.Name.Local == "ContentType" && (strings.Contains(value, "macro") || strings.Contains(value, "vba")):
			return &HostileError{Part: p.name, Why: Macros, Detail: a.Value}
		case t.Name.Local == "Relationship" && a.Name.Local == "Type" && (strings.HasSuffix(value, "/attachedtemplate") || strings.HasSuffix(value, "/afchunk") || strings.HasSuffix(value, "/oleobject")):
			return &HostileError{Part: p.name, Why: External, Detail: a.Value}
		case t.Name.Local == "fldSimple" && a.Name.Local == "instr":
			instruction.WriteString("\n" + a.Value + "\n")
		}
	}
	return nil
}

func (p *part) fetches(instructions string) error {
	for _, word := range strings.FieldsFunc(strings.ToUpper(instructions), func(r rune) bool { return (r < 'A' || r > 'Z') && r != '_' }) {
		for _, f := range fetching {
			if word == f {
				return &HostileError{Part: p.name, Why: Fields, Detail: f}
			}
		}
	}
	return nil
}

func attribute(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
