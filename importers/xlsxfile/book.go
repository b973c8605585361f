// Package xlsxfile reads the sheets of an XLSX workbook as tables, one row
// after another, however long. It runs nothing that a workbook holds: of a
// formula the stored result counts, macros are passed over. What a cell meant
// and can no longer say (a code of 18 digits kept as a number, a formula
// without result) is a fault of that cell.
//
// The sheets are streamed from their XML: the reader of excelize that streams
// gives neither types nor formulas nor merged cells, and the one that gives
// them holds a whole sheet in memory.
package xlsxfile

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"diming/importers/zipfile"
)

// Errors of workbooks that are not read.
var (
	ErrNoBook  = errors.New("不是 XLSX 工作簿，请用 Excel 或 WPS 另存为 .xlsx / not an XLSX workbook: save it as .xlsx")
	ErrXLSB    = errors.New("这是二进制工作簿 XLSB，请另存为 .xlsx / this is XLSB: save it as .xlsx")
	ErrNoSheet = errors.New("工作簿中没有这个工作表 / the workbook has no such sheet")
	ErrEmpty   = errors.New("工作表为空，连表头也没有 / the sheet is empty, without even a heading")
)

// A Book is an opened workbook.
type Book struct {
	Sheets []SheetInfo
	Macros bool // it holds macros, which are not run

	// Known tells whether a heading is known; it decides which row is taken
	// for the heading. Nil knows none.
	Known func(heading string) bool

	zip      *zipfile.Archive
	date1904 bool
	styles   []style
	texts    texts
}

// A SheetInfo is what the workbook says of one of its sheets.
type SheetInfo struct {
	Name   string
	Hidden bool
	part   string
}

// Open reads all of a workbook but its sheets.
func Open(r io.ReaderAt, size int64, l zipfile.Limits) (*Book, error) {
	a, err := zipfile.Open(r, size, l)
	if err != nil {
		return nil, err
	}
	b := &Book{zip: a}
	main, err := b.mainPart()
	if err != nil {
		return nil, err
	}
	targets, err := b.relations(main)
	if err != nil {
		return nil, err
	}
	if err := b.readWorkbook(main, targets); err != nil {
		return nil, err
	}
	for _, t := range targets {
		switch {
		case strings.HasSuffix(t.kind, "/styles"):
			err = b.readStyles(t.part)
		case strings.HasSuffix(t.kind, "/sharedStrings"):
			err = b.readTexts(t.part)
		case strings.HasSuffix(t.kind, "/vbaProject"):
			b.Macros = true
		}
		if err != nil {
			return nil, err
		}
	}
	return b, nil
}

// mainPart finds the workbook, whose name is a custom and no rule.
func (b *Book) mainPart() (string, error) {
	targets, err := b.relations("")
	if err != nil {
		return "", err
	}
	for _, t := range targets {
		if !strings.HasSuffix(t.kind, "/officeDocument") {
			continue
		}
		if strings.HasSuffix(t.part, ".bin") {
			return "", ErrXLSB
		}
		if _, found := b.zip.Find(t.part); found && !strings.HasPrefix(t.part, "word/") && !strings.HasPrefix(t.part, "ppt/") {
			return t.part, nil
		}
	}
	return "", ErrNoBook
}

// A relation leads from one part of the workbook to another.
type relation struct{ id, kind, part string }

func (b *Book) relations(of string) ([]relation, error) {
	folder, name := path.Split(of)
	var all []relation
	err := b.elements(folder+"_rels/"+name+".rels", func(e xml.StartElement, _ *xml.Decoder) error {
		if e.Name.Local != "Relationship" || attr(e, "TargetMode") == "External" {
			return nil
		}
		target := attr(e, "Target")
		if !strings.HasPrefix(target, "/") {
			target = path.Join("/", folder, target)
		}
		all = append(all, relation{attr(e, "Id"), attr(e, "Type"), strings.TrimPrefix(path.Clean(target), "/")})
		return nil
	})
	if errors.Is(err, errNoPart) && of != "" {
		err = nil
	}
	if errors.Is(err, errNoPart) {
		err = ErrNoBook
	}
	return all, err
}

func (b *Book) readWorkbook(main string, targets []relation) error {
	parts := map[string]string{}
	for _, t := range targets {
		if strings.HasSuffix(t.kind, "/worksheet") {
			parts[t.id] = t.part
		}
	}
	err := b.elements(main, func(e xml.StartElement, _ *xml.Decoder) error {
		switch e.Name.Local {
		case "workbookPr":
			b.date1904 = truth(attr(e, "date1904"))
		case "sheet":
			if part := parts[attr(e, "id")]; part != "" {
				b.Sheets = append(b.Sheets, SheetInfo{attr(e, "name"), strings.Contains(strings.ToLower(attr(e, "state")), "hidden"), part})
			}
		}
		return nil
	})
	if err == nil && len(b.Sheets) == 0 {
		return ErrNoBook
	}
	return err
}

var errNoPart = errors.New("no such part")

// elements calls see for each element of a part.
func (b *Book) elements(part string, see func(xml.StartElement, *xml.Decoder) error) error {
	e, found := b.zip.Find(part)
	if !found {
		return fmt.Errorf("%s: %w", part, errNoPart)
	}
	in, err := e.Open()
	if err != nil {
		return err
	}
	defer in.Close()
	d := newDecoder(in)
	for {
		token, err := d.RawToken()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return broken(part, err)
		}
		if start, is := token.(xml.StartElement); is {
			if err := see(start, d); err != nil {
				return err
			}
		}
	}
}

func broken(part string, err error) error {
	if errors.Is(err, zipfile.ErrBomb) || errors.Is(err, zipfile.ErrBroken) {
		return err
	}
	return fmt.Errorf("工作簿的 %s 无法读取 / %s of the workbook cannot be read: %w", part, part, err)
}

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func truth(s string) bool { return s == "1" || s == "true" || s == "on" }
