package xlsxfile

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// headRows is how far down a sheet its heading is looked for.
const headRows = 30

// A Sheet is a table of a workbook whose heading was found.
type Sheet struct {
	Name       string
	Headings   []string // from column A on; a column without one is called by its letter
	Recognised int      // of the headings, by Book.Known
	Title      []string // texts of the rows above the heading
	Rows       int64    // that the sheet says it has, below the heading; -1 when it does not say

	book          *Book
	info          SheetInfo
	last          int    // row of the heading's last line, 1-based
	atTop         []area // of merges, those that may belong to the heading
	merges        []area
	hiddenColumns int
	size          int64
}

// An area is a range of merged cells; columns 0-based, rows 1-based.
type area struct{ left, top, right, bottom int }

// Sheet finds the heading of a sheet.
func (b *Book) Sheet(name string) (*Sheet, error) {
	at := slices.IndexFunc(b.Sheets, func(s SheetInfo) bool { return s.Name == name })
	if at < 0 {
		return nil, fmt.Errorf("%w: %q", ErrNoSheet, name)
	}
	s := &Sheet{Name: name, book: b, info: b.Sheets[at], Rows: -1}
	if err := s.readMerges(); err != nil {
		return nil, err
	}
	rows, err := s.open()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var head []sheetRow
	for len(head) < headRows {
		r, err := rows.next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		if r.number > 10*headRows {
			break
		}
		head = append(head, r)
	}
	s.hiddenColumns = rows.hiddenColumns
	if err := s.findHeading(head); err != nil {
		return nil, err
	}
	if rows.dimension >= s.last {
		s.Rows = int64(rows.dimension - s.last)
	}
	return s, nil
}

// readMerges reads what stands behind the cells of a sheet. It looks for the
// end of the cells without reading them as XML.
func (s *Sheet) readMerges() error {
	const most = 500_000
	e, found := s.book.zip.Find(s.info.part)
	if !found {
		return ErrNoBook
	}
	s.size = e.Size
	file, err := e.Open()
	if err != nil {
		return err
	}
	defer file.Close()
	in := bufio.NewReaderSize(file, 1<<16)
	for {
		part, err := in.ReadSlice('>')
		if err == bufio.ErrBufferFull {
			continue
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return broken(s.info.part, err)
		}
		tag := part[max(bytes.LastIndexByte(part, '<'), 0):]
		if bytes.HasSuffix(tag, []byte("sheetData/>")) || bytes.HasPrefix(tag, []byte("</")) && bytes.HasSuffix(tag, []byte("sheetData>")) {
			break
		}
	}
	d := newDecoder(in)
	for {
		token, err := d.RawToken()
		if err == io.EOF {
			break
		}
		if err != nil {
			return broken(s.info.part, err)
		}
		start, is := token.(xml.StartElement)
		if !is || start.Name.Local != "mergeCell" {
			continue
		}
		if a, ok := areaOf(attr(start, "ref")); ok {
			s.merges = append(s.merges, a)
		}
		if len(s.merges) > most {
			return fmt.Errorf("合并单元格超过 %d 处，请先取消合并 / more than %d merged ranges: undo them first", most, most)
		}
	}
	slices.SortFunc(s.merges, func(a, b area) int { return cmp.Compare(a.top, b.top) })
	return nil
}

func areaOf(ref string) (area, bool) {
	from, to, _ := strings.Cut(ref, ":")
	left, top, ok := columnOf(from)
	right, bottom, also := columnOf(to)
	return area{left, top, right, bottom}, ok && also && left <= right && top <= bottom
}

// A sheetRow is the cells of one row, those without content left out.
type sheetRow struct {
	number int
	hidden bool
	cells  []cell
}

// A rowReader hands out the rows of a sheet as they are written.
type rowReader struct {
	file          io.Closer
	d             *xml.Decoder
	part          string
	number        int
	dimension     int // the last row, as the sheet says
	hiddenColumns int
	done          bool
}

func (s *Sheet) open() (*rowReader, error) {
	e, found := s.book.zip.Find(s.info.part)
	if !found {
		return nil, ErrNoBook
	}
	file, err := e.Open()
	if err != nil {
		return nil, err
	}
	return &rowReader{file: file, d: newDecoder(bufio.NewReaderSize(file, 1<<16)), part: s.info.part}, nil
}

func (r *rowReader) Close() error  { return r.file.Close() }
func (r *rowReader) offset() int64 { return r.d.InputOffset() }

func (r *rowReader) next() (sheetRow, error) {
	for !r.done {
		token, err := r.d.RawToken()
		if err == io.EOF {
			return sheetRow{}, io.EOF
		}
		if err != nil {
			return sheetRow{}, broken(r.part, err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "dimension":
				if a, ok := areaOf(attr(t, "ref")); ok {
					r.dimension = a.bottom
				}
			case "col":
				if truth(attr(t, "hidden")) {
					r.hiddenColumns++
				}
			case "row":
				return r.row(t)
			}
		case xml.EndElement:
			r.done = t.Name.Local == "sheetData"
		}
	}
	return sheetRow{}, io.EOF
}

var errOrder = errors.New("行号或列号有误 / rows or columns out of order")

func (r *rowReader) row(start xml.StartElement) (sheetRow, error) {
	r.number++
	if n := attr(start, "r"); n != "" {
		number, err := strconv.Atoi(n)
		if err != nil || number < r.number || number > maxRows {
			return sheetRow{}, broken(r.part, errOrder)
		}
		r.number = number
	}
	row := sheetRow{number: r.number, hidden: truth(attr(start, "hidden"))}
	column := -1
	for {
		token, err := r.d.RawToken()
		if err == io.EOF {
			err = io.ErrUnexpectedEOF
		}
		if err != nil {
			return row, broken(r.part, err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			if t.Name.Local != "c" {
				continue
			}
			c, err := r.cell(t, column)
			if err != nil {
				return row, err
			}
			column = c.column
			if c.stored || c.formula {
				row.cells = append(row.cells, c)
			}
		case xml.EndElement:
			if t.Name.Local == "row" {
				return row, nil
			}
		}
	}
}

func (r *rowReader) cell(start xml.StartElement, before int) (cell, error) {
	c := cell{column: before + 1, kind: attr(start, "t")}
	if ref := attr(start, "r"); ref != "" {
		column, row, ok := columnOf(ref)
		if !ok || row != r.number || column <= before {
			return c, broken(r.part, errOrder)
		}
		c.column = column
	}
	if c.column >= MaxColumns {
		return c, broken(r.part, errOrder)
	}
	c.style, _ = strconv.Atoi(attr(start, "s")) // 0, the general one, when absent
	for {
		token, err := r.d.RawToken()
		if err == io.EOF {
			err = io.ErrUnexpectedEOF
		}
		if err != nil {
			return c, broken(r.part, err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "f":
				c.formula = true
			case "v", "is":
				c.stored = true
				if c.value, err = textOf(r.d, t.Name.Local == "v"); err != nil {
					return c, broken(r.part, err)
				}
			}
		case xml.EndElement:
			if t.Name.Local == "c" {
				return c, nil
			}
		}
	}
}
