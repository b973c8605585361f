package notice_test

import (
	"slices"
	"testing"

	"github.com/google/uuid"

	"diming/gazetteer/cases"
	"diming/gazetteer/notice"
	"diming/internal/version"
)

// answered closes a consultation of the case by hand.
func (w *world) answered(t *testing.T, kind cases.Report, waived bool) error {
	t.Helper()
	f, err := w.Cases.Read(t.Context(), w.by.Case)
	if err != nil {
		t.Fatal(err)
	}
	w.by.Tag = f.Tag
	for _, c := range f.Consultations {
		if c.Kind == kind && c.State == "open" {
			w.by.Tag, err = w.Cases.CloseConsultation(t.Context(), w.by, c.ID, cases.OpinionGiven{Outcome: "for", Summary: "没有收到意见", Waived: waived})
			if err != nil {
				w.by.Tag = f.Tag
			}
			return err
		}
	}
	t.Fatalf("no consultation %s is open: %+v", kind, f.Consultations)
	return nil
}

// othersAnswered closes all but the public notice.
func (w *world) othersAnswered(t *testing.T) {
	t.Helper()
	f, err := w.Cases.Read(t.Context(), w.by.Case)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range f.Consultations {
		if c.Kind != cases.Notice && c.State == "open" {
			want(t, "closing "+string(c.Kind), w.answered(t, c.Kind, false), nil)
		}
	}
}

func (w *world) review(t *testing.T) error {
	t.Helper()
	f, err := w.Cases.Read(t.Context(), w.by.Case)
	if err == nil {
		_, err = w.Cases.Review(t.Context(), cases.By{Actor: w.by.Actor, Case: w.by.Case, Tag: f.Tag}, "拟同意")
	}
	return err
}

// What the public is asked cannot be said to be answered on the first day.
func TestACaseWaitsForItsNotice(t *testing.T) {
	w := newWorld(t)
	id := w.publish(t, notice.Notice)
	w.othersAnswered(t)
	want(t, "the notice recorded by hand", w.answered(t, cases.Notice, false), cases.ErrNotice)
	want(t, "the notice waived", w.answered(t, cases.Notice, true), cases.ErrNotice)
	if _, err := w.pool.Exec(t.Context(), `UPDATE case_consultation SET state = 'waived', summary = '不需要', closed_on = opened_on WHERE name_case = $1 AND kind = 'notice'`, w.by.Case); err == nil {
		t.Error("the database closed the consultation of an open notice")
	}
	want(t, "the review", w.review(t), cases.ErrNotice)
	if _, err := w.pool.Exec(t.Context(), `UPDATE name_case SET state = 'reviewed', tag = (SELECT max(id) FROM ledger_entry) WHERE id = $1`, w.by.Case); err == nil {
		t.Error("the database reviewed a case whose notice is open")
	}
	f, err := w.Cases.Read(t.Context(), w.by.Case)
	if blocked, offered := f.Offers("review"); err != nil || blocked != "notices" || !offered {
		t.Errorf("the review is blocked by %q, %v, %v; want the notice", blocked, offered, err)
	}
	w.day = version.Day(2026, 3, 10)
	if _, err := w.Close(t.Context(), w.by.Actor, id, "for", ""); err != nil {
		t.Fatal(err)
	}
	want(t, "the review after the notice", w.review(t), nil)
}

// A notice that stood elsewhere is recorded by hand; a call for names holds the
// review as well.
func TestANoticeElsewhereIsRecordedByHand(t *testing.T) {
	w := newWorld(t)
	call := w.publish(t, notice.Solicitation)
	w.othersAnswered(t)
	f, err := w.Cases.Read(t.Context(), w.by.Case)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(f.Consultations, func(c cases.Consultation) bool { return c.Kind == cases.Notice }) {
		if _, _, err := w.Cases.AddConsultation(t.Context(), cases.By{Actor: w.by.Actor, Case: f.ID, Tag: f.Tag}, cases.Notice, "县政府网站", version.Date{}); err != nil {
			t.Fatal(err)
		}
	}
	want(t, "a notice elsewhere", w.answered(t, cases.Notice, false), nil)
	want(t, "the review while names are called for", w.review(t), cases.ErrNotice)
	w.day = version.Day(2026, 3, 10)
	if _, err := w.Close(t.Context(), w.by.Actor, call, "", ""); err != nil {
		t.Fatal(err)
	}
	want(t, "the review after it", w.review(t), nil)
}

func TestANoticeEndsWithItsCase(t *testing.T) {
	w := newWorld(t)
	id := w.publish(t, notice.Notice)
	if _, err := w.Say(t.Context(), id, notice.Saying{Text: "同意"}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.pool.Exec(t.Context(), `UPDATE public_notice SET stopped = true, closed_on = to_on, summary = '终止' WHERE id = $1`, id); err == nil {
		t.Error("the database stopped the notice of a case that goes on")
	}
	f, err := w.Cases.Read(t.Context(), w.by.Case)
	if err == nil {
		_, err = w.Cases.Withdraw(t.Context(), cases.By{Actor: w.by.Actor, Case: f.ID, Tag: f.Tag}, "申请人撤回")
	}
	if err != nil {
		t.Fatal(err)
	}
	if n, err := w.Get(t.Context(), id); err != nil || !n.Stopped || n.ClosedOn.IsZero() || n.Summary == "" {
		t.Errorf("the notice of a withdrawn case is %+v, %v; want it stopped", n, err)
	}
	_, err = w.Say(t.Context(), id, notice.Saying{Text: "太迟"})
	want(t, "a comment after the case", err, notice.ErrOver)
	// A register that is restored takes what came before, on the day itself too.
	for at, refused := range map[string]bool{"0": false, "1": true} {
		_, err := w.pool.Exec(t.Context(), `INSERT INTO notice_comment (id, notice, text, received_at, tag)
			SELECT $1, id, '恢复', (closed_on + $3::int) + time '12:00' AT TIME ZONE 'Asia/Shanghai', tag FROM public_notice WHERE id = $2`, uuid.New(), id, at)
		if (err != nil) != refused {
			t.Errorf("a comment %s days after the end: %v, want refused: %v", at, err, refused)
		}
	}
}
