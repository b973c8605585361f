package docx

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"path"
	"strings"
)

// Sound says whether a document is one that word processors open: each part
// has a content type, each part of XML is well formed, each relationship leads
// to a part that is there, and what the text refers to by r:id is among its
// relationships (ECMA-376 part 2, OPC). It gives a *HostileError of Malformed
// for what is not.
func Sound(document []byte) error {
	f, err := open(document)
	if err != nil {
		return err
	}
	return f.sound()
}

// SoundMade is Sound for a document that was made here: with photos it may
// weigh more than a template.
func SoundMade(document []byte) error {
	f, err := openWithin(document, limits{1 << 30, 64 << 20, 1 << 30, 10_000})
	if err != nil {
		return err
	}
	return f.sound()
}

func (f *file) sound() error {
	pkg := opened{parts: map[string][]byte{}}
	for _, p := range f.parts {
		pkg.parts[p.name] = p.content
	}
	for _, check := range []func() error{pkg.contentTypes, pkg.main, pkg.relationships, pkg.references} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

// opened is a package by the names of its parts.
type opened struct{ parts map[string][]byte }

func malformed(part, format string, args ...any) error {
	return &HostileError{Part: part, Why: Malformed, Detail: fmt.Sprintf(format, args...)}
}

const (
	typesPart = "[Content_Types].xml"
	mainType  = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
	officeDoc = "/officeDocument"
	typesName = "http://schemas.openxmlformats.org/package/2006/content-types"
	relsName  = "http://schemas.openxmlformats.org/package/2006/relationships"
)

// contentTypes wants a type for each part, and names no part that is not there.
func (o opened) contentTypes() error {
	var types struct {
		XMLName xml.Name
		Default []struct {
			Extension string `xml:",attr"`
		}
		Override []struct {
			PartName string `xml:",attr"`
		}
	}
	if err := xml.Unmarshal(o.parts[typesPart], &types); err != nil || types.XMLName.Space != typesName {
		return malformed(typesPart, "no content types: %v", err)
	}
	typed := map[string]bool{}
	for _, d := range types.Default {
		typed["."+strings.ToLower(d.Extension)] = true
	}
	for _, t := range types.Override {
		name := strings.TrimPrefix(t.PartName, "/")
		if _, there := o.parts[name]; !there {
			return malformed(typesPart, "it names %s, which is not there", t.PartName)
		}
		typed[name] = true
	}
	for name := range o.parts {
		if name != typesPart && !typed[name] && !typed[strings.ToLower(path.Ext(name))] {
			return malformed(name, "the part has no content type")
		}
	}
	return nil
}

type relationship struct {
	ID     string `xml:"Id,attr"`
	Type   string `xml:",attr"`
	Target string `xml:",attr"`
	Mode   string `xml:"TargetMode,attr"`
}

// related reads the relationships of a part: none where it has no list.
func (o opened) related(list string) ([]relationship, error) {
	content, there := o.parts[list]
	if !there {
		return nil, nil
	}
	var rels struct {
		XMLName      xml.Name
		Relationship []relationship
	}
	if err := xml.Unmarshal(content, &rels); err != nil || rels.XMLName.Space != relsName {
		return nil, malformed(list, "no relationships: %v", err)
	}
	return rels.Relationship, nil
}

// main wants the text where the package says it is.
func (o opened) main() error {
	rels, err := o.related("_rels/.rels")
	if err != nil {
		return err
	}
	for _, r := range rels {
		if strings.HasSuffix(r.Type, officeDoc) && strings.TrimPrefix(r.Target, "/") == "word/document.xml" {
			if !bytes.Contains(o.parts[typesPart], []byte(mainType)) {
				return malformed(typesPart, "the text is no Word document by its type")
			}
			return nil
		}
	}
	return malformed("_rels/.rels", "it does not say where the text is")
}

// relationships wants each to lead to a part of the package.
func (o opened) relationships() error {
	for name := range o.parts {
		if !strings.HasSuffix(name, ".rels") {
			continue
		}
		rels, err := o.related(name)
		if err != nil {
			return err
		}
		seen := map[string]bool{}
		for _, r := range rels {
			if r.ID == "" || seen[r.ID] {
				return malformed(name, "a relationship without an id of its own: %q", r.ID)
			}
			seen[r.ID] = true
			// Word itself writes NULL for a picture that was lost.
			if target := resolved(name, r.Target); o.parts[target] == nil && r.Target != "NULL" && !strings.HasPrefix(r.Target, "#") {
				return malformed(name, "%s leads to %s, which is not there", r.ID, r.Target)
			}
		}
	}
	return nil
}

// resolved is the part that a target in a list of relationships names.
func resolved(list, target string) string {
	if strings.HasPrefix(target, "/") {
		return target[1:]
	}
	return path.Join(path.Dir(path.Dir(list)), target)
}

const officeRels = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

// references wants what each part of the text names by r:id among the
// relationships of that part, and each cell of a table to end in a paragraph.
func (o opened) references() error {
	for name, content := range o.parts {
		if !(&part{name: name}).filled() {
			continue
		}
		rels, err := o.related(path.Join(path.Dir(name), "_rels", path.Base(name)+".rels"))
		if err != nil {
			return err
		}
		known := map[string]bool{}
		for _, r := range rels {
			known[r.ID] = true
		}
		if err := refersTo(name, content, known); err != nil {
			return err
		}
	}
	return nil
}

func refersTo(name string, content []byte, known map[string]bool) error {
	d := xml.NewDecoder(bytes.NewReader(content))
	var stack []string // elements that are open
	last := map[int]string{}
	for {
		token, err := d.Token()
		if token == nil {
			if len(stack) > 0 || err.Error() != "EOF" {
				return malformed(name, "%v", err)
			}
			return nil
		}
		switch t := token.(type) {
		case xml.StartElement:
			for _, a := range t.Attr {
				if a.Name.Space == officeRels && a.Value != "" && !known[a.Value] {
					return malformed(name, "<%s> refers to %s, which is not among its relationships", t.Name.Local, a.Value)
				}
			}
			stack = append(stack, t.Name.Local)
			last[len(stack)] = ""
		case xml.EndElement:
			if t.Name.Local == "tc" && last[len(stack)] != "p" {
				return malformed(name, "a cell of a table does not end in a paragraph")
			}
			stack = stack[:len(stack)-1]
			last[len(stack)] = t.Name.Local
		}
	}
}
