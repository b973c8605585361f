package shelters_test

import (
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"diming/internal/ledger"
	"diming/shelters"
)

func TestAPhoneWhoseClockIsADayOffOrdersRight(t *testing.T) {
	t.Parallel()
	r := newRegister(t)
	for name, off := range map[string]time.Duration{"a day slow": -24 * time.Hour, "a day fast": 24 * time.Hour} {
		f := r.school()
		f.Name = name
		id := r.add(f)
		now := time.Now()
		full := r.report(id, shelters.Report{State: shelters.Full, PhoneAt: now.Add(-10 * time.Minute), PhoneNow: now})
		if !full.Counts || full.Doubtful {
			t.Errorf("%s: a phone that is right: %+v", name, full)
		}
		earlier := r.report(id, shelters.Report{State: shelters.Open, PhoneAt: now.Add(off - 20*time.Minute), PhoneNow: now.Add(off)})
		if earlier.Counts || !earlier.Doubtful || earlier.Now.State != shelters.Full {
			t.Errorf("%s: open, said before full, came after it: %+v", name, earlier)
		}
		if gap := now.Add(-20 * time.Minute).Sub(earlier.SaidAt).Abs(); gap > time.Minute {
			t.Errorf("%s: it is said to be said %v from when it was", name, gap)
		}
		later := r.report(id, shelters.Report{State: shelters.Open, PhoneAt: now.Add(off - 5*time.Minute), PhoneNow: now.Add(off)})
		if !later.Counts || later.Now.State != shelters.Open {
			t.Errorf("%s: open, said after full: %+v", name, later)
		}
		ahead := r.report(id, shelters.Report{State: shelters.Full, PhoneAt: now.Add(time.Hour), PhoneNow: now})
		if !ahead.Doubtful || ahead.SaidAt.After(ahead.CameAt) || !ahead.Counts {
			t.Errorf("%s: said after it was sent: %+v", name, ahead)
		}
	}
}

// A saying is a report of the simulation: when it was truly said, by which
// phone, and how long its message took.
type saying struct {
	phone  int
	state  shelters.State
	people int
	ago    time.Duration // when it was said, before all were sent
	takes  time.Duration // of its message
}

func TestWhateverOrderReportsComeInTheLastSaidCounts(t *testing.T) {
	t.Parallel()
	r := newRegister(t)
	rapid.Check(t, func(rt *rapid.T) {
		f := r.school()
		f.Name = "避灾点" + uuid.NewString()[:8]
		id, _, err := r.s.Add(t.Context(), ledger.Console, f, "录入")
		if err != nil {
			rt.Fatal(err)
		}
		phones := []struct {
			actor uuid.UUID
			off   time.Duration
		}{{uuid.New(), 0}, {uuid.New(), time.Duration(rapid.IntRange(-86400*2, 86400*2).Draw(rt, "off")) * time.Second}, {uuid.New(), time.Duration(rapid.IntRange(-3600, 3600).Draw(rt, "off")) * time.Second}}
		var all []saying
		for i := range rapid.IntRange(1, 8).Draw(rt, "reports") {
			all = append(all, saying{phone: rapid.IntRange(0, 2).Draw(rt, "phone"), state: rapid.SampledFrom(shelters.States).Draw(rt, "state"),
				people: rapid.IntRange(0, 150).Draw(rt, "people"), ago: time.Duration(i+1) * 3 * time.Minute, takes: time.Duration(rapid.IntRange(0, 60).Draw(rt, "takes")) * time.Second})
		}
		last := all[0] // the least ago
		for _, one := range rapid.Permutation(all).Draw(rt, "order") {
			p, now := phones[one.phone], time.Now()
			_, err := r.s.Report(t.Context(), p.actor, id, shelters.Report{ID: uuid.New(), State: one.state, People: number(one.people),
				PhoneAt: now.Add(p.off - one.ago), PhoneNow: now.Add(p.off - one.takes)})
			if err != nil {
				rt.Fatal(err)
			}
		}
		got := r.get(id)
		if got.Now.State != last.state || *got.Now.People != last.people {
			rt.Fatalf("it is %s with %d, the last said was %s with %d", got.Now.State, *got.Now.People, last.state, last.people)
		}
	})
}

