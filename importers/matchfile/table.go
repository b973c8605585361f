package matchfile

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"sync"

	"diming/gazetteer/matching"
	"diming/importers/csvfile"
)

// A table is on its way through.
type table struct {
	x       matching.View
	width   int
	column  int
	english bool
	mixed   *mixed
	report  *Report
	out     *csv.Writer
}

// batch is how many rows are held.
const batch = 512

// heading writes the heading; a column of ours that is there already, from an
// earlier run, is named otherwise.
func (t *table) heading(own []string) error {
	row := make([]string, 0, len(own)+len(headings))
	for _, h := range own {
		row = append(row, csvfile.Tame(h))
	}
	for _, h := range headings {
		name := h
		for n := 2; contains(own, name); n++ {
			name = fmt.Sprintf("%s%d", h, n)
		}
		row = append(row, name)
	}
	return t.out.Write(row)
}

func contains(list []string, s string) bool {
	for _, other := range list {
		if other == s {
			return true
		}
	}
	return false
}

// rows reads, matches and writes batch by batch.
func (t *table) rows(ctx context.Context, in *csvfile.Reader, o Options) error {
	done := false
	records := make([]csvfile.Record, 0, batch)
	for !done {
		if err := ctx.Err(); err != nil {
			return err
		}
		records = records[:0]
		for len(records) < batch {
			r, err := in.Read()
			if errors.Is(err, io.EOF) {
				done = true
				break
			}
			if err != nil {
				return fmt.Errorf("第 %d 行之后读取中断 / reading stopped after row %d: %w", t.report.Rows, t.report.Rows, err)
			}
			if t.report.Rows++; t.report.Rows > o.After {
				records = append(records, r)
			}
		}
		for _, row := range t.answer(records) {
			if err := t.out.Write(row); err != nil {
				return err
			}
		}
		if t.out.Flush(); t.out.Error() != nil {
			return t.out.Error()
		}
		if o.Progress != nil {
			o.Progress(t.report.Rows)
		}
	}
	return nil
}

// answer matches a batch on all cores.
func (t *table) answer(records []csvfile.Record) [][]string {
	rows, reasons := make([][]string, len(records)), make([]string, len(records))
	mended := make([]bool, len(records))
	for i := range records {
		if mended[i] = t.mixed.mend(&records[i]); mended[i] {
			t.report.Other++
		}
	}
	var work sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for g := range workers {
		work.Go(func() {
			for i := g; i < len(records); i += workers {
				rows[i], reasons[i] = t.row(&records[i])
				if mended[i] {
					t.tellMended(rows[i])
				}
			}
		})
	}
	work.Wait()
	for _, reason := range reasons {
		t.report.Reasons[reason]++
	}
	return rows
}

// tellMended says in the explanation of a row that it was in another encoding.
func (t *table) tellMended(row []string) {
	said := &row[len(row)-1]
	if *said != "" {
		*said += t.pick("；", "; ")
	}
	*said += fmt.Sprintf(t.pick("本行编码与全表的 %s 不同，已转换", "this row is not in the table's %s and was converted"), t.report.Encoding)
}

// row is one row of the answer: the columns of the table as they came, then
// ours. What has no column of the table stands in the explanation.
func (t *table) row(r *csvfile.Record) (row []string, reason string) {
	row = make([]string, t.width, t.width+len(headings))
	for i, cell := range r.Fields[:min(len(r.Fields), t.width)] {
		row[i] = csvfile.Tame(cell)
	}
	if r.Fault != nil {
		said := fmt.Sprintf(t.pick("第 %d 行：%s", "line %d: %s"), r.Line, r.Fault.Reason)
		if len(r.Fields) == 0 || len(r.Fields) > t.width {
			said += "；原文 / as it stood: " + r.Fault.Raw
		}
		return append(row, "", "", "", "", BadRow, sentence(BadRow, t.english), csvfile.Tame(said)), BadRow
	}
	result := t.x.Match(r.Fields[t.column], 1)
	reason = string(result.Reason)
	if result.Reason == matching.None {
		reason = Matched
	}
	told := sentence(reason, t.english)
	if len(result.Candidates) == 0 {
		return append(row, "", "", "", "", reason, told, ""), reason
	}
	c := result.Candidates[0]
	return append(row, csvfile.Tame(c.Text()), c.ID.String(), fmt.Sprintf("%.3f", c.Score), string(c.Precision), reason, told, csvfile.Tame(t.explain(c))), reason
}

// explain says part by part what differs from what is registered.
func (t *table) explain(c matching.Candidate) string {
	var said []string
	for _, e := range c.Components {
		if s := t.pick(e.Chinese(), e.English()); s != "" {
			said = append(said, s)
		}
	}
	return strings.Join(said, t.pick("；", "; "))
}

func (t *table) pick(chinese, english string) string {
	if t.english {
		return english
	}
	return chinese
}
