package cases_test

import (
	"reflect"
	"testing"

	"diming/gazetteer/cases"
	"diming/gazetteer/naming"
	"diming/internal/version"
)

// due gives what each deadline of a case up to a day lacks.
func (w *world) due(t *testing.T, by version.Date, of cases.By) map[string][]cases.Lack {
	t.Helper()
	all, err := w.Duties(t.Context(), true, nil, by, 100)
	if err != nil {
		t.Fatal(err)
	}
	lacks := map[string][]cases.Lack{}
	for _, d := range all {
		if d.Case == of.Case {
			lacks[d.Key] = d.Missing
		}
	}
	return lacks
}

// What a deadline lacks follows its case from step to step.
func TestADeadlineSaysWhatIsMissingForIt(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	w.rules["中山路"] = []naming.Finding{{Check: "N5", Severity: naming.Justify, Words: []string{"中山"}}}
	end := version.DayOf(w.day.Time().AddDate(0, 1, 0))
	want := func(when string, by cases.By, key string, lacks ...cases.Lack) {
		t.Helper()
		if got := w.due(t, end, by)[key]; !reflect.DeepEqual(got, lacks) {
			t.Errorf("%s: %s lacks %+v, want %+v", when, key, got, lacks)
		}
	}
	by := w.open(t, w.estate("中山路", "文苑路"))
	by = w.must(t, by)(w.Ask(ctx, by, "请补交平面图"))
	want("asked", by, cases.CorrectionClock, cases.Lack{What: cases.LackAddition})
	by = w.must(t, by)(w.Submit(ctx, by))
	by = w.must(t, by)(w.Accept(ctx, by))
	want("accepted", by, cases.ProcessingClock, cases.Lack{What: cases.LackFindings, Count: 1})
	f := w.read(t, by.Case)
	by = w.must(t, by)(w.SetAside(ctx, by, f.Items[0].ID, f.Findings[0].ID, ""))
	want("set aside", by, cases.ProcessingClock, cases.Lack{What: cases.LackConsult})
	by = w.must(t, by)(w.Consult(ctx, by))
	f = w.read(t, by.Case)
	var reports []cases.Report
	for _, c := range f.Consultations {
		reports = append(reports, c.Kind)
	}
	want("consulting", by, cases.ProcessingClock, cases.Lack{What: cases.LackReports, Reports: reports})
	for _, c := range f.Consultations {
		by = w.must(t, by)(w.CloseConsultation(ctx, by, c.ID, cases.OpinionGiven{Outcome: "for", Summary: "同意"}))
	}
	want("all reports in", by, cases.ProcessingClock, cases.Lack{What: cases.LackReview})
	by = w.must(t, by)(w.Review(ctx, by, "拟同意"))
	want("reviewed", by, cases.ProcessingClock, cases.Lack{What: cases.LackDecision})
	by = w.must(t, by)(w.Store.Request(ctx, by, w.day))
	want("requested", by, cases.ProcessingClock, cases.Lack{What: cases.LackReply})
	by.Actor = w.decider
	r := w.reply(f)
	r.Items[0] = cases.Decision{Item: f.Items[0].ID, Reason: "不合规定"}
	by = w.must(t, by)(w.Approve(ctx, by, r))
	want("approved", by, cases.FilingClock, cases.Lack{What: cases.LackFiling})
	want("approved", by, cases.AnnouncementClock, cases.Lack{What: cases.LackAnnouncement})
	want("approved", by, cases.SignsClock, cases.Lack{What: cases.LackSigns})
	if got, ok := w.due(t, end, by)[cases.ProcessingClock]; ok {
		t.Errorf("a decided case still lacks %+v to be decided", got)
	}
}

// Overdue deadlines come first, later ones not at all; a department's name
// lacks its filing before its announcement.
func TestWhatIsDueComesOverdueFirst(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	accepted := func(name string) cases.By {
		by := w.open(t, w.estate(name))
		return w.must(t, by)(w.Accept(ctx, by))
	}
	first := accepted("文苑路") // due on the 17th
	w.later(10)
	second := accepted("书香路") // due on the 27th
	w.later(6)                // the 18th
	for days, want := range map[int][]cases.By{0: {first}, 8: {first}, 9: {first, second}} {
		all, err := w.Duties(ctx, true, nil, version.DayOf(w.day.Time().AddDate(0, 0, days)), 10)
		if err != nil || len(all) != len(want) {
			t.Fatalf("within %d days: %+v, %v, want %d", days, all, err, len(want))
		}
		for i, by := range want {
			if all[i].Case != by.Case {
				t.Errorf("within %d days: %s at %d", days, all[i].Title, i)
			}
		}
	}
	if all, err := w.Duties(ctx, false, nil, version.Day(2027, 1, 1), 10); err != nil || len(all) != 0 {
		t.Errorf("of no division: %+v, %v, want none", all, err)
	}
}
