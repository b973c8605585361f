package shelters_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"diming/internal/ledger"
	"diming/internal/ledger/ledgertest"
	"diming/internal/version"
	"diming/shelters"
)

func TestAShelterIsReadInTwoTimes(t *testing.T) {
	t.Parallel()
	r := newRegister(t)
	f := r.school()
	f.Area, f.TotalM2, f.CapacityNight = square(118.05, 28.05, 0.001), number(800), number(0)
	id, tag, err := r.s.Add(t.Context(), ledger.Console, f, "录入")
	if err != nil {
		t.Fatal(err)
	}
	s := r.get(id)
	if s.Name != f.Name || s.DivisionCode != village || s.DivisionName != "文苑社区" || s.County != county || !s.Standing || s.Tag != tag || s.Point != f.Point ||
		len(s.Area) != 1 || *s.TotalM2 != 800 || s.EffectiveM2 != nil || *s.CapacityNight != 0 || s.Suits[1] != shelters.Flood || s.Now.State != shelters.Standby {
		t.Errorf("as entered: %+v", s)
	}
	f.Capacity = 60
	next, err := r.s.Change(t.Context(), ledger.Console, id, tag, f, day(2024, 5, 1), "改造")
	if err != nil {
		t.Fatal(err)
	}
	at := func(on version.Date, recorded time.Time) shelters.Shelter {
		got, err := r.s.ByID(t.Context(), shelters.Reader{Internal: true, AsOf: version.AsOf{Valid: on, Recorded: recorded}}, id)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	if a, b := at(day(2024, 4, 30), time.Time{}), at(day(2024, 5, 1), time.Time{}); a.Capacity != 100 || b.Capacity != 60 || b.Tag != next {
		t.Errorf("the day before %d, on the day %d", a.Capacity, b.Capacity)
	}
	if got := at(day(2024, 5, 1), s.Recorded); got.Capacity != 100 {
		t.Errorf("as believed before the change: %d", got.Capacity)
	}
	if got := at(day(2019, 5, 1), time.Time{}); got.Standing || got.Name == "" {
		t.Errorf("before it stood: %+v", got)
	}
	if _, err := r.s.Change(t.Context(), ledger.Console, id, tag, f, version.Date{}, "再改"); !errors.Is(err, shelters.ErrChanged) {
		t.Errorf("a change of what was read before: %v", err)
	}
	second := r.add(func() shelters.Facts { g := r.school(); g.Name = "文苑礼堂"; return g }())
	if _, err := r.s.Withdraw(t.Context(), ledger.Console, id, next, &second, "拆除"); err != nil {
		t.Fatal(err)
	}
	if got := r.get(id); got.Standing || got.Withdrawn != "拆除" || *got.Successor != second || got.Capacity != 60 {
		t.Errorf("withdrawn: %+v", got)
	}
	if _, err := r.s.Report(t.Context(), keeper, id, shelters.Report{ID: uuid.New(), State: shelters.Open}); !errors.Is(err, shelters.ErrWithdrawn) {
		t.Errorf("a report of one that was withdrawn: %v", err)
	}
	if _, err := r.s.ByID(t.Context(), shelters.Reader{}, uuid.New()); !errors.Is(err, shelters.ErrNotFound) {
		t.Errorf("no shelter: %v", err)
	}
	ledgertest.Settle(t, r.pool)
	if _, err := ledger.Verify(t.Context(), r.pool, nil); err != nil {
		t.Errorf("the ledger: %v", err)
	}
}

func TestAShelterLiesWhereItSays(t *testing.T) {
	t.Parallel()
	r := newRegister(t)
	for _, test := range []struct {
		name string
		with func(*shelters.Facts)
		want string // in what is said; "" is taken
	}{
		{"inside", func(*shelters.Facts) {}, ""},
		{"a little outside its village", func(f *shelters.Facts) { f.Point = orb.Point{118.104, 28.05} }, ""},
		{"outside its village", func(f *shelters.Facts) { f.Point = orb.Point{118.2, 28.05} }, "米，超过了容许的 500 米"},
		{"longitude 0", func(f *shelters.Facts) { f.Point[0] = 0 }, "不能为 0"},
		{"longitude and latitude exchanged", func(f *shelters.Facts) { f.Point = orb.Point{28.05, 118.05} }, "经度和纬度"},
		{"a village without an area, inside the county", func(f *shelters.Facts) { f.Division, f.Point = r.division[other], orb.Point{118.9, 28.9} }, ""},
		{"a village without an area, outside the county", func(f *shelters.Facts) { f.Division, f.Point = r.division[other], orb.Point{119.9, 28.9} }, "超过了容许的"},
		{"a province", func(f *shelters.Facts) { f.Division = r.division["33"] }, "最高到县"},
		{"no division", func(f *shelters.Facts) { f.Division = uuid.New() }, "没有这个村"},
		{"a hazard that it suits and does not", func(f *shelters.Facts) { f.Unfit = []shelters.Hazard{shelters.Typhoon} }, "台风不能同时"},
		{"no hazard", func(f *shelters.Facts) { f.Suits = nil }, "至少选择一种"},
		{"no capacity", func(f *shelters.Facts) { f.Capacity = 0 }, "容纳人数"},
		{"fewer than the least", func(f *shelters.Facts) { f.Capacity = 10 }, ""},
		{"larger inside than outside", func(f *shelters.Facts) { f.TotalM2, f.EffectiveM2 = number(10), number(11) }, "有效面积"},
		{"no name", func(f *shelters.Facts) { f.Name = " " }, "名称"},
		{"no source", func(f *shelters.Facts) { f.Source = "" }, "来源"},
	} {
		f := r.school()
		test.with(&f)
		_, _, err := r.s.Add(t.Context(), ledger.Console, f, "录入")
		var told *shelters.ContentError
		if test.want == "" && err != nil || test.want != "" && (!errors.As(err, &told) || !strings.Contains(told.ZH, test.want) || told.EN == "") {
			t.Errorf("%s: %v, want %q", test.name, err, test.want)
		}
	}
	if _, _, err := r.s.Add(t.Context(), ledger.Console, r.school(), " "); !errors.Is(err, shelters.ErrReason) {
		t.Errorf("without a reason: %v", err)
	}
}

func TestSheltersAreListedByWhatTheyAre(t *testing.T) {
	t.Parallel()
	r := newRegister(t)
	school := r.school()
	hall := r.school()
	hall.Name, hall.Division, hall.Point, hall.Visibility, hall.Suits, hall.Unfit = "孝子礼堂", r.division[other], orb.Point{118.6, 28.6}, "internal", []shelters.Hazard{shelters.Earthquake}, nil
	ids, _, err := r.s.AddBatch(t.Context(), ledger.Console, []shelters.Facts{school, hall}, "录入")
	if err != nil {
		t.Fatal(err)
	}
	r.report(ids[1], shelters.Report{State: shelters.Open})
	for _, test := range []struct {
		name     string
		internal bool
		f        shelters.Filter
		want     string
	}{
		{"all", true, shelters.Filter{}, "文苑小学避灾点 孝子礼堂"},
		{"what the public may see", false, shelters.Filter{}, "文苑小学避灾点"},
		{"of a town", true, shelters.Filter{Division: r.division[town]}, "文苑小学避灾点"},
		{"of the county", true, shelters.Filter{Division: r.division[county]}, "文苑小学避灾点 孝子礼堂"},
		{"for earthquakes", true, shelters.Filter{Hazard: shelters.Earthquake}, "孝子礼堂"},
		{"open", true, shelters.Filter{State: shelters.Open}, "孝子礼堂"},
		{"standing by", true, shelters.Filter{State: shelters.Standby}, "文苑小学避灾点"},
	} {
		all, err := r.s.Standing(t.Context(), shelters.Reader{Internal: test.internal}, test.f)
		var names []string
		for _, s := range all {
			names = append(names, s.Name)
		}
		if got := strings.Join(names, " "); err != nil || got != test.want {
			t.Errorf("%s: %s, %v, want %s", test.name, got, err, test.want)
		}
	}
	near, err := r.s.Near(t.Context(), shelters.Reader{Internal: true}, orb.Point{118.6, 28.61}, "", 1)
	if err != nil || len(near) != 1 || near[0].Name != "孝子礼堂" || near[0].DistanceM < 1000 || near[0].DistanceM > 1200 {
		t.Errorf("the nearest: %+v, %v", near, err)
	}
	bad := r.school()
	bad.Point = orb.Point{1, 1}
	if _, _, err := r.s.AddBatch(t.Context(), ledger.Console, []shelters.Facts{r.school(), bad}, "录入"); err == nil {
		t.Error("a batch with a shelter far away was taken")
	}
	if all, _ := r.s.Standing(t.Context(), shelters.Reader{Internal: true}, shelters.Filter{}); len(all) != 2 {
		t.Errorf("%d shelters stand, want the 2 of before", len(all))
	}
}