func TestOnePhonesReportsKeepTheirOrderHoweverLongMessagesTake(t *testing.T) {
	t.Parallel()
	r := newRegister(t)
	sent := time.Now()
	// Open is noted at 0 s and takes a minute; full is noted at 10 s and takes none.
	slow := shelters.Report{State: shelters.Open, PhoneAt: sent.Add(-70 * time.Second), PhoneNow: sent.Add(-60 * time.Second)}
	quick := shelters.Report{State: shelters.Full, PhoneAt: sent.Add(-60 * time.Second), PhoneNow: sent}
	for _, order := range [][]shelters.Report{{slow, quick}, {quick, slow}} {
		f := r.school()
		f.Name = "另一处"
		id := r.add(f)
		for _, one := range order {
			r.report(id, one)
		}
		if got := r.get(id); got.Now.State != shelters.Full {
			t.Errorf("the phone said open, then full; it is %s", got.Now.State)
		}
	}
}

func TestAReportIsTakenOnceHoweverOftenAndAtOnceItIsSent(t *testing.T) {
	t.Parallel()
	r := newRegister(t)
	id := r.add(r.school())
	f := r.school()
	f.Name = "另一处"
	other := r.add(f)
	now := time.Now()
	say := shelters.Report{ID: uuid.Must(uuid.NewV7()), State: shelters.Open, People: number(12), PhoneAt: now.Add(-time.Minute), PhoneNow: now}
	var entries, before int
	count := func() (n int) {
		if err := r.pool.QueryRow(t.Context(), `SELECT count(*) FROM ledger_entry WHERE action = 'shelter.report'`).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	before = count()
	var wait sync.WaitGroup
	fresh := make(chan bool, 8)
	for range 8 {
		wait.Go(func() {
			taken, err := r.s.Report(t.Context(), keeper, id, say)
			if err != nil {
				t.Error(err)
			}
			fresh <- !taken.Again
		})
	}
	wait.Wait()
	close(fresh)
	news := 0
	for one := range fresh {
		if one {
			news++
		}
	}
	var rows int
	if err := r.pool.QueryRow(t.Context(), `SELECT count(*) FROM shelter_report WHERE id = $1`, say.ID).Scan(&rows); err != nil {
		t.Fatal(err)
	}
	if entries = count() - before; news != 1 || rows != 1 || entries != 1 {
		t.Errorf("8 at once: %d were new, %d rows, %d entries, want one of each", news, rows, entries)
	}
	for name, do := range map[string]func() error{
		"another state under its id": func() error {
			changed := say
			changed.State = shelters.Closed
			_, err := r.s.Report(t.Context(), keeper, id, changed)
			return err
		},
		"of another shelter under its id": func() error {
			_, err := r.s.Report(t.Context(), keeper, other, say)
			return err
		},
	} {
		if err := do(); !errors.Is(err, shelters.ErrSaid) {
			t.Errorf("%s: %v, want ErrSaid", name, err)
		}
	}
	// Two shelters at once under one id: one of them has it.
	twice := shelters.Report{ID: uuid.Must(uuid.NewV7()), State: shelters.Open}
	errs := make([]error, 2)
	for i, at := range []uuid.UUID{id, other} {
		wait.Go(func() { _, errs[i] = r.s.Report(t.Context(), keeper, at, twice) })
	}
	wait.Wait()
	if failed := slices.DeleteFunc(errs, func(err error) bool { return err == nil }); len(failed) != 1 || !errors.Is(failed[0], shelters.ErrSaid) {
		t.Errorf("one id for two shelters at once: %v, want one ErrSaid", failed)
	}
}

func TestMorePeopleThanPlacesAreTaken(t *testing.T) {
	t.Parallel()
	r := newRegister(t)
	id := r.add(r.school())
	taken := r.report(id, shelters.Report{State: shelters.Open, People: number(130)})
	s := r.get(id)
	if free, known := shelters.Free(s); taken.Over != 30 || free != 0 || !known || !shelters.Usable(s, shelters.Typhoon) {
		t.Errorf("130 in a shelter for 100: over %d, free %d", taken.Over, free)
	}
	for name, say := range map[string]shelters.Report{
		"a number and a step": {ID: uuid.New(), State: shelters.Open, People: number(1), Step: shelters.Under30},
		"no state":            {ID: uuid.New()},
		"fewer than none":     {ID: uuid.New(), State: shelters.Open, People: number(-1)},
		"no id":               {State: shelters.Open},
		"half a clock":        {ID: uuid.New(), State: shelters.Open, PhoneAt: time.Now()},
		"a clock of the year 1": {ID: uuid.New(), State: shelters.Open, PhoneAt: time.Date(2, 1, 1, 0, 0, 0, 0, time.UTC),
			PhoneNow: time.Date(2, 1, 1, 0, 0, 0, 0, time.UTC)},
	} {
		if _, err := r.s.Report(t.Context(), keeper, id, say); !errors.Is(err, shelters.ErrContent) {
			t.Errorf("%s: %v, want ErrContent", name, err)
		}
	}
}

// counted is the last count that holds at a shelter; -1 for none.
func (r *register) counted(id uuid.UUID) int {
	r.t.Helper()
	c := r.get(id).Now.Counted
	if c == nil {
		return -1
	}
	return c.People
}

func TestACountHoldsUntilTheNextOrUntilTheShelterCloses(t *testing.T) {
	t.Parallel()
	r := newRegister(t)
	id := r.add(r.school())
	say := func(state shelters.State, people *int, want int) {
		t.Helper()
		r.report(id, shelters.Report{State: state, People: people})
		if got := r.counted(id); got != want {
			t.Errorf("after %s with %v the last count is %d, want %d", state, people, got, want)
		}
	}
	say(shelters.Open, nil, -1)
	say(shelters.Open, number(70), 70)
	at := r.get(id).Now.SaidAt
	say(shelters.Full, nil, 70)
	if got := r.get(id).Now.Counted.At; !got.Equal(at) {
		t.Errorf("70 were counted at %v, it says %v", at, got)
	}
	say(shelters.Open, number(0), 0)
	say(shelters.Standby, nil, -1)
	say(shelters.Full, nil, -1)
}

func TestACountIsCorrectedOnce(t *testing.T) {
	t.Parallel()
	r := newRegister(t)
	id := r.add(r.school())
	f := r.school()
	f.Name = "另一处"
	other := r.add(f)
	r.report(id, shelters.Report{State: shelters.Open, People: number(12)})
	wrong := r.report(id, shelters.Report{State: shelters.Open, People: number(9999)})
	silent := r.report(id, shelters.Report{State: shelters.Full})
	for name, test := range map[string]struct {
		of  uuid.UUID
		say shelters.Report
	}{
		"with no number":            {id, shelters.Report{State: shelters.Full, Corrects: wrong.ID}},
		"of another shelter":        {other, shelters.Report{State: shelters.Open, People: number(9), Corrects: wrong.ID}},
		"of what counted nothing":   {id, shelters.Report{State: shelters.Full, People: number(9), Corrects: silent.ID}},
		"of what nobody ever said":  {id, shelters.Report{State: shelters.Full, People: number(9), Corrects: uuid.New()}},
		"of what was said after it": {id, shelters.Report{State: shelters.Full, People: number(9), Corrects: wrong.ID, PhoneAt: time.Now().Add(-time.Hour), PhoneNow: time.Now()}},
	} {
		test.say.ID = uuid.New()
		if _, err := r.s.Report(t.Context(), keeper, test.of, test.say); !errors.Is(err, shelters.ErrContent) {
			t.Errorf("a correction %s: %v, want ErrContent", name, err)
		}
	}
	right := r.report(id, shelters.Report{State: shelters.Full, People: number(99), Corrects: wrong.ID})
	if got := r.counted(id); got != 99 || !right.Counts {
		t.Errorf("corrected, the last count is %d, want 99", got)
	}
	if _, err := r.s.Report(t.Context(), keeper, id, shelters.Report{ID: uuid.New(), State: shelters.Full, People: number(98), Corrects: wrong.ID}); !errors.Is(err, shelters.ErrContent) {
		t.Errorf("corrected twice: %v, want ErrContent", err)
	}
	r.report(id, shelters.Report{State: shelters.Full, People: number(98), Corrects: right.ID})
	all, err := r.s.Reports(t.Context(), id, uuid.Nil, 10)
	if err != nil || len(all) != 5 || !all[1].Mistyped || !all[3].Mistyped || all[0].Mistyped || all[0].Corrects != right.ID {
		t.Errorf("what was said reads %+v, %v", all, err)
	}
}
