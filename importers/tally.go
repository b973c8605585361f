package importers

import "fmt"

// A tally counts what the notes of a report tell.
type tally struct {
	public       int // rows that say 公开 while the import is internal by default
	tidied       int
	firstTidied  string
	kept         int
	keptPublic   int
	madeInternal int

	suspected suspicions
	forms     map[string]int
	firstForm map[string]string
}

func (t *tally) count(r *row, visibility string) {
	if own, err := visibilityOf(r.values[fieldClassification]); err == nil && own == Public && visibility == Internal {
		t.public++
	}
	for _, h := range r.hints {
		t.suspect(h, r.number)
	}
	if r.form != "" && !r.classified {
		if t.forms == nil {
			t.forms, t.firstForm = map[string]int{}, map[string]string{}
		}
		if t.forms[r.form]++; t.forms[r.form] == 1 {
			t.firstForm[r.form] = r.at() + "“" + shown(r.formValue) + "”"
		}
	}
	if r.tidied != "" {
		if t.tidied++; t.tidied == 1 {
			t.firstTidied = r.at() + " " + r.tidied
		}
	}
}

func (t *tally) suspect(h hint, row int) {
	if t.suspected == nil {
		t.suspected = suspicions{}
	}
	t.suspected.add(h, row)
}

// at says where a row stands: in a table by the line of the file, as
// spreadsheets count, where the heading is line 1.
func (r *row) at() string {
	if r.line > 0 {
		return fmt.Sprintf("文件第 %d 行", r.line)
	}
	return fmt.Sprintf("第 %d 个要素", r.number)
}

// notes are sentences for the report.
func (r *run) notes() []string {
	t := r.tally
	var notes []string
	note := func(n int, format string) {
		if n > 0 {
			notes = append(notes, fmt.Sprintf(format, n))
		}
	}
	if r.o.byDefault {
		note(t.public, "%d 行写明公开，按默认内部导入；要公开请用 --classification public / rows say public and were taken in as internal, the default")
	}
	note(t.keptPublic, "%d 行现为公开，按默认内部导入，仍保持公开；要改为内部请写明 --classification internal / rows are public now and stay so")
	note(t.madeInternal, "%d 行由公开改为内部 / rows that were public are internal now")
	note(t.kept, "%d 行有内容已由他处更改，来源的说法未采用，见 kept / rows say otherwise than what was decided here, which stands")
	if t.tidied > 0 {
		notes = append(notes, fmt.Sprintf("%d 行名称去掉了汉字间的空格或改为半角，如%s / names were tidied", t.tidied, t.firstTidied))
	}
	if r.c.kind == Places && r.report.Updated > 0 {
		notes = append(notes, "空白不清除原有内容，没有的栏也不清除；要清除请在登记中修改 / an empty cell clears nothing")
	}
	return append(notes, t.formNotes()...)
}
