// Package matchfile matches the rows of a table of addresses, row by row as the
// table comes in: every row goes out again in its place, with its columns and
// the answer behind them, and a reason where there is none. It holds a few
// hundred rows at a time, whatever the size of the table.
package matchfile

import (
	"bufio"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"golang.org/x/text/encoding/simplifiedchinese"

	"diming/gazetteer/matching"
	"diming/importers/csvfile"
)

// Options say how a table is read.
type Options struct {
	Encoding csvfile.Encoding // "" is told by the beginning of the table
	Column   string           // heading of the column with the texts; "" is told by its name
	English  bool             // what is said of rows; Chinese otherwise
	After    int              // rows to pass over, as many as an earlier run has written; the heading is then not written again
	Progress func(rows int)   // called now and then with the rows done
	Begin    func(Report)     // called with the encoding and the column before anything is written
}

// Reasons of rows beside those of matching.
const (
	Matched = "matched"
	BadRow  = "bad_row" // the row does not fit the table or has bytes that are no text
)

// reasonWords say of a row what became of it, beside the reasons of matching.
var reasonWords = map[string][2]string{
	Matched: {"匹配成功", "matched"},
	BadRow:  {"这一行读不了，请看匹配说明，改好后再匹配", "the row cannot be read: see the explanation, put it right and match it again"},
}

// sentence says what became of a row.
func sentence(reason string, english bool) string {
	words, ours := reasonWords[reason]
	if r := matching.Reason(reason); !ours {
		words = [2]string{r.Chinese(), r.English()}
	}
	if english {
		return words[1]
	}
	return words[0]
}

// A Report says what became of the rows.
type Report struct {
	Encoding csvfile.Encoding
	Column   string
	ColumnAt int            // which it is, from 0
	Rows     int            // read, each of them written but those passed over
	Reasons  map[string]int // of the rows written
	Other    int            // rows in another encoding than the table
}

// Answer is the encoding in which the table goes out.
func (r Report) Answer() csvfile.Encoding {
	if r.Encoding == csvfile.GB18030 {
		return csvfile.GB18030
	}
	return csvfile.UTF8
}

// String says the report in a line.
func (r Report) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d 行 / rows，编码 %s，列 %s：", r.Rows, r.Encoding, r.Column)
	reasons := make([]string, 0, len(r.Reasons))
	for reason := range r.Reasons {
		reasons = append(reasons, reason)
	}
	slices.Sort(reasons)
	for i, reason := range reasons {
		if i > 0 {
			b.WriteString("，")
		}
		fmt.Fprintf(&b, "%s %d", reason, r.Reasons[reason])
	}
	if r.Other > 0 {
		fmt.Fprintf(&b, "；其中 %d 行为另一编码 / in another encoding", r.Other)
	}
	return b.String()
}

// ErrEmpty says that there is nothing in the table, not even a heading.
var ErrEmpty = errors.New("文件为空 / the file is empty")

// ErrNoColumn says that no heading names the texts.
var ErrNoColumn = errors.New("没有名为地址的列，请用 --column 指明 / no heading names the addresses: name it with --column")

// A ColumnError says that the column asked for is not there, or, where none was
// asked for, that none names the texts: then it is ErrNoColumn.
type ColumnError struct {
	Asked   string
	Heading []string
}

func (e *ColumnError) Is(target error) bool { return e.Asked == "" && target == ErrNoColumn }

func (e *ColumnError) Error() string {
	if e.Asked == "" {
		return ErrNoColumn.Error()
	}
	return fmt.Sprintf("没有列 %q / there is no column %q: %s", e.Asked, e.Asked, strings.Join(e.Heading, "、"))
}

// columnNames are headings of addresses, the surer first.
var columnNames = []string{"地址", "详细地址", "住址", "门牌地址", "标准地址", "地址全称", "address", "addr", "full_address", "text"}

// headings are those of the columns behind the table's own.
var headings = []string{"匹配地址", "匹配标识", "匹配得分", "匹配精度", "匹配结果", "结果说明", "匹配说明"}

// Run matches a table from in and writes it to out in the encoding in which it
// came; one in BIG5, which lacks what the register says, as UTF-8. What it
// reports stands also where it returns an error: so many rows were written.
func Run(ctx context.Context, x matching.View, in io.Reader, out io.Writer, o Options) (Report, error) {
	report := Report{Encoding: o.Encoding, Reasons: map[string]int{}}
	input := bufio.NewReaderSize(in, csvfile.Sample)
	if report.Encoding == "" {
		encoding, err := csvfile.Tell(input)
		if err != nil {
			return report, err
		}
		report.Encoding = encoding
	}
	rows := csvfile.NewReader(input, report.Encoding)
	heading, err := rows.Read()
	if errors.Is(err, io.EOF) {
		return report, ErrEmpty
	}
	if err != nil {
		return report, err
	}
	t := table{x: x, english: o.English, width: len(heading.Fields), mixed: newMixed(report.Encoding), report: &report}
	if t.column, err = columnOf(heading.Fields, o.Column); err != nil {
		return report, err
	}
	report.Column, report.ColumnAt = heading.Fields[t.column], t.column
	if o.Begin != nil {
		o.Begin(report)
	}
	w := bufio.NewWriterSize(out, 1<<16)
	t.out = csv.NewWriter(w)
	if report.Answer() == csvfile.GB18030 {
		coded := simplifiedchinese.GB18030.NewEncoder().Writer(w) // it has every character: none is lost
		t.out = csv.NewWriter(coded)
	} else if o.After == 0 {
		_, _ = w.WriteString("\uFEFF") // an error stays with the writer
	}
	if o.After == 0 {
		if err := t.heading(heading.Fields); err != nil {
			return report, err
		}
	}
	err = t.rows(ctx, rows, o)
	t.out.Flush()
	return report, errors.Join(err, t.out.Error(), w.Flush())
}

func columnOf(heading []string, asked string) (int, error) {
	if asked != "" {
		if i := slices.IndexFunc(heading, func(h string) bool { return strings.TrimSpace(h) == asked }); i >= 0 {
			return i, nil
		}
		return 0, &ColumnError{asked, heading}
	}
	for _, name := range columnNames {
		if i := slices.IndexFunc(heading, func(h string) bool { return strings.EqualFold(strings.TrimSpace(h), name) }); i >= 0 {
			return i, nil
		}
	}
	if i := slices.IndexFunc(heading, func(h string) bool { return strings.Contains(h, "地址") || strings.Contains(h, "住址") }); i >= 0 {
		return i, nil
	}
	if len(heading) == 1 {
		return 0, nil
	}
	return 0, &ColumnError{"", heading}
}
