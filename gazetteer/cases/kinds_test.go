package cases_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"

	"diming/gazetteer"
	"diming/gazetteer/cases"
	"diming/internal/version"
)

// about opens a case about a place that is held.
func (w *world) about(t *testing.T, kind cases.Kind, place uuid.UUID, item cases.Item) cases.By {
	t.Helper()
	item.Place = &place
	o := cases.Opening{Kind: kind, Channel: cases.Counter, Class: "23514", Division: w.town, Reason: "名实不符", Items: []cases.Item{item}}
	return w.open(t, o)
}

func (w *world) street(t *testing.T, name string) uuid.UUID {
	t.Helper()
	id, _, err := w.Places.Add(t.Context(), w.clerk, gazetteer.Draft{Names: []gazetteer.RowName{{Text: name}}, Class: "23514", Division: "330881001",
		Visibility: "public", Source: "测试", Valid: version.Span{From: version.Day(2000, time.January, 1)}}, "测试")
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestARenamingKeepsTheFormerName(t *testing.T) {
	w := newWorld(t)
	place := w.street(t, "城北路")
	by := w.reviewed(t, w.about(t, cases.Renaming, place, cases.Item{Text: "书香路"}))
	told := func() string {
		t.Helper()
		rows, err := w.List(t.Context(), cases.Filter{Whole: true, Limit: 10})
		if err != nil || len(rows) != 1 || len(rows[0].Was) != 1 || rows[0].Was[0] != "城北路" {
			t.Errorf("list = %+v, %v, want what it was called", rows, err)
		}
		return w.read(t, by.Case).Items[0].Titled()
	}
	if got := told(); got != "城北路 → 书香路" {
		t.Errorf("before the reply the name reads %q", got)
	}
	by.Actor = w.decider
	by = w.must(t, by)(w.Approve(t.Context(), by, w.reply(w.read(t, by.Case))))
	if got := told(); got != "城北路 → 书香路" {
		t.Errorf("after the reply the name reads %q", got)
	}
	p, err := w.Places.Place(t.Context(), gazetteer.Reader{}, place)
	if err != nil || p.Name(w.day).Text != "书香路" {
		t.Fatalf("place = %v, %v", p.Name(w.day).Text, err)
	}
	if former := p.FormerNames(w.day); len(former) != 1 || former[0].Text != "城北路" || former[0].Valid.To != w.day {
		t.Errorf("former names = %+v, want 城北路 until the reply's day", former)
	}
	a, err := w.DraftAnnouncement(t.Context(), by.Case)
	if err != nil || len(a.Names) != 1 || a.Names[0].Former != "城北路" {
		t.Errorf("announcement = %+v, %v, want what it was called", a, err)
	}
}

func TestACancellingEndsTheNameOnTheReplysDay(t *testing.T) {
	w := newWorld(t)
	place := w.street(t, "城北路")
	w.later(2)
	by := w.reviewed(t, w.about(t, cases.Cancelling, place, cases.Item{}))
	by.Actor = w.decider
	w.must(t, by)(w.Approve(t.Context(), by, w.reply(w.read(t, by.Case))))
	p, err := w.Places.Place(t.Context(), gazetteer.Reader{AsOf: version.AsOf{Valid: w.day}}, place)
	if err != nil || p.State != gazetteer.Ended || p.Valid.To != w.day {
		t.Errorf("place = %s until %v, %v, want ended on %v", p.State, p.Valid.To, err, w.day)
	}
	if before, err := w.Places.Place(t.Context(), gazetteer.Reader{AsOf: version.AsOf{Valid: version.Day(2010, time.May, 1)}}, place); err != nil || before.State != gazetteer.Current {
		t.Errorf("in 2010 the place was %s, %v, want current", before.State, err)
	}
}

func TestACorrectionIsNoRenaming(t *testing.T) {
	w := newWorld(t)
	place := w.street(t, "书巷路")
	text, reading := "书香路", "Shūxiāng Lù"
	by := w.reviewed(t, w.about(t, cases.Correction, place, cases.Item{Changes: cases.Changes{Text: &text, Reading: &reading}}))
	by.Actor = w.decider
	w.must(t, by)(w.Approve(t.Context(), by, w.reply(w.read(t, by.Case))))
	f := w.read(t, by.Case)
	p, err := w.Places.Place(t.Context(), gazetteer.Reader{}, place)
	if err != nil || p.Name(w.day).Text != text || p.Name(w.day).Reading != reading || len(p.FormerNames(w.day)) != 0 {
		t.Errorf("corrected place = %+v, former %v, %v", p.Name(w.day), p.FormerNames(w.day), err)
	}
	if f.State != cases.InForce || dueOf(f, cases.FilingClock) != (version.Date{}) {
		t.Errorf("a correction is %s with clocks %+v, want done and neither filed nor announced", f.State, f.Clocks)
	}
}

func TestAPastCaseIsEnteredWithItsOwnDates(t *testing.T) {
	w := newWorld(t)
	o := w.estate("书香路")
	o.Channel, o.OpenedOn = cases.Past, version.Day(2019, time.May, 6)
	by := w.open(t, o)
	f := w.read(t, by.Case)
	r := w.reply(f)
	r.On = version.Day(2019, time.June, 10)
	by.Actor = w.decider
	w.must(t, by)(w.Record(t.Context(), by, r))
	f = w.read(t, by.Case)
	if f.Number != "2019-命-0001" || f.RepliedOn != r.On {
		t.Errorf("past case %s replied on %v", f.Number, f.RepliedOn)
	}
	p, err := w.Places.Place(t.Context(), gazetteer.Reader{}, *f.Items[0].Result)
	if err != nil || p.Valid.From != r.On {
		t.Errorf("the name stands from %v, %v, want the reply's day", p.Valid.From, err)
	}
}

func TestTheClocksByApprover(t *testing.T) {
	w := newWorld(t)
	w.Due = cases.DueBySettings
	w.day = version.Day(2026, time.March, 9)
	march := func(d int) version.Date { return version.Day(2026, time.March, d) }
	for _, tt := range []struct {
		kind                  cases.ApproverKind
		filing, before, after version.Date // after: of the announcement once it is filed on the 13th
	}{
		{cases.Government, march(24), march(24), march(24)},
		{cases.CivilAffairs, march(24), march(24), march(24)},
		{cases.Department, march(24), version.Date{}, march(28)},
	} {
		o := w.estate("文苑" + string(tt.kind) + "路")
		o.Channel, o.ApproverKind, o.Approver = cases.Counter, tt.kind, "测试机关"
		w.day = march(9)
		by := w.reviewed(t, w.open(t, o))
		by.Actor = w.decider
		by = w.must(t, by)(w.Approve(t.Context(), by, w.reply(w.read(t, by.Case))))
		f := w.read(t, by.Case)
		if dueOf(f, cases.FilingClock) != tt.filing || dueOf(f, cases.AnnouncementClock) != tt.before {
			t.Errorf("%s: filing %v, announcement %v, want %v, %v", tt.kind, dueOf(f, cases.FilingClock), dueOf(f, cases.AnnouncementClock), tt.filing, tt.before)
		}
		if _, _, err := w.Publish(t.Context(), by, []string{"网站"}, w.day); tt.kind == cases.Department && !errors.Is(err, cases.ErrBefore) {
			t.Errorf("a department's name was announced before its filing: %v", err)
		} else if tt.kind != cases.Department && err != nil {
			t.Errorf("%s: %v", tt.kind, err)
		}
		by.Tag = w.read(t, by.Case).Tag
		w.day = march(13)
		w.must(t, by)(w.File(t.Context(), by, w.day))
		if got := dueOf(w.read(t, by.Case), cases.AnnouncementClock); got != tt.after {
			t.Errorf("%s: filed on the 13th, announcement due %v, want %v", tt.kind, got, tt.after)
		}
	}
}

func TestAFilingOfAnotherDepartmentStartsTheAnnouncementClock(t *testing.T) {
	w := newWorld(t)
	w.Due = cases.DueBySettings
	o := w.estate("月泉花园")
	o.Channel, o.Class, o.Items[0].Class = cases.Filing, "22100", "22100"
	by := w.open(t, o)
	r := w.reply(w.read(t, by.Case))
	r.On, r.Body = version.Day(2026, time.February, 20), "江山市住房和城乡建设局"
	by.Actor = w.decider
	w.must(t, by)(w.Record(t.Context(), by, r))
	f := w.read(t, by.Case)
	if f.FiledOn != w.day || dueOf(f, cases.AnnouncementClock) != version.Day(2026, time.March, 17) {
		t.Errorf("filed on %v, announcement due %v, want today and 15 days from the filing", f.FiledOn, dueOf(f, cases.AnnouncementClock))
	}
}

func TestAFilingThatStaysAwayIsRemindedThenOrdered(t *testing.T) {
	w := newWorld(t)
	by := w.reviewed(t, w.open(t, w.estate("文苑路")))
	by.Actor = w.decider
	by = w.must(t, by)(w.Approve(t.Context(), by, w.reply(w.read(t, by.Case))))
	w.later(20)
	ordered := version.DayOf(w.day.Time().AddDate(0, 0, 10))
	if _, err := w.Remind(t.Context(), by, ordered, "责令限期报备"); !errors.Is(err, cases.ErrBefore) {
		t.Errorf("ordered before it was reminded: %v", err)
	}
	by = w.must(t, by)(w.Remind(t.Context(), by, version.Date{}, "催报"))
	w.must(t, by)(w.Remind(t.Context(), by, ordered, "责令限期报备"))
	for _, k := range w.read(t, by.Case).Clocks {
		if k.Key == cases.FilingClock && (k.OrderedDue != ordered || k.RemindedOn != w.day) {
			t.Errorf("filing clock = %+v", k)
		}
	}
}

func TestAPaperCountsFromTheDayItCame(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	o := w.estate("文苑路")
	o.Channel = cases.Counter
	id, tag, _, err := w.Open(ctx, w.clerk, o)
	if err != nil {
		t.Fatal(err)
	}
	by := cases.By{Actor: w.clerk, Case: id, Tag: tag}
	entered, came := w.day, version.DayOf(w.day.Time().AddDate(0, 0, -6))
	if _, err := w.SubmitOn(ctx, by, version.DayOf(w.day.Time().AddDate(0, 0, 1))); !errors.Is(err, cases.ErrFuture) {
		t.Errorf("a paper of tomorrow: %v, want ErrFuture", err)
	}
	by = w.must(t, by)(w.SubmitOn(ctx, by, came))
	by = w.reviewed(t, by)
	f := w.read(t, id)
	if f.SubmittedOn != came || f.OpenedOn != entered {
		t.Errorf("submitted %v, opened %v, want %v and %v", f.SubmittedOn, f.OpenedOn, came, entered)
	}
	for _, c := range f.Clocks {
		if c.Key == cases.ProcessingClock && c.StartsOn != came {
			t.Errorf("processing counts from %v, want the day the paper came, %v", c.StartsOn, came)
		}
	}
	by.Actor = w.decider
	r := w.reply(f)
	r.On = version.DayOf(came.Time().AddDate(0, 0, -1))
	if _, err := w.Approve(ctx, by, r); !errors.Is(err, cases.ErrBefore) {
		t.Errorf("a reply before the paper came: %v, want ErrBefore", err)
	}
	r.On = version.DayOf(came.Time().AddDate(0, 0, 2))
	w.must(t, by)(w.Approve(ctx, by, r))
}

func TestAnOnlineApplicationComesOnTheDayItIsSent(t *testing.T) {
	w := newWorld(t)
	id, tag, _, err := w.Open(t.Context(), w.clerk, w.estate("文苑路"))
	if err != nil {
		t.Fatal(err)
	}
	by := cases.By{Actor: w.clerk, Case: id, Tag: tag}
	if _, err := w.SubmitOn(t.Context(), by, version.DayOf(w.day.Time().AddDate(0, 0, -2))); !errors.Is(err, cases.ErrBefore) {
		t.Errorf("sent the day before yesterday: %v, want ErrBefore", err)
	}
}
