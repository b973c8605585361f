package shelters_test

import (
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries"
	"diming/internal/ledger"
	"diming/internal/version"
	"diming/shelters"
)

func keysOf(all []shelters.Finding) []string {
	keys := []string{}
	for _, f := range all {
		key := f.Key
		if f.Urgent {
			key += "!"
		}
		keys = append(keys, key)
	}
	return keys
}

func TestWhatAPersonShouldSeeToIsFound(t *testing.T) {
	limits := shelters.Limits{AppraisalYears: 3, StockMonths: 12, WarnDays: 30, LeastCapacity: map[shelters.Level]int{shelters.VillageLevel: 50, shelters.TownshipLevel: 100},
		AreaDM2: map[shelters.Duration]int{shelters.Short: 200}}
	on := day(2026, 11, 27)
	good := func() shelters.Shelter {
		return shelters.Shelter{Facts: shelters.Facts{Level: shelters.VillageLevel, Duration: shelters.Short, Capacity: 50, EffectiveM2: number(100)},
			Appraisal: &shelters.Check{Result: shelters.GoodResult}, AppraisalDue: day(2027, 5, 1), Stock: &shelters.Check{}, StockDue: day(2027, 5, 1)}
	}
	for _, test := range []struct {
		name string
		with func(*shelters.Shelter)
		want []string
	}{
		{"nothing", func(*shelters.Shelter) {}, []string{}},
		{"too small for a village", func(s *shelters.Shelter) { s.Capacity = 49 }, []string{"capacity"}},
		{"enough for a village, not for a township", func(s *shelters.Shelter) { s.Level, s.EffectiveM2 = shelters.TownshipLevel, nil }, []string{"capacity"}},
		{"too little room for each", func(s *shelters.Shelter) { s.EffectiveM2 = number(99) }, []string{"area"}},
		{"never appraised", func(s *shelters.Shelter) { s.Appraisal = nil }, []string{"appraisal!"}},
		{"appraisal due in 30 days", func(s *shelters.Shelter) { s.AppraisalDue = day(2026, 12, 27) }, []string{"appraisal"}},
		{"appraisal due in 31 days", func(s *shelters.Shelter) { s.AppraisalDue = day(2026, 12, 28) }, []string{}},
		{"appraisal due today", func(s *shelters.Shelter) { s.AppraisalDue = on }, []string{"appraisal"}},
		{"appraisal overdue", func(s *shelters.Shelter) { s.AppraisalDue = day(2026, 11, 26) }, []string{"appraisal!"}},
		{"failed", func(s *shelters.Shelter) { s.Appraisal.Result = shelters.FailedResult }, []string{"appraisal!"}},
		{"stock never looked at", func(s *shelters.Shelter) { s.Stock = nil }, []string{"stock!"}},
		{"stock that went off", func(s *shelters.Shelter) {
			s.Stock.Stock = []shelters.StockItem{{Item: "饼干", BestBefore: day(2026, 11, 26)}, {Item: "水", BestBefore: on}, {Item: "棉被"}}
		}, []string{"expired!"}},
	} {
		s := good()
		test.with(&s)
		if got := keysOf(shelters.Findings(s, limits, on)); !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
	}
}

