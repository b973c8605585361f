package event_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"diming/internal/ledger"
	"diming/shelters/event"
)

func TestWhatAnEventMustSay(t *testing.T) {
	w := newWorld(t)
	hours := func(h float64) time.Time { return w.now.Add(time.Duration(h * float64(time.Hour))) }
	for _, test := range []struct {
		what   string
		change func(*event.Start)
		want   error
	}{
		{"no end", func(s *event.Start) { s.Until = time.Time{} }, event.ErrNoEnd},
		{"an end before the start", func(s *event.Start) { s.Started, s.Until = hours(5), hours(4) }, event.ErrEnd},
		{"an end at the start", func(s *event.Start) { s.Started, s.Until = hours(5), hours(5) }, event.ErrEnd},
		{"an end that has passed", func(s *event.Start) { s.Started, s.Until = hours(-5), hours(-1) }, event.ErrEnd},
		{"eight days", func(s *event.Start) { s.Until = hours(8 * 24) }, event.ErrTooLong},
		{"seven days are the most", func(s *event.Start) { s.Until = hours(7 * 24) }, nil},
		{"seven days from a start to come", func(s *event.Start) { s.Started, s.Until = hours(24), hours(8*24) }, nil},
		{"a start next week", func(s *event.Start) { s.Started, s.Until = hours(7*24), hours(8*24) }, event.ErrStart},
		{"a start of the day before yesterday", func(s *event.Start) { s.Started = hours(-48) }, event.ErrStart},
		{"no area", func(s *event.Start) { s.Saying.Areas = nil }, event.ErrNoArea},
		{"another county", func(s *event.Start) { s.Saying.Areas = append(s.Saying.Areas, w.ids["330802"]) }, event.ErrOutside},
		{"the prefecture", func(s *event.Start) { s.Saying.Areas = []uuid.UUID{w.ids["3308"]} }, event.ErrOutside},
		{"an unknown division", func(s *event.Start) { s.Saying.Areas = []uuid.UUID{uuid.New()} }, event.ErrOutside},
		{"the county and one of its villages", func(s *event.Start) { s.Saying.Areas = []uuid.UUID{w.ids["330881"], w.ids["330881003201"]} }, nil},
		{"no title", func(s *event.Start) { s.Saying.Title = " " }, event.ErrMissing},
		{"nothing to do", func(s *event.Start) { s.Saying.Todo = "" }, event.ErrMissing},
		{"nobody issued it", func(s *event.Start) { s.Saying.Body = "" }, event.ErrMissing},
		{"no such hazard", func(s *event.Start) { s.Saying.Hazard = "war" }, event.ErrMissing},
		{"no such colour", func(s *event.Start) { s.Saying.Signal = "purple" }, event.ErrMissing},
		{"issued tomorrow", func(s *event.Start) { s.Saying.Issued = hours(24) }, event.ErrIssued},
	} {
		in := w.typhoon()
		test.change(&in)
		if _, err := w.Start(t.Context(), ledger.Console, in); !errors.Is(err, test.want) {
			t.Errorf("%s: %v, want %v", test.what, err, test.want)
		}
	}
}

func TestAnEventWarnsFromItsStartToItsEnd(t *testing.T) {
	w := newWorld(t)
	in := w.typhoon()
	in.Started = w.now.Add(time.Hour)
	e, err := w.Start(t.Context(), ledger.Console, in)
	if err != nil {
		t.Fatal(err)
	}
	going := func(want int) {
		t.Helper()
		all, err := w.Going(t.Context())
		if err != nil || len(all) != want {
			t.Errorf("at %v %d events go on, %v, want %d", w.now.Sub(in.Started), len(all), err, want)
		}
	}
	going(0)
	if all, err := w.Coming(t.Context()); err != nil || len(all) != 1 {
		t.Errorf("%d events are coming, %v, want the one", len(all), err)
	}
	w.now = e.Started
	going(1)
	w.now = e.Until.Add(-time.Microsecond)
	going(1)
	w.now = e.Until
	going(0)
	if e, err = w.Prolong(t.Context(), ledger.Console, e.ID, e.Tag, w.now.Add(time.Hour), "雨还没停"); err != nil {
		t.Fatal(err)
	}
	going(1)
	if _, err := w.End(t.Context(), ledger.Console, e.ID, ""); err != nil {
		t.Fatal(err)
	}
	going(0)
	if _, err := w.Prolong(t.Context(), ledger.Console, e.ID, 0, w.now.Add(2*time.Hour), ""); !errors.Is(err, event.ErrEnded) {
		t.Errorf("an ended event is prolonged: %v, want ErrEnded", err)
	}
	steps, err := w.Steps(t.Context(), e.ID)
	var got []string
	for _, s := range steps {
		got = append(got, s.Step)
	}
	if want := []string{"start", "prolong", "end"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("steps are %v, %v, want %v", got, err, want)
	}
	var entries int
	if err := w.pool.QueryRow(t.Context(), `SELECT count(*) FROM ledger_entry WHERE object = $1`, e.ID).Scan(&entries); err != nil || entries != 3 {
		t.Errorf("%d entries tell of it, %v, want one a step", entries, err)
	}
}

