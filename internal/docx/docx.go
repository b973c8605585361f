// Package docx fills Word templates that an office edits itself: a .docx with
// placeholders such as {{.Title}}, {{range .Items}} … {{end}} and
// {{if .Former}} … {{end}}.
//
// Word splits what somebody types into runs wherever it likes; a placeholder is
// therefore looked for in the text of a whole paragraph, not in a run. A file
// comes from outside: what could run, reach out or swell is refused before
// anything of it is used (open.go).
package docx

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"
)

// Data is what a template is filled with. The rows of a list know the fields
// as well, under a name of their own first.
type Data struct {
	Fields map[string]string
	Lists  map[string][]map[string]string
}

// Known are the names that a template may use.
type Known struct {
	Fields []string
	Lists  map[string][]string // names of the rows, by list
}

// Known gives the names that d has.
func (d Data) Known() Known {
	k := Known{Fields: slices.Sorted(maps.Keys(d.Fields)), Lists: map[string][]string{}}
	for name, rows := range d.Lists {
		k.Lists[name] = []string{}
		if len(rows) > 0 {
			k.Lists[name] = slices.Sorted(maps.Keys(rows[0]))
		}
	}
	return k
}

// A PlaceholderError says of a placeholder why it cannot be filled.
type PlaceholderError struct {
	Text  string   // as it stands in the template: {{.Titel}}
	Near  string   // the paragraph, shortened
	Why   Fault    // what is wrong with it
	Known []string // the names that there are, for Unknown
}

// A Fault is what may be wrong with a placeholder.
type Fault string

// The faults of placeholders.
const (
	Unknown  Fault = "no such name"
	Unclosed Fault = "a loop or condition has no end"
	Stray    Fault = "an end that nothing began"
	Nested   Fault = "a loop within a loop"
	Unread   Fault = "neither a name nor range, if or end"
)

func (e *PlaceholderError) Error() string {
	s := fmt.Sprintf("template: %s: %s, in the paragraph %q", e.Text, string(e.Why), e.Near)
	if len(e.Known) > 0 {
		s += "; there are " + strings.Join(e.Known, ", ")
	}
	return s
}

// Fill gives the document that a template becomes with d. The same template and
// data always give the same bytes.
func Fill(template []byte, d Data) ([]byte, error) {
	t, err := open(template)
	if err != nil {
		return nil, err
	}
	for _, p := range t.parts {
		if !p.filled() {
			continue
		}
		doc, err := parse(p.content)
		if err != nil {
			return nil, &HostileError{Part: p.name, Why: Malformed, Detail: err.Error()}
		}
		if err := fillBlocks(doc, scope{data: d, left: &budget{maxNodes, maxText}}); err != nil {
			return nil, err
		}
		if p.content, err = doc.bytes(); err != nil {
			return nil, err
		}
	}
	return t.bytes()
}

// Check says whether a template may be kept: it is safe, and uses only names
// that are known. Each list is tried with one row, so that what stands within
// loops is looked at too.
func Check(template []byte, k Known) error {
	d := Data{Fields: map[string]string{}, Lists: map[string][]map[string]string{}}
	for _, f := range k.Fields {
		d.Fields[f] = "字"
	}
	for list, names := range k.Lists {
		row := map[string]string{}
		for _, n := range names {
			row[n] = "字"
		}
		d.Lists[list] = []map[string]string{row}
	}
	_, err := Fill(template, d)
	return err
}

// A part is one file of a document.
type part struct {
	name    string
	content []byte
}

// filled tells the parts in which placeholders are looked for.
func (p *part) filled() bool {
	name, isXML := strings.CutSuffix(p.name, ".xml")
	base, inWord := strings.CutPrefix(name, "word/")
	if !isXML || !inWord {
		return false
	}
	return base == "document" || strings.HasPrefix(base, "header") || strings.HasPrefix(base, "footer") || base == "footnotes" || base == "endnotes"
}

type file struct{ parts []*part }

// bytes writes the parts in their order, without times.
func (f *file) bytes() ([]byte, error) {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, p := range f.parts {
		w, err := z.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate, Modified: time.Time{}})
		if err != nil {
			return nil, fmt.Errorf("write document: %w", err)
		}
		if _, err := w.Write(p.content); err != nil {
			return nil, fmt.Errorf("write document: %w", err)
		}
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("write document: %w", err)
	}
	return out.Bytes(), nil
}

// Write makes a document of parts, names and contents in turn: [Content_Types].xml
// first.
func Write(w io.Writer, parts ...string) error {
	var f file
	for i := 0; i+1 < len(parts); i += 2 {
		f.parts = append(f.parts, &part{name: parts[i], content: []byte(parts[i+1])})
	}
	all, err := f.bytes()
	if err != nil {
		return err
	}
	_, err = w.Write(all)
	return err
}