func TestFreePlacesAreCountedOrToldByTheStep(t *testing.T) {
	for _, test := range []struct {
		name  string
		now   shelters.Now
		want  int
		known bool
	}{
		{"standing by", shelters.Now{State: shelters.Standby}, 90, true},
		{"open, nobody counted", shelters.Now{State: shelters.Open}, 0, false},
		{"counted", shelters.Now{State: shelters.Open, People: number(31)}, 59, true},
		{"over", shelters.Now{State: shelters.Open, People: number(91)}, 0, true},
		{"less than three tenths", shelters.Now{State: shelters.Open, Step: shelters.Under30}, 63, true},
		{"less than six tenths", shelters.Now{State: shelters.Open, Step: shelters.Under60}, 36, true},
		{"less than eight tenths", shelters.Now{State: shelters.Open, Step: shelters.Under80}, 18, true},
		{"nearly full", shelters.Now{State: shelters.Open, Step: shelters.From80}, 0, true},
		{"full, though few were counted", shelters.Now{State: shelters.Full, People: number(3)}, 0, true},
		{"closed", shelters.Now{State: shelters.Closed}, 0, true},
	} {
		s := shelters.Shelter{Facts: shelters.Facts{Capacity: 90}, Now: test.now}
		if got, known := shelters.Free(s); got != test.want || known != test.known {
			t.Errorf("%s: %d, %v, want %d, %v", test.name, got, known, test.want, test.known)
		}
	}
	failed := shelters.Shelter{Facts: shelters.Facts{Capacity: 90, Suits: []shelters.Hazard{shelters.Typhoon}}, Standing: true, Now: shelters.Now{State: shelters.Standby}}
	if !shelters.Usable(failed, shelters.Typhoon) || shelters.Usable(failed, shelters.Flood) || !shelters.Usable(failed, "") {
		t.Error("one that stands by is usable for what it suits")
	}
	failed.Appraisal = &shelters.Check{Result: shelters.FailedResult}
	if free, _ := shelters.Free(failed); free != 0 || shelters.Usable(failed, shelters.Typhoon) {
		t.Error("one that failed is usable")
	}
}

func TestAFailedAppraisalClosesAShelter(t *testing.T) {
	t.Parallel()
	r := newRegister(t)
	id := r.add(r.school())
	r.report(id, shelters.Report{State: shelters.Open, People: number(5)})
	look := func(c shelters.Check) shelters.Checked {
		t.Helper()
		done, err := r.s.Check(t.Context(), keeper, id, c)
		if err != nil {
			t.Fatal(err)
		}
		return done
	}
	today := version.Today()
	before := version.DayOf(today.Time().AddDate(-1, 0, 0))
	look(shelters.Check{Kind: shelters.AppraisalCheck, On: today, Result: shelters.GoodResult, Body: "示例鉴定公司"})
	if done := look(shelters.Check{Kind: shelters.AppraisalCheck, On: before, Result: shelters.FailedResult, Body: "示例鉴定公司", Note: "旧的"}); done.Closed {
		t.Error("an older appraisal, entered late, closed it")
	}
	if s := r.get(id); s.Now.State != shelters.Open || s.Appraisal.Result != shelters.GoodResult || s.AppraisalDue != version.DayOf(today.Time().AddDate(3, 0, 0)) {
		t.Errorf("after a good one: %+v", s.Now)
	}
	if done := look(shelters.Check{Kind: shelters.AppraisalCheck, On: today, Result: shelters.FailedResult, Body: "示例鉴定公司", Note: "墙体开裂"}); !done.Closed || done.N != 3 {
		t.Errorf("a failed one: %+v", done)
	}
	if s := r.get(id); s.Now.State != shelters.Closed || shelters.Usable(s, shelters.Typhoon) {
		t.Errorf("it is %+v", s.Now)
	}
	for _, state := range []shelters.State{shelters.Open, shelters.Standby, shelters.Full} {
		if _, err := r.s.Report(t.Context(), keeper, id, shelters.Report{ID: uuid.New(), State: state}); !errors.Is(err, shelters.ErrFailed) {
			t.Errorf("%s after it failed: %v, want ErrFailed", state, err)
		}
	}
	r.report(id, shelters.Report{State: shelters.Closed, People: number(2)})
	now := time.Now()
	if late := r.report(id, shelters.Report{State: shelters.Open, PhoneAt: now.Add(-time.Hour), PhoneNow: now}); late.Counts {
		t.Error("open, said before it failed, counts")
	}
	look(shelters.Check{Kind: shelters.AppraisalCheck, On: today, Result: shelters.GoodResult, Body: "示例鉴定公司"})
	if s := r.get(id); s.Now.State != shelters.Closed {
		t.Errorf("a good appraisal opened it by itself: %s", s.Now.State)
	}
	r.report(id, shelters.Report{State: shelters.Open})
	stock := look(shelters.Check{Kind: shelters.StockCheck, On: today, Result: shelters.PoorResult, Note: "缺水", Stock: []shelters.StockItem{{Item: "饮用水", Amount: 20, Unit: "箱", BestBefore: today}}})
	all, err := r.s.Checks(t.Context(), id)
	if err != nil || len(all) != 5 || stock.N != 5 || r.get(id).Stock.Stock[0].BestBefore != today {
		t.Errorf("%d checks, %v", len(all), err)
	}
	for name, c := range map[string]shelters.Check{
		"without a body":   {Kind: shelters.AppraisalCheck, On: today, Result: shelters.GoodResult},
		"of tomorrow":      {Kind: shelters.StockCheck, On: version.DayOf(today.Time().AddDate(0, 0, 1)), Result: shelters.GoodResult},
		"poor, not why":    {Kind: shelters.StockCheck, On: today, Result: shelters.PoorResult},
		"stock elsewhere":  {Kind: shelters.InspectionCheck, On: today, Result: shelters.GoodResult, Stock: []shelters.StockItem{{Item: "水", Amount: 1, Unit: "箱"}}},
		"stock of nothing": {Kind: shelters.StockCheck, On: today, Result: shelters.GoodResult, Stock: []shelters.StockItem{{Amount: 1}}},
	} {
		if _, err := r.s.Check(t.Context(), keeper, id, c); !errors.Is(err, shelters.ErrContent) {
			t.Errorf("a check %s: %v, want ErrContent", name, err)
		}
	}
}