func TestAmendingIsOfWhatWasSeen(t *testing.T) {
	w := newWorld(t)
	e := w.started(t)
	to := e.Saying
	to.Signal, to.Title = "orange", "台风橙色预警"
	next, err := w.Amend(t.Context(), ledger.Console, e.ID, e.Tag, to, "风力减弱")
	if err != nil || next.Signal != "orange" || next.Tag == e.Tag {
		t.Fatalf("amended to %+v, %v", next, err)
	}
	if _, err := w.Amend(t.Context(), ledger.Console, e.ID, e.Tag, to, ""); !errors.Is(err, event.ErrChanged) {
		t.Errorf("an amendment of what was not seen: %v, want ErrChanged", err)
	}
	to.Areas = []uuid.UUID{w.ids["330802"]}
	if _, err := w.Amend(t.Context(), ledger.Console, e.ID, next.Tag, to, ""); !errors.Is(err, event.ErrOutside) {
		t.Errorf("amended into another county: %v, want ErrOutside", err)
	}
	for _, test := range []struct {
		until time.Time
		want  error
	}{{time.Time{}, event.ErrNoEnd}, {e.Until, event.ErrSooner}, {w.now.Add(8 * 24 * time.Hour), event.ErrTooLong}} {
		if _, err := w.Prolong(t.Context(), ledger.Console, e.ID, next.Tag, test.until, ""); !errors.Is(err, test.want) {
			t.Errorf("prolonged until %v: %v, want %v", test.until, err, test.want)
		}
	}
	if _, err := w.WriteReport(t.Context(), ledger.Console, e.ID, next.Tag, "无人伤亡"); !errors.Is(err, event.ErrNotOver) {
		t.Errorf("a report of what goes on: %v, want ErrNotOver", err)
	}
	if _, err := w.End(t.Context(), ledger.Console, uuid.New(), ""); !errors.Is(err, event.ErrNotFound) {
		t.Errorf("ending what is not: %v, want ErrNotFound", err)
	}
}

func TestOfTwoWhoEndAtOnceOneIsTold(t *testing.T) {
	w := newWorld(t)
	e := w.started(t)
	errs := make([]error, 8)
	var all sync.WaitGroup
	for i := range errs {
		all.Go(func() { _, errs[i] = w.End(context.Background(), ledger.Console, e.ID, "警报解除") })
	}
	all.Wait()
	ended := 0
	for _, err := range errs {
		if err == nil {
			ended++
		} else if !errors.Is(err, event.ErrEnded) {
			t.Errorf("ending at once: %v, want ErrEnded", err)
		}
	}
	if ended != 1 {
		t.Errorf("%d ended it, want one", ended)
	}
}

func TestAreasReachDownToTheirVillages(t *testing.T) {
	w := newWorld(t)
	e := w.started(t)
	warned, err := w.Villages(t.Context(), e)
	if err != nil || len(warned) != 2 || warned[0].Name != "清湖一村" || warned[1].Name != "清湖二村" {
		t.Fatalf("villages warned: %+v, %v, want both of the township", warned, err)
	}
	if !e.Warns(w.ids["330881003201"], w.ids["330881003"], w.ids["330881"]) || e.Warns(w.ids["330881101201"], w.ids["330881101"], w.ids["330881"]) {
		t.Error("a village is warned where its township is, and only there")
	}
}

