package xlsxfile

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"diming/importers/csvfile"
)

// A Reader hands out a sheet as a table: the heading, then the rows, each as
// wide as the heading. Rows without content are passed over.
type Reader struct {
	s       *Sheet
	rows    *rowReader
	begun   bool
	merged  []filling
	waiting []area // merged cells that are still below, by their first row
	digits  []digitCount

	formulas, hidden, filled, beyond, numbered int
	beyondAt                                   string
}

// A filling is a cell merged over the rows below it, with what it says.
type filling struct {
	area
	text, reason string
}

// Read begins to hand the sheet out. The Reader is to be closed.
func (s *Sheet) Read() (*Reader, error) {
	rows, err := s.open()
	if err != nil {
		return nil, err
	}
	r := &Reader{s: s, rows: rows, digits: make([]digitCount, len(s.Headings))}
	for _, m := range s.merges {
		if m.bottom > m.top && m.top > s.last && m.left < len(s.Headings) {
			r.waiting = append(r.waiting, m)
		}
	}
	return r, nil
}

// Offset is how many bytes of the unpacked sheet have been taken in.
func (r *Reader) Offset() int64 { return r.rows.offset() }

// Size is how many there are.
func (s *Sheet) Size() int64 { return s.size }

// Close lets go of the sheet.
func (r *Reader) Close() error { return r.rows.Close() }

// Read returns the heading first, then row after row, and io.EOF.
func (r *Reader) Read() (csvfile.Record, error) {
	if !r.begun {
		r.begun = true
		return csvfile.Record{Line: r.s.last, Fields: r.s.Headings}, nil
	}
	for {
		row, err := r.rows.next()
		if err != nil {
			return csvfile.Record{}, err
		}
		if row.number <= r.s.last {
			continue
		}
		rec, content := r.record(row)
		if !content {
			continue
		}
		if row.number == r.s.last+1 && isNumbering(rec.Fields) {
			r.numbered++
			continue
		}
		if row.hidden {
			r.hidden++
		}
		return rec, nil
	}
}

func (r *Reader) record(row sheetRow) (rec csvfile.Record, content bool) {
	rec = csvfile.Record{Line: row.number, Fields: make([]string, len(r.s.Headings))}
	reasons := map[int]string{}
	for _, c := range row.cells {
		text, reason := r.s.book.text(c)
		if text == "" && reason == "" {
			continue
		}
		content = content || strings.TrimSpace(text) != "" || reason != ""
		if c.column >= len(rec.Fields) {
			if r.beyond++; r.beyond == 1 {
				r.beyondAt = letters(c.column) + strconv.Itoa(row.number)
			}
			continue
		}
		if c.formula {
			r.formulas++
		}
		if reason == "" && len(text) > csvfile.MaxField {
			text, reason = "", fmt.Sprintf("一栏超过 %d 字节 / a field of more than %d bytes", csvfile.MaxField, csvfile.MaxField)
		}
		rec.Fields[c.column] = text
		if reason != "" {
			reasons[c.column] = reason
		}
		r.digits[c.column].count(text, c)
	}
	if content {
		r.fill(&rec, reasons)
	}
	for c := range rec.Fields {
		if reason := reasons[c]; reason != "" {
			rec.Cells = append(rec.Cells, csvfile.Fault{Column: c, Reason: reason})
		}
	}
	return rec, content
}

// fill gives the rows below a merged cell what it says.
func (r *Reader) fill(rec *csvfile.Record, reasons map[int]string) {
	kept := r.merged[:0]
	for _, m := range r.merged {
		if m.bottom < rec.Line {
			continue
		}
		kept = append(kept, m)
		if rec.Fields[m.left] == "" && reasons[m.left] == "" {
			rec.Fields[m.left], reasons[m.left] = m.text, m.reason
			r.filled++
		}
	}
	r.merged = kept
	for len(r.waiting) > 0 && r.waiting[0].top <= rec.Line {
		if m := r.waiting[0]; m.top == rec.Line {
			r.merged = append(r.merged, filling{m, rec.Fields[m.left], reasons[m.left]})
		}
		r.waiting = r.waiting[1:]
	}
}

// isNumbering recognises the row of column numbers that printed forms have
// below their heading: 1, 2, 3 …
func isNumbering(fields []string) bool {
	n := 0
	for _, f := range fields {
		if f == "" {
			continue
		}
		if n++; f != strconv.Itoa(n) {
			return false
		}
	}
	return n > 2
}

// Notes say what was met so far and is worth knowing.
func (r *Reader) Notes() []string {
	var notes []string
	note := func(n int, format string, more ...any) {
		if n > 0 {
			notes = append(notes, fmt.Sprintf(format, append([]any{n}, more...)...))
		}
	}
	note(r.formulas, "%d 个单元格是公式，采用文件中保存的结果，没有重新计算 / cells hold formulas: their stored results were taken")
	note(r.hidden, "%d 行在表中是隐藏的（或被筛选掉），也已读入 / rows are hidden in the sheet and were read")
	note(r.s.hiddenColumns, "%d 处隐藏的列也已读入 / hidden columns were read")
	note(r.filled, "%d 个单元格按上方合并单元格的内容读取 / cells below a merged one were read as it says")
	note(r.beyond, "%d 个单元格在表头之外，没有读取，如 %s / cells lie beyond the heading and were not read", r.beyondAt)
	note(r.numbered, "表头下的 %d 行列号没有作为数据 / a row of column numbers below the heading is no data")
	for c, d := range r.digits {
		if lost := d.lost(r.s.Headings[c]); lost > 0 {
			note(lost, "%d 个数字在“%s”栏中少一位，开头的 0 可能已丢失，请核对 / numbers lack a digit: a leading zero may be lost", r.s.Headings[c])
		}
	}
	return notes
}

// A digitCount counts the numbers of a column by their length.
type digitCount struct {
	numbers [16]int
	longest int  // of numbers and of texts of digits
	zeros   bool // a text begins with 0
	all     int
}

func (d *digitCount) count(text string, c cell) {
	if text == "" || len(text) > 30 || strings.Trim(text, "0123456789") != "" {
		return
	}
	d.all++
	d.longest = max(d.longest, len(text))
	if c.kind == "" || c.kind == "n" {
		d.numbers[min(len(text), 15)]++
	} else if text[0] == '0' {
		d.zeros = true
	}
}

// lost is how many numbers of a column of codes have one digit less than the
// others, as those have whose leading zero was lost.
func (d *digitCount) lost(heading string) int {
	h := strings.ToLower(heading)
	code := strings.Contains(h, "代码") || strings.Contains(h, "编码") || strings.Contains(h, "编号") || strings.Contains(h, "code")
	if !code || d.longest < 4 || d.longest > 15 {
		return 0
	}
	if n := d.numbers[d.longest-1]; d.zeros || n*2 < d.all {
		return n
	}
	return 0
}

var _ io.Closer = (*Reader)(nil)