func TestOpenAndFailedAtOnceEndClosed(t *testing.T) {
	t.Parallel()
	r := newRegister(t)
	for range 8 {
		id := r.add(r.school())
		var wait sync.WaitGroup
		wait.Go(func() {
			_, err := r.s.Report(t.Context(), keeper, id, shelters.Report{ID: uuid.New(), State: shelters.Open})
			if err != nil && !errors.Is(err, shelters.ErrFailed) {
				t.Error(err)
			}
		})
		wait.Go(func() {
			_, err := r.s.Check(t.Context(), keeper, id, shelters.Check{Kind: shelters.AppraisalCheck, On: version.Today(), Result: shelters.FailedResult, Body: "示例", Note: "裂"})
			if err != nil {
				t.Error(err)
			}
		})
		wait.Wait()
		if s := r.get(id); s.Now.State != shelters.Closed {
			t.Fatalf("opened and failed at once, it is %s", s.Now.State)
		}
	}
}

func TestLimitsAreInheritedSettings(t *testing.T) {
	t.Parallel()
	r := newRegister(t)
	err := pgx.BeginFunc(t.Context(), r.pool, func(tx pgx.Tx) error {
		entry, err := ledger.Append(t.Context(), tx, ledger.Entry{Actor: ledger.Console, Action: "setting.set", Kind: "division"})
		if err != nil {
			return err
		}
		return boundaries.SetSetting(t.Context(), tx, r.division[town], boundaries.SettingShelterAppraisal, "5", "测试", version.Span{}, entry)
	})
	if err != nil {
		t.Fatal(err)
	}
	all, err := shelters.LimitsOf(t.Context(), r.pool, []uuid.UUID{r.division[village], r.division[other], r.division[village]}, version.Today())
	if err != nil || all[r.division[village]].AppraisalYears != 5 || all[r.division[other]].AppraisalYears != 3 ||
		all[r.division[other]].LeastCapacity[shelters.CountyLevel] != 200 || all[r.division[other]].AreaDM2[shelters.Long] != 450 || all[r.division[other]].Clock != 10*time.Minute {
		t.Errorf("limits: %+v, %v", all, err)
	}
}