func TestWhichVillagesWereTold(t *testing.T) {
	w := newWorld(t)
	e := w.started(t)
	one, two := w.ids["330881003201"], w.ids["330881003202"]
	tell := func(r event.Reached, want error) {
		t.Helper()
		if err := w.Reach(t.Context(), ledger.Console, e.ID, r); !errors.Is(err, want) {
			t.Errorf("telling %+v: %v, want %v", r, err, want)
		}
	}
	tell(event.Reached{Village: w.ids["330881101201"], Reached: true, Means: "sms"}, event.ErrVillage)
	tell(event.Reached{Village: one, Reached: true, Means: "pigeon"}, event.ErrMeans)
	tell(event.Reached{Village: one, Reached: true, Means: "loudspeaker"}, nil)
	tell(event.Reached{Village: one, Reached: true, Means: "sms"}, nil)
	tell(event.Reached{Village: two, Reached: true, Means: "door"}, nil)
	tell(event.Reached{Village: two, Reached: false, Means: "other", Note: "点错了"}, nil)
	told, err := w.Told(t.Context(), e.ID)
	if err != nil || len(told) != 1 || !slices.Equal(told[one].Means, []string{"loudspeaker", "sms"}) {
		t.Fatalf("told: %+v, %v, want the first village by two means", told, err)
	}
	// Of several at once all are told, or none.
	bySMS := func(village uuid.UUID) event.Reached {
		return event.Reached{Village: village, Reached: true, Means: "sms"}
	}
	if err := w.Reach(t.Context(), ledger.Console, e.ID, bySMS(two), bySMS(w.ids["330881101201"])); !errors.Is(err, event.ErrVillage) {
		t.Errorf("telling one that is not warned among others: %v, want ErrVillage", err)
	}
	if told, err = w.Told(t.Context(), e.ID); err != nil || len(told) != 1 {
		t.Errorf("told: %+v, %v, want the first village still", told, err)
	}
	if err := w.Reach(t.Context(), ledger.Console, e.ID, bySMS(one), bySMS(two)); err != nil {
		t.Fatal(err)
	}
	if told, err = w.Told(t.Context(), e.ID); err != nil || len(told) != 2 {
		t.Errorf("told: %+v, %v, want both", told, err)
	}
	if _, err := w.End(t.Context(), ledger.Console, e.ID, ""); err != nil {
		t.Fatal(err)
	}
	tell(event.Reached{Village: two, Reached: true, Means: "sms"}, event.ErrEnded)
}

// TestAListIsReadToItsEndAndTellsEachEventOnce has an old event that still goes on
// before newer ones that are over, two that began at one moment, and one that ends
// while the list is read.
func TestAListIsReadToItsEndAndTellsEachEventOnce(t *testing.T) {
	w := newWorld(t)
	begin := w.now
	at := func(hour float64, lasts time.Duration) event.Event {
		t.Helper()
		w.now = begin.Add(time.Duration(hour * float64(time.Hour)))
		in := w.typhoon()
		in.Started, in.Until = w.now, w.now.Add(lasts)
		e, err := w.Start(t.Context(), ledger.Console, in)
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	old := at(0, 100*time.Hour)
	ends := at(1, 90*time.Hour)
	over := []event.Event{at(2, time.Hour), at(3, time.Hour), at(3, time.Hour), at(4, time.Hour)}
	w.now = begin.Add(10 * time.Hour)
	for limit := 1; limit <= 7; limit++ {
		var got []uuid.UUID
		next := event.Cursor{}
		for pages := 0; pages == 0 || next.ID != uuid.Nil; pages++ {
			all, more, err := w.List(t.Context(), nil, true, next, limit)
			if err != nil || len(all) == 0 || pages > 10 {
				t.Fatalf("%d at a time, page %d: %d events, %v", limit, pages, len(all), err)
			}
			for _, e := range all {
				got = append(got, e.ID)
			}
			next = more
			w.now = w.now.Add(time.Second)
			if limit == 2 && pages == 0 {
				if _, err := w.End(t.Context(), ledger.Console, ends.ID, "雨停了"); err != nil {
					t.Fatal(err)
				}
			}
		}
		if len(got) != 6 || len(slices.Compact(slices.SortedFunc(slices.Values(got), func(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) }))) != 6 {
			t.Errorf("%d at a time: %d events %v, want six, each once", limit, len(got), got)
		}
		if limit <= 2 && !slices.Equal(got[:2], []uuid.UUID{ends.ID, old.ID}) || got[5] != over[0].ID && got[5] != ends.ID {
			t.Errorf("%d at a time: %v, want those that go on first", limit, got)
		}
	}
}
